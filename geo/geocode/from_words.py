"""From words to a location: the candidates of the parsed text, or why there is none."""

from collections.abc import Sequence
from dataclasses import replace

from geo.catalog import left_out
from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.geocode import (
    across,
    candidates,
    cautions,
    name_index,
    parse,
    refine,
    resolve,
    states,
)
from geo.geocode.location import Candidate, Location, LocationStatus, Parts, Reason, Scale
from geo.geocode.name_index import Name
from geo.geocode.parse import ParsedAddress
from geo.geocode.parse_state import NEAR_M, Distance
from geo.geocode.tokens import words

__all__ = ["located", "of_geoid", "of_words", "parsed"]


def of_words(line: str, catalog: Catalog) -> Location:
    """Return the location of a normalized text that holds no coordinates.

    Raises DataError where a table that it needs cannot be read; a lone ZIP needs no names.
    """
    return located(parsed(line, catalog), catalog)


def of_geoid(geoid: str, catalog: Catalog) -> Location:
    """Return the location of a county by its GEOID."""
    if geoid not in {county.geoid for county in catalog.counties}:
        note: cautions.Notes = [("out_of_state", "")]
        return cautions.no_candidate(catalog, LocationStatus.OUT_OF_STATE, note)
    county = candidates.of_county(catalog, geoid)
    return Location(
        status=LocationStatus.OK, candidates=(county,), parts=Parts(county=county.county)
    )


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
    doubt, address = _doubt(address, catalog)
    found, why = resolve.compared(address, catalog)
    opposite = across.state_opposite(found, catalog) if address.other_side else ""
    if address.other_side and not (opposite or address.distance):
        around = Distance(meters=NEAR_M, measured_from=Scale.PLACE)
        address = replace(address, distance=around)
    beside = address.leads_away and all(code != "near_town" for code, _ in notes)
    if beside or (address.other_side and not opposite):
        notes += [("near_town", candidate.label) for candidate in found]
    county = address.county.geoid if address.county else ""
    found = refine.refined(found, address.parts, catalog, county=county, distance=address.distance)
    notes += why
    if elsewhere and address.near_elsewhere and not found:
        return _of_elsewhere_near(address, catalog, elsewhere)
    if elsewhere:
        return _of_two_states(address, catalog, found, notes, elsewhere)
    if address.parts.zip and address.parts.zip not in catalog.gazetteer.zips:
        no_list = left_out.ZIPS in catalog.left_out
        notes.append(("no_zips" if no_list else "zip_unknown", ""))
    if not found:
        return _not_found(address, catalog, notes)
    notes += _unused(address, found)
    return _of_one_state(address, catalog, found, notes, (doubt, opposite))


def _of_one_state(
    address: ParsedAddress,
    catalog: Catalog,
    found: tuple[Candidate, ...],
    notes: cautions.Notes,
    doubts: tuple[Reason | None, str],
) -> Location:
    """Return the location of a text that no other state's name or ZIP takes elsewhere.

    `doubts` are why the text itself is in doubt, and the state that lies across from what it names.
    """
    reason, opposite = doubts
    other_state = next((town.other_state for town in address.towns if town.other_state), "")
    other_state = states.name_of(other_state)
    if other_state:
        notes.append(("town_elsewhere", other_state))
    outside, beyond = across.share_outside(found, address.distance, catalog)
    if outside:
        notes += [("may_leave_state", name) for code, name in notes if code == "distance_from_town"]
    if opposite:
        notes.append(("other_side", found[0].label))
    if reason is Reason.COUNTY and address.county:
        notes.append(("bare_county", address.county.text))
    directed = address.distance is not None and address.distance.toward is not None
    leaves = outside >= across.MOSTLY or (directed and beyond)
    unclear = other_state or opposite or any(code == "state_unclear" for code, _ in notes)
    if unclear or leaves:
        reason = Reason.ELSEWHERE
    elif len(found) > 1 and reason is not Reason.SPELLING:
        reason = Reason.SEVERAL
    return Location(
        status=LocationStatus.AMBIGUOUS if reason else LocationStatus.OK,
        reason=reason,
        candidates=found,
        parts=address.parts,
        warnings=cautions.cautions_of(notes, catalog),
        elsewhere=opposite or other_state or (beyond if leaves else ""),
    )


def _doubt(address: ParsedAddress, catalog: Catalog) -> tuple[Reason | None, ParsedAddress]:
    """Return why the text does not fix one place for certain, and what of it is fixed.

    A ZIP fixes a place whatever else is unread. A county that was said to be one does too, but only
    as a county: the town in it may be another.
    """
    if address.leads_away:
        return Reason.WORDS, address
    if address.parts.zip in catalog.gazetteer.zips:
        # A town that stands whole beside a ZIP is one: "39401, now in Biloxi".
        exact = address.towns and all(code != "spelled" for code, _ in address.notes)
        whole = exact and address.stand_whole
        return None, address if whole else resolve.without_strangers(address, catalog)
    if address.towns and any(code == "county_unknown" for code, _ in address.notes):
        return Reason.ELSEWHERE, address  # "Southaven, Shelby County" may be a namesake there
    spelled = {name for code, name in address.notes if code == "spelled"}
    county = address.county if not address.bare_county else None
    if county and county.in_full not in spelled:
        return _doubt_of_county(address, county, spelled=bool(spelled))
    if spelled:
        return Reason.SPELLING, address
    if address.unaccounted:
        return Reason.WORDS, address
    if address.bare_county and not address.towns:
        return Reason.COUNTY, address
    if any(code == "street_or_town" for code, _ in address.notes):
        return Reason.STREET, address
    return None, address


