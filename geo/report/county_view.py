"""Everything that a county's page and its sheet show, put together once for screen and paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from markupsafe import Markup

from geo import text
from geo.access import sentences as access_sentences
from geo.access.gaps import METROPOLITAN
from geo.access.records import Access, Area
from geo.access.supply import units
from geo.catalog.records import Confidence, County, Source, Status
from geo.coverage import county as coverage_county
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.findings import MembershipEvidence
from geo.report import county_answers, county_calls, county_distance, county_locator
from geo.report.county_answers import Answer, Part, Settle
from geo.report.county_calls import Line
from geo.report.county_distance import Distance
from geo.report.projection import atlas

__all__ = ["CountyView", "Locators", "Neighbor", "view"]

Regions: TypeAlias = Mapping[str, Sequence[int]]
"""Region numbers by GEOID; several while a move is uncertain."""
_FEW: Final = 0.05
"""Share of a county's people for whom a unit is the closest, up to which the map need not hold it."""
_WIDE, _TALL = 0.31, 0.7
"""Height of the maps as a share of their width."""
_WIDE_LETTERS, _TALL_LETTERS = 60, 34
"""Width of the maps in heights of a letter of their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locators:
    """The county's map as SVG: wide for a desk or paper, and nearly square for a phone.

    `has_units` says whether the data has a unit that can be drawn.
    """

    wide: Markup
    tall: Markup
    has_units: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """A county that touches this one, and the required services that differ there."""

    geoid: str
    name: str
    region: str
    differs: tuple[tuple[str, Status], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyView:
    """What a county's page and sheet show; `distance` and `locators` are None where they cannot be made."""

    county: County
    profile: CountyProfile
    sources: Mapping[str, Source]
    about: str
    lead: tuple[Part, ...]
    everybody: tuple[Line, ...]
    first: Line | None
    lines: tuple[Line, ...]
    below: tuple[str, ...]
    required: tuple[Answer, ...]
    settle: tuple[Settle, ...]
    optional: tuple[Answer, ...]
    unread: str
    age: str
    units: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    periods: tuple[str, ...]
    cited: tuple[Source, ...]
    distance: Distance | None = None
    locators: Locators | None = None
    neighbors: tuple[Neighbor, ...] = ()


