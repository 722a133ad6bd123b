"""Looks up every row of a CSV file into another: no row lost, none reordered, no other file."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.geocode import geocode
from geo.geocode.location import Candidate, Scale
from geo.referral import batch_columns, batch_writer, csv_rows
from geo.referral import refer as referral_refer
from geo.referral.batch_columns import COLUMNS, Cells
from geo.referral.batch_writer import Summary, Table, refuse
from geo.referral.csv_rows import Header, Row

__all__ = ["RESUME_HINT", "Summary", "run"]

RESUME_HINT = (
    "The output is not complete, but every row in it is: "
    "the same command with --resume continues after the last one."
)
"""What to tell where a run was stopped."""
REFERRALS_KEPT = 2048
"""ZIPs, towns and counties whose help is kept in memory for the next row that needs it."""

_NAMES_SHOWN = 50
# A name in a header seldom begins with a digit, holds a long number or is long; an address does.
_LIKE_DATA = re.compile(r"\s*\d|.*\d\d\d|.*@|.{41}", re.DOTALL)
_OWNER_ONLY = 0o600


def run(  # noqa: PLR0913  (data, files and wishes are that many; the last three are named)
    assessment: Assessment,
    source: StrPath,
    column: str,
    target: StrPath,
    *,
    resume: bool = False,
    overwrite: bool = False,
    progress: Callable[[float, int], None] | None = None,
) -> Summary:
    """Write the rows of `source` to `target`, each with the columns `batchcells.COLUMNS` added.

    A row stands in the output byte for byte as in the input. One that cannot be read has the status
    ``unreadable``; its text is the first cell, the other cells of the input's columns are empty. An
    ambiguous place gets the labels of its candidates, and of the help only what is the same for all
    of them. Rows are written as they are made, so that a run may be stopped at any moment and gone
    on with later.

    Parameters
    ----------
    assessment : Assessment
        The verdicts on the day asked about, with the data that they are of.
    source : path
        CSV with a header; `csvrows.read` tells what is read. Memory does not grow with it.
    column : str
        Name of the column with the places; case and spaces around it do not matter.
    target : path
        The output. A new file is for its owner alone to read, since it holds addresses; a file
        that is there already keeps the permissions it was given.
    resume : bool
        Go on after the last whole row of `target`, if that is the beginning of what would be written.
    overwrite : bool
        Begin `target` anew, once `source` proved to be a table with that column.
    progress : callable, optional
        Called with the share of the input's bytes that are read (0 to 1) and the rows done.

    Raises
    ------
    DataError
        With file, line and rule, never with what stands there: an input that is no table with that
        column, an output that is there already, or one that does not belong to this input and data.
    OSError
        If a file cannot be read or written.
    """
    if resume and overwrite:
        raise ValueError("a run resumes or overwrites, not both")
    source, target = Path(source), Path(target)
    with _opened(source) as file:
        header, rows, place = _header(file, source, column)
        _check_target(source, target, new=not (resume or overwrite))
        stamp = (assessment.as_of.isoformat(), assessment.data_sha256)
        answer = _answerer(assessment, header, place)
        first, last = (one.encode() for one in stamp)
        table = Table(header=header, rows=rows, answer=answer, stamp=(first, last))
        going_on = resume and target.exists()
        how: Literal["xb", "wb", "r+b"] = "r+b" if going_on else "wb" if overwrite else "xb"
        tell = _teller(file, progress)
        with _written(target, how) as out:
            done = batch_writer.write(table, out, target, tell, resume=going_on)
        if progress:
            progress(1.0, done.rows)
        return done


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        file = source.open("rb")
    except FileNotFoundError:
        refuse(source, 0, "no-file", "input", "there is no such file")
    except IsADirectoryError:
        refuse(source, 0, "no-file", "input", "this is a folder, not a file")
    with file:
        yield file


def _written(target: Path, how: Literal["xb", "wb", "r+b"]) -> BinaryIO:
    return open(target, how, opener=lambda path, flags: os.open(path, flags, _OWNER_ONLY))


def _header(file: BinaryIO, source: Path, column: str) -> tuple[Header, Iterator[Row], int]:
    """Return header, further rows, and which column has the places."""
    found = csv_rows.read(file)
    if found is None:
        refuse(source, 0, "empty-file", "input", "the file is empty; a header is needed")
    header, rows = found
    line = header.row.line
    if not header.row.raw.strip():
        refuse(source, line, "no-header", "header", "the line is empty; a header is needed")
    if header.row.fault:
        message = f"the header cannot be read. {batch_columns.FAULTS[header.row.fault]}"
        refuse(source, line, header.row.fault.value.replace("_", "-"), "header", message)
    names = [csv_rows.text_of(one).strip() for one in header.row.cells]
    folded = [one.casefold() for one in names]
    taken = sorted({*folded} & {*COLUMNS})
    if taken:
        message = f"the output adds columns of these names, so rename them: {', '.join(taken)}"
        refuse(source, line, "column-taken", "header", message)
    asked = column.strip().casefold()
    if asked not in folded:
        message = f"no column has that name; {_listed(names)}"
        refuse(source, line, "no-such-column", "header", message)
    if folded.count(asked) > 1:
        message = "several columns have that name; rename all but one"
        refuse(source, line, "duplicate-column", "header", message)
    return header, rows, folded.index(asked)


def _listed(names: list[str]) -> str:
    """Return the names of the columns, unless the first line may be a row of somebody's data."""
    if any(_LIKE_DATA.match(one) for one in names):
        return "the first line must hold the names; it looks like data, so it is not shown"
    more = f" and {len(names) - _NAMES_SHOWN:,} more" if len(names) > _NAMES_SHOWN else ""
    shown = ", ".join(repr(one) for one in names[:_NAMES_SHOWN])
    return f"the columns are {shown}{more}"


