"""What programs are answered: what the commands print, as the description says it, for every state."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from geo.api import openapi
from geo.api.operations import NEAREST, OPERATIONS, PREFIX
from geo.catalog import folder, load
from geo.catalog.records import Catalog
from tests import live
from tests.api.conftest import Ask
from tests.small_state import ALDER, DAY
from tests.web.app_pages import use_data

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
STATES = {"mississippi": ROOT / "data", "missouri": ROOT / "examples" / "missouri"}
PLACES = (
    "38606",
    "Batesville",
    "Clay",
    "Memphis TN",
    "64101",
    "nowhere at all",
    "x" * 300,
    "a\0b",
    "34.31, -89.94",
)
ON = f"as_of={DAY}&known_on={DAY}"
AS_OF = ("--as-of", str(DAY), "--known-on", str(DAY))


def place(text: str, **more: object) -> bytes:
    return json.dumps({"place": text, **more}).encode()


@cache
def described(schema: str) -> Draft202012Validator:
    """Return what checks JSON by the description, and that it has no key of which that says nothing."""
    whole = json.loads(json.dumps(openapi.document()))
    for part in whole["components"]["schemas"].values():
        if "properties" in part:
            part["additionalProperties"] = False
    return Draft202012Validator(
        {"$ref": schema, "components": whole["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def check(answer: Any, path: str, method: str = "get") -> Any:
    """Return an answer's JSON, which is as the description of its address says."""
    responses = openapi.document()["paths"][path][method]["responses"]
    known = responses.get(str(answer.status)) or responses[f"{answer.status // 100}XX"]
    ((media, content),) = known["content"].items()
    assert answer.headers["content-type"] == media
    value = json.loads(answer.body)
    errors = [error.message for error in described(content["schema"]["$ref"]).iter_errors(value)]
    assert errors == []
    return value


@pytest.fixture(scope="module", params=STATES)
def state(request: pytest.FixtureRequest) -> Iterator[Catalog]:
    """Return a state's data, of which the app makes its state once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        use_data(STATES[request.param], patch)
        yield load.load(STATES[request.param])


def addresses(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield every address as the description has it, and as it is asked for."""
    for operation in OPERATIONS:
        path = f"{PREFIX}{operation.path}"
        counties = catalog.counties if "{geoid}" in path else catalog.counties[:1]
        for county in counties:
            yield path, path.format(geoid=county.geoid)


def test_every_answer_is_as_the_description_says(state: Catalog, ask: Ask) -> None:
    for path, asked in addresses(state):
        answer = ask(f"{asked}?as_of={live.DAY}")
        assert answer.status == 200, asked
        value = check(answer, path)
        assert (value["data_sha256"], value["as_of"]) == (state.data_sha256, str(live.DAY))


@pytest.mark.usefixtures("state")
def test_every_answer_to_a_place_is_as_the_description_says(ask: Ask) -> None:
    found = set()
    for text in PLACES:
        answer = ask(f"{PREFIX}{NEAREST}", "POST", place(text), content_type="application/json")
        assert answer.status == 200
        found.add(check(answer, f"{PREFIX}{NEAREST}", "post")["status"])
    assert found >= {"ok", "not_found", "invalid"}


SAME = {
    "verify": ("verify",),
    f"counties/{ALDER}": ("county", ALDER),
    "access": ("access",),
    f"access/{ALDER}": ("access", ALDER),
    "gaps": ("gaps",),
    "gaps?limit=45&sort=people&with_neighbors=true&region=2&region=1&urban=false": (
        *("gaps", "--limit", "45", "--sort", "people", "--with-neighbors"),
        *("--region", "2", "1", "--rural"),
    ),
    "gaps?urban=true": ("gaps", "--urban"),
}


@pytest.mark.parametrize("days", [False, True], ids=["today", "as-of"])
@pytest.mark.parametrize("asked", SAME)
def test_an_answer_is_what_the_command_prints(
    asked: str, days: bool, shared: Path, ask: Ask, run: Run
) -> None:
    joint = "&" if "?" in asked else "?"
    answer = ask(f"{PREFIX}/{asked}{joint}{ON}" if days else f"{PREFIX}/{asked}")
    options = AS_OF if days else ()
    printed = run(*SAME[asked], "--data", str(shared), "--format", "json", *options)
    assert answer.body.decode() == printed.stdout
    if days:
        assert json.loads(answer.body)["as_of"] == str(DAY)


