"""Look-up in the folder of another state: its own name, code and roads, and none of Mississippi's."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import geo
from geo.catalog.records import Catalog
from geo.geocode import name_index, parse, streets
from geo.geocode.geocode import locate
from geo.geocode.parse import ParsedAddress
from geo.geocode.tokens import normalized

Renamed = Callable[[str, str], Catalog]


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Renamed:
    """Return `renamed("Alabama", "AL")`: the same places in a state of another name, without plain names."""
    known: dict[str, Catalog] = {}

    def renamed(name: str, postal: str) -> Catalog:
        if postal not in known:
            home = tmp_path_factory.mktemp("state") / "data"
            shutil.copytree(Path(geo.load().home), home)
            path = home / "services.yaml"
            head, sources = path.read_text(encoding="utf-8").split("\nsources:", 1)
            head = head.replace("name: Mississippi", f"name: {name}", 1)
            head = head.replace("postal: MS", f"postal: {postal}", 1)
            head = head[: head.index("  plain_names:")]
            # A unit of a neighbor would be one of this state.
            sources, _, _ = sources.partition("\nneighbor_units:")
            path.write_text(f"{head}\nsources:{sources}", encoding="utf-8")
            known[postal] = geo.load(home)
        return known[postal]

    return renamed


def read(text: str, catalog: Catalog) -> ParsedAddress:
    return parse.read(normalized(text), name_index.index(catalog))


@pytest.mark.parametrize(
    ("name", "postal", "road"),
    [
        ("Alabama", "AL", "AL 22"),
        ("Alabama", "AL", "AL-22"),
        ("Alabama", "AL", "Alabama 22"),
        ("Alabama", "AL", "Ala 22"),
        ("Alabama", "AL", "AL Hwy 22"),
        ("Alabama", "AL", "old Alabama highway 22 n"),
        ("New Mexico", "NM", "NM 22"),
        ("New Mexico", "NM", "New Mexico 22"),
        ("North Carolina", "NC", "north carolina road 22"),
        ("Indiana", "IN", "Indiana 22"),
        ("Indiana", "IN", "SR 22"),
        ("Deseret", "DS", "DS 22"),
        ("Deseret", "DS", "Deseret 22"),
        ("Mississippi", "MS", "MS 22"),
        ("Mississippi", "MS", "Miss. 22"),
        ("Mississippi", "MS", "Mississippi 22"),
    ],
)
def test_a_states_own_roads_are_roads(name: str, postal: str, road: str, renamed: Renamed) -> None:
    parts = read(f"{road}, Oxford", renamed(name, postal)).parts
    assert parts.street == road.casefold().replace(".", "")
    assert parts.place == "Oxford"


@pytest.mark.parametrize(
    ("name", "postal", "text"),
    [
        ("Alabama", "AL", "MS 22, Oxford"),
        ("Alabama", "AL", "Mississippi 22, Oxford"),
        ("Mississippi", "MS", "AL 22, Oxford"),
        ("Mississippi", "MS", "Tennessee 22, Oxford"),
        ("Indiana", "IN", "in 22, Oxford"),
        ("Oregon", "OR", "Batesville or 22, Oxford"),
    ],
)
def test_another_states_roads_are_none_and_a_plain_word_is_no_code(
    name: str, postal: str, text: str, renamed: Renamed
) -> None:
    assert read(text, renamed(name, postal)).parts.street == ""


def test_a_number_before_the_states_own_road_is_a_house_number(renamed: Renamed) -> None:
    for name, postal in (("Alabama", "AL"), ("Mississippi", "MS")):
        parts = read(f"12345 {postal} 22, Oxford", renamed(name, postal)).parts
        assert (parts.house_number, parts.zip) == ("12345", "")
    assert read("12345 AL 22, Oxford", renamed("Mississippi", "MS")).parts.zip == "12345"


def test_the_state_at_home_is_the_folders_own(renamed: Renamed) -> None:
    alabama = renamed("Alabama", "AL")
    for text in ("Oxford AL", "Oxford, Alabama", "oxford al", "Oxford, Ala. 38655"):
        location = locate(text, alabama)
        assert (location.status, location.parts.state) == ("ok", "AL"), text
    for text in ("Oxford MS", "Oxford, Mississippi"):
        location = locate(text, alabama)
        assert (location.status, location.elsewhere) == ("out_of_state", "Mississippi"), text
    (caution,) = locate("Zyxwv", alabama).warnings
    assert "Alabama" in caution.message


def test_a_long_name_of_a_state_may_be_misspelled(renamed: Renamed) -> None:
    carolina = renamed("North Carolina", "NC")
    assert read("Oxford, North Carolina", carolina).state == "NC"
    deseretania = renamed("Deseretania", "DT")
    assert read("Oxford, Deseretannia", deseretania).state == "DT"
    assert read("Oxford, Desretannia", deseretania).state == "DT"
    assert read("Oxford, Desretanniaa", deseretania).state == ""
    assert read("Oxford, Desexetannixa", deseretania).state == ""
    assert read("Oxford, Alabamma", renamed("Alabama", "AL")).state == ""
    assert read("Oxford, Mississipi", deseretania).state == ""


def test_what_is_a_plain_word_is_told_by_the_folder(renamed: Renamed) -> None:
    mississippi, alabama = geo.load(), renamed("Alabama", "AL")
    assert "money" in name_index.index(mississippi).plain
    assert name_index.index(alabama).plain == frozenset()
    assert locate("I have no money", mississippi).status == "not_found"
    assert locate("I have no money", alabama).candidates


def test_nothing_of_one_state_stands_in_the_code() -> None:
    """Names of states, and what every state has, are in `states`; the rest comes from the folder."""
    catalog = geo.load()
    area = catalog.services.study_area
    words = {
        area.name.casefold(),
        f'"{area.postal.casefold()}"',
        f"|{area.postal.casefold()}|",
        "miss|",
    }
    for path in Path(streets.__file__).parent.glob("*.py"):
        code = path.read_text(encoding="utf-8").casefold()
        if path.name != "states.py":
            assert not [word for word in words if word in code], path.name
