"""The answers of a county's page in one plain sentence each: is it covered, why, what would settle it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, assert_never

from geo import text
from geo.catalog.records import Basis, Evaluation, Flag, Source, Standard, Status
from geo.coverage import asking, freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.evidence import is_weak
from geo.coverage.findings import Evidence, Finding

__all__ = ["Answer", "Part", "Settle", "answers", "lead", "settle"]

_NUMBERS: Final = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The verdict on one service: its label, what sets it apart, and why, in one plain sentence."""

    id: str
    title: str
    short: str
    status: Status
    label: str
    flagged: bool
    marks: tuple[str, ...]
    reason: str
    notes: tuple[str, ...]
    finding: Finding


class Part(NamedTuple):
    """Words of a sentence; the facts among them stand out."""

    words: str
    strong: bool = False


class Settle(NamedTuple):
    """What would have to be shown, and whom to ask, for one service or several."""

    titles: str
    steps: tuple[str, ...]


def answers(
    assessment: Assessment, profile: CountyProfile, *, required: bool
) -> tuple[Answer, ...]:
    """Return the answers on the services that are required, or on those that are not.

    Those on which nothing was read, of any county, are left out: one sentence tells them. Where none is
    required, all are taken for required, as on the first page of the state.
    """
    findings = {finding.standard: finding for finding in profile.findings}
    sources = {source.id: source for source in assessment.catalog.services.sources}
    names = _names(assessment)
    ages = freshness.of_findings(profile.findings, profile.as_of)
    return tuple(
        Answer(
            id=standard.id,
            title=standard.title,
            short=standard.short or standard.title,
            status=finding.status,
            label=sentences.meaning(standard.evaluation, finding.status).label,
            flagged=bool({Flag.DISPUTED, Flag.WEAK} & set(finding.flags)),
            marks=tuple(flag.label for flag in (Flag.DISPUTED, Flag.WEAK) if flag in finding.flags),
            reason=_reason(standard, finding, profile, _Known(sources, names, assessment)),
            notes=freshness.notes_beside(finding, ages),
            finding=finding,
        )
        for standard in _asked(assessment, required=required)
        for finding in [findings[standard.id]]
    )


def _asked(assessment: Assessment, *, required: bool) -> tuple[Standard, ...]:
    standards = assessment.catalog.services.standards
    if not any(standard.required for standard in standards):
        return standards if required else ()
    unread = {total.id for total in assessment.unread()}
    return tuple(each for each in standards if each.required is required and each.id not in unread)


class _Known(NamedTuple):
    sources: Mapping[str, Source]
    names: Mapping[str, str]
    assessment: Assessment

    def publisher(self, fact: Evidence) -> str:
        """Return who says it, by the shortest name that the data has for a body."""
        name = self.sources[fact.source].publisher
        return self.names.get(name, name)


def _names(assessment: Assessment) -> dict[str, str]:
    return {
        operator.name: asking.short_name(operator)
        for operator in assessment.catalog.services.operators
    }


def _reason(standard: Standard, finding: Finding, profile: CountyProfile, known: _Known) -> str:
    name = profile.county.name
    match standard.evaluation:
        case Evaluation.WITHIN:
            return finding.rule
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_COUNTY | Evaluation.FACILITY_IN_REGION:
            pass
        case _:
            assert_never(standard.evaluation)
    match finding.status:
        case Status.COVERED:
            best = [fact for fact in finding.evidence if fact.basis is finding.basis]
            return _covered(standard, best, profile, known)
        case Status.CLAIMED:
            return f"{_claimed(standard, finding, known)} No list names {name}."
        case Status.GAP:
            return f"The list is meant to be complete, and {name} is not on it."
        case Status.UNKNOWN:
            return "We found nothing either way."
        case _:
            assert_never(finding.status)


def _claimed(standard: Standard, finding: Finding, known: _Known) -> str:
    """Return who speaks of every county: in short where it says one of several kinds, else in its own words."""
    claim = finding.evidence[0]
    who, kinds = known.publisher(claim), len(standard.any_of)
    if kinds > 1:
        return f"{who} says one of the {_NUMBERS.get(kinds, str(kinds))} is in every county."
    return f"{who} says of every county: “{claim.quote}”"


