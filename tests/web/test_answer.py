"""The answer to a look-up as HTML, without a browser."""

import html
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from geo.referral import refer
from geo.referral.records import Answer
from geo.templates.language import ENGLISH
from geo.web import answer, answer_view, unsure_answer
from geo.web.snapshot import Snapshot
from tests import live, reading_grade

KNOWN = live.catalog()
VERIFIED = live.assessment()
SNAPSHOT = Snapshot(catalog=KNOWN, assessment=VERIFIED, map_path="", find_path="", measured=())
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


def reading(found: Answer, snapshot: Snapshot = SNAPSHOT) -> Markup:
    """Return all that is said of the first reading."""
    view = answer_view.view(snapshot, found, 0)
    return answer.reading(view, ENGLISH) + answer.folds(view, ENGLISH)


def test_a_disputed_unit_is_not_said_to_be_the_nearest_without_saying_so() -> None:
    unsettled = live.unsettled()
    snapshot = replace(SNAPSHOT, assessment=unsettled)
    found = refer.answer(unsettled, "Natchez")
    assert found.referrals[0].certain
    said = reading(found, snapshot).striptags()
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
    said = reading(found, replace(SNAPSHOT, assessment=unsettled)).striptags()
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
    assert "by samhsa-directory-2023" in said


def test_where_several_may_be_nearest_none_is_said_to_be() -> None:
    found = refer.answer(VERIFIED, "Madison County")
    assert not found.referrals[0].certain
    count = len(found.referrals[0].possible_nearest)
    said = reading(found).striptags()
    assert f"The nearest is one of these {count}:" in said
    assert "Nearest crisis units" in said


def test_in_another_state_its_own_numbers_follow_911_and_988() -> None:
    said = str(
        unsure_answer.nowhere(SNAPSHOT, refer.answer(VERIFIED, "Monroe, Louisiana"), ENGLISH)
    )
    numbers = re.findall(r'href="tel:([^"]+)"', said)
    assert numbers == ["911", "988", "800-256-2522"]
    assert "If in northeast Louisiana (around Monroe)" in said
    tennessee = unsure_answer.nowhere(SNAPSHOT, refer.answer(VERIFIED, "Memphis TN"), ENGLISH)
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
        drawn = unsure_answer.asked(SNAPSHOT, found, ENGLISH)
    else:
        drawn = unsure_answer.nowhere(SNAPSHOT, found, ENGLISH)
    blocks = re.sub(r"<q.*?</q>|<small.*?</small>", "", str(drawn), flags=re.DOTALL)
    lines = re.sub(r"</(p|li|h2|h3|summary|div)>", "\n\n", blocks)
    said = html.unescape(re.sub(r"<.*?>", "", lines, flags=re.DOTALL))
    assert reading_grade.too_long(said) == []
    assert reading_grade.banned(said) == set()
    assert reading_grade.grade(said) <= MOST_GRADE
