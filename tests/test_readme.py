"""What the README shows is what happens: its sessions are played again and must come out as they stand.

``python -m tests.test_readme`` plays them and writes what came out into the README.
"""

import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def played(text: str, folder: Path) -> str:
    """The text with the outcome of all its sessions, played in order in a folder that holds the examples."""
    players = {"console": console, "python": python}
    return BLOCK.sub(lambda block: f"```{block[1]}\n{players[block[1]](block[2], folder)}```", text)


def console(session: str, folder: Path) -> str:
    """The ``$`` lines of a session, each with what its command prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    shown = []
    for command in re.findall(r"^\$ (.+)$", session, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        shown += [f"$ {command}", *done.stdout.splitlines()]
    return "".join(line.rstrip() + "\n" for line in shown)


def python(session: str, folder: Path) -> str:
    """The ``>>>`` lines of a session, each with what it prints."""
    names: dict[str, Any] = {}
    shown = ""
    with chdir(folder):
        for example in doctest.DocTestParser().get_examples(session):
            first, *more = example.source.splitlines()
            shown += f">>> {first}\n" + "".join(f"... {line}".rstrip() + "\n" for line in more)
            with redirect_stdout(io.StringIO()) as printed:
                exec(compile(example.source, "README.md", "single"), names)
            shown += printed.getvalue()
    return shown


def with_examples(folder: Path) -> Path:
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def test_the_sessions_come_out_as_they_stand(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) > 5
    assert played(text, with_examples(tmp_path)) == text


def test_there_are_the_two_commands_that_set_up_everything() -> None:
    assert len(re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.MULTILINE)) == 2


@pytest.mark.parametrize("document", [README, *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(played(README.read_text(encoding="utf-8"), with_examples(Path(temporary))), encoding="utf-8")
