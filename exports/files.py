"""Files that are either whole or not there: written beside their place and moved into it at the end."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new empty file beside ``path`` that takes its place when the block ends, and is removed where the block fails.

    The folder is made where it is missing.

    Raises:
        OSError: where ``path`` is a folder, or its folder cannot be made or written.
    """
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; expected the name of a file to write")
    for folder in path.parents:
        if os.path.lexists(folder) and not folder.is_dir():
            raise NotADirectoryError(f"{folder} is no folder; expected one to write {path.name} into")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:  # it names the temporary file or a folder above
        raise OSError(error.errno, error.strerror, str(path)) from error
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def printable(text: str) -> str:
    """The text with what no XML and no UTF-8 file can hold (control characters, lone surrogates) as U+FFFD.

    >>> printable("tab\\tstays, bell\\a and \\ud800 do not")
    'tab\\tstays, bell� and � do not'
    """
    return _UNWRITABLE.sub("\ufffd", text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
