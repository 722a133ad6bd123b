"""The GeoPandas join: every county once, with its shape, region, services and verdicts."""

from pathlib import Path

import pytest

from geo.access import frames
from geo.catalog import folder, load
from geo.errors import DataError
from tests import live, small_state
from tests.access.small import Content, assessed, catalog, moving
from tests.small_state import ALDER, BIRCH, CEDAR

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()


@pytest.mark.parametrize("display", [False, True])
def test_every_county_is_joined_once(display: bool) -> None:
    joined = frames.counties(VERIFIED, display=display)
    assert list(joined.index) == [county.geoid for county in KNOWN.counties]
    assert list(joined["name"]) == [county.name for county in KNOWN.counties]
    assert joined.crs.to_epsg() == 4269
    assert joined.geometry.is_valid.all()
    assert joined["people"].sum() == 2_961_279


@pytest.mark.parametrize("standard", [total.id for total in VERIFIED.standards])
def test_the_join_says_what_the_verdicts_say(standard: str) -> None:
    joined = frames.counties(VERIFIED)
    for finding in VERIFIED.of(standard):
        row = joined.loc[finding.geoid]
        assert row[standard] == finding.status.value
        assert row[f"{standard}_basis"] == finding.basis.value
        assert row[f"{standard}_flags"] == ", ".join(finding.flags)


def test_teams_stand_with_their_counties() -> None:
    joined = frames.counties(assessed())
    assert list(joined["outreach-crew"]) == ["West crew", "West crew", "East crew"]
    assert list(joined["outreach-crew_phone"]) == ["307-555-0101", "307-555-0101", ""]
    assert list(joined["home-care"]) == ["Alder home care", "", ""]
    assert list(joined["region"]) == ["1", "1", "2"]
    assert list(joined["people"]) == [4000, 3000, 2000]
    assert list(joined["land_sq_mi"]) == [3474.9] * 3


def test_teams_of_one_kind_and_their_numbers_are_each_told_once() -> None:
    def more(content: Content) -> None:
        crew = content["services"][0]
        content["services"] += [crew | {"id": "second"}, crew | {"id": "third", "title": "Third"}]

    joined = frames.counties(assessed(more))
    assert joined.loc[ALDER, "outreach-crew"] == "West crew; Third"
    assert joined.loc[ALDER, "outreach-crew_phone"] == "307-555-0101"


def test_an_uncertain_region_is_shown_as_such() -> None:
    assert frames.counties(assessed(moving)).loc[BIRCH, "region"] == "1 or 2"


def test_facilities_lie_in_the_county_they_name() -> None:
    units = frames.facilities(KNOWN)
    shapes = frames.shapes(KNOWN).set_index("geoid")
    assert list(units["id"]) == [unit.id for unit in KNOWN.services.facilities]
    for unit in units.itertuples():
        assert shapes.loc[unit.geoid, "geometry"].covers(unit.geometry), unit.name


def test_beds_are_unknown_where_no_source_tells() -> None:
    def other(content: Content) -> None:
        first, second = content["facilities"]
        first["beds"].append(first["beds"][0] | {"kind": "staffed", "low": 8, "high": 12})
        del second["beds"]

    units = frames.facilities(catalog(other)).set_index("id")
    assert units.loc["haven-birch", "beds"] == "16 certified, 8 to 12 staffed"
    assert units.loc["haven-cedar", "beds"] == "not published"
    assert units.loc["haven-cedar", ["geoid", "phone", "street", "radius_m"]].tolist() == [
        CEDAR,
        "307-555-0120",
        "",
        3000,
    ]


def test_findings_as_a_table() -> None:
    table = frames.findings(VERIFIED)
    assert len(table) == len(VERIFIED.findings) == len(VERIFIED.standards) * VERIFIED.counties
    for total in VERIFIED.standards:
        rows = table[table["standard"] == total.id]
        assert (rows["status"] == "claimed").sum() == total.claimed
        assert (rows["basis"] == "measured").sum() == total.bases["measured"]


@pytest.mark.parametrize("display", [False, True])
def test_shapes_and_county_table_must_name_the_same_counties(tmp_path: Path, display: bool) -> None:
    name = folder.DISPLAY_SHAPES if display else folder.SHAPES
    shapes = small_state.write(tmp_path) / name
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace(f'"{CEDAR}"', '"56999"'), encoding="utf-8")
    known = load.load(tmp_path, today=small_state.DAY)
    with pytest.raises(DataError) as caught:
        frames.counties(known, display=display)
    (problem,) = caught.value.problems
    assert (problem.file, problem.rule, problem.found) == (name, "unknown-county", "56999")
