"""One county's sheet, to print: everything its planner needs, on two pages of paper at most."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from geo.access.records import Access
from geo.catalog.records import County
from geo.coverage.assessment import Assessment
from geo.report import county_view, footer
from geo.report.county_view import CountyView
from geo.templates.render import render

__all__ = ["of_view", "sheet"]


def sheet(
    assessment: Assessment,
    access: Access | None,
    county: County,
    hrefs: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Return the body of a county's sheet, below its name.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access : Access or None
        Measures of the same data on the same day; without them there is no distance, map or neighbor.
    county : County
        One of the catalog's.
    hrefs : mapping, optional
        Addresses of the neighbors' sheets by GEOID; a neighbor without one is named alone.

    Returns
    -------
    Markup
        One ``div`` of class ``cc-report cc-sheet``, styled by `report.css`. The map is inline SVG.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    """
    return of_view(assessment, county_view.view(assessment, county, access), hrefs)


def of_view(
    assessment: Assessment,
    view: CountyView,
    hrefs: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Return the sheet of what was put together already; as `sheet`."""
    return render(
        "county/sheet.html",
        view=view,
        drawing=view.locators.tall if view.locators else "",
        hrefs=hrefs,
        foot=footer.foot(assessment),
    )
