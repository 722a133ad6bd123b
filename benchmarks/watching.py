"""A browser that tells when a page has drawn its map: the same test for every app."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plain import folium_map
from playwright.sync_api import Browser, BrowserContext, Page

__all__ = [
    "FLAGS",
    "App",
    "Shown",
    "Target",
    "Visit",
    "new_context",
    "open_app",
    "open_page",
    "switch",
]

# All of every page in view: a browser slows down frames that nobody sees.
VIEW: Any = {"width": 1280, "height": 1400}
PATIENCE_S = 30.0
# As in tests/conftest.py: no host but this machine has an address.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# Runs in every frame of every app, and tells when what the frame shows has changed.
WATCH = """(() => {
  const fills = FILLS;
  const now = () => performance.timeOrigin + performance.now();
  let last = "";
  const look = () => {
    const counts = {};
    for (const path of document.querySelectorAll("path.leaflet-interactive")) {
      const status = path.dataset.kind ?? fills[path.getAttribute("fill")];
      if (status && path.getAttribute("d")) counts[status] = (counts[status] ?? 0) + 1;
    }
    const drawn = document.querySelector("[data-drawn][aria-busy=false]")?.dataset.drawn ?? null;
    const line = document.querySelector("[data-testid=stText]")?.textContent ?? null;
    const sentence = document.querySelector(".cc-lead, [data-testid=stText]");
    const answer = Boolean(sentence?.checkVisibility({ visibilityProperty: true }));
    const seen = JSON.stringify({ counts, drawn, line, answer });
    if (seen === last || !window.tell) return;
    last = seen;
    // After the frame that shows it: drawing counts too.
    requestAnimationFrame(() => setTimeout(() => window.tell({ at: now(), counts, drawn, line, answer })));
  };
  setInterval(look, 8);
  const chosen = ({ target, timeStamp }) =>
    target.closest?.("[role=option], [role=radio]") && window.tell({ chosen: performance.timeOrigin + timeStamp });
  addEventListener("click", chosen, true);
})();"""


@dataclass(frozen=True)
class App:
    """A server to visit. Ours says itself when it has drawn; an empty one shows a line, no map."""

    name: str
    url: str
    is_ours: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class Target:
    """A standard to look at, and counties by status as its map shows them."""

    id: str
    title: str
    short: str
    counts: Mapping[str, int]


@dataclass
class Visit:
    """A page of an app, and what its frames have told so far."""

    app: App
    page: Page
    told: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """Milliseconds until the counties are painted, until our app says so of itself, and until the page's sentence."""

    painted_ms: float
    marked_ms: float
    answered_ms: float


def new_context(browser: Browser) -> BrowserContext:
    """Return a context of its own: nothing in its cache, every frame watched."""
    context = browser.new_context(viewport=VIEW, reduced_motion="reduce")
    statuses = {fill: status for status, fill in folium_map.FILLS.items()}
    context.add_init_script(WATCH.replace("FILLS", json.dumps(statuses)))
    return context


def open_page(context: BrowserContext, app: App) -> Visit:
    """Return a new page that is ready to go to an app."""
    visit = Visit(app, context.new_page())
    visit.page.expose_binding("tell", lambda _, said: visit.told.append(said))
    return visit


def open_app(visit: Visit, target: Target) -> Shown | None:
    """Go to the app; return ms from navigation to its first map, None where there is none."""
    visit.told.clear()
    visit.page.goto(visit.app.url, wait_until="commit")
    start = float(visit.page.evaluate("performance.timeOrigin"))
    return _wait_for(visit, start, target)


def switch(visit: Visit, target: Target) -> Shown:
    """Choose another standard; return ms from the click to the map that shows it."""
    page = visit.page
    if visit.app.is_ours:
        option = page.get_by_role("radio", name=target.short, exact=True)
    else:
        page.get_by_role("combobox", name="Standard").first.click()
        option = page.get_by_role("option", name=target.title, exact=True)
    option.wait_for()
    visit.told.clear()
    option.click()
    page.wait_for_timeout(5)  # lets what the click told arrive
    start = next((float(message["chosen"]) for message in visit.told if "chosen" in message), None)
    if start is None:
        sys.exit(f"{visit.app.name}: the choice of {target.title!r} was not seen")
    shown = _wait_for(visit, start, target)
    if shown is None:
        sys.exit(f"{visit.app.name}: {target.title!r} was not drawn within {PATIENCE_S:.0f} s")
    return shown


def _wait_for(visit: Visit, start: float, target: Target) -> Shown | None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if shown := _shown(visit, start, target):
            return shown
        visit.page.wait_for_timeout(20)
    return None


def _shown(visit: Visit, start: float, target: Target) -> Shown | None:
    """Return how long after `start`, in ms of the clock, the page first showed a standard."""

    def first(test: Callable[[dict[str, Any]], bool]) -> float | None:
        some = (
            message["at"]
            for message in visit.told
            if "at" in message and message["at"] >= start and test(message)
        )
        return next(some, None)

    def is_painted(frame: dict[str, Any]) -> bool:
        if visit.app.is_empty:
            return bool(frame["line"] == target.title)
        return bool(frame["counts"] == target.counts)

    painted = first(is_painted)
    marked = first(lambda frame: frame["drawn"] == target.id) if visit.app.is_ours else painted
    answered = first(lambda frame: frame["answer"]) or painted
    if painted is None or marked is None or answered is None:
        return None
    return Shown(painted - start, marked - start, answered - start)
