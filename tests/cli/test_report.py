"""``report``: what it prints, and what it says where something is not made."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.catalog import folder
from geo.report import pdf
from geo.text import period
from tests import small_state
from tests.cli.conftest import content
from tests.conftest import Done

Run = Callable[..., Done]

AS_OF = ("--as-of", small_state.DAY.isoformat())
pytestmark = pytest.mark.usefixtures("small")


def test_text_says_where_to_begin(run: Run, tmp_path: Path) -> None:
    done = run("report", "-o", str(tmp_path / "out"), *AS_OF)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.startswith(f"Wrote 6 pages to {tmp_path / 'out'} (")
    assert "begin with index.html, find-help.html (" in done.stdout
    assert f"; as of {small_state.DAY}, data " in done.stdout
    names = [path.name for path in sorted((tmp_path / "out").rglob("*.html"))]
    sheets = ["56001-alder.html", "56003-birch.html", "56005-cedar.html"]
    assert names == ["annex.html", *sheets, "crisis.html", "find-help.html", "index.html"]
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for beside in ("annex.html", "crisis.html", "find-help.html", "counties.xlsx", "layers.gpkg"):
        assert f'href="{beside}"' in index
        assert (tmp_path / "out" / beside).stat().st_size > 1000
    # Without --since no page of changes is linked.
    assert "changes.html" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def contents(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_pages_that_cannot_be_drawn_leave_the_folder_as_it_was(run: Run, tmp_path: Path) -> None:
    home, out = small_state.write(tmp_path / "data"), tmp_path / "out"
    asked = ("report", "--data", str(home), "-o", str(out), *AS_OF)
    assert run(*asked).exit_code == 0
    (out / "counties.xlsx").write_bytes(b"of before")
    before = contents(out)
    assert len(before) == 9
    shapes = home / "display_counties.geojson"
    drawn = json.loads(shapes.read_text(encoding="utf-8"))
    drawn["features"].pop()
    shapes.write_text(json.dumps(drawn), encoding="utf-8")
    refused = run(*asked)
    assert refused.exit_code == 2
    assert "display_counties.geojson: missing-county" in refused.stderr
    assert contents(out) == before


def test_a_file_where_the_sheets_go_is_told_before_anything_is_written(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "counties").write_bytes(b"a file")
    refused = run("report", "-o", str(tmp_path), *AS_OF)
    assert refused.exit_code == 2
    assert "a folder is needed here" in refused.stderr
    assert contents(tmp_path) == {tmp_path / "counties": b"a file"}


def test_json_lists_the_files(run: Run, tmp_path: Path, small: Path) -> None:
    done = run("report", "-o", str(tmp_path), "--format", "json", *AS_OF)
    told = json.loads(done.stdout)
    assert told["folder"] == str(tmp_path)
    assert told["as_of"] == small_state.DAY.isoformat()
    assert told["data_sha256"] == folder.sha256(small)
    assert (told["pdf"], told["pdf_missing"]) == ([], None)
    assert len(told["files"]) == 6
    assert {file["file"]: file["bytes"] for file in told["downloads"]} == {
        name: (tmp_path / name).stat().st_size
        for name in ("find-help.html", "counties.xlsx", "layers.gpkg")
    }
    assert told["bytes"] == sum((tmp_path / name).stat().st_size for name in told["files"])


def test_where_no_place_can_be_looked_up_only_find_help_is_missing(
    run: Run, tmp_path: Path, small: Path
) -> None:
    home = tmp_path / "data"
    shutil.copytree(small, home)
    (home / "places.csv").write_text("broken", encoding="utf-8")
    out = tmp_path / "report"
    done = run("report", "-o", str(out), "--data", str(home), *AS_OF)
    assert done.exit_code == 0
    assert "Warning: places.csv" in done.stderr
    assert "find-help.html was not made" in done.stderr
    assert not (out / "find-help.html").exists()
    assert (out / "counties.xlsx").exists()
    assert "find-help.html" not in (out / "index.html").read_text("utf-8")


def test_without_a_browser_the_pages_are_written_and_the_missing_pdf_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", "--format", "json", *AS_OF)
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
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", *AS_OF)
    assert done.exit_code == 2
    assert "no Chromium or Chrome is on the PATH, and CHROMIUM names none" in done.stderr


def test_a_browser_that_prints_nothing_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(idle))
    done = run("report", "-o", str(tmp_path / "out"), "--pdf", *AS_OF)
    assert done.exit_code == 2
    assert "the browser made no PDF" in done.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "annex.html",
        "counties",
        "counties.xlsx",
        "crisis.html",
        "find-help.html",
        "index.html",
        "layers.gpkg",
    ]


def test_pdf_files_that_were_made_are_told_with_their_size(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prints = tmp_path / "prints"
    prints.write_text(
        "#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) "
        'printf "%%PDF-1.7 %2000000s" x > "${word#*=}";; esac; done\n'
    )
    prints.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(prints))
    out = tmp_path / "out"
    done = run("report", "-o", str(out), "--pdf", *AS_OF)
    assert (done.exit_code, done.stderr) == (0, "")
    names = sorted(path.name for path in out.glob("*.pdf"))
    assert names
    for name in names:
        assert f", {name} (2.0 MB)" in done.stdout
    index = (out / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in names)
    told = json.loads(run("report", "-o", str(out), "--pdf", "--format", "json", *AS_OF).stdout)
    assert sorted(file["file"] for file in told["pdf"]) == names
    assert {file["bytes"] for file in told["pdf"]} == {2_000_009}


def test_a_day_before_every_source_has_no_unit_and_no_distance(run: Run, tmp_path: Path) -> None:
    done = run("report", "-o", str(tmp_path), "--full", "--as-of", "2010-01-01")
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "annex.html").read_text(encoding="utf-8")
    assert "is not known: no source speaks of one by this day." in page
    assert "No source speaks of a unit by this day." in page
    sheet = (tmp_path / "counties" / "56001-alder.html").read_text(encoding="utf-8")
    assert "No distance is known: no source that speaks for January 1, 2010 names where" in sheet
    assert "No unit on this map." in sheet
    assert "cc-status cc-covered" not in sheet


def test_since_adds_a_page_of_what_changed(run: Run, tmp_path: Path) -> None:
    before = content()
    del before["services"][2]  # home care in Alder
    old = small_state.write(tmp_path / "before", before)
    out = tmp_path / "out"
    done = run("report", "-o", str(out), "--since", str(old), *AS_OF)
    assert done.exit_code == 0
    assert "Wrote 7 pages" in done.stdout
    page = (out / "changes.html").read_text(encoding="utf-8")
    gained = page.partition("<h2>Gained</h2>")[2].partition("</table>")[0]
    assert '<th scope="row">Alder</th>' in gained
    assert "<details" not in page, "paper shows all"
    assert str(tmp_path) not in page
    assert re.search(
        rf"Before: \w+ folder before, as of {period(small_state.DAY.isoformat())}", page
    )
    assert re.search(
        rf"Now: \w+ folder of this report, as of {period(small_state.DAY.isoformat())}", page
    )
    assert '<a href="changes.html">' in (out / "index.html").read_text(encoding="utf-8")


def test_a_file_of_people_changes_the_measures_and_is_named(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("lon,lat,people\n-106.5,42.5,12\n-105.4,42.3,30\n-104.2,42.8,400\n")
    done = run("report", "-o", str(tmp_path / "out"), "--demand", str(table), *AS_OF)
    assert done.exit_code == 0, done.stderr
    page = (tmp_path / "out" / "annex.html").read_text(encoding="utf-8")
    assert "3 points, 442 people" in page
    assert "We did not measure how exact these points are." in page


@pytest.mark.parametrize("blocked", ["", "/under"])
def test_a_file_in_the_way_is_told(run: Run, tmp_path: Path, blocked: str) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("report", "-o", f"{tmp_path / 'file'}{blocked}", *AS_OF)
    assert done.exit_code == 2
    assert str(tmp_path / "file") in done.stderr
    assert (tmp_path / "file").read_text() == "mine"
