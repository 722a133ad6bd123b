"""What is said once of the age of a table's rows, and which marks are left for them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog.records import Flag, Status
from geo.coverage import county as coverage_county
from geo.coverage import freshness
from geo.coverage.freshness import FRESH, Dated
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


def dated(as_of: str, *, stale: bool = True) -> Dated:
    """Return a source of its own for each date."""
    return Dated(f"source-{as_of}", as_of, stale)


@given(rows)
def test_a_row_is_marked_where_it_is_the_exception_and_only_there(
    row_ages: list[bool | None],
) -> None:
    told = freshness.ages(row_ages, [dated("2025-01-29")], DAY)
    old, fresh = row_ages.count(True), row_ages.count(False)
    assert bool(told.banner) == (old > 0)
    assert told.mostly_stale == (old > 0 and old >= fresh)
    assert told.mark(None) == ""
    marked = [row for row in row_ages if told.mark(row)]
    assert len(marked) == (fresh if told.mostly_stale else old)
    assert {told.mark(row) for row in marked} <= {
        FRESH if told.mostly_stale else "over its age limit"
    }


THE_ONE = "The list or statement behind these answers is"
THESE = "lists and statements behind these answers are"
CALL = "Call to confirm before you rely on"


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (
            [dated("2023-07"), dated("2025-01-29"), dated("../2019-09")],
            f"All {THESE} more than a year old (newest: January 29, 2025). {CALL} them.",
        ),
        # A source counts once, however many rows rest on it.
        (
            [dated("2023-07"), dated("2024"), *[dated("2026-11-01", stale=False)] * 5],
            f"Most {THESE} more than a year old (newest: November 1, 2026). {CALL} them.",
        ),
        # One that is within its own limit is old all the same.
        (
            [dated("2023-07"), dated("2024", stale=False)],
            f"All {THESE} more than a year old (newest: 2024). {CALL} them.",
        ),
        (
            [dated("2023-07"), dated("2026-10", stale=False)],
            f"Some {THESE} more than a year old (newest: October 2026). {CALL} them.",
        ),
        (
            [dated("2023-07")],
            f"{THE_ONE} more than a year old (July 2023). {CALL} it.",
        ),
        # The oldest day that a source can describe counts.
        (
            [dated("2021-09-14/2026-11"), dated("2025-01-29")],
            f"All {THESE} more than a year old (newest: January 29, 2025). {CALL} them.",
        ),
        # A limit of less than a year.
        (
            [dated("2026-08"), dated("2026-10", stale=False)],
            f"Some {THESE} over their age limit (newest: October 2026). {CALL} them.",
        ),
        (
            [dated("2026-08")],
            f"{THE_ONE} over its age limit (August 2026). {CALL} it.",
        ),
    ],
)
def test_the_age_of_all_sources_is_one_sentence(sources: list[Dated], words: str) -> None:
    assert freshness.ages([True, False], sources, DAY).banner == words
    assert freshness.ages([False, None], sources, DAY).banner == ""


def test_other_flags_stay_beside_the_age() -> None:
    flags = (Flag.STALE, Flag.DISPUTED, Flag.WEAK)
    all_old = freshness.ages([True], [dated("2023-07")], DAY)
    assert all_old.marks(flags, stale=True) == ("sources disagree", "region inferred")
    assert freshness.EACH.marks(flags, stale=True) == tuple(flag.label for flag in Flag)
    mostly = freshness.ages([True, True, False], [dated("2023-07")], DAY)
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
    assert told.banner == (
        f"All {THESE} more than a year old (newest: January 29, 2025). {CALL} them."
    )
    marks = {mark for finding in VERIFIED.findings for mark in told.marks_of(finding)}
    assert marks == {"region inferred"}  # no county is disputed since the directory of 2024


def test_a_verdict_that_rests_on_nothing_is_neither_old_nor_fresh() -> None:
    nothing = replace(
        VERIFIED.findings[0], status=Status.UNKNOWN, flags=(), evidence=(), left_out_by=()
    )
    assert freshness.is_stale(nothing) is None
    told = freshness.of_findings((*VERIFIED.findings, nothing), AS_OF)
    assert told == freshness.of_findings(VERIFIED.findings, AS_OF)
    assert told.marks_of(nothing) == ()


def test_the_note_on_age_is_left_out_where_the_banner_says_it_and_no_other_note() -> None:
    told = freshness.of_findings(VERIFIED.findings, AS_OF)
    aged = [finding for finding in VERIFIED.findings if Flag.STALE in finding.flags]
    assert len(aged) > len(VERIFIED.findings) / 2
    for finding in aged:
        beside = freshness.notes_beside(finding, told)
        assert finding.notes[0].startswith("Over its age limit. ")
        assert beside == finding.notes[1:]
        assert not any(note.startswith("Over its age limit. ") for note in beside)
        assert freshness.notes_beside(finding, freshness.EACH) == finding.notes
    fresh = replace(VERIFIED.findings[0], flags=(Flag.WEAK,), notes=("Region inferred: it is so.",))
    assert freshness.notes_beside(fresh, told) == fresh.notes


def test_numbers_that_rules_give_have_no_age() -> None:
    county = next(each for each in KNOWN.counties if each.name == "Panola")
    calls = coverage_county.county_profile(VERIFIED, county).calls
    told = freshness.of_findings((), AS_OF, calls)
    own = [call for call in calls if call.stale]
    assert told.banner.startswith(f"All {THESE} more than a year old (newest: ")
    assert freshness.of_findings((), AS_OF, own) == told
    assert {call.phone for call in calls} - {call.phone for call in own} == {"911", "988"}
    assert freshness.of_findings((), AS_OF) == freshness.EACH
    assert {freshness.flags_of(call) for call in own} == {(Flag.STALE,)}


def test_the_age_of_verdicts_and_numbers_shown_together_is_said_once_for_both() -> None:
    county = next(each for each in KNOWN.counties if each.name == "Panola")
    profile = coverage_county.county_profile(VERIFIED, county)
    fresh = [replace(call, stale=False, as_of="2026-11-01") for call in profile.calls]
    both = freshness.of_findings(profile.findings, AS_OF, fresh)
    assert both.banner.startswith(f"Some {THESE} more than a year old (newest: November 1")
