"""Whatever the files for drawing hold: a map without that part, or problems of a file; no other error."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.access import assess, gaps, measure
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.maps import findmap, gap_map, layers
from geo.maps.measures import measures
from geo.report import write
from tests import small_state
from tests.conftest import Done

STATES, RIVERS, CITIES = (f"context_{part}.geojson" for part in ("states", "rivers", "cities"))
DISPLAY_SHAPES = "display_counties.geojson"
Ring = list[list[float]]


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


COLORADO, NEBRASKA = box(-107, 41, -104, 42), box(-104, 41, -103, 43)
ALDER, BIRCH, CEDAR = (box(west, 42, west + 1, 43) for west in (-107, -106, -105))
FLAT = [[-107, 42.2], [-106, 42.2], [-106.5, 42.2], [-107, 42.2]]
POINT = [[-106.5, 42.5]] * 4
BOW_TIE = [[-107, 42], [-106, 43], [-106, 42], [-107, 43], [-107, 42]]
SPECK = box(-106.5, 42.5, -106.4999999, 42.5000001)


def collection(*features: tuple[dict[str, Any], str, Any]) -> str:
    """Write features of (properties, type of geometry, coordinates)."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": kind, "coordinates": coordinates},
                }
                for properties, kind, coordinates in features
            ],
        }
    )


def states(*shapes: list[Ring]) -> dict[str, str]:
    names = (("CO", "Colorado"), ("NE", "Nebraska"))
    return {
        STATES: collection(
            *(
                ({"STUSPS": postal, "NAME": name}, "Polygon", shape)
                for (postal, name), shape in zip(names, shapes, strict=False)
            )
        )
    }


def river(kind: str, coordinates: Any) -> dict[str, str]:
    return {RIVERS: collection(({"name": "Platte"}, kind, coordinates))}


def city(kind: str, coordinates: Any) -> dict[str, str]:
    return {CITIES: collection(({"name": "Denver", "state": "CO"}, kind, coordinates))}


def counties(*shapes: list[Ring]) -> dict[str, str]:
    names = zip(("56001", "56003", "56005"), ("Alder", "Birch", "Cedar"), shapes, strict=False)
    return {
        DISPLAY_SHAPES: collection(
            *(
                ({"GEOID": geoid, "NAME": name, "ALAND": 9_000_000_000}, "Polygon", shape)
                for geoid, name, shape in names
            )
        )
    }


DRAWN: dict[str, dict[str, str]] = {
    "no state": states(),
    "one state": states([COLORADO]),
    "states without a common border": states([COLORADO], [box(-100, 41, -99, 43)]),
    "states that touch in a corner": states([COLORADO], [box(-104, 42, -103, 43)]),
    "states that overlap": states([COLORADO], [box(-105, 41, -103, 43)]),
    "the same state twice": states([COLORADO], [COLORADO]),
    "a state far away": states([box(100, 70, 110, 80)]),
    "a state over all others": states([box(-180, -90, 180, 90)]),
    "a state that only touches the frame": states([box(-107, 40, -104, 41.55)]),
    "a state without area": states([FLAT], [NEBRASKA]),
    "a state that is a point": states([POINT]),
    "a state that crosses itself": states([BOW_TIE], [NEBRASKA]),
    "a state with a tail": states(
        [[[-107, 41], [-104, 41], [-104, 42], [-103, 42], [-104, 42], [-107, 42], [-107, 41]]]
    ),
    "a state as small as a speck": states([SPECK]),
    "a hole outside of its state": states([COLORADO, box(-116, 41, -115, 42)]),
    "no river": {RIVERS: collection()},
    "a river without length": river("LineString", [[-106, 41], [-106, 41]]),
    "a river of a part without length": river(
        "MultiLineString", [[[-106, 41], [-105, 41]], [[-106, 40], [-106, 40]]]
    ),
    "a river inside the counties": river("LineString", [[-106, 42.5], [-105, 42.5]]),
    "a river far away": river("LineString", [[100, 41], [101, 45]]),
    "no city": {CITIES: collection()},
    "a city at the pole": city("Point", [105, -90]),
    "counties apart": counties([box(-106.9, 42, -106.8, 43)], [BIRCH], [CEDAR]),
    "a county as small as a speck": counties([SPECK], [BIRCH], [CEDAR]),
}
NOT_READ: dict[str, tuple[dict[str, str], str]] = {
    "a state that is a point": (
        {STATES: collection(({"STUSPS": "CO", "NAME": "Colorado"}, "Point", [-106, 41]))},
        "wrong-geometry",
    ),
    "a state without rings": (states([]), "wrong-geometry"),
    "a river without points": (river("LineString", []), "wrong-geometry"),
    "a river of no lines": (river("MultiLineString", []), "wrong-geometry"),
    "a city without a place": (city("Point", []), "wrong-geometry"),
    "a city of several points": (city("MultiPoint", [[-105, 40]]), "wrong-geometry"),
    "states that are no JSON": ({STATES: "{"}, "not-geojson"),
    "a river without a geometry": (
        {RIVERS: collection(({"name": "Platte"}, "LineString", None))},
        "wrong-geometry",
    ),
}
REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a county is missing": (counties([ALDER], [BIRCH]), "missing-county"),
    "no county": (counties(), "wrong-count"),
    "a county without rings": (counties([], [BIRCH], [CEDAR]), "wrong-geometry"),
    "a county without area": (counties([FLAT], [BIRCH], [CEDAR]), "invalid-geometry"),
    "a county that is a point": (counties([POINT], [BIRCH], [CEDAR]), "invalid-geometry"),
    "a county that crosses itself": (counties([BOW_TIE], [BIRCH], [CEDAR]), "invalid-geometry"),
    "counties that overlap": (counties([ALDER], [ALDER], [CEDAR]), "overlap"),
}


