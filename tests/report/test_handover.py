"""The hand-over sheet: whom to call for somebody who goes home to a county, and nothing about a person."""

import re
from functools import cache
from pathlib import Path

import pytest
from pyproj import Geod

from geo.access import assess, measure
from geo.catalog.records import County, Flag, ProgrammeKind, ServiceRole, Status
from geo.coverage.county import county_profile
from geo.coverage.reentry import pilot
from geo.report import handover, pdf
from geo.report.handover_records import Handover
from tests import live, small_state
from tests.report.report_pages import read

VERIFIED = live.assessment()
COUNTIES = {county.name: county for county in VERIFIED.catalog.counties}
NAMES = sorted(COUNTIES)
UNITS = {unit.id: unit for unit in VERIFIED.catalog.services.facilities}
ROLES = {kind.id: kind.role for kind in VERIFIED.catalog.services.service_types}


@cache
def made(name: str) -> Handover:
    return handover.handover(VERIFIED, COUNTIES[name], live.access())


@cache
def page(name: str) -> str:
    return handover.page(VERIFIED, made(name)).decode()


@pytest.mark.parametrize("name", NAMES)
def test_it_has_the_countys_own_teams_and_units_and_their_basis(name: str) -> None:
    profile = county_profile(VERIFIED, COUNTIES[name])
    for helpers, role in (
        (made(name).mobile_crisis, ServiceRole.MOBILE_CRISIS),
        (made(name).intensive, ServiceRole.INTENSIVE),
        (made(name).designated, ServiceRole.FACILITY),
    ):
        own = [fact for fact in profile.services if ROLES[fact.service] is role]
        own.sort(key=lambda fact: away_m(profile.county, fact.service_id))
        assert [(one.id, one.phone, one.basis, one.source) for one in helpers] == [
            (fact.service_id, fact.phone, fact.basis, fact.source) for fact in own
        ]
        assert [Flag.STALE in one.flags for one in helpers] == [fact.stale for fact in own]
    assert made(name).mobile_crisis
    assert made(name).designated
    assert made(name).nearest
    assert made(name).transport
    named = {one.source for one in (*made(name).mobile_crisis, *made(name).designated)}
    assert named <= {source.id for source in made(name).sources}


