"""Words that relate a place to a name beside them: in it, near it, so many miles away."""

from geo.geocode import streets
from geo.geocode.tokens import words

__all__ = [
    "AWAY",
    "BETWEEN",
    "CHAINS",
    "FAR",
    "IN",
    "LANDMARKS",
    "LINKS",
    "NEAR",
    "UNITS",
    "is_count",
]

IN = frozenset(("in", "inside", "into", "downtown"))
BETWEEN = words("between btw btwn")
NEAR = BETWEEN | words("around by near nearby outside past toward towards")
# Meters to each unit; minutes and hours count as driven at 60 miles per hour.
FAR = {
    **dict.fromkeys(("mi", "mile", "miles", "min", "mins", "minute", "minutes"), 1_609.344),
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers"), 1_000.0),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), 96_560.64),
}
AWAY = (
    words("across away close far just next out outside outskirts suburb suburbs")
    | streets.DIRECTIONS
    | FAR.keys()
)
# What may stand between two names of equal right.
LINKS = (
    NEAR
    | AWAY
    | words("& / about and area born driving either else from going halfway headed i in is line")
    | words("maybe of or perhaps possibly the then think to towns")
)
UNITS = words("# apartment apt bldg building lot room space ste suite trailer trlr unit")
CHAINS = words("cvs kroger mcdonalds walgreens walmart wendys")
"""Shops that no town is called by, in lower case."""
LANDMARKS = words(
    "apartments arena armory bar barn cafe cemetery courthouse daycare depot diner dock dollar dump exit "
    "factory farm firehouse graveyard gym interstate intersection landfill laundromat levee light library "
    "pantry pharmacy pond pool post railroad refinery restaurant sawmill shack sign spillway stadium "
    "stop tower towers tracks truckstop warehouse yard"
)
"""Last words of what people name to say where they are, which no town's name ends with."""


def is_count(text: str) -> bool:
    """Return whether a word is a short number, such as one of miles."""
    return len(text) < 6 and text.replace(".", "", 1).isdigit()
