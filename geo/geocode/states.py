"""Names and postal codes of the states, to recognize a text about another state."""

__all__ = [
    "CODES",
    "FULL_NAMES",
    "LAST_WORDS",
    "LOOSE",
    "NAMES",
    "OF_PARISHES",
    "PARISH",
    "WORDS",
    "name_of",
]

CODES = {
    **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California"},
    **{"CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia"},
    **{"FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho"},
    **{"IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky"},
    **{"LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts"},
    **{"MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri"},
    **{"MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire"},
    **{"NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina"},
    **{"ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon"},
    **{"PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina"},
    **{"SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont"},
    **{"VA": "Virginia", "VI": "Virgin Islands", "WA": "Washington", "WV": "West Virginia"},
    **{"WI": "Wisconsin", "WY": "Wyoming"},
}
"""State, district or territory by postal code (USPS Publication 28, appendix B)."""

# People shorten these; the other old abbreviations are too easily mistaken for something else.
_SHORT = {
    **{"ala": "AL", "ark": "AR", "fla": "FL", "ill": "IL", "miss": "MS", "tenn": "TN"},
    **{"tex": "TX", "washington dc": "DC"},
}
_SPANISH = {
    **{"carolina del norte": "NC", "carolina del sur": "SC", "luisiana": "LA", "misisipi": "MS"},
    **{"misuri": "MO", "nueva york": "NY", "nuevo mexico": "NM", "tejas": "TX", "tenesi": "TN"},
}
FULL_NAMES = {**{name.casefold(): code for code, name in CODES.items()}, **_SPANISH}
"""Postal code by name, English or Spanish, in lower case."""

NAMES = {**FULL_NAMES, **_SHORT}
"""Postal code by name or common short form, in lower case."""

LAST_WORDS = frozenset(name.rpartition(" ")[2] for name in (*NAMES, *map(str.casefold, CODES)))
"""What a state's name or code can end with, in lower case."""

PARISH, OF_PARISHES = "parish", "LA"
"""What a county is called in one state, and the code of that state."""

WORDS = frozenset(("hi", "in", "me", "ok", "or", "oh"))
"""Codes that are plain words too: in small letters at the end of a text they may be either."""


LOOSE = WORDS.union(("al", "co", "de", "id", "la", "ma", "md", "mo", "ne", "pa"))
"""Codes that, in small letters where no state is expected, are too often something else."""


def name_of(code: str) -> str:
    """Return the name of a state by its postal code; "" for an unknown code."""
    return CODES.get(code, "")
