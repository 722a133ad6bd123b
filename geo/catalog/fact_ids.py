"""Every fact that a record can be about: its id, what it is called, and what the data says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo import text
from geo.catalog.facts import (
    Catchment,
    Facility,
    NeighborUnit,
    Operator,
    Region,
    Service,
    ServiceType,
)
from geo.catalog.records import Services

__all__ = ["CLOSED", "Aspect", "Fact", "facts", "region_fact", "region_item", "region_of"]


class Aspect(StrEnum):
    """What of an entry a fact is: the second half of its id."""

    PHONE = "phone"
    ADDRESS = "address"
    BEDS = "beds"
    COUNTIES = "counties"  # whom a team or unit serves, or who belongs to a region
    LISTING = "listing"  # that it is there and open
    ELIGIBILITY = "eligibility"  # whom a unit of another state takes


_REGION: Final = "region-"
CLOSED: Final = "closed"
"""What a corrected listing is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact. `value` is what the data says, in words, empty where it says nothing.

    `source` is who says so, None where nobody does; `counties` the names of a fact about counties,
    None where the data does not name them.
    """

    id: str
    item: str
    aspect: Aspect
    title: str
    value: str
    source: str | None
    counties: tuple[str, ...] | None = None


def region_item(number: int) -> str:
    """Return what stands for a region before the slash of an id."""
    return f"{_REGION}{number}"


def region_fact(number: int) -> str:
    """Return the id of the fact of who belongs to a region."""
    return f"{region_item(number)}/{Aspect.COUNTIES}"


def region_of(fact_id: str) -> int | None:
    """Return the region whose members a fact is about, None for every other fact."""
    number = fact_id.removeprefix(_REGION).removesuffix(f"/{Aspect.COUNTIES}")
    return int(number) if number.isdecimal() and region_fact(int(number)) == fact_id else None


def facts(services: Services) -> Mapping[str, Fact]:
    """Return every fact by its id; an id that two entries would give is left out."""
    found: dict[str, Fact] = {}
    twice: set[str] = set()
    for fact in _all(services):
        twice |= {fact.id} & found.keys()
        found[fact.id] = fact
    return {name: fact for name, fact in found.items() if name not in twice}


def _all(services: Services) -> Iterator[Fact]:
    for operator in services.operators:
        yield from _of_operator(operator)
    for kind in services.service_types:
        yield from _of_type(kind, services)
    for service in services.services:
        yield from _of_service(service)
    for unit in services.facilities:
        yield from _of_unit(unit)
    for region in services.regions:
        yield _of_region(region)
    for neighbor in services.neighbor_units:
        yield from _of_neighbor(neighbor)


def _of_operator(operator: Operator) -> Iterator[Fact]:
    yield _fact(operator.id, Aspect.PHONE, operator.name, operator.phone, operator.source)
    yield _fact(operator.id, Aspect.ADDRESS, operator.name, _address(operator), operator.source)


def _of_type(kind: ServiceType, services: Services) -> Iterator[Fact]:
    """Yield whom a service reaches that no source lists: a center can say so county by county."""
    placed = any(service.type == kind.id for service in services.services)
    if not kind.complete and not placed:
        yield _fact(kind.id, Aspect.COUNTIES, kind.name, "", None)


def _of_service(service: Service) -> Iterator[Fact]:
    yield _fact(service.id, Aspect.PHONE, service.title, service.phone, service.source)
    yield _fact(service.id, Aspect.LISTING, service.title, service.quote, service.source)
    if not service.catchment.statewide:
        yield _fact(
            service.id,
            Aspect.COUNTIES,
            service.title,
            _served(service.catchment),
            service.source,
            counties=service.catchment.counties or None,
        )


def _of_unit(unit: Facility) -> Iterator[Fact]:
    yield _fact(unit.id, Aspect.PHONE, unit.name, unit.phone, unit.source)
    yield _fact(unit.id, Aspect.LISTING, unit.name, unit.quote, unit.source)
    address = _address(unit)
    source = unit.address_source or unit.source
    yield _fact(unit.id, Aspect.ADDRESS, unit.name, address, source if unit.street else None)
    beds = "; ".join(f"{figure.low} to {figure.high} {figure.kind}" for figure in unit.beds)
    yield _fact(unit.id, Aspect.BEDS, unit.name, beds, unit.beds[0].source if unit.beds else None)
    served = unit.serves.counties if unit.serves else ()
    said_by = unit.serves.source if unit.serves else None
    named = ", ".join(served)
    yield _fact(unit.id, Aspect.COUNTIES, unit.name, named, said_by, counties=served or None)


def _of_region(region: Region) -> Fact:
    names = tuple(name for membership in region.members for name in membership.counties)
    source = region.members[0].source if region.members else None
    title = f"Region {region.number}"
    item = region_item(region.number)
    return _fact(item, Aspect.COUNTIES, title, ", ".join(names), source, counties=names)


def _of_neighbor(unit: NeighborUnit) -> Iterator[Fact]:
    yield _fact(unit.id, Aspect.PHONE, unit.name, unit.phone, unit.source)
    yield _fact(unit.id, Aspect.LISTING, unit.name, unit.quote, unit.source)
    yield _fact(unit.id, Aspect.ELIGIBILITY, unit.name, unit.eligibility, unit.source)


def _fact(
    item: str,
    aspect: Aspect,
    title: str,
    value: str | None,
    source: str | None,
    *,
    counties: tuple[str, ...] | None = None,
) -> Fact:
    return Fact(
        id=f"{item}/{aspect}",
        item=item,
        aspect=aspect,
        title=title,
        value=value or "",
        source=source if value else None,
        counties=counties,
    )


def _address(place: Operator | Facility) -> str:
    return text.address(place.street, place.city, place.zip) if place.street else ""


def _served(catchment: Catchment) -> str:
    if catchment.counties:
        return ", ".join(catchment.counties)
    return ", ".join(f"Region {number}" for number in catchment.regions)
