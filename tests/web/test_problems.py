"""What a page says of data that can be used in part, and of a clock that is behind it."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.catalog import folder
from geo.web import snapshot
from tests import small_state


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the app reads, with nothing read before."""
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path))
    monkeypatch.setattr(snapshot, "_shared", snapshot._Shared())
    return small_state.write(tmp_path)


def page() -> AppTest:
    def script() -> None:
        from geo.web import problems

        problems.snapshot_or_stop()

    return AppTest.from_function(script).run(timeout=60)


def test_of_sound_data_nothing_is_said(home: Path) -> None:
    shown = page()
    assert not shown.exception
    assert (list(shown.warning), list(shown.error)) == ([], [])
    assert home.is_dir()


def test_a_file_that_cannot_be_used_is_named_on_the_page(home: Path) -> None:
    (home / "places.csv").write_bytes(b"")
    shown = page()
    assert not shown.exception
    (warning,) = shown.warning
    assert "A file of the data cannot be used" in warning.value
    assert any("places.csv" in str(element.proto) for element in shown.get("html"))
    assert list(shown.error) == []


def test_a_clock_behind_the_data_is_said_and_the_page_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("geo.web.snapshot", "geo.catalog.load", "geo.catalog.records"):
        monkeypatch.setattr(f"{module}.machine_date", lambda: dt.date(1970, 1, 1))
    shown = page()
    assert not shown.exception
    (warning,) = shown.warning
    assert "clock is behind the data" in warning.value
    assert snapshot.current().assessment.as_of == dt.date(2025, 7, 1)
    assert home.is_dir()
