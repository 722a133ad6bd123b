"""Exports: every format read back cell by cell, RFC 7946, equal bytes, nothing unproven as proven."""

import csv
import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo import text as text_module
from geo.access import assess, demand_file, frames, measure, supply
from geo.catalog import load
from geo.coverage import evidence, sentences
from geo.errors import DataError
from geo.exports import csvfile, geojsonfile, gpkgfile, layers, parquetfile, table, write, xlsxfile
from geo.exports.table import Kind, Layer

DAY = dt.date(2026, 11, 21)
KNOWN = load.load()
VERIFIED = assess.verify(KNOWN, DAY)
ACCESS = measure.measure(VERIFIED)
BUNDLE = layers.build(VERIFIED, ACCESS)
LAYERS = {one.name: one for one in BUNDLE.layers}
ROOT = Path(__file__).resolve().parents[2]
SHAPED = ("counties", "facilities", "regions")
NONSENSE = '=HYPERLINK("x")'


def cells(layer: Layer) -> list[dict[str, Any]]:
    names = [one.name for one in layer.columns]
    return [dict(zip(names, row, strict=True)) for row in layer.rows]


def column(layer: Layer, name: str) -> list[Any]:
    return [row[name] for row in cells(layer)]


def write_to(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# What is exported


def test_every_layer_is_there_with_its_rows() -> None:
    assert tuple(LAYERS) == (
        *("counties", "facilities", "teams", "regions", "sources", "findings", "about"),
    )
    counts = {name: len(one.rows) for name, one in LAYERS.items()}
    services = KNOWN.services
    reached = evidence.providers(evidence.gather(KNOWN, DAY))
    assert counts["counties"] == 82
    assert counts["facilities"] == len(services.facilities) == 14
    assert counts["sources"] == len(services.sources)
    assert counts["findings"] == len(VERIFIED.findings) == len(VERIFIED.standards) * 82
    assert counts["regions"] == 11
    assert counts["teams"] == sum(len(some) for some in reached.values())


def test_each_county_has_its_verdicts_region_and_people() -> None:
    rows = {row["geoid"]: row for row in cells(LAYERS["counties"])}
    joined = frames.counties(VERIFIED)
    assert sorted(rows) == list(joined.index)
    assert sum(row["people"] for row in rows.values()) == 2_961_279
    for finding in VERIFIED.findings:
        row = rows[finding.geoid]
        assert row[f"status_{finding.standard}"] == finding.status
        assert row[f"basis_{finding.standard}"] == finding.basis
        assert row[f"flags_{finding.standard}"] == ("; ".join(finding.flags) or None)
        assert row["region"] == joined.loc[finding.geoid, "region"]
        assert row["land_sq_mi"] == joined.loc[finding.geoid, "land_sq_mi"]


def test_each_county_lists_who_reaches_it_with_number_and_basis() -> None:
    units = {one.id for one in KNOWN.services.facilities}
    rows = {row["geoid"]: row for row in cells(LAYERS["counties"])}
    for (kind, geoid), some in evidence.providers(evidence.gather(KNOWN, DAY)).items():
        who = "unit" if kind == "csu" else "team"
        row = rows[geoid]
        assert {one.service_id in units for one in some} <= {kind == "csu"}
        ids, bases, phones = (
            (row[f"{who}_{part}_{kind}"] or "").split("; ") for part in ("ids", "bases", "phones")
        )
        if some:
            assert ids == [one.service_id for one in some]
            assert bases == [one.basis for one in some]
            assert phones == [one.phone or "none listed" for one in some]
        else:
            assert ids == [""]


def test_measures_are_those_of_access_and_name_straight_lines() -> None:
    areas = {one.id: one for one in ACCESS.counties}
    for row in cells(LAYERS["counties"]):
        area = areas[row["geoid"]]
        assert row["nearest_mean_straight_line_miles"] == area.nearest.mean_miles.value
        assert row["nearest_p90_high_straight_line_miles"] == area.nearest.p90_miles.high
        assert row["own_region_median_low_straight_line_miles"] == area.own.median_miles.low
        assert row["people_within_30_straight_line_miles"] == area.within[1].people.value
        assert row["people_with_second_unit_high_within_60_straight_line_miles"] == (
            area.second[3].people.high
        )
        assert row["least_straight_line_miles"] == area.least_miles
        assert row["most_straight_line_miles"] == area.most_miles
        assert row["own_region_beds_low"] == area.beds.low
        assert row["own_region_beds_high"] == area.beds.high
        assert row["nearest_unit_id"] == area.nearest_units[0].facility_id
        assert row["rucc"] == area.rucc
        assert row["own_region_people"] == area.own_people
        assert row["disputed_units"] == ("; ".join(area.disputed) or None)
        assert row["beds_disputed_units"] == area.beds.units_disputed
    miles = [one.name for one in LAYERS["counties"].columns if "mile" in one.name]
    assert len(miles) > 20
    assert all("straight_line" in one for one in miles)


def people_columns(layer: Layer) -> dict[str, Kind]:
    """Return the kinds of the columns that count people."""
    return {
        one.name: one.kind
        for one in layer.columns
        if "people" in one.name and "share" not in one.name
    }


def test_people_are_whole_where_all_of_a_column_are() -> None:
    counties, regions = (people_columns(LAYERS[name]) for name in ("counties", "regions"))
    assert len(counties) > 25
    assert set(counties.values()) == set(regions.values()) == {Kind.WHOLE}
    text = csvfile.content(BUNDLE, LAYERS["counties"]).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(row[name].isdigit() for row in rows for name in counties)


def test_parts_of_a_person_stay_where_a_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("lon,lat,people\n-90.18,32.3,1000.5\n-91.4,31.55,7\n", encoding="utf-8")
    access = measure.measure(VERIFIED, demand_file.read(path, KNOWN))
    built = layers.build(VERIFIED, access, ("counties", "regions"))
    for one in built.layers:
        assert people_columns(one)["demand_people"] is Kind.NUMBER
        assert people_columns(one)["people"] is Kind.WHOLE
    rows = {row["county"]: row for row in cells(built.layers[0])}
    assert rows["Hinds"]["demand_people"] == 1000.5
    assert rows["Adams"]["demand_people"] == 7
    # Nobody is at a point in Lee: that is no 0 within a limit.
    assert rows["Lee"]["demand_people"] == 0
    assert rows["Lee"]["people_within_30_straight_line_miles"] is None


def test_a_day_without_a_known_unit_has_empty_cells_and_no_0() -> None:
    then = assess.verify(KNOWN, dt.date(2010, 1, 1))
    access = measure.measure(then)
    assert access.units == 0
    built = layers.build(then, access, ("counties", "regions"))
    asked = {
        one.name
        for one in built.layers[0].columns
        if "straight_line_miles" in one.name or "beds" in one.name or "unit" in one.name
    } - {"own_region_beds_people"}
    assert len(asked) > 60
    for layer in built.layers:
        told = {name for row in cells(layer) for name, cell in row.items() if cell is not None}
        assert told & asked == set()


def test_a_county_whose_region_is_uncertain_has_no_own_unit() -> None:
    then = assess.verify(KNOWN, dt.date(2023, 7, 1))
    built = layers.build(then, measure.measure(then), ("counties",))
    some = [row for row in cells(built.layers[0]) if not row["region_is_certain"]]
    assert some
    for row in some:
        assert row["nearest_unit"]
        assert row["nearest_unit_is_own_region"] is None
        assert row["own_region_people"] == 0
        assert row["own_region_mean_straight_line_miles"] is None
        assert row["own_region_units"] is None
        assert row["people_nearer_to_unit_of_other_region"] is None


def test_an_estimate_is_called_one() -> None:
    names = {one.name for one in LAYERS["counties"].columns}
    asked = ACCESS.state.reach
    assert any(one.estimate for one in asked)
    for one in asked:
        assert (f"estimated_reach_{one.standard}" in names) == one.estimate
        assert (f"straight_line_reach_{one.standard}" in names) != one.estimate


def test_unknown_beds_are_empty_and_not_0() -> None:
    rows = {row["id"]: row for row in cells(LAYERS["facilities"])}
    known = {one.id: one for one in KNOWN.services.facilities}
    for key, row in rows.items():
        beds = supply.beds(known[key])
        assert (row["beds_low"], row["beds_high"]) == (beds or (None, None))
        assert row["beds_known"] == (beds is not None)
        assert row["beds"] == sentences.beds(known[key])
    unknown = {row["city"] for row in rows.values() if not row["beds_known"]}
    assert {"Brandon", "Gautier", "Jackson"} <= unknown
    assert rows["csu-west-point"]["beds"] == "12 planned"
    assert rows["csu-west-point"]["beds_high"] is None
    regions = cells(LAYERS["regions"])
    assert any(row["own_region_beds_high"] is None for row in regions)


def test_nothing_unproven_is_shown_as_proven() -> None:
    unproven = [row for row in cells(LAYERS["counties"]) if row["status_intensive"] != "covered"]
    assert len(unproven) == 18
    assert sum(row["people"] for row in unproven) == 308_076
    for row in unproven:
        assert row["status_intensive"] == "claimed"
        assert row["team_ids_pact"] is None
        assert row["team_ids_icort"] is None
    for row in cells(LAYERS["teams"]):
        assert row["basis"] in {"listed", "region", "claimed"}
        if row["service_type"] in {"lifeline", "helpline", "emergency"}:
            assert row["basis"] == "claimed"
    said = [row for row in cells(LAYERS["findings"]) if row["status"] != "covered"]
    assert all(row["to_lift_it"] for row in said)
    recalled = {one.id for one in KNOWN.services.sources if one.proof == "recalled"}
    proof = dict(
        zip(column(LAYERS["sources"], "id"), column(LAYERS["sources"], "proof"), strict=True)
    )
    assert recalled
    assert {one for one, word in proof.items() if word == "recalled"} == recalled


def test_each_team_row_is_its_evidence() -> None:
    expected = [
        (geoid, one.service_id, one.basis, one.phone, one.source, one.as_of, one.quote)
        for (_, geoid), some in evidence.providers(evidence.gather(KNOWN, DAY)).items()
        for one in some
    ]
    names = ("geoid", "id", "basis", "phone", "source", "source_as_of", "quote")
    found = [tuple(row[name] for name in names) for row in cells(LAYERS["teams"])]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_regions_are_the_exact_union_of_the_full_shapes() -> None:
    full = frames.shapes(KNOWN).set_index("geoid").geometry
    layer = LAYERS["regions"]
    assert layer.shapes is not None
    named: list[str] = []
    for row, shape in zip(cells(layer), layer.shapes, strict=True):
        geoids = row["geoids"].split("; ")
        named += geoids
        assert row["people"] == sum(one.people for one in KNOWN.counties if one.geoid in geoids)
        assert shapely.equals(shape, shapely.union_all(full[geoids]))
        assert shapely.is_valid(shape)
    assert sorted(named) == list(full.index)
    whole = shapely.union_all(full)
    assert shapely.symmetric_difference(shapely.union_all(layer.shapes), whole).is_empty


def test_a_county_whose_region_is_uncertain_is_in_none_and_is_named() -> None:
    day = assess.verify(KNOWN, dt.date(2023, 1, 1))
    then = layers.build(day, measure.measure(day))
    found = {one.name: one for one in then.layers}
    counties = {row["geoid"]: row for row in cells(found["counties"])}
    uncertain = {geoid for geoid, row in counties.items() if not row["region_is_certain"]}
    assert "28027" in uncertain
    assert counties["28027"]["region"] == "1 or 6"
    listed = {
        one for row in cells(found["regions"]) for one in (row["geoids"] or "").split("; ") if one
    }
    assert listed == set(counties) - uncertain
    possible = " ".join(row["possible_counties"] or "" for row in cells(found["regions"]))
    told = dict(found["about"].rows)["counties_in_no_region"]
    for geoid in uncertain:
        assert counties[geoid]["county"] in possible
        assert counties[geoid]["county"] in told
    empty = [
        (row, shape)
        for row, shape in zip(cells(found["regions"]), found["regions"].shapes or (), strict=True)
        if row["county_count"] == 0
    ]
    assert empty
    assert all(shape is None and row["people"] == 0 for row, shape in empty)
    # A region without a shape goes through every format.
    for ending in write.SUFFIXES:
        assert write.content(day, measure.measure(day), ending, "regions")


def test_about_tells_day_hash_method_and_attribution() -> None:
    told = dict(LAYERS["about"].rows)
    assert told["as_of"] == "2026-11-21"
    assert told["data_sha256"] == KNOWN.data_sha256
    assert "straight-line" in told["distances"]
    assert "not drive time" in told["distances"]
    assert "GeoNames" in told["attribution"]
    assert "ms-crisis-coverage" in told["made_with"]
    assert "ZIP" in told["demand"]
    assert "60 straight-line miles" in told["beds_in_reach"]
    assert {f"layer_{one}" for one in LAYERS} - {"layer_about"} <= told.keys()


# Read back


@pytest.mark.parametrize("name", LAYERS)
def test_csv_is_read_back_cell_by_cell(name: str) -> None:
    layer = LAYERS[name]
    content = csvfile.content(BUNDLE, layer)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert len(rows) == len(layer.rows)
    assert content.count(b"\r\n") == len(rows) + 1
    for row, own in zip(rows, cells(layer), strict=True):
        assert row.pop("as_of") == "2026-11-21"
        assert row.pop("data_sha256") == KNOWN.data_sha256
        assert {key: _typed(row[key], one) for key, one in _kinds(layer)} == own


def _kinds(layer: Layer) -> list[tuple[str, Kind]]:
    return [(one.name, one.kind) for one in layer.columns]


def _typed(cell: str, kind: Kind) -> Any:
    if not cell:
        return None
    readers = {
        Kind.TEXT: str,
        Kind.WHOLE: int,
        Kind.NUMBER: float,
        Kind.YES_NO: {"true": True, "false": False}.__getitem__,
    }
    return readers[kind](cell)


@pytest.mark.parametrize("name", LAYERS)
def test_geojson_is_read_back_cell_by_cell(name: str) -> None:
    layer = LAYERS[name]
    found = json.loads(geojsonfile.content(BUNDLE, layer))
    assert [one["properties"] for one in found["features"]] == cells(layer)
    if layer.shapes is None:
        assert all(one["geometry"] is None for one in found["features"])
        assert "bbox" not in found
        return
    for feature, shape in zip(found["features"], layer.shapes, strict=True):
        back = shapely.from_geojson(json.dumps(feature["geometry"]))
        # The shapes have six decimals, so seven lose nothing.
        assert shapely.equals_exact(back.normalize(), shapely.normalize(shape), 0)


@pytest.mark.parametrize("name", LAYERS)
def test_parquet_is_read_back_cell_by_cell(name: str) -> None:
    layer = LAYERS[name]
    found = pq.read_table(io.BytesIO(parquetfile.content(BUNDLE, layer)))
    told = found.schema.metadata
    assert told[b"as_of"] == b"2026-11-21"
    assert told[b"data_sha256"].decode() == KNOWN.data_sha256
    rows = found.to_pylist()
    shapes = [row.pop("geometry", None) for row in rows]
    assert rows == cells(layer)
    assert (b"geo" in told) == (layer.shapes is not None)
    for raw, shape in zip(shapes, layer.shapes or [None] * len(rows), strict=True):
        assert (None if raw is None else shapely.from_wkb(raw)) == shape


@pytest.mark.parametrize("name", SHAPED)
def test_geopandas_reads_the_geoparquet(name: str) -> None:
    layer = LAYERS[name]
    found = gpd.read_parquet(io.BytesIO(parquetfile.content(BUNDLE, layer)))
    assert found.crs.to_epsg() == 4269
    assert list(found.geometry) == list(layer.shapes or ())
    geo = json.loads(
        pq.read_schema(io.BytesIO(parquetfile.content(BUNDLE, layer))).metadata[b"geo"]
    )
    assert geo["version"] == "1.1.0"
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["bbox"] == pytest.approx(list(found.total_bounds), abs=0)
    assert set(geo["columns"]["geometry"]["geometry_types"]) == set(found.geom_type)


def test_gpkg_holds_every_layer_cell_by_cell(tmp_path: Path) -> None:
    path = write_to(tmp_path, "all.gpkg", gpkgfile.content(BUNDLE))
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert set(kinds) == set(LAYERS)
    for name, layer in LAYERS.items():
        meta, found = pyogrio.read_arrow(path, layer=name)
        rows = found.to_pylist()
        shapes = [row.pop(meta["geometry_name"] or "geom", None) for row in rows]
        assert rows == cells(layer), name
        if layer.shapes is None:
            assert kinds[name] is None
            continue
        assert meta["crs"] == "EPSG:4269"
        for raw, shape in zip(shapes, layer.shapes, strict=True):
            one = shapely.from_wkb(raw)
            alone = isinstance(shape, shapely.Polygon)
            assert (one.geoms[0] if alone and len(one.geoms) == 1 else one) == shape


def test_xlsx_holds_every_layer_cell_by_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsxfile.content(BUNDLE)))
    assert tuple(book.sheetnames) == tuple(LAYERS)
    for name, layer in LAYERS.items():
        sheet = book[name]
        head, *rows = sheet.iter_rows()
        assert [one.value for one in head] == [one.name for one in layer.columns]
        assert [tuple(one.value for one in row) for row in rows] == list(layer.rows)
        assert sheet.freeze_panes == "A2"
        for row in rows:
            for cell, (_, kind) in zip(row, _kinds(layer), strict=True):
                assert cell.hyperlink is None
                assert cell.data_type != "f"
                if kind is Kind.TEXT and cell.value is not None:
                    assert cell.data_type == "s"
    assert book["counties"]["A2"].value == "28001"
    assert dict(book["about"].iter_rows(min_row=2, values_only=True))["as_of"] == "2026-11-21"


