"""How two stored output files differ, in short lines that a person can read.

Text, JSON, CSV and GeoJSON are equal byte for byte or not at all. HTML is compared after parsing.
Workbooks, GeoPackages and Parquet files are read back: layers, columns, types, values, shapes.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow as pa
import pyogrio
from pyarrow import parquet

from tools.output_html import html_lines

__all__ = ["differences", "value_differences"]

_SHOWN = 60
"""Characters that are shown of each side, from shortly before the first that differs."""
_BEFORE = 20


def differences(old: Path, new: Path, replaced: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for everything in which two files differ; none where they are equal.

    `replaced` gives what stands in the old file for what stands in the new one, such as the hash of
    the data, and is no difference.
    """
    if old.read_bytes() == new.read_bytes():
        return
    reader = _READERS.get(new.suffix)
    if reader:
        yield from value_differences(_with(reader(old), replaced), reader(new))
        return
    before, after = old.read_bytes(), new.read_bytes()
    for word, other in replaced.items():
        before = before.replace(word.encode(), other.encode())
    if before != after:
        yield from _byte_differences(before, after, new.suffix)


def value_differences(old: Any, new: Any, path: str = "$") -> Iterator[str]:
    """Yield where two values made of dicts, lists and scalars differ, as "$.a[0].b: 1 != 2"."""
    if isinstance(old, dict) and isinstance(new, dict):
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield f"{path}: the keys have another order"
        for key in [*old, *(key for key in new if key not in old)]:
            below = f"{path}.{key}" if re.fullmatch(r"\w+", key) else f"{path}[{key!r}]"
            if key not in new:
                yield f"{below} is gone"
            elif key not in old:
                yield f"{below} is new"
            else:
                yield from value_differences(old[key], new[key], below)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_differences(old, new, path)
    # By how they are written: 1 is not 1.0 or True, and not-a-number is itself.
    elif repr(old) != repr(new):
        yield f"{path}: {_unequal(repr(old), repr(new))}"


def _byte_differences(old: bytes, new: bytes, suffix: str) -> Iterator[str]:
    try:
        before, after = old.decode(), new.decode()
    except UnicodeDecodeError:
        yield f"bytes: {_unequal(repr(old), repr(new))}"
        return
    if suffix == ".html":
        yield from _line_differences(html_lines(before), html_lines(after))
        return
    if suffix in _PARSERS:
        parse, form = _PARSERS[suffix]
        try:
            values = list(value_differences(parse(before), parse(after)))
            forms = form(before), form(after)
        except (ValueError, csv.Error):
            values = []
        if values:
            yield from values
            if forms[0] != forms[1]:
                yield f"form: {forms[0]} != {forms[1]}"
            return
    yield from _line_differences(before.split("\n"), after.split("\n"))


def _list_differences(old: list[Any], new: list[Any], path: str) -> Iterator[str]:
    """Yield the items that differ, by their place in the old list; of longer lists what is new."""
    if len(old) == len(new):
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from value_differences(before, after, f"{path}[{place}]")
        return
    yield f"{path}: {len(old)} items != {len(new)} items"
    texts = ([repr(item) for item in items] for items in (old, new))
    for place, before, after in _pairs(*texts):
        below = f"{path}[{place}]"
        if before is None:
            yield f"{below}: {_short(repr(new[after or 0]))} is new here"
        elif after is None:
            yield f"{below}: {_short(repr(old[before]))} is gone"
        else:
            yield from value_differences(old[before], new[after], below)


def _line_differences(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield the lines that differ, by their numbers in the old file."""
    for place, before, after in _pairs(old, new):
        where = f"line {place + 1}"
        if before is None:
            yield f"{where}: {_short(repr(new[after or 0]))} is new here"
        elif after is None:
            yield f"{where}: {_short(repr(old[before]))} is gone"
        else:
            yield f"{where}: {_unequal(repr(old[before]), repr(new[after]))}"


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield where two lists of texts differ: the place in the old one, and the places of a pair.

    One of the pair is None where the other list has nothing for it.
    """
    matcher = SequenceMatcher(None, old, new)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        befores, afters = range(start, end), range(new_start, new_end)
        for before, after in zip_longest(befores, afters):
            yield (end if before is None else before), before, after


def _unequal(old: str, new: str) -> str:
    """Return two texts from shortly before the first character that differs."""
    pairs = enumerate(zip(old, new, strict=False))
    first = next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, first - _BEFORE) if max(len(old), len(new)) > _SHOWN else 0
    return f"{_short(old, start)} != {_short(new, start)}"