def _check_target(source: Path, target: Path, *, new: bool) -> None:
    try:
        there = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        _check_place(target)
        return
    if target.samefile(source):
        refuse(target, 0, "same-file", "output", "this is the input itself; name another file")
    if stat.S_ISDIR(there.st_mode):
        message = "this is a folder; name a file in it"
        refuse(target, 0, "not-a-file", "output", message)
    if not stat.S_ISREG(there.st_mode):
        refuse(target, 0, "not-a-file", "output", "the output must be a regular file")
    if new:
        message = "the file exists; --resume continues it, --overwrite replaces it"
        refuse(target, 0, "output-exists", "output", message)


def _check_place(target: Path) -> None:
    """Refuse an output that is not there yet and cannot be made where it is to stand."""
    if target.is_symlink():
        message = "this is a link to a missing file; name the file itself"
        refuse(target, 0, "broken-link", "output", message)
    if not target.parent.is_dir():
        message = f"there is no folder {str(target.parent)!r}; create it first"
        refuse(target, 0, "no-folder", "output", message)


def _teller(file: BinaryIO, progress: Callable[[float, int], None] | None) -> Callable[[int], None]:
    """Return what tells the progress after a number of rows."""
    size = os.fstat(file.fileno()).st_size

    def tell(rows: int) -> None:
        if progress:
            # A pipe has no size and no place in it; only its end is known.
            progress(min(file.tell() / size, 1.0) if size else 0.0, rows)

    return tell


def _answerer(
    assessment: Assessment, header: Header, place: int
) -> Callable[[Row], tuple[str, bytes]]:
    """Return what makes status and added cells of a row."""
    stamp = {"as_of": assessment.as_of.isoformat(), "data_sha256": assessment.data_sha256}

    def help_for(candidate: Candidate) -> Cells:
        made = referral_refer.refer(assessment, candidate, k=1)
        return batch_columns.of_referral(candidate, made)

    def encode(cells: Cells) -> bytes:
        return batch_columns.encoded(replace(cells, **stamp), header.delimiter)

    # Equal candidates have equal help. A coordinate is what somebody typed, and is not kept.
    kept_help = lru_cache(maxsize=REFERRALS_KEPT)(help_for)
    kept_line = lru_cache(maxsize=REFERRALS_KEPT)(encode)

    def refer(candidate: Candidate) -> Cells:
        coordinate = candidate.precision is Scale.COORDINATE
        return help_for(candidate) if coordinate else kept_help(candidate)

    def answer(row: Row) -> tuple[str, bytes]:
        if row.fault:
            cells = batch_columns.of_fault(row.fault)
        else:
            found = geocode.locate(csv_rows.text_of(row.cells[place]), assessment.catalog)
            cells = batch_columns.of_location(found, refer)
        of_table = cells.precision not in ("", Scale.COORDINATE)
        return cells.status, kept_line(cells) if of_table else encode(cells)

    return answer
