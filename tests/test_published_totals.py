"""What is published of Mississippi, from services.yaml and again from the two pages by a parser of its own.

The totals of each standard stand beside the data: expected_totals.yaml, see test_expected_totals.py.

tests/fixtures/ holds the fact-bearing lines of the two pages as they were stored: headings, county
lists and numbers, with their no-break spaces, bullets and tabs.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from geo.catalog import folder, geojson
from geo.catalog.records import BedsKind, Catalog, ProgrammeKind, ReferenceKind, Status
from geo.coverage import regions as coverage_regions
from geo.coverage.assessment import Assessment
from geo.coverage.county import sources_of
from tests import live

pytestmark = pytest.mark.published
AS_OF = live.DAY
FIXTURES = Path(__file__).parent / "fixtures"
NUMBER = re.compile(r"(?<!\d)\(?([2-9]\d\d)\)?[ .-]([2-9]\d\d)-(\d{4})(?!\d)")
PEOPLE = 2_961_279

Teams = dict[str, tuple[str, frozenset[str]]]
"""Region and counties by telephone number; no counties: the whole region."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return live.catalog()


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return live.assessment(AS_OF)


@pytest.fixture(scope="module")
def raw_yaml() -> str:
    return (folder.default_dir() / "services.yaml").read_text(encoding="utf-8")


# The pages, read independently


def lines(name: str) -> list[str]:
    """Return a page's lines with every kind of space made plain and bullets taken off."""
    text = (FIXTURES / name).read_text(encoding="utf-8")
    plain = (" ".join(line.split()).removeprefix("• ") for line in text.splitlines())
    return [line for line in plain if line]


def numbers(text: str) -> list[str]:
    return ["-".join(parts) for parts in NUMBER.findall(text)]


def counties_in(text: str) -> frozenset[str]:
    """Return the names in "A, B, and C", "A & B Counties" or "a, jeff davis"."""
    bare = re.sub(r"\b(?:Counties|County|and)\b|&", ",", text)
    names = {
        re.sub(r"(^|\s)[a-z]", lambda one: one[0].upper(), name.strip()) for name in bare.split(",")
    }
    return frozenset("Jefferson Davis" if name == "Jeff Davis" else name for name in names if name)


def page_mobile_crisis() -> Teams:
    found: Teams = {}
    page = lines("dmh-home.txt")
    for i, line in enumerate(page):
        if region := re.fullmatch(r"region (\d+)(?: \((?:north|west|coast) team\))?", line):
            following = page[i + 2] if i + 2 < len(page) else ""
            listed = "" if re.match(r"region|\d", following) else following
            found[page[i + 1]] = (region[1], counties_in(listed))
    return found


def page_pact() -> Teams:
    page = lines("dmh-intensive-community-services.txt")
    end = page.index("Intensive Community Outreach and Recovery Teams (ICORTs)")
    page = page[page.index("Pact Teams") + 1 : end]
    found: Teams = {}
    for heading, center, contact in zip(page[::3], page[1::3], page[2::3], strict=True):
        found[contact.removeprefix("PACT Contact: ")] = (
            re.findall(r"\d+", center)[0],
            counties_in(heading),
        )
    return found


def page_icort() -> dict[str, tuple[int, frozenset[str]]]:
    """Return by region the number of teams and the counties."""
    counts = {"a team": 1, "two teams": 2, "four teams": 4}
    form = re.compile(r"Region (\d+) operates (a team|two teams|four teams) covering (.+)")
    matches = (form.fullmatch(line) for line in lines("dmh-intensive-community-services.txt"))
    return {match[1]: (counts[match[2]], counties_in(match[3])) for match in matches if match}


def page_csus() -> dict[str, str]:
    """Return number by city."""
    page = lines("dmh-intensive-community-services.txt")
    pairs = itertools.pairwise(page[page.index("Crisis Stabilization Units") + 1 :])
    return {
        one.removesuffix(" Crisis Stabilization Unit"): numbers(other)[0]
        for one, other in pairs
        if one.endswith(" Crisis Stabilization Unit")
    }


