"""What a directory file says, and what comes of laying it beside the data."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from geo.jsonable import NOT_IN_JSON, SCHEMA
from geo.match.normalize import Number

__all__ = [
    "Cell",
    "CellStatus",
    "Code",
    "Directory",
    "Kind",
    "Listing",
    "MatchReport",
    "Provider",
    "ProviderMatch",
    "RowCounts",
]


class Kind(StrEnum):
    """What a record of the data is."""

    FACILITY = "facility"
    CENTER = "center"
    TEAM = "team"
    NEIGHBOR_UNIT = "neighbor_unit"


class CellStatus(StrEnum):
    """What a directory says of one value of the data."""

    EQUAL = "equal"
    NEW = "new"
    DIFFERENT = "different"
    WITHHELD = "withheld"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A service code with the directory's own definition, None where none is known."""

    code: str
    definition: str | None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One row of a directory file, as written. `lon` and `lat` are in degrees, both or none.

    `line` is its line, in a workbook the row of the `sheet`. `numbers` are those of the column of the
    telephone, `more_numbers` those for intake and hotlines.
    """

    line: int
    sheet: str | None
    name: str
    second_name: str
    street: str
    city: str
    state: str
    zip: str
    county: str
    numbers: tuple[Number, ...]
    more_numbers: tuple[Number, ...]
    lon: float | None = None
    lat: float | None = None
    codes: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Both names, as the directory prints them."""
        return " / ".join(name for name in (self.name, self.second_name) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """Rows of a file: all, those of the study area and the states of neighbor units, and the others.

    `without_state` are rows whose cell for the state is empty, such as notes below a table; `unmatched`
    those of the study area that name nobody of the data.
    """

    total: int
    in_state: int
    in_neighbor_states: int
    elsewhere: int
    without_state: int
    unmatched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A directory file as read.

    `describes` is its date as the data write dates and `day` the oldest day that it can mean: None where
    neither title nor file name tells them. `described_by` says which did. `for_substance_use` is whether
    they call it a directory of substance use facilities, which is published beside that of mental health.
    """

    file: str
    sha256: str
    describes: str | None
    day: dt.date | None
    described_by: str | None
    has_points: bool
    for_substance_use: bool
    rows: RowCounts
    listings: tuple[Listing, ...] = field(metadata=NOT_IN_JSON)
    key: Mapping[str, Code] = field(metadata=NOT_IN_JSON)

    @property
    def source_id(self) -> str:
        """The id that the directory has, or would have, among the data's sources."""
        kind = "sud" if self.for_substance_use else "directory"
        kind = "locator" if self.has_points else kind
        when = re.sub(r"[^0-9]+", "-", self.describes or "").strip("-")
        return f"samhsa-{kind}-{when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A record of the data that a directory may list. `lon`, `lat` are right within `radius_m` meters.

    `organizations` are the names of whoever runs it, `region` the number that names them too, and
    `unit_words` what a row must say to name the unit or team itself.
    """

    kind: Kind
    id: str
    title: str
    unit_words: tuple[frozenset[str], ...]
    organizations: tuple[str, ...]
    regions: frozenset[int]
    state: str
    source: str
    city: str | None = None
    county: str | None = None
    street: str | None = None
    zip: str | None = None
    phone: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: int | None = None
    is_town_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value beside the directory's. `fact` is its id, `lines` are the rows that say so.

    They stand in `sheet`, which is None in a file without sheets, and where they stand in several.

    `ours` is None where the data lack it, `listed` None where the directory withholds it or its rows
    disagree. `listing` is the row whose own number or address it is: none where a number stands there
    for intake alone.
    """

    cell: str
    fact: str | None
    status: CellStatus
    ours: str | None
    listed: str | None
    lines: tuple[int, ...]
    sheet: str | None
    note: str | None = None
    listing: Listing | None = field(default=None, metadata=NOT_IN_JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMatch:
    """A record of the data that the directory lists. `matched_by` says how the rows were found.

    `listings` are its rows; where `cells` is empty they only may be it, and `note` says why.
    """

    kind: Kind
    id: str
    title: str
    matched_by: str | None
    listings: tuple[Listing, ...]
    cells: tuple[Cell, ...]
    codes: tuple[Code, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """A directory beside the data. `not_found` are ids: that a directory leaves somebody out says nothing.

    `counts` has the cells by status, the records that only may be listed and those not found.
    `would_refresh` are the equal facts, none where a record of the directory's day would be past the
    age limit of records on `as_of`.
    """

    schema: int = SCHEMA
    data_sha256: str
    as_of: dt.date
    directory: Directory
    counts: Mapping[str, int]
    matches: tuple[ProviderMatch, ...]
    may_be: tuple[ProviderMatch, ...]
    not_found: tuple[str, ...]
    would_refresh: tuple[str, ...]
    notes: tuple[str, ...]
