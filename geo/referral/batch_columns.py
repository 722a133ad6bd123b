"""The columns that a batch adds to each row, safe to open in a spreadsheet."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from geo.geocode.location import Candidate, Location, LocationStatus
from geo.referral import csv_rows, distance_text
from geo.referral.csv_rows import KEPT_BYTES, MAX_BYTES, MAX_LINES, Fault
from geo.referral.records import CountyHelp, Neighbor, Referral, Team, Unit
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
    "texts",
]

UNREADABLE = "unreadable"
"""Status of a row that cannot be read; the others are those of `LocationStatus`."""
STATUSES = (*(status.value for status in LocationStatus), UNREADABLE)
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
        "The row has more cells than the header, or ends before the column of the place: a cell that "
        "holds the delimiter needs quotes."
    ),
    Fault.BLANK: "The line is empty.",
    Fault.UTF_16: "The file is UTF-16: save it as CSV UTF-8.",
    Fault.WORKBOOK: (
        "The file is a workbook or another archive, not CSV: save its sheet as CSV UTF-8."
    ),
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
    may_reach: str = ""
    other_states: str = ""
    mobile_crisis: str = ""
    nearest: str = ""
    nearest_miles: str = ""
    nearest_phone: str = ""
    possible_nearest: str = ""
    certain: str = ""
    neighbor_unit: str = ""
    neighbor_unit_miles: str = ""
    designated: str = ""
    designated_miles: str = ""
    designated_phone: str = ""
    other_phones: str = ""
    intensive: str = ""
    warnings: str = ""
    as_of: str = ""
    data_sha256: str = ""

    def __repr__(self) -> str:
        """Tell the status, not the place."""
        return f"Cells({self.status}, hidden)"


COLUMNS = tuple(f"cc_{field.name}" for field in fields(Cells))
"""Names of the added columns."""
# What may be the same for all readings of an ambiguous place, with the number beside the name.
_SHARED = (("mobile_crisis",), ("designated", "designated_phone"))
# The cautions about those. Where a county has no team, there is no agreement.
_EVIDENCE = ("disputed_unit", "weak_region", "stale")
_NO_TEAM = "no_mobile_team"
# What needs quotes besides the delimiter: a quote, and spaces that a reader would trim.
_TO_QUOTE = re.compile(b'["]|^ | $')


texts: Callable[[Cells], tuple[str, ...]] = attrgetter(*(field.name for field in fields(Cells)))
"""Return the texts of the added columns, in the order of `COLUMNS`."""


def of_fault(fault: Fault) -> Cells:
    """Return the cells of a row that cannot be read; the label says what is wrong."""
    return Cells(status=UNREADABLE, label=FAULTS[fault], warnings=fault.value)


def of_location(location: Location, refer: Callable[[Candidate], Cells]) -> Cells:
    """Return the cells of a located text; for several candidates, their labels and what they share.

    `refer` gives the cells of the help for a candidate: `of_referral`. An ambiguous place gets the
    mobile crisis team and the region's own unit where every reading leads to the same.
    """
    own = [location.reason or "", *(caution.code for caution in location.warnings)]
    if location.status is not LocationStatus.OK or len(location.candidates) != 1:
        labels = " | ".join(candidate.label for candidate in location.candidates)
        if location.status is LocationStatus.OUT_OF_STATE:
            labels = ""  # the county on this side of the line is no answer
        inside = location.status is LocationStatus.AMBIGUOUS and not location.elsewhere
        shared = _shared([refer(candidate) for candidate in location.candidates]) if inside else {}
        codes = _codes([*own, shared.pop("warnings", "")])
        return Cells(
            status=location.status.value,
            label=labels or location.elsewhere,
            warnings=codes,
            **shared,
        )
    cells = refer(location.candidates[0])
    return replace(cells, warnings=_codes([*own, cells.warnings]))


def _shared(readings: Sequence[Cells]) -> dict[str, str]:
    """Return the cells that are the same for two or more readings, and the cautions about them."""
    codes = {code for reading in readings for code in reading.warnings.split(";")}
    if len(readings) < 2 or _NO_TEAM in codes:
        return {}
    first = readings[0]
    agreed = [
        name
        for names in _SHARED
        if getattr(first, names[0])
        and len({attrgetter(*names)(reading) for reading in readings}) == 1
        for name in names
    ]
    cautions = _codes(code for code in _EVIDENCE if agreed and code in codes)
    return {**{name: getattr(first, name) for name in agreed}, "warnings": cautions}


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
            county.county if county.share is None else f"{county.county} {county.share:.1%}"
            for county in referral.counties
        ),
        may_reach=_list(county.county for county in referral.may_reach),
        other_states=_list(state.name for state in referral.other_states),
        mobile_crisis=_teams(referral.mobile_crisis, referral.counties),
        nearest=_list(unit.facility for unit in first),
        nearest_miles=_list(map(miles, first)),
        nearest_phone=_list(unit.phone for unit in first),
        possible_nearest=_list(referral.possible_nearest),
        certain="yes" if referral.certain else "no",
        neighbor_unit=_list(
            f"{unit.facility}, {unit.city} {unit.state}" for unit in referral.neighbors
        ),
        neighbor_unit_miles=_list(map(miles, referral.neighbors)),
        designated=_list(unit.facility for unit in referral.designated),
        designated_miles=_list(map(miles, referral.designated)),
        designated_phone=_list(unit.phone for unit in referral.designated),
        other_phones=_others(
            (*referral.mobile_crisis, *first, *referral.designated, *referral.intensive)
        ),
        intensive=_teams(referral.intensive, referral.counties),
        warnings=_codes(caution.code for caution in referral.warnings),
    )


def encoded(cells: Cells, delimiter: bytes) -> bytes:
    """Return the added cells as they stand in a row of the file, each `safe`."""
    return delimiter.join(_cell(text, delimiter) for text in texts(cells))


def _cell(text: str, delimiter: bytes) -> bytes:
    cell = safe(text).encode("utf-8", errors="replace")
    return csv_rows.quoted(cell) if delimiter in cell or _TO_QUOTE.search(cell) else cell


def _list(names: Iterable[str]) -> str:
    return "; ".join(names)


def _codes(codes: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(code for code in codes if code))


def _teams(teams: Sequence[Team], counties: Iterable[CountyHelp]) -> str:
    """Return each team with its number; where there are several, with the counties it serves."""
    names = {county.geoid: county.county for county in counties}
    cells = []
    for team in teams:
        serves = ", ".join(names[geoid] for geoid in team.counties)
        title = f"{team.team} ({serves})" if len(teams) > 1 else team.team
        asked = " ".join(part for part in (team.operator, team.operator_phone) if part)
        cells.append(f"{title}: {team.phone or asked or 'no number listed'}")
    return _list(cells)


def _others(listed: Iterable[Team | Unit]) -> str:
    """Return each number that another source gives for a team or unit of the row, with its name."""
    named = (
        f"{each.team if isinstance(each, Team) else each.facility}: {other.phone} ({other.source})"
        for each in listed
        for other in each.other_numbers
    )
    return _list(dict.fromkeys(named))


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def miles(unit: Unit | Neighbor) -> str:
    """Return the straight-line distance, no more exact than it is known.

    "<16" where the error is as large as the distance.
    """
    value = unit.distance_m / METERS_PER_MILE
    error = (unit.distance_high_m - unit.distance_m) / METERS_PER_MILE
    if value <= error:
        return f"<{math.ceil(value + error)}"
    return distance_text.rounded(value, error)
