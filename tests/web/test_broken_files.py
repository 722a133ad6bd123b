"""Files that only draw or look up may be broken when the app starts: only what needs them is missing."""

import datetime as dt
import os
from pathlib import Path

import pytest

from geo.catalog import folder
from geo.web import folder_watch, snapshot, state
from tests import small_state
from tests.web.app_pages import maps, opened, rerun, use_data, words

RIVERS, ZIPS, ERROR = "context_rivers.geojson", "zips.csv", "demand_error.yaml"
SURROUNDINGS = tuple(name for name in folder.HASHED if name.startswith("context_"))
LOOK_UP = ("zips.csv", "places.csv", "zip_cells.geojson", "zip_states.csv")
OPTIONAL = (*SURROUNDINGS, folder.SHAPES, folder.DISPLAY_SHAPES, *LOOK_UP, ERROR)
NO_MAP = (folder.DISPLAY_SHAPES,)
NO_DISTANCES = (folder.SHAPES, ZIPS, ERROR)
PAGES = ("statewide_page", "distance_page", "county_page", "find_page", "sources_page")
BROKEN = "{ broken, \x07"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path)
    use_data(written, monkeypatch)
    return written


def edit(path: Path, text: str) -> None:
    """Write a file whose state is seen to differ, however fast this machine is."""
    path.write_text(text, encoding="utf-8")
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def verdicts_of(shown: snapshot.Snapshot) -> list[tuple[str, str, str]]:
    return [
        (finding.geoid, finding.standard, finding.status) for finding in shown.assessment.findings
    ]


@pytest.mark.parametrize("name", OPTIONAL)
def test_verdicts_and_numbers_stand_whatever_file_is_broken(name: str, home: Path) -> None:
    sound = state.make(home, small_state.DAY)
    assert sound.lacking == ()
    (home / name).write_text(BROKEN, encoding="utf-8")
    shown = snapshot.current()
    assert {problem.file for problem in shown.lacking} == {name}
    assert shown.problems == ()
    assert verdicts_of(shown) == verdicts_of(sound)
    assert isinstance(shown.map_path, str) == (name not in NO_MAP)
    assert isinstance(shown.find_path, str) == (name not in NO_MAP)
    assert isinstance(shown.measured, snapshot.Measured) == (name not in NO_DISTANCES)
    if isinstance(shown.measured, snapshot.Measured):
        assert isinstance(shown.gap_path, str) == (name not in NO_MAP)


@pytest.mark.parametrize("name", OPTIONAL)
def test_every_page_is_shown_and_says_what_is_missing_on_it(name: str, home: Path) -> None:
    (home / name).write_text(BROKEN, encoding="utf-8")
    problem = snapshot.current().lacking[0]
    told = (name, f"line {problem.line}", problem.rule)
    shown = {page: opened(page) for page in PAGES}
    assert all(part in words(shown["sources_page"]) for part in told)
    where = {
        "statewide_page": (*SURROUNDINGS, *NO_MAP),
        "distance_page": (*SURROUNDINGS, *NO_MAP, *NO_DISTANCES),
        "find_page": (*SURROUNDINGS, *NO_MAP),
        "county_page": (*SURROUNDINGS, *NO_MAP),
    }
    for page, files in where.items():
        assert all(part in words(shown[page]) for part in told) == (name in files), page
    for page in ("statewide_page", "find_page"):
        assert maps(shown[page]) == (name not in NO_MAP)
    assert maps(shown["distance_page"]) == (name not in (*NO_MAP, *NO_DISTANCES))
    assert "County by county: 3 of 3 counties" in words(shown["statewide_page"])


@pytest.mark.parametrize("name", [*NO_MAP, *NO_DISTANCES])
def test_a_sheet_says_what_it_lacks_and_has_the_rest(name: str, home: Path) -> None:
    (home / name).write_text(BROKEN, encoding="utf-8")
    sheet = words(opened("county_page", county=small_state.ALDER))
    assert name in sheet
    assert "This page is without distances, map and neighbors." in sheet
    assert "307-555-0101" in sheet
    assert "An outreach crew" in sheet
    assert "Birchville Haven" in sheet
    assert "in a straight line" not in sheet


def test_the_panel_stands_without_the_map(home: Path) -> None:
    (home / folder.DISPLAY_SHAPES).unlink()
    page = words(opened("statewide_page", county=small_state.CEDAR))
    assert "The map cannot be drawn." in page
    assert "no-file" in page
    assert "<h2>Cedar County</h2>" in page


