"""Time the first page in a real browser: its sentence, its map, another service; the app against st_folium.

.venv/bin/python benchmarks/redraw.py [--files DIR]

The apps run as servers on this machine and are visited in turns. What is waited for is the same in
all: 82 county paths, as many of each status as the standard has, and the end of the next animation
frame of the map's own page. A row of its own says when our app has marked its map as drawn.
"""

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import measure
from measure import ROOT, median
from playwright.sync_api import Browser, sync_playwright
from servers import foreign_files, streamlit_app

sys.path.insert(0, str(ROOT))

import watching
from watching import App, Shown, Target

import geo
from geo.catalog.records import Status
from geo.coverage import overview
from geo.coverage.findings import StandardTotal

PLAIN = ROOT / "benchmarks" / "plain"
LOOPBACK = {"127.0.0.1", "localhost"}
REST_MS = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=9, help="first maps of each app")
    parser.add_argument("--switches", type=int, default=36, help="changes of standard in each app")
    parser.add_argument("--files", type=Path, help="folder with copies of folium's foreign files")
    options = parser.parse_args()
    measure.headline("redraw", "streamlit", "streamlit-folium", "folium", "playwright")
    targets = [target(total) for total in two_services()]
    with ExitStack() as stack:
        files = stack.enter_context(foreign_files(options.files))

        def start(script: Path, **environment: str) -> str:
            return stack.enter_context(streamlit_app(script, **environment))

        stock = PLAIN / "st_folium_app.py"
        titles = "|".join(target.title for target in targets)
        first = {"BENCH_FIRST": targets[0].id}
        groups = {"BENCH_FILES": files, "BENCH_UPDATE": "groups", **first}
        ours = App("geo", start(ROOT / "app.py"), is_ours=True)
        usual = App("st_folium", start(stock, BENCH_FILES=files, **first))
        in_place = App("st_folium, feature group", start(stock, **groups))
        alone = App("st_folium, no network", start(stock, **first))
        empty = App("empty page", start(PLAIN / "empty_app.py", BENCH_TITLES=titles), is_empty=True)
        playwright = stack.enter_context(sync_playwright())
        sandbox = () if os.geteuid() else ("--no-sandbox",)
        flags = [*watching.FLAGS, *sandbox]
        path = measure.find_browser()
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        stack.callback(browser.close)
        print(f"Chromium {browser.version}")
        apps = [ours, usual, in_place, empty]
        first_maps(browser, apps, targets[0], options.visits)
        switches(browser, apps, targets, options.switches)
        foreign_requests(browser, [ours, usual, alone], files, targets[0])


def two_services() -> tuple[StandardTotal, StandardTotal]:
    """Return the service that our page shows first, and another whose map differs from it."""
    counts = overview.counts(geo.verify(geo.load()))
    first = next(some.total for some in counts if some.total.id == overview.first_to_show(counts))
    for other in counts:
        if target(other.total).counts != target(first).counts:
            return first, other.total
    return sys.exit("Every required service has the same numbers: no map would look redrawn.")


def target(total: StandardTotal) -> Target:
    """Return a standard with counties by status, the statuses without any left out."""
    counts = {status.value: count for status in Status if (count := getattr(total, status.value))}
    return Target(total.id, total.title, total.short, counts)


def first_maps(browser: Browser, apps: Sequence[App], first: Target, visits: int) -> None:
    """Time navigation to first map, each visit with an empty cache and again with a full one."""
    took: dict[tuple[str, App], list[Shown]] = defaultdict(list)
    for number in range(visits + 1):
        for app in apps:
            context = watching.new_context(browser)
            visit = watching.open_page(context, app)
            for cache in ("cold", "warm"):
                shown = watching.open_app(visit, first)
                if shown is None:
                    sys.exit(f"{app.name} showed no map")
                if number:  # the first visit warms the server
                    took[cache, app].append(shown)
                visit.page.wait_for_timeout(REST_MS)
            context.close()
    for cache in ("cold", "warm"):
        seen = {app: took[cache, app] for app in apps}
        answered = {app.name: [visit.answered_ms for visit in seen[app]] for app in apps}
        table(f"first sentence, {cache} cache, ms", answered)
        show(f"first map, {cache} cache, ms", seen)


def switches(browser: Browser, apps: Sequence[App], targets: Sequence[Target], count: int) -> None:
    """Time the click on another standard to the map that shows it."""
    took: dict[App, list[Shown]] = {app: [] for app in apps}
    first, *others = targets
    with ExitStack() as stack:
        visits = []
        for app in apps:
            context = watching.new_context(browser)
            stack.callback(context.close)
            visits.append(watching.open_page(context, app))
            watching.open_app(visits[-1], first)
        # One round more than counted: in it every page has shown every standard once.
        for number, asked in enumerate(islice(cycle((*others, first)), count + len(targets))):
            for visit in visits:
                visit.page.bring_to_front()
                visit.page.wait_for_timeout(REST_MS)
                shown = watching.switch(visit, asked)
                if number >= len(targets):
                    took[visit.app].append(shown)
    show(f"other standard, {count} times, ms", took)


def show(what: str, took: Mapping[App, Sequence[Shown]]) -> None:
    """Print one row for each app, and one for the moment when ours marks its map as drawn."""
    series: dict[str, list[float]] = {}
    for app, visits in took.items():
        series[app.name] = [visit.painted_ms for visit in visits]
        if app.is_ours:
            series[f"{app.name}, and marked as drawn"] = [visit.marked_ms for visit in visits]
    table(what, series)


def table(what: str, series: Mapping[str, Sequence[float]]) -> None:
    """Print a row for each series; the first is what the others are compared with."""
    ours = median(next(iter(series.values())))
    rows = []
    for name, values in series.items():
        middle = median(values)
        figures = (f"{middle:.0f}", f"{measure.percentile(values, 0.95):.0f}", f"{min(values):.0f}")
        rows.append((name, *figures, measure.ratio(middle, ours)))
    measure.show((what, "median", "p95", "fastest", ": geo"), rows)
    print(f"load {os.getloadavg()[0]:.1f}")


def foreign_requests(browser: Browser, apps: Sequence[App], files: str, first: Target) -> None:
    """Count what each app asks other hosts for; the server with copies stands for those hosts."""
    rows = []
    for app in apps:
        asked, drawn = visit_once(browser, app, first)
        outside = {url for url in asked if is_outside(url, files)}
        rows.append((app.name, len(asked), len(outside), "yes" if drawn else "no"))
    measure.show(("one visit", "requests", "files of other hosts", "map drawn"), rows)


def visit_once(browser: Browser, app: App, first: Target) -> tuple[list[str], bool]:
    """Return every address that a visit asks for, and whether the map was drawn."""
    context = watching.new_context(browser)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    visit = watching.open_page(context, app)
    visit.page.on("websocket", lambda opened: asked.append(opened.url))
    shown = watching.open_app(visit, first)
    visit.page.wait_for_timeout(2 * REST_MS)
    context.close()
    return asked, shown is not None


def is_outside(url: str, files: str) -> bool:
    """Return whether a request would leave this machine on a visitor's."""
    parts = urlsplit(url)
    own = parts.scheme in {"data", "blob", "about"} or parts.hostname in LOOPBACK
    return url.startswith(files) or not own


if __name__ == "__main__":
    main()
