"""The sentences that explain a verdict."""

import datetime as dt
from dataclasses import replace

import pytest

from geo import text as text_module
from geo.catalog.dates import parse_when
from geo.catalog.records import Beds, BedsKind, Catalog, Evaluation, Operator, Proof, Status
from geo.coverage import beds, sentences
from geo.coverage.calls import StatedRule
from geo.coverage.cited import Cited
from geo.coverage.findings import Finding, StandardTotal
from tests.coverage.judging import AS_OF, live, verified

CATALOG = live()
SAMHSA = "Substance Abuse and Mental Health Services Administration"
DIRECTORY = f"{SAMHSA}: National Directory of Mental Health Treatment Facilities 2024"
LOCATOR = f"{SAMHSA}: Treatment locator, extract of January 2021"


def finding(county: str, standard: str, day: dt.date = AS_OF, of: Catalog = CATALOG) -> Finding:
    (one,) = (finding for finding in verified(of, day).of(standard) if finding.county == county)
    return one


@pytest.mark.parametrize(
    ("words", "last", "text"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "or", "a, b or c"),
    ],
)
def test_a_listing_reads_as_one_says_it(words: list[str], last: str, text: str) -> None:
    assert text_module.listing(words, last) == text


def test_beds_are_told_with_what_they_count() -> None:
    units = {facility.id: facility for facility in CATALOG.services.facilities}
    sources = {source.id: source for source in CATALOG.services.sources}
    some = Beds(kind=BedsKind.STAFFED, low=0, high=0, source="geonames")
    unsure = replace(units["csu-jackson"], beds=(some,))
    told = {unit.id: beds.words(unit, sources) for unit in units.values()}
    assert told["csu-gulfport"] == "16 designed, 12 staffed, 16 derived from two sources"
    assert told["csu-tupelo"] == "8 reported, 16 planned"
    assert told["csu-newton"] == (
        "16 to 18 reported (older, not counted), 16 derived from two sources"
    )
    assert told["csu-batesville"] == "16 reported, 16 derived from two sources, 32 planned"
    assert told["csu-jackson"] == "not published"
    assert beds.words(unsure, sources) == "0 staffed"


# A total in words


def total(**changes: object) -> StandardTotal:
    """Return a total of ten counties of 1,000 people each, all covered, some values changed."""
    plain = StandardTotal(
        id="a-standard",
        title="A standard",
        short="A standard",
        evaluation=Evaluation.SERVICE,
        required=True,
        in_force=True,
        covered=10,
        claimed=0,
        gap=0,
        unknown=0,
        people={"covered": 10_000, "claimed": 0, "gap": 0, "unknown": 0},
        bases={"listed": 4, "region": 6, "claimed": 0, "none": 0},
        flags={"stale": 0, "disputed": 0, "weak": 0},
    )
    return replace(plain, **changes)


BY_NAME = {"listed": 10, "region": 0, "claimed": 0, "none": 0}
BY_REGION = {"listed": 0, "region": 10, "claimed": 0, "none": 0}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {},
            "All 10 counties are covered (10,000 people): 4 by name and 6 through their region.",
        ),
        ({"bases": BY_NAME}, "All 10 counties are covered (10,000 people), all by name."),
        (
            {"bases": BY_REGION},
            "All 10 counties are covered (10,000 people), all through their region.",
        ),
        (
            {"covered": 0, "gap": 10, "people": {"covered": 0, "gap": 10_000}},
            "0 of 10 counties are covered. Not on the list: 10 counties (10,000 people). The list is "
            "meant to be complete, and they are not on it.",
        ),
        (
            {
                "covered": 8,
                "claimed": 1,
                "unknown": 1,
                "bases": BY_NAME,
                "people": {"covered": 8_000, "claimed": 1_000, "gap": 0, "unknown": 1_000},
                "flags": {"stale": 8, "disputed": 0, "weak": 0},
            },
            "8 of 10 counties are covered (8,000 people), all by name. Claimed only: 1 county (1,000 "
            "people). A general statement includes the county, but no list names it. No information: "
            "1 county (1,000 people). We found nothing either way.",
        ),
    ],
)
def test_a_total_is_told_with_people_and_basis(changes: dict[str, object], text: str) -> None:
    assert sentences.summary(total(**changes), 10) == text


