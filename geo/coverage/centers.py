"""The community mental health center of a county: who runs its region, and how to reach it."""

from dataclasses import dataclass

from geo import text
from geo.catalog.records import Confidence, Operator
from geo.coverage.assessment import Assessment
from geo.coverage.center_facts import CenterFact, center_facts
from geo.coverage.findings import MembershipEvidence, RegionMembership

__all__ = ["Center", "centers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """Who runs a region that a county is in, with its numbers and address.

    `name` is empty and all of the center is None where the data names nobody for the region. `certain`
    and `membership` say on what it is the county's; `weak` that its region was inferred and not
    read. `source` gives the number, as of `as_of`, and `address_source` the address. `rests_on` says so of
    the number, then of the county's place in the region; it is `stale` where either is past its age limit.
    `counties` are the GEOIDs that are in the region on the day, also those that may be.
    """

    region: int
    certain: bool
    weak: bool
    operator: str | None
    name: str
    also_called: tuple[str, ...]
    phone: str | None
    tdd: str | None
    street: str | None
    city: str | None
    zip: str | None
    source: str | None
    address_source: str | None
    as_of: str | None
    stale: bool
    rests_on: tuple[CenterFact, ...]
    note: str | None
    membership: MembershipEvidence
    counties: tuple[str, ...]

    @property
    def address(self) -> str:
        """Street, town and ZIP on one line, as far as a source gives them."""
        return text.address(self.street, self.city, self.zip)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all sources of its row: its number, its address, that the county is in its region."""
        named = (self.source, self.address_source, *(fact.source for fact in self.rests_on))
        return tuple(dict.fromkeys(filter(None, named))) or (self.membership.source,)


def centers(assessment: Assessment, geoid: str) -> tuple[Center, ...]:
    """Return the center of each region that a county is in on the day: one, or several while a move is open."""
    operators = {operator.id: operator for operator in assessment.catalog.services.operators}
    return tuple(
        _center(assessment, geoid, belonging, operators.get(belonging.operator or ""))
        for belonging in assessment.evidence.regions[geoid]
    )


def _center(
    assessment: Assessment,
    geoid: str,
    belonging: RegionMembership,
    operator: Operator | None,
) -> Center:
    membership = belonging.evidence
    inferred = membership.confidence in (Confidence.WEAK, Confidence.RECALLED)
    rests_on = center_facts(operator, geoid, membership, assessment.evidence) if operator else ()
    return Center(
        region=belonging.region,
        certain=belonging.certain,
        weak=inferred and membership.confirmed_on is None,
        operator=operator.id if operator else None,
        name=operator.name if operator else "",
        also_called=operator.also_called if operator else (),
        phone=operator.phone if operator else None,
        tdd=operator.tdd if operator else None,
        street=operator.street if operator else None,
        city=operator.city if operator else None,
        zip=operator.zip if operator else None,
        source=rests_on[0].source if rests_on else None,
        address_source=operator.source if operator and operator.city else None,
        as_of=rests_on[0].as_of if rests_on else None,
        stale=any(fact.stale for fact in rests_on),
        rests_on=rests_on,
        note=operator.note if operator else None,
        membership=membership,
        counties=tuple(
            other
            for other, some in assessment.evidence.regions.items()
            if any(each.region == belonging.region for each in some)
        ),
    )
