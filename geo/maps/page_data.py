"""The figures and texts that the script of a map of counties shows, layer by layer."""

from collections.abc import Sequence
from typing import Final

from geo import text
from geo.catalog.records import Basis, Catalog, Facility, Flag, ServiceRole
from geo.coverage import calls
from geo.coverage.findings import Evidence
from geo.maps import layer_model, styles
from geo.maps.layer_model import Kind, Layer, LayerData, MapContext
from geo.maps.safetext import Json
from geo.maps.styles import Style

__all__ = ["facilities", "page_data"]

# How a person is told of a line that answers for the whole state, in this order.
_ALWAYS: Final = {
    ServiceRole.EMERGENCY: "In an emergency call",
    ServiceRole.CRISIS_LINE: "In a crisis call or text",
}


def page_data(
    ground: MapContext, layers: Sequence[tuple[Layer, LayerData]], heads: tuple[str, str]
) -> Json:
    """Return all that the page's script shows; `heads` are the table's last two.

    ``layers`` has for each layer its words, its ``kinds`` (lines of the legend), its ``cells``
    (one index into ``says`` per county, in the order of ``counties``), where ``says`` pairs a
    kind with a detail, its ``flags`` by GEOID and its ``marks`` (text, [lat, lon]).
    """
    used = {source for _, picture in layers for source in picture.sources}
    return {
        "border": styles.BORDER,
        "counties": _counties(ground),
        "layers": [_layer(layer, picture, ground) for layer, picture in layers],
        "heads": heads,
        "flags": {flag.value: words for flag, words in layer_model.FLAG_WORDS.items()},
        "flag_labels": {flag.value: flag.label for flag in layer_model.FLAG_WORDS},
        "units": text.listing(_kinds_drawn(ground)),
        "sources": {
            source.id: f"{source.named}, {text.describes(source.describes)}."
            for source in ground.assessment.catalog.services.sources
            if source.id in used
        },
        "always": _always(ground.assessment.catalog),
        "calls": _calls(ground),
        "pins": [
            ground.assessment.catalog.geoid_by_name[facility.county]
            for facility in facilities(ground)
        ],
    }


def _counties(ground: MapContext) -> list[list[Json]]:
    """Return GEOID, name, region, people and [lat, lon] of the label, for each county.

    A sixth value is the name in full where that is not the name with the word County.
    """
    table = ground.counties
    titles = {
        county.geoid: [text.county_title(county.name)] if text.has_title(county.name) else []
        for county in ground.assessment.catalog.counties
    }
    clear_of = _pin_points(ground)
    labels = [styles.anchors([shape], clear_of)[0] for shape in table.geometry]
    rows = zip(table.index, table["name"], table["region"], table["people"], labels, strict=True)
    return [
        [geoid, name, region, int(people), [lat, lon], *titles[geoid]]
        for geoid, name, region, people, (lon, lat) in rows
    ]


def facilities(ground: MapContext) -> list[Facility]:
    """Return the facilities that a source speaks of on the day, in the order in which a map draws them."""
    known = {fact.service_id for facts in ground.serving.values() for fact in facts}
    return [
        facility
        for kind in ground.assessment.catalog.services.service_types
        for facility in ground.assessment.catalog.services.facilities
        if facility.type == kind.id and facility.id in known
    ]


def _kinds_drawn(ground: MapContext) -> list[str]:
    """Return the names of the types of the facilities that the map has."""
    types = {facility.type for facility in facilities(ground)}
    return [
        kind.name for kind in ground.assessment.catalog.services.service_types if kind.id in types
    ]


def _pin_points(ground: MapContext) -> list[tuple[float, float]]:
    return [(facility.lon, facility.lat) for facility in facilities(ground)]


def _layer(layer: Layer, picture: LayerData, ground: MapContext) -> dict[str, Json]:
    keys = [kind.key for kind in picture.kinds]
    says = list(dict.fromkeys((cell.kind, cell.detail) for cell in picture.cells.values()))
    return {
        "id": layer.id,
        "title": layer.title,
        "group": layer.group,
        "question": picture.question,
        "sentence": picture.sentence,
        "notes": picture.notes,
        "sources": picture.sources,
        "kinds": [_kind(kind) for kind in picture.kinds],
        "marks": _marks(picture, ground),
        "signs": [{**_look(look), "name": words} for look, words in picture.signs],
        "says": [[keys.index(kind), detail] for kind, detail in says],
        "cells": [says.index((cell.kind, cell.detail)) for cell in picture.cells.values()],
        "flags": {
            geoid: [flag.value for flag in cell.flags if flag is not Flag.STALE]
            for geoid, cell in picture.cells.items()
            if set(cell.flags) - {Flag.STALE}
        },
    }


def _kind(kind: Kind) -> dict[str, Json]:
    return {
        "key": kind.key,
        "name": kind.name,
        "words": kind.words,
        "mark": kind.mark,
        "named": kind.named,
        **_look(kind.look),
        "said": kind.said,
        **({"within": kind.within} if kind.within else {}),
    }


def _look(look: Style) -> dict[str, Json]:
    drawn: dict[str, Json] = {"fill": look.fill, "ink": look.ink, "pattern": look.pattern}
    return drawn | {"dark": True} if look.dark else drawn


def _marks(picture: LayerData, ground: MapContext) -> list[list[Json]]:
    """Return mark and [lat, lon] for each contiguous group of counties, clear of the pins."""
    clear_of = _pin_points(ground)
    shapes = ground.counties.geometry
    return [
        [kind.mark, [lat, lon]]
        for kind in picture.kinds
        if kind.mark
        for lon, lat in styles.anchors(list(shapes[_members(kind, picture)]), clear_of)
    ]


def _members(kind: Kind, picture: LayerData) -> list[str]:
    return [geoid for geoid, cell in picture.cells.items() if cell.kind == kind.key]


def _always(catalog: Catalog) -> list[list[str]]:
    """Return (words, number) of the numbers for everybody, the most urgent first."""
    rank = {role: place for place, role in enumerate(_ALWAYS)}
    ordered = sorted(calls.always(catalog), key=lambda call: rank.get(call.role, len(rank)))
    return [[_ALWAYS.get(call.role, f"{call.title}:"), call.phone] for call in ordered]


def _calls(ground: MapContext) -> dict[str, Json]:
    """Return the local numbers once each and, by GEOID, their places in that list."""
    known: dict[tuple[str, str], int] = {}
    by_county: dict[str, list[int]] = {}
    for geoid in ground.counties.index:
        by_county[geoid] = [
            known.setdefault(number, len(known))
            for kind in ground.assessment.catalog.services.service_types
            for fact in ground.serving.get((kind.id, geoid), ())
            if fact.basis is not Basis.CLAIMED
            for number in _numbers(fact)
        ]
    return {"numbers": [list(number) for number in known], "by": by_county}


def _numbers(fact: Evidence) -> list[tuple[str, str]]:
    """Return a team's or unit's number with its name, and those that other sources give for it."""
    if not fact.phone:
        return []
    others = [(f"{fact.title}, by {other.source}", other.phone) for other in fact.other_numbers]
    return [(fact.title, fact.phone), *others]
