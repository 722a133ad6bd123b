"""Rules on contradictions: what settles one, and whose the other number is that a side gives."""

from pathlib import Path
from typing import Any

import pytest

from geo.errors import DataError
from tests import small_state

SIDES = [
    {"source": "team-list", "says": "open"},
    {"source": "news", "says": "closed"},
]


def contradiction(phone: str | None = None, **keys: Any) -> dict[str, Any]:
    first, second = SIDES
    return {
        "id": "one-or-other",
        "title": "Which it is",
        "about": ["haven"],
        "units": ["haven-cedar"],
        "bears_on": "coverage",
        "sides": [first, {**second, **({"phone": phone} if phone else {})}],
        "treatment": "The first counts.",
        **keys,
    }


def load(home: Path, *contradictions: dict[str, Any]) -> None:
    content = small_state.services()
    content["contradictions"] = list(contradictions)
    small_state.load(home, content)


@pytest.mark.parametrize(
    "sound",
    [
        contradiction(settled_by="news"),
        contradiction(settled_by="team-list"),
        contradiction("307-555-0199"),
        contradiction("307-555-0199", units=["crew-west"]),
        contradiction("307-555-0199", units=["crew-east"]),  # which has no number of its own
        contradiction("307-555-0110"),  # another unit's
    ],
)
def test_what_is_sound_is_read(tmp_path: Path, sound: dict[str, Any]) -> None:
    load(tmp_path, sound)


@pytest.mark.parametrize(
    ("broken", "rule", "field", "found"),
    [
        (contradiction(settled_by="law"), "unknown-source", "settled_by", "law"),
        (contradiction("307-555-0199", units=[]), "number-of-no-unit", "sides[1].phone", "0199"),
        (
            contradiction("307-555-0199", units=["haven-cedar", "haven-birch"]),
            "number-of-no-unit",
            "sides[1].phone",
            "0199",
        ),
        (contradiction("307-555-0120"), "number-of-the-unit", "sides[1].phone", "0120"),
        (
            contradiction("307-555-0101", units=["crew-west"]),
            "number-of-the-unit",
            "sides[1].phone",
            "0101",
        ),
        (contradiction("307-555-012"), "wrong-form", "sides[1].phone", "307-555-012"),
    ],
)
def test_what_is_broken_is_refused_with_its_place(
    tmp_path: Path, broken: dict[str, Any], rule: str, field: str, found: str
) -> None:
    with pytest.raises(DataError) as caught:
        load(tmp_path, broken)
    problem = caught.value.problems[0]
    assert problem.rule == rule
    assert problem.where == f"contradictions[0].{field}"
    assert found in problem.found
    assert problem.line


def test_what_settles_it_is_one_of_its_sides(tmp_path: Path) -> None:
    content = small_state.services()
    content["sources"].append({**content["sources"][0], "id": "law"})
    content["contradictions"] = [contradiction(settled_by="law")]
    with pytest.raises(DataError) as caught:
        small_state.load(tmp_path, content)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.found) == ("settled-by-no-side", "law")
