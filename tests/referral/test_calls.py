"""Numbers for everybody beside a place: near another state's line, and in another state."""

import csv
from pathlib import Path

import pytest

from geo.access import assess
from geo.coverage.assessment import Assessment
from geo.geocode.location import LocationStatus, Reason
from geo.referral import batch, questions, refer
from geo.referral.records import Answer, as_json
from tests import live, small_state

NEAR_LINE = "988 may go to another state."
NEAR = "42.2, -106.5"
"""Some 14 miles from Colorado, and four times as far from every unit."""


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    catalog = small_state.load(tmp_path_factory.mktemp("data"), small_state.numbers_for_everybody())
    return assess.verify(catalog, small_state.DAY)


def said(answer: Answer) -> dict[str, str]:
    return {caution.code: caution.message for caution in answer.referrals[0].warnings}


def test_near_the_line_a_call_may_go_elsewhere_and_the_team_stands_beside_it(
    assessment: Assessment,
) -> None:
    near = said(refer.answer(assessment, NEAR))
    assert (
        near["call_near_state_line"]
        == f"{NEAR_LINE} The county's own team: West crew, 307-555-0101."
    )
    # Colorado is nearer than 20 miles also where a unit is nearer still.
    beside_a_unit = said(refer.answer(assessment, "42.2, -105.4"))
    assert "state_line_closer" not in beside_a_unit
    assert "call_near_state_line" in beside_a_unit
    far = said(refer.answer(assessment, "42.55, -105.4"))
    assert not {"call_near_state_line", "state_line_closer"} & far.keys()


def test_a_team_without_a_number_is_told_by_its_operator_or_not_at_all(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    crew = content["services"][0]
    crew["phone"] = None
    asked = assess.verify(small_state.load(tmp_path / "a", content), small_state.DAY)
    told = said(refer.answer(asked, NEAR))["call_near_state_line"]
    assert told == f"{NEAR_LINE} The county's own team: West crew, 307-555-0100."
    crew["operator"] = "hills"  # whose number nobody tells
    asked = assess.verify(small_state.load(tmp_path / "b", content), small_state.DAY)
    assert said(refer.answer(asked, NEAR))["call_near_state_line"] == NEAR_LINE


def test_a_state_without_such_numbers_says_nothing(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    del content["statewide"], content["elsewhere"]
    asked = assess.verify(small_state.load(tmp_path, content), small_state.DAY)
    answer = refer.answer(asked, NEAR)
    assert "state_line_closer" in said(answer)
    assert "call_near_state_line" not in said(answer)
    assert questions.elsewhere(refer.answer(asked, "Denver CO")) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Denver CO", (None, "In Colorado press 0 after 988. (news, June 1, 2025)")),
        ("Omaha, Nebraska", ("308-555-0150", "In the west of Nebraska: (news, June 1, 2025)")),
        ("Boise, Idaho", (None, NEAR_LINE)),
    ],
)
def test_in_another_state_its_own_calls_come_after_those_for_everybody(
    text: str, first: tuple[str | None, str], assessment: Assessment
) -> None:
    answer = refer.answer(assessment, text)
    assert answer.status is LocationStatus.OUT_OF_STATE
    assert [call.phone for call in questions.calls_for(answer)] == ["911", "988"]
    assert questions.elsewhere(answer)[0] == first
    assert questions.elsewhere(answer)[-1] == (None, NEAR_LINE)


def test_json_has_what_another_state_s_number_rests_on(assessment: Assessment) -> None:
    [call] = as_json(refer.answer(assessment, "Omaha, Nebraska"))["calls_elsewhere"]
    assert call == {
        "state": "NE",
        "phone": "308-555-0150",
        "says": "In the west of Nebraska:",
        "stale": False,
        "source": "news",
        "as_of": "2025-06-01",
        "quote": "call",
    }
    assert as_json(refer.answer(assessment, "Alderton"))["calls_elsewhere"] == []


def test_a_place_that_may_be_beyond_the_line_has_both(assessment: Assessment) -> None:
    answer = refer.answer(assessment, "41.999, -106.5")
    assert (answer.reason, answer.elsewhere) == (Reason.ELSEWHERE, "Colorado")
    assert [says for _, says in questions.elsewhere(answer)] == [
        "In Colorado press 0 after 988. (news, June 1, 2025)",
        NEAR_LINE,
    ]


@pytest.mark.parametrize("text", ["Southaven", "38671", "DeSoto County", "Corinth", "34.99, -89.9"])
def test_near_tennessee_the_team_s_number_stands_beside_988(text: str) -> None:
    answer = refer.answer(live.assessment(), text)
    told = said(answer)
    assert "47 CFR 52.202, 52.203" in told["call_near_state_line"]
    assert told["call_near_state_line"].endswith("888-287-4443.")


@pytest.mark.parametrize("text", ["Jackson", "39201", "Tupelo", "Grenada"])
def test_far_from_every_line_nothing_is_said_of_it(text: str) -> None:
    assert "call_near_state_line" not in said(refer.answer(live.assessment(), text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Memphis TN", [None, None]),
        ("Monroe, Louisiana", ["800-256-2522", None]),
        ("New Orleans LA", ["800-256-2522", None]),
        ("Mobile, Alabama", [None]),
        ("Helena, Arkansas", [None]),
    ],
)
def test_the_neighbors_have_their_own_calls(text: str, numbers: list[str | None]) -> None:
    told = questions.elsewhere(refer.answer(live.assessment(), text))
    assert [phone for phone, _ in told] == numbers
    assert all("Mississippi" not in says for _, says in told)
    if numbers[0]:
        assert "northeast Louisiana (around Monroe)" in told[0][1]
    if "TN" in text:
        assert "press 0" in told[0][1]


def test_a_table_of_places_has_the_note_of_each(tmp_path: Path) -> None:
    table, output = tmp_path / "places.csv", tmp_path / "out.csv"
    table.write_text("place\nSouthaven\nJackson\n")
    batch.run(live.assessment(), table, "place", output)
    with output.open(encoding="utf-8-sig", newline="") as file:
        notes = [
            next(value for key, value in row.items() if key.endswith("warnings"))
            for row in csv.DictReader(file)
        ]
    assert ["call_near_state_line" in note for note in notes] == [True, False]