def _doubt_of_county(
    address: ParsedAddress, county: Name, *, spelled: bool
) -> tuple[Reason | None, ParsedAddress]:
    """Return why a text with a county that was said to be one is in doubt, and what of it is fixed."""
    if any(town.geoid not in ("", county.geoid) and not town.is_town for town in address.towns):
        return Reason.WORDS, address  # "Covington, Newton County" may be elsewhere
    if spelled or (address.unaccounted and not address.stand_whole):
        address = replace(address, towns=(), parts=replace(address.parts, place=""))
    return None, address


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
    found: tuple[Candidate, ...],
    notes: cautions.Notes,
    elsewhere: str,
) -> Location:
    """Return the location of a text that names another state, and perhaps a place here as well."""
    name = states.name_of(elsewhere) or elsewhere
    of_zip = resolve.by_zip(address, catalog)
    if address.state == elsewhere:
        # The other state was typed, so a town of this state is only a namesake.
        found = of_zip
        notes[:] = [("state_zip_disagree", name) if found else ("out_of_state", "")]
    elif address.parts.zip:
        notes.append(("zip_elsewhere", name) if found or address.state else ("out_of_state", ""))
    else:
        notes[:] = [*(note for note in notes if note[0] == "spelled"), ("out_of_state", "")]
    if found:
        notes += _unused(address, found)
    elif left_out.PLACES in catalog.left_out and not (address.parts.zip or address.county):
        # A town here may be called what names a state or a city elsewhere, such as Nevada or Kansas City.
        return _not_found(address, catalog, [], elsewhere=name)
    return Location(
        status=LocationStatus.AMBIGUOUS if found else LocationStatus.OUT_OF_STATE,
        reason=Reason.ELSEWHERE if found else None,
        candidates=found,
        parts=address.parts,
        warnings=cautions.cautions_of(notes, catalog),
        elsewhere=name,
    )


def _of_elsewhere_near(address: ParsedAddress, catalog: Catalog, elsewhere: str) -> Location:
    """Return the location of a text that puts the place near a city or state elsewhere.

    That is either side of the line: what lies near a city is asked with the counties here that
    come near it, and of what is near a state or a city that no table has nothing is known.
    """
    name = states.name_of(elsewhere) or elsewhere
    city = next((town.text for town in address.towns if town.other_state == elsewhere), "")
    if not city:
        notes: cautions.Notes = [("near_town", name), ("state_only", "")]
        none = cautions.no_candidate(catalog, LocationStatus.NOT_FOUND, notes, parts=address.parts)
        return replace(none, elsewhere=name)
    geoids = across.counties_near_city(city, elsewhere, address.distance, catalog)
    if not geoids:
        return _of_two_states(address, catalog, (), [], elsewhere)
    return Location(
        status=LocationStatus.AMBIGUOUS,
        reason=Reason.ELSEWHERE,
        candidates=tuple(candidates.of_county(catalog, geoid) for geoid in geoids),
        parts=address.parts,
        warnings=cautions.cautions_of([("near_town", city)], catalog),
        elsewhere=name,
    )


_WHY_NOTHING = words("call_it too_far zip_unknown no_zips zip_digits county_unknown part_of_name")


def _not_found(
    address: ParsedAddress, catalog: Catalog, notes: cautions.Notes, elsewhere: str = ""
) -> Location:
    """Say what is missing, and suggest names that are spelled somewhat alike."""
    parts = address.parts
    named = [name for code, name in notes if code == "part_of_name"]
    index = name_index.index(catalog)
    suggestions = named or [*index.alike(address.unread), *index.alike(address.unread[-1:])]
    known_why = any(code in _WHY_NOTHING for code, _ in notes)
    if left_out.PLACES in catalog.left_out and not known_why:
        notes.append(("no_towns", ""))
    elif parts.street or parts.house_number or parts.landmark or parts.po_box:
        notes.append(("street_only", ""))
    elif address.state and not (address.unread or address.towns):
        notes.append(("state_only", ""))
    elif not known_why:
        notes.append(("nothing_known", ""))
    none = cautions.no_candidate(
        catalog,
        LocationStatus.NOT_FOUND,
        notes,
        parts=parts,
        suggestions=tuple(dict.fromkeys(suggestions))[:3],
    )
    return replace(none, elsewhere=elsewhere)


def _unused(address: ParsedAddress, found: Sequence[Candidate]) -> cautions.Notes:
    """Return a note for every part that was read but did not narrow down the place."""
    name = found[0].label if len(found) == 1 else "the places named"
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
