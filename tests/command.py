"""The command ``kg``, run in this process with the toy reader."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest

from kg import cli
from tests.kg import toy


class Outcome(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


def kg(*arguments: object) -> Outcome:
    """Run ``kg`` with arguments; papers are read by one process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "_reader", lambda: toy.extract)
        patch.setattr(cli, "_processors", lambda: 1)
        patch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            cli.main()
    return Outcome(int(ended.value.code or 0), out.getvalue(), err.getvalue())
