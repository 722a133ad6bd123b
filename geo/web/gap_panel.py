"""The panel of the page Gaps: why a county has its place in the ranking, and its figures."""

from markupsafe import Markup

from geo.access import sentences
from geo.access.records import Access, Area, within_limit
from geo.web import gap_tables, html
from geo.web.snapshot import Snapshot

__all__ = ["panel", "short", "titles"]


def short(snapshot: Snapshot) -> str:
    """Return the short name of the kind of unit, such as CSU."""
    kinds = snapshot.assessment.catalog.services.service_types
    return next(kind.short for kind in kinds if kind.id == snapshot.access.service)


def titles(snapshot: Snapshot) -> dict[str, str]:
    """Return the titles of the standards by id."""
    return {standard.id: standard.title for standard in snapshot.assessment.standards}


def panel(snapshot: Snapshot, limit: int, geoid: str | None) -> None:
    """Show one county's row and figures; without a county, how to get there."""
    if geoid is None:
        html.show(
            Markup(
                '<section class="cc-why"><p>The map shows the whole state, whatever region '
                "or kind of county is chosen. Choose a county on it or in the list to see why it has its place."
                "</p></section>"
            )
        )
        return
    row = next(ranked for ranked in snapshot.gaps[limit].ranking if ranked.geoid == geoid)
    area = next(county for county in snapshot.access.counties if county.id == geoid)
    html.show(
        Markup(
            '<section class="cc-why" aria-label="Gaps: {name} County"><h2>{name} County</h2>'
            "<p>{where}</p><p>Place {rank} of {all} by people more than {limit} straight-line miles away.</p>"
            "{reasons}<h3>Figures</h3>{figures}"
            '<p><a href="county?county={geoid}">The whole sheet of {name} County</a></p></section>'
        ).format(
            name=row.county,
            where=gap_tables.where(row),
            rank=row.rank,
            all=len(snapshot.access.counties),
            limit=limit,
            reasons=gap_tables.reasons(row, titles(snapshot)),
            figures=_figures(snapshot.access, area, limit, short(snapshot)),
            geoid=geoid,
        )
    )


def _figures(access: Access, area: Area, limit: int, unit: str) -> Markup:
    within, across, second = (
        within_limit(limits, limit)
        for limits in (area.within, area.within_with_neighbors, area.second)
    )
    lines = [
        f"straight-line miles on average to the nearest {unit}: {sentences.miles(area.nearest.mean_miles)}",
        f"straight-line miles on average to the region's own {unit}: "
        + (sentences.miles(area.own.mean_miles) if area.own else _own_unknown(area, unit)),
        f"people with a {unit} within {limit} straight-line miles: {sentences.percent(within.share)}; "
        f"with neighbors: {sentences.percent(across.share)}",
        f"people with a second {unit} within {limit} straight-line miles: "
        f"{sentences.percent(second.share)}",
        f"beds of the region: {sentences.beds(area.beds)}; for 100,000 people: {sentences.bed_rate(area.beds)}",
        f"beds within reach (E2SFCA) for 100,000 people: {sentences.bed_access(area.bed_access)}",
    ]
    items = html.join(Markup("<li>{}</li>").format(line) for line in lines)
    sentences_said = (
        sentences.everybody(area),
        *filter(None, [sentences.neighbors(access, area)]),
        *(sentences.disputed(name) for name in area.disputed),
    )
    return Markup("<ul>{}</ul><p>{}</p>").format(items, " ".join(sentences_said))


def _own_unknown(area: Area, unit: str) -> str:
    """Return why there are no miles to the region's own unit: it, or the region, is not known."""
    if not area.nearest_units:
        return "not known"
    if area.nearest_units[0].own is None:
        return "not known, as the region is not certain"
    return f"not known, as no source names a {unit} of the region"