@pytest.mark.parametrize("text", ["Birchville", "Cedar", "nowhere", "x" * 300])
def test_a_place_is_answered_as_by_the_command(text: str, shared: Path, ask: Ask, run: Run) -> None:
    body = place(text, k=1, as_of=str(DAY), known_on=str(DAY))
    answer = ask(f"{PREFIX}{NEAREST}", "POST", body, content_type="application/json")
    printed = run("nearest", text, "-k", "1", "--data", str(shared), "--format", "json", *AS_OF)
    assert answer.body.decode() == printed.stdout


def get(ask: Ask, path: str) -> Any:
    answer = ask(f"{PREFIX}{path}?as_of={DAY}")
    assert answer.status == 200
    return json.loads(answer.body)


def test_lists_leave_nothing_out(ask: Ask, shared: Path) -> None:
    known = load.load(shared)
    assert get(ask, "/standards")["standards"] == get(ask, "/verify")["standards"]
    ids = [source["id"] for source in get(ask, "/sources")["sources"]]
    assert ids == [source.id for source in known.services.sources]
    units = get(ask, "/facilities")["facilities"]
    assert [unit["id"] for unit in units] == [unit.id for unit in known.services.facilities]
    assert all(unit["known_on_the_day"] and not unit["stale"] for unit in units)
    teams = get(ask, "/teams")["teams"]
    for county in known.counties:
        of_county = get(ask, f"/counties/{county.geoid}")["services"]
        listed = [team for team in teams if team["geoid"] == county.geoid]
        assert [
            {**team, "geoid": county.geoid, "county": county.name} for team in of_county
        ] == listed


@pytest.mark.usefixtures("shared")
def test_a_unit_is_told_as_what_is_known_of_it_on_the_day(ask: Ask) -> None:
    before = json.loads(ask(f"{PREFIX}/facilities?as_of=2025-01-01").body)["facilities"]
    assert before
    assert not any(unit["known_on_the_day"] for unit in before)
    after = json.loads(ask(f"{PREFIX}/facilities?as_of=2031-01-01").body)["facilities"]
    assert all(unit["stale"] for unit in after)


@pytest.mark.usefixtures("state")
def test_units_of_the_state_are_as_a_look_up_tells_them(ask: Ask) -> None:
    body = place("39201", k=99, as_of=str(live.DAY))
    answer = ask(f"{PREFIX}{NEAREST}", "POST", body, content_type="application/json")
    by_id = {unit["facility_id"]: unit for unit in json.loads(answer.body)["nearest"]}
    listed = json.loads(ask(f"{PREFIX}/facilities?as_of={live.DAY}").body)["facilities"]
    assert {unit["id"] for unit in listed if unit["known_on_the_day"]} == set(by_id)
    for unit in listed:
        near = by_id[unit["id"]]
        for name in ("phone", "as_of", "stale", "other_numbers"):
            assert unit[name] == near[name]
        assert unit["phone_source"] == near["source"]
        assert unit["disputed"] == bool(near["disputed"])
        assert unit["name"] == near["facility"]


def test_a_broken_file_of_shapes_takes_distances_alone(home: Path, ask: Ask) -> None:
    (home / folder.SHAPES).write_text("{ broken", encoding="utf-8")
    assert ask(f"{PREFIX}/verify").status == 200
    assert json.loads(ask(f"{PREFIX}/counties/{ALDER}").body)["transport"] is None
    answer = ask(f"{PREFIX}/access")
    assert answer.status == 503
    assert {problem["file"] for problem in check(answer, f"{PREFIX}/access")["problems"]} == {
        folder.SHAPES
    }


def test_what_is_hidden_from_json_is_not_described() -> None:
    schemas = openapi.document()["components"]["schemas"]
    assert "catalog" not in schemas["Verification"]["properties"]
    assert "required" not in schemas["ReachVerdict"]["properties"]
    assert "Catalog" not in schemas


def test_the_description_names_every_parameter_of_the_commands() -> None:
    operation = openapi.document()["paths"][f"{PREFIX}/gaps"]["get"]
    names = [parameter["name"] for parameter in operation["parameters"]]
    assert names == ["as_of", "known_on", "limit", "sort", "with_neighbors", "region", "urban"]
    assert all(parameter["description"] for parameter in operation["parameters"])
    references = json.dumps(openapi.document()).split('"$ref": "#/components/schemas/')[1:]
    assert {each.partition('"')[0] for each in references} <= openapi.document()["components"][
        "schemas"
    ].keys()
