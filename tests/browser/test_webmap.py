"""The map bridge in a real browser: a frame that can do nothing but draw, be told, and be clicked."""

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import (
    ConsoleMessage,
    Frame,
    FrameLocator,
    Locator,
    Page,
    WebSocketRoute,
    expect,
)

from tests.browser.waiting import ALL_IN_VIEW, expect_still
from tests.conftest import Watch

MAP = ".webmap:has(> iframe[title='Demo map'])"
LAYERS = ("mobile-crisis", "intensive", "regions")
SOURCE = "crisis-coverage"


@pytest.fixture(scope="module")
def demo(start_app: Any, repo_root: Path) -> Iterator[Any]:
    with start_app(repo_root / "tests" / "webmap_demo" / "app.py") as app:
        yield app


@pytest.fixture
def shown(page: Page, demo: Any) -> Page:
    """The demo's page once its map is drawn, all of it in view."""
    page.set_viewport_size(ALL_IN_VIEW)
    page.goto(demo.url)
    expect_drawn(page, "mobile-crisis")
    expect_still(page.locator(MAP))
    return page


def expect_drawn(page: Page, layer: str, selected: str = "") -> None:
    box = page.locator(MAP)
    expect(box).to_have_attribute("data-drawn", layer)
    expect(box).to_have_attribute("data-selected", selected)
    expect(box).to_have_attribute("aria-busy", "false")


def inside(page: Page, title: str = "Demo map") -> FrameLocator:
    return page.frame_locator(f"iframe[title='{title}']")


def county(page: Page, geoid: str, title: str = "Demo map") -> Locator:
    return inside(page, title).locator(f"[id='{geoid}']")


def frame(page: Page, title: str = "Demo map") -> Frame:
    found = page.locator(f"iframe[title='{title}']").element_handle().content_frame()
    assert found is not None
    return found


def choose(page: Page, layer: str) -> None:
    page.get_by_test_id("stRadio").get_by_text(layer, exact=True).click()


def tick(page: Page, label: str) -> None:
    page.get_by_test_id("stCheckbox").get_by_text(label, exact=True).click()


def runs(page: Page) -> int:
    text = page.get_by_text(re.compile(r"^runs \d+$")).inner_text()
    return int(text.removeprefix("runs "))


def expect_runs(page: Page, count: int) -> None:
    expect(page.get_by_text(f"runs {count}", exact=True)).to_be_visible()


def expect_clicks(page: Page, *clicks: str) -> None:
    expect(page.get_by_text(f"clicks {' '.join(clicks)}.", exact=True)).to_be_visible()


