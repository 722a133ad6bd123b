"""A clock behind the data is a warning that names it, and never drops evidence; an editor may be strict."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.catalog import load
from geo.catalog.records import Catalog
from geo.coverage import county
from geo.errors import DataError, Problem
from tests import small_state

NEWEST = dt.date(2025, 7, 1)
"""The day on which the sources of the small state were retrieved."""


def line_of(home: Path, problem: Problem) -> str:
    return (home / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1].strip()


@pytest.mark.parametrize("clock", [NEWEST, small_state.DAY])
def test_where_the_clock_is_right_nothing_is_said(clock: dt.date, tmp_path: Path) -> None:
    known = load.load(small_state.write(tmp_path), today=clock, strict=True)
    assert known.warnings == ()
    assert (known.newest, known.today(clock)) == (NEWEST, clock)


@pytest.mark.parametrize("clock", [dt.date(2025, 6, 30), dt.date(2025, 1, 31), dt.date(1970, 1, 1)])
def test_a_clock_behind_the_data_is_one_warning_that_names_it(
    clock: dt.date, tmp_path: Path
) -> None:
    (warning,) = load.load(small_state.write(tmp_path), today=clock).warnings
    assert (warning.file, warning.rule, warning.found) == (
        "services.yaml",
        "future-date",
        "2025-07-01",
    )
    assert warning.message == (
        f"this computer's clock says {clock}, which is before the date 2025-07-01 of source news: "
        "check the clock"
    )
    assert line_of(tmp_path, warning) == "retrieved: '2025-07-01'"


@pytest.mark.parametrize("clock", [dt.date(2025, 5, 31), dt.date(1970, 1, 1)])
def test_no_evidence_is_dropped_for_a_clock_behind_the_data(clock: dt.date, tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    behind, right = load.load(home, today=clock), load.load(home, today=NEWEST)
    assert behind.today(clock) == NEWEST
    judged = geo.verify(behind, behind.today(clock))
    assert judged.findings == geo.verify(right, NEWEST).findings
    assert judged.findings != geo.verify(right, clock).findings


def test_without_a_day_all_is_judged_by_the_day_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("load", "records"):
        monkeypatch.setattr(f"geo.catalog.{module}.machine_date", lambda: dt.date(1970, 1, 1))
    known = load.load(small_state.write(tmp_path))
    assert len(known.warnings) == 1
    assert geo.verify(known).as_of == NEWEST
    assert county.always(known) == county.always(known, NEWEST)
    assert geo.verify(known, dt.date(2020, 1, 1)).as_of == dt.date(2020, 1, 1)


def test_an_editor_is_told_of_every_date_after_the_clock(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load.load(small_state.write(tmp_path), today=dt.date(2025, 6, 15), strict=True)
    assert [(problem.rule, problem.found) for problem in caught.value.problems] == [
        ("future-date", "2025-07-01"),
        ("future-date", "2025-07-01"),
    ]


def redated(home: Path, section: str, field: str, date: str) -> Catalog:
    """Return the small state, on the day its sources were retrieved, with one date changed."""
    content: dict[str, Any] = small_state.services()
    content[section][0][field] = date
    return load.load(small_state.write(home, content), today=NEWEST)


@pytest.mark.parametrize(
    ("section", "field", "date"),
    [
        ("sources", "retrieved", "2052-07-01"),  # it stands alone, years after all others
        ("sources", "retrieved", "2026-07-03"),
        ("sources", "published", "2025-07-02"),
        ("facilities", "opened", "2026"),
    ],
)
def test_a_slip_in_a_date_moves_no_day_and_names_its_line(
    section: str, field: str, date: str, tmp_path: Path
) -> None:
    known = redated(tmp_path, section, field, date)
    (warning,) = known.warnings
    assert line_of(tmp_path, warning) == f"{field}: '{date}'"
    assert warning.message == (
        f"this computer's clock says 2025-07-01, which is before {date}: check this date"
    )
    assert known.today(NEWEST) == known.newest == NEWEST
    with pytest.raises(DataError, match="future-date"):
        load.load(tmp_path, today=NEWEST, strict=True)


@pytest.mark.parametrize(
    ("date", "newest"),
    [
        ("2026-07-01", dt.date(2026, 7, 1)),  # a year later is no slip
        ("2025-08", dt.date(2025, 8, 1)),
        ("2025-09-05/2025-12", dt.date(2025, 9, 5)),
        ("../2025-12-03", dt.date(2025, 12, 3)),
    ],
)
def test_the_first_day_that_a_date_can_mean_has_come(
    date: str, newest: dt.date, tmp_path: Path
) -> None:
    assert redated(tmp_path, "sources", "retrieved", date).newest == newest
