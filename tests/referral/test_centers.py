"""The community mental health center in an answer: of each county, once, with what makes it unsure."""

import pytest

from geo.referral import refer
from geo.referral.records import as_json
from geo.referral.view import of_answer
from tests import live


def test_every_county_s_answer_has_its_center() -> None:
    assessment = live.assessment()
    operators = {region.number: region.operator for region in live.catalog().services.regions}
    for county in live.catalog().counties:
        answer = refer.answer(assessment, f"{county.name} County")
        (referral,) = answer.referrals
        (center,) = referral.centers
        assert center.counties == (county.geoid,)
        assert {operators[region] for region in center.regions} == {center.operator_id}


def test_json_has_the_centers_with_source_and_basis() -> None:
    told = as_json(refer.answer(live.assessment(), "38606"))
    (center,) = (each for each in told["centers"] if each["operator"] == "Communicare")
    assert center["phone"] == "662-234-7521"
    assert center["street"] == "152 Highway 7 South"
    assert center["basis"] == "region"
    assert (center["source"], center["as_of"]) == ("samhsa-directory-2022", "2022")
    assert center["stale"]
    assert not center["weak"]


def test_a_zip_over_two_regions_says_which_center_is_whose() -> None:
    answer = refer.answer(live.assessment(), "38901")
    view = of_answer(live.assessment(), answer, 0)
    told = [helper for row in view.rows if row.kind == "center" for helper in row.helpers]
    below = [helper.name for row in view.rows if row.below for helper in row.below.helpers]
    names = [helper.name for helper in told] + below
    for center in answer.referrals[0].centers:
        assert center.operator in names


@pytest.mark.parametrize(("place", "weak"), [("Carroll County", True), ("Panola County", False)])
def test_an_inferred_region_marks_the_center(place: str, weak: bool) -> None:
    (referral,) = refer.answer(live.assessment(), place).referrals
    assert [center.weak for center in referral.centers] == [weak]


def test_whom_units_and_teams_take_is_said_by_whom() -> None:
    answer = refer.answer(live.assessment(), "Batesville")
    (referral,) = answer.referrals
    unit, team = referral.nearest[0], referral.mobile_crisis[0]
    assert unit.for_whom
    assert unit.for_whom.source == "miss-rule-2-19-6-2024-11"
    assert team.for_whom
    assert team.for_whom.quote
    view = of_answer(live.assessment(), answer, 0)
    notes = next(row.notes for row in view.rows if row.kind == "unit")
    assert f"For whom: {unit.for_whom.says}" in notes
