"""The layer of counties: which columns and cells are asked for."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.diff import compare, read_state
from geo.exports import write
from tests import small_state
from tests.diff.states import Refused, rules
from tests.small_state import DAY


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("56001,", "5600,", "wrong-form"),
        ("56003,", "56001,", "duplicate-id"),
        (",4000,", ",-5,", "not-a-number"),
        (",covered,", ",perhaps,", "unknown-value"),
        (",listed,,", ",listed,old,", "unknown-value"),
        (",region,,", ",rumor,,", "unknown-value"),
        ("56001,Alder", "56001,", "missing-field"),
        ("status_crew_for_all", "state_crew_for_all", "missing-column"),
        ("basis_crew_for_all", "ground_crew_for_all", "missing-column"),
        ("team_phones_outreach_crew", "numbers_outreach_crew", "missing-column"),
        ("geoid,county,region", "geoid,county,area", "missing-column"),
    ],
)
def test_a_csv_with_faults_is_told_with_its_line(
    was: str, becomes: str, rule: str, files: dict[str, Path], refused: Refused
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    assert was in text
    error = refused("a.csv", text.replace(was, becomes, 1).encode())
    assert rule in rules(error)
    if rule in {"wrong-form", "not-a-number", "unknown-value", "missing-field"}:
        assert all(problem.line >= 2 for problem in error.problems if problem.rule == rule)


def test_every_fault_of_a_file_is_told_by_line(files: dict[str, Path], refused: Refused) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    for was, becomes in ((",4000,", ",-5,"), ("56003,", "3,"), (",2000,", ",many,")):
        text = text.replace(was, becomes, 1)
    problems = refused("a.csv", text.encode()).problems
    assert [(problem.line, problem.where, problem.found) for problem in problems] == [
        (2, "rows[0].people", "-5"),
        (3, "rows[1].geoid", "3"),
        (4, "rows[2].people", "many"),
    ]


def test_a_file_of_verdicts_without_a_standard_is_told(
    files: dict[str, Path], refused: Refused
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    for start in ("status_", "basis_", "flags_"):
        text = text.replace(start, f"old_{start}")
    (problem,) = refused("a.csv", text.encode()).problems
    assert (problem.rule, problem.where) == ("missing-column", "status_...")


def test_a_day_that_is_none_is_told(files: dict[str, Path], refused: Refused) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    other = text.replace(DAY.isoformat(), "1 March 2026")
    (problem,) = refused("a.csv", other.encode()).problems
    assert (problem.rule, problem.line) == ("not-a-date", 2)


def test_each_further_row_of_a_county_is_told(files: dict[str, Path], refused: Refused) -> None:
    head, *rows = files[".csv"].read_text(encoding="utf-8").splitlines(keepends=True)
    content = "".join((head, *rows, rows[1], rows[0], rows[1])).encode()
    problems = refused("a.csv", content).problems
    assert [(problem.rule, problem.line, problem.found) for problem in problems] == [
        ("duplicate-id", 5, "56003"),
        ("duplicate-id", 6, "56001"),
        ("duplicate-id", 7, "56003"),
    ]


def test_lists_of_different_length_and_unknown_bases_are_told(
    files: dict[str, Path], refused: Refused
) -> None:
    text = files[".csv"].read_text(encoding="utf-8")
    row = text.splitlines().index(next(row for row in text.splitlines() if "West crew" in row))
    for was, becomes in (
        ("West crew,crew-west,region", "West crew; Second,crew-west,region"),
        ("West crew,crew-west,region", "West crew,crew-west,rumor"),
    ):
        assert was in text
        (problem,) = refused("a.csv", text.replace(was, becomes, 1).encode()).problems
        assert (problem.rule, problem.line) == ("wrong-form", row + 1)
        assert problem.where == f"rows[{row - 1}].team_ids_outreach_crew"
        assert problem.found == "crew-west"


def test_another_layer_is_no_layer_of_counties(catalog: Catalog, refused: Refused) -> None:
    assessment = assess.verify(catalog, DAY)
    content = write.content(assessment, measure.measure(assessment), ".csv", ("teams",))
    assert rules(refused("teams.csv", content)) == {"missing-column"}


@pytest.mark.parametrize("ending", [".gpkg", ".xlsx"])
def test_a_file_of_all_layers_tells_the_numbers_that_rules_give(
    ending: str, tmp_path: Path
) -> None:
    catalog = small_state.load(tmp_path / "data", small_state.numbers_for_everybody())
    assessment = assess.verify(catalog, DAY)
    path = tmp_path / f"all{ending}"
    path.write_bytes(write.content(assessment, measure.measure(assessment), ending))
    told = read_state.read(path)
    assert told.statewide == read_state.of_catalog(catalog, DAY, "data").statewide
    assert told.statewide


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".parquet"])
def test_a_file_of_one_layer_does_not_and_says_so(ending: str, files: dict[str, Path]) -> None:
    told = read_state.read(files[ending])
    assert told.statewide is None
    notes = compare.compare(told, told).warnings
    assert "Neither side has the numbers for everybody, so they were not compared." in notes


def test_a_file_without_that_layer_is_read_all_the_same(
    files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "older.gpkg"
    path.write_bytes(files[".gpkg"].read_bytes())
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE statewide")
        database.execute("DELETE FROM gpkg_contents WHERE table_name = 'statewide'")
    assert read_state.read(path).statewide is None
