"""The file of distances: what is kept for whom, in which bytes, and that it is only ever a short cut."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess, county_miles
from geo.catalog import load
from geo.catalog.records import Evaluation
from geo.coverage import gather
from tests import small_state
from tests.damaged import damaged
from tests.diff import states
from tests.small_state import ALDER, BIRCH, CEDAR, DAY
from tools import build_distances


def question(name: str, *kinds: str, **limit: float) -> dict[str, Any]:
    return {
        "id": name,
        "role": "other",
        "title": name,
        "question": f"{name}?",
        "evaluation": "within",
        "any_of": list(kinds),
        "share_of_people": 0.9,
        "required": False,
        **limit,
    }


@pytest.fixture
def content() -> dict[str, Any]:
    """Return the small state with a second type of unit, and questions about one, the other and both."""
    content = small_state.services()
    (kind,) = (entry for entry in content["service_types"] if entry["id"] == "haven")
    content["service_types"].append({**kind, "id": "shelter", "short": "Shelter"})
    content["facilities"][1]["type"] = "shelter"
    content["standards"] += [
        question("near", "haven", within_miles=30),
        question("soon", "haven", within_minutes=60),
        question("either", "haven", "shelter", within_miles=30),
        question("shelter", "shelter", within_miles=30),
    ]
    return content


def test_each_set_of_units_is_kept_once_under_its_key(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    known = small_state.load(tmp_path, content)
    text = build_distances.built(known)
    (tmp_path / county_miles.FILE).write_text(text, encoding="utf-8")
    index = gather.gather(known, DAY)
    keys = []
    for standard in known.services.standards:
        if standard.evaluation is Evaluation.WITHIN:
            keys.append(county_miles.key(known, *assess.units_of(standard, index)))
    assert [entry["key"] for entry in json.loads(text)["entries"]] == [keys[0], *keys[2:]]
    assert keys[0] == keys[1]
    kept = county_miles.stored(tmp_path, keys[2])
    assert kept
    assert list(kept.counties) == [ALDER, BIRCH, CEDAR]
    assert [sum(county.miles.people) for county in kept.counties.values()] == [4000, 3000, 2000]
    assert [county.nearest for county in kept.counties.values()] == [(0,), (0,), (1,)]
    for county in kept.counties.values():
        county.miles.check()
        assert county.miles.least is not None
        assert county.miles.most is not None
        assert county.miles.least <= min(county.miles.low)
        assert county.miles.most >= max(county.miles.high)
    assert county_miles.stored(tmp_path, "another") is None


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a data folder with the file, and the key of what it keeps."""
    home = small_state.write(tmp_path_factory.mktemp("kept"), states.content())
    assert build_distances.main(["--data", str(home)]) == 0
    entries = json.loads((home / county_miles.FILE).read_bytes())["entries"]
    return home, entries[0]["key"]


@given(data=st.data())
def test_miles_that_were_changed_are_as_none(kept: tuple[Path, str], data: st.DataObject) -> None:
    home, key = kept
    path, right = home / county_miles.FILE, county_miles.stored(*kept)
    written = path.read_bytes()
    assert right
    path.write_bytes(data.draw(damaged(written)))
    try:
        assert county_miles.stored(home, key) in (None, right)
    finally:
        path.write_bytes(written)


def test_one_digit_that_was_changed_is_seen(kept: tuple[Path, str]) -> None:
    home, key = kept
    path = home / county_miles.FILE
    written = path.read_text(encoding="utf-8")
    for old, new in (("[[2000.0]", "[[2001.0]"), ('"56001":', '"56009":')):
        assert old in written
        path.write_text(written.replace(old, new, 1), encoding="utf-8")
        assert county_miles.stored(home, key) is None
    path.write_text(written, encoding="utf-8")
    assert county_miles.stored(home, key)


def test_equal_data_gives_equal_bytes_with_a_county_on_each_line(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    known = small_state.load(tmp_path, content)
    text = build_distances.built(known)
    assert text == build_distances.built(load.load(tmp_path, today=DAY))
    lines = text.splitlines()
    assert [line[1:6] for line in lines if line.startswith('"56')] == [ALDER, BIRCH, CEDAR] * 3


def test_check_writes_nothing_and_tells_a_difference(
    tmp_path: Path, content: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    home = small_state.write(tmp_path, content)
    path = home / county_miles.FILE
    asked = ["--data", str(home)]
    assert build_distances.main([*asked, "--check"]) == 1
    assert "distances.json is not what the data gives" in capsys.readouterr().err
    assert not path.exists()
    assert build_distances.main(asked) == 0
    assert build_distances.main([*asked, "--check"]) == 0
    content["facilities"][0]["radius_m"] = 4000
    small_state.write(home, content)
    assert build_distances.main([*asked, "--check"]) == 1


def test_without_units_or_questions_nothing_is_kept(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    for standards in (content["standards"][:5], content["standards"]):
        content["standards"] = standards
        known = small_state.load(tmp_path, content)
        kept = json.loads(build_distances.built(known))["entries"]
        assert len(kept) == len({tuple(standard["any_of"]) for standard in standards[5:]})
