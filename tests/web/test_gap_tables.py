"""The page Gaps without a browser: its sentences, tables and files."""

import base64
import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from geo.access import assess, gaps, measure
from geo.access.gap_records import Gaps, Order
from geo.access.records import Access, Range
from geo.catalog.records import Status
from geo.coverage.assessment import Assessment
from geo.maps.measures import measures
from geo.report import distance_chart
from geo.report import svg as drawings
from geo.web import gap_downloads, gap_tables
from tests import live

KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
RANKED = gaps.rank(VERIFIED, ACCESS, 30)
TITLES = {standard.id: standard.title for standard in VERIFIED.standards}


def on(year: int) -> tuple[Assessment, Access, Gaps]:
    """Return verdicts, measures and ranking of the first of June."""
    verified = assess.verify(KNOWN, dt.date(year, 6, 1))
    access = measure.measure(verified)
    return verified, access, gaps.rank(verified, access, 30)


def named(table: str) -> list[str]:
    return re.findall(r'data-geoid="(\d+)"', table)


def test_the_summary_adds_up_the_counties_shown() -> None:
    said = gap_tables.summary(RANKED, "CSU")
    state = next(reach for reach in ACCESS.state.within if reach.miles == 30).people
    assert state.value is not None
    assert state.low is not None
    assert state.high is not None
    far = ACCESS.state.people
    assert (
        f"{far - state.value:,.0f} ({far - state.high:,.0f} to {far - state.low:,.0f}) of them live "
        "more than 30 straight-line miles from a CSU."
    ) in said
    totals = RANKED.totals
    assert (
        f"{totals.counties_not_shown} counties ({totals.people_not_shown:,} people) are not" in said
    )


NOT_SHOWN = [row for row in RANKED.ranking if row.not_shown]


def test_the_summary_of_one_county_speaks_of_one() -> None:
    row = NOT_SHOWN[0]
    single = gaps.narrow(replace(RANKED, ranking=(row,)))
    said = gap_tables.summary(single, "CSU")
    assert said.startswith(f"1 county, {row.people:,} people.")
    assert f"1 county ({row.people:,} people) is not shown to have a required service" in said


def test_every_list_keeps_the_order_of_the_ranking_it_was_given() -> None:
    for by in Order:
        found = gaps.order(RANKED, by)
        assert named(gap_tables.ranking(found, TITLES)) == [row.geoid for row in found.ranking]
    assert named(gap_tables.not_shown(RANKED, TITLES)) == [row.geoid for row in NOT_SHOWN]


def test_reasons_say_how_far_and_what_is_not_shown() -> None:
    for row in RANKED.ranking:
        said = gap_tables.reasons(row, TITLES).striptags()
        for part in row.not_shown:
            assert f"{TITLES[part.standard]}: {part.reason}" in said
        if row.far_reason:
            assert row.far_reason in said
        else:
            assert "nobody is beyond the limit" in said
        assert row.across_line in said
    assert any(not row.far_reason for row in RANKED.ranking)


def test_what_is_not_shown_is_named_with_its_status() -> None:
    row = NOT_SHOWN[0]
    parts = tuple(
        replace(row.not_shown[0], standard=title, status=Status.GAP) for title in list(TITLES)[:2]
    )
    some = replace(RANKED, ranking=(replace(row, not_shown=parts),))
    first, second = list(TITLES.values())[:2]
    told = f"{first} (Not on the list) and {second} (Not on the list)"
    assert told in gap_tables.not_shown(some, TITLES)


def test_counties_nearer_to_another_region_have_both_distances() -> None:
    every = [county.id for county in ACCESS.counties]
    out = [county for county in ACCESS.counties if county.nearest_units[0].own is False]
    table = gap_tables.elsewhere(ACCESS, every, "CSU")
    assert table.count("<tr>") - 1 == len(out)
    assert f"For most people of {len(out)} counties a CSU of another region is nearer" in table
    assert "Miles to the nearest, straight line" in table
    assert "Miles to the region&#39;s own, straight line" in table
    inside = [county.id for county in ACCESS.counties if county not in out]
    none = gap_tables.elsewhere(ACCESS, inside, "CSU")
    assert "<table" not in none
    assert "For most people of 0 counties" in none


def test_a_county_whose_region_is_not_certain_is_not_nearer_to_another() -> None:
    _, access, _ = on(2024)
    unsettled = [county for county in access.counties if len(county.regions) > 1]
    table = gap_tables.elsewhere(access, [county.id for county in unsettled], "CSU")
    assert "For most people of 0 counties" in table
    assert "<table" not in table
    for county in unsettled:
        assert county.name in table
        assert county.own is None
    whole = gap_tables.elsewhere(access, [county.id for county in access.counties], "CSU")
    out = [county for county in access.counties if county.nearest_units[0].own is False]
    assert whole.count("<tr>") - 1 == len(out) > 0


def test_on_a_day_without_a_known_unit_distance_is_said_to_be_not_known() -> None:
    verified, access, ranked = on(2022)
    said = gap_tables.summary(ranked, "CSU")
    assert "How many of them live more than 30 straight-line miles from a CSU is not known." in said
    assert " 0 of them" not in said
    assert "is the nearest is not known" in gap_tables.elsewhere(
        access, [county.id for county in access.counties], "CSU"
    )
    titles = {standard.id: standard.title for standard in verified.standards}
    for row in ranked.ranking:
        assert "How far people are is not known." in gap_tables.reasons(row, titles)
        assert "nobody is beyond" not in gap_tables.reasons(row, titles)
    rows = list(csv.DictReader(io.StringIO(gap_downloads.as_csv(ranked), newline="")))
    parts = ("people_far", "people_far_low", "people_far_high")
    assert {row[part] for row in rows for part in parts} == {""}
    assert {row["most_far"] for row in rows} == {"not-sure"}


def test_where_distance_is_known_for_some_only_the_others_are_counted() -> None:
    nothing = Range(value=None, low=None, high=None)
    first, *rest = RANKED.ranking
    some = gaps.narrow(replace(RANKED, ranking=(replace(first, people_far=nothing), *rest)))
    far = sum(gap.people_far.value or 0 for gap in rest)
    said = gap_tables.summary(some, "CSU")
    assert f" {far:,.0f} (" in said
    assert "For 1 county that is not known." in said


@pytest.mark.parametrize("key", ["far-30", "nearest", "backup-30", "beds", "bed-access"])
def test_the_map_as_a_table_has_every_county_the_gravest_first(key: str) -> None:
    ranked = {limit: gaps.rank(VERIFIED, ACCESS, limit) for limit in ACCESS.limits_miles}
    kind = next(measure for measure in measures(KNOWN, ACCESS, ranked) if measure.id == key)
    table = gap_tables.measure(kind, RANKED)
    order = named(table)
    assert sorted(order) == [county.geoid for county in KNOWN.counties]
    values = [kind.figures[geoid].value for geoid in order]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=kind.most_is_worst)
    assert values[: len(known)] == known
    assert all(Markup.escape(figure.words) in table for figure in kind.figures.values())


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
