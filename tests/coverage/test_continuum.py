"""The continuum of care: pillars by county and for the state, on made-up data and on the real one."""

import datetime as dt
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.catalog.records import Basis, Catalog, Flag, Pillar, ReferenceKind, Status
from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.coverage.continuum_records import ContinuumPillar, ContinuumType
from geo.jsonable import jsonable
from tests import live, small_state
from tests.small_state import ALDER, CEDAR, DAY

LINES = ("talk-line", "rescue")


@pytest.fixture(scope="module")
def real() -> Assessment:
    return live.today()


def judged(home: Path, content: dict[str, Any], day: dt.date = DAY) -> Assessment:
    return geo.verify(small_state.load(home, content), day)


def pillar(assessment: Assessment, geoid: str, wanted: Pillar) -> ContinuumPillar:
    county = next(each for each in assessment.catalog.counties if each.geoid == geoid)
    own = continuum.county_continuum(assessment, county).pillars
    return next(each for each in own if each.pillar is wanted)


def kind(own: ContinuumPillar, service: str) -> ContinuumType:
    return next(each for each in own.types if each.service == service)


def with_center(content: dict[str, Any]) -> dict[str, Any]:
    """Return the data with a type that is the center of a region, and with services that one list names."""
    first = deepcopy(content["service_types"][0])
    for name, role in (("office", "center"), ("club", "other"), ("school", "other")):
        content["service_types"].append(
            first | {"id": name, "role": role, "pillar": "care", "name": name, "short": name}
            | {"complete": False, "quote": f"the {name}"}
        )  # fmt: skip
    content["claims"].append(
        {"id": "for-adults", "about": ["club", "school"], "every_county": True}
        | {"quote": "A variety of services is there", "source": "news"}
    )
    return content


def test_a_pillar_has_the_verdict_of_the_standard_that_asks_for_the_same(real: Assessment) -> None:
    cells = {row.geoid: {cell.pillar: cell for cell in row.cells} for row in continuum.matrix(real)}
    for standard, wanted in (
        ("mobile-crisis", Pillar.RESPOND),
        ("csu-in-region", Pillar.GO),
        ("intensive", Pillar.CARE),
    ):
        for finding in real.of(standard):
            cell = cells[finding.geoid][wanted]
            assert (cell.status, cell.basis, cell.flags) == (
                finding.status, finding.basis, finding.flags,
            )  # fmt: skip


def test_the_sentence_of_a_pillar_names_its_strongest_type(real: Assessment) -> None:
    for county in real.catalog.counties:
        for own in continuum.county_continuum(real, county).pillars:
            if own.by_rule:
                assert "911" in own.sentence
            elif own.status is Status.COVERED and own.pillar is not Pillar.GO:
                assert own.strongest
                assert real.evidence.types[own.strongest].short in own.sentence


def test_numbers_of_a_rule_are_someone_to_talk_to_and_come_before_the_verdict(
    real: Assessment,
) -> None:
    own = pillar(real, real.catalog.counties[0].geoid, Pillar.CONTACT)
    assert own.by_rule
    assert {call.phone for call in own.numbers if call.rules} == {"911", "988"}
    assert own.status is Status.CLAIMED


def test_every_fact_has_source_day_and_words_or_is_a_statute(real: Assessment) -> None:
    told = jsonable(continuum.statewide(real))
    sources = {source["id"] for source in told["sources"]}
    for own in told["pillars"]:
        for each in (*own["types"], *own["offers"], *own["programmes"]):
            assert each["source"] in sources
            assert each["as_of"]
            assert "quote" in each
    assert {row["geoid"] for row in told["matrix"]} == {c.geoid for c in real.catalog.counties}


def test_services_of_one_list_are_claimed_together_and_never_located(tmp_path: Path) -> None:
    own = pillar(judged(tmp_path, with_center(small_state.services())), ALDER, Pillar.CARE)
    (offer,) = own.offers
    assert offer.names == ("club", "school")
    assert offer.status is Status.CLAIMED
    assert offer.rule == (
        "This list names no county, so it decides no county's answer. "
        "A service on it can still be “No information” in a county."
    )
    for service in ("club", "school"):
        each = kind(own, service)
        assert each.offers == ("for-adults",)
        assert each.by_offer_alone
        assert each.status is Status.UNKNOWN
        assert not each.evidence
    (said,) = [each for each in own.missing if "club" in each.services]
    assert said.says == "Claimed only: 2 services in one list, which names no county and no place."


