"""Reads the data folder into one checked Catalog, or says everything that is wrong with it."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Concatenate, ParamSpec, TypeVar, cast

from geo.catalog import (
    clock,
    context,
    county_shapes,
    county_table,
    folder,
    placement,
    placetables,
    raw_file,
    references,
    schema,
    yamltree,
    zipcells,
)
from geo.catalog.context import Context
from geo.catalog.county_shapes import CountyShape
from geo.catalog.county_table import CountyTable
from geo.catalog.dates import machine_date
from geo.catalog.gazetteer import Gazetteer
from geo.catalog.records import Catalog, Services
from geo.catalog.rings import Ring
from geo.catalog.schema import Report
from geo.catalog.unreadable import Unreadable
from geo.errors import DataError, Problem, Problems

__all__ = ["load"]

_T = TypeVar("_T")
_P = ParamSpec("_P")


def load(
    data_dir: str | os.PathLike[str] | None = None,
    *,
    today: dt.date | None = None,
    strict: bool = False,
) -> Catalog:
    """Return the checked content of a data folder.

    Parameters
    ----------
    data_dir : path, optional
        Folder with services.yaml, counties.csv and, for maps and look-ups, the other files of
        `folder.HASHED`; without it the bundled data.
    today : datetime.date, optional
        The date by this computer's clock; without it the clock is asked.
    strict : bool
        For whoever edits the data: what else is only `Catalog.missing` or a warning is an error.

    Raises
    ------
    DataError
        Where services.yaml or counties.csv has a problem: with every problem of all files, each
        with file, line, rule and value.
    """
    home = folder.default_dir() if data_dir is None else Path(data_dir)
    if not home.is_dir():
        # By its name alone, as files are: this is shown on pages too.
        message = f"there is no such folder: look at --data or {folder.VARIABLE}"
        Problems(home.name).refuse("no-folder", message, where="folder")
    now = today or machine_date()
    table = county_table.read(home / "counties.csv")
    report = Report("services.yaml")
    services = _services(home / report.file, report)
    latest = clock.newest(report)
    warnings = clock.check(report, now, latest, strict=strict)
    newest = latest.day if latest else dt.date.min
    if report.entries:
        references.check(table.names, max(now, newest), report)
    parts = _Parts(home, table, None if report else services)
    gazetteer, around = parts.gazetteer(), parts.context()
    shapes, display_shapes = parts.shapes(folder.SHAPES), parts.shapes(folder.DISPLAY_SHAPES)
    outlines = parts.outlines(shapes)
    if services and not report and not table.problems:
        _check_places(services, table, {} if folder.SHAPES in parts.missing else outlines, report)
    if strict and not (report or table.problems or parts.missing):
        parts.check_tiling(folder.SHAPES, shapes)
        parts.check_tiling(folder.DISPLAY_SHAPES, display_shapes)
    aside = [problem for problems in parts.missing.values() for problem in problems]
    if report or table.problems or services is None or (strict and aside):
        problems = [*table.problems, *report, *aside]
        raise DataError(sorted(problems, key=lambda each: (each.file, each.line, each.where)))
    return Catalog(
        home=home,
        services=services,
        counties=table.counties,
        data_sha256=folder.sha256(home),
        geoid_by_name=_geoid_by_name(services, table),
        gazetteer=gazetteer,
        county_shapes=shapes,
        outlines=outlines,
        display_shapes=display_shapes,
        context=around,
        newest=newest,
        missing=MappingProxyType(parts.missing),
        warnings=(*warnings, *aside),
    )


class _Parts:
    """Reads what only draws or looks up; a file that is broken is set aside with its problems."""

    def __init__(self, home: Path, table: CountyTable, services: Services | None) -> None:
        self.home = home
        self.geoids = None if table.problems else table.lines.keys()
        self.bbox = services.study_area.bbox if services else None
        self.missing: dict[str, tuple[Problem, ...]] = {}

    def gazetteer(self) -> Gazetteer:
        area = self.geoids, self.bbox
        zips = self._read("zips.csv", placetables.read_zips, *area)
        codes = None if "zips.csv" in self.missing else zips
        return Gazetteer(
            zips=zips,
            places=self._read("places.csv", placetables.read_places, *area),
            cells=self._read("zip_cells.geojson", zipcells.read, codes, self.bbox),
            zip_states=self._read("zip_states.csv", placetables.read_zip_states),
        )

    def context(self) -> Context:
        return Context(
            states=self._read(folder.STATES, context.read_states),
            rivers=self._read("context_rivers.geojson", context.read_rivers),
            cities=self._read("context_cities.geojson", context.read_cities),
        )

    def shapes(self, name: str) -> Mapping[str, CountyShape]:
        return self._read(name, county_shapes.read, bbox=self.bbox, geoids=self.geoids)

    def outlines(self, shapes: Mapping[str, CountyShape]) -> Mapping[str, tuple[Ring, ...]]:
        if folder.SHAPES in self.missing:
            return cast(Mapping[str, tuple[Ring, ...]], shapes)
        return MappingProxyType({geoid: shape.rings for geoid, shape in shapes.items()})

    def check_tiling(self, name: str, read: Mapping[str, CountyShape]) -> None:
        from geo.catalog import shapes  # GeoPandas takes longer to load than all else to read

        self._read(name, shapes.table, read)

    def _read(
        self,
        name: str,
        read: Callable[Concatenate[Path, _P], _T],
        *asked: _P.args,
        **also: _P.kwargs,
    ) -> _T:
        try:
            return read(self.home / name, *asked, **also)
        except DataError as error:
            self.missing[name] = error.problems
            return cast(_T, Unreadable(error.problems))


def _services(path: Path, report: Report) -> Services | None:
    """Return services.yaml as records, None where it has a problem."""
    with contextlib.suppress(DataError):  # which the report has
        raw = raw_file.read_bytes(path, yamltree.MAX_BYTES, report)
        services: Services = schema.read(Services, yamltree.parse(raw, report), "", report)
        return None if report else services
    return None


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
    for place in placement.misplaced(outlines, services.facilities, geoids):
        unit = services.facilities[place]
        message = f"the point lies outside {unit.county} County by more than radius_m"
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
