"""Real servers for tests: the app in a process of its own, on loopback."""

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE_S = 60


@dataclass(frozen=True)
class RunningApp:
    """A server that answers, and what it has written to the terminal so far."""

    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_healthy(app: RunningApp) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_healthy(app.port):
        if app.process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the server did not start:\n{app.log.read_text()}")
        time.sleep(0.1)


@contextmanager
def running(
    command: Sequence[str | Path], log: Path, cwd: Path, environment: dict[str, str] | None = None
) -> Iterator[RunningApp]:
    """Run a command to which a free port is added, until its server answers and the block ends."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(port)],
            cwd=cwd,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    app = RunningApp(f"http://127.0.0.1:{port}", port, log, process)
    try:
        wait_until_healthy(app)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
