"""What there is to ask: whom, about whom, and what one answer settles."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from geo.access import assess
from geo.catalog.records import Catalog, Flag, RecordHow, RecordOutcome, Status
from geo.confirm import draft, store
from geo.confirm.calls import calls, is_open
from geo.confirm.draft import Answer
from geo.confirm.records import Calls, Question, QuestionKind
from geo.coverage.assessment import Assessment
from tests import answers, live, small_state
from tests.answers import DAY, judged, record

YES = Answer(
    outcome=RecordOutcome.CONFIRMED, on="2026-11-20", recorded=live.DAY, how=RecordHow.TELEPHONE,
    by="Planner", says="Yes.",
)  # fmt: skip


def of(assessment: Assessment, fact: str) -> Question:
    (found,) = (each for each in calls(assessment).questions if each.fact == fact)
    return found


@pytest.fixture(scope="module")
def found() -> Calls:
    return calls(live.assessment())


def test_every_number_is_on_the_list_once(found: Calls) -> None:
    data = live.catalog().services
    facts = [question.fact for question in found.questions]
    assert len(facts) == len(set(facts))
    assert set(facts) >= {unit.id for unit in data.facilities}
    assert set(facts) >= {unit.id for unit in data.neighbor_units}
    kinds = {"mobile_crisis", "pact", "icort"}
    assert set(facts) >= {service.id for service in data.services if service.type in kinds}
    assert sum(question.kind is QuestionKind.MOBILE_CRISIS for question in found.questions) == 13


def test_nobody_is_sent_to_911_988_or_a_team_s_crisis_number(found: Calls) -> None:
    lines = {
        service.phone
        for service in live.catalog().services.services
        if service.type == "mobile_crisis"
    }
    for question in found.questions:
        assert question.party.phone not in {"911", "988", *lines}
        if question.kind in (QuestionKind.MOBILE_CRISIS, QuestionKind.UNLISTED):
            assert question.party.office
            assert "crisis line" in question.party.note


def test_the_script_reads_every_county_out(found: Calls) -> None:
    for question in found.questions:
        text = " ".join(question.script)
        for asked in question.asks:
            assert all(name in text for name in asked.counties), question.fact


def test_the_list_is_by_people_with_what_is_required_first(found: Calls) -> None:
    required = [
        question.people
        for question in found.questions
        if any(settled.required for settled in question.settles)
    ]
    assert required == sorted(required, reverse=True)
    assert [each.kind for each in found.questions][-1] is QuestionKind.NEIGHBOR


def yes(assessment: Assessment, fact: str) -> Answer:
    """Return a yes; of a service that nobody lists it names every county that was read out."""
    question = of(assessment, fact)
    unlisted = question.kind is QuestionKind.UNLISTED
    return replace(YES, counties=question.counties if unlisted else None)


def answered(catalog: Catalog, facts: list[str]) -> Assessment:
    """Return the verdicts after a yes to each of some questions."""
    assessment = assess.verify(catalog, live.DAY)
    some = tuple(
        each for fact in facts for each in draft.records(assessment, fact, yes(assessment, fact))
    )
    return assess.verify(store.with_records(catalog, some), live.DAY)


def test_what_a_question_promises_to_settle_is_settled_by_it_alone(found: Calls) -> None:
    for question in found.questions[::7]:
        after = answered(live.catalog(), [question.fact])
        for settled in question.settles:
            for finding in after.of(settled.standard):
                assert finding.geoid not in settled.geoids or not is_open(finding)
        before = live.assessment()
        closed = {
            (old.standard, old.geoid)
            for old, new in zip(before.findings, after.findings, strict=True)
            if is_open(old) and not is_open(new) and "within" not in old.standard
        }
        promised = {(each.standard, geoid) for each in question.settles for geoid in each.geoids}
        assert closed == promised


@pytest.mark.parametrize("which", ["least", "least_of_all"])
def test_the_least_set_settles_what_it_says_and_no_question_of_it_can_go(
    found: Calls, which: str
) -> None:
    least = getattr(found, which)
    asked = {
        total.id for total in live.assessment().standards if total.required or which != "least"
    }

    def open_left(facts: list[str]) -> int:
        return sum(
            finding.standard in asked and "within" not in finding.standard and is_open(finding)
            for finding in answered(live.catalog(), facts).findings
        )

    facts = list(least.facts)
    assert open_left(facts) == least.open - least.settled == sum(least.unsettled.values())
    for fact in facts[:: len(facts) // 3]:
        assert open_left([each for each in facts if each != fact]) > least.open - least.settled


def test_thirteen_calls_clear_mobile_crisis_in_every_county(found: Calls) -> None:
    facts = [
        question.fact for question in found.questions if question.kind is QuestionKind.MOBILE_CRISIS
    ]
    assert len(facts) == 13
    after = answered(live.catalog(), facts)
    (total,) = (each for each in after.standards if each.id == "mobile-crisis")
    assert (total.covered, total.flags) == (82, {flag.value: 0 for flag in Flag})


def test_a_question_says_when_all_of_it_was_confirmed(tmp_path: Path) -> None:
    call = [
        record("crew-west/phone", on="2028-02-01", answered_by="plains"),
        record("crew-west/counties", answered_by="plains", counties=["Alder", "Birch"]),
        record("region-1/counties", answered_by="plains", counties=["Alder", "Birch"]),
    ]
    assert of(judged(tmp_path / "a", call), "crew-west").confirmed_on == "2028-02-01"
    assert of(judged(tmp_path / "b", call[1:]), "crew-west").confirmed_on is None
    assert of(judged(tmp_path / "c", call), "crew-west").settles == ()


def test_a_service_that_nobody_lists_is_asked_of_each_center(tmp_path: Path) -> None:
    assessment = judged(tmp_path, [])
    asked = of(assessment, "day-care-in-region-2")
    assert (asked.kind, asked.counties) == (QuestionKind.UNLISTED, ("Cedar",))
    assert [(each.fact, each.counties) for each in asked.asks] == [
        ("day-care/counties", ("Cedar",))
    ]
    assert asked.settles[0].standard == "care-at-home"


def test_where_no_office_is_known_the_department_is_asked_for_the_center(tmp_path: Path) -> None:
    content = small_state.services()
    content["operators"].append(
        {"id": "state", "name": "Department", "phone": "307-555-0000", "source": "team-list"}
    )
    content["study_area"]["department"] = "state"
    party = of(judged(tmp_path, [], content=content), "crew-east").party
    # Whoever answers in the end is the center, whose word counts for its counties.
    assert (party.id, party.name, party.phone) == ("hills", "Department", "307-555-0000")
    assert "We know no office number of Hills Center." in party.note


@pytest.mark.parametrize(("given", "kept"), [(None, "plains"), ("hills", "hills"), ("", None)])
def test_whoever_the_question_is_for_answers_but_where_another_is_named(
    tmp_path: Path, given: str | None, kept: str | None
) -> None:
    answer = replace(YES, answered_by=given)
    made = draft.records(judged(tmp_path, []), "crew-west", answer)
    assert {each.answered_by for each in made} == {kept}


def test_an_unknown_department_is_refused(tmp_path: Path) -> None:
    content = small_state.services()
    content["study_area"]["department"] = "nobody"
    with pytest.raises(ValueError, match="unknown-operator"):
        answers.load(tmp_path, [], content)


def test_a_dispute_over_a_unit_ends_when_it_is_found_open_later(tmp_path: Path) -> None:
    content = small_state.services()
    content["contradictions"] = [
        {
            "id": "is-cedar-open", "title": "Whether it is open", "about": ["haven"],
            "units": ["haven-cedar"], "bears_on": "coverage",
            "sides": [
                {"source": "team-list", "says": "open"}, {"source": "news", "says": "closed"},
            ],
            "treatment": "It is shown as disputed.",
        }
    ]  # fmt: skip

    def flags(name: str, *records: dict[str, str]) -> tuple[Flag, ...]:
        (found,) = judged(tmp_path / name, records, content=content).of("haven-at-home")[2:]
        assert found.status is Status.COVERED
        return found.flags

    assert Flag.DISPUTED in flags("before")
    assert Flag.DISPUTED in flags("number", record("haven-cedar/phone"))
    older = record("haven-cedar/listing", on="2025-05-01", recorded="2025-05-01")
    assert Flag.DISPUTED in flags("older", older)
    assert Flag.DISPUTED not in flags("open", record("haven-cedar/listing"))


def test_a_record_of_a_later_day_answers_no_earlier_one(tmp_path: Path) -> None:
    call = record("haven-cedar/listing")
    before = judged(tmp_path, [call], DAY - dt.timedelta(days=5))
    assert of(before, "haven-cedar").confirmed_on is None
