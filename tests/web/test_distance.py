"""The page Distance without a browser: its sentences, tables and files, and what its choices change."""

import base64
import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest
from markupsafe import Markup

from geo.access import assess, gaps, measure, sentences
from geo.access.gap_records import Gaps, Order
from geo.access.records import Range
from geo.report import distance_chart
from geo.report import svg as drawings
from geo.web import distance_counties, distance_tabs, distance_view, distance_words, gap_downloads
from geo.web.snapshot import Snapshot
from tests import live, reading_grade

KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
RANKED = gaps.rank(VERIFIED, ACCESS, 30)
EN_DASH = "\N{EN DASH}"


@cache
def snapshot_of(day: dt.date = live.DAY) -> Snapshot:
    """Return what the page is given of a snapshot: verdicts, measures, a ranking for each limit."""
    verified = VERIFIED if day == live.DAY else assess.verify(KNOWN, day)
    access = ACCESS if day == live.DAY else measure.measure(verified)
    ranked = {limit: gaps.rank(verified, access, limit) for limit in access.limits_miles}
    return cast("Snapshot", SimpleNamespace(assessment=verified, access=access, gaps=ranked))


def view(day: dt.date = live.DAY, **chosen: str) -> distance_view.View:
    """Return a view with these choices, by ids as in the address."""
    snapshot = snapshot_of(day)
    usual = {choice.name: choice.default for choice in distance_view.choices(snapshot)}
    return distance_view.view(snapshot, distance_view.address.View(usual | chosen))


def changed(ranked: Gaps) -> distance_view.View:
    return replace(view(), shown=gaps.narrow(ranked))


def named(table: str) -> list[str]:
    return re.findall(r'data-geoid="(\d+)"', table)


def plain(markup: str) -> str:
    """Return the words, those of two cells apart."""
    return " ".join(Markup(re.sub("(</t[hd]>)", r"\1 ", str(markup))).striptags().split())  # noqa: S704


# --- the answer ----------------------------------------------------------------------------------


def test_the_answer_is_the_state_s_share_beyond_the_limit() -> None:
    share = next(within.share for within in ACCESS.state.within if within.miles == 30)
    far, low, high = (
        f"{100 * (1 - (side or 0)):.0f}" for side in (share.value, share.high, share.low)
    )
    assert plain(distance_words.lead(view())) == (
        f"About {far} in 100 people ({low} to {high}) live more than 30 miles from one, in a straight "
        "line. Roads are longer."
    )


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"region": "12"}, "In 18 counties of Region 12: about "),
        ({"counties": "rural", "region": "3"}, " rural counties of Region 3: "),
        ({"counties": "metro"}, " metro counties: about "),
        ({"within": "60"}, "live more than 60 miles from one"),
        ({"neighbors": "counted"}, "Units in neighboring states are counted. Roads are longer."),
        (
            {"region": "9", "counties": "rural"},
            "No county is both in this region and of this kind.",
        ),
    ],
)
def test_the_answer_says_what_it_is_of(chosen: dict[str, str], said: str) -> None:
    assert said in plain(distance_words.lead(view(**chosen)))


@pytest.mark.parametrize(
    ("far", "said"),
    [
        ((0.0, 0.0, 0.0), "Nobody lives more than 30 miles from one"),
        ((0.0, 0.0, 0.1), "Nobody (least to most: 0 to 10 in 100) lives more than 30 miles"),
        ((1.0, 1.0, 1.0), "Everybody lives more than 30 miles"),
        ((0.001, 0.001, 0.001), "About fewer than 1 in 100 people live more"),
        ((0.999, 0.999, 0.999), "About more than 99 in 100 people live more"),
        ((0.5, 0.4, 0.6), "About 50 in 100 people (40 to 60) live more"),
    ],
)
def test_neither_nobody_nor_everybody_is_said_of_less(
    far: tuple[float, float, float], said: str
) -> None:
    people = ACCESS.state.people
    value, low, high = (people * share for share in far)
    shown = view()
    totals = replace(shown.shown.totals, people_far=Range(value=value, low=low, high=high))
    some = replace(shown, shown=replace(shown.shown, totals=totals))
    assert said in plain(distance_words.lead(some))


