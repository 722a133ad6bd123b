"""Whose unit it is: its region's, and one of how many; never that it serves a county, which no source says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from geo.catalog.vocabulary import CatchmentProof
from geo.coverage import centers
from geo.referral import refer, view_lines
from geo.referral.records import Referral
from geo.referral.view import of_answer
from tests import live

KNOWN = live.catalog()
NAMES = {county.geoid: county.name for county in KNOWN.counties}


def referral(text: str) -> Referral:
    (only,) = refer.answer(live.assessment(), text, k=len(KNOWN.services.facilities)).referrals
    return only


def told(text: str) -> dict[str, str]:
    return {
        unit.facility.split()[0]: words
        for unit in referral(text).nearest
        if (words := view_lines.whose(unit, NAMES))
    }


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Greene County",
            {
                "Laurel": "It is one of 2 units of Region 12, which has Greene County.",
                "Gulfport": "It is one of 2 units of Region 12, which has Greene County.",
            },
        ),
        (
            "Carroll County",
            dict.fromkeys(
                ("Grenada", "Cleveland"),
                "It is one of 2 units of Region 6. We inferred that Region 6 has Carroll County.",
            ),
        ),
        ("Batesville", {"Batesville": "It is the unit of Region 2, which has Panola County."}),
    ],
)
def test_a_unit_is_its_region_s_and_one_of_how_many(text: str, units: dict[str, str]) -> None:
    assert told(text) == units


def test_every_county_hears_how_many_units_its_region_has_and_whether_that_was_inferred() -> None:
    for county in KNOWN.counties:
        (center,) = centers.centers(live.assessment(), county.geoid)
        units = [unit for unit in KNOWN.services.facilities if unit.region == center.region]
        own = referral(f"{county.name} County").designated
        assert {unit.facility_id for unit in own} == {unit.id for unit in units}
        for unit in own:
            assert unit.region_units == len(units)
            assert (unit.in_region, unit.inferred) == (
                ((), (county.geoid,)) if center.weak else ((county.geoid,), ())
            )
            words = view_lines.whose(unit, NAMES)
            assert ("one of" in words) is (len(units) > 1)
            assert ("inferred" in words) is center.weak


def _shown(text: str) -> Iterator[str]:
    answer = refer.answer(live.assessment(), text, k=len(KNOWN.services.facilities))
    for row in of_answer(live.assessment(), answer, 0).rows:
        for helper in row.helpers:
            yield f"{helper.detail} {helper.whose} {helper.takes}"


def test_nothing_shown_of_a_unit_says_serves_while_no_source_names_its_counties() -> None:
    proofs = [unit.serves.proof for unit in KNOWN.services.facilities if unit.serves]
    assert CatchmentProof.READ not in proofs
    for text in (*(f"{county.name} County" for county in KNOWN.counties), "38606", "38901"):
        assert "serve" not in " ".join(_shown(text)).casefold()


def test_a_unit_in_a_county_of_another_region_is_told_by_its_place_alone() -> None:
    """A unit is also the own one of the county that it lies in, in whatever region that is."""
    unit = next(unit for unit in referral("Greene County").nearest if unit.in_region)
    assert view_lines.whose(replace(unit, in_region=()), NAMES) == "It is in Greene County."
    assert not view_lines.whose(replace(unit, in_region=(), counties=()), NAMES)
