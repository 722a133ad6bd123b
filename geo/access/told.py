"""The ranking of gaps as it is told to programs: with what was shown of it, and yardsticks beside."""

from collections.abc import Collection
from typing import Any

from geo.access import yardsticks
from geo.access.records import Gaps
from geo.records import Catalog
from geo.verdicts import jsonable

__all__ = ["gaps_json"]


def gaps_json(
    catalog: Catalog, gaps: Gaps, regions: Collection[int] = (), *, urban: bool | None = None
) -> dict[str, Any]:
    """Return a ranking for JSON; `regions` and `urban` say what `gaps.narrow` was asked to leave."""
    people = sum(one.people for one in catalog.counties)
    return {
        **jsonable(gaps),
        "shown": {"regions": sorted(set(regions)), "urban": urban},
        "yardsticks": jsonable(yardsticks.yardsticks(catalog, people, gaps.as_of)),
        "yardsticks_recalled": jsonable(yardsticks.recalled(catalog, gaps.as_of)),
    }
