"""Measures of access: against brute force, and the laws that any such measure keeps."""

import datetime as dt
import json
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Geod

import geo
from geo.access import demand, measure, supply
from geo.access.demand import Demand
from geo.access.records import Access, Area, Distances, Range, Reach
from geo.catalog.records import BedsKind, Catalog, Facility
from geo.cli import main
from geo.jsonable import jsonable

KNOWN = geo.load()
DAY = dt.date(2026, 11, 21)
VERIFIED = geo.verify(KNOWN, DAY)
FOUND = measure.measure(VERIFIED)
POINTS = demand.default(KNOWN)
MILE_M = 1609.344
GEOD = Geod(ellps="WGS84")


def every_area(found: Access) -> tuple[Area, ...]:
    return (found.state, *found.regions, *found.counties)


def with_units(units: tuple[Facility, ...]) -> Catalog:
    return replace(KNOWN, services=replace(KNOWN.services, facilities=units))


def measured(catalog: Catalog, points: Demand | None = None) -> Access:
    return measure.measure(geo.verify(catalog, DAY), points)


def brute_miles() -> list[list[float]]:
    return [
        [GEOD.inv(lon, lat, unit.lon, unit.lat)[2] / MILE_M for unit in KNOWN.services.facilities]
        for lon, lat in zip(POINTS.lon, POINTS.lat, strict=True)
    ]


UNITS = KNOWN.services.facilities
DISPUTED = {"csu-natchez"}
"""Closed in 2023 and still listed: it counts at best, and not at worst."""
MILES = brute_miles()
RADII = [one.radius_m / MILE_M for one in KNOWN.services.facilities]


def test_everybody_is_counted_in_the_state_a_region_and_a_county() -> None:
    assert FOUND.state.people == 2_961_279
    assert len(FOUND.counties) == 82
    assert len(FOUND.regions) == 11
    for some in (FOUND.regions, FOUND.counties):
        assert math.isclose(sum(one.people for one in some), FOUND.state.people)
        for place, within in enumerate(FOUND.state.within):
            for side in ("value", "low", "high"):
                total = sum(getattr(one.within[place].people, side) for one in some)
                assert math.isclose(total, getattr(within.people, side))
    by_geoid = {one.geoid: one.people for one in KNOWN.counties}
    assert {one.id: one.people for one in FOUND.counties} == by_geoid


def test_the_state_is_what_counting_point_by_point_says() -> None:
    people = [float(one) for one in POINTS.people]
    nearest = [min(row) for row in MILES]
    mean = math.fsum(m * p for m, p in zip(nearest, people, strict=True)) / math.fsum(people)
    assert FOUND.state.nearest.mean_miles.value == pytest.approx(mean, abs=1e-4)
    for within, second in zip(FOUND.state.within, FOUND.state.second, strict=True):
        here = math.fsum(p for m, p in zip(nearest, people, strict=True) if m <= within.miles)
        assert within.people.value == pytest.approx(here, abs=1e-3)
        assert within.share.value == pytest.approx(here / math.fsum(people), abs=1e-6)
        two = math.fsum(
            p for row, p in zip(MILES, people, strict=True) if sorted(row)[1] <= second.miles
        )
        assert second.people.value == pytest.approx(two, abs=1e-3)


def test_least_and_most_allow_every_unit_its_radius() -> None:
    people = [float(one) for one in POINTS.people]
    for within in FOUND.state.within:
        for side, sign in (("low", 1), ("high", -1)):
            here = math.fsum(
                p
                for row, p in zip(MILES, people, strict=True)
                if min(
                    m + sign * r
                    for m, r, unit in zip(row, RADII, UNITS, strict=True)
                    if side == "high" or unit.id not in DISPUTED
                )
                <= within.miles
            )
            assert getattr(within.people, side) == pytest.approx(here, abs=1e-3)


def test_a_county_is_measured_to_its_regions_own_units() -> None:
    desoto = next(one for one in FOUND.counties if one.name == "DeSoto")
    place = next(i for i, one in enumerate(KNOWN.counties) if one.name == "DeSoto")
    own = [i for i, one in enumerate(KNOWN.services.facilities) if one.region == 4]
    rows = [
        (min(MILES[i][unit] for unit in own), float(POINTS.people[i]))
        for i in np.flatnonzero(POINTS.county == place)
    ]
    mean = math.fsum(m * p for m, p in rows) / math.fsum(p for _, p in rows)
    assert desoto.own is not None
    assert desoto.own.mean_miles.value == pytest.approx(mean, abs=1e-4)
    assert desoto.people_nearer_elsewhere == desoto.people
    assert not desoto.nearest_units[0].own


