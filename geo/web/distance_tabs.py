"""The tabs of the page Distance besides the table: how far, another region's unit, a second unit and beds."""

from typing import Final

from markupsafe import Markup

from geo.access import sentences
from geo.access.records import Area, within_limit
from geo.report import area_tables, distance_chart, svg
from geo.templates.render import render
from geo.text import count, listing
from geo.web import distance_words
from geo.web.distance_view import View

__all__ = ["elsewhere", "how_far", "second"]

_HALF: Final = 0.5


def how_far(view: View) -> Markup:
    """Return people by five miles as a drawing, with its table folded."""
    columns = [area.people_by_mile for area in view.areas.values()]
    by_mile = [
        sum(column[mile] for column in columns if mile < len(column))
        for mile in range(max(len(column) for column in columns))
    ]
    title = f"People by straight-line miles to the nearest {view.short}"
    limits = view.snapshot.access.limits_miles
    return render(
        "web/distance_how_far.html",
        figure=svg.as_images(distance_chart.figure(by_mile, limits, title)),
        table=distance_chart.table(by_mile, limits, title),
    )


def elsewhere(view: View) -> Markup:
    """Return the counties where most people are nearer to another region's unit than to their own.

    The nearest is that of most of the county's people, each unit at its point. Counties whose own
    region is not certain are named and not counted.
    """
    first = [(area, area.nearest_units[0]) for area in view.areas.values() if area.nearest_units]
    crossing = [area for area, unit in first if unit.own is False]
    crossing.sort(key=lambda area: (-area.people_nearer_elsewhere, area.name))
    access = view.snapshot.access
    return render(
        "web/distance_elsewhere.html",
        known=bool(first),
        short=view.short,
        counties=count(len(crossing), "county", "counties"),
        unknown=listing([area.name for area, unit in first if unit.own is None]),
        rows=[_elsewhere(view, area) for area in crossing],
        across="" if view.is_filtered else sentences.neighbors(access, access.state),
    )


def _elsewhere(view: View, area: Area) -> dict[str, object]:
    return {
        "geoid": area.id,
        "county": area.name,
        "regions": " or ".join(map(str, area.regions)),
        "nearest": distance_words.nearest(view, area),
        "miles": sentences.miles(area.nearest.mean_miles),
        "own_miles": sentences.miles(area.own.mean_miles) if area.own else "not known",
        "people": area.people_nearer_elsewhere,
        "own_people": area.own_people,
    }


def second(view: View) -> Markup:
    """Return how many people have a second unit within the limit, and the beds of each region."""
    rows = []
    without = 0
    for area in view.areas.values():
        share = within_limit(area.second, view.limit_miles).share
        without += share.value is not None and share.value < _HALF
        rows.append((share.value is None, share.value or 0.0, area, sentences.percent(share)))
    rows.sort(key=lambda row: (*row[:2], row[2].name))
    return render(
        "web/distance_second.html",
        short=view.short,
        limit_miles=view.limit_miles,
        without=count(without, "county", "counties"),
        rows=[(area, words) for _, _, area, words in rows],
        beds=area_tables.beds(view.snapshot.access),
        all_counties=count(len(rows), "county", "counties"),
    )
