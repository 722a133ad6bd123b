"""A text that says that somebody is a child leads to a question, and never to another place."""

import pytest

from geo.geocode import geocode
from geo.geocode.children import says_child, without_age
from geo.geocode.tokens import normalized
from geo.referral import refer
from tests import live

CHILD = (
    "my son in Batesville",
    "child, 38606",
    "my 14 year old daughter in Batesville",
    "14-year-old boy in Batesville",
    "14yo in Batesville",
    "age 9, Batesville",
    "teen in Batesville MS",
    "mi hija en Batesville",
)
NOBODY = (
    "Batesville",
    "45 year old man in Batesville",
    "my mother in Batesville",
    "14 Main Street, Batesville",
    "1400 Boyd Street, Batesville",
    "17 Old Highway 6, Batesville",
    "my boyfriend in Batesville",
)


@pytest.mark.parametrize("text", CHILD)
def test_a_child_is_noticed_and_the_place_is_the_same(text: str) -> None:
    located = geocode.locate(text, live.catalog())
    assert located.of_child
    assert [each.county for each in located.candidates] == ["Panola"]
    assert located.status == "ok"


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_called_a_child_without_a_word_for_it(text: str) -> None:
    located = geocode.locate(text, live.catalog())
    assert not located.of_child
    assert [each.county for each in located.candidates] == ["Panola"]


@pytest.mark.parametrize(
    "text", ["14 Year Street", "38606", "Highway 14", "14 miles north of Oxford", "31.95, -90.98"]
)
def test_numbers_that_are_no_age_stay(text: str) -> None:
    assert without_age(normalized(text)) == normalized(text)
    assert not says_child(normalized(text))


def test_an_age_alone_is_not_taken_away() -> None:
    assert without_age("14 year old") == "14 year old"
    assert says_child("14 year old")


def test_the_answer_begins_with_the_question_in_words_of_the_rule() -> None:
    answer = refer.answer(live.assessment(), "my 14 year old son in Batesville")
    first = answer.warnings[0]
    assert first.code == "of_child"
    assert "under 18" in first.message
    assert "never keeps people under 18 with adults" in first.message
    assert "14" not in first.message
    assert refer.answer(live.assessment(), "Batesville").warnings == ()
