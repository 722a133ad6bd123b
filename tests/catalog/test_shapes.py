"""The reader of counties.geojson accepts the real file and names every fault of a bad one."""

import contextlib
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.catalog import county_shapes, geojson
from geo.catalog.county_shapes import SQUARE_METERS_PER_SQUARE_MILE
from geo.catalog.shapes import read_counties
from geo.errors import CrisisCoverageError, DataError, Problem

REAL = Path(__file__).resolve().parents[2] / "data" / "counties.geojson"
BOX = (-91.8, 30.0, -88.0, 35.1)
Document = dict[str, Any]
Feature = dict[str, Any]


@pytest.fixture
def document() -> Document:
    return json.loads(REAL.read_text(encoding="utf-8"))


@pytest.fixture
def problems(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Write a document (or raw bytes) as a file and return what the reader says of it."""

    def read(content: object, expected: int | None = 82) -> list[Problem]:
        path = tmp_path / "counties.geojson"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        with pytest.raises(DataError) as caught:
            read_counties(path, expected=expected, bbox=BOX)
        return list(caught.value.problems)

    return read


def county(document: Document, name: str) -> Feature:
    return next(f for f in document["features"] if f["properties"]["NAME"] == name)


def moved_north_east(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.add(points, (10.0, 8.0))


def rules(found: list[Problem]) -> list[str]:
    return [problem.rule for problem in found]


def test_the_real_file_gives_82_counties_in_order_of_geoid() -> None:
    frame = read_counties(REAL, expected=82, bbox=BOX)
    assert list(frame.columns) == ["geoid", "name", "land_sq_mi", "geometry"]
    assert frame.crs == "EPSG:4269"
    assert len(frame) == 82
    assert list(frame["geoid"]) == sorted(frame["geoid"])
    assert dict(zip(frame["geoid"], frame["name"], strict=True))["28067"] == "Jones"


def test_land_area_is_in_square_miles_of_the_international_mile() -> None:
    frame = read_counties(REAL, expected=82)
    adams = frame[frame["geoid"] == "28001"].iloc[0]
    assert adams["land_sq_mi"] == pytest.approx(1_197_464_268 / 2_589_988.110336, rel=1e-12)
    assert pytest.approx(2_589_988.110336, rel=1e-12) == SQUARE_METERS_PER_SQUARE_MILE


def test_shapes_are_those_that_geopandas_reads() -> None:
    ours = read_counties(REAL, expected=82).set_index("geoid")
    theirs = gpd.read_file(REAL).set_index("GEOID")
    assert theirs.crs == ours.crs
    assert all(ours.geometry[geoid].equals_exact(theirs.geometry[geoid]) for geoid in ours.index)


def test_row_order_never_matters(document: Document, tmp_path: Path) -> None:
    document["features"].reverse()
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert_geodataframe_equal(
        read_counties(path, expected=82), read_counties(REAL, expected=82), check_less_precise=False
    )


@pytest.mark.parametrize("name", ["EPSG:4269", "urn:ogc:def:crs:EPSG::4269", None])
def test_the_crs_member_may_be_left_out_but_not_differ(
    name: str | None, document: Document, tmp_path: Path
) -> None:
    document["crs"] = {"type": "name", "properties": {"name": name}}
    if name is None:
        del document["crs"]
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_counties(path, expected=82).crs == "EPSG:4269"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "counties.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + REAL.read_bytes())
    assert len(read_counties(path, expected=82)) == 82


def test_any_study_area_of_north_america_is_read_when_no_box_is_given(
    document: Document, tmp_path: Path
) -> None:
    for feature in document["features"]:
        moved = shapely.transform(
            shapely.from_geojson(json.dumps(feature["geometry"])), moved_north_east
        )
        feature["geometry"] = shapely.geometry.mapping(moved)
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(read_counties(path, expected=82)) == 82
    with pytest.raises(DataError, match="outside"):
        read_counties(path, expected=82, bbox=BOX)


@pytest.mark.parametrize(
    ("side", "edge", "outmost"),
    [(0, -91.655009, "Adams"), (1, 30.173943, "Hancock"), (2, -88.097888, "Tishomingo"),
     (3, 34.996052, "Alcorn")],
)  # fmt: skip
def test_the_box_holds_on_each_side(side: int, edge: float, outmost: str) -> None:
    box = list(BOX)
    box[side] = edge
    assert len(read_counties(REAL, expected=82, bbox=box)) == 82
    box[side] += 1e-6 if side in (0, 1) else -1e-6
    with pytest.raises(DataError) as caught:
        read_counties(REAL, expected=82, bbox=box)
    (problem,) = caught.value.problems
    assert problem.rule == "outside"
    named = REAL.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert f'"NAME":"{outmost}"' in named


def test_no_county_lies_outside_of_the_world_whatever_the_box(tmp_path: Path) -> None:
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(WHOLE_WORLD), encoding="utf-8")
    with pytest.raises(DataError, match="outside"):
        read_counties(path, expected=1, bbox=(-400, -400, 400, 400))


RING = [[-190, 32], [-90, 32], [-90, 33], [-190, 33], [-190, 32]]
WHOLE_WORLD = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"GEOID": "28001", "NAME": "Adams", "ALAND": 1},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        }
    ],
}


# One bad file a rule: files that cannot be read at all.


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_counties(tmp_path / "none.geojson", expected=82)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.rule) == ("none.geojson", 0, "no-file")
    assert str(tmp_path) not in str(caught.value)


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not-a-file"):
        read_counties(tmp_path, expected=82)


def test_an_over_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "counties.geojson"
    with path.open("wb") as stream:
        stream.truncate(geojson.MAX_BYTES + 1)
    with pytest.raises(DataError, match="too-large"):
        read_counties(path, expected=82)


def test_other_encodings_than_utf_8_are_refused_with_the_line(
    problems: Callable[..., list[Problem]],
) -> None:
    (problem,) = problems(REAL.read_bytes().replace(b'"Tunica"', b'"Tun\xedca"'))
    assert problem.rule == "not-utf-8"
    assert b'"Tunica"' in REAL.read_bytes().splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"[" * 100_000,
        b'{"type": "Feature", "features": []}',
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b'{"type": "FeatureCollection", "features": [NaN]}',
        b'{"type": "FeatureCollection", "features": [], "features": []}',
        b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}",
    ],
)
def test_what_is_not_geojson_is_refused(
    content: bytes, problems: Callable[..., list[Problem]]
) -> None:
    assert rules(problems(content)) == ["not-geojson"]


def test_broken_json_names_the_line(problems: Callable[..., list[Problem]]) -> None:
    lines = REAL.read_bytes().splitlines(keepends=True)
    lines[40] = lines[40].replace(b'"GEOID":', b'"GEOID"', 1)
    (problem,) = problems(b"".join(lines))
    assert (problem.rule, problem.line) == ("not-geojson", 41)


# One bad file a rule: the collection.


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "EPSG:3857"}},
        {"type": "name", "properties": {"name": ["EPSG:4269"]}},
        {"type": "link", "properties": {"href": "crs.prj"}},
        {"type": "name", "properties": []},
        "EPSG:4269",
    ],
)
def test_another_crs_is_refused(
    crs: object, document: Document, problems: Callable[..., list[Problem]]
) -> None:
    document["crs"] = crs
    (problem,) = problems(document)
    assert (problem.rule, problem.where, problem.line) == ("wrong-crs", "crs", 0)


def test_a_wrong_number_of_counties_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    # Hancock lies in a corner, so that nothing but the number is wrong.
    document["features"].remove(county(document, "Hancock"))
    (problem,) = problems(document)
    assert (problem.rule, problem.found) == ("wrong-count", "81")


@pytest.mark.parametrize(("expected", "count"), [(82, 82), (None, None)])
def test_an_empty_collection_is_refused(
    expected: int | None, count: int | None, problems: Callable[..., list[Problem]]
) -> None:
    (problem,) = problems({"type": "FeatureCollection", "features": []}, expected)
    assert (problem.rule, problem.found) == ("wrong-count", "0")
    assert (str(count) in problem.message) == (count is not None)


def test_the_count_is_not_checked_where_none_is_expected(
    document: Document, tmp_path: Path
) -> None:
    document["features"].remove(county(document, "Hancock"))
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(read_counties(path, expected=None)) == 81


def test_a_county_without_a_shape_and_a_shape_without_a_county_are_named(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "counties.geojson"
    geoids = {feature["properties"]["GEOID"] for feature in document["features"]}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert county_shapes.read(path, geoids=geoids).keys() == geoids
    with pytest.raises(DataError) as caught:
        county_shapes.read(path, geoids=geoids - {"28049"})
    assert [(problem.rule, problem.found) for problem in caught.value.problems] == [
        ("unknown-county", "28049")
    ]
    with pytest.raises(DataError) as caught:
        county_shapes.read(path, geoids=geoids | {"28999"})
    assert [(problem.rule, problem.found) for problem in caught.value.problems] == [
        ("missing-county", "28999")
    ]


# One bad file a rule: one feature.


@pytest.mark.parametrize(
    "item",
    [None, 7, "Adams", [], {}, {"type": "Feature"}, {"type": "Feature", "properties": None},
     {"type": "Polygon", "properties": {}}],
)  # fmt: skip
def test_what_is_no_feature_is_refused(
    item: object, document: Document, problems: Callable[..., list[Problem]]
) -> None:
    document["features"][3] = item
    (problem,) = problems(document)
    assert (problem.rule, problem.where) == ("not-a-feature", "features[3].feature")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("GEOID", None, "missing-field"),
        ("GEOID", 28079, "wrong-form"),
        ("GEOID", "2879", "wrong-form"),
        ("GEOID", "28079\n", "wrong-form"),
        ("GEOID", "2807٩", "wrong-form"),
        ("GEOID", "", "wrong-form"),
        ("NAME", None, "missing-field"),
        ("NAME", " ", "missing-field"),
        ("NAME", ["Leake"], "missing-field"),
        ("NAME", "{{7*7}}", "forbidden-character"),
        ("NAME", "Leake<b>", "forbidden-character"),
        ("NAME", "Lea\u202eke", "forbidden-character"),
        ("ALAND", None, "not-a-number"),
        ("ALAND", 0, "not-a-number"),
        ("ALAND", -5, "not-a-number"),
        ("ALAND", True, "not-a-number"),
        ("ALAND", "1509000000", "not-a-number"),
        ("ALAND", 1.5e9, "not-a-number"),
        ("ALAND", 10**400, "not-a-number"),
    ],
)
def test_a_bad_property_is_refused_with_its_place(
    field: str,
    value: object,
    rule: str,
    document: Document,
    problems: Callable[..., list[Problem]],
) -> None:
    leake = county(document, "Leake")
    leake["properties"][field] = value
    leake["id"] = leake["properties"]["GEOID"]
    (problem,) = problems(document)
    assert problem.rule == rule
    assert problem.where == f"features[{document['features'].index(leake)}].{field}"


def test_an_id_that_is_not_the_geoid_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    county(document, "Leake")["id"] = "28999"
    (problem,) = problems(document)
    assert (problem.rule, problem.where) == ("wrong-form", "features[39].id")
    assert "28079" in problem.message


def test_features_need_no_id(document: Document, tmp_path: Path) -> None:
    for feature in document["features"]:
        del feature["id"]
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(read_counties(path, expected=82)) == 82


def test_a_missing_property_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    del county(document, "Leake")["properties"]["GEOID"]
    assert rules(problems(document)) == ["missing-field"]


def test_a_geoid_that_stands_twice_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    leake = county(document, "Leake")
    leake["id"] = leake["properties"]["GEOID"] = "28001"
    (problem,) = problems(document)
    assert (problem.rule, problem.found) == ("duplicate-id", "28001")


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [-89.5, 32.7]},
        {"type": "LineString", "coordinates": [[-89.5, 32.7], [-89.4, 32.7]]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[[-89.5, 32.7], [-89.4, 32.7], [-89.4, 32.8]]]},
        {"type": "Polygon", "coordinates": [[[0, 1, 5], [1, 1, 5], [1, 2, 5], [0, 1, 5]]]},
        {"type": "Polygon", "coordinates": [[["0", 1], [1, 1], [1, 2], ["0", 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], [1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], None, [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 1], [1, 10**400], [1, 2], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [7]},
        {"type": "Polygon", "coordinates": 7},
        {"type": ["Polygon"], "coordinates": [[[0, 1], [1, 1], [1, 2], [0, 1]]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_what_is_no_polygon_is_refused(
    geometry: object, document: Document, problems: Callable[..., list[Problem]]
) -> None:
    county(document, "Leake")["geometry"] = geometry
    (problem,) = problems(document)
    assert (problem.rule, problem.where.split(".")[1]) == ("wrong-geometry", "geometry")


def test_a_number_beyond_all_numbers_is_no_coordinate(
    problems: Callable[..., list[Problem]],
) -> None:
    text = REAL.read_bytes()
    assert b"[-91.655009,31.251815]" in text
    found = problems(text.replace(b"[-91.655009,31.251815]", b"[-1e999,31.251815]"))
    assert rules(found) == ["wrong-geometry"]


def test_a_ring_that_crosses_itself_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    ring = county(document, "Leake")["geometry"]["coordinates"][0]
    middle = len(ring) // 2
    ring[1], ring[middle] = ring[middle], ring[1]
    (problem,) = problems(document)
    assert problem.rule == "invalid-geometry"
    assert "Self-intersection" in problem.found


def test_swapped_coordinates_are_told_from_others(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    leake, tate = county(document, "Leake"), county(document, "Tate")
    for ring in leake["geometry"]["coordinates"]:
        ring[:] = [[lat, lon] for lon, lat in ring]
    for ring in tate["geometry"]["coordinates"]:
        ring[:] = [[-lon, lat] for lon, lat in ring]
    found = problems(document)
    assert rules(found) == ["swapped", "outside"]
    assert "expected longitude first" in found[0].message
    assert "-91.8, 30 to -88, 35.1" in found[1].message


def test_a_whole_file_with_latitude_first_gives_82_problems(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    for feature in document["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        swapped = shapely.transform(shape, lambda xy: xy[:, ::-1])
        feature["geometry"] = shapely.geometry.mapping(swapped)
    assert rules(problems(document)) == ["swapped"] * 82


# One bad file a rule: the tiling.


def test_an_overlap_is_refused_on_both_sides(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    leake = county(document, "Leake")
    shape = shapely.from_geojson(json.dumps(leake["geometry"]))
    leake["geometry"] = shapely.geometry.mapping(shape.buffer(0.001))
    found = problems(document)
    assert set(rules(found)) == {"overlap"}
    names = {problem.found.split(" at ")[0] for problem in found}
    assert {"Leake", "Attala", "Scott", "Madison", "Neshoba"} <= names


def test_a_border_vertex_that_moved_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    # One millionth of a degree, the last decimal there is: 0.1 m.
    ring = county(document, "Leake")["geometry"]["coordinates"][0]
    ring[1] = [ring[1][0], round(ring[1][1] + 1e-6, 6)]
    assert "overlap" in rules(problems(document))


def test_a_gap_between_counties_is_refused(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    leake = county(document, "Leake")
    shape = shapely.from_geojson(json.dumps(leake["geometry"]))
    leake["geometry"] = shapely.geometry.mapping(shape.buffer(-0.0001))
    found = problems(document)
    assert rules(found) == ["gap"]
    assert "Leake" in found[0].found


def test_a_county_left_out_is_a_gap_where_no_count_is_expected(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    document["features"].remove(county(document, "Leake"))
    (problem,) = problems(document, expected=None)
    assert problem.rule == "gap"
    assert {"Attala", "Scott", "Madison", "Neshoba"} <= set(problem.found.split(", "))


# All at once, with lines.


def test_every_problem_is_reported_with_the_line_of_its_feature(
    problems: Callable[..., list[Problem]],
) -> None:
    text = REAL.read_text(encoding="utf-8")
    text = text.replace('"NAME":"Amite"', '"NAME":""').replace('"GEOID":"28163"', '"GEOID":"x"')
    found = problems(text.replace("EPSG::4269", "EPSG::4326").encode())
    lines = text.splitlines()
    assert rules(found) == ["wrong-crs", "missing-field", "wrong-form"]
    assert '"id":"28005"' in lines[found[1].line - 1]
    assert '"id":"28163"' in lines[found[2].line - 1]
    assert {problem.file for problem in found} == {"counties.geojson"}


def test_lines_are_right_however_the_file_is_laid_out(
    document: Document, problems: Callable[..., list[Problem]]
) -> None:
    county(document, "Yazoo")["properties"]["NAME"] = ""
    text = json.dumps(document, indent=1)
    (problem,) = problems(text.encode())
    # The feature's first line is its opening brace; its id stands soon after.
    begin = text.splitlines()[problem.line - 1 : problem.line + 2]
    assert begin[0].strip() == "{"
    assert '"id": "28163"' in begin[2]


def test_a_line_is_not_guessed(document: Document, problems: Callable[..., list[Problem]]) -> None:
    county(document, "Yazoo")["properties"]["NAME"] = ""
    misleading = {"note": {"features": []}, **document}
    (problem,) = problems(misleading)
    assert problem.line == 0


def test_the_error_is_one_of_ours_and_a_value_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 problem in the data") as caught:
        read_counties(tmp_path / "none.geojson", expected=82)
    assert isinstance(caught.value, CrisisCoverageError)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(
    where=st.sampled_from(
        [("crs",), ("features",), ("features", 0), ("features", 0, "id"),
         ("features", 0, "properties"), ("features", 0, "properties", "GEOID"),
         ("features", 0, "properties", "NAME"), ("features", 0, "properties", "ALAND"),
         ("features", 0, "geometry"), ("features", 0, "geometry", "type"),
         ("features", 0, "geometry", "coordinates"), ("features", 0, "geometry", "coordinates", 0),
         ("features", 0, "geometry", "coordinates", 0, 0)]
    ),
    value=JSON_VALUES,
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_json_whatever_raises_anything_else(
    where: tuple[str | int, ...], value: object, document: Document, tmp_path: Path
) -> None:
    changed: Any = copy.deepcopy({**document, "features": document["features"][:1]})
    at = changed
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value
    path = tmp_path / "counties.geojson"
    path.write_text(json.dumps(changed), encoding="utf-8")
    # Anything but a DataError fails this test by itself.
    with contextlib.suppress(DataError):
        frame = read_counties(path, expected=1)
        assert len(frame) == 1
        assert frame.geometry.is_valid.all()
