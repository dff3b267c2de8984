"""The directory of a graph: generations beside each other, and one link that says which counts.

    out/
      current -> generations/3     moved in one step when a build is complete
      records.jsonl -> current/records.jsonl, and likewise graph.html
      generations/2, generations/3

A build writes a generation of its own, so that whoever reads, and whoever comes after a build that was killed, finds
the last complete graph. The generation before the current one stays until the next build, for those who are reading it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.stores.errors import StoreError
from kg.stores.lock import locked

RECORDS = "records.jsonl"
DATABASE = "graph.lbug"
PAGE = "graph.html"
STATE = "state.json"

_LINKED = (RECORDS, PAGE)
_CURRENT = "current"
_GENERATIONS = "generations"
_DRAFT = "draft"


def current(directory: Path) -> Path:
    """The folder of the last complete graph.

    Raises:
        StoreError: where there is none.
    """
    if (folder := _current(directory)) is None:
        raise StoreError(f"no graph in {directory}; make one with: kg build SOURCE... -o {directory}")
    return folder


def exists(directory: Path) -> bool:
    """Whether the directory has a complete graph."""
    return _current(directory) is not None


def _current(directory: Path) -> Path | None:
    link = directory / _CURRENT
    return link.resolve() if link.is_dir() else None


@contextmanager
def draft(directory: Path) -> Iterator[Path]:
    """A new folder to write the next generation to, as the only writer of the directory.

    What is not published when the block ends is removed; so is, at its start, all that builds before have left.

    Raises:
        InUseError: at once, where another process is writing.
        OSError: where the directory cannot be made or written.
    """
    generations = directory / _GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    with locked(directory / ".lock"):
        kept = _current(directory)
        for folder in generations.iterdir():
            if folder.resolve() != kept:
                shutil.rmtree(folder)
        folder = generations / _DRAFT
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(directory: Path, draft: Path) -> Path:
    """Make a draft the current generation, in one step, and return its new folder.

    Raises:
        StoreError: where a file that is no link stands in the place of a link.
    """
    for name in (_CURRENT, *_LINKED):
        if (path := directory / name).exists() and not path.is_symlink():
            raise StoreError(f"{path} was not made by kg build and is in its way; move it elsewhere")
    kept = _current(directory)
    generation = draft.with_name(str(int(kept.name) + 1 if kept else 1))
    draft.rename(generation)
    _link(directory / _CURRENT, Path(_GENERATIONS, generation.name))
    for name in _LINKED:
        _link(directory / name, Path(_CURRENT, name))
    return generation.resolve()


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)
