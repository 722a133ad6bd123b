"""Writes records into confirmations.yaml: whole or not at all, one writer at a time."""

import contextlib
import hashlib
import io
import json
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from geo.catalog import confirmations, raw_file, record_rules, yamltree
from geo.catalog.folder import Files
from geo.catalog.problem_report import Report
from geo.catalog.raw_file import StrPath
from geo.catalog.records import Catalog, Confirmations, Record
from geo.errors import CrisisCoverageError, Problems
from geo.files import told_as, write_all

__all__ = ["PREVIOUS", "ChangedMeanwhileError", "append", "as_yaml", "state", "with_records"]

PREVIOUS: Final = "confirmations.previous.yaml"
"""Holds the file as it was before the last record."""
_LOCK: Final = ".confirmations.lock"
_HEAD: Final = "stale_after_days: 365\nrecords: []\n"
_ITEM = re.compile(r"^( *)- +fact:", re.MULTILINE)
_EMPTY = re.compile(r"^records:[ \t]*\[[ \t]*\][ \t]*(#.*)?$", re.MULTILINE)


class ChangedMeanwhileError(CrisisCoverageError):
    """Somebody else added a record since this one was drafted."""

    def __init__(self) -> None:
        super().__init__(
            "confirmations.yaml has changed meanwhile: look at what the record would change now, "
            "and keep it again"
        )


def state(home: StrPath) -> str:
    """Return what names the state of the file: its SHA-256; of `Catalog.files` as it was read.

    Raises
    ------
    DataError
        If the file cannot be read.
    UnicodeError
        If it is not UTF-8.
    """
    return hashlib.sha256(_content(home).encode()).hexdigest()


def as_yaml(records: Sequence[Record]) -> str:
    """Return records as they stand in the file, to be added at its end."""
    return "".join(map(_entry, records))


def with_records(catalog: Catalog, records: Sequence[Record]) -> Catalog:
    """Return a catalog as if records had been added to its file as it was read.

    Raises
    ------
    DataError
        With every problem of the file as it would be; nothing is written.
    """
    _, held = _checked(catalog, _content(catalog.files), records)
    return replace(catalog, confirmations=held)


def append(catalog: Catalog, records: Sequence[Record], seen: str) -> Path:
    """Add records at the end of the file, and return its path. The last state is kept beside it.

    Parameters
    ----------
    catalog : Catalog
        The data of the folder that is written to.
    records : sequence of Record
        What to add.
    seen : str
        The `state` of the file by which the records were drafted.

    Raises
    ------
    ChangedMeanwhileError
        Where the file is not in that state any more; nothing is written.
    DataError
        Where the reader would refuse the file; nothing is written.
    OSError
        Where the folder cannot be written to; the file is as it was.
    """
    path = catalog.home / confirmations.FILE
    with _locked(catalog.home):
        if state(catalog.home) != seen:
            raise ChangedMeanwhileError
        before = _content(catalog.home)
        text, _ = _checked(catalog, before, records)
        write_all({catalog.home / PREVIOUS: before.encode(), path: text.encode()})
    return path


def _content(home: StrPath) -> str:
    """Return the file's text; of a folder that has none, one without records."""
    name = confirmations.FILE
    file = home[name] if isinstance(home, Files) else Path(home) / name
    if not raw_file.is_there(file):
        return _HEAD
    raw = raw_file.read_bytes(file, yamltree.MAX_BYTES, Problems(name))
    return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig").read()


def _checked(catalog: Catalog, before: str, records: Sequence[Record]) -> tuple[str, Confirmations]:
    """Return the text with the records, and what the reader makes of it."""
    report = Report(confirmations.FILE)
    text = _EMPTY.sub("records:", before)
    indents = _ITEM.findall(before)
    text = f"{text.rstrip()}\n{textwrap.indent(as_yaml(records), indents[-1] if indents else '  ')}"
    held = record_rules.parse(text.encode(), catalog.services, catalog.geoid_by_name.keys(), report)
    report.check()
    if held.records[-len(records) :] != tuple(records):
        message = (
            "records: must be the last key of confirmations.yaml, with one record below another"
        )
        raise CrisisCoverageError(message)
    return text, held


def _entry(record: Record) -> str:
    """Return one record as YAML: each value on its own line, texts in quotes."""
    values: dict[str, object] = {
        "fact": record.fact,
        "outcome": record.outcome.value,
        "on": record.on.text,
        "recorded": record.recorded.text,
        "how": record.how.value,
        "by": json.dumps(record.by, ensure_ascii=False),
        "answered_by": record.answered_by,
        "counties": f"[{', '.join(record.counties)}]" if record.counties else None,
        "now": None if record.now is None else json.dumps(record.now, ensure_ascii=False),
        "says": json.dumps(record.says, ensure_ascii=False),
        "state": record.state.value if record.state else None,
        "reason": None if record.reason is None else json.dumps(record.reason, ensure_ascii=False),
    }
    lines = [f"{key}: {value}" for key, value in values.items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the folder's lock: whoever comes second waits until the first has written."""
    with told_as(home / confirmations.FILE):
        file = (home / _LOCK).open("a+b")
    with file:
        _lock(file)
        yield


if os.name == "nt":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
