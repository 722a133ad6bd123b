"""The map of gaps: classes, what is hatched, and that its figures are those of the measures."""

import datetime as dt
import gzip
import json
import re
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.access import assess, gaps, measure
from geo.access.records import Access, PeopleWithin, Range
from geo.access.supply_records import BedCount
from geo.catalog import load
from geo.catalog.records import Evaluation
from geo.coverage.assessment import Assessment
from geo.maps import gap_map, layer_model, layers, styles
from geo.maps.classes import Family, Figure, Measure
from geo.maps.measures import measures
from tests import live
from tests.maps.test_layers import NO_GREEN, NO_RED, contrast, lab, lightness

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
RANKED = {limit: gaps.rank(VERIFIED, ACCESS, limit) for limit in ACCESS.limits_miles}
MEASURES = {measure.id: measure for measure in measures(KNOWN, ACCESS, RANKED)}
AREAS = {county.id: county for county in ACCESS.counties}
LEAFLET = Path(layers.__file__).parent / "leaflet"


def figure(value: float | None, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(value=value, low=low, high=high, words="")


def measured(**changes: Any) -> Measure:
    return replace(MEASURES["nearest"], **changes)


def changed(**fields: Any) -> dict[str, Measure]:
    """Return the measures with the first county's fields replaced."""
    first, *rest = ACCESS.counties
    access = replace(ACCESS, counties=(replace(first, **fields), *rest))
    return {measure.id: measure for measure in measures(KNOWN, access, RANKED)}


@cache
def page() -> str:
    return gap_map.gap_map(VERIFIED, ACCESS, tuple(MEASURES.values())).decode()


@cache
def drawn() -> dict[str, layer_model.LayerData]:
    ground = layer_model.ground(VERIFIED)
    some = gap_map.layers(ACCESS, tuple(MEASURES.values()))
    return {layer.id: layer.draw(ground, layer.about) for layer in some}


# --- classes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "grade"), [(0, 0), (14.9, 0), (15, 1), (29.9, 1), (30, 2), (45, 3), (60, 4), (900, 4)]
)
def test_a_figure_that_equals_a_limit_is_in_the_class_above_it(value: float, grade: int) -> None:
    assert measured().limits == (15, 30, 45, 60)
    assert measured().grade(value) == grade


def test_where_little_is_worst_the_grades_run_the_other_way() -> None:
    share = MEASURES["within-30"]
    assert [share.grade(value) for value in (100, 90, 89.9, 75, 50, 25, 24.9, 0)] == [
        *(0, 0, 1, 1, 2, 3, 4, 4)
    ]
    assert share.classes[0] == "90 % or more"
    assert share.classes[-1] == "under 25 %"


def test_the_names_of_the_classes_follow_from_their_limits() -> None:
    assert measured().classes == (
        "under 15 miles",
        "15 to under 30 miles",
        "30 to under 45 miles",
        "45 to under 60 miles",
        "60 miles or more",
    )
    assert MEASURES["affected-30"].classes[:2] == ("nobody", "1 to under 5,000")


@pytest.mark.parametrize("key", MEASURES)
def test_limits_are_round_ascending_and_as_many_as_the_colors_need(key: str) -> None:
    limits = MEASURES[key].limits
    assert len(limits) + 1 == len(styles.SEQUENCE)
    assert all(low < high for low, high in pairwise(limits))
    assert all(limit == float(f"{limit:.2g}") for limit in limits)


@pytest.mark.parametrize(
    ("low", "high", "is_sure"),
    [
        (16, 29, True),
        (15, 29.99, True),
        (14.99, 20, False),
        (16, 30, False),
        (16, None, False),
        (None, 20, False),
    ],
)
def test_a_class_is_sure_only_if_low_and_high_are_in_it(
    low: float | None, high: float | None, is_sure: bool
) -> None:
    assert measured().is_sure(figure(20, low, high)) is is_sure
    assert not measured().is_sure(figure(35, low, high))
    assert measured().doubt(figure(20, low, high)).startswith("yes" if is_sure else "no")


def test_the_gravest_come_first_and_what_is_missing_last() -> None:
    some = [figure(1), figure(None), figure(9), figure(5)]
    far, share = MEASURES["nearest"], MEASURES["within-30"]
    assert [shown.value for shown in sorted(some, key=far.severity)] == [9, 5, 1, None]
    assert [shown.value for shown in sorted(some, key=share.severity)] == [1, 5, 9, None]


# --- figures -------------------------------------------------------------------------------------