def listeners(page: Page) -> int:
    """How many functions hear messages to the page's window."""
    session = page.context.new_cdp_session(page)
    window = session.send("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]
    found = session.send("DOMDebugger.getEventListeners", {"objectId": window})["listeners"]
    session.detach()
    return sum(listener["type"] == "message" for listener in found)


# What goes through the bridge


def test_click_arrives_once(shown: Page) -> None:
    before = runs(shown)
    county(shown, "28049").click()
    expect_clicks(shown, "28049")
    assert runs(shown) == before + 1


def test_click_is_heard_before_the_run_it_causes(shown: Page) -> None:
    county(shown, "28049").click()
    expect_clicks(shown, "28049")
    expect(shown.get_by_text("heard 28049", exact=True)).to_be_visible()
    expect(shown.get_by_role("combobox")).to_have_value("28049")
    expect_drawn(shown, "mobile-crisis", "28049")


def test_click_is_not_repeated_by_later_runs(shown: Page) -> None:
    county(shown, "28049").click()
    expect_clicks(shown, "28049")
    before = runs(shown)
    shown.get_by_role("button", name="Run again").click()
    expect_runs(shown, before + 1)
    expect(shown.get_by_text("heard nothing", exact=True)).to_be_visible()
    choose(shown, "regions")
    expect_runs(shown, before + 2)
    expect_clicks(shown, "28049")


def test_same_county_can_be_clicked_again(shown: Page) -> None:
    for count in (1, 2, 3):
        county(shown, "28007").click()
        expect_clicks(shown, *["28007"] * count)


def test_county_outside_the_given_ones_is_not_heard(shown: Page) -> None:
    before = runs(shown)
    county(shown, "28059").click()
    county(shown, "28121").click()
    expect_clicks(shown, "28121")
    assert runs(shown) == before + 1


def test_layer_and_selection_reach_the_page_without_a_reload(shown: Page, watch: Watch) -> None:
    before = len(watch.addresses)
    born = frame(shown).evaluate("born")
    for layer in ("regions", "intensive"):
        choose(shown, layer)
        expect_drawn(shown, layer)
        expect(inside(shown).locator("body")).to_have_class(layer)
    shown.get_by_role("combobox").click()
    shown.get_by_role("option", name="28121").click()
    expect_drawn(shown, "intensive", "28121")
    expect(county(shown, "28121")).to_have_class("selected")
    assert frame(shown).evaluate("born") == born
    assert [load for load in watch.addresses[before:] if "/maps/" in load] == []


def test_run_without_a_change_tells_the_frame_nothing(shown: Page) -> None:
    told = frame(shown).evaluate("shows")
    before = runs(shown)
    shown.get_by_role("button", name="Run again").click()
    expect_runs(shown, before + 1)
    choose(shown, "regions")
    expect_drawn(shown, "regions")
    assert frame(shown).evaluate("shows") == told + 1


def test_twenty_rapid_switches_end_on_the_last(shown: Page) -> None:
    order = [LAYERS[number % 3] for number in range(1, 21)]
    shown.evaluate(
        """order => {
            const radios = [...document.querySelectorAll("[data-testid=stRadio] input")];
            const names = radios.map((radio) => radio.closest("label").innerText.trim());
            order.forEach((layer) => radios[names.indexOf(layer)].click());
        }""",
        order,
    )
    expect_drawn(shown, order[-1])
    expect(inside(shown).locator("body")).to_have_class(order[-1])
    before = runs(shown)
    shown.get_by_role("button", name="Run again").click()
    expect_runs(shown, before + 1)
    expect_drawn(shown, order[-1])


def test_a_segment_turns_the_map_before_the_server_has_heard_of_it(page: Page, demo: Any) -> None:
    held: list[str | bytes] = []
    holding = False

    def relay(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        browser.on_message(lambda said: held.append(said) if holding else server.send(said))
        release.append(server.send)

    release: list[Callable[[str | bytes], None]] = []
    page.route_web_socket("**/_stcore/stream", relay)
    page.set_viewport_size(ALL_IN_VIEW)
    page.goto(demo.url)
    page.get_by_text("Map with segments", exact=True).click()
    box = page.locator(".webmap:has(> iframe[title='segments map'])")
    expect(box).to_have_attribute("data-drawn", "mobile-crisis")
    expect(page.get_by_text("segment mobile-crisis")).to_be_visible()
    holding = True
    page.get_by_role("radio", name="regions").last.click()
    expect(box).to_have_attribute("data-drawn", "regions")
    expect(box).to_have_attribute("aria-busy", "false")
    expect(page.get_by_text("segment mobile-crisis")).to_be_visible()
    assert held
    holding = False
    for said in held:
        release[-1](said)
    expect(page.get_by_text("segment regions")).to_be_visible()
    expect(box).to_have_attribute("data-drawn", "regions")
    expect(box).to_have_attribute("aria-busy", "false")


def test_frame_survives_an_element_that_appears_above_it(shown: Page) -> None:
    born = frame(shown).evaluate("born")
    for visible in (True, False):
        tick(shown, "Something above")
        expect(shown.get_by_text("A line that appears above the map.")).to_be_visible(
            visible=visible
        )
    assert frame(shown).evaluate("born") == born


def test_frame_that_starts_anew_is_told_again(shown: Page) -> None:
    choose(shown, "regions")
    expect_drawn(shown, "regions")
    frame(shown).evaluate("setTimeout(() => location.reload())")
    expect(inside(shown).locator("body")).to_have_class("regions")


def test_other_page_replaces_the_frame(shown: Page) -> None:
    choose(shown, "intensive")
    expect_drawn(shown, "intensive")
    old = frame(shown)
    source = shown.locator("iframe[title='Demo map']").get_attribute("src")
    tick(shown, "Other page")
    expect(shown.locator("iframe[title='Demo map']")).not_to_have_attribute("src", source or "")
    expect_drawn(shown, "intensive")
    expect(shown.locator("iframe[title='Demo map']")).to_have_count(1)
    assert old.is_detached()
    county(shown, "28007").click()
    expect_clicks(shown, "28007")


def test_map_that_goes_away_takes_its_listener_along(shown: Page) -> None:
    with_map = listeners(shown)
    for _ in range(3):
        tick(shown, "Map")
        expect(shown.locator(MAP)).to_have_count(0)
        assert listeners(shown) == with_map - 1
        tick(shown, "Map")
        expect_drawn(shown, "mobile-crisis")
    assert listeners(shown) == with_map
    before = runs(shown)
    county(shown, "28007").click()
    expect_clicks(shown, "28007")
    assert runs(shown) == before + 1


def call_bridge(page: Page, repo_root: Path, script: str, **more: object) -> Any:
    """Run a script beside the demo's map with `mount()`, which calls the bridge as Streamlit does.

    `parentElement` is where it is mounted; `heard` gets the counties that it hands on; `more` is
    put into the data of the map.
    """
    source = (repo_root / "geo" / "web" / "webmap.js").read_text(encoding="utf-8")
    path = page.locator("iframe[title='Demo map']").get_attribute("src")
    data = {"path": path, "layer": "regions", "selected": None, "geoids": ["28007"], "height": 100}
    return page.evaluate(
        # The script is put in as text: the page's policy forbids eval.
        """async ([source, data]) => {
            const blob = new Blob([source], { type: "text/javascript" });
            const bridge = (await import(URL.createObjectURL(blob))).default;
            const parentElement = document.createElement("div");
            document.body.append(parentElement);
            const heard = [];
            const setTriggerValue = (name, geoid) => heard.push(geoid);
            const mount = () => bridge({ parentElement, data, setTriggerValue });
            return (SCRIPT)(mount, parentElement, heard);
        }""".replace("SCRIPT", script),
        [source, {**data, "title": "Third", **more}],
    )


def test_clean_up_after_a_repeated_call_leaves_the_map_working(
    shown: Page, repo_root: Path
) -> None:
    """Streamlit cleans up after a call that it repeated before the first one was through."""
    call_bridge(
        shown,
        repo_root,
        "(mount) => { const cleanUp = mount(); mount(); cleanUp(); }",
    )
    third = shown.locator(".webmap:has(> iframe[title='Third'])")
    expect(third).to_have_attribute("data-drawn", "regions")


def test_map_taken_off_the_page_hears_nothing_even_before_clean_up(
    shown: Page, repo_root: Path
) -> None:
    """Messages of a window that is gone have no sender; neither has a map that is gone a window."""
    heard = call_bridge(
        shown,
        repo_root,
        """(mount, parentElement, heard) => {
            mount();
            const say = (message) => window.dispatchEvent(new MessageEvent("message", {
                data: { source: "crisis-coverage", ...message }, source: null, origin: "null",
            }));
            parentElement.remove();
            say({ type: "ready" });
            say({ type: "county", geoid: "28007" });
            const box = parentElement.querySelector(".webmap");
            return [box.dataset.state, heard.length];
        }""",
    )
    assert heard == ["loading", 0]


def test_a_place_goes_to_the_page_by_message_alone(shown: Page, repo_root: Path) -> None:
    place = {"point": [-89.9512, 34.3112], "rings": [[[-90, 34], [-89, 34], [-89, 35], [-90, 34]]]}
    html = call_bridge(
        shown,
        repo_root,
        """async (mount, parentElement) => {
            mount();
            const box = parentElement.querySelector(".webmap");
            while (box.dataset.drawn !== "regions") await new Promise((go) => setTimeout(go, 20));
            return parentElement.outerHTML;
        }""",
        place=place,
    )
    assert frame(shown, "Third").evaluate("told.place") == place
    assert frame(shown).evaluate("told.place") is None
    assert "34.3112" not in html
    assert "89.9512" not in html


def test_a_map_is_busy_until_it_drew_what_was_asked_last(shown: Page, repo_root: Path) -> None:
    call_bridge(shown, repo_root, "(mount) => { mount(); }")
    third = shown.locator(".webmap:has(> iframe[title='Third'])")
    expect(third).to_have_attribute("aria-busy", "false")
    drew = """(turn) => parent.postMessage(
        { source, type: "drawn", layer: "regions", selected: null, turn }, "*")"""
    turn = frame(shown, "Third").evaluate("told.turn")
    for other in (turn - 1, turn + 1, str(turn)):
        frame(shown, "Third").evaluate(drew, other)
        expect(third).to_have_attribute("aria-busy", "true")
        frame(shown, "Third").evaluate(drew, turn)
        expect(third).to_have_attribute("aria-busy", "false")


def test_two_maps_do_not_hear_each_other(shown: Page) -> None:
    tick(shown, "Second map")
    second = shown.locator(".webmap:has(> iframe[title='second map'])")
    expect(second).to_have_attribute("data-state", "ready")
    expect(second).to_have_attribute("aria-busy", "false")
    county(shown, "28059", "second map").click()
    expect_clicks(shown, "second 28059")
    county(shown, "28007", "second map").click()
    county(shown, "28059").click()
    county(shown, "28049").click()
    expect_clicks(shown, "second 28059", "28049")


# What does not go through

FORGED = [
    {"source": SOURCE, "type": "county", "geoid": "28059"},
    {"source": SOURCE, "type": "county", "geoid": 28007},
    {"source": SOURCE, "type": "county", "geoid": ["28007"]},
    {"source": SOURCE, "type": "county", "geoid": {"toString": "28007"}},
    {"source": SOURCE, "type": "county"},
    {"source": SOURCE, "type": "County", "geoid": "28007"},
    {"source": "crisis", "type": "county", "geoid": "28007"},
    {"type": "county", "geoid": "28007"},
    {"source": SOURCE, "type": "drawn", "layer": "<img src=x>", "selected": None},
    {"source": SOURCE, "type": "drawn", "layer": "regions", "selected": None},
    {"source": SOURCE, "type": "drawn", "layer": "mobile-crisis", "selected": "99999"},
    {"source": SOURCE, "type": "drawn", "layer": None},
    {"source": SOURCE},
    [SOURCE, "county", "28007"],
    "28007",
    28007,
    None,
]


def say(page: Page, messages: Sequence[object]) -> None:
    """Let the frame post messages, and wait until the page's own listeners have had them all."""
    page.evaluate(
        """() => {
            window.heardAll = new Promise((done) => {
                window.addEventListener("message", ({ data }) => data === "that is all" && done());
            });
        }"""
    )
    frame(page).evaluate(
        """(messages) => {
            const big = "2".repeat(1_000_000);
            const said = (message) =>
                message === "big" ? { source, type: "county", geoid: big }
                : message === "big drawn" ? { source, type: "drawn", layer: big, selected: big }
                : message === "bytes" ? new ArrayBuffer(1_000_000)
                : message;
            [...messages, "that is all"].forEach((it) => parent.postMessage(said(it), "*"));
        }""",
        [*messages],
    )
    page.evaluate("window.heardAll")


def test_messages_of_wrong_shape_are_ignored(shown: Page) -> None:
    before = runs(shown)
    box = shown.locator(MAP).evaluate("box => box.outerHTML")
    say(shown, [*FORGED, "big", "big drawn", "bytes"])
    assert shown.locator(MAP).evaluate("box => box.outerHTML") == box
    # Runs keep their order: once this click is through, an earlier one would have been counted.
    county(shown, "28121").click()
    expect_clicks(shown, "28121")
    assert runs(shown) == before + 1


def test_server_does_not_take_the_browsers_word_for_a_county(shown: Page) -> None:
    before = runs(shown)
    shown.evaluate(
        """() => {
            const has = Set.prototype.has;
            Set.prototype.has = function (value) {
                return value === "28059" || has.call(this, value);
            };
        }"""
    )
    county(shown, "28059").click()
    expect_runs(shown, before + 1)
    expect(shown.get_by_text("heard nothing", exact=True)).to_be_visible()
    expect_clicks(shown)


def test_messages_of_other_windows_are_ignored(shown: Page) -> None:
    before = runs(shown) + 1
    tick(shown, "Second map")
    expect(shown.locator(".webmap[data-drawn]")).to_have_count(2)
    expect_runs(shown, before)
    message = {"source": SOURCE, "type": "county", "geoid": "28007"}
    shown.evaluate("message => window.postMessage(message, '*')", message)
    frame(shown, "second map").evaluate("message => parent.postMessage(message, '*')", message)
    shown.evaluate(
        """data => {
            const source = document.querySelector("iframe[title='Demo map']").contentWindow;
            const hear = (given) => window.dispatchEvent(new MessageEvent("message", given));
            hear({ data, source, origin: location.origin });
            hear({ data, source: window, origin: "null" });
            hear({ data, source: null, origin: "null" });
        }""",
        message,
    )
    county(shown, "28121").click()
    expect_clicks(shown, "28121")
    assert runs(shown) == before + 1


REACHES = {
    "parent's document": "parent.document.title",
    "parent's variables": "parent.streamlitDebug",
    "parent's address": "parent.location.href",
    "cookies": "document.cookie",
    "local storage": "localStorage.length",
    "session storage": "sessionStorage.length",
    "caches": "caches.keys()",
    "service worker": "navigator.serviceWorker.register('/maps/x.js')",
}


@pytest.mark.unwatched
def test_frame_cannot_reach_the_page_or_keep_anything(shown: Page) -> None:
    refused = frame(shown).evaluate(
        """async (reaches) => {
            const refused = {};
            for (const [name, reach] of Object.entries(reaches)) {
                try {
                    refused[name] = `got ${await (0, eval)(reach)}`;
                } catch (error) {
                    refused[name] = error.name;
                }
            }
            return refused;
        }""",
        REACHES,
    )
    assert refused == dict.fromkeys(REACHES, "SecurityError")


@pytest.mark.unwatched
def test_frame_cannot_lead_the_page_away_or_open_another(shown: Page, demo: Any) -> None:
    got = frame(shown).evaluate(
        """() => {
            const opened = window.open("about:blank");
            try { top.location.href = "about:blank"; } catch (error) { return error.name; }
            return opened === null ? "stayed" : "opened";
        }"""
    )
    assert got in {"SecurityError", "stayed"}
    expect(shown.get_by_role("heading", name="Map bridge")).to_be_visible()
    assert shown.url.startswith(demo.url)
    assert len(shown.context.pages) == 1
    assert frame(shown).evaluate("origin") == "null"
    expect(shown.locator("iframe")).to_have_attribute("sandbox", "allow-scripts")


@pytest.mark.unwatched
def test_frame_cannot_connect_to_anything(shown: Page, demo: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.setblocking(False)
        port = outside.getsockname()[1]
        answers = frame(shown).evaluate(
            """async ([outside, own]) => {
                const element = (name, set) => new Promise((done) => {
                    const made = document.createElement(name);
                    made.onload = () => done("loaded");
                    made.onerror = () => done("refused");
                    Object.assign(made, set);
                    document.body.append(made);
                });
                const tell = async (work) => {
                    try { await work(); return "answered"; } catch { return "refused"; }
                };
                const answers = [];
                for (const host of [outside, own]) {
                    answers.push(await tell(() => fetch(host, { mode: "no-cors" })));
                    answers.push(await element("img", { src: `${host}/x.png` }));
                    answers.push(await element("script", { src: `${host}/x.js` }));
                    answers.push(await element("link", { rel: "stylesheet", href: `${host}/x.css` }));
                    answers.push(await new Promise((done) => {
                        const request = new XMLHttpRequest();
                        request.onerror = () => done("refused");
                        request.onload = () => done("answered");
                        try {
                            request.open("GET", host);
                            request.send();
                        } catch { done("refused"); }
                    }));
                    answers.push(await new Promise((done) => {
                        try {
                            const stream = new WebSocket(host.replace("http", "ws"));
                            stream.onopen = () => done("answered");
                            stream.onerror = () => done("refused");
                        } catch { done("refused"); }
                    }));
                    navigator.sendBeacon(host, "x");
                    const form = document.createElement("form");
                    form.action = host;
                    document.body.append(form);
                    form.submit();
                }
                return answers;
            }""",
            [f"http://127.0.0.1:{port}", demo.url],
        )
        county(shown, "28007").click()
        expect_clicks(shown, "28007")
        with pytest.raises(BlockingIOError):
            outside.accept()
    assert set(answers) == {"refused"}
    assert len(answers) == 12


# What a person sees and reaches


def test_map_that_stays_silent_gives_way_to_words(new_page: Page, demo: Any) -> None:
    new_page.set_viewport_size(ALL_IN_VIEW)
    new_page.clock.install()
    new_page.goto(demo.url)
    expect_drawn(new_page, "mobile-crisis")
    tick(new_page, "Broken map")
    frame_of_broken = new_page.locator("iframe[title='broken map']")
    expect(frame_of_broken).to_be_visible()
    words = new_page.get_by_text("The map did not load; this page holds the same facts in words.")
    new_page.clock.fast_forward(9_000)
    expect(words).to_have_count(0)
    new_page.clock.fast_forward(2_000)
    expect(words).to_be_visible()
    expect(new_page.get_by_role("status").filter(has=words)).to_have_count(1)
    expect(frame_of_broken).not_to_be_visible()
    expect_drawn(new_page, "mobile-crisis")


def test_keyboard_skips_the_map_or_enters_it(shown: Page) -> None:
    skip = shown.locator(MAP).get_by_role("button", name="Skip the map")
    skip.focus()
    assert (skip.bounding_box() or {})["width"] > 40
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    expect(shown.get_by_test_id("stCheckbox").get_by_label("Second map")).to_be_focused()
    skip.focus()
    shown.keyboard.press("Tab")
    expect(shown.locator("iframe[title='Demo map']")).to_be_focused()


def test_narrow_screen_has_no_sideways_scroll_and_room_to_pass_the_map(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 420})
    expect_drawn(shown, "mobile-crisis")
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    box = shown.locator("iframe[title='Demo map']").bounding_box()
    assert box is not None
    assert box["width"] <= 390
    assert box["height"] <= 0.65 * 420 + 1


def test_frame_is_as_high_as_asked_for(shown: Page) -> None:
    box = shown.locator("iframe[title='Demo map']").bounding_box()
    assert box is not None
    assert box["height"] == 300


def test_frame_grows_by_what_stands_below_its_map(shown: Page) -> None:
    box = shown.locator(MAP)
    for px, height in ((120, 420), (0, 300), ("80px", 300), (-5, 300), (9000, 300), (None, 300)):
        frame(shown).evaluate(
            "([source, px]) => parent.postMessage({ source, type: 'below', px }, '*')",
            [SOURCE, px],
        )
        county(shown, "28049").click()  # comes after that
        expect_still(box)
        expect(box).to_have_js_property("offsetHeight", height)


def test_elements_of_the_product_work_under_the_page_policy(page: Page, demo: Any) -> None:
    page.goto(f"{demo.url}/elements")
    expect(page.get_by_test_id("stTable")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    page.get_by_text("Why").click()
    expect(page.get_by_text("Because of this source.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.path().read_bytes() == b"a,b\n"


@pytest.mark.unwatched
def test_page_policy_refuses_foreign_images_scripts_and_connections(
    new_page: Page, demo: Any
) -> None:
    refused: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    new_page.on("console", listen)
    new_page.goto(f"{demo.url}/elements")
    expect(new_page.get_by_test_id("stTable")).to_be_visible()
    assert refused == []
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.setblocking(False)
        new_page.evaluate(
            """async (host) => {
                const add = (name, set) => new Promise((done) => {
                    const made = Object.assign(document.createElement(name), set);
                    made.onerror = made.onload = done;
                    document.body.append(made);
                });
                await add("img", { src: `${host}/x.png` });
                await add("script", { src: `${host}/x.js` });
                await fetch(host).catch(() => null);
                const inline = document.createElement("script");
                inline.textContent = "window.ran = true";
                document.body.append(inline);
            }""",
            f"http://127.0.0.1:{outside.getsockname()[1]}",
        )
        with pytest.raises(BlockingIOError):
            outside.accept()
    assert new_page.evaluate("window.ran") is None
    assert len(refused) >= 4


# What the server answers


def ask(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def shake_hands(port: int, **headers: str) -> int:
    return ask(
        port,
        "/_stcore/stream",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        **headers,
    ).status


@pytest.mark.parametrize(
    "path", ["/", "/elements", "/_stcore/health", "/maps/none", "/static/none.js"]
)
def test_security_headers_stand_on_every_answer(demo: Any, path: str) -> None:
    answer = ask(demo.port, path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/maps/none"])
def test_foreign_host_is_refused_on_http(demo: Any, path: str) -> None:
    assert ask(demo.port, path, Host=f"evil.example:{demo.port}").status == 400
    assert ask(demo.port, path, Host=f"localhost:{demo.port}").status != 400


def test_foreign_host_is_refused_on_the_websocket(demo: Any) -> None:
    evil = f"evil.example:{demo.port}"
    assert shake_hands(demo.port, Host=evil, Origin=f"http://{evil}") == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost", "http://127.0.0.1:1", "file://"]
)
def test_foreign_origin_is_refused_on_the_websocket(demo: Any, origin: str) -> None:
    assert shake_hands(demo.port, Origin=origin) == 403


def test_foreign_origin_is_refused_on_http(demo: Any) -> None:
    assert ask(demo.port, "/_stcore/host-config", Origin="http://evil.example").status == 400
    assert ask(demo.port, "/_stcore/host-config", Origin=demo.url).status == 200


def test_names_of_the_server_can_be_set(start_app: Any, repo_root: Path) -> None:
    script = repo_root / "tests" / "webmap_demo" / "app.py"
    names = "127.0.0.1 map.example.org"
    with start_app(script, STREAMLIT_SERVER_ALLOWED_HOSTS=names) as app:
        assert ask(app.port, "/", Host="map.example.org").status == 200
        assert ask(app.port, "/", Host="localhost").status == 400


def test_own_origin_is_taken_on_the_websocket(demo: Any) -> None:
    assert shake_hands(demo.port, Origin=demo.url) == 101


def test_addresses_and_queries_are_not_logged(shown: Page, demo: Any) -> None:
    shown.goto(f"{demo.url}/?county=SECRETCOUNTY")
    expect_drawn(shown, "mobile-crisis")
    ask(demo.port, "/elements?place=SECRETPLACE")
    ask(demo.port, "/_stcore/none?place=SECRETPLACE", Referer="http://127.0.0.1/?SECRETREFERER")
    assert "SECRET" not in demo.log.read_text()


def test_app_starts_on_bad_data_and_says_so(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    (tmp_path / "services.yaml").write_text("study_area: nowhere\n", encoding="utf-8")
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(tmp_path)) as app:
        page.goto(app.url)
        expect(page.get_by_role("link", name="988")).to_be_visible()
        expect(page.get_by_text("services.yaml").first).to_be_visible()
        assert "The data cannot be used" in app.log.read_text()
        page.close()  # before the server goes, or it would complain of the silence


def test_every_switch_is_drawn(page: Page, demo: Any, request: pytest.FixtureRequest) -> None:
    """Each choice is drawn before the next; the times are told, not judged."""
    start = time.perf_counter()
    page.goto(demo.url, wait_until="commit")
    page.locator(f"{MAP}[data-drawn='mobile-crisis']").wait_for()
    first = time.perf_counter() - start
    switches = []
    for number in range(1, 13):
        layer = LAYERS[number % 3]
        start = time.perf_counter()
        choose(page, layer)
        page.locator(f"{MAP}[data-drawn='{layer}']").wait_for()
        switches.append(time.perf_counter() - start)
        expect(inside(page).locator("body")).to_have_class(layer)
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(
            f" first map {first * 1e3:.0f} ms, switch to drawn {median(switches) * 1e3:.0f} ms (median)"
        )
