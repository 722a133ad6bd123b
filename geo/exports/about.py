"""The layer that says what an export is, and of which day and data."""

from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Final

from geo.access import sentences
from geo.access.frames import CRS
from geo.coverage.calls import StatewideCall
from geo.coverage.sentences import BY_DISTANCE
from geo.exports import places
from geo.exports.records import ExportContext
from geo.exports.table import Layer, layer, text

__all__ = ["ATTRIBUTION", "NAME", "about", "title"]

NAME: Final = "about"
ATTRIBUTION: Final = (
    "Shapes and people: U.S. Census Bureau. Points of towns: GeoNames (geonames.org), CC BY 4.0. "
    "Facts: the publications in the layer sources."
)
_COVERAGE = (
    "Covered: a source names the county (listed) or its region (region), or the region's center named "
    "the county when it was asked (confirmed, with the day in confirmed_on). Claimed: only a "
    "general sentence speaks for it; that is not covered. Gap: a list that is meant to be "
    "complete leaves it out. Unknown: nothing speaks for or against it. "
    f"{BY_DISTANCE} Its basis is measured."
)
_FLAGS = (
    "stale: the evidence is older than its source's age limit. disputed: sources contradict "
    "each other. weak: rests on a region membership that was inferred, not read."
)
_LOW_AND_HIGH = (
    "The least and the most with each unit anywhere within its radius, and with disputed "
    "units there or not. They hold for the points at which people were taken to live, which "
    "have an error of their own."
)
_BEDS_IN_REACH = (
    "Beds for 100,000 people by two-step floating catchments of {:g} straight-line miles, plain and "
    "enhanced by zones; whom no unit reaches counts as 0. The low figure takes unknown beds and "
    "those of disputed units as none, the high figure unknown beds as the most that any unit has, "
    "which is an assumption. The range is one of beds alone: units and people stand at their points."
)
_COORDINATES = (
    f"{CRS} (NAD 83), degrees, longitude first. In GeoJSON the same numbers stand as WGS 84, "
    "which agrees with it within 1 to 2 m."
)


def title(context: ExportContext) -> str:
    """Return the title of an export."""
    area = context.catalog.services.study_area
    return f"{area.name}: coverage of crisis services, on what evidence"


def _known_on(context: ExportContext) -> dict[str, str]:
    """Return the last day of which records of answers were taken in, where that was limited."""
    day = context.assessment.known_on
    return {"known_on": day.isoformat()} if day else {}


def about(context: ExportContext, others: Iterable[Layer]) -> Layer:
    """Return one row per statement on the export, its terms and each other layer."""
    access = context.access
    statements: Mapping[str, str] = {
        "title": title(context),
        "as_of": context.assessment.as_of.isoformat(),
        **_known_on(context),
        "data_sha256": context.assessment.data_sha256,
        "made_with": f"ms-crisis-coverage {_version()}",
        "coverage": _COVERAGE,
        "flags": _FLAGS,
        "distances": f"Every distance is a {access.method}.",
        "low_and_high": _LOW_AND_HIGH,
        "beds_in_reach": _BEDS_IN_REACH.format(access.state.bed_access.limit_miles),
        "people": "Column people: 2020 Census. Measures: see demand.",
        "demand": sentences.demand(access.demand),
        "empty_cells": "An empty cell says nothing, none or not known; unknown beds are not 0.",
        "coordinates": _COORDINATES,
        "counties_in_no_region": places.left_out(context),
        "attribution": ATTRIBUTION,
        **{f"layer_{other.name}": other.about for other in others},
        "in_an_emergency": " ".join(map(_call, context.assessment.statewide)),
    }
    return layer(
        NAME,
        "What these data are, and of which day.",
        {"what": text(statements.keys()), "is": text(statements.values())},
    )


def _call(call: StatewideCall) -> str:
    return f"{call.title}: {' '.join(way.how for way in call.reach)}"


def _version() -> str:
    try:
        return metadata.version("ms-crisis-coverage")
    except metadata.PackageNotFoundError:
        return "(not installed)"
