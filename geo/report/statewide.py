"""The annex of the report: how far, which units, what is not known, and on whose word."""

from typing import Final, NamedTuple

from markupsafe import Markup

from geo.access import sentences, transport
from geo.access.gap_records import Gaps
from geo.access.records import Access
from geo.access.supply import units
from geo.catalog.records import Facility
from geo.coverage import asking, county, freshness
from geo.coverage import sentences as coverage_sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.maps import gap_map, layer_model, measures
from geo.maps.classes import Family
from geo.maps.layer_model import MapContext
from geo.report import (
    appendix,
    area_tables,
    continuum_part,
    distance_chart,
    everybody,
    gap_ranking,
    html,
    open_questions,
    standards,
    summary,
    unit_tables,
    verdicts,
)
from geo.report.distance_tables import optional, reach_table, within_table
from geo.report.projection import Atlas, atlas
from geo.report.state_map import plate
from geo.templates.render import render

__all__ = ["annex"]

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


def annex(assessment: Assessment, access: Access, gaps: Gaps, *, full: bool = False) -> Markup:
    """Return the annex's body: what the brief rests on.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access, gaps
        Measures and ranking of the same data on the same day.
    full : bool
        Every service with its map, every table of distances, the ranking, beds and teams, and
        benchmarks from elsewhere too.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    whole = _whole(assessment, access, gaps)
    return render(
        "report/annex.html",
        state=assessment.catalog.services.study_area.name,
        full=full,
        parts=_full(whole) if full else _parts(whole),
    )


def _whole(assessment: Assessment, access: Access, gaps: Gaps) -> _Whole:
    return _Whole(
        assessment,
        access,
        gaps,
        layer_model.ground(assessment),
        atlas(assessment.catalog),
        units(assessment, access.service),
        access.unit_short,
    )


def _parts(whole: _Whole) -> list[tuple[str, str, Markup]]:
    """Return each section's anchor, title and content, in the order of the page."""
    access, short = whole.access, whole.short
    return [
        ("distances", f"How far people are from a {short}", _distances_in_short(whole)),
        ("units", "Units and beds", _units_in_short(whole)),
        ("continuum", continuum_part.TITLE, continuum_part.part(whole.assessment, full=False)),
        *_ends(whole, rules=1),
        ("sources", "Sources", _sources_in_short(whole)),
        ("method", "Method and limits", appendix.method(whole.assessment, access)),
    ]


def _ends(whole: _Whole, *, rules: int | None = None) -> list[tuple[str, str, Markup]]:
    """Return what is known of doubts, and the numbers for everybody with so many rules of each at most."""
    catalog = whole.assessment.catalog
    data = catalog.services
    sources = {source.id: source for source in data.sources}
    return [
        ("contradictions", "Where sources disagree", appendix.contradictions(catalog)),
        (
            "holes",
            "What we do not know, and whom to ask",
            open_questions.holes(asking.open_questions(data)),
        ),
        (
            "numbers",
            "Numbers for everybody",
            everybody.numbers(whole.assessment.statewide, sources, rules=rules),
        ),
    ]


def _sources_in_short(whole: _Whole) -> Markup:
    """Return what the answers, the numbers and the units rest on, a line each."""
    assessment = whole.assessment
    required = {total.id for total in assessment.standards if total.required}
    findings = tuple(each for each in assessment.findings if each.standard in required)
    named = county.sources_of(
        (findings, assessment.statewide, whole.units, assessment.catalog.services.contradictions)
    )
    sources = assessment.catalog.services.sources
    return render(
        "report/sources.html",
        cited=[source for source in sources if source.id in named],
        all=len(sources),
    )


def _full(whole: _Whole) -> list[tuple[str, str, Markup]]:
    """Return everything there is, as `_parts`."""
    short, data = whole.short, whole.assessment.catalog.services
    return [
        ("summary", "Summary", summary.summary(whole.assessment, whole.access, whole.gaps, short)),
        ("counties", "Counties, with a sheet for each", _counties(whole)),
        ("verdicts", "Services, one by one", _verdicts(whole)),
        ("distances", f"How far people are from a {short}", _distances(whole)),
        (
            "gaps",
            "People not shown to be covered, and people far away",
            gap_ranking.ranking(whole.assessment, whole.gaps),
        ),
        (
            "elsewhere",
            "Closer to another region's unit",
            area_tables.elsewhere(whole.access, short) if data.regions else Markup(""),
        ),
        ("beds", "Beds and teams", _beds(whole)),
        (
            "yardsticks",
            "Benchmarks from elsewhere (not rules here)",
            appendix.yardsticks(whole.assessment),
        ),
        ("continuum", continuum_part.TITLE, continuum_part.part(whole.assessment, full=True)),
        *_ends(whole),
        ("sources", "Sources", open_questions.sources(data.sources)),
        ("method", "Method and limits", appendix.method(whole.assessment, whole.access)),
    ]


def _distances_in_short(whole: _Whole) -> Markup:
    access = whole.access
    if not access.is_measured:
        return html.paragraph(access.not_measured or _how_far(access))
    return html.join(
        (
            html.paragraph(_how_far(access), transport.beyond(access.state)),
            within_table(access.state, whole.short),
            area_tables.distances(access.regions, "Region"),
            area_tables.distances(access.counties, "County"),
            area_tables.disputes([access.state]),
            html.paragraph(sentences.STRAIGHT_LINE, sentences.demand(access.demand), small=True),
        )
    )


def _units_in_short(whole: _Whole) -> Markup:
    units = unit_tables.units_in_short(whole.assessment, whole.units)
    return units + area_tables.beds(whole.access) if whole.access.units else units


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
    legend = html.paragraph(verdicts.MARKED, coverage_sentences.unread(unread), small=True)
    return html.banner(ages.banner) + table + legend


def _verdicts(whole: _Whole) -> Markup:
    return standards.standards(
        whole.ground, whole.atlas, standards.pictures(whole.ground), whole.units
    )


def _distances(whole: _Whole) -> Markup:
    access = whole.access
    if not access.is_measured:
        return html.paragraph(access.not_measured or _how_far(access))
    people = {county.geoid: county.people for county in whole.assessment.catalog.counties}
    chosen = [
        measure
        for measure in measures.measures(access, {whole.gaps.limit_miles: whole.gaps})
        if measure.family in _DRAWN
    ]
    maps = [
        html.section(
            layer.title,
            html.paragraph(picture.question, picture.sentence),
            plate(whole.atlas, picture, layer.title, people, whole.units),
            level=3,
        )
        for layer in gap_map.layers(access, chosen)
        for picture in [layer.draw(whole.ground, layer.about)]
    ]
    return html.join(
        (
            html.paragraph(_how_far(access)),
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
            html.part("block", "cc-maps", html.join(maps)),
            html.paragraph(sentences.STRAIGHT_LINE, area_tables.BEDS_ALONE, small=True),
            html.paragraph(sentences.demand(access.demand), small=True),
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
            area_tables.beds(whole.access) if whole.access.units else Markup(""),
            area_tables.teams(whole.access),
            unit_tables.units(whole.assessment, whole.units),
        )
    )
