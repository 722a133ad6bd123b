"""Equal values as records: the very numbers and addresses, and nothing else."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.dates import parse_when
from geo.catalog.records import Catalog, Record
from geo.match import compare, confirmed, read_directory
from tests import small_state
from tests.match import directories
from tests.match.directories import csv_file, row

TODAY = dt.date(2026, 3, 2)
CEDAR = row(
    name1="Haven",
    name2="",
    street1="40 Oak Ave",
    city="Cedar Falls",
    zip="82003",
    phone="307-555-0120 x4",
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return directories.catalog(tmp_path_factory.mktemp("data"))


@pytest.fixture
def made(catalog: Catalog, tmp_path: Path) -> Any:
    """Return the records that rows make."""

    def made(
        *rows: dict[str, str],
        name: str = "d2025.csv",
        known: tuple[Record, ...] = (),
        challenged: str = "",
        sources: Any = lambda _path: catalog.services.sources,
        known_data: Catalog = catalog,
    ) -> tuple[Record, ...]:
        path = csv_file(tmp_path / name, rows)
        report = compare.compare(
            catalog, read_directory.read(path, catalog.services), small_state.DAY
        )
        services = replace(known_data.services, sources=sources(path))
        data = replace(known_data, services=services)
        data = replace(data, confirmations=replace(data.confirmations, records=known))
        return confirmed.confirmed(report, data, {challenged}, "Planner", TODAY)

    return made


def test_the_very_cells_that_are_equal_are_confirmed(made: Any) -> None:
    number, address = made(CEDAR)
    assert (number.fact, address.fact) == ("haven-cedar/phone", "haven-cedar/address")
    assert number == Record(
        fact="haven-cedar/phone",
        outcome="confirmed",
        on=parse_when("2025"),
        recorded=parse_when("2026-03-02"),
        how="directory",
        by="Planner",
        says="d2025.csv, row 2: Haven, 307-555-0120",
    )
    assert address.says == "d2025.csv, row 2: Haven, 40 Oak Ave, Cedar Falls 82003"


def test_whom_anybody_serves_and_what_they_are_is_never_confirmed(made: Any) -> None:
    crew = row(name2="Outreach Crew", phone="307-555-0101", service_code_info="ACT CIT WI CBHC")
    assert [record.fact for record in made(crew)] == ["crew-west/phone"]
    assert all(record.counties == () for record in made(CEDAR, crew))


@pytest.mark.parametrize(
    "cells",
    [
        CEDAR | {"phone": "307-555-0199", "street1": "41 Oak Avenue"},
        CEDAR | {"phone": "", "intake1": "307-555-0120", "street1": "- - -"},
        row(name1="Delta Clinic", name2="", city="Lusk"),
        row(name1="Nobody", name2="", city="Lusk", phone="307-555-0188"),
    ],
)
def test_nothing_else_is_confirmed(made: Any, cells: dict[str, str]) -> None:
    assert made(cells) == ()


def test_the_same_directory_confirms_once(made: Any) -> None:
    first = made(CEDAR)
    assert made(CEDAR, known=first) == ()
    assert len(made(CEDAR, name="d2024.csv", known=first)) == 2


def test_a_directory_does_not_confirm_what_was_taken_from_it(made: Any, catalog: Catalog) -> None:
    taken, *others = catalog.services.sources

    def same_bytes(path: Path) -> Any:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return (replace(taken, sha256=digest), *others)

    assert made(CEDAR, sources=same_bytes) == ()
    services = replace(
        catalog.services,
        facilities=tuple(
            replace(unit, address_source="samhsa-directory-2025")
            for unit in catalog.services.facilities
        ),
    )
    known = replace(catalog, services=services)
    assert [record.fact for record in made(CEDAR, known_data=known)] == ["haven-cedar/phone"]


def test_a_directory_does_not_settle_a_challenge(made: Any) -> None:
    (address,) = made(CEDAR, challenged="haven-cedar/phone")
    assert address.fact == "haven-cedar/address"


def test_without_a_first_day_nothing_is_confirmed(made: Any) -> None:
    assert made(CEDAR, name="d.csv") == ()


def test_a_neighbors_address_is_no_fact_that_records_are_about(made: Any) -> None:
    near = row(name1="Wasatch Care", name2="Ogden Haven", city="Ogden", state="UT")
    records = made(near | {"phone": "801-555-0170"})
    assert [record.fact for record in records] == ["ut-ogden/phone"]


def test_characters_that_the_data_refuse_are_left_out_of_the_words(made: Any) -> None:
    record = made(CEDAR | {"name1": "Haven {{ x }} <b>`$"})[0]
    assert record.says == "d2025.csv, row 2: Haven  x  b, 307-555-0120"