def test_the_nearest_unit_of_20_counties_is_another_regions_for_most_people() -> None:
    crossing = {one.name for one in FOUND.counties if not one.nearest_units[0].own}
    assert len(crossing) == 20
    assert {"DeSoto", "Franklin", "Amite"} <= crossing


def figures(distances: Distances | None) -> list[Range]:
    if distances is None:
        return []
    return [distances.mean_miles, distances.median_miles, distances.p90_miles]


@pytest.mark.parametrize("area", every_area(FOUND), ids=lambda one: f"{one.kind}-{one.id}")
def test_every_area_keeps_the_order_of_its_figures(area: Area) -> None:
    ranges = [*figures(area.nearest), *figures(area.own)]
    ranges += [
        one for within in (*area.within, *area.second) for one in (within.people, within.share)
    ]
    for one in ranges:
        assert one.low is not None
        assert one.value is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
    for low, high in pairwise(area.within):
        assert (low.people.value or 0) <= (high.people.value or 0)
    for first, second in zip(area.within, area.second, strict=True):
        assert (second.people.value or 0) <= (first.people.value or 0)
    assert area.nearest.median_miles.value <= area.nearest.p90_miles.value  # type: ignore[operator]
    assert sum(one.share for one in area.nearest_units) == pytest.approx(1, abs=1e-5)
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


def test_another_unit_never_lengthens_a_distance() -> None:
    some = KNOWN.services.facilities
    fewer = measured(with_units(some[:-1]))
    for before, after in zip(every_area(fewer), every_area(FOUND), strict=True):
        for old, new in zip(figures(before.nearest), figures(after.nearest), strict=True):
            for side in ("value", "low", "high"):
                assert getattr(new, side) <= getattr(old, side)
        for old_within, new_within in zip(
            (*before.within, *before.second), (*after.within, *after.second), strict=True
        ):
            assert old_within.people.value <= new_within.people.value  # type: ignore[operator]
        assert after.most_miles <= before.most_miles  # type: ignore[operator]


def test_splitting_a_point_and_another_order_change_nothing() -> None:
    whole = POINTS
    half = whole.people / 2
    order = np.random.default_rng(1).permutation(2 * len(half))

    def twice(one: Any) -> Any:
        return np.concatenate((one, one))[order]

    split = replace(
        whole,
        lon=twice(whole.lon),
        lat=twice(whole.lat),
        county=twice(whole.county),
        people=np.concatenate((half, whole.people - half))[order],
    )
    found = measured(KNOWN, split)
    for one, other in zip(every_area(found), every_area(FOUND), strict=True):
        assert replace(one, points=other.points, bed_access=other.bed_access) == other
        assert one.bed_access.enhanced_high == pytest.approx(other.bed_access.enhanced_high)


THERE = supply.at(VERIFIED, "csu")


def test_beds_shared_out_are_all_beds() -> None:
    for area, side in ((FOUND.state, "low"), (FOUND.state, "high")):
        beds = supply.bed_supply(THERE)[side == "high"]
        for kind in ("two_step", "enhanced"):
            per_100k = getattr(area.bed_access, f"{kind}_{side}")
            assert per_100k * area.people / 100_000 == pytest.approx(sum(beds), abs=0.01)


def test_nobody_is_left_out_where_no_unit_reaches() -> None:
    far = [one for one in FOUND.counties if one.bed_access.people_unreached]
    assert far
    unreached = sum(one.bed_access.people_unreached for one in FOUND.counties)
    assert unreached == pytest.approx(FOUND.state.bed_access.people_unreached)
    assert all(one.bed_access.two_step_low is not None for one in FOUND.counties)


