"""From a place to units, teams and numbers: designated and nearest, sets, county lines, doubts."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess
from geo.catalog import load
from geo.catalog.records import Basis, Catalog
from geo.coverage.assessment import Assessment
from geo.geocode import geocode
from geo.geocode.location import LocationStatus, Scale
from geo.referral import records, refer
from geo.referral.records import Answer, Referral
from geo.spatial import geodesy, possible_nearest

CATALOG = load.load()
VERIFICATION = assess.verify(CATALOG)
CSUS = [one for one in CATALOG.services.facilities if one.type == "csu"]


def ask(text: str, k: int = 3) -> Answer:
    return refer.answer(VERIFICATION, text, k)


def one(text: str, k: int = 3) -> Referral:
    found = ask(text, k)
    assert found.status is LocationStatus.OK
    return found.referrals[0]


def codes(found: Referral) -> set[str]:
    return {caution.code for caution in found.warnings}


def at(place: tuple[float, float]) -> str:
    return f"{place[1]:.6f}, {place[0]:.6f}"


def geoid(name: str) -> str:
    return CATALOG.geoid_by_name[name]


def test_a_town_gets_its_team_its_unit_and_its_intensive_team() -> None:
    found = one("Batesville, MS")
    assert [team.phone for team in found.mobile_crisis] == ["866-837-7521"]
    assert found.mobile_crisis[0].basis is Basis.REGION
    assert found.nearest[0].facility == "Batesville Crisis Stabilization Unit"
    assert found.nearest[0].phone == "662-563-9176"
    assert found.possible_nearest == ("Batesville Crisis Stabilization Unit",)
    assert found.certain
    assert [unit.facility_id for unit in found.designated] == [found.nearest[0].facility_id]
    assert {team.short for team in found.intensive} == {"ICORT"}
    assert [held.county for held in found.counties] == ["Panola"]


def test_every_number_of_an_answer_is_one_of_the_datas() -> None:
    data = CATALOG.services
    known = {one.phone for one in (*data.services, *data.facilities, *data.operators)}
    for county in CATALOG.counties:
        found = one(f"{county.name} County")
        for team in (*found.mobile_crisis, *found.intensive):
            assert team.phone in known
            assert team.operator_phone in known
        for unit in (*found.nearest, *found.designated):
            assert unit.phone in known


@pytest.mark.parametrize("county", CATALOG.counties, ids=lambda one: one.name)
def test_a_countys_teams_are_those_that_its_verdicts_rest_on(county: object) -> None:
    name = county.name  # type: ignore[attr-defined]
    found = one(f"{name} County")
    for standard, teams in (
        ("mobile-crisis", found.mobile_crisis),
        ("intensive", found.intensive),
        ("csu-in-region", found.designated),
    ):
        finding = next(one for one in VERIFICATION.of(standard) if one.county == name)
        carrying = {
            one.service_id for one in finding.evidence if one.basis in (Basis.LISTED, Basis.REGION)
        }
        named = {getattr(one, "team", None) or getattr(one, "facility", None) for one in teams}
        titles = {one.title for one in finding.evidence if one.service_id in carrying}
        assert named == titles
    assert len(found.mobile_crisis) >= 1
    assert len(found.designated) >= 1


def test_in_the_claimed_counties_the_rule_is_said_instead_of_a_team() -> None:
    claimed = [one for one in VERIFICATION.of("intensive") if one.status == "claimed"]
    assert len(claimed) == 18
    for finding in claimed:
        found = one(f"{finding.county} County")
        assert found.intensive == ()
        (said,) = [one for one in found.warnings if one.code == "no_intensive_team"]
        assert said.message == finding.rule


def test_nearest_and_designated_differ_where_the_nearest_unit_is_another_regions() -> None:
    # Corinth (Region 4) is nearer to the middle of Benton County than Tupelo (Region 3), its own.
    found = one("Benton County")
    assert found.nearest[0].city == "Corinth"
    assert [unit.city for unit in found.designated] == ["Tupelo"]
    assert "nearest_not_designated" in codes(found)
    said = next(one.message for one in found.warnings if one.code == "nearest_not_designated")
    assert "Corinth" in said
    assert "Tupelo" in said
    assert "nearest_not_designated" not in codes(one("Corinth, MS"))


def test_from_the_center_of_its_people_the_nearest_unit_of_18_counties_is_another_regions() -> None:
    differing = {
        county.name
        for county in CATALOG.counties
        if "nearest_not_designated" in codes(one(at((county.center_lon, county.center_lat))))
    }
    assert {"Benton", "DeSoto", "Pike", "Tunica", "Warren", "Yazoo"} <= differing
    assert len(differing) == 18


def test_a_zip_in_several_counties_gives_each_with_its_share_and_its_own_team() -> None:
    found = one("38606")
    assert [held.county for held in found.counties] == ["Panola", "Lafayette", "Quitman"]
    shares = [held.share for held in found.counties]
    assert shares == sorted(shares, reverse=True)  # type: ignore[type-var]
    assert sum(share or 0 for share in shares) == pytest.approx(1)
    by_phone = {team.phone: team.counties for team in found.mobile_crisis}
    assert by_phone == {
        "866-837-7521": (geoid("Panola"), geoid("Lafayette")),
        "866-453-6216": (geoid("Quitman"),),
    }
    assert "several_counties" in codes(found)


def test_within_500_m_of_a_county_line_the_other_county_is_named() -> None:
    # A corner of Panola County that it shares with another one, and points beside it.
    rings = CATALOG.outlines[geoid("Panola")]
    lon, lat, *_ = rings[0][len(rings[0]) // 2]
    near = one(f"{lat + 0.002:.6f}, {lon:.6f}")
    assert "near_county_line" in codes(near)
    assert len(near.counties) >= 2
    assert near.counties[0].away_m == 0
    assert all(0 < held.away_m <= 500 for held in near.counties[1:])
    inside = one("34.36200, -89.94800")
    assert "near_county_line" not in codes(inside)
    assert [held.county for held in inside.counties] == ["Panola"]


def test_where_the_state_line_is_nearer_than_the_unit_that_is_said_with_the_state() -> None:
    said = {one.code: one.message for one in one("Southaven, MS").warnings}
    assert said["state_line_closer"].startswith("Tennessee is nearer")
    assert "not in this data" in said["state_line_closer"]
    assert "state_line_closer" not in codes(one("Jackson, MS 39201"))


def test_a_disputed_unit_says_so_wherever_it_is_shown() -> None:
    found = one("Natchez, MS")
    assert found.nearest[0].facility_id == "csu-natchez"
    assert found.nearest[0].disputed
    said = next(one.message for one in found.warnings if one.code == "disputed_unit")
    assert "Call before sending anybody" in " ".join(said.split())
    assert "disputed_unit" not in codes(one("Tupelo, MS", k=1))
    # Natchez is only the third nearest of Lincoln County's, and not its region's: marked, no more.
    third = one("Lincoln County")
    assert [unit.facility_id for unit in third.nearest if unit.disputed] == ["csu-natchez"]
    assert "disputed_unit" not in codes(third)


def test_a_region_that_was_inferred_is_called_so() -> None:
    found = one("Carroll County")
    assert found.mobile_crisis[0].weak
    assert "weak_region" in codes(found)
    assert "weak_region" not in codes(one("Panola County"))


def test_all_evidence_is_past_its_age_limit_now_and_was_not_when_it_was_new() -> None:
    assert "stale" in codes(one("Batesville"))
    then = dt.date(2025, 2, 1)
    early = refer.answer(assess.verify(CATALOG, then), "Batesville, MS")
    assert not early.referrals[0].mobile_crisis[0].stale


def test_on_a_day_before_every_source_nothing_is_known_and_that_is_said() -> None:
    then = dt.date(2001, 1, 1)
    early = refer.answer(assess.verify(CATALOG, then), "Panola County")
    found = early.referrals[0]
    assert found.nearest == found.designated == found.mobile_crisis == found.intensive == ()
    assert found.possible_nearest == ()
    assert not found.certain
    assert {"no_unit", "no_mobile_team", "no_intensive_team"} <= codes(found)


def test_two_readings_are_answered_each_and_neither_is_chosen() -> None:
    found = ask("Washington")
    assert found.status is LocationStatus.AMBIGUOUS
    assert len(found.candidates) == len(found.referrals) >= 2
    written = records.as_json(found)
    assert written["nearest"] == written["mobile_crisis"] == []
    assert written["placed"] is None
    assert len(written["alternatives"]) == len(found.candidates)
    assert records.exit_code(found) == 1


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
    found = ask(text)
    assert found.status == status
    assert records.exit_code(found) == code
    assert {"988", "911"} <= {call.phone for call in found.calls}


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
    assert any(one["code"] == "street_not_looked_up" for one in written["warnings"])


@given(
    st.floats(min_value=-91.6, max_value=-88.2, allow_nan=False),
    st.floats(min_value=30.4, max_value=34.9, allow_nan=False),
    st.integers(min_value=1, max_value=14),
)
def test_the_nearest_are_the_nearest_of_all_and_distances_bracket(
    lon: float, lat: float, k: int
) -> None:
    found = ask(at((lon, lat)), k)
    if found.status is not LocationStatus.OK:
        return
    spot, help_ = found.candidates[0], found.referrals[0]
    away = {one.id: geodesy.between_m(spot.lon, spot.lat, one.lon, one.lat) for one in CSUS}
    assert [one.facility_id for one in help_.nearest] == sorted(away, key=away.__getitem__)[:k]
    for unit in (*help_.nearest, *help_.designated):
        assert unit.distance_m == round(away[unit.facility_id])
        assert unit.distance_low_m <= unit.distance_m <= unit.distance_high_m
    assert help_.nearest[0].facility in help_.possible_nearest
    assert set(help_.possible_by_place) <= set(help_.possible_nearest)
    assert help_.certain == (len(help_.possible_nearest) == 1)
    # Its own county's or region's units are nearest first too.
    far = [one.distance_m for one in help_.designated]
    assert far == sorted(far)


def test_from_every_zip_the_possible_set_holds_the_nearest_of_its_point() -> None:
    sizes = []
    for code in CATALOG.gazetteer.zips:
        found = one(code)
        assert found.nearest[0].facility in found.possible_by_place
        sizes.append(len(found.possible_by_place))
    assert sum(sizes) / len(sizes) <= 1.4


def test_what_a_candidate_stands_for_holds_its_point_and_reaches_all_its_corners() -> None:
    for text, scale in (
        ("38606", Scale.ZIP),
        ("Panola County", Scale.COUNTY),
        ("Batesville, MS", Scale.PLACE),
        ("34.3, -89.9", Scale.COORDINATE),
    ):
        (candidate,) = geocode.locate(text, CATALOG).candidates
        assert candidate.precision is scale
        area = refer.area_of(CATALOG, candidate)
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
    area = refer.area_of(CATALOG, candidate)
    points = [(one.lon, one.lat) for one in CSUS]
    expected = {
        CSUS[place].name
        for place in possible_nearest.possible(points, [float(one.radius_m) for one in CSUS], area)
    }
    assert set(one("Benton County").possible_nearest) == expected
