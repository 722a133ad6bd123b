"""The layers of an export, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from geo.access import frames, sentences
from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.coverage.sentences import BY_DISTANCE
from geo.exports import counties, places
from geo.exports import evidence as exports_evidence
from geo.exports.records import Given
from geo.exports.table import Layer, layer, text

__all__ = ["ABOUT", "CRS", "LAYERS", "Bundle", "build"]

CRS: Final = "EPSG:4269"
"""Reference system of the data: NAD 83, degrees, longitude first."""
ABOUT: Final = "about"
_MAKERS: Final = {
    counties.NAME: counties.counties,
    "facilities": places.facilities,
    "teams": exports_evidence.teams,
    "regions": places.regions,
    "sources": exports_evidence.sources,
    "findings": exports_evidence.findings,
}
LAYERS: Final = (*_MAKERS, ABOUT)
"""Names of the layers; `about` says of what day and data the others are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Layers of one day and one state of the data. `about` is among the layers where asked for."""

    as_of: str
    data_sha256: str
    title: str
    attribution: str
    layers: tuple[Layer, ...]


def build(
    assessment: Assessment,
    access: Access,
    names: tuple[str, ...] = LAYERS,
) -> Bundle:
    """Return the layers of the names, in the order of `LAYERS`.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use, or names other counties than counties.csv.
    ValueError
        For a name that is none of `LAYERS`, and for measures of another day or other data.
    """
    if not set(names) <= set(LAYERS):
        raise ValueError(f"the layers are {', '.join(LAYERS)}")
    stamps = [(one.as_of, one.data_sha256) for one in (assessment, access)]
    if stamps[0] != stamps[1]:
        raise ValueError("the measures are to be of the verdicts' day and data")
    shapes = frames.counties(assessment).geometry
    given = Given(
        assessment=assessment,
        access=access,
        shapes=dict(zip(shapes.index, shapes, strict=True)),
        teams=evidence.providers(assessment.evidence),
    )
    made = [make(given) for make in _MAKERS.values()]
    made.append(_about(given, made))
    return Bundle(
        as_of=assessment.as_of.isoformat(),
        data_sha256=assessment.data_sha256,
        title=_title(assessment.catalog),
        attribution=_ATTRIBUTION,
        layers=tuple(one for one in made if one.name in names),
    )


_ATTRIBUTION = (
    "Shapes and people: U.S. Census Bureau. Points of towns: GeoNames (geonames.org), CC BY 4.0. "
    "Facts: the publications in the layer sources."
)


def _title(catalog: Catalog) -> str:
    return f"{catalog.services.study_area.name}: coverage of crisis services, on what evidence"


def _about(given: Given, others: Sequence[Layer]) -> Layer:
    lines = {
        "title": _title(given.assessment.catalog),
        "as_of": given.assessment.as_of.isoformat(),
        "data_sha256": given.assessment.data_sha256,
        "made_with": f"ms-crisis-coverage {_version()}",
        "coverage": (
            "Covered: a source names the county (listed) or its region (region). Claimed: only a "
            "general sentence speaks for it; that is not covered. Gap: a list that is meant to be "
            "complete leaves it out. Unknown: nothing speaks for or against it. "
            f"{BY_DISTANCE} Its basis is measured."
        ),
        "flags": (
            "stale: the evidence is older than its source's age limit. disputed: sources contradict "
            "each other. weak: rests on a region membership that was inferred, not read."
        ),
        "distances": f"Every distance is a {given.access.method}.",
        "low_and_high": (
            "The least and the most with each unit anywhere within its radius, and with disputed "
            "units there or not. They hold for the points at which people were taken to live, which "
            "have an error of their own."
        ),
        "beds_in_reach": (
            "Beds for 100,000 people by two-step floating catchments of "
            f"{given.access.state.bed_access.limit_miles:g} straight-line miles, plain and enhanced "
            "by zones; whom no unit reaches counts as 0. The low figure takes unknown beds and those "
            "of disputed units as none, the high figure unknown beds as the most that any unit has, "
            "which is an assumption. The range is one of beds alone: units and people stand at "
            "their points."
        ),
        "people": "Column people: 2020 Census. Measures: see demand.",
        "demand": sentences.demand(given.access.demand),
        "empty_cells": "An empty cell says nothing, none or not known; unknown beds are not 0.",
        "coordinates": (
            f"{CRS} (NAD 83), degrees, longitude first. In GeoJSON the same numbers stand as WGS 84, "
            "which agrees with it within 1 to 2 m."
        ),
        "counties_in_no_region": places.left_out(given),
        "attribution": _ATTRIBUTION,
        **{f"layer_{one.name}": one.about for one in others},
        "in_an_emergency": "Call 911. In a crisis call or text 988.",
    }
    return layer(
        ABOUT,
        "What these data are, and of which day.",
        [text("what", lambda one: one[0]), text("is", lambda one: one[1])],
        lines.items(),
    )


def _version() -> str:
    try:
        return metadata.version("ms-crisis-coverage")
    except metadata.PackageNotFoundError:
        return "(not installed)"
