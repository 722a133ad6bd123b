"""Numbers to call: a county's own, and those for everybody with the rules that give them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from geo.catalog.records import (
    Basis,
    Catalog,
    Contradiction,
    Proof,
    Reach,
    Reference,
    Service,
    ServiceRole,
    ServiceType,
    Source,
    StatewideNumber,
)
from geo.coverage import contradictions
from geo.coverage.fact_ages import is_old
from geo.coverage.findings import OtherNumber

__all__ = ["Call", "StatedRule", "StatewideCall", "always", "disputes", "stated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A number to call, what answers there, and on what basis it is given for the county.

    `basis` is None where a rule gives the number to everybody; `weak` where the county's region,
    through which it is given, was inferred and not read; `stale` where its source is past its age
    limit on the day; `disputed` where sources contradict each other on whether the team or unit is
    there; `other_numbers` are those that other sources give for it, `replaced_phone` the one that a
    record has corrected: `source` is then that record's.
    """

    phone: str
    title: str
    service: str
    basis: Basis | None
    weak: bool
    stale: bool
    disputed: bool
    source: str
    as_of: str
    other_numbers: tuple[OtherNumber, ...] = ()
    replaced_phone: str | None = None

    @property
    def answers(self) -> str:
        """What answers there, to stand beside the number: the title without a number it begins with.

        Of a number that was corrected it says what it was before.
        """
        what = self.title.removeprefix(self.phone).strip()
        return (
            f"{what}, before its correction {self.replaced_phone}" if self.replaced_phone else what
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRule:
    """What a rule says of a number, in our words (`says`) and in its own (`quote`).

    `proof` is part where only what is told here was read. `as_of` is the date of the text.
    """

    title: str
    says: str
    quote: str | None
    citation: str
    as_of: str
    source: str
    url: str | None
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class StatewideCall(Call):
    """A number for everybody in the state, which no verdict on a county rests on.

    Either `rules` give it to everybody, then it is never stale: a rule is in force until it is
    changed; or a service says of itself that it answers all over the state, then it has no rules.
    `routing` is what decides which center a call reaches, to stand beside the number, and `near_line` what
    whoever calls near another state must know.
    """

    role: ServiceRole
    purpose: str
    reach: tuple[Reach, ...]
    rules: tuple[StatedRule, ...]
    routing: str | None
    near_line: str | None

    @property
    def for_county(self) -> str:
        """What answers there, for a county: with what decides where a call goes."""
        return f"{self.answers} ({self.routing})" if self.routing else self.answers


def always(catalog: Catalog, as_of: dt.date | None = None) -> tuple[StatewideCall, ...]:
    """Return the numbers for everybody: those that rules give, then those of statewide services.

    The second are stale or not on `as_of`, without it on `Catalog.today`.
    """
    data = catalog.services
    day = as_of or catalog.today()
    sources = {source.id: source for source in data.sources}
    rules = {reference.id: reference for reference in data.references}
    types = {kind.id: kind for kind in data.service_types}
    return (
        *(_by_rule(number, rules, sources) for number in data.statewide),
        *(
            _of_service(catalog, service, types[service.type], sources[service.source], day)
            for service in data.services
            if service.catchment.statewide and service.phone
        ),
    )


def disputes(catalog: Catalog, service_id: str, day: dt.date) -> tuple[Contradiction, ...]:
    """Return the contradictions, as they stand on a day, on whether a team, line or unit is there."""
    return tuple(
        contradiction
        for contradiction in contradictions.standing(catalog, day)
        if service_id in contradiction.units and contradictions.on_coverage(contradiction)
    )


def _by_rule(
    number: StatewideNumber, references: Mapping[str, Reference], sources: Mapping[str, Source]
) -> StatewideCall:
    rules = tuple(
        stated(references[name], sources[references[name].source]) for name in number.rules
    )
    return StatewideCall(
        phone=number.phone,
        title=number.title,
        service=number.id,
        basis=None,
        weak=False,
        stale=False,
        disputed=False,
        source=rules[0].source,
        as_of=rules[0].as_of,
        role=number.role,
        purpose=number.purpose,
        reach=number.reach,
        rules=rules,
        routing=number.routing,
        near_line=number.near_line,
    )


def stated(rule: Reference, source: Source) -> StatedRule:
    """Return a rule with the date and address of the text that it was read in."""
    return StatedRule(
        title=rule.title,
        says=rule.text,
        quote=rule.quote,
        citation=rule.citation,
        as_of=source.describes,
        source=source.id,
        url=source.url,
        proof=rule.proof,
    )


def _of_service(
    catalog: Catalog, service: Service, kind: ServiceType, source: Source, day: dt.date
) -> StatewideCall:
    how = service.contact or f"Call {service.phone}."
    return StatewideCall(
        phone=service.phone or "",
        title=service.title,
        service=service.type,
        basis=Basis.CLAIMED,
        weak=False,
        stale=is_old(source, day),
        disputed=bool(disputes(catalog, service.id, day)),
        source=service.source,
        as_of=source.describes,
        other_numbers=contradictions.other_numbers(catalog, service.id, day),
        role=kind.role,
        purpose=kind.purpose,
        reach=(Reach(how=how, source=service.source, quote=service.quote),),
        rules=(),
        routing=None,
        near_line=None,
    )
