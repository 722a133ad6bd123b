"""What the report's maps are drawn with: the flat map, patterns made of real lines, plain numbers."""

import datetime as dt
import re
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess
from geo.access.supply import units
from geo.catalog.records import Status
from geo.maps.styles import STATUS_LOOKS, Style
from geo.report import hatching, svg
from geo.report.projection import around, atlas
from geo.spatial.geodesy import between_m
from tests import live

KNOWN = live.catalog()
RING = shapely.Polygon([(0, 0), (90, 10), (80, 70), (5, 60)], [[(30, 20), (60, 25), (40, 50)]])
PATTERNED = [look for look in STATUS_LOOKS.values() if look.pattern]


def strokes(markup: str) -> list[shapely.Geometry]:
    found = re.findall(r"M(\S+) (\S+?)(?:L(\S+) (\S+?)|h0)(?=M|\")", markup)
    return [
        # A dot is a stroke without length.
        shapely.Point(float(a), float(b))
        if not c
        else shapely.LineString([(float(a), float(b)), (float(c), float(d))])
        for a, b, c, d in found
    ]


@pytest.mark.parametrize(
    "look", [*PATTERNED, Style("#fff", "level", "#000")], ids=lambda look: look.pattern
)
def test_a_pattern_stays_inside_its_shape_and_fills_it(look: Style) -> None:
    drawn = strokes(hatching.hatch(RING, look))
    # Coordinates have one decimal.
    assert all(layer.within(RING.buffer(0.2)) for layer in drawn)
    ink = shapely.union_all(drawn)
    assert RING.difference(ink.buffer(14)).area == 0
    assert f'stroke="{look.ink}"' in hatching.hatch(RING, look)


def test_a_plain_look_has_no_pattern() -> None:
    assert hatching.hatch(RING, STATUS_LOOKS[Status.COVERED]) == ""
    assert hatching.hatch(shapely.Polygon(), PATTERNED[0]) == ""


def test_shapes_that_touch_share_one_grid() -> None:
    left, right, both = (
        shapely.box(0, 0, 50, 50),
        shapely.box(50, 0, 100, 50),
        shapely.box(0, 0, 100, 50),
    )
    parts = [
        *strokes(hatching.hatch(left, PATTERNED[0])),
        *strokes(hatching.hatch(right, PATTERNED[0])),
    ]
    whole = shapely.union_all(strokes(hatching.hatch(both, PATTERNED[0])))
    assert all(part.within(whole.buffer(0.2)) for part in parts)


@given(st.floats(-1e6, 1e6))
def test_a_coordinate_is_short_and_near(value: float) -> None:
    text = svg.number(value)
    assert re.fullmatch(r"-?\d+(\.[1-9])?", text)
    assert text != "-0"
    assert abs(float(text) - value) <= 0.0501


def test_the_flat_map_is_true_to_scale() -> None:
    on = atlas(KNOWN)
    some = KNOWN.services.facilities
    for unit, other in pairwise(some):
        a, b = on.units[unit.id], on.units[other.id]
        flat_km = ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5
        true_km = between_m(unit.lon, unit.lat, other.lon, other.lat) / 1000
        assert flat_km == pytest.approx(true_km, rel=2e-3)
        assert a.radius_km == unit.radius_m / 1000


def test_every_unit_lies_in_its_county_on_the_map() -> None:
    on = atlas(KNOWN)
    for facility in KNOWN.services.facilities:
        spot = on.units[facility.id]
        assert on.shapes[KNOWN.geoid_by_name[facility.county]].contains(
            shapely.Point(spot.x, spot.y)
        )


def test_every_name_stands_inside_its_county() -> None:
    on = atlas(KNOWN)
    assert set(on.centers) == {county.geoid for county in KNOWN.counties}
    assert all(on.shapes[geoid].contains(shapely.Point(at)) for geoid, at in on.centers.items())
    whole = around(list(on.boxes.values()), 0)
    assert whole == pytest.approx(on.whole)


def test_units_are_those_that_sources_speak_of_by_the_day() -> None:
    now = assess.verify(KNOWN, dt.date(2026, 11, 21))
    before = assess.verify(KNOWN, dt.date(2010, 1, 1))
    assert units(now, "csu") == KNOWN.services.facilities
    assert units(before, "csu") == ()
