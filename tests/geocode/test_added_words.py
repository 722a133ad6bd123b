"""A text that is asked back stays a question whatever words that say nothing of a place are added to it."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.geocode import name_index, part_of_more, states, streets
from geo.geocode.accounting import ROADS
from geo.geocode.geocode import locate
from geo.geocode.relation_words import CHAINS, IN, LINKS, NEAR, UNITS
from geo.geocode.tokens import words
from tests import live
from tests.geocode.place_corpus import CASES
from tests.geocode.rows import names_of
from tests.geocode.test_sure_answers import ROWS

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
# Words after these make a plain word of the code at their end, and a street of "Bend".
READ_ANEW = {"Columbus in", "I need help in Oxford ok", "oxford, al", "Bend Eagle Bend, MS"}
UNSURE = sorted(
    {
        *(case.text for case in CASES if case.status != "ok" and case.text.strip()),
        *(text for text, status, *_ in ROWS if status != "ok"),
    }
    - READ_ANEW
)
# A ZIP fixes a place, and a county that is said to be one a county, whatever else is unread.
FIXED = re.compile(r"\d{5}|county|condado", re.IGNORECASE)
OPEN = [text for text in UNSURE if not FIXED.search(text)]
MEANINGLESS = ("zorgville", "qux", "blorp", "ixtlan", "grmpf")
# More than nothing says what puts a place in, near or at something, ends a street, counts rooms, is a
# code of a state, or makes a thing of a name: "our Batesville".
PLACING = IN | NEAR | LINKS | CHAINS | ROADS | words("at beside from to code zip zipcode al del en")
PLACING |= UNITS | streets.STREET_TYPES | states.LAST_WORDS | part_of_more._ARTICLES
SILENT = sorted(NAMES.fillers - PLACING)
FORMS = ("{word} {text}", "{text} {word}", "{word}, {text}", "{text}, {word}")


@settings(max_examples=1000)
@given(st.sampled_from(UNSURE), st.sampled_from(SILENT), st.sampled_from(FORMS))
@example("5 miles from Quitman", "off", "{word} {text}")  # the miles were read as a road
def test_no_word_that_says_nothing_makes_a_question_sure(text: str, word: str, form: str) -> None:
    longer = form.format(word=word, text=text)
    assert locate(longer, CATALOG).status != "ok", longer


@given(st.sampled_from(OPEN), st.sampled_from(MEANINGLESS), st.sampled_from(FORMS))
def test_no_word_that_is_not_known_makes_a_question_sure(text: str, word: str, form: str) -> None:
    longer = form.format(word=word, text=text)
    assert locate(longer, CATALOG).status != "ok", longer


NUMBERED = (
    ("I am at 39501 Hwy 49", "not_found", ""),
    ("please come to 39501 N Main St", "not_found", ""),
    ("my mother 39501 Hwy 49", "not_found", ""),
    ("I am at 39501 2nd Street", "not_found", ""),
    ("meet at 39501 1st St, Gulfport", "ok", "Gulfport (Harrison County)"),
    ("apt 3, 39501 N Main St", "not_found", ""),
    ("I'm at 39501 N Main St, Petal, MS", "ok", "Petal (Forrest County)"),
    ("at 39501 N Main St, Petal MS 39465", "ok", "ZIP 39465 (Petal)"),
    ("in 39501 near Main St", "ok", "ZIP 39501 (Gulfport)"),
    ("zip code 39501, Main St", "ok", "ZIP 39501 (Gulfport)"),
    ("Gulfport 39501 Hwy 49", "ok", "ZIP 39501 (Gulfport)"),
    ("MS 39501 Hwy 49", "ok", "ZIP 39501 (Gulfport)"),
    ("at 38606 102 Eureka St", "ok", "ZIP 38606 (Batesville)"),
    ("he is at 404 Brandon", "ambiguous", "Brandon (Rankin County)"),
    ("please come to 404 Brandon", "ambiguous", "Brandon (Rankin County)"),
    ("404 Brandon, please", "ambiguous", "Brandon (Rankin County)"),
    ("I 20 Clinton", "ok", "Clinton (Hinds County)"),
    ("US 49 Florence", "ok", "Florence (Rankin County)"),
)
"""A number before a street is a house number, whatever is said before it."""
ELSEWHERE = (
    ("Oxford AL please", "out_of_state", ""),
    ("my sister in Oxford, AL please help", "out_of_state", ""),
    ("Florence, OR, please", "out_of_state", ""),
    ("39574 MO please", "ambiguous", "ZIP 39574 (Saucier)"),
    ("39574 Missouri please", "ambiguous", "ZIP 39574 (Saucier)"),
    ("39631 mi madre", "ok", "ZIP 39631 (Centreville)"),
    ("VIVO EN MORTON CON MI HERMANA", "ok", "Morton (Scott County)"),
    ("my daughter in Tupelo, MS please", "ok", "Tupelo (Lee County)"),
    ("Virginia called me", "not_found", ""),
)
"""Another state's name or code is read before words that say nothing too."""
SHARED = (
    ("Sunflower, please", "Sunflower (Sunflower County); Sunflower County"),
    ("my mother, Newton MS", "Newton (Newton County); Newton County"),
    ("Newton, MS, please help", "Newton (Newton County); Newton County"),
    ("home, Union", "Union (Newton County); Union County"),
)
"""A town that shares its county's name is asked back, unless it is said to be one."""


@pytest.mark.parametrize(("text", "status", "names"), [*NUMBERED, *ELSEWHERE])
def test_words_before_a_number_and_after_a_state_change_nothing(
    text: str, status: str, names: str
) -> None:
    location = locate(text, CATALOG)
    assert (location.status, names_of(location)) == (status, names)


@pytest.mark.parametrize(("text", "names"), SHARED)
def test_a_name_of_a_town_and_a_county_stays_a_question(text: str, names: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, names_of(location)) == ("ambiguous", names)


@pytest.mark.parametrize("text", ["Walmart Grenada", "in Sunflower", "downtown Newton"])
def test_what_sets_a_town_apart_still_does(text: str) -> None:
    assert locate(text, CATALOG).status == "ok"
