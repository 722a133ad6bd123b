"""Findings on questions of distance, whatever the distances say: status, evidence, flags, sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.records import Basis, Catalog, Evaluation, Flag, Standard, Status
from geo.coverage import sentences, verify
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.coverage.evidence import EvidenceIndex
from geo.coverage.findings import Measured
from tests import small_state
from tests.coverage.judging import verified
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

NEAR = "haven-near"


@pytest.fixture
def content() -> dict[str, Any]:
    """Return the small state's services.yaml with a question of distance before all others."""
    content = small_state.services()
    asked = {
        "id": NEAR,
        "role": "other",
        "title": "A Haven near",
        "question": "Is a Haven near?",
        "evaluation": "within",
        "any_of": ["haven"],
        "within_miles": 30,
        "share_of_people": 0.9,
        "required": True,
    }
    content["standards"].insert(0, asked)
    return content


SAID = {
    ALDER: Measured(Status.GAP, "all of them live too far away", ("haven-birch",), False),
    BIRCH: Measured(Status.COVERED, "all of them live near", ("haven-birch",), False),
    CEDAR: Measured(
        Status.UNKNOWN, "it hangs on the radius", ("haven-cedar", "haven-birch"), False
    ),
}


def judged(catalog: Catalog, said: Mapping[str, Measured] = SAID, day: dt.date = DAY) -> Assessment:
    """Return the verdict where the distances say so."""

    def measure(standard: Standard, index: EvidenceIndex) -> Mapping[str, Measured]:
        assert (standard.id, standard.evaluation) == (NEAR, Evaluation.WITHIN)
        assert index.as_of == day
        return said

    return verify.verify(catalog, day, measure)