def _short(text: str, start: int = 0) -> str:
    head = "…" if start else ""
    tail = "…" if len(text) > start + _SHOWN else ""
    return f"{head}{text[start : start + _SHOWN]}{tail}"


def _with(value: Any, replaced: Mapping[str, str]) -> Any:
    """Return a value with words in its texts replaced."""
    if isinstance(value, dict):
        return {key: _with(item, replaced) for key, item in value.items()}
    if isinstance(value, list):
        return [_with(item, replaced) for item in value]
    if isinstance(value, str):
        for word, other in replaced.items():
            value = value.replace(word, other)
    return value


def _workbook(path: Path) -> dict[str, Any]:
    """Return the sheets of a workbook in order, each cell with its type and format.

    Cells go by the text in their column's first row, so that a new column is one difference a row.
    """
    sheets: dict[str, Any] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = [
            [[cell.value, cell.data_type, cell.number_format] for cell in row]
            for row in sheet.iter_rows()
        ]
        sheets[sheet.title] = _by_column([cell[0] for cell in rows[0]] if rows else [], rows)
    return {"order": list(sheets), "sheets": sheets}


def _csv(text: str) -> dict[str, Any]:
    """Return a CSV file; cells go by their column, but in rows that are longer or shorter."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return _by_column(rows[0] if rows else [], rows)


def _csv_form(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for end in ("\r\n", "\n"):
        plain = io.StringIO(newline="")
        csv.writer(plain, lineterminator=end).writerows(rows)
        if plain.getvalue() == text:
            return f"lines end in {end!r}, quotes where needed"
    return "lines or quotes of another kind"


def _json_form(text: str) -> str:
    """Return how a JSON text is indented, parted and ended, and how its letters are written."""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    spaces = set(re.findall(r"\s+", outside.rstrip()))
    steps = {len(space) - 1 for space in spaces if space.startswith("\n")}
    parting = sorted(space for space in spaces if not space.startswith("\n"))
    end = outside[len(outside.rstrip()) :]
    letters = "escaped" if re.search(r"\\u[0-9a-f]{4}", text) else "plain"
    step = min(steps - {0}, default=0)
    return f"indented by {step}, parted by {parting}, ended by {end!r}, {letters} letters"


def _by_column(columns: list[Any], rows: list[list[Any]]) -> dict[str, Any]:
    names = [
        f"{name} ({place})" if name is None or name in columns[:place] else str(name)
        for place, name in enumerate(columns)
    ]
    keyed = [dict(zip(names, row, strict=True)) if len(row) == len(names) else row for row in rows]
    return {"columns": names, "rows": keyed}


def _geopackage(path: Path) -> dict[str, Any]:
    """Return the layers of a GeoPackage, shapes as WKB."""
    layers: dict[str, Any] = {}
    for name in (str(layer[0]) for layer in pyogrio.list_layers(path)):
        head = pyogrio.read_info(path, layer=name)
        _, table = pyogrio.read_arrow(path, layer=name)
        told = ("crs", "geometry_type", "geometry_name", "layer_metadata", "dataset_metadata")
        layers[name] = {key: head.get(key) for key in told} | _table(table)
        kinds = zip(head["ogr_types"], head["ogr_subtypes"], strict=True)
        layers[name]["ogr_types"] = [f"{kind} {subtype}" for kind, subtype in kinds]
    return {"order": list(layers), "layers": layers}


def _parquet(path: Path) -> dict[str, Any]:
    """Return a Parquet file, its shapes as WKB, with what it says of them."""
    table = parquet.read_table(path)
    geo = (table.schema.metadata or {}).get(b"geo", b"null")
    return {"geo": json.loads(geo)} | _table(table)


def _table(table: pa.Table) -> dict[str, Any]:
    types = [f"{field.name}: {field.type}" for field in table.schema]
    return {"columns": types, "rows": table.to_pylist()}


_READERS: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    ".xlsx": _workbook,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
}
_PARSERS: Final[dict[str, tuple[Callable[[str], Any], Callable[[str], str]]]] = {
    ".csv": (_csv, _csv_form),
    ".geojson": (json.loads, _json_form),
    ".json": (json.loads, _json_form),
}
"""Files of which the bytes count: how to read their values, and in which form these are written."""
