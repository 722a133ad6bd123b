"""From typed text to a place of the study area: a point, a ZIP, a town or a county of its tables."""

import math
from dataclasses import replace

from geo.catalog.records import Catalog
from geo.geocode import candidates, cautions, children, coordinates, fillers, from_words, notations
from geo.geocode.from_coordinates import BORDER_M, MAX_RADIUS_M, OFF_SHORE_M, at_point
from geo.geocode.location import (
    MAX_TEXT,
    Candidate,
    Location,
    LocationStatus,
    Reason,
    Scale,
)
from geo.geocode.parse_state import Distance
from geo.geocode.tokens import normalized, tokenized, words

__all__ = ["BORDER_M", "MAX_RADIUS_M", "OFF_SHORE_M", "TOWN_REACH_M", "locate"]

TOWN_REACH_M = 8_000
"""Meters outside a town or ZIP within which coordinates may be those of its people."""


def locate(text: str, catalog: Catalog) -> Location:
    """Return where a typed place lies, by a catalog's tables.

    Reads coordinates, addresses, towns, counties and ZIPs. Two readings give two candidates;
    `warnings` say what was read but not used. The text is neither kept nor shown, and no text
    raises; a text longer than `MAX_TEXT` characters is refused. Raises TypeError for anything
    but a str.
    """
    if not isinstance(text, str):
        raise TypeError("text is to be a str")
    if len(text) > MAX_TEXT:
        return cautions.no_candidate(catalog, LocationStatus.INVALID, [("too_long", "")])
    line = normalized(text)
    if len(line) > 2 * MAX_TEXT:  # single characters may stand for many
        return cautions.no_candidate(catalog, LocationStatus.INVALID, [("too_long", "")])
    if not any(map(str.isalnum, line)):
        return cautions.no_candidate(catalog, LocationStatus.INVALID, [("empty", "")])
    of_child = children.says_child(line)
    line, was_number = notations.plain(children.without_age(fillers.without_condition(line)))
    located = replace(_located(line, catalog), of_child=of_child)
    if not was_number:
        return located
    note = cautions.cautions_of([("zip_was_number", "")], catalog)
    return replace(located, warnings=(*note, *located.warnings))


def _located(line: str, catalog: Catalog) -> Location:
    """Locate a text in plain form: by its coordinates, else by its words."""
    area = catalog.services.study_area
    geo_id = notations.GEO_ID.fullmatch(line)
    if geo_id:
        return from_words.of_geoid(geo_id["geoid"], catalog)
    bare, error_m = notations.without_error(line)
    point = coordinates.parse(bare, area)
    if point:
        return at_point(_with_error(point, error_m), catalog)
    among = coordinates.among_words(bare, area)
    if among:
        words, beside_m = notations.error_beside(among.rest)
        points = tuple(_with_error(point, max(error_m, beside_m)) for point in among.points)
        return _among_words(coordinates.Among(points=points, rest=words), catalog)
    rest = coordinates.without_grid(line)
    return from_words.of_words(line, catalog) if rest is None else _beside_grid(rest, catalog)


def _with_error(point: coordinates.Point, error_m: float) -> coordinates.Point:
    """Return a point with the error that was stated with it, if that is the larger one."""
    return replace(point, radius_m=max(point.radius_m, math.ceil(error_m)))


def _beside_grid(rest: str, catalog: Catalog) -> Location:
    """Locate the words beside a notation that is not read, and say that it is not."""
    notes: cautions.Notes = [("grid_not_read", "")]
    if not any(map(str.isalnum, rest)):
        return cautions.no_candidate(catalog, LocationStatus.NOT_FOUND, notes)
    by_words = from_words.of_words(rest, catalog)
    return replace(by_words, warnings=(*cautions.cautions_of(notes, catalog), *by_words.warnings))


# Cautions about the words beside a point that are repeated where the point is the answer.
_STILL_SAID = ("words_unread", "zip_unknown", "county_unknown")
# Words beside a point that say nothing more.
_LABELS = words("gps geo coordinates coordinate coords location position lat long lon")


