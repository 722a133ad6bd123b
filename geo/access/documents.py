"""What `verify`, `county` and `access` say for programs, as JSON values."""

from dataclasses import fields
from typing import Any

from geo.access.records import Access, Area
from geo.catalog import left_out
from geo.catalog.records import Catalog, County
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.jsonable import jsonable
from geo.text import listing

__all__ = ["county", "distances", "no_such_region", "verification"]


def verification(catalog: Catalog, assessment: Assessment) -> dict[str, Any]:
    """Return every county against every standard, and what the data does without."""
    whole: dict[str, Any] = jsonable(assessment)
    return whole | {"lacking": left_out.sentences(catalog)}


def county(assessment: Assessment, asked: County, access: Access | None) -> dict[str, Any]:
    """Return everything known about one county; without `access` no way to its region's own unit."""
    # Imported here: the text of `county` does without it.
    from geo.access import transport

    area = access.county(asked.geoid) if access else None
    way = transport.transport(assessment, access, area) if access and area else None
    whole: dict[str, Any] = jsonable(county_profile(assessment, asked))
    return whole | {"transport": jsonable(way)}


def distances(access: Access, area: Area | None = None) -> dict[str, Any]:
    """Return the measures of the state, its regions and counties, or of one county alone."""
    whole = {field.name: getattr(access, field.name) for field in fields(access)}
    if area:
        whole |= {"counties": (area,)}
        del whole["regions"], whole["state"]
    document: dict[str, Any] = jsonable(whole)
    return document


def no_such_region(numbers: list[int], assessment: Assessment) -> str:
    """Return which of these regions have no county on the day and which do, in words; "" where all have."""
    memberships = assessment.evidence.regions.values()
    known = {membership.region for of_county in memberships for membership in of_county}
    strays = sorted(set(numbers) - known)
    if not strays:
        return ""
    which = f"the regions that have counties are {listing(list(map(str, sorted(known))))}"
    return (
        f"{' '.join(map(str, strays))}: on {assessment.as_of} "
        f"{which if known else 'the data puts no county in a region'}"
    )
