"""The brief's map: one service, the counties that are not covered by name, each county a link."""

from collections.abc import Mapping, Sequence
from typing import Final

import shapely
from markupsafe import Markup

from geo.catalog.records import Flag, Status
from geo.coverage.findings import Finding
from geo.maps.styles import BORDER, STATUS_LOOKS
from geo.report.hatching import hatch
from geo.report.projection import Atlas
from geo.templates.render import render

__all__ = ["brief_map"]

_MARGIN_KM: Final = 4.0
_NAME_KM: Final = 10.0
_LETTER_WIDTH: Final = 0.56
"""Average width of a letter as a share of its size."""
_MOVES: Final = (
    (0.0, 0.0),
    (0.0, -0.8),
    (0.0, 0.8),
    (-0.5, 0.0),
    (0.5, 0.0),
    (0.0, -1.6),
    (0.0, 1.6),
)
"""Where a name is tried: off the county's middle in halves of its width and in heights of its letters."""


def brief_map(
    atlas: Atlas, findings: Sequence[Finding], title: str, hrefs: Mapping[str, str]
) -> Markup:
    """Return the map of one service as SVG.

    Parameters
    ----------
    atlas : Atlas
        The shapes on the flat map.
    findings : sequence of Finding
        One for each county.
    title : str
        Of the map, for those who do not see it.
    hrefs : mapping
        Addresses of the counties' sheets by GEOID.
    """
    left, top, right, bottom = atlas.whole
    open_ones = [finding for finding in findings if finding.status is not Status.COVERED]
    return render(
        "report/map.svg",
        title=title,
        box=(
            left - _MARGIN_KM,
            top - _MARGIN_KM,
            right - left + 2 * _MARGIN_KM,
            bottom - top + 2 * _MARGIN_KM,
        ),
        border=BORDER,
        counties=[
            {
                "name": finding.county,
                "href": hrefs.get(finding.geoid, ""),
                "path": atlas.paths[finding.geoid],
                "fill": STATUS_LOOKS[finding.status].fill,
                "label": finding.status.label,
                "doubted": bool({Flag.DISPUTED, Flag.WEAK} & set(finding.flags)),
            }
            for finding in findings
        ],
        patterns=[
            hatch(
                shapely.union_all([atlas.shapes[each.geoid] for each in some]), STATUS_LOOKS[status]
            )
            for status in Status
            if (some := [finding for finding in open_ones if finding.status is status])
        ],
        names=_names(atlas, open_ones),
        size=_NAME_KM,
    )


def _names(atlas: Atlas, findings: Sequence[Finding]) -> list[tuple[float, float, str]]:
    """Return where each name stands so that it meets as little of the others as can be."""
    placed: list[tuple[float, float, str]] = []
    boxes: list[shapely.Polygon] = []
    for finding in findings:
        x, y = atlas.centers[finding.geoid]
        half = len(finding.county) * _NAME_KM * _LETTER_WIDTH / 2
        tried = [(x + across * half, y + down * _NAME_KM) for across, down in _MOVES]
        frames = [
            shapely.box(at_x - half, at_y - 0.5 * _NAME_KM, at_x + half, at_y + 0.5 * _NAME_KM)
            for at_x, at_y in tried
        ]
        taken = shapely.union_all(boxes)
        best = min(
            range(len(tried)), key=lambda place: (frames[place].intersection(taken).area, place)
        )
        boxes.append(frames[best])
        placed.append((*tried[best], finding.county))
    return placed
