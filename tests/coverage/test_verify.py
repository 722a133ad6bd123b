"""Verdicts on the real data, on days that matter, and how they explain themselves."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from geo.catalog.dates import parse_when
from geo.catalog.records import Basis, Catalog, Flag, Standard, Status
from geo.coverage import evidence, gather, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.coverage.verify import exit_code, in_force
from geo.jsonable import jsonable
from tests.coverage.judging import AS_OF, live, verified

CATALOG = live()
COUNTS = ("covered", "claimed", "gap", "unknown")


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return verified(CATALOG, AS_OF)


def counts(assessment: Assessment) -> dict[str, tuple[int, ...]]:
    """Return by standard how many counties are covered, claimed, a gap, unknown."""
    return {
        standard.id: tuple(getattr(standard, name) for name in COUNTS)
        for standard in assessment.standards
    }


def finding(county: str, standard: str, day: dt.date = AS_OF, of: Catalog = CATALOG) -> Finding:
    (one,) = (finding for finding in verified(of, day).of(standard) if finding.county == county)
    return one


def with_services(**changed: object) -> Catalog:
    return replace(CATALOG, services=replace(CATALOG.services, **changed))


# Totals


def test_before_any_source_nothing_is_known_and_nothing_is_a_gap() -> None:
    before = verified(CATALOG, dt.date(2020, 1, 1))
    assert set(counts(before).values()) == {(0, 0, 0, 82)}
    assert all(not finding.evidence and not finding.flags for finding in before.findings)
    assert (exit_code(before), exit_code(before, strict=True)) == (0, 1)


def test_in_june_2024_only_the_page_of_2023_speaks() -> None:
    then = verified(CATALOG, dt.date(2024, 6, 1))
    found = counts(then)
    assert found["mobile-crisis"] == (0, 0, 0, 82)
    for told in ("intensive", "pact-or-icort", "csu-in-county"):
        assert found[told][3] == 0
    # Not known: the four of Region 1 that moved some day up to 2025, and Pearl River.
    open_ = {
        finding.county for finding in then.of("csu-in-region") if finding.status is Status.UNKNOWN
    }
    # Tallahatchie had moved by November 2023.
    assert open_ == {"Coahoma", "Pearl River", "Quitman", "Tunica"}
    used = {evidence.source for each in then.findings for evidence in each.evidence}
    assert used == {"dmh-intensive-community-services"}


def test_while_adams_moves_the_only_csu_of_region_15_covers_adams_alone() -> None:
    day = dt.date(2023, 7, 15)
    adams, warren = (finding(name, "csu-in-region", day) for name in ("Adams", "Warren"))
    assert (adams.status, adams.basis) == (Status.COVERED, Basis.LISTED)
    assert (warren.status, warren.basis, warren.left_out_by) == (Status.UNKNOWN, Basis.NONE, ())
    assert "we do not know whether any CSU was in Region 15 on July 15, 2023." in warren.rule
    pike = finding("Pike", "csu-in-region", day)
    assert "whether Pike County was in Region 11 or Region 12 on July 15, 2023" in pike.rule


def test_totals_say_what_the_findings_say(assessment: Assessment) -> None:
    people = {county.geoid: county.people for county in CATALOG.counties}
    assert assessment.people == sum(people.values())
    for total in assessment.standards:
        some = assessment.of(total.id)
        for status in Status:
            own = [finding for finding in some if finding.status is status]
            assert getattr(total, status.value) == len(own)
            assert total.people[status.value] == sum(people[finding.geoid] for finding in own)
        assert total.bases == {
            basis.value: sum(finding.basis is basis for finding in some) for basis in Basis
        }
        assert total.flags == {
            flag.value: sum(flag in finding.flags for finding in some) for flag in Flag
        }


def test_findings_stand_by_standard_and_then_by_geoid(assessment: Assessment) -> None:
    order = [standard.id for standard in CATALOG.services.standards]
    places = [(order.index(finding.standard), finding.geoid) for finding in assessment.findings]
    assert places == sorted(places)
    assert len(places) == len(set(places)) == 82 * len(order)


# Exit codes


def verdict(required: bool = True, in_force_to: str | None = None, **bad: int) -> Assessment:
    """Return a assessment of one standard; `bad` counties per status, the rest covered."""
    (standard,) = verified(CATALOG, AS_OF).standards[:1]
    numbers = {"covered": 82 - sum(bad.values()), "claimed": 0, "gap": 0, "unknown": 0, **bad}
    end = parse_when(in_force_to) if in_force_to else None
    force = in_force(None, end, AS_OF)
    return replace(
        verified(CATALOG, AS_OF),
        standards=(replace(standard, required=required, in_force=force, **numbers),),
    )


@pytest.mark.parametrize(
    ("case", "code", "strict"),
    [
        (verdict(), 0, 0),
        (verdict(claimed=1), 0, 1),
        (verdict(unknown=1), 0, 1),
        (verdict(gap=1), 1, 1),
        (verdict(gap=82), 1, 1),
        (verdict(claimed=3, gap=1, unknown=2), 1, 1),
        (verdict(required=False, gap=82), 0, 0),
        (verdict(in_force_to="2026-11-20", gap=82), 0, 0),
        (verdict(in_force_to="2026-11-21", gap=1), 1, 1),
    ],
)
def test_the_exit_code_asks_for_required_standards_in_force(
    case: Assessment, code: int, strict: int
) -> None:
    assert (exit_code(case), exit_code(case, strict=True)) == (code, strict)


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        (None, None, "1900-01-01", True),
        ("2024-11-01", None, "2024-10-31", False),
        ("2024-11-01", None, "2024-11-01", True),
        (None, "2024-10-31", "2024-10-31", True),
        (None, "2024-10-31", "2024-11-01", False),
        ("2024-11", "2025", "2024-10-31", False),
        ("2024-11", "2025", "2024-11-01", True),
        ("2024-11", "2025", "2025-12-31", True),
        ("2024-11", "2025", "2026-01-01", False),
        ("../2024-10-10", "2024-10-31", "1900-01-01", True),
    ],
)
def test_in_force_includes_its_first_and_its_last_day(
    start: str | None, end: str | None, day: str, expected: bool
) -> None:
    first, last = (parse_when(day_text) if day_text else None for day_text in (start, end))
    assert in_force(first, last, dt.date.fromisoformat(day)) is expected


def test_a_standard_that_is_over_is_still_answered_but_not_asked_for() -> None:
    def ended(one: Standard) -> Standard:
        return replace(one, required=True, in_force_to=parse_when("2025"))

    changed = with_services(
        standards=tuple(ended(standard) for standard in CATALOG.services.standards)
    )
    now = verified(changed, AS_OF)
    assert not any(standard.in_force for standard in now.standards)
    gaps = [standard.gap for standard in verified(CATALOG, AS_OF).standards]
    assert [standard.gap for standard in now.standards] == gaps
    assert any(gaps)
    assert exit_code(now, strict=True) == 0


# Flags


@pytest.mark.parametrize(
    ("standard", "last_fresh_day"),
    [
        # A day: 2025-01-29, and 365 days.
        ("mobile-crisis", dt.date(2026, 1, 29)),
        # A month, 2023-07: it may describe the first day.
        ("csu-in-county", dt.date(2024, 6, 30)),
    ],
)
def test_evidence_is_stale_from_the_day_after_its_limit(
    standard: str, last_fresh_day: dt.date
) -> None:
    for day, stale in ((last_fresh_day, False), (last_fresh_day + dt.timedelta(1), True)):
        # What goes through a region is as old as the membership too.
        some = [each for each in verified(CATALOG, day).of(standard) if each.basis != "region"]
        assert {Flag.STALE in finding.flags for finding in some} == {stale}
        stated = {
            each.stale for finding in some for each in (*finding.evidence, *finding.left_out_by)
        }
        assert stated == {stale}


def test_evidence_through_a_region_is_as_old_as_the_membership() -> None:
    day = dt.date(2026, 1, 29)  # the list is fresh, the news on who is in Region 3 is not
    stale = {each.county for each in verified(CATALOG, day).of("mobile-crisis") if each.flags}
    (union,) = (
        each for each in verified(CATALOG, day).of("mobile-crisis") if each.county == "Union"
    )
    ages = {fact.fact: fact.stale for fact in union.evidence[0].rests_on}
    assert ages == {
        "mobile-crisis-r3/phone": False,
        "mobile-crisis-r3/counties": False,
        "region-3/counties": True,
    }
    assert "Union" in stale


def test_one_fresh_source_is_enough_not_to_be_stale() -> None:
    sources = CATALOG.services.sources
    newer = replace(
        next(source for source in sources if source.id == "panolian-2010"), as_of=parse_when("2026")
    )
    team = next(service for service in CATALOG.services.services if service.id == "pact-01")
    second = replace(team, id="pact-of-the-news", source=newer.id)
    changed = with_services(
        sources=tuple(newer if source.id == newer.id else source for source in sources),
        services=(*CATALOG.services.services, second),
    )
    assert Flag.STALE in finding("Lee", "pact-or-icort").flags
    assert Flag.STALE not in finding("Lee", "pact-or-icort", of=changed).flags


def test_weak_is_said_of_one_county_and_only_where_the_region_carries_the_verdict(
    assessment: Assessment,
) -> None:
    weak = {"Carroll"}
    for standard in CATALOG.services.standards:
        some = {
            finding.county for finding in assessment.of(standard.id) if Flag.WEAK in finding.flags
        }
        assert some == (weak if standard.id in ("mobile-crisis", "csu-in-region") else set())


def test_a_county_that_is_also_listed_by_name_is_not_weak() -> None:
    teams = CATALOG.services.services
    coast = next(team for team in teams if team.id == "mobile-crisis-r12-coast")
    wider = replace(coast, id="wider", catchment=replace(coast.catchment, counties=("Carroll",)))
    changed = with_services(services=(*teams, wider))
    one = finding("Carroll", "mobile-crisis", of=changed)
    assert [each.basis for each in one.evidence] == [Basis.LISTED, Basis.REGION, Basis.CLAIMED]
    assert (one.basis, Flag.WEAK in one.flags) == (Basis.LISTED, False)
    assert Flag.WEAK in finding("Carroll", "mobile-crisis").flags


def disputed_on(day: dt.date) -> set[tuple[str, str]]:
    return {
        (finding.county, finding.standard)
        for finding in verified(CATALOG, day).findings
        if Flag.DISPUTED in finding.flags
    }


@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), dt.date(2024, 6, 1), AS_OF])
def test_what_a_source_settles_is_disputed_no_more(day: dt.date) -> None:
    assert disputed_on(day) == set()
    assert "natchez-closed" in finding("Adams", "csu-in-county", day).contradictions
    benton = finding("Benton", "intensive", day)
    assert benton.contradictions == ("lifecore-pact-office",)
    assert any(
        note.startswith("Sources differ on a detail: Whether a PACT team") for note in benton.notes
    )


@pytest.mark.parametrize("day", [dt.date(2023, 8, 1), dt.date(2023, 12, 31)])
def test_disputed_is_what_sources_contradict_and_nothing_else(day: dt.date) -> None:
    region_15 = {"Adams", "Claiborne", "Jefferson", "Warren", "Wilkinson", "Yazoo"}
    assert disputed_on(day) == {
        ("Benton", "intensive"),
        ("Benton", "pact-or-icort"),
        ("Benton", "pact-team"),  # asked apart for the statute's file, on the same two sources
        ("Adams", "csu-in-county"),
        *((county, "csu-in-region") for county in region_15),
    }
    benton = finding("Benton", "intensive", day)
    assert benton.contradictions == ("lifecore-pact-office",)
    assert any("LIFECORE's PACT office is in Benton County" in note for note in benton.notes)
    assert not any("(samhsa-directory-2024)" in note for note in benton.notes)


def test_a_dispute_on_one_unit_of_several_does_not_dispute_the_region() -> None:
    natchez = next(
        contradiction
        for contradiction in CATALOG.services.contradictions
        if contradiction.id == "natchez-closed"
    )
    laurel = replace(natchez, units=("csu-laurel",), settled_by=None)
    services = replace(CATALOG.services, contradictions=(laurel,))
    assessment = verified(replace(CATALOG, services=services), AS_OF)
    flagged = {
        (finding.county, finding.standard)
        for finding in assessment.findings
        if Flag.DISPUTED in finding.flags
    }
    # Region 12 has the Gulfport unit too; only Jones County rests on Laurel alone.
    assert flagged == {("Jones", "csu-in-county")}


def test_a_dispute_needs_two_sources_of_the_day() -> None:
    # The directory is of 2022, the page of July 2023.
    assert Flag.DISPUTED not in finding("Benton", "intensive", dt.date(2023, 6, 30)).flags
    assert Flag.DISPUTED in finding("Benton", "intensive", dt.date(2023, 7, 1)).flags


def test_a_difference_in_detail_is_told_but_disputes_nothing() -> None:
    warren = finding("Warren", "mobile-crisis")
    assert warren.contradictions == ("region-15-operator",)
    assert Flag.DISPUTED not in warren.flags
    assert any(
        note.startswith("Sources differ on a detail: Who runs services") for note in warren.notes
    )


def test_a_dispute_over_coverage_that_names_no_county_touches_all() -> None:
    dispute = next(
        contradiction
        for contradiction in CATALOG.services.contradictions
        if contradiction.id == "lifecore-pact-office"
    )
    changed = with_services(contradictions=(replace(dispute, counties=(), settled_by=None),))
    some = verified(changed, AS_OF).of("pact-or-icort")
    assert sum(Flag.DISPUTED in finding.flags for finding in some) == 82


def test_a_claim_against_a_complete_list_is_a_dispute() -> None:
    kinds = tuple(
        replace(service_type, complete=True) for service_type in CATALOG.services.service_types
    )
    some = verified(with_services(service_types=kinds), AS_OF).of("intensive")
    claimed = [finding for finding in some if finding.status is Status.CLAIMED]
    assert len(claimed) == 18
    for finding in claimed:
        assert Flag.DISPUTED in finding.flags
        assert len(finding.left_out_by) == 3
        assert any(
            note.startswith("Sources disagree: the complete list leaves") for note in finding.notes
        )


def test_a_list_that_may_include_a_moving_county_does_not_contradict_a_claim() -> None:
    dated = tuple(
        replace(source, as_of=parse_when("2023-07")) if source.id == "dmh-home" else source
        for source in CATALOG.services.sources
    )
    by_region = tuple(
        replace(service, catchment=replace(service.catchment, counties=(), regions=(15,)))
        if service.id == "mobile-crisis-r15"
        else service
        for service in CATALOG.services.services
    )
    changed = with_services(sources=dated, services=by_region)
    adams = finding("Adams", "mobile-crisis", dt.date(2023, 7, 15), changed)
    assert (adams.status, adams.flags, adams.left_out_by) == (Status.CLAIMED, (), ())


# What a finding explains


def test_every_finding_explains_itself(assessment: Assessment) -> None:
    sources = {source.id: source for source in CATALOG.services.sources}
    kinds = {standard.id: standard.evaluation for standard in CATALOG.services.standards}
    for finding in assessment.findings:
        label = sentences.meaning(kinds[finding.standard], finding.status).label
        assert finding.rule.startswith(f"{label}: ")
        assert finding.rule.endswith(".")
        assert len(finding.notes) >= len(finding.flags)
        for each in (*finding.evidence, *finding.left_out_by):
            assert each.quote or each.note
            assert each.as_of == sources[each.source].as_of.text
        assert bool(finding.lift) == (
            finding.status is not Status.COVERED or Flag.WEAK in finding.flags
        )
        assert bool(finding.left_out_by) <= (finding.status is not Status.COVERED)


def test_what_is_claimed_says_what_is_needed() -> None:
    attala = finding("Attala", "intensive")
    assert attala.lift == (
        "A dated list that names Attala County or Region 6 for PACT, ICORT or ICSS.",
        "Ask: DMH's behavioral health programs (601-359-1288): a list of ICSS specialists by county, with its date.",
    )
    assert [(fact.service, fact.service_id, fact.title) for fact in attala.left_out_by] == [
        ("pact", "pact", "Complete list of PACT"),
        ("icort", "icort", "Complete list of ICORT"),
    ]
    (claim,) = attala.evidence
    assert (claim.service, claim.basis, claim.service_id) == (
        "icss",
        "claimed",
        "intensive-every-county",
    )


def test_the_best_evidence_stands_first(assessment: Assessment) -> None:
    order = list(Basis)
    for finding in assessment.findings:
        ranks = [order.index(each.basis) for each in finding.evidence]
        assert ranks == sorted(ranks)
        assert finding.basis is (finding.evidence[0].basis if finding.evidence else Basis.NONE)


def test_regional_evidence_names_the_membership_of_its_own_county(
    assessment: Assessment,
) -> None:
    for each_finding in assessment.findings:
        for each in each_finding.evidence:
            assert (each.membership is not None) == (each.basis is Basis.REGION)
    for name, confidence in (("Carroll", "weak"), ("Sharkey", "reported")):
        evidence = finding(name, "csu-in-region").evidence
        assert {each.service_id for each in evidence} == {"csu-cleveland", "csu-grenada"}
        assert {each.membership.confidence for each in evidence if each.membership} == {confidence}


def test_findings_are_plain_json(assessment: Assessment) -> None:
    plain = jsonable(assessment)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["as_of"] == "2026-11-21"
    assert plain["findings"][0].keys() == set(Finding.__dataclass_fields__)


# Serving


def test_serving_tells_teams_and_units_but_no_claims() -> None:
    serving = evidence.providers(gather.gather(CATALOG, AS_OF))
    geoid = CATALOG.geoid_by_name["Hinds"]
    by_kind = {
        kind: [finding.service_id for finding in some]
        for (kind, home), some in serving.items()
        if home == geoid
    }
    assert by_kind == {
        "mobile_crisis": ["mobile-crisis-r9"],
        "pact": ["pact-06"],
        "icort": ["icort-r9"],
        "csu": ["csu-jackson"],
        "helpline": ["dmh-helpline"],
    }


def test_serving_puts_a_county_s_own_unit_before_the_region_s() -> None:
    serving = evidence.providers(gather.gather(CATALOG, AS_OF))
    grenada = serving["csu", CATALOG.geoid_by_name["Grenada"]]
    assert [(fact.service_id, fact.basis) for fact in grenada] == [
        ("csu-grenada", Basis.LISTED),
        ("csu-cleveland", Basis.REGION),
    ]


def test_serving_keeps_teams_of_a_type_that_also_has_units() -> None:
    pact = next(service for service in CATALOG.services.services if service.id == "pact-06")
    unit = next(
        facility for facility in CATALOG.services.facilities if facility.id == "csu-jackson"
    )
    changed = with_services(facilities=(replace(unit, type="pact", id="pact-house"),))
    serving = evidence.providers(gather.gather(changed, AS_OF))
    hinds = serving["pact", CATALOG.geoid_by_name["Hinds"]]
    assert [fact.service_id for fact in hinds] == [pact.id, "pact-house"]


def test_a_unit_that_opens_later_does_not_count_before() -> None:
    units = tuple(
        replace(facility, opened=parse_when("2025-03")) for facility in CATALOG.services.facilities
    )
    changed = with_services(facilities=units)
    for day, status in ((dt.date(2025, 2, 28), Status.GAP), (dt.date(2025, 3, 1), Status.COVERED)):
        assert finding("Hinds", "csu-in-county", day, changed).status is status


def test_what_serves_a_county_comes_with_the_strongest_basis_first() -> None:
    strength = list(Basis)
    serving = evidence.providers(gather.gather(CATALOG, AS_OF))
    mixed = 0
    for services in serving.values():
        ranks = [strength.index(service.basis) for service in services]
        assert ranks == sorted(ranks)
        mixed += len(set(ranks)) > 1
    assert mixed > 0
