"""``adequacy``: which pages it writes, what it prints, and how it is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import small_state
from tests.conftest import Done

Run = Callable[..., Done]

AS_OF = ("--as-of", small_state.DAY.isoformat())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path / "data", small_state.adequacy())
    monkeypatch.setenv("CRISIS_COVERAGE_DATA", str(written))
    return written


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.html"))
    }


@pytest.mark.usefixtures("home")
def test_text_says_where_to_begin(run: Run, tmp_path: Path) -> None:
    done = run("adequacy", "-o", str(tmp_path / "out"), *AS_OF)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Wrote 4 pages to {tmp_path / 'out'} (")
    assert f"begin with adequacy.html; as of {small_state.DAY}, data " in done.stdout
    assert list(files_in(tmp_path / "out")) == [
        "adequacy/56001-alder.html",
        "adequacy/56003-birch.html",
        "adequacy/56005-cedar.html",
        "adequacy.html",
    ]


@pytest.mark.usefixtures("home")
def test_two_runs_write_equal_bytes_and_leave_the_report_beside_them(
    run: Run, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert run("report", "-o", str(one), *AS_OF).exit_code == 0
    report = files_in(one)
    for folder in (one, two):
        assert run("adequacy", "-o", str(folder), *AS_OF).exit_code == 0
    assert report.items() <= files_in(one).items()
    assert files_in(two) == {
        name: page for name, page in files_in(one).items() if name not in report
    }


@pytest.mark.parametrize("name", [["cedar", "land"], ["56005"], ["Cedar", "County"]])
@pytest.mark.usefixtures("home")
def test_one_county_by_any_of_its_names(run: Run, tmp_path: Path, name: list[str]) -> None:
    done = run("adequacy", *name, "-o", str(tmp_path / "out"), "--format", "json", *AS_OF)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["files"] == ["adequacy/56005-cedar.html"]
    assert list(files_in(tmp_path / "out")) == told["files"]
    assert [county["county"] for county in told["counties"]] == ["Cedar"]
    assert [service["covered"] for service in told["services"]] == [3, 1, 3]


@pytest.mark.usefixtures("home")
def test_json_is_the_contract(run: Run, tmp_path: Path, repo_root: Path) -> None:
    done = run("adequacy", "-o", str(tmp_path / "out"), "--format", "json", *AS_OF)
    told = json.loads(done.stdout)
    assert told["bytes"] == sum(len(page) for page in files_in(tmp_path / "out").values())
    assert told["folder"] == str(tmp_path / "out")
    assert told["schema"] == 2
    (birch,) = (county for county in told["counties"] if county["county"] == "Birch")
    text = (repo_root / "docs" / "maintainers.md").read_text(encoding="utf-8")
    part = text[text.index("`crisis-coverage adequacy") :].partition("\n\n")[0]
    records = (
        told,
        told["services"][0],
        birch,
        birch["services"][2],
        birch["services"][2]["distance"],
        birch["asks"][0],
        birch["notice"],
    )
    for record in records:
        assert not [key for key in record if f"`{key}`" not in part]
    crews, care, havens = birch["services"]
    assert (crews["status"], crews["shown"]) == ("covered", True)
    assert (care["status"], care["shown"], care["evidence"]) == ("unknown", False, [])
    assert crews["distance"] is None
    assert havens["distance"]["nearest"]["mean_miles"]["value"] >= 0


@pytest.mark.usefixtures("home")
def test_a_county_that_is_none_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("adequacy", "Ceder", "-o", str(tmp_path / "out"), "--format", "json", *AS_OF)
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert told["status"] == "not_found"
    assert told["suggestions"][0] == "Cedar"
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("home")
def test_a_file_where_the_folder_should_be_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "adequacy").write_text("a file", encoding="utf-8")
    done = run("adequacy", "-o", str(tmp_path / "out"), *AS_OF)
    assert done.exit_code == 2
    assert "a folder is needed here, and this is a file" in done.stderr
    assert (tmp_path / "out" / "adequacy").read_text(encoding="utf-8") == "a file"


def test_data_without_the_section_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("adequacy", "--data", str(small), "-o", str(out), "--format", "json", *AS_OF)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "crisis-coverage: This data names no statute on adequacy, so there is no file to write.\n"
    )
    assert not out.exists()


def test_a_folder_has_to_be_named(run: Run) -> None:
    done = run("adequacy", "Hinds")
    assert done.exit_code == 2
    assert "-o/--output" in done.stderr
