"""Looks up every row of a CSV file into another, or texts one by one: none lost, none reordered."""

import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from geo import files
from geo.catalog import csv_dialect
from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.geocode import geocode
from geo.geocode.location import Candidate, Scale
from geo.referral import batch_columns, batch_writer, csv_rows
from geo.referral import refer as referral_refer
from geo.referral.batch_columns import COLUMNS, Cells
from geo.referral.batch_writer import RESUME_HINT, Summary, Table, refuse
from geo.referral.csv_rows import Fault, Header, Row

__all__ = ["JOINER", "RESUME_HINT", "Summary", "answer_many", "run"]

REFERRALS_KEPT = 2048
"""ZIPs, towns and counties whose help is kept in memory for the next row that needs it."""

JOINER = ", "
"""Between the cells of a place that is split over several columns."""

_NAMES_SHOWN = 50
# A column's name seldom begins with a digit, contains a long number or is long; an address does.
_LIKE_DATA = re.compile(r"\s*\d|.*\d\d\d|.*@|.{41}", re.DOTALL)
_OWNER_ONLY = 0o600


def run(  # noqa: PLR0913  (data, files and wishes are that many; the last three are named)
    assessment: Assessment,
    source: StrPath,
    columns: str | Sequence[str],
    target: StrPath,
    *,
    resume: bool = False,
    overwrite: bool = False,
    progress: Callable[[float, int], None] | None = None,
) -> Summary:
    """Write the rows of `source` to `target`, each with the columns `batch_columns.COLUMNS` added.

    The output repeats every input row byte for byte, but for an apostrophe before what a spreadsheet
    would take for a formula. Cells that are missing at a row's end count
    as empty, since spreadsheets drop such; a row that ends before every column of the place, or
    cannot be read, has the status ``unreadable``; its text is the first cell, and the other cells of
    the input's columns are empty.
    An ambiguous place gets the labels of its candidates, and the help that is the same for all of
    them. Rows are written as they are answered, so that a run can be stopped at any moment and
    continued later.

    Parameters
    ----------
    assessment : Assessment
        The verdicts on the day asked about, with the data that they are of.
    source : path
        CSV with a header, as `csv_rows.read` describes. Memory use does not grow with its size.
    columns : str or sequence of str
        Name of the column of places, or of several whose cells are one place: they are joined in
        this order with `JOINER`, empty ones left out. Case and surrounding spaces do not matter.
    target : path
        The output. A new file is readable by its owner alone, since it holds addresses; an
        existing file keeps its permissions.
    resume : bool
        Continue after the last whole row of `target`, if that is the start of what would be written.
    overwrite : bool
        Replace `target`, once `source` has proved to be a table with such columns.
    progress : callable, optional
        Called with the share of the input's bytes read so far (0 to 1) and the number of rows done.

    Raises
    ------
    DataError
        With file, line and rule, never with a value: an input that is no table with such columns, an
        output that exists already, or one that does not belong to this input and data.
    OSError
        If a file cannot be read or written. It names the file; the rows that the output has are whole.
    """
    if resume and overwrite:
        raise ValueError("a run resumes or overwrites, not both")
    source, target = Path(source), Path(target)
    with _opened(source) as file:
        asked = [columns] if isinstance(columns, str) else columns
        header, rows, places = _header(file, source, asked)
        _check_target(source, target, new=not (resume or overwrite))
        stamp = (assessment.as_of.isoformat(), assessment.data_sha256)
        answer = _answerer(assessment, header, places)
        first, last = (text.encode() for text in stamp)
        table = Table(header=header, rows=rows, answer=answer, stamp=(first, last))
        resuming = resume and target.exists()
        how: Literal["xb", "wb", "r+b"] = "r+b" if resuming else "wb" if overwrite else "xb"
        tell = _teller(file, progress)
        with _written(target, how) as out:
            done = batch_writer.write(table, out, target, tell, resume=resuming)
            with files.told_as(target):
                os.fsync(out.fileno())
                files.sync_folder(target.parent)
        if progress:
            progress(1.0, done.rows)
        return done


