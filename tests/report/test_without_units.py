"""The map of where a county lies, of a state that lists no units."""

from pathlib import Path
from typing import Any

import pytest

import geo
from geo.access import measure
from geo.report import county_view
from geo.report.county_view import CountyView
from geo.templates.render import macro_of
from tests import small_state

CIRCLE = "Dashed circle: the unit is somewhere inside it."


def view(home: Path, content: dict[str, Any]) -> CountyView:
    catalog = small_state.load(home, content)
    assessment = geo.verify(catalog, small_state.DAY)
    county = next(each for each in catalog.counties if each.geoid == small_state.ALDER)
    return county_view.view(assessment, county, measure.measure(assessment))


@pytest.mark.parametrize(
    ("content", "has_units"),
    [(small_state.services(), True), (small_state.without_lists(), False)],
)
def test_the_caption_tells_of_circles_only_where_a_unit_can_be_drawn(
    tmp_path: Path, content: dict[str, Any], *, has_units: bool
) -> None:
    shown = view(tmp_path, content)
    assert shown.locators
    caption = macro_of("county/parts.html", "around", shown, shown.locators.tall, {})
    assert (CIRCLE in caption) is has_units
    assert "(Region )" not in shown.locators.tall
