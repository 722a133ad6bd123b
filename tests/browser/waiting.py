"""Waits for what a page says or shows, and hears it: no test here sleeps for a time, however slow the machine is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Dialog, Frame, Locator, Page, ViewportSize, expect

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
