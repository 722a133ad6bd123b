"""One county's sheet, on paper and in the app: everything its planner needs."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from markupsafe import Markup

from geo.access import sentences as access_sentences
from geo.access.gap_records import Gaps
from geo.access.gaps import METROPOLITAN
from geo.access.records import Access, Area
from geo.access.supply import units
from geo.access.supply_records import BedAccess
from geo.catalog.records import Catalog, County, Facility
from geo.coverage import county as coverage_county
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.county import CountyProfile
from geo.report import (
    county_locator,
    distance_tables,
    footer,
    html,
    open_questions,
    phone_numbers,
    region_and_neighbors,
    verdicts,
)
from geo.report.area_tables import BEDS_ALONE
from geo.report.projection import atlas

__all__ = ["sheet", "without_distances"]


def sheet(assessment: Assessment, access: Access, gaps: Gaps, county: County) -> Markup:
    """Return the body of a county's sheet, below its name.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access : Access
        Measures of the same data on the same day.
    gaps : Gaps
        The ranking of the same data on the same day.
    county : County
        One of the catalog's.

    Returns
    -------
    Markup
        One ``div`` of class ``cc-report cc-sheet`` with sections under headings of level 2, styled
        by `report.css`. The map is inline SVG; `svg.as_images` makes it an image.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    area = next(measured for measured in access.counties if measured.id == county.geoid)
    regions = {
        geoid: [membership.region for membership in memberships]
        for geoid, memberships in assessment.evidence.regions.items()
    }
    beside = sorted(atlas(assessment.catalog).beside[county.geoid])
    # What the part on distances tells does not stand among the verdicts too.
    told = {verdict.standard for verdict in distance_tables.optional(area)}
    profile = _without(coverage_county.county_profile(assessment, county), told)
    return _body(
        county,
        _lead(profile, _rank(county.geoid, gaps)),
        *_verdicts(assessment, profile),
        _beds_and_teams(profile, _measures(area)),
        *_region(profile),
        _distances(assessment, access, area, profile, regions),
        region_and_neighbors.neighbors(assessment, county.geoid, beside, regions, told),
        *_end(assessment, profile),
    )


def without_distances(assessment: Assessment, county: County) -> Markup:
    """Return what of a county's sheet needs neither shapes nor distances; else as `sheet`."""
    profile = coverage_county.county_profile(assessment, county)
    return _body(
        county,
        _lead(profile),
        *_verdicts(assessment, profile),
        _beds_and_teams(profile),
        *_region(profile),
        *_end(assessment, profile),
    )


def _body(county: County, *parts: Markup) -> Markup:
    return Markup('<div class="cc-report cc-sheet" data-geoid="{}">{}</div>').format(
        county.geoid, html.join(parts)
    )


def _without(profile: CountyProfile, told: Collection[str]) -> CountyProfile:
    """Return a profile without the findings on standards that are told elsewhere."""
    kept = tuple(finding for finding in profile.findings if finding.standard not in told)
    return replace(profile, findings=kept)


def _verdicts(assessment: Assessment, profile: CountyProfile) -> tuple[Markup, ...]:
    """Return whom to call, the verdicts, and what they leave open."""
    unread = assessment.unread()
    return (
        phone_numbers.numbers(profile),
        verdicts.verdicts(
            _without(profile, {total.id for total in unread}),
            assessment.catalog.services.standards,
            {standard.id: standard.in_force for standard in assessment.standards},
            unread,
        ),
        html.section(
            "What is not proven, and whom to ask",
            open_questions.unproven(profile.findings, assessment.catalog),
            open_questions.holes(profile.holes),
        ),
    )


def _region(profile: CountyProfile) -> tuple[Markup, ...]:
    return (
        region_and_neighbors.region(profile),
        html.section("Also here", open_questions.programmes(profile.programmes)),
    )


