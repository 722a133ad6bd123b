"""The records of services.yaml, frozen, and the words that verdicts are made of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar

from geo.catalog.context import Context
from geo.catalog.county_shapes import CountyShape
from geo.catalog.dates import When, machine_date
from geo.catalog.gazetteer import Gazetteer
from geo.catalog.rings import Ring
from geo.catalog.schema import Between, Length, Pattern
from geo.errors import Problem

__all__ = [
    "Alias",
    "Basis",
    "BearsOn",
    "Beds",
    "BedsKind",
    "Catalog",
    "Catchment",
    "Claim",
    "Confidence",
    "Contradiction",
    "County",
    "Evaluation",
    "Facility",
    "Flag",
    "Membership",
    "OpenQuestion",
    "Operator",
    "Precision",
    "Programme",
    "Proof",
    "Reference",
    "ReferenceKind",
    "ReferenceStatus",
    "Region",
    "Service",
    "ServiceRole",
    "ServiceType",
    "Services",
    "Source",
    "Standard",
    "StandardRole",
    "Statement",
    "Status",
    "StudyArea",
    "Value",
]

Slug = Annotated[str, Pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "lower-case words joined by - or _")]
Phone = Annotated[
    str,
    Pattern(
        r"988|[2-9]11|[2-9](?!11)\d\d-[2-9](?!11)\d\d-\d{4}",
        "a North American number as 601-555-0123 (area code and exchange start with 2 to 9 and "
        "are not N11), or 988, or an N11 code",
    ),
]
Url = Annotated[
    str, Pattern(r"https?://[^\s\"']+", "a web address that starts with http:// or https://")
]
Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "a SHA-256 hash: 64 digits 0 to 9 and a to f")]
Fips = Annotated[str, Pattern(r"\d{2}", "a state's two-digit FIPS code")]
Postal = Annotated[str, Pattern(r"[A-Z]{2}", "a state's two-letter postal code")]
Zip = Annotated[str, Pattern(r"\d{5}", "a five-digit ZIP code")]
Text = Annotated[str, Length(1, 900)]
Count = Annotated[int, Between(0, 10_000)]
Longitude = Annotated[float, Between(-180, 180)]
Latitude = Annotated[float, Between(-90, 90)]


class Basis(StrEnum):
    """On what a county's link to a service rests, strongest first.

    `MEASURED` is that of a distance, which no source states.
    """

    LISTED = "listed"
    REGION = "region"
    MEASURED = "measured"
    CLAIMED = "claimed"
    NONE = "none"


class Status(StrEnum):
    """The verdict on one county and one standard."""

    COVERED = "covered"
    CLAIMED = "claimed"
    GAP = "gap"
    UNKNOWN = "unknown"


class Flag(StrEnum):
    """What a reader of a verdict must know beside it."""

    STALE = "stale"
    DISPUTED = "disputed"
    WEAK = "weak"


class Confidence(StrEnum):
    """How well a county's membership in a region is shown."""

    STATED = "stated"
    REPORTED = "reported"
    WEAK = "weak"
    RECALLED = "recalled"


class Proof(StrEnum):
    """Whether the words were read in the named source, or are only remembered."""

    READ = "read"
    RECALLED = "recalled"


class Precision(StrEnum):
    """What a facility's coordinates stand for."""

    ADDRESS = "address"
    STREET = "street"
    CITY = "city"


class BedsKind(StrEnum):
    """What a bed figure counts."""

    CERTIFIED = "certified"
    DESIGNED = "designed"
    STAFFED = "staffed"
    PLANNED = "planned"
    REPORTED = "reported"


class Evaluation(StrEnum):
    """How a standard is tested, county by county."""

    SERVICE = "service"
    FACILITY_IN_COUNTY = "facility_in_county"
    FACILITY_IN_REGION = "facility_in_region"
    WITHIN = "within"


class ServiceRole(StrEnum):
    """What a service type is to somebody who needs help; several types may have one role."""

    MOBILE_CRISIS = "mobile_crisis"  # a team that comes to the person in crisis
    INTENSIVE = "intensive"  # a team that treats a person where they live
    FACILITY = "facility"  # a unit that a person in crisis is taken to
    EMERGENCY = "emergency"  # the number for immediate danger
    CRISIS_LINE = "crisis_line"  # a line to call or text in crisis
    OTHER = "other"


