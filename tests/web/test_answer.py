"""The answer to a look-up as HTML, without a browser."""

import html
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from geo.coverage.assessment import Assessment
from geo.referral import refer, unsure, view
from geo.referral.records import Answer
from geo.referral.shown import Question
from geo.templates.language import ENGLISH
from geo.web import answer
from tests import live, reading_grade

KNOWN = live.catalog()
VERIFIED = live.assessment()
UNITS = len(KNOWN.services.facilities)
MOST_GRADE = 8
PLACES = (
    *("38606", "39120", "38652", "38769", "Batesville", "Natchez", "Gulfport", "Vaiden", "Tupelo"),
    *("Horn Lake", "Corinth", "Madison County", "Attala County", "jeff davis co", "Southaven"),
    *("32.299,-90.184", "10 miles north of Oxford", "123 Main St, Hattiesburg", "PO Box 4 Brandon"),
    *(
        "Washington",
        "Euprora, MS",
        "New Batesville",
        "77 Columbus",
        "across the river from Natchez",
    ),
    *("Batsvil", "Memphis TN", "Monroe, Louisiana", "35.0125, -90.0200", "", "x" * 300, "Nowhere"),
)
DISPUTED = "Sources disagree on whether it is open"


def reading(found: Answer, assessment: Assessment = VERIFIED) -> Markup:
    """Return all that is said of the first reading."""
    shown = view.of_answer(assessment, found, 0)
    return answer.reading(shown, ENGLISH) + answer.folds(shown.folds, ENGLISH)


def unsure_of(found: Answer) -> Question:
    """Return what is said of an answer that is no single place."""
    return unsure.question(VERIFIED, found)


def test_a_disputed_unit_is_not_said_to_be_the_nearest_without_saying_so() -> None:
    unsettled = live.unsettled()
    found = refer.answer(unsettled, "Natchez")
    assert found.referrals[0].certain
    said = reading(found, unsettled).striptags()
    assert "(sources disagree)" in said
    (warning,) = (
        warning for warning in found.referrals[0].warnings if warning.code == "disputed_unit"
    )
    assert warning.message.startswith("Natchez")
    _, _, how_sure = said.partition("How sure is this?")
    assert warning.message in how_sure
    assert f"{DISPUTED}. If it is not, another unit is the nearest. Call before you go." in said
    # The same without the dispute.
    (unit, *rest) = found.referrals[0].nearest
    settled = replace(found.referrals[0], nearest=(replace(unit, disputed=()), *rest))
    said = reading(replace(found, referrals=(settled,))).striptags()
    assert "Nearest crisis unit" in said
    assert DISPUTED not in said


def test_a_disputed_unit_far_away_is_marked_where_it_is_listed_and_nowhere_else() -> None:
    unsettled = live.unsettled()
    found = refer.answer(unsettled, "Lincoln County")
    assert found.referrals[0].nearest[1].facility == "Natchez Crisis Stabilization Unit"
    assert found.referrals[0].nearest[1].disputed
    said = reading(found, unsettled).striptags()
    told, next_nearest, rest = said.partition("Next nearest")
    assert next_nearest
    assert "disagree" not in told + rest.replace("(sources disagree)", "", 1)


def test_what_a_source_settled_is_disputed_no_more() -> None:
    found = refer.answer(VERIFIED, "Natchez")
    assert found.referrals[0].nearest[0].disputed == ()
    said = reading(found).striptags()
    assert "Nearest crisis unit" in said
    assert "disagree" not in said


def test_both_numbers_of_a_unit_can_be_called() -> None:
    said = str(reading(refer.answer(VERIFIED, "Gulfport")))
    first, second = said.index('href="tel:228-213-3900"'), said.index('href="tel:228-213-5900"')
    assert first < second < said.index("<strong>Gulfport Crisis Stabilization Unit")
    assert "National Directory of Mental Health Treatment Facilities 2023" in said


def test_where_several_may_be_nearest_none_is_said_to_be() -> None:
    found = refer.answer(VERIFIED, "Madison County")
    assert not found.referrals[0].certain
    count = len(found.referrals[0].possible_nearest)
    said = reading(found).striptags()
    assert f"The nearest is one of these {count}:" in said
    assert "Nearest crisis units" in said


