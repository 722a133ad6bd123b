"""Stored outputs of the product: what is run, what is stored, and what counts as different."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import compare_outputs
from tools.compare_outputs import ROOT, Runner, read_allowed, write
from tools.output_calls import COMMANDS, calls
from tools.output_inputs import write_inputs

DATA = ROOT / "data"


def folder(home: Path, files: dict[str, str]) -> Path:
    (home / "calls").mkdir(parents=True)
    for name, text in files.items():
        path = home / "calls" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


def compared(tmp_path: Path, old: dict[str, str], new: dict[str, str], *options: str) -> int:
    sides = (folder(tmp_path / "old", old), folder(tmp_path / "new", new))
    return compare_outputs.main(["compare", *map(str, sides), *options])


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the calls of `nearest --batch`, of which some read what others wrote."""
    home = tmp_path_factory.mktemp("stored") / "outputs"
    assert write(Runner(home, ROOT, sys.executable), "batch-*") >= 10
    return home / "calls"


def test_exit_code_outputs_and_files_of_each_call_are_stored(stored: Path) -> None:
    told = json.loads((stored / "batch-utf8" / "call.json").read_text("utf-8"))
    assert told["exit_code"] == 0
    assert told["arguments"][:2] == ["nearest", "--batch"]
    said = (stored / "batch-utf8" / "stdout.txt").read_text("utf-8")
    assert said.startswith("Wrote answers.csv, complete: 10 rows")
    assert "as of 2026-11-01" in said
    assert "866-837-7521" in (stored / "batch-utf8" / "answers.csv").read_text("utf-8")
    assert json.loads((stored / "batch-json" / "stdout.json").read_bytes())["rows"] == 10
    assert json.loads((stored / "batch-refused" / "call.json").read_bytes())["exit_code"] == 2
    assert "answers.csv" in (stored / "batch-refused" / "stderr.txt").read_text("utf-8")


def test_calls_that_read_others_files_find_them(stored: Path) -> None:
    said = (stored / "batch-half-resume" / "stdout.txt").read_text("utf-8")
    assert re.search(r"complete: 10 rows .*, [1-9] of them before", said)
    whole = (stored / "batch-utf8" / "answers.csv").read_bytes()
    assert (stored / "batch-half-resume" / "answers.csv").read_bytes() == whole


def test_no_path_of_the_machine_and_no_traceback_is_stored(stored: Path) -> None:
    for path in stored.rglob("*"):
        if path.is_file():
            content = path.read_text("utf-8", errors="replace")
            assert str(stored.parent) not in content, path
            assert str(ROOT) not in content, path
            assert "Traceback" not in content, path


def test_the_same_call_gives_the_same_whoever_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = (tmp_path / "a", tmp_path / "b")
    for home, columns in zip(homes, ("40", "200"), strict=True):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("CRISIS_COVERAGE_DATA", str(tmp_path / "gone"))
        assert write(Runner(home, ROOT, sys.executable), "nearest-piped-*") == 6
    assert compare_outputs.main(["compare", *map(str, homes)]) == 0
    typed = homes[0] / "calls" / "nearest-piped-0"
    assert (typed / "stdin.txt").read_bytes() == b"38606\n"
    assert "Batesville" in (typed / "stdout.txt").read_text("utf-8")


def test_a_checkout_that_cannot_run_is_refused(tmp_path: Path, capfd: Any) -> None:
    (tmp_path / "checkout" / "data").mkdir(parents=True)
    (tmp_path / "checkout" / "geo").mkdir()
    (tmp_path / "checkout" / "geo" / "__init__.py").write_text("", "utf-8")
    call = ["write", str(tmp_path / "out"), "--checkout", str(tmp_path / "checkout")]
    assert compare_outputs.main(call) == 2
    assert "counties.csv" in capfd.readouterr().err
    for name in ("counties.csv", "services.yaml"):
        content = (DATA / name).read_bytes()
        (tmp_path / "checkout" / "data" / name).write_bytes(content)
    assert compare_outputs.main(call) == 2
    assert "geo.cli" in capfd.readouterr().err
    assert compare_outputs.main(call) == 2
    assert "is there already" in capfd.readouterr().err


def test_every_command_and_every_option_is_called(run: Any) -> None:
    listed = calls(DATA)
    assert len({call.name for call in listed}) == len(listed)
    known = re.findall(r"^    ([a-z]+)(?:  |$)", run("--help").stdout, re.MULTILINE)
    assert set(known) == set(COMMANDS)
    for command in COMMANDS:
        options = set(re.findall(r"(?<!\S)--?[a-z-]+", run(command, "--help").stdout))
        given = {
            argument
            for call in listed
            if command in call.arguments[:1]
            for argument in call.arguments
        }
        assert options - given - {"-h", "--output"} == set(), command


def test_every_county_is_asked_for_and_enough_places() -> None:
    listed = calls(DATA)
    asked = {call.arguments[1] for call in listed if call.arguments[:1] == ("county",)}
    names = {line.split(",")[1] for line in (DATA / "counties.csv").read_text("utf-8").splitlines()}
    assert names - asked == {"name"}
    assert len({call.arguments for call in listed if call.name.startswith("nearest-")}) > 120


