"""The command `continuum`: what it prints, for people and for programs."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from geo.catalog import folder
from tests import small_state

AS_OF = ("--as-of", small_state.DAY.isoformat())
Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("small")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_state_is_told_by_pillar_and_then_county_by_county(run: Run) -> None:
    done = run("continuum", *AS_OF)
    text = flat(done.stdout)
    assert done.exit_code == 0
    for part in (
        "Wyoming: the whole continuum of care, 3 counties",
        "Someone to respond A county's answer is the strongest that a source gives for Outreach crew.",
        "Somewhere to go A county's answer is the strongest that a source gives for Haven in its region.",
        "Home care: Covered 1, Not on the list 2 (team-list, June 1, 2025)",
        "Day care: No information 3 (team-list, June 1, 2025)",
        "Alder 1 Claimed only Covered Covered Covered (Home care)",
        "Birch 1 Claimed only Covered Covered Claimed only",
        "Claimed only is not covered.",
    ):
        assert part in text


def test_a_county_is_told_with_what_each_answer_rests_on(run: Run) -> None:
    text = flat(run("continuum", "alder", *AS_OF).stdout)
    for part in (
        "Alder County, Region 1: the whole continuum of care",
        "Someone to respond: Covered Covered: the source names Region 1 under Outreach crew",
        "Haven: Covered; in the county: Not on the list. Birchville Haven, 307-555-0110.",
        "Home care: Covered. Alder home care. “serves the county” (team-list, June 1, 2025)",
        "No information: Day care. Ask: Plains Center, 307-555-0100.",
    ):
        assert part in text


def test_each_line_of_the_state_has_the_age_of_its_source(run: Run) -> None:
    text = flat(run("continuum", "--as-of", "2036-01-01").stdout)
    assert (
        "Home care: Covered 1, Not on the list 2 (team-list, June 1, 2025, over its age limit)"
        in text
    )


def test_a_list_without_places_says_why_it_decides_no_county(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(folder.VARIABLE)
    for call in (("continuum",), ("continuum", "Greene")):
        text = flat(run(*call, *AS_OF).stdout)
        assert "This list names no county, so it decides no county's answer." in text
    assert (
        "Laurel Crisis Stabilization Unit, 601-426-7520; Gulfport Crisis Stabilization Unit" in text
    )
    assert "The nearest is named first. Which unit takes people from Greene County" in text


@pytest.mark.parametrize("county", [(), ("Lamar",)])
def test_what_has_no_place_is_a_line_of_names_and_all_tells_each_with_its_source(
    run: Run, monkeypatch: pytest.MonkeyPatch, county: tuple[str, ...]
) -> None:
    monkeypatch.delenv(folder.VARIABLE)
    short = flat(run("continuum", *county, *AS_OF).stdout)
    whole = flat(run("continuum", *county, "--all", *AS_OF).stdout)
    told = json.loads(run("continuum", *county, "--format", "json", *AS_OF).stdout)
    assert json.loads(run("continuum", *county, "--all", "--format", "json", *AS_OF).stdout) == told
    programmes = [each for own in told["pillars"] for each in own["programmes"]]
    assert len(programmes) > 3
    for each in programmes:
        assert each["title"] in short
        assert flat(each["text"]) not in short
        assert flat(each["text"]) in whole
    for offer in (each for own in told["pillars"] for each in own["offers"]):
        assert flat(offer["quote"]) not in short
        assert flat(offer["quote"]) in whole
    line = "Named by a source, no place known: Community support services, Peer support services"
    assert line in short
    assert line not in whole
    assert "Supported employment: No information" in whole
    care = short.partition("Continuing care")[2]
    assert care.index("Intensive Community Outreach") < care.index(line)
    assert care.index(line) < care.index("Ask:") < care.index("Not counted,")
    assert "--all tells of each service without a place" in short
    assert "--all" not in whole


def test_programs_get_the_head_and_every_part(run: Run) -> None:
    state = json.loads(run("continuum", "--format", "json", *AS_OF).stdout)
    county = json.loads(run("continuum", "56001", "--format", "json", *AS_OF).stdout)
    for told in (state, county):
        assert told["schema"] == 2
        assert told["as_of"] == small_state.DAY.isoformat()
        assert len(told["data_sha256"]) == 64
        assert [own["pillar"] for own in told["pillars"]] == ["contact", "respond", "go", "care"]
    assert [row["county"] for row in state["matrix"]] == ["Alder", "Birch", "Cedar"]
    care = county["pillars"][3]
    assert (care["status"], care["basis"], care["strongest"]) == ("covered", "listed", "home-care")


def test_no_such_county_is_said(run: Run) -> None:
    done = run("continuum", "Alders", "--format", "json", *AS_OF)
    assert done.exit_code == 2
    assert json.loads(done.stdout) == {"status": "not_found", "suggestions": ["Alder"]}
