"""Every layer in one GeoPackage, written by GDAL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

import pyogrio
import shapely

from geo.exports import table
from geo.exports.layers import CRS, Bundle
from geo.exports.table import Layer

__all__ = ["content"]

_DATED = Lock()


def content(bundle: Bundle) -> bytes:
    """Return every layer of a bundle as a GeoPackage; those without shapes are plain tables.

    The date that GDAL notes for each layer is that of the bundle, so that equal data give equal
    bytes.

    Raises
    ------
    OSError
        If the folder for temporary files is full or not writable.
    """
    with tempfile.TemporaryDirectory() as folder, _dated(bundle.as_of):
        path = Path(folder) / "coverage.gpkg"
        try:
            for layer in bundle.layers:
                _write(path, layer)
        except RuntimeError as error:  # the base of what pyogrio says of GDAL
            message = (
                "the GeoPackage could not be written: the folder for temporary files may be full"
            )
            raise OSError(message) from error
        return path.read_bytes()


@contextmanager
def _dated(as_of: str) -> Iterator[None]:
    """Have GDAL, whose options are those of the process, take another day for today."""
    name = "OGR_CURRENT_DATE"
    with _DATED:
        before = pyogrio.get_gdal_config_option(name)
        pyogrio.set_gdal_config_options({name: f"{as_of}T00:00:00.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({name: before})


def _write(path: Path, layer: Layer) -> None:
    options = {"IDENTIFIER": layer.name, "DESCRIPTION": layer.about}
    if layer.shapes is None:
        pyogrio.write_arrow(
            table.table(layer), path, layer=layer.name, driver="GPKG", layer_options=options
        )
        return
    kind = (
        "Point" if any(isinstance(one, shapely.Point) for one in layer.shapes) else "MultiPolygon"
    )
    pyogrio.write_arrow(
        table.table(_of_one_type(layer)),
        path,
        layer=layer.name,
        driver="GPKG",
        geometry_name=table.SHAPE,
        geometry_type=kind,
        crs=CRS,
        layer_options=options,
    )


def _of_one_type(layer: Layer) -> Layer:
    """Return a layer with polygons as multipolygons of one: a GeoPackage's layer has one type."""
    shapes = (
        shapely.MultiPolygon([one]) if isinstance(one, shapely.Polygon) else one
        for one in layer.shapes or ()
    )
    return replace(layer, shapes=tuple(shapes))