def _covered(
    standard: Standard, best: Sequence[Evidence], profile: CountyProfile, known: _Known
) -> str:
    fact, name = best[0], profile.county.name
    who = known.publisher(fact)
    if standard.evaluation is not Evaluation.SERVICE:
        units = {unit.id: unit.city for unit in known.assessment.catalog.services.facilities}
        towns = dict.fromkeys(units.get(each.service_id, each.title) for each in best)
        return f"{who} lists {text.listing(list(towns))}."
    if fact.basis is Basis.CONFIRMED:
        when = f" on {text.period(fact.confirmed_on)}" if fact.confirmed_on else ""
        return f"Its center named {text.county_title(name)} when asked{when}."
    place = f"Region {fact.membership.region}" if fact.membership else text.county_title(name)
    return f"{who} lists one for {place}."


def lead(required: Sequence[Answer], county: str) -> tuple[Part, ...]:
    """Return the answer to "is it covered here" as the parts of a few short sentences."""
    if not required:
        return (Part("Nothing is asked of this county, so there is no answer."),)
    covered = [each for each in required if each.status is Status.COVERED]
    sure = [each for each in covered if not each.flagged]
    if len(sure) == len(required):
        return (Part("Every required service is "), Part("listed here", strong=True), Part("."))
    inferred = [each for each in covered if Flag.WEAK in each.finding.flags]
    disputed = [each for each in required if Flag.DISPUTED in each.finding.flags]
    otherwise = [each for each in disputed if each in covered and each not in inferred]
    region = _inferred_region(inferred)
    parts = _told("Listed here: ", _names_of(sure))
    parts += _told("Listed, but sources disagree: ", _names_of(otherwise))
    parts += _told(f"Listed for {region}: ", _names_of(inferred))
    if inferred:
        parts += _told("We ", f"inferred that {county} is in {region}")
    for status in (Status.CLAIMED, Status.GAP, Status.UNKNOWN):
        if names := _names_of(each for each in required if each.status is status):
            parts += _told(f"For the {names}, ", _not_shown(status, county))
    rest = [each for each in disputed if each not in otherwise]
    parts += _told("Sources disagree on: ", _names_of(rest))
    return tuple(parts)


def _told(words: str, fact: str) -> list[Part]:
    """Return a sentence whose fact stands out; nothing where there is none."""
    return [Part(words), Part(fact, strong=True), Part(". ")] if fact else []


def _inferred_region(inferred: Iterable[Answer]) -> str:
    """Return the region that a county is only inferred to be in: "Region 6"."""
    numbers = {
        fact.membership.region
        for answer in inferred
        for fact in answer.finding.evidence
        if fact.membership and is_weak(fact)
    }
    return text.listing([f"Region {number}" for number in sorted(numbers)], "or")


def _names_of(answers: Iterable[Answer]) -> str:
    return text.listing([_in_a_sentence(answer.short) for answer in answers])


def _not_shown(status: Status, county: str) -> str:
    match status:
        case Status.CLAIMED:
            return f"no list names {county}"
        case Status.GAP:
            return f"{county} is not on the list"
        case Status.UNKNOWN | Status.COVERED:
            return "we found no information"
        case _:
            assert_never(status)


def _in_a_sentence(title: str) -> str:
    """Return a title in the middle of a sentence; what begins with capitals, such as CSU, keeps them."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def settle(required: Sequence[Answer]) -> tuple[Settle, ...]:
    """Return what would settle the services that are not covered; those with equal steps together."""
    open_ones: dict[tuple[str, ...], list[str]] = {}
    for answer in required:
        if answer.finding.lift:
            open_ones.setdefault(answer.finding.lift, []).append(answer.short)
    return tuple(Settle(_titles(titles), steps) for steps, titles in open_ones.items())


def _titles(titles: Sequence[str]) -> str:
    """Return titles as the beginning of a sentence: "Mobile crisis team and crisis unit"."""
    return text.listing([*titles[:1], *map(_in_a_sentence, titles[1:])])
