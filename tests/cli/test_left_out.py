"""A data folder may do without much: each command answers with what there is, and says what lacks."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from geo import text
from geo.catalog import folder, left_out
from tests import small_state
from tests.small_state import DAY
from tools.output_calls import COMMANDS

Run = Callable[..., Any]
TABLES: Final = ("zips.csv", "places.csv", "zip_cells.geojson", "zip_states.csv")
CALLS: Final = {
    "verify": ("verify",),
    "verify-json": ("verify", "--format", "json"),
    "verify-proof": ("verify", "--proof", "proof.json"),
    "county": ("county", "Alder"),
    "county-json": ("county", "Cedar", "--format", "json"),
    "nearest": ("nearest", "Birch County"),
    "provider": ("provider", "Birch County"),
    "nearest-json": ("nearest", "42.5, -106.5", "--format", "json"),
    "access": ("access",),
    "access-county": ("access", "Alder"),
    "gaps": ("gaps",),
    "gaps-json": ("gaps", "--format", "json"),
    "calls": ("calls",),
    "calls-csv": ("calls", "--csv"),
    "continuum": ("continuum",),
    "continuum-county": ("continuum", "Alder"),
    "continuum-json": ("continuum", "--format", "json"),
    "handover": ("handover", "Alder"),
    "handover-page": ("handover", "Alder", "-o", "handover.html"),
    "handover-project": ("handover",),
    "crisis": ("crisis",),
    "peers": ("peers",),
    "map": ("map", "-o", "map.html"),
    "pocket": ("pocket", "-o", "pocket.html"),
    "report": ("report", "-o", "report", "--full"),
    "export-gpkg": ("export", "-o", "out.gpkg"),
    "export-xlsx": ("export", "-o", "out.xlsx"),
    "export-csv": ("export", "--layer", "counties", "-o", "out.csv"),
}
ANSWERS: Final = {"verify": {0, 1}, "verify-json": {0, 1}, "verify-proof": {0, 1}}
"""The exit codes of a call that answers: verify's 1 is a gap."""


HOLES: Final = ("Region ,", " in .", " in ?", " or .", " or for ", "have .")


def without_regions() -> dict[str, Any]:
    content = small_state.services()
    content |= {"regions": [], "facilities": []}
    content["services"] = [
        service for service in content["services"] if "regions" not in service["catchment"]
    ]
    return content


def bare() -> dict[str, Any]:
    """Return a services.yaml that has only what no data can do without."""
    content = small_state.services()
    empty: dict[str, Any] = {"operators": [], "regions": [], "services": [], "facilities": []}
    kept = ("study_area", "sources", "service_types", "standards")
    return {name: content[name] for name in kept} | empty


def without_units() -> dict[str, Any]:
    return small_state.services() | {"facilities": []}


def without_numbers() -> dict[str, Any]:
    content = small_state.services()
    content["services"] = [
        service for service in content["services"] if "statewide" not in service["catchment"]
    ]
    return content


CONTENTS: Final = {
    "bare": (bare, (*TABLES, *folder.SURROUNDINGS)),
    "no regions": (without_regions, ()),
    "no units": (without_units, ()),
    "no numbers": (without_numbers, ()),
    "no tables": (small_state.services, TABLES),
    **{f"no {name}": (small_state.services, (name,)) for name in left_out.FILES},
}


def made(home: Path, name: str) -> Path:
    content, gone = CONTENTS[name]
    small_state.write(home, content())
    for file in gone:
        (home / file).unlink()
    return home


def call(run: Run, home: Path, *words: str) -> Any:
    return run(*words, "--data", str(home), "--as-of", DAY.isoformat())


