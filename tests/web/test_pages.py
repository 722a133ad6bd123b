"""The pages in this process: what they show of small data, and what a choice changes."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.catalog.records import Status
from geo.coverage import county as coverage_county
from geo.report.county_answers import answers
from geo.web import county_table, frame, old_addresses, site, snapshot
from tests import small_state
from tests.web.app_pages import opened, rerun, use_data, words


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path, content())
    use_data(written, monkeypatch)
    return written


def content() -> dict[str, Any]:
    """Return the small state with a question of distance that is no duty."""
    services = small_state.services()
    services["standards"].append(
        {
            "id": "haven-near",
            "role": "other",
            "title": "Half within 40 miles of a Haven",
            "question": "Does half of the county live within 40 miles of a Haven?",
            "evaluation": "within",
            "any_of": ["haven"],
            "within_miles": 40,
            "share_of_people": 0.5,
            "required": False,
        }
    )
    return services


def rows(page: AppTest) -> list[str]:
    """Return the counties of the table county by county, in their order."""
    table = words(page).partition("County by county: ")[2].partition("</table>")[0]
    return re.findall(r'data-geoid="\d+">([^<]+)<', table)


def test_the_app_shows_its_first_page_under_the_numbers(repo_root: Path) -> None:
    page = AppTest.from_file(str(repo_root / "app.py"), default_timeout=120).run()
    assert not page.exception
    said = words(page)
    assert 'href="tel:988"' in said
    assert 'href="tel:911"' in said
    assert page.title[0].value == "Does every county have crisis and intensive services?"
    assert rows(page) == ["Alder", "Birch", "Cedar"]


def required() -> list[str]:
    return [total.id for total in snapshot.current().assessment.standards if total.required]


def test_the_answer_and_a_card_for_each_required_service_come_from_the_data() -> None:
    assessment = snapshot.current().assessment
    said = words(opened("statewide_page"))
    head = said.partition('<p class="cc-lead"')[2].partition("</ul>")[0]
    totals = [total for total in assessment.standards if total.required]
    assert head.count('<li class="cc-card">') == len(totals) > 1
    for total in totals:
        assert total.short in head
        assert f"<b>{total.covered}</b> of 3" in head
        people = assessment.counties and sum(
            county.people
            for county in assessment.catalog.counties
            if county.geoid
            in {one.geoid for one in assessment.of(total.id) if one.status is not Status.COVERED}
        )
        if total.covered < 3:
            assert f"<b>not shown for {3 - total.covered}</b> ({people:,} people" in head
        else:
            assert "<b>listed for all 3 counties</b>" in head


def test_the_service_with_most_open_counties_is_shown_first() -> None:
    assessment = snapshot.current().assessment
    open_counties = {
        total.id: 3 - total.covered for total in assessment.standards if total.required
    }
    page = opened("statewide_page")
    first = page.session_state["statewide_service"]
    assert open_counties[first] == max(open_counties.values())
    assert page.query_params == {}


def test_the_counties_that_are_not_shown_are_named_with_what_to_ask() -> None:
    assessment = snapshot.current().assessment
    for standard in required():
        page = opened("statewide_page", service=standard)
        part = words(page).partition('<section class="cc-not-shown"')[2].partition("</section>")[0]
        missing = sorted(
            one.county for one in assessment.of(standard) if one.status is not Status.COVERED
        )
        assert re.findall(r">(\w+)</a>", part) == missing
        assert ("every county is covered" in part) == (not missing)


def test_one_county_has_its_lines_its_numbers_and_a_link() -> None:
    said = words(opened("statewide_page", county=small_state.ALDER))
    part = said.partition('<section class="cc-county"')[2].partition("</section>")[0]
    assert "<h2>Alder County</h2>" in part
    assert "Region 1 · Plains Center" in part
    assert part.count("<tr") == 2 * len(required()) + 2, "two for each service, the unit, and miles"
    assert 'href="tel:307-555-0101"' in part
    assert "miles" in part


@pytest.mark.parametrize("geoid", [small_state.ALDER, small_state.BIRCH, small_state.CEDAR])
def test_one_county_has_the_whole_reason_of_each_verdict_as_its_own_page_has(geoid: str) -> None:
    said = words(opened("statewide_page", county=geoid))
    part = said.partition('<section class="cc-county"')[2].partition("</section>")[0]
    assessment = snapshot.current().assessment
    county = next(each for each in assessment.catalog.counties if each.geoid == geoid)
    profile = coverage_county.county_profile(assessment, county)
    reasons = [each.reason for each in answers(assessment, profile, required=True)]
    assert len(reasons) == len(required())
    assert re.findall(r'<td colspan="2">([^<]*)</td>', unescape(part)) == reasons


def test_standards_that_are_not_required_and_other_layers_are_more_maps() -> None:
    page = opened("statewide_page", standard="haven-near", county=small_state.ALDER)
    assert page.session_state["statewide_layer"] == "haven-near"
    assert page.query_params == {"layer": "haven-near", "county": small_state.ALDER}
    offered = page.selectbox(key="statewide_layer").options
    assert "Verdicts: Half within 40 miles of a Haven" in offered
    assert "Regions" in offered
    assert page.session_state["statewide_service"] in required()


@pytest.mark.parametrize("name", ["service", "standard"])
def test_an_address_of_now_or_before_chooses_a_service(name: str) -> None:
    for standard in required():
        page = opened("statewide_page", **{name: standard})
        assert page.session_state["statewide_service"] == standard


def test_an_address_with_nonsense_is_said_and_shows_the_first_view() -> None:
    page = opened("statewide_page", service="nonsense", county="99999", layer="<script>", show="x")
    said = words(page)
    for asked in ("service=nonsense", "county=99999", "layer=&lt;script&gt;", "show=x"):
        assert asked in said
    assert "<script>" not in said
    assert page.selectbox(key="statewide_county").value is None
    assert page.session_state["statewide_service"] in required()


def test_the_table_is_filtered_and_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = content()
    for standard in services["standards"]:
        standard["required"] = standard["id"] == "care-at-home"
    use_data(small_state.write(tmp_path / "one-service", services), monkeypatch)
    missing = {
        one.county
        for one in snapshot.current().assessment.of("care-at-home")
        if one.status is not Status.COVERED
    }
    assert missing == {"Birch", "Cedar"}
    assert rows(opened("statewide_page", show="not-shown")) == ["Birch", "Cedar"]
    assert rows(opened("statewide_page", sort="-people")) == ["Alder", "Birch", "Cedar"]
    assert rows(opened("statewide_page", sort="people")) == ["Cedar", "Birch", "Alder"]
    assert rows(opened("statewide_page", region="2")) == ["Cedar"]
    page = opened("statewide_page", region="2", show="doubt")
    assert rows(page) == []
    assert "0 of 3 counties." in words(page)
    page = opened("statewide_page")
    page.text_input(key="statewide_name").set_value(" bIr")
    assert rows(rerun(page)) == ["Birch"]
    assert page.query_params == {}, "what is typed stands in no address"


def test_the_table_says_how_it_is_sorted() -> None:
    said = words(opened("statewide_page", sort="-people"))
    assert said.count("aria-sort=") == 1
    assert re.search(r'aria-sort="descending"[^>]*><button[^>]*data-pick="sort:people"', said)
    assert re.search(r'aria-sort="ascending"[^>]*><button', words(opened("statewide_page")))


@pytest.mark.parametrize("name", ["statewide_page", "find_page", "words_page", "county_page"])
def test_every_page_leads_to_what_the_row_of_names_has_no_room_for(name: str) -> None:
    shown = [link.proto.page for link in opened(name).get("page_link")]
    assert {frame.CRISIS, frame.CONTINUUM, frame.REENTRY} <= set(shown[-3:])


@pytest.mark.parametrize(
    ("many", "not_covered", "first"),
    [(3, {1}, {0, 1, 2}), (30, {4, 29}, {4, 29}), (30, set(), set(range(20)))],
)
def test_a_narrow_screen_begins_with_rows_not_covered_where_there_are_many(
    many: int, not_covered: set[int], first: set[int]
) -> None:
    rows = [
        county_table.Row(
            str(number),
            f"County {number}",
            (),
            1,
            (
                county_table.Verdict(
                    Status.CLAIMED if number in not_covered else Status.COVERED, ()
                ),
            ),
            None,
            (),
        )
        for number in range(many)
    ]
    assert county_table._first(rows) == {str(number) for number in first}


def test_a_choice_is_kept_in_the_address() -> None:
    page = opened("statewide_page")
    page.selectbox(key="statewide_county").select(small_state.CEDAR)
    page.selectbox(key="statewide_layer").select("regions")
    rerun(page)
    assert page.query_params == {"county": small_state.CEDAR, "layer": "regions"}
    assert "<h2>Cedar County</h2>" in words(page)


def test_page_county_lists_all_counties_and_shows_the_one_asked_for() -> None:
    assert words(opened("county_page")).count('href="county?county=') == 3
    sheet = words(opened("county_page", county=small_state.BIRCH))
    assert "Region 1, run by Plains Center" in sheet
    assert sheet.count('href="county?county=') == 2, "its two neighbors"
    assert "asks for county=1, which is not here" in words(opened("county_page", county="1"))


def test_distance_is_narrowed_by_region_and_kind() -> None:
    page = opened("distance_page")
    assert "3 counties, sorted by people beyond the limit." in words(page)
    page.selectbox(key="distance_region").select("2")
    assert "1 county, sorted by" not in words(page)
    said = words(rerun(page))
    assert "In 1 county of Region 2: " in said
    assert "1 county, sorted by people beyond the limit." in said
    page.segmented_control(key="distance_counties").set_value("metro")
    assert "No county is both in this region and of this kind." in words(rerun(page))


def test_distance_tells_of_one_county_at_each_limit_and_in_each_tab() -> None:
    for limit in ("15", "30", "45", "60"):
        page = opened("distance_page", within=limit, county=small_state.CEDAR)
        assert "<h2>Cedar County</h2>" in words(page)
        assert f"more than {limit} miles from one" in words(page)
    told = {
        "counties": "sorted by people beyond the limit",
        "how-far": "People by straight-line miles to the nearest Haven",
        "elsewhere": "most people live closer to another region's Haven",
        "second": "A second Haven, if the nearest is full or closed",
    }
    for tab, own in told.items():
        said = words(opened("distance_page", tab=tab)).replace("&#39;", "'")
        assert [each for each in told.values() if each in said] == [own]


def test_an_address_of_distance_that_asks_for_what_is_not_there_is_told_so() -> None:
    said = words(opened("distance_page", within="31", region="99", tab="beds"))
    assert "This page's address asks for within=31, region=99" in said.replace("&#39;", "'")
    assert "more than 30 miles from one" in said


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ({}, {}),
        ({"gaps_limit": "45 miles"}, {"within": "45"}),
        ({"gaps_county": "Cedar"}, {"county": small_state.CEDAR}),
        ({"gaps_urban": "Not metropolitan (codes 4 to 9)"}, {"counties": "rural"}),
        ({"gaps_urban": "Metropolitan (codes 1 to 3)"}, {"counties": "metro"}),
        ({"gaps_urban": "Every county"}, {}),
        ({"gaps_regions": "Region 2"}, {"region": "2"}),
        ({"gaps_measure": "Backup: a second Haven within the limit"}, {"tab": "second"}),
        ({"gaps_measure": "People affected"}, {}),
        (
            {"gaps_county": "Nowhere", "gaps_limit": "20 miles"},
            {"within": "20", "county": "Nowhere"},
        ),
    ],
)
def test_an_old_address_of_gaps_leads_to_distance(
    query: dict[str, str], chosen: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(frame, "forward", lambda path, **own: asked.append((path, own)))
    opened("old_gaps", **query)
    assert asked == [("distance", chosen)]


@pytest.mark.parametrize(("path", "page"), sorted(old_addresses.LEAD_TO.items()))
def test_an_older_address_leads_to_the_page_of_today_with_its_choices(
    path: str, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(frame, "forward", lambda path, **own: asked.append((path, own)))
    entry = next(entry for entry in site._ENTRIES if entry.path == path)
    assert not entry.listed
    assert page in {other.path for other in site._ENTRIES if other.listed}
    chosen = {"county": "56001", "standard": "x"}
    monkeypatch.setattr(st, "query_params", SimpleNamespace(to_dict=lambda: chosen))
    entry.show()
    assert asked == [(page, chosen)]


def test_a_name_that_no_county_has_is_said_in_a_sentence() -> None:
    page = opened("statewide_page")
    page.text_input(key="statewide_name").set_value("zz")
    said = words(rerun(page))
    assert "0 of 3 counties." in said
    assert "No county fits these choices." in said
    assert "zz" not in page.query_params.values()


def test_a_status_is_called_the_same_and_a_sentence_says_how_a_county_is_covered() -> None:
    said = words(opened("statewide_page", county="56001"))
    short = said.partition('aria-label="Alder County"')[2].partition("</section>")[0]
    assert short.count(">Covered</span>") > 0
    assert re.search(r'<td colspan="2">[^<]+ lists one for Region 1\.</td>', short)
    assert "by region" not in short


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Alder County", "West crew"),
        ("82003", "East crew"),
        ("42.5, -106.5", "Alder County"),
        ("Boulder, CO 80301", "Our data is of Wyoming only."),
        ("Zzyzx", "We did not find this place in Wyoming."),
        ("x" * 5000, "The text is too long to look up."),
        ("   ", "There is nothing to look up."),
    ],
)
def test_find_help_answers(text: str, said: str) -> None:
    page = opened("find_page")
    page.text_input(key="find_text").set_value(text)
    page.button[0].click()
    shown = words(rerun(page))
    assert said in shown
    assert text.strip() == "" or "<script" not in shown


def test_a_suggestion_can_be_taken() -> None:
    page = opened("find_page")
    page.text_input(key="find_text").set_value("Birchvil")
    page.button(key="find_submit").click()
    rerun(page)
    page.button(key="find_suggestion_0").click()
    assert "Birchville Haven" in words(rerun(page))


def test_clear_forgets_what_was_typed() -> None:
    page = opened("find_page")
    page.text_input(key="find_text").set_value("82003")
    page.button[0].click()
    rerun(page)
    page.button(key="find_clear").click()
    assert "82003" not in words(rerun(page))
    assert page.text_input(key="find_text").value == ""


def test_a_state_without_units_has_every_page(home: Path) -> None:
    services = small_state.services()
    services["facilities"] = []
    small_state.write(home, services)
    for page in ("statewide_page", "distance_page", "county_page", "find_page", "sources_page"):
        opened(page, county=small_state.ALDER)
    page = opened("find_page")
    page.text_input(key="find_text").set_value("Alder County")
    page.button[0].click()
    assert "No unit is known on this day." in words(rerun(page))


def test_coverage_tells_the_numbers_for_everybody_below_the_counties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = small_state.numbers_for_everybody()
    use_data(small_state.write(tmp_path / "rules", content), monkeypatch)
    said = words(opened("statewide_page"))
    table = said.partition("Numbers for everybody</caption>")[2].partition("</table>")[0]
    assert 'href="tel:911"' in table
    assert "Calls to 988 must be connected." in table
    assert "shall transmit all 988 calls" in table
    content["statewide"] = []
    use_data(small_state.write(tmp_path / "none", content), monkeypatch)
    assert "Numbers for everybody" not in words(opened("statewide_page"))
