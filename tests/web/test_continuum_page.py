"""The page The whole system, in this process: parts, counties, and what it says where nothing was read."""

import re
from pathlib import Path
from typing import Any

import pytest

from geo.coverage import continuum
from geo.templates.render import macro_of
from tests import live, small_state
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


def test_a_county_is_shown_open_and_the_state_is_folded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_data(small_state.write(tmp_path, small_state.services()), monkeypatch)
    state, county = opened(PAGE), opened(PAGE, county=ALDER)
    assert not state.expander
    assert "Each county by parts" in words(state)
    (fold,) = county.expander
    assert (fold.label, fold.proto.expanded) == ("The whole state, part by part", False)
    folded = "".join(each.proto.body for each in fold.get("html"))
    assert "Each county by parts" in folded
    assert "cc-county-fold" not in folded
    assert "cc-county-fold" in words(county)


def test_a_county_in_short_says_the_age_of_each_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = small_state.services()
    for source in content["sources"]:
        source["stale_after_days"] = 1
    said = shown(tmp_path, monkeypatch, content, county=ALDER)
    short = said.partition('<ul class="cc-answers">')[2].partition("</ul>")[0]
    assert short.count("(over its age limit)") == 4


def test_a_county_has_every_line_with_its_age_also_beside_what_a_rule_gives() -> None:
    assessment = live.today()
    (carroll,) = [one for one in assessment.catalog.counties if one.name == "Carroll"]
    found = continuum.county_continuum(assessment, carroll)
    said = str(macro_of("continuum/parts.html", "county", found, assessment.evidence.sources))
    lines = dict(re.findall(r'<li data-service="(\w+)">(.*?)</li>', said, re.DOTALL))
    kinds = [kind for own in found.pillars for kind in own.types if not kind.by_offer_alone]
    assert sorted(lines) == sorted(kind.service for kind in kinds)
    assert {"helpline", "lifeline"} <= lines.keys()
    for kind in kinds:
        assert kind.status.label in lines[kind.service]
        for flag in kind.flags:
            assert flag.label in lines[kind.service]


def test_what_has_no_place_is_folded_after_the_services_that_decide_and_counted_once() -> None:
    assessment = live.today()
    for own in continuum.statewide(assessment).pillars:
        said = str(macro_of("continuum/parts.html", "part", own, assessment.evidence.sources, 82))
        table, _, rest = said.partition("</table>")
        rows = re.findall(r'<tr data-service="(\w+)"', table)
        assert rows[: len(own.deciding)] == list(own.deciding)
        named = {kind.service for kind in own.apart[1]}
        assert named.isdisjoint(rows)
        assert set(re.findall(r'<li data-service="(\w+)"', rest)) == named
        every = named.union(*(offer.services for offer in own.offers))
        assert len(every) == sum(
            map(int, re.findall(r"no place known:</strong> (\d+) service", rest))
        )


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