def test_in_another_state_its_own_numbers_follow_911_and_988() -> None:
    said = str(answer.nowhere(unsure_of(refer.answer(VERIFIED, "Monroe, Louisiana")), ENGLISH))
    numbers = re.findall(r'href="tel:([^"]+)"', said)
    assert numbers == ["911", "988", "800-256-2522"]
    assert "If in northeast Louisiana (around Monroe)" in said
    tennessee = answer.nowhere(unsure_of(refer.answer(VERIFIED, "Memphis TN")), ENGLISH)
    assert "call 988 and press 0" in tennessee.striptags()
    assert "that state's area code" in tennessee.unescape()


def test_near_the_line_a_reading_says_where_988_may_lead() -> None:
    found = refer.answer(VERIFIED, "Southaven")
    said = reading(found).unescape()
    assert "988 may reach another state's center" in said
    assert "888-287-4443." in said


def test_the_region_s_units_say_which_one_the_county_is_said_to_belong_to() -> None:
    said = reading(refer.answer(VERIFIED, "Gulfport")).striptags()
    units, _, rest = said.partition("Intensive team")
    told = "Which unit takes people from Harrison County: we concluded that it is Gulfport Crisis"
    assert told in units
    assert told not in rest


@pytest.mark.parametrize("text", PLACES)
def test_an_answer_is_read_once_by_somebody_in_a_hurry(text: str) -> None:
    found = refer.answer(VERIFIED, text, k=UNITS)
    if found.status == "ok":
        drawn = reading(found)
    elif found.status == "ambiguous":
        drawn = answer.asked(unsure_of(found), ENGLISH)
    else:
        drawn = answer.nowhere(unsure_of(found), ENGLISH)
    blocks = re.sub(r"<q.*?</q>|<small.*?</small>", "", str(drawn), flags=re.DOTALL)
    lines = re.sub(r"</(p|li|h2|h3|summary|div)>", "\n\n", blocks)
    said = html.unescape(re.sub(r"<.*?>", "", lines, flags=re.DOTALL))
    assert reading_grade.too_long(said) == []
    assert reading_grade.banned(said) == set()
    assert reading_grade.grade(said) <= MOST_GRADE


COPIED = {
    "Attala County": "one county",
    "38606": "a ZIP over two counties",
    "Madison County": "one of several units",
    "Corinth": "a unit of another state",
    "Washington": "two places",
    "Batsvil": "a guess at a spelling",
    "Memphis TN": "another state",
    "Nowhere": "no place",
}


@pytest.mark.parametrize("text", COPIED)
def test_what_is_copied_is_all_that_the_page_shows(text: str) -> None:
    found = refer.answer(VERIFIED, text, k=UNITS)
    if found.status == "ok":
        shown = view.of_answer(VERIFIED, found, 0)
        drawn = answer.reading(shown, ENGLISH) + answer.folds(shown.folds[:1], ENGLISH)
    elif found.status == "ambiguous":
        ask = unsure_of(found)
        drawn = answer.asked(ask, ENGLISH)
        drawn += Markup("").join(
            answer.readings(ask, number, ENGLISH) for number in range(len(ask.readings))
        )
    else:
        drawn = answer.nowhere(unsure_of(found), ENGLISH)
    copied = answer.plain(drawn, VERIFIED, ENGLISH)
    joined = " ".join(copied.split())
    for block in re.findall(r"<(?:h2|h3|p|li|summary)\b.*?</(?:h2|h3|p|li|summary)>", str(drawn)):
        told = " ".join(html.unescape(re.sub(r"<[^>]+>", "", block)).split())
        assert told in joined
    numbers = re.findall(r'href="tel:([^"]+)"', str(drawn))
    assert set(numbers) <= set(re.findall(r"[\d-]+\d", copied))
    for call in VERIFIED.statewide:
        assert f"\n{call.phone} " in copied
    assert copied.endswith(
        f"Checked as of November 21, 2026. Data version {VERIFIED.data_sha256[:12]}."
    )
    assert "\n\n\n" not in copied


def test_what_is_copied_names_the_next_units_and_the_numbers_of_every_county() -> None:
    found = refer.answer(VERIFIED, "38606", k=UNITS)
    shown = view.of_answer(VERIFIED, found, 0)
    copied = answer.plain(answer.reading(shown, ENGLISH), VERIFIED, ENGLISH)
    (referral,) = found.referrals
    assert len(referral.counties) > 1
    for team in referral.mobile_crisis:
        assert f"{team.phone} {team.team}" in copied
    for unit in referral.nearest[:3]:
        assert unit.facility in copied
        assert unit.phone in copied
