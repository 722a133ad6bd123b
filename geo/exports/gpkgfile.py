"""Every layer in one GeoPackage, written by GDAL, with the styles that QGIS draws it with."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

import pyogrio
import shapely

from geo.exports.layers import Bundle
from geo.exports.qgis import QgisStyle
from geo.exports.table import Layer

__all__ = ["content"]

_DATED = Lock()
# QGIS makes the table so, and looks for a layer's styles by its name and column of shapes.
_STYLES: Final = """
CREATE TABLE "layer_styles" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "f_table_catalog" TEXT(256),
    "f_table_schema" TEXT(256),
    "f_table_name" TEXT(256),
    "f_geometry_column" TEXT(256),
    "styleName" TEXT(30),
    "styleQML" TEXT,
    "styleSLD" TEXT,
    "useAsDefault" BOOLEAN,
    "description" TEXT,
    "owner" TEXT(30),
    "ui" TEXT(30),
    "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_CONTENTS: Final = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)"
)
_STYLE: Final = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, useAsDefault, description, owner, update_time) "
    "SELECT '', '', table_name, column_name, ?, ?, ?, ?, '', ? "
    "FROM gpkg_geometry_columns WHERE table_name = ?"
)


def content(bundle: Bundle) -> bytes:
    """Return every layer of a bundle as a GeoPackage; those without shapes are plain tables.

    The date that GDAL notes for each layer, and that of the styles, is that of the bundle, so that
    equal data give equal bytes.

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
            if bundle.styles:
                _write_styles(path, bundle.styles, _moment(bundle.as_of))
        except (RuntimeError, sqlite3.Error) as error:  # the base of what pyogrio says of GDAL
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
        pyogrio.set_gdal_config_options({name: _moment(as_of)})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({name: before})


def _moment(as_of: str) -> str:
    return f"{as_of}T00:00:00.000Z"


def _write_styles(path: Path, styles: tuple[QgisStyle, ...], moment: str) -> None:
    """Add the table of styles, as QGIS does where a person saves one in the file."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLES)
        file.execute(_CONTENTS, (moment,))
        for style in styles:
            about = (style.name, style.qml, style.by_default, style.description)
            file.execute(_STYLE, (*about, moment, style.layer))


def _write(path: Path, layer: Layer) -> None:
    kind = None
    if layer.shapes is not None:
        # A layer of a GeoPackage has shapes of one type; GDAL makes the single ones multiple.
        points = any(isinstance(shape, shapely.Point) for shape in layer.shapes)
        kind = "Point" if points else "MultiPolygon"
    pyogrio.write_dataframe(
        layer.frame,
        path,
        layer=layer.name,
        driver="GPKG",
        geometry_type=kind,
        promote_to_multi=kind == "MultiPolygon",
        use_arrow=True,
        layer_options={"IDENTIFIER": layer.name, "DESCRIPTION": layer.about},
    )
