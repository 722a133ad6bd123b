"""From typed text to parts: characters, tokens, the pieces of an address, near spellings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.geocode import name_index, parse, states, streets
from geo.geocode.location import Parts
from geo.geocode.name_index import Index
from geo.geocode.parse_state import ParseState
from geo.geocode.tokens import joined, normalized, tokenized, words
from tests import live


@pytest.fixture(scope="module")
def index() -> Index:
    return name_index.index(live.catalog())


HIGHWAY = streets.highways(frozenset(("ms", "miss", "mississippi")))


def parts_of(text: str, index: Index) -> Parts:
    return parse.read(normalized(text), index).parts


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("３８６０６", "38606"),
        ("Ｏｘｆｏｒｄ，　ＭＳ", "Oxford, MS"),
        ("Water\N{NO-BREAK SPACE}Valley", "Water Valley"),
        ("Water\N{IDEOGRAPHIC SPACE}\N{EM SPACE} Valley\t MS", "Water Valley MS"),
        ("D\N{RIGHT SINGLE QUOTATION MARK}Iberville", "D'Iberville"),
        ("D\N{MODIFIER LETTER APOSTROPHE}Iberville", "D'Iberville"),
        ("\N{LEFT DOUBLE QUOTATION MARK}x\N{RIGHT DOUBLE QUOTATION MARK}", '"x"'),
        ("32\N{DEGREE SIGN}17\N{PRIME}5\N{DOUBLE PRIME}", "32\N{DEGREE SIGN}17'5\""),
        ("32\N{MASCULINE ORDINAL INDICATOR}", "32\N{DEGREE SIGN}"),
        ("38606\N{EN DASH}2211", "38606-2211"),
        ("\N{MINUS SIGN}89.9", "-89.9"),
        ("38606\N{TWO-EM DASH}2211", "38606-2211"),
        ("102\N{VULGAR FRACTION ONE HALF}", "102 1/2"),
        ("Bay\N{ZERO WIDTH SPACE} St\N{SOFT HYPHEN}one", "Bay Stone"),
        ("\N{RIGHT-TO-LEFT MARK}Oxford\N{LEFT-TO-RIGHT MARK}", "Oxford"),
        ("Oxford\x00MS\x07", "Oxford MS"),
        ("Oxford\ud800", "Oxford"),
        ("\N{LATIN CAPITAL LETTER O WITH ACUTE}xford", "Oxford"),
        ("\u0663\u0668", "38"),
        ("a\r\nb\u2028c", "a\n\nb\nc"),
        ("", ""),
    ],
)
def test_characters_become_plain(typed: str, plain: str) -> None:
    assert normalized(typed) == plain


@settings(max_examples=1000)
@given(st.text(max_size=60))
def test_what_is_plain_stays_plain(text: str) -> None:
    once = normalized(text)
    assert normalized(once) == once


@settings(max_examples=1000)
@given(st.text(max_size=60))
def test_tokens_are_folded_words_numbers_and_marks(text: str) -> None:
    tokens = tokenized(normalized(text))
    for token in tokens:
        assert token.text
        assert token.text == token.text.casefold()
        assert not any(character.isspace() for character in token.text)
    assert [token.part for token in tokens] == sorted(token.part for token in tokens)
    assert len(joined(tokens)) <= 8 * len(normalized(text))


def test_tokens_keep_what_joins_them() -> None:
    tokens = tokenized("102-B I55, apt#4 D'Iberville P.O. Box")
    assert [token.text for token in tokens] == [
        *("102", "b", "i", "55", "apt", "#", "4", "diberville", "po", "box")
    ]
    assert [token.lead for token in tokens[:4]] == [" ", "-", " ", ""]
    assert [token.part for token in tokens] == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    assert joined(tokens[:4]) == "102-b i55"


def test_no_repr_shows_what_was_typed(index: Index) -> None:
    read = parse.read("12 Marker St, Oxford", index)
    draft = ParseState(tokenized("Marker"))
    shown = repr(
        (
            tokenized("Marker"),
            draft,
            read,
            read.parts,
            streets.parsed("12 marker st", index.highway),
        )
    )
    assert "arker" not in shown
    assert "Oxford" not in shown


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("12 oak st", {"house_number": "12", "street": "oak st", "typed": True}),
        ("102-b n oak st w", {"house_number": "102-b", "street": "n oak st w", "typed": True}),
        ("102 1/2 oak", {"house_number": "102 1/2", "street": "oak"}),
        ("12-14 oak st", {"house_number": "12-14", "street": "oak st", "typed": True}),
        ("avenue c", {"street": "avenue c", "typed": True}),
        ("park place blvd", {"street": "park place blvd", "typed": True}),
        ("st louis st", {"street": "st louis st", "typed": True}),
        ("5th st", {"street": "5th st", "typed": True}),
        ("200 hwy 6 e", {"house_number": "200", "street": "hwy 6 e", "typed": True}),
        ("hwy6", {"street": "hwy6", "typed": True}),
        ("u s 49", {"street": "u s 49", "typed": True}),
        ("old hwy 61 n", {"street": "old hwy 61 n", "typed": True}),
        ("hwy 45 alt", {"street": "hwy 45 alt", "typed": True}),
        ("i-55 frontage road", {"street": "i-55 frontage road", "typed": True}),
        ("ms-7", {"street": "ms-7", "typed": True}),
        ("cr 107", {"street": "cr 107", "typed": True}),
        ("county road 107", {"street": "county road 107", "typed": True}),
        ("i-55 exit 243", {"street": "i-55 exit 243", "typed": True}),
        ("exit 243 off i-55", {"street": "exit 243 off i-55", "typed": True}),
        ("natchez trace mile 180.5", {"street": "natchez trace mile 180.5", "typed": True}),
        ("rr 2 box 110", {"street": "rr 2 box 110", "typed": True}),
        ("hc 64 box 3-a", {"street": "hc 64 box 3-a", "typed": True}),
        ("po box 12", {"po_box": "12"}),
        (
            "12 oak st apt 4",
            {"house_number": "12", "street": "oak st", "unit": "apt 4", "typed": True},
        ),
        (
            "12 oak st # 4b",
            {"house_number": "12", "street": "oak st", "unit": "# 4b", "typed": True},
        ),
        ("lot 12", {"unit": "lot 12"}),
        ("main st & oak ave", {"street": "main st", "cross_street": "oak ave", "typed": True}),
        ("main & oak", {"street": "main", "cross_street": "oak", "typed": True}),
        ("corner of main and oak", {"street": "main", "cross_street": "oak", "typed": True}),
        ("hwy 6 at i-55", {"street": "hwy 6", "cross_street": "i-55", "typed": True}),
        ("hwy 12 / hwy 25", {"street": "hwy 12", "cross_street": "hwy 25", "typed": True}),
        (
            "12 main st & oak",
            {"house_number": "12", "street": "main st", "cross_street": "oak", "typed": True},
        ),
        ("near the old mill", {"landmark": "old mill"}),
        ("behind the mill on hwy 7", {"landmark": "mill", "street": "hwy 7", "typed": True}),
        ("across the street from the mill", {"landmark": "mill"}),
        ("near hwy 7", {"street": "hwy 7", "typed": True}),
        ("off 8", {"street": "8", "typed": True}),
        (
            "she lives at 12 oak st",
            {
                "house_number": "12",
                "street": "oak st",
                "addressee": "she lives at",
                "typed": True,
            },
        ),
        (
            "john doe 12 oak st",
            {"house_number": "12", "street": "oak st", "addressee": "john doe", "typed": True},
        ),
        ("5 miles north of", {"rest": ""}),
        ("smith and jones", {"rest": "smith jones"}),
        ("", {}),
    ],
)
def test_streets_are_taken_apart(text: str, given: dict[str, object]) -> None:
    parts = streets.parsed(text, HIGHWAY)
    expected = {name: given.get(name, False if name == "typed" else "") for name in parts.__slots__}
    found = {name: getattr(parts, name) for name in parts.__slots__}
    assert {**found, "rest": streets.unread(parts.rest)} == expected


@settings(max_examples=1500)
@given(
    st.lists(
        st.sampled_from(
            sorted(
                words(
                    "12 1/2 102-b n west main oak st ave hwy i-55 county road box rr 2 po apt # 4 & "
                    "and at / on off near behind the corner of mile marker exit 3rd old us ms trace"
                )
            )
        ),
        max_size=30,
    )
)
def test_no_street_raises_or_makes_up_words(typed: list[str]) -> None:
    text = " ".join(typed)
    parts = streets.parsed(text, HIGHWAY)
    for name in ("house_number", "street", "cross_street", "unit", "po_box", "landmark"):
        assert set(getattr(parts, name).split()) <= set(text.split())
    assert set(parts.rest.split()) <= set(text.replace("/", " ").split())


@pytest.mark.parametrize(
    ("text", "zip_code", "zip4"),
    [
        ("38606", "38606", ""),
        ("38606-2211", "38606", "2211"),
        ("38606 - 2211", "38606", "2211"),
        ("38606 2211", "38606", "2211"),
        ("386062211", "38606", "2211"),
        ("12 Oak St 38606 2211", "38606", "2211"),
        ("38606, 2211 Oak St", "38606", ""),
        ("38606 2211 Oak St", "", ""),  # a house number and no more
        ("12345 Oak St", "", ""),
        ("12345 Oak St 38606", "38606", ""),
        ("12345 Hwy 6 Batesville", "", ""),
        ("38606 Batesville", "38606", ""),
        ("38606 Canton Rd", "", ""),
        ("PO Box 38606", "", ""),
        ("apt 38606", "", ""),
        ("662-55512", "", ""),
        ("38606-221", "", ""),
        ("3860", "", ""),
        ("3860622112", "", ""),
        ("Batesville38606", "38606", ""),
    ],
)
def test_zips_are_told_from_other_numbers(
    text: str, zip_code: str, zip4: str, index: Index
) -> None:
    parts = parts_of(text, index)
    assert (parts.zip, parts.zip4) == (zip_code, zip4)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Oxford MS", "MS"),
        ("Oxford, Mississippi", "MS"),
        ("Oxford Miss.", "MS"),
        ("Oxford M.S. 38655", "MS"),
        ("Oxford, MS, USA", "MS"),
        ("Oxford, Mississippi, United States of America", "MS"),
        ("Mississippi", "MS"),
        ("Mississippi State", ""),
        ("MS 7, Oxford", ""),
        ("Oxford AL", "AL"),
        ("oxford al", "AL"),
        ("oxford tn", "TN"),
        ("Oxford, in", "IN"),
        ("Oxford IN 47000", "IN"),
        ("Oxford in 47000", "IN"),
        ("Oxford in", ""),
        ("live in Oxford", ""),
        ("Oxford or Batesville", ""),
        ("Lamar, CO", "CO"),
        ("Lamar Co", ""),
        ("Oxford North Carolina", "NC"),
        ("Washington DC", "DC"),
        ("Washington", ""),
        ("Alabama St, Oxford", ""),
        ("350 Alabama", ""),
        ("12 Oak St NE", ""),
        ("12 OAK CT", ""),
        ("Alabama", "AL"),
    ],
)
def test_states_are_read_in_their_slot_only(text: str, state: str, index: Index) -> None:
    assert parts_of(text, index).state == state


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("Panola County", "Panola"),
        ("panola co", "Panola"),
        ("Panola Cnty.", "Panola"),
        ("panolacounty", "Panola"),
        ("county of Panola", "Panola"),
        ("Pearl River County", "Pearl River"),
        ("jeff davis county", "Jefferson Davis"),
        ("De Soto Co", "DeSoto"),
        ("Panolla County", "Panola"),
        ("Panola County Road 12", "Panola"),
        ("Panola", "Panola"),
        ("County Road 12", ""),
        ("Co Rd 12", ""),
        ("Madison County Line Rd", ""),
        ("Oxford Co-op", ""),
        ("Shelby County", "shelby"),
        ("county of Shelby", ""),
    ],
)
def test_counties_are_told_from_county_roads(text: str, county: str, index: Index) -> None:
    assert parts_of(text, index).county == county


def test_the_index_is_built_once_for_a_catalog() -> None:
    catalog = geo.load()
    assert name_index.index(catalog) is name_index.index(catalog)
    assert name_index.index(geo.load()) is not name_index.index(catalog)


def test_real_names_win_over_other_spellings(index: Index) -> None:
    dundee = index.names[name_index.key("Dundee")]
    assert not dundee.places
    assert [row.zip for row in dundee.zips] == ["38626"]


def test_keys_do_not_depend_on_how_a_name_is_written() -> None:
    for written in (
        ("Bay St. Louis", "bay saint louis", "BAY  ST LOUIS"),
        ("D'Iberville", "DIBERVILLE", "d iberville"),
        ("Mt. Olive", "Mount Olive"),
        ("Hide-A-Way Lake", "hide a way lake"),
        ("W. Point", "West Point"),
        ("McComb", "mc comb"),
    ):
        assert len({name_index.key(form) for form in written}) == 1, written


def edits(word: str) -> set[str]:
    """Return everything one Damerau edit away, by the textbook."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {head + tail[1:] for head, tail in splits if tail}
        | {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
        | {head + letter + tail[1:] for head, tail in splits if tail for letter in letters}
        | {head + letter + tail for head, tail in splits for letter in letters}
    )


