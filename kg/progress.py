"""How far long work is: bars with rates on a terminal, a line now and then elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

EVERY = 5.0
"""Seconds between two lines where there is no terminal."""


class Progress:
    """Call it with a stage, how much of it is done, and of how much where that is known; use it with ``with``.

    A stage is over when another begins or the block ends.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage = ""
        self._done, self._told = 0, -1
        self._total: int | None = None
        self._began = self._last = time.monotonic()
        self._bars: Bars | None = None
        self._task = TaskID(0)

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        if stage != self._stage:
            self._finish()
            self._stage, self._told = stage, -1
            self._began = self._last = time.monotonic()
            if self._bars:
                self._task = self._bars.add_task(stage, total=total)
        self._done, self._total = done, total
        if self._bars:
            self._bars.update(self._task, completed=done, total=total)
        elif (now := time.monotonic()) - self._last >= EVERY:
            self._last = now
            self._line(now)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars = Bars(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                _Rate(),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        if self._bars:
            self._bars.stop()

    def _finish(self) -> None:
        """The last line of a stage, which stays."""
        if self._stage and self._told != self._done:
            self._line(time.monotonic())

    def _line(self, now: float) -> None:
        self._told = self._done
        of = f" of {self._total:,}" if self._total is not None else ""
        seconds = now - self._began
        rate = f", {self._done / seconds:,.0f} a second" if self._done > seconds >= 1 else ""
        self._console.print(f"{self._stage}: {self._done:,}{of}{rate}", style="dim", highlight=False)


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")
