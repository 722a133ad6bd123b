"""What Find help shows first where no team has a number, and what it leaves out."""

from pathlib import Path

import pytest

import geo
from geo.coverage.assessment import Assessment
from geo.referral import refer, view
from geo.referral.shown import Row, View
from geo.templates.language import ENGLISH
from geo.web import answer
from tests import small_state

NONE_NAMED = "No list names a mobile crisis team here. There may still be one."


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = tmp_path_factory.mktemp("bare")
    return geo.verify(small_state.load(folder, small_state.without_lists()), small_state.DAY)


def shown(assessment: Assessment, text: str) -> View:
    return view.of_answer(assessment, refer.answer(assessment, text), 0)


def first(assessment: Assessment, text: str) -> Row:
    return shown(assessment, text).rows[0]


def test_without_a_team_the_numbers_for_everybody_are_what_to_call_first(bare: Assessment) -> None:
    row = first(bare, "82003")
    assert [helper.phone for helper in row.helpers] == ["988", "911"]
    assert row.instead == ()
    drawn = answer.reading(shown(bare, "82003"), ENGLISH)
    assert drawn.index('href="tel:988"') < drawn.index('href="tel:911"')
    assert "No answer?" not in drawn


def test_that_no_list_names_a_team_is_said_once_for_several_counties(bare: Assessment) -> None:
    found = shown(bare, "82001")
    assert len(refer.answer(bare, "82001").referrals[0].counties) == 2
    assert answer.reading(found, ENGLISH).count("No list names") == 1
    assert found.rows[0].lead == [NONE_NAMED]


def test_a_list_that_leaves_a_county_out_is_still_said_by_county(tmp_path: Path) -> None:
    content = small_state.without_lists()
    content["service_types"][0]["complete"] = True
    row = first(geo.verify(small_state.load(tmp_path, content), small_state.DAY), "82003")
    assert row.lead == ()
    assert list(row.notes)[:1] == ["The list of teams does not include Cedar County."]


def test_a_team_without_any_number_stands_below_those_for_everybody(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    row = first(geo.verify(small_state.load(tmp_path, content), small_state.DAY), "82003")
    assert [(helper.name, helper.phone) for helper in row.helpers] == [
        ("call or text", "988"),
        ("emergency", "911"),
        ("East crew", None),
    ]
    west = first(geo.verify(small_state.load(tmp_path, content), small_state.DAY), "82002")
    assert [helper.phone for helper in west.helpers] == ["307-555-0101"]
    assert west.instead == [("", "988"), ("Plains Center", "307-555-0100")]


def test_data_without_intensive_teams_has_no_part_on_them(bare: Assessment, tmp_path: Path) -> None:
    assert "intensive" not in {row.kind for row in shown(bare, "82003").rows}
    whole = geo.verify(small_state.load(tmp_path), small_state.DAY)
    assert "intensive" in {row.kind for row in shown(whole, "82003").rows}


def test_a_county_without_a_region_is_told_without_one(bare: Assessment) -> None:
    lines = [line for row in shown(bare, "82001").rows for line in row.items]
    assert any(line.startswith("Alder County: ") for line in lines), lines
    assert not [line for line in lines if "Region" in line]
