"""Yardsticks: computed only from what was read, named without numbers where only recalled."""

import datetime as dt
import re
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest

from geo.access import yardsticks
from geo.catalog.dates import parse_when
from geo.catalog.records import (
    Catalog,
    Evaluation,
    Proof,
    Reference,
    ReferenceKind,
    ReferenceStatus,
    Standard,
    StandardRole,
    Value,
)
from geo.text import period
from tests import live

KNOWN = live.catalog()
PEOPLE = sum(county.people for county in KNOWN.counties)
REAL = {reference.id: reference for reference in KNOWN.services.references}
DAY = live.DAY


def with_references(*references: Reference) -> Catalog:
    return replace(KNOWN, services=replace(KNOWN.services, references=references))


def reference(name: str, value: str, **changed: object) -> Reference:
    made = Reference(
        id="made",
        kind=ReferenceKind.YARDSTICK,
        title="A made yardstick",
        text="Words.",
        citation="Somewhere",
        source="cuddeback-2006",
        status=ReferenceStatus.NOT_BINDING,
        proof=Proof.READ,
        values=(Value(name=name, value=value),),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_the_real_yardsticks_are_these_and_their_figures_follow_from_the_people() -> None:
    assert PEOPLE == 2_961_279
    found = yardsticks.yardsticks(KNOWN, PEOPLE)
    assert [(yardstick.reference, yardstick.value, yardstick.figure) for yardstick in found] == [
        (
            "crisis-resource-need-calculator",
            "230 episodes needing response for 100,000 people; the period is believed to be one "
            "month and was not stated",
            f"{round(Fraction(230 * PEOPLE, 100_000)):,} episodes needing response for 2,961,279 "
            "people",
        ),
        (
            "act-need",
            "0.06% of adults",
            f"at most {ceil(Fraction(6 * PEOPLE, 10_000)):,} places: 0.06% of all 2,961,279 "
            "people (we have no count of adults)",
        ),
        ("act-need", "0.1% of all people (older guideline)", "2,961 places for 2,961,279 people"),
        (
            "fact-need",
            "0.05% of adults",
            f"at most {ceil(Fraction(5 * PEOPLE, 10_000)):,} places: 0.05% of all 2,961,279 "
            "people (we have no count of adults)",
        ),
        ("mi-crisis-residential", "3.2 beds for 100,000 people", "95 beds for 2,961,279 people"),
    ]


def test_each_has_citation_source_and_date_and_is_called_no_duty() -> None:
    sources = {source.id: source for source in KNOWN.services.sources}
    for yardstick in yardsticks.yardsticks(KNOWN, PEOPLE):
        assert yardstick.words == "a benchmark from elsewhere, not a rule here"
        assert yardstick.citation == REAL[yardstick.reference].citation
        assert yardstick.source == REAL[yardstick.reference].source
        assert yardstick.as_of == period(sources[yardstick.source].describes)
        assert yardstick.note == REAL[yardstick.reference].note
        assert not re.search(
            r"\b(must|duty|shall|require)", f"{yardstick.value} {yardstick.figure}"
        )


def test_recalled_ones_are_named_and_none_of_their_numbers_is_shown() -> None:
    named = yardsticks.recalled(KNOWN)
    assert {"ccbhc-2023-4c1", "cms-ma-network-adequacy"} <= {
        name_only.reference for name_only in named
    }
    for name_only in named:
        assert name_only.words == "we know of this benchmark but have not read it"
        shown = f"{name_only.title} {name_only.source} {name_only.words}"
        for value in REAL[name_only.reference].values:
            for number in re.findall(r"\d[\d,.]*", value.value):
                assert not re.search(rf"(?<![\d-]){re.escape(number)}(?!\d)", shown), name_only
    computed = {yardstick.reference for yardstick in yardsticks.yardsticks(KNOWN, PEOPLE)}
    assert not computed & {name_only.reference for name_only in named}


def test_a_value_that_is_only_recalled_is_left_out_of_one_that_was_read() -> None:
    values = {value.name for value in REAL["crisis-resource-need-calculator"].values}
    assert "older_default_per_100k_per_month" in values
    assert not any("200" in yardstick.value for yardstick in yardsticks.yardsticks(KNOWN, PEOPLE))
    unsure = Value(name="beds_per_100k", value="7", proof=Proof.RECALLED)
    assert yardsticks.yardsticks(with_references(reference("x", "1", values=(unsure,))), 5) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"proof": Proof.RECALLED},
        {"source": "cfr-42-422-116"},  # a source that is only recalled
        {"status": ReferenceStatus.IN_FORCE},
        {"kind": ReferenceKind.RULE},
        {"kind": ReferenceKind.FIGURE},
    ],
    ids=str,
)
def test_rules_figures_and_what_was_not_read_give_no_yardstick(changed: dict[str, object]) -> None:
    plain = with_references(reference("beds_per_100k", "3.2"))
    assert len(yardsticks.yardsticks(plain, 1000)) == 1
    assert yardsticks.recalled(plain) == ()
    other = with_references(reference("beds_per_100k", "3.2", **changed))
    assert yardsticks.yardsticks(other, 1000) == ()
    unread = "proof" in changed or "source" in changed
    assert len(yardsticks.recalled(other)) == unread


