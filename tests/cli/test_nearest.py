"""`crisis-coverage nearest`: what it prints, takes and refuses; no answer repeats what was typed."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from tests import small_state

MARK = "Zzyzxmark"
ROOT = Path(__file__).resolve().parents[2]
AS_OF = ("--as-of", small_state.DAY.isoformat())
Run = Callable[..., Any]

CLOSED = "crisis-coverage: standard output is closed, so the answer could not be written\n"


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_place_gets_numbers_first_and_then_what_they_rest_on(run: Run, small: Path) -> None:
    done = run("nearest", "Main St & Oak Ave, Birchville", *AS_OF)
    said = words(done.stdout)
    assert done.exit_code == 0
    order = [
        "Numbers for everybody 911 Rescue",
        "988 Talk line",
        "Placed at the center of Birchville (Birch County), within about",
        "Mobile crisis team 307-555-0101 West crew (through its region; team-list, June 1, 2025)",
        "nearest first 307-555-0110 Birchville Haven, in or near the same town, at most 5 miles "
        "in a straight line. It is the unit of Region 1, which has Birch County. (team-list, June 1, 2025)",
        "307-555-0120 Cedar Falls Haven, about 70 miles in a straight line, give or take "
        "5 miles (sources disagree; team-list, June 1, 2025)",
        "Birchville Haven is certainly the nearest.",
        "Intensive team No list names one. See below.",
        "County Birch County, Region 1",
        "Keep in mind Claimed only: a general statement includes Birch County",
        "They are not driving distances.",
        f"As of March 1, 2026. Data {folder.sha256(small)}",
    ]
    places = [said.index(part) for part in order]
    assert places == sorted(places)


def test_a_team_without_a_number_is_asked_for_of_its_operator(run: Run, small: Path) -> None:
    assert small
    said = words(run("nearest", "Alderton", *AS_OF).stdout)
    assert (
        "Alder home care: no number published. Call Plains Center, 307-555-0100 (by name; team-list, "
        "June 1, 2025)"
    ) in said


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("behind the Dollar General on hwy 7 in Coffeeville", 0, "Coffeeville"),
        ("386062211", 0, "ZIP 38606 (Batesville)"),
        ("32°17'55.7\"N 90°11'05.3\"W", 0, "Hinds County, Region 9"),
        ("jeff davis co", 0, "Jefferson Davis County"),
        ("350 Poplar Ave, Memphis TN 38103", 1, "in Tennessee. Our data covers Mississippi only"),
        ("Washington", 1, "Which one do you mean?"),
        ("Cofeevile", 1, "Coffeeville"),
        ("", 2, "nothing to look up"),
        ("x" * 10_000, 2, "256"),
    ],
)
def test_each_text_gets_the_sensible_answer(text: str, code: int, said: str, run: Run) -> None:
    done = run("nearest", text)
    assert done.exit_code == code
    assert said in words(done.stdout)
    assert done.stderr == ""
    assert "988" in done.stdout


@pytest.mark.usefixtures("small")
def test_a_disputed_unit_is_not_said_to_be_the_nearest_for_certain(run: Run) -> None:
    done = run("nearest", "Cedar Falls", *AS_OF)
    unit = "Cedar Falls Haven"
    text = f"{unit} is the nearest, but sources disagree on whether it is open."
    assert text in words(done.stdout)
    assert "certainly the nearest" not in done.stdout
    again = run("nearest", "Cedar Falls", *AS_OF, "--format", "json")
    assert json.loads(again.stdout)["certain"] is True


def test_readings_are_numbered_each_with_its_own_team(run: Run) -> None:
    said = words(run("nearest", "Washington").stdout)
    first, second = said.index("1. Washington"), said.index("2. Washington")
    assert "mobile crisis response team" in said[first:second]
    assert "mobile crisis response team" in said[second:]


def test_the_region_s_own_unit_is_shown_even_where_others_are_nearer(
    run: Run, tmp_path: Path
) -> None:
    services = small_state.services()
    first, second = services["regions"]
    first["members"][0]["counties"], second["members"][0]["counties"] = (
        ["Alder", "Cedar"],
        ["Birch"],
    )
    for facility, region in zip(services["facilities"], (2, 1), strict=True):
        facility["region"] = region
    home = str(small_state.write(tmp_path, services))
    said = words(run("nearest", "Alderton", "-k", "1", "--data", home, *AS_OF).stdout)
    assert "nearest first 307-555-0110 Birchville Haven" in said
    assert "This region's own unit, farther away 307-555-0120 Cedar Falls Haven" in said
    both = words(run("nearest", "Alderton", "-k", "2", "--data", home, *AS_OF).stdout)
    assert "farther away" not in both


@pytest.mark.usefixtures("small")
def test_a_zip_in_several_counties_says_which_team_is_for_which(run: Run) -> None:
    said = words(run("nearest", "82001", *AS_OF).stdout)
    assert (
        "Counties it may lie in Alder County, Region 1, 97.5% of its people in 2010 Few of its "
        "people live in Birch County, Region 1, 2.5% of its people in 2010"
    ) in said
    assert "West crew, if in Alder or Birch County (through its region; " in said
    assert "Alder home care, if in Alder County: no number published. Call" in said
    assert "Colorado begins" in said
    # A line half a mile away.
    near = words(run("nearest", "42.50000, -106.00500", *AS_OF).stdout)
    assert "Birch County, Region 1, 0.3 miles from its center" in near


def test_words_need_no_quotes_and_k_says_how_many(run: Run) -> None:
    whole = json.loads(run("nearest", "jeff davis co", "-k", "5", "--format", "json").stdout)
    loose = run("nearest", "jeff", "davis", "co", "-k", "5", "--format", "json").stdout
    assert json.loads(loose) == whole
    assert len(whole["nearest"]) == 5
    assert whole["schema"] == 2
    assert whole["data_sha256"] == folder.sha256(folder.default_dir())


def test_signed_coordinates_are_no_option(run: Run) -> None:
    apart = run("nearest", "34.3", "-89.95", "--format", "json")
    assert json.loads(apart.stdout)["candidates"][0]["county"] == "Panola"
    first = run("nearest", "-89.95, 34.3", "--format", "json")
    assert json.loads(first.stdout)["candidates"][0]["county"] == "Panola"


@pytest.mark.parametrize(
    "words", [["-89.95,34.3"], ["-89.95,", "34.3"], ["-k", "2", "-89.95,34.3"]]
)
def test_a_minus_sign_and_a_digit_begin_a_text(words: list[str], run: Run) -> None:
    answer = json.loads(run("nearest", *words, "--format", "json").stdout)
    assert answer["candidates"][0]["county"] == "Panola"
    south = run("nearest", "-32.3,-90.2")
    assert "usage" not in south.stderr
    assert south.exit_code in (0, 1)


def test_the_value_of_an_option_stays_as_it_is(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("-1\n38606\n", encoding="utf-8")
    call = ("nearest", "--batch", "in.csv", "--column", "-1")
    assert run(*call, "-o", "out.csv").exit_code == 0
    assert run(*call, "-o", "-1.csv").exit_code == 0
    assert Path("-1.csv").read_bytes() == Path("out.csv").read_bytes()


def test_json_of_a_text_with_several_readings_has_them_as_alternatives(run: Run) -> None:
    done = run("nearest", "Washington", "--format", "json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert answer["status"] == "ambiguous"
    assert len(answer["alternatives"]) == len(answer["candidates"])
    assert answer["mobile_crisis"] == []


class Pipe(io.TextIOWrapper):
    """Standard input as a pipe, or as a person's terminal."""

    def __init__(self, content: bytes, *, person: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")
        self.person = person

    def isatty(self) -> bool:
        return self.person


def test_a_dash_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(b"12 Oak Street\r\nBatesville MS 38606\n"))
    done = run("nearest", "-", "--format", "json")
    assert json.loads(done.stdout)["candidates"][0]["label"] == "ZIP 38606 (Batesville)"
    monkeypatch.setattr(sys, "stdin", Pipe(b"\xff\xfe Batesville"))
    assert run("nearest", "-").exit_code in (0, 1)
    monkeypatch.setattr(sys, "stdin", Pipe(b"x" * 1_000_000))
    assert run("nearest", "-").exit_code == 2


