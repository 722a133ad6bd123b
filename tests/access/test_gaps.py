"""The ranking of gaps: every county, a score that is the sum of its parts, reasons in words."""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

import geo
from geo.access import demand, gap_flags, gap_records, gaps, measure, supply
from geo.access.gap_records import Gaps
from geo.access.records import Area, Range
from geo.catalog.records import Status
from geo.jsonable import SCHEMA, jsonable
from tests import live
from tests.access.small import assessed, catalog, disputed, ranked, row
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


@pytest.mark.parametrize("limit_miles", LIMITS)
def test_every_county_is_ranked_once_and_its_score_is_the_sum_of_its_parts(
    limit_miles: int,
) -> None:
    found = live_gaps(limit_miles)
    assert sorted(row.geoid for row in found.ranking) == [
        county.geoid for county in LIVE.catalog.counties
    ]
    scores = [row.score for row in found.ranking]
    assert [row.rank for row in found.ranking] == [
        1 + sum(other > score for other in scores) for score in scores
    ]
    assert list(found.ranking) == sorted(found.ranking, key=lambda row: (-row.score, row.county))
    for county in found.ranking:
        assert county.score == sum(part.people for part in county.parts)
        assert all(part.people > 0 and part.reason.endswith(".") for part in county.parts)
        assert county.people_unproven in (0, county.people)
    assert (found.data_sha256, found.as_of) == (LIVE.data_sha256, LIVE_DAY)
    assert (found.schema, found.limit_miles) == (SCHEMA, limit_miles)
    assert "straight-line" in found.method


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


def test_the_two_lists_keep_the_two_kinds_of_gap_apart() -> None:
    found = live_gaps()
    asked = {
        standard.id
        for standard in LIVE.catalog.services.standards
        if not any(f"“{standard.title}”" in words for words in found.left_aside)
    }
    not_covered = {
        finding.county
        for finding in LIVE.findings
        if finding.standard in asked and finding.status is not Status.COVERED
    }
    assert {county.county for county in found.unproven} == not_covered
    people = [county.people_unproven for county in found.unproven]
    assert people == sorted(people, reverse=True)
    assert all(county.people == county.people_unproven for county in found.unproven)
    far = [county.people_far.value or 0 for county in found.far]
    assert all(far)
    assert far == sorted(far, reverse=True)
    assert {county.county for county in found.far} == {
        county.county for county in found.ranking if county.people_far.value
    }
    affected = {county for county in found.ranking if county.score > 0}
    assert set(found.far) | set(found.unproven) == affected


def test_an_unproven_part_has_the_findings_own_words() -> None:
    findings = {(finding.geoid, finding.standard): finding for finding in LIVE.findings}
    for county in live_gaps().ranking:
        for part in county.parts:
            if part.part != gaps.DISTANCE:
                finding = findings[county.geoid, part.part]
                assert (part.status, part.reason) == (finding.status, finding.rule)
                assert part.people == county.people


def test_a_far_part_says_how_many_how_far_and_whose_unit_is_nearest() -> None:
    areas = {area.id: area for area in ACCESS.counties}
    for county in live_gaps().far:
        part, nearest = county.parts[-1], areas[county.geoid].nearest_units[0]
        assert (part.part, part.status) == (gaps.DISTANCE, None)
        assert part.reason.startswith(f"{county.people_far.value:,.0f} ")
        assert " within 30 miles, straight line; for " in part.reason
        whose = {True: ", its own region", False: ", another region", None: ""}[nearest.own]
        unit = f"the nearest is {nearest.facility}, in Region {nearest.region}{whose}."
        assert part.reason.endswith(unit)


def test_a_larger_limit_never_leaves_more_people_far() -> None:
    for small, large in pairwise(LIMITS):
        for county in live_gaps(large).ranking:
            before = row(live_gaps(small), county.county).people_far
            for side in ("value", "low", "high"):
                assert getattr(county.people_far, side) <= getattr(before, side)


# What is scored, in the made-up state


def test_a_county_has_a_part_for_each_standard_that_is_not_covered_and_one_for_distance() -> None:
    birch = row(ranked(), "Birch")
    assert [(part.part, part.people) for part in birch.parts] == [
        ("care-at-home", 3000.0),
        ("distance", 103.0),
    ]
    assert (birch.rank, birch.score, birch.people_unproven) == (2, 3103.0, 3000)
    assert (birch.geoid, birch.regions, birch.rucc) == ("56003", (1,), 7)
    assert birch.parts[1].reason == (
        "103 of 3,000 people have no Haven within 30 miles, straight line; for 100 % of the county's "
        "people the nearest is Birchville Haven, in Region 1, its own region."
    )


