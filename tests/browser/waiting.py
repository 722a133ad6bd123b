"""Waits for what a page says or shows, and hears it: no test here sleeps for a time, however slow the machine is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Frame, Locator, Page, ViewportSize, expect

from geo.catalog import folder

PATIENCE_S = 20
# Chromium finds the frame under the pointer by the last picture it composed; a click right after a
# scroll could still go where the frame was. So nothing has to be scrolled to.
ALL_IN_VIEW: ViewportSize = {"width": 1280, "height": 1600}
# Events of a scroll come before the frame's callbacks, so that all are over once nothing moves.
STILL = """(element) => new Promise((done) => {
    let before = "";
    const look = () => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const now = [left, top, width, height].join();
        if (now === before) done();
        else { before = now; requestAnimationFrame(look); }
    };
    look();
})"""


def wait_until(page: Page | Frame, holds: Callable[[], bool]) -> None:
    """Wait for what a page does in its own time; its policy may forbid `wait_for_function`."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            pytest.fail("what was waited for did not happen")
        page.wait_for_timeout(40)


def expect_still(element: Locator) -> None:
    """Wait until an element is no longer moved, by a scroll or by what is drawn above it."""
    element.evaluate(STILL)


def expect_whole(page: Page) -> None:
    """Wait until a page of the app has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".cc-foot")).to_be_attached()


def reload_until(page: Page, shown: Callable[[], Locator]) -> None:
    """Open a page again and again until it shows what the app takes in its own time: a changed data file."""
    end = time.monotonic() + 3 * PATIENCE_S
    while not shown().count():
        if time.monotonic() > end:
            pytest.fail("the app did not take the change")
        page.reload()
        expect_whole(page)


def expect_data(page: Page, home: Path) -> None:
    """Open a page until it is of a data folder as it is now."""
    version = folder.sha256(home)
    reload_until(page, lambda: page.locator(f'.cc-foot code[title="{version}"]'))


@contextmanager
def dialogs_of(page: Page) -> Iterator[list[str]]:
    """Give what a page says meanwhile in windows of the browser's own, each shut at once."""
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    try:
        yield said
    finally:
        page.remove_listener("dialog", dismiss)
