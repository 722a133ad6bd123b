"""Planting faults: what is drawn, which tests are run on it, and what counts as caught."""

import json
import os
import py_compile
from pathlib import Path

import pytest

from tools import plant_faults
from tools.faults import planted
from tools.plant_faults import TIME_LIMIT, Trial, draw

# Each function can have one fault only.
CODE = {
    "geo/__init__.py": "",
    "geo/coverage/__init__.py": "",
    "geo/coverage/limits.py": """
def both(a, b):
    return a and b


def least(a, b):
    return min(a, b)


def unwatched(a):
    return not a
""",
    "tests/coverage/test_limits.py": """
from geo.coverage import limits

def test_both():
    assert not limits.both(True, False)
""",
    "tests/cli/test_least.py": """
from geo.coverage import limits

def test_that_fails_anyway():
    assert False

def test_least():
    assert limits.least(1, 2) == 1
""",
    "tests/browser/test_page.py": "def test_page():\n    assert False\n",
    "tests/tools/test_tool.py": "def test_tool():\n    assert False\n",
}


def checkout(folder: Path, **changed: str) -> Path:
    for name, text in (CODE | changed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_own_tests_others_and_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = checkout(tmp_path / "checkout")
    before = contents(home)
    table = tmp_path / "faults.json"
    call = ["--checkout", str(home), "--jobs", "2", "--json", str(table)]
    assert plant_faults.main(call) == 1
    assert contents(home) == before
    rows = {row["function"]: row for row in json.loads(table.read_text("utf-8"))}
    assert {name: row["caught_by"] for name, row in rows.items()} == {
        "both": "tests/coverage/test_limits.py::test_both",
        "least": "tests/cli/test_least.py::test_least",
        "unwatched": None,
    }
    assert rows["least"]["path"] == "geo/coverage/limits.py"
    assert (rows["least"]["old"], rows["least"]["new"]) == ("min", "max")
    said = capsys.readouterr().out
    assert "2 of 3 faults caught\n" in said
    assert said.count("NOT CAUGHT") == 2  # as it was decided, and in the list at the end


def test_one_fault_is_repeated_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = checkout(tmp_path / "checkout")
    plantings = draw(home, 40, 3)
    number = next(planting.number for planting in plantings if planting.fault.function == "both")
    call = ["--checkout", str(home), "--seed", "3"]
    assert plant_faults.main([*call, "--list"]) == 0
    listed = capsys.readouterr().out
    assert "(a or b)" in listed
    assert listed.count("geo/coverage/limits.py") == 3
    assert plant_faults.main([*call, "--only", str(number)]) == 0
    said = capsys.readouterr().out
    assert "assert not limits.both(True, False)" in said
    assert "1 of 1 faults caught" in said
    assert plant_faults.main([*call, "--only", "77"]) == 2


def test_tests_that_fail_without_a_fault_decide_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {"tests/coverage/test_limits.py": "def test_both():\n    assert False\n"}
    home = checkout(tmp_path / "checkout", **broken)
    assert plant_faults.main(["--checkout", str(home)]) == 2
    assert "fails without a fault: tests/coverage/test_limits.py" in capsys.readouterr().err


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    slow = {"tests/coverage/test_limits.py": "import time\ndef test_x():\n    time.sleep(600)\n"}
    home = checkout(tmp_path / "checkout", **slow)
    caught_by, _ = Trial([home], 3.0).run(home, ["tests/coverage"], 3.0)
    assert caught_by == TIME_LIMIT


def test_a_module_that_cannot_be_imported_is_caught(tmp_path: Path) -> None:
    broken = {"geo/coverage/limits.py": "def f(:\n"}
    home = checkout(tmp_path / "checkout", **broken)
    caught_by, said = Trial([home], 60.0).run(home, ["tests/coverage"], 60.0)
    assert caught_by == "tests/coverage/test_limits.py"
    assert "SyntaxError" in said


def test_what_was_compiled_of_the_sound_module_is_not_run(tmp_path: Path) -> None:
    path = checkout(tmp_path) / "geo" / "coverage" / "limits.py"
    compiled = Path(str(py_compile.compile(str(path))))
    assert compiled.is_file()
    stamp = path.stat().st_mtime
    plant_faults._put(path, path.read_bytes().replace(b"min", b"max"))
    os.utime(path, (stamp, stamp))
    assert not compiled.exists()


def test_the_mirrored_tests_come_first(tmp_path: Path) -> None:
    home = checkout(tmp_path)
    assert plant_faults._own_tests(home, "geo/coverage/limits.py") == [
        "tests/coverage/test_limits.py",
        "tests/coverage",
    ]
    assert plant_faults._own_tests(home, "geo/coverage/other.py") == ["tests/coverage"]


def test_the_draw_is_the_same_for_the_same_seed() -> None:
    plantings = draw(plant_faults.ROOT, 40, 8)
    assert plantings == draw(plant_faults.ROOT, 40, 8)
    assert plantings != draw(plant_faults.ROOT, 40, 9)
    assert [planting.number for planting in plantings] == list(range(1, 41))
    assert len({(planting.path, planting.fault.function) for planting in plantings}) == 40
    assert {planting.folder for planting in plantings} <= set(plant_faults.FOLDERS)
    assert len({planting.fault.kind for planting in plantings}) > 5
    for planting in plantings:
        source = (plant_faults.ROOT / planting.path).read_bytes()
        assert planted(source, planting.fault) != source


def test_help_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        plant_faults.main(["--help"])
    assert end.value.code == 0
    assert "--seed 8" in capsys.readouterr().out
