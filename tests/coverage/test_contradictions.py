"""Sources that contradict each other: what they put in doubt, and what they only differ in."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.records import Flag, Status
from geo.coverage import contradictions, county
from geo.coverage.findings import Finding
from tests import small_state
from tests.coverage.judging import verified
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

IN_REGION, IN_COUNTY, CREW = "haven-of-region", "haven-at-home", "crew-for-all"
Place = tuple[str, str]


def contradiction(**keys: Any) -> dict[str, Any]:
    return {
        "id": "open-or-not",
        "title": "Whether it is there",
        "about": ["haven"],
        "bears_on": "coverage",
        "sides": [
            {"source": "team-list", "says": "open"},
            {"source": "news", "says": "closed"},
        ],
        "treatment": "It counts as open.",
        **keys,
    }


def findings(
    home: Path, *contradictions: dict[str, Any], day: dt.date = DAY
) -> dict[Place, Finding]:
    """Return the findings of the small state, by standard and GEOID."""
    content = small_state.services()
    content["contradictions"] = list(contradictions)
    # Birch has a second unit, so that one of its two alone carries nothing.
    unit = content["facilities"][0]
    content["facilities"].append({**unit, "id": "haven-two", "name": "Second Haven"})
    catalog = small_state.load(home, content)
    return {
        (finding.standard, finding.geoid): finding for finding in verified(catalog, day).findings
    }


def disputed(found: dict[Place, Finding]) -> set[Place]:
    return {place for place, one in found.items() if Flag.DISPUTED in one.flags}


def touched(found: dict[Place, Finding]) -> set[Place]:
    return {place for place, one in found.items() if one.contradictions}


def test_a_detail_that_names_the_only_units_disputes_nothing(tmp_path: Path) -> None:
    found = findings(tmp_path, contradiction(units=["haven-cedar"], bears_on="detail"))
    assert disputed(found) == set()
    assert touched(found) == {(IN_REGION, CEDAR), (IN_COUNTY, CEDAR)}
    (note,) = found[IN_REGION, CEDAR].notes
    assert note == (
        "Sources differ on a detail: Whether it is there. State of Wyoming: Teams by county says: open. "
        "State of Wyoming: A newspaper says: closed. It counts as open."
    )


def test_the_only_unit_disputed_disputes_what_rests_on_it(tmp_path: Path) -> None:
    found = findings(tmp_path, contradiction(units=["haven-cedar"]))
    assert disputed(found) == touched(found) == {(IN_REGION, CEDAR), (IN_COUNTY, CEDAR)}
    assert found[IN_REGION, CEDAR].status is Status.COVERED
    (note,) = found[IN_REGION, CEDAR].notes
    assert note.startswith("Sources disagree: Whether it is there. ")


def test_one_of_two_units_disputed_is_told_and_disputes_nothing(tmp_path: Path) -> None:
    found = findings(tmp_path, contradiction(units=["haven-birch"]))
    assert disputed(found) == set()
    assert touched(found) == {(IN_REGION, ALDER), (IN_REGION, BIRCH), (IN_COUNTY, BIRCH)}


def test_both_units_disputed_dispute_what_rests_on_them(tmp_path: Path) -> None:
    found = findings(tmp_path, contradiction(units=["haven-birch", "haven-two"]))
    assert disputed(found) == {(IN_REGION, ALDER), (IN_REGION, BIRCH), (IN_COUNTY, BIRCH)}


@pytest.mark.parametrize("bears_on", ["coverage", "detail"])
def test_a_county_named_is_touched_and_disputed_by_what_bears_on_coverage(
    bears_on: str, tmp_path: Path
) -> None:
    found = findings(tmp_path, contradiction(counties=["Cedar Land"], bears_on=bears_on))
    assert touched(found) == {(IN_REGION, CEDAR), (IN_COUNTY, CEDAR)}
    assert disputed(found) == (touched(found) if bears_on == "coverage" else set())


@pytest.mark.parametrize("bears_on", ["coverage", "detail"])
def test_where_nothing_is_named_only_what_bears_on_coverage_touches_every_county(
    bears_on: str, tmp_path: Path
) -> None:
    found = findings(tmp_path, contradiction(about=["outreach-crew"], bears_on=bears_on))
    everywhere = {(CREW, geoid) for geoid in (ALDER, BIRCH, CEDAR)}
    assert touched(found) == disputed(found) == (everywhere if bears_on == "coverage" else set())


def test_one_side_alone_on_the_day_contradicts_nobody(tmp_path: Path) -> None:
    content = small_state.services()
    content["contradictions"] = [contradiction(units=["haven-cedar"])]
    content["sources"][1] |= {"as_of": "2025-12-01", "retrieved": "2025-12-02"}
    catalog = small_state.load(tmp_path, content)
    for day, flags in ((dt.date(2025, 11, 30), ()), (dt.date(2025, 12, 1), (Flag.DISPUTED,))):
        (finding,) = (
            finding for finding in verified(catalog, day).of(IN_COUNTY) if finding.geoid == CEDAR
        )
        assert finding.flags == flags


def test_a_number_to_call_is_disputed_with_its_unit_and_not_for_a_detail(tmp_path: Path) -> None:
    for bears_on, expected in (("coverage", True), ("detail", False)):
        content = small_state.services()
        content["contradictions"] = [contradiction(units=["haven-cedar"], bears_on=bears_on)]
        catalog = small_state.load(tmp_path / bears_on, content)
        profile = county.county_profile(verified(catalog, DAY), catalog.counties[2])
        calls = {call.service: call for call in profile.calls}
        assert calls["haven"].disputed is expected
        assert not calls["rescue"].disputed
        assert bool(county.disputes(catalog, "haven-cedar", DAY)) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The source that settles it describes 2025-06 and later; the other two are older.
        (dt.date(2025, 5, 31), True),
        (dt.date(2025, 6, 1), False),
        (DAY, False),
    ],
)
def test_what_a_source_settles_is_a_detail_from_its_first_day(
    tmp_path: Path, day: dt.date, expected: bool
) -> None:
    content = small_state.services()
    for source, as_of in (("team-list", "2024-01"), ("news", "2024-02"), ("later", "2025-06")):
        known = {**content["sources"][0], "id": source, "as_of": as_of}
        content["sources"] = [one for one in content["sources"] if one["id"] != source] + [known]
    sides = [*contradiction()["sides"], {"source": "later", "says": "open again"}]
    content["contradictions"] = [
        contradiction(units=["haven-cedar"], sides=sides, settled_by="later")
    ]
    catalog = small_state.load(tmp_path, content)
    found = {
        (finding.standard, finding.geoid): finding for finding in verified(catalog, day).findings
    }
    assert (disputed(found) == touched(found)) is expected
    assert (disputed(found) == set()) is not expected
    assert touched(found) == {(IN_REGION, CEDAR), (IN_COUNTY, CEDAR)}
    note = found[IN_REGION, CEDAR].notes[-1]
    assert note.startswith("Sources disagree" if expected else "Sources differ on a detail")
    assert ("says: open again." in note) is not expected
    assert bool(county.disputes(catalog, "haven-cedar", day)) is expected


@pytest.mark.parametrize("unit", ["haven-cedar", "crew-west"])
def test_another_number_stands_wherever_the_units_own_does(tmp_path: Path, unit: str) -> None:
    content = small_state.services()
    sides = [
        {"source": "team-list", "says": "its own number"},
        {"source": "news", "says": "another number", "phone": "307-555-0199"},
    ]
    kind = "haven" if unit == "haven-cedar" else "outreach-crew"
    content["contradictions"] = [
        contradiction(units=[unit], about=[kind], bears_on="detail", sides=sides)
    ]
    catalog = small_state.load(tmp_path, content)
    profiles = [county.county_profile(verified(catalog, DAY), each) for each in catalog.counties]
    others = {
        (call.title, other.phone, other.source)
        for profile in profiles
        for call in profile.calls
        for other in call.other_numbers
    }
    title = "Cedar Falls Haven" if unit == "haven-cedar" else "West crew"
    assert others == {(title, "307-555-0199", "news")}
    assert not any(Flag.DISPUTED in one.flags for one in verified(catalog, DAY).findings)
    told = [note for profile in profiles for one in profile.findings for note in one.notes]
    assert any(
        "State of Wyoming: A newspaper says: another number: 307-555-0199." in note for note in told
    )
    # Before the other source speaks, nobody gives another number.
    before = dt.date(2025, 5, 31)
    assert contradictions.other_numbers(catalog, unit, before) == ()
    assert len(contradictions.other_numbers(catalog, unit)) == 1
