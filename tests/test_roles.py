"""No id of services.yaml means anything to the code: other ids, or another state, answer the same."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml

import geo
from geo.access import measure
from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog.records import Status
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.jsonable import jsonable
from geo.maps import layer_model, layers, page_data
from geo.referral import refer
from geo.referral.records import as_json
from tests import small_state
from tests.live import DAY as LIVE_DAY
from tests.small_state import ALDER, BIRCH, DAY

TYPED = ("Natchez", "38606", "Hinds County", "Tunica, MS", "34.31, -89.94")


def ids(content: dict[str, Any]) -> dict[str, str]:
    """Return another id for every service type and standard."""
    kinds = {one["id"]: f"kind-{place}" for place, one in enumerate(content["service_types"])}
    asked = [record["id"] for section in STANDARDS for record in content.get(section, ())]
    # A type and a standard of one id would be renamed alike: it could not be told which is meant.
    assert not kinds.keys() & set(asked)
    return kinds | {name: f"question-{place}" for place, name in enumerate(asked)}


STANDARDS = ("standards", "reach_standards")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a copy of the live data in which types and standards have other ids, and old by new."""
    home = copytree(folder.default_dir(), tmp_path_factory.mktemp("renamed") / "data")
    path = home / "services.yaml"
    content = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  (plain texts only)
    new = ids(content)
    for section, fields in (
        ("service_types", ("id",)),
        *((section, ("id", "type", "any_of")) for section in STANDARDS),
        ("services", ("type",)),
        ("facilities", ("type",)),
        ("neighbor_units", ("type",)),
        ("claims", ("about",)),
        ("contradictions", ("about",)),
        ("holes", ("about",)),
    ):
        for record in content.get(section, ()):
            record.update(
                {key: small_state.renamed(record[key], new) for key in fields if key in record}
            )
    for service in content["adequacy"]["services"]:
        service["standard"] = new[service["standard"]]
    path.write_text(small_state.as_yaml(content), encoding="utf-8")
    return home, {name: old for old, name in new.items()}


@pytest.fixture(scope="module")
def pair(renamed: tuple[Path, dict[str, str]]) -> tuple[Assessment, Assessment, dict[str, str]]:
    home, old = renamed
    live, copy = (
        reader.load(data_dir, today=LIVE_DAY) for data_dir in (folder.default_dir(), home)
    )
    return geo.verify(live, LIVE_DAY), geo.verify(copy, LIVE_DAY), old


Pair = tuple[Assessment, Assessment, dict[str, str]]


def same(live: Any, copy: Any, old: dict[str, str]) -> None:
    """Compare JSON values, the copy's ids turned back and the data's hash aside."""
    texts = (json.dumps(small_state.renamed(jsonable(answer), old)) for answer in (live, copy))
    before, after = (json.loads(text) for text in texts)
    for answer in (before, after):
        if isinstance(answer, dict):
            answer.pop("data_sha256", None)
    assert before == after


@pytest.mark.parametrize("text", TYPED)
def test_an_answer_is_the_same_under_other_ids(pair: Pair, text: str) -> None:
    live, copy, old = pair
    found = refer.answer(live, text)
    assert found.referrals
    assert all(
        referral.mobile_crisis and referral.nearest and referral.designated
        for referral in found.referrals
    )
    same(as_json(found), as_json(refer.answer(copy, text)), old)


def test_verdicts_are_the_same_under_other_ids(pair: Pair) -> None:
    live, copy, old = pair
    same(live, copy, old)


def test_the_nearest_units_are_the_same_under_other_ids(pair: Pair) -> None:
    live, copy, _ = pair
    for lon, lat in ((-89.94, 34.31), (-91.4, 31.55)):
        found = geo.nearest(live.catalog, lon, lat, 5)
        assert len(found) == 5
        assert found == geo.nearest(copy.catalog, lon, lat, 5)


def test_the_map_is_the_same_under_other_ids(pair: Pair) -> None:
    live, copy, old = pair
    told = []
    for assessment in (live, copy):
        ground = layer_model.ground(assessment)
        drawn = [
            (layer, layer.draw(ground, layer.about)) for layer in layers.layers(assessment.catalog)
        ]
        told.append(page_data.page_data(ground, drawn, ("Counties", "People")))
    same(*told, old)
    assert [words for words, _ in told[1]["always"]][:2] == [
        "In an emergency call",
        "In a crisis call or text",
    ]


@pytest.mark.parametrize("text", TYPED[:2])
def test_the_terminal_says_the_same_under_other_ids(
    run: Callable[..., Any], renamed: tuple[Path, dict[str, str]], text: str
) -> None:
    day = ("--as-of", LIVE_DAY.isoformat())
    done = run("nearest", text, *day), run("nearest", text, *day, "--data", str(renamed[0]))
    assert {call.exit_code for call in done} == {0}
    live, copy = (call.stdout.splitlines()[:-1] for call in done)  # the last line has the hash
    assert live == copy


# Another state


@pytest.fixture
def content() -> dict[str, Any]:
    return small_state.services()


