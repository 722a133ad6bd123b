"""The golden totals that stand beside each state's data, and what Missouri's page itself says."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import ReferenceKind, Status
from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.coverage.verify import exit_code
from geo.report import county_answers
from tests import live

pytestmark = pytest.mark.published
ROOT = Path(__file__).parents[1]
MISSOURI = ROOT / "examples" / "missouri"
HOMES = (ROOT / "data", MISSOURI)
PAGE = Path(__file__).parent / "fixtures" / "missouri-crisis-services.txt"
PAGE_ID = "missouri-crisis-services"


@cache
def judged(home: Path) -> Assessment:
    return assess.verify(load.load(home), live.DAY)


@pytest.fixture(params=HOMES, ids=lambda home: home.name)
def home(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def expected(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((home / "expected_totals.yaml").read_text("utf-8"))
    return told


def test_the_data_has_as_many_of_each_as_it_had(home: Path, expected: dict[str, Any]) -> None:
    catalog = judged(home).catalog
    assert len(catalog.counties) == catalog.services.study_area.county_count == expected["counties"]
    assert sum(county.people for county in catalog.counties) == expected["people"]
    # Regions without a county on the day are of the past.
    of_today = {
        own.region for some in judged(home).evidence.regions.values() for own in some if own.certain
    }
    assert len(of_today) == expected["regions"]
    assert len(catalog.services.services) == expected["services"]
    assert len(catalog.services.facilities) == expected["facilities"]


def test_the_verdict_of_the_day(home: Path, expected: dict[str, Any]) -> None:
    found = judged(home)
    assert {
        total.id: [total.covered, total.claimed, total.gap, total.unknown]
        for total in found.standards
    } == expected["standards"]
    assert [total.id for total in found.standards if total.required] == expected["required"]
    codes = {"usual": exit_code(found), "strict": exit_code(found, strict=True)}
    assert codes == expected["exit_codes"]


def test_the_whole_system_in_four_parts(home: Path, expected: dict[str, Any]) -> None:
    pillars = continuum.statewide(judged(home)).pillars
    assert {
        own.pillar.value: [own.covered, own.claimed, own.gap, own.unknown] for own in pillars
    } == expected["pillars"]


def test_where_nothing_is_known_the_whole_system_says_so() -> None:
    missouri = beside.lead(continuum.statewide(judged(MISSOURI)))
    assert missouri == (
        "Someone to talk to: 911 and 988, by rule.",
        "Someone to respond: no information for any of 115 counties.",
        "Somewhere to go: no information for any of 115 counties.",
        "Continuing care: no information for any of 115 counties.",
    )
    assert not any(
        "no information" in told for told in beside.lead(continuum.statewide(judged(HOMES[0])))
    )


def test_no_county_of_missouri_is_said_to_have_all_that_is_required() -> None:
    found = judged(MISSOURI)
    for name in ("Boone", "St. Louis city"):
        catalog = found.catalog
        geoid = catalog.geoid_by_name[name]
        (county,) = (one for one in catalog.counties if one.geoid == geoid)
        told = county_profile(found, county)
        shown = county_answers.answers(found, told, required=True)
        assert [answer.status for answer in shown] == [
            Status.UNKNOWN,
            Status.CLAIMED,
            Status.UNKNOWN,
        ]
        assert county_answers.answers(found, told, required=False) == ()
        lead = "".join(part.words for part in county_answers.lead(shown, name))
        assert lead == (
            f"For the 988 center for the county, no list names {name}. "
            "For the mobile crisis team and crisis center in the county, we found no information. "
        )
    nothing = "".join(part.words for part in county_answers.lead((), "Boone"))
    assert nothing == "Nothing is asked of this county, so there is no answer."


# Missouri: its page has one claim on every county, and no list.


def quotes(node: Any) -> list[str]:
    """Return all words that a part of services.yaml quotes from Missouri's page."""
    if isinstance(node, list):
        return [quote for each in node for quote in quotes(each)]
    if not isinstance(node, dict):
        return []
    own = [node["quote"]] if node.get("source") == PAGE_ID and "quote" in node else []
    return own + [quote for each in node.values() for quote in quotes(each)]


def test_each_quote_of_missouris_page_is_in_it() -> None:
    page = " ".join(PAGE.read_text("utf-8").split())
    told = quotes(yaml.safe_load((MISSOURI / "services.yaml").read_text("utf-8")))
    assert len(told) > 30
    assert [quote for quote in told if " ".join(quote.split()) not in page] == []


def test_missouris_page_names_no_number_but_911_and_988() -> None:
    page = PAGE.read_text("utf-8")
    assert not re.findall(r"\d{3}[-. ]\d{4}", page)
    assert {call.phone for call in judged(MISSOURI).statewide} == {"911", "988"}


def test_only_the_988_centers_are_claimed_for_each_county_of_missouri() -> None:
    found = judged(MISSOURI)
    (claim,) = (one for one in found.catalog.services.claims if one.every_county)
    assert claim.about == ("lifeline",)
    told = {one.status for one in found.of("lifeline-center")}
    assert told == {Status.CLAIMED}
    for kind in found.catalog.services.service_types:
        assert not kind.complete, kind.id


def test_missouris_counts_are_figures_of_their_month_and_cover_nothing() -> None:
    data = judged(MISSOURI).catalog.services
    sources = {source.id: source.as_of.text for source in data.sources}
    figures = {
        one.id: (one.values[0].value, sources[one.source])
        for one in data.references
        if one.kind is ReferenceKind.FIGURE
    }
    assert figures == {
        "lifeline-centers": ("7", "2022-07"),
        "crisis-centers-2022-07": ("10", "2022-07-15"),
        "mobile-providers-2025-07": ("20", "2025-07-01"),
    }
    assert not any(total.covered for total in judged(MISSOURI).standards)
