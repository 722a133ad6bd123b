"""Every ZIP, town and county in the file has the answer of a look-up, word for word where a number stands."""

from collections.abc import Iterator

import pytest

from geo.geocode.location import Candidate, LocationStatus, Reason
from geo.referral import distance_text, questions, refer
from geo.referral.records import Answer, Neighbor, Referral, Team, Unit
from tests import live
from tests.pocket import written
from tests.pocket.written import Shown

ASSESSMENT = live.assessment()
CATALOG = live.catalog()
NAMES = {county.geoid: county.name for county in CATALOG.counties}
UNITS = len(CATALOG.services.facilities)
EVERYBODY = {call.phone for call in ASSESSMENT.statewide}


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


def numbers(referral: Referral) -> set[str]:
    """Return every number that a look-up's answer tells to call for a place.

    Who runs a team is told where the team has no number of its own, and beside the first to call.
    """
    first, _ = distance_text.help_by_likelihood(referral.mobile_crisis, referral.counties)
    teams = (*referral.mobile_crisis, *referral.intensive)
    units = (*referral.nearest[:3], *referral.designated, *referral.neighbors)
    possible = [unit for unit in referral.nearest if unit.facility in referral.possible_nearest]
    found = {helper.phone for helper in (*teams, *units, *possible)}
    found |= {team.operator_phone for team in teams if team in first or team.asks_operator}
    return {number for number in found if number}


def expect_line(shown: Shown, kinds: tuple[str, ...], helper: Team | Unit | Neighbor) -> None:
    """Fail unless a number stands in one of some parts, with the name and the distance of whom it reaches."""
    name = helper.team if isinstance(helper, Team) else helper.facility
    if isinstance(helper, Team) and helper.asks_operator:
        lines = [line for line in shown.lines(*kinds) if line[1] == helper.operator]
        lines = [line for line in lines if any(helper.team in detail for detail in line[2])]
        assert {line[0] for line in lines} == {helper.operator_phone}, name
        return
    lines = [line for line in shown.lines(*kinds) if line[1] == name]
    assert lines, (name, kinds)
    for phone, _, details in lines:
        assert phone == helper.phone
        if not isinstance(helper, Team):
            assert helper.distance in details


def expect_counties(shown: Shown, referral: Referral) -> None:
    """Fail unless the counties are named, and with each of several teams its own."""
    if len(referral.counties) > 1:
        for team in (*referral.mobile_crisis, *referral.intensive):
            where = f"if in {distance_text.counties(team.counties, NAMES, 'or')}"
            assert any(detail.startswith(where) for line in shown.lines() for detail in line[2])
    named = {name for _, name, _ in shown.lines("county", "counties", "few")}
    assert {f"{county.county} County" for county in referral.counties} <= named


def expect_same_help(shown: Shown, candidate: Candidate, referral: Referral) -> None:
    """Fail where the file leaves out of a place's answer what a look-up says, or gives another number."""
    assert candidate.label in shown.name
    assert shown.placed == referral.placed
    for team in referral.mobile_crisis:
        expect_line(shown, ("first", "few"), team)
    for team in referral.intensive:
        expect_line(shown, ("intensive", "few"), team)
    for unit in referral.nearest:
        if unit.facility in referral.possible_nearest:
            expect_line(shown, ("unit",), unit)
    for unit in (*referral.nearest[:3], *referral.designated):
        expect_line(shown, ("unit", "own", "next", "few"), unit)
    for neighbor in referral.neighbors:
        expect_line(shown, ("across",), neighbor)
    assert len(shown.lines("unit")) == len(referral.possible_nearest)
    told = {phone for phone, _, _ in shown.lines() if phone}
    assert told == numbers(referral) | EVERYBODY - {"911"}
    sentences = shown.sentences()
    for caution in referral.warnings:
        # That it is not certain which unit is nearest is told by listing all that could be.
        assert caution.message in sentences or caution.code == "nearest_uncertain", caution.code
    assert ("nearest_uncertain" in {caution.code for caution in referral.warnings}) == (
        any(sentence.startswith("The nearest is one of these") for sentence in sentences)
    )
    expect_counties(shown, referral)
    for team in (*referral.mobile_crisis, *referral.intensive):
        assert any(team.quote in line[2][0] for line in shown.lines("sources") if team.quote)


def expect_same_answer(kind: str, question: str, cautions: list[str], answer: Answer) -> None:
    """Fail unless the file asks what a look-up asks, with its cautions."""
    guess = answer.reason is Reason.SPELLING
    assert kind == ("guess" if guess else answer.status)
    if answer.status is LocationStatus.AMBIGUOUS:
        assert question == questions.question(answer, "Mississippi")
    told = [
        caution.message
        for caution in answer.warnings
        if caution.code not in ("nothing_known", "out_of_state", "spelled")
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
        wanted = [(call.phone, call.answers) for call in questions.calls_for(answer)]
        wanted += questions.elsewhere(answer)
        assert file.calls(place) == wanted
