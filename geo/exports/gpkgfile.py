"""Every layer in one GeoPackage, written by GDAL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

import pyogrio
import shapely

from geo.access.frames import CRS
from geo.exports.layers import Bundle
from geo.exports.table import SHAPE, Layer, each, with_shapes

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
    shaped: dict[str, str] = {}
    if layer.shapes is not None:
        points = any(isinstance(shape, shapely.Point) for shape in layer.shapes)
        kind = "Point" if points else "MultiPolygon"
        shaped = {"geometry_name": SHAPE, "geometry_type": kind, "crs": CRS}
        # A layer of a GeoPackage has shapes of one type.
        layer = replace(layer, shapes=tuple(each(layer.shapes, _multiple)))
    pyogrio.write_arrow(
        with_shapes(layer),
        path,
        layer=layer.name,
        driver="GPKG",
        layer_options={"IDENTIFIER": layer.name, "DESCRIPTION": layer.about},
        **shaped,
    )


def _multiple(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape
