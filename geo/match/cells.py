"""What the rows of one record say of each of its values: the number, the address, the point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo import text
from geo.match import normalize
from geo.match.pairing import Pair, Pairs
from geo.match.records import Cell, CellStatus, Kind, Listing, Provider
from geo.spatial.geodesy import between_m

__all__ = ["address_of", "cells"]

_SAME_PLACE_M: Final = 200.0
"""Points of rows that are no farther apart, in meters, are one place."""


def cells(found: Pairs) -> tuple[Cell, ...]:
    """Return what a record's rows say of its values, those of which they say nothing left out.

    Addresses and points are compared with the rows of the record's own place alone.
    """
    own = [pair.listing for pair in found.sure if pair.is_own_place and pair.listing.street]
    said = [_phone(found.provider, found.sure)]
    if found.provider.kind is not Kind.TEAM and own:
        open_ = [listing for listing in own if not normalize.is_withheld(listing.street)]
        said.append(_address(found.provider, own, open_))
        said.append(_point(found.provider, open_))
    return tuple(cell for cell in said if cell)


def address_of(listing: Listing) -> str:
    """Return a row's address on one line."""
    return text.address(listing.street, listing.city, listing.zip)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the data, to be laid beside rows."""

    name: str
    fact: str | None
    ours: str | None

    def said(
        self,
        status: CellStatus,
        listings: Sequence[Listing],
        listed: str | None = None,
        note: str | None = None,
    ) -> Cell:
        """Return what rows say of it."""
        lines = tuple(sorted({listing.line for listing in listings}))
        sheets = {listing.sheet for listing in listings}
        is_one = listed is not None and status is not CellStatus.UNSURE
        return Cell(
            cell=self.name,
            fact=self.fact,
            status=status,
            ours=self.ours,
            listed=listed,
            lines=lines,
            sheet=sheets.pop() if len(sheets) == 1 else None,
            note=note,
            listing=listings[0] if is_one else None,
        )

    def one_of(
        self,
        status: CellStatus,
        listings: Sequence[Listing],
        told: Callable[[Listing], str],
        compared: Callable[[Listing], object],
    ) -> Cell:
        """Return the rows' value with a status, unsure where the rows disagree among themselves."""
        if len({compared(listing) for listing in listings}) == 1:
            return self.said(status, listings, told(listings[0]))
        every = "; ".join(dict.fromkeys(map(told, listings)))
        return self.said(CellStatus.UNSURE, listings, None, f"rows disagree: {every}")


def _phone(provider: Provider, rows: Sequence[Pair]) -> Cell | None:
    """Return what the rows say of the number: equal where one gives it, for intake too."""
    value = _Value("phone", f"{provider.id}/phone", provider.phone)
    nearest = sorted(rows, key=lambda pair: not pair.is_own_place)
    for listing in (pair.listing for pair in nearest):
        for number in listing.numbers:
            if number.number == provider.phone:
                note = f"with extension {number.extension}" if number.extension else None
                return value.said(CellStatus.EQUAL, [listing], provider.phone, note)
    intake = [pair.listing for pair in rows if pair.has_number]
    if intake:
        found = value.said(CellStatus.EQUAL, intake, provider.phone, "as a number for intake")
        return replace(found, listing=None)
    listings = [pair.listing for pair in rows if pair.listing.numbers]
    status = CellStatus.DIFFERENT if provider.phone else CellStatus.NEW
    if not listings:
        return None
    return value.one_of(status, listings, _first_number, lambda listing: listing.numbers[0].number)


def _first_number(listing: Listing) -> str:
    number = listing.numbers[0]
    return number.number + (f" x{number.extension}" if number.extension else "")


def _address(provider: Provider, own: Sequence[Listing], open_: Sequence[Listing]) -> Cell:
    """Return what the rows at the record's own place say of its address; `open_` give a street."""
    ours = text.address(provider.street, provider.city, provider.zip) if provider.street else None
    # Of a unit of another state the address is no fact that records are about.
    has_fact = provider.kind is not Kind.NEIGHBOR_UNIT
    value = _Value("address", f"{provider.id}/address" if has_fact else None, ours)
    if not open_:
        note = "the directory withholds the street, or gives a box"
        return value.said(CellStatus.WITHHELD, own, None, note)
    equal = [listing for listing in open_ if _is_same_address(provider, listing)]
    others = [listing for listing in open_ if listing not in equal]
    if equal and (provider.kind is Kind.CENTER or not others):
        return value.said(CellStatus.EQUAL, equal, address_of(equal[0]))
    if equal:
        note = f"one row agrees with the data, another does not: {address_of(others[0])}"
        return value.said(CellStatus.UNSURE, open_, None, note)
    adds = not provider.street or all(_adds_house_number(provider, other) for other in others)
    status = CellStatus.NEW if adds else CellStatus.DIFFERENT
    return value.one_of(status, others, address_of, _address_key)


def _address_key(listing: Listing) -> tuple[str, str]:
    return normalize.street(listing.street), normalize.place(listing.city)


def _is_same_address(provider: Provider, listing: Listing) -> bool:
    """Return whether street, town and ZIP are the same, as far as both have them."""
    return (
        bool(provider.street)
        and normalize.street(provider.street or "") == normalize.street(listing.street)
        and normalize.place(provider.city or "") in ("", normalize.place(listing.city))
        and (not provider.zip or not listing.zip or provider.zip == listing.zip)
    )


def _adds_house_number(provider: Provider, listing: Listing) -> bool:
    """Return whether a row has the street of the data with a house number, which the data lack."""
    ours, theirs = normalize.street(provider.street or ""), normalize.street(listing.street)
    number, _, rest = theirs.partition(" ")
    return number[:1].isdigit() and not ours[:1].isdigit() and rest == ours


def _point(provider: Provider, open_: Sequence[Listing]) -> Cell | None:
    """Return what the rows that give a street say of the point; centers have none in the data."""
    points = [
        (listing.lon, listing.lat)
        for listing in open_
        if listing.lon is not None and listing.lat is not None
    ]
    if provider.kind is Kind.CENTER or not points:
        return None
    lon, lat = points[0]
    ours = None
    if provider.lon is not None and provider.lat is not None:
        ours = _degrees(provider.lon, provider.lat)
    value = _Value("point", None, ours)
    if any(between_m(lon, lat, *other) > _SAME_PLACE_M for other in points):
        return value.said(CellStatus.UNSURE, open_, None, "rows disagree on the point")
    listed = _degrees(lon, lat)
    if provider.lon is None or provider.lat is None:
        return value.said(CellStatus.NEW, open_, listed)
    apart, radius_m = between_m(lon, lat, provider.lon, provider.lat), provider.radius_m or 0
    note = f"{apart / 1000:.1f} km from ours, which is right within {radius_m / 1000:g} km"
    if apart > radius_m:
        return value.said(CellStatus.DIFFERENT, open_, listed, note)
    status = CellStatus.NEW if provider.is_town_point else CellStatus.EQUAL
    return value.said(status, open_, listed, note)


def _degrees(lon: float, lat: float) -> str:
    return f"{lon:.6f}, {lat:.6f}"
