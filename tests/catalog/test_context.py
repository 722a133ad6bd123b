"""What lies around the study area is read with its lines; a broken file takes only itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import context, load
from geo.errors import DataError
from tests import small_state

RING = [[-104.0, 41.0], [-103.0, 41.0], [-103.0, 43.0], [-104.0, 41.0]]
LINE = [[-104.0, 41.0], [-103.0, 41.0]]
STATE = ({"STUSPS": "NE", "NAME": "Nebraska"}, {"type": "Polygon", "coordinates": [RING]})
RIVER = ({"name": "Platte"}, {"type": "LineString", "coordinates": LINE})
CITY = ({"name": "Omaha", "state": "NE"}, {"type": "Point", "coordinates": [-96.0, 41.3]})
READERS: dict[str, tuple[Callable[[Path], tuple[Any, ...]], Any]] = {
    "context_states.geojson": (context.read_states, STATE),
    "context_rivers.geojson": (context.read_rivers, RIVER),
    "context_cities.geojson": (context.read_cities, CITY),
}


def written(home: Path, name: str, *features: Any) -> Path:
    """Write features, each on a line of its own, the first on line 2; pairs are made features."""
    documents = [
        {"type": "Feature", "properties": feature[0], "geometry": feature[1]}
        if isinstance(feature, tuple)
        else feature
        for feature in features
    ]
    lines = ",\n".join(map(json.dumps, documents))
    path = home / name
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}', encoding="utf-8")
    return path


def test_states_rivers_and_cities_are_read_as_they_are(tmp_path: Path) -> None:
    parts = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    path = written(tmp_path, "a.geojson", STATE, (STATE[0], parts))
    nebraska, twice = context.read_states(path)
    assert (nebraska.postal, nebraska.name, nebraska.geometry) == ("NE", "Nebraska", STATE[1])
    assert (list(nebraska.rings), list(twice.rings)) == ([RING], [RING, RING])
    lines = {"type": "MultiLineString", "coordinates": [LINE, LINE]}
    platte, twice = context.read_rivers(written(tmp_path, "a.geojson", RIVER, (RIVER[0], lines)))
    assert (platte.name, platte.geometry, twice.geometry) == ("Platte", RIVER[1], lines)
    assert context.read_cities(written(tmp_path, "a.geojson", CITY)) == (
        ("Omaha", "NE", -96.0, 41.3),
    )


@pytest.mark.parametrize("name", READERS)
def test_a_folder_may_do_without(name: str, tmp_path: Path) -> None:
    read, _ = READERS[name]
    assert read(tmp_path / name) == ()
    home = small_state.write(tmp_path)
    (home / name).unlink()
    known = load.load(home, today=small_state.DAY, strict=True)
    assert known.warnings == ()


def changed(name: str, field: str, value: object) -> list[Any]:
    properties, geometry = READERS[name][1]
    return [({**properties, field: value}, geometry)]


def shaped(name: str, geometry: object) -> list[Any]:
    return [(READERS[name][1][0], geometry)]


STATES, RIVERS, CITIES = READERS
BAD = [
    *((name, [broken], "not-a-feature") for name in READERS for broken in (None, 7, "NE", [], {})),
    *((name, shaped(name, broken), "wrong-geometry") for name in READERS for broken in (None, {})),
    *((STATES, changed(STATES, "STUSPS", value), "wrong-geometry") for value in ("ne", 31, None)),
    *((STATES, changed(STATES, "NAME", value), "wrong-geometry") for value in ("", 7, "<b>")),
    (RIVERS, changed(RIVERS, "name", "{{x}}"), "wrong-geometry"),
    (CITIES, changed(CITIES, "name", None), "wrong-geometry"),
    (CITIES, changed(CITIES, "state", "Nebraska"), "wrong-geometry"),
    *(
        (name, shaped(name, {"type": kind, "coordinates": coordinates}), "wrong-geometry")
        for name, kind, coordinates in (
            (STATES, "Point", [-96, 41]),
            (STATES, "Polygon", [RING[:3]]),
            (STATES, "Polygon", [[[x - 100, y] for x, y in RING]]),
            (STATES, ["Polygon"], [RING]),
            (STATES, "Polygon", 3),
            (RIVERS, "LineString", LINE[:1]),
            (RIVERS, "LineString", [[-104, 41], [-103, 141]]),
            (RIVERS, "MultiLineString", LINE),
            (RIVERS, "MultiLineString", []),
            (RIVERS, "Polygon", [LINE]),
            (CITIES, "Point", [-96.0]),
            (CITIES, "Point", ["west", "north"]),
            (CITIES, "Point", [-196.0, 41.3]),
            (CITIES, "MultiPoint", [-96.0, 41.3]),
        )
    ),
]


@pytest.mark.parametrize(("name", "features", "rule"), BAD)
def test_what_is_not_as_it_should_be_is_told_with_its_line(
    name: str, features: list[Any], rule: str, tmp_path: Path
) -> None:
    read, sound = READERS[name]
    with pytest.raises(DataError) as caught:
        read(written(tmp_path, name, sound, *features))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.rule) == (name, 3, rule)


@pytest.mark.parametrize("name", READERS)
def test_a_broken_file_takes_only_itself(name: str, tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    (home / name).write_bytes(b"[]")
    known = load.load(home, today=small_state.DAY)
    assert list(known.missing) == [name]
    for part in known.context:
        if part is known.context[tuple(READERS).index(name)]:
            with pytest.raises(DataError, match="not-geojson"):
                list(part)
        else:
            assert len(part) >= 0
    with pytest.raises(DataError, match="not-geojson"):
        load.load(home, today=small_state.DAY, strict=True)
