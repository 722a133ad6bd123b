"""Dates of stated precision."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog.dates import When, parse_day, parse_when


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-07-07", dt.date(2023, 7, 7), dt.date(2023, 7, 7)),
        ("2023-07", dt.date(2023, 7, 1), dt.date(2023, 7, 31)),
        ("2023-02", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023-12", dt.date(2023, 12, 1), dt.date(2023, 12, 31)),
        ("2010", dt.date(2010, 1, 1), dt.date(2010, 12, 31)),
        ("2021-09-14/2025-01-29", dt.date(2021, 9, 14), dt.date(2025, 1, 29)),
        ("2021/2026-11", dt.date(2021, 1, 1), dt.date(2026, 11, 30)),
        ("2023-07-31/2023-07", dt.date(2023, 7, 31), dt.date(2023, 7, 31)),
        ("../2019-09", None, dt.date(2019, 9, 30)),
    ],
)
def test_a_date_means_all_days_that_it_can(
    text: str, earliest: dt.date | None, latest: dt.date
) -> None:
    when = parse_when(text)
    assert when == When(text, earliest, latest)
    assert str(when) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 2023",
        "2023 ",
        "2023\n",
        "23",
        "02023",
        "2023-7",
        "2023-13",
        "2023-00",
        "2023-02-29",
        "2023-04-31",
        "0000",
        "2023-W05",
        "20230707",
        "2023/07/07",
        "07/07/2023",
        "2023-07-07T00:00",
        "2023..2024",
        "2023/..",
        "../..",
        "/2023",
        "2023/",
        "2024/2023",
        "2023-07-08/2023-07-07",
        "2023/2024/2025",
        "-2023",
        "next year",
        "\u0662\u0660\u0662\u0663",  # digits, but not ASCII ones
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_when(text)


@given(st.dates())
def test_a_day_is_read_as_written(day: dt.date) -> None:
    text = day.isoformat()
    assert parse_day(text) == day
    assert parse_when(text) == When(text, day, day)


@given(st.dates(), st.dates())
def test_an_interval_keeps_its_ends_and_never_runs_backwards(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, b))
    when = parse_when(f"{first}/{last}")
    assert (when.earliest, when.latest) == (first, last)
    if first != last:
        with pytest.raises(ValueError, match="starts before it ends"):
            parse_when(f"{last}/{first}")


@given(st.text(max_size=40) | st.from_regex(r"[0-9./-]{1,25}", fullmatch=True))
def test_no_text_does_anything_but_parse_or_raise_value_error(text: str) -> None:
    try:
        when = parse_when(text)
    except ValueError:
        return
    assert when.earliest is None or when.earliest <= when.latest


@pytest.mark.parametrize(
    "text", ["2023-07", "2023", "2023-07-07/2023-07-08", "2023-7-7", "", "2023-02-30", "today"]
)
def test_a_day_is_a_whole_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"YYYY-MM-DD|day"):
        parse_day(text)
