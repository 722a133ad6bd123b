"""What the made-up state holds for exports, and tables as tests read them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely

from geo.exports.layers import Bundle
from geo.exports.table import Layer
from tests import small_state

FORMULA = "=Care at home – Ñ"
"""The title of a team that a spreadsheet would take for a formula."""


def content() -> dict[str, Any]:
    """Return services.yaml with what is seldom: every basis and flag, unknown beds, a region unsure.

    Birch goes from Region 1 to Region 2 some time in 2026. Alder's unit has no known beds, and
    sources contradict each other on whether Cedar's is there.
    """
    services = small_state.services()
    news = services["sources"][1]
    news["stale_after_days"] = 100
    services["sources"].append({**news, "id": "memory", "url": None, "proof": "recalled"})
    first, second = services["regions"]
    staying, moving = first["members"][0], dict(first["members"][0])
    first["members"] = [
        {**staying, "counties": ["Alder"]},
        {**moving, "counties": ["Birch"], "valid_to": "2026"},
    ]
    second["members"][0]["confidence"] = "weak"
    second["members"].append({**moving, "counties": ["Birch"], "valid_from": "2026"})
    home = services["services"][2]
    services["services"] += [
        {**home, "id": "home-cedar", "title": FORMULA, "catchment": {"counties": ["Cedar"]}},
        {**home, "id": "home-night", "title": "Home care; nights", "phone": "307-555-0104"}
        | {"catchment": {"counties": ["Alder"]}, "teams": 2, "hours": "8 to 5"},
        {**services["services"][1], "id": "crew-two", "title": "Crew 2", "phone": "307-555-0103"}
        | {"catchment": {"regions": [2]}},
    ]
    birch, cedar = services["facilities"]
    alder = {"id": "haven-alder", "name": "Alderton Haven", "city": "Alderton", "county": "Alder"}
    services["facilities"] = [
        {**birch, **alder, "lon": -106.5, "lat": 42.5, "note": "A note."},
        cedar,
    ]
    services["facilities"][0]["beds"] = [{**cedar["beds"][0], "kind": "planned"}]
    services["contradictions"] = [
        {
            "id": "open-or-not",
            "title": "Whether the Haven of Cedar is open",
            "about": ["haven"],
            "units": ["haven-cedar"],
            "bears_on": "coverage",
            "sides": [
                {"source": "team-list", "says": "open"},
                {"source": "news", "says": "closed"},
            ],
            "treatment": "Both are told.",
        }
    ]
    near = {"title": "Near a Haven", "evaluation": "within", "share_of_people": 0.9}
    services["standards"] += [
        {**services["standards"][3], **near, "id": f"haven-within-30-{unit}", f"within_{unit}": 30}
        for unit in ("miles", "minutes")
    ]
    # Entries that share a list are written out: the reader refuses references in YAML.
    written_out: dict[str, Any] = json.loads(json.dumps(services))
    return written_out


def layer(bundle: Bundle, name: str) -> Layer:
    (match,) = (layer for layer in bundle.layers if layer.name == name)
    return match


def by(layer: Layer, key: str) -> dict[Any, dict[str, Any]]:
    """Return the rows of a layer by a column that tells them apart."""
    rows = {row[key]: dict(row) for row in layer.rows()}
    assert len(rows) == len(layer.rows())
    return rows


def about_with(
    bundle: Bundle, *rows: tuple[str, str], shapes: Sequence[shapely.Geometry | None] | None = None
) -> Layer:
    """Return the layer about with other rows, and a shape for each where some are given."""
    from geo.exports import table

    columns = {"what": table.text(row[0] for row in rows), "is": table.text(row[1] for row in rows)}
    return table.layer("about", layer(bundle, "about").about, columns, shapes=shapes)


def write_to(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
