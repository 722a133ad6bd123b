"""The brief: does every county have the required services, which do not, and what to ask whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from geo import text
from geo.catalog import left_out, study_area
from geo.catalog.records import Catalog, Flag, ServiceType, Source
from geo.coverage import asking, overview
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence, Finding, StandardTotal
from geo.coverage.overview import ServiceCount
from geo.errors import Problems
from geo.report import footer, names
from geo.report.brief_map import brief_map
from geo.report.projection import atlas
from geo.templates.render import render

__all__ = ["Download", "brief"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that lies beside the brief: its path in the folder, and what it is, in a few words."""

    href: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is not shown of one service: the counties, the claim about them, and the lists that leave them out."""

    total: StandardTotal
    counties: tuple[tuple[str, str, str, int], ...]
    claim: Evidence | None
    claim_by: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to ask: what, whom, and whom it concerns."""

    what: str
    whom: str
    concerns: str


def brief(
    assessment: Assessment,
    downloads: Sequence[Download] = (),
    others: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Return the brief's body: two pages of paper or three, and on screen the first page of the folder.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    downloads : sequence of Download
        Files that lie beside it, to be linked on screens.
    others : mapping
        Other pages that lie beside it: what each is called, by its path.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use, or the data asks nothing of each county.
    """
    catalog = assessment.catalog
    services = overview.counts(assessment)
    if not services:
        message = left_out.sentences(catalog, left_out.QUESTIONS)[0]
        Problems("services.yaml").refuse("no-standards", message, where="standards")
    totals = [service.total for service in services]
    hrefs = {county.geoid: names.sheet_name(county) for county in catalog.counties}
    first = overview.first_to_show(services)
    shown = next(total for total in totals if total.id == first)
    return render(
        "report/brief.html",
        state=catalog.services.study_area.name,
        question=overview.QUESTION,
        answer=overview.answer(assessment, services),
        age=overview.ages(assessment, services).banner,
        services=services,
        counties=assessment.counties,
        county_note=study_area.county_note(catalog.services.study_area),
        shown=shown,
        map=brief_map(
            atlas(catalog),
            assessment.of(shown.id),
            f"{shown.title}, by county. The table of all counties has the same, with links.",
            hrefs,
        ),
        flags=[flag for flag in (Flag.DISPUTED, Flag.WEAK) if shown.flags.get(flag.value)],
        open=[_open(assessment, service, hrefs) for service in services if service.not_shown],
        asks=_asks(assessment, totals),
        words=_kinds(catalog),
        everybody=sorted(assessment.statewide, key=lambda call: (len(call.phone), call.phone)),
        rows=_rows(assessment, totals, hrefs),
        totals=totals,
        downloads=downloads,
        others=others,
        foot=footer.foot(assessment),
    )


def _kinds(catalog: Catalog) -> list[ServiceType]:
    """Return the kinds of service that the required ones ask for."""
    services = catalog.services
    asked = {
        kind for standard in services.standards if standard.required for kind in standard.any_of
    }
    return [kind for kind in services.service_types if kind.id in asked]


def _open(assessment: Assessment, service: ServiceCount, hrefs: Mapping[str, str]) -> Open:
    counties = {county.geoid: county for county in assessment.catalog.counties}
    regions = assessment.evidence.regions
    sources: dict[str, Source] = {each.id: each for each in assessment.catalog.services.sources}
    findings = service.not_shown
    claim = next((fact for each in findings for fact in each.evidence if fact.quote), None)
    kinds = {kind.id: kind.short for kind in assessment.catalog.services.service_types}
    lists = dict.fromkeys(kinds[fact.service] for each in findings for fact in each.left_out_by)
    return Open(
        total=service.total,
        counties=tuple(
            (
                each.county,
                hrefs[each.geoid],
                " or ".join(f"{own.region}" for own in regions[each.geoid]),
                counties[each.geoid].people,
            )
            for each in findings
        ),
        claim=claim,
        claim_by=sources[claim.source].publisher if claim else "",
        lists=tuple(lists),
    )


def _asks(assessment: Assessment, totals: Sequence[StandardTotal]) -> list[Ask]:
    """Return what to ask whom: first what would settle most, then doubts about what is covered."""
    data = assessment.catalog.services
    asked_for = {standard.id: set(standard.any_of) for standard in data.standards}
    asks = []
    for total in totals:
        missing = assessment.counties - total.covered
        asks += [
            Ask(
                what=hole.title.rstrip("."),
                whom=hole.ask,
                concerns=f"It would settle {text.count(missing, 'county', 'counties')}.",
            )
            for hole in asking.open_questions(data)
            if missing
            and asked_for[total.id] & set(hole.about)
            and not (hole.counties or hole.regions or hole.units)
        ]
    findings = [each for total in totals for each in assessment.of(total.id)]
    return [*asks, *_disputed(assessment, findings), *_inferred(assessment, findings)]


def _disputed(assessment: Assessment, findings: Sequence[Finding]) -> list[Ask]:
    asks = []
    for conflict in assessment.catalog.services.contradictions:
        some = [each for each in findings if conflict.id in each.contradictions]
        concerned = sorted({each.county for each in some if Flag.DISPUTED in each.flags})
        if concerned:
            who = f"It concerns {text.listing(concerned)}."
            asks.append(Ask(what=conflict.title, whom="Sources disagree.", concerns=who))
    return asks


def _inferred(assessment: Assessment, findings: Sequence[Finding]) -> list[Ask]:
    operators = {operator.id: operator.name for operator in assessment.catalog.services.operators}
    asks: dict[tuple[str, str], None] = {}
    for each in findings:
        if Flag.WEAK in each.flags:
            for own in assessment.evidence.regions[each.geoid]:
                asks[each.county, f"{operators.get(own.operator or '', 'Its center')}"] = None
    return [
        Ask(
            what=f"Which region is {text.county_title(county)} in?",
            whom=asking.with_numbers(f"{whom}.", assessment.catalog.services),
            concerns="We inferred it.",
        )
        for county, whom in asks
    ]


def _rows(
    assessment: Assessment, totals: Sequence[StandardTotal], hrefs: Mapping[str, str]
) -> list[dict[str, object]]:
    findings = {(each.geoid, each.standard): each for each in assessment.findings}
    regions = assessment.evidence.regions
    return [
        {
            "name": county.name,
            "href": hrefs[county.geoid],
            "region": " or ".join(f"{own.region}" for own in regions[county.geoid]),
            "people": county.people,
            "findings": [findings[county.geoid, total.id] for total in totals],
        }
        for county in assessment.catalog.counties
    ]
