"""The first bytes a browser gets: Streamlit's page with our style, and nothing else of it changed."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.requests import Request
from starlette.routing import Match, Route

from geo.templates.render import style
from geo.web import server, site, start_page
from tests.event_loop import run

OWN = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


def test_the_page_begins_with_the_style_at_every_address() -> None:
    head = start_page.html().partition("</head>")[0]
    for sheet in ("tokens.css", "parts.css"):
        assert style(sheet) in head
    assert ".cc-strip" in head


def asked(path: str) -> tuple[int, str]:
    """Return status and text of the answer to a request for a page."""
    for route in start_page.routes(site.ADDRESSES):
        assert isinstance(route, Route)
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
        match, found = route.matches(scope)
        if match is Match.FULL:
            answer = run(route.endpoint(Request({**scope, **found})))
            return answer.status_code, answer.body.decode()
    raise AssertionError("no route takes it")


@pytest.mark.parametrize(
    ("path", "is_ours"),
    [
        ("/", True),
        ("/county", True),
        ("/no-such-page", True),
        ("/county/x", True),
        ("/foo.html", True),
        ("/index.html", True),
        ("/static/js/index.js", True),
        ("/favicon.png", False),
        ("/_stcore/health", False),
        ("/media/0.csv", False),
        ("/county/", False),
    ],
)
def test_it_is_at_every_address_of_a_page_and_nowhere_else(path: str, is_ours: bool) -> None:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    found = [route.matches(scope)[0] is Match.FULL for route in start_page.routes(site.ADDRESSES)]
    assert any(found) == is_ours


@pytest.mark.parametrize("address", sorted(site.ADDRESSES))
def test_every_page_has_it(address: str) -> None:
    assert asked(f"/{address}") == (200, start_page.html())


@pytest.mark.parametrize(
    "address",
    ["no-such-page", "Zzyzxmark", "countys", "foo/bar", "county/x", "county/static/x.js", "x.png"],
)
def test_where_no_page_is_the_answer_says_so_and_whom_to_call(address: str) -> None:
    status, text = asked(f"/{address}")
    assert status == 404
    assert text.count("<h1>There is no page at this address</h1>") == 1
    assert "<title>There is no page at this address - Crisis Coverage</title>" in text
    for link in ("tel:911", "tel:988", "/"):
        assert f'href="{link}"' in text
    assert "&#" not in text, "neither its style sheet nor its link is text"
    assert address not in text


def test_every_file_of_streamlit_is_left_to_it() -> None:
    home = Path(streamlit.__file__).parent / "static"
    files = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert len(files) > 100
    for name in files:
        if name == "index.html":
            assert asked(f"/{name}")[0] == 404
        else:
            with pytest.raises(AssertionError, match="no route takes it"):
                asked(f"/{name}")


def test_the_scripts_are_those_that_the_policy_names() -> None:
    scripts = server.INLINE_SCRIPT.findall(OWN)
    assert scripts
    assert server.INLINE_SCRIPT.findall(start_page.html().encode()) == scripts


def test_all_else_is_streamlits_own() -> None:
    page = start_page.html()
    page = re.sub(r"<style>.*?</style>(?=</head>)", "", page, flags=re.DOTALL)
    page = re.sub(
        r'<link rel="modulepreload" crossorigin href="./static/js/[^"]*">(?=<link|</head>)',
        "",
        page,
    )
    own = re.sub(r'<link rel="modulepreload"[^>]*>', "", OWN.decode())
    page = re.sub(r'<link rel="modulepreload"[^>]*>', "", page)
    assert page == own.replace("<title>Streamlit</title>", "<title>Crisis Coverage</title>")


def test_what_is_asked_for_early_is_there() -> None:
    names = re.findall(r'href="\./(static/js/[^"]*)"', start_page.html())
    added = [name for name in names if name.encode() not in OWN]
    assert len(added) >= 5, "Streamlit calls its scripts otherwise now: see start_page"
    for name in added:
        assert (Path(streamlit.__file__).parent / "static" / name).is_file()
