"""The commands: what they print, their exit codes, their JSON."""

import datetime as dt
import json
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from geo.cli import main, options
from tests import live, small_state

ROOT = Path(__file__).resolve().parents[2]

AS_OF = ("--as-of", small_state.DAY.isoformat())
Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("small")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a data folder with a wrong phone number."""
    services = small_state.services()
    services["facilities"][0]["phone"] = "307-555-011"
    return small_state.write(tmp_path / "data", services)


def test_verify_prints_the_verdict_and_exits_with_0(run: Run, small: Path) -> None:
    done = run("verify", "--all", *AS_OF)
    text = flat(done.stdout)
    assert done.exit_code == 0
    for part in (
        "Wyoming: coverage of 3 counties",
        "Required service Covered Claimed only Not on the list No information By name By region",
        "An outreach crew 3 0 0 0 0 3",
        "Home or day care 1 2 0 0 1 0",
        "A Haven in the 3 0 0 0 2 1 region",
        "Not required: service Covered Claimed only Not on the list No information By name",
        "A Haven in the county 2 0 1 0 2",
        "Home or day care: Claimed only, 2 counties (5,000 people in 2020) Birch, Cedar",
        "A talk line: Claimed only, 3 counties (9,000 people in 2020) all of them",
        "A Haven in the county: Not on the list, 1 county (4,000 people in 2020) Alder",
        "Wyoming: coverage of 3 counties An outreach crew and a Haven in the region: listed for all 3 "
        "counties. Home or day care: not shown for 2 counties (5,000 people, 56%). A talk line: not "
        "shown for 3 counties (9,000 people, 100%). Some lists and statements "
        "behind these answers are over their age limit (newest: June 1, "
        "2025). Call to confirm before you rely on them.",
        "Over its age limit (the newest source is older than we rely on without a call) Home or day "
        "care: Birch, Cedar",
        "Sources disagree (sources contradict each other on whether it is there) A Haven in the region: "
        "Cedar; A",
        "Region inferred (no source states the county's region; we worked it out) An outreach crew: "
        "Cedar",
        "news: State of Wyoming, A newspaper. June 1, 2025 (date of the page). Its age: 9 months; age "
        "limit: 3 months.",
    ):
        assert part in text
    assert text.endswith(
        "Claimed only is not covered: a general statement includes the county, but no list names it. "
        f"As of March 1, 2026. Data {folder.sha256(small)}"
    )


def test_verify_answers_first_and_names_only_counties_of_what_is_required(run: Run) -> None:
    text = flat(run("verify", *AS_OF).stdout)
    answer = text.index("Home or day care: not shown for 2 counties (5,000 people, 56%).")
    ages = text.index("Call to confirm before you rely on them.")
    table = text.index("Required service Covered")
    counties = text.index(
        "Home or day care: Claimed only, 2 counties (5,000 people in 2020) Birch, Cedar"
    )
    others = text.index("Not required (--all names the counties)")
    assert answer < ages < table < counties < others
    assert "A Haven in the county: 2 covered, 1 not on the list." in text[others:]
    assert "A Haven in the county: Not on the list" not in text
    plain, whole = (
        json.loads(run("verify", *more, "--format", "json", *AS_OF).stdout)
        for more in ((), ("--all",))
    )
    assert plain == whole


@pytest.mark.parametrize("command", ["verify", "gaps", "access", "county"])
def test_whoever_is_to_be_asked_is_named_with_a_number(
    run: Run, repo_root: Path, command: str
) -> None:
    name = ["Carroll"] if command == "county" else []
    done = run(command, *name, "--data", str(repo_root / "data"), "--as-of", live.DAY.isoformat())
    parts = flat(done.stdout).split("Ask: ")[1:]
    assert parts
    for part in parts:
        assert re.search(r"\([0-9]{3}-[0-9]{3}-[0-9]{4}\)", part[:160]), part[:160]


def test_a_standard_not_in_force_is_told_so(tmp_path: Path, run: Run) -> None:
    services = small_state.services()
    services["standards"][0]["in_force_from"] = "2026-06-01"
    home = small_state.write(tmp_path / "data", services)
    text = flat(run("verify", "--data", str(home), *AS_OF).stdout)
    assert "An outreach crew 3 0 0 0 1 2 (not in force)" in text


def test_standards_on_which_nothing_was_read_are_told_in_one_sentence(
    tmp_path: Path, run: Run
) -> None:
    services = small_state.services()
    kind = services["service_types"][2]
    for name in ("Sewing", "Singing", "Swimming"):
        services["service_types"].append(
            {**kind, "id": f"{name.lower()}-kind", "role": "other", "name": name, "short": name}
        )
        services["standards"].append(
            {
                **services["standards"][-1],
                "id": name.lower(),
                "title": name,
                "any_of": [f"{name.lower()}-kind"],
                # What is required is told by itself, also where nothing was read.
                "required": name == "Swimming",
            }
        )
    home = small_state.write(tmp_path / "data", services)
    short = flat(run("verify", "--data", str(home), *AS_OF).stdout)
    assert "A Haven in the county: 2 covered, 1 not on the list. No information" in short
    text = flat(run("verify", "--all", "--data", str(home), *AS_OF).stdout)
    assert "Sewing 0 0 0 3 0" in text
    assert "No information for any county, and not required: Sewing and Singing." in text
    assert "Sewing: No information" not in text
    assert "Swimming: No information, 3 counties (9,000 people in 2020) all of them" in text
    found = json.loads(run("verify", "--data", str(home), "--format", "json", *AS_OF).stdout)
    own = [one for one in found["findings"] if one["standard"] == "sewing"]
    assert [(one["status"], one["evidence"]) for one in own] == [("unknown", [])] * 3


def test_verify_strict_exits_with_1_on_a_claim(run: Run) -> None:
    assert run("verify", "--strict", *AS_OF).exit_code == 1


def test_verify_exits_with_1_where_a_required_standard_has_a_gap(tmp_path: Path, run: Run) -> None:
    services = small_state.services()
    # Without the general sentence, and with complete lists, two counties have gaps.
    services["claims"] = []
    services["service_types"][2] |= {"complete": True, "complete_note": "All are named."}
    home = small_state.write(tmp_path / "data", services)
    done = run("verify", "--data", str(home), "--format", "json", *AS_OF)
    totals = {total["id"]: total for total in json.loads(done.stdout)["standards"]}
    assert totals["care-at-home"]["gap"] == 2
    assert done.exit_code == 1


def test_verify_json_is_the_contract(run: Run, small: Path) -> None:
    verdicts = json.loads(run("verify", "--format", "json", *AS_OF).stdout)
    assert verdicts["schema"] == 2
    assert verdicts["data_sha256"] == folder.sha256(small)
    assert verdicts["as_of"] == AS_OF[1]
    assert verdicts["counties"] == 3
    names = [total["id"] for total in verdicts["standards"]]
    assert names == [standard["id"] for standard in small_state.services()["standards"]]
    assert len(verdicts["findings"]) == len(names) * 3
    birch = next(
        finding
        for finding in verdicts["findings"]
        if (finding["geoid"], finding["standard"]) == (small_state.BIRCH, "care-at-home")
    )
    assert (birch["county"], birch["status"]) == ("Birch", "claimed")
    (evidence,) = {item["source"]: item for item in birch["evidence"]}.values()
    assert (evidence["source"], evidence["basis"]) == ("news", "claimed")
    assert {"source", "quote", "as_of"} <= evidence.keys()


def test_equal_calls_print_equal_bytes(run: Run) -> None:
    for command in (["verify"], ["verify", "--format", "json"], ["county", "Birch"]):
        assert run(*command).stdout == run(*command).stdout


def test_verify_judges_by_another_day(run: Run) -> None:
    verdicts = json.loads(run("verify", "--format", "json", "--as-of", "2024-06-01").stdout)
    totals = {total["id"]: total for total in verdicts["standards"]}
    assert totals["crew-for-all"]["unknown"] == 3
    now = json.loads(run("verify", "--format", "json", *AS_OF).stdout)
    assert {total["id"]: total["covered"] for total in now["standards"]}["crew-for-all"] == 3


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "2024", "20240601", "2024-W01-1"])
def test_a_day_that_is_none_is_a_usage_error(day: str, run: Run) -> None:
    assert run("verify", "--as-of", day).exit_code == 2


def test_invalid_data_is_told_with_line_and_rule(broken: Path, run: Run) -> None:
    done = run("verify", "--data", str(broken))
    assert done.exit_code == 2
    assert "wrong-form" in done.stderr
    line = int(done.stderr.split("services.yaml:")[1].split(":")[0])
    text = (broken / "services.yaml").read_text(encoding="utf-8").splitlines()
    assert "307-555-011" in text[line - 1]


def test_invalid_data_is_told_as_json_too(broken: Path, run: Run) -> None:
    done = run("county", "Birch", "--data", str(broken), "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 2
    assert told["status"] == "invalid"
    assert [problem["rule"] for problem in told["problems"]] == ["wrong-form"]


def test_a_county_without_shapes_has_no_transport_and_all_else(tmp_path: Path, run: Run) -> None:
    small_state.write(tmp_path / "state")
    (tmp_path / "state" / "counties.geojson").unlink()
    asked = ("county", "Cedar", "--data", str(tmp_path / "state"), *AS_OF, "--format", "json")
    profile = json.loads(run(*asked).stdout)
    assert profile["transport"] is None
    assert profile["findings"]


def test_a_missing_folder_is_invalid_data(tmp_path: Path, run: Run) -> None:
    done = run("verify", "--data", str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "no-folder" in done.stderr


@pytest.mark.parametrize(
    "name",
    [["cedar"], ["CEDAR"], ["Cedar County"], ["cedar", "co."], ["56005"], ["cedar", "land"]],
)
def test_county_is_found_by_any_of_its_names(name: list[str], run: Run) -> None:
    profile = json.loads(run("county", *name, "--format", "json").stdout)
    assert profile["county"]["geoid"] == small_state.CEDAR
    assert profile["transport"]["units"] == ["Cedar Falls Haven"]
    access = json.loads(run("access", *name, "--format", "json").stdout)
    one_way = access["counties"][0]["own"]["mean_miles"]["value"]
    assert profile["transport"]["mean_miles"]["value"] == pytest.approx(2 * one_way, abs=1e-3)
    assert [area["id"] for area in access["counties"]] == [small_state.CEDAR]
    assert not {"regions", "state"} & set(access)


def test_county_tells_everything(run: Run, small: Path) -> None:
    text = flat(run("county", "Cedar", *AS_OF).stdout)
    for part in (
        "Cedar County (56005) 2,000 people (2020 Census), 3,475 square miles of land",
        "In Region 2. We inferred it: Region 2 (team-list).",
        "Run by Hills Center.",
        "988 Talk line (team-list, June 1, 2025)",
        "307-555-0120 Cedar Falls Haven (by name, sources disagree; team-list, June 1, 2025)",
        "Some lists and statements "
        "behind these answers are over their age limit (newest: June 1, 2025). Call to confirm before you "
        "rely on them. Numbers to call",
        "Is it covered? Covered (region inferred) An outreach crew",
        "Claimed only (over its age limit) Home or day care",
        "East crew, through its region: “serves the county” (team-list, June 1, 2025)",
        "Complete list of Home care, leaves the county out: All are named. (team-list, June 1, 2025)",
        "Needed: a dated list that names Cedar County",
        "Units Cedar Falls Haven: In Cedar Falls; street address not published (map",
        "Region over time Region 2, always, as far as records show: we inferred it. Region 2 (team-list).",
        "What we do not know yet Which counties have day care. No list names them. Ask: The state.",
        "Also here Openings for peers (May 1, 2025, over its age limit): Two openings (news)",
        "Sources team-list: Teams by county, State of Wyoming. June 1, 2025 (date of the page)",
        f"As of March 1, 2026. Data {folder.sha256(small)}",
    ):
        assert part in text
    assert "Run by Plains Center. 307-555-0100." in flat(run("county", "Alder", *AS_OF).stdout)


def test_a_region_that_is_not_certain_is_called_possible(tmp_path: Path, run: Run) -> None:
    services = small_state.services()
    moving = {"source": "team-list", "says": "moves", "confidence": "stated"}
    first, second = services["regions"]
    first["members"].append({"counties": ["Cedar"], "valid_to": "2026-01/2026-06", **moving})
    second["members"] = [{"counties": ["Cedar"], "valid_from": "2026-01/2026-06", **moving}]
    home = small_state.write(tmp_path / "data", services)
    text = flat(run("county", "Cedar", "--data", str(home), *AS_OF).stdout)
    assert "Possibly in Region 1. A source states it: moves (team-list)." in text
    assert "Possibly in Region 2. A source states it: moves (team-list)." in text


def test_access_prints_the_state_its_regions_and_counties(run: Run, small: Path) -> None:
    text = flat(run("access", *AS_OF).stdout)
    for part in (
        "Wyoming: how far people are from a Haven 9,000 people at 4 points.",
        "To the nearest Haven: ",
        "To the region's own Haven: ",
        "Sources disagree on whether Cedar Falls Haven is open.",
        "15 miles 4,897 ",
        "people live more than 45 straight-line miles, one way, from their region's own unit.",
        "Regions, in straight-line miles",
        "Counties, in straight-line miles",
        "To the nearest Haven, other states' too: ",
        "straight-line miles on average. Half live within ",
        "Where people live: ",
    ):
        assert part in text
    assert text.endswith(f"As of March 1, 2026. Data {folder.sha256(small)}")


def test_access_prints_one_county_in_full(run: Run) -> None:
    text = flat(run("access", "Alder", *AS_OF).stdout)
    for part in (
        "Alder County (56001): how far people are from a Haven 4,000 people at 1 point.",
        "Which unit is nearest, and for how many Birchville Haven (this region's own): 4,000 people, 58 "
        "straight-line miles on average",
        "What a deputy drives To the region's own unit, a deputy drives about 116 (112 to 120) straight-line miles "
        "there and back; roads are longer.",
        "Beds and teams Beds of the region's own units: 16. Per 100,000 of the region's 7,000 people: 228.6.",
        "Beds per 100,000 people within 60 straight-line miles, shared with all in reach (E2SFCA): ",
        "Home care: 1 team for 4,000 people",
        "Day care: no team is named here. There may still be one.",
    ):
        assert part in text
    early = flat(run("access", "Alder", "--as-of", "2001-01-01").stdout)
    assert (
        "No distance is known: no source that speaks for January 1, 2001 names where a Haven is."
        in early
    )
    assert "To the nearest Haven" not in early


def test_access_says_whose_the_nearest_unit_is(tmp_path: Path, run: Run) -> None:
    services = small_state.services()
    first, second = services["regions"]
    first["members"][0]["counties"], second["members"][0]["counties"] = (
        ["Alder", "Cedar"],
        ["Birch"],
    )
    for facility, region in zip(services["facilities"], (2, 1), strict=True):
        facility["region"] = region
    home = small_state.write(tmp_path / "data", services)
    text = flat(run("access", "Alder", "--data", str(home), *AS_OF).stdout)
    assert "Birchville Haven (Region 2's): 4,000 people" in text


def test_questions_of_distance_are_printed_with_what_stands_behind_them(
    tmp_path: Path, run: Run
) -> None:
    services = small_state.services()
    services["standards"].append(
        {
            "id": "near",
            "title": "A Haven within 30 miles",
            "question": "Is one near?",
            "role": "other",
            "evaluation": "within",
            "any_of": ["haven"],
            "within_miles": 30,
            "share_of_people": 0.9,
            "required": False,
            "note": "No rule sets it.",
        }
    )
    home = small_state.write(tmp_path / "data", services)
    text = flat(run("access", "Alder", "--data", str(home), *AS_OF).stdout)
    assert "Distance tests A Haven within 30 miles " in text
    assert "No rule sets it." in text


def test_a_county_that_is_none_gets_suggestions_and_is_not_repeated(run: Run) -> None:
    done = run("county", "Cedarr")
    assert done.exit_code == 2
    assert "did you mean Cedar?" in done.stderr
    assert "Cedarr" not in done.stderr


def test_a_county_that_is_none_is_told_as_json_too(run: Run) -> None:
    done = run("county", "Cedarr", "--format", "json")
    assert done.exit_code == 2
    assert json.loads(done.stdout) == {"status": "not_found", "suggestions": ["Cedar"]}


def test_the_beginning_of_a_name_suggests_what_goes_on_from_it(run: Run) -> None:
    assert "did you mean Birch?" in run("county", "Bi").stderr


def test_another_folder_can_be_named_by_a_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run, small: Path
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "nowhere"))
    assert "no-folder" in run("verify").stderr
    assert run("verify", "--data", str(small)).exit_code == 0


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    command = f"{sys.executable} -m geo verify --format json | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    # 0 where the pipe took all before its reader went; never 1, which would say that there is a gap.
    assert done.returncode in (0, options.CLOSED_PIPE)
    assert done.stderr == ""


def test_map_writes_one_file(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "map.html"
    done = run("map", "-o", str(path), "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["bytes"] == path.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_map_keeps_the_old_file_when_the_data_is_invalid(
    tmp_path: Path, broken: Path, run: Run
) -> None:
    path = tmp_path / "map.html"
    path.write_bytes(b"the old map")
    assert run("map", "-o", str(path), "--data", str(broken)).exit_code == 2
    assert path.read_bytes() == b"the old map"


def test_map_into_a_missing_folder_says_so(tmp_path: Path, run: Run) -> None:
    done = run("map", "-o", str(tmp_path / "nowhere" / "map.html"))
    assert done.exit_code == 2
    assert "No such file" in done.stderr


def test_python_m_geo_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo", "verify", "--strict"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 1
    assert "3 counties" in done.stdout


def test_the_suite_has_no_network() -> None:
    with pytest.raises(Exception, match=r"(?i)socket|connect"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)


def test_the_default_day_is_today(run: Run) -> None:
    verdicts = json.loads(run("verify", "--format", "json").stdout)
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    assert abs((dt.date.fromisoformat(verdicts["as_of"]) - today).days) <= 1


def test_what_cannot_be_written_any_more_ends_the_command_quietly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out.txt").open("w", encoding="utf-8") as out:

        def gone(_: str) -> int:
            raise BrokenPipeError

        monkeypatch.setattr(out, "write", gone)
        monkeypatch.setattr(sys, "stdout", out)
        assert main.main(["verify", "--format", "json"]) == options.CLOSED_PIPE


def into_a_closed_pipe(call: list[str]) -> int:
    """Return the exit code of a call whose standard output is a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as out, redirect_stdout(out):
        return main.main(call)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("county", "Cedar"),
        ("nearest", "82003"),
        ("access", "Cedar"),
        ("gaps",),
        ("diff", "DATA", "DATA"),
        ("export", "-o", "a.csv"),
    ],
    ids=lambda command: command[0],
)
def test_a_closed_pipe_has_one_exit_code_from_every_command(
    command: tuple[str, ...],
    form: str,
    small: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    call = [str(small) if word == "DATA" else word for word in command]
    assert into_a_closed_pipe([*call, "--format", form]) == options.CLOSED_PIPE == 141


@pytest.mark.parametrize(
    "call", [["--help"], ["county", "Cedarr", "--format", "json"]], ids=["help", "no-county"]
)
def test_a_closed_pipe_is_noticed_in_help_and_in_refusals_too(call: list[str]) -> None:
    assert into_a_closed_pipe(call) == options.CLOSED_PIPE


@pytest.mark.parametrize("command", ["verify", "gaps", 'diff "$1" "$1"'])
def test_a_reader_that_takes_one_line_leaves_no_word_behind(command: str, small: Path) -> None:
    shell = f'set -o pipefail; "$0" -m geo {command} | true'
    done = subprocess.run(
        ["bash", "-c", shell, sys.executable, small],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (options.CLOSED_PIPE, "")


@pytest.mark.parametrize(
    "call",
    [
        ("export", "-o", ""),
        ("export", "-o", "exist.csv/"),
        ("export", "-o", "exist.csv/."),
        ("export", "-o", "."),
        ("map", "-o", ""),
        ("map", "-o", "map.html/"),
        ("report", "-o", ""),
        ("report", "-o", "-"),
        ("report", "-o", "out", "--since", ""),
        ("diff", "", "data"),
        ("verify", "--data", ""),
        ("nearest", "--batch", "", "--column", "a", "-o", "b.csv"),
    ],
)
def test_a_name_that_is_none_is_refused_and_nothing_is_written(
    call: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*call)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "expected the name of" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out", "out/", "./out/", "."])
def test_a_folder_may_be_named_with_or_without_a_slash(name: str) -> None:
    assert options.folder(name) == Path(name)


def test_a_folder_that_is_none_is_one_problem(tmp_path: Path, run: Run) -> None:
    nowhere = tmp_path / "nowhere"
    done = run("verify", "--data", str(nowhere), "--format", "json")
    assert done.exit_code == 2
    (told,) = json.loads(done.stdout)["problems"]
    assert (told["file"], told["rule"]) == ("nowhere", "no-folder")
    assert "nowhere: no-folder: " in done.stderr
    (tmp_path / "file").write_text("")
    assert "no-folder" in run("verify", "--data", str(tmp_path / "file")).stderr


def test_the_numbers_for_everybody_stand_below_the_totals_with_the_rules_words(
    tmp_path: Path, run: Run
) -> None:
    home = small_state.write(tmp_path / "data", small_state.numbers_for_everybody())
    call = ("verify", "--data", str(home), "--as-of", small_state.DAY.isoformat())
    text = " ".join(run(*call).stdout.split())
    block = text[text.index("Numbers for everybody") :]
    assert "911 Danger. Danger, for whoever needs it. Call 911." in block
    assert "Calls to 911 must be connected. Code 911: “shall transmit all 911 calls”" in block
    assert "(law, January 1, 2019, read in part)" in block
    assert "These numbers are statewide, so they say nothing about one county." in block
    whole = json.loads(run(*call, "--format", "json").stdout)
    assert [(told["phone"], told["basis"]) for told in whole["statewide"]] == [
        ("911", None),
        ("988", None),
    ]
    assert whole["statewide"][1]["rules"][0]["proof"] == "part"
    # Each county's own text tells the rule that gives the number, and no basis.
    county = " ".join(run("county", "Alder", *call[1:]).stdout.split())
    assert "911 Danger (Code 911: “shall transmit all 911 calls” (law, January 1, 2019))" in county


def test_without_such_numbers_their_heading_is_left_out(tmp_path: Path, run: Run) -> None:
    content = small_state.numbers_for_everybody()
    content["statewide"] = []
    home = small_state.write(tmp_path / "data", content)
    for command in (("verify",), ("county", "Alder")):
        done = run(*command, "--data", str(home))
        assert done.exit_code in (0, 1)
        assert "for everybody" not in done.stdout
    assert "Numbers for everybody" in run("nearest", "Alderton", "--data", str(home)).stdout


def test_a_number_says_that_it_is_disputed(run: Run) -> None:
    profile = json.loads(run("county", "Cedar", "--format", "json").stdout)
    told = {call["phone"]: call["disputed"] for call in profile["calls"]}
    assert told == {"988": False, "911": False, "307-555-0120": True}


def test_counts_of_one_have_the_word_of_one(tmp_path: Path, run: Run) -> None:
    home = small_state.write(tmp_path / "data")
    table = home / "counties.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",4000,", ",1,"), encoding="utf-8")
    assert "1 person (2020 Census)" in run("county", "Alder", "--data", str(home)).stdout


def test_the_last_line_says_which_records_count(run: Run) -> None:
    said = flat(run("verify", "--known-on", "2026-02-01", *AS_OF).stdout)
    assert "As of March 1, 2026, by what was recorded up to 2026-02-01. Data " in said


EVERY = [
    ("verify",),
    ("county", "Cedar"),
    ("continuum",),
    ("handover", "Cedar"),
    ("nearest", "82003"),
    ("provider", "82003"),
    ("crisis",),
    ("peers",),
    ("access", "Cedar"),
    ("gaps",),
    ("calls",),
    ("diff", "DATA", "DATA"),
    ("export", "-o", "a.csv"),
    ("map", "-o", "a.html"),
    ("pocket", "-o", "b.html"),
    ("report", "-o", "c"),
    ("--help",),
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("call", EVERY, ids=lambda call: call[0])
def test_a_full_output_is_told_by_every_command(
    call: tuple[str, ...],
    form: str,
    small: Path,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    call = tuple(str(small) if word == "DATA" else word for word in call)
    with Path("/dev/full").open("w", encoding="utf-8") as out, redirect_stdout(out):
        done = run(*call, *(() if call == ("--help",) else ("--format", form)))
    assert done.exit_code == 2
    assert "crisis-coverage: standard output: No space left on device\n" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    ("into", "code"),
    [(">/dev/full", 2), ("2>/dev/full", 1), (">&-", 2), ("2>&-", 1), ("<&- >&- 2>&-", 2)],
)
def test_a_process_whose_streams_are_full_or_missing_has_the_exit_code_that_is_told(
    into: str, code: int, repo_root: Path
) -> None:
    """Python itself would end with 120 where something is left to be said at exit."""
    call = f"{shlex.quote(sys.executable)} -m geo nearest Paris {into}"
    assert subprocess.run(["sh", "-c", call], cwd=repo_root, check=False).returncode == code


@pytest.mark.skipif(os.name != "posix", reason="streams of another kind")
@pytest.mark.parametrize(
    "call", ["--help", "county Alder", "county Alder --format json", "calls --csv"]
)
def test_an_answer_that_cannot_be_written_is_told_and_is_not_0(
    call: str, small: Path, repo_root: Path
) -> None:
    """A schedule that closes the output must not take a command for one that answered."""
    data = "" if call == "--help" else f"--data {shlex.quote(str(small))}"
    done = subprocess.run(
        ["sh", "-c", f"{shlex.quote(sys.executable)} -m geo {call} {data} >&-"],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.endswith(
        "crisis-coverage: standard output is closed, so the answer could not be written\n"
    )
