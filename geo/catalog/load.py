"""Reads the data folder into one checked Catalog, or says everything that is wrong with it."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from geo.catalog import (
    clock,
    confirmations,
    context,
    county_shapes,
    county_table,
    demand_error,
    folder,
    left_out,
    placement,
    placetables,
    raw_file,
    record_rules,
    references,
    schema,
    spanish,
    yamltree,
    zipcells,
)
from geo.catalog.context import Context
from geo.catalog.county_shapes import CountyShape
from geo.catalog.county_table import CountyTable
from geo.catalog.dates import machine_date
from geo.catalog.folder import Files
from geo.catalog.gazetteer import Gazetteer
from geo.catalog.problem_report import Report
from geo.catalog.raw_file import HeldFile, StrPath
from geo.catalog.records import Catalog, Confirmations, Services
from geo.catalog.rings import Ring
from geo.catalog.spanish import Spanish
from geo.catalog.unreadable import Unreadable
from geo.errors import DataError, Problem, Problems
from geo.text import county_title

__all__ = ["load"]

_NONE: Mapping[str, Any] = MappingProxyType({})
_T = TypeVar("_T")
_P = ParamSpec("_P")


def load(
    data_dir: StrPath | None = None,
    *,
    today: dt.date | None = None,
    strict: bool = False,
) -> Catalog:
    """Return the checked content of a data folder.

    Parameters
    ----------
    data_dir : path, optional
        Folder with services.yaml, counties.csv and, for maps and look-ups, the other files of
        `folder.HASHED`; without it the bundled data. Every file is read once; a `folder.Files` is not
        read again.
    today : datetime.date, optional
        The date by this computer's clock; without it the clock is asked.
    strict : bool
        For whoever edits the data: what else is only `Catalog.missing` or a warning is an error.

    Raises
    ------
    DataError
        Where services.yaml, confirmations.yaml or counties.csv has a problem: with every problem of
        all files, each with file, line, rule and value.
    """
    home = folder.default_dir() if data_dir is None else Path(data_dir)
    fault = folder.fault(home)
    if fault:
        # By its name alone, as files are: this is shown on pages too.
        Problems(home.name).refuse("no-folder", fault, where="folder")
    files = folder.files(home if data_dir is None else data_dir)
    table = county_table.read(files["counties.csv"])
    report = Report("services.yaml")
    services = _services(files[report.file], report)
    by_clock = today or machine_date()
    newest, dated = _check(report, table, by_clock, strict=strict)
    records = Report(confirmations.FILE)
    asked = _records(files, None if report else services, table, records)
    late = clock.check(records, max(by_clock, newest), None, strict=strict)
    parts = _Parts(files, table, None if report else services)
    read = parts.read(strict=strict)
    outlines = _outlines(read.county_shapes)
    aside = [problem for problems in parts.missing.values() for problem in problems]
    if services and not report and not table.problems:
        _check_places(services, table, outlines, report)
    if report or records or table.problems or services is None or (strict and aside):
        raise DataError(_in_order([*table.problems, *report, *records, *aside]))
    return Catalog(
        files=files,
        services=services,
        counties=table.counties,
        data_sha256=folder.sha256(files),
        geoid_by_name=_geoid_by_name(services, table),
        gazetteer=read.gazetteer,
        county_shapes=read.county_shapes,
        outlines=outlines,
        display_shapes=read.display_shapes,
        context=read.context,
        newest=newest,
        missing=MappingProxyType(parts.missing),
        warnings=(*dated, *late, *aside),
        left_out=parts.left_out,
        confirmations=asked,
        spanish=read.spanish,
    )


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.where))


def _check(
    report: Report, table: CountyTable, clock_says: dt.date, *, strict: bool
) -> tuple[dt.date, Problems]:
    """Check services.yaml as a whole; return the newest date that it states, and warnings."""
    latest = clock.newest(report)
    warnings = clock.check(report, clock_says, latest, strict=strict)
    newest = latest.day if latest else dt.date.min
    if report.entries:
        references.check(table.names, max(clock_says, newest), report)
    return newest, warnings


def _records(
    files: Files, services: Services | None, table: CountyTable, report: Report
) -> Confirmations:
    """Return what confirmations.yaml holds; problems go to the report."""
    names = set(table.names)
    if services:
        names |= {alias.alias for alias in services.study_area.aliases}
    with contextlib.suppress(DataError):  # which the report has
        return record_rules.read(files[report.file], services, names, report)
    return confirmations.NONE


class _Read(NamedTuple):
    """What only draws or looks up; a part whose file is broken raises its problems when used."""

    gazetteer: Gazetteer
    county_shapes: Mapping[str, CountyShape]
    display_shapes: Mapping[str, CountyShape]
    context: Context
    spanish: Spanish


class _Parts:
    """Reads what only draws or looks up; a file that is broken is set aside with its problems."""

    def __init__(self, files: Files, table: CountyTable, services: Services | None) -> None:
        self.files = files
        self.geoids = None if table.problems else table.lines.keys()
        self.bbox = services.study_area.bbox if services else None
        self.missing: dict[str, tuple[Problem, ...]] = {}
        self.left_out = left_out.of(files)

    def read(self, *, strict: bool) -> _Read:
        """Return what could be read; `strict` checks what else is only checked where it is used."""
        shapes = self._shapes(folder.SHAPES)
        display_shapes = self._shapes(folder.DISPLAY_SHAPES)
        if strict:
            self._read(demand_error.FILE, demand_error.read)
        if strict and not self.missing and self.geoids is not None:
            from geo.catalog.shapes import (
                table,  # GeoPandas takes longer to load than all else here
            )

            self._read(folder.SHAPES, table, shapes)
            self._read(folder.DISPLAY_SHAPES, table, display_shapes)
        return _Read(self._gazetteer(), shapes, display_shapes, self._context(), self._spanish())

    def _gazetteer(self) -> Gazetteer:
        area = self.geoids, self.bbox
        zips = self._unless_left_out(left_out.ZIPS, _NONE, placetables.read_zips, *area)
        codes = None if left_out.ZIPS in self.missing else zips
        return Gazetteer(
            zips=zips,
            places=self._unless_left_out(
                left_out.PLACES, (), placetables.read_places, *area, (codes or {}).values()
            ),
            cells=_NONE
            if left_out.ZIPS in self.left_out
            else self._unless_left_out("zip_cells.geojson", _NONE, zipcells.read, codes, self.bbox),
            zip_states=self._unless_left_out("zip_states.csv", _NONE, placetables.read_zip_states),
        )

    def _context(self) -> Context:
        return Context(
            states=self._read(folder.STATES, context.read_states),
            rivers=self._read("context_rivers.geojson", context.read_rivers),
            cities=self._read("context_cities.geojson", context.read_cities),
        )

    def _spanish(self) -> Spanish:
        """Return the table of Spanish; a folder may do without, and the pages then offer none."""
        is_there = self.files[spanish.FILE].exists
        read = self._read(spanish.FILE, spanish.read) if is_there else spanish.NONE
        return spanish.NONE if spanish.FILE in self.missing else read

    def _shapes(self, name: str) -> Mapping[str, CountyShape]:
        return self._read(name, county_shapes.read, bbox=self.bbox, geoids=self.geoids)

    def _unless_left_out(
        self,
        name: str,
        without: _T,
        read: Callable[Concatenate[HeldFile, _P], _T],
        *asked: _P.args,
        **also: _P.kwargs,
    ) -> _T:
        """Return what a file holds, and the empty part where the folder does without it."""
        return without if name in self.left_out else self._read(name, read, *asked, **also)

    def _read(
        self,
        name: str,
        read: Callable[Concatenate[HeldFile, _P], _T],
        *asked: _P.args,
        **also: _P.kwargs,
    ) -> _T:
        try:
            return read(self.files[name], *asked, **also)
        except DataError as error:
            self.missing[name] = error.problems
            return cast(_T, Unreadable(error.problems))


def _services(path: StrPath, report: Report) -> Services | None:
    """Return services.yaml as records, None where it has a problem."""
    with contextlib.suppress(DataError):  # which the report has
        raw = raw_file.read_bytes(path, yamltree.MAX_BYTES, report)
        services: Services = schema.read(Services, yamltree.parse(raw, report), "", report)
        return None if report else services
    return None


def _outlines(shapes: Mapping[str, CountyShape]) -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each county; of shapes that cannot be read what stands for them."""
    if isinstance(shapes, Unreadable):
        return shapes
    return MappingProxyType({geoid: shape.rings for geoid, shape in shapes.items()})