def test_unknown_beds_stay_unknown() -> None:
    unknown = {one.id for one in KNOWN.services.facilities if supply.beds(one) is None}
    assert unknown
    assert FOUND.state.beds.units_unknown == len(unknown)
    for area in every_area(FOUND):
        known = area.beds.units_unknown == 0
        assert (area.beds.high is not None) == known
        assert (area.beds.per_100k_high is not None) == known
    some = next(one for one in KNOWN.services.facilities if len(one.beds) > 1)
    least, most = supply.beds(some) or (0, 0)
    assert least == min(one.low for one in some.beds if one.kind is not BedsKind.PLANNED)
    assert most == max(one.high for one in some.beds if one.kind is not BedsKind.PLANNED)


def test_planned_beds_are_not_there() -> None:
    one = next(one for one in KNOWN.services.facilities if one.beds)
    planned = replace(one, beds=tuple(replace(bed, kind=BedsKind.PLANNED) for bed in one.beds))
    assert supply.beds(planned) is None


def test_a_disputed_unit_counts_at_best_and_not_at_worst() -> None:
    without = measured(with_units(tuple(one for one in UNITS if one.id not in DISPUTED)))
    adams = next(one for one in FOUND.counties if one.name == "Adams")
    closed = next(one for one in without.counties if one.name == "Adams")
    assert adams.disputed == ("Natchez Crisis Stabilization Unit",)
    assert adams.nearest_units[0].disputed
    assert adams.nearest.mean_miles.high == closed.nearest.mean_miles.high
    assert adams.most_miles == closed.most_miles
    for open_, shut in zip(adams.within, closed.within, strict=True):
        assert open_.people.low == shut.people.low
    assert not any(one.proven and one.status is Reach.WITHIN for one in adams.reach)
    # Nobody else can stand in for the region's only unit.
    assert adams.own is not None
    assert (adams.own.mean_miles.high or 0) < 20
    assert FOUND.state.beds.low == 144 - 12
    assert FOUND.state.beds.units_disputed == 1
    assert next(one for one in FOUND.counties if one.name == "Alcorn").disputed == ()


def test_a_claim_is_no_team() -> None:
    attala = next(one for one in FOUND.counties if one.name == "Attala")
    loads = {one.service: one for one in attala.teams}
    assert set(loads) == {"mobile_crisis", "pact", "icort", "icss"}
    assert loads["icss"].teams == loads["pact"].teams == loads["icort"].teams == 0
    assert loads["pact"].people_per_team is None
    assert loads["mobile_crisis"].teams == 1


def test_people_for_each_team_are_those_of_all_its_counties() -> None:
    state = {one.service: one for one in FOUND.state.teams}
    assert (state["pact"].teams, state["icort"].teams, state["mobile_crisis"].teams) == (10, 16, 13)
    assert state["mobile_crisis"].people == 2_961_279
    assert state["icss"].teams == 0
    by_name = {one.name: one.people for one in KNOWN.counties}
    service = next(one for one in KNOWN.services.services if one.type == "pact")
    people = sum(by_name[one] for one in service.catchment.counties)
    place = next(one for one in FOUND.counties if one.name == service.catchment.counties[0])
    load = next(one for one in place.teams if one.service == "pact")
    assert (load.people, load.teams) == (people, service.teams)


def test_where_a_point_stands_for_a_county_figures_hold_for_people_anywhere_in_it() -> None:
    only = replace(
        POINTS,
        scale=demand.Scale.COUNTY,
        lon=np.array([one.center_lon for one in KNOWN.counties]),
        lat=np.array([one.center_lat for one in KNOWN.counties]),
        people=np.array([float(one.people) for one in KNOWN.counties]),
        county=np.arange(82),
    )
    found = measured(KNOWN, only)
    for one, finer in zip(every_area(found), every_area(FOUND), strict=True):
        for coarse, fine in zip(
            (*figures(one.nearest), *figures(one.own)),
            (*figures(finer.nearest), *figures(finer.own)),
            strict=True,
        ):
            assert coarse.low <= fine.value <= coarse.high  # type: ignore[operator]
        for coarse_within, fine_within in zip(
            (*one.within, *one.second), (*finer.within, *finer.second), strict=True
        ):
            people = coarse_within.people
            assert people.low <= fine_within.people.value <= people.high  # type: ignore[operator]


