"""The units as tables: where each is, how to reach it, what is known of it."""

from collections.abc import Iterable

from markupsafe import Markup

from geo.catalog.records import Facility
from geo.coverage import beds, county, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.contradictions import other_numbers
from geo.report import html

__all__ = ["units", "units_in_short"]


def units(assessment: Assessment, facilities: Iterable[Facility]) -> Markup:
    """Return units with town, beds and who says so."""
    catalog = assessment.catalog
    sources = {source.id: source for source in catalog.services.sources}
    rows = [
        (
            f"{unit.name} (disputed)"
            if county.disputes(catalog, unit.id, assessment.as_of)
            else unit.name,
            f"{unit.region}",
            html.phones(unit.phone, other_numbers(catalog, unit.id, assessment.as_of)),
            sentences.unit(unit, sources, assessment.as_of),
            unit.source,
        )
        for unit in facilities
    ]
    if not rows:
        return html.paragraph("No source speaks of a unit by this day.")
    headers = ("Unit", "Region", "Number", "What is known", "Source")
    return html.table("Units", headers, rows, numbers=(1,))


def units_in_short(assessment: Assessment, facilities: Iterable[Facility]) -> Markup:
    """Return units with number, place and beds, a short row each."""
    catalog, day = assessment.catalog, assessment.as_of
    sources = {source.id: source for source in catalog.services.sources}
    rows = [
        (
            unit.name,
            f"{unit.region}",
            html.phones(unit.phone, other_numbers(catalog, unit.id, day)),
            unit.street or "not published",
            beds.words(unit, sources),
        )
        for unit in facilities
    ]
    if not rows:
        return html.paragraph("No source speaks of a unit by this day.")
    headers = ("Unit", "Region", "Number", "Street", "Beds")
    return html.table("Units", headers, rows, numbers=(1,))
