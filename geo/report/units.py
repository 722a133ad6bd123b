"""The units that are there on the day of a report: what its maps draw and its tables list."""

from functools import lru_cache

from geo.access import supply
from geo.records import Catalog, Facility
from geo.verdicts import Verification

__all__ = ["units"]


@lru_cache(maxsize=4)
def units(catalog: Catalog, verification: Verification, service: str) -> tuple[Facility, ...]:
    """Return the units of a service type that sources speak of by the verification's day."""
    return tuple(supply.gather(catalog, verification, service).units)