def test_on_a_day_without_a_known_unit_distance_is_said_to_be_not_known() -> None:
    early = view(dt.date(2022, 6, 1))
    assert plain(distance_words.lead(early)).startswith(
        "No distance is known: no source that speaks for June 1, 2022 names where a Crisis Stabilization Unit is."
    )
    assert "Not known how many people live farther than 30 miles" in plain(
        distance_words.counts(early)
    )
    assert "is the nearest is not known" in distance_tabs.elsewhere(early)
    assert "not known. No source speaks of a unit" in distance_tabs.how_far(early)
    assert "How far people are is not known." in distance_words.county(early, "28099")
    assert set(re.findall(r"<b>(.*?)</b>", distance_counties.table(early))) == {"not known"}
    rows = list(csv.DictReader(io.StringIO(gap_downloads.as_csv(early.shown), newline="")))
    parts = ("people_far", "people_far_low", "people_far_high")
    assert {row[part] for row in rows for part in parts} == {""}
    assert {row["most_far"] for row in rows} == {"not-sure"}


# --- two counts, and the seven -------------------------------------------------------------------


@pytest.mark.parametrize("neighbors", ["", "counted"])
def test_the_two_counts_stand_apart(neighbors: str) -> None:
    shown = view(neighbors=neighbors)
    totals = shown.shown.totals
    far = totals.people_far_with_neighbors if neighbors else totals.people_far
    said = plain(distance_words.counts(shown))
    assert (
        f"{far.value:,.0f} people live farther than 30 miles ({far.low:,.0f} to {far.high:,.0f})"
    ) in said
    assert f"{totals.people_not_shown:,} people live in the {totals.counties_not_shown} " in said
    assert f"{(far.value or 0) + totals.people_not_shown:,.0f}" not in said
    for standard in totals.not_shown:
        assert (standard.title in said) == (standard.counties > 0)


def test_the_counties_with_most_people_are_named_whatever_the_table_is_sorted_by() -> None:
    expected = [row.geoid for row in RANKED.ranking[:7]]
    for order in Order:
        listed = distance_words.counts(view(sort=order.value))
        assert re.findall(r"county\?county=(\d+)", listed) == expected
    for row in RANKED.ranking[:7]:
        assert f"{row.people_far.value:,.0f}" in listed
        if row.people_far.low != row.people_far.high:
            assert f"({row.people_far.low:,.0f} to {row.people_far.high:,.0f})" in listed


def test_bars_are_as_long_as_people_are_many_and_lines_span_the_range() -> None:
    listed = distance_words.counts(view())
    widths = [float(width) for width in re.findall(r'<span style="width:([\d.]+)%"', listed)]
    worst = RANKED.ranking[:7]
    longest = max(row.people_far.high or 0 for row in worst)
    assert widths == [
        pytest.approx(100 * (row.people_far.value or 0) / longest, abs=0.01) for row in worst
    ]
    lines = re.findall(r'<i style="left:([\d.]+)%;width:([\d.]+)%"', listed)
    ranges = [row.people_far for row in worst if row.people_far.low != row.people_far.high]
    assert len(lines) == len(ranges)
    for (left, width), people in zip(lines, ranges, strict=True):
        assert float(left) == pytest.approx(100 * (people.low or 0) / longest, abs=0.01)
        assert float(left) + float(width) == pytest.approx(
            100 * (people.high or 0) / longest, abs=0.02
        )


def test_where_distance_is_known_for_some_only_the_others_are_counted() -> None:
    nothing = Range(value=None, low=None, high=None)
    first, *rest = RANKED.ranking
    some = changed(replace(RANKED, ranking=(replace(first, people_far=nothing), *rest)))
    far = sum(row.people_far.value or 0 for row in rest)
    said = plain(distance_words.counts(some))
    assert said.startswith(f"{far:,.0f} people live farther than 30 miles")
    assert "Not known for 1 county." in said


# --- a county ------------------------------------------------------------------------------------


def test_a_county_s_block_has_its_figures_and_what_is_not_shown() -> None:
    titles = {standard.id: standard.title for standard in VERIFIED.standards}
    for row in RANKED.ranking:
        said = plain(distance_words.county(view(region="12", counties="metro"), row.geoid))
        assert said.startswith(f"{row.county} County Region {row.regions[0]} ")
        assert f"{sentences.number(row.people_far)} people live farther than 30 miles." in said
        assert f"Most people? {row.most_far.label}." in said
        for part in row.not_shown:
            assert f"{titles[part.standard]}: {part.status.label}" in said
        assert row.across_line in said


