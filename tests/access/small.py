"""The made-up state of `tests.small_state` as access measures it, with whatever is changed in it."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geo
from geo.access import gaps, measure
from geo.access.gap_records import GapRow, Gaps
from geo.access.records import Access, Area
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from tests import small_state
from tests.small_state import DAY

__all__ = [
    "CLOSED",
    "DOGWOOD",
    "NEAR",
    "Content",
    "across",
    "assessed",
    "catalog",
    "county",
    "disputed",
    "measured",
    "moving",
    "ranked",
    "row",
]

Content = dict[str, Any]
Change = Callable[[Content], object]

NEAR: Content = {
    "id": "haven-near",
    "role": "other",
    "title": "Nine in ten people within 30 miles of a Haven",
    "question": "Do nine in ten people live within 30 miles of a Haven?",
    "evaluation": "within",
    "any_of": ["haven"],
    "within_miles": 30,
    "share_of_people": 0.9,
    "required": False,
}
"""A question of distance for the section of standards."""
DOGWOOD: Content = {}
"""The usual unit of `across`: some 28 miles west of the people of Alder, and far from all others."""
CLOSED: Content = {
    "id": "haven-closed",
    "title": "Is there a Haven in Birchville?",
    "about": ["haven"],
    "counties": [],
    "units": ["haven-birch"],
    "bears_on": "coverage",
    "sides": [
        {"source": "team-list", "says": "There is"},
        {"source": "news", "says": "It has closed"},
    ],
    "treatment": "It counts at best.",
}
"""A contradiction about the Haven of Birchville."""


def disputed(content: Content) -> None:
    content["contradictions"] = [CLOSED]


def moving(content: Content) -> None:
    """Let Birch move from Region 1 to Region 2 on an unknown day around `DAY`."""
    first, second = (region["members"] for region in content["regions"])
    first[0]["counties"] = ["Alder"]
    when = "2026-01/2026-06"
    first.append(first[0] | {"counties": ["Birch"], "valid_to": when})
    second.append(second[0] | {"counties": ["Birch"], "valid_from": when})


def across(*units: Content) -> Change:
    """Return a change that adds units of the next state, each with what differs from one that counts."""
    usual: Content = {
        "type": "haven",
        "name": "Refuge across the line",
        "kind": "refuge, open day and night",
        "run_by": "State of Utah",
        "city": "Dogwood",
        "state": "UT",
        "lon": -107.05,
        "lat": 42.5,
        "radius_m": 1000,
        "counts": True,
        "counts_note": "Read as open.",
        "eligibility": "Adults.",
        "source": "news",
        "quote": "A refuge for all",
    }

    def change(content: Content) -> None:
        content["neighbor_units"] = [
            {**usual, "id": f"ut-{n}", **own} for n, own in enumerate(units)
        ]

    return change


def catalog(change: Change = lambda _: None) -> Catalog:
    """Return the state with its services changed."""
    content = small_state.services()
    change(content)
    # Written out, since a list that stands twice would become an alias, which YAML here may not have.
    whole = json.loads(json.dumps(content))
    with TemporaryDirectory() as folder:
        return small_state.load(Path(folder), whole)


def assessed(change: Change = lambda _: None) -> Assessment:
    return geo.verify(catalog(change), DAY)


def measured(change: Change = lambda _: None) -> Access:
    return measure.measure(assessed(change))


def county(access: Access, name: str) -> Area:
    return next(area for area in access.counties if area.name == name)


def ranked(change: Change = lambda _: None, limit_miles: int = 30) -> Gaps:
    assessment = assessed(change)
    return gaps.rank(assessment, measure.measure(assessment), limit_miles)


def row(found: Gaps, name: str) -> GapRow:
    return next(row for row in found.ranking if row.county == name)
