"""Rebuild the fitted parts: ``python -m extractors.train [STEP...] --shared ../shared --work FOLDER``.

Without STEP all steps run, in order. A step imports what it needs only when it runs: torch is for the tagger alone.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    """Something to fit or measure: ``run(shared, work)`` reads ``shared``, keeps what may be used again in ``work``."""

    name: str
    run: Callable[[Path, Path], None]


def _tagger(shared: Path, work: Path) -> None:
    from extractors.train import tagger

    tagger.run(shared, work)


def _claims(shared: Path, work: Path) -> None:
    from extractors.train import claims

    claims.run(shared, work)


def _report(shared: Path, work: Path) -> None:
    from extractors.train import report

    report.run(shared, work)


STEPS = (Step("tagger", _tagger), Step("claims", _claims), Step("report", _report))


def main() -> None:
    """Run the named steps.

    Raises:
        SystemExit: where a step is unknown or the shared folder has no annotated papers.
    """
    names = [step.name for step in STEPS]
    parser = argparse.ArgumentParser(prog="python -m extractors.train", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(names)}; all where none is given")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with gold/ and data/")
    parser.add_argument("--work", type=Path, default=Path("build/train"), help="folder for what later runs use again")
    args = parser.parse_args()
    unknown = [name for name in args.steps if name not in names]
    if unknown:
        parser.error(f"no step {unknown[0]!r}; there are {', '.join(names)}")
    if not (args.shared / "gold" / "train.jsonl").is_file():
        parser.error(f"no {args.shared / 'gold' / 'train.jsonl'}: give the folder of annotated papers as --shared")
    args.work.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        if not args.steps or step.name in args.steps:
            step.run(args.shared, args.work)


if __name__ == "__main__":
    main()
