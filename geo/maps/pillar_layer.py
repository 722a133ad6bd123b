"""The layer of one part of the continuum: each county's answer."""

from collections.abc import Iterable, Mapping

from geo.catalog.records import Catalog, Pillar, Status
from geo.coverage import continuum, pillars, sentences
from geo.coverage.findings import Finding
from geo.maps import styles
from geo.maps.layer_model import (
    Cell,
    Kind,
    LayerData,
    MapContext,
    flag_notes,
    sources_of,
)

__all__ = ["about", "draw", "layers_of"]


def about(catalog: Catalog) -> Iterable[tuple[str, str]]:
    """Return the parts that have a layer of their own."""
    standards = {standard.id for standard in catalog.services.standards}
    return (
        (pillar.value, pillar.label)
        for pillar, layer in layers_of(catalog).items()
        if layer not in standards
    )


def layers_of(catalog: Catalog) -> Mapping[Pillar, str]:
    """Return the layer of each part that has one.

    It is that of the standard that asks for the same types, where there is one. What rules give to everybody,
    and a part without a type, has no layer: a map of it would have one color.
    """
    asked = {
        (frozenset(standard.any_of), standard.evaluation): standard.id
        for standard in reversed(catalog.services.standards)
    }
    return {
        pillar: asked.get((frozenset(question.any_of), question.evaluation), pillar.value)
        for pillar in Pillar
        if not (pillar is Pillar.CONTACT and catalog.services.statewide)
        and (question := pillars.question(catalog, pillar))
    }


def draw(context: MapContext, about: str) -> LayerData:
    """Draw a part's answer for each county."""
    pillar = Pillar(about)
    findings = pillars.judged(context.assessment).pillars[pillar]
    own = continuum.state_pillar(context.assessment, pillar)
    shorts = {kind.id: kind.short for kind in context.assessment.catalog.services.service_types}
    cells = {
        geoid: Cell(
            kind=finding.status.value,
            detail=_detail(finding, shorts[finding.evidence[0].service])
            if finding.status is Status.COVERED
            else sentences.of_evidence(finding.status).one,
            flags=finding.flags,
        )
        for geoid, finding in sorted(findings.items())
    }
    return LayerData(
        question=f"{pillar.label}: what does each county have?",
        sentence=own.definition,
        kinds=tuple(
            Kind(
                key=status.value,
                name=status.label,
                words="" if status is Status.COVERED else sentences.of_evidence(status).one,
                said=f"{pillar.label}: {status.label}",
                look=styles.STATUS_LOOKS[status],
                named=status is not Status.COVERED,
            )
            for status in Status
        ),
        cells=cells,
        sources=sources_of(
            fact for each in findings.values() for fact in (*each.evidence, *each.left_out_by)
        ),
        notes=flag_notes(context, cells),
    )


def _detail(finding: Finding, short: str) -> str:
    return f"{short}, {sentences.BASIS_WORDS.get(finding.basis, sentences.BASIS[finding.basis])}"
