"""New addresses as a change to services.yaml, shown as a unified patch: the file itself is never touched."""

import datetime as dt
import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.catalog import load, yamltree
from geo.catalog.folder import Files
from geo.catalog.records import Catalog, Precision
from geo.errors import DataError, Problems
from geo.match.records import Cell, CellStatus, Kind, Listing, MatchReport

__all__ = ["RADIUS_M", "Patch", "patch"]

FILE: Final = "services.yaml"
RADIUS_M: Final = 2_000
"""How far off a directory's point may be, in meters.

An allowance of this project: of 70 points of the locator of 2021 that a second geocoder found too, 66
were within 1.9 km.
"""
_STALE_AFTER_DAYS: Final = 1_095


@dataclass(frozen=True, slots=True)
class Patch:
    """A unified patch of services.yaml, empty where there is nothing to change, and what it leaves out."""

    text: str
    units: tuple[str, ...]
    left_out: tuple[str, ...]


def patch(catalog: Catalog, report: MatchReport) -> Patch:
    """Return the change to services.yaml that gives units the new addresses and points of a directory.

    Only facilities have a source of their own for an address. What a unit has already is changed only
    where the directory adds to it: a house number, or a point where the town's stood. The changed
    file is read as `load` does before it is shown.
    """
    found = [(match.id, match.cells) for match in report.matches if match.kind is Kind.FACILITY]
    new = {unit: _new(cells) for unit, cells in found if "address" in _new(cells)}
    aside = [
        f"{match.id}: a center's number and address have one source; change them by hand"
        for match in report.matches
        if match.kind is Kind.CENTER and _new(match.cells)
    ]
    if not new:
        return Patch("", (), tuple(aside))
    if report.directory.describes is None:
        return Patch("", (), (*aside, "the year that the file describes is not known: --describes"))
    raw = catalog.files[FILE].raw
    old = raw.decode("utf-8-sig").splitlines(keepends=True)
    editor = _Editor(old, yamltree.parse(raw, Problems(FILE)))
    source = report.directory.source_id
    taken = [unit for unit, cells in new.items() if _edit(editor, unit, cells, source)]
    aside += [f"{unit}: change it by hand" for unit in new if unit not in taken]
    if taken and source not in {known.id for known in catalog.services.sources}:
        editor.append("sources", _source(report, source, catalog.today()))
    changed = editor.text()
    wrong = _problems(catalog.files, changed)
    if wrong:
        return Patch("", (), (*aside, f"the data would refuse the change: {wrong}"))
    lines = difflib.unified_diff(old, changed, f"a/{FILE}", f"b/{FILE}")
    return Patch("".join(lines), tuple(taken), tuple(aside))


def _new(cells: Sequence[Cell]) -> dict[str, Listing]:
    """Return the rows that give a new address, and with it a new point."""
    return {
        cell.cell: cell.listing for cell in cells if cell.status is CellStatus.NEW and cell.listing
    }


def _edit(editor: "_Editor", unit: str, new: Mapping[str, Listing], source: str) -> bool:
    """Make the changes of one unit; return whether they could be made."""
    listing = new["address"]
    if not editor.find("facilities", unit) or any(map(yamltree.is_forbidden, listing.street)):
        return False
    editor.put("street", json.dumps(listing.street, ensure_ascii=False), after="county")
    if listing.zip:
        editor.put("zip", json.dumps(listing.zip), after="street")
    point = new.get("point")
    if point:
        editor.put("lon", f"{point.lon:.7g}", after="zip")
        editor.put("lat", f"{point.lat:.7g}", after="lon")
        editor.put("precision", Precision.STREET.value, after="lat")
        editor.put("radius_m", str(RADIUS_M), after="precision")
        editor.put("location_source", source, after="radius_m")
    editor.put("address_source", source, after="location_source")
    return True


