"""A directory beside the data: what each of its values says of each of ours."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.match import cells
from geo.match.pairing import Pairs, pairs
from geo.match.providers import providers
from geo.match.records import (
    CellStatus,
    Code,
    Directory,
    Kind,
    Listing,
    MatchReport,
    Provider,
    ProviderMatch,
)

__all__ = ["compare", "exit_code"]


def compare(catalog: Catalog, directory: Directory, as_of: dt.date | None = None) -> MatchReport:
    """Return what a directory says of every record of the data, as of a day or today."""
    day = as_of or catalog.today()
    known = providers(catalog.services)
    found = pairs(known, directory.listings)
    states = {listing.state for listing in directory.listings}
    matches = [_match(paired, directory) for paired in found if paired.sure]
    may_be = [_may_be(paired, directory) for paired in found if paired.may_be and not paired.sure]
    absent = [paired.provider for paired in found if not paired.sure and not paired.may_be]
    not_found = tuple(provider.id for provider in absent if provider.state in states)
    taken = {id(pair.listing) for paired in found for pair in (*paired.sure, *paired.may_be)}
    own = [
        listing
        for listing in directory.listings
        if listing.state == catalog.services.study_area.postal
    ]
    unmatched = sum(id(listing) not in taken for listing in own)
    statuses = Counter(cell.status for match in matches for cell in match.cells)
    counts = {status.value: statuses[status] for status in CellStatus}
    return MatchReport(
        data_sha256=catalog.data_sha256,
        as_of=day,
        directory=replace(directory, rows=replace(directory.rows, unmatched=unmatched)),
        counts={**counts, "may_be_listed": len(may_be), "not_found": len(not_found)},
        matches=tuple(matches),
        may_be=tuple(may_be),
        not_found=not_found,
        would_refresh=_refreshed(catalog, directory, matches, day),
        notes=_notes(directory, absent, states),
    )


def exit_code(report: MatchReport) -> int:
    """Return 1 where a value of the directory differs from the data's, else 0."""
    return 1 if report.counts[CellStatus.DIFFERENT] else 0


def _refreshed(
    catalog: Catalog, directory: Directory, matches: Iterable[ProviderMatch], day: dt.date
) -> tuple[str, ...]:
    """Return the equal facts that a record of the directory's day would make fresh again."""
    limit_days = catalog.confirmations.stale_after_days
    if directory.day is None or (day - directory.day).days > limit_days:
        return ()
    return tuple(
        cell.fact
        for match in matches
        for cell in match.cells
        if cell.status is CellStatus.EQUAL and cell.fact
    )


def _notes(directory: Directory, absent: Iterable[Provider], states: set[str]) -> tuple[str, ...]:
    notes = ["That a directory leaves somebody out says nothing: it lists who answered."]
    if directory.day is None:
        notes.append(
            "Neither the title nor the file's name tells which year it describes: say so with --describes."
        )
    missing = sorted({provider.state for provider in absent} - states)
    if missing:
        notes.append(f"The file has no rows of {', '.join(missing)}.")
    return tuple(notes)


def _match(found: Pairs, directory: Directory) -> ProviderMatch:
    provider = found.provider
    own = [pair for pair in found.sure if pair.is_own_place]
    ways = dict.fromkeys(pair.by for pair in own or found.sure)
    listings = tuple(pair.listing for pair in found.sure)
    return ProviderMatch(
        kind=provider.kind,
        id=provider.id,
        title=provider.title,
        matched_by="; ".join(ways),
        listings=listings,
        cells=cells.cells(found),
        codes=_codes(listings, directory),
        note=_sites(found),
    )


def _sites(found: Pairs) -> str | None:
    """Return what to say of rows that are other sites under the same number."""
    others = [pair.listing for pair in found.sure if not pair.is_own_place]
    if not others or found.provider.kind is Kind.TEAM:
        return None
    if found.provider.kind is not Kind.CENTER:
        addresses = "; ".join(dict.fromkeys(map(cells.address_of, others)))
        return f"a row has the number and another name, so its address is not compared: {addresses}"
    towns = ", ".join(dict.fromkeys(listing.city for listing in others))
    return f"the number stands with other sites too ({towns}); their addresses are not compared"


def _may_be(found: Pairs, directory: Directory) -> ProviderMatch:
    listings = tuple(pair.listing for pair in found.may_be)
    return ProviderMatch(
        kind=found.provider.kind,
        id=found.provider.id,
        title=found.provider.title,
        matched_by=None,
        listings=listings,
        cells=(),
        codes=_codes(listings, directory),
        note="; ".join(dict.fromkeys(pair.by for pair in found.may_be)),
    )


def _codes(listings: Sequence[Listing], directory: Directory) -> tuple[Code, ...]:
    codes = dict.fromkeys(code for listing in listings for code in listing.codes)
    return tuple(directory.key.get(code) or Code(code=code, definition=None) for code in codes)
