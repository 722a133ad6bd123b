"""Every ZIP, town and county in the file has the answer of a look-up, word for word where a number stands."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markupsafe import Markup

from geo.geocode.location import Candidate, LocationStatus, Reason
from geo.pocket.readings import Piece
from geo.referral import distance_text, everybody, questions, refer, unsure, view
from geo.referral.records import Answer, Neighbor, Referral, Team, Unit
from geo.templates.language import ENGLISH
from geo.web import answer as drawing
from tests import live
from tests.pocket import written
from tests.pocket.written import Shown

ASSESSMENT = live.assessment()
CATALOG = live.catalog()
NAMES = {county.geoid: county.name for county in CATALOG.counties}
UNITS = len(CATALOG.services.facilities)
SAMPLE = (
    *("38606", "38652", "39120", "38769", "Batesville", "Gulfport", "Madison County", "Horn Lake"),
    *("Corinth", "Southaven", "Vaiden", "Washington", "Jackson", "Panola"),
)
"""One county; several, with few people in some; a ZIP over the state's line; one unit, several, another's
number, another state's unit; near the line; asked back."""


def texts() -> Iterator[str]:
    """Yield what somebody may type for every row of the tables, made without the code that is tested."""
    for row in CATALOG.gazetteer.zips.values():
        yield from (row.zip, row.city, f"{row.city} {row.zip}")
    for place in CATALOG.gazetteer.places:
        yield from (place.name, f"{place.name}, {NAMES[place.geoid]} County", *place.aliases)
    for name in CATALOG.geoid_by_name:
        yield from (name, f"{name} County")


ALL = tuple(dict.fromkeys(texts()))
SHARES = 8
SAID_OTHERWISE = {
    "no_mobile_team": "first",
    "no_intensive_team": "intensive",
    "nearest_uncertain": "unit",
    "stale": "age",
}


def words(drawn: Markup) -> str:
    """Return what a reader sees of a page of the app, on one line."""
    spaced = re.sub(r"</(?:p|li|h2|h3|summary)>", r"\g<0> ", str(drawn))
    quoted = re.sub(r"<q\b[^>]*>(.*?)</q>", r"“\1”", spaced)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", quoted)).split())


def expect_helper(shown: Shown, kinds: tuple[str, ...], helper: Team | Unit | Neighbor) -> None:
    """Fail unless a number stands in one of some parts, with the name and the distance of whom it reaches."""
    name = helper.team if isinstance(helper, Team) else helper.facility
    lines = [line for line in shown.lines(*kinds) if (Piece.NAME, name) in line.runs]
    assert lines, (name, kinds)
    number = helper.phone
    if isinstance(helper, Team) and helper.asks_operator:
        number = helper.operator_phone
        assert all(f"Call {helper.operator}, {number}." in line.text for line in lines)
    for line in lines:
        assert number is None or (Piece.PHONE, number) in line.runs, name
        if not isinstance(helper, Team):
            assert helper.distance in line.text


def expect_counties(shown: Shown, referral: Referral) -> None:
    """Fail unless the counties are named, and with each of several teams its own."""
    told = [line.text for line in shown.lines("sure", "few")]
    for county in referral.counties:
        assert any(line.startswith(f"{county.county} County, Region") for line in told)
    if len(referral.counties) > 1:
        for team in (*referral.mobile_crisis, *referral.intensive):
            where = f"if in {distance_text.counties(team.counties, NAMES, 'or')}"
            assert any(where in line.text for line in shown.lines() if team.team in line.text)


def expect_same_help(shown: Shown, candidate: Candidate, referral: Referral) -> None:
    """Fail where the file leaves out of a place's answer what a look-up says, or gives another number."""
    assert candidate.label in shown.name
    assert shown.placed == referral.placed
    for team in referral.mobile_crisis:
        expect_helper(shown, ("first", "few"), team)
    for team in referral.intensive:
        expect_helper(shown, ("intensive", "few"), team)
    for unit in referral.nearest:
        if unit.facility in referral.possible_nearest:
            expect_helper(shown, ("unit",), unit)
    for unit in (*referral.nearest[:3], *referral.designated):
        expect_helper(shown, ("unit", "own", "next", "few"), unit)
    for neighbor in referral.neighbors:
        expect_helper(shown, ("across",), neighbor)
    assert sum(line.item for line in shown.lines("unit")) == len(referral.possible_nearest)
    expect_cautions(shown, referral)
    assert referral.certain == ("The nearest is one of these" not in shown.text())
    expect_counties(shown, referral)
    for team in (*referral.mobile_crisis, *referral.intensive):
        assert any(team.quote in line.text for line in shown.lines("sources") if team.quote)


