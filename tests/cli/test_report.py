"""``report``: what it prints, and what it says where something is not made."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.catalog import load
from geo.report import pdf
from tests.conftest import Done

Run = Callable[..., Done]

DAY = ("--as-of", "2026-11-21")


@pytest.fixture
def old_data(tmp_path: Path) -> Path:
    """Return a copy of the data in which Region 2's ICORTs serve two counties fewer."""
    place = tmp_path / "before"
    shutil.copytree(load.load().home, place)
    text = (place / "services.yaml").read_text(encoding="utf-8")
    team = "teams: 2\n    catchment:\n      counties: [Calhoun, "
    changed = text.replace(f"{team}Lafayette, Marshall, Panola, ", f"{team}Panola, ")
    assert changed != text
    (place / "services.yaml").write_text(changed, encoding="utf-8")
    return place


def test_text_says_where_to_begin(run: Run, tmp_path: Path) -> None:
    done = run("report", "-o", str(tmp_path / "out"), *DAY)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.startswith(f"Wrote 83 pages to {tmp_path / 'out'} (")
    assert "begin with index.html; as of 2026-11-21, data " in done.stdout


def test_json_lists_the_files(run: Run, tmp_path: Path) -> None:
    done = run("report", "-o", str(tmp_path), "--format", "json", *DAY)
    told = json.loads(done.stdout)
    assert told["folder"] == str(tmp_path)
    assert told["as_of"] == "2026-11-21"
    assert told["data_sha256"] == load.load().data_sha256
    assert (told["pdf"], told["pdf_missing"]) == ([], None)
    assert len(told["files"]) == 83
    sizes = [(tmp_path / one).stat().st_size for one in told["files"]]
    assert told["bytes"] == sum(sizes)


def test_without_a_browser_the_pages_are_written_and_the_missing_pdf_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", "--format", "json", *DAY)
    assert done.exit_code == 2
    assert "not every PDF was made: CHROMIUM=" in done.stderr
    assert (tmp_path / "out" / "index.html").is_file()
    told = json.loads(done.stdout)
    assert told["pdf"] == []
    assert "is no browser" in told["pdf_missing"]


def test_no_browser_at_all_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = tmp_path / "bin" / "chromium"
    asks.parent.mkdir()
    asks.write_text("#!/bin/sh\nexit 1\n")  # as a script does that only tells where to get one
    asks.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(asks.parent))
    monkeypatch.setattr(pdf, "BROWSERS", ("chromium", "google-chrome"))
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", *DAY)
    assert done.exit_code == 2
    assert "no Chromium or Chrome is on the PATH, and CHROMIUM names none" in done.stderr


def test_a_day_before_every_source_has_no_unit_and_no_distance(run: Run, tmp_path: Path) -> None:
    done = run("report", "-o", str(tmp_path), "--as-of", "2010-01-01")
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert (
        "How far people are from a CSU is not known: no source speaks of one by this day." in page
    )
    assert "No source speaks of a unit by this day." in page
    sheet = (tmp_path / "counties" / "28107-panola.html").read_text(encoding="utf-8")
    assert "No CSU is known to be the nearest" in sheet
    assert "No unit on this map." in sheet
    assert "cc-status cc-covered" not in sheet


def test_a_browser_that_prints_nothing_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(idle))
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", *DAY)
    assert done.exit_code == 2
    assert "the browser made no PDF" in done.stderr
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["counties", "index.html"]


def test_since_adds_a_page_of_what_changed(run: Run, tmp_path: Path, old_data: Path) -> None:
    out = tmp_path / "out"
    done = run("report", "-o", str(out), "--since", str(old_data), *DAY)
    assert done.exit_code == 0
    assert "Wrote 84 pages" in done.stdout
    page = (out / "changes.html").read_text(encoding="utf-8")
    for name in ("Lafayette", "Marshall"):
        assert f'<th scope="row">{name}</th><td>gained</td>' in page
    assert str(tmp_path) not in page
    assert re.search(r"Old: \w+ folder before, as of 2026-11-21", page)
    assert re.search(r"New: \w+ folder of this report, as of 2026-11-21", page)
    assert '<a href="changes.html">' in (out / "index.html").read_text(encoding="utf-8")


def test_without_since_no_page_of_changes_is_linked(run: Run, tmp_path: Path) -> None:
    run("report", "-o", str(tmp_path), *DAY)
    assert "changes.html" not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "changes.html").exists()


def test_a_file_of_people_changes_the_measures_and_is_named(run: Run, tmp_path: Path) -> None:
    known = load.load()
    table = tmp_path / "people.csv"
    lines = [f"{one.center_lon},{one.center_lat},{one.people}" for one in known.counties]
    table.write_text("\n".join(["lon,lat,people", *lines]) + "\n")
    done = run("report", "-o", str(tmp_path / "out"), "--demand", str(table), *DAY)
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "82 points, 2,961,279 people" in page
    assert "How far these points are off was not measured." in page


@pytest.mark.parametrize("blocked", ["", "/under"])
def test_a_file_in_the_way_is_told(run: Run, tmp_path: Path, blocked: str) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("report", "-o", f"{tmp_path / 'file'}{blocked}", *DAY)
    assert done.exit_code == 2
    assert str(tmp_path / "file") in done.stderr
    assert (tmp_path / "file").read_text() == "mine"
