"""A state without regions, teams or units: no filter, column or word on regions, and what is left to ask."""

import re
from pathlib import Path

import pytest

from tests import small_state
from tests.web import app_pages

PAGES = ("distance_page", "statewide_page", "continuum_page", "confirm_page")


def opened(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> app_pages.AppTest:
    app_pages.use_data(home, monkeypatch)
    return app_pages.opened(name)


def mentions(page: app_pages.AppTest) -> tuple[bool, bool]:
    """Return whether a table has a column on regions, and whether there is a filter by them."""
    column = ">Region<" in app_pages.words(page)
    return column, "Region" in {box.label for box in page.selectbox}


@pytest.mark.parametrize("name", PAGES)
def test_where_the_data_has_no_regions_nothing_filters_or_lists_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small_state.write(tmp_path, small_state.without_lists())
    assert mentions(opened(name, home, monkeypatch)) == (False, False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("distance_page", (True, True)),
        ("statewide_page", (True, True)),
        ("continuum_page", (True, False)),
        ("confirm_page", (False, True)),
    ],
)
def test_where_it_has_regions_they_are_there(
    name: str, expected: tuple[bool, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mentions(opened(name, small_state.write(tmp_path), monkeypatch)) == expected


def test_a_county_without_a_region_is_told_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small_state.write(tmp_path, small_state.without_lists())
    app_pages.use_data(home, monkeypatch)
    for name in ("county_page", "continuum_page"):
        words = app_pages.words(app_pages.opened(name, county=small_state.ALDER))
        shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", words, flags=re.DOTALL)
        assert "Alder County" in shown
        assert not re.findall(r".{0,40}\bRegion\b.{0,40}", shown), name


def test_where_no_distance_is_known_pages_say_so_and_have_no_column_of_miles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small_state.write(tmp_path / "without", small_state.without_lists())
    page = opened("distance_page", home, monkeypatch)
    assert app_pages.words(page).count("No distance is known: ") == 1
    assert not page.selectbox
    assert "Miles to nearest" not in app_pages.words(opened("statewide_page", home, monkeypatch))
    whole = small_state.write(tmp_path / "whole")
    page = opened("distance_page", whole, monkeypatch)
    assert "No distance is known: " not in app_pages.words(page)
    assert page.selectbox
    assert "Miles to nearest" in app_pages.words(opened("statewide_page", whole, monkeypatch))


@pytest.mark.parametrize("has_holes", [True, False])
def test_where_there_is_no_fact_to_confirm_the_page_says_what_is_open_and_whom_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_holes: bool
) -> None:
    content = small_state.without_lists()
    if not has_holes:
        content["holes"] = []
    home = small_state.write(tmp_path, content)
    words = app_pages.words(opened("confirm_page", home, monkeypatch))
    assert ("Where crews are" in words) is has_holes
    assert ("The Department of Care: its map of crews." in words) is has_holes
    assert ("There is nothing to ask" in words) is not has_holes
