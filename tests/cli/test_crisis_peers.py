"""The commands `crisis` and `peers`: text for people, JSON for programs."""

import json
from typing import Any

import pytest

from tests import live, small_state


@pytest.fixture
def said(run: Any) -> Any:
    def words(*command: str) -> str:
        done = run(*command, "--as-of", live.DAY.isoformat())
        assert done.exit_code == 0, done.stderr
        return " ".join(done.stdout.split())

    return words


def test_crisis_says_whom_to_call_and_which_team_answers_where(said: Any) -> None:
    told = said("crisis")
    assert told.index("Someone to talk to") < told.index("Somewhere to go")
    assert "Call 911." in told
    assert "877-210-8513: DMH helpline." in told
    assert "866-837-7521 Region 2 mobile crisis response team: Calhoun, Lafayette" in told
    assert "We read no law on where the papers are signed." in told
    assert "House Bill 1640 (2024), read in a report about it" in told
    assert "clerk" not in told
    assert "(Mississippi Department of Mental Health: Front page, January 29, 2025" in told
    assert [
        one.id for one in live.catalog().services.sources if "-" in one.id and one.id in told
    ] == []


def test_crisis_has_source_date_and_quote_for_programs(run: Any) -> None:
    done = run("crisis", "--format", "json", "--as-of", live.DAY.isoformat())
    told = json.loads(done.stdout)
    assert told["schema"] == 2
    named = {source["id"] for source in told["sources"]}
    for step in told["steps"]:
        assert step["source"] in named
        assert step["as_of"]
        assert step["quote"] or step["rules"]


def test_peers_shows_what_is_past_and_over_its_age_limit(said: Any) -> None:
    told = said("peers")
    assert told.count("over its age limit") == 8 + 6  # openings, and kinds of peers
    assert "Trainings to come" not in told
    assert "June 24 to 26, 2024: Forensic Peer Recovery training, virtual" in told
    assert "the same date was a Friday, by the calendar" in told


def test_peers_of_an_earlier_day_has_trainings_to_come(run: Any) -> None:
    done = run("peers", "--as-of", "2024-05-28")
    whole = " ".join(done.stdout.split())
    coming = whole.partition("Trainings to come")[2].partition("Past trainings")[0]
    assert coming.count("2024:") == 4
    assert coming.count("no longer open") == 4
    told = json.loads(run("peers", "--as-of", "2024-05-28", "--format", "json").stdout)
    assert sum(not training["past"] for training in told["trainings"]) == 4
    assert [each["stale"] for each in told["openings"]] == [False] * 8


@pytest.mark.parametrize("command", ["crisis", "peers"])
def test_a_folder_without_steps_or_peers_says_so(run: Any, command: str, tmp_path: Any) -> None:
    content = small_state.services()
    for section in ("programmes", "crisis_steps", "trainings", "terms"):
        content.pop(section, None)
    home = small_state.write(tmp_path / "bare", content)
    done = run(command, "--data", str(home), "--as-of", small_state.DAY.isoformat())
    assert done.exit_code == 0, done.stderr
    assert "The data has no" in done.stdout
