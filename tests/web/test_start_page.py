"""The first bytes a browser gets: Streamlit's page with our style, and nothing else of it changed."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.routing import Match

from geo.templates.render import style
from geo.web import server, start_page

OWN = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


def test_the_page_begins_with_the_style_at_every_address() -> None:
    head = start_page.html().partition("</head>")[0]
    for sheet in ("tokens.css", "parts.css"):
        assert style(sheet) in head
    assert ".cc-strip" in head


@pytest.mark.parametrize(
    ("path", "is_ours"),
    [
        ("/", True),
        ("/county", True),
        ("/no-such-page", True),
        ("/favicon.png", False),
        ("/healthz", False),
        ("/_stcore/health", False),
        ("/static/js/index.js", False),
        ("/maps/0.html", False),
    ],
)
def test_it_is_at_every_address_of_a_page_and_nowhere_else(path: str, is_ours: bool) -> None:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    found = [route.matches(scope)[0] is Match.FULL for route in start_page.routes()]
    assert any(found) == is_ours


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
