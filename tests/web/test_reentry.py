"""The page Going home: a county's numbers for somebody who returns, and the re-entry project."""

from pathlib import Path

import pytest

from geo.catalog import folder
from geo.catalog.records import Flag
from geo.coverage.reentry import pilot
from geo.report import handover
from tests import live, small_state
from tests.report.report_pages import read
from tests.web.app_pages import opened, rerun, use_data, words

CHOICE = "County that the person goes home to"


@pytest.fixture
def _live(monkeypatch: pytest.MonkeyPatch) -> None:
    use_data(folder.default_dir(), monkeypatch)


@pytest.mark.usefixtures("_live")
def test_it_tells_the_project_with_targets_as_targets_and_claims_as_not_checked() -> None:
    said = read(words(opened("reentry_page"))).text
    project = pilot(live.assessment())
    assert len(project.targets) == 6
    for one in (*project.places, *project.parts, *project.plans):
        assert one.title in said
        assert one.text in said
    for target in project.targets:
        assert f"{target.text} {target.quote}" in " ".join(said.split())
    assert said.count("A target, not a result.") == 6
    claims = said.partition("As the source says, not checked")[2]
    assert all(figure.quote and figure.quote in claims for figure in project.figures)
    assert f"(March 2025, {Flag.STALE.label})" in said
    assert "Whom to call" not in said


@pytest.mark.usefixtures("_live")
def test_a_county_shows_its_numbers_and_is_in_no_address() -> None:
    page = opened("reentry_page")
    (box,) = (box for box in page.selectbox if box.label == CHOICE)
    box.select("28015")
    rerun(page)
    said = read(words(page)).text
    assessment = live.assessment()
    county = next(each for each in assessment.catalog.counties if each.geoid == "28015")
    made = handover.handover(assessment, county, live.access())
    for one in (*made.mobile_crisis, *made.designated):
        assert one.phone is not None
        assert one.name in said
        assert one.phone in said
    assert all(ask.question in said for ask in made.asks)
    assert "Notes, without a name" not in said
    assert page.query_params == {}


@pytest.mark.usefixtures("_live")
def test_a_countys_page_has_the_sheet_to_keep_and_leads_here() -> None:
    page = opened("county_page", county="28015")
    names = [button.proto.label for button in page.get("download_button")]
    assert names == ["Download", "Hand-over sheet"]
    links = {link.proto.page: link.proto.label for link in page.get("page_link")}
    assert links["reentry"] == "Going home from prison, jail, or a hospital"


def test_data_without_a_project_has_the_look_up_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_state.write(tmp_path / "state")
    use_data(tmp_path / "state", monkeypatch)
    page = opened("reentry_page")
    assert "The re-entry project" not in words(page)
    (box,) = (box for box in page.selectbox if box.label == CHOICE)
    box.select(small_state.CEDAR)
    assert "Hills Center" in read(words(rerun(page))).text


def test_without_shapes_it_shows_everything_but_distances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_state.write(tmp_path / "state")
    (tmp_path / "state" / "counties.geojson").unlink()
    use_data(tmp_path / "state", monkeypatch)
    page = opened("reentry_page")
    (box,) = (box for box in page.selectbox if box.label == CHOICE)
    box.select(small_state.ALDER)
    said = read(words(rerun(page))).text
    assert "Plains Center" in said
    assert "a deputy drives" not in said
