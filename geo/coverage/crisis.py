"""What to do in a crisis: whom to call in which case, and which team answers in which county."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.catalog.records import Basis, CrisisStep, Pillar, ServiceRole, Source
from geo.coverage import freshness
from geo.coverage.assessment import Assessment
from geo.coverage.calls import Call, StatedRule, StatewideCall, stated
from geo.coverage.evidence import is_weak, providers
from geo.coverage.findings import Evidence
from geo.coverage.freshness import Dated

__all__ = ["CrisisGuide", "CrisisTeam", "Step", "age", "crisis_guide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody can do in one case, who says so, and the numbers for everybody that it names.

    `says` is in our words, `quote` in the source's. `as_of` is the day that the source describes, `stale` whether
    it is past its age limit. `rules` are those that it rests on; each says whether all of it was read.
    """

    id: str
    pillar: Pillar
    when: str
    says: str
    source: str
    quote: str | None
    as_of: str
    stale: bool
    rules: tuple[StatedRule, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisTeam:
    """A mobile crisis team and the counties that it answers for, by name.

    `weak` are those of them whose region no source states; the others are read.
    """

    title: str
    phone: str | None
    counties: tuple[str, ...]
    weak: tuple[str, ...]
    stale: bool
    source: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisGuide:
    """What to do in a crisis, in the order of reading; `without_team` are counties that no list names a team for."""

    schema: int
    data_sha256: str
    as_of: dt.date
    calls: tuple[StatewideCall, ...]
    steps: tuple[Step, ...]
    teams: tuple[CrisisTeam, ...]
    without_team: tuple[str, ...]
    sources: tuple[Source, ...]


def crisis_guide(assessment: Assessment) -> CrisisGuide:
    """Return what to do in a crisis, as seen on the day of an assessment."""
    catalog = assessment.catalog
    steps = tuple(
        _step(step, assessment)
        for step in catalog.services.crisis_steps
        if assessment.evidence.speaks(step.source)
    )
    teams = tuple(_teams(assessment))
    served = {county for team in teams for county in team.counties}
    named = {step.source for step in steps} | {team.source for team in teams}
    named |= {rule.source for step in steps for rule in step.rules}
    return CrisisGuide(
        schema=assessment.schema,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        calls=assessment.statewide,
        steps=steps,
        teams=teams,
        without_team=tuple(county.name for county in catalog.counties if county.name not in served),
        sources=catalog.services.sources_of(named),
    )


def age(guide: CrisisGuide) -> str:
    """Return how old the sources are that the steps and numbers rest on; empty where none is too old.

    A step that is a rule's own does not count: a newer rule makes no list or statement newer.
    """
    said = [step for step in guide.steps if step.source not in {rule.source for rule in step.rules}]
    rows: list[Step | CrisisTeam] = [*said, *guide.teams]
    sources = [Dated(row.source, row.as_of, row.stale) for row in rows]
    return freshness.ages((row.stale for row in rows), sources, guide.as_of).banner


def _step(step: CrisisStep, assessment: Assessment) -> Step:
    data, sources = assessment.catalog.services, assessment.evidence.sources
    rules = {reference.id: reference for reference in data.references}
    source = sources[step.source]
    return Step(
        id=step.id,
        pillar=step.pillar,
        when=step.when,
        says=step.says,
        source=step.source,
        quote=step.quote,
        as_of=source.describes,
        stale=assessment.evidence.is_stale(step.source),
        rules=tuple(
            stated(rules[name], sources[rules[name].source])
            for name in step.rules
            if assessment.evidence.speaks(rules[name].source)
        ),
        calls=tuple(
            call
            for call in assessment.statewide
            if call.title in step.says or _names(step.says, call.phone)
        ),
    )


def _names(words: str, phone: str) -> bool:
    """Return whether words name a telephone number as one of its own, not as a part of another."""
    return re.search(rf"(?<!\d)(?<!\d{{3}}-){re.escape(phone)}(?!-?\d)", words) is not None


def _teams(assessment: Assessment) -> Iterator[CrisisTeam]:
    """Yield the teams that lists or region lines name, in the order of the data."""
    catalog, by_county = assessment.catalog, providers(assessment.evidence)
    named: dict[str, list[tuple[str, Evidence]]] = {}
    for kind in catalog.services.types_of(ServiceRole.MOBILE_CRISIS):
        for county in catalog.counties:
            for fact in by_county.get((kind, county.geoid), ()):
                if fact.basis is not Basis.CLAIMED:
                    named.setdefault(fact.service_id, []).append((county.name, fact))
    for service in catalog.services.services:
        if service.id in named:
            yield _team(named[service.id], assessment)


def _team(named: list[tuple[str, Evidence]], assessment: Assessment) -> CrisisTeam:
    _, fact = named[0]
    source = fact.phone_source or fact.source
    return CrisisTeam(
        title=fact.title,
        phone=fact.phone,
        counties=tuple(county for county, _ in named),
        weak=tuple(county for county, each in named if is_weak(each)),
        stale=any(each.stale for _, each in named),
        source=source,
        as_of=assessment.evidence.sources[source].describes,
    )
