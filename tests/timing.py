"""Whether time grows with the length of a text and with nothing else."""

import gc
import time
from collections.abc import Callable

_TOO_SHORT = 0.01
_ATTEMPTS = 3
_DISTURBED = 0.5
"""Seconds that say more of the machine, and of what else it does, than of the work."""


def assert_linear(work: Callable[[str], object], unit: str, small: int, large: int) -> None:
    """Work on a repeated unit may grow with length to the power of 1.5 at most; quadratic work fails.

    The time is the processor's, the least of several, without garbage collections: those take longer the more tests
    have run before. What fails is tried again, for other work on the machine can lengthen the longer run alone.
    """

    def seconds(size: int, times: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        taken = []
        for _ in range(times):
            start = time.process_time()
            work(text)
            taken.append(time.process_time() - start)
        return min(taken)

    gc.collect()
    gc.disable()
    try:
        seconds(1000, 1)
        for _ in range(_ATTEMPTS):
            first, second = seconds(small, 2), seconds(large, 1)
            if second < (large / small) ** 1.5 * max(first, _TOO_SHORT) + _DISTURBED:
                return
    finally:
        gc.enable()
    raise AssertionError(f"{first:.2f} s for {small}, {second:.2f} s for {large} characters of {unit!r}")
