"""Units of other states in services.yaml: what is refused, with its place, and what is read."""

from typing import Any

import pytest

from geo.catalog.rings import contains
from geo.errors import DataError
from tests import live
from tests.access.small import across, catalog

UNITS = live.catalog().services.neighbor_units


@pytest.mark.parametrize(
    ("own", "rule", "where"),
    [
        ({"state": "WY"}, "not-a-neighbor", "state"),
        ({"id": "haven-birch"}, "duplicate-id", "id"),
        ({"type": "castle"}, "unknown-service-type", "type"),
        ({"source": "hearsay"}, "unknown-source", "source"),
        ({"also": ["hearsay"]}, "unknown-source", "also[0]"),
        ({"lon": 42.8, "lat": -103.9}, "out-of-range", "lat"),
        ({"lon": 42.8, "lat": 10.0}, "outside-study-area", "lon"),
        ({"lon": -98.9, "lat": 42.8}, "outside-study-area", "lon"),
        ({"counts": "perhaps"}, "not-a-boolean", "counts"),
        ({"radius_m": 0}, "out-of-range", "radius_m"),
        ({"phone": "911-555-0100"}, "wrong-form", "phone"),
        ({"state": "Utah"}, "wrong-form", "state"),
        ({"operator": "plains"}, "unknown-key", "operator"),
    ],
)
def test_a_bad_unit_is_refused_with_its_place(own: dict[str, Any], rule: str, where: str) -> None:
    with pytest.raises(DataError) as refused:
        catalog(across({}, own))
    problems = [(problem.rule, problem.where) for problem in refused.value.problems]
    assert (rule, f"neighbor_units[1].{where}") in problems


@pytest.mark.parametrize("missing", ["lon", "lat", "radius_m"])
@pytest.mark.parametrize("counts", [True, False])
def test_a_point_is_given_whole(missing: str, counts: bool) -> None:
    def without(content: dict[str, Any]) -> None:
        across({"counts": counts})(content)
        del content["neighbor_units"][0][missing]

    with pytest.raises(DataError) as refused:
        catalog(without)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.where) == ("point-not-whole", f"neighbor_units[0].{missing}")


def test_a_unit_that_does_not_count_needs_no_point_and_another_state_may_have_none() -> None:
    def pointless(content: dict[str, Any]) -> None:
        across({"counts": False})(content)
        for name in ("lon", "lat", "radius_m"):
            del content["neighbor_units"][0][name]

    assert catalog(pointless).services.neighbor_units[0].lon is None
    assert catalog().services.neighbor_units == ()


def test_each_published_unit_that_has_a_point_stands_in_its_own_state() -> None:
    placed = [unit for unit in UNITS if unit.lon is not None]
    assert len(placed) == len(UNITS) - 1
    for unit in placed:
        assert unit.lat is not None
        (state,) = (
            state.postal
            for state in live.catalog().context.states
            if contains(state.rings, unit.lon, unit.lat)
        )
        assert state == unit.state, unit.id


def test_those_that_count_are_for_adults_and_were_read_as_open() -> None:
    assert sorted(unit.id for unit in UNITS if unit.counts) == [
        "al-huntsville",
        "al-mobile",
        "al-tuscaloosa",
        "ar-jonesboro",
        "ar-little-rock",
        "tn-jackson",
        "tn-memphis-adults",
    ]
