"""The draft notice on services that are not shown, and what is asked of whom, in plain words.

It tells what sources show and never judges it: whether services suffice is the official's to find.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from geo import text
from geo.catalog.records import Adequacy, Flag, Serves, Source
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence
from geo.report.adequacy_records import Asked, CountyService, Notice, RecordedPlan

__all__ = ["HEADING", "always", "asks", "notice", "plan_words"]

HEADING = "DRAFT. Not sent."
"""Stands over every notice."""
_DOUBTS = {
    Flag.STALE: "over its age limit",
    Flag.DISPUTED: "sources disagree",
    Flag.WEAK: "region inferred",
}


def always(official: str) -> tuple[str, ...]:
    """Return what holds for the whole file, in sentences."""
    return (
        "This file lists what sources and recorded answers show, with their dates. It makes no finding and is "
        "not legal advice.",
        f"Whether a county's services suffice is for the {official} to find, not for this file.",
        "“Not shown” means that nothing on file says with its date that the service is in the county. "
        "The service may be there all the same.",
    )


def asks(
    asked: Adequacy, profile: CountyProfile, services: Sequence[CountyService]
) -> Iterator[Asked]:
    """Yield what is asked of each body that is told; nothing where every service is shown."""
    if all(service.shown for service in services):
        return
    for recipient in asked.informs:
        for whom in _bodies(recipient.name, recipient.of, profile):
            yield Asked(whom=whom, asks=recipient.asks)


def notice(
    assessment: Assessment,
    asked: Adequacy,
    profile: CountyProfile,
    services: Sequence[CountyService],
    plan: RecordedPlan | None,
) -> Notice | None:
    """Return the draft for a county; None where every service is shown."""
    missing = [service for service in services if not service.shown]
    if not missing:
        return None
    county, data = profile.county, assessment.catalog.services
    sources = {source.id: source for source in data.sources}
    named = next(rule.citation for rule in data.references if rule.id == asked.rules[0])
    return Notice(
        heading=HEADING,
        to=tuple(ask.whom for ask in asks(asked, profile, services)),
        subject=f"{text.county_title(county.name)}: services of {named} that nothing on file shows",
        opening=(
            f"Of {text.count(len(services), 'service', 'services')} named in {named}, the sources and "
            f"answers on file by {assessment.as_of} do not show {len(missing)} for {text.county_title(county.name)} "
            f"({text.count(county.people, 'person', 'people')}, 2020 Census):"
        ),
        not_shown=tuple(_missing(service, sources) for service in missing),
        meaning=(
            "Not shown does not mean that a service is not there: a source may not have been read, or nobody may "
            f"have published it. This notice makes no finding; that is for the {asked.official}."
        ),
        shown=tuple(_shown(service, sources) for service in services if service.shown),
        plan=plan_words(plan),
    )


def plan_words(plan: RecordedPlan | None) -> str:
    """Return what is recorded of a county's plan, in a sentence."""
    if plan is None:
        return "No plan is recorded."
    return f"Recorded of a plan on {text.period(plan.day)}: {plan.status}."


def _bodies(name: str, of: Serves, profile: CountyProfile) -> tuple[str, ...]:
    """Return the bodies of a kind for a county: one, or one of each region that it may be in."""
    match of:
        case Serves.COUNTY:
            return (f"{name}, {text.county_title(profile.county.name)}",)
        case Serves.REGION:
            operators = {operator.id: operator.name for operator in profile.operators}
            return tuple(
                f"{name}, Region {membership.region}"
                + (f" ({operators[membership.operator]})" if membership.operator else "")
                for membership in profile.regions
            )
        case _:
            assert_never(of)


def _missing(service: CountyService, sources: Mapping[str, Source]) -> str:
    """Return a service that is not shown, why, and the lists that leave the county out."""
    why = service.rule.partition(": ")[2].rstrip(".")
    lists = dict.fromkeys(_source(fact, sources) for fact in service.left_out_by)
    said = f" ({'; '.join(lists)})" if lists else ""
    return f"{service.name}: {why}{said}."


def _shown(service: CountyService, sources: Mapping[str, Source]) -> str:
    """Return on what a service that is shown rests: the strongest evidence stands first."""
    marks = text.listing([_DOUBTS.get(flag, flag.value) for flag in service.flags])
    confirm = f"; {marks}: to be confirmed" if marks else ""
    return f"{service.name} ({_source(service.evidence[0], sources)}){confirm}."


def _source(fact: Evidence, sources: Mapping[str, Source]) -> str:
    source = sources[fact.source]
    return f"{source.title}, {source.publisher}, {text.period(fact.as_of)}"
