"""What is said once of the age of a table's rows, and which marks are left for them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog.records import Flag, Status
from geo.coverage import county as coverage_county
from geo.coverage import freshness
from geo.coverage.freshness import FLAG_WORDS, FRESH
from tests.coverage.judging import AS_OF, live, verified

DAY = dt.date(2026, 11, 30)
KNOWN = live()
VERIFIED = verified(KNOWN)
SOURCES = {source.id: source for source in KNOWN.services.sources}


rows = st.lists(st.none() | st.booleans(), max_size=12)


@pytest.mark.parametrize(
    ("described", "words"),
    [
        ("2026-11-30", "0 days"),
        ("2026-11-29", "1 day"),
        ("2026-10-02", "59 days"),
        ("2025-11-30", "1 year"),
        ("2025-01-29", "1 year 10 months"),
        ("2023-07", "3 years 5 months"),
        ("2021-09-14/2025-01-29", "5 years 3 months"),
        ("../2019-09", "7 years 2 months"),
        ("2026-12-01", "of a later day"),
    ],
)
def test_a_source_is_as_old_as_the_oldest_day_it_can_describe(described: str, words: str) -> None:
    assert freshness.age(described, DAY) == words


@given(rows)
def test_a_row_is_marked_where_it_is_the_exception_and_only_there(
    row_ages: list[bool | None],
) -> None:
    told = freshness.ages(row_ages, ["2025-01-29"], DAY)
    old, fresh = row_ages.count(True), row_ages.count(False)
    assert bool(told.banner) == (old > 0)
    assert told.banner.startswith("Everything here") == (old > 0 and not fresh)
    assert told.mostly_stale == (old > 0 and old >= fresh)
    assert told.mark(None) == ""
    marked = [row for row in row_ages if told.mark(row)]
    assert len(marked) == (fresh if told.mostly_stale else old)
    assert {told.mark(row) for row in marked} <= {
        FRESH if told.mostly_stale else "over its age limit"
    }


def test_the_banner_names_the_newest_source_and_what_to_do() -> None:
    old = ["2023-07", "2025-01-29", "../2019-09"]
    assert freshness.ages([True, None, True], old, DAY).banner == (
        "Everything here is past its age limit: the newest source is 1 year 10 months old. Confirm "
        "before relying on it."
    )
    assert freshness.ages([True, False], old, DAY).banner == (
        "1 of 2 here is past its age limit: confirm it before relying on it."
    )
    assert freshness.ages([True, True, False, None], old, DAY).banner == (
        "2 of 3 here are past their age limit: confirm them before relying on them."
    )


def test_other_flags_stay_beside_the_age() -> None:
    flags = (Flag.STALE, Flag.DISPUTED, Flag.WEAK)
    all_old = freshness.ages([True], ["2023-07"], DAY)
    assert all_old.marks(flags, stale=True) == ("disputed", "region inferred")
    assert freshness.EACH.marks(flags, stale=True) == tuple(FLAG_WORDS.values())
    mostly = freshness.ages([True, True, False], ["2023-07"], DAY)
    assert mostly.marks((Flag.WEAK,), stale=False) == (FRESH, "region inferred")
    assert mostly.marks((), stale=None) == ()


def test_of_the_real_verdicts_every_one_is_old_and_none_is_marked_so() -> None:
    told = freshness.of_findings(VERIFIED.findings, AS_OF)
    newest = max(
        SOURCES[fact.source].as_of.first_day
        for finding in VERIFIED.findings
        for fact in (*finding.evidence, *finding.left_out_by)
    )
    assert newest == SOURCES["dmh-home"].as_of.first_day
    assert freshness.age(SOURCES["dmh-home"].as_of.text, AS_OF) in told.banner
    marks = {mark for finding in VERIFIED.findings for mark in told.marks_of(finding)}
    assert marks == {"region inferred"}  # no county is disputed since the directory of 2024


def test_a_verdict_that_rests_on_nothing_is_neither_old_nor_fresh() -> None:
    nothing = replace(
        VERIFIED.findings[0], status=Status.UNKNOWN, flags=(), evidence=(), left_out_by=()
    )
    assert freshness.is_stale(nothing) is None
    told = freshness.of_findings((*VERIFIED.findings, nothing), AS_OF)
    assert told.banner.startswith("Everything here")
    assert told.marks_of(nothing) == ()


def test_the_note_on_age_is_left_out_where_the_banner_says_it_and_no_other_note() -> None:
    told = freshness.of_findings(VERIFIED.findings, AS_OF)
    aged = [finding for finding in VERIFIED.findings if Flag.STALE in finding.flags]
    assert len(aged) > len(VERIFIED.findings) / 2
    for finding in aged:
        beside = freshness.notes_beside(finding, told)
        assert finding.notes[0].startswith("Stale: ")
        assert beside == finding.notes[1:]
        assert not any(note.startswith("Stale: ") for note in beside)
        assert freshness.notes_beside(finding, freshness.EACH) == finding.notes
    fresh = replace(VERIFIED.findings[0], flags=(Flag.WEAK,), notes=("Weak: it was inferred.",))
    assert freshness.notes_beside(fresh, told) == fresh.notes


def test_numbers_that_rules_give_have_no_age() -> None:
    county = next(each for each in KNOWN.counties if each.name == "Panola")
    calls = coverage_county.county_profile(VERIFIED, county).calls
    told = freshness.of_calls(calls, AS_OF)
    assert told.banner.startswith("Every number that no rule gives is past its age limit: ")
    own = [call for call in calls if call.stale]
    assert freshness.of_calls(own, AS_OF).banner.startswith("Every number here")
    assert {call.phone for call in calls} - {call.phone for call in own} == {"911", "988"}
    assert freshness.of_calls((), AS_OF) == freshness.EACH
    assert {freshness.flags_of(call) for call in own} == {(Flag.STALE,)}
