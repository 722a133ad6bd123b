"""The page Data & sources in this process: its parts, the search, what is compared, what is offered."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from markupsafe import escape

from geo import text
from geo.catalog import load
from geo.catalog.records import Proof, ReferenceKind
from geo.coverage import asking
from geo.diff import sentences
from geo.exports import write
from geo.web import get_part, raw_files, snapshot
from tests import small_state
from tests.web.app_pages import opened, rerun, use_data, words


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path)
    use_data(written, monkeypatch)
    return written


PARTS = {
    "get": "Open in Excel",
    "compare": "since your last export",
    "unknown": "Home or day care is available in every county",
    "disagree": "No sources are known to disagree",
    "units": "Cedar Falls Haven",
    "sources": "Teams by county",
    "rules": "<p>Status is of ",
}


@pytest.mark.parametrize("part", PARTS)
def test_only_the_part_of_data_and_sources_that_the_address_names_is_built(part: str) -> None:
    page = opened("sources_page", part=part)
    said = words(page)
    shown = {name for name, its in PARTS.items() if its in said}
    assert shown == {part}
    made = {button.key for button in page.button if "_make_" in str(button.key)}
    assert bool(made) == (part == "get")


def test_an_address_that_asks_for_a_part_that_is_not_there_shows_the_first_and_says_so() -> None:
    page = opened("sources_page", part="nonsense")
    assert "part=nonsense, which is not here" in words(page)
    assert "Open in Excel" in words(page)


def test_a_part_that_is_chosen_is_kept_in_the_address() -> None:
    page = opened("sources_page")
    assert page.query_params == {}
    page.segmented_control(key="sources_part").set_value("units")
    rerun(page)
    assert page.query_params == {"part": "units"}


def test_sources_are_searched_by_id_title_and_publisher_and_nothing_typed_is_in_the_address() -> (
    None
):
    page = opened("sources_page", part="sources")
    known = snapshot.current().catalog.services.sources
    assert f"{len(known)} sources, 0 over their age limit." in words(page)
    for typed in (known[0].id, known[0].title.upper(), f"  {known[0].publisher} {known[0].id} "):
        page.text_input(key="sources_search").set_value(typed)
        said = words(rerun(page))
        assert f"1 of {len(known)} sources found." in said
        assert known[0].title in said
        assert known[1].title not in said
        assert page.query_params == {"part": "sources"}
    page.text_input(key="sources_search").set_value("<b>zzyzx")
    assert "No source has these words" in words(rerun(page))
    assert "zzyzx" not in words(page)


def test_the_first_sources_stand_there_until_all_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = small_state.services()
    more = [
        {**services["sources"][0], "id": f"more-{one}", "title": f"More {one}."}
        for one in range(30)
    ]
    services["sources"] += more
    use_data(small_state.write(tmp_path / "many", services), monkeypatch)
    page = opened("sources_page", part="sources")
    count = len(services["sources"])
    assert "The first 20 are shown." in words(page)
    assert "More 29." not in words(page)
    page.text_input(key="sources_search").set_value("more-29")
    assert "More 29." in words(rerun(page))
    page.text_input(key="sources_search").set_value("")
    rerun(page)
    page.button(key="sources_more").click()
    assert "More 29." in words(rerun(page))
    assert f"{count} sources, " in words(page)
    assert "The first 20" not in words(page)


def test_an_export_is_compared_and_forgotten(home: Path) -> None:
    before = snapshot.current()
    content = write.content(before.assessment, before.access, ".csv")
    services = small_state.services()
    next(team for team in services["services"] if team["id"] == "crew-west")["phone"] = (
        "307-555-0199"
    )
    small_state.write(home, services)
    snapshot.renewed()
    page = opened("sources_page", part="compare")
    page.file_uploader[0].set_value(("Older <b>.csv", content, "text/csv"))
    said = words(rerun(page))
    assert "307-555-0101 before, number 307-555-0199 now" in said
    assert (
        f"We read the export Older &lt;b&gt;.csv, as of {text.date(str(before.assessment.as_of))}, data "
        in said
    )
    assert page.query_params == {"part": "compare"}
    kept = page.session_state["sources_compared"]
    rerun(page)
    assert page.session_state["sources_compared"] is kept, "not read again for each click"
    page.file_uploader[0].set_value(("other.csv", b"x", "text/csv"))
    said = words(rerun(page))
    assert "This file cannot be compared." in said
    assert "Nothing was compared. Remove this file, then choose another one." in said
    assert "307-555-0199 now" not in said
    page.segmented_control(key="sources_part").set_value("units")
    rerun(page)
    assert "sources_compared" not in page.session_state


@pytest.mark.usefixtures("home")
def test_a_file_of_the_same_state_is_named_and_nothing_differs() -> None:
    now = snapshot.current()
    stamp = f"{text.date(str(now.assessment.as_of))}, data {now.assessment.data_sha256[:12]}"
    content = write.content(now.assessment, now.access, ".xlsx")
    page = opened("sources_page", part="compare")
    page.file_uploader[0].set_value(("mine.xlsx", content, "application/octet-stream"))
    said = words(rerun(page))
    assert f"We read the export mine.xlsx, as of {stamp}" in said
    assert sentences.SAME in said
    assert "not known" not in said


def test_files_with_distances_are_not_offered_where_none_can_be_measured(home: Path) -> None:
    (home / "zips.csv").write_text("broken", encoding="utf-8")
    page = opened("sources_page")
    assert words(page).count("Files with distances cannot be made from this data now.") == 4
    able = {button.label for button in page.button}
    assert able == {
        "Make the verdicts (JSON)",
        "Make the raw files (zip)",
        "Make Find help in one file (web page)",
    }


def test_every_format_of_the_export_is_offered_and_each_file_by_one_purpose() -> None:
    files = [file for purpose in get_part.PURPOSES for file in purpose.files]
    assert len({file.id for file in files}) == len(files)
    assert {f"export-{ending.removeprefix('.')}" for ending in write.SUFFIXES} <= {
        file.id for file in files
    }
    shown = snapshot.current()
    for file in files:
        if file.id.startswith("export-"):
            ending = Path(file.file_name).suffix
            assert file.make(shown) == write.content(shown.assessment, shown.access, ending)


def test_findings_are_offered_as_json() -> None:
    said = json.loads(raw_files.verdicts(snapshot.current().assessment))
    assert {finding["county"] for finding in said["findings"]} == {"Alder", "Birch", "Cedar"}


def test_everything_of_the_data_is_on_its_part(
    repo_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_data(repo_root / "data", monkeypatch)
    data = load.load(repo_root / "data").services
    said = words(opened("sources_page", part="unknown"))
    for hole in asking.open_questions(data):
        assert str(escape(hole.title)) in said
        assert hole.ask in re.sub("<[^>]*>", "", unescape(said))
    for claim in data.claims:
        assert str(escape(claim.quote)) in said
    said = words(opened("sources_page", part="disagree"))
    for contradiction in data.contradictions:
        assert str(escape(contradiction.treatment)) in said
    said = words(opened("sources_page", part="units"))
    for unit in data.facilities:
        assert f'href="tel:{unit.phone}"' in said
    page = opened("sources_page", part="sources")
    page.button(key="sources_more").click()
    said = words(rerun(page))
    for source in data.sources:
        assert str(escape(source.title)) in said
        assert f"<code>{source.id}</code>" in said


def test_what_is_only_remembered_is_named_and_not_shown_as_fact(
    repo_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_data(repo_root / "data", monkeypatch)
    said = words(opened("sources_page", part="rules"))
    facts, _, remembered = said.partition("Remembered, not read")
    references = load.load(repo_root / "data").services.references
    recalled = [one for one in references if one.proof is Proof.RECALLED]
    assert recalled
    for one in references:
        if one.proof is not Proof.RECALLED:
            assert str(escape(one.text)) in facts
        elif one.kind is not ReferenceKind.FIGURE:
            assert str(escape(one.title)) in remembered
            assert str(escape(one.text)) not in said
