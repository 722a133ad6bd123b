"""Referrals over the whole of the live data: what holds for every county, ZIP and point."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Basis, Catalog, County, StandardRole, Status
from geo.coverage.assessment import Assessment
from geo.coverage.findings import Finding
from geo.geocode import candidates, geocode
from geo.geocode.location import LocationStatus, Scale
from geo.referral import records, refer
from geo.referral.records import Answer, Referral
from geo.spatial import geodesy, possible_nearest
from tests import live

CATALOG = live.catalog()
ASSESSMENT = live.assessment()
UNITS = CATALOG.services.facilities


def ask(text: str, k: int = 3) -> Answer:
    return refer.answer(ASSESSMENT, text, k)


def alone(text: str, k: int = 3) -> Referral:
    """Return the help for a text of one reading."""
    answer = ask(text, k)
    assert answer.status is LocationStatus.OK
    return answer.referrals[0]


def codes(referral: Referral) -> set[str]:
    return {caution.code for caution in referral.warnings}


def verdicts(role: StandardRole) -> tuple[Finding, ...]:
    """Return the findings of the standard that decides a part of the answer."""
    standard = ASSESSMENT.deciding(role)
    assert standard
    return ASSESSMENT.of(standard.id)


def at(place: tuple[float, float]) -> str:
    return f"{place[1]:.6f}, {place[0]:.6f}"


def test_every_number_of_an_answer_is_one_of_the_datas() -> None:
    data = CATALOG.services
    records = (*data.services, *data.facilities, *data.operators)
    known = {record.phone for record in records} | {None}
    for county in CATALOG.counties:
        referral = alone(f"{county.name} County")
        for team in (*referral.mobile_crisis, *referral.intensive):
            assert {team.phone, team.operator_phone} <= known
        for unit in (*referral.nearest, *referral.designated):
            assert unit.phone in known


@pytest.mark.parametrize("county", CATALOG.counties, ids=lambda county: county.name)
def test_a_countys_teams_are_those_that_its_verdicts_rest_on(county: County) -> None:
    referral = alone(f"{county.name} County")
    for role, named in (
        (StandardRole.MOBILE_CRISIS, {team.team for team in referral.mobile_crisis}),
        (StandardRole.INTENSIVE, {team.team for team in referral.intensive}),
        (StandardRole.DESIGNATED, {unit.facility for unit in referral.designated}),
    ):
        (finding,) = [finding for finding in verdicts(role) if finding.geoid == county.geoid]
        assert named == {
            evidence.title
            for evidence in finding.evidence
            if evidence.basis in (Basis.LISTED, Basis.REGION)
        }


def test_without_a_team_the_rule_is_said_instead() -> None:
    for finding in verdicts(StandardRole.INTENSIVE):
        referral = alone(f"{finding.county} County")
        said = [item.message for item in referral.warnings if item.code == "no_intensive_team"]
        assert said == ([] if finding.status is Status.COVERED else [finding.rule])
        assert bool(referral.intensive) == (finding.status is Status.COVERED)


def test_a_nearest_unit_of_another_region_is_told_apart_and_only_then() -> None:
    for county in CATALOG.counties:
        referral = alone(at((county.center_lon, county.center_lat)))
        apart = bool(referral.designated) and not referral.nearest[0].designated
        assert ("nearest_not_designated" in codes(referral)) == apart


def test_two_readings_are_answered_each_and_neither_is_chosen() -> None:
    answer = ask("Washington")
    assert answer.status is LocationStatus.AMBIGUOUS
    assert len(answer.candidates) == len(answer.referrals) >= 2
    written = records.as_json(answer)
    assert written["nearest"] == written["mobile_crisis"] == []
    assert written["placed"] is None
    assert len(written["alternatives"]) == len(answer.candidates)
    assert records.exit_code(answer) == 1


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("Batesville", "ok", 0),
        ("350 Poplar Ave, Memphis TN 38103", "out_of_state", 1),
        ("xyzzy plugh", "not_found", 1),
        ("", "invalid", 2),
        ("x" * 10_000, "invalid", 2),
    ],
)
def test_each_status_has_its_exit_code_and_still_the_numbers_that_always_answer(
    text: str, status: str, code: int
) -> None:
    answer = ask(text)
    assert answer.status == status
    assert records.exit_code(answer) == code
    assert {"988", "911"} <= {call.phone for call in answer.calls}


def test_the_json_is_the_contract_and_holds_nothing_typed() -> None:
    written = records.as_json(ask("4711 Zzyzxmark Lane, Batesville MS 38606"))
    text = json.dumps(written)
    assert "zzyzx" not in text.casefold()
    assert {
        "schema",
        "data_sha256",
        "as_of",
        "status",
        "candidates",
        "nearest",
        "possible_nearest",
        "designated",
        "mobile_crisis",
        "intensive",
        "method",
        "warnings",
    } <= set(written)
    assert written["method"] == "straight-line (WGS 84 geodesic)"
    assert {"facility", "distance_m", "phone", "region"} <= set(written["nearest"][0])
    assert {"team", "phone", "basis"} <= set(written["mobile_crisis"][0])
    assert {"label", "lon", "lat", "precision", "radius_m", "geoid", "county"} <= set(
        written["candidates"][0]
    )
    assert written["alternatives"] == []
    assert "street_not_looked_up" in {warning["code"] for warning in written["warnings"]}


@given(
    st.floats(min_value=-91.6, max_value=-88.2, allow_nan=False),
    st.floats(min_value=30.4, max_value=34.9, allow_nan=False),
    st.integers(min_value=1, max_value=14),
)
def test_the_nearest_are_the_nearest_of_all_and_distances_bracket(
    lon: float, lat: float, k: int
) -> None:
    answer = ask(at((lon, lat)), k)
    if answer.status is not LocationStatus.OK:
        return
    place, referral = answer.candidates[0], answer.referrals[0]
    away_m = {
        unit.id: geodesy.between_m(place.lon, place.lat, unit.lon, unit.lat) for unit in UNITS
    }
    nearest = [unit.facility_id for unit in referral.nearest]
    assert nearest == sorted(away_m, key=away_m.__getitem__)[:k]
    for unit in (*referral.nearest, *referral.designated):
        assert unit.distance_m == round(away_m[unit.facility_id])
        assert unit.distance_low_m <= unit.distance_m <= unit.distance_high_m
    assert referral.nearest[0].facility in referral.possible_nearest
    assert set(referral.possible_by_place) <= set(referral.possible_nearest)
    assert referral.certain == (len(referral.possible_nearest) == 1)
    # The region's own units are nearest first too.
    own_m = [unit.distance_m for unit in referral.designated]
    assert own_m == sorted(own_m)


def test_from_every_zip_the_possible_set_holds_the_nearest_of_its_point() -> None:
    sizes = []
    for code in CATALOG.gazetteer.zips:
        referral = alone(code, k=1)
        assert referral.nearest[0].facility in referral.possible_by_place
        sizes.append(len(referral.possible_by_place))
    # Few enough to be of use.
    assert sum(sizes) / len(sizes) < 2


def test_what_a_candidate_stands_for_holds_its_point_and_reaches_all_its_corners() -> None:
    for text, scale in (
        ("38606", Scale.ZIP),
        ("Panola County", Scale.COUNTY),
        ("Batesville, MS", Scale.PLACE),
        ("34.3, -89.9", Scale.COORDINATE),
    ):
        (candidate,) = geocode.locate(text, CATALOG).candidates
        assert candidate.precision is scale
        area = candidates.area_of(CATALOG, candidate)
        assert (area.lon, area.lat) == pytest.approx((candidate.lon, candidate.lat), abs=0.5)
        for ring in area.rings:
            assert tuple(ring[0]) == tuple(ring[-1])
            for lon, lat, *_ in ring:
                assert geodesy.between_m(area.lon, area.lat, lon, lat) <= area.radius_m + 1
        if not area.rings:
            assert area.radius_m == candidate.radius_m


def test_other_data_and_another_day_do_not_share_what_was_looked_up() -> None:
    other: Catalog = load.load()
    same: Assessment = assess.verify(other)
    assert refer.answer(same, "38606").referrals == ask("38606").referrals
    assert len({id(CATALOG), id(other)}) == 2


def test_the_units_that_could_be_nearest_are_those_of_the_exact_search() -> None:
    (candidate,) = geocode.locate("Benton County", CATALOG).candidates
    area = candidates.area_of(CATALOG, candidate)
    points = [(unit.lon, unit.lat) for unit in UNITS]
    radii = [float(unit.radius_m) for unit in UNITS]
    expected = {UNITS[place].name for place in possible_nearest.possible(points, radii, area)}
    assert set(alone("Benton County").possible_nearest) == expected
