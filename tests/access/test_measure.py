"""Measures of access on the bundled data: against brute force, and the laws any such measure keeps."""

import datetime as dt
import json
import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Geod

import geo
from geo.access import demand, measure, supply
from geo.access.reach_standards import Within
from geo.access.records import Access, Area, Distances, Range
from geo.catalog.records import BedsKind
from geo.coverage import beds
from geo.jsonable import jsonable
from tests import live

Columns = NDArray[np.float64]
DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
FOUND = live.access()
POINTS = demand.default(KNOWN)
PEOPLE = sum(county.people for county in KNOWN.counties)
SUPPLY = supply.at(VERIFIED, FOUND.service)
SOURCES = VERIFIED.evidence.sources
GEOD = Geod(ellps="WGS84")
MILE_M = 1609.344


def brute_miles() -> Columns:
    """Measure every point to every unit with PROJ, one column for each unit."""
    ones = np.ones(len(POINTS.lon))
    return (
        np.column_stack(
            [
                np.asarray(GEOD.inv(POINTS.lon, POINTS.lat, unit.lon * ones, unit.lat * ones)[2])
                for unit in SUPPLY.units
            ]
        )
        / MILE_M
    )


MILES = brute_miles()
RADII = np.array([unit.radius_m for unit in SUPPLY.units]) / MILE_M
CERTAIN = np.array([unit.id not in SUPPLY.disputed for unit in SUPPLY.units])


def every_area(found: Access) -> tuple[Area, ...]:
    return (found.state, *found.regions, *found.counties)


def points_of(area: Area) -> NDArray[np.bool_]:
    places = [place for place, county in enumerate(KNOWN.counties) if county.geoid in area.counties]
    return np.isin(POINTS.county, places)


def test_everybody_is_counted_in_the_state_a_region_and_a_county() -> None:
    assert FOUND.state.people == PEOPLE
    assert [area.id for area in FOUND.counties] == [county.geoid for county in KNOWN.counties]
    assert [area.people for area in FOUND.counties] == [county.people for county in KNOWN.counties]
    assert [area.rucc for area in FOUND.counties] == [county.rucc for county in KNOWN.counties]
    assert {geoid: int(area.id) for area in FOUND.regions for geoid in area.counties} == dict(
        SUPPLY.settled
    )
    for areas in (FOUND.regions, FOUND.counties):
        assert math.isclose(sum(area.people for area in areas), FOUND.state.people)
        for place, within in enumerate(FOUND.state.within):
            for side in ("value", "low", "high"):
                total = sum(getattr(area.within[place].people, side) for area in areas)
                assert math.isclose(total, getattr(within.people, side))


def people_within(miles: Columns, limit: int, area: Area) -> float:
    return math.fsum(POINTS.people[points_of(area) & (miles <= limit)])


@pytest.mark.parametrize("area", [FOUND.state, FOUND.regions[0], *FOUND.counties[::9]], ids=str)
def test_an_area_is_what_counting_point_by_point_says(area: Area) -> None:
    here = points_of(area)
    nearest, second = np.sort(MILES, axis=1)[:, :2].T
    mean = np.average(nearest[here], weights=POINTS.people[here])
    assert area.nearest.mean_miles.value == pytest.approx(mean, abs=1e-4)
    assert area.points == here.sum()
    for within, backup in zip(area.within, area.second, strict=True):
        people = people_within(nearest, within.miles, area)
        assert within.people.value == pytest.approx(people, abs=1e-3)
        assert within.share.value == pytest.approx(people / area.people, abs=1e-6)
        people = people_within(second, within.miles, area)
        assert backup.people.value == pytest.approx(people, abs=1e-3)
    unreached = math.fsum(POINTS.people[here & (nearest > 60)])
    assert area.bed_access.people_unreached == pytest.approx(unreached, abs=1e-3)


def test_least_and_most_allow_every_unit_its_radius_and_the_most_no_disputed_one() -> None:
    low = np.maximum(MILES - RADII, 0).min(axis=1)
    high = (MILES + RADII)[:, CERTAIN].min(axis=1)
    for area in every_area(FOUND):
        for within in area.within:
            least, most = (people_within(miles, within.miles, area) for miles in (high, low))
            assert within.people.low == pytest.approx(least, abs=1e-3)
            assert within.people.high == pytest.approx(most, abs=1e-3)
        here = points_of(area)
        for miles, side in ((low, "low"), (high, "high")):
            mean = np.average(miles[here], weights=POINTS.people[here])
            assert getattr(area.nearest.mean_miles, side) == pytest.approx(mean, abs=1e-4)


