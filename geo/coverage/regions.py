"""From "Region 12", "Jeff Davis" or "statewide" to counties, and on what that rests."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from geo.catalog.fact_ids import region_fact
from geo.catalog.records import Basis, Catalog, Catchment, Confidence, Membership, Source
from geo.coverage.findings import MembershipEvidence, RegionMembership
from geo.coverage.rulings import NONE, Ruling, Rulings

__all__ = ["membership_evidence", "memberships", "reach"]


def memberships(
    catalog: Catalog, as_of: dt.date, rulings: Rulings = NONE
) -> dict[str, tuple[RegionMembership, ...]]:
    """Return by GEOID the region a county is in on a date.

    One belonging that is certain; or, between the earliest and the latest day on which a move
    can have happened, all that are possible by number, none of them certain. What records say of
    it is taken in: `_by_records`.
    """
    sources = {source.id: source for source in catalog.services.sources}
    found: dict[str, list[RegionMembership]] = {county.geoid: [] for county in catalog.counties}
    for region in sorted(catalog.services.regions, key=lambda region: region.number):
        for membership in region.members:
            possible, certain = _holds(membership, as_of)
            if not possible:
                continue
            belonging = RegionMembership(
                region=region.number,
                certain=certain,
                operator=region.operator,
                evidence=membership_evidence(region.number, membership, sources[membership.source]),
            )
            for name in membership.counties:
                found[catalog.geoid_by_name[name]].append(belonging)
    if rulings.said:
        _by_records(found, catalog, rulings)
    return {geoid: tuple(some) for geoid, some in found.items()}


def _by_records(
    found: dict[str, list[RegionMembership]], catalog: Catalog, rulings: Rulings
) -> None:
    """Take in what records say of who is in which region.

    That a county is in a region counts where the region's own center said so, within the record's
    age limit; that it is not counts whoever said it.
    """
    left: dict[str, set[int]] = {}
    named: dict[str, dict[int, RegionMembership]] = {}
    for region in catalog.services.regions:
        for geoid, ruling in rulings.named(region_fact(region.number)):
            if not ruling.holds:
                left.setdefault(geoid, set()).add(region.number)
            elif ruling.fresh and ruling.record.answered_by == region.operator:
                said = _by_record(region.number, region.operator, ruling)
                named.setdefault(geoid, {})[region.number] = said
    for geoid in left.keys() | named.keys():
        own = found[geoid]
        found[geoid] = _settled(own, left.get(geoid, set()), named.get(geoid, {}))


def _settled(
    own: list[RegionMembership], left: set[int], named: dict[int, RegionMembership]
) -> list[RegionMembership]:
    """Return where a county is, by the data and by the centers that named it or let it go.

    It stays where the data surely has it until a record says that it has left; then it is where one
    center names it. But a record makes no region certain that the data
    has not: teams and units that go through a region count only where it is, so that no county becomes
    covered by anything but its center's word on the very service.
    """
    known = [_confirmed(each, named) for each in own]
    known += [said for number, said in named.items() if number not in {each.region for each in own}]
    possible = [each for each in known if each.region not in left]
    by_center = [each for each in possible if each.region in named]
    surely = {each.region for each in own if each.certain} - left
    if surely:
        # Another region's center does not take a county away from where the data surely has it.
        return [each for each in possible if each.region in surely]
    if len(by_center) == 1:
        return by_center
    if len(possible) == 1 and len(own) == 1:
        return possible
    return [replace(each, certain=False) for each in possible or known]


def _confirmed(each: RegionMembership, named: dict[int, RegionMembership]) -> RegionMembership:
    said = named.get(each.region)
    if not said:
        return each
    evidence = replace(each.evidence, confirmed_on=said.evidence.confirmed_on)
    return replace(each, evidence=evidence)


def _by_record(number: int, operator: str | None, ruling: Ruling) -> RegionMembership:
    """Return a belonging that no source of the data has, only a record."""
    return RegionMembership(
        region=number,
        certain=False,
        operator=operator,
        evidence=MembershipEvidence(
            region=number,
            confidence=Confidence.REPORTED,
            source=ruling.source,
            says=ruling.record.says,
            as_of=ruling.record.on.text,
            valid_from=None,
            valid_to=None,
            also=(),
            confirmed_on=ruling.record.on.text,
        ),
    )


def _holds(membership: Membership, as_of: dt.date) -> tuple[bool, bool]:
    """Return whether a membership can hold on a date, and whether it surely does."""
    start, end = membership.valid_from, membership.valid_to
    possible = (not start or (start.earliest or dt.date.min) <= as_of) and (
        not end or as_of < end.latest
    )
    certain = (not start or start.latest <= as_of) and (
        not end or as_of < (end.earliest or dt.date.min)
    )
    return possible, certain


def membership_evidence(number: int, membership: Membership, source: Source) -> MembershipEvidence:
    """Return a membership with its source, as a verdict shows it."""
    return MembershipEvidence(
        region=number,
        confidence=membership.confidence,
        source=membership.source,
        says=membership.says,
        as_of=source.describes,
        valid_from=membership.valid_from.text if membership.valid_from else None,
        valid_to=membership.valid_to.text if membership.valid_to else None,
        also=membership.also,
    )


def reach(
    catchment: Catchment,
    catalog: Catalog,
    regions: Mapping[str, tuple[RegionMembership, ...]],
) -> Iterator[tuple[str, Basis, RegionMembership | None]]:
    """Yield GEOID, basis and belonging of each county that a catchment speaks for.

    A county whose region is not certain on the date is yielded with basis none: the catchment
    may include it, which is neither yes nor no.
    """
    for name in catchment.counties:
        yield catalog.geoid_by_name[name], Basis.LISTED, None
    if catchment.statewide:
        for county in catalog.counties:
            yield county.geoid, Basis.CLAIMED, None
    if catchment.regions:
        for geoid, some in regions.items():
            for belonging in some:
                if belonging.region in catchment.regions:
                    basis = Basis.REGION if belonging.certain else Basis.NONE
                    yield geoid, basis, belonging
