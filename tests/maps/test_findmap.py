"""The page that Find help shows: the same for everybody, and drawn on in bounded numbers only."""

import gzip
import json
import math
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess
from geo.catalog import load
from geo.errors import DataError
from geo.geocode.location import Candidate, CountyShare, Scale
from geo.maps import findmap
from geo.referral.records import Referral, Unit
from geo.spatial.area import Area
from geo.templates.language import Language
from tests import live

KNOWN = live.catalog()
ASSETS = Path(findmap.__file__).parent
BATESVILLE = next(
    facility for facility in KNOWN.services.facilities if facility.id == "csu-batesville"
)


@cache
def html() -> str:
    return findmap.find_map(live.assessment()).decode()


def data_of(page: str) -> dict[str, Any]:
    """Read the page's data as its script does."""
    block = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page)
    assert block
    return next(load for load in json.loads(block[1]) if isinstance(load, dict) and "units" in load)


def candidate(precision: Scale = Scale.ZIP, **changed: Any) -> Candidate:
    given = {
        "label": "ZIP 38606, Batesville",
        "lon": -89.951234567,
        "lat": 34.311234567,
        "radius_m": 18_000,
        "geoid": "28107",
        "county": "Panola",
        "counties": (CountyShare(geoid="28107", county="Panola"),),
    }
    return Candidate(precision=precision, **{**given, **changed})


def unit(**changed: Any) -> Unit:
    given = {
        "facility_id": BATESVILLE.id,
        "facility": BATESVILLE.name,
        "city": BATESVILLE.city,
        "region": 2,
        "phone": BATESVILLE.phone,
        "distance_m": 700,
        "distance_low_m": 0,
        "distance_high_m": 24_700,
        "distance": "within about 16 miles (25 km) in a straight line",
        "lon": BATESVILLE.lon,
        "lat": BATESVILLE.lat,
        "radius_m": BATESVILLE.radius_m,
        "designated": True,
        "counties": ("28107",),
        "in_region": ("28107",),
        "inferred": (),
        "region_units": 1,
        "weak": False,
        "stale": True,
        "source": BATESVILLE.source,
        "as_of": "2023-07",
        "quote": "Batesville",
        "disputed": (),
    }
    return Unit(**{**given, **changed})


def found(**changed: Any) -> Referral:
    given = {
        "placed": "Placed at the center of ZIP 38606.",
        "counties": (),
        "may_reach": (),
        "other_states": (),
        "mobile_crisis": (),
        "nearest": (unit(),),
        "possible_nearest": (BATESVILLE.name,),
        "possible_by_place": (BATESVILLE.name,),
        "certain": True,
        "designated": (unit(),),
        "neighbors": (),
        "intensive": (),
        "centers": (),
        "warnings": (),
    }
    return Referral(**{**given, **changed})


def drawn(area: Area, **changed: Any) -> Any:
    return findmap.drawing(KNOWN, candidate(**changed), area, found())


def disc(radius_m: float = 18_000) -> Area:
    return Area(lon=-89.95123, lat=34.31123, radius_m=radius_m)


def circle_of(corners: int) -> list[list[float]]:
    """Return a closed ring of so many different corners."""
    turns = [2 * math.pi * corner / corners for corner in range(corners)]
    ring = [[-90 + math.cos(turn) / 3, 33 + math.sin(turn) / 3] for turn in turns]
    return [*ring, ring[0]]


def test_the_page_weighs_at_most_40_kilobytes_beyond_leaflet() -> None:
    names = ("leaflet.js", "leaflet.css")
    library = b"".join((ASSETS / "leaflet" / name).read_bytes() for name in names)
    weight = len(gzip.compress(html().encode(), 9)) - len(gzip.compress(library, 9))
    assert weight <= 40_000


