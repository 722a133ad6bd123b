"""Commands on a state that lists no region, team or unit: no empty columns, and no useless rows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import small_state

Run = Callable[..., Any]


@pytest.fixture
def asked(tmp_path: Path, run: Run) -> Callable[..., str]:
    home = small_state.write(tmp_path / "data", small_state.without_lists())

    def asked(*words: str) -> str:
        done = run(*words, "--data", str(home), "--as-of", small_state.DAY.isoformat())
        assert done.exit_code == 0, done.stderr
        return " ".join(done.stdout.split())

    return asked


@pytest.mark.parametrize("command", ["continuum", "gaps"])
def test_without_regions_there_is_no_column_for_them(
    command: str, asked: Callable[..., str]
) -> None:
    assert "Region" not in asked(command)


def test_handover_has_no_part_on_what_the_data_has_no_type_or_region_for(
    asked: Callable[..., str],
) -> None:
    told = asked("handover", "Alder")
    for part in ("Intensive team", "intensive team", "region"):
        assert part not in told
    assert "Mobile crisis team No list names one. Ask the Department of Care." in told


def test_handover_asks_the_department_only_what_a_department_can_say(
    asked: Callable[..., str],
) -> None:
    _, _, asks = asked("handover", "Alder").partition("What to ask")
    assert asks.count("Department of Care (no number published): ") == 4
    assert "Which center takes people from Alder County, and at what number?" in asks
    assert "Which mobile crisis team comes to Alder County, and at what number?" in asks
    for of_a_center in ("first appointment", "Do you come", "near home", "DC ("):
        assert of_a_center not in asks


def test_where_no_distance_is_known_one_sentence_stands_for_the_rows(
    asked: Callable[..., str],
) -> None:
    ranked, measured = asked("gaps"), asked("access")
    assert "Nothing ranks the 3 counties here." in ranked
    for told in (ranked, measured):
        assert told.count("No distance is known") == 1
        assert "not known" not in told
    assert "Rank" not in ranked
    assert "Average to nearest" not in measured
    for people in ("4,000", "3,000", "2,000"):
        assert people not in ranked
        assert people not in measured


def test_where_nothing_is_required_gaps_counts_no_county_as_not_shown(
    asked: Callable[..., str],
) -> None:
    told = asked("gaps")
    assert "Not shown Not counted: no service is required here." in told
    assert "Not shown (" not in told


def test_where_something_is_required_the_counties_stand_though_no_distance_is_known(
    tmp_path: Path, run: Run
) -> None:
    content = small_state.without_lists()
    content["standards"][0]["required"] = True
    home = small_state.write(tmp_path / "data", content)
    done = run("gaps", "--data", str(home), "--as-of", small_state.DAY.isoformat())
    told = " ".join(done.stdout.split())
    assert "Nothing ranks" not in told
    assert "Not shown (3 counties, 9,000 people)" in told
    assert "Alder (rural, 4,000 people): " in told


def test_where_nobody_can_be_called_on_a_fact_calls_says_what_is_open_and_whom_to_ask(
    asked: Callable[..., str],
) -> None:
    told = asked("calls")
    assert "there is nobody to call on a fact. Left to ask: Department of Care" in told
    assert "Where crews are. Ask: The Department of Care: its map of crews." in told
    left = json.loads(asked("calls", "--format", "json"))["left_to_ask"]
    assert left["says"] in told
    assert (left["department"], left["phone"]) == ("Department of Care", None)
    assert [question["title"] for question in left["questions"]] == ["Where crews are"]
    assert all(question["ask"] in told for question in left["questions"])


def test_nearest_and_verify_have_no_part_on_what_the_data_has_nothing_for(
    asked: Callable[..., str], run: Run, tmp_path: Path
) -> None:
    assert "Intensive team" not in asked("nearest", "Birch County")
    assert "Sources of the findings" not in asked("verify")
    whole = small_state.write(tmp_path / "whole")
    words = "--data", str(whole), "--as-of", small_state.DAY.isoformat()
    assert "Intensive team" in run("nearest", "Birch County", *words).stdout
    assert "Sources of the findings" in run("verify", *words).stdout


def test_where_somebody_can_be_called_nothing_is_left_to_ask(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data")
    words = "--data", str(home), "--as-of", small_state.DAY.isoformat(), "--format", "json"
    assert json.loads(run("calls", *words).stdout)["left_to_ask"] is None
