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

from geo.access import assess, gaps, measure, sentences
from geo.access.gap_records import Most
from geo.access.records import Access, PeopleWithin, Range
from geo.catalog import load
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
MEASURES = {measure.id: measure for measure in measures(ACCESS, RANKED)}
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
    return {measure.id: measure for measure in measures(access, RANKED)}


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
    share = MEASURES["backup-30"]
    assert [share.grade(value) for value in (100, 90, 89.9, 75, 50, 25, 24.9, 0)] == [
        *(0, 0, 1, 1, 2, 3, 4, 4)
    ]
    assert share.classes[0] == "90 % or more"
    assert share.classes[-1] == "under 25 %"


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0, "nobody"),
        (0.0001, "under 25%"),
        (24.99, "under 25%"),
        (25, "25% to 49%"),
        (50, "50% to 74%"),
        (74.99, "50% to 74%"),
        (75, "75% to 100%"),
        (100, "75% to 100%"),
    ],
)
def test_anybody_beyond_the_limit_is_more_than_nobody(share: float, name: str) -> None:
    kind = MEASURES["far-30"]
    assert kind.name(figure(share)) == name


def test_the_names_of_the_classes_follow_from_their_limits() -> None:
    assert measured().classes == (
        "under 15 miles",
        "15 to under 30 miles",
        "30 to under 45 miles",
        "45 to under 60 miles",
        "60 miles or more",
    )


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
    far, share = MEASURES["nearest"], MEASURES["backup-30"]
    assert [shown.value for shown in sorted(some, key=far.severity)] == [9, 5, 1, None]
    assert [shown.value for shown in sorted(some, key=share.severity)] == [1, 5, 9, None]


# --- figures -------------------------------------------------------------------------------------


def test_there_is_a_measure_of_each_family_and_one_for_each_limit() -> None:
    by_limit = {Family.FAR, Family.FAR_WITH_NEIGHBORS, Family.BACKUP}
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


@pytest.mark.parametrize("with_neighbors", [False, True])
@pytest.mark.parametrize("limit", ACCESS.limits_miles)
def test_the_share_beyond_the_limit_is_that_of_the_rankings_people(
    limit: int, with_neighbors: bool
) -> None:
    kind = MEASURES[f"far{'-with-neighbors' if with_neighbors else ''}-{limit}"]
    for row in RANKED[limit].ranking:
        people = row.far(with_neighbors=with_neighbors).people
        shown = kind.figures[row.geoid]
        assert shown.value == pytest.approx(
            100 * (people.value or 0) / AREAS[row.geoid].people, abs=1e-3
        )
        assert shown.words.startswith(sentences.number(people))
    total = RANKED[limit].totals
    counted = total.people_far_with_neighbors if with_neighbors else total.people_far
    assert kind.sentence.startswith(sentences.number(counted))


@pytest.mark.parametrize("with_neighbors", [False, True])
@pytest.mark.parametrize("limit", ACCESS.limits_miles)
def test_the_map_marks_as_certain_where_the_ranking_says_yes(
    limit: int, with_neighbors: bool
) -> None:
    key = f"far{'-with-neighbors' if with_neighbors else ''}-{limit}"
    kind, picture = MEASURES[key], drawn()[key]
    certain = {
        row.geoid
        for row in RANKED[limit].ranking
        if row.far(with_neighbors=with_neighbors).most is Most.YES
    }
    assert kind.certain == certain
    assert {geoid for geoid, cell in picture.cells.items() if "certain" in cell.kind} == certain
    for geoid in certain:
        # The least share is over half, with the points' own error.
        assert (kind.figures[geoid].low or 0) > 50
        assert picture.cells[geoid].kind in ("class-3-certain", "class-4-certain")
    said = " ".join(words for _, words in picture.signs)
    assert bool(certain) == said.startswith("certain: most people are farther, allowing for")


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
    found = some["far-30"].figures[ACCESS.counties[0].id]
    assert found.low == pytest.approx(100 - high)
    assert found.high == pytest.approx(100 - low)


def on(day: dt.date) -> tuple[Assessment, Access, dict[str, Measure]]:
    verified = assess.verify(KNOWN, day)
    access = measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    return verified, access, {measure.id: measure for measure in measures(access, ranked)}


