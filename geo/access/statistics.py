"""People-weighted mean, quantile and count of values at points; exact, so that order never matters."""

from fractions import Fraction
from itertools import accumulate
from math import fsum, inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["mean", "people_within", "quantile"]

Columns = NDArray[np.float64]


def mean(values: ArrayLike, people: ArrayLike) -> float | None:
    """Return the mean of values over people; None where there are no people.

    Parameters
    ----------
    values : array of shape (n,)
        One value for each point, such as straight-line miles; infinite where there is none.
    people : array of shape (n,)
        People at each point, 0 or more; parts of a person are allowed.

    Returns
    -------
    float or None
        The exact mean, rounded once to the nearest float. So the order of the points, points of 0
        people, and a point split in two (with people that add up exactly) change no bit of it.
        Infinite where anybody's value is.

    Raises
    ------
    ValueError
        For shapes that do not fit, a value that is no number or minus infinity, and people that
        are negative, infinite or no number.
    """
    known, weights = _peopled(values, people)
    if not len(known):
        return None
    if np.isinf(known).any():
        return inf
    counts, _ = _whole(weights)
    amounts, unit = _whole(known)
    total = sum(amount * count for amount, count in zip(amounts, counts, strict=True))
    return total / (sum(counts) * unit)


def quantile(values: ArrayLike, people: ArrayLike, share: float) -> float | None:
    """Return the least value that at least a share of the people do not exceed.

    Parameters
    ----------
    values, people : arrays of shape (n,)
        As for `mean`.
    share : float
        Above 0, up to 1; taken as the decimal number it is written as, so that 0.55 of 100 people
        are 55 and not a little more. 0.5 gives the (lower) median.

    Returns
    -------
    float or None
        The least of the values v such that the people whose value is v or less are at least
        `share` of all; None where there are no people. People are added exactly: the order of the
        points, points of 0 people and a split point change nothing.

    Raises
    ------
    ValueError
        As for `mean`, and for a share out of its range.
    """
    if not 0 < share <= 1:
        raise ValueError("share is above 0 and at most 1")
    known, weights = _peopled(values, people)
    if not len(known):
        return None
    order = np.argsort(known, kind="stable")
    counts, _ = _whole(weights[order])
    least = Fraction(str(float(share))) * sum(counts)
    place = next(place for place, so_far in enumerate(accumulate(counts)) if so_far >= least)
    return float(known[order[place]])


def people_within(values: ArrayLike, people: ArrayLike, limit: float) -> float:
    """Return how many people have a value of at most `limit`; a value equal to it is within.

    `values` and `people` as for `mean`, which also tells what raises ValueError; so does a limit
    that is no number. The sum is exact, rounded once; 0.0 where there are no people.
    """
    if np.isnan(limit):
        raise ValueError("the limit is no number")
    known, weights = _peopled(values, people)
    return fsum(weights[known <= limit])


def _peopled(values: ArrayLike, people: ArrayLike) -> tuple[Columns, Columns]:
    """Return the values and people of the points that have people, checked."""
    known, weights = (np.asarray(column, np.float64) for column in (values, people))
    if known.ndim != 1 or known.shape != weights.shape:
        raise ValueError("values and people are two columns of one length")
    if not (known > -inf).all():
        raise ValueError("a value is no number, or minus infinity")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("people are finite numbers, 0 or more")
    peopled = weights > 0
    return known[peopled], weights[peopled]


def _whole(numbers: Columns) -> tuple[list[int], int]:
    """Return floats as whole numbers of one unit, and how many of these make 1.

    A float is a whole number over a power of two, so the largest of these powers serves for all.
    """
    pairs = [number.as_integer_ratio() for number in numbers.tolist()]
    unit = max(below for _, below in pairs)
    return [above * (unit // below) for above, below in pairs], unit