def test_a_source_younger_than_the_day_is_left_aside() -> None:
    found = yardsticks.yardsticks(KNOWN, PEOPLE, dt.date(2007, 1, 1))
    assert {yardstick.reference for yardstick in found} == {"act-need"}
    assert yardsticks.recalled(KNOWN, dt.date(1999, 1, 1))[0].reference == "dartmouth-act-caseload"
    assert yardsticks.yardsticks(KNOWN, PEOPLE, DAY) == yardsticks.yardsticks(KNOWN, PEOPLE)


@pytest.mark.parametrize(
    ("name", "value", "people", "words", "figure"),
    [
        (
            "beds_per_100k",
            "50",
            100_000,
            "50 beds for 100,000 people",
            "50 beds for 100,000 people",
        ),
        ("beds_per_100k", "0.5", 100_000, "0.5 beds for 100,000 people", "1 beds for"),
        ("teams_on_call_per_100k", "2", 0, "2 teams on call for", "0 teams on call for 0 people"),
        ("adult_share", "0.1", 15, "10% of adults", "at most 2 places: 10% of all 15 people"),
        ("adult_share", "0.0006", 10_000, "0.06% of adults", "at most 6 places"),
        ("general_population_share", "0.001", 5_000, "0.1% of all people", "5 places for 5,000"),
        ("general_population_share_new_rule", "1", 7, "100% of all people (new rule", "7 places"),
    ],
)
def test_the_unit_is_read_off_the_name(
    name: str, value: str, people: int, words: str, figure: str
) -> None:
    (found,) = yardsticks.yardsticks(with_references(reference(name, value)), people)
    assert found.value.startswith(words)
    assert found.figure.startswith(figure)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("beds", "16"),
        ("first_destination_share", "0.5"),
        ("older_default_per_100k_per_month", "200"),
        ("per_100k", "3"),
        ("adult_share_older", "0.1"),
        ("beds_per_100k", "about 3"),
        ("beds_per_100k", "3 to 4"),
        ("beds_per_100k", "-3"),
        ("adult_share", "0.06 %"),
    ],
)
def test_a_value_whose_unit_or_number_is_not_plain_gives_no_figure(name: str, value: str) -> None:
    assert yardsticks.yardsticks(with_references(reference(name, value)), 1000) == ()


# What stands behind a question of distance

ASKED = Standard(
    id="near",
    role=StandardRole.OTHER,
    title="Near",
    question="?",
    evaluation=Evaluation.WITHIN,
    any_of=("csu",),
    within_miles=30.0,
    share_of_people=0.9,
    required=False,
)


def test_no_rule_stands_behind_the_distances_that_come_along_and_they_say_so() -> None:
    standards = [
        standard
        for standard in KNOWN.services.standards
        if standard.evaluation is Evaluation.WITHIN and not standard.required
    ]
    assert {(standard.within_miles, standard.within_minutes) for standard in standards} >= {
        (30.0, None),
        (60.0, None),
        (None, 60.0),
    }
    for standard in standards:
        assert standard.references == ()
        first, note = yardsticks.backing(standard, KNOWN.services.references, DAY)
        assert first == "No rule or benchmark asks for this."
        assert note.startswith("Not required: we read no rule that sets a ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ms-mcert-transport-to-designated-csu", "24 Miss. Code R. 2-19.5(C) (rule, in force)."),
        ("ms-mcert-response-pre-2024-11", "current through October 10, 2024 (rule, replaced)."),
        ("us-v-ms-remedial-order", "(5th Cir. 2023) (rule, vacated)."),
        ("ms-core-services", "brought forward in 2012 (rule, in force, read in part)."),
        (
            "ms-cit-officer",
            "(rule, in force, read in a report about it).",
        ),
        ("act-need", "Cuddeback, Morrissey and Meyer 2006 (benchmark, not binding)."),
        ("ccbhc-2023-4c1", "4.c.1 (benchmark, not binding, remembered, not read)."),
    ],
)
def test_citation_and_status_of_each_reference_are_said(name: str, said: str) -> None:
    asked = replace(ASKED, references=(name,))
    (sentence,) = yardsticks.backing(asked, KNOWN.services.references, DAY)
    assert sentence.startswith(REAL[name].title)
    assert sentence.endswith(said)


def test_a_question_out_of_force_says_so_on_the_day() -> None:
    ended = replace(ASKED, in_force_to=parse_when("2024-10"), note="A note.")
    assert yardsticks.backing(ended, (), dt.date(2024, 10, 31))[1:] == ("A note.",)
    assert yardsticks.backing(ended, (), dt.date(2024, 11, 1))[1:] == (
        "Not in force on November 1, 2024.",
        "A note.",
    )
