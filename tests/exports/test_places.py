"""The layers of facilities and regions."""

import datetime as dt
from copy import deepcopy
from pathlib import Path

import pytest
import shapely

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.coverage import beds
from geo.exports import layers, write
from geo.exports.layers import Bundle
from tests import small_state
from tests.access.small import across
from tests.exports.states import by, content, layer
from tests.small_state import ALDER, CEDAR, DAY


def test_unknown_beds_are_empty_and_not_0(catalog: Catalog, bundle: Bundle) -> None:
    rows = by(layer(bundle, "facilities"), "id")
    sources = {source.id: source for source in catalog.services.sources}
    for unit in catalog.services.facilities:
        row, span = rows[unit.id], beds.span(unit, sources)
        assert (row["beds_low"], row["beds_high"]) == (span or (None, None))
        assert row["beds_known"] == (span is not None)
        assert row["beds"] == beds.words(unit, sources)
        assert row["beds_derived"] is False
    assert rows["haven-alder"]["beds"] == "16 planned"
    assert rows["haven-alder"]["beds_high"] is None
    assert rows["haven-cedar"]["beds_high"] == 16
    regions = by(layer(bundle, "regions"), "region")
    assert regions[1]["own_region_beds_high"] is None


def test_a_unit_stands_with_its_place_and_its_source(catalog: Catalog, bundle: Bundle) -> None:
    facilities = layer(bundle, "facilities")
    assert list(by(facilities, "id")) == sorted(unit.id for unit in catalog.services.facilities)
    row = by(facilities, "id")["haven-alder"]
    assert (row["county"], row["geoid"], row["region"]) == ("Alder", ALDER, 1)
    assert (row["lon"], row["lat"], row["radius_m"]) == (-106.5, 42.5, 3000)
    assert (facilities.shapes or ())[0] == shapely.Point(-106.5, 42.5)
    assert (row["source"], row["source_as_of"], row["source_proof"]) == (
        "team-list",
        "2025-06-01",
        "read",
    )
    assert (row["known_on_the_day"], row["stale"], row["note"]) == (True, False, "A note.")


def test_a_unit_that_is_not_known_on_the_day_says_so(catalog: Catalog) -> None:
    then = assess.verify(catalog, dt.date(2010, 1, 1))
    built = layers.build(then, measure.measure(then), ("facilities",))
    assert {row["known_on_the_day"] for row in built.layers[0].rows()} == {False}


def test_a_region_has_its_counties_and_operator(bundle: Bundle) -> None:
    rows = by(layer(bundle, "regions"), "region")
    first, second = rows[1], rows[2]
    assert (first["counties"], first["geoids"], first["county_count"]) == ("Alder", ALDER, 1)
    assert (first["people"], first["land_sq_mi"]) == (4000, 3474.9)
    assert (first["operator"], first["operator_phone"]) == ("Plains Center", "307-555-0100")
    assert (second["operator"], second["operator_phone"]) == ("Hills Center", None)
    assert first["possible_counties"] == second["possible_counties"] == "Birch"


def test_a_county_whose_region_is_unsure_is_in_none_and_is_named(bundle: Bundle) -> None:
    listed = " ".join(row["geoids"] for row in by(layer(bundle, "regions"), "region").values())
    assert listed.split() == [ALDER, CEDAR]
    sentence = by(layer(bundle, "about"), "what")["counties_in_no_region"]["is"]
    assert sentence == "Birch (Region 1 or Region 2)"


def test_a_region_that_is_only_possible_has_no_shape_and_goes_through_every_format(
    tmp_path: Path,
) -> None:
    services = content()
    first, second = services["regions"]
    first["members"][0]["counties"] = ["Alder", "Cedar"]
    del second["members"][0]
    services["facilities"][1]["region"] = 1
    then = assess.verify(small_state.load(tmp_path, services), DAY)
    access = measure.measure(then)
    regions = layer(layers.build(then, access), "regions")
    rows = by(regions, "region")
    assert (rows[1]["geoids"], rows[1]["people"]) == (f"{ALDER}; {CEDAR}", 6000)
    assert (rows[2]["geoids"], rows[2]["possible_counties"]) == (None, "Birch")
    assert (rows[2]["county_count"], rows[2]["people"], rows[2]["land_sq_mi"]) == (0, 0, 0)
    assert rows[2]["demand_people"] is None
    assert regions.shapes is not None
    assert (regions.shapes[0] is None, regions.shapes[1]) == (False, None)
    for ending in write.SUFFIXES:
        assert write.content(then, access, ending, ("regions",))


def test_a_region_without_a_county_on_the_day_is_left_out(tmp_path: Path) -> None:
    services = content()
    first, _ = services["regions"]
    birch = first["members"][1]
    closed = {"number": 3, "operator": "hills", "members": [{**birch, "valid_to": "2024-01-01"}]}
    services["regions"].append(deepcopy(closed))
    birch["valid_from"] = "2024-01-01"
    catalog = small_state.load(tmp_path, services)
    for day, numbers in ((dt.date(2023, 12, 31), [1, 2, 3]), (DAY, [1, 2])):
        then = assess.verify(catalog, day)
        built = layers.build(then, measure.measure(then), ("regions",))
        assert list(by(built.layers[0], "region")) == numbers


@pytest.mark.parametrize("name", ["counties", "regions"])
def test_regions_are_the_exact_union_of_the_full_shapes(name: str, real: Bundle) -> None:
    counties = layer(real, "counties")
    full = dict(zip(by(counties, "geoid"), counties.shapes or (), strict=True))
    areas = layer(real, name)
    named: list[str] = []
    for row, shape in zip(areas.rows(), areas.shapes or (), strict=True):
        geoids = str(row["geoids"] if name == "regions" else row["geoid"]).split("; ")
        named += geoids
        assert shapely.equals(shape, shapely.union_all([full[geoid] for geoid in geoids]))
        assert shapely.is_valid(shape)
    assert sorted(named) == sorted(full)
    state = shapely.union_all(list(full.values()))
    assert shapely.symmetric_difference(shapely.union_all(areas.shapes or ()), state).is_empty


def test_units_of_other_states_stand_apart_and_one_without_a_point_has_no_shape(
    tmp_path: Path,
) -> None:
    services = small_state.services()
    across({}, {"counts": False})(services)
    for name in ("lon", "lat", "radius_m"):
        del services["neighbor_units"][1][name]
    assessment = assess.verify(small_state.load(tmp_path, services), DAY)
    access = measure.measure(assessment)
    built = layers.build(assessment, access, ("neighbor_units",))
    rows = by(layer(built, "neighbor_units"), "id")
    assert [rows[name]["counts"] for name in ("ut-0", "ut-1")] == [True, False]
    assert rows["ut-1"]["lon"] is None
    first, second = layer(built, "neighbor_units").shapes or ()
    assert first == shapely.Point(-107.05, 42.5)
    assert second is None
    for ending in write.SUFFIXES:
        assert write.content(assessment, access, ending, ["neighbor_units"])
