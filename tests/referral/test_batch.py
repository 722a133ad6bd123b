"""Many rows at once: none lost, none reordered, and a run that was stopped goes on."""

import contextlib
import csv
import functools
import gc
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import text as text_module
from geo.catalog import csv_dialect
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.geocode import geocode
from geo.geocode.location import Candidate, Caution, Location, LocationStatus
from geo.referral import batch, batch_columns, csv_rows, distance_text, refer
from geo.referral.batch import Summary
from geo.referral.batch_columns import COLUMNS, Cells
from geo.referral.csv_rows import KEPT_BYTES, MAX_BYTES
from tests import live

Run = Callable[..., Summary]

ADDRESSES = (
    "102 Eureka St, Batesville MS 38606",
    "Washington",
    "34.3116, -89.9437",
    "350 Poplar Ave, Memphis TN 38103",
    "",
    "no such town at all",
    "behind the Dollar General on hwy 7 in Coffeeville",
    "panola county",
    '"Bay St. Louis", he said',
    "two\nlines, Tupelo",
)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return live.assessment()


@pytest.fixture
def run(assessment: Assessment, tmp_path: Path) -> Run:
    """Return what looks up tmp_path/in.csv into tmp_path/out.csv."""

    def run(column: str = "address", **options: bool) -> Summary:
        return batch.run(assessment, tmp_path / "in.csv", column, tmp_path / "out.csv", **options)  # type: ignore[arg-type]

    return run


