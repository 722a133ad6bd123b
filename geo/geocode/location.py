"""What a typed place can turn out to be. No `repr` of these records shows what was typed."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "MAX_TEXT",
    "Candidate",
    "Caution",
    "CountyShare",
    "Location",
    "LocationStatus",
    "Parts",
    "Reason",
    "Scale",
]

MAX_TEXT = 256
"""Characters of typed text that are read; a longer text is refused, not cut."""


class LocationStatus(StrEnum):
    """How the look-up of a typed text ended."""

    OK = "ok"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    OUT_OF_STATE = "out_of_state"
    INVALID = "invalid"


class Reason(StrEnum):
    """Why a place is asked back."""

    SPELLING = "spelling"
    """No table has the name as it was typed; one is spelled nearly so."""
    WORDS = "words"
    """A word beside the name is not known, or leads away: it may be another name, or another place."""
    COUNTY = "county"
    """The name is a county's, and a community may have it too."""
    STREET = "street"
    """The name may be a street's."""
    ELSEWHERE = "elsewhere"
    """It may be a place in another state."""
    SEVERAL = "several"
    """There is more than one such place."""


class Scale(StrEnum):
    """What a candidate's point stands for, finest first."""

    COORDINATE = "coordinate"
    ADDRESS = "address"
    STREET = "street"
    ZIP = "zip"
    PLACE = "place"
    COUNTY = "county"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Parts:
    """The parts of a typed text, as read; "" where there is none.

    `street` is a street with its name, type and directions, or a highway, county road or rural
    route; `cross_street` is the other street of an intersection, `landmark` what the place is near.
    """

    house_number: str = ""
    street: str = ""
    cross_street: str = ""
    unit: str = ""
    po_box: str = ""
    landmark: str = ""
    place: str = ""
    county: str = ""
    state: str = ""
    zip: str = ""
    zip4: str = ""
    lon: float | None = None
    lat: float | None = None

    def __repr__(self) -> str:
        """Name the parts that are given, not their content."""
        given = [name for name in self.__slots__ if getattr(self, name) not in ("", None)]
        return f"Parts({', '.join(given)} hidden)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyShare:
    """A county that a candidate may lie in; `share` of its people, 0 to 1, where that is known."""

    geoid: str
    county: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Candidate:
    """One reading of a typed text.

    `label` is made of the tables' own names; only that of coordinates repeats what was typed,
    rounded. About 95 % of the people it may stand for live within `radius_m` meters of the point
    (degrees, WGS 84). `counties` are all that it may lie in, the likeliest first; `geoid` and
    `county` are those of the first: where the point lies, or where most people of a ZIP live.
    `id` names it in the tables: a ZIP, a place's number or a GEOID.
    """

    label: str
    lon: float
    lat: float
    precision: Scale
    radius_m: int
    geoid: str
    county: str
    counties: tuple[CountyShare, ...]
    id: str = ""

    def __repr__(self) -> str:
        """Show the kind, not the place."""
        return f"Candidate({self.precision} hidden)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """What the reader of an answer must know: `code` for programs, `message` for people.

    A message never repeats what was typed.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Location:
    """The result of a look-up: no, one or several candidates, and what to know about them.

    `reason` says why an ambiguous one is asked back.
    `suggestions` are names in the tables that are spelled much like one that was not found.
    `elsewhere` names the other state that a text is about, where that is known. `of_child` is whether the text
    says that somebody is a child or under 18; it never changes the place.
    """

    status: LocationStatus
    reason: Reason | None = None
    candidates: tuple[Candidate, ...] = ()
    parts: Parts = Parts()
    warnings: tuple[Caution, ...] = ()
    suggestions: tuple[str, ...] = ()
    elsewhere: str = ""
    of_child: bool = False

    def __repr__(self) -> str:
        """Show the status and the number of candidates, not the text."""
        return f"Location({self.status}, {len(self.candidates)} candidates, text hidden)"
