"""From "Region 12", "Jeff Davis" or "statewide" to counties, and on what that rests."""

import datetime as dt
from collections.abc import Iterator, Mapping

from geo.catalog.records import Basis, Catalog, Catchment, Membership, Source
from geo.coverage.findings import MembershipEvidence, RegionMembership

__all__ = ["membership_evidence", "memberships", "reach"]


def memberships(catalog: Catalog, as_of: dt.date) -> dict[str, tuple[RegionMembership, ...]]:
    """Return by GEOID the region a county is in on a date.

    One belonging that is certain; or, between the earliest and the latest day on which a move
    can have happened, all that are possible by number, none of them certain.
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
    return {geoid: tuple(some) for geoid, some in found.items()}


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
        as_of=source.as_of.text,
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