def test_with_neighbors_a_county_s_block_counts_their_units() -> None:
    said = plain(distance_words.county(view(neighbors="counted"), "28033"))
    assert "0 people live farther than 30 miles. Most people? No." in said
    assert "nearest unit: Memphis, TN" in said


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [*Order])
def test_the_table_has_every_county_in_the_order_chosen(order: Order) -> None:
    shown = view(sort=order.value, rows="all")
    table = distance_counties.table(shown)
    ranked = gaps.order(RANKED, order)
    assert named(table) == [row.geoid for row in ranked.ranking]
    assert named(distance_counties.table(view(sort=order.value))) == named(table)[:25]
    heads = re.findall(r"<th scope=\"col\"([^>]*)>(?:<button[^>]*>)?([^<]*)<", table)
    assert [title for attributes, title in heads if "aria-sort" in attributes] == [
        {
            Order.FAR: "Farther than 30 miles",
            Order.NOT_SHOWN: "Intensive team not shown",
            Order.PEOPLE: "People",
            Order.MILES: "Average miles",
            Order.COUNTY: "County",
        }[order]
    ]
    for row in ranked.ranking:
        cells = (
            *(row.county, str(row.regions[0]), f"{row.people:,}"),
            sentences.best(row.people_far),
            sentences.least_to_most(row.people_far) or EN_DASH,
            row.most_far.label,
            f"{row.people_not_shown:,}" if row.not_shown else EN_DASH,
            sentences.miles(row.mean_miles),
        )
        assert " ".join(cells) in plain(table)


def test_the_table_of_a_filter_has_its_counties_alone() -> None:
    shown = view(region="12", counties="rural", rows="all")
    expected = [row for row in RANKED.ranking if 12 in row.regions and row.rucc > 3]
    assert named(distance_counties.table(shown)) == [row.geoid for row in expected]
    assert f"{len(expected)} counties, sorted by people beyond the limit." in (
        distance_counties.table(shown)
    )


def test_counties_nearer_to_another_region_have_both_distances() -> None:
    out = [county for county in ACCESS.counties if county.nearest_units[0].own is False]
    table = distance_tabs.elsewhere(view())
    said = plain(table)
    assert sorted(named(table)) == sorted(county.id for county in out)
    assert f"In {len(out)} counties, most people live closer to another region's CSU" in said
    for county in out:
        assert county.own is not None
        assert f"{county.people_nearer_elsewhere:,.0f} of {county.own_people:,.0f}" in said
        assert sentences.miles(county.own.mean_miles) in said
    none = plain(distance_tabs.elsewhere(view(region="9")))
    assert ("In 0 counties" in none) == all(9 not in county.regions for county in out)
    assert sentences.neighbors(ACCESS, ACCESS.state) in said


def test_a_county_whose_region_is_not_certain_is_not_nearer_to_another() -> None:
    then = view(dt.date(2024, 6, 1))
    unsettled = [county for county in then.snapshot.access.counties if len(county.regions) > 1]
    assert unsettled
    table = distance_tabs.elsewhere(then)
    assert not {county.id for county in unsettled} & set(named(table))
    not_counted = plain(table).partition("Not counted")[2]
    assert all(county.name in not_counted for county in unsettled)


def test_a_second_unit_and_the_beds_of_each_region_stand_in_their_tab() -> None:
    table = distance_tabs.second(view(within="45"))
    assert len(named(table)) == 82
    said = plain(table)
    shares = {
        county.id: next(each for each in county.second if each.miles == 45).share
        for county in ACCESS.counties
    }
    values = [shares[geoid].value or 0 for geoid in named(table)]
    assert values == sorted(values)
    few = sum(value < 0.5 for value in values)
    assert f"In {few} counties, most people have no second CSU within 45 straight-line" in said
    for county in ACCESS.counties:
        told = f"{county.name} {county.people:,.0f} {sentences.percent(shares[county.id])}"
        assert told in said
    for region in ACCESS.regions:
        assert sentences.beds(region.beds) in said


