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

LOOPBACK = "127.0.0.1"
PATIENCE_S = 60


@dataclass(frozen=True)
class RunningApp:
    """A server that answers, and what it has written to the terminal so far."""

    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]
    host: str = LOOPBACK


def free_port(host: str = LOOPBACK) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def is_healthy(app: RunningApp) -> bool:
    connection = http.client.HTTPConnection(app.host, app.port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_healthy(app: RunningApp) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_healthy(app):
        if app.process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the server did not start:\n{app.log.read_text()}")
        time.sleep(0.1)


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    cwd: Path,
    environment: dict[str, str] | None = None,
    host: str = LOOPBACK,
) -> Iterator[RunningApp]:
    """Run a command to which a free port is added, until its server answers and the block ends."""
    port = free_port(host)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(port)],
            cwd=cwd,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    named = f"[{host}]" if ":" in host else host
    app = RunningApp(f"http://{named}:{port}", port, log, process, host)
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
