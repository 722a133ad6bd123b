"""Laws that hold for every catalog, tried on thousands made from the real one."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catalog.dates import When, parse_when
from geo.catalog.records import (
    Basis,
    Catalog,
    Catchment,
    Evaluation,
    Facility,
    Membership,
    Region,
    Service,
    Status,
)
from geo.coverage import evidence, gather
from geo.coverage import regions as coverage_regions
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from tests.coverage.judging import AS_OF, live, verified

REAL = live()
NAMES = sorted(REAL.geoid_by_name)
PEOPLE = 2_961_279
RANK = {Status.COVERED: 3, Status.CLAIMED: 2, Status.UNKNOWN: 1, Status.GAP: 0}

laws = settings(max_examples=40)

# One number for all of an example's chances: to choose each of some thousands took half of the time.
chances = st.integers(0, 2**64).map(Random)

# Days on which much moves: each side of every date in the data.
EDGES = sorted(
    {
        day + dt.timedelta(step)
        for region in REAL.services.regions
        for membership in region.members
        for when in (membership.valid_from, membership.valid_to)
        if when
        for day in (when.earliest or when.latest, when.latest)
        for step in (-1, 0, 1)
    }
)
days = st.sampled_from(EDGES) | st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
# Most sources speak from 2023 on: where something is to be found.
late_days = st.dates(dt.date(2023, 6, 1), dt.date(2027, 1, 1))


def changed(catalog: Catalog, **sections: Any) -> Catalog:
    return replace(catalog, services=replace(catalog.services, **sections))


@st.composite
def subsets(draw: st.DrawFn, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return some of the values in their order; often nearly all."""
    gone = draw(st.sets(st.integers(0, len(values) - 1), max_size=len(values)))
    return tuple(one for i, one in enumerate(values) if i not in gone)


