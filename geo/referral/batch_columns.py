"""What a batch says of one row: the columns it adds, as text that a spreadsheet takes for text."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from geo.geocode.location import Candidate, Location, LocationStatus
from geo.referral import csv_rows, distance_text
from geo.referral.csv_rows import KEPT_BYTES, MAX_BYTES, MAX_LINES, Fault
from geo.referral.records import CountyHelp, Referral, Team, Unit
from geo.spatial.geodesy import METERS_PER_MILE
from geo.text import safe

__all__ = [
    "COLUMNS",
    "FAULTS",
    "STATUSES",
    "UNREADABLE",
    "Cells",
    "encoded",
    "miles",
    "of_fault",
    "of_location",
    "of_referral",
]

UNREADABLE = "unreadable"
"""Status of a row that is no row of the table; every other is one of `LocationStatus`."""
STATUSES = (*(one.value for one in LocationStatus), UNREADABLE)
FAULTS = {
    Fault.TOO_LONG: (
        f"The line is longer than {MAX_BYTES:,} bytes; its first {KEPT_BYTES:,} stand here."
    ),
    Fault.NUL: "The row holds a NUL character, shown as \u2400.",
    Fault.OPEN_QUOTE: (
        f"A quote opens a cell and is not closed within {MAX_LINES} lines and {MAX_BYTES:,} bytes, "
        "or not where the cell ends."
    ),
    Fault.AFTER_QUOTE: "Text follows a closing quote within the same cell.",
    Fault.LONE_CR: "A carriage return without a line feed stands in a cell without quotes.",
    Fault.CELL_COUNT: (
        "The row does not have as many cells as the header: a cell that holds the delimiter needs quotes."
    ),
    Fault.BLANK: "The line is empty.",
    Fault.UTF_16: "The file is UTF-16: save it as CSV UTF-8.",
    Fault.DELIMITER: "Its delimiter is to be a comma, a semicolon or a tab.",
}
"""What is wrong with a row that cannot be read, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cells:
    """The added columns, in order; each one's name in the file begins with ``cc_``."""

    status: str
    label: str = ""
    precision: str = ""
    radius_m: str = ""
    lon: str = ""
    lat: str = ""
    geoid: str = ""
    county: str = ""
    counties: str = ""
    mobile_crisis: str = ""
    nearest: str = ""
    nearest_miles: str = ""
    nearest_phone: str = ""
    possible_nearest: str = ""
    certain: str = ""
    designated: str = ""
    designated_miles: str = ""
    designated_phone: str = ""
    intensive: str = ""
    warnings: str = ""
    as_of: str = ""
    data_sha256: str = ""

    def __repr__(self) -> str:
        """Tell the status, not the place."""
        return f"Cells({self.status}, hidden)"


COLUMNS = tuple(f"cc_{one.name}" for one in fields(Cells))
"""Names of the added columns."""
# Of an ambiguous place, what may be the same for all readings, with the number beside the name.
_SHARED = (("mobile_crisis",), ("designated", "designated_phone"))
# The doubts about those. Where a county has no team, there is no agreement.
_EVIDENCE = ("disputed_unit", "weak_region", "stale")
_NO_TEAM = "no_mobile_team"
# Beside the delimiter, what makes a reader look twice at a cell without quotes.
_TO_QUOTE = re.compile(b'["]|^ | $')


_values: Callable[[Cells], tuple[str, ...]] = attrgetter(*(one.name for one in fields(Cells)))


def of_fault(fault: Fault) -> Cells:
    """Return the cells of a row that cannot be read: the label says what is wrong."""
    return Cells(status=UNREADABLE, label=FAULTS[fault], warnings=fault.value)