def test_a_type_that_nothing_else_tells_of_is_missing_too(tmp_path: Path) -> None:
    content = with_center(small_state.services())
    content["claims"].pop()
    own = pillar(judged(tmp_path, content), ALDER, Pillar.CARE)
    (unknown,) = [each for each in own.missing if each.status is Status.UNKNOWN]
    assert unknown.services == ("day-care", "club", "school")


def test_what_the_deciding_types_claim_together_is_no_offer(tmp_path: Path) -> None:
    own = pillar(judged(tmp_path, small_state.services()), CEDAR, Pillar.CARE)
    assert own.offers == ()
    assert own.status is Status.CLAIMED


def test_the_center_of_a_region_covers_its_counties_by_membership(tmp_path: Path) -> None:
    own = pillar(judged(tmp_path, with_center(small_state.services())), ALDER, Pillar.CARE)
    office = kind(own, "office")
    assert office.status is Status.COVERED
    assert office.basis is Basis.REGION
    assert office.flags == ()
    (fact,) = office.evidence
    assert (fact.service_id, fact.phone) == ("plains", "307-555-0100")
    assert fact.membership is not None


def test_a_center_of_an_inferred_region_says_so_and_one_of_no_operator_is_unknown(
    tmp_path: Path,
) -> None:
    content = with_center(small_state.services())
    content["regions"][0]["members"][0]["confidence"] = "weak"
    del content["regions"][1]["operator"]
    assessment = judged(tmp_path, content)
    assert kind(pillar(assessment, ALDER, Pillar.CARE), "office").flags == (Flag.WEAK,)
    assert kind(pillar(assessment, CEDAR, Pillar.CARE), "office").status is Status.UNKNOWN


def test_a_center_is_unknown_while_the_day_of_a_move_is(real: Assessment) -> None:
    moving = geo.verify(real.catalog, dt.date(2021, 10, 1))
    unsure = [
        geoid
        for geoid, own in moving.evidence.regions.items()
        if any(not each.certain for each in own)
    ]
    assert unsure
    for geoid in unsure:
        center = kind(pillar(moving, geoid, Pillar.CARE), "cmhc")
        assert center.status is Status.UNKNOWN


def test_units_are_asked_for_in_the_region_and_in_the_county(tmp_path: Path) -> None:
    own = kind(pillar(judged(tmp_path, small_state.services()), ALDER, Pillar.GO), "haven")
    assert own.status is Status.COVERED
    assert own.in_county is Status.GAP


def test_targets_are_told_for_the_state_with_words_source_and_day(real: Assessment) -> None:
    state = continuum.statewide(real)
    assert len(state.targets) == 6
    days = {source.id: source.as_of.text for source in state.sources}
    for target in state.targets:
        assert target.kind is ReferenceKind.TARGET
        assert target.text.endswith("A target, not a result.")
        assert target.quote
        assert days[target.source] == "2025-03"
    assert not any(target.title in str(state.pillars) for target in state.targets)


def units_of(own: ContinuumPillar) -> list[str]:
    return [fact.service_id for fact in kind(own, "csu").evidence]


def test_a_region_with_several_units_names_each_the_nearest_first_and_says_to_ask(
    real: Assessment,
) -> None:
    by_name = real.catalog.geoid_by_name
    greene, carroll, bolivar = (
        pillar(real, by_name[name], Pillar.GO) for name in ("Greene", "Carroll", "Bolivar")
    )
    assert units_of(greene) == ["csu-laurel", "csu-gulfport"]
    assert greene.reason.startswith(
        "The source lists Laurel Crisis Stabilization Unit and Gulfport"
    )
    assert "The nearest is named first. Which unit takes people from Greene" in greene.which_unit
    assert "no source says so" in greene.which_unit
    assert units_of(carroll) == ["csu-grenada", "csu-cleveland"]
    assert carroll.which_unit == (
        "The nearest is named first. Ask which one takes people from Carroll County before you send anyone."
    )
    # Its own unit is surer than the region's other one, which is named all the same.
    assert "Bolivar County" in bolivar.reason
    assert bolivar.which_unit.startswith(
        "Units of its region, the nearest first: Cleveland Crisis Stabilization Unit and Grenada "
    )


