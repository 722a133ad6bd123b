"""Compare services.yaml with saved texts of the pages it was taken from.

For a maintainer who saves such pages: a folder with files named ID.txt, ID.html or ID.htm, ID as in
`sources`. Looks whether each text is the one the data were taken from (SHA-256), holds every quote that
is said to be from it, gives every number, lists the same counties, and has no telephone number that the
data lack. What a page no longer says is proposed as a challenge: a record for confirmations.yaml.
"""

import argparse
import datetime as dt
import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.catalog import load
from geo.catalog.dates import machine_date, parse_day, parse_when
from geo.catalog.records import (
    Catalog,
    ChallengeState,
    Claim,
    CrisisStep,
    Elsewhere,
    Facility,
    NeighborUnit,
    Operator,
    Programme,
    Record,
    RecordHow,
    RecordOutcome,
    Reference,
    Service,
    Services,
    ServiceType,
    Source,
    StatewideNumber,
    Term,
)
from geo.confirm import store
from geo.errors import DataError
from tools import saved_pages
from tools.saved_pages import numbers

__all__ = ["Challenge", "Difference", "county_names", "differences", "holds", "main"]

_MOST_WORDS = 900
"""Characters that a record's words may have."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """An open challenge of one fact, as a record of confirmations.yaml would be."""

    fact: str
    says: str
    counties: tuple[str, ...] = ()

    def record(self, on: dt.date, recorded: dt.date) -> Record:
        """Return the record: `on` is the day of the page."""
        return Record(
            fact=self.fact,
            outcome=RecordOutcome.CHALLENGED,
            on=parse_when(on.isoformat()),
            recorded=parse_when(recorded.isoformat()),
            how=RecordHow.DOCUMENT,
            by="Data maintainer",
            counties=self.counties,
            says=self.says,
            state=ChallengeState.OPEN,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a page and the data differ; without a `challenge` it is for a person to read."""

    text: str
    challenge: Challenge | None = None


def main(arguments: list[str] | None = None) -> int:
    """Print every difference; return 1 where there are some, 2 where nothing could be compared."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, required=True, help="folder with the saved pages")
    parser.add_argument("--data", type=Path, help="data folder; without it the project's own")
    parser.add_argument(
        "--on", type=parse_day, help="the day of the pages; without it that of each file"
    )
    options = parser.parse_args(arguments)
    try:
        catalog = load.load(options.data)
    except DataError as error:
        print(f"check_sources: {error}", file=sys.stderr)
        return 2
    pages = [
        page
        for page in sorted(options.pages.glob("*"))
        if page.suffix.lower() in saved_pages.SUFFIXES
    ]
    if not pages:
        named = ", ".join(f"ID{suffix}" for suffix in saved_pages.SUFFIXES)
        print(f"check_sources: no page named {named} in {options.pages}", file=sys.stderr)
        return 2
    found = [(page, list(differences(page, catalog))) for page in pages]
    every = [difference for _, told in found for difference in told]
    for difference in every:
        print(difference.text)
    print(f"{len(pages)} saved pages looked at, {len(every)} differences")
    _print_challenges(found, options.on)
    return 1 if every else 0


def _print_challenges(
    found: Iterable[tuple[Path, Iterable[Difference]]], on: dt.date | None
) -> None:
    """Print the proposed challenges, each as a record that can be put at the end of the file."""
    today = machine_date()
    records = [
        difference.challenge.record(min(on or _day(page), today), today)
        for page, told in found
        for difference in told
        if difference.challenge
    ]
    if records:
        print(
            "\nProposed challenges, for data/confirmations.yaml under records. Read each page first:"
        )
        print(store.as_yaml(records), end="")


def _day(page: Path) -> dt.date:
    """Return the day on which a file was written, in this computer's time zone."""
    return dt.datetime.fromtimestamp(page.stat().st_mtime, tz=dt.UTC).astimezone().date()


def differences(page: Path, catalog: Catalog) -> Iterator[Difference]:
    """Yield everything in which a saved page and the data differ."""
    services = catalog.services
    source = next((source for source in services.sources if source.id == page.stem), None)
    if source is None:
        yield Difference(f"{page.name}: no source has the id {page.stem}")
        return
    sha256 = hashlib.sha256(page.read_bytes()).hexdigest()
    if sha256 != source.sha256 and page.suffix.lower() == ".txt":
        told = source.sha256 or "none"
        yield Difference(f"{page.name}: SHA-256 is {sha256}, the data say {told}")
    text = saved_pages.page_text(page)
    new = numbers(text) - _known_numbers(services)
    lists = _lists(source, services, text, county_names(catalog))
    listed = {service.id for service, _, theirs in lists if theirs}
    yield from _quotes_gone(page, source, services, text, listed)
    yield from _numbers_gone(page, source, services, text, new)
    yield from _lists_changed(page, lists)
    for number in sorted(new):
        yield Difference(f"{page.name}: the data lack the number {number}")


def holds(text: str, quote: str) -> bool:
    """Return whether a text has a quote, whatever its spaces, capitals and curly marks.

    ``...`` joins pieces that stand in this order, with anything between them.
    """
    return saved_pages.end_of(saved_pages.plain(text), quote) is not None