def _source(report: MatchReport, source: str, today: dt.date) -> list[str]:
    """Return the directory's entry under sources, which the data lack."""
    directory = report.directory
    what = "National Directory"
    if directory.for_substance_use:
        what = "National Directory of substance use facilities"
    if directory.has_points:
        what = "FindTreatment.gov, download"
    return [
        f"id: {source}",
        f"title: {what} of {directory.describes}",
        "publisher: Substance Abuse and Mental Health Services Administration",
        f"as_of: {directory.describes}",
        f"as_of_basis: what the {directory.described_by} says",
        f"retrieved: {today}",
        f'sha256: "{directory.sha256}"',
        f"stale_after_days: {_STALE_AFTER_DAYS}",
    ]


def _problems(files: Files, lines: Sequence[str]) -> str:
    """Return what the reader would say of a changed file, nothing where it is sound."""
    try:
        load.load(files.with_content(FILE, "".join(lines).encode()))
    except DataError as error:
        return "; ".join(map(str, error.problems))
    return ""


class _Editor:
    """Changes lines of services.yaml where its tree says that a record's keys stand."""

    def __init__(self, lines: Sequence[str], root: yamltree.Node) -> None:
        self._lines = [[line] for line in lines]
        self._root = root
        self._keys: dict[str, int] = {}
        self._indent = ""
        self._end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"

    def find(self, section: str, name: str) -> bool:
        """Go to the record with an id; False where its keys have no lines of their own."""
        for item in _items(self._root, section):
            said = item.entries.get("id")
            if said and isinstance(said[1], yamltree.Scalar) and said[1].value == name:
                keys = {key: line - 1 for key, (line, _) in item.entries.items()}
                if len(set(keys.values())) < len(keys):
                    return False
                self._keys = keys
                self._indent = " " * _depth(self._lines[min(keys.values())][0])
                return True
        return False

    def put(self, key: str, value: str, after: str) -> None:
        """Give a key of the record a value, in its place or behind another key."""
        line = f"{self._indent}{key}: {value}{self._end}"
        if key in self._keys:
            place = self._keys[key]
            begun = self._lines[place][0].lstrip().startswith("- ")
            self._lines[place][0] = f"{self._indent[:-2]}- {line.lstrip()}" if begun else line
            for below in range(place + 1, self._last(place) + 1):
                self._lines[below] = []
        else:
            place = self._keys.get(after, self._keys["county"])
            self._lines[self._last(place)].append(line)
            self._keys[key] = place

    def append(self, section: str, lines: Sequence[str]) -> None:
        """Add a record at the end of a section."""
        *_, last = _items(self._root, section)
        keys = [line - 1 for line, _ in last.entries.values()]
        indent = " " * _depth(self._lines[min(keys)][0])
        added = [f"{indent}{line}{self._end}" for line in lines]
        added[0] = f"{indent[:-2]}- {added[0].lstrip()}"
        self._lines[self._last(max(keys))] += added

    def text(self) -> list[str]:
        """Return the lines as they are now."""
        return [line for lines in self._lines for line in lines]

    def _last(self, place: int) -> int:
        """Return the last line of the value whose key stands on a line."""
        depth = _depth(self._lines[place][0]) if self._lines[place] else 0
        last = place
        for below in range(place + 1, len(self._lines)):
            text = self._lines[below][0] if self._lines[below] else ""
            if text and (not text.strip() or _depth(text) <= depth):
                break
            last = below
        return last


def _depth(line: str) -> int:
    """Return how far in a line's key or text stands; a list's dash counts as space."""
    return len(line) - len(re.sub(r"^ *(?:- )*", "", line))


def _items(root: yamltree.Node, section: str) -> Iterator[yamltree.Mapping]:
    """Yield the records of a section."""
    held = root.entries.get(section) if isinstance(root, yamltree.Mapping) else None
    for item in held[1].items if held and isinstance(held[1], yamltree.Sequence) else ():
        if isinstance(item, yamltree.Mapping):
            yield item
