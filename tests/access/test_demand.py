"""The bundled points: pieces, each in its county, with every county's people and center."""

import csv
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.access import demand
from geo.access.demand import Demand, Scale, shared
from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog.records import Catalog
from geo.catalog.unreadable import Unreadable
from geo.errors import DataError, Problem
from geo.spatial import assign

GEOD = pyproj.Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return reader.load()


@pytest.fixture(scope="module")
def points(catalog: Catalog) -> Demand:
    return demand.default(catalog)


def table(name: str) -> list[dict[str, str]]:
    with (folder.default_dir() / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def people() -> int:
    return sum(int(row["pop2020"]) for row in table("counties.csv"))


def pieces() -> dict[str, list[tuple[float, float, int]]]:
    """Return longitude, latitude and people of 2010 of each piece by county, by the table alone."""
    found = defaultdict(list)
    for row in table("zips.csv"):
        for share in filter(None, row["counties"].split(";")):
            geoid, people = share.split(":")
            found[geoid].append((float(row["lon"]), float(row["lat"]), int(people)))
    return found


def test_each_county_has_exactly_its_people_of_2020(points: Demand) -> None:
    expected = [int(row["pop2020"]) for row in table("counties.csv")]
    assert np.bincount(points.county, points.people, len(expected)).tolist() == expected


def test_sums_are_exact_in_any_order(points: Demand) -> None:
    assert (points.people == np.rint(points.people)).all()
    shuffled = np.random.default_rng(4).permutation(points.people)
    assert np.cumsum(shuffled)[-1] == np.cumsum(points.people)[-1] == people()


def test_every_piece_of_the_table_is_there_with_its_share_of_the_county(points: Demand) -> None:
    own = pieces()
    assert len(points.people) == sum(map(len, own.values()))
    for place, row in enumerate(table("counties.csv")):
        here = points.county == place
        of_2010 = [people for _, _, people in own[row["geoid"]]]
        scale = int(row["pop2020"]) / sum(of_2010)
        assert np.abs(points.people[here] - np.array(of_2010) * scale).max() < 1
        assert points.people[here].min() > 0


def test_every_piece_stands_in_its_own_county(catalog: Catalog, points: Demand) -> None:
    geoids = np.array([county.geoid for county in catalog.counties])
    found = assign.assign_counties(points.lon, points.lat, catalog)
    assert found.tolist() == geoids[points.county].tolist()


def test_a_piece_stands_a_little_inside_of_its_county_s_border(
    catalog: Catalog, points: Demand
) -> None:
    borders = [shape.boundary for shape in assign.polygons(catalog)]
    spots = shapely.points(points.lon, points.lat)
    away = np.array(
        [spot.distance(borders[county]) for spot, county in zip(spots, points.county, strict=True)]
    )
    # Rounding moves a point by less than a hundred-thousandth of a degree each way.
    assert away.min() > demand.INSIDE_DEGREES - 1.5e-5
    assert (away < demand.INSIDE_DEGREES + 1e-4).any()


def test_a_county_s_pieces_have_their_mean_at_its_center_of_population(points: Demand) -> None:
    for place, row in enumerate(table("counties.csv")):
        here = points.county == place
        for name, column in (("lon", points.lon), ("lat", points.lat)):
            mean = np.average(column[here], weights=points.people[here])
            assert mean == pytest.approx(float(row[f"center2020_{name}"]), abs=1e-5), row["name"]


def test_a_piece_stays_within_its_county_s_width_of_its_zip(points: Demand) -> None:
    own = pieces()
    far_m = []
    for place, row in enumerate(table("counties.csv")):
        here = points.county == place
        at = np.array(own[row["geoid"]])
        far_m += GEOD.inv(at[:, 0], at[:, 1], points.lon[here], points.lat[here])[2].tolist()
    assert max(far_m) < 50_000
    assert np.average(np.array(far_m) < 10_000, weights=points.people) > 0.97


def test_it_says_what_it_is_and_of_when(catalog: Catalog, points: Demand) -> None:
    assert points.scale is Scale.PIECES
    assert points.sha256 == catalog.data_sha256
    assert "2010" in points.vintage
    assert "2020" in points.vintage
    columns = (points.lon, points.lat, points.people, points.county)
    assert len({column.shape for column in columns}) == 1


def test_it_comes_out_the_same_to_the_last_bit(catalog: Catalog, points: Demand) -> None:
    again = demand.default(catalog)
    for name in ("lon", "lat", "people", "county"):
        assert getattr(again, name).tobytes() == getattr(points, name).tobytes()


def test_a_county_without_a_piece_stands_at_its_center(catalog: Catalog) -> None:
    bare = replace(catalog, gazetteer=replace(catalog.gazetteer, zips={}))
    points = demand.default(bare)
    assert points.people.tolist() == [county.people for county in catalog.counties]
    centers = np.array([(county.center_lon, county.center_lat) for county in catalog.counties])
    assert np.abs(np.column_stack((points.lon, points.lat)) - centers).max() < 1e-5


def test_without_the_shapes_of_counties_there_are_no_points(catalog: Catalog) -> None:
    broken = Unreadable([Problem("counties.geojson", 0, "no-file", "file", "", "it is gone")])
    with pytest.raises(DataError, match=r"counties\.geojson: no-file"):
        demand.default(replace(catalog, outlines=broken))
    bow_tie = ((-91.0, 31.0), (-90.0, 32.0), (-90.0, 31.0), (-91.0, 32.0), (-91.0, 31.0))
    with pytest.raises(DataError, match=r"invalid-geometry: GEOID: .*28001"):
        demand.default(replace(catalog, outlines={**catalog.outlines, "28001": (bow_tie,)}))


def test_a_county_of_nobody_keeps_its_pieces_and_its_center(catalog: Catalog) -> None:
    empty = replace(catalog.counties[0], people=0)
    points = demand.default(replace(catalog, counties=(empty, *catalog.counties[1:])))
    here = points.county == 0
    assert here.sum() == len(pieces()[empty.geoid])
    assert points.people[here].sum() == 0
    assert np.isfinite(points.lon).all()
    assert points.people.sum() == people() - catalog.counties[0].people


def test_the_reader_gives_each_county_its_code_and_center(catalog: Catalog) -> None:
    assert [
        (county.geoid, str(county.rucc), county.center_lon, county.center_lat)
        for county in catalog.counties
    ] == [
        (row["geoid"], row["rucc_2023"], float(row["center2020_lon"]), float(row["center2020_lat"]))
        for row in table("counties.csv")
    ]


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_a_number_is_parted_without_loss(total: int, weights: list[int]) -> None:
    parts = shared(total, weights).tolist()
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert part == int(part) >= 0
        assert abs(Fraction(int(part)) - Fraction(total * weight, sum(weights))) < 1


def test_what_is_left_goes_to_the_largest_remainders_and_of_equals_to_the_first() -> None:
    assert shared(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert shared(7, [10, 25, 65]).tolist() == [1, 2, 4]  # 0.7, 1.75, 4.55
    assert shared(0, [3, 4]).tolist() == [0, 0]
