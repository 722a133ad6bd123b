"""Does every county have the required services: the answer follows from the verdicts, whatever the data."""

from dataclasses import replace
from typing import Any

import pytest

from geo.access import assess
from geo.catalog.records import Flag, Status
from geo.coverage import overview
from geo.coverage.assessment import Assessment
from tests import live, small_state

VERIFIED = live.assessment()


def changed(tmp_path: Any, **required: bool) -> Assessment:
    """Return the small state with these standards required, or not."""
    content = small_state.services()
    for standard in content["standards"]:
        standard["required"] = required.get(standard["id"].replace("-", "_"), False)
    catalog = small_state.load(tmp_path, content)
    return assess.verify(catalog, small_state.DAY)


@pytest.mark.published
def test_the_state_is_told_in_two_parts() -> None:
    services = overview.counts(VERIFIED)
    everywhere, open_one = overview.answer(VERIFIED, services)
    assert everywhere.services == ("Mobile crisis team", "crisis unit in the region")
    assert (everywhere.counties, everywhere.people) == (0, 0)
    assert open_one.services == ("Intensive team",)
    assert (open_one.counties, open_one.people) == (18, 308_076)
    assert open_one.share == pytest.approx(0.104, abs=0.001)
    assert [service.sentence for service in services] == [
        "24 counties by name, 58 through their region.",
        "For 18, a general statement includes them, but no list names them.",
        "14 counties by name, 68 through their region.",
    ]
    assert overview.first_to_show(services) == "intensive"
    (ask,) = overview.asks(services[1].not_shown)
    assert ask.startswith("Ask: ")
    assert "ICSS specialists by county" in ask


def test_each_service_lists_the_counties_that_are_not_covered_by_name() -> None:
    for service in overview.counts(VERIFIED):
        total = service.total
        names = [finding.county for finding in service.not_shown]
        assert names == sorted(names)
        assert len(names) == VERIFIED.counties - total.covered
        assert all(finding.status is not Status.COVERED for finding in service.not_shown)


def test_where_nothing_is_required_every_standard_is_told(tmp_path: Any) -> None:
    assessment = changed(tmp_path)
    assert [each.total.id for each in overview.counts(assessment)] == [
        total.id for total in assessment.standards
    ]


def test_one_service_that_all_have_is_all_of_the_answer(tmp_path: Any) -> None:
    assessment = changed(tmp_path, crew_for_all=True)
    services = overview.counts(assessment)
    (service,) = services
    assert overview.answer(assessment, services) == (
        overview.Answer(services=(service.total.short,), counties=0, people=0, share=0),
    )
    assert overview.asks(service.not_shown) == ()


def test_a_standard_that_is_not_in_force_says_so() -> None:
    (first, *_) = overview.counts(
        replace(
            VERIFIED,
            standards=tuple(replace(total, in_force=False) for total in VERIFIED.standards),
        )
    )
    assert first.sentence.startswith("Not in force on ")


def test_doubts_are_those_of_other_kinds_than_age() -> None:
    findings = [replace(VERIFIED.findings[0], flags=(Flag.STALE, Flag.WEAK))]
    assert overview.doubts(findings) == (Flag.WEAK.label,)
    assert overview.doubts([]) == ()


@pytest.mark.parametrize(
    ("without", "people", "share", "counties", "told"),
    [
        (0, 0, 0.0, 82, "Team: listed for all 82 counties."),
        (0, 0, 0.0, 1, "Team: listed for the county."),
        (1, 1, 0.5, 3, "Team: not shown for 1 county (1 person, 50%)."),
        (2, 1200, 0.25, 3, "Team: not shown for 2 counties (1,200 people, 25%)."),
    ],
)
def test_the_answer_in_words_counts_counties_and_people(
    without: int, people: int, share: float, counties: int, told: str
) -> None:
    answer = overview.Answer(services=("Team",), counties=without, people=people, share=share)
    assert overview.answer_in_words([answer], counties) == told
