"""The data that comes along, read and judged once for all tests of a process.

For tests that compare two readings of it, whatever it holds; nothing of it may be changed in place.
"""

import datetime as dt
from dataclasses import replace
from functools import cache

from geo.access import assess, measure
from geo.access.records import Access
from geo.catalog import load
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment

__all__ = ["DAY", "access", "assessment", "catalog", "today", "unsettled"]

DAY = dt.date(2026, 11, 21)
"""The day of tests that must not depend on the clock."""


@cache
def catalog() -> Catalog:
    """Return the checked data."""
    return load.load()


@cache
def assessment(day: dt.date = DAY) -> Assessment:
    """Return the verdicts on a day."""
    return assess.verify(catalog(), day)


@cache
def unsettled() -> Assessment:
    """Return the verdicts as if no source had settled what others contradict each other about."""
    known = catalog()
    open_ones = tuple(
        replace(contradiction, settled_by=None) for contradiction in known.services.contradictions
    )
    services = replace(known.services, contradictions=open_ones)
    return assess.verify(replace(known, services=services), DAY)


def today() -> Assessment:
    """Return the verdicts on the day that the app takes now: asked for again after midnight."""
    return assessment(catalog().today())


@cache
def access(day: dt.date = DAY) -> Access:
    """Return how far people are from units on a day."""
    return measure.measure(assessment(day))