def test_equal_scores_share_a_rank_and_the_next_leaves_none_out() -> None:
    def equals(content: Content) -> None:
        content["facilities"] = []
        content["claims"] = []

    same = replace(PLAIN.catalog.counties[0], people=3000)
    known = catalog(equals)
    counties = (same, *known.counties[1:])
    assessment = geo.verify(replace(known, counties=counties), DAY)
    found = gaps.rank(assessment, measure.measure(assessment))
    # Alder lacks the Haven alone, Birch and Cedar home care too.
    scores = [(county.rank, county.county, county.score) for county in found.ranking]
    assert scores == [(1, "Birch", 6000.0), (2, "Cedar", 4000.0), (3, "Alder", 3000.0)]
    level = replace(known.counties[2], people=3000)
    assessment = geo.verify(replace(known, counties=(*counties[:2], level)), DAY)
    found = gaps.rank(assessment, measure.measure(assessment))
    assert [county.rank for county in found.ranking] == [1, 1, 3]


def test_standards_that_are_not_scored_are_named_with_the_reason() -> None:
    found = ranked()
    assert found.left_aside == (
        "“A Haven in the county” is not scored: it is asked for information.",
        "“A talk line” is not scored: only lines for the whole state answer it, so that it says the "
        "same of every county.",
    )

    def another(content: Content) -> None:
        content["standards"][1]["required"] = False

    assert ranked(another).left_aside[0] == (
        "“Home or day care” and “A Haven in the county” are not scored: they are asked for information."
    )
    titles = "“An outreach crew”, “Home or day care” and “A Haven in the region”"
    assert f"for each of {titles} that is not covered" in found.score
    assert "plus the people with no Haven within 30 miles" in found.score
    assert "nothing else is weighed" in found.score


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
    assert found.unproven == ()
    assert f"“Home or day care” is not scored: it is not in force on {DAY}." in found.left_aside


def test_people_count_once_for_each_standard_that_is_not_covered() -> None:
    def without_crews(content: Content) -> None:
        content["services"] = content["services"][2:]

    found = ranked(without_crews)
    assert len(found.unproven) == len(found.ranking)
    for county in found.ranking:
        assert county.score == row(ranked(), county.county).score + county.people
        assert county.people_unproven == county.people
    birch = row(found, "Birch")
    assert [part.part for part in birch.parts] == ["crew-for-all", "care-at-home", "distance"]


@pytest.mark.parametrize("place", [0, 1])
def test_closing_a_unit_never_lowers_a_score(place: int) -> None:
    found = ranked(lambda content: content["facilities"].pop(place))
    assert all(county.score >= row(ranked(), county.county).score for county in found.ranking)
    assert sum(county.score for county in found.ranking) > sum(
        county.score for county in ranked().ranking
    )


def test_where_no_unit_is_known_nobody_is_called_far_or_near() -> None:
    assessment = geo.verify(LIVE.catalog, dt.date(2022, 6, 1))
    early = gaps.rank(assessment, measure.measure(assessment))
    for found in (ranked(lambda content: content.update(facilities=[])), early):
        assert found.far == ()
        assert found.ranking
        for county in found.ranking:
            assert county.people_far == Range(value=None, low=None, high=None)
            assert not county.robust
            assert all(part.part != gaps.DISTANCE for part in county.parts)


def test_people_far_are_counted_at_the_demand_points_and_the_rest_by_the_census() -> None:
    plain = demand.default(PLAIN.catalog)
    doubled = replace(plain, people=plain.people * 2, scale=demand.Scale.POINTS)
    found = gaps.rank(PLAIN, measure.measure(PLAIN, doubled))
    for county in found.ranking:
        before = row(ranked(), county.county)
        assert county.people_far.value == 2 * (before.people_far.value or 0)
        assert (county.people, county.people_unproven) == (before.people, before.people_unproven)
    assert row(found, "Birch").parts[-1].reason.startswith("206 of 6,000 people have no Haven")


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


def test_a_limit_that_was_not_measured_is_refused_with_those_that_were() -> None:
    with pytest.raises(ValueError, match="within 15, 30, 45 or 60 straight-line miles"):
        gaps.rank(PLAIN, PLAIN_ACCESS, 20)


# Flags


def test_flags_of_the_scored_verdicts_are_said_in_words() -> None:
    def aged(content: Content) -> None:
        disputed(content)
        content["sources"][0]["stale_after_days"] = 1
        content["regions"][0]["members"][0]["confidence"] = "weak"

    found = ranked(aged)
    stale = "is stale: the evidence is older than its source's age limit."
    flags = row(found, "Cedar").flags
    assert f"“An outreach crew” {stale}" in flags
    assert f"“A Haven in the region” {stale}" in flags
    assert not any("is disputed" in flag or "is weak" in flag for flag in flags)
    # Not scored, so not said.
    assert not any("A talk line" in flag or "in the county" in flag for flag in flags)
    flags = row(found, "Birch").flags
    weak = "is weak: it rests on a region membership inferred by elimination."
    assert f"“An outreach crew” {weak}" in flags
    words = "is disputed: sources contradict each other."
    assert f"“A Haven in the region” {words}" in flags
    assert any(
        flag.startswith("Birchville Haven is disputed: sources contradict") for flag in flags
    )
    assert row(ranked(), "Birch").flags == ()


