"""Which column of a directory file says what: found by the header's words, in any case, spacing and order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["NEEDED", "Columns", "key", "known", "recognized"]

_WORDS: Final[Mapping[str, str]] = {
    "name": "name1 name facilityname facilityname1 facilityprogramname programname providername facility "
    "organization organizationname",
    "name2": "name2 facilityname2 name12 secondname sitename",
    "street": "street1 street streetaddress address1 address addressline1 facilityaddress streetname",
    "street2": "street2 address2 addressline2 streetaddress2",
    "city": "city town cityname facilitycity",
    "state": "state stateabbreviation statecode stateabbr statename facilitystate",
    "zip": "zip zip5 zipcode zipcode5 postalcode facilityzip",
    "county": "county countyname",
    "phone": "phone phonenumber telephone telephonenumber mainphone phone1 facilityphone",
    "lat": "latitude lat",
    "lon": "longitude lon lng long",
    "codes": "servicecodeinfo servicecodes servicecodesinfo servicecode codes services",
}
"""By field, what its header can say: of several that a file has, the first one named here."""
NEEDED: Final = ("name", "city", "state", "phone")
"""Fields without which nothing can be matched."""
_MORE_NUMBERS = re.compile(r"(?:intake|hotline)(?:phone|number|line)?[0-9]?[a-z]?")
_PROMPTS = re.compile(r"intake(?:prompt|text)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of columns, from 0: by field; those with further numbers, by their header; all others."""

    fields: Mapping[str, int]
    more_numbers: Mapping[str, int]
    others: Mapping[str, int]


def key(header: str) -> str:
    """Return a header's letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def known(row: Mapping[int, str]) -> set[str]:
    """Return the needed fields that a row's cells are headers of."""
    keys = {key(cell) for cell in row.values()}
    return {field for field in NEEDED if keys & set(_WORDS[field].split())}


def recognized(row: Mapping[int, str]) -> Columns | None:
    """Return the columns that a row names, None where it is no header."""
    if len(known(row)) < len(NEEDED):
        return None
    places: dict[str, int] = {}
    for place, cell in sorted(row.items()):
        places.setdefault(key(cell), place)
    fields: dict[str, int] = {}
    for field, words in _WORDS.items():
        said = [word for word in words.split() if word in places]
        if said:
            fields[field] = places[said[0]]
    if "lat" not in fields or "lon" not in fields:
        fields = {field: place for field, place in fields.items() if field not in ("lat", "lon")}
    rest = {name: place for name, place in places.items() if place not in fields.values()}
    more = {name: place for name, place in rest.items() if _MORE_NUMBERS.fullmatch(name)}
    others = {
        name: place
        for name, place in rest.items()
        if name and name not in more and not _PROMPTS.fullmatch(name)
    }
    return Columns(fields, more, others)
