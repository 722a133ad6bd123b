"""GeoJSON as RFC 7946 asks, read back cell by cell."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.exports import geojsonfile, layers
from geo.exports.layers import Bundle
from tests.exports.states import about_with, layer, write_to

SHAPED = ("counties", "facilities", "regions")


@pytest.mark.parametrize("name", layers.LAYERS)
def test_geojson_is_read_back_cell_by_cell(name: str, bundle: Bundle) -> None:
    exported = layer(bundle, name)
    document = json.loads(geojsonfile.content(bundle, exported))
    assert [feature["properties"] for feature in document["features"]] == exported.rows()
    if exported.shapes is None:
        assert all(feature["geometry"] is None for feature in document["features"])
        assert "bbox" not in document


@pytest.mark.parametrize("name", SHAPED)
def test_shapes_are_read_back_as_they_are(name: str, real: Bundle) -> None:
    exported = layer(real, name)
    document = json.loads(geojsonfile.content(real, exported))
    for feature, shape in zip(document["features"], exported.shapes or (), strict=True):
        back = shapely.from_geojson(json.dumps(feature["geometry"]))
        # The shapes have six decimals, so seven lose nothing.
        assert shapely.equals_exact(back.normalize(), shapely.normalize(shape), 0)


@pytest.mark.parametrize("name", SHAPED)
def test_geojson_keeps_to_rfc_7946(name: str, real: Bundle) -> None:
    document = json.loads(geojsonfile.content(real, layer(real, name)))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert (document["as_of"], document["data_sha256"]) == (real.as_of, real.data_sha256)
    assert "WGS 84" in document["coordinates_note"]
    points = []
    for feature in document["features"]:
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
    assert all(round(degrees, 7) == degrees for point in points for degrees in point)
    assert all(len(point) == 2 for point in points)
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    assert document["bbox"] == [min(lons), min(lats), max(lons), max(lats)]


def test_rings_that_run_the_wrong_way_are_turned(bundle: Bundle) -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    exported = about_with(bundle, ("a", "b"), shapes=[clockwise])
    ring = json.loads(geojsonfile.content(bundle, exported))["features"][0]["geometry"]
    assert shapely.is_ccw(shapely.LinearRing(ring["coordinates"][0]))


def test_a_row_without_a_shape_has_none(bundle: Bundle) -> None:
    exported = about_with(bundle, ("a", "b"), ("c", "d"), shapes=[None, shapely.Point(1, 2)])
    document = json.loads(geojsonfile.content(bundle, exported))
    assert [feature["geometry"] for feature in document["features"]] == [
        None,
        {"type": "Point", "coordinates": [1.0, 2.0]},
    ]
    assert document["bbox"] == [1, 2, 1, 2]


def test_a_layer_without_rows_or_without_shapes_is_whole(bundle: Bundle) -> None:
    empty = json.loads(geojsonfile.content(bundle, about_with(bundle, shapes=[])))
    assert empty["features"] == []
    bare = about_with(bundle, ("a", "b"), shapes=[None])
    assert "bbox" not in json.loads(geojsonfile.content(bundle, bare))


def test_gdal_opens_the_file(tmp_path: Path, bundle: Bundle) -> None:
    content = geojsonfile.content(bundle, layer(bundle, "counties"))
    drawn = gpd.read_file(write_to(tmp_path, "c.geojson", content))
    assert drawn.crs.to_epsg() == 4326
    assert drawn.geometry.is_valid.all()
