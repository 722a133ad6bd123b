"""Records of confirmations.yaml for tests, and verdicts on a made-up state that has some."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.access import assess
from geo.catalog import load as reader
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from tests import small_state

DAY = dt.date(2028, 3, 1)
"""A day on which every source of the made-up state is past its age limit."""


_IN_CHARGE = {
    "crew-west": "plains", "crew-east": "hills", "home-alder": "plains", "region-1": "plains",
    "region-2": "hills",
}  # fmt: skip


def record(fact: str, outcome: str = "confirmed", **more: Any) -> dict[str, Any]:
    """Return a record of a call on the day before `DAY`, with whatever else is given.

    A correction is the word of whoever runs what it is about, where nobody else is named.
    """
    item = fact.partition("/")[0]
    given = {"answered_by": _IN_CHARGE.get(item, item)} if outcome == "corrected" else {}
    return {
        **given,
        "fact": fact,
        "outcome": outcome,
        "on": "2028-02-29",
        "recorded": "2028-02-29",
        "how": "telephone",
        "by": "County planner",
        "says": "So it is.",
        **more,
    }


def as_text(records: Sequence[Mapping[str, Any]], **more: Any) -> str:
    """Return the text of confirmations.yaml."""
    return small_state.as_yaml({"stale_after_days": 365, **more, "records": list(records)})


def load(
    folder: Path,
    records: Sequence[Mapping[str, Any]],
    content: Mapping[str, Any] | None = None,
    **more: Any,
) -> Catalog:
    """Write the made-up state with records, and read it on `DAY`."""
    small_state.write(folder, content)
    (folder / "confirmations.yaml").write_text(as_text(records, **more), encoding="utf-8")
    return reader.load(folder, today=DAY)


def judged(
    folder: Path,
    records: Sequence[Mapping[str, Any]],
    day: dt.date = DAY,
    known_on: dt.date | None = None,
    content: Mapping[str, Any] | None = None,
) -> Assessment:
    """Return the verdicts on the made-up state with records."""
    return assess.verify(load(folder, records, content), day, known_on)
