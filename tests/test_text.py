"""Words and cells in small: what goes before a cell that a spreadsheet would run."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import text

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
BLANKS = (
    " \t\x0b\x0c\x00\x1f\x7f\x85\xa0\xad\u1680\u180e\u2003\u200b\u200c\u200d\u200e\u2028\u202a\u2060"
    "\u2800\u3000\u3164\ufe0f\ufeff"
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("blank", ["", *BLANKS])
def test_a_sign_behind_any_blank_is_guarded(sign: str, blank: str) -> None:
    for before in (blank, blank * 3, f" {blank}\ufeff"):
        for after in ("", "1+1", 'HYPERLINK("x")', " 5", "SUM(A1)"):
            cell = f"{before}{sign}{after}"
            assert text.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n", "\n\n\r", " \n\xa0"])
def test_a_sign_behind_line_ends_is_guarded_on_one_line(sign: str, ends: str) -> None:
    cell = text.safe(f"{ends}{sign}1+1")
    assert cell.startswith("'")
    assert cell.endswith(f"{sign}1+1")
    assert not {"\r", "\n"} & set(cell)


@pytest.mark.parametrize("blank", ["", " ", "\xa0", "\u200b", " \ufeff"])
@pytest.mark.parametrize("number", ["-90", "-90.123456", "38606", "0"])
def test_a_number_stays_as_it_is(blank: str, number: str) -> None:
    for cell in (f"{blank}{number}", f"{number}{blank}"):
        assert text.safe(cell) == cell


@pytest.mark.parametrize("cell", ["\tx", "\rx", "\nx", "\r\n", "\x00=x"])
def test_a_cell_that_begins_with_a_tab_or_line_end_is_guarded(cell: str) -> None:
    assert text.is_formula(cell)


@pytest.mark.parametrize(
    "plain",
    ["", " ", "a=b", " a", "\xa0Ñ", "(=1)", "'=1", "662-563-9176", "– none", "−5", ".=", "#1"],
)
def test_other_text_stays_as_it_is(plain: str) -> None:
    assert text.safe(plain) == plain
    assert not text.is_formula(plain)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (90, "3 months"),
        (273, "9 months"),
        (350, "11 months"),
        (360, "1 year"),
        (365, "1 year"),
        (395, "1 year 1 month"),
        (670, "1 year 10 months"),
        (730, "2 years"),
        (1095, "3 years"),
        (1247, "3 years 5 months"),
        (36525, "100 years"),
    ],
)
def test_an_age_is_told_in_years_and_months(days: int, words: str) -> None:
    assert text.age(days) == words


@given(st.integers(60, 40_000))
def test_an_age_in_words_is_within_half_a_month(days: int) -> None:
    told = re.fullmatch(r"(?:(\d+) years?)? ?(?:(\d+) months?)?", text.age(days))
    assert told
    months = 12 * int(told[1] or 0) + int(told[2] or 0)
    assert abs(months * 365.2425 / 12 - days) <= 15.3


@given(st.text(max_size=12) | st.text(f"{SIGNS}{BLANKS}\r\n1.a'", max_size=8))
def test_no_cell_begins_with_a_sign_that_is_seen(cell: str) -> None:
    line = text.safe(cell)
    assert not {"\r", "\n"} & set(line)
    unseen = {"Cc", "Zs", "Zl", "Zp"}
    seen = "".join(c for c in line if c not in BLANKS and unicodedata.category(c) not in unseen)
    assert seen[:1] not in {*SIGNS} or float(seen) <= 0
    # Guarding again changes nothing: the apostrophe is no sign.
    assert text.safe(line) == line


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2025-01-29", "January 29, 2025"),
        ("2023-07-01", "July 1, 2023"),
        ("2023-12", "December 2023"),
        ("2021", "2021"),
        ("2021-09-14/2025-01", "September 14, 2021 to January 2025"),
        ("../2019-09", "September 2019 or earlier"),
    ],
)
def test_a_period_reads_as_one_says_it(written: str, words: str) -> None:
    assert text.period(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2023-07", "July 2023"),
        ("2021-09-14/2025-01", "a day between September 14, 2021 and January 2025"),
        ("../2019-09", "September 2019 or earlier"),
    ],
)
def test_a_day_that_is_not_known_exactly_is_told_as_one(written: str, words: str) -> None:
    assert text.between(written) == words


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (text.Undated("2021/2026-11"), "undated, between 2021 and November 2026"),
        (text.Undated("../2026-10"), "undated, October 2026 or earlier"),
        (text.Undated("2023-07"), "undated, as of July 2023"),
        ("2009/2024", "2009 to 2024"),
        ("2025-01-29", "January 29, 2025"),
    ],
)
def test_the_date_of_an_undated_source_says_so(as_of: str, words: str) -> None:
    assert text.period(as_of) == words
    undated = isinstance(as_of, text.Undated)
    assert text.describes(as_of) == (words if undated else f"describes {words}")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([], []),
        ([1.0], ["100%"]),
        ([0.0, 1.0], ["0%", "100%"]),
        ([0.987199, 0.006932, 0.00587], ["99%", "1%", "under 1%"]),
        ([1 / 3, 1 / 3, 1 / 3], ["34%", "33%", "33%"]),
        ([0.546, 0.454], ["55%", "45%"]),
        ([0.999, 0.001], ["over 99%", "under 1%"]),
    ],
)
def test_shares_of_one_whole_add_to_no_more_than_100(shares: list[float], said: list[str]) -> None:
    assert text.percents(shares) == said
    told = [int(each.removesuffix("%")) for each in said if each[0].isdigit()]
    assert sum(told) <= 100


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0.0%"),
        (0.0004, "under 0.1%"),
        (0.7234, "72.3%"),
        (0.9996, "over 99.9%"),
        (1.0, "100.0%"),
    ],
)
def test_a_share_to_tenths_is_never_none_or_all_by_rounding(share: float, said: str) -> None:
    assert text.percent_to_tenths(share) == said


@pytest.mark.parametrize(
    ("share", "other", "said"),
    [
        (0.9, None, "90%"),
        (0.8996, 0.9, "89.96%"),
        (0.9, 0.9, "90%"),
        (0.99999, None, "99.999%"),
        (1e-5, None, "0.001%"),
        (0.0, 0.0, "0%"),
    ],
)
def test_a_share_beside_another_has_digits_enough(
    share: float, other: float | None, said: str
) -> None:
    assert text.percent_beside(share, other) == said