def _distances(
    assessment: Assessment,
    access: Access,
    area: Area,
    profile: CountyProfile,
    regions: dict[str, list[int]],
) -> Markup:
    kinds = {kind.id: kind.short for kind in assessment.catalog.services.service_types}
    facilities = units(assessment, access.service)
    locator = _map(assessment.catalog, profile.county, regions, area, facilities)
    return html.section(
        f"How far people are from a {kinds[access.service]}, in a straight line",
        distance_tables.distances(access, area, kinds[access.service], beside=locator),
    )


def _end(assessment: Assessment, profile: CountyProfile) -> tuple[Markup, ...]:
    return (
        html.section("Sources", open_questions.sources(profile.sources)),
        html.section("Method and limits", footer.foot(assessment)),
    )


def _lead(profile: CountyProfile, rank: str = "") -> Markup:
    county = profile.county
    regions = " or ".join(f"Region {region.region}" for region in profile.regions)
    metro = "metropolitan" if county.rucc in METROPOLITAN else "not metropolitan"
    return Markup('<p class="cc-lead">{}</p>').format(
        f"County {county.geoid}, {regions or 'in no region'}. {county.people:,} people (2020 Census), "
        f"{county.land_sq_mi:,.0f} square miles of land, Rural-Urban Continuum Code {county.rucc} "
        f"of 2023 ({metro}). {rank}"
    )


def _rank(geoid: str, gaps: Gaps) -> str:
    row = next((ranked for ranked in gaps.ranking if ranked.geoid == geoid), None)
    if row is None:
        return ""
    if row.people_far.value is None:
        far = "How far its people are from a unit is not known."
    elif row.far_reason:
        place = f"That is place {row.rank} of {len(gaps.ranking)} by people beyond this limit."
        far = " ".join(filter(None, (row.far_reason, place, row.across_line)))
    else:
        far = (
            "At the points where people are taken to live, nobody is more than "
            f"{gaps.limit_miles} straight-line miles from a unit."
        )
    return " ".join((far, *(part.reason for part in row.not_shown)))


def _map(
    catalog: Catalog,
    county: County,
    regions: dict[str, list[int]],
    area: Area,
    facilities: tuple[Facility, ...],
) -> Markup:
    near = {unit.facility_id for unit in area.nearest_units}
    locator = county_locator.locator(catalog, atlas(catalog), county, regions, facilities, near)
    return Markup(
        '<figure class="cc-figure cc-locator">{}<figcaption>Filled: the county. Cross: a unit, at its '
        "street or its town; it stands somewhere inside the dashed circle. The tables hold the figures."
        "</figcaption></figure>"
    ).format(locator)


def _beds_and_teams(profile: CountyProfile, measures: Sequence[str] = ()) -> Markup:
    sources = {source.id: source for source in profile.sources}
    facilities = [
        Markup("<strong>{}</strong>: {}").format(
            facility.name, sentences.unit(facility, sources, profile.as_of)
        )
        for facility in profile.facilities
    ]
    told = [profile.which_unit] if profile.which_unit else []
    lines = html.items([*measures, *told, *facilities], css="cc-short")
    return html.section("People, beds and teams", lines)


def _measures(area: Area) -> tuple[str, ...]:
    return (
        f"Beds of the region's own units: {access_sentences.beds(area.beds)}{_rate(area)}.",
        _beds_in_reach(area.bed_access),
        *(access_sentences.disputed(unit_id) for unit_id in area.disputed),
        *access_sentences.team_loads(area.teams),
    )


def _beds_in_reach(access: BedAccess) -> str:
    head = (
        f"Beds within {access.limit_miles:g} straight-line miles, shared with all who reach them "
        f"(E2SFCA): {access_sentences.bed_access(access)}"
    )
    if access.people_unreached is None:
        return f"{head}."
    return (
        f"{head} for 100,000 people; {access.people_unreached:,.0f} people have none in reach. "
        f"{BEDS_ALONE}"
    )


def _rate(area: Area) -> str:
    rate = access_sentences.bed_rate(area.beds)
    if area.beds.low is None and not area.beds.units:
        return ": the county's region is not certain on this day, or no unit of it is known"
    if rate in {"none", "not known"}:
        return f", for {area.beds.people:,} people"
    return f", for {area.beds.people:,} people: {rate} for 100,000"
