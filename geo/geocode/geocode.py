"""Typed text to a place: a point, a ZIP, a town or a county of the study area, from its tables."""

from dataclasses import replace

from geo.catalog.records import Catalog
from geo.geocode import candidates, cautions, coordinates, from_words, refine
from geo.geocode.from_coordinates import BORDER_M, MAX_RADIUS_M, OFF_SHORE_M, at_point
from geo.geocode.location import MAX_TEXT, Candidate, Location, LocationStatus, Scale
from geo.geocode.parse import MAX_BEYOND_M, ParsedAddress
from geo.geocode.parse_state import Distance, MeasuredFrom
from geo.geocode.tokens import normalized, tokenized, words

__all__ = ["BORDER_M", "MAX_RADIUS_M", "OFF_SHORE_M", "TOWN_REACH_M", "locate"]

TOWN_REACH_M = 8_000
"""Metres outside of a town or ZIP within which coordinates may be those of its people."""


def locate(text: str, catalog: Catalog) -> Location:
    """Return what a typed place turns out to be in a catalog's tables.

    Reads coordinates, addresses, towns, counties and ZIPs. Two readings are two candidates; what
    was read but not used is said in `warnings`. The text is neither kept nor shown, and no text
    raises; one above `MAX_TEXT` characters is refused. Raises TypeError for what is no text.
    """
    if not isinstance(text, str):
        raise TypeError("text is to be a str")
    if len(text) > MAX_TEXT:
        return cautions.without(catalog, LocationStatus.INVALID, [("too_long", "")])
    line = normalized(text)
    if len(line) > 2 * MAX_TEXT:  # some single characters stand for many
        return cautions.without(catalog, LocationStatus.INVALID, [("too_long", "")])
    if not any(one.isalnum() for one in line):
        return cautions.without(catalog, LocationStatus.INVALID, [("empty", "")])
    area = catalog.services.study_area
    point = coordinates.parse(line, area)
    if point:
        return at_point(point, catalog)
    among = coordinates.among_words(line, area)
    if among:
        return _among_words(among, catalog)
    rest = coordinates.without_grid(line)
    return from_words.of_words(line, catalog) if rest is None else _beside_grid(rest, catalog)


def _beside_grid(rest: str, catalog: Catalog) -> Location:
    """Answer the words beside a notation that is not read, and say so."""
    notes: cautions.Notes = [("grid_not_read", "")]
    if not any(one.isalnum() for one in rest):
        return cautions.without(catalog, LocationStatus.NOT_FOUND, notes)
    told = from_words.of_words(rest, catalog)
    return replace(told, warnings=(*cautions.said(notes, catalog), *told.warnings))


# Of the words beside a point: said again where it is the answer, and those that leave nothing open.
_STILL_SAID = ("words_unread", "zip_unknown", "county_unknown")
_LABELS = words("gps geo coordinates coordinate coords location position lat long lon")


def _among_words(among: coordinates.Among, catalog: Catalog) -> Location:
    """Answer a text with coordinates: the point, unless its other words speak of elsewhere."""
    finest = min(among.points, key=lambda one: one.radius_m)
    if any(
        candidates.apart_m(finest, one) > finest.radius_m + one.radius_m for one in among.points
    ):
        return cautions.without(catalog, LocationStatus.NOT_FOUND, [("two_points", "")])
    here = at_point(finest, catalog)
    said = {one.text for one in tokenized(among.rest)} - _LABELS
    if not any(one.isalnum() for text in said for one in text):
        return here
    read = from_words.parsed(among.rest, catalog)
    told = from_words.located(read, catalog)
    here = replace(here, parts=replace(told.parts, lon=here.parts.lon, lat=here.parts.lat))
    distance = read.distance
    if here.candidates and distance and distance.measured_from is MeasuredFrom.NOTHING:
        return _around(here, distance, read, catalog)
    if here.candidates:
        return _weighed(here, told, catalog)
    if not told.candidates:
        return replace(here, elsewhere=told.elsewhere)
    # A point that is too coarse may still lie there; one of another state does not.
    if here.status is LocationStatus.NOT_FOUND:
        return replace(told, parts=here.parts, warnings=(*here.warnings, *told.warnings))
    why: cautions.Notes = [("point_elsewhere", ""), ("point_place_disagree", "")]
    return replace(
        told,
        status=LocationStatus.AMBIGUOUS,
        parts=here.parts,
        warnings=(*cautions.said(why, catalog), *told.warnings),
    )


def _around(here: Location, distance: Distance, read: ParsedAddress, catalog: Catalog) -> Location:
    """Answer a stated distance from a point: the ground around it, unless that is too much."""
    name = "the point"
    notes: cautions.Notes = [("words_unread", "")] if read.unread else []
    if distance.meters > MAX_BEYOND_M:
        notes.append(("too_far", name))
        return cautions.without(catalog, LocationStatus.NOT_FOUND, notes, parts=here.parts)
    around = tuple(refine.widened(catalog, point, distance) for point in here.candidates)
    outside = refine.share_outside(around, distance, catalog)
    notes += [("distance_from_town", name)]
    notes += [("may_leave_state", name)] if outside else []
    return replace(
        here,
        status=LocationStatus.AMBIGUOUS if outside >= refine.MOSTLY else here.status,
        candidates=around,
        warnings=(*here.warnings, *cautions.said(notes, catalog)),
    )


def _weighed(here: Location, told: Location, catalog: Catalog) -> Location:
    """Weigh a point against what the words beside it tell."""
    (point,) = here.candidates
    codes = {one.code for one in told.warnings}
    strangers = tuple(one for one in told.candidates if not _holds(one, point))
    agree = len(strangers) < len(told.candidates) or not told.candidates
    if told.elsewhere or not agree or (strangers and any("disagree" in one for one in codes)):
        notes: cautions.Notes = [("point_place_disagree", "")]
        notes += [("town_elsewhere", told.elsewhere)] if told.elsewhere else []
        kept = [one for one in told.warnings if one.code not in ("out_of_state", "town_elsewhere")]
        return replace(
            here,
            status=LocationStatus.AMBIGUOUS,
            candidates=(point, *strangers),
            warnings=tuple(dict.fromkeys((*here.warnings, *cautions.said(notes, catalog), *kept))),
            elsewhere=told.elsewhere or here.elsewhere,
        )
    kept = [one for one in told.warnings if one.code in _STILL_SAID]
    if not (told.candidates or kept or "state_only" in codes):
        kept = list(cautions.said([("words_unread", "")], catalog))
    return replace(here, warnings=tuple(dict.fromkeys((*here.warnings, *kept))))


def _holds(place: Candidate, point: Candidate) -> bool:
    """Whether a point may lie in a county, or in or around a town or ZIP."""
    if place.precision is Scale.COUNTY:
        return place.geoid in {one.geoid for one in point.counties}
    reach_m = place.radius_m + point.radius_m + TOWN_REACH_M
    return candidates.apart_m(place, point) <= reach_m
