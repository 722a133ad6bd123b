"""The pages in this process: what they show of small data, and what a choice changes."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.web import snapshot
from tests import small_state
from tests.web.app_pages import maps, opened, rerun, use_data, words


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path, content())
    use_data(written, monkeypatch)
    return written


def content() -> dict[str, object]:
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


def rows(page: AppTest, caption: str) -> list[str]:
    """Return the counties of a table in their order."""
    table = words(page).partition(f"{caption}</caption>")[2].partition("</table>")[0]
    return re.findall(r'data-geoid="\d+">([^<]+)<', table)


def test_the_app_shows_its_first_page_under_the_numbers(repo_root: Path) -> None:
    page = AppTest.from_file(str(repo_root / "app.py"), default_timeout=120).run()
    assert not page.exception
    said = words(page)
    assert 'href="tel:988"' in said
    assert 'href="tel:911"' in said
    assert "An outreach crew, county by county" in said


def test_a_question_of_distance_is_a_standard_on_coverage() -> None:
    page = opened("coverage_page", standard="haven-near", county=small_state.ALDER)
    said = words(page)
    assert "Half within 40 miles of a Haven: " in said
    assert "within 40 miles, straight line" in said
    assert "no source names" not in said.partition("<h3>Numbers to call</h3>")[0]
    assert maps(page) == 1
    finding = next(
        finding
        for finding in snapshot.current().assessment.of("haven-near")
        if finding.geoid == small_state.ALDER
    )
    assert f"cc-{finding.status.value}" in said.partition("<h3>Numbers to call</h3>")[0]


def test_standards_on_which_nothing_was_read_can_be_chosen_and_take_one_line_beside_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = small_state.services()
    for name in ("Sewing", "Singing"):
        kind = {**services["service_types"][2], "id": f"{name}-kind".lower(), "role": "other"}
        services["service_types"].append({**kind, "name": name, "short": name})
        asked = {**services["standards"][-1], "id": name.lower(), "title": name}
        services["standards"].append({**asked, "any_of": [kind["id"]], "required": False})
    use_data(small_state.write(tmp_path / "unread", services), monkeypatch)
    page = opened("coverage_page", standard="crew-for-all", county=small_state.ALDER)
    assert [one for one in page.selectbox(key="standard").options if one.startswith("S")] == [
        "Sewing",
        "Singing",
    ]
    others = words(page).partition("<h3>Other standards</h3>")[2].partition("</ul>")[0]
    told = "<li>No information for any county, and not required: Sewing and Singing.</li>"
    assert others.endswith(told)
    assert others.count("<li>") == 5, "four more standards of the small state, and this line"
    own = words(opened("coverage_page", standard="sewing", county=small_state.ALDER))
    assert "<h3>Sewing</h3>" in own
    assert "speaks for or against Sewing in Alder County" in own


def test_an_address_with_nonsense_shows_the_first_view() -> None:
    page = opened("coverage_page", standard="nonsense", county="99999", layer="<script>")
    assert page.selectbox(key="standard").value == "crew-for-all"
    assert page.selectbox(key="county").value is None
    assert page.query_params == {}


def test_the_table_is_filtered_and_sorted() -> None:
    page = opened("coverage_page", standard="care-at-home")
    assert rows(page, "Home or day care, county by county") == ["Alder", "Birch", "Cedar"]
    page.selectbox(key="order").select("People")
    page.multiselect(key="statuses").select("covered")
    rerun(page)
    assert rows(page, "Home or day care, county by county") == ["Alder"]
    page.multiselect(key="regions").select(2)
    assert "0 of 3 counties shown." in words(rerun(page))


def test_a_choice_is_kept_in_the_address() -> None:
    page = opened("coverage_page")
    page.selectbox(key="county").select(small_state.CEDAR)
    page.selectbox(key="layer").select("regions")
    rerun(page)
    assert page.query_params == {"county": small_state.CEDAR, "layer": "regions"}
    assert "<h2>Cedar County</h2>" in words(page)


def test_page_county_lists_all_counties_and_shows_the_one_asked_for() -> None:
    assert words(opened("county_page")).count('href="county?county=') == 3
    sheet = words(opened("county_page", county=small_state.BIRCH))
    assert 'data-geoid="56003"' in sheet
    assert sheet.count('href="county?county=') == 2, "its two neighbors"
    assert "names no county of Wyoming" in words(opened("county_page", county="1"))


def test_gaps_are_ranked_and_narrowed() -> None:
    page = opened("gaps_page")
    assert "3 of 3 counties shown." in words(page)
    page.multiselect(key="gaps_regions").select(2)
    assert "1 of 3 counties shown." in words(rerun(page))
    page.selectbox(key="gaps_urban").select("Metropolitan (codes 1 to 3)")
    assert "No county is both in these regions and of this kind" in words(rerun(page))


def test_gaps_tell_of_one_county_in_each_measure() -> None:
    page = opened("gaps_page")
    page.selectbox(key="gaps_county").select(small_state.CEDAR)
    measures = page.selectbox(key="gaps_measure")
    assert len(measures.options) > 3
    for place in range(len(measures.options)):
        page.selectbox(key="gaps_measure").select_index(place)
        assert "Cedar County" in words(rerun(page))


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
    for page in ("coverage_page", "gaps_page", "county_page", "find_page", "sources_page"):
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
    said = words(opened("coverage_page"))
    table = said.partition("Numbers for everybody</caption>")[2].partition("</table>")[0]
    assert 'href="tel:911"' in table
    assert "Calls to 988 must be connected." in table
    assert "shall transmit all 988 calls" in table
    content["statewide"] = []
    use_data(small_state.write(tmp_path / "none", content), monkeypatch)
    assert "Numbers for everybody" not in words(opened("coverage_page"))
