"""Reads one state of the data: a data folder, an export, or the JSON of `verify`."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from geo.access import assess
from geo.access.gaps import FAR_MILES
from geo.catalog import load, raw_file
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog, Evaluation
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.diff import read_verdicts
from geo.diff.snapshot import (
    CountyRow,
    Near,
    Provider,
    Snapshot,
    SnapshotKind,
    Verdict,
    by_type_and_id,
)
from geo.errors import DataError, Problem, Problems

__all__ = [
    "SUFFIXES",
    "of_assessment",
    "of_bytes",
    "of_catalog",
    "read",
    "with_people",
    "with_titles",
]

JSON: Final = ".json"
SUFFIXES: Final = (".csv", ".geojson", ".gpkg", ".parquet", ".xlsx", JSON)
"""Of the files that are read."""
MAX_BYTES: Final = 256_000_000
"""Of a file in a folder."""


def read(path: StrPath, as_of: dt.date | None = None, known_on: dt.date | None = None) -> Snapshot:
    """Return the state of the data that a folder or a file holds.

    Parameters
    ----------
    path : path
        A data folder; a file that `export` wrote, with the layer counties; or the JSON that
        `verify` prints.
    as_of : datetime.date, optional
        The day to judge a folder by, without it `Catalog.today`; a file has its own.
    known_on : datetime.date, optional
        The last day of which a folder's records of answers count; without it all do.

    Raises
    ------
    DataError
        If it is not fit for use, with every problem, or of another kind. Its problems name the
        file with the folder that was given: two states may have files of the same name.
    """
    given = Path(path)
    home = given if given.is_dir() else given.parent
    try:
        return _read(given, as_of, known_on)
    except DataError as error:
        raise DataError(_at(home, error.problems)) from error


def _at(home: Path, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems whose files are named with their folder."""
    return tuple(replace(problem, file=str(home / problem.file)) for problem in problems)


def _read(path: Path, as_of: dt.date | None, known_on: dt.date | None) -> Snapshot:
    if path.is_dir():
        catalog = load.load(path)
        snapshot = of_catalog(catalog, as_of, str(path), known_on)
        return replace(snapshot, warnings=_at(path, catalog.warnings))
    problems = Problems(path.name)
    if not path.exists():
        problems.refuse("no-file", "there is no such folder or file")
    _check_suffix(path.name, problems)
    return of_bytes(raw_file.read_bytes(path, MAX_BYTES, problems), str(path))


def of_bytes(raw: bytes, name: str) -> Snapshot:
    """Return the state of the data that the bytes of a file hold, read in memory by the name's suffix.

    Raises
    ------
    DataError
        As `read`; its problems name the file without its folder.
    """
    problems = Problems(Path(name).name)
    ending = _check_suffix(name, problems)
    if ending == JSON:
        return read_verdicts.read(raw, name, problems)
    # What reads files of maps takes longer to load than two folders to compare.
    from geo.diff import read_export

    return read_export.read(raw, name, ending, problems)


def _check_suffix(name: str, problems: Problems) -> str:
    ending = Path(name).suffix.lower()
    if ending not in SUFFIXES:
        message = f"a data folder is expected, or a file that ends in {', '.join(SUFFIXES)}"
        problems.refuse("unknown-suffix", message)
    return ending


def of_catalog(
    catalog: Catalog, as_of: dt.date | None, name: str, known_on: dt.date | None = None
) -> Snapshot:
    """Return the snapshot of a data folder on a day, without one on `Catalog.today`."""
    return of_assessment(assess.verify(catalog, as_of, known_on), name)


def of_assessment(assessment: Assessment, name: str) -> Snapshot:
    """Return the snapshot of a data folder that was judged."""
    catalog, regions = assessment.catalog, assessment.evidence.regions
    return Snapshot(
        name=name,
        kind=SnapshotKind.FOLDER,
        as_of=assessment.as_of,
        data_sha256=catalog.data_sha256,
        counties={
            county.geoid: CountyRow(
                geoid=county.geoid,
                name=county.name,
                people=county.people,
                region=" or ".join(str(member.region) for member in regions[county.geoid]),
            )
            for county in catalog.counties
        },
        standards={standard.id: standard.title for standard in assessment.standards},
        verdicts={
            (finding.geoid, finding.standard): Verdict(
                status=finding.status, basis=finding.basis, flags=finding.flags
            )
            for finding in assessment.findings
        },
        services=frozenset(kind.id for kind in catalog.services.judged_types()),
        service_titles=_service_titles(catalog),
        providers=by_type_and_id(_providers(assessment)),
        statewide={
            call.service: (call.title, call.phone) for call in assessment.statewide if call.rules
        },
        distance_tests=frozenset(
            standard.id
            for standard in assessment.standards
            if standard.evaluation is Evaluation.WITHIN
        ),
        near=_near(assessment),
    )


def _near(assessment: Assessment) -> Near | None:
    found = assess.people_within(assessment, FAR_MILES)
    if found.value is None or found.low is None or found.high is None:
        return None
    return Near(
        limit_miles=FAR_MILES,
        people=round(found.value),
        low=round(found.low),
        high=round(found.high),
    )


def with_titles(snapshot: Snapshot, catalog: Catalog) -> Snapshot:
    """Return a snapshot with a catalog's titles of the standards and types that it has only the ids of."""
    titles = {standard.id: standard.title for standard in catalog.services.standards}
    standards = {
        key: titles.get(key, title) if title == key else title
        for key, title in snapshot.standards.items()
    }
    services = _service_titles(catalog) | dict(snapshot.service_titles)
    return replace(snapshot, standards=standards, service_titles=services)


def _service_titles(catalog: Catalog) -> dict[str, str]:
    return {kind.id: kind.name for kind in catalog.services.service_types}


def with_people(snapshot: Snapshot, catalog: Catalog) -> Snapshot:
    """Return a snapshot with the people of a catalog's counties where it tells none itself."""
    people = {county.geoid: county.people for county in catalog.counties}
    counties = {
        geoid: row if row.people is not None else replace(row, people=people.get(geoid))
        for geoid, row in snapshot.counties.items()
    }
    return replace(snapshot, counties=counties)


def _providers(assessment: Assessment) -> Iterator[Provider]:
    units = {unit.id: unit for unit in assessment.catalog.services.facilities}
    for (kind, geoid), serving in evidence.providers(assessment.evidence).items():
        for provider in serving:
            unit = units.get(provider.service_id)
            yield Provider(
                service=kind,
                id=provider.service_id,
                title=provider.title,
                unit=unit is not None,
                phone=provider.phone,
                reach={geoid: provider.basis},
                city=unit.city if unit else None,
                lon=unit.lon if unit else None,
                lat=unit.lat if unit else None,
            )
