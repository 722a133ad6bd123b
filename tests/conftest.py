"""What tests share: the checkout, Hypothesis profiles, and a real Chromium that may talk to this machine only."""

import gc
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    WebSocket,
    sync_playwright,
)

from geo.cli import main

PUBLISHED = (
    "The data says something else than what is published. If that is meant, put what it says now where "
    "this test has the old figure (in the test, or in the document that it reads), and say in the commit "
    "why. If it is not meant, look at what changed in data/."
)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# tools/install_chromium.sh looks in the same places.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Off goes whatever a browser does on its own account: updates, sync, other protocols.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The list that Playwright gives, which this replaces, and the address bar's drop-down lists, which
    # no test sees: each window draws two of them as pages, and they took half of the processor time.
    "--disable-features=AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,AimEnabled,"
    "TcpPortRandomizationWin,ThirdPartyStoragePartitioning,"
    "WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,WebUIOmniboxPopup",
    # No other host has an address, so that nothing can leave even where a test looks away.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
)
SIZE: ViewportSize = {"width": 1280, "height": 800}
# All that pages may keep, but for copies of what they fetched.
STORED = "cookies,file_systems,indexeddb,local_storage,websql,service_workers,cache_storage"
# Opened at a page's own address, Streamlit looks for its server below that address first; the 404
# that answers is how it finds out, and Chromium writes one line about it.
PROBE = re.compile(r"http://[^/]+/[\w-]+/_stcore/(health|host-config)")

