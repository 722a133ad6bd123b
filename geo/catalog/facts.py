"""Records of services.yaml: who runs which services and facilities, where, and who says so."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.dates import When
from geo.catalog.forms import (
    Count,
    Fips,
    Latitude,
    Longitude,
    Phone,
    Postal,
    Slug,
    Text,
    Zip,
)
from geo.catalog.schema import Between, Length, Pattern
from geo.catalog.vocabulary import (
    BedsKind,
    CatchmentProof,
    Confidence,
    Pillar,
    Precision,
    ServiceRole,
)

__all__ = [
    "Alias",
    "Beds",
    "Catchment",
    "Facility",
    "ForWhom",
    "Membership",
    "NeighborUnit",
    "Operator",
    "Region",
    "Service",
    "ServiceType",
    "StudyArea",
    "UnitCatchment",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name that people and sources use for a county."""

    alias: Text
    county: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyArea:
    """The state that the data folder describes. `bbox` is west, south, east, north in degrees.

    `county_term` and `county_terms` are what one and several counties are called in general, `department` the
    operator to ask where a center has no number, `plain_names` towns whose names are plain words too.
    """

    name: Text
    state_fips: Fips
    postal: Postal
    county_count: Count
    crs: Annotated[str, Pattern(r"EPSG:\d{4,5}", "a coordinate reference system as EPSG:4269")]
    bbox: Annotated[tuple[float, ...], Length(4, 4)]
    department: Slug | None = None
    county_term: Text = "county"
    county_terms: Text = "counties"
    aliases: tuple[Alias, ...] = ()
    plain_names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An organisation that runs services."""

    id: Slug
    name: Text
    also_called: tuple[Text, ...] = ()
    city: Text | None = None
    street: Text | None = None
    zip: Zip | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    tdd: Phone | None = None
    source: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForWhom:
    """Whom a team or unit takes, such as adults, as a source says it; without one, ask.

    There is no quote where only what a rule says was noted.
    """

    says: Text
    source: Slug
    quote: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceType:
    """A kind of service. `complete` says that its list is meant to name every one there is.

    `quote` are the source's own words on it. `pillar` is its place in the continuum of care. `for_whom` is whom all
    of the kind take, as a rule or a page says of them.
    """

    id: Slug
    role: ServiceRole
    pillar: Pillar
    name: Text
    short: Text
    purpose: Text
    complete: bool
    complete_note: Text
    source: Slug
    quote: Text | None = None
    for_whom: ForWhom | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Counties that belong to a region over the same time, on the same evidence.

    `valid_from` and `valid_to` (first day no longer) are None where no change is known.
    """

    counties: Annotated[tuple[Text, ...], Length(1, 5_000)]
    source: Slug
    says: Text
    also: tuple[Slug, ...] = ()
    confidence: Confidence
    valid_from: When | None = None
    valid_to: When | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A community mental health center's region."""

    number: Annotated[int, Between(1, 99)]
    operator: Slug | None = None
    members: tuple[Membership, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchment:
    """Whom a service says it serves: named counties, whole regions, or the state. One of them."""

    counties: tuple[Text, ...] = ()
    regions: tuple[int, ...] = ()
    statewide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A team or line that serves people, with the source's own few words."""

    id: Slug
    type: Slug
    title: Text
    operator: Slug | None = None
    phone: Phone | None = None
    contact: Text | None = None
    hours: Text | None = None
    teams: Annotated[int, Between(1, 999)] = 1
    catchment: Catchment
    for_whom: ForWhom | None = None
    source: Slug
    quote: Text
    also: tuple[Slug, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beds:
    """One source's bed figure; `low` and `high` differ where it gives a range.

    A derived one is made of several: `source` gives the number, `also` what it is of.
    """

    kind: BedsKind
    low: Count
    high: Count
    source: Slug
    also: tuple[Slug, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCatchment:
    """The counties that a unit is said to serve; no verdict rests on them.

    With proof: read `source` names them. Those that are concluded stand nowhere: `quote` is what the
    source does say, and `says` tells how they follow from it; `also` are the sources that takes.
    """

    counties: Annotated[tuple[Text, ...], Length(1, 5_000)]
    proof: CatchmentProof
    source: Slug
    quote: Text
    says: Text
    also: tuple[Slug, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A place people go to. `lon`, `lat` in degrees (EPSG:4269), right within `radius_m` meters.

    `source` lists it and gives its number; `also` are those of its operator, opening and note.
    """

    id: Slug
    type: Slug
    name: Text
    city: Text
    county: Text
    street: Text | None = None
    zip: Zip | None = None
    lon: Longitude
    lat: Latitude
    precision: Precision
    radius_m: Annotated[int, Between(1, 100_000)]
    location_source: Slug
    address_source: Slug | None = None
    operator: Slug | None = None
    operator_note: Text | None = None
    region: int
    serves: UnitCatchment | None = None
    for_whom: ForWhom | None = None
    phone: Phone
    beds: tuple[Beds, ...] = ()
    opened: When | None = None
    source: Slug
    quote: Text
    also: tuple[Slug, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighborUnit:
    """A unit of another state near the line: never part of this state's system.

    `type` is the service type that it is nearest to in kind, and `kind` what its source calls it.
    `counts` says whether figures "with neighbors" take it in, and `counts_note` why. `lon`, `lat`
    in degrees (EPSG:4269), right within `radius_m` meters, as `location_note` tells; a unit that
    counts has them. `eligibility` is what was read of whom it takes.
    """

    id: Slug
    type: Slug
    name: Text
    kind: Text
    run_by: Text
    city: Text
    state: Postal
    street: Text | None = None
    zip: Zip | None = None
    phone: Phone | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    radius_m: Annotated[int, Between(1, 100_000)] | None = None
    location_note: Text | None = None
    counts: bool
    counts_note: Text
    eligibility: Text
    source: Slug
    quote: Text
    also: tuple[Slug, ...] = ()
    note: Text | None = None
