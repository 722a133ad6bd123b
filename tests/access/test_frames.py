"""The GeoPandas join: every county once, with its shape, region, services and verdicts."""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest

from geo.access import assess, frames
from geo.catalog import folder, load
from geo.errors import DataError

DAY = dt.date(2026, 11, 21)
KNOWN = load.load()
VERIFIED = assess.verify(KNOWN, DAY)


@pytest.mark.parametrize("display", [False, True])
def test_every_county_is_joined_once(display: bool) -> None:
    joined = frames.counties(VERIFIED, display=display)
    assert list(joined.index) == [one.geoid for one in KNOWN.counties]
    assert list(joined["name"]) == [one.name for one in KNOWN.counties]
    assert joined.crs.to_epsg() == 4269
    assert joined.geometry.is_valid.all()
    assert joined["people"].sum() == 2_961_279


@pytest.mark.parametrize("standard", [one.id for one in VERIFIED.standards])
def test_the_join_says_what_the_verdicts_say(standard: str) -> None:
    joined = frames.counties(VERIFIED)
    for finding in VERIFIED.of(standard):
        row = joined.loc[finding.geoid]
        assert row[standard] == finding.status.value
        assert row[f"{standard}_basis"] == finding.basis.value
        assert row[f"{standard}_flags"] == ", ".join(finding.flags)


def test_teams_stand_with_their_counties() -> None:
    joined = frames.counties(VERIFIED)
    assert (joined["mobile_crisis_phone"] != "").all()
    assert (joined["pact"] != "").sum() == 19
    assert (joined["icort"] != "").sum() == 46
    assert joined.loc["28015", "mobile_crisis_phone"] == "866-453-6216"
    sizes = Counter(joined["region"])
    assert sizes == {
        "2": 6, "3": 7, "4": 5, "6": 16, "7": 7, "8": 5, "9": 1, "10": 9, "12": 18, "14": 2, "15": 6,
    }  # fmt: skip


def test_an_uncertain_region_is_shown_as_such() -> None:
    joined = frames.counties(assess.verify(KNOWN, dt.date(2023, 1, 1)))
    assert joined.loc["28027", "region"] == "1 or 6"


def test_facilities_lie_in_the_county_they_name() -> None:
    units = frames.facilities(KNOWN)
    shapes = frames.shapes(KNOWN).set_index("geoid")
    assert len(units) == 14
    for unit in units.itertuples():
        assert shapes.loc[unit.geoid, "geometry"].covers(unit.geometry), unit.name


def test_beds_are_unknown_where_no_source_tells() -> None:
    units = frames.facilities(KNOWN).set_index("city")
    assert set(units.index[units["beds"] == "unknown"]) == {"Brandon", "Gautier", "Jackson"}
    assert units.loc["Gulfport", "beds"] == "16 designed, 12 staffed"
    assert units.loc["Newton", "beds"] == "16 to 18 reported"


def test_findings_as_a_table() -> None:
    table = frames.findings(VERIFIED)
    assert len(table) == len(VERIFIED.findings) == len(VERIFIED.standards) * VERIFIED.counties
    for total in VERIFIED.standards:
        rows = table[table["standard"] == total.id]
        assert (rows["status"] == "claimed").sum() == total.claimed
        assert (rows["basis"] == "measured").sum() == total.bases["measured"]


def test_shapes_and_county_table_must_name_the_same_counties(tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(folder.default_dir(), home)
    shapes = home / "counties.geojson"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace('"28163"', '"28999"'), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        frames.counties(load.load(home))
    problems = [(problem.rule, problem.found) for problem in caught.value.problems]
    assert problems == [("unknown-county", "28999")]