# What each file is needed for: names of counties could mean a town that cannot be known now.
NEEDED = {
    "zips.csv": {"Alder County", "Nowhere at all"},
    "places.csv": {"Alder County", "Nowhere at all"},
    "zip_cells.geojson": set[str](),
    "zip_states.csv": set[str](),
}


@pytest.mark.parametrize("text", ["Alder County", "Nowhere at all", "42.5, -106.5", ""])
@pytest.mark.parametrize("name", LOOK_UP)
def test_find_help_answers_what_can_be_answered(name: str, text: str, home: Path) -> None:
    (home / name).write_text(BROKEN, encoding="utf-8")
    said = asked(text)
    assert ("A place cannot be looked up" in said) == (text in NEEDED[name])
    assert (name in said) == (text in NEEDED[name])
    assert ('class="cc-answer"' in said) == (text not in NEEDED[name])


def test_find_help_says_when_a_zip_cannot_be_placed(home: Path) -> None:
    (home / "zip_cells.geojson").write_text(BROKEN, encoding="utf-8")
    assert "zip_cells.geojson" in asked("82001")


def test_a_point_finds_its_county_without_the_tables_of_names(home: Path) -> None:
    for name in ("zips.csv", "places.csv"):
        (home / name).write_text(BROKEN, encoding="utf-8")
    assert "Alder County" in asked("42.5, -106.5")


def asked(text: str) -> str:
    """Return what page Find help says of a text."""
    page = opened("find_page")
    page.text_input[0].set_value(text)
    page.button[0].click()
    return words(rerun(page))


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_file_that_breaks_later_leaves_the_last_state(name: str, home: Path) -> None:
    content = (home / name).read_text(encoding="utf-8") if (home / name).exists() else None
    sound = snapshot.current()
    edit(home / name, BROKEN)
    broken = snapshot.renewed()
    assert {problem.file for problem in broken.problems} == {name}
    assert broken.lacking == ()
    assert broken.assessment is sound.assessment
    assert "This page still shows the last sound state" in words(opened("statewide_page"))
    if content is None:
        (home / name).unlink()
    else:
        edit(home / name, f"{content}\n")
    assert snapshot.renewed().problems == ()


def test_what_is_missing_from_the_start_stays_missing_alone_and_comes_back(home: Path) -> None:
    rivers = (home / RIVERS).read_text(encoding="utf-8")
    edit(home / RIVERS, BROKEN)
    assert {problem.file for problem in snapshot.renewed().lacking} == {RIVERS}
    edit(home / RIVERS, f"{BROKEN}\n")  # still broken, in another way
    assert snapshot.renewed().problems == ()
    edit(home / folder.DISPLAY_SHAPES, BROKEN)
    kept = snapshot.renewed()
    assert {problem.file for problem in kept.problems} == {RIVERS, folder.DISPLAY_SHAPES}
    assert isinstance(kept.map_path, str)
    small_state.write(home)
    edit(home / RIVERS, rivers)
    assert snapshot.renewed().lacking == snapshot.renewed().problems == ()


def test_the_start_names_what_is_missing_and_goes_on(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (RIVERS, ZIPS, "places.csv"):
        (home / name).write_text(BROKEN, encoding="utf-8")
    snapshot.warm()
    for name in (RIVERS, ZIPS, "places.csv"):
        assert name in caplog.text


def test_data_that_cannot_be_used_at_all_are_told_on_every_page(home: Path) -> None:
    (home / "counties.csv").write_text("", encoding="utf-8")
    for page in PAGES:
        shown = opened(page)
        assert [title.value for title in shown.title] == ["There is nothing to show"]
        assert "The data cannot be used" in words(shown)
        assert "counties.csv" in words(shown)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", PAGES)
def test_a_clock_behind_the_data_is_named_and_numbers_are_shown(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, dt.date(2025, 1, 1))
    said = words(opened(page, county=small_state.ALDER))
    assert "clock" in said
    assert "this computer&#39;s clock says 2025-01-01" in said
    assert "future-date" in said
    assert str(snapshot.current().assessment.as_of) == "2025-07-01"
    if page in ("statewide_page", "county_page"):
        assert "307-555-0101" in said


@pytest.mark.usefixtures("home")
def test_a_clock_that_is_right_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, small_state.DAY)
    assert snapshot.current().clock == ()
    assert "clock" not in words(opened("statewide_page"))


def set_clock(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    def said() -> dt.date:
        return day

    monkeypatch.setattr(folder_watch, "machine_date", said)
