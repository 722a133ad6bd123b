"""Points near the state's line: on both sides it is asked which state is meant, however the line runs."""

import math
import random
from collections import Counter
from itertools import pairwise

import pytest

from geo.geocode import candidates
from geo.geocode.geocode import locate
from geo.spatial import boundaries, geodesy
from tests import live

CATALOG = live.catalog()
STATE = CATALOG.services.study_area.name
Corner = tuple[float, float]


def border() -> list[tuple[Corner, Corner]]:
    """Return the edges that one county alone has, counted over the whole file."""
    rings = [ring for county in boundaries.counties(CATALOG) for ring in county.rings]
    edges = Counter(frozenset(edge) for ring in rings for edge in pairwise(ring))
    return sorted(edge for ring in rings for edge in pairwise(ring) if edges[frozenset(edge)] == 1)


BORDER = border()


def away_m(lon: float, lat: float) -> float:
    """Return the meters to the border by steps of at most 20 m along it, never too few by more."""
    least = math.inf
    for (x1, y1), (x2, y2) in BORDER:
        if min(abs(x1 - lon), abs(x2 - lon)) > 0.3 or min(abs(y1 - lat), abs(y2 - lat)) > 0.3:
            continue
        steps = math.ceil(geodesy.between_m(x1, y1, x2, y2) / 20)
        for step in range(steps + 1):
            part = step / steps
            x, y = x1 + part * (x2 - x1), y1 + part * (y2 - y1)
            least = min(least, math.hypot((x - lon) * 0.84, y - lat) * 111_195)
    return least


def beside(edge: tuple[Corner, Corner], offset_m: float) -> Corner:
    """Return the point so many meters to the right of an edge's middle."""
    (x1, y1), (x2, y2) = edge
    lon, lat = (x1 + x2) / 2, (y1 + y2) / 2
    narrow = math.cos(math.radians(lat))
    north, east = y2 - y1, (x2 - x1) * narrow
    scale = offset_m / math.hypot(north, east) / candidates.METERS_PER_DEGREE
    return lon + north * scale / narrow, lat - east * scale


def on_land() -> list[tuple[Corner, Corner]]:
    """Return edges of the border with another state right across, drawn at random."""
    drawn = random.Random(4).sample(BORDER, 400)  # noqa: S311
    return [
        edge
        for edge in drawn
        if (line := boundaries.state_line(CATALOG, *beside(edge, 0))) and line[1] < 300
    ]


LAND = on_land()


def test_both_sides_of_the_line_are_asked_with_the_other_state_and_the_county_here() -> None:
    assert len(LAND) > 200
    wrong = []
    for edge in LAND:
        for offset_m in (-400, -150, 150, 400):
            lon, lat = beside(edge, offset_m)
            location = locate(f"{lat:.5f}, {lon:.5f}", CATALOG)
            asked = (location.status, location.reason) == ("ambiguous", "elsewhere")
            if not (asked and location.elsewhere and len(location.candidates) == 1):
                wrong.append((lat, lon, location.status))
    assert wrong == []


def test_points_well_inside_are_sure() -> None:
    seen = 0
    for edge in LAND:
        for offset_m in (-700, 700):
            lon, lat = beside(edge, offset_m)
            if not boundaries.county_at(CATALOG, lon, lat) or away_m(lon, lat) < 560:
                continue
            seen += 1
            assert locate(f"{lat:.5f}, {lon:.5f}", CATALOG).status == "ok", (lat, lon)
    assert seen > 150


@pytest.mark.parametrize(
    ("text", "status", "elsewhere"),
    [
        ("34.9910, -90.0500", "ambiguous", "Tennessee"),
        ("34.9895, -90.0500", "ok", ""),
        ("34.9896, -90.0500 accuracy 150 m", "ambiguous", "Tennessee"),
        ("34.98, -90.05", "ok", ""),
        ("35.0, -90.0", "ambiguous", "Tennessee"),
        ("34.4, -88.2", "ambiguous", "Alabama"),  # so typed, it may be 7 km off
        ("34.40000, -88.20000", "ok", ""),
        ("31.5604, -91.4195", "ambiguous", "Louisiana"),
        ("N 34.9915 W 89.5000", "ambiguous", "Tennessee"),
        ("Southaven, 34.9910, -90.0500", "ambiguous", "Tennessee"),
        ("https://www.google.com/maps?q=34.9915,-89.5", "ambiguous", "Tennessee"),
        ("30.3900, -88.9000", "ok", ""),  # the coast has no other side
        ("30.2700, -89.3500", "ok", ""),
        ("30.3500, -88.5500", "ok", ""),
    ],
)
def test_what_lies_near_the_line(text: str, status: str, elsewhere: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.elsewhere) == (status, elsewhere)


def test_the_question_says_in_which_state_the_point_is_drawn() -> None:
    (caution,) = locate("34.9910, -90.0500", CATALOG).warnings
    assert caution.code == "on_line"
    assert f"The point is in {STATE} on our map" in caution.message


def test_towns_and_zips_at_the_line_are_not_points() -> None:
    """A town's point is where it is looked for, not where somebody is."""
    for place in CATALOG.gazetteer.places:
        location = locate(f"{place.name}, MS", CATALOG)
        assert location.elsewhere == "", place.name
    for code in CATALOG.gazetteer.zips:
        assert locate(code, CATALOG).status == "ok"


def test_the_border_is_measured_exactly() -> None:
    draw = random.Random(8)  # noqa: S311
    for edge in draw.sample(BORDER, 60):
        lon, lat = beside(edge, draw.uniform(-900, 900))
        measured = boundaries.border_m(CATALOG, lon, lat, 1_500)
        assert measured == pytest.approx(away_m(lon, lat), abs=25)
        assert boundaries.border_m(CATALOG, lon, lat, measured - 1) == math.inf
    assert boundaries.border_m(CATALOG, -89.5, 33.0, 20_000) == math.inf