# Why the status is what it is


@pytest.mark.parametrize(
    ("county", "standard", "day", "rule"),
    [
        (
            "Lee",
            "intensive",
            AS_OF,
            "Covered: the source names Lee County under PACT.",
        ),
        (
            "Lee",
            "mobile-crisis",
            AS_OF,
            "Covered: the source names Region 3 under Mobile crisis, and Lee County is in it.",
        ),
        (
            "Lee",
            "csu-in-county",
            AS_OF,
            "Covered: the source lists Tupelo Crisis Stabilization Unit, and its town lies in Lee County.",
        ),
        (
            "Grenada",
            "csu-in-county",
            AS_OF,
            "Covered: the source lists Grenada Crisis Stabilization Unit, and its street, 1970 Grandview "
            "Drive, lies in Grenada County.",
        ),
        # Of Natchez the street is known, and only the town has a point.
        (
            "Adams",
            "csu-in-county",
            AS_OF,
            "Covered: the source lists Natchez Crisis Stabilization Unit, and its town lies in Adams County.",
        ),
        (
            "Benton",
            "csu-in-region",
            AS_OF,
            "Covered: the source lists Tupelo Crisis Stabilization Unit, in Benton County's Region 3.",
        ),
        # What is inferred of the region is said with it, not against it in the next sentence.
        (
            "Carroll",
            "mobile-crisis",
            AS_OF,
            "Covered: the source names Region 6 under Mobile crisis, and we inferred that Carroll County "
            "is in it.",
        ),
        (
            "Carroll",
            "csu-in-region",
            AS_OF,
            "Covered: the source lists Grenada Crisis Stabilization Unit and Cleveland Crisis Stabilization "
            "Unit in Region 6. We inferred that Carroll County is in it.",
        ),
        # Every unit of the region, the nearest first: not the first of the data alone.
        (
            "Greene",
            "csu-in-region",
            AS_OF,
            "Covered: the source lists Laurel Crisis Stabilization Unit and Gulfport Crisis Stabilization "
            "Unit, in Greene County's Region 12.",
        ),
        (
            "Benton",
            "intensive",
            AS_OF,
            "Claimed only: a general statement includes Benton County, but no list names the county or "
            "its region for PACT, ICORT or ICSS.",
        ),
        (
            "Benton",
            "pact-or-icort",
            AS_OF,
            "Not on the list: the list for PACT or ICORT is meant to be complete and names none for Benton "
            "County.",
        ),
        (
            "Benton",
            "mobile-crisis",
            dt.date(2024, 1, 1),
            "No information: no source up to January 1, 2024 says yes or no to Mobile crisis in Benton "
            "County.",
        ),
        (
            "Tunica",
            "csu-in-region",
            dt.date(2024, 1, 1),
            "No information: we do not know whether Tunica County was in Region 1 or Region 6 on January "
            "1, 2024.",
        ),
        (
            "Warren",
            "csu-in-region",
            dt.date(2023, 7, 15),
            "No information: we do not know whether any CSU was in Region 15 on July 15, 2023. The "
            "county that has it was changing its region.",
        ),
    ],
)
def test_a_rule_names_what_the_verdict_rests_on(
    county: str, standard: str, day: dt.date, rule: str
) -> None:
    assert finding(county, standard, day).rule == rule


def test_a_region_without_a_unit_is_told_with_its_number() -> None:
    units = tuple(facility for facility in CATALOG.services.facilities if facility.region != 3)
    fewer = replace(CATALOG, services=replace(CATALOG.services, facilities=units))
    benton = finding("Benton", "csu-in-region", of=fewer)
    assert benton.status is Status.GAP
    assert benton.rule == (
        "Not on the list: the list for CSU is meant to be complete and names none for Benton County, in "
        "Region 3."
    )


