"""What a hand-over sheet holds, frozen; field names are the JSON keys."""

import datetime as dt
from dataclasses import dataclass

from geo.access.records import Range
from geo.access.transport import Transport
from geo.catalog.records import Basis, County, Flag, Source, Status
from geo.coverage.calls import StatewideCall
from geo.coverage.centers import Center
from geo.coverage.continuum_records import Told
from geo.coverage.findings import MembershipEvidence, OtherNumber
from geo.text import percents

__all__ = ["Ask", "Handover", "Helper", "NearUnit", "Service"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A team or unit of a county: how to reach it, on what basis it is the county's, and doubts.

    `address` is as far as a source gives it, of a unit alone, the street by `address_source`. `phone` is None where
    no source gives one; `phone_source` gives it where that is not `source`. `membership` is the region's, where it is
    the county's through that.
    """

    service: str
    kind: str
    id: str
    name: str
    phone: str | None
    other_numbers: tuple[OtherNumber, ...]
    address: str
    address_source: str | None
    basis: Basis
    flags: tuple[Flag, ...]
    quote: str | None
    source: str
    phone_source: str | None
    membership: MembershipEvidence | None
    as_of: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all sources of its row: on what it is the county's, its number, its address."""
        through = self.membership.source if self.membership else None
        named = (self.source, through, self.phone_source, self.address_source)
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearUnit:
    """A unit that is the nearest to some people of the county, whoever runs it.

    `share` is that of the county's people (parts of 1), `mean_miles` how far these are from it in a
    straight line. `own` is None where the county's region is not certain.
    """

    id: str
    name: str
    phone: str
    region: int
    own: bool | None
    share: float
    mean_miles: float
    flags: tuple[Flag, ...]
    source: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whether a required service is listed for the county, and why, in one sentence."""

    standard: str
    title: str
    status: Status
    flags: tuple[Flag, ...]
    reason: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The labels of its flags; how old sources are is said once for all."""
        return tuple(flag.label for flag in self.flags if flag is not Flag.STALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to ask, and whom; `phone` is None where no number is known."""

    whom: str
    phone: str | None
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Whom to call for somebody who goes home to a county; nothing in it is about a person.

    `has_regions` says whether the data names any region, `has_intensive_type` whether it has a type of
    service for intensive teams: without them there is no such part. `mean_miles` is how far the county's
    people are from their nearest unit, in a straight line. It and `transport` are None, and `nearest` is
    empty, where distances cannot be measured. `which_unit` says which of several own units it is said to be;
    "" where nobody says. `neighbors` says for how many people a unit of another state is nearer; "" where
    for nobody.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    county: County
    has_regions: bool
    has_intensive_type: bool
    centers: tuple[Center, ...]
    mobile_crisis: tuple[Helper, ...]
    intensive: tuple[Helper, ...]
    designated: tuple[Helper, ...]
    which_unit: str
    nearest: tuple[NearUnit, ...]
    mean_miles: Range | None
    neighbors: str
    transport: Transport | None
    services: tuple[Service, ...]
    everybody: tuple[StatewideCall, ...]
    peer_support: tuple[Told, ...]
    asks: tuple[Ask, ...]
    sources: tuple[Source, ...]

    @property
    def near_shares(self) -> tuple[tuple[NearUnit, str], ...]:
        """Each nearest unit with its share of the people in words, which add to no more than 100%."""
        words = percents([near.share for near in self.nearest])
        return tuple(zip(self.nearest, words, strict=True))

    @property
    def none_named(self) -> str:
        """What is said where no list names a team or unit: whom to ask instead."""
        whom = (
            "the center"
            if self.centers or not self.asks
            else f"the {self.asks[0].whom.removeprefix('The ')}"
        )
        return f"No list names one. Ask {whom}."