def test_each_county_is_measured_to_its_regions_own_units() -> None:
    for area in FOUND.counties:
        own = [unit.id in SUPPLY.own[area.id] for unit in SUPPLY.units]
        here = points_of(area)
        if not any(own):
            assert (area.own, area.own_people, area.people_nearer_elsewhere) == (None, 0, 0)
            continue
        nearest = MILES[here][:, own].min(axis=1)
        mean = np.average(nearest, weights=POINTS.people[here])
        elsewhere = POINTS.people[here][MILES[here].min(axis=1) < nearest]
        assert area.own is not None
        assert area.own.mean_miles.value == pytest.approx(mean, abs=1e-4)
        assert area.own_people == area.people
        assert area.people_nearer_elsewhere == math.fsum(elsewhere)


def test_each_unit_has_the_people_whose_nearest_it_is() -> None:
    winner = MILES.argmin(axis=1)
    for area in every_area(FOUND):
        here = points_of(area)
        counts = np.bincount(winner[here], POINTS.people[here], len(SUPPLY.units))
        expected = {
            unit.id: count for unit, count in zip(SUPPLY.units, counts, strict=True) if count
        }
        assert {share.facility_id: share.people for share in area.nearest_units} == expected
        people = [share.people for share in area.nearest_units]
        assert people == sorted(people, reverse=True)
        for share in area.nearest_units:
            miles = MILES[here, [unit.id for unit in SUPPLY.units].index(share.facility_id)]
            theirs = winner[here] == [unit.id for unit in SUPPLY.units].index(share.facility_id)
            mean = np.average(miles[theirs], weights=POINTS.people[here][theirs])
            assert share.mean_miles == pytest.approx(mean, abs=1e-4)
            assert share.share == pytest.approx(share.people / area.people, abs=1e-6)
            assert share.disputed == (share.facility_id in SUPPLY.disputed)
            own = frozenset().union(*(SUPPLY.own[geoid] for geoid in area.counties))
            assert share.own == (share.facility_id in own)


def figures(distances: Distances | None) -> list[Range]:
    if distances is None:
        return []
    return [distances.mean_miles, distances.median_miles, distances.p90_miles]


@pytest.mark.parametrize("area", every_area(FOUND), ids=lambda area: f"{area.kind}-{area.id}")
def test_every_area_keeps_the_order_of_its_figures(area: Area) -> None:
    ranges = [*figures(area.nearest), *figures(area.own)]
    for within in (*area.within, *area.second):
        ranges += [within.people, within.share]
    for figure in ranges:
        assert figure.low is not None
        assert figure.value is not None
        assert figure.high is not None
        assert figure.low <= figure.value <= figure.high
    for low, high in pairwise(area.within):
        assert (low.people.value or 0) <= (high.people.value or 0)
    for first, second in zip(area.within, area.second, strict=True):
        assert (second.people.value or 0) <= (first.people.value or 0)
    assert area.nearest.median_miles.value <= area.nearest.p90_miles.value  # type: ignore[operator]
    assert sum(share.share for share in area.nearest_units) == pytest.approx(1, abs=1e-5)
    assert math.isclose(sum(area.people_by_mile), area.people)
    # Wherever anybody lives, so also at the points.
    assert area.least_miles is not None
    assert area.most_miles is not None
    assert area.least_miles <= (area.nearest.mean_miles.low or 0) + 1e-3
    assert (area.nearest.mean_miles.high or 0) <= area.most_miles + 1e-3


def test_people_by_mile_agree_with_people_within() -> None:
    for area in every_area(FOUND):
        for within in area.within:
            inside = sum(area.people_by_mile[: within.miles])
            assert inside == pytest.approx(within.people.value, abs=0.01)


def test_bounds_on_everybody_are_those_of_the_counties() -> None:
    by_geoid = {area.id: area for area in FOUND.counties}
    for area in (*FOUND.regions, FOUND.state):
        counties = [by_geoid[geoid] for geoid in area.counties]
        assert area.least_miles == min(county.least_miles or 0 for county in counties)
        assert area.most_miles == max(county.most_miles or 0 for county in counties)


def test_splitting_a_point_and_another_order_change_nothing() -> None:
    whole = replace(POINTS, scale=demand.Scale.POINTS)
    half = whole.people / 2
    order = np.random.default_rng(1).permutation(2 * len(half))

    def twice(column: Any) -> Any:
        return np.concatenate((column, column))[order]

    split = replace(
        whole,
        lon=twice(whole.lon),
        lat=twice(whole.lat),
        county=twice(whole.county),
        people=np.concatenate((half, whole.people - half))[order],
    )
    before, after = (measure.measure(VERIFIED, points) for points in (whole, split))
    for area, same in zip(every_area(before), every_area(after), strict=True):
        assert replace(same, points=area.points, bed_access=area.bed_access) == area
        assert same.bed_access.enhanced_high == pytest.approx(area.bed_access.enhanced_high)