def test_a_status_a_reason_and_units_become_a_finding(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    assessment = judged(small_state.load(tmp_path, content))
    alder, birch, cedar = assessment.of(NEAR)
    assert assessment.findings[:3] == (alder, birch, cedar)
    assert [finding.status for finding in (alder, birch, cedar)] == [
        Status.GAP,
        Status.COVERED,
        Status.UNKNOWN,
    ]
    assert [finding.basis for finding in (alder, birch, cedar)] == [
        Basis.NONE,
        Basis.MEASURED,
        Basis.NONE,
    ]
    assert alder.rule == "Too far: all of them live too far away."
    assert birch.rule == "Near enough: all of them live near."
    assert cedar.rule == "Not sure: it hangs on the radius."
    assert [fact.service_id for fact in cedar.evidence] == ["haven-cedar", "haven-birch"]
    assert {(fact.basis, fact.membership) for fact in cedar.evidence} == {(Basis.MEASURED, None)}
    assert {finding.left_out_by for finding in (alder, birch, cedar)} == {()}
    assert alder.lift == ("A dated list that shows a Haven nearer to the people of Alder County.",)
    assert birch.lift == ()
    assert cedar.lift == (
        "The street addresses of the units nearest to Cedar County, or a finer file of where its people live.",
    )
    total = assessment.standards[0]
    assert (total.evaluation, total.covered, total.gap, total.unknown) == (
        Evaluation.WITHIN, 1, 1, 1,
    )  # fmt: skip
    assert {basis: count for basis, count in total.bases.items() if count} == {
        "measured": 1,
        "none": 2,
    }
    assert verify.exit_code(assessment) == 1


def test_a_total_of_distances_is_told_in_its_own_words(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    total = judged(small_state.load(tmp_path, content)).standards[0]
    assert sentences.summary(total, 3) == (
        "1 of 3 counties are near enough (3,000 people). Too far: 1 county (4,000 people). Too few of "
        "its people live within the limit. Not sure: 1 county (2,000 people). Our data cannot tell "
        "whether enough of its people live within the limit."
    )
    none = replace(total, covered=0)
    assert sentences.summary(none, 3).startswith(
        "0 of 3 counties are near enough. Too far: 1 county (4,000 people). "
    )
    assert sentences.possible(Evaluation.WITHIN) == (Status.COVERED, Status.GAP, Status.UNKNOWN)
    assert sentences.possible(Evaluation.SERVICE) == tuple(Status)
    # A kind that asks sources shares its words with the others of that sort, and a claim is the
    # same everywhere.
    kinds = (Evaluation.SERVICE, Evaluation.FACILITY_IN_REGION, Evaluation.WITHIN)
    words = {sentences.meaning(kind, status) for kind in kinds for status in Status}
    assert len(words) == 7


def test_a_gap_needs_a_complete_list_of_the_day(tmp_path: Path, content: dict[str, Any]) -> None:
    (kind,) = (kind for kind in content["service_types"] if kind["id"] == "haven")
    kind["complete"] = False
    assessment = judged(small_state.load(tmp_path, content))
    alder, birch, cedar = assessment.of(NEAR)
    assert [finding.status for finding in (alder, birch, cedar)] == [
        Status.UNKNOWN,
        Status.COVERED,
        Status.UNKNOWN,
    ]
    assert alder.rule == (
        "Not sure: all of them live too far away. But no list of Haven is complete on March 1, 2026, "
        "so a nearer one may be missing."
    )
    assert cedar.rule == "Not sure: it hangs on the radius."
    assert verify.exit_code(assessment) == 0


def test_a_distance_is_stale_with_its_units_and_never_weak(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["regions"][0]["members"][0]["confidence"] = "weak"
    catalog = small_state.load(tmp_path, content)
    fresh = judged(catalog, day=dt.date(2027, 6, 1))
    assert {finding.flags for finding in fresh.of(NEAR)} == {()}
    old = judged(catalog, {**SAID, CEDAR: SAID[CEDAR]._replace(units=())}, dt.date(2027, 6, 2))
    assert [finding.flags for finding in old.of(NEAR)] == [(Flag.STALE,), (Flag.STALE,), ()]
    assert Flag.WEAK in old.of("haven-of-region")[0].flags


def test_only_a_distance_that_hangs_on_a_disputed_unit_is_disputed(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["contradictions"] = [
        {
            "id": "open-or-not",
            "title": "Whether it is there",
            "about": ["haven"],
            "units": ["haven-birch"],
            "bears_on": "coverage",
            "sides": [{"source": "team-list", "says": "yes"}, {"source": "news", "says": "no"}],
            "treatment": "It counts.",
        }
    ]
    catalog = small_state.load(tmp_path, content)
    for hangs in (False, True):
        said = {geoid: one._replace(disputed=hangs) for geoid, one in SAID.items()}
        found = judged(catalog, said).of(NEAR)
        assert {finding.contradictions for finding in found} == {("open-or-not",)}
        assert [Flag.DISPUTED in finding.flags for finding in found] == [hangs, hangs, False]


def test_no_open_question_on_a_type_concerns_a_distance(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["holes"] = [
        {"id": "more", "title": "More", "about": ["haven"], "matters": "It does.", "ask": "Them."}
    ]
    catalog = small_state.load(tmp_path, content)
    cedar = county_profile(judged(catalog), catalog.counties[2])
    assert [finding.status for finding in cedar.findings if finding.standard == NEAR] == [
        Status.UNKNOWN
    ]
    assert cedar.holes == ()  # it has a unit in the county
    alder = county_profile(judged(catalog), catalog.counties[0])
    assert [hole.id for hole in alder.holes] == ["more"]


@pytest.mark.parametrize(
    ("precision", "street", "told"),
    [
        ("city", None, "and its town lies in Cedar County"),
        ("city", "1 Main Street", "and its town lies in Cedar County"),
        ("street", "1 Main Street", "and its street, 1 Main Street, lies in Cedar County"),
        ("address", "1 Main Street", "and its street, 1 Main Street, lies in Cedar County"),
        ("street", None, "and its street lies in Cedar County"),
    ],
)
def test_a_unit_is_told_by_what_its_point_stands_for(
    tmp_path: Path, precision: str, street: str | None, told: str
) -> None:
    content = small_state.services()
    content["facilities"][1] |= {"precision": precision, "street": street}
    found = {
        (finding.standard, finding.county): finding
        for finding in verified(small_state.load(tmp_path, content), small_state.DAY).findings
    }
    assert found["haven-at-home", "Cedar"].rule == (
        f"Covered: the source lists Cedar Falls Haven, {told}."
    )