def test_a_person_is_asked_for_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(b"38606\nnot read\n", person=True))
    done = run("nearest", "-")
    assert done.stderr == "Place: "
    assert "ZIP 38606 (Batesville)" in done.stdout


def test_help_tells_of_the_history_and_how_to_leave_no_trace(run: Run) -> None:
    said = words(run("nearest", "--help").stdout)
    assert "A shell keeps what is typed in its history" in said
    assert "give - as TEXT" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["nearest"],
        ["nearest", MARK, "-k", "0"],
        ["nearest", "Batesville", "-k", MARK],
        ["nearest", "Batesville", "-k", "1000"],
        ["nearest", MARK, "--column", "address"],
        ["nearest", MARK, "--batch", "in.csv", "--column", "a", "-o", "out.csv"],
        ["nearest", "--batch", "in.csv"],
        ["nearest", "--batch", "in.csv", "--column", "a"],
        ["nearest", "--batch", "in.csv", "--column", "a", "-o", "b", "--resume", "--overwrite"],
        ["nearest", "--batch", "in.csv", "--column", "a", "-o", "b", "-k", "3"],
        ["nearest", "--batch", "-", "--column", "a", "-o", "b"],
        ["nearest", "--batch", "in.csv", "--column", "a", "-o", "-"],
    ],
)
def test_a_call_that_is_not_valid_says_why_without_what_was_typed(
    arguments: list[str], run: Run
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "usage: crisis-coverage nearest" in done.stderr
    assert MARK not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [MARK],
        [f"12 {MARK} Lane"],
        ["nearest", "Batesville", f"--{MARK}"],
        ["nearest", "Batesville", f"--resume={MARK}"],
        ["nearest", "Batesville", "--format", f"{MARK}'s (choose from"],
        ["verify", MARK, "two\nlines"],
    ],
)
def test_words_in_a_wrong_place_are_not_repeated(arguments: list[str], run: Run) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "usage: crisis-coverage" in done.stderr
    assert MARK not in done.stderr


