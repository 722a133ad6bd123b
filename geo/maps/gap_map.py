"""The map of gaps: how far people are, how many, and what is certain, one layer a measure."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from geo.access import sentences
from geo.access.records import Access
from geo.coverage.assessment import Assessment
from geo.maps import county_map, layer_model, styles
from geo.maps.classes import Measure
from geo.maps.layer_model import Cell, Kind, Layer, LayerData, MapContext
from geo.maps.styles import SEQUENCE, Style

__all__ = ["gap_map", "layers"]

_UNSURE = "not sure"
_SURE_INK = "#ffffff"
"""What is certain has white lines: only the two darkest classes have most people farther."""
_HATCHED = (
    replace(SEQUENCE[0], pattern="diagonal"),
    "stripes: the real value may fall in the next class",
)
_CERTAIN = (
    replace(SEQUENCE[-1], pattern="diagonal", ink=_SURE_INK),
    "certain: most people are farther, allowing for errors in addresses and in where people live",
)
_MISSING = "missing"


def gap_map(
    assessment: Assessment,
    access: Access,
    measures: Sequence[Measure],
) -> bytes:
    """Return the map as one HTML page that loads nothing; equal input gives equal bytes.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access : Access
        How far people are.
    measures : sequence of Measure
        What to draw, a layer each; the first is shown first.

    Raises
    ------
    DataError
        If a file of shapes is not fit for use.
    """
    ground = layer_model.ground(assessment)
    return county_map.county_map(
        ground,
        layers(access, measures),
        "how far people are from crisis care",
        heads=("In figures", "Flags"),
    )


def layers(access: Access, measures: Sequence[Measure]) -> tuple[Layer, ...]:
    """Return a layer for each measure."""
    return tuple(
        Layer(
            id=measure.id,
            title=measure.title,
            group="Distance and beds"
            if measure.limit_miles is None
            else f"Limit {measure.limit_miles} miles",
            about=measure.id,
            draw=partial(_draw, measure=measure, access=access),
        )
        for measure in measures
    )


def _draw(ground: MapContext, about: str, *, measure: Measure, access: Access) -> LayerData:  # noqa: ARG001
    """Draw a measure: each county in its class, hatched where another class is possible."""
    cells = {geoid: _cell(measure, geoid) for geoid in ground.counties.index}
    used = {cell.kind for cell in cells.values()}
    always = {f"class-{grade}" for grade in range(len(SEQUENCE))}
    facilities = ground.assessment.catalog.services.facilities if access.units else ()
    units = [facility for facility in facilities if facility.type == access.service]
    return LayerData(
        question=measure.question,
        sentence=measure.summary,
        kinds=tuple(kind for kind in _kinds(measure) if kind.key in used or kind.key in always),
        cells=cells,
        sources=tuple(dict.fromkeys(unit.source for unit in units)),
        notes=(
            f"Distances are {access.method}.",
            sentences.demand(access.demand),
            *(sentences.disputed(name) for name in access.state.disputed),
        ),
        signs=_signs(measure) if used - always - {_MISSING} else (),
    )


def _signs(measure: Measure) -> tuple[tuple[Style, str], ...]:
    """Return what the pattern means: most people are farther for certain, or the class is not sure."""
    return (_HATCHED,) if measure.certain is None else (_CERTAIN,)


def _cell(measure: Measure, geoid: str) -> Cell:
    figure = measure.figures[geoid]
    if figure.value is None:
        return Cell(kind=_MISSING, detail=figure.words or measure.missing)
    key = f"class-{measure.grade(figure.value)}"
    if measure.certain is not None:
        return Cell(kind=f"{key}-certain" if geoid in measure.certain else key, detail=figure.words)
    if measure.is_sure(figure):
        return Cell(kind=key, detail=figure.words)
    return Cell(kind=f"{key}-unsure", detail=f"{figure.words}; it may be in another class")


def _kinds(measure: Measure) -> list[Kind]:
    """Return every class, least severe first, plain and with lines, and the class without a figure."""
    kinds = []
    for grade, (name, plain) in enumerate(zip(measure.classes, SEQUENCE, strict=True)):
        words = f"{measure.title}: {name}"
        key, capital = f"class-{grade}", name[0].upper() + name[1:]
        kind = Kind(key=key, name=capital, words="", said=words, look=plain)
        unsure = replace(
            kind, key=f"{key}-unsure", words=_UNSURE, look=replace(plain, pattern="diagonal")
        )
        certain = replace(
            kind,
            key=f"{key}-certain",
            words="certain",
            said=f"{words}. It is certain that most people are farther",
            look=replace(plain, pattern="diagonal", ink=_SURE_INK),
            within=key,
        )
        kinds += [kind, unsure if measure.certain is None else certain]
    words = f"{measure.title}: {measure.missing}"
    unknown = Kind(
        key=_MISSING, name="Unknown", words=measure.missing, said=words, look=styles.UNCERTAIN
    )
    return [*kinds, unknown]
