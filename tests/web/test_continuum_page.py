"""The page The whole system, in this process: parts, counties, and what it says where nothing was read."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests import small_state
from tests.small_state import ALDER
from tests.web.app_pages import maps, opened, use_data, words

PAGE = "continuum_page"


def shown(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: dict[str, Any], **query: str
) -> str:
    use_data(small_state.write(home, content), monkeypatch)
    page = opened(PAGE, **query)
    assert page.title[0].value == "The whole system, in four parts"
    assert maps(page) == 1
    return words(page)


def test_the_page_has_every_part_and_every_county(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shown(tmp_path, monkeypatch, small_state.services())
    assert re.findall(r'<section class="cc-part" data-part="(\w+)">', said) == [
        "contact", "respond", "go", "care",
    ]  # fmt: skip
    assert "Continuing care: covered in 1 of 3 counties, not shown for 2 (5,000 people)." in said
    matrix = said.partition("Each county by parts: 3 counties")[2]
    assert re.findall(r'href="county\?county=(\d+)"', matrix) == ["56001", "56003", "56005"]


def test_a_county_of_the_address_has_its_answers_and_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shown(tmp_path, monkeypatch, small_state.services(), county=ALDER)
    short = said.partition('<ul class="cc-answers">')[2].partition("</ul>")[0]
    assert re.findall(r'data-part="(\w+)"', short) == ["contact", "respond", "go", "care"]
    assert "The source names Alder County under Home care." in short
    assert "Birchville Haven" in said
    assert "cc-gap" in said.partition("In the county itself:")[2][:80]


def test_what_is_not_counted_is_told_with_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = small_state.services()
    content["programmes"] = [
        {"id": "plan", "kind": "planned", "pillar": "go", "title": "A second Haven", "region": 1}
        | {"as_of": "2020-05-01", "text": "Four beds", "source": "news"}
    ]
    said = shown(tmp_path, monkeypatch, content)
    assert "A second Haven (May 1, 2020, over its age limit). Four beds." in said


def test_text_of_the_data_is_no_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = small_state.services()
    day_care = next(each for each in content["service_types"] if each["id"] == "day-care")
    day_care["quote"] = "days & evenings"
    said = shown(tmp_path, monkeypatch, content, county=ALDER)
    assert "<q>days &amp; evenings</q>" in said
    assert "days & evenings" not in said