# Notes and what is needed


def test_stale_names_the_newest_date_there_is() -> None:
    (note,) = finding("Lee", "mobile-crisis").notes
    assert note == (
        "Over its age limit. Newest source: January 29, 2025. Call to confirm before you rely on it."
    )
    gap = finding("Lamar", "csu-in-county")
    assert gap.status is Status.GAP
    assert gap.notes[0].startswith("Over its age limit. Newest source: undated, as of July 2023. ")


def test_weak_says_how_the_membership_is_known() -> None:
    stale, weak = finding("Carroll", "mobile-crisis").notes
    assert stale.startswith("Over its age limit. ")
    assert weak == (
        "Region inferred: no source states that Carroll County is in Region 6. Our reason: by "
        "elimination: 12 counties in 2019 and four from Region 1 make 16, and no other region has it."
    )


def test_a_dispute_is_told_with_both_sides_and_the_treatment() -> None:
    note = finding("Benton", "pact-or-icort", dt.date(2023, 12, 31)).notes[-1]
    assert note.startswith("Sources disagree: Whether a PACT team works from Benton County. ")
    for source in (
        "National Directory of Mental Health Treatment Facilities 2022",
        "Intensive Community Services",
    ):
        assert f" {source} says: " in note
    assert note.endswith(
        "so only the older one of 2022 says otherwise. From 2024 on this is settled."
    )


def test_of_three_sides_only_those_of_the_day_are_told() -> None:
    dispute = next(
        contradiction
        for contradiction in CATALOG.services.contradictions
        if contradiction.id == "csu-count"
    )
    local = replace(dispute, counties=("Lee",))
    data = replace(CATALOG.services, contradictions=(local,))
    of = replace(CATALOG, services=data)
    note = finding("Lee", "csu-in-county", dt.date(2024, 3, 1), of).notes[-1]
    assert "13 CSUs with 180 beds (September 2023)" in note
    assert "14 CSUs with 196 beds (May 2024)" not in note


@pytest.mark.parametrize(
    ("county", "standard", "lift"),
    [
        ("Lee", "mobile-crisis", ()),
        (
            "Carroll",
            "mobile-crisis",
            ("A dated source that states that Carroll County is in Region 6.",),
        ),
        (
            "Carroll",
            "pact-or-icort",
            ("A dated list that names Carroll County or Region 6 for PACT or ICORT.",),
        ),
        (
            "Carroll",
            "csu-in-county",
            ("A dated list that shows a CSU in Carroll County.",),
        ),
        (
            "Carroll",
            "intensive",
            (
                "A dated list that names Carroll County or Region 6 for PACT, ICORT or ICSS.",
                "Ask: DMH's behavioral health programs (601-359-1288): a list of ICSS specialists by county, with "
                "its date.",
            ),
        ),
    ],
)
def test_what_is_needed_to_settle_a_verdict(
    county: str, standard: str, lift: tuple[str, ...]
) -> None:
    assert finding(county, standard).lift == lift


def test_while_a_region_is_uncertain_all_possible_ones_are_named() -> None:
    tunica = finding("Tunica", "csu-in-region", dt.date(2024, 1, 1))
    assert tunica.lift == ("A dated list that shows a CSU in the region of Tunica County.",)
    later = tuple(
        replace(source, as_of=parse_when("2023")) if source.id == "dmh-home" else source
        for source in CATALOG.services.sources
    )
    of = replace(CATALOG, services=replace(CATALOG.services, sources=later, claims=()))
    lift = finding("Tunica", "mobile-crisis", dt.date(2024, 1, 1), of).lift
    assert lift[0] == (
        "A dated list that names Tunica County or Region 1 or Region 6 for Mobile crisis."
    )


# Dates, units and centers in words


