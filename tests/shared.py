"""Where the real texts lie that tests read: outside of the repository, by default beside it."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("CLAIMGRAPH_SHARED", Path(__file__).parents[2] / "shared"))


def shared(name: str) -> Path:
    """A file or folder of the shared data. Where it is absent the test is skipped; in CI it fails."""
    path = SHARED / name
    if not path.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"{path} is absent; CLAIMGRAPH_SHARED names its folder"
        )
    return path
