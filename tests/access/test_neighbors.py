"""Units of other states in measures: beside this state's figures, never in them."""

from dataclasses import replace

import pytest

import geo
from geo.access import gaps, measure, sentences
from geo.access.records import Area, Range
from geo.catalog.records import Status
from geo.geocode.location import LocationStatus
from geo.referral import refer
from tests import live
from tests.access.small import (
    DOGWOOD,
    NEAR,
    Content,
    across,
    assessed,
    county,
    measured,
    ranked,
    row,
)
from tests.small_state import DAY

FAR: Content = {"lon": -99.5, "lat": 42.5}


def areas(*units: Content) -> tuple[Area, ...]:
    access = measured(across(*units))
    return (access.state, *access.regions, *access.counties)


def without_neighbors(area: Area) -> Area:
    """Return an area with what other states' units say taken out."""
    return replace(
        area,
        nearest_with_neighbors=area.nearest,
        within_with_neighbors=area.within,
        neighbors=(),
        people_nearer_to_neighbor=0.0,
        reach=tuple(replace(verdict, share_with_neighbors=verdict.share) for verdict in area.reach),
    )


def test_figures_of_this_state_do_not_change_with_units_of_others() -> None:
    plain = measured()
    assert (plain.neighbor_units, measured(across({}, {})).neighbor_units) == (0, 2)
    for before, after in zip(
        (plain.state, *plain.regions, *plain.counties), areas({}, FAR), strict=True
    ):
        assert without_neighbors(after) == before


def test_without_any_both_figures_are_the_same_and_nobody_is_nearer_across() -> None:
    for area in areas():
        assert area.nearest_with_neighbors == area.nearest
        assert area.within_with_neighbors == area.within
        assert (area.neighbors, area.people_nearer_to_neighbor) == ((), 0.0)
        assert sentences.neighbors(measured(), area) == ""


def test_a_unit_across_the_line_is_nearer_to_those_it_is_nearer_to() -> None:
    access = measured(across(DOGWOOD))
    alder, cedar = county(access, "Alder"), county(access, "Cedar")
    assert alder.nearest_with_neighbors.mean_miles.value is not None
    assert alder.nearest.mean_miles.value is not None
    assert alder.nearest_with_neighbors.mean_miles.value < alder.nearest.mean_miles.value
    (share,) = alder.neighbors
    assert (share.unit_id, share.state) == ("ut-0", "UT")
    assert share.people == alder.people_nearer_to_neighbor == alder.people
    assert cedar.neighbors == ()
    assert access.state.people_nearer_to_neighbor == sum(
        area.people_nearer_to_neighbor or 0 for area in access.counties
    )
    said = sentences.neighbors(access, alder)
    assert "Refuge across the line in Dogwood, UT" in said
    assert said.endswith("Not part of Wyoming's system: ask whether it takes people from Wyoming.")


@pytest.mark.parametrize(
    "own",
    [
        {"counts": False},
        {"type": "outreach-crew"},  # measured to havens
        {"lon": -99.5},
    ],
)
def test_what_does_not_count_or_is_of_another_kind_or_far_changes_nothing(own: Content) -> None:
    for area in areas(own):
        assert area == without_neighbors(area)


def test_a_source_younger_than_the_day_does_not_speak_for_it() -> None:
    def young(content: Content) -> None:
        across(DOGWOOD)(content)
        content["sources"].append(
            content["sources"][1]
            | {"id": "later", "as_of": "2025-06-20", "retrieved": "2025-07-01"}
        )
        content["neighbor_units"][0]["source"] = "later"

    assessment = assessed(young)
    assert measure.measure(assessment).neighbor_units == 1
    earlier = geo.verify(assessment.catalog, DAY.replace(year=2025, month=6, day=10))
    assert measure.measure(earlier).neighbor_units == 0


def test_nothing_of_theirs_makes_a_county_covered() -> None:
    with_them, plain = assessed(across({}, FAR)), assessed()
    assert [
        (finding.geoid, finding.standard, finding.status) for finding in with_them.findings
    ] == [(finding.geoid, finding.standard, finding.status) for finding in plain.findings]
    assert any(finding.status is not Status.COVERED for finding in plain.findings)


def test_a_verdict_on_distance_says_what_units_of_other_states_would_change() -> None:
    def asked(content: Content) -> None:
        across(DOGWOOD)(content)
        content["standards"].append(NEAR)

    def note(name: str) -> list[str]:
        (finding,) = (own for own in assessed(asked).of("haven-near") if own.county == name)
        return [note for note in finding.notes if note.startswith("With units of other states")]

    assert note("Alder") == [
        "With units of other states it would be 100%. The answer counts this state's own units."
    ]
    assert note("Cedar") == []


