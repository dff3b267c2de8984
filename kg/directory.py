"""The directory of a graph: generations beside each other, and one link that says which counts.

    out/
      current -> generations/3     moved in one step when a build is complete
      records.jsonl -> current/records.jsonl, and likewise graph.html
      generations/2, generations/3

A build writes a generation of its own, so that whoever reads, and whoever comes after a build that was killed, finds
the last complete graph. The generation before the current one stays until the next build, and one that is held as long
as that, for those who are reading it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
_LOCK = ".lock"


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


def hold(directory: Path) -> tuple[Path, int]:
    """The folder of the last complete graph, and an open descriptor: no build removes the folder until it is closed.

    Raises:
        StoreError: where there is none.
    """
    while True:
        folder = current(directory)
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # two builds later
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        if _current(directory) == folder:  # only what is not current is ever removed
            return folder, descriptor
        os.close(descriptor)


def _is_held(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _current(directory: Path) -> Path | None:
    link = directory / _CURRENT
    return link.resolve() if link.is_dir() else None


@contextmanager
def draft(directory: Path) -> Iterator[Path]:
    """A new folder to write the next generation to, as the only writer of the directory.

    What is not published when the block ends is removed; so is, at its start, all that builds before have left. Where
    there is no graph in the end, nothing stays that was made for one.

    Raises:
        InUseError: at once, where another process is writing.
        StoreError: at once, where something else stands in the place of the directory or of a part of it.
        OSError: where the directory cannot be made or written.
    """
    for folder in (directory, *directory.parents):
        if os.path.lexists(folder) and not folder.is_dir():
            raise StoreError(f"{folder} is no directory; expected a new one or one that kg build made")
    _check_way(directory)
    made = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with locked(directory / _LOCK):
            try:
                with _generation(directory) as folder:
                    yield folder
            finally:
                if not exists(directory):
                    (directory / _LOCK).unlink()
    finally:
        for folder in made:
            with suppress(OSError):  # it is not empty
                folder.rmdir()


@contextmanager
def _generation(directory: Path) -> Iterator[Path]:
    """A draft among the directory's generations, of which only the current one and those that are held stay."""
    generations = directory / _GENERATIONS
    generations.mkdir(exist_ok=True)
    kept = _current(directory)
    for folder in generations.iterdir():
        ours = folder.name.isdigit() or folder.name == _DRAFT
        if ours and folder.resolve() != kept and not _is_held(folder):
            shutil.rmtree(folder)
    folder = generations / _DRAFT
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it is not empty
            generations.rmdir()


def publish(directory: Path, draft: Path) -> Path:
    """Make a draft the current generation, in one step, and return its new folder.

    Raises:
        StoreError: where a file that is no link stands in the place of a link.
    """
    _check_way(directory)
    kept = _current(directory)
    generation = draft.with_name(str(int(kept.name) + 1 if kept else 1))
    draft.rename(generation)
    _link(directory / _CURRENT, Path(_GENERATIONS, generation.name))
    link(directory)
    return generation.resolve()


def link(directory: Path) -> None:
    """Make the links to files of the current generation, where they are missing."""
    for name in _LINKED:
        _link(directory / name, Path(_CURRENT, name))


def _check_way(directory: Path) -> None:
    for name in (_CURRENT, *_LINKED, _GENERATIONS):
        path = directory / name
        made = path.is_dir() if name == _GENERATIONS else path.is_symlink()
        if os.path.lexists(path) and not made:
            raise StoreError(f"{path} was not made by kg build and is in its way; move it elsewhere")


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)
