"""Rules on units of other states: they lie outside of this one, and those that count have a point."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.catalog.problem_report import Entry, Report
from geo.catalog.records import Facility, NeighborUnit

__all__ = ["check"]

_POINT = ("lon", "lat", "radius_m")
_FAR_DEG = 5.0
"""Beyond so many degrees from the study area nobody is taken across the line: a slip in typing."""


def check(area: Mapping[str, Any], report: Report) -> None:
    """Report units of other states that are this state's, or whose point is missing or far off."""
    units = [entry for entry in report.entries if entry.kind is NeighborUnit]
    own = {entry.values.get("id") for entry in report.entries if entry.kind is Facility}
    for entry in units:
        state = entry.values.get("state")
        if state is not None and state == area.get("postal"):
            message = "a unit of this state stands under facilities"
            report.at(f"{entry.where}.state", "not-a-neighbor", state, message)
        name = entry.values.get("id")
        if name is not None and name in own:
            message = "a facility has this id already"
            report.at(f"{entry.where}.id", "duplicate-id", name, message)
        _check_given(entry, report)
        if "bbox" in area and not report.is_faulty("study_area.bbox"):
            _check_near(entry, area["bbox"], report)


def _check_given(entry: Entry, report: Report) -> None:
    """Check that a point is given whole, with what it rests on, and that a unit that counts has one."""
    given = [name for name in _POINT if name in entry.values]
    if not entry.sound or len(given) == len(_POINT):
        return
    if given or entry.values["counts"]:
        missing = next(name for name in _POINT if name not in given)
        why = "a unit that counts" if entry.values["counts"] else "a point"
        message = f"{why} needs lon, lat and radius_m; {missing} is missing"
        report.at(f"{entry.where}.{missing}", "point-not-whole", ", ".join(given), message)


def _check_near(entry: Entry, bbox: Sequence[float], report: Report) -> None:
    lon, lat = entry.values.get("lon"), entry.values.get("lat")
    if lon is None or lat is None or _near(lon, lat, bbox):
        return
    swapped = _near(lat, lon, bbox)
    message = (
        "lon and lat are swapped"
        if swapped
        else f"the point lies more than {_FAR_DEG:g} degrees from the study area"
    )
    rule = "swapped-coordinates" if swapped else "outside-study-area"
    report.at(f"{entry.where}.lon", rule, f"{lon}, {lat}", message)


def _near(lon: float, lat: float, bbox: Sequence[float]) -> bool:
    west, south, east, north = bbox
    return west - _FAR_DEG <= lon <= east + _FAR_DEG and south - _FAR_DEG <= lat <= north + _FAR_DEG