def test_on_a_day_without_a_known_unit_nothing_is_known_to_be_near_or_far() -> None:
    verified, access, some = on(dt.date(2022, 6, 1))
    assert access.units == 0
    for key, kind in some.items():
        # Units across the line may be known on a day that knows none of this state's.
        if kind.family is not Family.FAR_WITH_NEIGHBORS:
            assert {shown.value for shown in kind.figures.values()} == {None}, key
            assert "not known" in kind.sentence.lower()
    drawn_page = gap_map.gap_map(verified, access, tuple(some.values())).decode()
    assert "no source speaks of a CSU on this day" in drawn_page
    ground = layer_model.ground(verified)
    for layer in gap_map.layers(access, [some["nearest"], some["far-30"]]):
        picture = layer.draw(ground, layer.about)
        looks_used = {kind.key: kind.look for kind in picture.kinds}
        assert {looks_used[cell.kind] for cell in picture.cells.values()} == {styles.UNCERTAIN}


def test_a_disputed_unit_is_named_and_makes_classes_unsure() -> None:
    verified = live.unsettled()
    access = measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    found_measures = {one.id: one for one in measures(access, ranked)}
    (name,) = access.state.disputed
    adams = next(county for county in access.counties if county.name == "Adams")
    assert adams.disputed == (name,)
    for key in ("far-30", "nearest", "bed-access"):
        kind, found = found_measures[key], found_measures[key].figures[adams.id]
        assert name in found.words, key
        assert f"{name} is disputed" in kind.sentence
        assert not kind.is_sure(found), key
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
def test_a_county_has_lines_where_it_is_certain_or_where_its_class_is_not_sure(key: str) -> None:
    kind, picture = MEASURES[key], drawn()[key]
    by_key = {kind.key: kind for kind in picture.kinds}
    for geoid, cell in picture.cells.items():
        found, look = kind.figures[geoid], by_key[cell.kind].look
        if found.value is None:
            assert look == styles.UNCERTAIN
            assert cell.detail == (found.words or kind.missing)
        else:
            lined = not kind.is_sure(found) if kind.certain is None else geoid in kind.certain
            assert look.fill == styles.SEQUENCE[kind.grade(found.value)].fill
            assert look.pattern == ("diagonal" if lined else "")


def test_on_the_real_data_some_classes_are_sure_and_some_are_not() -> None:
    kinds = {cell.kind for layer in drawn().values() for cell in layer.cells.values()}
    assert any(kind.endswith("-unsure") for kind in kinds)
    assert any(re.fullmatch(r"class-\d", kind) for kind in kinds)
    assert any(kind.endswith("-certain") for kind in kinds)


@pytest.mark.parametrize("key", MEASURES)
def test_the_legend_has_every_class_and_says_what_lines_mean(key: str) -> None:
    layer = next(layer for layer in data()["layers"] if layer["id"] == key)
    plain = [line for line in layer["kinds"] if re.fullmatch(r"class-\d", line["key"])]
    assert [line["name"].lower() for line in plain] == [
        class_.lower() for class_ in MEASURES[key].classes
    ]
    # What is certain is in its class, and counted there.
    assert {line["within"] for line in layer["kinds"] if line["key"].endswith("-certain")} <= {
        line["key"] for line in plain
    }
    for mark, words in (
        ("-unsure", "stripes: the real value"),
        ("-certain", "certain: most people"),
    ):
        has = any(line["key"].endswith(mark) for line in layer["kinds"])
        assert any(sign["name"].startswith(words) for sign in layer["signs"]) == has


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
    some = measures(access, ranked)
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


CERTAIN = [
    replace(style, pattern="diagonal", ink=next(iter(inks)))
    for style in styles.SEQUENCE[3:]
    for inks in [{kind.look.ink for kind in drawn()["far-30"].kinds if kind.words == "certain"}]
]


@pytest.mark.parametrize("look", [*HATCHED, *CERTAIN])
def test_borders_lines_and_names_stand_out_from_every_class(look: styles.Style) -> None:
    # Light borders and names on the dark fills: white on the color of their halo.
    border, name = ("#ffffff", "#ffffff") if look.dark else (styles.BORDER, "#18222b")
    assert contrast(border, look.fill) >= 3
    assert contrast(look.ink, look.fill) >= 3
    assert contrast(name, look.fill) >= 4.5


# Lines on the darkest class have to be light to be seen; its fill alone keeps it in order.
@pytest.mark.parametrize(
    ("some", "step"), [(styles.SEQUENCE, 5), (HATCHED[:-1], 0.5), (CERTAIN, 4)]
)
def test_each_class_is_darker_than_the_one_before(some: list[styles.Style], step: float) -> None:
    assert len(some) > 1
    steps = [lightness(style) for style in some]
    assert all(lighter - darker >= step for lighter, darker in pairwise(steps))


@pytest.mark.parametrize("eye", [np.eye(3), NO_GREEN, NO_RED])
def test_the_classes_can_be_told_apart_by_every_eye(eye: Any) -> None:
    pairs = combinations(styles.SEQUENCE, 2)
    assert min(np.linalg.norm(lab(a.fill, eye) - lab(b.fill, eye)) for a, b in pairs) >= 10
