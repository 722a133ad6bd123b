"""Words to a location: the reading's candidates, or why there is none."""

from collections.abc import Sequence

from geo.catalog.records import Catalog
from geo.geocode import cautions, name_index, parse, refine, resolve, states
from geo.geocode.location import Candidate, Location, LocationStatus
from geo.geocode.parse import ParsedAddress

__all__ = ["located", "of_words", "parsed"]


def of_words(line: str, catalog: Catalog) -> Location:
    """Return the location of a normalized text that holds no coordinates."""
    return located(parsed(line, catalog), catalog)


def parsed(line: str, catalog: Catalog) -> ParsedAddress:
    """Return the parts of a normalized text that holds no coordinates."""
    return parse.read(line, name_index.index(catalog))


def located(read: ParsedAddress, catalog: Catalog) -> Location:
    """Return the location of a text by its parts."""
    read = resolve.county_if_zip_says(read, catalog)
    notes: cautions.Notes = list(read.notes)
    elsewhere = _elsewhere(read, catalog)
    found, why = resolve.weighed(read, catalog)
    county = read.county.geoid if read.county else ""
    found = refine.fitted(found, read.parts, catalog, county=county, distance=read.distance)
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
    outside = refine.share_outside(found, read.distance, catalog)
    if outside:
        notes += [("may_leave_state", name) for code, name in notes if code == "distance_from_town"]
    unclear = (
        abroad or outside >= refine.MOSTLY or any(code == "state_unclear" for code, _ in notes)
    )
    return Location(
        status=LocationStatus.AMBIGUOUS if unclear or len(found) > 1 else LocationStatus.OK,
        candidates=found,
        parts=read.parts,
        warnings=cautions.said(notes, catalog),
        elsewhere=states.name_of(abroad),
    )


def _elsewhere(read: ParsedAddress, catalog: Catalog) -> str:
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
    read: ParsedAddress,
    catalog: Catalog,
    found: tuple[Candidate, ...],
    notes: cautions.Notes,
    elsewhere: str,
) -> Location:
    """Answer a text that names another state, and perhaps a place of this one as well."""
    name = states.name_of(elsewhere) or elsewhere
    of_zip = resolve.by_zip(read, catalog)
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
        warnings=cautions.said(notes, catalog),
        elsewhere=name,
    )


def _nothing(read: ParsedAddress, catalog: Catalog, notes: cautions.Notes) -> Location:
    """Say what is missing, and which names are spelled somewhat alike."""
    parts = read.parts
    named = [name for code, name in notes if code == "part_of_name"]
    index = name_index.index(catalog)
    near = named or [*index.alike(read.unread), *index.alike(read.unread[-1:])]
    codes = {code for code, _ in notes}
    if parts.street or parts.house_number or parts.landmark or parts.po_box:
        notes.append(("street_only", ""))
    elif read.state and not (read.unread or read.towns):
        notes.append(("state_only", ""))
    elif not codes & {
        "call_it",
        "too_far",
        "zip_unknown",
        "zip_digits",
        "county_unknown",
        "part_of_name",
    }:
        notes.append(("nothing_known", ""))
    return cautions.without(
        catalog,
        LocationStatus.NOT_FOUND,
        notes,
        parts=parts,
        suggestions=tuple(dict.fromkeys(near))[:3],
    )


def _unused(read: ParsedAddress, found: Sequence[Candidate]) -> cautions.Notes:
    """Return a note for every part that was read and did not make the answer finer."""
    name = found[0].label if len(found) == 1 else "the places named"
    parts = read.parts
    notes: cautions.Notes = []
    if parts.street or parts.house_number or parts.cross_street or parts.unit:
        notes.append(("street_not_looked_up", name))
    if parts.landmark:
        notes.append(("landmark_not_looked_up", name))
    if parts.po_box:
        notes.append(("po_box", name))
    if read.unread:
        notes.append(("town_unknown", name))
    return notes
