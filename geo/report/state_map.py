"""A map of all counties on paper: fills and patterns as on the screen's maps, numbers, a legend."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import shapely
from markupsafe import Markup

from geo import text
from geo.catalog.records import Facility
from geo.maps.layer_model import Kind, LayerData
from geo.maps.styles import BORDER, Style
from geo.report import html, svg
from geo.report.hatching import hatch
from geo.report.projection import Atlas

__all__ = ["numbered", "plate"]

_MARGIN_KM: Final = 4.0
_SIZE_KM: Final = 13.0
_HALO_KM: Final = 5.0
"""Width of the white halo that keeps a number readable over lines."""
_INK: Final = "#111111"


def numbered(picture: LayerData) -> dict[str, int]:
    """Return a number by GEOID for each county that differs from the most common kind.

    These are the exceptions, in the order of the kinds and then of the cells. Of two kinds that
    are equally frequent the first one counts as the common one.
    """
    counts = Counter(cell.kind for cell in picture.cells.values())
    common = max(picture.kinds, key=lambda kind: counts[kind.key]).key
    listed = [
        geoid
        for kind in picture.kinds
        for geoid, cell in picture.cells.items()
        if cell.kind == kind.key and kind.key != common
    ]
    return {geoid: place for place, geoid in enumerate(listed, start=1)}


def plate(
    atlas: Atlas,
    picture: LayerData,
    title: str,
    people: Mapping[str, int],
    units: Sequence[Facility],
    marks: Mapping[str, int] | None = None,
) -> Markup:
    """Return a map with its legend.

    Parameters
    ----------
    atlas : Atlas
        The shapes on the flat map.
    picture : LayerData
        What is drawn: a kind for each county, and each kind's look.
    title : str
        What the map shows, for those who do not see it; once on a page, since its ids come from it.
    people : mapping
        GEOID to people, for the legend.
    units : sequence of Facility
        Drawn as crosses.
    marks : mapping, optional
        GEOID to a number written on the map, to be found in a table beside it.
    """
    kinds = {kind.key: kind for kind in picture.kinds}
    counts = Counter(cell.kind for cell in picture.cells.values())
    used = [kind for kind in picture.kinds if counts[kind.key]]
    inner = html.join(
        (
            *(
                _county(atlas.paths[geoid], kinds[cell.kind].look.fill)
                for geoid, cell in picture.cells.items()
            ),
            *(_hatched(atlas, picture, kind) for kind in used),
            Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1"/>').format(
                "".join(atlas.paths[geoid] for geoid in picture.cells), BORDER
            ),
            *_units(atlas, units),
            *(_mark(atlas, geoid, number) for geoid, number in (marks or {}).items()),
        )
    )
    left, top, right, bottom = atlas.whole
    box = (
        left - _MARGIN_KM,
        top - _MARGIN_KM,
        right - left + 2 * _MARGIN_KM,
        bottom - top + 2 * _MARGIN_KM,
    )
    told = "; ".join(f"{kind.name}{_extra(kind)}: {_counties(counts[kind.key])}" for kind in used)
    drawing = svg.drawing(
        f"map-{text.anchor(title)}", title, f"{told}. The table holds the same.", box, inner
    )
    by_kind: Counter[str] = Counter()
    for geoid, cell in picture.cells.items():
        by_kind[cell.kind] += people[geoid]
    legend = html.items(
        (_line(kind, counts[kind.key], by_kind[kind.key]) for kind in used),
        css="cc-legend",
    )
    return Markup(
        '<figure class="cc-figure cc-plate">{}<figcaption>{}{}</figcaption></figure>'
    ).format(drawing, legend, "Crosses: units, at their street or their town." if units else "")


def _county(path: str, fill: str) -> Markup:
    return Markup('<path d="{}" fill="{}"/>').format(path, fill)


def _hatched(atlas: Atlas, picture: LayerData, kind: Kind) -> Markup:
    """Return the pattern of a kind over all its counties."""
    if not kind.look.pattern:
        return Markup("")
    shapes = [atlas.shapes[geoid] for geoid, cell in picture.cells.items() if cell.kind == kind.key]
    return hatch(shapely.union_all(shapes), kind.look)


def _units(atlas: Atlas, units: Sequence[Facility]) -> list[Markup]:
    return [
        Markup('<path d="M{} {}h7M{} {}v7" stroke="{}" stroke-width="2"/>').format(
            svg.number(spot.x - 3.5),
            svg.number(spot.y),
            svg.number(spot.x),
            svg.number(spot.y - 3.5),
            _INK,
        )
        for spot in (atlas.units[unit.id] for unit in units)
    ]


def _mark(atlas: Atlas, geoid: str, number: int) -> Markup:
    x, y = atlas.centers[geoid]
    return svg.text(x, y + _SIZE_KM / 3, f"{number}", _SIZE_KM, "middle", _HALO_KM)


def _line(kind: Kind, counties: int, people: int) -> Markup:
    return Markup("{}<b>{}</b>{}: {}, {} people").format(
        _swatch(kind.look),
        kind.name,
        _extra(kind),
        _counties(counties),
        f"{people:,}",
    )


def _extra(kind: Kind) -> str:
    return f" ({kind.words})" if kind.words else ""


def _swatch(look: Style) -> Markup:
    """Return one layer of a style."""
    inner = svg.rect(0.5, 0.5, 31, 21, look.fill, BORDER) + hatch(
        shapely.box(1, 1, 31, 21), look, 7
    )
    return Markup('<svg viewBox="0 0 32 22" aria-hidden="true">{}</svg>').format(inner)


def _counties(count: int) -> str:
    return "1 county" if count == 1 else f"{count} counties"