def test_there_is_a_measure_of_each_family_and_one_for_each_limit() -> None:
    by_limit = {Family.AFFECTED, Family.WITHIN, Family.BACKUP}
    expected = {
        f"{family}-{limit}" if limit else family.value
        for family in Family
        for limit in (ACCESS.limits_miles if family in by_limit else (None,))
    }
    assert set(MEASURES) == expected


@pytest.mark.parametrize("key", MEASURES)
def test_every_county_has_a_figure_between_its_low_and_high(key: str) -> None:
    found = MEASURES[key].figures
    assert list(found) == [county.geoid for county in KNOWN.counties]
    for geoid, shown in found.items():
        if shown.value is not None and shown.low is not None and shown.high is not None:
            assert shown.low - 1e-6 <= shown.value <= shown.high + 1e-6, geoid
        assert shown.words


@pytest.mark.parametrize("limit", ACCESS.limits_miles)
def test_people_affected_are_the_rankings_score(limit: int) -> None:
    found = MEASURES[f"affected-{limit}"].figures
    assert {row.geoid: row.score for row in RANKED[limit].ranking} == {
        geoid: shown.value for geoid, shown in found.items()
    }


def test_mean_miles_allow_for_the_radii_and_for_the_points_own_error() -> None:
    error = ACCESS.demand.error_miles
    assert error
    for geoid, shown in MEASURES["nearest"].figures.items():
        mean = AREAS[geoid].nearest.mean_miles
        assert mean.low is not None
        assert mean.high is not None
        assert shown.value == mean.value
        assert shown.low == max(mean.low - error, 0)
        assert shown.high == mean.high + error


@pytest.mark.parametrize(
    ("least", "most", "low", "high"),
    [
        (0.0, 30.0, 100.0, 100.0),
        (30.1, 50.0, 0.0, 0.0),
        (29.0, 30.1, 100 * max(0.4 - ACCESS.demand.error_share[30], 0), 100.0),
    ],
)
def test_what_the_shapes_prove_of_everybody_has_no_error(
    least: float, most: float, low: float, high: float
) -> None:
    nobody = Range(value=1.0, low=0.0, high=1.0)
    share = Range(value=0.8, low=0.4, high=0.9)
    within = tuple(
        PeopleWithin(miles=limit, people=nobody, share=share) for limit in ACCESS.limits_miles
    )
    some = changed(least_miles=least, most_miles=most, within=within)
    found = some["within-30"].figures[ACCESS.counties[0].id]
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_beds_that_nobody_knows_are_unknown_and_not_none() -> None:
    def beds(units: int, unknown: int, low: int | None, high: int | None) -> Figure:
        found = BedCount(
            units=units,
            units_unknown=unknown,
            units_disputed=0,
            people=200_000,
            low=low,
            high=high,
            per_100k_low=None if low is None else low / 2,
            per_100k_high=None if high is None else high / 2,
        )
        return changed(beds=found)["beds"].figures[ACCESS.counties[0].id]

    kind = MEASURES["beds"]
    assert beds(1, 1, None, None).value is None
    assert "1 of 1 unit" in beds(1, 1, None, None).words
    # One unit of two is disputed and adds nothing to the least, the other one's beds are unknown.
    assert beds(2, 1, 0, None).value is None
    assert beds(0, 0, 0, 0).value == 0
    partly = beds(2, 1, 16, None)
    assert partly.value == 8
    assert not kind.is_sure(partly)
    assert kind.is_sure(beds(1, 0, 16, 18))
    assert not kind.is_sure(beds(1, 0, 16, 24))


def test_a_region_without_a_unit_of_its_own_has_no_figure_and_says_why() -> None:
    some = changed(own=None)
    found = some["own"]
    assert found.figures[ACCESS.counties[0].id].value is None
    assert found.name(found.figures[ACCESS.counties[0].id]) == found.missing
    assert found.missing == "the region is not certain, or no source names a CSU of it"


def on(day: dt.date) -> tuple[Assessment, Access, dict[str, Measure]]:
    verified = assess.verify(KNOWN, day)
    access = measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    return verified, access, {measure.id: measure for measure in measures(KNOWN, access, ranked)}


