"""The file on adequacy as pages that print: the statewide list, and two sheets of paper for each county."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from geo import text
from geo.access import sentences as access_sentences
from geo.catalog.records import Flag, Source, Status
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatedRule
from geo.coverage.county import sources_of
from geo.report import (
    adequacy_notice,
    document,
    footer,
    html,
    open_questions,
    verdicts,
)
from geo.report.adequacy_records import (
    AdequacyFile,
    CountyFile,
    CountyService,
    RecordedPlan,
    ServiceCount,
)
from geo.report.write import Page
from geo.templates.render import macro_of

__all__ = ["FOLDER", "INDEX", "pages"]

INDEX: Final = "adequacy.html"
FOLDER: Final = "adequacy"
"""Folder of the counties' files; neither name is one of the report's, so that both fit in a folder."""


def pages(assessment: Assessment, file: AdequacyFile, *, alone: bool = False) -> Iterator[Page]:
    """Give each county's page in the order of the file, and the statewide list last.

    Parameters
    ----------
    assessment : Assessment
        The verdicts that the file is made of, for its sources, credits and stamp.
    file : AdequacyFile
        What `adequacy.adequacy` made of them.
    alone : bool
        Without the statewide list, and so without links to it.
    """
    stamp = footer.stamp(assessment)
    state = assessment.catalog.services.study_area.name
    for county in file.counties:
        body = _county(assessment, file, county)
        whole = _drawn("in_file", body, "" if alone else INDEX)
        title = f"{text.county_title(county.county)}, {state}: {_what(file)}"
        page = document.page(title, whole, stamp)
        yield Page(name=_name(county), title=title, content=body, html=page)
    if not alone:
        body = _statewide(assessment, file, state)
        title = f"{state}: {_what(file)}"
        page = document.page(title, _drawn("in_file", body), stamp)
        yield Page(name=INDEX, title=title, content=body, html=page)


def _name(county: CountyFile) -> str:
    return f"{FOLDER}/{county.geoid}-{text.anchor(county.county)}.html"


def _what(file: AdequacyFile) -> str:
    return f"services under {file.rules[0].citation}"


def _drawn(part: str, *values: object) -> Markup:
    """Return one part of the file, drawn by its macro."""
    return macro_of("report/adequacy.html", part, *values)


def _statewide(assessment: Assessment, file: AdequacyFile, state: str) -> Markup:
    return _drawn(
        "statewide",
        f"{state}: {_what(file)}",
        text.count(len(file.counties), "county", "counties"),
        file,
        _counts(file.services),
        _every_county(file),
        (verdicts.MEANINGS, verdicts.MARKED),
        _rules(file.rules),
        footer.foot(assessment),
    )


def _counts(services: Sequence[ServiceCount]) -> Markup:
    rows = [
        (
            service.name,
            *map(str, (service.covered, service.claimed, service.gap, service.unknown)),
            f"{service.people_not_shown:,}",
        )
        for service in services
    ]
    head = (
        "Service",
        *(status.label for status in Status),
        "People where not covered",
    )
    return html.table("Counties by status", head, rows, numbers=range(1, 6))


def _doubts(service: CountyService) -> list[str]:
    """Return what makes a verdict doubtful in this county, as words; its age the pages tell."""
    return [flag.label for flag in service.flags if flag is not Flag.STALE]


def _every_county(file: AdequacyFile) -> Markup:
    rows = [
        (
            html.inside(_name(county), county.county),
            _regions(county),
            f"{county.people:,}",
            *(verdicts.marked(service.status, _doubts(service)) for service in county.services),
            str(len(county.not_shown)),
            county.plan.status.value if county.plan else "none",
        )
        for county in file.counties
    ]
    names = [service.name for service in file.services]
    head = ("County", "Region", "People", *names, "Not shown", "Plan recorded")
    return html.table("Services by county", head, rows, numbers=(2, len(head) - 2))


def _regions(county: CountyFile) -> str:
    return " or ".join(str(region) for region in county.regions)


def _county(assessment: Assessment, file: AdequacyFile, county: CountyFile) -> Markup:
    sources = {source.id: source for source in assessment.catalog.services.sources}
    used = sources_of((county, file.rules))
    questions = {
        question.id: question for service in county.services for question in service.questions
    }
    plan = county.plan
    return _drawn(
        "county",
        f"{text.county_title(county.county)}: {_what(file)}",
        _shown(county),
        file,
        county,
        [
            (service, _facts(service, sources), list(_distance(service)))
            for service in county.services
        ],
        adequacy_notice.plan_words(plan),
        _origin(plan, sources) if plan else "",
        open_questions.holes(questions.values()),
        _rules(file.rules),
        open_questions.sources(source for name, source in sources.items() if name in used),
        footer.foot(assessment),
    )


def _shown(county: CountyFile) -> str:
    """Return how many of the services sources show, and how many of these are to be confirmed."""
    shown = [service for service in county.services if service.shown]
    doubtful = sum(bool(service.flags) for service in shown)
    confirm = f" ({doubtful} to be confirmed)" if doubtful else ""
    region = f"Region {_regions(county)}, " if county.regions else ""
    return (
        f"County {county.geoid}, {region}"
        f"{text.count(county.people, 'person', 'people')} (2020 Census). Sources show {len(shown)} of "
        f"{text.count(len(county.services), 'service', 'services')}{confirm}"
    )


def _facts(service: CountyService, sources: Mapping[str, Source]) -> list[Markup]:
    return [
        verdicts.evidence(fact, sources, freshness.EACH)
        for fact in (*service.evidence, *service.left_out_by)
    ]


def _distance(service: CountyService) -> Iterator[str]:
    """Yield how far the county's people are from a unit of the service, where it has units."""
    far = service.distance
    if far is None:
        return
    if far.nearest.mean_miles.value is None:
        yield f"How far people are from a {far.unit} is not known."
        return
    near = (
        f" Nearest for some people: {text.listing(far.nearest_units)}." if far.nearest_units else ""
    )
    within = "; ".join(
        f"{access_sentences.percent(limit.share)} within {limit.miles} miles"
        for limit in far.within
    )
    yield (
        f"The nearest {far.unit} is {access_sentences.miles(far.nearest.mean_miles)} straight-line "
        f"miles from people here on average; {within}.{near}"
    )


def _origin(plan: RecordedPlan, sources: Mapping[str, Source]) -> str | None:
    return sources[plan.source].publisher if plan.source else plan.told_by


def _rules(rules: Sequence[StatedRule]) -> list[tuple[StatedRule, str]]:
    """Return rules, each with how its words are known."""
    return [(rule, sentences.grade(rule.proof)) for rule in rules]
