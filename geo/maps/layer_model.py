"""The parts of the state map's layers: what a layer says of every county, and how it says it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd

from geo.access import frames
from geo.catalog.records import Catalog, Confidence, Flag
from geo.coverage import evidence as coverage_evidence
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence, RegionMembership
from geo.maps import styles
from geo.maps.styles import Style

__all__ = [
    "FLAG_WORDS",
    "NOT_FIRM",
    "REGION_MOVED",
    "Cell",
    "Entry",
    "Kind",
    "Layer",
    "LayerData",
    "MapContext",
    "flag_notes",
    "ground",
    "sources_of",
]

# A stale source is told once, below the map: it mostly concerns all counties alike.
FLAG_WORDS: Final[Mapping[Flag, str]] = {flag: flag.label for flag in (Flag.WEAK, Flag.DISPUTED)}


NOT_FIRM: Final = frozenset((Confidence.WEAK, Confidence.RECALLED))
"""How a membership is shown where nobody states or reports it."""
REGION_MOVED: Final = "the day on which it moved is not known"
_NAMED_AT_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MapContext:
    """What every layer is drawn from; `counties` is the joined frame of `geo.access.frames.counties`."""

    assessment: Assessment
    counties: gpd.GeoDataFrame
    serving: Mapping[tuple[str, str], tuple[Evidence, ...]]
    memberships: Mapping[str, tuple[RegionMembership, ...]]
    beside: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One line of a legend: a style and what it means.

    `said` is what a county of this kind is told to be, `mark` is written on the map as well. Where
    it is `named`, the map has the names of its counties at every size. A kind that is `within`
    another has no line of its own: the other's counts it.
    """

    key: str
    name: str
    words: str
    said: str
    look: Style
    mark: str = ""
    named: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a layer says about one county: the key of its kind, on what basis, with which flags."""

    kind: str
    detail: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerData:
    """A layer drawn: a cell for each county, by GEOID, and all that is said around the map.

    `signs` explains patterns that several kinds share, as (look, words).
    """

    question: str
    sentence: str
    kinds: tuple[Kind, ...]
    cells: Mapping[str, Cell]
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()
    signs: tuple[tuple[Style, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer to choose; `draw` is called with `about` only where a map is made."""

    id: str
    title: str
    group: str
    about: str
    draw: Callable[[MapContext, str], LayerData]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A layer, or with `each` one for every (id, title) that it finds in the data."""

    id: str
    title: str
    draw: Callable[[MapContext, str], LayerData]
    each: Callable[[Catalog], Iterable[tuple[str, str]]] | None = None


def ground(assessment: Assessment) -> MapContext:
    """Return what the layers are drawn from, on the date of the assessment.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    counties = frames.counties(assessment, display=True)
    return MapContext(
        assessment=assessment,
        counties=counties,
        serving=coverage_evidence.providers(assessment.evidence),
        memberships=assessment.evidence.regions,
        beside=styles.neighbors(counties),
    )


def sources_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the ids of the sources behind facts and memberships, each once."""
    sources: dict[str, None] = {}
    for fact in evidence:
        sources[fact.source] = None
        if fact.membership:
            sources[fact.membership.source] = None
    return tuple(sources)


def flag_notes(context: MapContext, cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return a sentence for each flag but stale: which counties have it."""
    notes = []
    for flag, words in FLAG_WORDS.items():
        names = [
            context.counties["name"][geoid] for geoid, cell in cells.items() if flag in cell.flags
        ]
        if names:
            named = ", ".join(names) if len(names) <= _NAMED_AT_MOST else f"{len(names)} counties"
            notes.append(f"{named}: {words}.")
    return tuple(notes)
