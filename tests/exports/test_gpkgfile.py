"""GeoPackage: every layer read back cell by cell, and GDAL left as it was."""

from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
import shapely

from geo.exports import gpkgfile, layers
from geo.exports.layers import Bundle
from tests.exports.states import about_with, layer, write_to
from tests.small_state import DAY

NAME = "OGR_CURRENT_DATE"


@pytest.mark.parametrize("data", ["bundle", "real"])
def test_gpkg_holds_every_layer_cell_by_cell(
    data: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    exported: Bundle = request.getfixturevalue(data)
    path = write_to(tmp_path, "all.gpkg", gpkgfile.content(exported))
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert set(kinds) == {*layers.LAYERS, "layer_styles"}
    for own in exported.layers:
        meta, table = pyogrio.read_arrow(path, layer=own.name)
        rows = table.to_pylist()
        shapes = [row.pop(meta["geometry_name"] or "geom", None) for row in rows]
        assert rows == own.rows(), own.name
        if own.shapes is None:
            assert kinds[own.name] is None
            continue
        assert meta["crs"] == "EPSG:4269"
        for raw, shape in zip(shapes, own.shapes, strict=True):
            back = shapely.from_wkb(raw)
            alone = isinstance(shape, shapely.Polygon)
            assert (back.geoms[0] if alone and len(back.geoms) == 1 else back) == shape


def test_a_layer_without_rows_keeps_its_columns(tmp_path: Path, bundle: Bundle) -> None:
    empty = [replace(own, frame=own.frame[:0]) for own in bundle.layers]
    content = gpkgfile.content(replace(bundle, layers=tuple(empty)))
    path = write_to(tmp_path, "bare.gpkg", content)
    for own in bundle.layers:
        fields = list(pyogrio.read_info(path, layer=own.name)["fields"])
        assert fields == own.table.column_names


def test_gdal_has_its_own_date_again_afterwards(bundle: Bundle) -> None:
    assert pyogrio.get_gdal_config_option(NAME) is None
    pyogrio.set_gdal_config_options({NAME: "2001-01-01T00:00:00.000Z"})
    try:
        content = gpkgfile.content(bundle)
        assert pyogrio.get_gdal_config_option(NAME) == "2001-01-01T00:00:00.000Z"
    finally:
        pyogrio.set_gdal_config_options({NAME: None})
    assert f"{DAY}T00:00:00.000Z".encode() in content
    assert b"2001-01-01" not in content


def test_what_gdal_cannot_write_is_an_os_error(bundle: Bundle) -> None:
    taken = replace(about_with(bundle, ("a", "b")), name="gpkg_contents")
    with pytest.raises(OSError, match="the GeoPackage could not be written: the folder"):
        gpkgfile.content(replace(bundle, layers=(layer(bundle, "sources"), taken)))
    assert pyogrio.get_gdal_config_option(NAME) is None
