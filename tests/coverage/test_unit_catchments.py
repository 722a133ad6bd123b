"""The counties that a unit is said to serve: told wherever the unit is, and deciding nothing."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.records import Catalog
from geo.coverage import county, sentences, unit_catchments
from geo.errors import DataError
from geo.referral import refer
from tests import live, small_state
from tests.coverage.judging import verified
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

NEWS = "State of Wyoming: A newspaper"
ASK = "Ask before you send anyone."


def serving(*counties: str, proof: str = "concluded", **keys: Any) -> dict[str, Any]:
    return {
        "counties": list(counties),
        "proof": proof,
        "source": "news",
        "quote": "serves one county",
        "says": "It is the only one near.",
        **keys,
    }


def state(home: Path, serves: dict[str, Any] | None, *, second: bool = True) -> Catalog:
    """Return the small state whose unit of Region 1 serves so; mostly there is a second one."""
    content = small_state.services()
    unit = content["facilities"][0]
    if second:
        content["facilities"].append(
            {**unit, "id": "haven-two", "name": "Second Haven", "phone": "307-555-0111"}
        )
    if serves:
        content["facilities"][0] = {**unit, "serves": serves}
    return small_state.load(home, content)


def which(catalog: Catalog, geoid: str, day: dt.date = DAY) -> str:
    found = next(one for one in catalog.counties if one.geoid == geoid)
    return county.county_profile(verified(catalog, day), found).which_unit


@pytest.mark.parametrize(
    ("serves", "geoid", "told"),
    [
        (
            serving("Alder"),
            ALDER,
            "Which unit takes people from Alder County: we concluded that it is Birchville Haven, "
            f"from {NEWS}; no source says so. {ASK}",
        ),
        (
            serving("Alder"),
            BIRCH,
            f"Which unit takes people from Birch County: we concluded, from {NEWS}, that Birchville "
            f"Haven serves others; no source says so. That leaves Second Haven. {ASK}",
        ),
        (
            serving("Alder", proof="read"),
            ALDER,
            f"Which unit takes people from Alder County: {NEWS} names it under Birchville Haven. {ASK}",
        ),
        (
            serving("Alder", proof="read"),
            BIRCH,
            f"Which unit takes people from Birch County: {NEWS} names others under Birchville Haven. "
            f"That leaves Second Haven. {ASK}",
        ),
        # Another region's units are none of Cedar's, and where nobody says it nothing is told.
        (serving("Alder"), CEDAR, ""),
        (None, ALDER, ""),
    ],
)
def test_a_county_is_told_which_unit_it_is_said_to_belong_to(
    tmp_path: Path, serves: dict[str, Any] | None, geoid: str, told: str
) -> None:
    assert which(state(tmp_path, serves), geoid) == told


def test_of_two_that_are_left_it_may_be_either(tmp_path: Path) -> None:
    catalog = state(tmp_path, serving("Alder"))
    first, second = (unit for unit in catalog.services.facilities if unit.city == "Birchville")
    third = replace(second, id="haven-three", name="Third Haven")
    told = unit_catchments.pointing(BIRCH, [first, second, third], catalog, DAY)
    assert "That leaves Second Haven or Third Haven." in told


def test_without_a_second_unit_none_is_left(tmp_path: Path) -> None:
    told = which(state(tmp_path, serving("Alder"), second=False), BIRCH)
    assert "that Birchville Haven serves others" in told
    assert "That leaves" not in told


def test_before_its_source_speaks_nobody_says_whom_a_unit_serves(tmp_path: Path) -> None:
    catalog = state(tmp_path, serving("Alder"))
    unit = catalog.services.facilities[0]
    sources = {source.id: source for source in catalog.services.sources}
    for day, known in ((dt.date(2025, 5, 31), False), (dt.date(2025, 6, 1), True)):
        assert (unit_catchments.served(unit, catalog, day) is not None) is known
        assert bool(unit_catchments.words(unit, sources, day)) is known
        assert ("it serves Alder County" in sentences.unit(unit, sources, day)) is known
    assert unit_catchments.pointing(ALDER, [unit], catalog, dt.date(2025, 5, 31)) == ""


@pytest.mark.parametrize("proof", ["read", "concluded"])
@pytest.mark.parametrize("counties", [("Alder",), ("Birch",), ("Alder", "Birch"), ("Cedar Land",)])
def test_nothing_in_a_verdict_rests_on_it(
    tmp_path: Path, proof: str, counties: tuple[str, ...]
) -> None:
    plain = verified(state(tmp_path / "plain", None), DAY)
    said = verified(state(tmp_path / "said", serving(*counties, proof=proof)), DAY)
    assert said.findings == plain.findings
    assert said.standards == plain.standards


def test_a_look_up_tells_it_and_keeps_both_units_the_regions_own(tmp_path: Path) -> None:
    found = refer.answer(verified(state(tmp_path, serving("Alder")), DAY), "Alder County")
    (referral,) = found.referrals
    assert {unit.facility_id for unit in referral.designated} == {"haven-birch", "haven-two"}
    by_id = {unit.facility_id: unit for unit in referral.designated}
    said = by_id["haven-birch"].serves
    assert said is not None
    assert (said.geoids, said.counties, said.proof) == ((ALDER,), ("Alder",), "concluded")
    assert by_id["haven-two"].serves is None
    (caution,) = (one for one in referral.warnings if one.code == "unit_catchment")
    assert "we concluded that it is Birchville Haven" in caution.message


def test_an_alias_names_its_county(tmp_path: Path) -> None:
    catalog = state(tmp_path, serving("Cedar Land"))
    said = unit_catchments.served(catalog.services.facilities[0], catalog, DAY)
    assert said is not None
    assert (said.geoids, said.counties) == ((CEDAR,), ("Cedar",))


@pytest.mark.parametrize(
    ("serves", "rule", "where"),
    [
        (serving("Adler"), "unknown-county", "serves.counties[0]"),
        (serving("Alder", "Alder"), "duplicate-county", "serves.counties[1]"),
        (serving(), "wrong-length", "serves.counties"),
        (serving("Alder", proof="guessed"), "not-a-choice", "serves.proof"),
        (serving("Alder", source="rumor"), "unknown-source", "serves.source"),
        ({"counties": ["Alder"]}, "missing-key", "serves.proof"),
    ],
)
def test_what_is_broken_is_refused_with_its_place(
    tmp_path: Path, serves: dict[str, Any], rule: str, where: str
) -> None:
    with pytest.raises(DataError) as caught:
        state(tmp_path, serves)
    problem = caught.value.problems[0]
    assert (problem.rule, problem.where) == (rule, f"facilities[0].{where}")
    assert problem.line


@pytest.mark.published
def test_both_units_of_region_12_stay_designated_and_one_conclusion_points_to_gulfport() -> None:
    catalog = live.catalog()
    pointed = {
        one.name: county.county_profile(live.assessment(), one).which_unit
        for one in catalog.counties
    }
    to = {name for name, told in pointed.items() if "it is Gulfport Crisis" in told}
    assert to == {"Hancock", "Harrison", "Pearl River", "Stone"}
    away = {name for name, told in pointed.items() if "That leaves Laurel Crisis" in told}
    assert len(to) + len(away) == 18
    assert sum(bool(told) for told in pointed.values()) == 18
    for place in ("Gulfport", "Hattiesburg"):
        (referral,) = refer.answer(live.assessment(), place).referrals
        own = {unit.facility_id for unit in referral.designated}
        assert own == {"csu-gulfport", "csu-laurel"}
