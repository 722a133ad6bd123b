"""What the continuum tells beside verdicts: offers without a place, programmes, what is missing and whom to ask."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from geo.catalog.records import (
    Basis,
    County,
    CrisisStep,
    Flag,
    Pillar,
    ServiceRole,
    Status,
)
from geo.coverage import asking, pillars
from geo.coverage.assessment import Assessment
from geo.coverage.centers import centers
from geo.coverage.continuum_records import Continuum, Missing, Offer, Told
from geo.coverage.programmes import programmes_on
from geo.text import count, listing

__all__ = [
    "BY_RULE",
    "LIST_IS_NO_ANSWER",
    "RULES_PROMISE_NOTHING",
    "definition",
    "lead",
    "missing",
    "offers",
    "programmes",
    "steps",
    "words",
]

BY_RULE: Final = "By rule"
"""What stands for the status of a pillar that rules give to everybody."""
LIST_IS_NO_ANSWER: Final = (
    "This list names no county, so it decides no county's answer. "
    f"A service on it can still be “{Status.UNKNOWN.label}” in a county."
)
"""Why a service can be claimed in a list and have no information of its own."""
RULES_PROMISE_NOTHING: Final = "Rules do not promise that somebody answers."


def words(status: Status, flags: Iterable[Flag], *, by_rule: bool = False) -> str:
    """Return a status for readers with what sets it apart: "Covered (over its age limit)"."""
    if by_rule:
        return BY_RULE
    marks = ", ".join(flag.label for flag in flags)
    return f"{status.label} ({marks})" if marks else status.label


def definition(assessment: Assessment, pillar: Pillar, *, by_rule: bool) -> str:
    """Return what a pillar's answer for a county is the answer to."""
    kinds = pillars.deciding(assessment.catalog, pillar)
    if by_rule:
        return "By rule: numbers that rules give to everybody. No county is judged by them."
    if not kinds:
        return "No source that we read names a service of this kind."
    what = listing([kind.short for kind in kinds], "or")
    where = " in its region" if kinds[0].role is ServiceRole.FACILITY else ""
    return f"A county's answer is the strongest that a source gives for {what}{where}."


def lead(state: Continuum) -> tuple[str, ...]:
    """Return the answer of each pillar for the whole state, a sentence each."""
    told = []
    for own in state.pillars:
        shown = f"covered in {own.covered} of {count(state.counties, 'county', 'counties')}"
        if own.by_rule:
            shown = f"{listing([call.phone for call in own.numbers if call.rules])}, by rule"
        elif own.covered == state.counties:
            shown = f"covered in all {state.counties} counties"
        elif own.covered:
            people = sum(own.people.values()) - own.people[Status.COVERED.value]
            without = state.counties - own.covered
            shown += f", not shown for {without} ({count(people, 'person', 'people')})"
        elif own.unknown == state.counties:
            shown = f"no information for any of {count(state.counties, 'county', 'counties')}"
        told.append(f"{own.label}: {shown}.")
    return tuple(told)


def offers(assessment: Assessment, pillar: Pillar) -> tuple[Offer, ...]:
    """Return the general statements on several types together, with those of a pillar."""
    kinds = {kind.id: kind for kind in assessment.catalog.services.service_types}
    found = []
    for claim in pillars.offers(assessment, pillar):
        own = tuple(kind for kind in claim.about if kinds[kind].pillar is pillar)
        stale = assessment.evidence.is_stale(claim.source)
        found.append(
            Offer(
                id=claim.id,
                services=own,
                names=tuple(kinds[kind].name for kind in own),
                status=Status.CLAIMED,
                basis=Basis.CLAIMED,
                flags=(Flag.STALE,) if stale else (),
                source=claim.source,
                as_of=assessment.evidence.sources[claim.source].describes,
                quote=claim.quote,
                note=claim.note,
                rule=LIST_IS_NO_ANSWER,
            )
        )
    return tuple(found)