def csv_of(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogateescape")


def records(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of an output as another program reads them."""
    text = io.StringIO(content.decode("utf-8-sig", "surrogateescape"), newline="")
    usual = csv.field_size_limit(2 * MAX_BYTES)
    try:
        header, *rows = csv.reader(text, delimiter=delimiter, strict=True)
    finally:
        csv.field_size_limit(usual)
    assert all(len(row) == len(header) for row in rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def rule_of(call: Callable[[], object]) -> str:
    """Return the rule that a call is refused by; the typed marker is never told."""
    with pytest.raises(DataError) as caught:
        call()
    (problem,) = caught.value.problems
    assert problem.found == ""
    assert "zyzx" not in str(caught.value).casefold()
    return problem.rule


@pytest.fixture
def table(tmp_path: Path) -> bytes:
    """Write in.csv, a table with a row of every kind, and return it."""
    rows = [[str(number), address] for number, address in enumerate(ADDRESSES)]
    content = csv_of([["id", "address"], *rows]) + b'10\r\n11,"Zyzx Lane\r\n12,38606'
    (tmp_path / "in.csv").write_bytes(content)
    return content


@pytest.mark.usefixtures("table")
def test_every_row_comes_out_once_with_its_status(run: Run, tmp_path: Path) -> None:
    done = run()
    rows = records((tmp_path / "out.csv").read_bytes())
    assert [row["cc_status"] for row in rows] == [
        "ok",
        "ambiguous",
        "ok",
        "out_of_state",
        "invalid",
        "not_found",
        "ok",
        "ok",
        "ambiguous",
        "ambiguous",
        "unreadable",
        "unreadable",
        "ok",
    ]
    assert [row["address"] for row in rows[:10]] == list(ADDRESSES)
    assert rows[3]["cc_label"] == "Tennessee"
    assert done == Summary(
        rows=13,
        by_status={
            "ok": 5,
            "ambiguous": 3,
            "not_found": 1,
            "out_of_state": 1,
            "invalid": 1,
            "unreadable": 2,
        },
        resumed_rows=0,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.usefixtures("table")
def test_the_answer_of_a_row(run: Run, assessment: Assessment, tmp_path: Path) -> None:
    run()
    row = records((tmp_path / "out.csv").read_bytes())[0]
    assert tuple(row)[2:] == COLUMNS
    expected = {
        "cc_precision": "zip",
        "cc_geoid": "28107",
        "cc_county": "Panola",
        "cc_as_of": assessment.as_of.isoformat(),
        "cc_data_sha256": assessment.data_sha256,
    }
    assert expected.items() <= row.items()
    assert "38606" in row["cc_label"]
    assert row["cc_counties"].startswith("Panola ")
    # ZIP 38606 reaches into other counties, whose people call other teams.
    assert "(Panola, Lafayette): 866-837-7521" in row["cc_mobile_crisis"]
    assert "Batesville" in row["cc_nearest"]
    assert row["cc_nearest"] in row["cc_possible_nearest"].split("; ")
    assert row["cc_certain"] in {"yes", "no"}
    assert "Batesville" in row["cc_designated"]
    assert row["cc_nearest_phone"] in row["cc_designated_phone"].split("; ")
    assert int(row["cc_nearest_miles"].removeprefix("<")) < 20
    assert "street_not_looked_up" in row["cc_warnings"].split(";")


@pytest.mark.usefixtures("table")
def test_an_ambiguous_place_gets_no_answer(run: Run, tmp_path: Path) -> None:
    run()
    row = records((tmp_path / "out.csv").read_bytes())[1]
    assert len(row["cc_label"].split(" | ")) > 1
    filled = {name for name in COLUMNS if row[name]}
    assert filled <= {"cc_status", "cc_label", "cc_warnings", "cc_as_of", "cc_data_sha256"}


def test_what_all_readings_share_is_told(assessment: Assessment) -> None:
    def help_for(candidate: Candidate) -> Cells:
        return batch_columns.of_referral(candidate, refer.refer(assessment, candidate, 1))

    def cells_of(*texts: str, elsewhere: str = "") -> Cells:
        readings = tuple(geocode.locate(text, assessment.catalog).candidates[0] for text in texts)
        location = Location(
            status=LocationStatus.AMBIGUOUS, candidates=readings, elsewhere=elsewhere
        )
        return batch_columns.of_location(location, help_for)

    same = cells_of("Sardis, MS", "Panola County")
    alone = help_for(geocode.locate("Panola County", assessment.catalog).candidates[0])
    shared = ("mobile_crisis", "designated", "designated_phone")
    for name in shared:
        assert getattr(same, name) == getattr(alone, name) != ""
    assert (same.nearest, same.designated_miles, same.county) == ("", "", "")
    assert "stale" in alone.warnings.split(";")
    assert same.warnings == "stale"
    for other in (
        cells_of("Sardis, MS", "Tupelo, MS"),
        cells_of("Sardis, MS", "Panola County", elsewhere="Tennessee"),
        cells_of("Sardis, MS", elsewhere="Tennessee"),
        cells_of("Sardis, MS"),
    ):
        assert [getattr(other, name) for name in shared] == ["", "", ""]
        assert other.warnings == ""


def test_a_team_that_one_reading_lacks_is_not_shared(assessment: Assessment) -> None:
    candidates = geocode.locate("Washington", assessment.catalog).candidates
    assert len(candidates) == 2
    lacking = Cells(status="ok", mobile_crisis="Team: 1", warnings="no_mobile_team")
    location = Location(status=LocationStatus.AMBIGUOUS, candidates=candidates)
    assert batch_columns.of_location(location, lambda _: lacking).mobile_crisis == ""
    whole = replace(lacking, warnings="")
    assert batch_columns.of_location(location, lambda _: whole).mobile_crisis == "Team: 1"


def test_an_empty_line_is_kept_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"id,address\n1,38606\n\n2,Tupelo\n")
    assert run().by_status == {"ok": 2, "unreadable": 1}
    blank = records((tmp_path / "out.csv").read_bytes())[1]
    told = (blank["id"], blank["cc_warnings"], blank["cc_label"])
    assert told == ("", "blank_line", "The line is empty.")


def test_a_line_for_excel_stays_first_and_names_the_delimiter(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"sep=;\r\nid,no;address\r\n1;38606\r\n")
    assert run().by_status == {"ok": 1}
    content = (tmp_path / "out.csv").read_bytes()
    first, rest = content.split(b"\r\n", 1)
    assert first == b"sep=;"
    assert records(rest, ";")[0]["cc_county"] == "Panola"
    (tmp_path / "out.csv").write_bytes(content[:-9])
    assert run(resume=True).rows == 1
    assert (tmp_path / "out.csv").read_bytes() == content


@pytest.mark.usefixtures("table")
def test_a_row_that_cannot_be_read_is_kept_and_says_why(run: Run, tmp_path: Path) -> None:
    run()
    short, quote = records((tmp_path / "out.csv").read_bytes())[10:12]
    assert (short["id"], short["cc_warnings"]) == ("10", "cell_count")
    assert "ends before the column of the place" in short["cc_label"]
    assert (quote["id"], quote["cc_warnings"]) == ('11,"Zyzx Lane', "open_quote")


def test_a_line_without_an_end_costs_no_other_row(run: Run, tmp_path: Path) -> None:
    line = b"1," + b"a" * (MAX_BYTES + 5)
    (tmp_path / "in.csv").write_bytes(b"id,address\n" + line + b"\n2,38606\n")
    run()
    long, next_one = records((tmp_path / "out.csv").read_bytes())
    assert (long["cc_status"], long["cc_warnings"]) == ("unreadable", "row_too_long")
    assert long["id"].encode() == line[:KEPT_BYTES]
    assert next_one["cc_status"] == "ok"


CELL = st.text(
    st.sampled_from(",;\t\"'\r\n =+-@aé\u2028\x0b\x85\udcff")
    | st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    max_size=12,
) | st.sampled_from(ADDRESSES)


def harmless(cell: bytes) -> bytes:
    """Return the input's cell as the output has it."""
    return b"'" + cell if text_module.is_formula(csv_dialect.text_of(cell)) else cell


@settings(max_examples=150)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL).map(list), max_size=6),
    delimiter=st.sampled_from(",;\t"),
    bom=st.sampled_from([b"", csv_dialect.BOM]),
)
def test_hostile_cells_come_out_as_they_went_in_and_run_nowhere(
    assessment: Assessment, rows: list[list[str]], delimiter: str, bom: bytes
) -> None:
    names = ["id", "address", "note"]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        source.write_bytes(bom + csv_of([names, *rows], delimiter))
        done = batch.run(assessment, source, "address", target)
        content = target.read_bytes()
    written = records(content, delimiter)
    told = [[row[name].encode("utf-8", "surrogateescape") for name in names] for row in written]
    assert told == [
        [harmless(cell.encode("utf-8", "surrogateescape")) for cell in row] for row in rows
    ]
    assert done.rows == len(rows)
    assert "unreadable" not in done.by_status
    assert content.startswith(bom + b"id")