@st.composite
def redated(draw: st.DrawFn, catalog: Catalog) -> Catalog:
    """Give some sources another date, some of them vague."""
    texts = st.sampled_from(["../2024", "2019", "2024-03", "2023-01/2025-06", "2026-11-20", "2030"])
    new: dict[str, When] = {
        source.id: parse_when(draw(texts))
        for source in catalog.services.sources
        if source.id.startswith("dmh") and draw(st.booleans())
    }
    sources = (
        replace(source, as_of=new.get(source.id, source.as_of))
        for source in catalog.services.sources
    )
    return changed(catalog, sources=tuple(sources))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Return the real catalog with fewer services and units, other dates, other completeness."""
    data = REAL.services
    kinds = tuple(
        replace(service_type, complete=draw(st.booleans())) for service_type in data.service_types
    )
    catalog = changed(
        REAL,
        services=draw(st.just(data.services) | subsets(data.services)),
        facilities=draw(st.just(data.facilities) | subsets(data.facilities)),
        claims=draw(st.just(data.claims) | subsets(data.claims)),
        service_types=draw(st.just(data.service_types) | st.just(kinds)),
    )
    return draw(st.just(catalog) | redated(catalog))


def catchment_of(names: list[str], numbers: list[int], kind: int) -> Catchment:
    return (
        Catchment(counties=tuple(names)),
        Catchment(regions=tuple(numbers)),
        Catchment(statewide=True),
    )[kind]


catchments_ = st.builds(
    catchment_of,
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=9, unique=True),
    st.lists(st.sampled_from(range(1, 16)), min_size=1, max_size=4, unique=True),
    st.integers(0, 2),
)
types = st.sampled_from([service_type.id for service_type in REAL.services.service_types])
sources = st.sampled_from([source.id for source in REAL.services.sources])
services = st.builds(
    Service,
    id=st.just("a-new-one"),
    type=types,
    title=st.just("A new one"),
    catchment=catchments_,
    source=sources,
    quote=st.just("it is there"),
)


@st.composite
def facilities(draw: st.DrawFn) -> Facility:
    model = draw(st.sampled_from(REAL.services.facilities))
    opened = draw(st.sampled_from([None, "2004", "2023-07", "2025-01-29/2026-02"]))
    return replace(
        model,
        id="a-new-one",
        type=draw(types),
        county=draw(st.sampled_from(NAMES)),
        source=draw(sources),
        opened=parse_when(opened) if opened else None,
    )


def by_place(assessment: Assessment) -> dict[tuple[str, str], Finding]:
    return {(finding.standard, finding.geoid): finding for finding in assessment.findings}


# Order


def shuffled(value: Any, chance: Random) -> Any:
    """Return records with every list of records and names inside in another order."""
    if isinstance(value, tuple) and not any(isinstance(item, float) for item in value):
        return tuple(shuffled(item, chance) for item in chance.sample(value, len(value)))
    if is_dataclass(value) and not isinstance(value, When):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return type(value)(**{name: shuffled(part, chance) for name, part in parts.items()})
    return value


def unordered(value: Any) -> Any:
    """Return a result as plain values in which no list has an order."""
    if isinstance(value, tuple):
        return sorted((unordered(item) for item in value), key=repr)
    if is_dataclass(value):
        return {field.name: unordered(getattr(value, field.name)) for field in fields(value)}
    return value


# Order means something in these two: standards are answered in it, and sides told in it.
IN_ORDER = ("standards", "contradictions")


@given(chances, late_days | days)
@laws
def test_the_order_of_rows_never_matters(chance: Random, day: dt.date) -> None:
    sections = {field.name: getattr(REAL.services, field.name) for field in fields(REAL.services)}
    mixed = {name: shuffled(one, chance) for name, one in sections.items() if name not in IN_ORDER}
    catalog = replace(changed(REAL, **mixed), counties=shuffled(REAL.counties, chance))
    before, after = (verified(data, day) for data in (REAL, catalog))
    assert before.standards == after.standards
    mine, other = by_place(before), by_place(after)
    assert mine.keys() == other.keys()
    for place, finding in mine.items():
        assert (finding.rule, finding.flags) == (other[place].rule, other[place].flags)
        assert unordered(finding) == unordered(other[place]), place
    services, same = (evidence.providers(gather.gather(data, day)) for data in (REAL, catalog))
    assert {key: unordered(one) for key, one in services.items()} == {
        key: unordered(one) for key, one in same.items()
    }


@given(chances, late_days)
@laws
def test_the_order_of_contradictions_changes_no_status_and_no_flag(
    chance: Random, day: dt.date
) -> None:
    mixed = changed(REAL, contradictions=shuffled(REAL.services.contradictions, chance))
    before, after = (by_place(verified(data, day)) for data in (REAL, mixed))
    for place, finding in before.items():
        other = after[place]
        assert (finding.status, finding.flags) == (other.status, other.flags)
        assert set(finding.contradictions) == set(other.contradictions)


# More never makes it worse


def never_worse(before: Catalog, after: Catalog, day: dt.date) -> None:
    new = by_place(verified(after, day))
    for place, finding in by_place(verified(before, day)).items():
        assert RANK[new[place].status] >= RANK[finding.status], (place, finding, new[place])


@given(catalogs(), services, days)
@laws
def test_adding_a_service_never_worsens_a_finding(
    catalog: Catalog, service: Service, day: dt.date
) -> None:
    more = changed(catalog, services=(*catalog.services.services, service))
    never_worse(catalog, more, day)


@given(catalogs(), facilities(), days)
@laws
def test_adding_a_facility_never_worsens_a_finding(
    catalog: Catalog, facility: Facility, day: dt.date
) -> None:
    more = changed(catalog, facilities=(*catalog.services.facilities, facility))
    never_worse(catalog, more, day)


# Gaps


@given(catalogs(), days)
@laws
def test_an_incomplete_list_never_yields_a_gap(catalog: Catalog, day: dt.date) -> None:
    starts = {source.id: source.as_of.earliest for source in catalog.services.sources}
    complete = {
        service_type.id
        for service_type in catalog.services.service_types
        if service_type.complete and (starts[service_type.source] or dt.date.min) <= day
    }
    asked = {standard.id: set(standard.any_of) for standard in catalog.services.standards}
    for finding in verified(catalog, day).findings:
        if finding.status is Status.GAP:
            assert asked[finding.standard] <= complete
            assert not finding.evidence
            assert {fact.service for fact in finding.left_out_by} == asked[finding.standard]


@given(catalogs(), days)
@laws
def test_opening_every_list_turns_gaps_into_unknowns_and_changes_nothing_else(
    catalog: Catalog, day: dt.date
) -> None:
    kinds = tuple(
        replace(service_type, complete=False) for service_type in catalog.services.service_types
    )
    after = by_place(verified(changed(catalog, service_types=kinds), day))
    for place, finding in by_place(verified(catalog, day)).items():
        opened = Status.UNKNOWN if finding.status is Status.GAP else finding.status
        assert after[place].status is opened


@given(catalogs(), days)
@laws
def test_every_county_that_goes_in_comes_out_with_exactly_one_status(
    catalog: Catalog, day: dt.date
) -> None:
    assessment = verified(catalog, day)
    people = {county.geoid: county.people for county in catalog.counties}
    for total in assessment.standards:
        some = assessment.of(total.id)
        assert [finding.geoid for finding in some] == [county.geoid for county in catalog.counties]
        assert total.covered + total.claimed + total.gap + total.unknown == 82
        assert sum(total.bases.values()) == 82
        assert sum(total.people.values()) == assessment.people == PEOPLE
        lost = [finding.geoid for finding in some if finding.status in (Status.GAP, Status.UNKNOWN)]
        proven = [
            finding.geoid for finding in some if finding.status in (Status.COVERED, Status.CLAIMED)
        ]
        assert {*lost, *proven} == people.keys()
        assert (
            sum(people[geoid] for geoid in lost) + sum(people[geoid] for geoid in proven) == PEOPLE
        )


# Time


@given(catalogs(), days)
@laws
def test_evidence_younger_than_the_day_never_counts(catalog: Catalog, day: dt.date) -> None:
    starts = {
        source.id: source.as_of.earliest or dt.date.min for source in catalog.services.sources
    }
    opened = {facility.id: facility.opened for facility in catalog.services.facilities}
    sides = {
        contradiction.id: contradiction.sides for contradiction in catalog.services.contradictions
    }
    for finding in verified(catalog, day).findings:
        for fact in (*finding.evidence, *finding.left_out_by):
            assert starts[fact.source] <= day
            when = opened.get(fact.service_id)
            assert when is None or when.earliest is None or when.earliest <= day
        for name in finding.contradictions:
            assert sum(starts[side.source] <= day for side in sides[name]) >= 2


@given(catalogs(), days)
@laws
def test_during_an_uncertain_move_nothing_is_concluded_from_a_region(
    catalog: Catalog, day: dt.date
) -> None:
    regions = coverage_regions.memberships(catalog, day)
    homes = {
        facility.id: catalog.geoid_by_name[facility.county]
        for facility in catalog.services.facilities
    }
    for finding in verified(catalog, day).findings:
        moving = not all(region.certain for region in regions[finding.geoid])
        for fact in finding.evidence:
            if fact.basis is Basis.REGION:
                assert not moving
                home = homes.get(fact.service_id, finding.geoid)
                assert all(belonging.certain for belonging in regions[home])


# Claims


@given(catalogs(), days)
@laws
def test_a_claim_never_covers(catalog: Catalog, day: dt.date) -> None:
    without = by_place(verified(changed(catalog, claims=()), day))
    for place, finding in by_place(verified(catalog, day)).items():
        is_covered = finding.status is Status.COVERED
        assert is_covered == (without[place].status is Status.COVERED)
        assert is_covered == (finding.basis in (Basis.LISTED, Basis.REGION))
        if finding.status is Status.CLAIMED:
            assert {evidence.basis for evidence in finding.evidence} == {Basis.CLAIMED}


@given(days)
@laws
def test_claims_and_statewide_lines_alone_cover_nobody(day: dt.date) -> None:
    lines = tuple(service for service in REAL.services.services if service.catchment.statewide)
    claims = tuple(replace(claim, every_county=True) for claim in REAL.services.claims)
    alone = changed(REAL, services=lines, facilities=(), claims=claims)
    assert all(standard.covered == 0 for standard in verified(alone, day).standards)


# Regions


def merged(catalog: Catalog, gone: int, into: int, day: str) -> Catalog:
    """Return the catalog after region `gone` became part of `into` on a day."""
    when = parse_when(day)
    still = [
        membership
        for region in catalog.services.regions
        if region.number == gone
        for membership in region.members
        if not membership.valid_to
    ]

    def closed(one: Membership) -> Membership:
        return replace(one, valid_to=one.valid_to or when)

    def after(region: Region) -> Region:
        if region.number == gone:
            return replace(
                region, members=tuple(closed(membership) for membership in region.members)
            )
        if region.number == into:
            moved = (replace(member, valid_from=when) for member in still)
            return replace(region, members=(*region.members, *moved))
        return region

    def follows(one: Service) -> Service:
        numbers = tuple(into if number == gone else number for number in one.catchment.regions)
        return replace(one, catchment=replace(one.catchment, regions=numbers))

    return changed(
        catalog,
        regions=tuple(after(region) for region in catalog.services.regions),
        services=tuple(follows(service) for service in catalog.services.services),
    )


current = st.sampled_from([2, 3, 4, 6, 7, 8, 9, 10, 12, 14, 15])


@given(st.permutations([2, 3, 4, 6, 7, 8, 9, 10, 12, 14, 15]), st.integers(1, 10))
@laws
def test_merging_regions_keeps_the_82(order: list[int], merges: int) -> None:
    catalog = REAL
    for i in range(merges):
        catalog = merged(catalog, order[i], order[i + 1], f"2026-{i + 1:02}-01")
    regions = coverage_regions.memberships(catalog, AS_OF)
    assert all(len(some) == 1 and some[0].certain for some in regions.values())
    assert len({some[0].region for some in regions.values()}) == 11 - merges
    before, covered = (
        {standard.id: standard.covered for standard in verified(data, AS_OF).standards}
        for data in (REAL, catalog)
    )
    assert covered["mobile-crisis"] == covered["csu-in-region"] == 82
    for unmoved in ("intensive", "csu-in-county"):
        assert covered[unmoved] == before[unmoved] > 0


@given(current, current)
@laws
def test_a_merge_on_an_unknown_day_is_uncertain_meanwhile(gone: int, into: int) -> None:
    if gone == into:
        return
    catalog = merged(REAL, gone, into, "2026-03/2026-09")
    moving = {
        county.geoid
        for county in REAL.counties
        if coverage_regions.memberships(REAL, AS_OF)[county.geoid][0].region == gone
    }
    for day, certain in ((dt.date(2026, 2, 28), True), (dt.date(2026, 6, 1), False), (AS_OF, True)):
        regions = coverage_regions.memberships(catalog, day)
        assert {region.certain for geoid in moving for region in regions[geoid]} == {certain}
        own = {geoid: {region.region for region in regions[geoid]} for geoid in moving}
        possible = {gone, into} if not certain else {gone if day < dt.date(2026, 3, 1) else into}
        assert all(numbers == possible for numbers in own.values())


def test_the_laws_have_something_to_bite_on() -> None:
    """Every status and every kind of standard comes up in what the laws are tried on."""
    day = dt.date(2023, 7, 15)
    assert {finding.status for finding in verified(REAL, day).findings} == set(Status)
    assert {standard.evaluation for standard in REAL.services.standards} == set(Evaluation) - {
        Evaluation.WITHIN
    }
    some = coverage_regions.memberships(REAL, day).values()
    assert {membership.certain for own in some for membership in own} == {True, False}