def test_a_share_within_minutes_is_told_as_an_interval_alone() -> None:
    own, both = Range(value=0.2, low=0.0, high=0.3), Range(value=0.5, low=0.4, high=0.9)
    said = sentences.reach_with_neighbors(own, both, estimate=True)
    assert said.startswith("With units of other states it would be between 40% and 90%. ")
    assert sentences.reach_with_neighbors(own, own, estimate=True) == ""


def test_a_row_that_the_line_decides_says_so_and_keeps_its_own_figures() -> None:
    plain, found = ranked(limit_miles=45), ranked(across(DOGWOOD), limit_miles=45)
    assert [(own.county, own.rank, own.far()) for own in found.ranking] == [
        (own.county, own.rank, own.far()) for own in plain.ranking
    ]
    alder = row(found, "Alder")
    own, both = alder.far(), alder.far(with_neighbors=True)
    assert (own.people.value or 0) > (both.people.value or 0)
    assert (own.mean_miles.value or 0) > (both.mean_miles.value or 0)
    assert alder.across_line.startswith("The state line decides here. With units in neighboring")
    assert alder.across_line.endswith(sentences.ACROSS)
    for each in plain.ranking:
        assert each.across_line == ""
        assert each.far() == each.far(with_neighbors=True)


def test_with_neighbors_counties_are_ranked_by_their_figures() -> None:
    found = ranked(across(DOGWOOD), limit_miles=45)
    first = found.ranking[0]
    assert (first.county, first.rank) == ("Alder", 1)
    counted = gaps.order(found, with_neighbors=True)
    assert [(own.county, own.rank) for own in counted.ranking] == [
        ("Alder", 1),
        ("Birch", 1),
        ("Cedar", 1),
    ]
    assert counted.totals == found.totals


def test_only_rows_that_the_line_decides_say_so() -> None:
    for own in gaps.rank(live.assessment(), live.access()).ranking:
        assert bool(own.across_line) == (
            round(own.people_far.value or 0) != round(own.people_far_with_neighbors.value or 0)
        )


def test_on_a_day_without_a_unit_of_this_state_nobody_is_said_to_be_nearer_across() -> None:
    def without(content: Content) -> None:
        across(DOGWOOD)(content)
        content["facilities"] = []

    access = measured(without)
    assert access.state.neighbors == ()
    assert access.state.people_nearer_to_neighbor is None
    found = gaps.rank(assessed(without), access)
    assert {own.across_line for own in found.ranking} == {""}
    assert {own.people_far.value for own in found.ranking} == {None}


# The bundled data


def test_the_published_figures_with_neighbors() -> None:
    state = live.access().state
    shares = [
        next(within.share.value for within in limits if within.miles == 30)
        for limits in (state.within, state.within_with_neighbors)
    ]
    assert [round(share or 0, 3) for share in shares] == [0.719, 0.788]
    assert [(share.unit_id, round(share.people)) for share in state.neighbors] == [
        ("tn-memphis-adults", 220_173),
        ("al-mobile", 32_671),
    ]


def test_the_state_line_decides_desoto_s_first_place() -> None:
    found = gaps.rank(live.assessment(), live.access())
    assert (found.ranking[0].county, found.ranking[0].rank) == ("DeSoto", 1)
    counted = gaps.order(found, with_neighbors=True)
    desoto = row(counted, "DeSoto")
    assert desoto.rank > 40
    assert desoto.people_far_with_neighbors.value == 0


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Southaven", ["tn-memphis-adults"]),
        ("38632", ["tn-memphis-adults"]),
        ("30.7000, -88.4500", ["al-mobile"]),
        ("Tupelo", []),
        ("Batesville", []),
        ("Gautier", []),
    ],
)
def test_a_look_up_names_a_nearer_unit_of_another_state_apart(text: str, units: list[str]) -> None:
    answer = refer.answer(live.assessment(), text)
    assert answer.status is LocationStatus.OK
    (referral,) = answer.referrals
    assert [unit.facility_id for unit in referral.neighbors] == units
    for unit in referral.neighbors:
        assert unit.distance_m < referral.nearest[0].distance_m
        assert unit.facility not in referral.possible_nearest
        assert unit.note.startswith("Not part of Mississippi's system")
        assert str(unit.distance_m) not in repr(unit)
    said = {caution.code: caution.message for caution in referral.warnings}
    if units:
        assert said["state_line_closer"].endswith("is closer too, and listed separately.")
