"""The reader of CSV rows: every byte comes back, and what cannot be read stays one row."""

import csv
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.catalog import csv_dialect
from geo.referral import csv_rows
from geo.referral.csv_rows import KEPT_BYTES, MAX_BYTES, MAX_LINES, Fault, Row

CELL = st.text(
    st.sampled_from("ab,;\t\"'\r\n =é\u2028\x0b\x85") | st.characters(exclude_characters="\0"),
    max_size=8,
).map(lambda text: text.encode("utf-8", errors="surrogatepass"))
BYTES = st.binary(max_size=60) | st.text(',;"\r\n\tab', max_size=80).map(str.encode)


def rows_of(content: bytes) -> list[Row]:
    """Return the header's row and all others."""
    table = csv_rows.read(io.BytesIO(content))
    if table is None:
        return []
    header, rows = table
    return [header.row, *rows]


def written(rows: list[list[bytes]], **options: Any) -> bytes:
    """Return rows as Python's own CSV writer writes them."""
    out = io.StringIO()
    csv.writer(out, **options).writerows(
        [[cell.decode("utf-8", "surrogateescape") for cell in row] for row in rows]
    )
    return out.getvalue().encode("utf-8", "surrogateescape")


@given(
    rows=st.integers(1, 4).flatmap(
        lambda count: st.lists(
            st.lists(CELL, min_size=count, max_size=count), min_size=1, max_size=6
        )
    ),
    end=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_was_written_is_read(rows: list[list[bytes]], end: str, delimiter: str) -> None:
    # The header names the delimiter: no more than one kind of it stands there outside of quotes.
    names = [b"name"] * len(rows[0])
    only = delimiter if len(names) > 1 else ","
    content = written([names, *rows], lineterminator=end, delimiter=only, quoting=csv.QUOTE_ALL)
    assert [list(row.cells) for row in rows_of(content)] == [names, *rows]


@given(content=BYTES)
@example(content=b'a,b\n"1\n2,"x\n"y"z,\n')
@example(content=b'"\n"\n"')
def test_every_byte_is_in_exactly_one_row(content: bytes) -> None:
    rows = rows_of(content)
    assert b"".join(row.raw + row.end for row in rows) == content.removeprefix(csv_dialect.BOM)
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))


@given(content=BYTES)
def test_a_row_that_is_read_says_what_python_says(content: bytes) -> None:
    table = csv_rows.read(io.BytesIO(content))
    delimiter = table[0].delimiter.decode() if table else ","
    for row in rows_of(content):
        if not row.fault and row.raw:
            text = io.StringIO(row.raw.decode("utf-8", "surrogateescape"), newline="")
            (cells,) = csv.reader(text, delimiter=delimiter)
            assert [cell.encode("utf-8", "surrogateescape") for cell in cells] == list(row.cells)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        (b"id,address", b","),
        (b"id;address;note, if any", b";"),
        (b"id\taddress", b"\t"),
        (b'"a;b;c;d",address', b","),
        (b"address", b","),
        (b"a,b;c", b","),
        (b"a;b\tc", b";"),
    ],
)
def test_the_delimiter_is_the_one_that_stands_most_often_outside_of_quotes(
    header: bytes, delimiter: bytes
) -> None:
    table = csv_rows.read(io.BytesIO(header + b"\n"))
    assert table
    assert table[0].delimiter == delimiter


def test_an_empty_file_has_no_header() -> None:
    assert csv_rows.read(io.BytesIO(b"")) is None


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    table = csv_rows.read(io.BytesIO(b'\xef\xbb\xbf"id",x\n1,2\n'))
    assert table
    assert table[0].before == csv_dialect.BOM
    assert table[0].row.cells == (b"id", b"x")


@pytest.mark.parametrize("line", [b"sep=;\r\n", b'"sep=;"\n', csv_dialect.BOM + b"SEP=;\n"])
def test_a_line_that_names_the_delimiter_stands_before_the_header(line: bytes) -> None:
    table = csv_rows.read(io.BytesIO(line + b"a,b;c,d\n1;2\n"))
    assert table
    header, (row,) = table[0], table[1]
    assert (header.before, header.delimiter) == (line, b";")
    assert (header.row.cells, header.row.line) == ((b"a,b", b"c,d"), 2)
    assert (row.cells, row.line) == ((b"1", b"2"), 3)


