"""Sentences keep what they were made of, also in copies."""

import copy

from geo.said import Period, listed, said, together


def test_a_sentence_is_its_text_and_keeps_template_and_fields() -> None:
    away = said("{number} miles", number=3)
    told = said("{unit} is {away} away.", unit="West crew", away=away)
    assert told == "West crew is 3 miles away."
    assert (told.template, told.fields["away"]) == ("{unit} is {away} away.", "3 miles")
    again = copy.copy(told)
    assert (again, again.template) == (told, told.template)
    assert again.fields["away"].template == "{number} miles"


def test_a_text_of_the_data_may_have_braces_of_its_own() -> None:
    assert said("a {b") == "a {b"


def test_lists_and_dates_are_those_of_english() -> None:
    names = listed(["Panola", "Tate", "Oktibbeha"], "or")
    assert (names, names.last) == ("Panola, Tate or Oktibbeha", "or")
    day = Period("2025-01-29")
    assert (day, day.as_of) == ("January 29, 2025", "2025-01-29")
    for value in (names, day):
        copied = copy.copy(value)
        assert copied == value
        assert vars(copied) == vars(value)


def test_sentences_follow_each_other() -> None:
    assert together(["One."]) == "One."
    told = together([said("One."), said("Two."), said("Three.")])
    assert told == "One. Two. Three."
    assert told.fields["rest"].template == "{first} {rest}"