def test_people_by_miles_are_those_of_the_counties_shown() -> None:
    tab = distance_tabs.how_far(view(region="12"))
    total = sum(sum(county.people_by_mile) for county in ACCESS.counties if 12 in county.regions)
    assert f"of {total:,.0f} people" in tab.replace("&#34;", "")
    assert "<details" in tab
    assert "every five miles" in tab


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"region": "12", "counties": "rural"},
        {"neighbors": "counted", "sort": "miles"},
        {"within": "60"},
    ],
)
def test_what_the_page_says_is_plain(chosen: dict[str, str]) -> None:
    shown = view(**chosen)
    parts = [
        distance_words.lead(shown),
        distance_words.counts(shown),
        distance_words.neighbors(shown),
        *(distance_words.county(shown, geoid) for geoid in ("28033", "28099")),
        distance_words.method(shown),
        distance_tabs.how_far(shown),
        distance_tabs.elsewhere(shown),
        distance_tabs.second(shown),
        distance_counties.table(shown),
    ]
    said = "\n\n".join(map(str, parts))
    caption = re.findall(r"<caption>(.*?)</caption>", said)
    without_cells = re.sub(r"<table.*?</table>", "", said, flags=re.S)
    ended = re.sub(r"</(p|li|h\d|summary|figcaption|section)>", "\n\n", without_cells)
    told = re.sub(r"<[^>]*>", "", f"{ended}\n\n{caption[-1]}")
    assert reading_grade.banned(told) == set()
    assert reading_grade.too_long(told) == []
    assert reading_grade.grade(told) <= 11


# --- files ---------------------------------------------------------------------------------------


def test_the_csv_says_what_the_ranking_says() -> None:
    text = gap_downloads.as_csv(RANKED)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == gap_downloads.COLUMNS
    for row, gap in zip(rows, RANKED.ranking, strict=True):
        assert (row["geoid"], row["county"], int(row["rank"])) == (gap.geoid, gap.county, gap.rank)
        far = gap.people_far
        assert int(row["people_not_shown"]) == gap.people_not_shown
        assert float(row["people_far"]) == far.value
        assert float(row["people_far_low"]) == far.low
        assert float(row["people_far_high"]) == far.high
        assert (row["most_far"], row["sort"]) == (gap.most_far, "far")
        across = gap.people_far_with_neighbors
        assert float(row["people_far_with_neighbors"]) == across.value
        assert float(row["people_far_with_neighbors_high"]) == across.high
        assert row["distance"] == "straight line"
        assert (row["as_of"], row["data_sha256"]) == (str(RANKED.as_of), RANKED.data_sha256)
        for part in gap.not_shown:
            assert part.reason in row["reasons"]
            assert part.standard in row["not_shown"]
        assert gap.far_reason in row["reasons"]
    assert gap_downloads.name(RANKED, "csv") == f"gaps-30-miles-{KNOWN.data_sha256[:12]}.csv"


@pytest.mark.parametrize(
    ("regions", "urban", "options"),
    [([], None, []), ([12, 3], True, ["--region", "12", "3", "--urban"]), ([], False, ["--rural"])],
)
def test_the_json_is_what_the_command_prints(
    run: Callable[..., Any], regions: list[int], urban: bool | None, options: list[str]
) -> None:
    shown = gaps.narrow(RANKED, regions, urban=urban)
    expected = run("gaps", "--format", "json", "--as-of", str(RANKED.as_of), *options).stdout
    assert gap_downloads.as_json(KNOWN, shown, regions, urban=urban) == expected


# --- drawings ------------------------------------------------------------------------------------


def test_a_drawing_becomes_an_image_of_the_same_bytes_with_its_words() -> None:
    figure = distance_chart.distribution(ACCESS.state.people_by_mile, (30,), "People & miles <b>")
    shown = drawings.as_images(figure)
    assert "<svg" not in shown
    image = re.search(
        r'<img class="cc-drawing" src="data:image/svg\+xml;base64,([^"]*)" alt="([^"]*)">', shown
    )
    assert image
    svg = base64.b64decode(image[1]).decode()
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert svg.replace(' xmlns="http://www.w3.org/2000/svg"', "") in figure.replace(
        ' xmlns="http://www.w3.org/2000/svg"', ""
    )
    assert image[2].startswith("People &amp; miles &lt;b&gt;.")
    assert "nearer than 30 miles" in image[2]
    start = shown.index("<img")
    assert figure.startswith(shown[:start])
    assert figure.endswith(shown[shown.index(">", start) + 1 :])


def test_markup_without_a_drawing_stays_as_it_is() -> None:
    plain = Markup("<p>nobody</p>")
    assert drawings.as_images(plain) == plain