def test_a_unit_is_told_with_its_doubts() -> None:
    units = {facility.id: facility for facility in CATALOG.services.facilities}
    sources = {source.id: source for source in CATALOG.services.sources}

    def told(name: str, day: dt.date = dt.date(2026, 11, 1)) -> str:
        return sentences.unit(units[name], sources, day)

    natchez = told("csu-natchez")
    assert natchez.startswith(
        f"150 Jefferson Davis Boulevard, Natchez (address from {DIRECTORY}, 2024). The map point "
        "is the town's, right within about 7 miles."
    )
    assert "Closed in mid-2023" in natchez
    assert "12 reported beds: The Natchez Democrat, March 1, 2023. 8 at the opening" in natchez
    cleveland = told("csu-cleveland")
    assert (
        "16 to 18 reported beds: Daily Journal (Tupelo), 2010. The article says this" in cleveland
    )
    assert (
        "in 2010. Not counted: a newer figure is in this range. 16 beds derived from two"
        in cleveland
    )
    assert (
        "16 beds derived from two sources: Mississippi Department of Mental Health, September 2023; "
        "Mississippi Administrative Code, on Casetext, September 1, 2009 to December 10, 2024."
    ) in cleveland
    assert "Operator inferred from the region." in cleveland
    assert told("csu-jackson").startswith(
        "In Jackson; street address not published (map point within about 10 miles). "
    )
    assert "Number of beds not published." in told("csu-jackson")


@pytest.mark.parametrize(
    ("unit", "day", "told"),
    [
        (
            "csu-grenada",
            dt.date(2024, 1, 9),
            f"(address from {LOCATOR}, January 9, 2021 or earlier). The map point is right within "
            "about 2 miles.",
        ),
        (
            "csu-grenada",
            dt.date(2024, 1, 10),
            f"(address from {LOCATOR}, January 9, 2021 or earlier, over its age limit). ",
        ),
        ("csu-brookhaven", dt.date(2026, 12, 31), f"(address from {DIRECTORY}, 2024). "),
        (
            "csu-brookhaven",
            dt.date(2027, 1, 1),
            f"(address from {DIRECTORY}, 2024, over its age limit). ",
        ),
    ],
)
def test_an_address_is_told_with_its_age(unit: str, day: dt.date, told: str) -> None:
    sources = {source.id: source for source in CATALOG.services.sources}
    facility = next(each for each in CATALOG.services.facilities if each.id == unit)
    assert told in sentences.unit(facility, sources, day)


def test_a_center_is_told_with_its_number() -> None:
    operators = {operator.id: operator for operator in CATALOG.services.operators}
    assert sentences.about(operators["life-help"]) == (
        "Life Help. 662-453-6211. 2504 Browning Road, Greenwood."
    )


def test_how_a_rule_is_known_stands_beside_its_words() -> None:
    rule = StatedRule(
        title="A rule",
        says="It says so.",
        quote="so it is",
        citation="Code 1-2-3",
        as_of="2023-01-01",
        source="code",
        url=None,
        proof=Proof.READ,
    )
    said = {proof: sentences.in_its_words(replace(rule, proof=proof)) for proof in Proof}
    assert said == {
        Proof.READ: "Code 1-2-3: “so it is” (code, January 1, 2023)",
        Proof.PART: "Code 1-2-3: “so it is” (code, January 1, 2023, read in part)",
        Proof.REPORTED: "Code 1-2-3: “so it is” (code, January 1, 2023, read in a report about it)",
        Proof.RECALLED: "Code 1-2-3: “so it is” (code, January 1, 2023, remembered, not read)",
    }


def test_a_source_is_told_with_its_age_only_past_the_limit() -> None:
    cited = Cited(source="a list", as_of="2024-03", stale=False)
    assert cited.words == "a list, March 2024"
    assert replace(cited, stale=True).words == "a list, March 2024, over its age limit"


def test_no_name_ends_in_two_periods() -> None:
    operator = Operator(
        id="crisis-care", name="Crisis Care, Inc.", source="a-list", city="Alderton"
    )
    assert sentences.about(operator) == "Crisis Care, Inc. Alderton."
