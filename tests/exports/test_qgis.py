"""Styles for QGIS: a look for each status, in the table where QGIS looks for them."""

import sqlite3
import warnings
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from geo.access import assess, measure
from geo.access.records import Access
from geo.catalog.records import Status
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.exports import gpkgfile, layers, write
from geo.exports.layers import Bundle
from geo.maps.styles import BORDER, STATUS_LOOKS
from tests import small_state
from tests.exports.states import content, layer, write_to
from tests.small_state import DAY

COLUMNS = {
    "id": "INTEGER",
    "f_table_catalog": "TEXT(256)",
    "f_table_schema": "TEXT(256)",
    "f_table_name": "TEXT(256)",
    "f_geometry_column": "TEXT(256)",
    "styleName": "TEXT(30)",
    "styleQML": "TEXT",
    "styleSLD": "TEXT",
    "useAsDefault": "BOOLEAN",
    "description": "TEXT",
    "owner": "TEXT(30)",
    "ui": "TEXT(30)",
    "update_time": "DATETIME",
}
"""As QGIS makes the table."""


def asked(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(question).fetchall()


@pytest.fixture(scope="module")
def package(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_to(tmp_path_factory.mktemp("gpkg"), "all.gpkg", gpkgfile.content(bundle))


def documents(bundle: Bundle) -> dict[str, ET.Element]:
    """Return the documents of the styles by name."""
    return {style.name: ET.fromstring(style.qml) for style in bundle.styles}  # noqa: S314  (our own)


def options(drawn: ET.Element) -> dict[str, str]:
    """Return what is set of a symbol's layer."""
    return {
        option.attrib["name"]: option.attrib["value"] for option in drawn.findall("Option/Option")
    }


def rgba(color: str) -> str:
    return ",".join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def test_the_table_is_as_qgis_makes_it_and_registered(package: Path) -> None:
    told = asked(package, "PRAGMA table_info(layer_styles)")
    assert {name: kind for _, name, kind, *_ in told} == COLUMNS
    registered = asked(package, "SELECT * FROM gpkg_contents WHERE table_name = 'layer_styles'")
    ((name, kind, identifier, _, changed, *bounds),) = registered
    assert (name, kind, identifier) == ("layer_styles", "attributes", "layer_styles")
    assert changed == f"{DAY}T00:00:00.000Z"
    assert bounds == [None] * 5
    assert asked(package, "PRAGMA integrity_check") == [("ok",)]


def test_each_standard_has_a_style_and_the_required_one_is_the_default(
    package: Path, assessment: Assessment
) -> None:
    rows = asked(
        package,
        "SELECT styleName, description, useAsDefault, f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, owner, update_time FROM layer_styles ORDER BY id",
    )
    required = [total.id for total in assessment.standards if total.required and total.in_force]
    assert [row[:3] for row in rows] == [
        (total.id, total.title, int(total.id == required[0])) for total in assessment.standards
    ]
    geometry = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'counties'"
    ((column,),) = asked(package, geometry)
    place = ("", "", "counties", column, "", f"{DAY}T00:00:00.000Z")
    assert {row[3:] for row in rows} == {place}


def test_every_status_that_there_can_be_has_a_category_by_its_column(
    bundle: Bundle, assessment: Assessment
) -> None:
    table = layer(bundle, "counties").table
    standards = {standard.id: standard for standard in assessment.catalog.services.standards}
    for name, root in documents(bundle).items():
        renderer = root.find("renderer-v2")
        assert renderer is not None
        assert renderer.attrib["type"] == "categorizedSymbol"
        categories = [part.attrib for part in renderer.findall("categories/category")]
        possible = sentences.possible(standards[name].evaluation)
        assert [category["value"] for category in categories] == list(possible)
        assert {category["type"] for category in categories} == {"string"}
        for category, status in zip(categories, possible, strict=True):
            means = sentences.meaning(standards[name].evaluation, status).one
            assert category["label"] == f"{status.value.capitalize()}: {means}"
        assert set(table[renderer.attrib["attr"]].to_pylist()) <= set(possible)
        symbols = [part.attrib["name"] for part in renderer.findall("symbols/symbol")]
        assert symbols == [category["symbol"] for category in categories]
        assert root.findtext("layerGeometryType") == "2"


ANGLES: dict[str, list[str]] = {"diagonal": ["45"], "cross": ["45", "135"], "dots": [], "": []}


@pytest.mark.parametrize("status", list(Status))
def test_a_status_looks_as_on_the_maps(status: Status, bundle: Bundle) -> None:
    look = STATUS_LOOKS[status]
    root = documents(bundle)["crew-for-all"]
    (number,) = (
        part.attrib["symbol"] for part in root.iter("category") if part.attrib["value"] == status
    )
    (symbol,) = (
        part for part in root.findall("renderer-v2/symbols/symbol") if part.attrib["name"] == number
    )
    fill, *over = symbol.findall("layer")
    assert (symbol.attrib["type"], fill.attrib["class"]) == ("fill", "SimpleFill")
    assert options(fill)["color"] == rgba(look.fill)
    assert options(fill)["outline_color"] == rgba(BORDER)
    lines = [part for part in over if part.attrib["class"] == "LinePatternFill"]
    dots = [part for part in over if part.attrib["class"] == "PointPatternFill"]
    assert [options(part)["angle"] for part in lines] == ANGLES[look.pattern]
    assert len(dots) == (look.pattern == "dots")
    inks = [
        options(inner).get("line_color") or options(inner)["color"]
        for part in over
        for inner in part.findall("symbol/layer")
    ]
    assert inks == [rgba(look.ink)] * len(over)
    for drawn in symbol.iter("layer"):
        told = options(drawn)
        lengths = {"width", "distance", "size", "displacement"}
        for name in told:
            if not name.endswith("_unit") and lengths & set(name.split("_")):
                assert told[f"{name}_unit"] == "MM", name


def test_gdal_reads_the_file_without_a_warning(package: Path, bundle: Bundle) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in (*layers.LAYERS, "layer_styles"):
            rows = pyogrio.read_arrow(package, layer=name)[1]
            count = (
                len(bundle.styles) if name == "layer_styles" else len(layer(bundle, name).rows())
            )
            assert len(rows) == count
    told = pyogrio.read_info(package, layer="layer_styles")
    assert (told["fid_column"], told["geometry_type"]) == ("id", None)


def test_a_package_without_counties_has_no_styles(
    assessment: Assessment, access: Access, tmp_path: Path
) -> None:
    content = write.content(assessment, access, ".gpkg", ("teams", "facilities"))
    path = write_to(tmp_path, "some.gpkg", content)
    assert {name for name, _ in pyogrio.list_layers(path).tolist()} == {
        "facilities",
        "teams",
        "about",
    }
    assert asked(path, "SELECT * FROM sqlite_master WHERE name = 'layer_styles'") == []


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ([], "crew-for-all"),
        (["haven-at-home"], "haven-at-home"),
        (["haven-at-home", "care-at-home"], "care-at-home"),
    ],
)
def test_the_first_required_standard_in_force_is_the_default(
    required: list[str], expected: str, tmp_path: Path
) -> None:
    services = content()
    for standard in services["standards"]:
        standard["required"] = standard["id"] in required
    assessment = assess.verify(small_state.load(tmp_path / "data", services), DAY)
    built = layers.build(assessment, measure.measure(assessment))
    assert [style.name for style in built.styles if style.by_default] == [expected]
    assert len(documents(built)) == len(assessment.standards)