def test_each_flag_of_a_scored_verdict_is_there_and_no_other() -> None:
    titles = {standard.id: standard.title for standard in LIVE.catalog.services.standards}
    aside = " ".join(live_gaps().left_aside)
    for county in live_gaps().ranking:
        expected = [
            f"“{titles[finding.standard]}” is {gap_records.FLAGS[flag]}."
            for finding in LIVE.findings
            if finding.geoid == county.geoid and f"“{titles[finding.standard]}”" not in aside
            for flag in finding.flags
        ]
        assert [flag for flag in county.flags if flag.startswith("“")] == expected


def test_marks_are_said_once_each_with_their_counties() -> None:
    marks = gap_flags.marks(LIVE, live_gaps().ranking)
    assert marks.banner.startswith("Everything here is past its age limit: ")
    told = {(flag, name) for flag, names in marks.counties.items() for name in names}
    assert told == {
        (flag, row.county)
        for row in live_gaps().ranking
        for flag in row.flags
        if "is stale" not in flag
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
    assert marks.banner.startswith(f"{246 - len(mobile)} of 246 here are past their age limit")
    assert marks.counties["“Mobile crisis team” is within its age limit."] == sorted(mobile)
    assert not any("is stale" in flag for flag in marks.counties)


# Robust


def with_shares(value: float, low: float, high: float, **bounds: float | None) -> tuple[Area, ...]:
    """Return counties of a hundred people of whom these shares have a unit within 30 miles."""
    share = Range(value=value, low=low, high=high)
    people = Range(value=value * 100, low=low * 100, high=high * 100)
    return tuple(
        replace(
            area,
            people=100.0,
            within=tuple(
                replace(within, share=share, people=people) if within.miles == 30 else within
                for within in area.within
            ),
            **({"least_miles": None, "most_miles": None} | bounds),
        )
        for area in PLAIN_ACCESS.counties
    )


@pytest.mark.parametrize(
    ("interval", "error", "robust"),
    [
        ((0.9, 0.8, 1.0), 0.0, True),
        ((0.9, 0.8, 1.0), 0.25, True),
        ((0.9, 0.8, 1.0), 0.31, False),
        ((0.1, 0.0, 0.2), 0.25, True),
        ((0.1, 0.0, 0.2), 0.31, False),
        ((0.6, 0.4, 0.7), 0.0, False),
        ((0.4, 0.3, 0.6), 0.0, False),
        ((0.5, 0.5, 0.5), 0.0, True),
        ((0.4, 0.4, 0.5), 0.0, False),
    ],
)
def test_robust_is_that_most_are_far_or_not_within_radii_and_error(
    interval: tuple[float, float, float], error: float, robust: bool
) -> None:
    errors = {30: error, 15: 0.5} if error else {15: 0.5}
    source = replace(PLAIN_ACCESS.demand, error_share=errors)
    access = replace(PLAIN_ACCESS, counties=with_shares(*interval), demand=source)
    assert {county.robust for county in gaps.rank(PLAIN, access).ranking} == {robust}


@pytest.mark.parametrize(
    ("least", "most", "robust"),
    [(5.0, 30.0, True), (30.01, 50.0, True), (5.0, 30.01, False), (30.0, 50.0, False)],
)
def test_what_holds_for_everybody_is_robust_whatever_the_points_say(
    least: float, most: float, robust: bool
) -> None:
    counties = with_shares(0.5, 0.0, 1.0, least_miles=least, most_miles=most)
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert {county.robust for county in found.ranking} == {robust}


def test_a_county_of_nobody_has_no_distance_gap_and_nothing_that_is_robust() -> None:
    nobody = Range(value=None, low=None, high=None)
    counties = tuple(
        replace(
            area,
            people=0.0,
            least_miles=None,
            most_miles=None,
            within=tuple(replace(within, share=nobody, people=nobody) for within in area.within),
        )
        for area in PLAIN_ACCESS.counties
    )
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert found.far == ()
    assert not any(county.robust for county in found.ranking)


# Narrowing, and JSON

REGIONS = sorted({number for area in ACCESS.counties for number in area.regions})


@given(st.sets(st.sampled_from(REGIONS)), st.sampled_from([None, True, False]))
def test_narrowing_keeps_the_rows_asked_for_as_they_are(
    regions: set[int], urban: bool | None
) -> None:
    whole = live_gaps()
    found = gaps.narrow(whole, regions, urban=urban)
    for name in ("ranking", "unproven", "far"):
        assert getattr(found, name) == tuple(
            county
            for county in getattr(whole, name)
            if (not regions or regions & set(county.regions))
            and (urban is None or urban == (county.rucc <= 3))
        )
    kept = {field.name for field in fields(Gaps)} - {"ranking", "unproven", "far"}
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


def test_scores_are_rounded_to_a_thousandth() -> None:
    within = tuple(
        replace(each, people=Range(value=1 / 3, low=1 / 3, high=1 / 3))
        for each in PLAIN_ACCESS.counties[0].within
    )
    counties = tuple(replace(area, within=within, people=1.0) for area in PLAIN_ACCESS.counties)
    found = gaps.rank(PLAIN, replace(PLAIN_ACCESS, counties=counties))
    assert row(found, "Alder").people_far.value == row(found, "Alder").score == 0.667
    assert math.isclose(row(found, "Birch").score, 3000.667)
