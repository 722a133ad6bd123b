"""Floating catchment areas: how much supply each place has, shared with all who can reach it.

Two-step floating catchment area (2SFCA): Luo and Wang, Environment and Planning B 30 (2003)
865-884. Enhanced (E2SFCA): Luo and Qi, Health & Place 15 (2009) 1100-1107. With P the people of
place i, S the supply of site j, and w(i, j) the weight of their distance:

1. ratio R(j) = S(j) / sum over i of w(i, j) P(i), or 0 where nobody is reached;
2. access A(i) = sum over j of w(i, j) R(j).

So the sum of A(i) P(i) is the sum of S(j) over the sites that reach anybody.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["LUO_QI_WEIGHTS", "Zones", "enhanced", "two_step"]

LUO_QI_WEIGHTS = (1.0, 0.68, 0.22)
"""Luo and Qi's weights of three zones, from a Gaussian curve; theirs were 0-10, 10-20, 20-30 minutes."""

Zones = Sequence[tuple[float, float]]
"""Limit and weight of each zone, nearest zone first."""
Columns = NDArray[np.float64]
Blocks = Sequence[tuple[slice, Columns]]
"""Some rows of places at a time, and the weights of their pairs with all sites."""

_BLOCK_PAIRS = 65_536  # what a processor's cache holds


def two_step(people: ArrayLike, supply: ArrayLike, distance: ArrayLike, limit: float) -> Columns:
    """Return the supply per person of each place by the two-step floating catchment area.

    Parameters
    ----------
    people : array of shape (n,)
        People of each place, 0 or more.
    supply : array of shape (m,)
        Supply of each site, such as beds, 0 or more.
    distance : array of shape (n, m)
        From place to site, in any one unit, 0 or more; infinite where there is no way.
    limit : float
        In the unit of `distance`, finite; a distance equal to it is within.

    Returns
    -------
    array of shape (n,)
        One finite number for each place, in the order given: 0 where no site is within the limit.
        Rounding stays below 1e-12 of it, in whatever order places and sites come, for up to
        8,000 of them together.

    Raises
    ------
    ValueError
        For shapes that do not fit, and for numbers that are negative, no number or, other than a
        distance, infinite.
    OverflowError
        Where a sum or a result is larger than any float.
    """
    return enhanced(people, supply, distance, ((limit, 1.0),))


def enhanced(people: ArrayLike, supply: ArrayLike, distance: ArrayLike, zones: Zones) -> Columns:
    """Return the supply per person of each place by the enhanced two-step floating catchment area.

    Parameters
    ----------
    people, supply, distance : arrays of shape (n,), (m,), (n, m)
        As for `two_step`.
    zones : pairs of float
        Limit (in the unit of `distance`) and weight of each zone, limits ascending; for example
        ``((15, 1.0), (30, 0.68), (60, 0.22))``. A distance equal to a limit is in the zone that
        ends there. Beyond the last the weight is 0.

    Returns
    -------
    array of shape (n,)
        As from `two_step`.

    Raises
    ------
    ValueError, OverflowError
        As for `two_step`; ValueError also for no zones, limits that are not finite or do not ascend, and weights
        that are negative or not finite.
    """
    heads, amounts, blocks = _weighed(people, supply, distance, zones)
    access = np.zeros(len(heads))
    with np.errstate(over="ignore", invalid="ignore"):
        reached = _reached(heads, amounts, blocks)
        ratios = np.divide(amounts, reached, out=np.zeros_like(amounts), where=reached > 0)
        for rows, weights in blocks:
            access[rows] = np.einsum("ij,j->i", weights, ratios)
    if not (np.isfinite(reached).all() and np.isfinite(access).all()):
        raise OverflowError("people, or supply beside people, are larger than any float")
    return access


def _reached(heads: Columns, amounts: Columns, blocks: Blocks) -> Columns:
    """Return the weighted people of each site."""
    reached = np.zeros(len(amounts))
    for rows, weights in blocks:
        # Not by `@`: there the last bits would depend on the processor and its number of cores.
        reached += np.einsum("i,ij->j", heads[rows], weights)
    return reached


def _weighed(
    people: ArrayLike, supply: ArrayLike, distance: ArrayLike, zones: Zones
) -> tuple[Columns, Columns, Blocks]:
    """Return people, supply and the weights of all pairs, checked."""
    heads, amounts, far = (np.asarray(column, np.float64) for column in (people, supply, distance))
    if heads.ndim != 1 or amounts.ndim != 1 or far.shape != (len(heads), len(amounts)):
        raise ValueError("people (n,), supply (m,) and distance (n, m) fit each other")
    for name, column in (("people", heads), ("supply", amounts)):
        if not (np.isfinite(column) & (column >= 0)).all():
            raise ValueError(f"{name} are finite numbers, 0 or more")
    if not (far >= 0).all():
        raise ValueError("distances are numbers, 0 or more")
    limits = np.array([limit for limit, _ in zones], np.float64)
    weights = np.array([weight for _, weight in zones], np.float64)
    if not len(limits) or not np.isfinite(limits).all() or not (np.diff(limits) > 0).all():
        raise ValueError("zones have finite limits that ascend")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("weights of zones are finite numbers, 0 or more")
    step = max(1, _BLOCK_PAIRS // max(1, len(amounts)))
    rows = [slice(start, start + step) for start in range(0, len(heads), step)]
    return heads, amounts, [(block, _step(far[block], limits, weights)) for block in rows]


def _step(far: Columns, limits: Columns, weights: Columns) -> Columns:
    """Return the weight of each distance."""
    steps: Columns = np.multiply(far <= limits[-1], weights[-1])
    # From the outermost zone inwards, so that the nearest one that holds a distance is written last.
    for limit, weight in zip(limits[-2::-1], weights[-2::-1], strict=True):
        np.putmask(steps, far <= limit, weight)
    return steps
