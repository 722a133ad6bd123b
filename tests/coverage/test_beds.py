"""Which bed figures of a unit count, and what they come to."""

from dataclasses import replace

import pytest

from geo.catalog.dates import parse_when
from geo.catalog.records import Beds, BedsKind, Facility, Source
from geo.coverage import beds
from tests import small_state

OLD, NEW = "team-list", "news"


def unit_of(home_unit: Facility, *figures: tuple[str, int, int, str]) -> Facility:
    """Return the unit with figures of kind, low, high and source."""
    made = tuple(
        Beds(kind=BedsKind(kind), low=low, high=high, source=source)
        for kind, low, high, source in figures
    )
    return replace(home_unit, beds=made)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Facility:
    return small_state.load(tmp_path_factory.mktemp("beds")).services.facilities[0]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    known = small_state.load(tmp_path_factory.mktemp("sources")).services.sources
    dated = {OLD: "2010", NEW: "2023-09"}
    return {one.id: replace(one, as_of=parse_when(dated[one.id])) for one in known}


@pytest.mark.parametrize(
    ("figures", "span", "derived"),
    [
        ([], None, False),
        ([("planned", 32, 32, NEW)], None, False),
        ([("reported", 16, 18, OLD)], (16, 18), False),
        # A newer figure within an older range counts alone.
        ([("reported", 16, 18, OLD), ("derived", 16, 16, NEW)], (16, 16), True),
        ([("reported", 16, 18, OLD), ("reported", 16, 17, NEW)], (16, 17), False),
        # An older one within a newer range does not.
        ([("reported", 16, 18, NEW), ("derived", 16, 16, OLD)], (16, 18), False),
        # Of the same day neither replaces the other.
        ([("reported", 16, 18, NEW), ("derived", 16, 16, NEW)], (16, 18), False),
        # One that lies outside contradicts, and both count.
        ([("reported", 16, 18, OLD), ("derived", 20, 20, NEW)], (16, 20), True),
        ([("reported", 16, 18, OLD), ("derived", 14, 17, NEW)], (14, 18), True),
        # What says what it counts is another thing, and is never left aside.
        ([("designed", 12, 18, OLD), ("derived", 16, 16, NEW)], (12, 18), False),
        ([("designed", 16, 16, OLD), ("staffed", 12, 12, OLD)], (12, 16), False),
        ([("reported", 16, 18, OLD), ("staffed", 16, 16, NEW)], (16, 18), False),
        ([("certified", 16, 18, OLD), ("certified", 16, 16, NEW)], (16, 18), False),
        # A plan neither counts nor replaces anything.
        ([("reported", 8, 18, OLD), ("planned", 16, 16, NEW)], (8, 18), False),
        ([("planned", 8, 18, OLD), ("derived", 16, 16, NEW)], (16, 16), True),
        # The same figure twice needs no deriving.
        ([("reported", 16, 16, OLD), ("derived", 16, 16, NEW)], (16, 16), False),
    ],
)
def test_what_figures_come_to(
    unit: Facility,
    sources: dict[str, Source],
    figures: list[tuple[str, int, int, str]],
    span: tuple[int, int] | None,
    derived: bool,
) -> None:
    for order in (figures, figures[::-1]):
        some = unit_of(unit, *order)
        assert beds.span(some, sources) == span
        assert beds.rests_on_derived(some, sources) is derived


def test_a_figure_that_is_left_aside_still_stands_with_the_unit(
    unit: Facility, sources: dict[str, Source]
) -> None:
    some = unit_of(unit, ("reported", 16, 18, OLD), ("derived", 16, 16, NEW))
    assert [figure.kind for figure in beds.counting(some, sources)] == [BedsKind.DERIVED]
    assert len(some.beds) == 2