@pytest.fixture(scope="module")
def page_numbers() -> Counter[str]:
    """How many lines of the two pages hold each number."""
    every = lines("dmh-home.txt") + lines("dmh-intensive-community-services.txt")
    return Counter(number for line in every for number in numbers(line))


def test_the_fixtures_keep_what_trips_careless_readers() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FIXTURES.glob("dmh-*.txt"))
    assert "covering\xa0\xa0Clay" in text
    assert "covering\xa0Amite" in text
    assert "  • Region 2" in text
    assert "region 12  (west team)" in text
    assert "region  15" in text
    assert "\t\tp: 601-359-1288\t" in text


# Counties, regions, people


def test_82_counties_of_2961279_people(catalog: Catalog) -> None:
    assert len(catalog.counties) == catalog.services.study_area.county_count == 82
    assert sum(county.people for county in catalog.counties) == PEOPLE


def test_11_regions_of_6_7_5_16_7_5_1_9_18_2_6_counties(catalog: Catalog) -> None:
    regions = coverage_regions.memberships(catalog, AS_OF)
    assert all(len(some) == 1 and some[0].certain for some in regions.values())
    sizes = Counter(some[0].region for some in regions.values())
    assert sizes == {2: 6, 3: 7, 4: 5, 6: 16, 7: 7, 8: 5, 9: 1, 10: 9, 12: 18, 14: 2, 15: 6}


def test_one_county_is_a_weak_member_of_region_6(catalog: Catalog) -> None:
    regions = coverage_regions.memberships(catalog, AS_OF)
    names = {county.geoid: county.name for county in catalog.counties}
    weak = {names[geoid] for geoid, (own,) in regions.items() if own.evidence.confidence == "weak"}
    # Of Humphreys, Montgomery and Sharkey federal lists name an office of the region's operator.
    assert weak == {"Carroll"}


def test_what_is_said_of_issaquena_is_not_said_to_be_in_it(catalog: Catalog) -> None:
    (own,) = coverage_regions.memberships(catalog, AS_OF)[catalog.geoid_by_name["Issaquena"]]
    assert own.evidence.confidence == "reported"
    assert "which is in Sharkey County" in own.evidence.says
    assert "in the county" not in own.evidence.says


# Mobile crisis


def test_13_mobile_crisis_numbers(catalog: Catalog) -> None:
    teams = [service for service in catalog.services.services if service.type == "mobile_crisis"]
    assert len(teams) == len({team.phone for team in teams}) == len(page_mobile_crisis()) == 13


def test_24_counties_listed_by_name_and_58_by_region_for_mobile_crisis(
    assessment: Assessment,
) -> None:
    (total,) = (standard for standard in assessment.standards if standard.id == "mobile-crisis")
    assert {basis: count for basis, count in total.bases.items() if count} == {
        "listed": 24,
        "region": 58,
    }
    assert (total.covered, total.claimed, total.gap, total.unknown) == (82, 0, 0, 0)


def test_region_12_lists_10_5_and_3_counties_and_region_15_six() -> None:
    listed = {number: len(names) for number, (_, names) in page_mobile_crisis().items() if names}
    assert listed == {
        "888-330-7772": 10,
        "877-353-8689": 5,
        "800-681-0798": 3,
        "888-558-2077": 6,
    }


def test_mobile_crisis_numbers_mean_what_the_page_says(catalog: Catalog) -> None:
    own = {
        service.phone: (
            str(service.catchment.regions[0]) if service.catchment.regions else None,
            frozenset(service.catchment.counties),
        )
        for service in catalog.services.services
        if service.type == "mobile_crisis"
    }
    page = page_mobile_crisis()
    assert own.keys() == page.keys()
    regions = coverage_regions.memberships(catalog, AS_OF)
    for number, (region, names) in page.items():
        assert own[number] == (None if names else region, names)
        homes = {regions[catalog.geoid_by_name[name]][0].region for name in names}
        assert homes <= {int(region)}, "the counties listed lie in the region that lists them"