def test_a_table_is_answered_row_by_row(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,address\n1,Batesville\n2,nowhere at all\n3,38606\n", encoding="utf-8")
    done = run("nearest", "--batch", str(source), "--column", "address", "-o", str(target))
    assert done.exit_code == 0
    assert f"{target}, complete: 3 rows (2 ok, 1 not_found), as of" in done.stdout
    assert [line.split(",")[0] for line in target.read_text().splitlines()] == ["id", "1", "2", "3"]
    again = run("nearest", "--batch", str(source), "--column", "address", "-o", str(target))
    assert again.exit_code == 2
    assert "--resume" in again.stderr
    more = ("--overwrite", "--format", "json")
    anew = run("nearest", "--batch", str(source), "--column", "address", "-o", str(target), *more)
    summary = json.loads(anew.stdout)
    assert (summary["rows"], summary["complete"]) == (3, True)
    assert summary["by_status"]["ok"] == 2
    assert summary["data_sha256"] == folder.sha256(folder.default_dir())


def test_a_resumed_table_says_what_was_there(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    call = ("nearest", "--batch", str(source), "--column", "address", "-o", str(target))
    source.write_text("address\n", encoding="utf-8")
    assert "complete: 0 rows, as of" in run(*call).stdout
    source.write_text("address\n38606\n", encoding="utf-8")
    assert "complete: 1 row (1 ok), as of" in run(*call, "--resume").stdout
    source.write_text("address\n38606\nTupelo\n", encoding="utf-8")
    assert "complete: 2 rows (2 ok), 1 of them before, as of" in run(*call, "--resume").stdout
    said = run(*call, "--resume").stdout
    assert f"{target} was complete already: 2 rows (2 ok), as of" in said


def test_a_file_that_cannot_be_opened_is_named_in_plain_words(tmp_path: Path, run: Run) -> None:
    name = tmp_path / ("x" * 300)
    done = run("nearest", "--batch", str(name), "--column", "address", "-o", str(tmp_path / "o"))
    assert done.exit_code == 2
    assert f"crisis-coverage: {name}: File name too long" in done.stderr
    assert "Errno" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="limits of another kind")
def test_a_disk_that_is_full_leaves_rows_to_go_on_from(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("address\n" + "38606\n" * 500, encoding="utf-8")
    call = ("nearest", "--batch", str(source), "--column", "address", "-o", str(target))
    limited = 'ulimit -f 20; exec "$0" -m geo "$@"'
    # What measures coverage in processes of their own could not write its file either.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        ["bash", "-c", limited, sys.executable, *call],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "The output is not complete, but every row in it is" in done.stderr
    assert "Errno" not in done.stderr
    assert "Traceback" not in done.stderr
    assert 0 < target.stat().st_size <= 20 * 1024
    assert run(*call, "--resume").exit_code == 0
    assert target.read_text(encoding="utf-8").count("\n") == 501


@pytest.mark.skipif(os.name != "posix", reason="streams of another kind")
@pytest.mark.parametrize(
    ("streams", "text", "code", "told"),
    [
        (">&-", "Tupelo", 2, CLOSED),
        ("2>&-", "Tupelo", 0, ""),
        ("<&- >&- 2>&-", "-", 2, ""),
        (">&-", "", 2, CLOSED),
    ],
)
def test_a_closed_stream_gets_no_traceback_and_the_right_code(
    streams: str, text: str, code: int, told: str
) -> None:
    shell = f'exec "$0" -m geo nearest "$1" {streams}'
    done = subprocess.run(
        ["bash", "-c", shell, sys.executable, text],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, told)


def test_without_the_table_of_counties_the_problem_names_the_file(tmp_path: Path, run: Run) -> None:
    done = run("nearest", "Batesville", "--data", str(tmp_path))
    assert done.exit_code == 2
    assert "counties.csv" in done.stderr
    assert "Batesville" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_stops_a_batch_which_says_how_to_go_on(
    stop: signal.Signals, code: int, unmeasured: dict[str, str], tmp_path: Path
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("address\n" + "38606\n34.3 -89.9\n" * 100_000, encoding="utf-8")
    call = ("nearest", "--batch", str(source), "--column", "address", "-o", str(target))
    process = subprocess.Popen(
        [sys.executable, "-m", "geo", *call],
        cwd=ROOT,
        env=unmeasured,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (target.exists() and target.stat().st_size > 50_000):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "The output is not complete, but every row in it is" in said
    assert "--resume" in said
    assert "Traceback" not in said