def answer_many(assessment: Assessment, texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each typed place, in order, the texts of the columns `batch_columns.COLUMNS`.

    What `run` adds to a row, for programs with tables of their own: without apostrophes before what a
    spreadsheet would take for a formula. Each is answered when it is asked for and forgotten, so that
    memory does not grow with the number of texts, and parts of a table have the answers of the whole.
    Raises TypeError for anything but a str; an empty one is ``invalid``.
    """
    answered = _text_answerer(assessment)
    for text in texts:
        yield batch_columns.texts(_stamped(answered(text), assessment))


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


def _written(target: Path, how: Literal["xb", "wb", "r+b"]) -> io.FileIO:
    return io.FileIO(target, how, opener=lambda path, flags: os.open(path, flags, _OWNER_ONLY))


def _header(
    file: BinaryIO, source: Path, columns: Sequence[str]
) -> tuple[Header, Iterator[Row], list[int]]:
    """Return the header, the further rows, and the numbers of the columns of places."""
    table = csv_rows.read(file)
    if table is None:
        refuse(source, 0, "empty-file", "input", "the file is empty; a header is needed")
    header, rows = table
    line = header.row.line
    if not header.row.raw.strip():
        refuse(source, line, "no-header", "header", "the line is empty; a header is needed")
    if fault := header.row.fault:
        rule, message = fault.value.replace("_", "-"), batch_columns.FAULTS[fault]
        if fault in csv_rows.OF_FILE:
            refuse(source, 0, rule, "input", message)
        refuse(source, line, rule, "header", f"the header cannot be read. {message}")
    names = [csv_dialect.text_of(cell).strip() for cell in header.row.cells]
    places = _places(source, line, names, columns)
    return header, _reaching(source, rows, min(places)), places


def _places(source: Path, line: int, names: list[str], columns: Sequence[str]) -> list[int]:
    """Return the numbers of the columns asked for, in their order."""
    folded = [name.casefold() for name in names]
    taken = sorted({*folded} & {*COLUMNS})
    if taken:
        message = f"the output adds columns of these names, so rename them: {', '.join(taken)}"
        refuse(source, line, "column-taken", "header", message)
    places: list[int] = []
    for number, column in enumerate(columns, start=1):
        asked = column.strip().casefold()
        # Without the name, which may be a piece of an address in the wrong place.
        which = "that name" if len(columns) == 1 else f"name {number} of the {len(columns)} given"
        if asked not in folded:
            message = f"no column has {which}; {_listed(names)}"
            refuse(source, line, "no-such-column", "header", message)
        if folded.count(asked) > 1:
            message = f"several columns have {which}; rename all but one"
            refuse(source, line, "duplicate-column", "header", message)
        if folded.index(asked) in places:
            message = f"{which} is that of a column given before; name each column once"
            refuse(source, line, "column-named-twice", "header", message)
        places.append(folded.index(asked))
    return places


def _reaching(source: Path, rows: Iterator[Row], first: int) -> Iterator[Row]:
    """Give the rows, with a fault where one ends before the `first` column of the place."""
    with files.told_as(source):
        for row in rows:
            if row.fault or len(row.cells) > first:
                yield row
            else:
                yield replace(row, cells=(), fault=Fault.CELL_COUNT)


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
    assessment: Assessment, header: Header, places: Sequence[int]
) -> Callable[[Row], tuple[str, bytes]]:
    """Return what gives the status and the added cells of a row."""
    answered = _text_answerer(assessment)

    def encode(cells: Cells) -> bytes:
        return batch_columns.encoded(_stamped(cells, assessment), header.delimiter)

    kept_line = lru_cache(maxsize=REFERRALS_KEPT)(encode)

    def answer(row: Row) -> tuple[str, bytes]:
        cells = batch_columns.of_fault(row.fault) if row.fault else answered(_typed(row, places))
        of_table = cells.precision not in ("", Scale.COORDINATE)
        return cells.status, kept_line(cells) if of_table else encode(cells)

    return answer


def _text_answerer(assessment: Assessment) -> Callable[[str], Cells]:
    """Return what gives the cells of a typed place, without the day and the hash of the data."""

    def help_for(candidate: Candidate) -> Cells:
        referral = referral_refer.refer(assessment, candidate, k=1)
        return batch_columns.of_referral(candidate, referral)

    # Equal candidates have equal help. A coordinate is what somebody typed, so it is not kept.
    kept_help = lru_cache(maxsize=REFERRALS_KEPT)(help_for)

    def refer(candidate: Candidate) -> Cells:
        coordinate = candidate.precision is Scale.COORDINATE
        return help_for(candidate) if coordinate else kept_help(candidate)

    return lambda text: batch_columns.of_location(geocode.locate(text, assessment.catalog), refer)


def _stamped(cells: Cells, assessment: Assessment) -> Cells:
    return replace(cells, as_of=assessment.as_of.isoformat(), data_sha256=assessment.data_sha256)


def _typed(row: Row, places: Sequence[int]) -> str:
    """Return the place of a row as one text; cells that are missing at its end count as empty."""
    cells = [
        csv_dialect.text_of(row.cells[place]).strip() for place in places if place < len(row.cells)
    ]
    return JOINER.join(filter(None, cells))
