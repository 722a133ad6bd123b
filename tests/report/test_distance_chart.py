"""The distribution of people by miles: bars, shares and table say the same."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.report import distance_chart
from tests.report.report_pages import drawing

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = st.lists(st.integers(0, 100_000), min_size=1, max_size=130).filter(any)


def rows(markup: str) -> list[list[str]]:
    return [
        [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", markup)[1:]
    ]


@given(PEOPLE)
def test_bars_are_as_tall_as_people_are_many(people: list[int]) -> None:
    root = drawing(distance_chart.distribution(people, (15, 30), "Miles"))
    bands = [sum(people[start : start + 5]) for start in range(0, len(people), 5)]
    heights = [float(bar.attrib["height"]) for bar in root.iter(f"{SVG}rect")]
    some = [band for band in bands if band]
    assert len(heights) == len(some)
    scale = max(heights) / max(some)
    # Coordinates have one decimal.
    assert all(
        abs(height - scale * people) <= 0.25 for height, people in zip(heights, some, strict=True)
    )


@given(PEOPLE)
def test_the_table_leaves_nobody_out(people: list[int]) -> None:
    table = rows(distance_chart.distribution(people, (15, 30), "Miles"))
    assert sum(int(row[1].replace(",", "")) for row in table) == sum(people)
    assert table[-1][3] == "100.0%"
    assert [row[0].split()[0] for row in table] == [str(5 * place) for place in range(len(table))]


@given(PEOPLE, st.sampled_from((15, 30, 60)))
def test_a_share_is_100_percent_only_for_all(people: list[int], limit: int) -> None:
    page = distance_chart.distribution(people, (limit,), "Miles")
    near, total = sum(people[:limit]), sum(people)
    told = re.search(
        rf"[Nn]earer than {limit} straight-line miles: ([\d,]+) people \((.*?)\)", page
    )
    assert told
    assert int(told[1].replace(",", "")) == near
    assert (told[2] == "100.0%") == (near == total)
    assert (told[2] == "0.0%") == (near == 0)


def test_a_screen_reader_hears_name_and_shares() -> None:
    root = drawing(distance_chart.distribution([10, 30, 60], (1, 2), "People by miles"))
    assert root.attrib["role"] == "img"
    title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert desc is not None
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert title.text == "People by miles"
    assert "10.0% nearer than 1 miles; 40.0% nearer than 2 miles" in (desc.text or "")


@pytest.mark.parametrize("people", [(), (0,), (0.0, 0.0)])
def test_without_people_a_sentence_stands_there(people: tuple[float, ...]) -> None:
    page = distance_chart.distribution(people, (15,), "Miles")
    assert "not known" in page
    assert "No source speaks of a unit" in page
    assert "<svg" not in page


def test_a_hostile_title_stays_text() -> None:
    page = distance_chart.distribution([1, 2], (15,), "<script>alert(1)</script>\"'&")
    assert "<script" not in page
    title = drawing(page).find(f"{SVG}title")
    assert title is not None
    assert title.text == "<script>alert(1)</script>\"'&"


def test_every_limit_that_lies_on_the_axis_is_marked() -> None:
    page = distance_chart.distribution([5] * 40, (15, 30, 45, 60), "Miles")
    marks = [
        label.text
        for label in drawing(page).iter(f"{SVG}text")
        if (label.text or "").startswith("<")
    ]
    assert marks == ["< 15 mi", "< 30 mi", "< 45 mi"]
