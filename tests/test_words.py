"""What the core prints is plain: short sentences, none of the words not to use, a grade most people read."""

import datetime as dt
from collections.abc import Callable

import pytest

from geo.access import assess, gaps
from geo.cli import (
    access_text,
    calls_text,
    continuum_text,
    diff_text,
    gaps_text,
    referral_text,
    terminal,
    verdict_text,
)
from geo.confirm.calls import calls
from geo.coverage import asking, continuum
from geo.coverage.county import county_profile
from geo.diff import compare, read_state
from geo.referral import refer
from tests import live, reading_grade

MOST_GRADE = 11
MOST_GRADE_OF_HELP = 8
PLACES = (
    *(
        "38606",
        "39120",
        "Washington",
        "Port Gibson",
        "Natchez",
        "Tupelo",
        "Corinth",
        "38632",
        "39531",
    ),
    *(
        "Attala County",
        "Tunica",
        "10 miles north of Oxford",
        "123 Main St, Hattiesburg",
        "PO Box 4 Brandon",
    ),
    *(
        "31.95, -90.98",
        "35.05, -90.0",
        "Memphis, TN",
        "Jakson",
        "Nowhere at all",
        "",
        "Lamar",
        "Wilkinson",
    ),
    *(
        "Rolling Fork",
        "Vicksburg, 39180",
        "38855",
        "Jackson, MS 38606",
        "Clarksdale",
        "Purvis",
        "39452",
    ),
)
Shown = Callable[..., str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    """Return what prints on lines that are never broken, so that each holds whole sentences."""
    monkeypatch.setattr(terminal, "_WIDTH_WITHOUT_TERMINAL", 4000)

    def text(show: Callable[..., object], *arguments: object, **named: object) -> str:
        show(*arguments, **named)
        lines = (line.strip() for line in capsys.readouterr().out.splitlines())
        # Rows of tables have cells and no sentences.
        return "\n\n".join(
            line for line in lines if line and "   " not in line and "──" not in line
        )

    return text


def check(text: str, most_grade: float) -> None:
    """Refuse long sentences, banned words and a grade over the limit."""
    assert len(reading_grade.sentences(text)) > 3
    assert reading_grade.too_long(text) == []
    assert reading_grade.banned(text) == set()
    assert reading_grade.grade(text) <= most_grade


def test_what_is_said_of_all_counties_is_plain(shown: Shown) -> None:
    check(shown(verdict_text.print_verification, live.assessment()), MOST_GRADE)


def test_what_is_said_of_each_county_is_plain(shown: Shown) -> None:
    assessment = live.assessment()
    for county in assessment.catalog.counties:
        profile = county_profile(assessment, county)
        check(shown(verdict_text.print_county, assessment.catalog, profile), MOST_GRADE)


@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), dt.date(2022, 3, 1), dt.date(2023, 7, 15)])
def test_what_is_said_of_other_days_is_plain(shown: Shown, day: dt.date) -> None:
    assessment = assess.verify(live.catalog(), day)
    check(shown(verdict_text.print_verification, assessment), MOST_GRADE)
    for county in assessment.catalog.counties:
        profile = county_profile(assessment, county)
        check(shown(verdict_text.print_county, assessment.catalog, profile), MOST_GRADE)


def test_what_is_said_of_the_whole_system_is_plain(shown: Shown) -> None:
    assessment = live.assessment()
    state = continuum.statewide(assessment)
    # In short it says less, and names what has no place in lists, which are no sentences.
    check(shown(continuum_text.print_state, assessment, state, whole=True), MOST_GRADE)
    for county in assessment.catalog.counties:
        found = continuum.county_continuum(assessment, county)
        check(shown(continuum_text.print_county, assessment, found, whole=True), MOST_GRADE)


def test_what_is_said_of_distances_is_plain(shown: Shown) -> None:
    catalog, assessment, access = live.catalog(), live.assessment(), live.access()
    questions = asking.open_questions(catalog.services)
    check(shown(access_text.print_access, catalog, access, questions), MOST_GRADE)
    for area in access.counties:
        check(shown(access_text.print_area, assessment, access, area, questions), MOST_GRADE)


def test_what_is_said_of_gaps_is_plain(shown: Shown) -> None:
    assessment, access = live.assessment(), live.access()
    ranked = gaps.rank(assessment, access)
    check(shown(gaps_text.print_gaps, assessment, access, ranked, "all counties"), MOST_GRADE)


def test_what_is_said_to_ask_is_plain(shown: Shown) -> None:
    assessment = live.assessment()
    found = calls(assessment)
    check(shown(calls_text.print_calls, assessment, found, found.questions), MOST_GRADE)


def test_what_is_said_of_changes_is_plain(shown: Shown) -> None:
    catalog = live.catalog()
    sides = [
        read_state.of_catalog(catalog, dt.date.fromisoformat(day), "data")
        for day in ("2022-03-01", "2023-12-31", "2026-11-30")
    ]
    for old in sides:
        for new in sides:
            if old is not new:
                check(shown(diff_text.print_changes, compare.compare(old, new)), MOST_GRADE)


@pytest.mark.parametrize("place", PLACES)
def test_what_a_look_up_says_is_plain(shown: Shown, place: str) -> None:
    assessment = live.assessment()
    said = shown(referral_text.print_answer, assessment.catalog, refer.answer(assessment, place))
    check(said, MOST_GRADE_OF_HELP)


def test_the_names_of_all_zips_and_towns_make_no_sentence_long(shown: Shown) -> None:
    assessment = live.assessment()
    zips = sorted(assessment.catalog.gazetteer.zips)[::12]
    for place in zips:
        said = shown(
            referral_text.print_answer, assessment.catalog, refer.answer(assessment, place)
        )
        assert reading_grade.too_long(said) == []
        assert reading_grade.banned(said) == set()