@settings(max_examples=150)
@given(content=st.text(',"\r\n\ta\0', max_size=60).map(str.encode) | st.binary(max_size=60))
def test_hostile_bytes_come_out_as_they_went_in_and_run_nowhere(
    assessment: Assessment, content: bytes
) -> None:
    whole = b"id,address\n" + content
    table = csv_rows.read(io.BytesIO(whole))
    assert table
    rows = list(table[1])
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        source.write_bytes(whole)
        assert batch.run(assessment, source, "address", target).rows == len(rows)
        written = records(target.read_bytes())
        before = target.read_bytes()
        assert batch.run(assessment, source, "address", target, resume=True).resumed_rows == len(
            rows
        )
        assert target.read_bytes() == before
    for row, line in zip(rows, written, strict=True):
        told = [line["id"], line["address"]]
        # A row of one cell lacks the column of its place.
        unreadable = bool(row.fault) or len(row.cells) == 1
        cells = [row.raw.replace(b"\0", "\u2400".encode()), b""] if unreadable else row.cells
        kept = [text.encode("utf-8", "surrogateescape") for text in told]
        assert kept == [harmless(cell) for cell in cells]
        assert (line["cc_status"] == "unreadable") == unreadable


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_output_keeps_delimiter_and_line_ends(
    delimiter: str, end: str, run: Run, tmp_path: Path
) -> None:
    lines = ["id;address", '1;"Main; 38606"', "2;Washington"]
    text = end.join(lines).replace(";", delimiter)
    (tmp_path / "in.csv").write_bytes(text.encode())
    run()
    content = (tmp_path / "out.csv").read_bytes()
    assert content.count(end.encode()) == content.count(b"\n") == 3
    rows = records(content, delimiter)
    assert [row["cc_status"] for row in rows] == ["ok", "ambiguous"]


