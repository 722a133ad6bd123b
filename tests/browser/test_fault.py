"""Where the program fails: what a visitor sees, and the one line of the log that tells of it, without a typed word."""

import http.client
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.catalog.folder import LOG_VARIABLE
from tests import live
from tests.app_server import PATIENCE_S, RunningApp
from tests.browser.accessible import expect_accessible
from tests.browser.conftest import StartApp
from tests.browser.finding import ask

# In two pieces, so that this file does not hold what is searched for.
MARK = "Zzyzx" + "mark"
TYPED = f"4711 {MARK} Ln, Batesville"
# Python runs this before the server: two parts of the program then fail, with what was typed in the message.
FAULTS = """
from geo.referral import refer
from geo.web import published
usual = refer.answer
def answer(assessment, text, **options):
    return usual(assessment, text + str(int(text)) if "4711" in text else text, **options)
usual_page = published._published
def look(request, *rest):
    if request.url.query:
        raise LookupError(str(request.url) + str(request.headers))
    return usual_page(request, *rest)
refer.answer = answer
published._published = look
"""
ERROR = re.compile(r"error ([0-9a-f]{10})\.")


@pytest.fixture(scope="module")
def failing(
    start_app: StartApp, repo_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningApp]:
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(FAULTS, encoding="utf-8")
    settings = {"PYTHONPATH": f"{site}:{repo_root}", LOG_VARIABLE: "json"}
    with start_app(repo_root / "app.py", **settings) as app:
        yield app


def lines(app: RunningApp) -> list[dict[str, Any]]:
    """Return the records of a log, which nothing is among but Streamlit's greeting."""
    told = [line for line in app.log.read_text("utf-8").splitlines() if line.strip()]
    records = [json.loads(line) for line in told if line.startswith("{")]
    greeting = [line for line in told if not line.startswith("{")]
    assert all("can now view" in line or line.strip() == f"URL: {app.url}" for line in greeting)
    return records


def expect_one_line(app: RunningApp, shown: str) -> dict[str, Any]:
    """Return the one record that has the error which a text names; the log has no word that was typed."""
    (error,) = ERROR.findall(shown)
    end = time.monotonic() + PATIENCE_S  # a server logs a request's fault after it has answered
    while error not in app.log.read_text("utf-8") and time.monotonic() < end:
        time.sleep(0.1)
    log = app.log.read_text("utf-8")
    assert [error in line for line in log.splitlines()].count(True) == 1
    for word in (MARK, MARK.lower(), "4711", "203.0.113"):
        assert word not in log
    (record,) = [record for record in lines(app) if record.get("id") == error]
    return record


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_that_fails_says_so_and_names_its_line_of_the_log(
    page: Page, failing: RunningApp, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{failing.url}/find")
    ask(page, "Batesville", "Call first")
    box = page.get_by_role("textbox", name="Where is the person?")
    box.fill(TYPED)
    box.press("Enter")
    fault = page.get_by_role("alert")
    expect(fault).to_be_visible()
    expect(page.get_by_role("heading")).to_have_text(["This page could not be shown"])
    expect(page.get_by_text("Call first")).to_have_count(0)
    for number in ("911", "988"):
        expect(fault.get_by_role("link", name=number, exact=True)).to_be_in_viewport()
    assert MARK not in page.get_by_test_id("stMain").inner_text()
    expect(page).to_have_title("Find help - Mississippi Crisis Coverage")
    expect_accessible(page)
    record = expect_one_line(failing, fault.inner_text())
    assert (record["event"], record["error"]) == ("error", "ValueError")
    assert record["places"][-1].startswith("geo.web.find_page:")
    # The way on.
    page.locator(".st-key-nav").get_by_role("link", name="Counties", exact=True).click()
    expect(page.locator(".cc-fault")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_page_that_fails_says_so_in_spanish(page: Page, failing: RunningApp) -> None:
    page.goto(f"{failing.url}/find?lang=es")
    box = page.get_by_role("textbox")
    box.fill(TYPED)
    box.press("Enter")
    expect(page.get_by_role("heading")).to_have_text(["No se pudo mostrar esta página"])


def test_a_request_that_fails_gets_a_page_that_names_its_line_of_the_log(
    failing: RunningApp,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", failing.port, timeout=10)
    visitor = {"X-Forwarded-For": "203.0.113.9", "Referer": f"{failing.url}/?{MARK}"}
    connection.request("GET", f"/sheets/{MARK}?place={MARK}", headers=visitor)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 500
    assert "<h1>This page could not be shown</h1>" in page
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert "<title>This page could not be shown - Crisis Coverage</title>" in page
    assert "&#" not in page, "its style sheet is no text"
    assert MARK not in page
    assert expect_one_line(failing, page)["error"] == "LookupError"


def test_the_log_begins_with_what_is_served_and_where(failing: RunningApp) -> None:
    (start,) = [record for record in lines(failing) if record.get("event") == "start"]
    assert start["address"] == f"127.0.0.1:{failing.port}"
    assert start["data_sha256"] == live.assessment().data_sha256
    assert re.fullmatch(r"\d+\.\d+\.\d+", start["version"])