@pytest.mark.parametrize("name", CONTENTS)
def test_every_command_answers(
    name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = made(tmp_path / "data", name)
    monkeypatch.chdir(tmp_path)
    for kind, words in CALLS.items():
        done = call(run, home, *words)
        assert done.exit_code in ANSWERS.get(kind, {0}), (kind, done.stderr)
        assert done.stderr == "", kind
        told = " ".join(done.stdout.split())
        assert not any(hole in told for hole in HOLES), kind


MISSOURI: Final = Path(__file__).parents[2] / "examples" / "missouri"


@pytest.mark.parametrize("kind", CALLS)
def test_every_command_answers_for_missouri(
    kind: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = {"Alder": "St. Louis city", "Cedar": "Boone", "Birch County": "Boone County"}
    names["42.5, -106.5"] = "38.62, -90.23"
    words = [names.get(word, word) for word in CALLS[kind]]
    done = run(*words, "--data", str(MISSOURI))
    asks = json.loads(run("verify", "--data", str(MISSOURI), "--format", "json").stdout)
    unasked = kind == "report" and not asks["standards"]
    assert done.exit_code in ({2} if unasked else ANSWERS.get(kind, {0})), done.stderr
    # Missouri has a county called Mississippi, and a Department of Mental Health of its own.
    others = ("Mississippi Dep", "601-359-1288", "877-210-8513", "82 counties")
    assert not any(word in done.stdout for word in others)
    assert "city County" not in " ".join(done.stdout.split())


def test_missouri_says_what_it_has_and_lacks(run: Run) -> None:
    told = " ".join(run("verify", "--data", str(MISSOURI)).stdout.split())
    assert told.startswith("Missouri: coverage of 115 counties and county-equivalents")
    assert "What this data does not have" in told
    assert "This data names no regions" in told


def test_missouri_says_once_why_no_distance_is_known_and_what_would_fill_it(run: Run) -> None:
    words = "--data", str(MISSOURI), "--as-of", DAY.isoformat()
    reason = (
        f"No distance is known: no source that speaks for {text.date(DAY.isoformat())} names where a Behavioral Health "
        "Crisis Center is. One that names it, with its town, would fill this. Ask: The Missouri Department "
        "of Mental Health: the BHCC Map of its page, with its date."
    )
    for command in (("access",), ("access", "Adair"), ("gaps",)):
        told = " ".join(run(*command, *words).stdout.split())
        assert told.count(reason) == 1, command
        assert "not known" not in told, command
        assert "within 15 miles" not in told, command
    for command in (("access",), ("access", "Adair"), ("gaps",)):
        asked = json.loads(run(*command, *words, "--format", "json").stdout)
        assert asked["not_measured"] == reason
    access = json.loads(run("access", *words, "--format", "json").stdout)
    assert access["service"] == "crisis_center"
    assert access["state"]["nearest"]["mean_miles"] == {"value": None, "low": None, "high": None}
    gaps = json.loads(run("gaps", *words, "--format", "json").stdout)
    assert gaps["counted"].startswith("Nothing is counted")


def test_without_a_kind_of_place_to_go_nothing_is_measured(tmp_path: Path, run: Run) -> None:
    content = small_state.without_lists()
    for kind in content["service_types"]:
        kind["role"] = "other" if kind["role"] == "facility" else kind["role"]
    home = small_state.write(tmp_path / "data", content)
    access = json.loads(call(run, home, "access", "--format", "json").stdout)
    assert (access["service"], access["unit"]) == (None, "crisis unit")
    assert access["not_measured"].startswith(
        "No distance is known: this data names no kind of place"
    )
    for words in (
        ("access",),
        ("gaps",),
        ("county", "Alder"),
        ("report", "-o", str(tmp_path / "r")),
    ):
        done = call(run, home, *words)
        assert done.exit_code == 0, done.stderr
        assert "People with a" not in done.stdout


def test_a_state_with_units_gives_no_reason(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data")
    for command in ("access", "gaps"):
        assert (
            json.loads(call(run, home, command, "--format", "json").stdout)["not_measured"] is None
        )
        assert "No distance is known" not in call(run, home, command).stdout


def test_a_report_leaves_out_columns_that_nothing_fills(tmp_path: Path, run: Run) -> None:
    def heads(content: dict[str, Any] | None, folder: str) -> str:
        home = small_state.write(tmp_path / f"{folder}-data", content)
        for words in (("report", "--full"), ("adequacy",)):
            call(run, home, *words, "-o", str(tmp_path / folder))
        pages = (tmp_path / folder).rglob("*.html")
        found = [
            page.read_text(encoding="utf-8") for page in pages if page.name != "find-help.html"
        ]
        assert found
        return "".join(re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", "".join(found)))

    assert "Region" in heads(None, "with")
    assert "Region" not in heads(without_regions(), "without")


def test_every_command_is_called() -> None:
    # These take a file or a fact too, and have tests of their own on the whole of the made-up state.
    others = {"handover", "diff", "match", "confirm", "adequacy", "app", "serve"}
    assert {words[0] for words in CALLS.values()} | others == set(COMMANDS)


def test_without_a_question_for_each_county_there_is_no_report(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data", small_state.services() | {"standards": []})
    for words in (("verify",), ("county", "Alder"), ("gaps",), ("nearest", "82001")):
        assert call(run, home, *words).exit_code == 0
    done = call(run, home, "report", "-o", str(tmp_path / "report"))
    assert done.exit_code == 2
    assert "This data asks no question of each county" in done.stderr
    assert not (tmp_path / "report").exists()


def test_where_no_service_is_required_gaps_count_distance_alone(tmp_path: Path, run: Run) -> None:
    content = small_state.services()
    for standard in content["standards"]:
        standard["required"] = False
    done = call(run, small_state.write(tmp_path / "data", content), "gaps")
    assert done.exit_code == 0
    assert "No service is required here" in " ".join(done.stdout.split())


def test_what_no_list_names_is_said_to_be_in_no_list(tmp_path: Path, run: Run) -> None:
    content = bare()
    for kind in content["service_types"]:
        kind["complete"] = False
    home = small_state.write(tmp_path / "data", content)
    calls = " ".join(call(run, home, "calls").stdout.split())
    assert "This data names no team, unit or center" in calls
    assert "no list names the counties" in calls
    assert "leaves the counties out" not in calls
    assert "Ask the center" not in call(run, home, "handover", "Alder").stdout
    assert "another region" not in call(run, home, "nearest", "82001").stdout


def test_two_bare_folders_are_compared(tmp_path: Path, run: Run) -> None:
    homes = [str(made(tmp_path / side, "bare")) for side in ("old", "new")]
    done = run("diff", *homes, "--as-of", DAY.isoformat())
    assert (done.exit_code, done.stderr) == (0, "")


def test_without_a_statute_the_file_on_adequacy_says_what_lacks(tmp_path: Path, run: Run) -> None:
    done = call(run, made(tmp_path / "data", "bare"), "adequacy", "-o", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "This data names no statute on adequacy" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", CONTENTS)
def test_verify_says_what_the_data_does_not_have(name: str, tmp_path: Path, run: Run) -> None:
    home = made(tmp_path / "data", name)
    told = json.loads(call(run, home, "verify", "--format", "json").stdout)["lacking"]
    assert told
    text = " ".join(call(run, home, "verify").stdout.split())
    assert all(words in text for words in told)


def test_a_whole_folder_lacks_nothing(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data")
    assert json.loads(call(run, home, "verify", "--format", "json").stdout)["lacking"] == []
    assert "does not have" not in call(run, home, "verify").stdout


@pytest.mark.parametrize(
    ("typed", "code"),
    [("82001", "no_zips"), ("Alderton", "no_towns"), ("12 Main St, Alderton", "no_towns")],
)
def test_a_place_that_no_table_could_have_is_not_called_unknown(
    typed: str, code: str, tmp_path: Path, run: Run
) -> None:
    done = call(run, made(tmp_path / "data", "no tables"), "nearest", typed, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["status"]) == (1, "not_found")
    assert [warning["code"] for warning in told["warnings"]] == [code]
    assert told["calls"]


@pytest.mark.parametrize("typed", ["Nevada", "Kansas City", "Denver, Colorado"])
def test_a_town_called_like_another_state_is_not_said_to_be_there(
    typed: str, tmp_path: Path, run: Run
) -> None:
    done = call(run, made(tmp_path / "data", "no tables"), "nearest", typed, "--format", "json")
    told = json.loads(done.stdout)
    assert told["status"] == "not_found"
    assert "no_towns" in [warning["code"] for warning in told["warnings"]]


def test_a_county_of_another_state_is_there_without_any_table(tmp_path: Path, run: Run) -> None:
    home = made(tmp_path / "data", "no tables")
    told = json.loads(call(run, home, "nearest", "Alder County, CO", "--format", "json").stdout)
    assert (told["status"], told["elsewhere"]) == ("out_of_state", "Colorado")


def test_without_zips_people_are_at_their_countys_center(tmp_path: Path, run: Run) -> None:
    home = made(tmp_path / "data", "no zips.csv")
    told = json.loads(call(run, home, "access", "--format", "json").stdout)
    assert (told["demand"]["scale"], told["demand"]["points"]) == ("county", 3)
    assert told["demand"]["people"] == 9000
    said = " ".join(call(run, home, "access").stdout.split())
    assert left_out.FILES[left_out.ZIPS] in said


def test_a_county_in_no_region_has_no_verdict_on_its_regions_units(
    tmp_path: Path, run: Run
) -> None:
    home = made(tmp_path / "data", "no regions")
    findings = json.loads(call(run, home, "verify", "--format", "json").stdout)["findings"]
    own = [finding for finding in findings if finding["standard"] == "haven-of-region"]
    assert {finding["status"] for finding in own} == {"unknown"}
    assert {finding["left_out_by"] == [] for finding in own} == {True}
    assert "does not say which region Alder County is in" in own[0]["rule"]


def test_without_numbers_of_its_own_911_and_988_are_told(tmp_path: Path, run: Run) -> None:
    home = made(tmp_path / "data", "no numbers")
    for words in (("nearest", "Birch County"), ("county", "Alder")):
        text = " ".join(call(run, home, *words).stdout.split())
        assert "Call 911 in an emergency. Call or text 988 in a crisis." in text


def test_a_broken_table_is_still_refused(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data")
    (home / "zips.csv").write_text("", encoding="utf-8")
    done = call(run, home, "nearest", "82001")
    assert done.exit_code == 2
    assert "zips.csv" in done.stderr