def test_on_a_day_without_units_nothing_is_made_up() -> None:
    early = measure.measure(geo.verify(KNOWN, dt.date(1990, 1, 1)))
    assert early.units == 0
    assert early.state.people == 2_961_279
    assert early.state.nearest.mean_miles == Range(value=None, low=None, high=None)
    assert early.state.own is None
    assert early.state.most_miles is None
    assert [one.people.value for one in early.state.within] == [None] * 4
    assert (early.state.beds.units, early.state.beds.low, early.state.beds.high) == (0, None, None)
    assert early.state.bed_access.people_unreached is None
    assert early.state.bed_access.two_step_high is None
    assert {one.status for area in every_area(early) for one in area.reach} == {Reach.CANNOT_TELL}
    json.dumps(jsonable(early), allow_nan=False)


def test_with_one_unit_there_is_no_second() -> None:
    found = measured(with_units(KNOWN.services.facilities[:1]))
    assert all(one.people.value == 0 for one in found.state.second)
    (served,) = [one for one in found.regions if one.own is not None]
    assert found.state.own_people == served.own_people == served.people
    assert found.state.people_nearer_elsewhere == 0


def test_while_a_county_moves_it_is_in_no_region_and_in_the_state() -> None:
    day = dt.date(2022, 6, 1)
    found = measure.measure(geo.verify(KNOWN, day))
    settled = {geoid for one in found.regions for geoid in one.counties}
    moving = [one for one in found.counties if one.id not in settled]
    assert moving
    assert all(len(one.regions) > 1 for one in moving)
    assert all(one.own is None and one.own_people == 0 for one in moving)
    assert all(unit.own is None for one in moving for unit in one.nearest_units)
    assert all(one.beds.low is None and one.beds.high is None for one in moving)
    known = found.state.people - sum(one.people for one in moving)
    assert found.state.own_people in (known, 0)
    assert found.state.people == 2_961_279


def test_an_unknown_service_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no such service type"):
        measure.measure(VERIFIED, service="spa")


def test_json_holds_numbers_only_and_every_key_of_the_record(run: Any) -> None:
    whole = json.loads(run("access", "--format", "json").stdout)
    assert set(whole) == set(Access.__dataclass_fields__)
    assert whole["as_of"]
    assert whole["data_sha256"] == KNOWN.data_sha256
    assert set(whole["state"]) == set(Area.__dataclass_fields__)
    assert len(whole["counties"]) == 82


@pytest.fixture(name="run")
def run_command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    class Done:
        def __init__(self, code: int, stdout: str, stderr: str) -> None:
            self.code, self.stdout, self.stderr = code, stdout, stderr

    def run(*arguments: str) -> Done:
        code = main.main(arguments)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def test_the_command_says_straight_line_date_and_hash(run: Any) -> None:
    done = run("access")
    assert done.code == 0
    assert "straight line" in done.stdout
    assert KNOWN.data_sha256 in done.stdout
    for one in KNOWN.counties:
        assert f" {one.name} " in done.stdout
    assert "at least" in done.stdout
    assert "Natchez Crisis Stabilization Unit is disputed" in done.stdout


def test_the_command_shows_one_county_in_full(run: Any) -> None:
    done = run("access", "jeff", "davis", "--format", "json")
    whole = json.loads(done.stdout)
    assert [one["name"] for one in whole["counties"]] == ["Jefferson Davis"]
    assert "state" not in whole
    text = run("access", "Attala").stdout
    assert "Attala County (28007)" in text
    assert "no source names a team here; that is not proof that there is none" in text


def test_a_county_that_is_none_and_a_demand_file_that_is_none_are_told(
    run: Any, tmp_path: Path
) -> None:
    assert run("access", "Zyzx").code == 2
    missing = run("access", "--demand", str(tmp_path / "none.csv"))
    assert missing.code == 2
    assert "none.csv" in missing.stderr


def test_another_demand_file_is_said_to_be_one(run: Any, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    rows = [f"{one.center_lon},{one.center_lat},{one.people}" for one in KNOWN.counties]
    table.write_text("\n".join(["lon,lat,people", *rows]), encoding="utf-8")
    whole = json.loads(run("access", "--demand", str(table), "--format", "json").stdout)
    assert whole["demand"]["points"] == 82
    assert whole["demand"]["error_miles"] is None
    assert whole["demand"]["error_share"] == {}
    assert whole["state"]["people"] == 2_961_279
