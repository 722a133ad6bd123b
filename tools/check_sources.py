"""Compare services.yaml with stored texts of the pages it was taken from.

For a maintainer who keeps such texts: a folder with files named ID.txt, ID as in `sources`.
Looks whether each text is the one the data were taken from (SHA-256), holds every quote that is
said to be from it, and has no telephone number that the data lack.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from geo.catalog import load
from geo.catalog.records import (
    Claim,
    Elsewhere,
    Facility,
    Operator,
    Service,
    Services,
    Source,
    StatewideNumber,
)
from geo.errors import DataError

__all__ = ["differences", "holds", "main", "numbers"]

_NUMBER = re.compile(r"(?<!\d)\(?([2-9]\d\d)\)?[\s.-]{1,2}([2-9]\d\d)[\s.-](\d{4})(?!\d)")
# Curly quotation marks and long dashes, as pages have them, to what a keyboard has.
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")


def main(arguments: list[str] | None = None) -> int:
    """Print every difference; return 1 where there are some, 2 where nothing could be compared."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, required=True, help="folder with the stored texts")
    parser.add_argument("--data", type=Path, help="data folder; without it the project's own")
    options = parser.parse_args(arguments)
    try:
        services = load.load(options.data).services
    except DataError as error:
        print(f"check_sources: {error}", file=sys.stderr)
        return 2
    pages = sorted(options.pages.glob("*.txt"))
    if not pages:
        print(f"check_sources: no text named ID.txt in {options.pages}", file=sys.stderr)
        return 2
    found = [difference for page in pages for difference in differences(page, services)]
    for difference in found:
        print(difference)
    print(f"{len(pages)} stored texts looked at, {len(found)} differences")
    return 1 if found else 0


def differences(page: Path, services: Services) -> Iterator[str]:
    """Yield one line for everything in which a stored text and the data differ."""
    source = next((source for source in services.sources if source.id == page.stem), None)
    if source is None:
        yield f"{page.name}: no source has the id {page.stem}"
        return
    raw = page.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    if sha256 != source.sha256:
        yield f"{page.name}: SHA-256 is {sha256}, the data say {source.sha256 or 'none'}"
    text = raw.decode("utf-8", "replace")
    for name, quote in _quotes(source, services):
        if not holds(text, quote):
            yield f"{page.name}: the quote of {name} is not there: {quote}"
    for number in sorted(numbers(text) - _known_numbers(services)):
        yield f"{page.name}: the data lack the number {number}"


def holds(text: str, quote: str) -> bool:
    """Return whether a text has a quote, whatever its spaces, capitals and curly marks.

    ``...`` joins pieces that stand in this order, with anything between them.
    """
    where, plain = 0, _normal(text)
    for piece in re.split(r"\s*(?:\.\.\.|…)\s*", quote):
        # Whole words: "region 1" does not stand in "region 12".
        form = re.compile(rf"(?<!\w){re.escape(_normal(piece))}(?!\w)")
        found = form.search(plain, where)
        if not found:
            return False
        where = found.end()
    return True


def numbers(text: str) -> set[str]:
    """Return the telephone numbers in a text, each as 601-555-0123."""
    return {"-".join(parts) for parts in _NUMBER.findall(text)}


def _normal(text: str) -> str:
    return " ".join(text.translate(_PLAIN).casefold().split())


def _quotes(source: Source, services: Services) -> Iterator[tuple[str, str]]:
    """Yield id and quote of every fact from a source."""
    facts: tuple[Service | Facility | Claim, ...] = (
        *services.services,
        *services.facilities,
        *services.claims,
    )
    told = [(fact.id, fact.source, fact.quote) for fact in facts]
    told += [
        (number.id, way.source, way.quote) for number in services.statewide for way in number.reach
    ]
    told += [(entry.id, entry.source, entry.quote) for entry in services.elsewhere]
    told += [
        (reference.id, reference.source, reference.quote)
        for reference in services.references
        if reference.quote
    ]
    yield from ((name, quote) for name, at, quote in told if at == source.id)


def _known_numbers(services: Services) -> set[str]:
    called: tuple[Service | Facility | Operator | Elsewhere | StatewideNumber, ...] = (
        *services.statewide,
        *services.elsewhere,
        *services.services,
        *services.facilities,
        *services.operators,
    )
    stated = [unit.phone for unit in called]
    stated += [number for operator in services.operators for number in (operator.fax, operator.tdd)]
    return {number for number in stated if number}


if __name__ == "__main__":
    sys.exit(main())