def test_beds_shared_out_are_all_beds() -> None:
    for side, shared in zip(("low", "high"), supply.bed_supply(SUPPLY), strict=True):
        for kind in ("two_step", "enhanced"):
            per_100k = getattr(FOUND.state.bed_access, f"{kind}_{side}")
            assert per_100k * PEOPLE / 100_000 == pytest.approx(sum(shared), abs=0.01)


def test_nobody_is_left_out_where_no_unit_reaches() -> None:
    unreached = sum(area.bed_access.people_unreached or 0 for area in FOUND.counties)
    assert unreached == pytest.approx(FOUND.state.bed_access.people_unreached)
    assert all(area.bed_access.two_step_low is not None for area in FOUND.counties)


def test_unknown_beds_stay_unknown() -> None:
    unknown = {unit.id for unit in SUPPLY.units if beds.span(unit, SOURCES) is None}
    assert FOUND.state.beds.units_unknown == len(unknown)
    for area in every_area(FOUND):
        known = area.beds.units_unknown == 0
        assert (area.beds.high is not None) == known
        assert (area.beds.per_100k_high is not None) == known


def test_beds_are_the_least_and_the_most_that_any_figure_that_counts_gives_now() -> None:
    for unit in SUPPLY.units:
        planned = tuple(figure for figure in unit.beds if figure.kind is BedsKind.PLANNED)
        assert beds.span(replace(unit, beds=planned), SOURCES) is None
        now = beds.counting(unit, SOURCES)
        assert set(planned).isdisjoint(now)
        if now:
            expected = min(figure.low for figure in now), max(figure.high for figure in now)
            assert beds.span(unit, SOURCES) == expected


def test_the_units_whose_beds_are_derived_are_counted_with_them() -> None:
    # Cleveland, Grenada and Newton: of the other five sources tell as much themselves.
    derived = {unit.id for unit in SUPPLY.units if beds.rests_on_derived(unit, SOURCES)}
    assert derived == {"csu-cleveland", "csu-grenada", "csu-newton"}
    assert FOUND.state.beds.units_derived == 3
    assert sum(region.beds.units_derived for region in FOUND.regions) == 3


def test_where_a_point_stands_for_a_county_figures_hold_for_people_anywhere_in_it() -> None:
    only = replace(
        POINTS,
        scale=demand.Scale.COUNTY,
        lon=np.array([county.center_lon for county in KNOWN.counties]),
        lat=np.array([county.center_lat for county in KNOWN.counties]),
        people=np.array([float(county.people) for county in KNOWN.counties]),
        county=np.arange(len(KNOWN.counties)),
    )
    found = measure.measure(VERIFIED, only)
    for coarse, finer in zip(every_area(found), every_area(FOUND), strict=True):
        wide = (*figures(coarse.nearest), *figures(coarse.own))
        narrow = (*figures(finer.nearest), *figures(finer.own))
        for outer, inner in zip(wide, narrow, strict=True):
            assert outer.low <= inner.value <= outer.high  # type: ignore[operator]
        for outer_within, inner_within in zip(
            (*coarse.within, *coarse.second), (*finer.within, *finer.second), strict=True
        ):
            people = outer_within.people
            assert people.low <= inner_within.people.value <= people.high  # type: ignore[operator]
    for area in found.counties:
        mean = area.nearest.mean_miles
        assert area.least_miles <= mean.value <= area.most_miles  # type: ignore[operator]
        assert area.least_miles <= mean.low + 1e-3  # type: ignore[operator]
        assert mean.high <= area.most_miles + 1e-3  # type: ignore[operator]


def test_on_a_day_without_units_nothing_is_made_up() -> None:
    early = measure.measure(geo.verify(KNOWN, dt.date(1990, 1, 1)))
    assert early.units == 0
    assert early.state.people == PEOPLE
    assert early.state.nearest.mean_miles == Range(value=None, low=None, high=None)
    assert early.state.own is None
    assert early.state.most_miles is None
    for within in (*early.state.within, *early.state.second):
        assert within.people == within.share == Range(value=None, low=None, high=None)
    assert (early.state.beds.units, early.state.beds.low, early.state.beds.high) == (0, None, None)
    assert early.state.bed_access.people_unreached is None
    assert early.state.bed_access.two_step_high is None
    verdicts = [verdict for area in every_area(early) for verdict in area.reach]
    assert all(verdict.status is Within.CANNOT_TELL for verdict in verdicts)
    json.dumps(jsonable(early), allow_nan=False)


def test_an_unknown_service_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no such service type"):
        measure.measure(VERIFIED, service="spa")