def view(assessment: Assessment, county: County, access: Access | None) -> CountyView:
    """Return what is shown of a county.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    county : County
        One of the catalog's.
    access : Access or None
        Measures of the same data on the same day; without them there is no distance, map or neighbor.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    profile = coverage_county.county_profile(assessment, county)
    areas = {each.id: each for each in access.counties} if access else {}
    area = areas.get(county.geoid)
    required = county_answers.answers(assessment, profile, required=True)
    everybody, own = county_calls.calls(assessment, profile, area)
    sources = {source.id: source for source in assessment.catalog.services.sources}
    return CountyView(
        county=county,
        profile=profile,
        sources=sources,
        about=_about(profile),
        lead=county_answers.lead(required, county.name),
        everybody=everybody,
        first=own[0] if own else None,
        lines=own[1:],
        below=county_calls.below(profile, assessment.catalog.services),
        required=required,
        settle=county_answers.settle(required),
        optional=county_answers.answers(assessment, profile, required=False),
        unread=sentences.unread(assessment.unread()),
        age=freshness.of_findings([each.finding for each in required], profile.as_of).banner,
        units=tuple(
            (facility.name, sentences.unit(facility, sources, profile.as_of))
            for facility in profile.facilities
        ),
        measures=_measures(area) if area else (),
        periods=tuple(_periods(profile, sources)),
        cited=_cited(profile),
        **(_measured(assessment, access, area, required) if access and area else {}),
    )


def _measured(
    assessment: Assessment, access: Access, area: Area, required: Sequence[Answer]
) -> dict[str, Any]:
    """Return what of a view needs distances and shapes."""
    county = next(each for each in assessment.catalog.counties if each.geoid == area.id)
    regions = {
        geoid: [membership.region for membership in memberships]
        for geoid, memberships in assessment.evidence.regions.items()
    }
    return {
        "distance": county_distance.distance(assessment, access, area),
        "locators": _locators(assessment, access, area, county, regions),
        "neighbors": _neighbors(assessment, county, required, regions),
    }


def _about(profile: CountyProfile) -> str:
    """Return region, who runs it, people and kind of county, on one line."""
    runs = text.listing([operator.name for operator in profile.operators], "or")
    county = profile.county
    numbers = [f"Region {region.region}" for region in profile.regions]
    # Without a region at any time the data names none, and there is nothing to say of one.
    none = "In no region" if profile.region_history else ""
    region = text.listing(numbers, "or") or none
    return " · ".join(
        (
            *filter(None, [f"{region}, run by {runs}" if runs else region]),
            f"{county.people:,} people",
            "metropolitan" if county.rucc in METROPOLITAN else "rural",
        )
    )


def _locators(
    assessment: Assessment, access: Access, area: Area, county: County, regions: Regions
) -> Locators:
    on = atlas(assessment.catalog)
    near = [unit.facility_id for unit in area.nearest_units if unit.share > _FEW]
    facilities = units(assessment, access.service)
    wide, tall = (
        county_locator.locator(
            assessment.catalog, on, county, regions, facilities, near, across=letters, shape=shape
        )
        for letters, shape in ((_WIDE_LETTERS, _WIDE), (_TALL_LETTERS, _TALL))
    )
    return Locators(wide=wide, tall=tall, has_units=bool(facilities))


def _neighbors(
    assessment: Assessment, county: County, here: Sequence[Answer], regions: Regions
) -> tuple[Neighbor, ...]:
    """Return the counties around, by name, with the required services whose answer is another there."""
    names = {each.geoid: each.name for each in assessment.catalog.counties}
    statuses = {
        (finding.geoid, finding.standard): finding.status for finding in assessment.findings
    }
    return tuple(
        Neighbor(
            geoid=geoid,
            name=names[geoid],
            region=text.listing([f"{number}" for number in regions[geoid]], "or"),
            differs=tuple(
                (answer.short, statuses[geoid, answer.id])
                for answer in here
                if statuses[geoid, answer.id] is not answer.status
            ),
        )
        for geoid in sorted(atlas(assessment.catalog).beside[county.geoid], key=names.__getitem__)
    )


def _periods(profile: CountyProfile, sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield the county's region and how that is known, then the regions that it was in."""
    now = [region.evidence for region in profile.regions]
    for region in profile.regions:
        where = "In" if region.certain else "Possibly in"
        yield f"{where} Region {region.region}: {_how_known(region.evidence, sources)}."
    before = [
        membership
        for membership in profile.region_history
        if membership not in now or membership.valid_from or membership.valid_to
    ]
    for membership in before:
        yield f"Region {membership.region}, {sentences.span(membership)}: {_how_known(membership, sources)}."
    if profile.region_history and not before:
        yield "We know of no other region."


def _how_known(membership: MembershipEvidence, sources: Mapping[str, Source]) -> str:
    who = text.listing([sources[name].named for name in (membership.source, *membership.also)])
    sure = "inferred" if membership.how_sure == Confidence.WEAK else membership.how_sure
    return f"{sure}, {membership.says} ({who}, {text.period(membership.as_of)})"


def _cited(profile: CountyProfile) -> tuple[Source, ...]:
    """Return the sources of what is said of the county, without those of the numbers for everybody."""
    own = tuple(call for call in profile.calls if not isinstance(call, StatewideCall))
    named = coverage_county.sources_of(replace(profile, calls=own, sources=()))
    return tuple(source for source in profile.sources if source.id in named)


def _measures(area: Area) -> tuple[str, ...]:
    rate = access_sentences.bed_rate(area.beds)
    each = "" if rate in {"none", "not known"} else f", {rate} for 100,000 people"
    return (
        f"Beds in the region's own units: {access_sentences.beds(area.beds)}{each}.",
        *access_sentences.team_loads(area.teams),
    )