def test_a_byte_order_mark_stays_where_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(csv_dialect.BOM + b"address\n38606\n")
    run()
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(csv_dialect.BOM + b"address,cc_status")
    assert content.count(csv_dialect.BOM) == 1


def test_windows_1252_is_looked_up_and_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"address\nD\x92Iberville\xa0MS\n")
    assert run().by_status == {"ok": 1}
    assert b"\nD\x92Iberville\xa0MS,ok," in (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_header_alone_gives_a_header(end: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"id,address" + end)
    assert run() == Summary(rows=0, by_status={}, resumed_rows=0)
    content = (tmp_path / "out.csv").read_bytes()
    assert content == b"id,address," + ",".join(COLUMNS).encode() + (end or b"\n")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "no-file"),
        (b"", "empty-file"),
        (b'id,"address\n1,38606\n', "open-quote"),
        (b"id,addr\0ess\n", "nul-byte"),
        (b"id,address\r1,38606\r", "lone-carriage-return"),
        ("id,address\n".encode("utf-16"), "utf-16"),
        (b"PK\x03\x04\x14\0\0\0Zyzx\n", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\n\0Zyzx", "workbook"),
        (b"sep=|\nid|address\n", "unknown-delimiter"),
        (b"sep=;\n", "empty-file"),
        (b"\nid,address\n", "no-header"),
        (b"id,place\n1,38606\n", "no-such-column"),
        (b"4711 Zyzxmark Ln,38606\n", "no-such-column"),
        (b"address,Address \n1,38606\n", "duplicate-column"),
        (b"address,CC_status\n38606,x\n", "column-taken"),
    ],
)
def test_an_input_that_is_no_such_table_is_refused_and_the_output_left_alone(
    content: bytes | None, rule: str, run: Run, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "in.csv").write_bytes(content)
    (tmp_path / "out.csv").write_bytes(b"precious")
    assert rule_of(lambda: run(overwrite=True)) == rule
    assert (tmp_path / "out.csv").read_bytes() == b"precious"


def test_a_folder_is_no_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").mkdir()
    assert rule_of(run) == "no-file"


def test_a_column_that_is_not_there_is_told_with_those_that_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("id,Adresse,größe\n1,2,3\n".encode())
    with pytest.raises(DataError, match="the columns are 'id', 'Adresse', 'größe'") as caught:
        run("Zyzx")
    assert "Zyzx" not in str(caught.value)


