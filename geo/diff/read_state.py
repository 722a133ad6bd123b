"""Reads one side of a comparison: a data folder, an export, or the JSON of `verify`."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Basis, Catalog, Facility
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence
from geo.diff import read_bytes, read_verdicts
from geo.diff.records import CountyRow, Provider, Snapshot, SnapshotKind, Verdict
from geo.errors import DataError

__all__ = ["SUFFIXES", "of_catalog", "peopled", "read"]

JSON: Final = ".json"
SUFFIXES: Final = (".csv", ".geojson", ".gpkg", ".parquet", ".xlsx", JSON)
"""Of the files that are read."""


def read(path: Path, as_of: dt.date | None = None) -> Snapshot:
    """Return the state of the data that a folder or a file holds.

    Parameters
    ----------
    path : Path
        A data folder; a file that `export` wrote, with the layer counties; or the JSON that
        `verify` prints.
    as_of : datetime.date, optional
        The day to judge a folder by, without it the machine's; a file has its own.

    Raises
    ------
    DataError
        If it is not fit for use, with every problem, or of another kind. Its problems name the
        file with the folder that was given: each side may have a file of that name.
    """
    home = path if path.is_dir() else path.parent
    try:
        return _read(path, as_of)
    except DataError as error:
        told = [replace(one, file=str(home / one.file)) for one in error.problems]
        raise DataError(told) from error


def _read(path: Path, as_of: dt.date | None) -> Snapshot:
    if path.is_dir():
        return of_catalog(load.load(path), as_of, str(path))
    ending = path.suffix.lower()
    if ending == JSON:
        return read_verdicts.read(path)
    if ending not in SUFFIXES:
        if not path.exists():
            read_bytes.refuse(path.name, "no-file", "there is no such folder or file")
        message = f"a data folder is expected, or a file that ends in {', '.join(SUFFIXES)}"
        read_bytes.refuse(path.name, "unknown-suffix", message)
    # What reads files of maps takes longer to load than two folders to compare.
    from geo.diff import read_export, read_table

    return read_export.side(read_table.READERS[ending](path), str(path))


def of_catalog(known: Catalog, as_of: dt.date | None, name: str) -> Snapshot:
    """Return the side that a data folder describes on a day."""
    assessment = assess.verify(known, as_of)
    day = assessment.as_of
    regions = assessment.evidence.regions
    return Snapshot(
        name=name,
        kind=SnapshotKind.FOLDER,
        as_of=day,
        data_sha256=known.data_sha256,
        counties={
            one.geoid: CountyRow(
                geoid=one.geoid,
                name=one.name,
                people=one.people,
                region=" or ".join(str(held.region) for held in regions[one.geoid]),
            )
            for one in known.counties
        },
        standards={one.id: one.title for one in assessment.standards},
        verdicts={
            (one.geoid, one.standard): Verdict(status=one.status, basis=one.basis, flags=one.flags)
            for one in assessment.findings
        },
        services=frozenset(one.id for one in known.services.service_types),
        providers=_providers(assessment),
    )


def peopled(side: Snapshot, known: Catalog) -> Snapshot:
    """Return a side that tells no people with those of a catalog's counties of its GEOIDs."""
    people = {one.geoid: one.people for one in known.counties}
    counties = {
        geoid: row if row.people is not None else replace(row, people=people.get(geoid))
        for geoid, row in side.counties.items()
    }
    return replace(side, counties=counties)


def _providers(assessment: Assessment) -> dict[tuple[str, str], Provider]:
    units = {one.id: one for one in assessment.catalog.services.facilities}
    reach: dict[tuple[str, str], dict[str, Basis]] = {}
    first: dict[tuple[str, str], Evidence] = {}
    for (kind, geoid), some in evidence.providers(assessment.evidence).items():
        for one in some:
            key = (kind, one.service_id)
            first.setdefault(key, one)
            reach.setdefault(key, {})[geoid] = one.basis
    return {key: _provider(first[key], reach[key], units.get(key[1])) for key in first}


def _provider(one: Evidence, reach: dict[str, Basis], unit: Facility | None) -> Provider:
    return Provider(
        service=one.service,
        id=one.service_id,
        title=one.title,
        unit=unit is not None,
        phone=one.phone,
        reach=reach,
        city=unit.city if unit else None,
        lon=unit.lon if unit else None,
        lat=unit.lat if unit else None,
    )
