"""Results as tables: the GeoPandas join of county shapes with everything known about each."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from geo.access import assess
from geo.catalog import folder
from geo.catalog.records import Catalog
from geo.catalog.shapes import table
from geo.coverage import evidence as coverage_evidence
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Evidence

__all__ = ["CRS", "counties", "facilities", "findings", "shapes"]

CRS = "EPSG:4269"


def shapes(catalog: Catalog, *, display: bool = False) -> gpd.GeoDataFrame:
    """Return the county shapes of the data folder, sorted by GEOID.

    Parameters
    ----------
    catalog : Catalog
        The checked data.
    display : bool
        The shapes simplified to 500 m, for drawing; False gives the full ones, for deciding.

    Raises
    ------
    DataError
        If the file is not fit for use.
    """
    if display:
        return table(catalog.home / folder.DISPLAY_SHAPES, catalog.display_shapes)
    return table(catalog.home / folder.SHAPES, catalog.county_shapes)


def counties(
    known: Catalog | Assessment,
    *,
    display: bool = False,
) -> gpd.GeoDataFrame:
    """Return one row per county: its shape joined with region, services and verdicts.

    Parameters
    ----------
    known : Catalog or Assessment
        The verdicts to join; of a catalog those of today.
    display : bool
        Join to the shapes for drawing instead of the full ones.

    Returns
    -------
    GeoDataFrame
        EPSG:4269, index ``geoid``; columns ``name``, ``region`` (number; a text with "or" while a
        move is uncertain), ``people`` (2020), ``land_sq_mi``; for each service type its
        ``<type>`` titles and ``<type>_phone``; for each standard ``<standard>`` (status),
        ``<standard>_basis`` and ``<standard>_flags``; ``geometry``.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use, or names other counties than counties.csv.
    """
    assessment = known if isinstance(known, Assessment) else assess.verify(known)
    table = _county_table(assessment)
    drawn = shapes(assessment.catalog, display=display)[["geoid", "geometry"]]
    # The reader of shapes has checked that they and counties.csv name the same counties.
    joined = drawn.merge(table, on="geoid", how="outer", validate="one_to_one")
    ordered = [*table.columns.drop("geoid"), "geometry"]
    return gpd.GeoDataFrame(joined.set_index("geoid")[ordered], crs=CRS)


def _county_table(assessment: Assessment) -> pd.DataFrame:
    regions = assessment.evidence.regions
    table = pd.DataFrame(
        {
            "geoid": [one.geoid for one in assessment.catalog.counties],
            "name": [one.name for one in assessment.catalog.counties],
            "region": [
                " or ".join(str(held.region) for held in regions[one.geoid])
                for one in assessment.catalog.counties
            ],
            "people": [one.people for one in assessment.catalog.counties],
            "land_sq_mi": [one.land_sq_mi for one in assessment.catalog.counties],
        }
    )
    for standard in assessment.standards:
        found = assessment.of(standard.id)
        table[standard.id] = [one.status.value for one in found]
        table[f"{standard.id}_basis"] = [one.basis.value for one in found]
        table[f"{standard.id}_flags"] = [", ".join(one.flags) for one in found]
    serving = coverage_evidence.providers(assessment.evidence)
    for kind in assessment.catalog.services.service_types:
        some = [serving.get((kind.id, one.geoid), ()) for one in assessment.catalog.counties]
        table[kind.id] = [_joined(one.title for one in evidence) for evidence in some]
        table[f"{kind.id}_phone"] = [_joined(_phones(evidence)) for evidence in some]
    return table


def _phones(evidence: Iterable[Evidence]) -> Iterable[str]:
    return (one.phone for one in evidence if one.phone)


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def facilities(catalog: Catalog) -> gpd.GeoDataFrame:
    """Return one row per facility, points in EPSG:4269, right within ``radius_m`` metres.

    ``beds`` is a text: "16 certified, 12 staffed", or "unknown".
    """
    some = catalog.services.facilities
    geoids = catalog.geoid_by_name
    table = pd.DataFrame(
        {
            "id": [one.id for one in some],
            "type": [one.type for one in some],
            "name": [one.name for one in some],
            "city": [one.city for one in some],
            "county": [one.county for one in some],
            "geoid": [geoids[one.county] for one in some],
            "region": [one.region for one in some],
            "phone": [one.phone for one in some],
            "street": [one.street or "" for one in some],
            "precision": [one.precision.value for one in some],
            "radius_m": [one.radius_m for one in some],
            "beds": [sentences.beds(one) for one in some],
            "source": [one.source for one in some],
        }
    )
    points = gpd.points_from_xy([one.lon for one in some], [one.lat for one in some])
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS)


def findings(assessment: Assessment) -> pd.DataFrame:
    """Return one row per finding: geoid, county, standard, status, basis, flags, rule."""
    return pd.DataFrame(
        {
            "geoid": [one.geoid for one in assessment.findings],
            "county": [one.county for one in assessment.findings],
            "standard": [one.standard for one in assessment.findings],
            "status": [one.status.value for one in assessment.findings],
            "basis": [one.basis.value for one in assessment.findings],
            "flags": [", ".join(one.flags) for one in assessment.findings],
            "rule": [one.rule for one in assessment.findings],
        }
    )
