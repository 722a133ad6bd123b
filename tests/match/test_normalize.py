"""One form for numbers, streets and names: for comparison only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.match import normalize


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("307-555-0110", [("307-555-0110", "")]),
        ("(307) 555-0110", [("307-555-0110", "")]),
        ("1-307-555-0110", [("307-555-0110", "")]),
        ("+1 307.555.0110", [("307-555-0110", "")]),
        ("3075550110", [("307-555-0110", "")]),
        ("307-555-0110 x401", [("307-555-0110", "401")]),
        ("307-555-0110 ext. 7", [("307-555-0110", "7")]),
        ("307-555-0110 or 307-555-0111", [("307-555-0110", ""), ("307-555-0111", "")]),
        ("", []),
        ("988", []),
        ("107-555-0110", []),
        ("307-555-01101", []),
        ("call us", []),
    ],
)
def test_numbers_in_every_usual_form(text: str, found: list[tuple[str, str]]) -> None:
    assert [tuple(number) for number in normalize.numbers(text)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("150 Lone Pine Blvd", "150 Lone Pine Boulevard"),
        ("12 N. Elm St.", "12 North Elm Street"),
        ("12 NE Elm St, Suite 4", "12 Northeast Elm Street"),
        ("4 Park Road, Building A", "4 Park Rd"),
        ("9 Hwy 7 S", "9 Highway 7 South"),
        ("25 Browning Rd, P.O. Box 15", "25 Browning Road"),
        ("3 O'Neal Dr #2", "3 ONeal Drive"),
        ("8 Saint Mary Ct", "8 St Mary Court"),
    ],
)
def test_spellings_of_one_street_are_one(one: str, other: str) -> None:
    assert normalize.street(one) == normalize.street(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 North Elm Street", "12 South Elm Street"),
        ("12 Elm Street", "21 Elm Street"),
        ("12 Elm Street", "12 Elm Avenue"),
        ("25 Browning Road", "25 Old Browning Road"),
    ],
)
def test_other_streets_stay_others(one: str, other: str) -> None:
    assert normalize.street(one) != normalize.street(other)


@pytest.mark.parametrize(
    "text", ["- - -", "---", "P.O. Box 333", "PO Box 12-B", "Post Office Drawer 7"]
)
def test_dashes_and_boxes_are_no_street(text: str) -> None:
    assert normalize.is_withheld(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "12 Elm Street", "12 Elm Street, P.O. Box 3", "Boxwood Lane"]
)
def test_a_street_or_nothing_is_not_withheld(text: str) -> None:
    assert not normalize.is_withheld(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Region XII", {12}),
        ("Reg 12/Pine", {12}),
        ("REGION IV MHS", {4}),
        ("Region One Center", {1}),
        ("Region 8, Region IX", {8, 9}),
        ("Regional Center 3", set()),
        ("Center of the region", set()),
    ],
)
def test_regions_in_names(text: str, found: set[int]) -> None:
    assert normalize.region_numbers(text) == found


def test_names_are_compared_by_their_words() -> None:
    assert normalize.words("Hills Comm MH Ctr") == normalize.words(
        "The Hills Community Mental Health Center"
    )
    assert normalize.words("Region IV CSU") == normalize.words("region 4 Crisis Stabilization Unit")
    assert normalize.words("PACT Team") >= normalize.words(
        "Program of Assertive Community Treatment"
    )
    assert not normalize.words("IMPACT Team") >= normalize.words("PACT")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("82001", "82001"),
        ("82001-1234", "82001"),
        ("820011234", "82001"),
        ("82001.0", "82001"),
        (" 82001 ", "82001"),
        ("8200", ""),
        ("NA", ""),
        ("", ""),
    ],
)
def test_zips(text: str, code: str) -> None:
    assert normalize.zip5(text) == code


@given(st.text(max_size=60))
def test_any_text_has_a_form(text: str) -> None:
    street = normalize.street(text)
    assert street == " ".join(street.split())
    assert all(len(number.number) == 12 for number in normalize.numbers(text))
    normalize.words(text)
    normalize.region_numbers(text)
    normalize.is_withheld(text)
