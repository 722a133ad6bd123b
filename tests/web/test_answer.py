"""The answer to a look-up as HTML, without a browser."""

import re
from dataclasses import replace

from geo.referral import refer
from geo.web import answer, unsure_answer
from geo.web.snapshot import Snapshot
from tests import live

KNOWN = live.catalog()
VERIFIED = live.assessment()
SNAPSHOT = Snapshot(assessment=VERIFIED, map_path="", find_path="", measured=())
DISPUTED = "sources contradict each other on whether it is open"


def test_a_disputed_unit_is_not_said_to_be_the_nearest_without_saying_so() -> None:
    found = refer.answer(VERIFIED, "Natchez")
    assert found.referrals[0].certain
    said = answer.reading(SNAPSHOT, found, 0).striptags()
    assert f"The nearest, but {DISPUTED}. Where it is not, another one is the nearest" in said
    assert "The nearest:" not in said
    # The same without the dispute.
    (unit, *rest) = found.referrals[0].nearest
    settled = replace(found.referrals[0], nearest=(replace(unit, disputed=()), *rest))
    said = answer.reading(SNAPSHOT, replace(found, referrals=(settled,)), 0).striptags()
    assert "The nearest:" in said
    assert DISPUTED not in said


def test_where_several_may_be_nearest_none_is_said_to_be() -> None:
    found = refer.answer(VERIFIED, "Madison County")
    assert not found.referrals[0].certain
    count = len(found.referrals[0].possible_nearest)
    said = answer.reading(SNAPSHOT, found, 0).striptags()
    assert f"One of these {count} is the nearest; which one is not certain:" in said


def test_in_another_state_its_own_numbers_follow_911_and_988() -> None:
    said = str(unsure_answer.nowhere(SNAPSHOT, refer.answer(VERIFIED, "Monroe, Louisiana")))
    numbers = re.findall(r'href="tel:([^"]+)"', said)
    assert numbers == ["911", "988", "800-256-2522"]
    assert "If in northeast Louisiana (around Monroe)" in said
    tennessee = unsure_answer.nowhere(SNAPSHOT, refer.answer(VERIFIED, "Memphis TN"))
    assert "call 988 and press 0" in tennessee.striptags()
    assert "that state's area code" in tennessee.unescape()


def test_near_the_line_a_reading_says_where_988_may_lead() -> None:
    found = refer.answer(VERIFIED, "Southaven")
    said = answer.reading(SNAPSHOT, found, 0).unescape()
    assert "988 may reach another state's center" in said
    assert "888-287-4443." in said