def test_gdal_opens_the_workbook_and_the_geojson(tmp_path: Path) -> None:
    book = write_to(tmp_path, "all.xlsx", xlsxfile.content(BUNDLE))
    found = pyogrio.read_dataframe(book, layer="counties")
    assert list(found["geoid"]) == column(LAYERS["counties"], "geoid")
    one = write_to(tmp_path, "c.geojson", geojsonfile.content(BUNDLE, LAYERS["counties"]))
    drawn = gpd.read_file(one)
    assert drawn.crs.to_epsg() == 4326
    assert drawn.geometry.is_valid.all()


# GeoJSON as RFC 7946 asks


@pytest.mark.parametrize("name", SHAPED)
def test_geojson_keeps_to_rfc_7946(name: str) -> None:
    content = geojsonfile.content(BUNDLE, LAYERS[name])
    found = json.loads(content)
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert found["as_of"] == "2026-11-21"
    assert found["data_sha256"] == KNOWN.data_sha256
    assert "WGS 84" in found["coordinates_note"]
    west, south, east, north = found["bbox"]
    points = []
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert "coordinates" not in feature
        shape = feature["geometry"]
        polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
        for rings in polygons.get(shape["type"], []):
            for place, ring in enumerate(rings):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert shapely.is_ccw(shapely.LinearRing(ring)) == (place == 0)
                points += ring
        if shape["type"] == "Point":
            points.append(shape["coordinates"])
    assert all(round(part, 7) == part for point in points for part in point)
    assert all(len(point) == 2 for point in points)
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    assert (min(lons), min(lats), max(lons), max(lats)) == (west, south, east, north)
    assert -92 < west < east < -88 < 30 < south < north < 36


