"""The commands: what they print, their exit codes, their JSON."""

import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder, load
from geo.cli import main, options

HOME = folder.default_dir()
EIGHTEEN = (
    "Attala, Benton, Carroll, Chickasaw, Greene, Humphreys, Issaquena, Itawamba, Kemper, Monroe, "
    "Montgomery, Neshoba, Pontotoc, Sharkey, Stone, Sunflower, Union, Wayne"
)


Run = Callable[..., Any]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a data folder with a wrong phone number."""
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    services = home / "services.yaml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("662-563-9176", "662-563-917"), encoding="utf-8")
    return home


def test_verify_prints_the_verdict_and_exits_with_0(run: Run) -> None:
    done = run("verify")
    text = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "82 0 0 0 24 listed, 58 by" in text
    assert "64 18 0 0 64 listed" in text
    assert f"One of PACT, ICORT, ICSS: 18 claimed (308,076 people in 2020) {EIGHTEEN}" in text
    assert folder.sha256(HOME) in text


def test_verify_strict_exits_with_1_on_a_claim(run: Run) -> None:
    assert run("verify", "--strict").exit_code == 1


def test_verify_exits_with_1_where_a_required_standard_has_a_gap(tmp_path: Path, run: Run) -> None:
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    services = home / "services.yaml"
    text = services.read_text(encoding="utf-8")
    # Without the general sentence the 18 counties that no list names have nothing; and with ICSS
    # said to be complete they are gaps.
    start = text.index("  - id: intensive-every-county")
    end = text.index("  - id: csu-13-180")
    text = text[:start] + text[end:]
    text = text.replace("    complete: false", "    complete: true", 1)
    services.write_text(text, encoding="utf-8")
    done = run("verify", "--data", str(home), "--format", "json")
    totals = {one["id"]: one for one in json.loads(done.stdout)["standards"]}
    assert totals["intensive"]["gap"] == 18
    assert done.exit_code == 1


def test_verify_json_is_the_contract(run: Run) -> None:
    found = json.loads(run("verify", "--format", "json", "--as-of", "2026-11-21").stdout)
    assert found["schema"] == 2
    assert found["data_sha256"] == folder.sha256(HOME)
    assert found["as_of"] == "2026-11-21"
    assert found["counties"] == 82
    standards = load.load().services.standards
    assert [one["id"] for one in found["standards"]] == [one.id for one in standards]
    assert [one["evaluation"] for one in found["standards"]] == [
        one.evaluation for one in standards
    ]
    assert len(found["findings"]) == len(standards) * 82
    attala = next(
        one
        for one in found["findings"]
        if (one["geoid"], one["standard"]) == ("28007", "intensive")
    )
    assert (attala["county"], attala["status"]) == ("Attala", "claimed")
    assert [(one["service"], one["basis"]) for one in attala["evidence"]] == [("icss", "claimed")]
    assert {"source", "quote", "as_of"} <= attala["evidence"][0].keys()


def test_equal_calls_print_equal_bytes(run: Run) -> None:
    for command in (["verify"], ["verify", "--format", "json"], ["county", "Hinds"]):
        assert run(*command).stdout == run(*command).stdout


def test_verify_judges_by_another_day(run: Run) -> None:
    found = json.loads(run("verify", "--format", "json", "--as-of", "2024-06-01").stdout)
    totals = {one["id"]: one for one in found["standards"]}
    assert totals["mobile-crisis"]["unknown"] == 82
    assert totals["intensive"]["covered"] == 64


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "2024", "20240601", "2024-W01-1"])
def test_a_day_that_is_none_is_a_usage_error(day: str, run: Run) -> None:
    assert run("verify", "--as-of", day).exit_code == 2


def test_invalid_data_is_told_with_line_and_rule(broken: Path, run: Run) -> None:
    done = run("verify", "--data", str(broken))
    assert done.exit_code == 2
    assert "wrong-form" in done.stderr
    line = int(done.stderr.split("services.yaml:")[1].split(":")[0])
    text = (broken / "services.yaml").read_text(encoding="utf-8").splitlines()
    assert "662-563-917" in text[line - 1]


def test_invalid_data_is_told_as_json_too(broken: Path, run: Run) -> None:
    done = run("county", "Panola", "--data", str(broken), "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 2
    assert told["status"] == "invalid"
    assert [one["rule"] for one in told["problems"]] == ["wrong-form"]


def test_a_missing_folder_is_invalid_data(tmp_path: Path, run: Run) -> None:
    done = run("verify", "--data", str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "no-folder" in done.stderr


@pytest.mark.parametrize(
    "name", [["attala"], ["ATTALA"], ["Attala County"], ["attala", "co."], ["28007"]]
)
def test_county_is_found_by_any_of_its_names(name: list[str], run: Run) -> None:
    found = json.loads(run("county", *name, "--format", "json").stdout)
    assert found["county"]["geoid"] == "28007"


def test_county_takes_aliases(run: Run) -> None:
    assert "Jefferson Davis County (28065)" in run("county", "jeff", "davis").stdout


def test_county_tells_everything(run: Run) -> None:
    text = " ".join(run("county", "Carroll").stdout.split())
    for part in (
        "In Region 6: weak",
        "Run by Life Help. 662-453-6211.",
        "(region, weak, stale; dmh-home",
        "911",
        "988",
        "877-210-8513",
        "866-453-6216",
        "covered (stale, weak) A mobile crisis team",
        "claimed (stale) One of PACT, ICORT, ICSS",
        "At least one of the below three services",
        "To lift it: A dated source that names Carroll County",
        "Sources",
        folder.sha256(HOME),
    ):
        assert part in text


def test_a_county_that_is_none_gets_suggestions_and_is_not_repeated(run: Run) -> None:
    done = run("county", "Jasperr")
    assert done.exit_code == 2
    assert "Jasper" in done.stderr
    assert "Jasperr" not in done.stderr


def test_a_county_that_is_none_is_told_as_json_too(run: Run) -> None:
    done = run("county", "Jasperr", "--format", "json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["status"] == "not_found"
    assert "Jasper" in json.loads(done.stdout)["suggestions"]


def test_the_beginning_of_a_name_suggests_what_goes_on_from_it(run: Run) -> None:
    assert "Lafayette or Lamar or Lauderdale" in run("county", "La").stderr


def test_another_folder_can_be_named_by_a_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "nowhere"))
    assert "no-folder" in run("verify").stderr
    assert run("verify", "--data", str(HOME)).exit_code == 0


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    command = f"{sys.executable} -m geo verify --format json | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HOME.parent,
    )
    # 0 where the pipe took all before its reader went; never 1, which would say that there is a gap.
    assert done.returncode in (0, options.CLOSED_PIPE)
    assert done.stderr == ""


def test_map_writes_one_file(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "map.html"
    done = run("map", "-o", str(path), "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["bytes"] == path.stat().st_size
    assert [one.name for one in tmp_path.iterdir()] == ["map.html"]


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
        cwd=HOME.parent,
    )
    assert done.returncode == 1
    assert "82 counties" in done.stdout


def test_the_suite_has_no_network() -> None:
    with pytest.raises(Exception, match=r"(?i)socket|connect"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)


def test_the_default_day_is_today(run: Run) -> None:
    found = json.loads(run("verify", "--format", "json").stdout)
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    assert abs((dt.date.fromisoformat(found["as_of"]) - today).days) <= 1


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
        ("county", "Attala"),
        ("nearest", "39083"),
        ("access", "Attala"),
        ("gaps",),
        ("diff", str(HOME), str(HOME)),
        ("export", "-o", "OUT"),
    ],
    ids=lambda one: one[0],
)
def test_a_closed_pipe_has_one_exit_code_from_every_command(
    command: tuple[str, ...], form: str, tmp_path: Path
) -> None:
    there = [str(tmp_path / "a.csv") if one == "OUT" else one for one in command]
    assert into_a_closed_pipe([*there, "--format", form]) == options.CLOSED_PIPE == 141


@pytest.mark.parametrize(
    "call", [["--help"], ["county", "Jasperr", "--format", "json"]], ids=["help", "no-county"]
)
def test_a_closed_pipe_is_noticed_in_help_and_in_refusals_too(call: list[str]) -> None:
    assert into_a_closed_pipe(call) == options.CLOSED_PIPE


@pytest.mark.parametrize("command", ["verify", "gaps", f"diff {HOME} {HOME}"])
def test_a_reader_that_takes_one_line_leaves_no_word_behind(command: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m geo {command} | true"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HOME.parent,
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
        ("diff", "", str(HOME)),
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
    assert "is expected" in done.stderr
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


def test_a_number_says_that_it_is_stale_and_disputed(run: Run) -> None:
    text = " ".join(run("county", "Adams", "--as-of", "2026-11-21").stdout.split())
    number = next(one for one in load.load().services.facilities if one.id == "csu-natchez")
    assert f"{number.phone} {number.name} (listed, stale, disputed; " in text
    found = json.loads(run("county", "Adams", "--format", "json").stdout)
    told = {one["phone"]: one["disputed"] for one in found["calls"]}
    assert told[number.phone] is True
    assert told["988"] is False


def test_counts_of_one_have_the_word_of_one(tmp_path: Path, run: Run) -> None:
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    table = home / "counties.csv"
    text = table.read_text(encoding="utf-8")
    assert ",17889," in text
    table.write_text(text.replace(",17889,", ",1,"), encoding="utf-8")
    assert "1 person (2020 Census)" in run("county", "Attala", "--data", str(home)).stdout
