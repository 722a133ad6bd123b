"""Rules on the study area: its count of counties, its box and what lies in it, and its aliases."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from geo.catalog.problem_report import Entry, Report
from geo.catalog.records import Elsewhere, Facility, StudyArea

__all__ = ["ALIASES", "check", "county_note"]

ALIASES: Final = "study_area.aliases"
_BBOX: Final = "study_area.bbox"


def check(
    area: Mapping[str, Any], aliases: Sequence[Entry], county_names: Collection[str], report: Report
) -> None:
    """Report what does not fit the study area; `area` is what could be read of it."""
    _check_area(area, county_names, report)
    _check_aliases(aliases, county_names, report)
    for entry in report.entries:
        if entry.kind is Facility and "bbox" in area and not report.is_faulty(_BBOX):
            _check_point(entry, area["bbox"], report)
        if entry.kind is Elsewhere and entry.values.get("state") == area.get("postal", ""):
            message = "this is the study area itself: what answers in it stands under statewide"
            report.at(f"{entry.where}.state", "not-elsewhere", entry.values["state"], message)


def _check_area(area: Mapping[str, Any], county_names: Collection[str], report: Report) -> None:
    count = area.get("county_count", len(county_names))
    if county_names and len(county_names) != count:
        message = f"counties.csv holds {len(county_names)} counties"
        report.at("study_area.county_count", "wrong-count", str(count), message)
    west, south, east, north = area.get("bbox", (0, 0, 1, 1))
    if not (west < east and south < north):
        found = f"{west}, {south}, {east}, {north}"
        message = "expected west, south, east, north in degrees"
        report.at(_BBOX, "range-reversed", found, message)


def _check_aliases(aliases: Sequence[Entry], county_names: Collection[str], report: Report) -> None:
    others = set(report.names(ALIASES).values())
    for entry in aliases:
        alias, county = entry.values.get("alias"), entry.values.get("county")
        if alias in county_names:
            message = "an alias must not be another county's name"
            report.at(f"{entry.where}.alias", "alias-is-a-county", str(alias), message)
        if county in others and county not in county_names:
            message = "expected a county, not another alias"
            report.at(f"{entry.where}.county", "alias-of-an-alias", str(county), message)


def _check_point(entry: Entry, bbox: Sequence[float], report: Report) -> None:
    lon, lat = entry.values.get("lon"), entry.values.get("lat")
    west, south, east, north = bbox
    if lon is None or lat is None or (west <= lon <= east and south <= lat <= north):
        return
    where, found = f"{entry.where}.lon", f"{lon}, {lat}"
    if west <= lat <= east and south <= lon <= north:
        message = f"lon and lat are swapped: lon lies between {west} and {east} here"
        report.at(where, "swapped-coordinates", found, message)
    else:
        message = f"lon and lat lie outside {west} to {east} and {south} to {north}"
        report.at(where, "outside-study-area", found, message)


def county_note(area: StudyArea) -> str:
    """Return what "county" means in all that is told of a state, "" where it means nothing else."""
    plain = area.county_term == "county"
    return "" if plain else f"Here “county” means a {area.county_term}."
