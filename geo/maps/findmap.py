"""The map of page Find help: the same for everybody; what a look-up found is told to it in numbers.

Nothing of a look-up is ever rendered into the page. `drawing` makes the numbers that are handed to
the page in its frame, and `findmap.js` draws them there.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from shapely.geometry.base import BaseGeometry

from geo.access import frames
from geo.catalog.records import Catalog, Facility
from geo.coverage.assessment import Assessment
from geo.coverage.contradictions import other_numbers
from geo.coverage.evidence import speaking_units
from geo.geocode.location import Candidate
from geo.maps import backdrop, common, folium_door, styles
from geo.maps.safetext import Json, node
from geo.referral.records import Referral
from geo.spatial.area import Area
from geo.templates.language import ENGLISH, Language
from geo.text import county_title

__all__ = ["LAYER", "MOST_VERTICES", "WORDS", "Drawing", "drawing", "find_map"]

Drawing: TypeAlias = Mapping[str, Json]
"""What `drawing` returns."""

LAYER: Final = "find"
"""The one layer of the page, by which its parent calls it."""
WORDS: Final = (
    *("About where the ZIP lies", "Where the person may be", "Nearest crisis unit"),
    *("Could be nearest", "Other crisis unit", "Crisis unit", "It is inside the circle"),
    *("The place", "Whole state", "nearest", "could be nearest", "region's own"),
    *("The coordinates", "The address", "The street", "Center of the ZIP area"),
    *("Center of the town", "Middle of the county"),
)
"""What the script writes on the page, in English."""
MOST_VERTICES: Final = 4_000
"""About how many corners of an area are drawn at most; the page refuses more than 6,000."""
MOST_RINGS: Final = 200
# Four decimals of a degree are at most 11 m.
AREA_DECIMALS: Final = 4
_COUNTY: Final[folium_door.LeafletStyle] = {
    "className": "county",
    "color": "#98a1a8",
    "fillColor": "#fbfbf8",
    "fillOpacity": 1,
    "weight": 0.8,
}
_RADIUS: Final[folium_door.LeafletStyle] = {
    "className": "radius",
    "color": "#10222f",
    "dashArray": "3 4",
    "fill": False,
    "interactive": False,
    "weight": 1,
}


def find_map(assessment: Assessment, say: Language = ENGLISH) -> bytes:
    """Return the page: counties, neighbor states, rivers, units; equal data give equal bytes.

    `say` is the language of its legend and of what it writes beside units.

    Units that a record says are closed are left out.

    Raises
    ------
    DataError
        If a file of shapes is not fit for use.
    """
    catalog, units = assessment.catalog, speaking_units(assessment.evidence)
    counties = frames.shapes(catalog, display=True).set_index("geoid")
    shapes = list(counties.geometry)
    page = folium_door.new_map(
        f"{catalog.services.study_area.name}: where the place lies and which units are near",
        common.frame(counties.total_bounds),
        attribution=common.ATTRIBUTION,
        zoom_snap=0,
        max_zoom=13,
        max_bounds_viscosity=1,
    )
    backdrop.states(catalog.context, shapes, named=False).add_to(page)
    features = backdrop.collection(zip(counties.index, shapes, strict=True), common.COUNTY_DECIMALS)
    names = {county.geoid: county_title(county.name) for county in catalog.counties}
    folium_door.geojson(features, key="counties", style=lambda _: _COUNTY, tooltips=names).add_to(
        page
    )
    backdrop.rivers(catalog.context, shapes).add_to(page)
    pins = folium_door.group("Units", key="units")
    for unit in units:
        at = (unit.lon, unit.lat)
        folium_door.circle(at, radius_m=unit.radius_m, style=_RADIUS).add_to(pins)
        others = other_numbers(catalog, unit.id)
        folium_door.pin(at, common.unit_words(unit, others), glyph="+").add_to(pins)
    pins.add_to(page)
    folium_door.panel(node("div", id="legend")).add_to(page)
    folium_door.style(common.asset(__file__, "findmap.css")).add_to(page)
    told = _page_data(catalog, shapes, units, say)
    folium_door.script(common.asset(__file__, "findmap.js"), told).add_to(page)
    return folium_door.render(page)


def _page_data(
    catalog: Catalog,
    shapes: Sequence[BaseGeometry],
    units: Sequence[Facility],
    say: Language,
) -> Json:
    """Return what the script knows: counties in the order drawn, states, units in the order pinned."""
    anchors = [styles.anchors([shape])[0] for shape in shapes]
    by_geoid = sorted(catalog.counties, key=lambda county: county.geoid)
    return {
        "layer": LAYER,
        "words": [] if say is ENGLISH else [[words, say.text(words)] for words in WORDS],
        "counties": [
            [county.geoid, county.name, [lat, lon]]
            for county, (lon, lat) in zip(by_geoid, anchors, strict=True)
        ],
        "states": [
            [name, [[lat, lon] for lon, lat in points]]
            for name, points in backdrop.names(catalog.context, shapes)
        ],
        "units": [
            [
                unit.id,
                unit.city,
                common.unit_words(unit, other_numbers(catalog, unit.id)),
                [unit.lat, unit.lon],
            ]
            for unit in units
        ],
    }


def drawing(catalog: Catalog, candidate: Candidate, area: Area, referral: Referral) -> Drawing:
    """Return what the page is to draw for one reading of a text: numbers and known ids alone.

    ``point`` is (lon, lat) in degrees, ``rings`` the area's outline with 4 decimals and at most
    `MOST_VERTICES` corners, empty for the disc of ``radius_m`` meters; ``counties`` are GEOIDs,
    ``possible`` and ``designated`` ids of units.
    """
    possible = set(referral.possible_nearest)
    return {
        "point": [round(candidate.lon, AREA_DECIMALS), round(candidate.lat, AREA_DECIMALS)],
        "center": [round(area.lon, AREA_DECIMALS), round(area.lat, AREA_DECIMALS)],
        "radius_m": round(area.radius_m),
        "rings": _rings(area),
        "scale": candidate.precision.value,
        "counties": [county.geoid for county in (*referral.counties, *referral.may_reach)],
        "possible": [
            facility.id for facility in catalog.services.facilities if facility.name in possible
        ],
        "designated": _ids(catalog, {unit.facility_id for unit in referral.designated}),
    }


def _ids(catalog: Catalog, wanted: Collection[str]) -> list[str]:
    return [facility.id for facility in catalog.services.facilities if facility.id in wanted]


def _rings(area: Area) -> list[list[list[float]]]:
    """Return the rings rounded; where there are too many corners, every so many is left out."""
    rings = sorted(area.rings, key=len, reverse=True)[:MOST_RINGS]
    step = math.ceil(sum(len(ring) for ring in rings) / MOST_VERTICES) or 1
    thinned = [[*ring[:-1:step], ring[-1]] for ring in rings]
    return [
        [[round(lon, AREA_DECIMALS), round(lat, AREA_DECIMALS)] for lon, lat in ring]
        for ring in thinned
        if len(ring) > 3
    ]
