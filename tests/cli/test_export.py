"""The command export: what it writes, what it refuses, and that an old file stays."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest

from geo.catalog import folder
from geo.exports import layers, write
from tests import small_state

DAY = ("--as-of", small_state.DAY.isoformat())
Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("small")


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read(path: Path) -> tuple[list[str], str, str]:
    """Return the GEOIDs of the counties, the day and the data of an export."""
    match path.suffix:
        case ".csv":
            rows = csv_rows(path)
            return [row["geoid"] for row in rows], rows[0]["as_of"], rows[0]["data_sha256"]
        case ".geojson":
            collection = json.loads(path.read_text(encoding="utf-8"))
            rows = [feature["properties"] for feature in collection["features"]]
            return [row["geoid"] for row in rows], collection["as_of"], collection["data_sha256"]
        case ".parquet":
            table = pq.read_table(path)
            told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
            return table["geoid"].to_pylist(), told["as_of"], told["data_sha256"]
        case ".gpkg":
            about = pyogrio.read_arrow(path, layer="about")[1].to_pylist()
            told = {row["what"]: row["is"] for row in about}
            rows = pyogrio.read_arrow(path, layer="counties")[1].to_pylist()
            return [row["geoid"] for row in rows], told["as_of"], told["data_sha256"]
    book = openpyxl.load_workbook(path)
    told = dict(book["about"].iter_rows(values_only=True))
    geoids = [row[0].value for row in book["counties"].iter_rows(min_row=2)]
    return geoids, told["as_of"], told["data_sha256"]


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_a_file_holds_all_counties_with_day_and_hash(
    ending: str, tmp_path: Path, run: Run, small: Path
) -> None:
    path = tmp_path / f"coverage{ending}"
    done = run("export", "-o", str(path), *DAY)
    assert done.exit_code == 0, done.stderr
    assert f"Wrote {path}" in done.stdout
    geoids, as_of, sha256 = read(path)
    assert geoids == [small_state.ALDER, small_state.BIRCH, small_state.CEDAR]
    assert as_of == DAY[1]
    assert sha256 == folder.sha256(small)
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


ROWS = {
    "counties": 3,
    "facilities": 2,
    "neighbor_units": 0,
    "teams": 13,
    "regions": 2,
    "sources": 2,
    "findings": 15,
}


@pytest.mark.parametrize("name", layers.LAYERS)
def test_each_layer_is_written_where_one_is_asked_for(
    name: str, tmp_path: Path, run: Run, small: Path
) -> None:
    path = tmp_path / "layer.csv"
    done = run("export", "-o", str(path), "--layer", name, "--format", "json", *DAY)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["bytes"] == path.stat().st_size
    assert told["data_sha256"] == folder.sha256(small)
    rows = csv_rows(path)
    assert len(rows) == ROWS[name] if name in ROWS else rows
    assert {row["as_of"] for row in rows} == ({DAY[1]} if rows else set())


def test_the_suffix_may_be_in_capitals(tmp_path: Path, run: Run) -> None:
    assert run("export", "-o", str(tmp_path / "A.GeoJSON"), *DAY).exit_code == 0
    assert len(json.loads((tmp_path / "A.GeoJSON").read_text(encoding="utf-8"))["features"]) == 3


def test_other_people_give_other_measures(tmp_path: Path, run: Run) -> None:
    demand = tmp_path / "people.csv"
    demand.write_text("lon,lat,people\n-106.5,42.5,1000\n", encoding="utf-8")
    path = tmp_path / "all.csv"
    done = run("export", "-o", str(path), "--demand", str(demand), *DAY)
    assert done.exit_code == 0, done.stderr
    rows = {row["county"]: row for row in csv_rows(path)}
    assert rows["Alder"]["demand_people"] == "1000"
    assert rows["Alder"]["people"] == "4000"
    assert rows["Cedar"]["demand_people"] == "0"
    assert rows["Cedar"]["nearest_mean_straight_line_miles"] == ""


def test_a_demand_file_with_faults_is_told_and_nothing_is_written(tmp_path: Path, run: Run) -> None:
    demand = tmp_path / "people.csv"
    demand.write_text("lon,lat,people\n-106.5,42.5,-4\n", encoding="utf-8")
    done = run("export", "-o", str(tmp_path / "all.csv"), "--demand", str(demand))
    assert done.exit_code == 2
    assert "people.csv:2" in done.stderr
    assert not (tmp_path / "all.csv").exists()


@pytest.mark.parametrize("name", ["a.shp", "a", "a.csv.gz", ".csv", "a.json"])
def test_another_suffix_is_refused_with_those_that_there_are(
    name: str, tmp_path: Path, run: Run
) -> None:
    done = run("export", "-o", str(tmp_path / name))
    assert done.exit_code == 2
    assert all(suffix in done.stderr for suffix in write.SUFFIXES)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_layer_is_refused_with_those_that_there_are(tmp_path: Path, run: Run) -> None:
    done = run("export", "-o", str(tmp_path / "a.csv"), "--layer", "roads")
    assert done.exit_code == 2
    assert all(layer in done.stderr for layer in layers.LAYERS)
    assert list(tmp_path.iterdir()) == []


def layers_of(path: Path) -> list[str]:
    """Return the names of the layers of a file, in its order."""
    if path.suffix == ".xlsx":
        return list(openpyxl.load_workbook(path).sheetnames)
    return [name for name, _ in pyogrio.list_layers(path).tolist() if name in layers.LAYERS]


@pytest.mark.parametrize("ending", write.ALL_LAYERS)
@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (["teams"], ["teams", "about"]),
        (["sources", "counties"], ["counties", "sources", "about"]),
        (["about", "findings"], ["findings", "about"]),
        (["about"], ["about"]),
    ],
)
def test_layers_are_chosen_where_several_are_held_and_day_and_data_stay(
    ending: str, asked: list[str], held: list[str], tmp_path: Path, run: Run, small: Path
) -> None:
    path = tmp_path / f"a{ending}"
    given = [part for name in asked for part in ("--layer", name)]
    done = run("export", "-o", str(path), *given, *DAY)
    assert done.exit_code == 0, done.stderr
    assert layers_of(path) == held
    rows = (
        openpyxl.load_workbook(path)["about"].iter_rows(values_only=True)
        if ending == ".xlsx"
        else (
            tuple(row.values())[-2:]
            for row in pyogrio.read_arrow(path, layer="about")[1].to_pylist()
        )
    )
    told = dict(rows)
    assert (told["as_of"], told["data_sha256"]) == (DAY[1], folder.sha256(small))
    others = set(held) - {"about"} or set(layers.LAYERS) - {"about"}
    assert {what for what in told if what.startswith("layer_")} == {
        f"layer_{name}" for name in others
    }


@pytest.mark.parametrize("ending", write.ONE_LAYER)
def test_several_layers_are_refused_where_one_is_held(
    ending: str, tmp_path: Path, run: Run
) -> None:
    target = tmp_path / f"a{ending}"
    done = run("export", "-o", str(target), "--layer", "teams", "--layer", "counties")
    assert done.exit_code == 2
    assert f"{ending} holds one layer; give --layer once, or take .gpkg or .xlsx" in done.stderr
    assert not target.exists()


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_a_layer_named_twice_is_refused(ending: str, tmp_path: Path, run: Run) -> None:
    done = run("export", "-o", str(tmp_path / f"a{ending}"), *("--layer", "teams") * 2)
    assert done.exit_code == 2
    assert "--layer names a layer twice" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_a_folder_that_is_not_there_is_told_by_name(ending: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "nowhere" / f"a{ending}"
    done = run("export", "-o", str(path))
    assert done.exit_code == 2
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_an_old_file_stays_where_the_new_one_cannot_be_made(
    ending: str, tmp_path: Path, run: Run
) -> None:
    home = small_state.write(tmp_path / "data")
    (home / "counties.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"old")
    done = run("export", "-o", str(path), "--data", str(home))
    assert done.exit_code == 2
    assert "counties.geojson" in done.stderr
    assert path.read_bytes() == b"old"


def test_gpkg_needs_no_place_beside_the_file(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"old")
    assert run("export", "-o", str(path), *DAY).exit_code == 0
    assert path.read_bytes().startswith(b"SQLite format 3")
    assert list(scratch.iterdir()) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    before = path.read_bytes()
    assert run("export", "-o", str(path), *DAY).exit_code == 2
    assert path.read_bytes() == before
