"""Rows of typed texts with the answer that each is to have, and how one is held against its answer."""

from geo.geocode.geocode import locate
from geo.geocode.location import Location
from tests import live

__all__ = ["Row", "expect", "names_of"]

# Text, status, why it is asked back, labels joined by "; ", the other state.
Row = tuple[str, str, str | None, str, str]
CATALOG = live.catalog()


def names_of(location: Location) -> str:
    return "; ".join(candidate.label for candidate in location.candidates)


def expect(row: Row) -> None:
    text, status, reason, labels, elsewhere = row
    location = locate(text, CATALOG)
    assert (location.status, location.reason) == (status, reason)
    assert names_of(location) == labels
    assert location.elsewhere == elsewhere
