"""What to do in a crisis: each step with who says so, and the team of each county."""

import datetime as dt
import re
from pathlib import Path

import pytest

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Pillar, ReferenceKind
from geo.coverage.crisis import CrisisGuide, age, crisis_guide
from tests import live, small_state

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def guide() -> CrisisGuide:
    return crisis_guide(live.assessment())


def test_every_part_of_the_system_has_a_step(guide: CrisisGuide) -> None:
    assert {step.pillar for step in guide.steps} == set(Pillar)


def test_every_step_has_the_words_of_a_page_or_a_rule(guide: CrisisGuide) -> None:
    for step in guide.steps:
        assert step.quote or step.rules, step.id
    kinds = {each.citation: each.kind for each in live.catalog().services.references}
    told = {rule.citation for step in guide.steps for rule in step.rules}
    assert {kinds[citation] for citation in told} == {ReferenceKind.RULE}


HOMES = [ROOT / "data", ROOT / "examples" / "missouri"]
INSTRUCTION = re.compile(r"(?:Call|Ask|Say so|Go|You may|We read)\b")
ATTRIBUTED = re.compile(r"(?:DMH says|By state rule|The state's page says|It says)\b")


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_what_a_step_tells_beyond_what_to_do_says_who_says_it(home: Path) -> None:
    for step in load.load(home).services.crisis_steps:
        for sentence in re.split(r"(?<=[.]) (?=[A-Z])", step.says):
            assert INSTRUCTION.match(sentence) or ATTRIBUTED.match(sentence), (step.id, sentence)


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_what_a_kind_of_service_is_promises_no_hours(home: Path) -> None:
    for kind in load.load(home).services.service_types:
        assert "night" not in kind.purpose, kind.id


def test_numbers_that_a_step_names_stand_beside_it(guide: CrisisGuide) -> None:
    numbers = {step.id: [call.phone for call in step.calls] for step in guide.steps}
    assert numbers["danger"] == ["911"]
    assert numbers["talk"] == ["988"]
    assert numbers["ask-for-services"] == ["877-210-8513"]
    assert numbers["team"] == []


def test_each_county_has_the_team_that_answers_for_it(guide: CrisisGuide) -> None:
    served = [county for team in guide.teams for county in team.counties]
    assert sorted(served) == sorted(county.name for county in live.catalog().counties)
    assert guide.without_team == ()
    assert {county for team in guide.teams for county in team.weak} == {"Carroll"}
    assert all(team.phone for team in guide.teams)


def test_old_sources_are_told_once(guide: CrisisGuide) -> None:
    assert "more than a year old" in age(guide)


def test_a_day_before_a_source_has_no_step_of_it() -> None:
    early = crisis_guide(live.assessment(dt.date(2024, 6, 1)))
    assert {step.id for step in early.steps} == {"unit", "commitment", "afterwards"}
    assert [rule.citation for step in early.steps for rule in step.rules] == [
        "House Bill 1640 (2024)"
    ]


def test_a_number_inside_a_longer_one_is_not_named(tmp_path: Path) -> None:
    content = small_state.services()
    steps = [
        {"id": "call", "says": "Call 307-988-0100.", "when": "Now", "pillar": "contact"},
        {"id": "talk", "says": "Call 988.", "when": "Later", "pillar": "contact"},
    ]
    content["crisis_steps"] = [step | {"source": "team-list", "quote": "call us"} for step in steps]
    found = crisis_guide(assess.verify(small_state.load(tmp_path, content), small_state.DAY))
    assert {step.id: [call.phone for call in step.calls] for step in found.steps} == {
        "call": [],
        "talk": ["988"],
    }


def test_data_without_steps_has_none(tmp_path: Path) -> None:
    found = crisis_guide(assess.verify(small_state.load(tmp_path), small_state.DAY))
    assert found.steps == ()
    assert [team.title for team in found.teams] == ["West crew", "East crew"]
