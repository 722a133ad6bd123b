"""The layers of the state map: one function per kind of layer, and the list of them."""

from collections.abc import Iterable
from typing import Final

from geo.catalog.records import Catalog, Flag, Status
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.sentences import BASIS_WORDS
from geo.maps import county_map, layer_model, pillar_layer, service_layer, styles
from geo.maps.layer_model import (
    NOT_FIRM,
    REGION_MOVED,
    Cell,
    Entry,
    Kind,
    Layer,
    LayerData,
    MapContext,
    flag_notes,
    sources_of,
)
from geo.maps.styles import STATUS_LOOKS, Style

__all__ = ["LAYERS", "layers", "state_map"]


def layers(catalog: Catalog) -> tuple[Layer, ...]:
    """Return the layers that a catalog's map has; ids are unique, a second of a name gets a prefix."""
    layers_by_id: dict[str, Layer] = {}
    for entry in LAYERS:
        entries = entry.each(catalog) if entry.each else [(entry.id, entry.title)]
        for about, title in entries:
            key = f"{entry.id}.{about}" if about in layers_by_id else about
            layers_by_id[key] = Layer(
                id=key, title=title, group=entry.title, about=about, draw=entry.draw
            )
    return tuple(layers_by_id.values())


def _standards(catalog: Catalog) -> Iterable[tuple[str, str]]:
    return (
        (standard.id, standard.short or standard.title) for standard in catalog.services.standards
    )


def _standard(context: MapContext, about: str) -> LayerData:
    """Draw the verdict on a standard."""
    data = context.assessment.catalog.services
    standard = next(standard for standard in data.standards if standard.id == about)
    total = next(standard for standard in context.assessment.standards if standard.id == about)
    findings = context.assessment.of(about)
    meanings = {
        status: sentences.meaning(standard.evaluation, status)
        for status in sentences.possible(standard.evaluation)
    }
    cells = {
        finding.geoid: Cell(
            kind=finding.status.value,
            detail=BASIS_WORDS.get(finding.basis, meanings[finding.status].one),
            flags=finding.flags,
        )
        for finding in sorted(findings, key=lambda finding: finding.geoid)
    }
    facts = [fact for finding in findings for fact in (*finding.evidence, *finding.left_out_by)]
    said = f"{standard.title}: {sentences.summary(total, len(cells))}"
    ages = freshness.of_findings(findings, context.assessment.as_of)
    late = "" if total.in_force else f"Not in force on {context.assessment.as_of}."
    return LayerData(
        question=standard.question,
        sentence=" ".join(filter(None, (said, ages.banner))),
        kinds=tuple(
            Kind(
                key=status.value,
                name=meaning.label,
                words="" if status is Status.COVERED else meaning.one,
                said=f"{standard.title}: {meaning.label}",
                look=STATUS_LOOKS[status],
                named=status is not Status.COVERED,
            )
            for status, meaning in meanings.items()
        ),
        cells=cells,
        sources=sources_of(facts),
        notes=tuple(note for note in (late, *flag_notes(context, cells)) if note),
    )


def _if_any_region(catalog: Catalog) -> Iterable[tuple[str, str]]:
    return [("regions", "Regions")] if catalog.services.regions else []


def _regions(context: MapContext, about: str) -> LayerData:  # noqa: ARG001
    """Draw the regions, each with its number."""
    groups = dict(context.counties["region"])
    colors = styles.spread(
        [group if group.isdecimal() else "" for group in groups.values()], context.beside
    )
    cells = {}
    for geoid, group in groups.items():
        memberships = [membership.evidence for membership in context.memberships[geoid]]
        cells[geoid] = Cell(
            kind=_region_key(group),
            detail="; ".join(
                dict.fromkeys(
                    f"{membership.confidence}: {membership.says}" for membership in memberships
                )
            ),
            flags=(Flag.WEAK,)
            if all(membership.confidence in NOT_FIRM for membership in memberships)
            else (),
        )
    in_order = sorted(
        set(groups.values()), key=lambda group: (len(group.split()), len(group), group)
    )
    return LayerData(
        question="Which community mental health center's region is the county in?",
        sentence=f"{len(cells)} counties in {len(colors)} regions.",
        kinds=tuple(
            _region(context.assessment.catalog, group, colors.get(group)) for group in in_order
        ),
        cells=cells,
        sources=tuple(
            dict.fromkeys(
                membership.evidence.source
                for memberships in context.memberships.values()
                for membership in memberships
            )
        ),
        notes=flag_notes(context, cells),
    )


def _region(catalog: Catalog, group: str, color: str | None) -> Kind:
    """Return a region; without a color it is several that a county may be in."""
    names = {operator.id: operator.name for operator in catalog.services.operators}
    run_by = [region.operator for region in catalog.services.regions if str(region.number) == group]
    words = "".join(names[operator] for operator in run_by if operator) if color else REGION_MOVED
    return Kind(
        key=_region_key(group),
        name=f"Region {group}",
        words=words,
        said=f"Region {group}, {words}" if words else f"Region {group}",
        look=Style(color) if color else styles.UNCERTAIN,
        mark=group,
    )


def _region_key(group: str) -> str:
    return f"region-{group.replace(' ', '-')}"


def _service_types(catalog: Catalog) -> Iterable[tuple[str, str]]:
    types = {
        service.type
        for service in catalog.services.services
        if service.catchment.counties or service.catchment.regions
    }
    return (
        (service_type.id, service_type.short)
        for service_type in catalog.services.service_types
        if service_type.id in types
    )


# To add a layer, add a function above and a line here.
LAYERS: Final = (
    Entry(id="standard", title="Verdicts", draw=_standard, each=_standards),
    Entry(id="regions", title="Regions", draw=_regions, each=_if_any_region),
    Entry(id="service", title="Services", draw=service_layer.draw, each=_service_types),
    Entry(id="pillar", title="Four parts", draw=pillar_layer.draw, each=pillar_layer.about),
)


def state_map(assessment: Assessment) -> bytes:
    """Return the map as one HTML page that loads nothing; equal input gives equal bytes.

    Raises
    ------
    DataError
        If a file of shapes is not fit for use.
    """
    ground = layer_model.ground(assessment)
    return county_map.county_map(
        ground, layers(assessment.catalog), "crisis and intensive services by county"
    )
