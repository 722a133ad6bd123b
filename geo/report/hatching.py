"""Patterns as real lines and dots: they print sharp and stay small, unlike tiles."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from geo.maps.styles import Style
from geo.report import svg

__all__ = ["hatch"]

_SPACING: Final = 9.0
_WIDTHS: Final = {"diagonal": 1.2, "cross": 1.0, "level": 1.2, "dots": 3.0}
"""Width of the ink by pattern, in the drawing's units; a dot is a stroke without length."""


def hatch(shape: BaseGeometry, look: Style, spacing: float = _SPACING) -> Markup:
    """Return a look's pattern inside a shape as one SVG path; nothing for a plain look.

    Parameters
    ----------
    shape : geometry
        In the drawing's own units; may have several parts.
    look : Style
        Its pattern and ink are drawn, its fill is not.
    spacing : float
        Between lines or dots, in the drawing's units. Lines lie on one grid for all shapes, so that
        neighbors of one kind look like one area.
    """
    if not look.pattern or shape.is_empty:
        return Markup("")
    data = "".join(
        _dots(shape, spacing) if look.pattern == "dots" else _strokes(shape, look, spacing)
    )
    width = _WIDTHS[look.pattern] * spacing / _SPACING
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-width="{:.2f}" stroke-linecap="round"/>'
    ).format(data, look.ink, width)


def _strokes(shape: BaseGeometry, look: Style, spacing: float) -> Iterator[str]:
    slopes = {"diagonal": (-1,), "cross": (-1, 1), "level": (0,)}[look.pattern]
    for slope in slopes:
        lines = shapely.MultiLineString(_grid(shape, slope, spacing))
        for line in shapely.get_parts(shapely.intersection(lines, shape)):
            if line.geom_type == "LineString" and not line.is_empty:
                (x1, y1), (x2, y2) = line.coords[0], line.coords[-1]
                yield f"M{svg.number(x1)} {svg.number(y1)}L{svg.number(x2)} {svg.number(y2)}"


def _grid(shape: BaseGeometry, slope: int, spacing: float) -> list[list[tuple[float, float]]]:
    """Return lines y = slope x + k that cross the shape's frame, k in steps of the spacing."""
    left, top, right, bottom = shape.bounds
    # A slanted line's steps along y are longer than the space between the lines.
    step = spacing * (2**0.5 if slope else 1)
    heights = [y - slope * x for x in (left, right) for y in (top, bottom)]
    marks = np.arange(np.floor(min(heights) / step), np.ceil(max(heights) / step) + 1) * step
    return [
        [(left, slope * left + offset), (right, slope * right + offset)]
        for offset in marks.tolist()
    ]


def _dots(shape: BaseGeometry, spacing: float) -> Iterator[str]:
    left, top, right, bottom = shape.bounds
    across = np.arange(np.floor(left / spacing), np.ceil(right / spacing) + 1)
    down = np.arange(np.floor(top / spacing), np.ceil(bottom / spacing) + 1)
    columns, rows = (axis.ravel() for axis in np.meshgrid(across, down))
    # Every second row is shifted by half a space.
    x, y = (columns + (rows % 2) / 2) * spacing, rows * spacing
    inside = shapely.contains_xy(shape, x, y)
    for dot_x, dot_y in zip(x[inside].tolist(), y[inside].tolist(), strict=True):
        yield f"M{svg.number(dot_x)} {svg.number(dot_y)}h0"
