"""What a community mental health center rests on: who says how to reach it, and that the county is in its region."""

from dataclasses import dataclass

from geo.catalog.fact_ids import Aspect, region_fact
from geo.catalog.records import Flag, Operator
from geo.coverage import fact_ages
from geo.coverage.findings import FactAge, MembershipEvidence
from geo.text import period

__all__ = ["CenterFact", "ages_of", "center_facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterFact:
    """One thing that a county's center rests on, in words, with who says it and how old that is.

    `source` is that of a record where one makes it fresh; `stale` is past the age limit.
    """

    what: str
    source: str
    as_of: str
    stale: bool

    @property
    def says(self) -> str:
        """It, its source, day and age in words: "number: samhsa-directory-2024, 2024"."""
        mark = f", {Flag.STALE.label}" if self.stale else ""
        return f"{self.what}: {self.source}, {period(self.as_of)}{mark}"


def center_facts(
    operator: Operator, geoid: str, member: MembershipEvidence, known: fact_ages.Known
) -> tuple[CenterFact, ...]:
    """Return what makes an operator the center of a county: its number (else its name), then the region."""
    ((number,), (region,)) = _ages(operator, geoid, member, known)
    return (
        _fact("number" if operator.phone else "name", operator.source, number),
        _fact(f"in Region {member.region}", member.source, region),
    )


def ages_of(
    operator: Operator, geoid: str, member: MembershipEvidence, known: fact_ages.Known
) -> tuple[FactAge, ...]:
    """Return the age of the facts behind it; a center without a number has none to ask about."""
    number, region = _ages(operator, geoid, member, known)
    return (*(number if operator.phone else ()), *region)


def _ages(
    operator: Operator, geoid: str, member: MembershipEvidence, known: fact_ages.Known
) -> tuple[tuple[FactAge, ...], tuple[FactAge, ...]]:
    return (
        fact_ages.of(operator.source, [f"{operator.id}/{Aspect.PHONE}"], "", known),
        fact_ages.of(member.source, [region_fact(member.region)], geoid, known),
    )


def _fact(what: str, source: str, age: FactAge) -> CenterFact:
    return CenterFact(what=what, source=age.record or source, as_of=age.as_of, stale=age.stale)
