"""Referrals in a made-up state, to the word: what is listed, in which order, and what is warned of."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.coverage.assessment import Assessment
from geo.geocode import candidates, geocode
from geo.geocode.location import Candidate, CountyShare, LocationStatus, Scale
from geo.referral import cautions, distance_text, records, refer
from geo.referral.records import Answer, Referral, Unit
from geo.spatial import geodesy
from tests import small_state
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

Content = dict[str, Any]
Ask = Callable[..., Referral]
ALDERTON, BIRCHVILLE, CEDAR_FALLS = (-106.5, 42.5), (-105.4, 42.3), (-104.2, 42.8)
DISPUTE = {
    "id": "is-it-open",
    "title": "Whether it is open",
    "about": ["haven"],
    "units": ["haven-birch"],
    "bears_on": "coverage",
    "sides": [{"source": "team-list", "says": "open"}, {"source": "news", "says": "closed"}],
    "treatment": "Call first.",
}


@pytest.fixture
def content() -> Content:
    """Return services.yaml of the state, to be changed before somebody asks."""
    return small_state.services()


@pytest.fixture
def assess(content: Content, tmp_path: Path) -> Callable[..., Assessment]:
    def assess(day: dt.date = DAY) -> Assessment:
        # Written without YAML's aliases, which stand for a list that occurs twice.
        return geo.verify(small_state.load(tmp_path / "data", json.loads(json.dumps(content))), day)

    return assess


@pytest.fixture
def ask(assess: Callable[..., Assessment]) -> Ask:
    """Return what gives the referral for the one reading of a text."""

    def ask(text: str, k: int = 3, day: dt.date = DAY) -> Referral:
        answer = refer.answer(assess(day), text, k)
        assert answer.status is LocationStatus.OK
        return answer.referrals[0]

    return ask


def at(place: tuple[float, float]) -> str:
    return f"{place[1]:.5f}, {place[0]:.5f}"


def add_unit(content: Content, name: str, place: tuple[float, float], **other: Any) -> None:
    """Add a unit of Region 1 in Alder County."""
    unit = content["facilities"][0] | {
        "id": name.lower().replace(" ", "-"),
        "name": f"{name} Haven",
        "city": "Alderton",
        "county": "Alder",
        "lon": place[0],
        "lat": place[1],
    }
    content["facilities"].append(unit | other)


def add_source(content: Content, name: str, as_of: str) -> str:
    content["sources"].append(
        content["sources"][0] | {"id": name, "as_of": as_of, "retrieved": as_of}
    )
    return name


def cities(units: tuple[Unit, ...]) -> list[str]:
    return [unit.facility.removesuffix(" Haven") for unit in units]


def codes(referral: Referral) -> list[str]:
    return [caution.code for caution in referral.warnings]


def messages(referral: Referral) -> dict[str, str]:
    return {caution.code: caution.message for caution in referral.warnings}


# Which units are listed ------------------------------------------------------------------------


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("silent", ["source", "opened"])
def test_units_that_no_source_speaks_of_yet_do_not_take_the_place_of_others(
    k: int, silent: str, content: Content, ask: Ask
) -> None:
    """A unit of a younger source, or that is not open yet, is nearer than every other."""
    late = add_source(content, "late", "2026-02-01")
    other = {"source": late} if silent == "source" else {"opened": "2026-02-01"}
    for number in range(3):
        add_unit(content, f"Young {number}", (-106.5 + number / 100, 42.5), **other)
    early = dt.date(2026, 1, 1)
    before = ask("Alderton", k, early)
    assert cities(before.nearest) == ["Birchville", "Cedar Falls"][:k]
    assert before.possible_nearest == ("Birchville Haven",)
    after = ask("Alderton", k)
    assert cities(after.nearest) == ["Young 0", "Young 1", "Young 2"][:k]


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9])
def test_the_k_nearest_are_listed_nearest_first(k: int, content: Content, ask: Ask) -> None:
    add_unit(content, "Far", (-106.9, 42.1))
    add_unit(content, "Near", (-106.51, 42.5))
    listed = cities(ask("Alderton", k).nearest)
    assert listed == ["Near", "Far", "Birchville", "Cedar Falls"][:k]


def test_the_region_s_own_units_are_named_beyond_those_that_are_listed(
    content: Content, ask: Ask
) -> None:
    add_unit(content, "Far", (-106.9, 42.1))
    content["facilities"].reverse()
    short, long = ask("Alderton", 1), ask("Alderton", 3)
    assert (cities(short.nearest), cities(short.designated)) == (["Far"], ["Far", "Birchville"])
    assert cities(long.nearest) == ["Far", "Birchville", "Cedar Falls"]
    assert cities(long.designated) == ["Far", "Birchville"]
    # That of another region is not among them, however near.
    assert cities(ask("Cedar Falls", 1).designated) == ["Cedar Falls"]


def test_the_region_s_own_unit_is_measured_where_it_is_not_among_the_nearest(
    content: Content, ask: Ask
) -> None:
    swap_regions(content)
    referral = ask("Alderton", 1)
    assert cities(referral.nearest) == ["Birchville"]
    (own,) = referral.designated
    assert own.facility == "Cedar Falls Haven"
    assert own.distance_m == round(geodesy.between_m(*ALDERTON, *CEDAR_FALLS))
    assert (own.designated, own.counties) == (True, (ALDER,))
    assert (referral.nearest[0].designated, referral.nearest[0].counties) == (False, ())


def swap_regions(content: Content) -> None:
    """Put Alder and Cedar in Region 1 with Cedar Falls, Birch in Region 2 with Birchville."""
    first, second = content["regions"]
    first["members"][0]["counties"] = ["Alder", "Cedar"]
    second["members"][0]["counties"] = ["Birch"]
    for facility, region in zip(content["facilities"], (2, 1), strict=True):
        facility["region"] = region


def test_without_a_standard_that_asks_for_it_no_unit_is_the_region_s_own(
    content: Content, ask: Ask
) -> None:
    content["standards"][2]["role"] = "other"
    referral = ask("Alderton")
    assert referral.designated == ()
    assert cities(referral.nearest) == ["Birchville", "Cedar Falls"]
    assert "no_designated" in codes(referral)


# What is told of a unit ------------------------------------------------------------------------


def test_distances_are_told_with_what_place_and_unit_may_be_off(
    content: Content, assess: Callable[..., Assessment]
) -> None:
    content["facilities"][1]["radius_m"] = 15_000
    assessment = assess()
    (candidate,) = geocode.locate("Birchville", assessment.catalog).candidates
    near, far = refer.refer(assessment, candidate).nearest
    assert (candidate.radius_m, near.radius_m, far.radius_m) == (3000, 3000, 15_000)
    assert (near.distance_m, near.distance_low_m, near.distance_high_m) == (0, 0, 6000)
    away_m = geodesy.between_m(*BIRCHVILLE, *CEDAR_FALLS)
    assert far.distance_m == round(away_m)
    assert far.distance_low_m == round(away_m - 18_000)
    assert far.distance_high_m == round(away_m + 18_000)
    assert far.distance == distance_text.distance(away_m, 18_000)
    # Rounded as the least certain of them all, also where that one is not listed.
    moved = refer.refer(assessment, located(-105.9, 42.3), 1).nearest[0]
    away_m = geodesy.between_m(-105.9, 42.3, *BIRCHVILLE)
    assert moved.distance == distance_text.distance(away_m, 3100, 15_100)
    assert moved.distance != distance_text.distance(away_m, 3100)


def located(lon: float, lat: float, radius_m: int = 100, geoid: str = BIRCH) -> Candidate:
    """Return a candidate of coordinates."""
    name = {ALDER: "Alder", BIRCH: "Birch", CEDAR: "Cedar"}[geoid]
    return Candidate(
        label="here",
        lon=lon,
        lat=lat,
        precision=Scale.COORDINATE,
        radius_m=radius_m,
        geoid=geoid,
        county=name,
        counties=(CountyShare(geoid=geoid, county=name),),
    )


def test_a_unit_is_told_with_its_source(content: Content, ask: Ask) -> None:
    content["sources"][0]["stale_after_days"] = 400
    unit = ask("Birchville").nearest[0]
    assert (unit.facility_id, unit.city, unit.region) == ("haven-birch", "Birchville", 1)
    assert (unit.phone, unit.source, unit.as_of) == ("307-555-0110", "team-list", "2025-06-01")
    assert (unit.quote, unit.disputed) == ("Birchville Haven", ())
    assert (unit.lon, unit.lat) == BIRCHVILLE
    assert not unit.stale
    assert ask("Birchville", day=dt.date(2026, 8, 1)).nearest[0].stale


def test_a_contradiction_on_a_unit_is_told_in_sentences(content: Content, ask: Ask) -> None:
    content["contradictions"] = [DISPUTE]
    said = "Whether it is open: open (team-list); closed (news). Call first."
    referral = ask("Cedar Falls", 2)
    assert [unit.disputed for unit in referral.nearest] == [(), (said,)]
    # It is neither the nearest nor the region's own there: marked, no more.
    assert "disputed_unit" not in codes(referral)
    assert messages(ask("Birchville"))["disputed_unit"] == f"Birchville Haven: {said}"
    swap_regions(content)
    other = ask("Birch County", 1)
    assert messages(other)["disputed_unit"] == f"Birchville Haven: {said}"


@pytest.mark.parametrize(
    ("confidences", "weak"),
    [(("stated", "weak"), False), (("weak", "stated"), False), (("weak", "weak"), True)],
)
def test_a_unit_is_weak_where_every_county_s_region_is(
    confidences: tuple[str, str], weak: bool, content: Content, ask: Ask
) -> None:
    member = content["regions"][0]["members"][0]
    members = zip(("Alder", "Birch"), confidences, strict=True)
    content["regions"][0]["members"] = [
        member | {"counties": ["Cedar"]},
        *(member | {"counties": [county], "confidence": word} for county, word in members),
    ]
    del content["regions"][1], content["facilities"][0]
    content["facilities"][0]["region"] = 1
    (unit,) = ask("82001").designated
    assert (unit.counties, unit.weak) == ((ALDER, BIRCH), weak)
    (home,) = ask("Cedar Falls").designated
    assert (home.counties, home.weak) == ((CEDAR,), False)


# Teams -----------------------------------------------------------------------------------------


def test_a_team_is_told_once_with_its_counties_in_the_order_of_the_place(ask: Ask) -> None:
    (crew,) = ask("82001").mobile_crisis
    assert (crew.team, crew.service, crew.short) == ("West crew", "outreach-crew", "Outreach crew")
    assert crew.counties == (ALDER, BIRCH)
    assert (crew.basis, crew.weak, crew.stale) == ("region", False, False)
    assert (crew.phone, crew.operator, crew.operator_phone) == (
        "307-555-0101",
        "Plains Center",
        "307-555-0100",
    )
    assert (crew.source, crew.as_of, crew.quote) == ("team-list", "2025-06-01", "serves the county")
    assert not crew.asks_operator
    (care,) = ask("82001").intensive
    assert (care.team, care.counties, care.basis) == ("Alder home care", (ALDER,), "listed")
    assert care.asks_operator
    (east,) = ask("Cedar Falls").mobile_crisis
    assert (east.operator, east.operator_phone, east.phone) == ("Hills Center", None, None)
    assert not east.asks_operator


def test_a_general_statement_names_no_team(content: Content, ask: Ask) -> None:
    content["services"][0]["catchment"] = {"statewide": True}
    referral = ask("Alderton")
    assert referral.mobile_crisis == ()
    assert "no_mobile_team" in codes(referral)


def test_teams_of_a_region_that_is_not_certain_are_not_told(content: Content, ask: Ask) -> None:
    first, second = content["regions"]
    moving = first["members"][0] | {"counties": ["Alder"]}
    first["members"] = [
        first["members"][0] | {"counties": ["Birch"]},
        moving | {"valid_to": "2026-01/2026-06"},
    ]
    second["members"].append(moving | {"valid_from": "2026-01/2026-06"})
    referral = ask("Alderton")
    assert referral.mobile_crisis == referral.designated == ()
    assert sorted(referral.counties[0].regions) == [1, 2]
    assert {"no_mobile_team", "no_designated"} <= set(codes(referral))


# Counties --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("away_m", "radius_m", "both"),
    [(400, 10, True), (490, 10, True), (510, 10, False), (700, 650, False), (700, 750, True)],
)
def test_a_county_is_named_within_500_m_or_as_far_as_the_point_may_be_off(
    away_m: float, radius_m: int, both: bool, assess: Callable[..., Assessment]
) -> None:
    degree_m = geodesy.between_m(-106.5, 42.5, -105.5, 42.5)
    place = located(-106.0 - away_m / degree_m, 42.5, radius_m, ALDER)
    referral = refer.refer(assess(), place)
    assert [county.geoid for county in referral.counties] == [ALDER, BIRCH][: 1 + both]
    assert referral.counties[0].away_m == 0
    assert [county.county for county in referral.counties] == ["Alder", "Birch"][: 1 + both]
    if both:
        assert referral.counties[1].away_m == pytest.approx(away_m, abs=5)
        assert referral.counties[1].share is None
        assert messages(referral)["near_county_line"] == (
            "Near a county line: it may be in Birch County, with another region and other numbers."
        )
    else:
        assert "near_county_line" not in codes(referral)


@pytest.mark.parametrize(
    ("precision", "shares", "geoid", "both"),
    [
        (Scale.ZIP, {ALDER: None}, ALDER, True),
        (Scale.ZIP, {ALDER: 1.0}, ALDER, False),
        (Scale.ZIP, {CEDAR: None}, CEDAR, False),
        (Scale.PLACE, {ALDER: None}, ALDER, False),
        (Scale.COUNTY, {ALDER: None}, ALDER, False),
    ],
)
def test_a_zip_whose_people_nobody_counted_may_lie_in_all_counties_it_reaches(
    precision: Scale,
    shares: Mapping[str, float | None],
    geoid: str,
    both: bool,
    assess: Callable[..., Assessment],
) -> None:
    place = Candidate(
        label="ZIP 82009",
        lon=-106.01,
        lat=42.5,
        precision=precision,
        radius_m=2000,
        geoid=geoid,
        county="",
        counties=tuple(
            CountyShare(geoid=county, county=county, share=share)
            for county, share in shares.items()
        ),
    )
    counties = refer.refer(assess(), place).counties
    assert [county.geoid for county in counties] == [geoid, *([BIRCH] if both else [])]
    assert counties[0].share == shares[geoid]


def test_a_county_is_told_with_its_regions_and_verdicts(content: Content, ask: Ask) -> None:
    alder, birch = ask("82001").counties
    assert (alder.share, birch.share) == (0.975, 0.025)
    assert (alder.regions, alder.mobile_crisis, alder.intensive) == ((1,), "covered", "covered")
    assert birch.intensive == "claimed"
    assert birch.intensive_rule.startswith("Claimed only: a general statement includes Birch")
    assert alder.mobile_crisis_rule.startswith("Covered: the source names Region 1")
    del content["standards"][:2]
    silent = ask("82001").counties[0]
    assert (silent.mobile_crisis, silent.mobile_crisis_rule) == (None, "")
    assert (silent.intensive, silent.intensive_rule) == (None, "")


# What a place stands for -----------------------------------------------------------------------


def test_a_zip_stands_for_its_cell_and_without_one_for_a_disc(
    assess: Callable[..., Assessment],
) -> None:
    catalog = assess().catalog
    (place,) = geocode.locate("82001", catalog).candidates
    area = candidates.area_of(catalog, place)
    assert len(area.rings) == 1
    corner_m = max(geodesy.between_m(*ALDERTON, lon, lat) for lon, lat, *_ in area.rings[0])
    assert corner_m <= area.radius_m < corner_m + 1
    assert (area.lon, area.lat) == ALDERTON
    disc = candidates.area_of(catalog, replace(place, id="82009"))
    assert (disc.rings, disc.radius_m, disc.lon, disc.lat) == ((), 5000, *ALDERTON)


# What is warned of -----------------------------------------------------------------------------


def test_warnings_come_in_one_order(ask: Ask) -> None:
    assert codes(ask("82001")) == ["several_counties", "state_line_closer", "no_intensive_team"]
    assert codes(ask("Alderton")) == ["state_line_closer"]
    assert codes(ask("Birchville")) == ["no_intensive_team"]
    assert messages(ask("82001"))["several_counties"] == (
        "ZIP 82001 (Alderton) may reach into Birch County, with another region and other numbers."
    )


def test_on_a_day_without_units_that_alone_is_said_of_them(ask: Ask) -> None:
    referral = ask("Alderton", day=dt.date(2020, 1, 1))
    assert referral.nearest == referral.designated == referral.possible_nearest == ()
    assert referral.certain is False
    assert codes(referral) == ["no_unit", "no_mobile_team", "no_intensive_team"]
    assert messages(referral)["no_unit"] == "We know of no crisis unit on this day."


def test_units_that_could_be_nearest_are_named_nearest_first(content: Content, ask: Ask) -> None:
    add_unit(content, "Second", (-106.45, 42.5))
    add_unit(content, "First", (-106.53, 42.5))
    referral = ask("Alderton")
    assert referral.possible_nearest == ("First Haven", "Second Haven")
    assert referral.possible_by_place == ("First Haven", "Second Haven")
    assert not referral.certain
    assert messages(referral)["nearest_uncertain"] == (
        "The nearest unit is one of these: First Haven or Second Haven."
    )
    exact = ask(at(ALDERTON))
    assert exact.possible_by_place == ("First Haven",)
    assert exact.possible_nearest == ("First Haven", "Second Haven")


def test_the_nearest_unit_of_another_region_is_told_apart_from_the_region_s_own(
    content: Content, ask: Ask
) -> None:
    swap_regions(content)
    referral = ask(at(ALDERTON))
    assert messages(referral)["nearest_not_designated"] == (
        "Birchville Haven is closer, but this region's own is Cedar Falls Haven. Ask which one will admit "
        "the person."
    )
    assert "no_designated" not in codes(referral)
    assert "nearest_not_designated" not in codes(ask("Cedar Falls"))


def test_the_state_line_is_told_of_where_it_is_nearer_than_every_unit_listed(ask: Ask) -> None:
    south = geodesy.between_m(*ALDERTON, ALDERTON[0], 42.0)
    assert messages(ask("Alderton"))["state_line_closer"] == (
        f"Colorado begins {distance_text.away(south)} from here, closer than any unit in Wyoming. "
        "Units across the state line are not in this data."
    )
    assert "state_line_closer" not in codes(ask("Birchville"))
    # Without a unit there is nothing that it could be nearer than.
    assert "state_line_closer" not in codes(ask("Alderton", day=dt.date(2020, 1, 1)))


def test_a_region_that_was_inferred_is_named_by_county(content: Content, ask: Ask) -> None:
    content["regions"][0]["members"][0]["confidence"] = "weak"
    assert messages(ask("82001"))["weak_region"] == (
        "We inferred the region of Alder County and Birch County; no source states it. Call to confirm."
    )
    # A team that a list names needs no region.
    content["services"][0]["catchment"] = {"counties": ["Birch"]}
    assert "weak_region" not in codes(ask("Birchville"))


@pytest.mark.parametrize(("weak", "name"), [(0, "Alder"), (1, "Birch")])
def test_only_the_county_whose_region_was_inferred_is_named_of_those_that_share_a_team(
    weak: int, name: str, content: Content, ask: Ask
) -> None:
    members = content["regions"][0]["members"]
    members[:] = [{**members[0], "counties": [county]} for county in ("Alder", "Birch")]
    members[weak]["confidence"] = "weak"
    referral = ask("82001")
    assert messages(referral)["weak_region"] == (
        f"We inferred the region of {name} County; no source states it. Call to confirm."
    )
    crew = next(team for team in referral.mobile_crisis if team.team == "West crew")
    assert crew.weak
    assert crew.counties == (ALDER, BIRCH)


@pytest.mark.parametrize("what", ["teams", "units"])
def test_old_pages_are_told_of_whether_a_team_or_a_unit_rests_on_them(
    what: str, content: Content, ask: Ask
) -> None:
    old = add_source(content, "old", "2020-06-01")
    records = content["services"] if what == "teams" else content["facilities"]
    assert "stale" not in codes(ask("Alderton"))
    for record in records:
        record["source"] = old
    referral = ask("Alderton")
    assert "stale" in codes(referral)
    assert {unit.stale for unit in referral.nearest} == {what == "units"}
    assert {team.stale for team in referral.mobile_crisis} == {what == "teams"}


def test_a_county_without_a_standard_has_no_word_on_missing_teams(
    content: Content, ask: Ask
) -> None:
    content["services"] = content["services"][3:]
    assert {"no_mobile_team", "no_intensive_team"} <= set(codes(ask("Alderton")))
    del content["standards"][:2]
    assert not {"no_mobile_team", "no_intensive_team"} & set(codes(ask("Alderton")))


# The whole answer ------------------------------------------------------------------------------


def test_an_answer_is_of_its_day_and_data(assess: Callable[..., Assessment]) -> None:
    assessment = assess()
    answer = refer.answer(assessment, "82001", 1)
    assert (answer.schema, answer.as_of) == (2, DAY)
    assert answer.data_sha256 == assessment.catalog.data_sha256
    assert [call.phone for call in answer.calls] == ["988", "911"]
    assert answer.method == "straight-line (WGS 84 geodesic)"
    assert (len(answer.candidates), len(answer.referrals)) == (1, 1)
    assert len(answer.referrals[0].nearest) == 1
    assert len(refer.answer(assessment, "82001").referrals[0].nearest) == 2


def test_json_has_the_help_at_the_top_and_every_warning_once(
    assess: Callable[..., Assessment],
) -> None:
    answer = refer.answer(assess(), "12 Main St, Alderton WY 82001")
    written = records.as_json(answer)
    assert [unit["facility"] for unit in written["nearest"]] == [
        "Birchville Haven",
        "Cedar Falls Haven",
    ]
    own = [caution.code for caution in answer.warnings]
    assert own
    told = [caution["code"] for caution in written["warnings"]]
    assert told == [*own, *codes(answer.referrals[0])]
    assert written["alternatives"] == []
    assert "referrals" not in written


def test_json_of_several_readings_has_help_for_each(assess: Callable[..., Assessment]) -> None:
    assessment = assess()
    places = tuple(
        geocode.locate(text, assessment.catalog).candidates[0] for text in ("Alderton", "82003")
    )
    location = geocode.locate("Alderton", assessment.catalog)
    several = refer.of_location(
        assessment, replace(location, status=LocationStatus.AMBIGUOUS, candidates=places)
    )
    written = records.as_json(several)
    assert [part["placed"] for part in written["alternatives"]] == [
        distance_text.placed(place) for place in places
    ]
    assert (written["placed"], written["certain"]) == (None, None)
    assert written["nearest"] == written["counties"] == []
    assert records.exit_code(several) == 1


def test_no_repr_tells_where_the_place_is(assess: Callable[..., Assessment]) -> None:
    answer: Answer = refer.answer(assess(), at(ALDERTON))
    (referral,) = answer.referrals
    assert repr(answer) == "Answer(ok, 1 referrals, place hidden)"
    assert repr(referral) == "Referral(1 counties, place hidden)"
    assert repr(referral.nearest[0]) == "Unit(haven-birch, distance hidden)"


def test_cautions_are_made_anew_for_every_place(assess: Callable[..., Assessment]) -> None:
    """What is asked first leaves no trace in what is asked next."""
    assessment = assess()
    first = [refer.answer(assessment, text).referrals for text in ("82001", "Cedar Falls")]
    again = [refer.answer(assessment, text).referrals for text in ("Cedar Falls", "82001")]
    assert first == again[::-1]
    place = geocode.locate("82001", assessment.catalog).candidates[0]
    (referral,) = first[0]
    assert tuple(cautions.of(assessment, place, referral, ())) == referral.warnings
