"""The statewide report: what is shown, what is not, how many people, how far, and on whose word."""

from typing import Final, NamedTuple

from markupsafe import Markup

from geo.access import sentences
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.access.supply import units
from geo.catalog.records import Facility
from geo.coverage import freshness
from geo.coverage import sentences as coverage_sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.maps import gap_map, layer_model, measures
from geo.maps.classes import Family
from geo.maps.layer_model import MapContext
from geo.report import (
    appendix,
    area_tables,
    distance_chart,
    everybody,
    gap_ranking,
    html,
    open_questions,
    standards,
    summary,
    verdicts,
)
from geo.report.distance_tables import optional, reach_table, within_table
from geo.report.projection import Atlas, atlas
from geo.report.state_map import plate

__all__ = ["CHANGES", "statewide"]

CHANGES: Final = "changes.html"
"""The page of what changed, where one was asked for; it lies beside the statewide one."""
_DRAWN: Final = (Family.FAR, Family.NEAREST, Family.BACKUP, Family.BED_ACCESS)
"""The measures that get a map on paper."""


class _Whole(NamedTuple):
    """What every part of the report is built from."""

    assessment: Assessment
    access: Access
    gaps: Gaps
    ground: MapContext
    atlas: Atlas
    units: tuple[Facility, ...]
    short: str


def statewide(
    assessment: Assessment,
    access: Access,
    gaps: Gaps,
    *,
    changes: bool = False,
) -> Markup:
    """Return the statewide report's body.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access, gaps
        Measures and ranking of the same data on the same day.
    changes : bool
        Whether a page of what changed lies beside it, to be linked.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    whole = _whole(assessment, access, gaps)
    parts = _parts(whole)
    name = assessment.catalog.services.study_area.name
    contents = html.items(
        (
            *(
                Markup('<a href="#{}">{}</a>').format(at, title)
                for at, (title, inner) in parts.items()
                if inner
            ),
            *([Markup('<a href="{}">What changed</a>').format(CHANGES)] if changes else []),
        ),
        css="cc-contents",
    )
    return html.join(
        (
            Markup(
                "<header><h1>{}: crisis and intensive services by county</h1>{}</header>"
            ).format(name, _lead(whole)),
            Markup('<nav aria-label="Contents">{}</nav><main>').format(contents),
            *(html.section(title, inner, at=at) for at, (title, inner) in parts.items()),
            Markup("</main>"),
        )
    )


def _whole(assessment: Assessment, access: Access, gaps: Gaps) -> _Whole:
    return _Whole(
        assessment,
        access,
        gaps,
        layer_model.ground(assessment),
        atlas(assessment.catalog),
        units(assessment, access.service),
        next(
            service_type.short
            for service_type in assessment.catalog.services.service_types
            if service_type.id == access.service
        ),
    )


def _parts(whole: _Whole) -> dict[str, tuple[str, Markup]]:
    """Return each section's title and content by its anchor, in the order of the page."""
    catalog, short = whole.assessment.catalog, whole.short
    data = catalog.services
    return {
        "summary": ("Summary", summary.summary(whole.assessment, whole.access, whole.gaps, short)),
        "counties": ("Counties, with a sheet for each", _counties(whole)),
        "verdicts": ("Verdicts, standard by standard", _verdicts(whole)),
        "numbers": (
            "Numbers for everybody",
            everybody.numbers(
                whole.assessment.statewide, {source.id: source for source in data.sources}
            ),
        ),
        "distances": (f"How far people are from a {short}, in a straight line", _distances(whole)),
        "gaps": ("Where the gaps are", gap_ranking.ranking(whole.assessment, whole.gaps)),
        "elsewhere": ("Nearest across a region's line", area_tables.elsewhere(whole.access, short)),
        "beds": ("Beds and teams", _beds(whole)),
        "yardsticks": ("Yardsticks that bind nobody", appendix.yardsticks(whole.assessment)),
        "contradictions": (
            "Where sources contradict each other",
            appendix.contradictions(catalog),
        ),
        "holes": (
            "What nobody has shown yet, and whom to ask",
            open_questions.holes(data.holes),
        ),
        "sources": ("Sources", open_questions.sources(data.sources)),
        "method": ("Method and limits", appendix.method(whole.assessment, whole.access)),
    }


