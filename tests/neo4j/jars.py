"""The jars of a Neo4j server: a lock file a version, and the fetching of what it lists.

``python -m tests.neo4j.jars VERSION...`` resolves versions anew and writes their lock files, which takes minutes;
fetching what a lock file lists takes seconds.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LOCKS = Path(__file__).parent / "jars"
LATEST = "2026.08.1"
LTS = "5.26.31"


def cache_folder() -> Path:
    """The Maven cache that jars are fetched into: ``M2_REPO`` or the user's own, shared by all checkouts."""
    return Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")


def fetch(version: str) -> list[Path]:
    """Paths of the jars of a locked version, downloaded where they are missing.

    Raises:
        FileNotFoundError: where the version has no lock file.
        RuntimeError: where a jar cannot be had.
    """
    from jgo.maven import MavenContext

    lock = LOCKS / f"{version}.lock"
    if not lock.exists():
        known = ", ".join(sorted(path.stem for path in LOCKS.glob("*.lock")))
        raise FileNotFoundError(
            f"no lock file for Neo4j {version} (locked: {known}); python -m tests.neo4j.jars {version}"
        )
    context = MavenContext(repo_cache=cache_folder(), timeout=60)

    def jar(line: str) -> Path:
        group, artifact, at, classifier, packaging = line.split(":")
        component = context.project(group, artifact).at_version(at)
        found: Path = component.artifact(classifier=classifier, packaging=packaging).resolve()
        return found

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(jar, lock.read_text().split()))


def resolve(version: str) -> str:
    """The text of a version's lock file: ``group:artifact:version:classifier:packaging`` a line, sorted."""
    import jgo

    artifacts = jgo.resolve(f"org.neo4j:neo4j:{version}+org.neo4j:neo4j-bolt:{version}")
    lines = {f"{a.groupId}:{a.artifactId}:{a.version}:{a.classifier}:{a.packaging}" for a in artifacts}
    return "\n".join(sorted(lines)) + "\n"


if __name__ == "__main__":
    for wanted in sys.argv[1:] or [LATEST, LTS]:
        (LOCKS / f"{wanted}.lock").write_text(resolve(wanted))