def test_rings_that_run_the_wrong_way_are_turned() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    layer = replace(LAYERS["about"], rows=(("a", "b"),), shapes=(clockwise,))
    ring = json.loads(geojsonfile.content(BUNDLE, layer))["features"][0]["geometry"]
    assert shapely.is_ccw(shapely.LinearRing(ring["coordinates"][0]))


# Text that could act


def hostile(text: str) -> Layer:
    return replace(LAYERS["about"], rows=((text, "28001"), ("-90.5", "601-555-0123")))


@pytest.mark.parametrize("text", [NONSENSE, "+1", "@x", "-x", "\tx", "=1+1", "-2+3"])
def test_no_cell_of_csv_acts_as_a_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csvfile.content(BUNDLE, hostile(text)).decode())))
    assert rows[1][0] == text_module.safe(text)
    assert rows[1][0] == f"'{text}"
    # A number stays one, a GEOID and a telephone number stay text.
    assert rows[2][:2] == ["-90.5", "601-555-0123"]
    assert rows[1][1] == "28001"


@pytest.mark.parametrize("text", [NONSENSE, "+1", "@x", "https://x.org/", "mailto:a@b.c", "007"])
def test_text_in_a_workbook_stays_text(text: str) -> None:
    content = xlsxfile.content(replace(BUNDLE, layers=(hostile(text),)))
    cell = openpyxl.load_workbook(io.BytesIO(content))["about"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert all(b"<f>" not in book.read(one) for one in book.namelist())


def test_a_text_too_long_for_a_workbook_is_refused_not_cut() -> None:
    fits = "x" * xlsxfile.LONGEST_CELL
    content = xlsxfile.content(replace(BUNDLE, layers=(hostile(fits),)))
    assert openpyxl.load_workbook(io.BytesIO(content))["about"]["A2"].value == fits
    with pytest.raises(xlsxfile.TooLongError, match="about, row 2"):
        xlsxfile.content(replace(BUNDLE, layers=(hostile(fits + "x"),)))


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        table.layer("x", "", [table.number("a", lambda one: one)], [float("nan")])
    with pytest.raises(ValueError, match="name of its own"):
        table.layer("x", "", [table.whole("a", int), table.whole("A", int)], [1])


def test_a_layer_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    bare = {name: replace(one, rows=(), shapes=one.shapes and ()) for name, one in LAYERS.items()}
    one = bare["teams"]
    names = [each.name for each in one.columns]
    assert csvfile.content(BUNDLE, one).decode().strip().split(",")[:-2] == names
    assert pq.read_table(io.BytesIO(parquetfile.content(BUNDLE, one))).column_names == names
    path = write_to(
        tmp_path, "bare.gpkg", gpkgfile.content(replace(BUNDLE, layers=tuple(bare.values())))
    )
    assert list(pyogrio.read_info(path, layer="teams")["fields"]) == names
    assert json.loads(geojsonfile.content(BUNDLE, bare["counties"]))["features"] == []


# The same bytes


SCRIPT = """
import datetime as dt, hashlib
from geo import catalog, coverage
from geo.access import measure
from geo.exports import layers, write
known = catalog.load()
verified = coverage.verify(known, dt.date(2026, 11, 21))
access = measure.measure(known, verified)
for ending in write.SUFFIXES:
    for layer in layers.LAYERS if ending in write.ONE_LAYER else layers.LAYERS[:1]:
        content = write.content(known, verified, access, ending, layer)
        print(ending, layer, hashlib.sha256(content).hexdigest())
"""


def test_another_process_with_another_hash_seed_writes_the_same_bytes() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for environment in (_environment("1", "UTC"), _environment("2", "Asia/Tokyo"))
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == 3 * 7 + 2


def _environment(seed: str, zone: str) -> Mapping[str, str]:
    return {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}


def test_gdal_has_its_own_date_again_afterwards() -> None:
    name = "OGR_CURRENT_DATE"
    assert pyogrio.get_gdal_config_option(name) is None
    pyogrio.set_gdal_config_options({name: "2001-01-01T00:00:00.000Z"})
    try:
        content = gpkgfile.content(BUNDLE)
        assert pyogrio.get_gdal_config_option(name) == "2001-01-01T00:00:00.000Z"
    finally:
        pyogrio.set_gdal_config_options({name: None})
    assert b"2026-11-21T00:00:00.000Z" in content
    assert b"2001-01-01" not in content


# Faults


def test_other_suffixes_and_layers_are_refused_by_name() -> None:
    with pytest.raises(write.SuffixError, match=r"\.csv, \.geojson, \.gpkg, \.parquet, \.xlsx"):
        write.suffix(Path("x.shp"))
    assert write.suffix(Path("X.GPKG")) == ".gpkg"
    with pytest.raises(ValueError, match="counties, facilities"):
        layers.build(VERIFIED, ACCESS, ("counties", "roads"))
    with pytest.raises(ValueError, match="day and data"):
        layers.build(assess.verify(KNOWN, dt.date(2026, 11, 20)), ACCESS)
    with pytest.raises(write.SuffixError):
        write.content(VERIFIED, ACCESS, ".shp")


def test_what_gdal_cannot_write_is_an_os_error() -> None:
    taken = replace(LAYERS["about"], name="gpkg_contents")
    with pytest.raises(OSError, match="the GeoPackage could not be written: the folder"):
        gpkgfile.content(replace(BUNDLE, layers=(taken,)))


def test_broken_shapes_are_told(tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(KNOWN.home, home)
    known = load.load(home)
    (home / "counties.geojson").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="not-geojson"):
        layers.build(assess.verify(known, VERIFIED.as_of), ACCESS)
