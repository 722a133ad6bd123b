"""Results as tables: the GeoPandas join of county shapes with everything known about each."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from geo.access import assess
from geo.catalog import folder
from geo.catalog.records import Catalog
from geo.catalog.shapes import table
from geo.coverage import beds
from geo.coverage import evidence as coverage_evidence
from geo.coverage.assessment import Assessment
from geo.coverage.contradictions import other_numbers
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
        return table(catalog.files[folder.DISPLAY_SHAPES], catalog.display_shapes)
    return table(catalog.files[folder.SHAPES], catalog.county_shapes)


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
    joined = drawn.merge(table, on="geoid", validate="one_to_one")
    ordered = [*table.columns.drop("geoid"), "geometry"]
    return gpd.GeoDataFrame(joined.set_index("geoid")[ordered], crs=CRS)


def _county_table(assessment: Assessment) -> pd.DataFrame:
    regions = assessment.evidence.regions
    known = assessment.catalog.counties
    # Put together once: a table that grows column by column takes several times as long.
    columns: dict[str, list[str] | list[int] | list[float]] = {
        "geoid": [county.geoid for county in known],
        "name": [county.name for county in known],
        "region": [
            " or ".join(str(membership.region) for membership in regions[county.geoid])
            for county in known
        ],
        "people": [county.people for county in known],
        "land_sq_mi": [county.land_sq_mi for county in known],
    }
    for standard in assessment.standards:
        verdicts = assessment.of(standard.id)
        columns[standard.id] = [finding.status.value for finding in verdicts]
        columns[f"{standard.id}_basis"] = [finding.basis.value for finding in verdicts]
        columns[f"{standard.id}_flags"] = [", ".join(finding.flags) for finding in verdicts]
    serving = coverage_evidence.providers(assessment.evidence)
    for kind in assessment.catalog.services.judged_types():
        serving_by_county = [serving.get((kind.id, county.geoid), ()) for county in known]
        columns[kind.id] = [
            _joined(fact.title for fact in evidence) for evidence in serving_by_county
        ]
        columns[f"{kind.id}_phone"] = [_joined(_phones(evidence)) for evidence in serving_by_county]
    return pd.DataFrame(columns)


def _phones(evidence: Iterable[Evidence]) -> Iterable[str]:
    return (
        phone
        for fact in evidence
        for phone in (fact.phone, *(other.phone for other in fact.other_numbers))
        if phone
    )


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def facilities(catalog: Catalog) -> gpd.GeoDataFrame:
    """Return one row per facility, points in EPSG:4269, right within ``radius_m`` meters.

    ``beds`` is a text: "16 certified, 12 staffed", or "unknown"; derived figures are told as such.
    """
    units = catalog.services.facilities
    geoids = catalog.geoid_by_name
    sources = {source.id: source for source in catalog.services.sources}
    table = pd.DataFrame(
        {
            "id": [unit.id for unit in units],
            "type": [unit.type for unit in units],
            "name": [unit.name for unit in units],
            "city": [unit.city for unit in units],
            "county": [unit.county for unit in units],
            "geoid": [geoids[unit.county] for unit in units],
            "region": [unit.region for unit in units],
            "phone": [unit.phone for unit in units],
            "other_phones": [
                _joined(other.phone for other in other_numbers(catalog, unit.id)) for unit in units
            ],
            "street": [unit.street or "" for unit in units],
            "precision": [unit.precision.value for unit in units],
            "radius_m": [unit.radius_m for unit in units],
            "beds": [beds.words(unit, sources) for unit in units],
            "source": [unit.source for unit in units],
        }
    )
    points = gpd.points_from_xy([unit.lon for unit in units], [unit.lat for unit in units])
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS)


def findings(assessment: Assessment) -> pd.DataFrame:
    """Return one row per finding: geoid, county, standard, status, basis, flags, rule."""
    return pd.DataFrame(
        {
            "geoid": [finding.geoid for finding in assessment.findings],
            "county": [finding.county for finding in assessment.findings],
            "standard": [finding.standard for finding in assessment.findings],
            "status": [finding.status.value for finding in assessment.findings],
            "basis": [finding.basis.value for finding in assessment.findings],
            "flags": [", ".join(finding.flags) for finding in assessment.findings],
            "rule": [finding.rule for finding in assessment.findings],
        }
    )
