"""Text that cannot act."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.safetext import (
    MAX_TEXT,
    SafeText,
    acting_character,
    json_block,
    markup,
    node,
    plain,
    text,
)

# Every code point, surrogates included, and often the ones that act.
WORDS = st.text(
    st.one_of(st.characters(), st.sampled_from("{}<>%#$`\\\"'&;\x00\r\n\u2028\u202e\ud800")),
    max_size=2 * MAX_TEXT,
)


@given(WORDS)
def test_encoded_text_has_a_small_alphabet_and_decodes_to_the_plain_text(words: str) -> None:
    encoded = text(words)
    assert re.fullmatch(r"([A-Za-z0-9 .,-]|&#\d+;)*", encoded)
    assert unescape(encoded) == re.sub(
        "[\ufdd0-\ufdef]|[\U0001fffe-\U0010ffff]", keep, plain(words)
    )
    assert acting_character(encoded) == ""


def keep(found: re.Match[str]) -> str:
    """Python's unescape drops non-characters, where a browser keeps them."""
    point = ord(found[0])
    return "" if 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE else found[0]


@given(WORDS)
def test_plain_text_is_short_visible_and_stays_as_it_is(words: str) -> None:
    shown = plain(words)
    assert len(shown) <= MAX_TEXT
    assert plain(shown) == shown
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ud800-\udfff]", shown
    )


@given(WORDS)
def test_a_data_block_gives_the_plain_text_back(words: str) -> None:
    block = json_block({"a": [words, 1, None]})
    assert json.loads(block) == {"a": [plain(words), 1, None]}
    assert block.isascii()
    assert not re.search("[<>&`$']|{{|{%|{#|\\u2028", block)


def test_honest_text_is_shown_as_it_is() -> None:
    for words in (
        "Jeff Davis",
        "St. Martin's — 24/7, “crisis”",
        "Biloxi\u00a0Bay",
        "日本",
        "👩\u200d⚕️",
    ):
        assert plain(words) == words


def test_lines_stay_lines_and_tabs_become_blanks() -> None:
    assert plain("a\r\nb \u2028 \n\n c\td") == "a\nb\nc d"


def test_long_text_ends_in_an_ellipsis() -> None:
    assert plain("x" * MAX_TEXT) == "x" * MAX_TEXT
    assert plain("x" * 10_000) == "x" * (MAX_TEXT - 1) + "…"


def test_encoding_twice_changes_nothing() -> None:
    once = text("<b>")
    assert isinstance(once, SafeText)
    assert text(once) == once == "&#60;b&#62;"
    assert json.loads(json_block(once)) == "<b>"


def test_equal_data_gives_equal_blocks() -> None:
    assert json_block({"b": 1, "a": 2}) == json_block({"a": 2, "b": 1}) == '{"a":2,"b":1}'


@pytest.mark.parametrize("data", [{"a b": 1}, {"": 1}, {"<": 1}, {"a": {"é": 1}}, [float("nan")]])
def test_a_data_block_refuses_odd_keys_and_numbers(data: object) -> None:
    with pytest.raises(ValueError, match=r"key|compliant"):
        json_block(data)  # type: ignore[arg-type]


def test_a_node_encodes_its_texts_and_isolates_them() -> None:
    made = node("p", "a<b", node("b", "c"), markup("<hr>"), class_='x"', aria_label="y")
    assert made.html == (
        '<p class="x&#34;" aria-label="y"><bdi>a&#60;b</bdi><b><bdi>c</bdi></b><hr></p>'
    )


@pytest.mark.parametrize("tag", ["script", "a", "img", "iframe", "style", "p onclick=x", "form"])
def test_a_node_refuses_elements_that_run_or_load(tag: str) -> None:
    with pytest.raises(ValueError, match="elements"):
        node(tag)


@pytest.mark.parametrize("name", ["onclick", "href", "src", "srcdoc", "action", "class x", "data_"])
def test_a_node_refuses_attributes_that_run_or_load(name: str) -> None:
    with pytest.raises(ValueError, match="attributes"):
        node("p", **{name: "x"})


@pytest.mark.parametrize("character", "{}<>$`\\\"'\n\0\u2028\u202e\u200f")
def test_acting_characters_are_named(character: str) -> None:
    assert acting_character(f"a{character}") == f"U+{ord(character):04X}"


def test_overlong_text_counts_as_acting() -> None:
    assert acting_character("x" * 10_000) == "length"
    assert acting_character(text("\U0001f600" * 10_000)) == ""
