"""The ranking of gaps: every county, a score that is the sum of its parts, reasons in words."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

import geo
from geo.access import assess, demand, gaps, measure
from geo.access.demand import Demand
from geo.access.records import Access, Area, GapRow, Gaps, Range
from geo.catalog import load
from geo.catalog.dates import parse_when
from geo.catalog.records import Catalog, Services, Status
from geo.coverage.assessment import Assessment

DAY = dt.date(2026, 11, 21)
MILE_M = 1609.344
KNOWN = load.load(today=DAY)
VERIFIED = assess.verify(KNOWN, DAY)
EIGHTEEN = 308_076
LIMITS = (15, 30, 45, 60)


@lru_cache
def access() -> Access:
    return measure.measure(VERIFIED)


@lru_cache
def ranked(limit_miles: int = 30) -> Gaps:
    return gaps.rank(VERIFIED, access(), limit_miles)


def row(found: Gaps, county: str) -> GapRow:
    return next(one for one in found.ranking if one.county == county)


def changed(change: Callable[[Services], Services], points: Demand | None = None) -> Gaps:
    """Rank the real data with one change."""
    known = replace(KNOWN, services=change(KNOWN.services))
    verified = assess.verify(known, DAY)
    return gaps.rank(verified, measure.measure(verified, points))


def with_counties(**changes: object) -> Gaps:
    """Rank the real verdicts by measures in which every county has these values."""
    counties = tuple(replace(one, **changes) for one in access().counties)  # type: ignore[arg-type]
    return gaps.rank(VERIFIED, replace(access(), counties=counties))


@pytest.mark.parametrize("limit_miles", LIMITS)
def test_every_county_is_ranked_once_and_its_score_is_the_sum_of_its_parts(
    limit_miles: int,
) -> None:
    found = ranked(limit_miles)
    assert sorted(one.geoid for one in found.ranking) == [one.geoid for one in KNOWN.counties]
    scores = [one.score for one in found.ranking]
    assert [one.rank for one in found.ranking] == [
        1 + sum(other > one for other in scores) for one in scores
    ]
    assert list(found.ranking) == sorted(found.ranking, key=lambda one: (-one.score, one.county))
    for one in found.ranking:
        assert one.score == sum(part.people for part in one.parts)
        assert all(part.people > 0 and part.reason.endswith(".") for part in one.parts)
        assert one.people_unproven in (0, one.people)
    assert (found.data_sha256, found.as_of) == (KNOWN.data_sha256, DAY)
    assert "straight-line" in found.method


@pytest.mark.parametrize("limit_miles", LIMITS)
def test_people_far_are_those_counted_point_by_point(limit_miles: int) -> None:
    points = demand.default(KNOWN)
    units = [one for one in KNOWN.services.facilities if one.type == "csu"]
    geod, ones = Geod(ellps="WGS84"), np.ones(len(points.lon))
    far = np.array(
        [geod.inv(points.lon, points.lat, one.lon * ones, one.lat * ones)[2] for one in units]
    )
    radius = np.array([[one.radius_m] for one in units])
    sure = np.array([one.id != "csu-natchez" for one in units])  # sources contradict each other
    for place, county in enumerate(KNOWN.counties):
        here = points.county == place
        value, low, high = (
            float(points.people[here & (nearest > limit_miles * MILE_M)].sum())
            for nearest in (
                far.min(axis=0),
                np.maximum(far - radius, 0).min(axis=0),
                (far + radius)[sure].min(axis=0),
            )
        )
        found = row(ranked(limit_miles), county.name)
        assert found.people_far == Range(value=value, low=low, high=high)
        assert (found.rucc, found.people) == (county.rucc, county.people)


def test_the_two_lists_keep_the_two_kinds_of_gap_apart() -> None:
    found = ranked()
    assert len(found.unproven) == 18
    assert sum(one.people_unproven for one in found.unproven) == EIGHTEEN
    assert [one.people for one in found.unproven] == sorted(
        (one.people for one in found.unproven), reverse=True
    )
    not_covered = {
        one.county
        for one in VERIFIED.findings
        if one.standard == "intensive" and one.status is not Status.COVERED
    }
    assert {one.county for one in found.unproven} == not_covered
    far = [one.people_far.value for one in found.far]
    assert all(far)
    assert far == sorted(far, key=lambda one: -(one or 0))
    assert {one.county for one in found.far} == {
        one.county for one in found.ranking if one.people_far.value
    }
    assert set(found.far) | set(found.unproven) == {one for one in found.ranking if one.score > 0}


def test_an_unproven_part_has_the_findings_own_words() -> None:
    monroe = row(ranked(), "Monroe")
    finding = next(one for one in VERIFIED.of("intensive") if one.county == "Monroe")
    part = monroe.parts[0]
    assert (part.part, part.status, part.people) == ("intensive", Status.CLAIMED, 34_180.0)
    assert part.reason == finding.rule
    assert part.reason.startswith("Claimed: only a general sentence speaks for Monroe County")


def test_a_far_part_says_how_many_how_far_and_whose_unit_is_nearest() -> None:
    for one in ranked().far:
        part = one.parts[-1]
        assert (part.part, part.status) == (gaps.DISTANCE, None)
        assert part.reason.startswith(f"{one.people_far.value:,.0f} ")
        assert "no CSU within 30 miles, straight line; for " in part.reason
    desoto = row(ranked(), "DeSoto").parts[-1].reason
    assert "Batesville Crisis Stabilization Unit, in Region 2, another region." in desoto
    marshall = row(ranked(), "Marshall").parts[-1].reason
    assert "Batesville Crisis Stabilization Unit, in Region 2, its own region." in marshall


def test_standards_that_are_not_scored_are_named_with_the_reason() -> None:
    aside = ranked().left_aside
    scored = [one.title for one in KNOWN.services.standards if f"“{one.title}”" in ranked().score]
    assert len(aside) == len(KNOWN.services.standards) - len(scored)
    assert any("“988”" in one and "only lines for the whole state" in one for one in aside)
    for title in ("PACT or ICORT", "A CSU in the county"):
        assert f"“{title}” is not scored: it is asked for information." in aside
    assert all(one.part != "lifeline-988" for each in ranked().ranking for one in each.parts)
    for title in ("A mobile crisis team", "One of PACT, ICORT, ICSS", "A CSU in the region"):
        assert f"“{title}”" in ranked().score
    assert "nothing else is weighed" in ranked().score


def test_a_line_for_one_county_makes_its_standard_count() -> None:
    def local(data: Services) -> Services:
        some = next(one for one in data.services if not one.catchment.statewide)
        line = replace(some, id="local-line", type="lifeline")
        return replace(data, services=(*data.services, line))

    assert not any("988" in one for one in changed(local).left_aside)


def test_a_standard_out_of_force_does_not_count() -> None:
    def ended(data: Services) -> Services:
        standards = [
            replace(one, in_force_to=parse_when("2025")) if one.id == "intensive" else one
            for one in data.standards
        ]
        return replace(data, standards=tuple(standards))

    found = changed(ended)
    assert found.unproven == ()
    assert (
        f"“One of PACT, ICORT, ICSS” is not scored: it is not in force on {DAY}."
        in found.left_aside
    )


def test_people_count_once_for_each_standard_that_is_not_covered() -> None:
    def without_mobile_teams(data: Services) -> Services:
        kept = tuple(one for one in data.services if one.type != "mobile_crisis")
        return replace(data, services=kept)

    found = changed(without_mobile_teams)
    assert len(found.unproven) == 82
    for one in found.ranking:
        before = row(ranked(), one.county)
        assert one.score == before.score + one.people
        assert one.people_unproven == one.people
    monroe = row(found, "Monroe")
    assert [one.part for one in monroe.parts] == ["mobile-crisis", "intensive", "distance"]
    assert monroe.score == 2 * monroe.people + (monroe.people_far.value or 0)


def test_closing_a_unit_never_lowers_a_score() -> None:
    for gone in ("csu-batesville", "csu-gulfport", "csu-natchez"):
        found = changed(
            lambda data, gone=gone: replace(  # type: ignore[misc]
                data, facilities=tuple(one for one in data.facilities if one.id != gone)
            )
        )
        assert all(one.score >= row(ranked(), one.county).score for one in found.ranking)
        assert sum(one.score for one in found.ranking) > sum(one.score for one in ranked().ranking)


def test_a_larger_limit_never_leaves_more_people_far() -> None:
    for small, large in ((15, 30), (30, 45), (45, 60)):
        for one in ranked(large).ranking:
            before = row(ranked(small), one.county).people_far
            for name in ("value", "low", "high"):
                assert getattr(one.people_far, name) <= getattr(before, name)


def test_where_no_unit_is_known_nobody_is_called_far_or_near() -> None:
    for found in (
        changed(lambda data: replace(data, facilities=())),
        on_a_day(dt.date(2022, 6, 1)),
    ):
        assert found.far == ()
        assert len(found.ranking) == 82
        for one in found.ranking:
            assert one.people_far == Range(value=None, low=None, high=None)
            assert not one.robust
            assert all(part.part != gaps.DISTANCE for part in one.parts)


def on_a_day(day: dt.date) -> Gaps:
    verified = geo.verify(KNOWN, day)
    return gaps.rank(verified, measure.measure(verified))


def test_where_the_points_have_nobody_distance_is_not_known() -> None:
    plain = demand.default(KNOWN)
    some = plain.county == 0
    one = replace(
        plain,
        lon=plain.lon[some],
        lat=plain.lat[some],
        people=plain.people[some],
        county=plain.county[some],
        scale=demand.Scale.POINTS,
    )
    found = changed(lambda data: data, one)
    assert row(found, "Adams").people_far.value == 0
    assert row(found, "DeSoto").people_far.value is None
    assert "DeSoto" in found.demand.counties_without
    assert len(found.demand.counties_without) == 81


def test_a_county_of_an_uncertain_region_is_not_said_to_be_nearer_to_another() -> None:
    found = on_a_day(dt.date(2024, 6, 1))
    for one in found.ranking:
        if len(one.regions) > 1:
            assert all("another region" not in part.reason for part in one.parts)
    assert any(len(one.regions) > 1 for one in found.ranking)


def test_people_far_are_counted_at_the_demand_points_and_the_rest_by_the_census() -> None:
    plain = demand.default(KNOWN)
    doubled = replace(plain, people=plain.people * 2, scale=demand.Scale.POINTS)
    found = changed(lambda data: data, doubled)
    for one in found.ranking:
        before = row(ranked(), one.county)
        assert one.people_far.value == 2 * (before.people_far.value or 0)
        assert (one.people, one.people_unproven) == (before.people, before.people_unproven)
    assert " of 58,174 people have no CSU" in row(found, "Neshoba").parts[-1].reason


def test_a_limit_that_was_not_measured_is_refused_with_those_that_were() -> None:
    with pytest.raises(ValueError, match="within 15, 30, 45 or 60 straight-line miles"):
        gaps.rank(VERIFIED, access(), 20)


# Flags


def test_flags_of_the_scored_verdicts_are_said_in_words() -> None:
    asked = {"mobile-crisis": "A mobile crisis team", "intensive": "One of PACT, ICORT, ICSS"}
    asked["csu-in-region"] = "A CSU in the region"
    for one in ranked().ranking:
        expected = {
            (asked[finding.standard], flag.value)
            for finding in VERIFIED.findings
            if finding.geoid == one.geoid and finding.standard in asked
            for flag in finding.flags
        }
        of_units = [flag for flag in one.flags if not flag.startswith("“")]
        assert all("Natchez Crisis Stabilization Unit is disputed" in flag for flag in of_units)
        said = [
            re.fullmatch(r"“(.+)” is (stale|disputed|weak): [^:]+\.", flag)
            for flag in one.flags
            if flag not in of_units
        ]
        assert {each.groups() for each in said if each} == expected
        assert len(said) == len(expected)
    weak = {
        one.county for one in ranked().ranking if any(" is weak: " in flag for flag in one.flags)
    }
    assert weak == {
        one.county for one in VERIFIED.findings if one.standard in asked and "weak" in one.flags
    }
    assert weak


# Robust


def shares(value: float, low: float, high: float) -> Callable[[Area], Area]:
    def given_shares(area: Area) -> Area:
        share = Range(value=value, low=low, high=high)
        people = Range(value=value * 100, low=low * 100, high=high * 100)
        within = tuple(
            replace(one, share=share, people=people) if one.miles == 30 else one
            for one in area.within
        )
        return replace(area, people=100.0, within=within, least_miles=None, most_miles=None)

    return given_shares


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
    counties = tuple(map(shares(*interval), access().counties))
    source = replace(access().demand, error_share={30: error} if error else {})
    found = gaps.rank(VERIFIED, replace(access(), counties=counties, demand=source))
    assert {one.robust for one in found.ranking} == {robust}


@pytest.mark.parametrize(
    ("bounds", "robust"),
    [((5.0, 30.0), True), ((30.01, 50.0), True), ((5.0, 30.01), False), ((30.0, 50.0), False)],
)
def test_what_holds_for_everybody_is_robust_whatever_the_points_say(
    bounds: tuple[float, float], robust: bool
) -> None:
    counties = tuple(
        replace(shares(0.5, 0.0, 1.0)(one), least_miles=bounds[0], most_miles=bounds[1])
        for one in access().counties
    )
    found = gaps.rank(VERIFIED, replace(access(), counties=counties))
    assert {one.robust for one in found.ranking} == {robust}


def test_a_county_of_nobody_has_no_distance_gap_and_nothing_that_is_robust() -> None:
    nobody = Range(value=None, low=None, high=None)
    within = tuple(replace(one, share=nobody, people=nobody) for one in access().counties[0].within)
    found = with_counties(people=0.0, within=within, least_miles=None, most_miles=None)
    assert found.far == ()
    assert not any(one.robust for one in found.ranking)


# Narrowing

REGIONS = sorted({number for one in access().counties for number in one.regions})


@given(st.sets(st.sampled_from(REGIONS)), st.sampled_from([None, True, False]))
def test_narrowing_keeps_the_rows_asked_for_as_they_are(
    regions: set[int], urban: bool | None
) -> None:
    whole = ranked()
    found = gaps.narrow(whole, regions, urban=urban)
    for name in ("ranking", "unproven", "far"):
        assert getattr(found, name) == tuple(
            one
            for one in getattr(whole, name)
            if (not regions or regions & set(one.regions))
            and (urban is None or urban == (one.rucc <= 3))
        )
    kept = {one.name for one in fields(Gaps)} - {"ranking", "unproven", "far"}
    assert all(getattr(found, name) == getattr(whole, name) for name in kept)


def test_urban_and_rural_part_the_counties() -> None:
    urban, rural = (gaps.narrow(ranked(), urban=one).ranking for one in (True, False))
    assert len(urban) + len(rural) == 82
    assert {one.county for one in urban} >= {"Hinds", "DeSoto", "Harrison"}
    assert "Issaquena" in {one.county for one in rural}


def test_equal_data_gives_an_equal_ranking() -> None:
    again = load.load(today=DAY)
    verified: Assessment = assess.verify(again, DAY)
    other: Catalog = replace(again, counties=tuple(reversed(again.counties)))
    assert gaps.rank(again, verified, measure.measure(again, verified)).ranking == ranked().ranking
    assert gaps.rank(other, verified, access()).ranking == ranked().ranking
