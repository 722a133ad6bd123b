"""The made-up state with what texts have words for: a dispute, a weak and a stale source, yardsticks."""

from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from tests import small_state


def content() -> dict[str, Any]:
    """Return services.yaml of the made-up state, with more to say."""
    services = small_state.services()
    services["sources"][1]["stale_after_days"] = 90
    services["regions"][1]["members"][0]["confidence"] = "weak"
    # The East crew of Cedar is known through its region only.
    services["services"][1]["catchment"] = {"regions": [2]}
    services["holes"] = [
        {
            "id": "day-care-lists",
            "title": "Which counties have day care",
            "about": ["day-care"],
            "counties": ["Cedar"],
            "matters": "No list names them.",
            "ask": "The state.",
        }
    ]
    services["programmes"] = [
        {
            "id": "peers",
            "kind": "opening",
            "title": "Openings for peers",
            "region": 2,
            "as_of": "2025-05-01",
            "text": "Two openings",
            "source": "news",
        }
    ]
    services["contradictions"] = [
        {
            "id": "is-cedar-open",
            "title": "Whether the Haven in Cedar Falls is open",
            "about": ["haven"],
            "units": ["haven-cedar"],
            "bears_on": "coverage",
            "sides": [
                {"source": "team-list", "says": "open"},
                {"source": "news", "says": "closed"},
            ],
            "treatment": "It is shown as disputed.",
        }
    ]
    services["references"] = [
        {
            "id": name,
            "kind": "yardstick",
            "title": title,
            "text": f"{amount} beds for 100,000 people.",
            "citation": f"{title}, page 7",
            "source": "news",
            "status": "not binding",
            "proof": proof,
            "values": [{"name": "beds_per_100k", "value": amount}],
        }
        for name, title, amount, proof in (
            ("beds-read", "Beds by Reed", "30", "read"),
            ("beds-recalled", "Beds by Rowe", "50", "recalled"),
        )
    ]
    return services


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = small_state.write(tmp_path_factory.mktemp("small"), content())
    counties = home / "counties.csv"
    text = counties.read_text(encoding="utf-8")
    # Birch is urban by its Rural-Urban Continuum Code.
    counties.write_text(text.replace("3000,3474.9,7", "3000,3474.9,2"), encoding="utf-8")
    return home


@pytest.fixture
def small(_small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have commands read the made-up state where they are given no other; return its folder."""
    monkeypatch.setenv(folder.VARIABLE, str(_small))
    return _small
