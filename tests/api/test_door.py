"""Whatever is wrong with what a program asks for, no page answers it, and no text that it cannot read."""

import json

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware

from geo.api import door
from geo.api.operations import NEAREST, PREFIX
from geo.web import server
from tests.asgi import Answer, call, call_that_stalls, scope

MISSPELLED = [
    *("/API/v1/verify", "//api/v1/verify", "///healthz", "/api//v1/verify", "\\api\\v1\\verify"),
    *(
        "/healthz/",
        "/Healthz",
        "/READYZ",
        "/OpenAPI.json",
        "/openapi.json/",
        "/api.json",
        "/api;v=1",
    ),
    *("/healthz\0", "/api/\n", "/api/../etc/passwd", "//api/../county", "/api/v1/C:/x", "/api\\v1"),
]
OF_PAGES = [
    "/",
    "/county",
    "/apiary",
    "/api-x",
    "/api_x",
    "/healthzz",
    "/x/api/v1/verify",
    "/static/api",
]

pytestmark = pytest.mark.usefixtures("shared")


def served() -> Starlette:
    """Return the door before Streamlit's own middleware and a page at every address."""
    pages = Route("/{all:path}", lambda _request: HTMLResponse("<html>a page"))
    before = [*door.middleware(), *server.middleware(), *create_streamlit_middleware()]
    return Starlette(routes=[pages], middleware=before)


def asked(path: str, method: str = "GET", **more: str | bytes) -> Answer:
    headers = {name: value for name, value in more.items() if isinstance(value, str)}
    parts = {name: value for name, value in more.items() if isinstance(value, bytes)}
    return call(served(), {**scope("http", path, method, **headers), **parts})


def refused(answer: Answer, status: int) -> str:
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = json.loads(answer.body)
    assert told["status"] == status
    return str(told["detail"])


@pytest.mark.parametrize("path", MISSPELLED)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_misspelled_address_is_not_found(path: str, method: str) -> None:
    assert "/openapi.json" in refused(asked(path, method), 404)


@pytest.mark.parametrize(
    "raw_path", [b"/api%2Fv1/verify", b"/api/v1%2fverify", b"%2Fapi/v1/verify"]
)
def test_a_slash_that_is_hidden_is_none(raw_path: bytes) -> None:
    assert "/openapi.json" in refused(asked(f"{PREFIX}/verify", raw_path=raw_path), 404)


@pytest.mark.parametrize("path", OF_PAGES)
def test_all_else_is_for_the_pages(path: str) -> None:
    assert asked(path).body == b"<html>a page"


@pytest.mark.parametrize("path", [f"{PREFIX}/verify", f"{PREFIX}{NEAREST}", "/healthz", "/api/x"])
@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}])
def test_a_foreign_caller_is_told_so(path: str, headers: dict[str, str]) -> None:
    assert "Host names another server" in refused(asked(path, **headers), 400)


@pytest.mark.parametrize("name", ["\0", "..", "28007 ", "%00"])
def test_a_path_that_can_be_no_county_breaks_the_rule_of_its_name(name: str) -> None:
    assert "five digits" in refused(asked(f"{PREFIX}/counties/{name}"), 422)


def test_an_address_has_a_greatest_length() -> None:
    path = f"{PREFIX}/gaps?region="
    longest = path + "1" * (door.LONGEST_URL_BYTES - len(path) + 1)
    refused(asked(longest), 422)
    assert f"{door.LONGEST_URL_BYTES} bytes" in refused(asked(f"{longest}1"), 414)
    refused(asked("/api/" + "x" * door.LONGEST_URL_BYTES), 414)


def test_what_is_compressed_is_so_once_and_for_those_who_take_it() -> None:
    for accepted, coding in (("gzip", "gzip"), ("gzip;q=0", None), ("identity", None), ("", None)):
        headers = [*asked(f"{PREFIX}/verify", accept_encoding=accepted).messages[0]["headers"]]
        assert [value for name, value in headers if name == b"vary"] == [b"Accept-Encoding"]
        assert dict(headers).get(b"content-encoding") == (coding and coding.encode())


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BODY_S", 0.05)
    request = scope("http", f"{PREFIX}{NEAREST}", "POST", content_type="application/json")
    answer = call_that_stalls(served(), request, b'{"place": "Birch')
    assert "0.05 seconds" in refused(answer, 408)
    assert answer.headers["connection"] == "close"
