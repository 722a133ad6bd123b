"""Reads the data folder into one checked Catalog, or says everything that is wrong with it."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from geo.catalog import csvtable, folder, placement, placetables, references, schema, yamltree
from geo.catalog.records import Catalog, County, Services
from geo.catalog.rings import Ring
from geo.errors import DataError, Problem

__all__ = ["load", "read_counties_table", "read_services"]

COUNTY_COLUMNS = (
    *("geoid", "name", "pop2020", "land_sq_mi"),
    *("rucc_2023", "center2020_lon", "center2020_lat"),
)
_GEOID = re.compile(r"[0-9]{5}")
# Room enough for any U.S. county (Los Angeles County: 10,014,009 in 2020).
_PEOPLE = re.compile(r"0|[1-9][0-9]{0,7}")
_RUCC = re.compile(r"[1-9]")


def load(data_dir: Path | None = None, *, today: dt.date | None = None) -> Catalog:
    """Return the checked content of a data folder.

    Parameters
    ----------
    data_dir : Path, optional
        Folder with services.yaml, counties.csv and the tables of places; without it the folder
        that came along.
    today : datetime.date, optional
        Dates after it are refused; without it the machine's date.

    Raises
    ------
    DataError
        With every problem found, each with file, line, rule and value.
    """
    home = data_dir or folder.default_dir()
    if not home.is_dir():
        # By its name alone, as files are: this is shown on pages too.
        message = f"there is no such folder: look at --data or {folder.VARIABLE}"
        raise DataError([Problem(home.name, 0, "no-folder", "folder", "", message)])
    now = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    counties, names, county_problems = read_counties_table(home / "counties.csv")
    report = schema.Report("services.yaml")
    services = read_services(home / "services.yaml", names, now, report)
    outlines = placement.outlines(home / "counties.geojson")
    if services and not county_problems:
        _check_points(outlines, services, counties, report)
    geoids = None if county_problems else {one.geoid for one in counties}
    bbox = services.study_area.bbox if services else None
    if bbox:
        county_problems += _center_problems(home / "counties.csv", counties, bbox)
    places, place_problems = placetables.read(home, geoids, bbox)
    problems = [*county_problems, *report.problems, *place_problems]
    if problems or services is None or places is None:
        raise DataError(sorted(problems, key=lambda one: (one.file, one.line, one.where)))
    return Catalog(
        home=home,
        services=services,
        counties=counties,
        data_sha256=folder.sha256(home),
        geoid_by_name=county_names(services, counties),
        gazetteer=places,
        outlines=outlines,
    )


def _check_points(
    outlines: Mapping[str, tuple[Ring, ...]],
    services: Services,
    counties: tuple[County, ...],
    report: schema.Report,
) -> None:
    geoids = county_names(services, counties)
    for place in placement.misplaced(outlines, services.facilities, geoids):
        unit = services.facilities[place]
        message = f"the point lies outside {unit.county} County by more than radius_m"
        where = f"facilities[{place}].lon"
        report.at(where, "outside-county", f"{unit.lon:g}, {unit.lat:g}", message)


def _center_problems(
    path: Path, counties: tuple[County, ...], bbox: Sequence[float]
) -> Iterator[Problem]:
    """Yield a problem for each county whose center of population is outside the study area's box."""
    west, south, east, north = bbox
    strays = {
        one.geoid: f"{one.center_lon:g}, {one.center_lat:g}"
        for one in counties
        if not (west <= one.center_lon <= east and south <= one.center_lat <= north)
    }
    if not strays:
        return
    message = "the center of population lies outside the study area's box"
    for line, (geoid,) in csvtable.rows(path, ("geoid",), []):
        if geoid in strays:
            yield Problem(path.name, line, "outside", f"row of {geoid}", strays[geoid], message)


def county_names(services: Services, counties: tuple[County, ...]) -> Mapping[str, str]:
    """Return GEOIDs by county name and alias, as written."""
    names = {one.name: one.geoid for one in counties}
    aliases = {one.alias: names[one.county] for one in services.study_area.aliases}
    return MappingProxyType({**aliases, **names})


