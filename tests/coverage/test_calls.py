"""Numbers for everybody: given by rules or by a service of the whole state, and no county's verdict."""

import datetime as dt
from pathlib import Path

import pytest

from geo.access import assess
from geo.catalog.records import Basis, Proof, ServiceRole
from geo.coverage import sentences
from geo.coverage.calls import always
from geo.coverage.county import county_profile
from geo.coverage.verify import exit_code
from geo.jsonable import jsonable
from tests import live, small_state


def test_a_rule_gives_a_number_in_its_own_words(tmp_path: Path) -> None:
    danger, talk = always(small_state.load(tmp_path, small_state.numbers_for_everybody()))
    assert (danger.phone, danger.role, danger.basis) == ("911", ServiceRole.EMERGENCY, None)
    [rule] = danger.rules
    assert (rule.citation, rule.quote, rule.proof) == (
        "Code 911",
        "shall transmit all 911 calls",
        Proof.READ,
    )
    assert sentences.given_by(danger) == (
        "Code 911: “shall transmit all 911 calls” (law, January 1, 2019)"
    )
    assert sentences.given_by(talk) == (
        "Code 988: “shall transmit all 988 calls” (law, January 1, 2019, read in part)"
    )
    assert [way.how for way in talk.reach] == ["Call 988."]


def test_a_rule_without_words_of_its_own_is_cited(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    del content["references"][0]["quote"]
    danger, _ = always(small_state.load(tmp_path, content))
    assert sentences.given_by(danger) == "Code 911 (law, January 1, 2019)"


@pytest.mark.parametrize("day", [dt.date(2010, 1, 1), small_state.DAY, dt.date(2090, 1, 1)])
def test_what_a_rule_gives_is_never_stale_and_counts_for_no_exit_code(
    tmp_path: Path, day: dt.date
) -> None:
    catalog = small_state.load(tmp_path, small_state.numbers_for_everybody())
    bare = small_state.numbers_for_everybody()
    bare["statewide"] = []
    without = small_state.load(tmp_path / "bare", bare)
    assessment, other = assess.verify(catalog, day), assess.verify(without, day)
    assert {call.stale for call in assessment.statewide} == {False}
    assert (assessment.findings, assessment.standards) == (other.findings, other.standards)
    for strict in (False, True):
        assert exit_code(assessment, strict=strict) == exit_code(other, strict=strict)


def test_a_state_without_such_numbers_shows_none(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    del content["statewide"], content["elsewhere"]
    catalog = small_state.load(tmp_path, content)
    assessment = assess.verify(catalog, small_state.DAY)
    assert assessment.statewide == ()
    assert jsonable(assessment)["statewide"] == []
    profile = county_profile(assessment, catalog.counties[0])
    assert {call.service for call in profile.calls} == {"outreach-crew", "haven"}


def test_a_service_of_the_whole_state_stands_behind_the_rules_with_its_own_date() -> None:
    day = dt.date(2026, 11, 21)
    calls = always(live.catalog(), day)
    assert [call.phone for call in calls] == ["911", "988", "877-210-8513"]
    assert [bool(call.rules) for call in calls] == [True, True, False]
    helpline = calls[-1]
    assert (helpline.basis, helpline.source, helpline.stale) == (Basis.CLAIMED, "dmh-home", True)
    assert not always(live.catalog(), dt.date(2025, 2, 1))[-1].stale
    assert sentences.given_by(helpline) == ""


def test_a_county_has_the_numbers_with_the_sources_of_the_rules(tmp_path: Path) -> None:
    catalog = small_state.load(tmp_path, small_state.numbers_for_everybody())
    assessment = assess.verify(catalog, small_state.DAY)
    profile = county_profile(assessment, catalog.counties[0])
    assert [call.phone for call in profile.calls[:2]] == ["911", "988"]
    assert "law" in {source.id for source in profile.sources}
