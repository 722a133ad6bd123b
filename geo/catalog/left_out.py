"""What a data folder may do without, and what answers then lack, in plain sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from geo.catalog import folder
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog

__all__ = [
    "FILES",
    "NUMBERS",
    "OF_COUNTY",
    "OF_DISTANCE",
    "PLACES",
    "QUESTIONS",
    "REGIONS",
    "UNITS",
    "ZIPS",
    "of",
    "sentences",
]

ZIPS, PLACES = "zips.csv", "places.csv"
FILES: Mapping[str, str] = MappingProxyType(
    {
        ZIPS: "This data has no list of ZIP Codes, so we cannot look one up. Distances are from each "
        "county's center of population.",
        PLACES: "This data has no list of towns, so we cannot look one up.",
        "zip_cells.geojson": "This data has no shapes of ZIP Codes, so each is a circle.",
        "zip_states.csv": "This data does not say which state a ZIP Code is in.",
        "context_states.geojson": "This data has no outlines of other states, so maps show none.",
        "context_rivers.geojson": "This data has no rivers, so maps show none.",
        "context_cities.geojson": "This data has no large towns, so maps name none.",
    }
)
"""By file that may be left out what is missing without it."""
_OF_ZIPS = ("zip_cells.geojson", "zip_states.csv")
REGIONS, UNITS, NUMBERS, QUESTIONS = "regions", "facilities", "statewide", "standards"
"""Sections of services.yaml that may be empty."""
OF_COUNTY, OF_DISTANCE = (REGIONS, NUMBERS, QUESTIONS), (ZIPS, REGIONS)
"""What matters to the answers on one county, and to distances."""
_SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        REGIONS: "This data names no regions, so no county is in one.",
        UNITS: "This data names no crisis unit, so we know no distance to one.",
        NUMBERS: "This data names no number for the whole state. Call 911 in an emergency. Call or text "
        "988 in a crisis.",
        QUESTIONS: "This data asks no question of each county, so no county has an answer.",
    }
)


def of(home: StrPath) -> tuple[str, ...]:
    """Return the files of `FILES` that a data folder does without."""
    files = folder.files(home)
    return tuple(name for name in FILES if not files[name].exists)


def sentences(catalog: Catalog, *only: str) -> tuple[str, ...]:
    """Return what the data lacks and what follows; `only` of these files and sections, else of all."""
    services = catalog.services
    files = [name for name in catalog.left_out if name not in _OF_ZIPS]
    if ZIPS not in catalog.left_out:
        files = list(catalog.left_out)
    there = {
        REGIONS: bool(services.regions),
        UNITS: bool(services.facilities),
        NUMBERS: bool(services.statewide)
        or any(service.catchment.statewide for service in services.services),
        QUESTIONS: bool(services.standards),
    }
    lacking = {name: FILES[name] for name in files}
    lacking |= {name: words for name, words in _SECTIONS.items() if not there[name]}
    return tuple(words for name, words in lacking.items() if not only or name in only)