def away_m(county: County, unit: str) -> float:
    """Return how far a unit is from a county's center of population, by the ellipsoid; 0 for what is no unit."""
    known = UNITS.get(unit)
    if known is None:
        return 0.0
    _, _, meters = Geod(ellps="WGS84").inv(
        county.center_lon, county.center_lat, known.lon, known.lat
    )
    return float(meters)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_names_the_sources_of_its_number_its_address_and_its_region(name: str) -> None:
    found, told = made(name), read(page(name)).text
    listed = told.partition("Sources: ")[2].partition("Notes, without a name")[0]
    numbers = {
        source.id: re.search(rf"(\d+) {re.escape(f'{source.named}, ')}", listed)
        for source in VERIFIED.catalog.services.sources
    }

    def cited(ids: tuple[str, ...]) -> str:
        known = [match[1] for match in (numbers[one] for one in ids) if match]
        assert len(known) == len(ids)
        return f"{'Source' if len(ids) == 1 else 'Sources'} {', '.join(known)}"

    rows = [read(row).text for row in re.findall(r"<tr>(.*?)</tr>", page(name), re.DOTALL)]
    for center in found.centers:
        assert {center.source, center.address_source, center.membership.source} <= set(
            center.sources
        )
        assert any(center.name in row and cited(center.sources) in row for row in rows)
    units = {unit.id: unit for unit in VERIFIED.catalog.services.facilities}
    for one in (*found.mobile_crisis, *found.intensive, *found.designated):
        address = units[one.id].address_source if one.id in units else None
        assert {one.source, address} - {None} <= set(one.sources)
        assert any(one.name in row and cited(one.sources) in row for row in rows)
    for other in (other for one in found.mobile_crisis for other in one.other_numbers):
        assert f"or {other.phone} {cited((other.source,))}" in told
    for part in found.peer_support:
        assert f"{part.text} {cited((part.source,))}" in told


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_decides_where_a_call_to_988_goes_and_names_no_id(name: str) -> None:
    told = read(page(name)).text
    (lifeline,) = (call for call in made(name).everybody if call.phone == "988")
    assert lifeline.routing
    assert f"{lifeline.answers} ({lifeline.routing}) 988" in told
    assert [
        one.id for one in VERIFIED.catalog.services.sources if "-" in one.id and one.id in told
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_number_of_the_page_is_one_of_the_record(name: str) -> None:
    found = made(name)
    helpers = (*found.mobile_crisis, *found.intensive, *found.designated)
    numbers = {one.phone for one in (*helpers, *found.nearest, *found.everybody, *found.asks)}
    numbers |= {center.phone for center in found.centers}
    numbers |= {other.phone for one in helpers for other in one.other_numbers}
    linked = {
        link.removeprefix("tel:") for link in read(page(name)).links if link.startswith("tel:")
    }
    shown_units = {near.phone for near in found.nearest if near.share > 0.05}
    dropped = {near.phone for near in found.nearest} - shown_units
    assert linked == (numbers - {None}) - (dropped - {one.phone for one in helpers})
    text = read(page(name)).text
    assert all(ask.question in text for ask in found.asks)
    assert all(part.text in text for part in found.peer_support)
    assert found.transport
    assert all(sentence in text for sentence in found.transport.says)


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_field_for_a_name_and_it_says_so(name: str) -> None:
    text = read(page(name)).text
    assert "Please write no name, diagnosis, or case number on this sheet." in text
    assert not re.search(r"<(?:input|textarea|form|script)", page(name))
    heads = re.findall(r'<th scope="col">(.*?)</th>', page(name))
    assert heads[-3:] == ["Date", "Office that we told", "What comes next"]
    assert read(page(name)).faults == []


def test_what_is_not_listed_is_asked_of_the_center() -> None:
    attala = made("Attala")
    (intensive,) = (one for one in attala.services if one.standard == "intensive")
    assert intensive.status is Status.CLAIMED
    assert attala.intensive == ()
    asked = [ask for ask in attala.asks if "Which intensive team takes people" in ask.question]
    assert [(ask.whom, ask.phone) for ask in asked] == [("Life Help", "662-453-6211")]
    assert "No list names one. Ask the center." in read(page("Attala")).text


def test_where_the_center_has_no_number_the_department_is_asked() -> None:
    assert made("Warren").centers[0].phone is None
    assert made("Warren").asks[0].whom == "DMH"
    assert made("Warren").asks[0].phone == "601-359-1288"
    assert "not published" in read(page("Warren")).text


def test_an_inferred_region_is_said_beside_center_team_unit_and_answer() -> None:
    carroll = made("Carroll")
    assert all(center.weak for center in carroll.centers)
    assert all(Flag.WEAK in one.flags for one in (*carroll.mobile_crisis, *carroll.designated))
    assert read(page("Carroll")).text.count(Flag.WEAK.label) >= 5


def test_openings_are_past_their_age_limit_and_of_their_own_region() -> None:
    openings = [one for one in made("Jones").peer_support if one.region is not None]
    assert [(one.region, one.stale, one.as_of) for one in openings] == [(12, True, "2023-06-01")]
    assert "June 1, 2023, over its age limit" in read(page("Jones")).text


def test_what_the_project_does_names_the_only_places_where_it_does_it() -> None:
    places = [one.title for one in pilot(live.assessment()).places]
    parts = [one for one in made("Greene").peer_support if one.kind is ProgrammeKind.PILOT]
    assert len(places) == len(parts) == 2
    for one in parts:
        assert one.text.startswith(f"Only for people from {places[0]} and {places[1]}. ")


def test_people_nearer_to_another_states_unit_are_told_as_on_the_countys_page() -> None:
    told = made("Greene").neighbors
    assert told.startswith("8,660 of 13,530 people live closer to a unit in another state")
    assert told in read(page("Greene")).text
    assert made("Hinds").neighbors == ""


def test_without_distances_it_has_everything_else() -> None:
    found = handover.handover(VERIFIED, COUNTIES["Jones"], None)
    assert (found.nearest, found.mean_miles, found.transport) == ((), None, None)
    text = read(handover.page(VERIFIED, found).decode()).text
    assert "a deputy drives" not in text
    assert found.mobile_crisis[0].phone in text if found.mobile_crisis[0].phone else False


def test_a_state_with_little_data_has_a_sheet(tmp_path: Path) -> None:
    content = small_state.services()
    content["facilities"] = []
    del content["regions"][1]["operator"]
    assessment = assess.verify(small_state.load(tmp_path, content), small_state.DAY)
    access = measure.measure(assessment)
    for county in assessment.catalog.counties:
        found = handover.handover(assessment, county, access)
        text = read(handover.page(assessment, found).decode()).text
        assert f"Going home to {county.name} County" in text
        assert found.designated == found.nearest == found.peer_support == ()
    assert "No center is named" in text


def test_all_counties_take_one_sheet_of_paper_each(tmp_path: Path, chromium_path: str) -> None:
    """Each begins with its own title, so that a second sheet has none."""
    articles = [
        re.sub(r".*<body[^>]*>(.*)</body>.*", r"\1", page(name), flags=re.DOTALL) for name in NAMES
    ]
    whole = page(NAMES[0])
    before, after = whole.split(articles[0])
    body = "".join(f'<article class="cc-new-page">{article}</article>' for article in articles)
    file = tmp_path / "sheets.pdf"
    pdf.print_pdf(chromium_path, f"{before}{body}{after}".encode(), file)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes())) == len(NAMES)