def read_services(
    path: Path, names: Collection[str], today: dt.date, report: schema.Report
) -> Services | None:
    """Return services.yaml as records; None where `report` has problems.

    `names` are the counties of the study area; empty where they could not be read.
    """
    raw = csvtable.read_bytes(path, report.problems)
    if raw is None:
        return None
    tree, problems = yamltree.parse(raw, report.file)
    report.problems.extend(problems)
    if any(one.rule in yamltree.FATAL for one in problems):
        return None
    services: Services = schema.read(Services, tree, "", report)
    references.check(names, today, report)
    return None if report.problems else services


def read_counties_table(
    path: Path,
) -> tuple[tuple[County, ...], tuple[str, ...], list[Problem]]:
    """Return counties.csv: the counties, sorted by GEOID; all their names; every problem.

    The columns are geoid (five digits), name, pop2020 (people, 2020 Census), land_sq_mi (square
    miles), rucc_2023 (Rural-Urban Continuum Code, 1 to 9), center2020_lon and center2020_lat
    (center of population, degrees); others are passed over. The names are those of rows with faults too, but none
    at all where a name itself or the file is at fault: no list then tells what is unknown.
    """
    problems: list[Problem] = []
    counties: list[County] = []
    geoids: set[str] = set()
    names: dict[str, None] = {}
    named = True
    for line, values in csvtable.rows(path, COUNTY_COLUMNS, problems):
        row = dict(zip(COUNTY_COLUMNS, values, strict=True))
        faults = list(_row_faults(row, geoids, names))
        for rule, field, message in faults:
            where = f"row of {yamltree.shown(row['geoid'])}"
            found = yamltree.shown(row[field])
            problems.append(Problem(path.name, line, rule, where, found, message))
            named = named and field != "name"
        if not faults:
            counties.append(_county(values))
        geoids.add(row["geoid"])
        names[row["name"]] = None
    if not names and not problems:
        message = "the table is to have a row for each county"
        problems.append(Problem(path.name, 1, "no-counties", "file", "", message))
    in_order = tuple(sorted(counties, key=lambda one: one.geoid))
    whole = named and not any(one.rule in csvtable.NO_TABLE for one in problems)
    return in_order, tuple(names) if whole else (), problems


def _county(values: Sequence[str]) -> County:
    geoid, name, people, land, rucc, lon, lat = values
    return County(
        geoid=geoid,
        name=name,
        people=int(people),
        land_sq_mi=float(land),
        rucc=int(rucc),
        center_lon=float(lon),
        center_lat=float(lat),
    )


def _row_faults(
    row: Mapping[str, str], geoids: Collection[str], names: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield rule, column and message of each fault."""
    geoid, name, people, land, rucc, *center = (row[one] for one in COUNTY_COLUMNS)
    if not _GEOID.fullmatch(geoid):
        yield "wrong-form", "geoid", "a GEOID has five digits"
    elif geoid in geoids:
        yield "duplicate-id", "geoid", "this GEOID stands twice"
    if not name or any(yamltree.is_forbidden(one) for one in name):
        yield "forbidden-character", "name", "a county has a name of plain characters"
    elif name in names:
        yield "duplicate-id", "name", "this county name stands twice"
    if not _PEOPLE.fullmatch(people):
        yield "not-a-number", "pop2020", "a count of people is a whole number below 100 million"
    if not schema.DECIMAL.fullmatch(land) or float(land) <= 0:
        yield "not-a-number", "land_sq_mi", "a land area is a positive number"
    if not _RUCC.fullmatch(rucc):
        yield "wrong-form", "rucc_2023", "a Rural-Urban Continuum Code is 1 to 9"
    for column, degrees in zip(COUNTY_COLUMNS[-2:], center, strict=True):
        if not schema.DECIMAL.fullmatch(degrees):
            yield "not-a-number", column, "degrees are a decimal number"
