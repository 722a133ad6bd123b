"""Records of what is cited in the continuum: a list of several services, the sources of a row, what is told beside."""

from dataclasses import dataclass

from geo.catalog.records import Basis, Flag, ProgrammeKind, Status
from geo.coverage.programmes import when
from geo.text import period

__all__ = ["Cited", "Offer", "Told"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A programme beside the services: told with its date, never counted.

    `as_of` is its own day, else that of its source; `dated` says whether it has one. `stale` where that
    day is past the source's age limit.
    """

    id: str
    kind: ProgrammeKind
    title: str
    region: int | None
    county: str | None
    city: str | None
    text: str
    counted: bool
    dated: bool
    stale: bool
    source: str
    as_of: str
    quote: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """Its day, and whether that is past the age limit."""
        return when(self.as_of, dated=self.dated), *([Flag.STALE.label] if self.stale else [])