def test_the_data_folders_that_calls_are_given(tmp_path: Path, run: Any) -> None:
    write_inputs(tmp_path / "inputs", DATA)
    for name, code in (("data", 0), ("data_changed", 1), ("data_broken", 2)):
        done = run("verify", "--data", str(tmp_path / "inputs" / name), "--as-of", "2026-11-01")
        assert done.exit_code == code, (name, done.stderr)
    sides = [str(tmp_path / "inputs" / name) for name in ("data", "data_changed")]
    done = run("diff", *sides, "--as-of", "2026-11-01")
    assert done.exit_code == 1
    assert "601-555" in done.stdout


def test_services_of_another_form_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "services.yaml").write_text("a: 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"services\.yaml"):
        write_inputs(tmp_path / "inputs", tmp_path / "data")


def test_equal_folders_are_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"a/call.json": "{}", "a/stdout.txt": "said\n"}
    assert compared(tmp_path, files, files) == 0
    assert capsys.readouterr().out == "2 files compared, 0 differ\n"


def test_every_difference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = {"a/call.json": '{"exit_code": 0}', "b/stdout.txt": "", "d/stdout.txt": "1\n2\n3\n"}
    new = {"a/call.json": '{"exit_code": 1}', "c/stdout.txt": "", "d/stdout.txt": "4\n5\n6\n"}
    assert compared(tmp_path, old, new, "--most", "2") == 1
    assert capsys.readouterr().out.splitlines() == [
        "a/call.json: 1 different",
        "    $.exit_code: 0 != 1",
        "b/stdout.txt: 1 different",
        "    the file is gone",
        "c/stdout.txt: 1 different",
        "    the file is new",
        "d/stdout.txt: 3 different",
        "    line 1: '1' != '4'",
        "    line 2: '2' != '5'",
        "4 files compared, 4 differ",
    ]


def test_only_files_of_a_pattern(tmp_path: Path) -> None:
    old, new = {"a/x.txt": "1", "b/x.txt": "1"}, {"a/x.txt": "1", "b/x.txt": "2"}
    assert compared(tmp_path / "1", old, new, "--only", "a/*") == 0
    assert compared(tmp_path / "2", old, new, "--only", "b/*") == 1


def test_what_is_allowed_is_counted_and_what_is_not_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow = tmp_path / "allow"
    allow.write_text(
        "# meant\n\na/*.json  ^\\$\\.schema: 1 != 2$\nhelp-*/* the file is new\nb/* .\n", "utf-8"
    )
    old = {"a/stdout.json": '{"schema": 1, "rows": 1}'}
    new = {"a/stdout.json": '{"schema": 2, "rows": 1}', "help-app/call.json": "{}"}
    assert compared(tmp_path / "1", old, new, "--allow", str(allow)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "allowed 1 times: a/*.json ^\\$\\.schema: 1 != 2$",
        "allowed 1 times: help-*/* the file is new",
        "allowed 0 times: b/* .",
        "2 files compared, 0 differ",
    ]
    new["a/stdout.json"] = '{"schema": 2, "rows": 2}'
    assert compared(tmp_path / "2", old, new, "--allow", str(allow)) == 1
    assert "    $.rows: 1 != 2\n" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["a/*", "a/* (", "a/* [b"])
def test_an_allowed_difference_needs_a_form(tmp_path: Path, line: str) -> None:
    path = tmp_path / "allow"
    path.write_text(f"a/* fine\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=":2: "):
        read_allowed(path)


def test_the_hash_of_other_data_is_taken_as_equal(tmp_path: Path) -> None:
    def files(live: str, changed: str, people: int) -> dict[str, str]:
        return {
            "verify-json/stdout.json": f'{{"data_sha256": "{live}"}}',
            "verify-changed-data-json/stdout.json": f'{{"data_sha256": "{changed}"}}',
            "map-text/stdout.txt": f"data {live[:12]}, {changed}, {people}\n",
        }

    old = files("a" * 64, "b" * 64, 1)
    assert compared(tmp_path / "1", old, files("c" * 64, "d" * 64, 1)) == 0
    assert compared(tmp_path / "2", old, files("c" * 64, "d" * 64, 2)) == 1
    # The two hashes may not change places.
    mixed = files("c" * 64, "d" * 64, 1)
    mixed["map-text/stdout.txt"] = f"data {'d' * 12}, {'c' * 64}, 1\n"
    assert compared(tmp_path / "3", old, mixed) == 1


def test_a_call_that_is_not_valid_exits_with_2(tmp_path: Path, capsys: Any) -> None:
    gone = str(tmp_path / "gone")
    assert compare_outputs.main(["compare", gone, gone]) == 2
    assert "gone" in capsys.readouterr().err
    for arguments in ([], ["compare", gone], ["write"], ["frobnicate"]):
        with pytest.raises(SystemExit) as end:
            compare_outputs.main(arguments)
        assert end.value.code == 2


def test_help_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        compare_outputs.main(["--help"])
    assert end.value.code == 0
    assert "compare BEFORE AFTER" in capsys.readouterr().out
