"""The measure of how hard a text is to read: on texts whose length, words and grade are known."""

import pytest

from tests import reading_grade
from tests.reading_grade import banned, grade, sentences, too_long, words


def test_a_text_falls_into_sentences() -> None:
    assert sentences(
        "Call first. Is it open? Yes: Ask (Dr. Lee). By Miss. Code 41-20-1 it is 9.4 miles."
    ) == [
        "Call first.",
        "Is it open?",
        "Yes:",
        "Ask (Dr. Lee).",
        "By Miss. Code 41-20-1 it is 9.4 miles.",
    ]
    assert sentences("A row\nthat goes on\n\nAnother") == ["A row that goes on", "Another"]


def test_what_a_source_says_itself_and_addresses_are_left_out() -> None:
    text = "The page says “it is stale and weak” at https://example.org/stale now."
    assert sentences(text) == ["The page says at now."]
    assert banned(text) == set()


def test_numbers_brackets_and_lists_of_names_are_not_counted_as_words() -> None:
    assert words("In 18 counties (of 82 (all)) 308,076 people live.") == [
        "In",
        "counties",
        "people",
        "live",
    ]
    assert words("Ask in Adams, Pearl River, Clay and Jefferson Davis today.") == [
        "Ask",
        "in",
        "Names",
        "today",
    ]


@pytest.mark.parametrize(("many", "long"), [(25, False), (26, True)])
def test_a_sentence_over_the_limit_is_found(many: int, long: bool) -> None:
    sentence = "Word " + " ".join(["word"] * (many - 1)) + "."
    assert bool(too_long(f"It is short. {sentence}")) is long


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nothing speaks for it.", {"speaks for"}),
        ("To be kept in mind: it is 9 km away.", {"to be kept in mind", "km"}),
        ("It is weak, and STALE.", {"weak", "stale"}),
        ("Weakness is not the word, nor is a stalemate.", set()),
        ("The outstanding team stays.", set()),
    ],
)
def test_banned_words_are_found_whole_in_any_case(text: str, found: set[str]) -> None:
    assert banned(text) == found


def test_the_grade_is_that_of_the_formula() -> None:
    # 3 words of 9 letters in one sentence: 4.71 * 3 + 0.5 * 3 - 21.43.
    assert grade("we can go.") == pytest.approx(4.71 * 7 / 3 + 0.5 * 3 - 21.43)
    # Names, numbers and abbreviations count neither as words nor as letters.
    assert grade("we can go with Mississippi Administrative Code 41.") == pytest.approx(
        grade("we can go with.")
    )
    assert grade("") == grade("2025 MCERT.") == 0.0


def test_long_words_and_long_sentences_are_harder() -> None:
    plain = "call the team first. ask if it is open. then go there by car."
    long = "call the team first and ask if it is open and then go there by car."
    hard = "contact organizational representatives initially regarding operational availability."
    assert grade(plain) < grade(long) < grade(hard)
    assert grade(hard) > 11
    assert reading_grade.MOST_WORDS == 25
