"""What the reader of a location must know, in plain words: every code and its message.

Messages are filled with names from the tables only, never with what was typed.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from geo.catalog.records import Catalog
from geo.geocode.location import Caution, Location, LocationStatus, Parts

__all__ = ["MESSAGES", "Notes", "cautions_of", "no_candidate"]

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The text as a whole.
        "empty": "There is no letter or digit to read.",
        "too_long": "The text is longer than 256 characters. Please shorten it to the address.",
        "nothing_known": "No town, ZIP code or county of {state} was found in the text.",
        "state_only": "Please add a town, ZIP code or county.",
        "street_only": "A street, box or landmark alone cannot be placed. Please add a town, ZIP code or county.",
        "out_of_state": "This place is not in {state}.",
        # Coordinates.
        "bad_coordinates": "These coordinates do not exist: a latitude is at most 90 degrees, a longitude 180.",
        "coordinates_coarse": "These coordinates are too coarse to name a county. Please give one or more decimals.",
        "swapped": "Read with the longitude first: only in that order does the point lie in or near {state}.",
        "west_assumed": "The longitude was read as west: only so does the point lie in or near {state}.",
        "outside_line": (
            "The point lies just outside of {state} on our map, whose border is simplified. "
            "The nearest county is named."
        ),
        "on_line": (
            "The point lies in {name} on our map, but so near the line that it may be on either side: "
            "the line is drawn within some 500 m."
        ),
        "beyond_line": "The point lies in {name}, beyond the line of {state}.",
        "off_shore": (
            "The point lies off the coast or just outside of the county lines as drawn; "
            "the nearest county is named."
        ),
        "map_middle": "The link names the middle of a map, which need not be the place that is meant.",
        "grid_not_read": "This notation of a point is not read. Please give latitude and longitude.",
        "two_points": "More than one point was given. Please give one at a time.",
        "state_nearer": "The point may lie nearer to {name} than to {state}.",
        "point_elsewhere": "The coordinates do not lie in {state}.",
        "point_place_disagree": (
            "The coordinates and the place named do not belong together. Please check both."
        ),
        # What could not be looked up.
        "street_not_looked_up": "The street was not looked up: placed at {name}.",
        "landmark_not_looked_up": "The landmark was not looked up: placed at {name}.",
        "po_box": "A post office box says where mail goes, not where a person is: placed at {name}.",
        "words_unread": "Some words were not understood and not used.",
        "town_unknown": "Some words, perhaps a town, are not in our tables: placed at {name}.",
        "county_unknown": "No county of that name is in {state}.",
        "zip_unknown": "This ZIP code is not in our tables.",
        "zip_digits": "A ZIP code has five digits.",
        # What was read in a way that should be checked.
        "spelled": "Read as {name}.",
        "near_town": "{name} was named as a landmark: the place may lie outside of it.",
        "distance_from_town": "A distance from {name} was named: the place lies somewhere around it.",
        "may_leave_state": "A place that far from {name} may lie outside of {state}.",
        "too_far": "That is too far from {name} to say where. Please name a nearer town.",
        "zip_was_number": "A spreadsheet had made the ZIP code a number; it was read as a ZIP code again.",
        "near_state_line": "{name} was named: the place may be near its line, or beyond it.",
        "other_side": "What lies across from {name} may be in another state.",
        "state_in_name": "{name} was read as part of a street's or other name, not as the state.",
        "call_it": "That is a number to call, not a place.",
        "part_of_name": (
            "{name} stands here as a plain word or in a longer name, as of a lake or a school, "
            "which may lie elsewhere. Please name the town."
        ),
        "street_or_town": "{name} was read as the town. If it is the street, please add the town.",
        "bare_county": "{name} is the name of a county; a community may be called so too.",
        "also_state": "{name} is also the name of a state.",
        # Two readings.
        "homonym": "More than one town is called {name}.",
        "county_or_town": "{name} is the name of a county and of a town.",
        "two_towns": "More than one town was read.",
        "two_counties": "More than one county was read.",
        "two_zips": "More than one ZIP code was read.",
        "several_spellings": "More than one name is spelled nearly so.",
        "state_unclear": "If the last word is the postal code of {name}, the place is not in {state}.",
        "zip_of_neighbor": "The ZIP code is that of {name}, near the town that was named.",
        "town_elsewhere": "One of the places named lies in {name}.",
        "zip_elsewhere": "The ZIP code belongs to {name}, the rest of the text to {state}.",
        "state_zip_disagree": "The text names {name}, but its ZIP code belongs to {state}.",
        "zip_town_disagree": "ZIP code and town do not belong together. Please check both.",
        "zip_county_disagree": "ZIP code and county do not belong together. Please check both.",
        "town_county_disagree": "The town does not lie in that county. Please check both.",
    }
)
"""Message by code. `{state}` is the study area's name, `{name}` a name from the tables."""


Notes = list[tuple[str, str]]
"""Caution codes, each with the name from the tables that its message needs."""


def cautions_of(notes: Iterable[tuple[str, str]], catalog: Catalog) -> tuple[Caution, ...]:
    """Return the cautions that notes stand for, each once."""
    state = catalog.services.study_area.name
    return tuple(
        Caution(code=code, message=MESSAGES[code].format(state=state, name=name))
        for code, name in dict.fromkeys(notes)
    )


def no_candidate(
    catalog: Catalog,
    status: LocationStatus,
    notes: Notes,
    *,
    parts: Parts | None = None,
    suggestions: tuple[str, ...] = (),
) -> Location:
    """Return a location without a candidate."""
    return Location(
        status=status,
        parts=parts or Parts(),
        warnings=cautions_of(notes, catalog),
        suggestions=suggestions,
    )
