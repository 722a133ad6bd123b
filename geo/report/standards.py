"""The verdicts of the whole state: for each standard its sentence, its map and its exceptions."""

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from geo import text
from geo.catalog.records import Facility, Standard, Status
from geo.coverage import freshness
from geo.maps import layers
from geo.maps.layer_model import LayerData, MapContext
from geo.report import html
from geo.report.projection import Atlas
from geo.report.state_map import numbered, plate

__all__ = ["link_to", "pictures", "standards"]


def link_to(geoid: str, name: str) -> Markup:
    """Return a link from the statewide page to a county's sheet."""
    return html.inside(f"counties/{geoid}-{text.anchor(name)}.html", name)


def pictures(ground: MapContext) -> dict[str, LayerData]:
    """Return the picture of each standard, by its id, as the screen's map draws it."""
    standards = {standard.id for standard in ground.assessment.catalog.services.standards}
    return {
        layer.about: layer.draw(ground, layer.about)
        for layer in layers.layers(ground.assessment.catalog)
        if layer.about in standards and layer.id == layer.about
    }


def standards(
    ground: MapContext, atlas: Atlas, layers: Mapping[str, LayerData], units: Sequence[Facility]
) -> Markup:
    """Return a part for each standard, and last in one those on which nothing was read.

    A part has the question, a map, the exceptions and what to keep in mind.
    """
    unread = [total.id for total in ground.assessment.unread()]
    asked = ground.assessment.catalog.services.standards
    return html.join(
        (
            *(
                _standard(ground, atlas, standard, layers[standard.id], units)
                for standard in asked
                if standard.id not in unread
            ),
            _unread([standard for standard in asked if standard.id in unread]),
        )
    )


def _unread(asked: Sequence[Standard]) -> Markup:
    """Return the standards that need no map: nothing was read on any county."""
    return html.section(
        "No information for any county",
        html.items(html.part("not_required", standard) for standard in asked),
        level=3,
    )


def _standard(
    ground: MapContext,
    atlas: Atlas,
    standard: Standard,
    picture: LayerData,
    units: Sequence[Facility],
) -> Markup:
    people = {county.geoid: county.people for county in ground.assessment.catalog.counties}
    marks = numbered(picture)
    figure = plate(atlas, picture, standard.title, people, units, marks)
    kind = "Required." if standard.required else "Asked for information: no duty."
    notes = html.items([*picture.notes, *([standard.note] if standard.note else [])])
    part = html.section(
        standard.title,
        html.paragraph(standard.question, kind),
        html.paragraph(picture.sentence),
        html.part(
            "beside",
            figure,
            html.join((_exceptions(ground, standard, picture, marks), notes)),
        ),
        level=3,
        at=f"standard-{standard.id}",
    )
    return html.part("block", "cc-whole", part)


def _exceptions(
    ground: MapContext, standard: Standard, picture: LayerData, marks: Mapping[str, int]
) -> Markup:
    """Return the counties that differ from most, by their number on the map."""
    kinds = {kind.key: kind.name for kind in picture.kinds}
    counts = Counter(cell.kind for geoid, cell in picture.cells.items() if geoid not in marks)
    [(common, count)] = counts.items()
    rest = f"{'All' if not marks else 'The other'} {count} counties: {kinds[common].lower()}."
    if not marks:
        return html.paragraph(rest)
    names = ground.counties["name"]
    regions, people = ground.counties["region"], ground.counties["people"]
    findings = {finding.geoid: finding for finding in ground.assessment.of(standard.id)}
    # The sentence above the map tells the ages of the whole standard.
    ages = freshness.of_findings(tuple(findings.values()), ground.assessment.as_of)
    rows = [
        (
            f"{number}",
            link_to(geoid, names[geoid]),
            regions[geoid],
            html.status_mark(Status(picture.cells[geoid].kind)),
            ", ".join(ages.marks_of(findings[geoid])),
            f"{people[geoid]:,}",
        )
        for geoid, number in marks.items()
    ]
    headers = ("On the map", "County", "Region", "Status", "Flags", "People")
    caption = f"{picture.sentence.partition(':')[0]}: the exceptions"
    return html.table(caption, headers, rows, numbers=(0, 5)) + html.paragraph(rest)