def county_names(catalog: Catalog) -> dict[str, str]:
    """Return the county's name by each name and alias of a county, in lower case."""
    names = {county.geoid: county.name for county in catalog.counties}
    return {name.casefold(): names[geoid] for name, geoid in catalog.geoid_by_name.items()}


def _quotes_gone(
    page: Path, source: Source, services: Services, text: str, listed: set[str]
) -> Iterator[Difference]:
    """Yield each quote that is gone; whoever is `listed` with its counties is still there."""
    for name, quote, is_listing in _quotes(source, services):
        if not holds(text, quote):
            says = f"The page no longer has the words: {quote}"[:_MOST_WORDS]
            yield Difference(
                f"{page.name}: the quote of {name} is not there: {quote}",
                Challenge(f"{name}/listing", says) if is_listing and name not in listed else None,
            )


def _numbers_gone(
    page: Path, source: Source, services: Services, text: str, new: set[str]
) -> Iterator[Difference]:
    """Yield each number that the data have from a page and it no longer gives, with what may stand for it.

    That is the new number nearest to the entry's own words, or to its name where it has none.
    """
    given, plain = numbers(text), saved_pages.plain(text)
    called: tuple[Service | Facility | NeighborUnit | Operator, ...] = (
        *services.services,
        *services.facilities,
        *services.neighbor_units,
        *services.operators,
    )
    for entry in called:
        if entry.source != source.id or not entry.phone or entry.phone in given:
            continue
        words = entry.name if isinstance(entry, Operator) else entry.quote
        place = saved_pages.about_at(plain, words)
        near = None if place is None else saved_pages.nearest_number(plain, place, new)
        instead = f"; the new number nearest to its words is {near}" if near else ""
        says = f"The page no longer gives {entry.phone}{instead}."
        yield Difference(
            f"{page.name}: the number of {entry.id} is not there: {entry.phone}{instead}",
            Challenge(f"{entry.id}/phone", says),
        )


def _lists(
    source: Source, services: Services, text: str, names: Mapping[str, str]
) -> list[tuple[Service, frozenset[str], frozenset[str] | None]]:
    """Return the teams whose counties a page lists, with the counties of the data and of the page."""
    own = (service for service in services.services if service.source == source.id)
    found = []
    for service in own:
        ours = frozenset(names[name.casefold()] for name in service.catchment.counties)
        if ours:
            theirs = saved_pages.listed_counties(text, ours, names, service.quote)
            found.append((service, ours, theirs))
    return found


def _lists_changed(
    page: Path, lists: Iterable[tuple[Service, frozenset[str], frozenset[str] | None]]
) -> Iterator[Difference]:
    """Yield each list of counties that is longer or shorter than the data have it."""
    for service, ours, theirs in lists:
        if theirs is None:
            yield Difference(f"{page.name}: the counties of {service.id} are not found in one list")
        elif theirs != ours:
            longer, shorter = sorted(theirs - ours), sorted(ours - theirs)
            changes = [f"names {', '.join(longer)} too"] * bool(longer)
            changes += [f"no longer names {', '.join(shorter)}"] * bool(shorter)
            told = " and ".join(changes)
            says = f"The page's list {told}."
            yield Difference(
                f"{page.name}: the list of {service.id} {told}",
                Challenge(f"{service.id}/counties", says, (*shorter, *longer)),
            )


def _quotes(source: Source, services: Services) -> Iterator[tuple[str, str, bool]]:
    """Yield id and quote of every fact from a source, and whether the entry's listing is a fact."""
    listed: tuple[Service | Facility | NeighborUnit, ...] = (
        *services.services,
        *services.facilities,
        *services.neighbor_units,
    )
    others: tuple[Claim | Elsewhere, ...] = (*services.claims, *services.elsewhere)
    told = [(fact.id, fact.source, fact.quote, True) for fact in listed]
    told += [(fact.id, fact.source, fact.quote, False) for fact in others]
    told += [
        (number.id, way.source, way.quote, False)
        for number in services.statewide
        for way in number.reach
    ]
    quoting: tuple[Reference | Programme | CrisisStep | Term | ServiceType, ...] = (
        *services.references,
        *services.programmes,
        *services.crisis_steps,
        *services.terms,
        *services.service_types,
    )
    taking: tuple[ServiceType | Service | Facility, ...] = (
        *services.service_types,
        *services.services,
        *services.facilities,
    )
    told += [(one.id, one.source, one.quote, False) for one in quoting if one.quote]
    told += [
        (one.id, one.for_whom.source, one.for_whom.quote, False)
        for one in taking
        if one.for_whom and one.for_whom.quote
    ]
    yield from ((name, quote, listing) for name, at, quote, listing in told if at == source.id)


def _known_numbers(services: Services) -> set[str]:
    called: tuple[
        Service | Facility | NeighborUnit | Operator | Elsewhere | StatewideNumber, ...
    ] = (
        *services.statewide,
        *services.elsewhere,
        *services.services,
        *services.facilities,
        *services.neighbor_units,
        *services.operators,
    )
    stated = [unit.phone for unit in called]
    stated += [number for operator in services.operators for number in (operator.fax, operator.tdd)]
    return {number for number in stated if number}


if __name__ == "__main__":
    sys.exit(main())