def test_on_a_day_without_a_known_unit_nothing_is_known_to_be_near_or_far() -> None:
    verified, access, some = on(dt.date(2022, 6, 1))
    assert access.units == 0
    for key, kind in some.items():
        if kind.family is not Family.AFFECTED:
            assert {shown.value for shown in kind.figures.values()} == {None}, key
            assert "not known" in kind.sentence.lower()
    affected = some["affected-30"]
    distance_asked = sum(
        standard.required and standard.evaluation is Evaluation.WITHIN
        for standard in KNOWN.services.standards
    )
    for county in KNOWN.counties:
        found = affected.figures[county.geoid]
        assert found.value == found.low == (3 + distance_asked) * county.people
        assert found.high == found.low + county.people
        assert "not known and not scored" in found.words
    assert "For 82 of them distance is not known" in affected.sentence
    drawn_page = gap_map.gap_map(verified, access, tuple(some.values())).decode()
    assert "no source speaks of a CSU on this day" in drawn_page
    ground = layer_model.ground(verified)
    for layer in gap_map.layers(access, [some["nearest"], some["within-30"], some["beds"]]):
        picture = layer.draw(ground, layer.about)
        looks_used = {kind.key: kind.look for kind in picture.kinds}
        assert {looks_used[cell.kind] for cell in picture.cells.values()} == {styles.UNCERTAIN}


def test_a_score_of_0_without_distance_is_no_figure() -> None:
    nothing = Range(value=None, low=None, high=None)
    covered = next(ranked for ranked in RANKED[30].ranking if not ranked.people_unproven)
    row = replace(covered, people_far=nothing, parts=(), score=0.0)
    others = tuple(ranked for ranked in RANKED[30].ranking if ranked.geoid != row.geoid)
    ranked = replace(RANKED[30], ranking=(*others, row))
    found = measures(KNOWN, ACCESS, {30: ranked})[0]
    assert found.figures[row.geoid].value is None
    assert found.name(found.figures[row.geoid]) == found.missing
    assert "For 1 of them distance is not known" in found.sentence


def test_counties_whose_region_is_not_certain_have_no_unit_of_their_own() -> None:
    _, access, some = on(dt.date(2024, 6, 1))
    unsettled = {county.id for county in access.counties if len(county.regions) > 1}
    assert {county.name for county in access.counties if county.id in unsettled} == {
        *("Coahoma", "Pearl River", "Quitman", "Tunica")
    }
    figures = some["own"].figures
    assert {geoid for geoid, shown in figures.items() if shown.value is None} == unsettled
    assert all(some["beds"].figures[county].value is None for county in unsettled)
    assert all(some["nearest"].figures[county].value is not None for county in unsettled)
    own, people = access.state.own_people, access.state.people
    assert own < people
    assert f"{own:,.0f} of {people:,.0f} people whose region is certain" in some["own"].sentence


def test_a_disputed_unit_is_named_and_makes_classes_unsure() -> None:
    verified = live.unsettled()
    access = measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    found_measures = {one.id: one for one in measures(verified.catalog, access, ranked)}
    (name,) = access.state.disputed
    adams = next(county for county in access.counties if county.name == "Adams")
    assert adams.disputed == (name,)
    for key in ("affected-30", "nearest", "within-30", "own", "beds", "bed-access"):
        kind, found = found_measures[key], found_measures[key].figures[adams.id]
        assert name in found.words, key
        assert f"{name} is disputed" in kind.sentence
        assert not kind.is_sure(found), key
    # No other unit of the region bounds how far its own is, if this one is not there.
    assert found_measures["own"].figures[adams.id].high is None
    # Others' beds and own units do not rest on it, even where it is somebody's nearest.
    amite = next(county for county in access.counties if county.name == "Amite")
    assert amite.disputed == (name,)
    assert name not in found_measures["beds"].figures[amite.id].words
    assert name not in found_measures["own"].figures[amite.id].words
    ground = layer_model.ground(verified)
    some = gap_map.layers(access, tuple(found_measures.values()))
    nearest = next(layer for layer in some if layer.id == "nearest")
    assert any(name in note for note in nearest.draw(ground, nearest.about).notes)


def test_what_is_settled_makes_no_class_unsure() -> None:
    assert ACCESS.state.disputed == ()
    assert not any("is disputed" in kind.sentence for kind in MEASURES.values())


