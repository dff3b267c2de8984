"""Which state of the code made something: a hash that changes when the code does, and not otherwise."""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from types import ModuleType


def fingerprint(packages: Iterable[ModuleType], distributions: Iterable[str]) -> str:
    """A hash of all files of some packages, data and models included, and of the versions of some distributions.

    Raises:
        importlib.metadata.PackageNotFoundError: where a distribution is not installed.
    """
    digest = hashlib.sha256()
    for name in sorted(distributions):
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for package in sorted(packages, key=lambda package: package.__name__):
        for root in sorted(package.__path__):
            for path in sorted(Path(root).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    name = path.relative_to(root).as_posix()
                    digest.update(f"{package.__name__} {name} {path.stat().st_size}\n".encode())
                    digest.update(path.read_bytes())
    return digest.hexdigest()