def expect_cautions(shown: Shown, referral: Referral) -> None:
    """Fail where a caution is not told."""
    said = shown.text()
    for caution in referral.warnings:
        # What is known of a team that is not named, of several units and of ages, is said in other words.
        assert caution.message in said or caution.code in SAID_OTHERWISE, caution.code
    for caution, kind in SAID_OTHERWISE.items():
        if caution in {each.code for each in referral.warnings}:
            assert shown.lines(kind)


def expect_same_answer(kind: str, question: str, cautions: list[str], answer: Answer) -> None:
    """Fail unless the file asks what a look-up asks, with its cautions."""
    guess = answer.reason is Reason.SPELLING
    assert kind == ("guess" if guess else answer.status)
    if answer.status is LocationStatus.AMBIGUOUS and answer.reason is not Reason.SEVERAL:
        assert question == questions.question(answer, "Mississippi")
    told = [
        caution.message
        for caution in answer.warnings
        if caution.code not in (("spelled",) if guess else ("nothing_known", "out_of_state"))
    ]
    assert cautions == told


@pytest.mark.parametrize("share", range(SHARES))
def test_every_zip_town_and_county_has_the_answer_of_a_look_up(share: int) -> None:
    file = written.today()
    for text in ALL[share::SHARES]:
        answer = refer.answer(ASSESSMENT, text, UNITS)
        kind, question, cautions, places = file.answer(text)
        expect_same_answer(kind, question, cautions, answer)
        assert len(places) == len(answer.candidates)
        for shown, candidate, referral in zip(
            places, answer.candidates, answer.referrals, strict=True
        ):
            expect_same_help(shown, candidate, referral)


def test_the_units_that_the_command_lists_are_the_first_of_all() -> None:
    for text in ALL[::40]:
        few, many = (refer.answer(ASSESSMENT, text, count) for count in (3, UNITS))
        for short, whole in zip(few.referrals, many.referrals, strict=True):
            assert short.nearest == whole.nearest[:3]
            assert short.possible_nearest == whole.possible_nearest


def test_what_can_be_chosen_from_the_list_names_one_place() -> None:
    file = written.today()
    offered = [file.data["texts"][place] for place in file.data["offered"]]
    assert {*CATALOG.gazetteer.zips} <= {*offered}
    assert {f"{name} County" for name in NAMES.values()} <= {*offered}
    assert {file.answer(text)[0] for text in offered} == {"ok"}
    named = {label.partition(",")[0] for label in offered}
    for place in CATALOG.gazetteer.places:
        assert place.name in named


def test_a_zip_of_another_state_or_of_none_has_the_answer_of_a_look_up() -> None:
    file = written.today()
    codes = [f"{prefix:03d}{prefix * 37 % 100:02d}" for prefix in range(0, 1000, 3)]
    codes += [f"{prefix}{last:02d}" for prefix in (386, 392, 397) for last in range(100)]
    for code in codes:
        if code in CATALOG.gazetteer.zips:
            continue
        answer = refer.answer(ASSESSMENT, code, UNITS)
        place = file.data["prefixes"][int(code[:3])]
        kind, question, cautions, places = file.at(place)
        expect_same_answer(kind, question, cautions, answer)
        assert places == []
        if answer.status is LocationStatus.OUT_OF_STATE:
            assert answer.elsewhere in question
        calls = sorted(questions.calls_for(answer), key=lambda call: (len(call.phone), call.phone))
        wanted = [f"{call.phone} {everybody.words(call)}" for call in calls]
        wanted += [f"{phone or ''} {says}".strip() for phone, says in questions.elsewhere(answer)]
        assert file.calls(place) == wanted


@pytest.mark.parametrize("text", SAMPLE)
def test_the_app_says_the_same_word_for_word(text: str) -> None:
    answer = refer.answer(ASSESSMENT, text, UNITS)
    kind, question, _, places = written.today().answer(text)
    for number, place in enumerate(places):
        shown = replace(view.of_answer(ASSESSMENT, answer, number), cautions=())
        drawn = drawing.reading(shown, ENGLISH) + drawing.folds(shown.folds, ENGLISH)
        assert words(drawn) == place.text()
    if kind != "ok":
        ask = unsure.question(ASSESSMENT, answer)
        told = words(drawing.asked(replace(ask, cautions=()), ENGLISH))
        assert told == " ".join([question, *written.today().calls(written.today().place_of[text])])