def read(folder: Path, files: dict[str, str]) -> Catalog:
    home = small_state.write(folder)
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return small_state.reader.load(home, today=small_state.DAY)


@lru_cache(maxsize=1)
def verified(catalog: Catalog) -> Assessment:
    return assess.verify(catalog, small_state.DAY)


def state_map(catalog: Catalog) -> bytes:
    return layers.state_map(verified(catalog))


def map_of_gaps(catalog: Catalog) -> bytes:
    assessment = verified(catalog)
    access = measure.measure(assessment)
    rankings = {limit: gaps.rank(assessment, access, limit) for limit in access.limits_miles}
    return gap_map.gap_map(assessment, access, measures(access, rankings))


def report(catalog: Catalog) -> bytes:
    assessment = verified(catalog)
    access = measure.measure(assessment)
    ranking = gaps.rank(assessment, access, gaps.FAR_MILES)
    return b"".join(page.html for page in write.pages(assessment, access, ranking))


def map_of_help(catalog: Catalog) -> bytes:
    return findmap.find_map(verified(catalog))


WITH_SURROUNDINGS: tuple[Callable[[Catalog], bytes], ...] = (
    state_map,
    map_of_help,
    map_of_gaps,
)


@pytest.mark.parametrize("case", DRAWN)
def test_what_cannot_be_drawn_is_left_out(case: str, tmp_path: Path) -> None:
    catalog = read(tmp_path, DRAWN[case])
    assert not catalog.missing
    for draw in (*WITH_SURROUNDINGS, report):
        page = draw(catalog).decode()
        assert all(name in page for name in ("Alder", "Birch", "Cedar"))


@pytest.mark.parametrize("case", NOT_READ)
def test_a_broken_file_of_the_surroundings_is_told_and_left_out(case: str, tmp_path: Path) -> None:
    files, rule = NOT_READ[case]
    catalog = read(tmp_path, files)
    assert [(problem.file, problem.rule) for problem in catalog.warnings] == [(*files, rule)]
    for draw in WITH_SURROUNDINGS:
        assert "Alder" in draw(catalog).decode()


@pytest.mark.parametrize("case", REFUSED)
def test_counties_that_cannot_be_drawn_are_refused_with_file_and_rule(
    case: str, tmp_path: Path
) -> None:
    files, rule = REFUSED[case]
    catalog = read(tmp_path, files)
    for draw in (*WITH_SURROUNDINGS, report):
        with pytest.raises(DataError) as refusal:
            draw(catalog)
        assert {(problem.file, problem.rule) for problem in refusal.value.problems} == {
            (DISPLAY_SHAPES, rule)
        }


@pytest.mark.parametrize("command", ["map", "report"])
def test_the_command_line_exits_with_2_where_counties_cannot_be_drawn(
    command: str, tmp_path: Path, run: Callable[..., Done]
) -> None:
    home = read(tmp_path / "data", counties([ALDER], [ALDER], [CEDAR])).home
    refused = run(command, "--data", str(home), "-o", str(tmp_path / "output"))
    assert refused.exit_code == 2
    assert f"{DISPLAY_SHAPES}:1: overlap" in refused.stderr
    assert not [path for path in tmp_path.glob("output/**/*") if path.is_file()]


def test_the_map_and_the_sheets_do_without_any_surroundings(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    for name in (STATES, RIVERS, CITIES):
        (home / name).unlink()
    catalog = small_state.reader.load(home, today=small_state.DAY)
    assert not catalog.missing
    for draw in (*WITH_SURROUNDINGS, report):
        page = draw(catalog).decode()
        assert "Cedar" in page
        assert "Colorado" not in page


def test_a_border_that_states_share_is_drawn(tmp_path: Path) -> None:
    assert '"id":"borders"' in squeezed(state_map(read(tmp_path, states([COLORADO], [NEBRASKA]))))


@pytest.mark.parametrize("case", ["one state", "states that touch in a corner"])
def test_without_a_common_border_none_is_drawn(case: str, tmp_path: Path) -> None:
    page = squeezed(state_map(read(tmp_path, DRAWN[case])))
    assert "Colorado" in page
    assert '"id":"borders"' not in page


# Its south is a shore with a spit, and in its north-west a strip belongs to no shape.
COASTAL = [
    [-108, 40], [-103.2, 40], [-103.2, 38], [-103, 38], [-103, 43],
    [-107.6, 43], [-107.6, 40.2], [-108, 40.2], [-108, 40],
]  # fmt: skip


def test_the_sea_is_drawn_and_goes_on_where_the_shapes_end(tmp_path: Path) -> None:
    page = squeezed(state_map(read(tmp_path, states([COASTAL]))))
    found = re.search(r'\{"geometry":(\{[^{}]*\}),"id":"water"', page)
    assert found
    water = shapely.from_geojson(found[1])
    assert water.contains(shapely.Point(-105, 39))
    assert water.contains(shapely.Point(-105, 36))
    assert not water.intersects(shapely.Point(-105, 40.5))
    assert not water.intersects(shapely.Point(-107.8, 42))  # land that the file leaves out
    assert water.bounds[0] == -108


def squeezed(page: bytes) -> str:
    return page.decode().replace(" ", "")
