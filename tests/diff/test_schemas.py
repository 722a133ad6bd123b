"""What `verify` printed under an earlier schema is read as before, and distances make nobody's unit."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess
from geo.catalog.records import Catalog
from geo.diff import compare, read_state
from geo.diff.snapshot import Snapshot
from geo.errors import DataError
from geo.jsonable import SCHEMA, jsonable
from tests import small_state
from tests.small_state import DAY


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Return the small state with a question of distance, which the unit of another region answers."""
    content = small_state.services()
    content["standards"].append(
        {
            "id": "haven-near",
            "role": "other",
            "title": "A Haven within 120 miles",
            "question": "Is one near?",
            "evaluation": "within",
            "any_of": ["haven"],
            "within_miles": 120,
            "share_of_people": 0.9,
            "required": False,
        }
    )
    # Region 2 without a unit: Cedar's nearest is one of Region 1.
    content["facilities"].pop()
    return small_state.load(tmp_path / "data", content)


def printed(catalog: Catalog) -> dict[str, Any]:
    plain: dict[str, Any] = jsonable(assess.verify(catalog, DAY))
    return plain


def of_schema_1(plain: dict[str, Any]) -> dict[str, Any]:
    """Return a verdict as the version before printed it: without questions of distance."""
    standards = [record for record in plain["standards"] if record["evaluation"] != "within"]
    for standard in standards:
        del standard["evaluation"], standard["bases"]["measured"]
    kept = {standard["id"] for standard in standards}
    findings = [record for record in plain["findings"] if record["standard"] in kept]
    return {**plain, "schema": 1, "standards": standards, "findings": findings}


def side(path: Path, plain: dict[str, Any]) -> Snapshot:
    path.write_text(json.dumps(plain), encoding="utf-8")
    return read_state.read(path)


def test_schema_1_is_read_and_lacks_only_the_new_standards(
    catalog: Catalog, tmp_path: Path
) -> None:
    old = side(tmp_path / "old.json", of_schema_1(printed(catalog)))
    new = read_state.of_catalog(catalog, DAY, "new")
    changes = compare.compare(old, new)
    assert (changes.verdicts, changes.providers, changes.people, changes.lost) == (
        (),
        (),
        (),
        False,
    )
    assert {
        standard.id: standard.only_in for standard in changes.standards if standard.only_in
    } == {"haven-near": "new"}


def test_the_schema_of_now_says_the_same_as_the_folder(catalog: Catalog, tmp_path: Path) -> None:
    plain = printed(catalog)
    assert plain["schema"] == SCHEMA
    old = side(tmp_path / "now.json", plain)
    new = read_state.of_catalog(catalog, DAY, "new")
    assert old.verdicts == new.verdicts
    # Cedar's nearest unit is another region's: measured to, and not for the county.
    assert "56005" not in old.providers["haven", "haven-birch"].reach
    for before, after in ((old, new), (new, old)):
        changes = compare.compare(before, after)
        assert (changes.verdicts, changes.providers, changes.lost) == ((), (), False)


def test_another_schema_is_refused_by_its_number(catalog: Catalog, tmp_path: Path) -> None:
    for schema in (0, 3, "2", None):
        with pytest.raises(DataError, match="the schema is to be 1 or 2"):
            side(tmp_path / "other.json", {**printed(catalog), "schema": schema})
