"""The layer of counties: verdicts, teams with their numbers, region, people, measures."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from geo.coverage.findings import Evidence
from geo.exports import measures
from geo.exports.records import ExportContext, other_phones
from geo.exports.table import Columns, Layer, layer, number, text, whole, yes_no

__all__ = [
    "BASES",
    "BASIS",
    "BETWEEN",
    "FLAGS",
    "IDS",
    "NAME",
    "NO_NUMBER",
    "OTHER_PHONES",
    "PHONES",
    "STANDARDS",
    "STATUS",
    "TEAM",
    "TYPES",
    "UNIT",
    "counties",
]

NAME: Final = "counties"
BETWEEN: Final = "; "
"""Separates the entries of a cell that holds several."""
NO_NUMBER: Final = "none listed"
"""Stands in a list of telephone numbers for a team that a source names without one."""
STATUS, BASIS, FLAGS = "status_", "basis_", "flags_"
"""Before a standard's name: the columns of its verdict."""
TEAM, UNIT = "team", "unit"
"""Begin the columns of who reaches the county: a team or line, or a unit that people go to."""
IDS, BASES, PHONES = "_ids_", "_bases_", "_phones_"
"""Between `TEAM` or `UNIT` and a service type's name: lists of one length, in one order."""
OTHER_PHONES: Final = "_other_phones_"
"""Stands there too: numbers that other sources give, each with its team or unit."""
STANDARDS, TYPES = "standard_ids", "service_type_ids"
"""Columns of the ids whose names, by `table.names_of`, stand in the names of the columns above."""


def counties(context: ExportContext) -> Layer:
    """Return one row per county, by GEOID, with the full shapes."""
    areas = {area.counties[0]: area for area in context.access.counties}
    geoids = context.counties.index
    return layer(
        NAME,
        "One row for each county: verdicts, teams and their numbers, region, people, measures.",
        _head(context),
        _verdicts(context),
        _serving(context),
        measures.columns(context, [areas[geoid] for geoid in geoids]),
        _ids(context),
        shapes=list(context.counties.geometry),
    )


def _head(context: ExportContext) -> Columns:
    counties = context.counties
    return {
        "geoid": text(counties.index),
        "county": text(counties["name"]),
        "region": text(counties["region"]),
        "region_is_certain": yes_no(map(context.is_settled, counties.index)),
        "people": whole(counties["people"]),
        "land_sq_mi": number(counties["land_sq_mi"]),
        "rucc": whole(county.rucc for county in context.catalog.counties),
    }


def _verdicts(context: ExportContext) -> Columns:
    columns = {}
    for standard, name in context.standard_names.items():
        findings = context.assessment.of(standard)
        columns[f"{STATUS}{name}"] = text(finding.status for finding in findings)
        columns[f"{BASIS}{name}"] = text(finding.basis for finding in findings)
        columns[f"{FLAGS}{name}"] = text(BETWEEN.join(finding.flags) for finding in findings)
    return columns


def _serving(context: ExportContext) -> Columns:
    """Return who reaches a county: teams and lines, and apart from them units that people go to."""
    services = context.catalog.services
    units = {unit.id: unit.type for unit in services.facilities}
    staffed = {service.type for service in services.services}
    columns: dict[str, Any] = {}
    for kind, name in context.type_names.items():
        serving = [context.serving.get((kind, geoid), ()) for geoid in context.counties.index]
        if kind in units.values():
            columns |= _lists(UNIT, name, serving, lambda provider: provider.service_id in units)
        if kind in staffed or kind not in units.values():
            columns |= _lists(
                TEAM, name, serving, lambda provider: provider.service_id not in units
            )
    return columns


def _ids(context: ExportContext) -> Columns:
    """Return the ids as JSON has them: the same in every row, as a table has no other place."""
    rows = len(context.counties)
    return {
        STANDARDS: text([BETWEEN.join(context.standard_names)] * rows),
        TYPES: text([BETWEEN.join(context.type_names)] * rows),
    }


def _lists(
    who: str, name: str, serving: Sequence[Sequence[Evidence]], wanted: Callable[[Evidence], bool]
) -> Columns:
    def listed(entry: Callable[[Evidence], str]) -> Any:
        return text(BETWEEN.join(map(entry, filter(wanted, evidence))) for evidence in serving)

    return {
        f"{who}s_{name}": listed(lambda provider: provider.title.replace(BETWEEN, ", ")),
        f"{who}{IDS}{name}": listed(lambda provider: provider.service_id),
        f"{who}{BASES}{name}": listed(lambda provider: provider.basis),
        f"{who}{PHONES}{name}": listed(lambda provider: provider.phone or NO_NUMBER),
        f"{who}{OTHER_PHONES}{name}": text(
            BETWEEN.join(
                f"{provider.title}: {other_phones(provider.other_numbers)}"
                for provider in filter(wanted, evidence)
                if provider.other_numbers
            )
            for evidence in serving
        ),
    }