def test_another_states_units_are_found_without_naming_their_type(tmp_path: Path) -> None:
    known = small_state.load(tmp_path)
    found = geo.nearest(known, -105.5, 42.4)
    assert [unit.facility_id for unit in found] == ["haven-birch", "haven-cedar"]
    assert found == geo.nearest(known, -105.5, 42.4, kind="haven")


def test_another_states_answer_names_teams_units_and_verdicts(tmp_path: Path) -> None:
    known = small_state.load(tmp_path)
    (found,) = refer.answer(geo.verify(known, DAY), "Birchville").referrals
    assert [team.team for team in found.mobile_crisis] == ["West crew"]
    assert [unit.facility_id for unit in found.nearest] == ["haven-birch", "haven-cedar"]
    assert [unit.facility_id for unit in found.designated] == ["haven-birch"]
    (county,) = found.counties
    assert (county.geoid, county.mobile_crisis) == (BIRCH, Status.COVERED)
    assert county.intensive is Status.CLAIMED
    assert "Birch County" in county.intensive_rule
    assert not any(warning.code in ("no_unit", "no_designated") for warning in found.warnings)


def test_units_of_several_types_are_nearest_together(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    (kind,) = (record for record in content["service_types"] if record["id"] == "haven")
    content["service_types"].append({**kind, "id": "shelter", "name": "Shelter"})
    content["facilities"][1]["type"] = "shelter"
    known = small_state.load(tmp_path, content)
    (found,) = refer.answer(geo.verify(known, DAY), "Alderton").referrals
    assert [unit.facility_id for unit in found.nearest] == ["haven-birch", "haven-cedar"]
    assert [unit.facility_id for unit in geo.nearest(known, -106.5, 42.5)] == [
        "haven-birch",
        "haven-cedar",
    ]


def test_without_a_type_or_standard_of_a_role_nothing_is_told_of_it(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    for record in (*content["service_types"], *content["standards"]):
        if record["role"] in ("mobile_crisis", "designated"):
            record["role"] = "other"
    known = small_state.load(tmp_path, content)
    (found,) = refer.answer(geo.verify(known, DAY), "Birchville").referrals
    assert found.mobile_crisis == ()
    assert found.designated == ()
    assert [unit.facility_id for unit in found.nearest] == ["haven-birch", "haven-cedar"]
    assert {(county.mobile_crisis, county.mobile_crisis_rule) for county in found.counties} == {
        (None, "")
    }


def test_of_two_standards_of_a_role_the_one_in_force_decides(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    (now,) = (record for record in content["standards"] if record["role"] == "intensive")
    new = {**now, "id": "home-care-only", "any_of": ["home-care"], "in_force_from": "2026-01-01"}
    now["in_force_to"] = "2025-12-31"
    content["standards"].append(new)
    known = small_state.load(tmp_path, content)
    decided = [
        {
            county.intensive
            for county in refer.answer(geo.verify(known, day), "Birchville").referrals[0].counties
        }
        for day in (dt.date(2025, 12, 31), DAY)
    ]
    assert decided == [{Status.CLAIMED}, {Status.GAP}]


# What the reader refuses


def refused(home: Path, content: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(DataError) as caught:
        small_state.load(home, content)
    return [(problem.rule, problem.where, problem.found) for problem in caught.value.problems]


def test_a_type_and_a_standard_must_have_a_role(tmp_path: Path, content: dict[str, Any]) -> None:
    del content["service_types"][0]["role"]
    content["standards"][1]["role"] = "care"
    assert refused(tmp_path, content) == [
        ("missing-key", "service_types[0].role", ""),
        ("not-a-choice", "standards[1].role", "care"),
    ]


def test_a_unit_must_be_of_a_type_that_people_are_taken_to(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["facilities"][0]["type"] = "day-care"
    assert refused(tmp_path, content) == [("role-mismatch", "facilities[0].type", "day-care")]


@pytest.mark.parametrize(
    ("role", "evaluation", "kinds", "expected"),
    [
        ("mobile_crisis", "service", ["home-care"], [("any_of[0]", "home-care")]),
        ("mobile_crisis", "facility_in_county", ["outreach-crew"], [("evaluation", "facility_in_county")]),
        ("intensive", "service", ["home-care", "haven"], [("any_of[1]", "haven")]),
        ("designated", "facility_in_county", ["haven"], [("evaluation", "facility_in_county")]),
        ("designated", "facility_in_region", ["rescue"], [("any_of[0]", "rescue")]),
    ],
)  # fmt: skip
def test_a_standard_must_ask_for_what_its_role_decides(
    role: str,
    evaluation: str,
    kinds: list[str],
    expected: list[tuple[str, str]],
    tmp_path: Path,
    content: dict[str, Any],
) -> None:
    content["standards"][4] |= {"role": role, "evaluation": evaluation, "any_of": kinds}
    assert refused(tmp_path, content) == [
        ("role-mismatch", f"standards[4].{field}", found) for field, found in expected
    ]


def test_without_units_the_type_of_their_role_is_measured_to(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["facilities"] = []
    known = small_state.load(tmp_path, content)
    found = measure.measure(geo.verify(known, DAY))
    assert (found.service, found.units) == ("haven", 0)
    assert {county.id: county.nearest_units for county in found.counties}[ALDER] == ()
