"""A federal directory that was damaged is read or refused, and what is read can be laid beside the data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.match import compare, read_directory
from tests.damaged import damaged, damaged_archive, expect_told, soon
from tests.match.directories import HEADER, LOCATOR, catalog, csv_text, row, xlsx_file

ROWS = (
    row(),
    row(name2="Cedar Falls Haven", city="Cedar Falls", zip="82003", phone="(307) 555-0120 x4"),
    row(state="UT", city="Ogden", name2="", latitude="41.22", longitude="-111.97"),
    row(state="TX", street1="n/a", phone=""),
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return catalog(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def directories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return directories by name: CSV with and without points, and a workbook with a key of codes."""
    sheets = {
        "Key": [["service_code", "category_name", "service_name"], ["MH", "Type", "Mental health"]],
        "MH 2025": [["National Directory 2025"], list(HEADER)]
        + [[each.get(name) for name in HEADER] for each in ROWS],
    }
    book = xlsx_file(tmp_path_factory.mktemp("books") / "book.xlsx", sheets)
    return {
        "directory-2025.csv": csv_text(ROWS).encode(),
        "locator-2025-03-01.csv": csv_text(ROWS, LOCATOR).encode(),
        "directory-2025.xlsx": book.read_bytes(),
    }


@pytest.mark.parametrize(
    "name", ["directory-2025.csv", "locator-2025-03-01.csv", "directory-2025.xlsx"]
)
@given(data=st.data())
def test_no_damage_raises_anything_but_what_is_wrong(
    known: Catalog,
    directories: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    data: st.DataObject,
) -> None:
    damage = damaged_archive if name.endswith(".xlsx") else damaged
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data.draw(damage(directories[name])))
    try:
        with soon():
            report = compare.compare(known, read_directory.read(path, known.services))
    except DataError as error:
        expect_told(error, [name])
    else:
        assert compare.exit_code(report) in (0, 1)