class StandardRole(StrEnum):
    """Which part of a look-up's answer a standard decides.

    Of several standards of one role the first of the data that is in force on the day decides.
    """

    MOBILE_CRISIS = "mobile_crisis"  # whether a mobile crisis team serves the county
    INTENSIVE = "intensive"  # whether an intensive team does
    DESIGNATED = "designated"  # which units are the region's own
    OTHER = "other"


class BearsOn(StrEnum):
    """Whether a contradiction touches coverage itself or only a detail such as a name."""

    COVERAGE = "coverage"
    DETAIL = "detail"


class ReferenceKind(StrEnum):
    """What a quoted text is: a duty, a measure that binds nobody, or an observed figure."""

    RULE = "rule"
    YARDSTICK = "yardstick"
    FIGURE = "figure"


class ReferenceStatus(StrEnum):
    """What became of a quoted text by now."""

    IN_FORCE = "in force"
    REPLACED = "replaced"
    VACATED = "vacated"
    NOT_BINDING = "not binding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name that people and sources use for a county."""

    alias: Text
    county: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyArea:
    """The state that the data folder describes. `bbox` is west, south, east, north in degrees.

    `plain_names` are towns whose names are plain words too, or what many people are called.
    """

    name: Text
    state_fips: Fips
    postal: Postal
    county_count: Count
    crs: Annotated[str, Pattern(r"EPSG:\d{4,5}", "a coordinate reference system as EPSG:4269")]
    bbox: Annotated[tuple[float, ...], Length(4, 4)]
    aliases: tuple[Alias, ...] = ()
    plain_names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that facts are taken from.

    `as_of` is the oldest date its content may describe; evidence ages from there.
    """

    id: Slug
    title: Text
    publisher: Text
    url: Url | None = None
    published: When | None = None
    as_of: When
    as_of_basis: Text
    retrieved: When
    sha256: Sha256 | None = None
    stale_after_days: Annotated[int, Between(1, 36_525)]
    proof: Proof = Proof.READ
    note: Text | None = None


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
class ServiceType:
    """A kind of service. `complete` says that its list is meant to name every one there is."""

    id: Slug
    role: ServiceRole
    name: Text
    short: Text
    purpose: Text
    complete: bool
    complete_note: Text
    source: Slug


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
    source: Slug
    quote: Text
    also: tuple[Slug, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beds:
    """One source's bed figure; `low` and `high` differ where it gives a range."""

    kind: BedsKind
    low: Count
    high: Count
    source: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A place people go to. `lon`, `lat` in degrees (EPSG:4269), right within `radius_m` metres.

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
    phone: Phone
    beds: tuple[Beds, ...] = ()
    opened: When | None = None
    source: Slug
    quote: Text
    also: tuple[Slug, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A question put to every county. `required` ones decide the exit code.

    One that is evaluated as within asks whether at least `share_of_people` (0 to 1) live within
    `within_miles` (straight line) or `within_minutes` (estimated from it) of a unit of any of the
    types; it has the share and exactly one of the limits, and no other standard has any of them.
    """

    id: Slug
    role: StandardRole
    title: Text
    question: Text
    evaluation: Evaluation
    any_of: Annotated[tuple[Slug, ...], Length(1, 50)]
    within_miles: Annotated[float, Between(0.1, 1000)] | None = None
    within_minutes: Annotated[float, Between(1, 1440)] | None = None
    share_of_people: Annotated[float, Between(0, 1)] | None = None
    required: bool
    references: tuple[Slug, ...] = ()
    in_force_from: When | None = None
    in_force_to: When | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A general statement. `every_county` ones speak for all counties without naming one."""

    id: Slug
    about: Annotated[tuple[Slug, ...], Length(1, 50)]
    every_county: bool
    quote: Text
    source: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says in a contradiction."""

    source: Slug
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Sources that disagree, where it matters, and how the tool treats it.

    `counties` names the counties it is about, `units` the teams or facilities; one that bears on
    coverage disputes a finding of these counties, or one that rests on these units alone.
    """

    id: Slug
    title: Text
    about: tuple[Slug, ...]
    counties: tuple[Text, ...] = ()
    units: tuple[Slug, ...] = ()
    bears_on: BearsOn
    sides: Annotated[tuple[Statement, ...], Length(2, 20)]
    treatment: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something nobody has shown yet, and whom to ask.

    It concerns the counties named, those of the regions named and those that the units named
    serve; where nothing is named, every county that lacks proof of a type it is about.
    """

    id: Slug
    title: Text
    about: tuple[Slug, ...]
    counties: tuple[Text, ...] = ()
    regions: tuple[int, ...] = ()
    units: tuple[Slug, ...] = ()
    matters: Text
    ask: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number or short figure inside a quoted text; the unit is in its name."""

    name: Slug
    value: Text
    proof: Proof = Proof.READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A rule, yardstick or observed figure, with its citation and what became of it."""

    id: Slug
    kind: ReferenceKind
    title: Text
    text: Text
    citation: Text
    source: Slug
    also: tuple[Slug, ...] = ()
    status: ReferenceStatus
    effective_from: When | None = None
    effective_to: When | None = None
    proof: Proof
    values: tuple[Value, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Something beside the crisis system that has a place: a pilot site, an opening for peers."""

    id: Slug
    title: Text
    region: int
    county: Text | None = None
    city: Text | None = None
    as_of: When | None = None
    text: Text
    source: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The whole of services.yaml, in the order of the file."""

    GONE: ClassVar[Mapping[str, str]] = {
        "reach_standards": "questions of distance are standards now: write each one under standards, "
        "with role: other, evaluation: within, any_of: [its type] and required: false"
    }
    """By a key of earlier versions, what to write instead."""

    study_area: StudyArea
    sources: tuple[Source, ...]
    operators: tuple[Operator, ...]
    service_types: Annotated[tuple[ServiceType, ...], Length(1, 100)]
    regions: tuple[Region, ...]
    services: tuple[Service, ...]
    facilities: tuple[Facility, ...]
    standards: tuple[Standard, ...]
    claims: tuple[Claim, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    holes: tuple[OpenQuestion, ...] = ()
    references: tuple[Reference, ...] = ()
    programmes: tuple[Programme, ...] = ()

    def types_of(self, role: ServiceRole) -> tuple[str, ...]:
        """Return the ids of the service types of a role; none where the data has no such type."""
        return tuple(kind.id for kind in self.service_types if kind.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """One county of the study area. `people` is the 2020 Census count.

    `rucc` is the Rural-Urban Continuum Code of 2023: 1 to 3 are metropolitan, 4 to 9 are not.
    `center_lon` and `center_lat` are the 2020 Census center of population, in degrees.
    """

    geoid: str
    name: str
    people: int
    land_sq_mi: float
    rucc: int
    center_lon: float
    center_lat: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """Everything known, checked: the data folder read once.

    Each catalog is equal to itself only, so that what is made of it can be kept by it.

    Attributes
    ----------
    home : Path
        The data folder.
    data_sha256 : str
        Names its state.
    geoid_by_name : mapping
        GEOID by county name and alias, as written.
    county_shapes, display_shapes : mapping
        By GEOID what counties.geojson and display_counties.geojson say of each county.
    outlines : mapping
        By GEOID the closed rings of `county_shapes`, in degrees (even-odd rule).
    context : Context
        What lies around the study area on its maps.
    newest : datetime.date
        A day that has come when the data says so: a source was retrieved on it, or describes it.
    missing : mapping
        Problems by file of what only draws or looks up. A part that such a file holds raises
        them as a DataError when it is used; all else stands.
    warnings : tuple of Problem
        What a reader is to be told: all of `missing`, and dates after this computer's clock.
    """

    home: Path
    services: Services
    counties: tuple[County, ...]
    data_sha256: str
    geoid_by_name: Mapping[str, str]
    gazetteer: Gazetteer
    county_shapes: Mapping[str, CountyShape]
    outlines: Mapping[str, tuple[Ring, ...]]
    display_shapes: Mapping[str, CountyShape]
    context: Context
    newest: dt.date
    missing: Mapping[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...]

    def today(self, clock: dt.date | None = None) -> dt.date:
        """Return the day to judge by: the clock's, or `newest` where it is behind the data."""
        return max(clock or machine_date(), self.newest)
