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
# A column's name seldom begins with a digit, contains a long number or is long; an address does.
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
    """Write the rows of `source` to `target`, each with the columns `batch_columns.COLUMNS` added.

    The output repeats every input row byte for byte. A row that cannot be read has the status
    ``unreadable``; its text is the first cell, and the other cells of the input's columns are empty.
    An ambiguous place gets the labels of its candidates, and the help that is the same for all of
    them. Rows are written as they are answered, so that a run can be stopped at any moment and
    continued later.

    Parameters
    ----------
    assessment : Assessment
        The verdicts on the day asked about, with the data that they are of.
    source : path
        CSV with a header, as `csv_rows.read` describes. Memory use does not grow with its size.
    column : str
        Name of the column of places; case and surrounding spaces do not matter.
    target : path
        The output. A new file is readable by its owner alone, since it holds addresses; an
        existing file keeps its permissions.
    resume : bool
        Continue after the last whole row of `target`, if that is the start of what would be written.
    overwrite : bool
        Replace `target`, once `source` has proved to be a table with that column.
    progress : callable, optional
        Called with the share of the input's bytes read so far (0 to 1) and the number of rows done.

    Raises
    ------
    DataError
        With file, line and rule, never with a value: an input that is no table with that column, an
        output that exists already, or one that does not belong to this input and data.
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
        first, last = (text.encode() for text in stamp)
        table = Table(header=header, rows=rows, answer=answer, stamp=(first, last))
        resuming = resume and target.exists()
        how: Literal["xb", "wb", "r+b"] = "r+b" if resuming else "wb" if overwrite else "xb"
        tell = _teller(file, progress)
        with _written(target, how) as out:
            done = batch_writer.write(table, out, target, tell, resume=resuming)
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
    """Return the header, the further rows, and the number of the column of places."""
    table = csv_rows.read(file)
    if table is None:
        refuse(source, 0, "empty-file", "input", "the file is empty; a header is needed")
    header, rows = table
    line = header.row.line
    if not header.row.raw.strip():
        refuse(source, line, "no-header", "header", "the line is empty; a header is needed")
    if header.row.fault:
        message = f"the header cannot be read. {batch_columns.FAULTS[header.row.fault]}"
        refuse(source, line, header.row.fault.value.replace("_", "-"), "header", message)
    names = [csv_rows.text_of(cell).strip() for cell in header.row.cells]
    folded = [name.casefold() for name in names]
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
    """Return the names of the columns, unless the first line may be somebody's data."""
    if any(_LIKE_DATA.match(name) for name in names):
        return "the first line must hold the names; it looks like data, so it is not shown"
    more = f" and {len(names) - _NAMES_SHOWN:,} more" if len(names) > _NAMES_SHOWN else ""
    shown = ", ".join(repr(name) for name in names[:_NAMES_SHOWN])
    return f"the columns are {shown}{more}"


def _check_target(source: Path, target: Path, *, new: bool) -> None:
    try:
        status = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        _check_place(target)
        return
    if target.samefile(source):
        refuse(target, 0, "same-file", "output", "this is the input itself; name another file")
    if stat.S_ISDIR(status.st_mode):
        message = "this is a folder; name a file in it"
        refuse(target, 0, "not-a-file", "output", message)
    if not stat.S_ISREG(status.st_mode):
        refuse(target, 0, "not-a-file", "output", "the output must be a regular file")
    if new:
        message = "the file exists; --resume continues it, --overwrite replaces it"
        refuse(target, 0, "output-exists", "output", message)


def _check_place(target: Path) -> None:
    """Refuse an output that does not exist and cannot be created."""
    if target.is_symlink():
        message = "this is a link to a missing file; name the file itself"
        refuse(target, 0, "broken-link", "output", message)
    if not target.parent.is_dir():
        message = f"there is no folder {str(target.parent)!r}; create it first"
        refuse(target, 0, "no-folder", "output", message)


def _teller(file: BinaryIO, progress: Callable[[float, int], None] | None) -> Callable[[int], None]:
    """Return what reports the progress after a number of rows."""
    size = os.fstat(file.fileno()).st_size

    def tell(rows: int) -> None:
        if progress:
            # A pipe has no size and no position.
            progress(min(file.tell() / size, 1.0) if size else 0.0, rows)

    return tell


def _answerer(
    assessment: Assessment, header: Header, place: int
) -> Callable[[Row], tuple[str, bytes]]:
    """Return what gives the status and the added cells of a row."""
    stamp = {"as_of": assessment.as_of.isoformat(), "data_sha256": assessment.data_sha256}

    def help_for(candidate: Candidate) -> Cells:
        referral = referral_refer.refer(assessment, candidate, k=1)
        return batch_columns.of_referral(candidate, referral)

    def encode(cells: Cells) -> bytes:
        return batch_columns.encoded(replace(cells, **stamp), header.delimiter)

    # Equal candidates have equal help. A coordinate is what somebody typed, so it is not kept.
    kept_help = lru_cache(maxsize=REFERRALS_KEPT)(help_for)
    kept_line = lru_cache(maxsize=REFERRALS_KEPT)(encode)

    def refer(candidate: Candidate) -> Cells:
        coordinate = candidate.precision is Scale.COORDINATE
        return help_for(candidate) if coordinate else kept_help(candidate)

    def answer(row: Row) -> tuple[str, bytes]:
        if row.fault:
            cells = batch_columns.of_fault(row.fault)
        else:
            location = geocode.locate(csv_rows.text_of(row.cells[place]), assessment.catalog)
            cells = batch_columns.of_location(location, refer)
        of_table = cells.precision not in ("", Scale.COORDINATE)
        return cells.status, kept_line(cells) if of_table else encode(cells)

    return answer