@pytest.mark.parametrize(
    "first", ["12 Zyzx Ln,x", "x,Zyzx 471", "zyzx@example.org,x", "Zyzx " + "long " * 9 + ",x"]
)
def test_a_first_line_that_looks_like_a_row_is_not_shown(
    first: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_bytes(f"{first}\n1,2\n".encode())
    assert rule_of(run) == "no-such-column"


@pytest.mark.parametrize("column", ["address", " ADDRESS ", "Address"])
def test_case_and_spaces_of_a_name_do_not_matter(column: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"id, Address\n1,38606\n")
    assert run(column).by_status == {"ok": 1}


@pytest.mark.usefixtures("table")
def test_an_output_that_exists_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_bytes(b"precious")
    assert rule_of(run) == "output-exists"
    assert (tmp_path / "out.csv").read_bytes() == b"precious"


@pytest.mark.usefixtures("table")
def test_overwriting_begins_anew(run: Run, tmp_path: Path) -> None:
    run()
    first = (tmp_path / "out.csv").read_bytes()
    (tmp_path / "out.csv").write_bytes(b"old" * len(first))
    run(overwrite=True)
    assert (tmp_path / "out.csv").read_bytes() == first


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_input_and_output_are_not_the_same_file(
    link: Callable[[Path, Path], None] | None, table: bytes, assessment: Assessment, tmp_path: Path
) -> None:
    source = target = tmp_path / "in.csv"
    if link:
        target = tmp_path / "out.csv"
        link(source, target)
    for resume in (False, True):
        options = {"resume": resume, "overwrite": not resume}
        call = functools.partial(batch.run, assessment, source, "address", target, **options)  # type: ignore[arg-type]
        assert rule_of(call) == "same-file"
    assert source.read_bytes() == table


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.usefixtures("table")
def test_the_output_is_an_ordinary_file(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.csv")
    assert rule_of(lambda: run(overwrite=True)) == "not-a-file"


@pytest.mark.usefixtures("table")
def test_an_output_that_is_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(DataError, match=r"out\.csv: not-a-file: .*a folder"):
        run()


@pytest.mark.parametrize("folder", ["nowhere", "in.csv"])
@pytest.mark.usefixtures("table")
def test_an_output_in_a_folder_that_is_not_there_is_refused(
    folder: str, assessment: Assessment, tmp_path: Path
) -> None:
    target = tmp_path / folder / "out.csv"
    call = functools.partial(batch.run, assessment, tmp_path / "in.csv", "address", target)
    assert rule_of(call) == "no-folder"


@pytest.mark.parametrize("options", [{}, {"overwrite": True}, {"resume": True}])
@pytest.mark.usefixtures("table")
def test_an_output_that_is_a_link_to_nothing_is_refused(
    options: dict[str, bool], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "out.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert rule_of(lambda: run(**options)) == "broken-link"
    assert not (tmp_path / "elsewhere.csv").exists()


def test_resuming_and_overwriting_exclude_each_other(run: Run) -> None:
    with pytest.raises(ValueError, match="not both"):
        run(resume=True, overwrite=True)


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
@pytest.mark.usefixtures("table")
def test_a_new_output_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    run()
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    (tmp_path / "out.csv").chmod(0o644)
    run(overwrite=True)
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o644


def test_a_run_cut_off_at_any_byte_goes_on_to_the_same_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Answers are kept from run to run: what is tried here is what stands around them.
    monkeypatch.setattr(geocode, "locate", functools.cache(geocode.locate))
    monkeypatch.setattr(refer, "refer", functools.cache(refer.refer))
    rows = b'1,Washington\r\n2,"two\r\nlines"\r\n3\r\n4,"Zyzx\r\n5,38606'
    (tmp_path / "in.csv").write_bytes(csv_dialect.BOM + b"id,address\r\n" + rows)
    run()
    target = tmp_path / "out.csv"
    whole = target.read_bytes()
    for length in range(len(whole) + 1):
        target.write_bytes(whole[:length])
        assert run(resume=True).rows == 5
        assert target.read_bytes() == whole, length


@pytest.mark.usefixtures("table")
def test_resuming_tells_the_rows_that_were_there(run: Run, tmp_path: Path) -> None:
    first = run()
    assert run(resume=True) == replace(first, resumed_rows=13)
    target = tmp_path / "out.csv"
    target.write_bytes(target.read_bytes()[:-1])
    assert run(resume=True) == replace(first, resumed_rows=12)
    target.unlink()
    assert run(resume=True) == first


def test_a_row_changed_in_the_input_stops_a_resumed_run(
    table: bytes, run: Run, tmp_path: Path
) -> None:
    run()
    before = (tmp_path / "out.csv").read_bytes()
    (tmp_path / "in.csv").write_bytes(table.replace(b"5,no such", b"5,Zyzx so"))
    with pytest.raises(DataError) as caught:
        run(resume=True)
    assert (caught.value.problems[0].rule, caught.value.problems[0].line) == ("other-input", 7)
    assert (tmp_path / "out.csv").read_bytes() == before


def changed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (changed(b"id,address", b"no,address"), "other-header"),
        (changed(b"cc_label", b"cc_lapel"), "other-header"),
        (changed(b"\r\n4,,invalid", b"\r\n4,Zyzx,invalid"), "other-input"),
        (changed(b"\r\n4,,invalid", b"\r\n4,,Zyzx"), "not-ours"),
        (changed(b",,invalid,", b",,invalid,,"), "not-ours"),
        (changed(b",,invalid,", b',,invalid,"'), "not-ours"),
        (lambda content: content[: content.rindex(b"\r\n")] + b"\n", "not-ours"),
        # Another hash: its first digit is any other.
        (
            lambda content: content[:-66] + b"%x" % ((content[-66] + 1) % 2) + content[-65:],
            "other-data",
        ),
        (changed(b",ok,", b",not_found,"), "other-answer"),
        (lambda content: content + b"13,Zyzx\r\n", "longer-than-input"),
        (lambda _: b"id,address\r\nZyzx\r\n", "other-header"),
        (lambda _: b"Zyzx", "other-header"),
        (lambda content: content[: content.index(b"4,,invalid")] + b"4,Zyzx", "other-input"),
        (
            lambda content: content[: content.index(b"invalid")] + b"Zyzx" * MAX_BYTES,
            "not-ours",
        ),
    ],
)
def test_an_output_that_is_not_the_beginning_is_refused_and_left_alone(
    change: Callable[[bytes], bytes], rule: str, table: bytes, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_bytes(table + b"\r\n")
    run()
    target = tmp_path / "out.csv"
    content = change(target.read_bytes())
    target.write_bytes(content)
    assert rule_of(lambda: run(resume=True)) == rule
    assert target.read_bytes() == content


@pytest.mark.usefixtures("table")
def test_other_data_or_another_day_stops_a_resumed_run(
    assessment: Assessment, tmp_path: Path
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    batch.run(assessment, source, "address", target)
    other_day = geo.verify(assessment.catalog, assessment.as_of.replace(year=2024))
    other_data = replace(assessment.catalog, data_sha256="0" * 64)
    for other in (other_day, geo.verify(other_data, assessment.as_of)):
        call = functools.partial(batch.run, other, source, "address", target, resume=True)
        assert rule_of(call) == "other-data"


def test_another_column_stops_a_resumed_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"home,work\n38606,Tupelo\n")
    run("home")
    assert rule_of(lambda: run("work", resume=True)) == "other-answer"


STOPPED = """
import datetime
import sys
from pathlib import Path
import geo
from geo.referral import batch
assessment = geo.verify(geo.load(), datetime.date.fromisoformat(sys.argv[3]))
batch.run(assessment, Path(sys.argv[1]), "address", Path(sys.argv[2]))
"""


def test_a_disk_that_fills_up_leaves_whole_rows_says_how_many_and_the_run_goes_on(
    assessment: Assessment, small_disk: Path, tmp_path: Path
) -> None:
    source, target, filling = tmp_path / "in.csv", small_disk / "out.csv", small_disk / "filling"
    source.write_bytes(b"address\n" + b"38606\n34.3 -89.9\n" * 500)
    filling.write_bytes(bytes(600_000))
    with pytest.raises(OSError, match=r"No space left on device after row") as caught:
        batch.run(assessment, source, "address", target)
    assert caught.value.filename == str(target)
    said = re.search(r"after row ([\d,]+) of the table\. (.*)", str(caught.value.strerror))
    assert said
    assert said[2] == batch.RESUME_HINT
    content = target.read_bytes()
    assert content.endswith(b"\n")
    rows = len(records(content))
    assert int(said[1].replace(",", "")) == rows
    assert 0 < rows < 1000
    filling.unlink()
    done = batch.run(assessment, source, "address", target, resume=True)
    assert (done.rows, done.resumed_rows) == (1000, rows)
    batch.run(assessment, source, "address", tmp_path / "whole.csv")
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_disk_without_room_for_the_header_leaves_an_empty_file(
    assessment: Assessment, small_disk: Path, tmp_path: Path
) -> None:
    source, target, filling = tmp_path / "in.csv", small_disk / "out.csv", small_disk / "filling"
    source.write_bytes(b"address\n38606\n")
    with contextlib.suppress(OSError), filling.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(OSError, match=r"No space left on device after row 0 of the table"):
        batch.run(assessment, source, "address", target)
    assert target.read_bytes() == b""
    filling.unlink()
    assert batch.run(assessment, source, "address", target, resume=True).rows == 1


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_to_the_same_bytes(
    stop: signal.Signals,
    run: Run,
    assessment: Assessment,
    unmeasured: dict[str, str],
    tmp_path: Path,
    repo_root: Path,
) -> None:
    source, target, whole = (tmp_path / name for name in ("in.csv", "out.csv", "whole.csv"))
    rows = [[str(number), ADDRESSES[number % 10]] for number in range(30_000)]
    source.write_bytes(csv_of([["id", "address"], *rows]))
    command = [sys.executable, "-c", STOPPED, str(source), str(target)]
    command.append(str(assessment.as_of))
    process = subprocess.Popen(command, cwd=repo_root, env=unmeasured, stderr=subprocess.DEVNULL)
    while not (target.exists() and target.stat().st_size > 100_000):
        assert process.poll() is None
        time.sleep(0.001)
    # Again and again: Python drops the exception of a Ctrl+C that comes while it collects garbage.
    for _ in range(10):
        process.send_signal(stop)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=6)
            break
    assert process.returncode not in (None, 0, 2)
    if stop is signal.SIGINT:
        assert target.read_bytes().endswith(b"\r\n")
    # The rest of the rows would show nothing more.
    done = target.read_bytes().count(b"\n") + 50
    source.write_bytes(csv_of([["id", "address"], *rows[:done]]))
    resumed = run(resume=True)
    assert resumed.rows == done
    assert 0 < resumed.resumed_rows < done
    shutil.move(target, whole)
    run()
    assert target.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_inputs_own_formulas_are_text_in_the_output_and_its_numbers_stay(
    delimiter: str, run: Run, tmp_path: Path
) -> None:
    lines = [
        '=id;"+note";address',
        '-89.5;"=HYPERLINK(""http://x"";""y"")";38606',
        '"-89.5";@x;38606',
        '" =1+1";-x;"38606"',
        '"\rx";662-563-9176;38606',
        '=1+1;"open',
        "=1+1;plain;38606;",
    ]
    content = "\r\n".join(lines).replace(";", delimiter).encode()
    (tmp_path / "in.csv").write_bytes(content)
    assert run().by_status == {"ok": 4, "unreadable": 2}
    written = (tmp_path / "out.csv").read_bytes().decode().removesuffix("\r\n").split("\r\n")
    start = [
        "'=id;\"'+note\";address;",
        '-89.5;"\'=HYPERLINK(""http://x"";""y"")";38606;ok',
        '"-89.5";\'@x;38606;ok',
        '"\' =1+1";\'-x;"38606";ok',
        '"\'\rx";662-563-9176;38606;ok',
        '"\'=1+1;""open";;;unreadable',
        '"\'=1+1;plain;38606;";;;unreadable',
    ]
    for line, begins in zip(written, start, strict=True):
        assert line.startswith(begins.replace(";", delimiter))
    assert run(resume=True).resumed_rows == 6


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@x", "\t=1", "\uff1d1", "-1-1", "- 5"])
def test_no_added_cell_is_a_formula(text: str) -> None:
    assert text_module.safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-90.123456", "-90", "662-563-9176", "a=b", "", "ZIP 38606"])
def test_numbers_and_plain_text_are_added_as_they_are(text: str) -> None:
    assert text_module.safe(text) == text


def test_an_added_cell_stays_on_one_line() -> None:
    cells = Cells(status="ok", label='a\r\n"b";', lon="-90.5", nearest="=1", warnings=" x")
    line = batch_columns.encoded(cells, b";")
    assert line == b'ok;"a ""b"";";;;-90.5;;;;;;;;\'=1;;;;;;;;;;;;" x";;'


def test_every_fault_is_told_in_words() -> None:
    assert set(batch_columns.FAULTS) == set(csv_rows.Fault)


def test_the_page_on_batches_tells_every_column_status_and_fault(repo_root: Path) -> None:
    text = (repo_root / "docs" / "batch.md").read_text(encoding="utf-8")
    for name in (*COLUMNS, *batch_columns.STATUSES, *csv_rows.Fault):
        assert f"`{name}`" in text, name


def test_progress_runs_to_the_end_and_tells_rows_that_are_written(
    assessment: Assessment, tmp_path: Path
) -> None:
    told: list[tuple[float, int]] = []
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b"address\n" + b"38606\n" * 350)

    def look(share: float, rows: int) -> None:
        told.append((share, rows))
        assert target.read_bytes().count(b"\n") == 1 + rows

    batch.run(assessment, source, "address", target, progress=look)
    assert [rows for _, rows in told] == [100, 200, 300, 350]
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_code_is_told_once() -> None:
    codes = tuple(Caution(code=code, message="") for code in ("b", "a", "b"))
    location = Location(status=LocationStatus.NOT_FOUND, warnings=codes)
    cells = batch_columns.of_location(location, lambda _: Cells(status="ok"))
    assert cells == Cells(status="not_found", warnings="b;a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_to_its_end(assessment: Assessment, tmp_path: Path) -> None:
    told: list[float] = []
    read, write = os.pipe()
    os.write(write, b"address\n" + b"38606\n" * 150)
    os.close(write)
    try:
        source = Path(f"/dev/fd/{read}")
        target = tmp_path / "out.csv"
        done = batch.run(
            assessment, source, "address", target, progress=lambda share, _: told.append(share)
        )
    finally:
        os.close(read)
    assert done.by_status == {"ok": 150}
    assert told == [0.0, 1.0]


def test_help_is_kept_for_places_of_the_tables_and_never_for_coordinates(
    assessment: Assessment, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    places = [[f"34.3{number:03}, -89.95"] for number in range(100)]
    kept: list[int] = []

    def look(_share: float, _rows: int) -> None:
        kept.append(
            sum(
                cache.cache_info().currsize
                for cache in gc.get_objects()
                if isinstance(cache, functools._lru_cache_wrapper)
                and cache.__wrapped__.__name__ in {"help_for", "encode"}
            )
        )

    for extra, count in (([], 0), ([["38606"], ["38606-2211"], ["Tupelo"]] * 34, 4)):
        source.write_bytes(csv_of([["address"], *places, *extra]))
        gc.collect()  # what earlier runs kept
        batch.run(
            assessment, source, "address", tmp_path / "out.csv", overwrite=True, progress=look
        )
        assert kept[1 if extra else 0] == count
        kept.clear()


@pytest.mark.parametrize(
    ("distance_m", "error_m", "text"),
    [
        (1_171, 24_000, "<16"),
        (39_000, 6_000, "24"),
        (94_551, 28_000, "60"),
        (39_000, 100, "24.2"),
        (39_000, 2_000, "24.0"),
    ],
)
def test_a_distance_is_as_exact_as_it_is_known(
    distance_m: int, error_m: int, text: str, assessment: Assessment
) -> None:
    coordinate = geocode.locate("34.3116, -89.9437", assessment.catalog).candidates[0]
    unit = refer.refer(assessment, coordinate, 1).nearest[0]
    told = replace(unit, distance_m=distance_m, distance_high_m=distance_m + error_m)
    assert batch_columns.miles(told) == text
    assert text.strip("<").removesuffix(".0") in distance_text.distance(distance_m, error_m)
    # A cell has no room for an error as large as its number, and tells the bound.
    assert batch_columns.miles(replace(told, distance_high_m=2 * distance_m)).startswith("<")
