"""A table of places that was damaged is answered row by row or refused, and so is an unfinished output."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.referral import batch, csv_rows
from tests import live
from tests.damaged import damaged, expect_told, soon

TABLE = (
    b'sep=;\r\nid;address;"note; if any"\r\n1;102 Eureka St, Batesville MS 38606;\r\n'
    b'2;"Hwy 6 & I-55; Batesville";"two\r\nlines"\r\n3;34.3116, -89.9437\r\n4;;=1+1\r\n5;Washington;'
)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return live.assessment()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batch")


def expect_private(error: DataError, name: str) -> None:
    """Fail unless the problems are told as always, and repeat no cell."""
    expect_told(error, [name])
    assert not any(problem.found for problem in error.problems)


@given(data=st.data())
def test_no_damaged_table_raises_anything_but_what_is_wrong_or_loses_a_row(
    assessment: Assessment, home: Path, data: st.DataObject
) -> None:
    source, target = home / "in.csv", home / "out.csv"
    raw = data.draw(damaged(TABLE))
    source.write_bytes(raw)
    try:
        with soon():
            done = batch.run(assessment, source, "address", target, overwrite=True)
    except DataError as error:
        expect_private(error, source.name)
    else:
        table = csv_rows.read(io.BytesIO(raw))
        assert table
        assert done.rows == sum(done.by_status.values()) == len(list(table[1]))


@given(data=st.data())
def test_a_damaged_output_is_refused_or_continued_to_what_it_would_have_been(
    assessment: Assessment, home: Path, data: st.DataObject
) -> None:
    source, target = home / "in.csv", home / "out.csv"
    source.write_bytes(TABLE)
    batch.run(assessment, source, "address", target, overwrite=True)
    whole = target.read_bytes()
    partial = data.draw(damaged(whole))
    target.write_bytes(partial)
    try:
        batch.run(assessment, source, "address", target, resume=True)
    except DataError as error:
        expect_private(error, target.name)
        assert target.read_bytes() == partial
    else:
        assert len(target.read_bytes().splitlines()) == len(whole.splitlines())
