"""Records of what is cited in the continuum: a list of several services, and the sources of a row."""

from dataclasses import dataclass

from geo.catalog.records import Basis, Flag, Status
from geo.text import period

__all__ = ["Cited", "Offer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A general statement on several types together, which names no place and no county for any.

    It claims the list as a whole; of each single type it says neither yes nor no, as `rule` tells.
    """

    id: str
    services: tuple[str, ...]
    names: tuple[str, ...]
    status: Status
    basis: Basis
    flags: tuple[Flag, ...]
    source: str
    as_of: str
    quote: str
    note: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source with the day that it describes, and whether that is past its age limit."""

    source: str
    as_of: str
    stale: bool

    @property
    def words(self) -> str:
        """Source, day and age: "dmh-home, January 29, 2025, over its age limit"."""
        day = f"{self.source}, {period(self.as_of)}"
        return f"{day}, {Flag.STALE.label}" if self.stale else day
