"""Real servers for the browser tests: `streamlit run` in a process of its own, on loopback."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.app_server import RunningApp, running

# A loaded machine may take seconds for what takes milliseconds; nothing here is about speed.
expect.set_options(timeout=20_000)

StartApp = Callable[..., AbstractContextManager[RunningApp]]


@pytest.fixture(scope="session")
def start_app(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> StartApp:
    """Return ``with start_app(script, **environment) as app:``, which runs `script` meanwhile."""

    def start(script: Path, **environment: str) -> AbstractContextManager[RunningApp]:
        return running(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port"],
            log=tmp_path_factory.mktemp("server") / "log.txt",
            cwd=repo_root,  # where Streamlit finds the project's own settings
            environment={**os.environ, "PYTHONPATH": str(repo_root), **environment},
        )

    return start


@pytest.fixture(scope="session")
def app_url(start_app: StartApp, repo_root: Path) -> Iterator[str]:
    """Address of the product's own app, started once for all tests that visit it."""
    with start_app(repo_root / "app.py") as app:
        yield app.url
