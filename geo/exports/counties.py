"""The layer of counties: verdicts, teams with their numbers, region, people, measures."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Final

from geo.catalog.records import County
from geo.coverage.findings import Evidence, Finding
from geo.exports import measures
from geo.exports.records import Given, PlacedCounty
from geo.exports.table import Field, Layer, inside, layer, number, text, whole, yes_no

__all__ = [
    "BASES",
    "BASIS",
    "BETWEEN",
    "FLAGS",
    "IDS",
    "NAME",
    "NO_NUMBER",
    "PHONES",
    "STATUS",
    "TEAM",
    "UNIT",
    "counties",
]

NAME: Final = "counties"
BETWEEN: Final = "; "
"""Parts the entries of a cell that holds several."""
NO_NUMBER: Final = "none listed"
"""Stands in a list of telephone numbers for a team that a source names without one."""
STATUS, BASIS, FLAGS = "status_", "basis_", "flags_"
"""Before a standard's id: the columns of its verdict."""
TEAM, UNIT = "team", "unit"
"""Begin the columns of who reaches the county: a team or line, or a unit that people go to."""
IDS, BASES, PHONES = "_ids_", "_bases_", "_phones_"
"""Between `TEAM` or `UNIT` and a service type's id: lists of one length, in one order."""


def counties(given: Given) -> Layer:
    """Return one row per county, by GEOID, with the full shapes."""
    return layer(
        NAME,
        "One row for each county: verdicts, teams and their numbers, region, people, measures.",
        [*_head(), *_verdicts(given), *_reaching(given), *_measured(given)],
        _records(given),
        [given.shapes[one.geoid] for one in given.assessment.catalog.counties],
    )


def _records(given: Given) -> list[PlacedCounty]:
    found: dict[str, dict[str, Finding]] = {
        one.geoid: {} for one in given.assessment.catalog.counties
    }
    for one in given.assessment.findings:
        found[one.geoid][one.standard] = one
    teams: dict[str, dict[str, tuple[Evidence, ...]]] = {geoid: {} for geoid in found}
    for (kind, geoid), evidence in given.teams.items():
        teams[geoid][kind] = evidence
    areas = {one.counties[0]: one for one in given.access.counties}
    return [
        PlacedCounty(
            county=one,
            regions=given.assessment.evidence.regions[one.geoid],
            settled=given.settled(one.geoid),
            findings=found[one.geoid],
            teams=teams[one.geoid],
            area=areas[one.geoid],
        )
        for one in given.assessment.catalog.counties
    ]


def _head() -> list[Field[PlacedCounty]]:
    of: Callable[[PlacedCounty], County] = attrgetter("county")
    return [
        text("geoid", lambda one: of(one).geoid),
        text("county", lambda one: of(one).name),
        text("region", lambda one: " or ".join(str(held.region) for held in one.regions)),
        yes_no("region_is_certain", lambda one: one.settled),
        whole("people", lambda one: of(one).people),
        number("land_sq_mi", lambda one: of(one).land_sq_mi),
        whole("rucc", lambda one: of(one).rucc),
    ]


def _verdicts(given: Given) -> list[Field[PlacedCounty]]:
    return [field for one in given.assessment.standards for field in _verdict(one.id)]


def _verdict(standard: str) -> list[Field[PlacedCounty]]:
    return [
        text(f"{STATUS}{standard}", lambda row: row.findings[standard].status),
        text(f"{BASIS}{standard}", lambda row: row.findings[standard].basis),
        text(f"{FLAGS}{standard}", lambda row: BETWEEN.join(row.findings[standard].flags)),
    ]


def _reaching(given: Given) -> Iterator[Field[PlacedCounty]]:
    """Yield who reaches a county: teams and lines, and apart from them units that people go to."""
    units = {one.id: one.type for one in given.assessment.catalog.services.facilities}
    staffed = {one.type for one in given.assessment.catalog.services.services}
    for kind in given.assessment.catalog.services.service_types:
        if kind.id in units.values():
            yield from _lists(UNIT, kind.id, lambda one: one.service_id in units)
        if kind.id in staffed or kind.id not in units.values():
            yield from _lists(TEAM, kind.id, lambda one: one.service_id not in units)


def _lists(
    who: str, kind: str, wanted: Callable[[Evidence], bool]
) -> Iterator[Field[PlacedCounty]]:
    def listed(entry: Callable[[Evidence], str]) -> Callable[[PlacedCounty], str]:
        return lambda row: BETWEEN.join(
            entry(one) for one in row.teams.get(kind, ()) if wanted(one)
        )

    yield text(f"{who}s_{kind}", listed(lambda one: one.title.replace(BETWEEN, ", ")))
    yield text(f"{who}{IDS}{kind}", listed(lambda one: one.service_id))
    yield text(f"{who}{BASES}{kind}", listed(lambda one: one.basis))
    yield text(f"{who}{PHONES}{kind}", listed(lambda one: one.phone or NO_NUMBER))


def _measured(given: Given) -> list[Field[PlacedCounty]]:
    return [inside(one, lambda row: row.area) for one in measures.fields(given.access)]
