"""Pages of the app run in this process, and what they show as text."""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from geo.catalog import folder
from geo.errors import DataError
from geo.web import snapshot

PATIENCE_S = 120

# AppTest asks every installed package anew, for each page, whether it brings components, which takes
# longer than the page itself. What is installed stays the same while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def use_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app start anew on a data folder."""
    monkeypatch.setenv(folder.VARIABLE, str(home))
    start_anew(monkeypatch)


def start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app forget the state that it has, as one that is started does."""
    monkeypatch.setattr(snapshot, "_shared", snapshot._fresh())


def opened(name: str, **query: str) -> AppTest:
    """Return a page, by the name of its module, that has run without an exception.

    It is of the files as they are now: the thread that looks at them may have been there last while
    another test had others.
    """
    with suppress(DataError):
        snapshot.renewed()
    page = AppTest.from_function(_run, default_timeout=PATIENCE_S, args=(name,))
    for key, value in query.items():
        page.query_params[key] = value
    return rerun(page)


def _run(name: str) -> None:
    from importlib import import_module

    from geo.web import site

    site.show(import_module(f"geo.web.{name}").page)


def rerun(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """Return everything that the page shows in HTML, in parts to pick from and in messages."""
    messages = [message.value for message in (*page.error, *page.warning)]
    picked = [data["html"] for data in _components(page, "crisis_coverage_clickable")]
    return "\n".join([*messages, *(part.proto.body for part in page.get("html")), *picked])


def maps(page: AppTest) -> int:
    """Return how many maps the page shows."""
    return len(_components(page, "crisis_coverage_webmap"))


def _components(page: AppTest, name: str) -> list[Any]:
    """Return what each of the page's components of a kind was given."""
    parts = (part.proto for part in page.get("bidi_component"))
    return [json.loads(part.json) for part in parts if part.component_name == name]
