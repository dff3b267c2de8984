"""Which state of the code made something: a hash that changes when the code does, and not otherwise."""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path


def fingerprint(packages: Iterable[str], distributions: Iterable[str]) -> str:
    """A hash of all files of some packages, data and models included, and of the versions of some distributions.

    The packages are not imported, which may take longer than all else.

    Raises:
        ModuleNotFoundError: where a package is not there.
        importlib.metadata.PackageNotFoundError: where a distribution is not installed.
    """
    digest = hashlib.sha256()
    for name in sorted(distributions):
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for package in sorted(packages):
        spec = find_spec(package)
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError(f"no package is named {package!r}", name=package)
        for root in sorted(spec.submodule_search_locations):
            for path in sorted(Path(root).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    name = path.relative_to(root).as_posix()
                    digest.update(f"{package} {name} {path.stat().st_size}\n".encode())
                    digest.update(path.read_bytes())
    return digest.hexdigest()
