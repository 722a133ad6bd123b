"""The layers of an export."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.access import frames
from geo.access.records import Access
from geo.coverage import evidence as coverage_evidence
from geo.coverage.assessment import Assessment
from geo.exports import about, continuum, counties, everybody, evidence, places, qgis
from geo.exports.qgis import QgisStyle
from geo.exports.records import ExportContext
from geo.exports.table import Layer

__all__ = ["LAYERS", "Bundle", "build"]

_MAKERS: Final = {
    counties.NAME: counties.counties,
    "facilities": places.facilities,
    "neighbor_units": places.neighbor_units,
    "teams": evidence.teams,
    "regions": places.regions,
    everybody.NAME: everybody.statewide,
    "sources": evidence.sources,
    "findings": evidence.findings,
    continuum.NAME: continuum.continuum_layer,
}
LAYERS: Final = (*_MAKERS, about.NAME)
"""Names of the layers; the last says of what day and data the others are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Layers of one day and one state of the data, and how QGIS draws those that are there."""

    as_of: str
    data_sha256: str
    title: str
    attribution: str
    layers: tuple[Layer, ...]
    styles: tuple[QgisStyle, ...]


def build(
    assessment: Assessment,
    access: Access,
    names: Sequence[str] = LAYERS,
) -> Bundle:
    """Return the layers of the names, in the order of `LAYERS`.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use, or names other counties than counties.csv.
    ValueError
        For a name that is none of `LAYERS`, and for measures of another day or other data.
    """
    if not set(names) <= set(LAYERS):
        raise ValueError(f"the layers are {', '.join(LAYERS)}")
    if (assessment.as_of, assessment.data_sha256) != (access.as_of, access.data_sha256):
        raise ValueError("the measures are to be of the verdicts' day and data")
    context = ExportContext(
        assessment=assessment,
        access=access,
        counties=frames.counties(assessment),
        serving=coverage_evidence.providers(assessment.evidence),
    )
    layers = [make(context) for make in _MAKERS.values()]
    # Alone, the layer about tells of all that there are.
    told = [layer for layer in layers if layer.name in names]
    layers.append(about.about(context, told or layers))
    return Bundle(
        as_of=assessment.as_of.isoformat(),
        data_sha256=assessment.data_sha256,
        title=about.title(context),
        attribution=about.ATTRIBUTION,
        layers=tuple(layer for layer in layers if layer.name in names),
        styles=tuple(style for style in qgis.styles(context) if style.layer in names),
    )