def of_location(found: Location, refer: Callable[[Candidate], Cells]) -> Cells:
    """Return the cells of a located text; of several candidates their labels and what they share.

    `refer` gives the cells of the help for a candidate: `of_referral`. The mobile crisis team and
    the region's own unit are told of an ambiguous place where every reading leads to the same.
    """
    own = [one.code for one in found.warnings]
    if found.status is not LocationStatus.OK or len(found.candidates) != 1:
        labels = " | ".join(one.label for one in found.candidates) or found.elsewhere
        inside = found.status is LocationStatus.AMBIGUOUS and not found.elsewhere
        shared = _shared([refer(one) for one in found.candidates]) if inside else {}
        codes = _codes([*own, shared.pop("warnings", "")])
        return Cells(status=found.status.value, label=labels, warnings=codes, **shared)
    cells = refer(found.candidates[0])
    return replace(cells, warnings=_codes([*own, cells.warnings])) if own else cells


def _shared(readings: Sequence[Cells]) -> dict[str, str]:
    """Return the cells that are the same for two or more readings, and the doubts about them."""
    codes = {code for one in readings for code in one.warnings.split(";")}
    if len(readings) < 2 or _NO_TEAM in codes:
        return {}
    first = readings[0]
    agreed = [
        name
        for names in _SHARED
        if getattr(first, names[0])
        and all(getattr(one, name) == getattr(first, name) for one in readings for name in names)
        for name in names
    ]
    doubts = _codes(one for one in _EVIDENCE if agreed and one in codes)
    return {**{name: getattr(first, name) for name in agreed}, "warnings": doubts}


def of_referral(candidate: Candidate, referral: Referral) -> Cells:
    """Return the cells of one place and the help for it."""
    first = referral.nearest[:1]
    return Cells(
        status=LocationStatus.OK.value,
        label=candidate.label,
        precision=candidate.precision.value,
        radius_m=str(candidate.radius_m),
        lon=_degrees(candidate.lon),
        lat=_degrees(candidate.lat),
        geoid=candidate.geoid,
        county=candidate.county,
        counties=_list(
            one.county if one.share is None else f"{one.county} {one.share:.1%}"
            for one in referral.counties
        ),
        mobile_crisis=_teams(referral.mobile_crisis, referral.counties),
        nearest=_list(one.facility for one in first),
        nearest_miles=_list(map(miles, first)),
        nearest_phone=_list(one.phone for one in first),
        possible_nearest=_list(referral.possible_nearest),
        certain="yes" if referral.certain else "no",
        designated=_list(one.facility for one in referral.designated),
        designated_miles=_list(map(miles, referral.designated)),
        designated_phone=_list(one.phone for one in referral.designated),
        intensive=_teams(referral.intensive, referral.counties),
        warnings=_codes(one.code for one in referral.warnings),
    )


def encoded(cells: Cells, delimiter: bytes) -> bytes:
    """Return the added cells as they stand in a row of the file, each `safe`."""
    return delimiter.join(_cell(one, delimiter) for one in _values(cells))


def _cell(text: str, delimiter: bytes) -> bytes:
    cell = safe(text).encode("utf-8", errors="replace")
    return csv_rows.quoted(cell) if delimiter in cell or _TO_QUOTE.search(cell) else cell


def _list(names: Iterable[str]) -> str:
    return "; ".join(names)


def _codes(codes: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(one for one in codes if one))


def _teams(teams: Sequence[Team], counties: Iterable[CountyHelp]) -> str:
    """Return each team with its number; where there are several, with the counties it is for."""
    names = {one.geoid: one.county for one in counties}
    told = []
    for one in teams:
        serves = ", ".join(names[geoid] for geoid in one.counties)
        number = one.phone or " ".join(part for part in (one.operator, one.operator_phone) if part)
        team = f"{one.team} ({serves})" if len(teams) > 1 else one.team
        told.append(f"{team}: {number or 'no number listed'}")
    return _list(told)


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def miles(unit: Unit) -> str:
    """Return the straight-line distance, no more exact than it is known.

    "<16" where the error is as large as the distance.
    """
    value = unit.distance_m / METERS_PER_MILE
    error = (unit.distance_high_m - unit.distance_m) / METERS_PER_MILE
    if value <= error:
        return f"<{math.ceil(value + error)}"
    return distance_text.rounded(value, error)