def test_no_county_leaves_out_a_unit_of_its_region(real: Assessment) -> None:
    for county in real.catalog.counties:
        own = pillar(real, county.geoid, Pillar.GO)
        told = f"{own.sentence} {own.which_unit}"
        for fact in kind(own, "csu").told:
            assert fact.title in told
        if len(kind(own, "csu").told) > 1:
            assert "Ask" in own.which_unit
        else:
            assert "nearest" not in own.which_unit


def test_units_have_the_order_of_the_miles_of_the_countys_people(real: Assessment) -> None:
    access = live.access()
    compared = 0
    for area in access.counties:
        near = {unit.facility_id: unit.mean_miles for unit in area.nearest_units if unit.own}
        ids = [name for name in units_of(pillar(real, area.id, Pillar.GO)) if name in near]
        assert ids == sorted(ids, key=near.__getitem__)
        compared += len(ids) > 1
    assert compared > 5


def test_a_row_names_the_sources_of_its_evidence_in_state_and_county(real: Assessment) -> None:
    counts = {each.service: each for own in continuum.statewide(real).pillars for each in own.types}
    for county in real.catalog.counties:
        for own in continuum.county_continuum(real, county).pillars:
            for each in own.types:
                facts = (*each.evidence, *each.left_out_by)
                cited = {one.source for one in counts[each.service].cited}
                assert each.source in cited
                assert {fact.source for fact in facts} <= cited
                assert not facts or each.source == facts[0].source
    assert [one.source for one in counts["lifeline"].cited] == ["essentialtouchstones"]
    assert counts["lifeline"].source == "dmh-home"
    assert counts["lifeline"].cited[0].words == (
        "essentialtouchstones, undated, between 2022 and November 2026, over its age limit"
    )
    assert counts["icss"].rests_on == ()
    assert [one.source for one in counts["icss"].cited] == [counts["icss"].source]


def test_a_county_with_two_of_the_deciding_types_counts_once_and_is_named(
    real: Assessment, tmp_path: Path
) -> None:
    care = next(own for own in continuum.statewide(real).pillars if own.pillar is Pillar.CARE)
    counts = {each.service: each.covered for each in care.types}
    assert counts["pact"] + counts["icort"] == care.covered + 1
    assert care.overlap == (
        "1 county has more than one of PACT, ICORT or ICSS: Hinds. It counts once in the part's answer."
    )
    small = judged(tmp_path, small_state.services())
    assert {own.overlap for own in continuum.statewide(small).pillars} == {""}


def test_programmes_are_told_with_their_day_and_not_counted(tmp_path: Path) -> None:
    content = small_state.services()
    plan = {
        "kind": "planned",
        "pillar": "go",
        "title": "A plan",
        "text": "Four beds.",
        "source": "news",
    }
    content["programmes"] = [
        plan | {"id": "old", "region": 1, "as_of": "2020-01-01"},
        plan | {"id": "new", "region": 1, "as_of": "2025-12-01"},
        plan | {"id": "undated", "county": "Alder", "region": 1},
        plan | {"id": "elsewhere", "region": 2},
        plan | {"id": "everywhere"},
        plan | {"id": "later", "region": 1, "as_of": "2026-06-01"},
        plan | {"id": "told-later", "region": 1, "as_of": "2024-06-01", "source": "later-news"},
    ]
    news = next(source for source in content["sources"] if source["id"] == "news")
    content["sources"].append(
        news | {"id": "later-news", "as_of": "2026-06-01", "retrieved": "2026-07-01"}
    )
    assessment = judged(tmp_path, content)
    told = {each.id: each for each in pillar(assessment, ALDER, Pillar.GO).programmes}
    assert told.keys() == {"old", "new", "undated", "everywhere"}
    assert [each.id for each in told.values() if each.stale] == ["old"]
    assert not told["undated"].dated
    assert told["undated"].as_of == "2025-06-01"
    assert told["undated"].marks == ("undated, from a page of June 1, 2025",)
    assert not any(each.counted for each in told.values())
    bare = pillar(judged(tmp_path / "bare", small_state.services()), ALDER, Pillar.GO)
    assert bare.status is pillar(assessment, ALDER, Pillar.GO).status


