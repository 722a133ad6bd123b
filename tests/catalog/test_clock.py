"""A clock behind the data is a warning that names it, and never drops evidence; an editor may be strict."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from geo.catalog import folder, load
from geo.catalog.records import Catalog
from geo.coverage import county, verify
from geo.errors import DataError, Problem

CLOCK = dt.date(2027, 3, 1)
TEXT = re.sub(
    r"(retrieved: \S*?)2026-11\b",
    r"\g<1>2026-11-20",
    (folder.default_dir() / "services.yaml").read_text(encoding="utf-8"),
)
"""The real file, as if all had been retrieved by the 20th of November 2026."""
NEWEST = dt.date(2026, 11, 20)
HOME_SOURCE = "retrieved: 2026-11-20"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))
    (copy / "services.yaml").write_text(TEXT, encoding="utf-8")
    return copy


def change(home: Path, old: str, new: str) -> None:
    path = home / "services.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(home: Path, problem: Problem) -> str:
    return (home / "services.yaml").read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_where_the_clock_is_right_nothing_is_said(home: Path) -> None:
    for clock in (NEWEST, CLOCK):
        known = load.load(home, today=clock, strict=True)
        assert known.warnings == ()
        assert known.newest == NEWEST
        assert known.today(clock) == clock


@pytest.mark.parametrize(
    "clock", [dt.date(2026, 11, 19), dt.date(2026, 10, 31), dt.date(1970, 1, 1)]
)
def test_a_clock_behind_the_data_is_one_warning_that_names_it(home: Path, clock: dt.date) -> None:
    (warning,) = load.load(home, today=clock).warnings
    assert (warning.file, warning.rule, warning.found) == (
        "services.yaml",
        "future-date",
        "2026-11-20",
    )
    assert (
        f"this computer's clock says {clock}, which is before the date 2026-11-20 of source "
        in (warning.message)
    )
    assert warning.message.endswith(": check the clock")
    assert line_of(home, warning).strip() == HOME_SOURCE


@pytest.mark.parametrize("clock", [dt.date(2026, 10, 31), dt.date(1970, 1, 1)])
def test_no_evidence_is_dropped_for_a_clock_behind_the_data(home: Path, clock: dt.date) -> None:
    behind, right = load.load(home, today=clock), load.load(home, today=NEWEST)
    assert behind.today(clock) == NEWEST
    judged = verify.verify(behind, behind.today(clock))
    assert judged.as_of == NEWEST
    assert judged.findings == verify.verify(right, NEWEST).findings


def test_without_a_day_all_is_judged_by_the_day_of_the_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.catalog.load.machine_date", lambda: dt.date(1970, 1, 1))
    monkeypatch.setattr("geo.catalog.records.machine_date", lambda: dt.date(1970, 1, 1))
    known = load.load(home)
    assert len(known.warnings) == 1
    assert verify.verify(known).as_of == NEWEST
    assert county.always(known) == county.always(known, NEWEST)
    assert verify.verify(known, dt.date(2020, 1, 1)).as_of == dt.date(2020, 1, 1)


def test_an_editor_is_told_of_every_date_after_the_clock(home: Path) -> None:
    with pytest.raises(DataError) as caught:
        load.load(home, today=dt.date(2026, 10, 31), strict=True)
    assert {problem.rule for problem in caught.value.problems} == {"future-date"}
    assert len(caught.value.problems) == TEXT.count(HOME_SOURCE)


def newest_of(home: Path) -> Catalog:
    return load.load(home, today=NEWEST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HOME_SOURCE, "retrieved: 2062-11-20"),  # a slip: it stands alone, years after all others
        (HOME_SOURCE, "retrieved: 2027-11-22"),
        ("opened: 2004", "opened: 2027"),
        ("published: 2010-05-07", "published: 2026-11-21"),
    ],
)
def test_a_slip_in_a_date_moves_no_day_and_names_its_line(home: Path, old: str, new: str) -> None:
    change(home, old, new)
    known = newest_of(home)
    (warning,) = known.warnings
    assert line_of(home, warning).strip() == new
    assert warning.message.endswith("check this date")
    assert (known.newest, known.today(NEWEST)) == (NEWEST, NEWEST)
    with pytest.raises(DataError, match="future-date"):
        load.load(home, today=NEWEST, strict=True)


def test_a_source_of_the_next_year_among_others_is_no_slip(home: Path) -> None:
    change(home, HOME_SOURCE, "retrieved: 2027-06-01")
    assert newest_of(home).newest == dt.date(2027, 6, 1)


def test_where_a_source_may_have_been_retrieved_later_its_first_day_counts(home: Path) -> None:
    change(home, HOME_SOURCE, "retrieved: 2026-11-25/2026-12")
    assert newest_of(home).newest == dt.date(2026, 11, 25)
    change(home, "retrieved: 2026-11-25/2026-12", "retrieved: ../2026-12-03")
    assert newest_of(home).newest == dt.date(2026, 12, 3)
