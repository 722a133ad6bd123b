"""The ranking of gaps: every county, two counts that are never added, reasons in words."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

import geo
from geo.access import demand, gap_flags, gaps, measure, sentences, supply
from geo.access.gap_records import Gaps, Most, Order
from geo.access.records import Area, PeopleWithin, Range
from geo.catalog.records import Status
from geo.jsonable import SCHEMA, jsonable
from tests import live
from tests.access.small import assessed, disputed, ranked, row
from tests.small_state import DAY

LIVE_DAY = live.DAY
MILE_M = 1609.344
LIVE = live.assessment()
ACCESS = live.access()
LIMITS = ACCESS.limits_miles
PLAIN = assessed()
PLAIN_ACCESS = measure.measure(PLAIN)
Content = dict[str, Any]


@lru_cache
def live_gaps(limit_miles: int = 30) -> Gaps:
    return gaps.rank(LIVE, ACCESS, limit_miles)


# The bundled data


@pytest.mark.parametrize("with_neighbors", [False, True])
@pytest.mark.parametrize("by", [*Order])
def test_every_county_stands_once_in_the_order_asked_for(by: Order, with_neighbors: bool) -> None:
    found = gaps.order(live_gaps(), by, with_neighbors=with_neighbors)
    assert (found.sort, found.with_neighbors) == (by, with_neighbors)
    assert sorted(row.geoid for row in found.ranking) == [
        county.geoid for county in LIVE.catalog.counties
    ]
    far = [row.far(with_neighbors=with_neighbors) for row in found.ranking]
    figures = {
        Order.FAR: [each.people.value for each in far],
        Order.MILES: [each.mean_miles.value for each in far],
        Order.NOT_SHOWN: [row.people_not_shown for row in found.ranking],
        Order.PEOPLE: [row.people for row in found.ranking],
        Order.COUNTY: [-place for place in range(82)],
    }[by]
    keys = [
        (-(figure or 0), row.county) for figure, row in zip(figures, found.ranking, strict=True)
    ]
    assert keys == sorted(keys)
    assert [row.rank for row in found.ranking] == [
        1 + sum((other or 0) > (figure or 0) for other in figures) for figure in figures
    ]


@given(st.randoms())
def test_an_order_does_not_depend_on_the_order_before(random: Random) -> None:
    rows = list(live_gaps().ranking)
    random.shuffle(rows)
    for by in Order:
        mixed = gaps.order(replace(live_gaps(), ranking=tuple(rows)), by)
        assert mixed.ranking == gaps.order(live_gaps(), by).ranking


def test_what_is_not_known_stands_last() -> None:
    nothing = Range(value=None, low=None, high=None)
    first, *rest = live_gaps().ranking
    unknown = replace(first, people_far=nothing, mean_miles=nothing)
    some = replace(live_gaps(), ranking=(unknown, *rest))
    for by in (Order.FAR, Order.MILES):
        assert gaps.order(some, by).ranking[-1].county == first.county


@pytest.mark.parametrize("limit_miles", LIMITS)
def test_the_two_counts_stand_apart_and_nothing_adds_them(limit_miles: int) -> None:
    found = live_gaps(limit_miles)
    for county in found.ranking:
        assert county.people_not_shown == (county.people if county.not_shown else 0)
        assert all(part.people == county.people for part in county.not_shown)
    totals = found.totals
    without = [county for county in found.ranking if county.not_shown]
    assert totals.counties_not_shown == len(without)
    assert totals.people_not_shown == sum(county.people for county in without)
    for standard in totals.not_shown:
        own = [
            county
            for county in found.ranking
            if standard.standard in [part.standard for part in county.not_shown]
        ]
        assert (standard.counties, standard.people) == (len(own), sum(row.people for row in own))
    within = next(count for count in ACCESS.state.within if count.miles == limit_miles).people
    state = ACCESS.state.people
    assert totals.people_far == Range(
        value=state - (within.value or 0),
        low=state - (within.high or 0),
        high=state - (within.low or 0),
    )
    both = (totals.people_far.value or 0) + totals.people_not_shown
    assert f"{both:,.0f}" not in json.dumps(gaps.gaps_json(LIVE.catalog, found))
    assert both not in numbers(gaps.gaps_json(LIVE.catalog, found))
    assert (found.data_sha256, found.as_of) == (LIVE.data_sha256, LIVE_DAY)
    assert (found.schema, found.limit_miles) == (SCHEMA, limit_miles)
    assert "straight-line" in found.method
    assert found.counted.startswith("Two counts, never added.")


def numbers(content: Any) -> set[float]:
    """Return every number in a JSON document."""
    if isinstance(content, dict):
        return set().union(*map(numbers, content.values()))
    if isinstance(content, list):
        return set().union(*map(numbers, content))
    return {content} if isinstance(content, (int, float)) else set()


@pytest.mark.parametrize("limit_miles", LIMITS)
def test_people_far_are_those_counted_point_by_point(limit_miles: int) -> None:
    points, known = demand.default(LIVE.catalog), supply.at(LIVE, ACCESS.service)
    geod, ones = Geod(ellps="WGS84"), np.ones(len(points.lon))
    far = np.array(
        [
            geod.inv(points.lon, points.lat, unit.lon * ones, unit.lat * ones)[2]
            for unit in known.units
        ]
    )
    radius = np.array([[unit.radius_m] for unit in known.units])
    certain = np.array([unit.id not in known.disputed for unit in known.units])
    nearest = (
        far.min(axis=0),
        np.maximum(far - radius, 0).min(axis=0),
        (far + radius)[certain].min(axis=0),
    )
    for place, county in enumerate(LIVE.catalog.counties):
        value, low, high = (
            float(points.people[(points.county == place) & (away > limit_miles * MILE_M)].sum())
            for away in nearest
        )
        found = row(live_gaps(limit_miles), county.name)
        assert found.people_far == Range(value=value, low=low, high=high)
        assert (found.rucc, found.people) == (county.rucc, county.people)


def test_a_county_is_not_shown_what_a_required_standard_does_not_cover() -> None:
    findings = {(finding.geoid, finding.standard): finding for finding in LIVE.findings}
    aside = " ".join(live_gaps().left_aside)
    asked = {
        standard.id
        for standard in LIVE.catalog.services.standards
        if f"“{standard.title}”" not in aside
    }
    assert asked == {part.standard for part in live_gaps().totals.not_shown}
    for county in live_gaps().ranking:
        told = {part.standard: part for part in county.not_shown}
        assert set(told) == {
            standard
            for standard in asked
            if findings[county.geoid, standard].status is not Status.COVERED
        }
        for standard, part in told.items():
            finding = findings[county.geoid, standard]
            assert (part.status, part.reason) == (finding.status, finding.rule)


def test_the_reason_says_how_many_how_far_and_whose_unit_is_nearest() -> None:
    areas = {area.id: area for area in ACCESS.counties}
    for county in live_gaps().ranking:
        nearest = areas[county.geoid].nearest_units[0]
        if not county.people_far.high:
            assert county.far_reason == ""
            continue
        assert county.far_reason.startswith(sentences.number(county.people_far))
        assert " live more than 30 straight-line miles from a CSU. For " in county.far_reason
        whose = {True: ", its own region", False: ", another region", None: ""}[nearest.own]
        unit = f"the nearest is {nearest.facility}, in Region {nearest.region}{whose}."
        assert county.far_reason.endswith(unit)


def test_a_larger_limit_never_leaves_more_people_far() -> None:
    for small, large in pairwise(LIMITS):
        for county in live_gaps(large).ranking:
            before = row(live_gaps(small), county.county).people_far
            for side in ("value", "low", "high"):
                assert getattr(county.people_far, side) <= getattr(before, side)


# What counts, in the made-up state


def test_a_county_has_its_two_counts_with_reasons() -> None:
    birch = row(ranked(), "Birch")
    assert [(part.standard, part.people) for part in birch.not_shown] == [("care-at-home", 3000)]
    assert (birch.rank, birch.people_not_shown, birch.people_far.value) == (2, 3000, 103.0)
    assert (birch.geoid, birch.regions, birch.rucc) == ("56003", (1,), 7)
    assert birch.far_reason == (
        "103 of 3,000 people live more than 30 straight-line miles from a Haven. For 100% of the "
        "county's people the nearest is Birchville Haven, in Region 1, its own region."
    )


def test_equal_figures_share_a_rank_and_the_next_leaves_none_out() -> None:
    counties = tuple(replace(county, people=3000) for county in PLAIN.catalog.counties)
    assessment = geo.verify(replace(PLAIN.catalog, counties=counties), DAY)
    found = gaps.rank(assessment, measure.measure(assessment))
    ranks = [(own.rank, own.county) for own in gaps.order(found, Order.NOT_SHOWN).ranking]
    # Birch and Cedar are not shown to have home care.
    assert ranks == [(1, "Birch"), (1, "Cedar"), (3, "Alder")]
    assert [own.rank for own in gaps.order(found, Order.PEOPLE).ranking] == [1, 1, 1]
    assert [own.rank for own in gaps.order(found, Order.COUNTY).ranking] == [1, 2, 3]


def test_standards_that_do_not_count_are_named_with_the_reason() -> None:
    found = ranked()
    assert found.left_aside == (
        "Not counted: “A Haven in the county” (not required).",
        "“A talk line” is statewide, so it does not rank counties.",
    )

    def another(content: Content) -> None:
        content["standards"][1]["required"] = False

    assert ranked(another).left_aside[0] == (
        "Not counted: “Home or day care” and “A Haven in the county” (not required)."
    )
    titles = "“An outreach crew”, “Home or day care” or “A Haven in the region”"
    assert f"counties that are not shown to have {titles}." in found.counted
    assert "people who live more than 30 straight-line miles from a Haven" in found.counted


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["services"][3].update(catchment={"counties": ["Alder"]}),
        lambda content: content["standards"][4]["any_of"].append("haven"),
        lambda content: content["services"].pop(3),
    ],
    ids=["a line for one county", "or a place to go to", "no line at all"],
)
def test_a_standard_that_not_only_statewide_lines_answer_counts(
    change: Callable[[Content], object],
) -> None:
    assert not any("A talk line" in words for words in ranked(change).left_aside)


def test_a_standard_out_of_force_does_not_count() -> None:
    def ended(content: Content) -> None:
        content["standards"][1]["in_force_to"] = "2025"

    found = ranked(ended)
    assert found.totals.counties_not_shown == found.totals.people_not_shown == 0
    assert not any(county.not_shown for county in found.ranking)
    assert f"Not counted: “Home or day care” (not in force on {DAY})." in found.left_aside


def test_people_count_once_however_many_standards_are_not_covered() -> None:
    def without_crews(content: Content) -> None:
        content["services"] = content["services"][2:]

    found = ranked(without_crews)
    for county in found.ranking:
        assert county.people_not_shown == county.people
        assert county.people_far == row(ranked(), county.county).people_far
    birch = row(found, "Birch")
    assert [part.standard for part in birch.not_shown] == ["crew-for-all", "care-at-home"]
    assert found.totals.people_not_shown == found.totals.people == 9000
    assert {part.standard: part.people for part in found.totals.not_shown} == {
        "crew-for-all": 9000,
        "care-at-home": 5000,
        "haven-of-region": 0,
    }


@pytest.mark.parametrize("place", [0, 1])
def test_closing_a_unit_never_lowers_a_count(place: int) -> None:
    found = ranked(lambda content: content["facilities"].pop(place))
    for county in found.ranking:
        before = row(ranked(), county.county)
        assert (county.people_far.value or 0) >= (before.people_far.value or 0)
        assert county.people_not_shown >= before.people_not_shown
    assert (found.totals.people_far.value or 0) > (ranked().totals.people_far.value or 0)


def test_where_no_unit_is_known_nobody_is_called_far_or_near() -> None:
    assessment = geo.verify(LIVE.catalog, dt.date(2022, 6, 1))
    early = gaps.rank(assessment, measure.measure(assessment))
    for found in (ranked(lambda content: content.update(facilities=[])), early):
        assert found.totals.people_far == Range(value=None, low=None, high=None)
        assert found.totals.counties_unknown == len(found.ranking) > 0
        for county in found.ranking:
            assert county.people_far == Range(value=None, low=None, high=None)
            assert county.most_far is Most.NOT_SURE
            assert county.far_reason == ""


def test_people_far_are_counted_at_the_demand_points_and_the_rest_by_the_census() -> None:
    plain = demand.default(PLAIN.catalog)
    doubled = replace(plain, people=plain.people * 2, scale=demand.Scale.POINTS)
    found = gaps.rank(PLAIN, measure.measure(PLAIN, doubled))
    for county in found.ranking:
        before = row(ranked(), county.county)
        assert county.people_far.value == 2 * (before.people_far.value or 0)
        assert (county.people, county.people_not_shown) == (before.people, before.people_not_shown)
    assert row(found, "Birch").far_reason.startswith("206 of 6,000 people live more than 30")


def test_where_the_points_have_nobody_distance_is_not_known() -> None:
    plain = demand.default(PLAIN.catalog)
    only = replace(
        plain,
        scale=demand.Scale.POINTS,
        **{name: getattr(plain, name)[:1] for name in ("lon", "lat", "people", "county")},
    )
    found = gaps.rank(PLAIN, measure.measure(PLAIN, only))
    assert row(found, "Alder").people_far.value == 4000
    assert row(found, "Birch").people_far.value is None
    assert found.demand.counties_without == ("Birch", "Cedar")
    assert (found.totals.counties_unknown, found.totals.people_far.value) == (2, 4000)


def test_a_limit_that_was_not_measured_is_refused_with_those_that_were() -> None:
    with pytest.raises(ValueError, match="within 15, 30, 45 or 60 straight-line miles"):
        gaps.rank(PLAIN, PLAIN_ACCESS, 20)


# Flags


def test_flags_of_the_verdicts_that_count_are_said_in_words() -> None:
    def aged(content: Content) -> None:
        disputed(content)
        content["sources"][0]["stale_after_days"] = 1
        content["regions"][0]["members"][0]["confidence"] = "weak"

    found = ranked(aged)
    stale = "over its age limit."
    flags = row(found, "Cedar").flags
    assert f"“An outreach crew”: {stale}" in flags
    assert f"“A Haven in the region”: {stale}" in flags
    assert not any("sources disagree" in flag or "inferred" in flag for flag in flags)
    # Not counted, so not said.
    assert not any("A talk line" in flag or "in the county" in flag for flag in flags)
    flags = row(found, "Birch").flags
    assert "“An outreach crew”: region inferred." in flags
    assert "“A Haven in the region”: sources disagree." in flags
    assert any(
        flag.startswith("Sources disagree on whether Birchville Haven is open.") for flag in flags
    )
    assert row(ranked(), "Birch").flags == ()


def test_each_flag_of_a_verdict_that_counts_is_there_and_no_other() -> None:
    titles = {standard.id: standard.title for standard in LIVE.catalog.services.standards}
    aside = " ".join(live_gaps().left_aside)
    for county in live_gaps().ranking:
        expected = [
            f"“{titles[finding.standard]}”: {flag.label}."
            for finding in LIVE.findings
            if finding.geoid == county.geoid and f"“{titles[finding.standard]}”" not in aside
            for flag in finding.flags
        ]
        assert [flag for flag in county.flags if flag.startswith("“")] == expected


def test_marks_are_said_once_each_with_their_counties() -> None:
    marks = gap_flags.marks(LIVE, live_gaps().ranking)
    assert marks.banner.startswith(
        "All lists and statements behind these answers are more than a year old (newest: "
    )
    told = {(flag, name) for flag, names in marks.counties.items() for name in names}
    assert told == {
        (flag, row.county)
        for row in live_gaps().ranking
        for flag in row.flags
        if "over its age limit" not in flag
    }
    assert list(marks.counties) == sorted(marks.counties)
    # Of one county alone.
    one = [row for row in live_gaps().ranking if row.county == "Carroll"]
    assert list(gap_flags.marks(LIVE, one).counties.values()) == [["Carroll"]] * 2


def test_fresh_verdicts_are_the_exception_where_most_are_old() -> None:
    then = live.assessment(dt.date(2025, 3, 1))
    ranking = gaps.rank(then, measure.measure(then)).ranking
    marks = gap_flags.marks(then, ranking)
    # Of a service on which nothing was read there is nothing to be fresh.
    fresh = {
        finding.county
        for finding in then.findings
        if finding.evidence and "stale" not in finding.flags
    }
    mobile = [each.county for each in then.of("mobile-crisis") if "stale" not in each.flags]
    assert 0 < len(mobile) < 82
    assert fresh == set(mobile)
    assert re.match(
        "(All|Most) lists and statements behind these answers are more than a year old",
        marks.banner,
    )
    assert marks.counties["“Mobile crisis team”: within its own age limit."] == sorted(mobile)
    assert not any("over its age limit" in flag for flag in marks.counties)


# Most people?


def with_shares(value: float, low: float, high: float, **bounds: float | None) -> tuple[Area, ...]:
    """Return counties of a hundred people of whom these shares have a unit within 30 miles."""
    share = Range(value=value, low=low, high=high)
    people = Range(value=value * 100, low=low * 100, high=high * 100)
    both = tuple(
        replace(within, share=share, people=people) if within.miles == 30 else within
        for within in PLAIN_ACCESS.counties[0].within
    )
    return tuple(
        replace(
            area,
            people=100.0,
            within=both,
            within_with_neighbors=both,
            **({"least_miles": None, "most_miles": None} | bounds),
        )
        for area in PLAIN_ACCESS.counties
    )


@pytest.mark.parametrize(
    ("interval", "error", "most"),
    [
        ((0.9, 0.8, 1.0), 0.0, "no"),
        ((0.9, 0.8, 1.0), 0.25, "no"),
        ((0.9, 0.8, 1.0), 0.31, "not-sure"),
        ((0.1, 0.0, 0.2), 0.0, "yes"),
        ((0.1, 0.0, 0.2), 0.25, "yes"),
        ((0.1, 0.0, 0.2), 0.31, "not-sure"),
        ((0.6, 0.4, 0.7), 0.0, "not-sure"),
        ((0.4, 0.3, 0.6), 0.0, "not-sure"),
        # Half is neither over nor under half.
        ((0.6, 0.5, 0.7), 0.0, "not-sure"),
        ((0.4, 0.3, 0.5), 0.0, "not-sure"),
        # Where no radius parts a county, no error of the points can.
        ((1.0, 1.0, 1.0), 0.6, "no"),
        ((0.0, 0.0, 0.0), 0.6, "yes"),
    ],
)
def test_most_people_are_far_if_the_least_is_over_half_within_radii_and_error(
    interval: tuple[float, float, float], error: float, most: str
) -> None:
    errors = {30: error, 15: 0.5} if error else {15: 0.5}
    source = replace(PLAIN_ACCESS.demand, error_share=errors)
    access = replace(PLAIN_ACCESS, counties=with_shares(*interval), demand=source)
    found = gaps.rank(PLAIN, access).ranking
    assert {county.most_far for county in found} == {most}
    assert {county.most_far_with_neighbors for county in found} == {most}


@pytest.mark.parametrize(
    ("least", "most", "far", "across"),
    [
        (5.0, 30.0, "no", "no"),
        # A unit across the line can be nearer than all of this state's.
        (30.01, 50.0, "yes", "not-sure"),
        (5.0, 30.01, "not-sure", "not-sure"),
        (30.0, 50.0, "not-sure", "not-sure"),
    ],
)
def test_what_holds_for_everybody_is_sure_whatever_the_points_say(
    least: float, most: float, far: str, across: str
) -> None:
    counties = with_shares(0.5, 0.0, 1.0, least_miles=least, most_miles=most)
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert {county.most_far for county in found.ranking} == {far}
    assert {county.most_far_with_neighbors for county in found.ranking} == {across}


def test_of_a_county_of_nobody_nothing_is_known() -> None:
    nobody = Range(value=None, low=None, high=None)

    def nobody_within(area: Area) -> tuple[PeopleWithin, ...]:
        return tuple(replace(within, share=nobody, people=nobody) for within in area.within)

    counties = tuple(
        replace(
            area,
            people=0.0,
            least_miles=None,
            most_miles=None,
            within=nobody_within(area),
            within_with_neighbors=nobody_within(area),
        )
        for area in PLAIN_ACCESS.counties
    )
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert found.totals.people_far.value is None
    assert {county.most_far for county in found.ranking} == {"not-sure"}
    assert {county.most_far_with_neighbors for county in found.ranking} == {"not-sure"}


# Narrowing, and JSON

REGIONS = sorted({number for area in ACCESS.counties for number in area.regions})


@given(st.sets(st.sampled_from(REGIONS)), st.sampled_from([None, True, False]))
def test_narrowing_keeps_the_rows_asked_for_as_they_are(
    regions: set[int], urban: bool | None
) -> None:
    whole = live_gaps()
    found = gaps.narrow(whole, regions, urban=urban)
    assert found.ranking == tuple(
        county
        for county in whole.ranking
        if (not regions or regions & set(county.regions))
        and (urban is None or urban == (county.rucc <= 3))
    )
    totals = found.totals
    assert totals.people == sum(county.people for county in found.ranking)
    assert totals.people_not_shown == sum(county.people_not_shown for county in found.ranking)
    far = [county.people_far.value or 0 for county in found.ranking]
    assert totals.people_far.value == (sum(far) if far else None)
    kept = {field.name for field in fields(Gaps)} - {"ranking", "totals"}
    assert all(getattr(found, name) == getattr(whole, name) for name in kept)


def test_urban_and_rural_part_the_counties() -> None:
    urban, rural = (gaps.narrow(live_gaps(), urban=urban).ranking for urban in (True, False))
    assert sorted(county.county for county in (*urban, *rural)) == sorted(
        county.county for county in live_gaps().ranking
    )
    assert urban
    assert rural


def test_json_says_what_was_left_out_and_has_the_yardsticks() -> None:
    narrowed = gaps.narrow(live_gaps(), {8, 3}, urban=False)
    whole = gaps.gaps_json(LIVE.catalog, narrowed, [8, 3, 8], urban=False)
    assert whole["shown"] == {"regions": [3, 8], "urban": False}
    assert whole["ranking"] == jsonable(narrowed.ranking)
    people = f"{sum(county.people for county in LIVE.catalog.counties):,} people"
    assert all(people in yardstick["figure"] for yardstick in whole["yardsticks"])
    assert all("figure" not in named for named in whole["yardsticks_recalled"])
    plain = gaps.gaps_json(PLAIN.catalog, ranked())
    assert plain["shown"] == {"regions": [], "urban": None}


def test_equal_data_gives_an_equal_ranking() -> None:
    again = assessed()
    assert gaps.rank(again, measure.measure(again)).ranking == ranked().ranking
    counties = tuple(reversed(PLAIN.catalog.counties))
    other = replace(PLAIN, catalog=replace(PLAIN.catalog, counties=counties))
    assert gaps.rank(other, PLAIN_ACCESS).ranking == ranked().ranking


def test_people_are_rounded_to_a_thousandth() -> None:
    within = tuple(
        replace(each, people=Range(value=1 / 3, low=1 / 3, high=1 / 3))
        for each in PLAIN_ACCESS.counties[0].within
    )
    counties = tuple(replace(area, within=within, people=1.0) for area in PLAIN_ACCESS.counties)
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert row(found, "Alder").people_far.value == 0.667
