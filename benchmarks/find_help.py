"""Time an answer of Find help, from Enter to its text on the page, in this checkout and in another one.

.venv/bin/python benchmarks/find_help.py --before DIR [--answers 30] [--rounds 5]

Both apps run on this machine and are asked for the same ZIPs in turns, in a real browser. A second pair of rows
leaves Streamlit and the browser out: the look-up and the HTML of its answer, in a process of each checkout.
"""

import argparse
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import measure
import watching
from measure import ROOT, median
from playwright.sync_api import Page, sync_playwright
from servers import streamlit_app

ZIPS = ("38606", "39201", "38801", "39501", "38614", "39730", "39401", "38655", "39120", "38834")
# Both have a page of this name and a region that holds the answer.
WATCH = """(wanted) => {
    window.took = new Promise((done) => addEventListener("keydown", () => {
        const start = performance.now();
        const look = () => {
            const answers = [...document.querySelectorAll(".cc-answer")];
            if (answers.some((one) => one.textContent.includes(wanted))) done(performance.now() - start);
            else requestAnimationFrame(look);
        };
        look();
    }, { once: true, capture: true }));
}"""
# In a process of each checkout: the first way is that of this one, the second that of before it had a view.
DRAW = """
import sys, time
from types import SimpleNamespace
import geo
from geo.referral import refer
from geo.web import answer
verified = geo.verify(geo.load())
units = len(verified.catalog.services.facilities)
try:
    from geo.referral import view
    from geo.templates.language import ENGLISH as say
    def draw(found):
        shown = view.of_answer(verified, found, 0)
        drawn = answer.reading(shown, say) + answer.folds(shown.folds, say)
        answer.plain(drawn, verified, say)
except ImportError:
    state = SimpleNamespace(assessment=verified, catalog=verified.catalog)
    def draw(found):
        answer.reading(state, found, 0)
zips = sys.argv[1:]
for once in (True, False):
    start = time.perf_counter()
    for code in zips:
        draw(refer.answer(verified, code, units))
print((time.perf_counter() - start) / len(zips) * 1000)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="another checkout")
    parser.add_argument("--answers", type=int, default=30, help="answers of each app")
    parser.add_argument("--rounds", type=int, default=5, help="processes of each checkout")
    options = parser.parse_args()
    measure.headline("find_help", "streamlit", "playwright")
    homes = {"this checkout": ROOT, "before": options.before.resolve()}
    drawn: dict[str, list[float]] = {name: [] for name in homes}
    for _ in range(options.rounds):
        for name, home in homes.items():
            drawn[name].append(drawn_ms(home))
    tell("look-up and HTML", drawn)
    tell("Enter to answer", answered(homes, options.answers))


def drawn_ms(home: Path) -> float:
    """Return milliseconds for one answer, by a checkout's own code, once it is warm."""
    done = subprocess.run(
        [sys.executable, "-c", DRAW, *ZIPS],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def answered(homes: dict[str, Path], count: int) -> dict[str, list[float]]:
    """Return milliseconds from Enter to the answer's text, the apps in turns."""
    with ExitStack() as stack:
        urls = {
            name: stack.enter_context(streamlit_app(home / "app.py", PYTHONPATH=str(home)))
            for name, home in homes.items()
        }
        playwright = stack.enter_context(sync_playwright())
        sandbox = () if os.geteuid() else ("--no-sandbox",)
        browser = playwright.chromium.launch(
            executable_path=measure.find_browser(), args=[*watching.FLAGS, *sandbox]
        )
        stack.callback(browser.close)
        print(f"Chromium {browser.version}")
        pages = {name: opened(browser.new_page(), url) for name, url in urls.items()}
        took: dict[str, list[float]] = {name: [] for name in homes}
        for turn in range(-2, count):  # the first two are to warm up
            for name, page in pages.items():
                ms = asked_ms(page, ZIPS[turn % len(ZIPS)])
                took[name] += [ms] if turn >= 0 else []
        return took


def opened(page: Page, url: str) -> Page:
    page.goto(f"{url}/find")
    page.get_by_role("textbox").wait_for()
    page.wait_for_timeout(5000)
    return page


def asked_ms(page: Page, code: str) -> float:
    page.bring_to_front()
    page.get_by_role("textbox").fill(code)
    page.evaluate(WATCH, f"ZIP {code}")
    page.get_by_role("textbox").press("Enter")
    took: float = page.evaluate("window.took")
    page.wait_for_timeout(400)
    return took


def tell(what: str, ms: dict[str, list[float]]) -> None:
    """Print medians, the fastest, and the ratio of the medians."""
    for name, all_ms in ms.items():
        print(
            f"{what:>18}, {name:>13}: median {median(all_ms):6.1f} ms, fastest {min(all_ms):6.1f} ms"
        )
    ours, other = (median(all_ms) for all_ms in ms.values())
    print(f"{what:>18}, this : before {ours / other:.2f}")


if __name__ == "__main__":
    main()
