"""The table of Spanish sentences is read whole or refused, with every fault and its line."""

from pathlib import Path

import pytest

from geo.catalog import load, spanish
from geo.errors import DataError
from tests import small_state

HEAD = "id,english,spanish\nreviewed,Reviewed?,no\n"


def written(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / spanish.FILE
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_a_table_is_read(tmp_path: Path) -> None:
    table = spanish.read(written(tmp_path, 'call,"Call {phone}, now.","Llame al {phone}, ya."\n'))
    assert table.rows == {"Call {phone}, now.": "Llame al {phone}, ya."}
    assert not table.reviewed
    checked = HEAD.replace(",no", ",yes")
    assert spanish.read(written(tmp_path, "call,Call,Llame\n", checked)).reviewed


@pytest.mark.parametrize(
    ("rows", "line", "rule"),
    [
        ("call,Call {phone},Llame\n", 3, "placeholders"),
        ("call,Call {phone},Llame al {number}\n", 3, "placeholders"),
        ("call,Call {phone!r},Llame al {phone!r}\n", 3, "placeholders"),
        ("call,Call {0},Llame al {0}\n", 3, "placeholders"),
        ("call,Call {,Llame {\n", 3, "placeholders"),
        ("call,Call,\n", 3, "forbidden-character"),
        ("call,,Llame\n", 3, "forbidden-character"),
        ("call,Call\n", 3, "forbidden-character"),
        ("call,Call,<b>Llame</b>\n", 3, "forbidden-character"),
        ("call,Call,Llame\nring,Call,Llame\n", 4, "duplicate-id"),
        ("call,Call,Llame\ncall,Ring,Suene\n", 4, "duplicate-id"),
        ("Call now,Call,Llame\n", 3, "wrong-form"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_line(
    tmp_path: Path, rows: str, line: int, rule: str
) -> None:
    with pytest.raises(DataError) as refused:
        spanish.read(written(tmp_path, rows))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.rule) == ("spanish.csv", line, rule)


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        ("id,english,spanish\n", "no-review"),
        ("id,english,spanish\nreviewed,Reviewed?,perhaps\n", "wrong-form"),
        ("id,english\nreviewed,Reviewed?\n", "missing-column"),
    ],
)
def test_a_table_says_first_whether_it_is_reviewed(tmp_path: Path, head: str, rule: str) -> None:
    with pytest.raises(DataError) as refused:
        spanish.read(written(tmp_path, "", head))
    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_a_folder_may_do_without_the_table(tmp_path: Path) -> None:
    catalog = load.load(small_state.write(tmp_path))
    assert catalog.spanish == spanish.NONE
    assert spanish.FILE not in catalog.missing


def test_a_broken_table_leaves_all_else_as_it_is(tmp_path: Path) -> None:
    written(small_state.write(tmp_path), "call,Call {phone},Llame\n")
    catalog = load.load(tmp_path)
    assert catalog.spanish == spanish.NONE
    assert [problem.rule for problem in catalog.missing[spanish.FILE]] == ["placeholders"]
    assert catalog.missing[spanish.FILE][0] in catalog.warnings
    with pytest.raises(DataError):
        load.load(tmp_path, strict=True)
