"""Does every county have the required services: the answer, and what to say of each service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.catalog.records import Flag, Status
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding, StandardTotal
from geo.coverage.freshness import Ages
from geo.text import count, listing, percent, period

__all__ = [
    "QUESTION",
    "Answer",
    "ServiceCount",
    "ages",
    "answer",
    "answer_in_words",
    "asks",
    "counts",
    "doubts",
    "first_to_show",
    "not_shown",
]


QUESTION: Final = "Does every county have crisis and intensive services?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCount:
    """One required service: its numbers, a sentence on them, and the counties that it is not shown for."""

    total: StandardTotal
    sentence: str
    not_shown: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A part of the answer: services, a fact in bold print, and what stands in brackets after it.

    `people` live in the counties that the services are not shown for, `share` of all (0 to 1).
    """

    services: tuple[str, ...]
    counties: int
    people: int
    share: float


def counts(assessment: Assessment) -> tuple[ServiceCount, ...]:
    """Return the required services in the order of the data; where none is required, all of them."""
    required = [total for total in assessment.standards if total.required]
    return tuple(
        ServiceCount(
            total=total,
            sentence=_sentence(total, assessment),
            not_shown=not_shown(assessment, total.id),
        )
        for total in required or assessment.standards
    )


def not_shown(assessment: Assessment, standard: str) -> tuple[Finding, ...]:
    """Return the verdicts of the counties that are not covered, by name."""
    findings = (
        finding for finding in assessment.of(standard) if finding.status is not Status.COVERED
    )
    return tuple(sorted(findings, key=lambda finding: finding.county))


def answer(assessment: Assessment, services: Sequence[ServiceCount]) -> tuple[Answer, ...]:
    """Return the answer: the services that all counties have, then each that some are not shown to have."""
    people = {county.geoid: county.people for county in assessment.catalog.counties}
    everywhere = [service.total.short for service in services if not service.not_shown]
    inside = (*everywhere[:1], *map(_inside_a_sentence, everywhere[1:]))
    parts = [Answer(services=inside, counties=0, people=0, share=0)] if everywhere else []
    for service in services:
        if service.not_shown:
            without = sum(people[finding.geoid] for finding in service.not_shown)
            parts.append(
                Answer(
                    services=(service.total.short,),
                    counties=len(service.not_shown),
                    people=without,
                    share=without / sum(people.values()),
                )
            )
    return tuple(parts)


def answer_in_words(parts: Sequence[Answer], counties: int) -> str:
    """Return the answer in sentences without marks, as the pages say it with them.

    >>> answer_in_words([Answer(services=("Mobile crisis team",), counties=1, people=9, share=0.1)], 3)
    'Mobile crisis team: not shown for 1 county (9 people, 10%).'
    """
    everywhere = f"all {counties} counties" if counties > 1 else "the county"
    return " ".join(
        f"{listing(part.services)}: not shown for {count(part.counties, 'county', 'counties')} "
        f"({count(part.people, 'person', 'people')}, {percent(part.share)})."
        if part.counties
        else f"{listing(part.services)}: listed for {everywhere}."
        for part in parts
    )


def ages(assessment: Assessment, services: Sequence[ServiceCount]) -> Ages:
    """Return how old the sources are that the verdicts on these services rest on."""
    findings = [finding for service in services for finding in assessment.of(service.total.id)]
    return freshness.of_findings(findings, assessment.as_of)


def first_to_show(services: Sequence[ServiceCount]) -> str:
    """Return the id of the service with most counties that are not covered; of equal ones the first."""
    return max(services, key=lambda service: len(service.not_shown)).total.id


def asks(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what would settle every one of these verdicts, whichever county it is of."""
    if not findings:
        return ()
    shared = set(findings[0].lift).intersection(*(finding.lift for finding in findings))
    return tuple(step for step in findings[0].lift if step in shared)


def doubts(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return which doubts of other kinds than age these verdicts have, each once, in the order of flags."""
    found = {flag for finding in findings for flag in finding.flags}
    return tuple(flag.label for flag in Flag if flag in found and flag is not Flag.STALE)


def _inside_a_sentence(title: str) -> str:
    """Return a title as it stands after others: "CSU in the region" keeps its capitals."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _sentence(total: StandardTotal, assessment: Assessment) -> str:
    if not total.in_force:
        return f"Not in force on {period(assessment.as_of.isoformat())}."
    open_ones = [
        (getattr(total, status.value), sentences.meaning(total.evaluation, status).many)
        for status in Status
        if status is not Status.COVERED and getattr(total, status.value)
    ]
    if not open_ones:
        return _ways(total)
    return " ".join(f"For {number}, {why}." for number, why in open_ones)


def _ways(total: StandardTotal) -> str:
    """Return what covered counties rest on: "24 counties by name, 58 through their region."; or nothing."""
    told = [
        (number, way)
        for basis, way in sentences.WAYS.items()
        if (number := total.bases.get(basis, 0))
    ]
    if len(told) < 2:
        return "".join(f"All {way}." for _, way in told)
    (first, how), *others = told
    parts = [f"{count(first, 'county', 'counties')} {how}", *(f"{n} {way}" for n, way in others)]
    return f"{', '.join(parts)}."
