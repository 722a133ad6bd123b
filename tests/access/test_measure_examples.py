"""Measures of a made-up state of three counties, and of what changes when something in it does."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import geo
from geo.access import demand, measure
from geo.access.reach_standards import Within
from geo.access.records import Access, Area, Range
from geo.jsonable import SCHEMA
from geo.text import period
from tests import small_state
from tests.access.small import (
    NEAR,
    Content,
    assessed,
    catalog,
    county,
    disputed,
    measured,
    moving,
)
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

PLAIN = measured()


def every_area(found: Access) -> tuple[Area, ...]:
    return (found.state, *found.regions, *found.counties)


def test_the_areas_are_the_state_its_regions_and_its_counties() -> None:
    assert (PLAIN.state.id, PLAIN.state.name) == ("56", "Wyoming")
    assert [(area.id, area.name, area.counties) for area in PLAIN.regions] == [
        ("1", "Region 1", (ALDER, BIRCH)),
        ("2", "Region 2", (CEDAR,)),
    ]
    assert [(area.name, area.regions) for area in PLAIN.counties] == [
        ("Alder", (1,)),
        ("Birch", (1,)),
        ("Cedar", (2,)),
    ]
    assert (PLAIN.schema, PLAIN.as_of, PLAIN.units) == (SCHEMA, DAY, 2)
    assert PLAIN.limits_miles == (15, 30, 45, 60)
    assert (PLAIN.demand.people, PLAIN.demand.census_people) == (9000, 9000)
    assert PLAIN.demand.counties_without == ()


def without(place: int) -> Callable[[Content], object]:
    return lambda content: content["facilities"].pop(place)


def test_another_unit_never_lengthens_a_distance() -> None:
    for fewer in map(measured, (without(0), without(1))):
        for before, after in zip(every_area(fewer), every_area(PLAIN), strict=True):
            for name in ("mean_miles", "median_miles", "p90_miles"):
                for side in ("value", "low", "high"):
                    old, new = (getattr(area.nearest, name) for area in (before, after))
                    assert getattr(new, side) <= getattr(old, side)
            for old, new in zip(
                (*before.within, *before.second), (*after.within, *after.second), strict=True
            ):
                assert old.people.value <= new.people.value
            assert after.least_miles <= before.least_miles  # type: ignore[operator]
            assert after.most_miles <= before.most_miles  # type: ignore[operator]


def test_with_one_unit_there_is_no_second() -> None:
    found = measured(without(1))
    assert all(within.people == Range(value=0, low=0, high=0) for within in found.state.second)
    (served,) = [area for area in found.regions if area.own is not None]
    assert served.id == "1"
    assert found.state.own_people == served.own_people == served.people == 7000
    # Cedar has no unit of its own, so nobody there is nearer to another's.
    assert found.state.people_nearer_elsewhere == 0
    assert county(found, "Cedar").own is None


def test_the_second_nearest_is_counted_where_it_is_within() -> None:
    shares = [within.share.value for within in county(measured(beside_birchville), "Birch").second]
    assert shares == [pytest.approx(2897 / 3000, abs=1e-6)] * 2 + [1, 1]


def beside_birchville(content: Content) -> None:
    content["facilities"][1] |= {"lon": -105.4, "lat": 42.4, "county": "Birch", "region": 1}


def nearer_elsewhere(content: Content) -> None:
    """Move the Haven of Region 1 to the far end of Alder: Birch is nearer to Cedar Falls then."""
    content["facilities"][0] |= {"lon": -106.99, "county": "Alder"}


def test_people_nearer_to_another_regions_unit_are_counted() -> None:
    found = measured(nearer_elsewhere)
    birch = county(found, "Birch")
    assert [(share.facility, share.own) for share in birch.nearest_units] == [
        ("Cedar Falls Haven", False),
        ("Birchville Haven", True),
    ]
    assert birch.people_nearer_elsewhere == birch.nearest_units[0].people == 2897
    assert birch.own is not None
    assert birch.own.mean_miles.value > birch.nearest.mean_miles.value  # type: ignore[operator]
    assert found.state.people_nearer_elsewhere == 2897


# Sources that contradict each other


def test_a_disputed_unit_counts_at_best_and_not_at_worst() -> None:
    open_, shut = measured(disputed), measured(without(0))
    for name in ("Alder", "Birch", "Cedar"):
        there, gone = county(open_, name), county(shut, name)
        plain = county(PLAIN, name)
        assert there.nearest.mean_miles.high == gone.nearest.mean_miles.high
        assert there.nearest.mean_miles.low == plain.nearest.mean_miles.low
        assert there.nearest.mean_miles.value == plain.nearest.mean_miles.value
        assert (there.least_miles, there.most_miles) == (plain.least_miles, gone.most_miles)
        for before, after in zip(there.within, gone.within, strict=True):
            assert before.people.low == after.people.low
    birch = county(open_, "Birch")
    assert birch.disputed == ("Birchville Haven",)
    assert birch.nearest_units[0].disputed
    # Nobody else can stand in for the region's only unit.
    assert birch.own == county(PLAIN, "Birch").own
    assert county(open_, "Cedar").disputed == ()


def test_beds_of_a_disputed_unit_are_none_at_least() -> None:
    beds = measured(disputed).state.beds
    assert (beds.units, beds.units_disputed, beds.low, beds.high) == (2, 1, 16, 32)
    assert PLAIN.state.beds.low == PLAIN.state.beds.high == 32
    low, high = (
        getattr(measured(disputed).state.bed_access, f"two_step_{side}") for side in ("low", "high")
    )
    assert low < high == PLAIN.state.bed_access.two_step_high


def test_nothing_within_is_proven_by_a_disputed_unit() -> None:
    def asked(content: Content) -> None:
        content["standards"].append(NEAR | {"within_miles": 70})

    (verdict,) = county(measured(asked), "Birch").reach
    assert (verdict.status, verdict.proven) == (Within.WITHIN, True)

    def both(content: Content) -> None:
        asked(content)
        disputed(content)

    (verdict,) = county(measured(both), "Birch").reach
    assert verdict.status is not Within.WITHIN
    assert not verdict.proven


# Beds


def test_beds_of_a_region_are_for_all_its_people() -> None:
    birch = county(PLAIN, "Birch").beds
    assert (birch.units, birch.people, birch.low, birch.high) == (1, 7000, 16, 16)
    assert birch.per_100k_low == birch.per_100k_high == pytest.approx(16 / 7000 * 100_000)
    assert PLAIN.state.beds.people == 9000


@pytest.mark.parametrize("kind", ["planned", None])
def test_beds_that_are_planned_or_unknown_are_not_known(kind: str | None) -> None:
    def unknown(content: Content) -> None:
        beds = content["facilities"][0].pop("beds")
        if kind:
            content["facilities"][0]["beds"] = [beds[0] | {"kind": kind}]

    found = measured(unknown)
    beds = county(found, "Birch").beds
    assert (beds.units, beds.units_unknown, beds.low, beds.high) == (1, 1, None, None)
    state = found.state.beds
    assert (state.units, state.units_unknown, state.low, state.high) == (2, 1, 16, None)
    # As many as any unit is said to have, at most; none at least.
    assert found.state.bed_access.two_step_high == PLAIN.state.bed_access.two_step_high
    assert found.state.bed_access.two_step_low < PLAIN.state.bed_access.two_step_low  # type: ignore[operator]


def test_a_region_without_a_unit_has_no_beds() -> None:
    beds = county(measured(without(1)), "Cedar").beds
    assert (beds.units, beds.low, beds.high, beds.per_100k_high) == (0, 0, 0, 0.0)


# Teams


def test_a_claim_is_no_team() -> None:
    loads = {load.service: load for load in county(PLAIN, "Cedar").teams}
    assert set(loads) == {"outreach-crew", "home-care", "day-care"}
    assert loads["day-care"].teams == loads["home-care"].teams == 0
    assert loads["day-care"].people_per_team is None
    assert (loads["outreach-crew"].teams, loads["outreach-crew"].people) == (1, 2000)


def test_people_for_each_team_are_those_of_all_its_counties() -> None:
    def two_teams(content: Content) -> None:
        content["services"][0]["teams"] = 2

    alder = next(load for load in county(measured(two_teams), "Alder").teams)
    assert (alder.service, alder.teams, alder.people) == ("outreach-crew", 2, 7000)
    assert alder.people_per_team == 3500
    state = next(load for load in measured(two_teams).state.teams)
    assert (state.teams, state.people, state.people_per_team) == (3, 9000, 3000)


def test_each_team_has_the_people_of_its_own_counties() -> None:
    def one_for_alder_too(content: Content) -> None:
        content["services"].append(
            {
                **content["services"][0],
                "id": "crew-alder",
                "title": "Alder crew",
                "phone": "307-555-0199",
                "catchment": {"counties": ["Alder"]},
            }
        )

    measures = measured(one_for_alder_too)
    load = next(iter(county(measures, "Alder").teams))
    assert {team.id: team.people for team in load.own} == {"crew-west": 7000, "crew-alder": 4000}
    assert load.people == 7000
    # The second crew does not serve Birch, and takes nobody from the first there.
    birch = next(iter(county(measures, "Birch").teams))
    assert {team.id: team.people for team in birch.own} == {"crew-west": 7000}


# Regions that are not certain, and days without a unit


def test_while_a_county_moves_it_is_in_no_region_and_in_the_state() -> None:
    found = measured(moving)
    assert [area.counties for area in found.regions] == [(ALDER,), (CEDAR,)]
    birch = county(found, "Birch")
    assert birch.regions == (1, 2)
    assert (birch.own, birch.own_people, birch.people_nearer_elsewhere) == (None, 0, 0)
    assert all(share.own is None for share in birch.nearest_units)
    assert all(share.own is not None for share in found.state.nearest_units)
    assert (birch.beds.low, birch.beds.high) == (None, None)
    own_people = sum(area.own_people for area in found.counties)
    assert 2000 <= found.state.own_people == own_people < found.state.people == 9000
    # Whoever may be one of the region's people is counted with it.
    assert county(found, "Alder").beds.people == 7000
    assert county(found, "Cedar").beds.people == 5000


# Other points


def test_a_county_where_the_points_have_nobody_is_named() -> None:
    known = catalog()
    plain = demand.default(known)
    here = plain.county != 2
    only = replace(
        plain,
        scale=demand.Scale.POINTS,
        **{name: getattr(plain, name)[here] for name in ("lon", "lat", "people", "county")},
    )
    found = measure.measure(geo.verify(known, DAY), only)
    assert found.demand.counties_without == ("Cedar",)
    assert (found.demand.people, found.demand.census_people) == (7000, 9000)
    cedar = county(found, "Cedar")
    assert (cedar.people, cedar.points) == (0, 0)
    assert cedar.nearest.mean_miles == Range(value=None, low=None, high=None)
    assert cedar.within[0].people == Range(value=None, low=None, high=None)


def test_a_point_for_a_whole_county_allows_for_everybody_in_it() -> None:
    known = catalog()
    plain = demand.default(known)
    coarse = replace(
        plain,
        scale=demand.Scale.COUNTY,
        lon=np.array([area.center_lon for area in known.counties]),
        lat=np.array([area.center_lat for area in known.counties]),
        people=np.array([4000.0, 3000.0, 2000.0]),
        county=np.arange(3),
    )
    found = measure.measure(geo.verify(known, DAY), coarse)
    for area in found.counties:
        mean = area.nearest.mean_miles
        # The bounds are each up to 27 m, 0.017 miles, further out than they have to be.
        assert mean.low == pytest.approx(area.least_miles, abs=0.017)
        assert mean.high == pytest.approx(area.most_miles, abs=0.017)
        assert area.least_miles <= mean.low + 1e-4  # type: ignore[operator]
        assert mean.high <= area.most_miles + 1e-4  # type: ignore[operator]


# Which units, and which questions


def shelter(content: Content) -> None:
    """Add another type of unit that people are taken to."""
    types = content["service_types"]
    haven = next(kind for kind in types if kind["id"] == "haven")
    types.append(haven | {"id": "shelter", "name": "Shelter", "short": "Shelter"})


def test_units_of_another_type_are_measured_to_if_asked_for() -> None:
    def two_kinds(content: Content) -> None:
        shelter(content)
        content["facilities"][1]["type"] = "shelter"

    assessment = assessed(two_kinds)
    assert measure.measure(assessment).units == 1
    other = measure.measure(assessment, service="shelter")
    assert (other.service, other.units) == ("shelter", 1)
    assert county(other, "Cedar").nearest.mean_miles.value == 0
    assert measure.measure(assessment, service="rescue").units == 0


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"in_force_from": "2026-03-01"}, 1),
        ({"in_force_to": "2026-02-28"}, 0),
        ({"any_of": ["shelter"]}, 0),
    ],
)
def test_questions_are_those_of_the_type_that_are_in_force(change: Content, count: int) -> None:
    def asked(content: Content) -> None:
        shelter(content)
        content["facilities"].append(content["facilities"][0] | {"id": "roof", "type": "shelter"})
        content["standards"].append(NEAR | change)

    assert len(measured(asked).state.reach) == count


# The command


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("state")
    content = small_state.services()
    disputed(content)
    return str(small_state.write(folder, content))


def test_json_holds_numbers_only_and_every_key_of_the_record(run: Any, home: str) -> None:
    whole = json.loads(run("access", "--data", home, "--format", "json").stdout)
    assert set(whole) == set(Access.__dataclass_fields__)
    assert set(whole["state"]) == set(Area.__dataclass_fields__)
    assert whole["as_of"]
    assert len(whole["counties"]) == 3


def test_the_command_says_straight_line_date_and_hash(run: Any, home: str) -> None:
    done = run("access", "--data", home, "--as-of", DAY.isoformat())
    assert done.exit_code == 0
    for said in ("straight lines", period(DAY.isoformat()), geo.load(Path(home)).data_sha256):
        assert said in done.stdout
    for name in ("Alder", "Birch", "Cedar"):
        assert f" {name} " in done.stdout
    assert "Sources disagree on whether Birchville Haven is open" in done.stdout


def test_the_command_shows_one_county_in_full(run: Any, home: str) -> None:
    whole = json.loads(run("access", "cedar", "land", "--data", home, "--format", "json").stdout)
    assert [area["name"] for area in whole["counties"]] == ["Cedar"]
    assert "state" not in whole
    text = run("access", "Cedar", "--data", home).stdout
    assert "Cedar County (56005)" in text
    assert "no team is named here. There may still be one." in text


def test_a_county_that_is_none_and_a_demand_file_that_is_none_are_told(
    run: Any, home: str, tmp_path: Path
) -> None:
    assert run("access", "Zyzx", "--data", home).exit_code == 2
    missing = run("access", "--data", home, "--demand", str(tmp_path / "none.csv"))
    assert missing.exit_code == 2
    assert "none.csv" in missing.stderr


def test_another_demand_file_is_said_to_be_one(run: Any, home: str, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("lon,lat,people\n-106.5,42.5,70\n-104.2,42.8,30\n", encoding="utf-8")
    done = run("access", "--data", home, "--demand", str(table), "--format", "json")
    whole = json.loads(done.stdout)
    assert (whole["demand"]["points"], whole["state"]["people"]) == (2, 100)
    assert whole["demand"]["error_miles"] is None
    assert whole["demand"]["error_share"] == {}
    assert whole["demand"]["counties_without"] == ["Birch"]
