"""Typed text to a place: a point, a ZIP, a town or a county of the study area, from its tables."""

from collections.abc import Iterable, Sequence

from geo import outlines
from geo.location import MAX_TEXT, Candidate, Caution, Location, LocationStatus, Parts
from geo.records import Catalog
from geo.typed import candidates, coordinates, mail, names, reading, resolvers, states
from geo.typed.cautions import caution
from geo.typed.reading import Reading
from geo.typed.tokens import normalized

__all__ = ["BORDER_M", "MAX_RADIUS_M", "locate"]

BORDER_M = 2_500
"""Metres outside of a county within which a point is still taken for that county's.

The outlines lie up to 2.2 km from the surveyed border (data/README.md).
"""

MAX_RADIUS_M = 30_000
"""Metres above which coordinates say too little to name a county, as whole degrees do."""

Notes = list[tuple[str, str]]


def locate(text: str, catalog: Catalog) -> Location:
    """Return what a typed place turns out to be in a catalog's tables.

    Reads coordinates, addresses, towns, counties and ZIPs. Two readings are two candidates; what
    was read but not used is said in `warnings`. The text is neither kept nor shown, and no text
    raises; one above `MAX_TEXT` characters is refused.
    """
    if len(text) > MAX_TEXT:
        return _without(catalog, LocationStatus.INVALID, [("too_long", "")])
    line = normalized(text)
    if len(line) > 2 * MAX_TEXT:  # some single characters stand for many
        return _without(catalog, LocationStatus.INVALID, [("too_long", "")])
    if not any(one.isalnum() for one in line):
        return _without(catalog, LocationStatus.INVALID, [("empty", "")])
    area = catalog.services.study_area
    point = coordinates.parse(line, area)
    if point:
        return _at_point(point, catalog)
    return _answer(reading.read(line, names.index(catalog), area.postal), catalog)


def _at_point(point: coordinates.Point, catalog: Catalog) -> Location:
    notes: Notes = [(code, "") for code in point.notes]
    if not point.valid:
        return _without(catalog, LocationStatus.INVALID, [("bad_coordinates", "")])
    parts = Parts(lon=point.lon, lat=point.lat)
    if point.radius_m > MAX_RADIUS_M:
        notes.append(("coordinates_coarse", ""))
        return _without(catalog, LocationStatus.NOT_FOUND, notes, parts=parts)
    geoid = outlines.county_at(catalog, point.lon, point.lat)
    if not geoid:
        near = outlines.counties_within(catalog, point.lon, point.lat, BORDER_M)
        if not near:
            notes.append(("out_of_state", ""))
            return _without(catalog, LocationStatus.OUT_OF_STATE, notes, parts=parts)
        geoid = near[0][0]
        notes.append(("outside_line", ""))
    found = candidates.of_point(
        catalog, point.lon, point.lat, point.radius_m, geoid=geoid, label=point.label
    )
    return Location(
        status=LocationStatus.OK,
        candidates=(found,),
        parts=parts,
        warnings=_cautions(notes, catalog),
    )


def _answer(read: Reading, catalog: Catalog) -> Location:
    read = resolvers.county_if_zip_says(read, catalog)
    notes: Notes = list(read.notes)
    elsewhere = _elsewhere(read, catalog)
    found, why = resolvers.weighed(read, catalog)
    found = mail.widened(found, read.parts, catalog)
    notes += why
    if elsewhere:
        return _of_two_states(read, catalog, found, notes, elsewhere)
    if read.parts.zip and read.parts.zip not in catalog.gazetteer.zips:
        notes.append(("zip_unknown", ""))
    if not found:
        return _nothing(read, catalog, notes)
    notes += _unused(read, found)
    abroad = next((one.abroad for one in read.towns if one.abroad), "")
    if abroad:
        notes.append(("town_elsewhere", states.name_of(abroad)))
    unclear = abroad or any(code == "state_unclear" for code, _ in notes)
    return Location(
        status=LocationStatus.AMBIGUOUS if unclear or len(found) > 1 else LocationStatus.OK,
        candidates=found,
        parts=read.parts,
        warnings=_cautions(notes, catalog),
        elsewhere=states.name_of(abroad),
    )


def _elsewhere(read: Reading, catalog: Catalog) -> str:
    """Return the postal code of the other state that a text speaks of, "" where there is none."""
    home = catalog.services.study_area.postal
    if read.state and read.state != home:
        return read.state
    known = read.parts.zip in catalog.gazetteer.zips
    of_zip = catalog.gazetteer.zip_states.get(read.parts.zip[:3], "")
    if of_zip and of_zip != home and not known:
        return of_zip
    abroad = bool(read.towns) and all(one.abroad for one in read.towns)
    return read.towns[0].abroad if abroad and not (known or read.state) else ""


def _of_two_states(
    read: Reading,
    catalog: Catalog,
    found: tuple[Candidate, ...],
    notes: Notes,
    elsewhere: str,
) -> Location:
    """Answer a text that names another state, and perhaps a place of this one as well."""
    name = states.name_of(elsewhere) or elsewhere
    of_zip = resolvers.by_zip(read, catalog)
    if read.state == elsewhere:
        # The state was typed: a town of this state is then a namesake.
        found = of_zip
        notes[:] = [("state_zip_disagree", name) if found else ("out_of_state", "")]
    elif read.parts.zip:
        notes.append(("zip_elsewhere", name) if found or read.state else ("out_of_state", ""))
    else:
        notes[:] = [*(one for one in notes if one[0] == "spelled"), ("out_of_state", "")]
    if found:
        notes += _unused(read, found)
    return Location(
        status=LocationStatus.AMBIGUOUS if found else LocationStatus.OUT_OF_STATE,
        candidates=found,
        parts=read.parts,
        warnings=_cautions(notes, catalog),
        elsewhere=name,
    )


def _nothing(read: Reading, catalog: Catalog, notes: Notes) -> Location:
    """Say what is missing, and which names are spelled somewhat alike."""
    parts = read.parts
    named = [name for code, name in notes if code == "part_of_name"]
    index = names.index(catalog)
    near = named or [*index.alike(read.unread), *index.alike(read.unread[-1:])]
    codes = {code for code, _ in notes}
    if parts.street or parts.house_number or parts.landmark or parts.po_box:
        notes.append(("street_only", ""))
    elif read.state and not (read.unread or read.towns):
        notes.append(("state_only", ""))
    elif not codes & {"zip_unknown", "zip_digits", "county_unknown", "part_of_name"}:
        notes.append(("nothing_known", ""))
    return _without(
        catalog,
        LocationStatus.NOT_FOUND,
        notes,
        parts=parts,
        suggestions=tuple(dict.fromkeys(near))[:3],
    )


def _unused(read: Reading, found: Sequence[Candidate]) -> Notes:
    """Return a note for every part that was read and did not make the answer finer."""
    name = found[0].label if len(found) == 1 else "the places named"
    parts = read.parts
    notes: Notes = []
    if parts.street or parts.house_number or parts.cross_street or parts.unit:
        notes.append(("street_not_looked_up", name))
    if parts.landmark:
        notes.append(("landmark_not_looked_up", name))
    if parts.po_box:
        notes.append(("po_box", name))
    if read.unread:
        notes.append(("town_unknown", name))
    return notes


def _cautions(notes: Iterable[tuple[str, str]], catalog: Catalog) -> tuple[Caution, ...]:
    state = catalog.services.study_area.name
    once = dict.fromkeys(notes)
    return tuple(caution(code, state=state, name=name) for code, name in once)


def _without(
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
        warnings=_cautions(notes, catalog),
        suggestions=suggestions,
    )
