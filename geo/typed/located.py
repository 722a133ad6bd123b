"""Locations out of notes: a caution for each code, and answers without a candidate."""

from collections.abc import Iterable

from geo.location import Caution, Location, LocationStatus, Parts
from geo.records import Catalog
from geo.typed.cautions import caution

__all__ = ["Notes", "said", "without"]

Notes = list[tuple[str, str]]
"""Codes of cautions, each with the name from the tables that its message needs."""


def said(notes: Iterable[tuple[str, str]], catalog: Catalog) -> tuple[Caution, ...]:
    """Return the cautions of some notes, each once."""
    state = catalog.services.study_area.name
    once = dict.fromkeys(notes)
    return tuple(caution(code, state=state, name=name) for code, name in once)


def without(
    catalog: Catalog,
    status: LocationStatus,
    notes: Notes,
    *,
    parts: Parts | None = None,
    suggestions: tuple[str, ...] = (),
) -> Location:
    """Return a location without a candidate."""
    return Location(
        status=status,
        parts=parts or Parts(),
        warnings=said(notes, catalog),
        suggestions=suggestions,
    )
