"""The center of a county: who it is, how to reach it, and how that is known."""

import datetime as dt
from pathlib import Path

import pytest

from geo.catalog.records import Confidence, County, Flag, ServiceRole
from geo.coverage.centers import centers
from geo.coverage.continuum import county_continuum
from geo.coverage.fact_ages import is_old
from geo.referral.centers import centers_of
from geo.text import period
from tests import small_state
from tests.coverage.judging import live, verified
from tests.live import DAY
from tests.small_state import ALDER, BIRCH, CEDAR

KNOWN = live()
VERIFIED = verified(KNOWN)


def test_every_county_has_one_center_with_a_source_and_its_region() -> None:
    for county in KNOWN.counties:
        (center,) = centers(VERIFIED, county.geoid)
        assert center.certain
        assert center.name
        assert county.geoid in center.counties
        assert center.source in {source.id for source in KNOWN.services.sources}
        assert center.as_of


def test_what_is_inferred_is_marked_and_so_is_what_is_old() -> None:
    by_name = {county.name: centers(VERIFIED, county.geoid)[0] for county in KNOWN.counties}
    weak = {name for name, center in by_name.items() if center.weak}
    inferred = {
        name for name, center in by_name.items() if center.membership.confidence is Confidence.WEAK
    }
    assert weak == inferred
    assert "Carroll" in weak
    sources = {source.id: source for source in KNOWN.services.sources}
    for center in by_name.values():
        for fact in center.rests_on:
            assert fact.stale is is_old(sources[fact.source], DAY)
            assert fact.as_of == sources[fact.source].as_of.text
        assert center.stale is any(fact.stale for fact in center.rests_on)
    assert {fact.stale for center in by_name.values() for fact in center.rests_on} == {True, False}


@pytest.mark.parametrize("county", KNOWN.counties, ids=lambda county: county.name)
def test_a_center_has_the_same_source_day_and_age_wherever_it_is_told(county: County) -> None:
    (center,) = centers(VERIFIED, county.geoid)
    number, region = center.rests_on
    (told,) = (
        kind
        for pillar in county_continuum(VERIFIED, county).pillars
        for kind in pillar.types
        if kind.role is ServiceRole.CENTER
    )
    assert (
        (told.source, told.as_of) == (number.source, number.as_of) == (center.source, center.as_of)
    )
    assert (Flag.STALE in told.flags) is center.stale
    assert told.quote is None
    assert f"({region.source}, {period(region.as_of)})" in told.region_says
    (helped,) = centers_of(VERIFIED, [county.geoid])
    assert (helped.stale, helped.rests_on) == (center.stale, center.rests_on)


def test_a_center_without_a_number_keeps_its_name() -> None:
    (warren,) = centers(VERIFIED, KNOWN.geoid_by_name["Warren"])
    assert (warren.name, warren.phone) == ("River Ridge Behavioral Health", None)
    assert warren.address == "Vicksburg"


def test_a_region_without_a_center_says_so(tmp_path: Path) -> None:
    content = small_state.services()
    del content["regions"][1]["operator"]
    catalog = small_state.load(tmp_path, content)
    assessment = verified(catalog, small_state.DAY)
    (cedar,) = centers(assessment, CEDAR)
    assert (cedar.operator, cedar.name, cedar.phone, cedar.source) == (None, "", None, None)
    (alder,) = centers(assessment, ALDER)
    assert alder.counties == (ALDER, BIRCH)
    assert alder.phone == "307-555-0100"


def test_while_a_move_is_open_there_are_two(tmp_path: Path) -> None:
    content = small_state.services()
    old, new = content["regions"]
    before, after = old["members"][0], new["members"][0]
    name = before["counties"][-1]
    moved = {**before, "counties": [name]}
    before["counties"] = before["counties"][:-1]
    old["members"].append({**moved, "valid_to": "2026-01-01/2026-06-01"})
    new["members"].append({**after, "counties": [name], "valid_from": "2026-01-01/2026-06-01"})
    catalog = small_state.load(tmp_path, content)
    found = centers(verified(catalog, dt.date(2026, 3, 1)), catalog.geoid_by_name[name])
    assert [(center.region, center.certain) for center in found] == [(1, False), (2, False)]
