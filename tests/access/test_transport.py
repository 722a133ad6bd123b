"""What a deputy drives: the way to the region's own unit and back, and how many people are far."""

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from geo.access import assess, demand, measure, supply
from geo.access.records import Area
from geo.access.transport import beyond, transport
from geo.spatial import geodesy
from tests import live, small_state
from tests.small_state import CEDAR

ASSESSED = live.assessment()
ACCESS = live.access()
POINTS = demand.default(ASSESSED.catalog)
UNITS = supply.at(ASSESSED, ACCESS.service)
PLACES = {county.geoid: place for place, county in enumerate(ASSESSED.catalog.counties)}


def area_of(name: str) -> Area:
    return next(area for area in ACCESS.counties if area.name == name)


def one_way(geoid: str, wanted: str) -> tuple[np.ndarray, np.ndarray]:
    """Return people and miles to the nearest (or farthest) own unit, worked out here anew."""
    here = POINTS.county == PLACES[geoid]
    own = [unit for unit in UNITS.units if unit.id in UNITS.own[geoid]]
    spots = np.array([(unit.lon, unit.lat) for unit in own])
    meters = geodesy.distance_m(
        POINTS.lon[here][:, None], POINTS.lat[here][:, None], spots[:, 0], spots[:, 1]
    )
    miles = meters / geodesy.METERS_PER_MILE
    return POINTS.people[here], miles.min(axis=1) if wanted == "nearest" else miles.max(axis=1)


@pytest.mark.parametrize("area", ACCESS.counties, ids=lambda area: area.name)
def test_it_is_twice_the_way_to_the_regions_own_units(area: Area) -> None:
    found = transport(ASSESSED, ACCESS, area)
    assert found.mean_miles
    assert found.farthest_mean_miles
    for miles, wanted in (
        (found.mean_miles, "nearest"),
        (found.farthest_mean_miles, "farthest"),
    ):
        people, far = one_way(area.id, wanted)
        assert miles.value == pytest.approx(2 * np.average(far, weights=people), abs=1e-3)
        assert miles.low is not None
        assert miles.high is not None
        assert miles.low <= (miles.value or 0) <= miles.high
    said = " ".join(found.says)
    assert "roads are longer" in said
    assert ("To the farthest: " in said) == (len(found.units) > 1)
    assert ("We inferred the county's region" in said) == found.weak


def test_people_beyond_are_counted_one_way_and_add_up_to_the_state() -> None:
    for place, limit in enumerate(ACCESS.state.own_beyond):
        counted = 0.0
        for area in ACCESS.counties:
            people, far = one_way(area.id, "nearest")
            counted += float(people[far > limit.miles].sum())
        assert limit.people.value == pytest.approx(counted, abs=1e-3)
        whole = sum(area.own_beyond[place].people.high or 0 for area in ACCESS.counties)
        assert limit.people.high == pytest.approx(whole, abs=1e-3)
        assert (limit.people.low or 0) <= counted <= whole
    assert [limit.miles for limit in ACCESS.state.own_beyond] == [45, 90]


@pytest.mark.published
def test_how_many_are_far_in_the_whole_state() -> None:
    assert beyond(ACCESS.state) == (
        "467,294 (409,125 to 558,919) people live more than 45 straight-line miles, one way, from their "
        "region's own unit. More than 90 miles: 57,477 (41,393 to 132,246)."
    )


def test_an_inferred_region_is_said_and_several_units_are_asked_for() -> None:
    carroll = transport(ASSESSED, ACCESS, area_of("Carroll"))
    assert carroll.weak
    assert any(line.endswith("Ask which one takes the person.") for line in carroll.says)
    benton = transport(ASSESSED, ACCESS, area_of("Benton"))
    assert benton.mean_miles == benton.farthest_mean_miles
    assert not any("Ask which one" in line for line in benton.says)


def test_a_region_without_a_unit_has_no_figure(tmp_path: Path) -> None:
    content = small_state.services()
    content["facilities"] = [unit for unit in content["facilities"] if unit["region"] == 1]
    assessment = assess.verify(small_state.load(tmp_path, content), small_state.DAY)
    access = measure.measure(assessment)
    cedar = next(area for area in access.counties if area.id == CEDAR)
    found = transport(assessment, access, cedar)
    assert (found.units, found.mean_miles, found.p90_miles, found.beyond) == ((), None, None, ())
    assert found.says == (
        "We know of no unit of the county's region. Ask where a person is taken.",
    )
    assert beyond(cedar) == ""


def test_while_a_move_is_open_no_unit_is_the_own(tmp_path: Path) -> None:
    content = small_state.services()
    old, new = content["regions"]
    member = {**old["members"][0], "counties": ["Birch"]}
    old["members"][0] = {**old["members"][0], "counties": ["Alder"]}
    old["members"].append({**member, "valid_to": "2026-01-01/2026-06-01"})
    new["members"].append({**member, "valid_from": "2026-01-01/2026-06-01"})
    assessment = assess.verify(small_state.load(tmp_path, content), dt.date(2026, 3, 1))
    access = measure.measure(assessment)
    birch = next(area for area in access.counties if area.name == "Birch")
    found = transport(assessment, access, birch)
    assert (found.certain, found.units, found.mean_miles) == (False, (), None)
    assert found.says[0].startswith("We do not know the county's region")


def test_a_disputed_unit_of_the_region_is_said() -> None:
    benton = area_of("Benton")
    (unit,) = transport(ASSESSED, ACCESS, benton).units
    doubted = dataclasses.replace(benton, disputed=(unit,))
    assert any("Sources disagree" in line for line in transport(ASSESSED, ACCESS, doubted).says)