def test_a_class_of_beds_within_reach_is_sure_of_beds_alone() -> None:
    kind = MEASURES["bed-access"]
    sure = next(shown for shown in kind.figures.values() if kind.is_sure(shown))
    assert kind.doubt(sure) == "yes, as far as beds go"
    assert "one of beds alone" in kind.sentence


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", MEASURES)
def test_a_county_is_hatched_where_and_only_where_its_class_is_not_sure(key: str) -> None:
    kind, picture = MEASURES[key], drawn()[key]
    by_key = {kind.key: kind for kind in picture.kinds}
    for geoid, cell in picture.cells.items():
        found, look = kind.figures[geoid], by_key[cell.kind].look
        if found.value is None:
            assert look == styles.UNCERTAIN
            assert cell.detail == (found.words or kind.missing)
        else:
            assert look.fill == styles.SEQUENCE[kind.grade(found.value)].fill
            assert look.pattern == ("" if kind.is_sure(found) else "diagonal")


def test_on_the_real_data_some_classes_are_sure_and_some_are_not() -> None:
    kinds = {cell.kind for layer in drawn().values() for cell in layer.cells.values()}
    assert any(kind.endswith("-unsure") for kind in kinds)
    assert any(re.fullmatch(r"class-\d", kind) for kind in kinds)
    assert "missing" in {cell.kind for cell in drawn()["beds"].cells.values()}


@pytest.mark.parametrize("key", MEASURES)
def test_the_legend_has_every_class_and_counts_every_county_and_all_people(key: str) -> None:
    layer = next(layer for layer in data()["layers"] if layer["id"] == key)
    plain = [line for line in layer["kinds"] if re.fullmatch(r"class-\d", line["key"])]
    assert [line["name"].lower() for line in plain] == [
        class_.lower() for class_ in MEASURES[key].classes
    ]
    assert sum(line["counties"] for line in layer["kinds"]) == len(KNOWN.counties)
    assert sum(line["people"] for line in layer["kinds"]) == VERIFIED.people
    assert any("darker is worse" in sign["name"] for sign in layer["signs"])
    hatched = any(line["key"].endswith("-unsure") for line in layer["kinds"])
    assert any("diagonal lines" in sign["name"] for sign in layer["signs"]) == hatched


@pytest.mark.parametrize("key", MEASURES)
def test_miles_are_never_shown_without_saying_that_they_are_straight(key: str) -> None:
    picture = drawn()[key]
    for words in (picture.sentence, *(cell.detail for cell in picture.cells.values())):
        assert "mile" not in words or "straight" in words
    assert any("straight-line" in note and "not drive time" in note for note in picture.notes)


def test_the_page_names_its_day_its_data_and_where_people_live() -> None:
    assert f"As of {DAY} - data {KNOWN.data_sha256[:12]}" in page()
    assert all(ACCESS.demand.vintage in " ".join(layer.notes) for layer in drawn().values())


def test_equal_data_give_equal_bytes() -> None:
    again = load.load()
    verified = assess.verify(again, DAY)
    access = measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    some = measures(again, access, ranked)
    assert gap_map.gap_map(verified, access, some).decode() == page()


def test_the_page_asks_for_nothing_and_stays_light() -> None:
    found = set(re.findall(r"[a-z]+://[^\"'\s)<]+", page()))
    assert found == {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    library = b"".join((LEAFLET / name).read_bytes() for name in ("leaflet.js", "leaflet.css"))
    weight = len(gzip.compress(page().encode(), 9)) - len(gzip.compress(library, 9))
    assert weight <= 55_000


def data() -> dict[str, Any]:
    block = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page())
    assert block
    return next(
        load for load in json.loads(block[1]) if isinstance(load, dict) and "layers" in load
    )


# --- looks ---------------------------------------------------------------------------------------

HATCHED = [replace(style, pattern="diagonal") for style in styles.SEQUENCE]


@pytest.mark.parametrize("look", HATCHED)
def test_borders_lines_and_names_stand_out_from_every_class(look: styles.Style) -> None:
    assert contrast(styles.BORDER, look.fill) >= 3
    assert contrast(look.ink, look.fill) >= 3
    assert contrast("#18222b", look.fill) >= 4.5


@pytest.mark.parametrize("some", [styles.SEQUENCE, HATCHED])
def test_each_class_is_darker_than_the_one_before(some: list[styles.Style]) -> None:
    steps = [lightness(style) for style in some]
    assert all(lighter - darker >= 5 for lighter, darker in pairwise(steps))


@pytest.mark.parametrize("eye", [np.eye(3), NO_GREEN, NO_RED])
def test_the_classes_can_be_told_apart_by_every_eye(eye: Any) -> None:
    pairs = combinations(styles.SEQUENCE, 2)
    assert min(np.linalg.norm(lab(a.fill, eye) - lab(b.fill, eye)) for a, b in pairs) >= 10
