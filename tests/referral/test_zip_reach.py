"""What is said of a ZIP that may reach into more counties than its people were counted in, or another state."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.geocode import candidates
from geo.geocode.location import Scale
from geo.referral import batch, distance_text, records, refer, view
from geo.referral.records import Referral
from geo.templates.language import ENGLISH
from geo.web import answer as web_answer
from tests import live

ASSESSMENT = live.assessment()
CATALOG = live.catalog()
ZIPS = CATALOG.gazetteer.zips


def of(text: str) -> Referral:
    (referral,) = refer.answer(ASSESSMENT, text).referrals
    return referral


def said(referral: Referral, code: str) -> str:
    (caution,) = [caution for caution in referral.warnings if caution.code == code]
    return caution.message


@pytest.mark.parametrize(
    ("code", "further"),
    [("38652", {"Pontotoc", "Tippah"}), ("39456", {"George", "Stone"}), ("38852", {"Alcorn", "Prentiss"})],
)  # fmt: skip
def test_counties_without_people_counted_are_told_as_possible(code: str, further: set[str]) -> None:
    referral = of(code)
    assert {county.county for county in referral.may_reach} == further
    assert further.isdisjoint(county.county for county in referral.counties)
    assert all(county.share is None for county in referral.may_reach)
    message = said(referral, "may_reach_county")
    assert "may also reach into" in message
    assert all(f"{name} County" in message for name in further)
    assert not distance_text.in_one_county(referral)


def test_a_zip_that_stays_in_its_county_is_told_so() -> None:
    referral = of("38701")
    assert (referral.may_reach, referral.other_states) == ((), ())
    assert distance_text.in_one_county(referral)
    codes = {caution.code for caution in referral.warnings}
    assert codes.isdisjoint({"may_reach_county", "reaches_other_state"})


@pytest.mark.parametrize(
    ("code", "state", "there"),
    [("38769", "AR", "2 people in Arkansas"), ("38852", "AL", "51 people in Alabama")],
)
def test_people_across_the_state_line_are_told(code: str, state: str, there: str) -> None:
    referral = of(code)
    assert [other.state for other in referral.other_states] == [state]
    message = said(referral, "reaches_other_state")
    assert there in message
    assert "Shares count its people in Mississippi only" in message


def test_only_these_two_have_people_counted_elsewhere() -> None:
    assert {code for code, row in ZIPS.items() if row.other_states} == {"38769", "38852"}


def test_no_county_is_told_twice() -> None:
    for code in ZIPS:
        candidate = candidates.of_zip(CATALOG, code)
        referral = refer.refer(ASSESSMENT, candidate, 1)
        told = [county.geoid for county in (*referral.counties, *referral.may_reach)]
        assert len(told) == len(set(told)), code
        assert set(ZIPS[code].may_reach) <= set(told), code


@pytest.mark.parametrize("text", ["New Albany", "Union County", "34.4861, -88.9967"])
def test_what_is_no_zip_reaches_nowhere(text: str) -> None:
    answer = refer.answer(ASSESSMENT, text)
    for candidate, referral in zip(answer.candidates, answer.referrals, strict=True):
        assert candidate.precision is not Scale.ZIP
        assert (referral.may_reach, referral.other_states) == ((), ())


def test_json_names_counties_and_states() -> None:
    whole: dict[str, Any] = records.as_json(refer.answer(ASSESSMENT, "38852"))
    assert [county["county"] for county in whole["may_reach"]] == ["Alcorn", "Prentiss"]
    assert whole["other_states"] == [{"state": "AL", "name": "Alabama", "people": 51}]
    asked = records.as_json(refer.answer(ASSESSMENT, "New Batesville"))
    assert (asked["may_reach"], asked["other_states"]) == ([], [])


def test_the_command_says_of_which_people_shares_are(run: Callable[..., Any]) -> None:
    shown = " ".join(run("nearest", "38769").stdout.split())
    assert "Bolivar County, Region 6, 100.0% of its people in Mississippi in 2010" in shown
    assert "2 people in Arkansas" in shown
    shown = " ".join(run("nearest", "38652").stdout.split())
    assert "Counties it may lie in Union County, Region 3, 100.0% of its people in 2010" in shown
    assert "may also reach into Pontotoc County or Tippah County" in shown


def test_a_batch_has_them_in_columns_of_their_own(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("address\n38652\n38769\n38701\n", encoding="utf-8")
    batch.run(ASSESSMENT, source, "address", target)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["cc_may_reach"] for row in rows] == ["Pontotoc; Tippah", "", ""]
    assert [row["cc_other_states"] for row in rows] == ["", "Arkansas", ""]
    assert "may_reach_county" in rows[0]["cc_warnings"].split(";")
    assert "reaches_other_state" in rows[1]["cc_warnings"].split(";")


def test_the_page_says_it_too() -> None:
    union = shown("38652")
    assert "Union County, Region 3: 100% of the people in 2010" in union
    assert "may also reach into Pontotoc County or Tippah County" in union
    rosedale = shown("38769")
    assert "100% of the people in Mississippi in 2010" in rosedale
    assert "2 people in Arkansas" in rosedale


def shown(text: str) -> str:
    shown = view.of_answer(ASSESSMENT, refer.answer(ASSESSMENT, text), 0)
    return f"{web_answer.reading(shown, ENGLISH)}{web_answer.folds(shown.folds, ENGLISH)}"