# PACT, ICORT and both


def test_pact_10_teams_in_19_counties(catalog: Catalog) -> None:
    teams = [service for service in catalog.services.services if service.type == "pact"]
    counties = [name for team in teams for name in team.catchment.counties]
    assert (len(teams), sum(team.teams for team in teams)) == (10, 10)
    assert len(counties) == len(set(counties)) == 19


def test_pact_contacts_and_counties_are_those_of_the_page(catalog: Catalog) -> None:
    numbers_of = {region.operator: str(region.number) for region in catalog.services.regions}
    own = {
        service.phone: (numbers_of[service.operator], frozenset(service.catchment.counties))
        for service in catalog.services.services
        if service.type == "pact"
    }
    assert own == page_pact()


def test_icort_16_teams_in_46_counties(catalog: Catalog) -> None:
    teams = [service for service in catalog.services.services if service.type == "icort"]
    counties = [name for team in teams for name in team.catchment.counties]
    assert sum(team.teams for team in teams) == 16
    assert len(counties) == len(set(counties)) == 46


def test_icort_teams_and_counties_are_those_of_the_page(catalog: Catalog) -> None:
    numbers_of = {region.operator: str(region.number) for region in catalog.services.regions}
    own = {
        numbers_of[service.operator]: (service.teams, frozenset(service.catchment.counties))
        for service in catalog.services.services
        if service.type == "icort"
    }
    assert own == page_icort()


NEITHER = {
    "Attala", "Benton", "Carroll", "Chickasaw", "Greene", "Humphreys", "Issaquena", "Itawamba", "Kemper",
    "Monroe", "Montgomery", "Neshoba", "Pontotoc", "Sharkey", "Stone", "Sunflower", "Union", "Wayne",
}  # fmt: skip


def test_64_counties_have_pact_or_icort_and_18_neither(catalog: Catalog) -> None:
    pact = frozenset[str]().union(*(names for _, names in page_pact().values()))
    icort = frozenset[str]().union(*(names for _, names in page_icort().values()))
    assert (len(pact), len(icort), len(pact | icort)) == (19, 46, 64)
    assert pact & icort == {"Hinds"}
    assert {county.name for county in catalog.counties} - pact - icort == NEITHER


def test_the_18_hold_308076_people_and_are_only_claimed(assessment: Assessment) -> None:
    people = {county.name: county.people for county in assessment.catalog.counties}
    assert sum(people[name] for name in NEITHER) == 308_076
    claimed = {
        finding.county for finding in assessment.of("intensive") if finding.status == "claimed"
    }
    gaps = {finding.county for finding in assessment.of("pact-or-icort") if finding.status == "gap"}
    assert claimed == gaps == NEITHER
    (total,) = (standard for standard in assessment.standards if standard.id == "intensive")
    assert total.people == {"covered": PEOPLE - 308_076, "claimed": 308_076, "gap": 0, "unknown": 0}
    assert (total.covered, total.claimed, total.gap, total.unknown) == (64, 18, 0, 0)


# CSUs


def test_14_csus_in_14_counties_and_in_every_region(assessment: Assessment) -> None:
    units = [
        facility for facility in assessment.catalog.services.facilities if facility.type == "csu"
    ]
    assert len(units) == len({unit.county for unit in units}) == 14
    assert {unit.region for unit in units} == {2, 3, 4, 6, 7, 8, 9, 10, 12, 14, 15}
    in_county, in_region = (
        next(standard for standard in assessment.standards if standard.id == name)
        for name in ("csu-in-county", "csu-in-region")
    )
    assert (in_county.covered, in_county.gap, in_region.covered) == (14, 68, 82)