def _lead(whole: _Whole) -> Markup:
    calls = sorted(whole.assessment.statewide, key=lambda call: (len(call.phone), call.phone))
    numbers = html.items(
        (
            Markup("{} <span>{}</span>").format(html.phone(call.phone), call.answers)
            for call in calls
        ),
        css="cc-calls",
    )
    assessment = whole.assessment
    return Markup('<p class="cc-lead">{}</p>{}').format(
        f"{assessment.counties} counties, {assessment.people:,} people (2020 Census). As of "
        f"{assessment.days}, from data with the hash {assessment.data_sha256}.",
        numbers,
    )


def _counties(whole: _Whole) -> Markup:
    unread = whole.assessment.unread()
    told = {verdict.standard for verdict in optional(whole.access.state)}
    told |= {total.id for total in unread}
    titles = [standard.title for standard in whole.assessment.standards if standard.id not in told]
    findings: dict[str, list[Finding]] = {
        county.geoid: [] for county in whole.assessment.catalog.counties
    }
    for finding in whole.assessment.findings:
        if finding.standard not in told:
            findings[finding.geoid].append(finding)
    told_here = [finding for some in findings.values() for finding in some]
    ages = freshness.of_findings(told_here, whole.assessment.as_of)
    memberships = whole.assessment.evidence.regions
    rows = [
        (
            standards.link_to(county.geoid, county.name),
            " or ".join(str(belonging.region) for belonging in memberships[county.geoid]),
            f"{county.people:,}",
            *(
                verdicts.marked(finding.status, ages.marks_of(finding))
                for finding in findings[county.geoid]
            ),
        )
        for county in whole.assessment.catalog.counties
    ]
    headers = ("County", "Region", "People", *titles)
    table = html.table("Verdicts by county", headers, rows, numbers=(2,))
    legend = Markup('<p class="cc-small">{} {}</p>').format(
        verdicts.MARKED, coverage_sentences.unread(unread)
    )
    return html.banner(ages.banner) + table + legend


def _verdicts(whole: _Whole) -> Markup:
    return standards.standards(
        whole.ground, whole.atlas, standards.pictures(whole.ground), whole.units
    )


def _distances(whole: _Whole) -> Markup:
    access = whole.access
    people = {county.geoid: county.people for county in whole.assessment.catalog.counties}
    chosen = [
        measure
        for measure in measures.measures(
            whole.assessment.catalog, access, {whole.gaps.limit_miles: whole.gaps}
        )
        if measure.family in _DRAWN
    ]
    maps = [
        html.section(
            layer.title,
            Markup("<p>{} {}</p>").format(picture.question, picture.sentence),
            plate(whole.atlas, picture, layer.title, people, whole.units),
            level=3,
        )
        for layer in gap_map.layers(access, chosen)
        for picture in [layer.draw(whole.ground, layer.about)]
    ]
    return html.join(
        (
            Markup("<p>{}</p>").format(_how_far(access)),
            within_table(access.state, whole.short),
            distance_chart.distribution(
                access.state.people_by_mile,
                access.limits_miles,
                f"People by straight-line miles to the nearest {whole.short}",
            ),
            reach_table(access, access.state),
            area_tables.disputes([access.state]),
            area_tables.areas(access, access.regions, "Region", whole.short),
            area_tables.areas(access, access.counties, "County", whole.short),
            Markup('<div class="cc-maps">{}</div>').format(html.join(maps)),
            Markup('<p class="cc-small">{} {} {}</p>').format(
                sentences.STRAIGHT_LINE, area_tables.BEDS_ALONE, sentences.demand(access.demand)
            ),
        )
    )


def _how_far(access: Access) -> str:
    """Return the distances of the whole state, and who is nearer to a unit elsewhere."""
    state = access.state
    said = (
        sentences.everybody(state),
        sentences.elsewhere(state),
        sentences.neighbors(access, state),
    )
    return " ".join(filter(None, said))


def _beds(whole: _Whole) -> Markup:
    return html.join(
        (
            area_tables.beds(whole.access),
            area_tables.teams(whole.access),
            area_tables.units(whole.assessment, whole.units),
        )
    )
