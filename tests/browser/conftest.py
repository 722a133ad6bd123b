"""Real servers for the browser tests: `streamlit run` in a process of its own, on loopback."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app_server import RunningApp, running
from tests.conftest import SIZE, Watch

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


@pytest.fixture(scope="module")
def kept_window(browser: Browser) -> Iterator[BrowserContext]:
    """Return the window of a file's tests whose pages stay open from one test to the next."""
    made = browser.new_context(viewport=SIZE, locale="en-US")
    yield made
    made.close()


@pytest.fixture
def kept(kept_window: BrowserContext, watch: Watch) -> Iterator[Page]:
    """Return the page that a file's tests share, for what takes long to load.

    It is as the last test left it, or empty: whoever uses it makes it as new. `watch` looks at it
    for as long as one test runs.
    """
    page = kept_window.pages[0] if kept_window.pages else kept_window.new_page()
    end = watch.follow(kept_window)
    page.set_viewport_size(SIZE)
    page.emulate_media(media="null")
    yield page
    if not page.is_closed():
        page.evaluate("0")  # what the page did until now is heard before this test is over
    end()
    for other in kept_window.pages[1:]:
        other.close()
