"""The JSON of verify, read as a snapshot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.records import Basis
from geo.diff import read_state
from tests.diff.states import Refused, rules
from tests.small_state import ALDER, BIRCH


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"{", "not-json"),
        (b'{"schema": 2, "schema": 1}', "not-json"),
        (b"\xff", "not-utf-8"),
        (b"[" * 100_000, "not-json"),
        (b"{}", "not-verdicts"),
        (b"[]", "not-verdicts"),
        (b'{"findings": [], "schema": 9}', "wrong-schema"),
        (b'{"findings": [{}], "schema": 1}', "not-verdicts"),
        (b'{"findings": [3], "schema": 1}', "not-verdicts"),
    ],
)
def test_a_file_that_is_none_is_told(content: bytes, rule: str, refused: Refused) -> None:
    assert rules(refused("a.json", content)) == {rule}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_told(share: float, files: dict[str, Path], refused: Refused) -> None:
    content = files[".json"].read_bytes()
    assert rules(refused("a.json", content[: int(len(content) * share)])) == {"not-json"}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda document: document["findings"].pop(),
            "each county has a finding for each standard",
        ),
        (lambda document: document.update(as_of="March"), "a day is written"),
        (lambda document: document["findings"][0].update(status="perhaps"), "perhaps"),
        (lambda document: document["findings"][0].update(flags=["old"]), "old"),
        (lambda document: document["findings"][0].update(evidence=[{}]), "KeyError"),
        (lambda document: document["findings"][0].update(evidence=3), "TypeError"),
    ],
)
def test_findings_of_another_form_are_told(
    edit: Callable[[dict[str, Any]], object], said: str, files: dict[str, Path], refused: Refused
) -> None:
    document = json.loads(files[".json"].read_text(encoding="utf-8"))
    edit(document)
    error = refused("a.json", json.dumps(document).encode())
    assert rules(error) == {"not-verdicts"}
    assert said in str(error)


@pytest.mark.parametrize("schema", [1, 2])
def test_both_schemas_are_read(schema: int, files: dict[str, Path], tmp_path: Path) -> None:
    document = json.loads(files[".json"].read_text(encoding="utf-8"))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document | {"schema": schema}), encoding="utf-8")
    assert read_state.read(path).verdicts == read_state.read(files[".json"]).verdicts


def test_a_unit_that_is_only_near_is_not_told_as_one_for_the_county(files: dict[str, Path]) -> None:
    document = json.loads(files[".json"].read_text(encoding="utf-8"))
    measured = [
        (finding["geoid"], evidence["service_id"])
        for finding in document["findings"]
        for evidence in finding["evidence"]
        if evidence["basis"] == "measured"
    ]
    assert measured
    snapshot = read_state.read(files[".json"])
    assert {verdict.basis for verdict in snapshot.verdicts.values()} >= {Basis.MEASURED}
    assert all(
        Basis.MEASURED not in provider.reach.values() for provider in snapshot.providers.values()
    )


def test_teams_are_those_that_evidence_names(files: dict[str, Path]) -> None:
    snapshot = read_state.read(files[".json"])
    assert ("home-care", "care-everywhere") not in snapshot.providers
    assert snapshot.providers["talk-line", "line"].phone == "988"
    # A unit is listed for its own county and by its region for the other, whichever comes first.
    haven = snapshot.providers["haven", "haven-birch"]
    assert haven.unit is None
    assert haven.reach == {ALDER: Basis.REGION, BIRCH: Basis.LISTED}