def _among_words(among: coordinates.Among, catalog: Catalog) -> Location:
    """Locate a text with coordinates: the point, unless the other words are about elsewhere."""
    finest = min(among.points, key=lambda point: point.radius_m)
    if any(
        candidates.apart_m(finest, point) > finest.radius_m + point.radius_m
        for point in among.points
    ):
        return cautions.no_candidate(catalog, LocationStatus.NOT_FOUND, [("two_points", "")])
    by_point = at_point(finest, catalog)
    others = {token.text for token in tokenized(among.rest)} - _LABELS
    if not any(map(str.isalnum, "".join(others))):
        return by_point
    address = from_words.parsed(among.rest, catalog)
    by_words = from_words.located(address, catalog)
    parts = replace(by_words.parts, lon=by_point.parts.lon, lat=by_point.parts.lat)
    by_point = replace(by_point, parts=parts)
    if by_point.candidates:
        if address.near_elsewhere and by_words.reason is Reason.ELSEWHERE:
            stated = address.distance is not None and address.distance.stated
            if not stated and any(
                _holds(county, by_point.candidates[0]) for county in by_words.candidates
            ):
                return by_point
            by_words = replace(by_words, candidates=(), warnings=())
        return _compared(by_point, by_words, address.distance, catalog)
    if not by_words.candidates:
        return replace(by_point, elsewhere=by_words.elsewhere)
    # A point that is too coarse may still lie there; a point in another state does not.
    if by_point.status is LocationStatus.NOT_FOUND:
        return replace(by_words, parts=parts, warnings=(*by_point.warnings, *by_words.warnings))
    why: cautions.Notes = [("point_elsewhere", ""), ("point_place_disagree", "")]
    return replace(
        by_words,
        status=LocationStatus.AMBIGUOUS,
        reason=Reason.ELSEWHERE,
        parts=parts,
        warnings=(*cautions.cautions_of(why, catalog), *by_words.warnings),
    )


def _compared(
    by_point: Location, by_words: Location, distance: Distance | None, catalog: Catalog
) -> Location:
    """Return the point, and beside it what the words name elsewhere."""
    (point,) = by_point.candidates
    codes = {caution.code for caution in by_words.warnings}
    strangers = tuple(place for place in by_words.candidates if not _holds(place, point))
    same_state = by_words.elsewhere == by_point.elsewhere and not by_words.candidates
    if by_words.elsewhere and same_state:
        return by_point
    agree = len(strangers) < len(by_words.candidates) or not by_words.candidates
    disputed = bool(strangers) and any("disagree" in code for code in codes)
    if by_words.elsewhere or not agree or disputed:
        notes: cautions.Notes = [("point_place_disagree", "")]
        notes += [("town_elsewhere", by_words.elsewhere)] if by_words.elsewhere else []
        repeated = [
            caution
            for caution in by_words.warnings
            if caution.code not in ("out_of_state", "town_elsewhere")
        ]
        warnings = (*by_point.warnings, *cautions.cautions_of(notes, catalog), *repeated)
        return replace(
            by_point,
            status=LocationStatus.AMBIGUOUS,
            reason=Reason.ELSEWHERE if by_words.elsewhere else Reason.SEVERAL,
            candidates=(point, *strangers),
            warnings=tuple(dict.fromkeys(warnings)),
            elsewhere=by_words.elsewhere or by_point.elsewhere,
        )
    repeated = [caution for caution in by_words.warnings if caution.code in _STILL_SAID]
    if not (by_words.candidates or repeated or "state_only" in codes):
        repeated = list(cautions.cautions_of([("words_unread", "")], catalog))
    status, reason = by_point.status, by_point.reason
    if distance and distance.toward is not None and not by_words.candidates:
        status, reason = LocationStatus.AMBIGUOUS, reason or Reason.WORDS
        repeated += cautions.cautions_of([("distance_from_town", "the point")], catalog)
    warnings = tuple(dict.fromkeys((*by_point.warnings, *repeated)))
    return replace(by_point, status=status, reason=reason, warnings=warnings)


def _holds(place: Candidate, point: Candidate) -> bool:
    """Whether a point may lie in a county, or in or around a town or ZIP."""
    if place.precision is Scale.COUNTY:
        return place.geoid in {share.geoid for share in point.counties}
    reach_m = place.radius_m + point.radius_m + TOWN_REACH_M
    return candidates.apart_m(place, point) <= reach_m