@pytest.mark.parametrize("name", ["Coffeeville", "Tupelo", "Marks", "Panola", "Bay Springs"])
def test_every_single_edit_of_a_name_finds_it(name: str, index: Index) -> None:
    for typed in sorted(edits(name.casefold().replace(" ", ""))):
        if typed not in index.names and len(typed) > 3:
            assert name in [near.text for near in index.near(tokenized(typed))], typed


def test_a_misspelled_town_is_taken_out_of_the_street_before_it(index: Index) -> None:
    for text, street, landmark in (
        ("350 poplar coffeville", "poplar", ""),
        ("near coffeville", "", ""),
        ("350 poplar st coffeville", "poplar st", ""),
    ):
        parts = parts_of(text, index)
        assert (parts.street, parts.landmark, parts.place) == (street, landmark, "Coffeeville")


def test_names_do_not_reach_over_what_was_taken(index: Index) -> None:
    assert parse.read("Water 38606 Valley", index).towns == ()
    assert parts_of("Oxford 38655 Walmart", index).place == "Oxford"


def test_two_edits_are_too_many_and_short_names_have_none(index: Index) -> None:
    assert index.near(tokenized("batxxville")) == ()
    assert index.near(tokenized("sho")) == ()
    assert index.near(tokenized("x" * 200)) == ()
    assert index.near(tokenized("oxford")) == ()  # a name itself is no misspelling
    assert index.alike(tokenized("batxxville"))[0] == "Batesville"
    assert len(index.alike(tokenized("lawrense"))) <= 3


def test_the_states_are_whole() -> None:
    assert len(states.CODES) == 54  # 50 states, the District, Guam, Puerto Rico, Virgin Islands
    assert all(states.NAMES[name.casefold()] == code for code, name in states.CODES.items())
    assert states.name_of("TN") == "Tennessee"
    assert states.name_of("XX") == ""
    assert words("a b a") == {"a", "b"}
