"""From words to a location: the candidates of the parsed text, or why there is none."""

from collections.abc import Sequence

from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.geocode import cautions, name_index, parse, refine, resolve, states
from geo.geocode.location import Candidate, Location, LocationStatus, Parts
from geo.geocode.parse import ParsedAddress
from geo.geocode.tokens import words

__all__ = ["located", "of_words", "parsed"]


def of_words(line: str, catalog: Catalog) -> Location:
    """Return the location of a normalized text that holds no coordinates.

    Raises DataError where a table that it needs cannot be read; a lone ZIP needs no names.
    """
    return located(parsed(line, catalog), catalog)


def parsed(line: str, catalog: Catalog) -> ParsedAddress:
    """Return the parts of a normalized text that holds no coordinates; raises as `of_words`."""
    names = name_index.index(catalog)
    address = parse.read(line, names)
    lone_zip = Parts(zip=address.parts.zip, zip4=address.parts.zip4)
    if names.missing and (address.unread or address.parts != lone_zip):
        raise DataError(names.missing)
    return address


def located(address: ParsedAddress, catalog: Catalog) -> Location:
    """Return the location of a parsed text."""
    address = resolve.county_if_zip_says(address, catalog)
    notes: cautions.Notes = list(address.notes)
    elsewhere = _elsewhere(address, catalog)
    candidates, why = resolve.compared(address, catalog)
    county = address.county.geoid if address.county else ""
    candidates = refine.refined(
        candidates, address.parts, catalog, county=county, distance=address.distance
    )
    notes += why
    if elsewhere:
        return _of_two_states(address, catalog, candidates, notes, elsewhere)
    if address.parts.zip and address.parts.zip not in catalog.gazetteer.zips:
        notes.append(("zip_unknown", ""))
    if not candidates:
        return _not_found(address, catalog, notes)
    notes += _unused(address, candidates)
    other_state = next((town.other_state for town in address.towns if town.other_state), "")
    if other_state:
        notes.append(("town_elsewhere", states.name_of(other_state)))
    outside = refine.share_outside(candidates, address.distance, catalog)
    if outside:
        notes += [("may_leave_state", name) for code, name in notes if code == "distance_from_town"]
    unclear = other_state or any(code == "state_unclear" for code, _ in notes)
    sure = len(candidates) == 1 and not unclear and outside < refine.MOSTLY
    return Location(
        status=LocationStatus.OK if sure else LocationStatus.AMBIGUOUS,
        candidates=candidates,
        parts=address.parts,
        warnings=cautions.cautions_of(notes, catalog),
        elsewhere=states.name_of(other_state),
    )


def _elsewhere(address: ParsedAddress, catalog: Catalog) -> str:
    """Return the postal code of another state that the text is about, "" where there is none."""
    home = catalog.services.study_area.postal
    if address.state and address.state != home:
        return address.state
    known = address.parts.zip in catalog.gazetteer.zips
    if address.parts.zip and not known:
        of_zip = catalog.gazetteer.zip_states.get(address.parts.zip[:3], "")
        if of_zip and of_zip != home:
            return of_zip
    if known or address.state or not all(town.other_state for town in address.towns):
        return ""
    return address.towns[0].other_state if address.towns else ""


def _of_two_states(
    address: ParsedAddress,
    catalog: Catalog,
    candidates: tuple[Candidate, ...],
    notes: cautions.Notes,
    elsewhere: str,
) -> Location:
    """Return the location of a text that names another state, and perhaps a place here as well."""
    name = states.name_of(elsewhere) or elsewhere
    of_zip = resolve.by_zip(address, catalog)
    if address.state == elsewhere:
        # The other state was typed, so a town of this state is only a namesake.
        candidates = of_zip
        notes[:] = [("state_zip_disagree", name) if candidates else ("out_of_state", "")]
    elif address.parts.zip:
        notes.append(
            ("zip_elsewhere", name) if candidates or address.state else ("out_of_state", "")
        )
    else:
        notes[:] = [*(note for note in notes if note[0] == "spelled"), ("out_of_state", "")]
    if candidates:
        notes += _unused(address, candidates)
    return Location(
        status=LocationStatus.AMBIGUOUS if candidates else LocationStatus.OUT_OF_STATE,
        candidates=candidates,
        parts=address.parts,
        warnings=cautions.cautions_of(notes, catalog),
        elsewhere=name,
    )


_WHY_NOTHING = words("call_it too_far zip_unknown zip_digits county_unknown part_of_name")


def _not_found(address: ParsedAddress, catalog: Catalog, notes: cautions.Notes) -> Location:
    """Say what is missing, and suggest names that are spelled somewhat alike."""
    parts = address.parts
    named = [name for code, name in notes if code == "part_of_name"]
    index = name_index.index(catalog)
    suggestions = named or [*index.alike(address.unread), *index.alike(address.unread[-1:])]
    if parts.street or parts.house_number or parts.landmark or parts.po_box:
        notes.append(("street_only", ""))
    elif address.state and not (address.unread or address.towns):
        notes.append(("state_only", ""))
    elif not any(code in _WHY_NOTHING for code, _ in notes):
        notes.append(("nothing_known", ""))
    return cautions.no_candidate(
        catalog,
        LocationStatus.NOT_FOUND,
        notes,
        parts=parts,
        suggestions=tuple(dict.fromkeys(suggestions))[:3],
    )


def _unused(address: ParsedAddress, candidates: Sequence[Candidate]) -> cautions.Notes:
    """Return a note for every part that was read but did not narrow down the place."""
    name = candidates[0].label if len(candidates) == 1 else "the places named"
    parts = address.parts
    notes: cautions.Notes = []
    if parts.street or parts.house_number or parts.cross_street or parts.unit:
        notes.append(("street_not_looked_up", name))
    if parts.landmark:
        notes.append(("landmark_not_looked_up", name))
    if parts.po_box:
        notes.append(("po_box", name))
    if address.unread:
        notes.append(("town_unknown", name))
    return notes