def test_the_document_and_the_open_question_on_beds_name_every_csu_without_any(
    assessment: Assessment,
) -> None:
    data = assessment.catalog.services
    (question,) = (question for question in data.holes if question.id == "csu-beds")
    silent = {
        facility.id: facility.city
        for facility in data.facilities
        if all(beds.kind is BedsKind.PLANNED for beds in facility.beds)
    }
    assert len(silent) == 4
    assert set(question.units) == set(silent)
    assert all(city in question.title for city in silent.values())
    text = (Path(__file__).parents[1] / "docs" / "planners.md").read_text(encoding="utf-8")
    first = ", ".join(sorted(silent.values())[:3])
    assert f"the beds of four CSUs ({first}, and West Point" in text


# Verdicts


def test_the_seven_services_of_the_statute_have_a_standard_each(assessment: Assessment) -> None:
    data = assessment.catalog.services
    assert data.adequacy
    assert [(service.name, service.standard) for service in data.adequacy.services] == [
        ("Programs of assertive community treatment", "pact-team"),
        ("Mobile crisis response services", "mobile-crisis"),
        ("Crisis stabilization units", "csu-in-region"),
        ("Community support", "community-support"),
        ("Peer support", "peer-support"),
        ("Supported employment", "supported-employment"),
        ("Permanent supported housing", "permanent-supported-housing"),
    ]
    # None is required for being named in a statute: what is required stays what it was.
    required = {total.id for total in assessment.standards if total.required}
    assert required == {"mobile-crisis", "intensive", "csu-in-region"}
    unread = [total.id for total in assessment.unread()]
    assert unread == [service.standard for service in data.adequacy.services[3:]]
    for name in unread:
        assert all(not (one.evidence or one.left_out_by) for one in assessment.of(name))


def test_openings_and_general_sentences_show_no_peer_support_in_a_county(
    assessment: Assessment,
) -> None:
    data = assessment.catalog.services
    claims = [claim for claim in data.claims if "peer_support" in claim.about]
    assert len(claims) == 2
    # One that names several services together says of none that it is in every county.
    assert not any(claim.every_county and claim.about == ("peer_support",) for claim in claims)
    told = [one.kind for one in data.programmes if one.source == "dmh-peer-support"]
    assert told.count(ProgrammeKind.OPENING) == 8
    assert told.count(ProgrammeKind.PEER) == len(told) - 8 == 6
    assert len(data.trainings) == 31
    assert {one.status for one in assessment.of("peer-support")} == {Status.UNKNOWN}


# How each rule that is cited was read: in the text, in a part of it, or in a report on it.
GRADES = {
    "ms-seven-services": "read",
    "ms-coordinator-notice": "read",
    "ms-coordinator-plan": "part",
    "ms-coordinator-duty": "reported",
    "ms-core-services": "part",
    "ms-crisis-every-county": "part",
    "ms-mcert-response-pre-2024-11": "read",
    "ms-mcert-response-2024-11": "part",
    "ms-mcert-open-to-all": "read",
    "ms-mcert-team-of-two": "read",
    "ms-mcert-transport-to-designated-csu": "read",
    "ms-mcert-places": "read",
    "ms-csu-definition": "part",
    "ms-cit-officer": "reported",
    "ms-single-point-of-entry": "part",
    "ms-hb1640-2024": "reported",
    "marshall-csu-bill-2025": "reported",
    "us-988-transmit": "read",
    "us-988-text": "part",
    "us-988-calls-by-place": "part",
    "us-988-texts-by-place": "part",
    "us-988-number": "read",
    "us-911-number": "read",
    "us-911-transmit": "read",
    "us-988-spanish": "read",
    "al-988-answered-2025-06": "part",
}