def test_a_delimiter_that_is_not_read_is_named_as_such() -> None:
    table = csv_rows.read(io.BytesIO(b"sep=|\na|b\n"))
    assert table
    assert table[0].row.fault is Fault.DELIMITER
    assert csv_rows.read(io.BytesIO(b"sep=;\n")) is None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"1,2,3", Fault.CELL_COUNT),
        (b"", Fault.BLANK),
        (b" \t", Fault.BLANK),
        (b"1,a\0b", Fault.NUL),
        (b'1,"a"b', Fault.AFTER_QUOTE),
        (b'1,"a" ', Fault.AFTER_QUOTE),
        (b'1,"a', Fault.OPEN_QUOTE),
        (b"1,a\rb", Fault.LONE_CR),
        (b'"1",a\r\r', Fault.LONE_CR),
        (b"1," + b"a" * MAX_BYTES, Fault.TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_next_is_read(line: bytes, fault: Fault) -> None:
    _, bad, good, last = rows_of(b"id,address\n" + line + b"\n2,b\n3,c")
    assert (bad.fault, bad.cells, bad.line) == (fault, (), 2)
    assert (good.cells, good.line) == ((b"2", b"b"), 3)
    assert (last.cells, last.end) == ((b"3", b"c"), b"")


def test_a_row_may_lack_its_last_cells() -> None:
    _, *short, whole = rows_of(b"id,address,note\n1\n2,b\n3,\n4,d,")
    assert [row.cells for row in short] == [(b"1",), (b"2", b"b"), (b"3", b"")]
    assert [row.fault for row in short] == [None] * 3
    assert whole.cells == (b"4", b"d", b"")


def test_an_open_quote_takes_its_own_line_only() -> None:
    rest = b"".join(b"%d,x\n" % number for number in range(MAX_LINES + 5))
    _, bad, *good = rows_of(b'id,address\n0,"12 Main\n' + rest)
    assert bad.fault is Fault.OPEN_QUOTE
    assert bad.raw == b'0,"12 Main'
    assert [row.cells[0] for row in good] == [b"%d" % number for number in range(MAX_LINES + 5)]


def test_an_open_quote_ends_where_the_next_quote_opens() -> None:
    _, bad, good = rows_of(b'id,address\n1,"12 Main\n2,"4 Oak, Sardis"\n')
    assert (bad.fault, bad.raw) == (Fault.OPEN_QUOTE, b'1,"12 Main')
    assert good.cells == (b"2", b"4 Oak, Sardis")


def test_a_later_quote_does_not_close_what_another_has_broken() -> None:
    lines = (b'1,"12 Main,a', b'2,"4 Oak, Sardis",b', b'3,pipe 5",c')
    _, bad, good, last = rows_of(b"id,address,note\n" + b"\n".join(lines))
    assert (bad.fault, bad.raw) == (Fault.OPEN_QUOTE, lines[0])
    assert good.cells == (b"2", b"4 Oak, Sardis", b"b")
    assert last.cells == (b"3", b'pipe 5"', b"c")


@pytest.mark.parametrize(("more", "fault"), [(0, None), (1, Fault.OPEN_QUOTE)])
def test_a_row_has_so_many_lines_at_most(more: int, fault: Fault | None) -> None:
    cell = b'"' + b"\n" * (MAX_LINES - 1 + more) + b'"'
    assert rows_of(b"id,address\n1," + cell + b"\n")[1].fault is fault


@pytest.mark.parametrize(("more", "fault"), [(0, None), (1, Fault.OPEN_QUOTE)])
def test_a_row_of_several_lines_has_so_many_bytes_at_most(more: int, fault: Fault | None) -> None:
    row = b'1,"\n' + b"a" * (MAX_BYTES - 6 + more) + b'"\n'
    assert len(row) == MAX_BYTES + more
    assert rows_of(b"id,address\n" + row)[1].fault is fault


def test_of_a_line_that_is_too_long_the_beginning_is_kept_without_half_a_character() -> None:
    line = b"1," + b"a" * (KEPT_BYTES - 3) + "é".encode() + b"b" * 3 * MAX_BYTES
    row = rows_of(b"id,address\n" + line + b"\r\n2,b\r\n")[1]
    assert row.fault is Fault.TOO_LONG
    assert row.raw == line[: KEPT_BYTES - 1]
    assert row.end == b"\r\n"


def test_memory_does_not_grow_with_a_line() -> None:
    class Endless(io.RawIOBase):
        """A header, and 50 MB of one line behind an open quote."""

        def __init__(self) -> None:
            self.left = 50
            self.largest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.largest = max(self.largest, size or 0)
            self.left -= 1
            if self.left == 49:
                return b"id,address\n"
            return b'"' + b"a" * ((size or 0) - 1) if self.left > 0 else b""

    file = Endless()
    table = csv_rows.read(file)  # type: ignore[arg-type]  # all that is asked of it is readline
    assert table
    (row,) = table[1]
    assert len(row.raw) == KEPT_BYTES
    assert file.largest == MAX_BYTES + 1


def test_utf_16_is_named() -> None:
    table = csv_rows.read(io.BytesIO("id,address\n1,a\n".encode("utf-16")))
    assert table
    assert table[0].row.fault is Fault.UTF_16


def test_windows_1252_is_read_where_a_cell_is_no_utf_8() -> None:
    assert csv_dialect.text_of(b"D\x92Iberville") == "D\u2019Iberville"
    assert csv_dialect.text_of("D\u2019Iberville".encode()) == "D\u2019Iberville"
    assert csv_dialect.text_of(b"\x81") == "\ufffd"


def test_no_repr_shows_a_row() -> None:
    for row in rows_of(b'id,zyzx\n1,zyzx\n2,"zyzx\n'):
        assert "zyzx" not in repr(row)