# No deadline anywhere: how long an example takes is a benchmark's question. The same examples in
# every run, so that nobody's run turns red by luck; with `pytest --hypothesis-profile=others` each run has
# new ones, and with `deep` many more.
settings.register_profile("same", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("others", deadline=None, database=None, print_blob=True)
settings.register_profile("deep", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same")

# Python looks for garbage after every 700 new objects, which is a sixth of the time where data is read
# again and again.
gc.set_threshold(50_000, 20, 20)


def pytest_configure() -> None:
    """Take Ctrl+C and a terminal's end as any program in a terminal does.

    A job in the background, or under nohup, starts with SIGINT or SIGHUP ignored and hands that down to every
    process the tests start, which then could not be stopped by it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, and run them last.

    Playwright keeps an event loop open in the main thread once it has started, and no test after
    that could start one of its own.
    """
    for item in items:
        if "chromium_path" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Say with a published figure that no longer holds what to do about it."""
    report = yield
    if report.failed and item.get_closest_marker("published"):
        report.sections.append(("What to do", PUBLISHED))
    return report


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return Path(__file__).resolve().parents[1]


def answers(path: str) -> bool:
    """Tell a browser from a script that only says where one could be had."""
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the Chromium or Chrome to test with; without one the test is skipped, in CI it fails."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else BROWSERS:
        path = shutil.which(name)
        if path and answers(path):
            return path
    missing = f"CHROMIUM={named} is no browser" if named else "no Chromium or Chrome on the PATH"
    if IN_CI:
        pytest.fail(f"{missing}, and with CI=true browser tests must run")
    pytest.skip(f"{missing}; see tools/install_chromium.sh")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    # Chromium's sandbox cannot start as root, and only then is it given up.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium_path, args=FLAGS, chromium_sandbox=not as_root
        )
        yield running
        running.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, of 1 MB, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", os.fspath(disk)]
    try:
        subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may mount no disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.fixture(scope="session")
def unmeasured() -> dict[str, str]:
    """Return the environment of a process that the test stops with a signal.

    Coverage would measure it too, and where the signal comes while coverage holds its lock, it waits
    for that lock for ever at the end.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Return ``run("verify", "--strict")``, which runs crisis-coverage in this process."""

    def run(*arguments: str) -> Done:
        try:
            code = main.main(arguments)
        except SystemExit as stop:  # a call that argparse does not take, or --help
            code = int(stop.code or 0)
        return Done(code, *capsys.readouterr())

    return run


@dataclass
class Watch:
    """What the pages of one browser context did: every address asked for, and every error shown."""

    addresses: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Addresses on any other machine."""
        parts = [(address, urlsplit(address)) for address in self.addresses]
        return [
            address
            for address, part in parts
            if part.scheme not in {"about", "blob", "data", "file"}
            and part.hostname not in LOOPBACK
        ]

    def expect_stopped_scripts_only(self) -> None:
        """Fail for all that `watch` fails for, but where a page's sandbox stopped a script.

        It stops Playwright's own too, and now and then Chromium says so. The test marks itself
        unwatched, and looks at whether the page has scripts.
        """
        assert self.foreign == []
        assert [one for one in self.errors if not one.startswith("Blocked script execution")] == []

    def console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not PROBE.fullmatch(url):
            self.errors.append(f"{message.text} ({url})")
            # A frame's very first request can come too early for the request event.
            self.addresses += [url] if url else []

    def follow(self, context: BrowserContext) -> Callable[[], None]:
        """Listen to every page and frame of a context, those opened later included.

        Returns what ends it.
        """

        def connected(socket: WebSocket) -> None:
            self.addresses.append(socket.url)

        listeners: dict[Any, Callable[[Any], object]] = {
            "request": lambda request: self.addresses.append(request.url),
            "console": self.console,
            "weberror": lambda error: self.errors.append(str(error.error)),
            "page": lambda page: page.on("websocket", connected),
        }
        for event, listener in listeners.items():
            context.on(event, listener)
        for page in context.pages:
            page.on("websocket", connected)

        def end() -> None:
            for event, listener in listeners.items():
                context.remove_listener(event, listener)
            for page in context.pages:
                page.remove_listener("websocket", connected)

        return end


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Fail the test, once it is over, for a request to another machine or an error in the console."""
    seen = Watch()
    yield seen
    if request.node.get_closest_marker("unwatched") is None:
        assert seen.foreign == []
        assert seen.errors == []


@pytest.fixture(scope="session")
def window(browser: Browser) -> BrowserContext:
    """Return the window whose pages most tests share, so that a page's scripts are fetched once."""
    return browser.new_context(viewport=SIZE, locale="en-US")


@pytest.fixture
def context(window: BrowserContext, watch: Watch) -> Iterator[BrowserContext]:
    """Return a window with at most one page, an empty one, and nothing that earlier pages kept."""
    end = watch.follow(window)
    yield window
    end()
    first, *others = window.pages or [window.new_page()]
    for page in others:
        page.close()
    empty(first, {urlsplit(address)[:2] for address in watch.addresses})
    window.clear_cookies()
    window.clear_permissions()


def empty(page: Page, origins: set[tuple[str, str]]) -> None:
    """Make a page as a new one: what it was told, what it kept and where it has been is forgotten.

    In a page that is really new an app's scripts would have to be compiled again.
    """
    page.unroute_all()
    if page.url.startswith("http"):
        page.evaluate("try { sessionStorage.clear() } catch { /* it may keep nothing */ }")
    page.goto("about:blank")
    page.set_viewport_size(SIZE)
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    session = page.context.new_cdp_session(page)
    for scheme, netloc in origins:
        if scheme == "http":
            kept = {"origin": f"{scheme}://{netloc}", "storageTypes": STORED}
            session.send("Storage.clearDataForOrigin", kept)
    session.send("Page.resetNavigationHistory")
    session.detach()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page, 1280 x 800, that `watch` looks at.

    A test that listens to its page or changes how it runs takes `new_page`: that outlives it else.
    """
    return context.pages[0] if context.pages else context.new_page()


@pytest.fixture
def new_page(context: BrowserContext) -> Iterator[Page]:
    """Return a page that no test had before and none gets after this one."""
    for old in context.pages:
        old.close()
    page = context.new_page()
    yield page
    page.close()
