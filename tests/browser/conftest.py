"""Real servers for the browser tests: `streamlit run` in a process of its own, on loopback."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

PATIENCE_S = 60

# A loaded machine may take seconds for what takes milliseconds; nothing here is about speed.
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class RunningApp:
    """A server that answers, and what it has written to the terminal so far."""

    url: str
    port: int
    log: Path


StartApp = Callable[..., AbstractContextManager[RunningApp]]


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


def wait_until_healthy(server: subprocess.Popen[bytes], app: RunningApp) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_healthy(app.port):
        if server.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the server did not start:\n{app.log.read_text()}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def start_app(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> StartApp:
    """Return ``with start_app(script, **environment) as app:``, which runs `script` meanwhile."""

    @contextmanager
    def start(script: Path, **environment: str) -> Iterator[RunningApp]:
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*command, "--server.port", str(port)],
                cwd=repo_root,  # where Streamlit finds the project's own settings
                env={**os.environ, "PYTHONPATH": str(repo_root), **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        app = RunningApp(f"http://127.0.0.1:{port}", port, log)
        try:
            wait_until_healthy(server, app)
            yield app
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    return start


@pytest.fixture(scope="session")
def app_url(start_app: StartApp, repo_root: Path) -> Iterator[str]:
    """Address of the product's own app, started once for all tests that visit it."""
    with start_app(repo_root / "app.py") as app:
        yield app.url