def _geoid_by_name(services: Services, table: CountyTable) -> Mapping[str, str]:
    """Return GEOIDs by county name and alias, as written."""
    names = {county.name: county.geoid for county in table.counties}
    aliases = {alias.alias: names[alias.county] for alias in services.study_area.aliases}
    return MappingProxyType({**aliases, **names})


def _check_places(
    services: Services, table: CountyTable, outlines: Mapping[str, tuple[Ring, ...]], report: Report
) -> None:
    """Check that units lie in their counties, and centers of population in the study area."""
    geoids = _geoid_by_name(services, table)
    titles = {county.geoid: county_title(county.name) for county in table.counties}
    known = {} if isinstance(outlines, Unreadable) else outlines
    for place in placement.misplaced(known, services.facilities, geoids):
        unit = services.facilities[place]
        message = f"the point lies outside {titles[geoids[unit.county]]} by more than radius_m"
        found = f"{unit.lon:g}, {unit.lat:g}"
        report.at(f"facilities[{place}].lon", "outside-county", found, message)
    west, south, east, north = services.study_area.bbox
    for county in table.counties:
        if not (west <= county.center_lon <= east and south <= county.center_lat <= north):
            table.problems.add(
                "outside",
                "the center of population lies outside the study area's box",
                line=table.lines[county.geoid],
                where=f"row of {county.geoid}",
                found=f"{county.center_lon:g}, {county.center_lat:g}",
            )