def programmes(assessment: Assessment, pillar: Pillar) -> tuple[Told, ...]:
    """Return what is told of a pillar and never counted, as far as sources speak on the day."""
    told = programmes_on(assessment.catalog.services.programmes, assessment.evidence)
    geoids = assessment.catalog.geoid_by_name
    names = {county.geoid: county.name for county in assessment.catalog.counties}
    return tuple(
        Told(
            id=programme.id,
            kind=programme.kind,
            title=programme.title,
            region=programme.region,
            county=names[geoids[programme.county]] if programme.county else None,
            city=programme.city,
            text=programme.text,
            counted=False,
            dated=programme.as_of is not None,
            stale=programme.stale,
            source=programme.source,
            as_of=programme.told_as_of,
            quote=programme.quote,
        )
        for programme in told
        if programme.pillar is pillar
    )


def steps(assessment: Assessment, pillar: Pillar) -> tuple[CrisisStep, ...]:
    """Return what somebody can do in a crisis that leads to a pillar, as far as sources speak on the day."""
    return tuple(
        step
        for step in assessment.catalog.services.crisis_steps
        if step.pillar is pillar and assessment.evidence.speaks(step.source)
    )


def missing(
    assessment: Assessment,
    pillar: Pillar,
    counties: Mapping[str, Mapping[Status, int]],
    county: County | None = None,
) -> tuple[Missing, ...]:
    """Return what of a pillar is not shown, by status, and whom to ask.

    Parameters
    ----------
    assessment : Assessment
        The verdicts.
    pillar : Pillar
        The pillar.
    counties : mapping
        By type, how many counties have each status.
    county : County, optional
        The county that it is asked of; without one, the whole state.
    """
    told: list[Missing] = []
    lists = offers(assessment, pillar)
    offered = {kind for offer in lists for kind in offer.services}
    alone = offered.difference(kind.id for kind in assessment.catalog.services.judged_types())
    # What has a number for everybody is not missing anywhere.
    numbered = {call.service for call in assessment.statewide}
    if pillar is Pillar.CONTACT and any(call.rules for call in assessment.statewide):
        numbered |= {kind.id for kind in pillars.deciding(assessment.catalog, pillar)}
    shown = [
        kind
        for kind in assessment.catalog.services.service_types
        if kind.id in counties and kind.id not in alone | numbered
    ]
    for status in Status:
        kinds = [kind for kind in shown if counties[kind.id].get(status)]
        if kinds and status is not Status.COVERED:
            how_many = [count(counties[kind.id][status], "county", "counties") for kind in kinds]
            names = [
                kind.short if county else f"{kind.short} ({number})"
                for kind, number in zip(kinds, how_many, strict=True)
            ]
            says = f"{status.label}: {listing(names)}."
            ids = tuple(kind.id for kind in kinds)
            told.append(_missing(assessment, status, ids, says, county))
    for offer in lists:
        number = count(len(offer.services), "service", "services")
        says = f"{offer.status.label}: {number} in one list, which names no county and no place."
        told.append(_missing(assessment, offer.status, offer.services, says, county))
    return tuple(told)


def _missing(
    assessment: Assessment, status: Status, ids: tuple[str, ...], says: str, county: County | None
) -> Missing:
    data = assessment.catalog.services
    names = {kind.id: kind.name for kind in data.service_types}
    asked = [
        asking.with_numbers(question.ask, data)
        for question in data.holes
        if not (question.counties or question.regions or question.units)
        and not set(question.about).isdisjoint(ids)
    ]
    ask = list(dict.fromkeys(asked))
    ask += [who for who, phone in _whom(assessment, county) if phone not in " ".join(ask)]
    return Missing(
        status=status,
        services=ids,
        names=tuple(names[kind] for kind in ids),
        says=says,
        ask=tuple(ask),
    )


def _whom(assessment: Assessment, county: County | None) -> Iterator[tuple[str, str]]:
    """Yield whom to ask, with their numbers: the centers of a county's regions, then the department."""
    own = centers(assessment, county.geoid) if county else ()
    last = asking.department(assessment.catalog.services)
    known = [(each.name, each.phone) for each in own]
    for name, phone in (*known, *([(last.name, last.phone)] if last else [])):
        if phone:
            yield f"{name}, {phone}.", phone