def test_a_pillar_without_a_type_says_that_nothing_was_read(tmp_path: Path) -> None:
    content = small_state.services()
    for each in content["service_types"]:
        if each["pillar"] == "respond":
            each["pillar"] = "go"
    own = pillar(judged(tmp_path, content), ALDER, Pillar.RESPOND)
    assert (own.status, own.strongest, own.types) == (Status.UNKNOWN, None, ())
    assert own.sentence == "No source that we read names a service of this kind."


def test_what_is_missing_names_whom_to_ask_with_numbers(real: Assessment) -> None:
    attala = real.catalog.geoid_by_name["Attala"]
    told = pillar(real, attala, Pillar.CARE).missing
    assert [each.status for each in told] == [Status.GAP, Status.UNKNOWN, Status.CLAIMED]
    assert told[0].says == "Not on the list: PACT and ICORT."
    for each in told:
        assert any("662-453-6211" in words for words in each.ask)
        assert any("601-359-1288" in words for words in each.ask)


@pytest.mark.parametrize(
    ("concerns", "asked"),
    [
        ({}, True),
        ({"counties": ["Alder"]}, False),
        ({"regions": [1]}, False),
        ({"units": ["haven-cedar"]}, False),
    ],
)
def test_only_a_question_of_the_whole_state_is_asked_of_a_type(
    tmp_path: Path, concerns: dict[str, Any], asked: bool
) -> None:
    content = small_state.services()
    hole = {"id": "care", "title": "Care", "about": ["home-care"], "matters": "No list names them."}
    content["holes"] = [{**hole, "ask": "The list of home care.", **concerns}]
    told = pillar(judged(tmp_path, content), CEDAR, Pillar.CARE).missing
    questions = [words for each in told if "home-care" in each.services for words in each.ask]
    assert ("The list of home care." in questions) is asked


def test_types_that_only_the_continuum_tells_are_nowhere_else(real: Assessment) -> None:
    catalog: Catalog = real.catalog
    only = {each.id for each in catalog.services.service_types} - {
        each.id for each in catalog.services.judged_types()
    }
    assert len(only) == 17
    assert only.isdisjoint(fact.service for finding in real.findings for fact in finding.evidence)


def test_what_is_only_claimed_has_a_place_and_what_is_only_unknown_has_none() -> None:
    types = [kind for part in continuum.statewide(live.assessment()).pillars for kind in part.types]
    claimed = [kind for kind in types if kind.claimed and not (kind.covered or kind.gap)]
    unknown = [kind for kind in types if not (kind.covered or kind.claimed or kind.gap)]
    assert claimed
    assert unknown
    assert all(kind.has_place for kind in claimed)
    assert not any(kind.has_place for kind in unknown)


def test_a_state_of_one_county_is_told_in_the_singular(real: Assessment) -> None:
    state = continuum.statewide(real)
    part = next(each for each in state.pillars if not each.by_rule)
    none = replace(part, covered=0, unknown=0)
    assert beside.lead(replace(state, counties=1, pillars=(none,))) == (
        f"{part.label}: covered in 0 of 1 county.",
    )
    unknown = replace(none, unknown=1)
    assert beside.lead(replace(state, counties=1, pillars=(unknown,))) == (
        f"{part.label}: no information for any of 1 county.",
    )


def test_a_status_is_told_with_its_flags_unless_a_rule_answers() -> None:
    flags = (Flag.STALE, Flag.DISPUTED)
    assert beside.words(Status.COVERED, ()) == "Covered"
    assert beside.words(Status.COVERED, flags) == "Covered (over its age limit, sources disagree)"
    assert beside.words(Status.UNKNOWN, flags, by_rule=True) == beside.BY_RULE
