"""County-equivalents have their full name from the data: "Birch city" beside Birch County."""

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.find_county import find_county
from geo.catalog.records import Catalog
from geo.errors import DataError, UnknownCountyError
from geo.geocode.geocode import locate
from geo.referral import distance_text
from geo.said import said
from geo.templates.language import ENGLISH, Language
from geo.text import CountyName, county_title
from tests import small_state
from tests.small_state import BIRCH, CEDAR, DAY

Run = Callable[..., Any]


def _renamed(folder: Path, name: str, full: str) -> Path:
    """Return the made-up state, in which Cedar has another name, and another one in full."""
    content = small_state.renamed(small_state.services(), {"Cedar": name})
    content["study_area"]["aliases"] = []
    small_state.write(folder, content)
    for file in ("counties.geojson", "display_counties.geojson"):
        path = folder / file
        text = path.read_text(encoding="utf-8").replace('"Cedar"', f'"{name}"')
        path.write_text(text, encoding="utf-8")
    table = folder / "counties.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},full_name"]
    for row in rows:
        own = row.startswith(CEDAR)
        lines.append(f"{row.replace(',Cedar,', f',{name},')},{full}" if own else f"{row},")
    table.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the made-up state, in which Cedar is called Birch city."""
    return _renamed(tmp_path / "data", "Birch city", "Birch city")


@pytest.fixture
def known(home: Path) -> Catalog:
    from geo.catalog import load

    return load.load(home, today=DAY)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Birch city", "Birch city"),
        ("Carson City", "Carson City"),
        ("District of Columbia", "District of Columbia"),
        ("Juneau", "Juneau City and Borough"),
        ("Orleans", "Orleans Parish"),
        ("James City", "James City County"),
        ("James City", ""),
    ],
)
def test_a_name_in_full_is_that_of_the_data(name: str, full: str, tmp_path: Path) -> None:
    from geo.catalog import load

    catalog = load.load(_renamed(tmp_path, name, full), today=DAY)
    told = {county.geoid: county_title(county.name) for county in catalog.counties}
    assert told[CEDAR] == (full or f"{name} County")
    assert told[BIRCH] == "Birch County"
    for typed in (name, full or f"{name} County", name.upper()):
        assert find_county(catalog, typed).geoid == CEDAR


def test_a_full_name_is_not_that_of_another(tmp_path: Path) -> None:
    from geo.catalog import load

    with pytest.raises(DataError) as caught:
        load.load(_renamed(tmp_path, "Orleans", "Acadia Parish"), today=DAY)
    rules = [(fault.file, fault.line, fault.rule, fault.found) for fault in caught.value.problems]
    assert rules == [("counties.csv", 4, "wrong-form", "Acadia Parish")]


CITY, PARISH = CountyName("Birch city", "Birch city"), CountyName("Acadia", "Acadia Parish")


def test_a_copy_keeps_the_full_name() -> None:
    for copied in (copy.copy(PARISH), copy.deepcopy(PARISH), pickle.loads(pickle.dumps(PARISH))):  # noqa: S301  (made here)
        assert (copied, county_title(copied)) == ("Acadia", "Acadia Parish")


def test_sentences_drop_the_word_county_where_the_data_has_none() -> None:
    template = "No list names a team for {county} County."
    assert said(template, county=CITY) == "No list names a team for Birch city."
    assert said(template, county=PARISH) == "No list names a team for Acadia Parish."
    assert said(template, county="Birch") == "No list names a team for Birch County."
    assert ENGLISH(template, county=PARISH) == "No list names a team for Acadia Parish."
    spanish = Language("es", {template: "Nadie en el condado de {county}."})
    assert "Nadie en el condado de" in spanish(template, county="Birch")
    assert 'lang="en"' in spanish(template, county=PARISH)


def test_several_are_told_in_full_where_one_is_not_called_county() -> None:
    names = {"1": "Alder", "2": "Birch", "3": CITY, "4": PARISH}
    assert distance_text.counties("12", names) == "Alder and Birch Counties"
    assert distance_text.counties("13", names) == "Alder County and Birch city"
    assert distance_text.counties("34", names) == "Birch city and Acadia Parish"
    assert distance_text.counties("3", names) == "Birch city"


def test_a_bare_name_that_two_have_is_asked_back(known: Catalog) -> None:
    with pytest.raises(UnknownCountyError) as caught:
        find_county(known, "Birch")
    assert caught.value.suggestions == ("Birch County", "Birch city")
    assert find_county(known, "Birch County").geoid == BIRCH
    for typed in ("Birch city", "birch City", "Birch city, Wyoming"):
        assert find_county(known, typed).geoid == CEDAR


@pytest.mark.parametrize(
    ("name", "full", "typed", "label"),
    [
        ("Birch city", "Birch city", "Birch city", "Birch city"),
        ("Birch city", "Birch city", "Birch County", "Birch County"),
        ("Carson City", "Carson City", "Carson City", "Carson City"),
        ("Denali", "Denali Borough", "denali borough", "Denali Borough"),
        ("Juneau", "Juneau City and Borough", "Juneau City and Borough", "Juneau City and Borough"),
    ],
)
def test_look_ups_tell_all_apart(
    name: str, full: str, typed: str, label: str, tmp_path: Path, run: Run
) -> None:
    home = _renamed(tmp_path / "data", name, full)
    day = ("--data", str(home), "--as-of", DAY.isoformat())
    told = json.loads(run("nearest", typed, *day, "--format", "json").stdout)
    assert told["status"] == "ok"
    assert [candidate["label"] for candidate in told["candidates"]] == [label]


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("Lake of the Woods County", ["Lake of the Woods County"]),
        ("in county of Lake of the Woods", ["Lake of the Woods County"]),
        (
            "Birch and Lake of the Woods counties",
            ["Birch County", "Lake of the Woods County"],
        ),
        (
            "Lake of the Woods and Birch counties",
            ["Birch County", "Lake of the Woods County"],
        ),
    ],
)
def test_a_name_of_four_words_is_read_whole(typed: str, labels: list[str], tmp_path: Path) -> None:
    from geo.catalog import load

    name = "Lake of the Woods"
    catalog = load.load(_renamed(tmp_path, name, f"{name} County"), today=DAY)
    assert [candidate.label for candidate in locate(typed, catalog).candidates] == labels


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Birch city", "Birch city"),
        ("Carson City", "Carson City"),
        ("Orleans", "Orleans Parish"),
    ],
)
def test_nothing_says_county_of_another_kind(
    name: str, full: str, run: Run, tmp_path: Path
) -> None:
    home = _renamed(tmp_path / "data", name, full)
    day = ("--data", str(home), "--as-of", DAY.isoformat())
    told = []
    for words in (
        *(("verify", "--all"), ("county", name), ("nearest", full), ("gaps",), ("calls",)),
        *(("access",), ("access", name), ("adequacy", "-o", str(tmp_path / "adequacy"))),
        *(("continuum", name), ("handover", name), ("provider", full), ("crisis",)),
        ("report", "--full", "-o", str(tmp_path / "report")),
        ("map", "-o", str(tmp_path / "map.html")),
        ("pocket", "-o", str(tmp_path / "pocket.html")),
    ):
        told.append(run(*words, *day).stdout)
    told += [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")]
    told += [path.read_text(encoding="utf-8") for path in (tmp_path / "report").rglob("*.html")]
    assert len(told) > 15
    assert sum(full in text for text in told) >= 10
    for text in told:
        assert f"{name} County" not in " ".join(text.split())
        assert f"{full} County" not in " ".join(text.split())


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
