"""Catchment ratios are those of the papers and of PySAL `access`, and nobody is dropped."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from access import fca  # type: ignore[import-untyped]
from access import weights as pysal
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.access import floating_catchment

Columns = NDArray[np.float64]
Zones = Sequence[tuple[float, float]]
LIMIT = 30.0
ZONES: Zones = tuple(zip((10.0, 20.0, LIMIT), floating_catchment.LUO_QI_WEIGHTS, strict=True))
REL = 1e-12


class Case(NamedTuple):
    people: Columns
    supply: Columns
    distance: Columns


# Whole distances often lie just on a limit.
spans = st.integers(0, 45).map(float) | st.floats(0, 45) | st.just(math.inf)


@st.composite
def cases(draw: st.DrawFn, least_people: float = 0.0) -> Case:
    places, sites = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    heads = st.floats(max(least_people, 1.0), 1e6)
    if not least_people:
        heads = st.just(0.0) | heads
    people = draw(st.lists(heads, min_size=places, max_size=places))
    beds = st.just(0.0) | st.floats(0.5, 500)
    supply = draw(st.lists(beds, min_size=sites, max_size=sites))
    far = draw(st.lists(spans, min_size=places * sites, max_size=places * sites))
    return Case(np.array(people), np.array(supply), np.array(far).reshape(places, sites))


def by_hand(case: Case, zones: Zones) -> list[float]:
    """Follow the two steps of the papers, one pair after the other."""

    def weight(far: float) -> float:
        return next((weight for limit, weight in zones if far <= limit), 0.0)

    access = [0.0] * len(case.people)
    for site, supply in enumerate(case.supply):
        near = [weight(far) for far in case.distance[:, site]]
        reached = math.fsum(w * p for w, p in zip(near, case.people, strict=True))
        for place, w in enumerate(near):
            access[place] += w * supply / reached if reached else 0.0
    return access


def by_pysal(case: Case, limit: float, weight: Callable[[float], float] | None = None) -> Columns:
    """Ask PySAL; it names only places that reach a site, so 0 is filled in for the others."""
    places, sites = (side.ravel() for side in np.indices(case.distance.shape))
    costs = pd.DataFrame({"origin": places, "dest": sites, "cost": case.distance.ravel()})
    demand = pd.DataFrame({"geoid": range(len(case.people)), "people": case.people})
    units = pd.DataFrame({"beds": case.supply})
    found = fca.two_stage_fca(
        demand, units, costs, limit, demand_name="people", supply_name="beds", weight_fn=weight
    )
    return np.asarray(found.reindex(range(len(case.people)), fill_value=0.0))


@given(cases())
def test_both_are_what_the_two_steps_give_by_hand(case: Case) -> None:
    assert floating_catchment.two_step(*case, LIMIT) == pytest.approx(
        by_hand(case, ((LIMIT, 1.0),)), rel=REL, abs=0
    )
    assert floating_catchment.enhanced(*case, ZONES) == pytest.approx(
        by_hand(case, ZONES), rel=REL, abs=0
    )


@settings(max_examples=60)
@given(cases(least_people=1.0))
def test_both_equal_pysal_where_pysal_is_finite(case: Case) -> None:
    two = by_pysal(case, LIMIT)
    assert floating_catchment.two_step(*case, LIMIT) == pytest.approx(two, rel=REL, abs=0)
    step = by_pysal(case, LIMIT, pysal.step_fn(dict(ZONES)))
    assert floating_catchment.enhanced(*case, ZONES) == pytest.approx(step, rel=REL, abs=0)


def test_a_distance_just_at_a_limit_is_within_here_and_in_pysal() -> None:
    edges = [limit for limit, _ in ZONES]
    far = np.array([[miles] for limit in edges for miles in (limit, math.nextafter(limit, 99))])
    case = Case(np.full(len(far), 100.0), np.array([10.0]), far)
    found = floating_catchment.enhanced(*case, ZONES)
    inner, middle, outer = floating_catchment.LUO_QI_WEIGHTS
    weights = (inner, middle, middle, outer, outer, 0)
    expected = [10 / (100 * sum(weights)) * weight for weight in weights]
    assert found == pytest.approx(expected, rel=REL, abs=0)
    assert by_pysal(case, LIMIT, pysal.step_fn(dict(ZONES))) == pytest.approx(found, rel=REL, abs=0)
    assert floating_catchment.two_step(*case, LIMIT)[-2:].tolist() == [0.02, 0.0]
    assert by_pysal(case, LIMIT)[-2:].tolist() == [0.02, 0.0]


def test_whom_pysal_leaves_out_or_gives_no_number_counts_as_0_here() -> None:
    places, sites = (side.ravel() for side in np.indices((3, 2)))
    far = np.array([[5.0, 99.0], [99.0, 99.0], [99.0, 5.0]])
    costs = pd.DataFrame({"origin": places, "dest": sites, "cost": far.ravel()})
    demand = pd.DataFrame({"geoid": range(3), "people": [100.0, 50.0, 0.0]})
    units = pd.DataFrame({"beds": [10.0, 10.0]})
    theirs = fca.two_stage_fca(
        demand, units, costs, LIMIT, demand_name="people", supply_name="beds"
    )
    assert theirs.to_dict() == {0: 0.1, 2: math.inf}
    assert floating_catchment.two_step([100, 50, 0], [10, 10], far, LIMIT).tolist() == [
        0.1,
        0.0,
        0.0,
    ]


@given(cases(), st.sampled_from([((LIMIT, 1.0),), ZONES, ((20.0, 0.0), (LIMIT, 0.5))]))
def test_access_over_people_adds_up_to_the_supply_that_is_reached(case: Case, zones: Zones) -> None:
    access = floating_catchment.enhanced(*case, zones)
    limits = [limit for limit, weight in zones if weight]
    near = (case.distance <= limits[-1]) & (case.people > 0)[:, np.newaxis]
    if len(limits) < len(zones):  # the first zone weighs nothing
        near &= case.distance > zones[0][0]
    reached = math.fsum(case.supply[near.any(axis=0)])
    assert math.fsum(access * case.people) == pytest.approx(reached, rel=REL, abs=0)


@given(cases())
def test_everybody_gets_a_number_and_whom_nothing_reaches_gets_0(case: Case) -> None:
    access = floating_catchment.two_step(*case, LIMIT)
    assert access.shape == case.people.shape
    assert np.isfinite(access).all()
    near = (case.distance <= LIMIT).any(axis=1)
    assert not access[~near].any()


def test_many_places_are_no_different_from_few() -> None:
    rng = np.random.default_rng(12)
    case = Case(rng.uniform(0, 900, 3000), rng.uniform(0, 30, 50), rng.uniform(0, 99, (3000, 50)))
    assert floating_catchment.enhanced(*case, ZONES) == pytest.approx(
        by_hand(case, ZONES), rel=REL, abs=0
    )
    assert floating_catchment.two_step(*case, LIMIT) == pytest.approx(
        by_pysal(case, LIMIT), rel=REL, abs=0
    )


@given(cases(), st.integers(0, 2**32 - 1))
def test_the_order_of_places_and_sites_does_not_matter(case: Case, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(case.people)), rng.permutation(len(case.supply))
    moved = Case(case.people[rows], case.supply[columns], case.distance[np.ix_(rows, columns)])
    expected = floating_catchment.enhanced(*case, ZONES)[rows]
    assert floating_catchment.enhanced(*moved, ZONES) == pytest.approx(expected, rel=REL, abs=0)


@given(cases(least_people=1.0))
def test_a_place_split_in_two_changes_nothing(case: Case) -> None:
    whole = floating_catchment.enhanced(*case, ZONES)
    people = np.append(case.people, case.people[0] / 4)
    people[0] -= people[-1]
    split = Case(people, case.supply, np.vstack((case.distance, case.distance[:1])))
    found = floating_catchment.enhanced(*split, ZONES)
    assert found == pytest.approx([*whole, whole[0]], rel=REL, abs=0)


@given(cases())
def test_one_zone_of_weight_1_is_the_plain_method(case: Case) -> None:
    plain = floating_catchment.two_step(*case, LIMIT)
    assert (floating_catchment.enhanced(*case, ((LIMIT, 1.0),)) == plain).all()
    # What all zones weigh cancels out of ratio times weight, but for the weight itself.
    assert floating_catchment.enhanced(*case, ((LIMIT, 0.5),)) == pytest.approx(
        plain, rel=REL, abs=0
    )


def test_the_example_worked_on_paper() -> None:
    # Two towns share one unit of 10 beds; the far one has a unit of its own.
    people, supply = [600, 400, 50], [10, 8, 5]
    distance = [[5, 50], [12, 30], [40, 40]]
    distance = [[*row, 99] for row in distance]
    assert floating_catchment.two_step(people, supply, distance, 30).tolist() == [0.01, 0.03, 0.0]


def test_a_unit_that_only_reaches_places_of_nobody_serves_nobody() -> None:
    assert floating_catchment.two_step([0, 10], [7, 2], [[1, 9], [9, 1]], 5).tolist() == [0.0, 0.2]


def test_no_places_or_no_sites_are_no_error() -> None:
    assert floating_catchment.two_step([], [3], np.empty((0, 1)), 5).shape == (0,)
    assert floating_catchment.two_step([4, 4], [], np.empty((2, 0)), 5).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("people", "supply", "distance", "fault"),
    [
        ([1, 2], [1], [[1, 2]], "fit"),
        ([[1]], [1], [[1]], "fit"),
        ([1], [[1]], [[1]], "fit"),
        ([-1], [1], [[1]], "people"),
        ([math.nan], [1], [[1]], "people"),
        ([1], [math.inf], [[1]], "supply"),
        ([1], [-1], [[1]], "supply"),
        ([1], [1], [[-1]], "distances"),
        ([1], [1], [[math.nan]], "distances"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    people: list[float], supply: list[float], distance: list[list[float]], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        floating_catchment.two_step(people, supply, distance, 5)
    with pytest.raises(ValueError, match=fault):
        floating_catchment.enhanced(people, supply, distance, ZONES)


@pytest.mark.parametrize(
    ("zones", "fault"),
    [
        ((), "limits"),
        (((20, 1), (10, 0.5)), "limits"),
        (((10, 1), (10, 0.5)), "limits"),
        (((math.inf, 1),), "limits"),
        (((math.nan, 1),), "limits"),
        (((10, -1),), "weights"),
        (((10, math.nan),), "weights"),
        (((10, math.inf),), "weights"),
    ],
)
def test_zones_that_are_none_are_refused(zones: Zones, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        floating_catchment.enhanced([1], [1], [[1]], zones)


@pytest.mark.parametrize(("people", "supply"), [([1e-300], [1e300]), ([1e308, 1e308], [1])])
def test_what_no_float_can_hold_is_an_error_and_not_infinite(
    people: list[float], supply: list[float]
) -> None:
    with pytest.raises(OverflowError):
        floating_catchment.two_step(people, supply, [[1]] * len(people), 5)