def test_each_rule_has_its_grade_and_words_or_says_how_it_is_known(catalog: Catalog) -> None:
    references = {reference.id: reference for reference in catalog.services.references}
    assert {name: references[name].proof.value for name in GRADES} == GRADES
    unquoted = {name for name in GRADES if references[name].quote is None}
    assert unquoted == {"ms-hb1640-2024", "us-988-calls-by-place", "us-988-spanish"}


REENTRY_TARGETS_PERCENT = {
    "reentry-target-reoffending": "20",
    "reentry-target-peer-support": "75",
    "reentry-target-wrap": "80",
    "reentry-target-provider": "85",
    "reentry-target-treatment": "75",
    "reentry-target-community": "75",
}


def test_targets_of_the_reentry_pilot_are_quoted_as_targets_of_its_month(catalog: Catalog) -> None:
    sources = {source.id: source for source in catalog.services.sources}
    targets = {
        one.id: one
        for one in catalog.services.references
        if one.kind is ReferenceKind.TARGET and one.source == "dmh-reentry-pilot"
    }
    assert {name: one.values[0].value for name, one in targets.items()} == REENTRY_TARGETS_PERCENT
    for one in targets.values():
        assert one.text.endswith("A target, not a result.")
        assert f"{one.values[0].value}%" in (one.quote or "")
        assert one.values[0].name.endswith("_percent")
        assert sources[one.source].as_of.text == "2025-03"


def test_the_reentry_pilot_has_two_places_and_they_are_no_service(catalog: Catalog) -> None:
    pilots = [one for one in catalog.services.programmes if one.kind is ProgrammeKind.PILOT]
    assert {(one.title, one.city, one.county, one.region) for one in pilots if one.county} == {
        ("Central Mississippi Correctional Facility", "Pearl", "Rankin", 8),
        ("Delta Correctional Facility", "Greenwood", "Leflore", 6),
    }
    assert all(one.quote and one.source == "dmh-reentry-pilot" for one in pilots)


def test_what_the_pilot_is_to_do_inside_is_an_aim_in_the_words_of_the_release(
    catalog: Catalog,
) -> None:
    plans = [
        one
        for one in catalog.services.programmes
        if one.kind is ProgrammeKind.PLANNED and one.source == "dmh-reentry-pilot"
    ]
    assert {one.id.removeprefix("reentry-") for one in plans} == {
        "wrap",
        "home-job-care",
        "mentoring",
        "forensic-training",
        "partners",
    }
    assert all(one.text.endswith("An aim, not a result.") and one.quote for one in plans)


def test_the_systems_components_and_how_a_peer_is_certified_are_terms(catalog: Catalog) -> None:
    terms = {term.id: term for term in catalog.services.terms}
    for name in ("delivery-system", "state-programs", "other-agencies"):
        assert terms[name].source == "dmh-home"
    certified = terms["cpssp-certification"]
    for part in ("at least 75%", "current employment", "(PLACE)"):
        assert part in certified.quote


def test_csu_cities_and_numbers_are_those_of_the_page(catalog: Catalog) -> None:
    units = [facility for facility in catalog.services.facilities if facility.type == "csu"]
    assert {unit.city: unit.phone for unit in units} == page_csus()
    assert all(unit.name == f"{unit.city} Crisis Stabilization Unit" for unit in units)


def test_every_facility_lies_in_the_county_that_it_names(catalog: Catalog) -> None:
    features = geojson.read(folder.default_dir() / "counties.geojson").features
    shapes = {
        feature["properties"]["NAME"]: shapely.geometry.shape(feature["geometry"])
        for feature in features
    }
    for facility in catalog.services.facilities:
        point = shapely.Point(facility.lon, facility.lat)
        assert [name for name, shape in shapes.items() if shape.covers(point)] == [
            facility.county
        ], facility.id


# 988, the helpline, DMH


