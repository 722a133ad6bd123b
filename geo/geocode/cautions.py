"""What the reader of a location must know, in plain words: every code and its message.

Messages are filled with names from the tables only, never with what was typed.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from geo.catalog.records import Catalog
from geo.geocode.location import Caution, Location, LocationStatus, Parts
from geo.said import said

__all__ = ["MESSAGES", "Notes", "cautions_of", "no_candidate"]

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The text as a whole.
        "empty": "Type a town, ZIP, address or county.",
        "too_long": "The text is longer than 256 characters. Please shorten it to the address.",
        "nothing_known": "We found no town, ZIP or county of {state} in the text.",
        "state_only": "Please add a town, ZIP or county.",
        "street_only": (
            "We cannot place a street, box or landmark alone. Please add a town, ZIP or county."
        ),
        "out_of_state": "This place is not in {state}.",
        # Coordinates.
        "bad_coordinates": (
            "These coordinates do not exist. A latitude is at most 90 degrees, a longitude 180."
        ),
        "coordinates_coarse": (
            "These coordinates are too coarse to name a county. Please give one or more decimals."
        ),
        "swapped": (
            "We read the longitude first. Only in that order is the point in or near {state}."
        ),
        "west_assumed": "We read the longitude as west. Only so is the point in or near {state}.",
        "outside_line": (
            "The point is just outside {state} on our simplified map. We used the nearest county."
        ),
        "on_line": (
            "The point is in {name} on our map, but very near the line. It may be on either side."
        ),
        "beyond_line": "The point is in {name}, beyond the line of {state}.",
        "off_shore": (
            "The point is off the coast or just outside the county lines. We used the "
            "nearest county."
        ),
        "map_middle": "The link gives the middle of a map. The place you mean may be elsewhere.",
        "grid_not_read": (
            "We cannot read this kind of coordinates. Please give latitude and longitude."
        ),
        "two_points": "You gave more than one point. Please give one at a time.",
        "state_nearer": "The point may be nearer to {name} than to {state}.",
        "point_elsewhere": "The coordinates are not in {state}.",
        "point_place_disagree": (
            "The coordinates and the place do not belong together. Please check both."
        ),
        # What could not be looked up.
        "street_not_looked_up": "We cannot look up streets. We used {name}.",
        "landmark_not_looked_up": "We cannot look up landmarks. We used {name}.",
        "po_box": "A post office box is where mail goes, not where a person is. We used {name}.",
        "words_unread": "We did not understand some words and left them out.",
        "town_unknown": "Some words, perhaps a town, are not in our tables. We used {name}.",
        "county_unknown": "No county in {state} has that name.",
        "zip_unknown": "This ZIP is not in our tables.",
        "no_zips": "This data has no list of ZIP Codes. Please give a county or coordinates.",
        "no_towns": "This data has no list of towns. Please give a county or coordinates.",
        "zip_digits": "A ZIP has five digits.",
        # What was read in a way that should be checked.
        "spelled": "We read it as {name}.",
        "near_town": "The place may be near {name}, not in it.",
        "distance_from_town": "You gave a distance from {name}. The place is somewhere around it.",
        "may_leave_state": "A place that far from {name} may be outside {state}.",
        "too_far": "That is too far from {name} to say where. Please name a nearer town.",
        "zip_was_number": (
            "A spreadsheet had changed the ZIP to a number. We read it as a ZIP again."
        ),
        "near_state_line": "You named {name}. The place may be near its line, or beyond it.",
        "other_side": "Across from {name} may be another state.",
        "state_in_name": "We read {name} as part of a name, not as the state.",
        "call_it": "That is a number to call, not a place.",
        "part_of_name": (
            "{name} may be a plain word here, or part of a longer name such as a lake. "
            "Please name the town."
        ),
        "street_or_town": "We read {name} as the town. If it is the street, please add the town.",
        "bare_county": "{name} is a county's name. A community may have that name too.",
        "also_state": "{name} is also the name of a state.",
        # Two readings.
        "homonym": "More than one town is called {name}.",
        "county_or_town": "{name} is the name of a county and of a town.",
        "two_towns": "We read more than one town.",
        "two_counties": "We read more than one county.",
        "two_zips": "We read more than one ZIP.",
        "several_spellings": "More than one name is spelled almost like that.",
        "state_unclear": "If the last word is the postal code of {name}, the place is not in {state}.",
        "zip_of_neighbor": "The ZIP is that of {name}, near the town you named.",
        "town_elsewhere": "One of the places you named is in {name}.",
        "zip_elsewhere": "The ZIP belongs to {name}, the rest of the text to {state}.",
        "state_zip_disagree": "The text names {name}, but its ZIP belongs to {state}.",
        "zip_town_disagree": "The ZIP and the town do not belong together. Please check both.",
        "zip_county_disagree": "The ZIP and the county do not belong together. Please check both.",
        "town_county_disagree": "The town is not in that county. Please check both.",
    }
)
"""Message by code. `{state}` is the study area's name, `{name}` a name from the tables."""


Notes = list[tuple[str, str]]
"""Caution codes, each with the name from the tables that its message needs."""


def cautions_of(notes: Iterable[tuple[str, str]], catalog: Catalog) -> tuple[Caution, ...]:
    """Return the cautions that notes stand for, each once."""
    state = catalog.services.study_area.name
    return tuple(
        Caution(code=code, message=said(MESSAGES[code], state=state, name=name))
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
