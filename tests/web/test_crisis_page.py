"""The page on what to do in a crisis, and peer support under Data & sources, in this process."""

import re
from html import unescape

from geo.web import frame
from tests import live
from tests.web.app_pages import opened, words


def text_of(drawn: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", drawn)).split())


def test_the_page_says_every_step_with_its_source_and_every_team() -> None:
    page = opened("crisis_page")
    told = text_of(words(page))
    assert page.title[0].value == "What to do in a crisis"
    for step in live.catalog().services.crisis_steps:
        assert f"{step.when}." in told
        assert step.says in told
        assert not step.quote or step.quote in told
    assert 'href="tel:866-837-7521"' in words(page)
    assert "read in a report about it" in told


def test_no_id_of_a_source_stands_on_it() -> None:
    told = words(opened("crisis_page"))
    assert [
        one.id for one in live.catalog().services.sources if "-" in one.id and one.id in told
    ] == []


def test_the_age_of_the_sources_stands_before_every_step() -> None:
    drawn = words(opened("crisis_page"))
    assert 0 < drawn.index('class="cc-age"') < drawn.index('class="cc-lead"')
    assert drawn.count('class="cc-age"') == 1


def test_the_page_is_in_spanish_too() -> None:
    page = opened("crisis_page", lang="es")
    told = words(page)
    assert 'class="cc-guide" lang="es"' in told
    rows = live.catalog().spanish.rows
    for step in live.catalog().services.crisis_steps:
        assert rows[step.when] in text_of(told)


def test_find_help_and_counties_lead_to_it() -> None:
    for name in ("find_page", "county_page"):
        links = [link.proto.page for link in opened(name).get("page_link")]
        assert frame.CRISIS in links


def test_peer_support_says_what_is_past() -> None:
    told = text_of(words(opened("sources_page", part="peers")))
    assert "All 31 trainings are past." in told
    assert told.count("over its age limit") >= 8
    assert "June 24 to 26, 2024" in told
