"""Everything known about one county, for each of the 82."""

import datetime as dt

import pytest

from geo.catalog import find_county
from geo.coverage import county as coverage_county
from tests.coverage.judging import live, verified

KNOWN = live()
VERIFIED = verified(KNOWN)
ALL = {county.name: coverage_county.county_profile(VERIFIED, county) for county in KNOWN.counties}


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_county_has_a_region_numbers_verdicts_and_sources(name: str) -> None:
    found = ALL[name]
    phones = [call.phone for call in found.calls]
    assert len(found.regions) == 1
    assert len(found.operators) == 1
    assert [finding.standard for finding in found.findings] == [
        standard.id for standard in KNOWN.services.standards
    ]
    assert phones[:3] == ["911", "988", "877-210-8513"]
    assert len(phones) == len(set(phones))
    teams = {team.phone for team in found.services if team.service == "mobile_crisis"}
    assert teams == {call.phone for call in found.calls if call.service == "mobile_crisis"} != set()
    assert found.region_history[-1].region == found.regions[0].region
    named = coverage_county.sources_of(found.findings) | coverage_county.sources_of(found.services)
    assert named <= {source.id for source in found.sources}
    assert sum(facility.region == found.regions[0].region for facility in found.facilities) >= 1


def test_hinds_has_both_intensive_teams() -> None:
    kinds = [service.service for service in ALL["Hinds"].services]
    assert {"pact", "icort"} <= set(kinds)


def test_benton_carries_its_dispute() -> None:
    assert [contradiction.id for contradiction in ALL["Benton"].contradictions] == [
        "lifecore-pact-office"
    ]


def test_warren_tells_of_the_operators_names() -> None:
    assert "region-15-operator" in {
        contradiction.id for contradiction in ALL["Warren"].contradictions
    }


def test_a_moved_county_shows_its_history() -> None:
    assert [membership.region for membership in ALL["Lincoln"].region_history] == [11, 8]
    assert [membership.region for membership in ALL["Pearl River"].region_history] == [13, 12]


def test_holes_are_those_of_what_is_not_covered() -> None:
    assert "icss-counties" in {question.id for question in ALL["Attala"].holes}
    assert "icss-counties" not in {question.id for question in ALL["Hinds"].holes}


def test_holes_stand_with_those_whom_they_concern() -> None:
    holes = {name: {question.id for question in found.holes} for name, found in ALL.items()}
    assert "csu-beds" in holes["Rankin"]
    assert "csu-beds" not in holes["Attala"]
    assert {name for name, ids in holes.items() if "natchez-open" in ids} == {
        "Adams", "Claiborne", "Jefferson", "Warren", "Wilkinson", "Yazoo",
    }  # fmt: skip
    assert {name for name, ids in holes.items() if "purvis" in ids} == {"Lamar"}
    assert {name for name, ids in holes.items() if "weak-memberships" in ids} == {"Carroll"}


def test_numbers_given_through_a_weak_membership_are_marked() -> None:
    for name, found in ALL.items():
        weak = {call.service for call in found.calls if call.weak}
        assert weak == ({"mobile_crisis", "csu"} if name == "Carroll" else set()), name


def test_a_former_region_is_not_run_by_another_regions_center() -> None:
    assessment = verified(KNOWN, dt.date(2023, 1, 1))
    county = find_county.find_county(KNOWN, "Adams")
    found = coverage_county.county_profile(assessment, county)
    assert [(region.region, region.operator) for region in found.regions] == [(11, None)]
    assert found.operators == ()


def test_programmes_stand_with_their_county() -> None:
    assert "reentry-rankin" in {programme.id for programme in ALL["Rankin"].programmes}
    assert "reentry-rankin" not in {programme.id for programme in ALL["Madison"].programmes}


def test_during_an_uncertain_move_both_regions_are_shown() -> None:
    assessment = verified(KNOWN, dt.date(2023, 1, 1))
    county = find_county.find_county(KNOWN, "Tunica")
    found = coverage_county.county_profile(assessment, county)
    assert {(region.region, region.certain) for region in found.regions} == {(1, False), (6, False)}


def test_a_call_says_whether_its_source_is_old_and_whether_it_is_disputed() -> None:
    before = coverage_county.county_profile(
        verified(KNOWN, dt.date(2023, 12, 31)), find_county.find_county(KNOWN, "Adams")
    )
    for calls, expected in ((ALL["Adams"].calls, []), (before.calls, ["601-492-4001"])):
        assert [call.phone for call in calls if call.disputed] == expected
    assert {call.phone: call.stale for call in ALL["Adams"].calls}["601-492-4001"]
    assert {call.stale for call in coverage_county.always(KNOWN, dt.date(2010, 1, 1))} == {False}
    later = coverage_county.always(KNOWN, dt.date(2040, 1, 1))
    # What a rule gives to everybody does not get stale; a service's own page does.
    assert {call.phone: call.stale for call in later} == {
        "911": False,
        "988": False,
        "877-210-8513": True,
    }


def test_a_county_has_the_center_of_its_region_with_source_and_doubts() -> None:
    carroll = find_county.find_county(live(), "Carroll")
    (center,) = coverage_county.county_profile(verified(live()), carroll).centers
    assert (center.name, center.phone) == ("Life Help", "662-453-6211")
    assert center.weak
    assert center.source == "samhsa-directory-2024"
