"""Peer support: openings and trainings show themselves out of date on the day that is asked."""

import datetime as dt
from dataclasses import replace

import pytest

from geo.catalog.records import Pillar, ProgrammeKind
from geo.coverage import beside, continuum
from geo.coverage.county import county_profile
from geo.coverage.peers import peers, summary
from tests import live


def test_openings_are_over_their_age_limit_also_those_without_a_date() -> None:
    found = peers(live.assessment())
    assert len(found.openings) == 8
    assert all(opening.stale for opening in found.openings)
    assert {opening.region for opening in found.openings if not opening.as_of} == {10, 14}


def test_the_age_hangs_on_the_day() -> None:
    fresh = peers(live.assessment(dt.date(2024, 5, 31)))
    assert not any(opening.stale for opening in fresh.openings)
    assert all(opening.stale for opening in peers(live.assessment(dt.date(2024, 6, 1))).openings)
    assert peers(live.assessment(dt.date(2023, 5, 1))).openings == ()


@pytest.mark.parametrize(
    ("day", "past", "closed"),
    [
        (dt.date(2023, 7, 20), 4, 8),
        (dt.date(2024, 5, 27), 27, 30),
        (dt.date(2024, 5, 28), 27, 31),
        (dt.date(2024, 6, 26), 30, 31),
        (dt.date(2024, 6, 27), 31, 31),
    ],
)
def test_trainings_pass_after_their_last_day(day: dt.date, past: int, closed: int) -> None:
    found = peers(live.assessment(day)).trainings
    assert len(found) == 31
    assert sum(each.past for each in found) == past
    assert sum(each.closed for each in found) == closed


def test_all_dates_stand_in_order_and_before_what_they_close() -> None:
    found = peers(live.assessment()).trainings
    firsts = [each.first.first_day for each in found]
    assert firsts == sorted(firsts)
    assert all(each.deadline.latest < each.first.first_day for each in found if each.deadline)
    assert sum(each.deadline is None for each in found) == 1


def test_designations_and_peer_bridger_are_words_and_programmes() -> None:
    found = peers(live.assessment())
    assert {each.kind for each in found.programmes} == {ProgrammeKind.PEER}
    assert all(each.quote for each in found.programmes)
    words = " ".join(term.term for term in found.terms)
    for name in (
        "Adult and Recovery",
        "Parent/Caregiver",
        "Young Adult",
        "Forensic",
        "Recovery only",
    ):
        assert name in words
        assert any(name in each.title for each in found.programmes)
    bridger = next(each for each in found.programmes if "Bridger" in each.title)
    assert "crisis stabilization units" in (bridger.quote or "")


def test_the_slip_of_the_page_is_a_detail_and_by_the_calendar_a_slip() -> None:
    (slip,) = peers(live.assessment()).contradictions
    assert "Monday, September 29. 2023" in [side.says for side in slip.sides]
    assert dt.date(2023, 9, 29).strftime("%A") == "Friday"
    assert slip.bears_on == "detail"


def test_what_to_know_first_counts_and_says_whom_to_ask() -> None:
    told = " ".join(summary(peers(live.assessment())))
    assert "All 8 openings are over the age limit." in told
    assert "All 31 trainings are past." in told
    assert "601-359-1288" in told
    midway = " ".join(summary(peers(live.assessment(dt.date(2024, 1, 1)))))
    assert "16 of 31 trainings are past." in midway
    assert "age limit" not in midway


@pytest.mark.parametrize("kept", ["programmes", "openings", "trainings"])
def test_one_kind_of_row_alone_is_something_to_tell(kept: str) -> None:
    found = peers(live.assessment())
    nothing = replace(found, programmes=(), openings=(), trainings=())
    assert summary(nothing) == ("The data has no source on peer support that speaks for this day.",)
    told = summary(replace(nothing, **{kept: getattr(found, kept)}))
    assert told[0].startswith("None of this makes a county covered.")


def test_one_opening_is_told_in_the_singular() -> None:
    found = peers(live.assessment())
    told = summary(replace(found, openings=found.openings[:1]))
    assert told[1] == "The one opening is over the age limit. Call before you rely on one."


def test_a_programme_says_its_day_and_whether_that_is_its_own() -> None:
    found = peers(live.assessment())
    told = {each.id: each.when for each in (*found.openings, *found.programmes)}
    assert told["peer-openings-r2"] == "June 1, 2023, over its age limit"
    assert told["peer-bridger"] == "undated, from a page of June 1, 2023, over its age limit"


def test_before_its_source_speaks_nothing_is_told_of_a_programme_or_training() -> None:
    day = dt.date(2023, 5, 31)
    early = live.assessment(day)
    speaks = early.evidence.speaks
    held_back = {one.id for one in early.catalog.services.programmes if not speaks(one.source)}
    assert held_back
    told = {
        one.id
        for county in early.catalog.counties
        for one in county_profile(early, county).programmes
    }
    told |= {one.id for pillar in Pillar for one in beside.programmes(early, pillar)}
    told |= {one.id for one in (*peers(early).programmes, *peers(early).openings)}
    assert told
    assert not told & held_back
    state = continuum.statewide(early)
    assert early.catalog.services.trainings
    assert all(speaks(each.source) for each in (*state.trainings, *state.terms))
    assert all(speaks(step.source) for part in state.pillars for step in part.steps)


def test_openings_of_a_county_carry_their_age() -> None:
    catalog = live.catalog()
    panola = next(county for county in catalog.counties if county.name == "Panola")
    told = county_profile(live.assessment(), panola).programmes
    assert {each.id: each.stale for each in told} == {
        "peer-openings-r2": True,
        "rural-health-2026-r2": False,
        "ccbhc-grant-2021-r2": True,
    }
