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


SENTENCES = (
    "my son is not safe, Batesville",
    "my son doesn't feel safe in Batesville",
    "she is not okay. Batesville MS",
    "he won't eat, Batesville",
    "my daughter is very scared, Batesville",
    "we are not well in Batesville",
    "mi hijo no está bien, Batesville",
    "no es seguro, Batesville",
    "my son is 12, Batesville",
    "my son is 12, not safe, 38606",
    "my daughter isn't acting herself, 38606",
    "mi hija tiene 12 años, Batesville",
    "my teenage son is in crisis near Batesville",
    "my teenage daughter is having a crisis in Batesville",
    "our teenaged son is in danger near Batesville",
    "my 15 year old son is in a mental health crisis in Batesville",
    "someone is in danger in Batesville",
    "my daughter hurt herself in Batesville",
    "my brother needs mental health help near Batesville",
    "I am feeling suicidal in Batesville",
    "my husband is having a mental health crisis in Batesville",
    "my teen is hurting himself in Batesville MS",
    "mi hija adolescente necesito ayuda cerca de Batesville",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_plain_sentence_about_a_crisis_is_not_asked_back(text: str) -> None:
    located = geocode.locate(text, live.catalog())
    assert (located.status, located.reason) == ("ok", None)
    assert [each.county for each in located.candidates] == ["Panola"]


NOT_SAID_OF_SOMEBODY = (
    "not in Batesville",
    "not Batesville",
    "not near Batesville",
    "he is no longer in Batesville",
    "mi hija no está en Batesville",
    "not well known, Batesville",
    "the house is 12, Batesville",
    "not safe Hollow, Batesville",
    "Houston is not safe, my son",
    "my brother Houston is not well",
)


@pytest.mark.parametrize("text", NOT_SAID_OF_SOMEBODY)
def test_a_not_that_may_be_about_the_place_and_a_name_of_somebody_are_asked(text: str) -> None:
    located = geocode.locate(text, live.catalog())
    assert (located.status, located.reason) == ("ambiguous", "words")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("my son is not safe, Oxford or Batesville", "ambiguous"),
        ("my son is not safe, Memphis TN", "out_of_state"),
        ("she is 17, Memphis TN", "out_of_state"),
        ("my son is not safe", "not_found"),
        ("he is 12", "not_found"),
    ],
)
def test_how_somebody_is_settles_no_place(text: str, status: str) -> None:
    assert geocode.locate(text, live.catalog()).status == status


@pytest.mark.parametrize(
    ("text", "of_child"),
    [
        ("he is 12, Batesville", True),
        ("he is 25, Batesville", False),
        ("my son is 25, Oxford", False),
    ],
)
def test_an_age_after_is_is_read(text: str, of_child: bool) -> None:
    assert geocode.locate(text, live.catalog()).of_child is of_child


def test_the_answer_begins_with_what_to_say_and_each_unit_says_whom_it_takes() -> None:
    answer = refer.answer(live.assessment(), "my 14 year old son in Batesville")
    first = answer.warnings[0]
    assert first.code == "of_child"
    assert first.message == "Under 18? Say so first. Ask each team and unit whom it takes."
    units = answer.referrals[0].nearest
    assert units
    assert all(
        unit.for_whom and "never keeps people under 18 with adults" in unit.for_whom.says
        for unit in units
    )
    assert refer.answer(live.assessment(), "Batesville").warnings == ()