def test_the_page_asks_for_nothing() -> None:
    found = set(re.findall(r"[a-z]+://[^\"'\s)<]+", html()))
    assert found == {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    assert not re.search(r"<(link|img|iframe|object|embed|base|script [^>]*src)\b|@import", html())


def test_the_page_names_every_county_and_every_unit() -> None:
    data = data_of(html())
    assert {(geoid, name) for geoid, name, _ in data["counties"]} == {
        (county.geoid, county.name) for county in KNOWN.counties
    }
    assert [unit[0] for unit in data["units"]] == [
        facility.id for facility in KNOWN.services.facilities
    ]
    for (_, city, words, at), facility in zip(
        data["units"], KNOWN.services.facilities, strict=True
    ):
        assert city == facility.city
        assert facility.name in words
        assert facility.phone in words
        assert at == [facility.lat, facility.lon]


def test_a_county_is_labelled_inside_its_own_box() -> None:
    rings = {
        geoid: [at for ring in rings for at in ring] for geoid, rings in KNOWN.outlines.items()
    }
    for geoid, _, (lat, lon) in data_of(html())["counties"]:
        assert min(at[0] for at in rings[geoid]) < lon < max(at[0] for at in rings[geoid])
        assert min(at[1] for at in rings[geoid]) < lat < max(at[1] for at in rings[geoid])


def test_a_folder_without_shapes_has_no_map(tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(KNOWN.home, home)
    (home / "display_counties.geojson").unlink()
    with pytest.raises(DataError, match="display_counties"):
        findmap.find_map(assess.verify(load.load(home)))


def test_a_drawing_is_json_of_numbers_and_known_ids_alone() -> None:
    made = json.loads(json.dumps(drawn(disc()), allow_nan=False))
    ids = {facility.id for facility in KNOWN.services.facilities}
    assert made.pop("scale") == "zip"
    assert set(made.pop("counties")) <= {county.geoid for county in KNOWN.counties}
    assert set(made.pop("possible")) | set(made.pop("designated")) <= ids
    assert made == {
        "point": [-89.9512, 34.3112],
        "center": [-89.9512, 34.3112],
        "radius_m": 18_000,
        "rings": [],
    }


def test_a_drawing_holds_nothing_of_the_label() -> None:
    label = "Zzyzxmark"
    assert label not in json.dumps(drawn(disc(), label=label, id=label))


def test_units_are_drawn_by_what_they_are_to_the_place() -> None:
    grenada = next(
        facility for facility in KNOWN.services.facilities if facility.id == "csu-grenada"
    )
    other = unit(facility_id=grenada.id, facility=grenada.name)
    made = findmap.drawing(
        KNOWN,
        candidate(),
        disc(),
        found(possible_nearest=(grenada.name, BATESVILLE.name), designated=(other,)),
    )
    assert made["possible"] == ["csu-batesville", "csu-grenada"]
    assert made["designated"] == ["csu-grenada"]


@pytest.mark.parametrize("corners", [3, 50, 3_999, 4_001, 50_000])
def test_a_ring_is_drawn_closed_rounded_and_bounded(corners: int) -> None:
    ring = circle_of(corners)
    made = drawn(Area(lon=-90, lat=33, radius_m=40_000, rings=(ring,)))
    (shown,) = made["rings"]
    assert shown[0] == shown[-1] == [round(degrees, 4) for degrees in ring[0]]
    assert 4 <= len(shown) <= findmap.MOST_VERTICES + 1
    assert all(round(degrees, 4) == degrees for at in shown for degrees in at)
    if corners < findmap.MOST_VERTICES:
        assert len(shown) == corners + 1


def test_many_rings_are_bounded_together_and_slivers_fall_out() -> None:
    rings = tuple(circle_of(corners) for corners in (9_000, 300, 3))
    made = drawn(Area(lon=-90, lat=33, radius_m=40_000, rings=rings))
    assert len(made["rings"]) == 2
    assert sum(len(ring) for ring in made["rings"]) <= findmap.MOST_VERTICES + len(rings)


def test_of_very_many_rings_the_largest_are_drawn() -> None:
    rings = tuple(circle_of(corners) for corners in range(4, 304))
    made = drawn(Area(lon=-90, lat=33, radius_m=40_000, rings=rings))
    assert len(made["rings"]) == findmap.MOST_RINGS
    assert sum(len(ring) for ring in made["rings"]) <= 6_000


@pytest.mark.parametrize("scale", list(Scale))
def test_the_script_has_a_word_for_what_each_point_stands_for(scale: Scale) -> None:
    assert drawn(disc(), precision=scale)["scale"] == scale.value
    script = (ASSETS / "findmap.js").read_text(encoding="utf-8")
    points = re.search(r"const POINTS = \{(.*?)\};", script, re.DOTALL)
    assert points
    assert re.search(rf"^ *{scale.value}: \"[A-Z]", points[1], re.MULTILINE)


def test_every_word_of_the_script_can_be_said_in_another_language() -> None:
    script = (Path(findmap.__file__).parent / "findmap.js").read_text(encoding="utf-8")
    points = re.search(r"const POINTS = \{(.*?)\};", script, re.DOTALL)
    assert points
    said = set(re.findall(r'say\("([^"]+)"\)', script))
    said |= set(re.findall(r'"([^"]+)"', points[1]))
    roles = re.search(r"const roleOf = (.*?)return roles;", script, re.DOTALL)
    assert roles
    said |= set(re.findall(r'"([a-z][^"]+)"', roles[1]))
    assert said == set(findmap.WORDS)
    spanish = Language("es", {"Whole state": "Todo el estado"})
    page = findmap.find_map(live.assessment(), spanish)
    assert b"Todo el estado" in page
    assert b"Todo el estado" not in findmap.find_map(live.assessment())
