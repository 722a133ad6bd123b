"""The columns of measures: those of access, with the unit in the name and None for not known."""

import csv
import datetime as dt
import io
from pathlib import Path

import pyarrow as pa

from geo.access import assess, demand_file, measure
from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.exports import csvfile, layers
from geo.exports.layers import Bundle
from geo.exports.table import Layer
from tests.exports.states import by, layer
from tests.small_state import ALDER, BIRCH, CEDAR


def test_measures_are_those_of_access_and_name_straight_lines(
    access: Access, bundle: Bundle
) -> None:
    areas = {area.id: area for area in access.counties}
    counties = layer(bundle, "counties")
    for geoid, row in by(counties, "geoid").items():
        area = areas[geoid]
        assert row["nearest_mean_straight_line_miles"] == area.nearest.mean_miles.value
        assert row["nearest_p90_high_straight_line_miles"] == area.nearest.p90_miles.high
        for limit, (within, second) in enumerate(zip(area.within, area.second, strict=True)):
            miles = access.limits_miles[limit]
            start, end = "people_with_second_unit_high_within_", "_straight_line_miles"
            assert row[f"people_within_{miles}{end}"] == within.people.value
            assert row[f"{start}{miles}{end}"] == second.people.high
        assert row["least_straight_line_miles"] == area.least_miles
        assert row["most_straight_line_miles"] == area.most_miles
        assert row["own_region_beds_low"] == area.beds.low
        assert row["own_region_beds_high"] == area.beds.high
        assert row["beds_in_reach_per_100k_two_step_low"] == area.bed_access.two_step_low
        assert row["people_without_unit_in_reach"] == area.bed_access.people_unreached
        assert row["nearest_unit_id"] == area.nearest_units[0].facility_id
        assert row["own_region_people"] == area.own_people
        assert row["disputed_units"] == ("; ".join(area.disputed) or None)
    asked = tuple(verdict.standard.replace("-", "_") for verdict in access.state.reach)
    names = [name for name in counties.table.column_names if not name.endswith(asked)]
    miles_columns = [name for name in names if "mile" in name]
    assert len(miles_columns) > 20
    assert all("straight_line" in name for name in miles_columns)


def test_regions_have_the_same_columns_of_the_same_types(bundle: Bundle) -> None:
    counties, regions = (layer(bundle, name).table.schema for name in ("counties", "regions"))
    shared = [field for field in counties if "straight_line" in field.name]
    assert shared
    assert all(regions.field(field.name) == field for field in shared)


def people_columns(layer: Layer) -> dict[str, pa.DataType]:
    """Return the types of the columns that count people."""
    return {
        field.name: field.type
        for field in layer.table.schema
        if "people" in field.name and "share" not in field.name
    }


def test_people_are_whole_where_all_of_a_column_are(bundle: Bundle) -> None:
    counties, regions = (people_columns(layer(bundle, name)) for name in ("counties", "regions"))
    assert len(counties) > 25
    assert set(counties.values()) == set(regions.values()) == {pa.int64()}
    text = csvfile.content(bundle, layer(bundle, "counties")).decode()
    cells = [row[name] for row in csv.DictReader(io.StringIO(text)) for name in counties]
    assert all(cell == "" or cell.isdigit() for cell in cells)


def test_parts_of_a_person_stay_where_a_file_has_them(
    catalog: Catalog, assessment: Assessment, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("lon,lat,people\n-106.5,42.5,1000.5\n-104.2,42.8,7\n", encoding="utf-8")
    access = measure.measure(assessment, demand_file.read(path, catalog))
    built = layers.build(assessment, access, ("counties", "regions"))
    for exported in built.layers:
        assert people_columns(exported)["demand_people"] == pa.float64()
        assert people_columns(exported)["people"] == pa.int64()
    rows = by(built.layers[0], "geoid")
    assert rows[ALDER]["demand_people"] == 1000.5
    assert rows[CEDAR]["demand_people"] == 7
    # Nobody is at a point in Birch: that is no 0 within a limit.
    assert rows[BIRCH]["demand_people"] == 0
    assert rows[BIRCH]["people_within_30_straight_line_miles"] is None


def test_a_day_without_a_known_unit_has_empty_cells_and_no_0(catalog: Catalog) -> None:
    then = assess.verify(catalog, dt.date(2010, 1, 1))
    access = measure.measure(then)
    assert access.units == 0
    built = layers.build(then, access, ("counties", "regions"))
    asked = {
        name
        for name in built.layers[0].table.column_names
        if "straight_line_miles" in name or "beds" in name or "unit" in name
    } - {"own_region_beds_people"}
    assert len(asked) > 60
    for exported in built.layers:
        filled = {name for row in exported.rows() for name, cell in row.items() if cell is not None}
        assert filled & asked == set()


def test_a_county_whose_region_is_unsure_has_no_own_unit(bundle: Bundle) -> None:
    row = by(layer(bundle, "counties"), "geoid")[BIRCH]
    assert row["nearest_unit"]
    assert row["nearest_unit_is_own_region"] is None
    assert row["own_region_people"] == 0
    assert row["own_region_mean_straight_line_miles"] is None
    assert row["own_region_units"] is None
    assert row["people_nearer_to_unit_of_other_region"] is None


def test_the_figure_with_neighbors_stands_beside_this_states_own(bundle: Bundle) -> None:
    columns = layer(bundle, "counties").table.column_names
    assert "people_with_neighbors_within_30_straight_line_miles" in columns
    for name in columns:
        if name.startswith("people_within_"):
            assert name.replace("people_", "people_with_neighbors_") in columns
        if name.startswith("nearest_mean"):
            assert name.replace("nearest_", "nearest_with_neighbors_") in columns


def test_an_estimate_is_called_one(access: Access, bundle: Bundle) -> None:
    names = set(layer(bundle, "counties").table.column_names)
    asked = access.state.reach
    assert {question.estimate for question in asked} == {True, False}
    for question in asked:
        name = question.standard.replace("-", "_")
        assert (f"estimated_reach_{name}" in names) == question.estimate
        assert (f"straight_line_reach_{name}" in names) != question.estimate
    for geoid, row in by(layer(bundle, "counties"), "geoid").items():
        (area,) = (area for area in access.counties if area.id == geoid)
        for verdict in area.reach:
            start = "estimated_reach" if verdict.estimate else "straight_line_reach"
            name = verdict.standard.replace("-", "_")
            assert row[f"{start}_{name}"] == verdict.status
            assert row[f"{start}_robust_{name}"] == verdict.robust
            assert row[f"{start}_proven_{name}"] == verdict.proven