def test_the_helpline_and_the_department_have_the_numbers_of_the_page(catalog: Catalog) -> None:
    page = lines("dmh-home.txt")
    helpline = next(service for service in catalog.services.services if service.type == "helpline")
    assert page[page.index("dmh helpline") + 1] == f"1-{helpline.phone}"
    footer = next(line for line in page if "tdd:" in line)
    dmh = next(operator for operator in catalog.services.operators if operator.id == "dmh")
    assert footer == (
        f"p: {dmh.phone} f: {dmh.fax} tdd: {dmh.tdd} toll free help line: {helpline.phone}"
    )


def test_911_and_988_are_given_by_federal_rules_and_judge_no_county(
    assessment: Assessment,
) -> None:
    # Not a standard any more: every telephone company must connect these calls, in every county.
    assert "call or text 988" in lines("dmh-home.txt")
    told = {call.phone: call for call in assessment.statewide}
    assert list(told) == ["911", "988", "877-210-8513"]
    assert {phone: [rule.citation for rule in call.rules] for phone, call in told.items()} == {
        "911": ["47 CFR 9.4", "47 U.S.C. 251(e)(3)"],
        "988": [
            "47 CFR 52.200(b)",
            "47 CFR 52.201(a)",
            "47 CFR 52.202",
            "47 CFR 52.203(a), (c)",
            "47 U.S.C. 251(e)(4)",
        ],
        "877-210-8513": [],
    }
    assert {phone: call.stale for phone, call in told.items()} == {
        "911": False,
        "988": False,
        "877-210-8513": True,
    }
    ways = " ".join(way.how for way in told["988"].reach)
    assert all(word in ways for word in ("text 988", "press 2", "AYUDA"))
    judged = {
        kind for standard in assessment.catalog.services.standards for kind in standard.any_of
    }
    assert judged.isdisjoint(call.service for call in told.values())


def test_only_numbers_for_a_crisis_are_told_of_other_states(
    catalog: Catalog, raw_yaml: str
) -> None:
    told = [(entry.state, entry.phone) for entry in catalog.services.elsewhere]
    assert told == [("TN", None), ("LA", "800-256-2522")]
    # Arkansas's 844-763-0198 is a line for referrals in office hours.
    assert "763-0198" not in raw_yaml
    assert not any("missouri" in source.id for source in catalog.services.sources)


def test_every_number_on_the_pages_stands_exactly_once_in_the_data(
    page_numbers: Counter[str], raw_yaml: str
) -> None:
    assert len(page_numbers) == 41
    # On both pages, and in the footer too, stands only the helpline.
    assert {one for one, count in page_numbers.items() if count > 1} == {"877-210-8513"}
    stored = Counter(numbers(raw_yaml))
    assert {number: stored[number] for number in page_numbers} == dict.fromkeys(page_numbers, 1)


def test_no_number_stands_twice_in_the_data(raw_yaml: str) -> None:
    twice = {one for one, count in Counter(numbers(raw_yaml)).items() if count > 1}
    assert twice == set()


# Sources


def walk(value: object) -> Iterator[object]:
    yield value
    for name in getattr(value, "__dataclass_fields__", ()):
        inner = getattr(value, name)
        for item in inner if isinstance(inner, tuple) else (inner,):
            yield from walk(item)


def test_every_source_is_used_by_something(catalog: Catalog) -> None:
    data = catalog.services
    assert {source.id for source in data.sources} == sources_of(data)


def test_every_fact_names_its_source(catalog: Catalog) -> None:
    known = {source.id for source in catalog.services.sources}
    facts = [fact for fact in walk(catalog.services) if hasattr(fact, "source")]
    assert len(facts) > 150
    assert {fact.source for fact in facts} <= known


def test_the_table_of_counties_adds_up_without_the_reader() -> None:
    with (folder.default_dir() / "counties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["geoid"] for row in rows}) == len({row["name"] for row in rows}) == 82
    assert sum(int(row["pop2020"]) for row in rows) == PEOPLE
    assert all(row["geoid"].startswith("28") for row in rows)
