"""A county-equivalent whose name carries its kind: "Birch city" beside Birch County."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.find_county import find_county
from geo.catalog.records import Catalog
from geo.errors import UnknownCountyError
from geo.referral import distance_text
from geo.said import said
from geo.templates.language import ENGLISH, Language
from geo.text import county_title
from tests import small_state
from tests.small_state import BIRCH, CEDAR, DAY

Run = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the made-up state, in which Cedar is called Birch city."""
    content = json.loads(json.dumps(small_state.services()).replace('"Cedar"', '"Birch city"'))
    del content["study_area"]["aliases"]
    folder = small_state.write(tmp_path / "data", content)
    for name in ("counties.csv", "counties.geojson", "display_counties.geojson"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        names = ((f"{CEDAR},Cedar", f"{CEDAR},Birch city"), ('"Cedar"', '"Birch city"'))
        for old, new in names:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def known(home: Path) -> Catalog:
    from geo.catalog import load

    return load.load(home, today=DAY)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Lee", "Lee County"),
        ("St. Louis", "St. Louis County"),
        ("St. Louis city", "St. Louis city"),
        ("James City", "James City County"),
        ("Acadia Parish", "Acadia Parish"),
        ("Nome Census Area", "Nome Census Area"),
    ],
)
def test_a_name_in_full(name: str, full: str) -> None:
    assert county_title(name) == full


def test_sentences_drop_the_word_county_behind_a_kind() -> None:
    template = "No list names a team for {county} County."
    assert said(template, county="Birch city") == "No list names a team for Birch city."
    assert said(template, county="Birch") == "No list names a team for Birch County."
    assert ENGLISH(template, county="Birch city") == "No list names a team for Birch city."
    spanish = Language("es", {template: "Nadie en el condado de {county}."})
    assert "Nadie en el condado de" in spanish(template, county="Birch")
    assert 'lang="en"' in spanish(template, county="Birch city")


def test_several_are_told_in_full_where_one_carries_its_kind() -> None:
    names = {"1": "Alder", "2": "Birch", "3": "Birch city"}
    assert distance_text.counties("12", names) == "Alder and Birch Counties"
    assert distance_text.counties("13", names) == "Alder County and Birch city"
    assert distance_text.counties("3", names) == "Birch city"


def test_a_bare_name_that_two_have_is_asked_back(known: Catalog) -> None:
    with pytest.raises(UnknownCountyError) as caught:
        find_county(known, "Birch")
    assert caught.value.suggestions == ("Birch County", "Birch city")
    assert find_county(known, "Birch County").geoid == BIRCH
    for typed in ("Birch city", "birch City", "Birch city, Wyoming"):
        assert find_county(known, typed).geoid == CEDAR


@pytest.mark.parametrize(
    ("typed", "label"), [("Birch city", "Birch city"), ("Birch County", "Birch County")]
)
def test_look_ups_tell_both_apart(typed: str, label: str, home: Path, run: Run) -> None:
    day = ("--data", str(home), "--as-of", DAY.isoformat())
    told = json.loads(run("nearest", typed, *day, "--format", "json").stdout)
    assert told["status"] == "ok"
    assert [candidate["label"] for candidate in told["candidates"]] == [label]


def test_nothing_says_city_county(home: Path, run: Run, tmp_path: Path) -> None:
    day = ("--data", str(home), "--as-of", DAY.isoformat())
    told = []
    for words in (
        *(("verify",), ("county", "Birch city"), ("nearest", "Birch city"), ("gaps",), ("calls",)),
        *(("access",), ("access", "Birch city"), ("adequacy", "-o", str(tmp_path / "adequacy"))),
        ("report", "--full", "-o", str(tmp_path / "report")),
        ("map", "-o", str(tmp_path / "map.html")),
        ("pocket", "-o", str(tmp_path / "pocket.html")),
    ):
        told.append(run(*words, *day).stdout)
    told += [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")]
    told += [path.read_text(encoding="utf-8") for path in (tmp_path / "report").rglob("*.html")]
    assert len(told) > 15
    assert any("Birch city" in text for text in told)
    for text in told:
        assert "Birch city County" not in " ".join(text.split())


def test_a_state_says_what_county_means_there(home: Path, run: Run, tmp_path: Path) -> None:
    day = ("--data", str(home), "--as-of", DAY.isoformat())
    before = run("verify", *day).stdout
    assert before.startswith("Wyoming: coverage of 3 counties\n")
    content = small_state.services()
    terms = {
        "county_term": "county or county-equivalent",
        "county_terms": "counties or county-equivalents",
    }
    content["study_area"] |= terms
    small_state.write(home, content)
    after = run("verify", *day).stdout
    assert after.startswith("Wyoming: coverage of 3 counties or county-equivalents\n")
    assert run("report", "-o", str(tmp_path / "report"), *day).exit_code == 0
    brief = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "Here “county” means a county or county-equivalent." in brief
