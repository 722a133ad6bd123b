"""A layer's columns and their cells."""

import geopandas as gpd
import pyarrow as pa
import pytest
import shapely

from geo.exports import table


def test_each_kind_of_column_has_its_type_and_none_for_not_known() -> None:
    layer = table.layer(
        "x",
        "",
        {
            "text": table.text(["a", "", None, 3]),
            "whole": table.whole([1, None, 3, 4]),
            "number": table.number([0.5, None, 1, 2]),
            "yes_no": table.yes_no([True, False, None, True]),
        },
    )
    assert layer.table.schema.types == [pa.string(), pa.int64(), pa.float64(), pa.bool_()]
    assert [tuple(row.values()) for row in layer.rows()] == [
        ("a", 1, 0.5, True),
        (None, None, None, False),
        (None, 3, 1.0, None),
        ("3", 4, 2.0, True),
    ]


def test_a_column_of_none_alone_keeps_its_type() -> None:
    layer = table.layer("x", "", {"a": table.number([None]), "b": table.text([None])})
    assert layer.table.schema.types == [pa.float64(), pa.string()]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        table.number([1, value])


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="name of its own"):
        table.layer("x", "", {"a": table.whole([1])}, {"A": table.whole([1])})


@pytest.mark.parametrize(
    "name", ["status_mobile-crisis", "a b", "", "1st", "é", "a.b", "_a", "a\n", "\u017ft", "\u212a"]
)
def test_a_name_that_programs_would_change_or_quote_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits and underscores"):
        table.layer("x", "", {name: table.whole([1])})


def test_ids_have_names_of_their_own() -> None:
    assert table.names_of(["a-b", "c", "a_b", "a_b_2", "d-e_f", "a-b-2"]) == {
        "a-b": "a_b",
        "c": "c",
        "a_b": "a_b_2",
        "a_b_2": "a_b_2_2",
        "d-e_f": "d_e_f",
        "a-b-2": "a_b_2_3",
    }


def test_what_a_part_lacks_is_none() -> None:
    assert table.each(["ab", None, ""], len) == [2, None, 0]


def test_a_layer_with_shapes_is_a_geodataframe_with_them_last() -> None:
    shapes = [shapely.Point(1, 2), None]
    layer = table.layer("x", "", {"a": table.whole([1, None])}, shapes=shapes)
    assert isinstance(layer.frame, gpd.GeoDataFrame)
    assert layer.frame.crs == "EPSG:4269"
    assert list(layer.frame.columns) == ["a", table.SHAPE]
    assert layer.shapes == tuple(shapes)
    assert layer.table.column_names == ["a"]
    assert layer.rows() == [{"a": 1}, {"a": None}]


def test_a_layer_without_shapes_is_a_plain_frame() -> None:
    layer = table.layer("x", "", {"a": table.yes_no([True, None])})
    assert not isinstance(layer.frame, gpd.GeoDataFrame)
    assert layer.shapes is None
    assert layer.table.schema.types == [pa.bool_()]
    assert layer.rows() == [{"a": True}, {"a": None}]
    assert layer.frame["a"].isna().tolist() == [False, True]
