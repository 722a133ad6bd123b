"""The file on adequacy: what sources show of a statute's services, a draft notice, and no finding of ours."""

import ast
import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from geo import text
from geo.access import assess, measure
from geo.catalog.records import PlanStatus, Status
from geo.coverage import county as coverage_county
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError, DataError
from geo.jsonable import jsonable
from geo.report import adequacy, adequacy_notice, adequacy_pages, write
from geo.report.adequacy_records import AdequacyFile, CountyFile
from geo.text import period
from tests import answers, live, small_state
from tests.report.report_pages import Read, read

KNOWN = live.catalog()
VERIFIED = live.assessment()
FILE = adequacy.adequacy(VERIFIED, live.access())
JUDGING = re.compile(r"inadequa", re.IGNORECASE)
"""The word is the official's alone; a rule's own words and its address may have it."""


@cache
def pages() -> dict[str, write.Page]:
    return {page.name: page for page in adequacy_pages.pages(VERIFIED, FILE)}


def name_of(county: CountyFile) -> str:
    return next(name for name in pages() if f"/{county.geoid}-" in name)


@cache
def parsed(name: str) -> Read:
    return read(pages()[name].html.decode())


def plain(text: str) -> str:
    return " ".join(text.split())


def small(tmp_path: Path, content: dict[str, Any], day: dt.date = small_state.DAY) -> AdequacyFile:
    verified = assess.verify(small_state.load(tmp_path, content), day)
    return adequacy.adequacy(verified, measure.measure(verified))


def of(file: AdequacyFile, name: str) -> CountyFile:
    return next(county for county in file.counties if county.county == name)


# The real state


def test_there_is_a_page_for_every_county_and_the_list_comes_last(tmp_path: Path) -> None:
    begun = time.process_time()
    verified = assess.verify(KNOWN, live.DAY)
    file = adequacy.adequacy(verified, measure.measure(verified))
    made = adequacy_pages.pages(verified, file)
    done = write.write(tmp_path, made, 83, lambda _share, _count: None, adequacy_pages.FOLDER)
    assert time.process_time() - begun < 10
    names = [page.name for page in done]
    assert names[-1] == "adequacy.html"
    assert len(names) == 83
    assert names[0] == "adequacy/28001-adams.html"
    # The report fits in the same folder: none of its files has one of these names.
    assert not any(name == write.INDEX or name.startswith(f"{write.COUNTIES}/") for name in names)


def test_every_page_is_sound_loads_nothing_and_carries_day_and_hash() -> None:
    for name, page in pages().items():
        found = parsed(name)
        assert found.faults == [], name
        assert found.loads == [], name
        text = page.html.decode()
        assert "default-src 'none'" in text.partition("<title>")[0].replace("&#39;", "'")
        assert "url(" not in text
        assert period(live.DAY.isoformat()) in found.text
        assert VERIFIED.data_sha256 in found.text
        assert "911" in found.text
        assert "size: Letter" in text


def test_every_link_leads_somewhere() -> None:
    for name in pages():
        for link in parsed(name).links:
            if not link.startswith(("http://", "https://", "tel:")):
                target = os.path.normpath(PurePosixPath(name).parent / link)
                assert target in pages(), f"{name}: {link}"
    links = {link for link in parsed(adequacy_pages.INDEX).links if link.startswith("adequacy/")}
    assert links == set(pages()) - {adequacy_pages.INDEX}


@pytest.mark.parametrize("county", FILE.counties, ids=lambda county: county.county)
def test_a_county_tells_each_of_the_seven_with_its_evidence(county: CountyFile) -> None:
    text, said = pages()[name_of(county)].html.decode(), parsed(name_of(county)).text
    asked = KNOWN.services.adequacy
    assert asked
    findings = {one.standard: one for one in VERIFIED.findings if one.geoid == county.geoid}
    blocks = re.findall(r'<article [^>]*data-standard="([^"]*)">(.*?)</article>', text, re.DOTALL)
    assert [name for name, _ in blocks] == [service.standard for service in asked.services]
    for service, (_, block) in zip(county.services, blocks, strict=True):
        finding = findings[service.standard]
        own = read(block).text
        assert re.findall(r"cc-status cc-(\w+)", block) == [finding.status.value]
        assert service.shown == (finding.status is Status.COVERED)
        for fact in finding.evidence:
            assert plain(fact.quote or "") in own
            assert period(fact.as_of) in own
        assert all(plain(step) in own for step in finding.lift)
        assert all(plain(note) in own for note in finding.notes)
        for question in service.questions:
            assert plain(question.ask) in said
    missing = [service.name for service in county.services if not service.shown]
    assert list(county.not_shown) == missing
    assert f"Sources show {7 - len(missing)} of 7 services" in said


def test_counts_are_those_of_the_verdicts() -> None:
    totals = {total.id: total for total in VERIFIED.standards}
    rows = parsed(adequacy_pages.INDEX).text
    for service in FILE.services:
        total = totals[service.standard]
        counts = (total.covered, total.claimed, total.gap, total.unknown)
        assert (service.covered, service.claimed, service.gap, service.unknown) == counts
        own = [county for county in FILE.counties if service.name in county.not_shown]
        assert sum(county.people for county in own) == service.people_not_shown
        assert f"{service.name} {' '.join(map(str, counts))} {service.people_not_shown:,}" in rows
    assert [len(county.services) for county in FILE.counties] == [7] * 82


def test_distance_stands_where_people_go_to_a_unit_and_nowhere_else() -> None:
    access = live.access()
    areas = {area.id: area for area in access.counties}
    for county in FILE.counties:
        told = {service.standard: service.distance for service in county.services}
        far = told.pop("csu-in-region")
        assert set(told.values()) == {None}
        assert far
        assert far.nearest == areas[county.geoid].nearest
        assert far.within == areas[county.geoid].within
        assert parsed(name_of(county)).text.count("Distance: The nearest CSU is ") == 1


def test_every_rule_stands_with_its_words_the_date_of_its_text_and_how_it_was_read() -> None:
    for name in pages():
        said = parsed(name).text
        for rule in FILE.rules:
            assert rule.citation in said
            assert plain(rule.quote or "") in said
            assert f"As of {text.period(rule.as_of)}; later changes not read" in said
    said = parsed(adequacy_pages.INDEX).text
    assert "As of January 1, 2023; later changes not read; read in part." in said
    assert "later changes not read; read in a report about it." in said


# The word that is the official's alone


def ours(page: str) -> str:
    """Return what a page says in our own words: without quotations, titles of works and addresses."""
    for mark in ("q", "cite", "style"):
        page = re.sub(rf"<{mark}\b.*?</{mark}>", "", page, flags=re.DOTALL)
    return re.sub(r"https?://\S+", "", page)


def test_no_page_says_in_our_words_that_a_county_is_inadequate() -> None:
    quoted = 0
    for page in pages().values():
        text = page.html.decode()
        quoted += bool(JUDGING.search(text))
        assert not JUDGING.search(ours(text)), page.name
    assert quoted == len(pages()), "the statute's own words are quoted on each"


def own_texts(value: Any, under: str = "") -> Iterator[str]:
    """Yield every text of a JSON value but quotations and addresses."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from own_texts(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from own_texts(part, under)
    elif isinstance(value, str) and under not in ("quote", "url"):
        yield value


def test_neither_the_json_nor_any_sentence_of_the_code_or_the_section_says_it(
    repo_root: Path,
) -> None:
    found = list(own_texts(jsonable(FILE)))
    assert len(found) > 5_000
    assert not [text for text in found if JUDGING.search(text)]
    modules = [*(repo_root / "geo").rglob("adequacy*.py")]
    assert len(modules) >= 7
    for path in modules:
        constants = (
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        assert not [text for text in constants if JUDGING.search(text)], path
    assert not [
        text for text in own_texts(jsonable(KNOWN.services.adequacy)) if JUDGING.search(text)
    ]
    assert not [status for status in PlanStatus if JUDGING.search(status)]


# The draft


@pytest.mark.parametrize("county", FILE.counties, ids=lambda county: county.county)
def test_the_notice_is_a_draft_that_says_not_shown_to_both_bodies(county: CountyFile) -> None:
    notice = county.notice
    assert notice
    assert notice.heading.startswith("DRAFT")
    text = pages()[name_of(county)].html.decode()
    draft = read(text[text.index('<div class="cc-draft') :].partition("</section>")[0]).text
    assert draft.startswith("Draft notice DRAFT. Not sent.")
    assert "do not show" in notice.opening
    assert "makes no finding" in notice.meaning
    (region,) = county.regions
    assert [whom.split(" (")[0] for whom in notice.to] == [
        f"Board of Supervisors, {county.county} County",
        f"Regional commission, Region {region}",
    ]
    assert len(notice.not_shown) == len(county.not_shown)
    assert all(
        one.startswith(name) for one, name in zip(notice.not_shown, county.not_shown, strict=True)
    )
    assert len(notice.not_shown) + len(notice.shown) == 7
    for words in (*notice.not_shown, *notice.shown, notice.subject, notice.plan):
        assert plain(words) in draft
    for ask in county.asks:
        assert ask.whom in draft
        assert all(plain(question) in draft for question in ask.asks)
    assert county.plan is None
    assert notice.plan == "No plan is recorded."


def test_where_all_are_shown_there_is_no_notice_and_nothing_is_asked(tmp_path: Path) -> None:
    file = small(tmp_path, small_state.adequacy())
    alder = of(file, "Alder")
    assert alder.not_shown == ()
    assert (alder.notice, alder.asks) == (None, ())
    birch = of(file, "Birch")
    assert birch.not_shown == ("Care in the home",)
    assert birch.notice
    assert birch.notice.to == (
        "County Council, Birch County",
        "Care Board, Region 1 (Plains Center)",
    )
    verified = assess.verify(small_state.load(tmp_path, small_state.adequacy()), small_state.DAY)
    page = next(adequacy_pages.pages(verified, file))
    said = read(page.html.decode()).text
    assert "No notice is drafted: every service is shown." in said
    assert "What is asked of whom" not in said


def test_what_is_shown_in_doubt_is_to_be_confirmed(tmp_path: Path) -> None:
    content = small_state.adequacy()
    late = dt.date(2029, 1, 1)
    file = small(tmp_path, content, late)
    (shown, *_) = of(file, "Birch").notice.shown  # type: ignore[union-attr]
    assert shown == (
        "Crews (Teams by county, State of Wyoming, June 1, 2025); over its age limit: to be confirmed."
    )
    fresh = of(small(tmp_path / "fresh", content), "Birch").notice
    assert fresh
    assert fresh.shown[0] == "Crews (Teams by county, State of Wyoming, June 1, 2025)."


def test_a_claim_a_gap_and_nothing_at_all_are_not_shown_each_for_its_reason(
    tmp_path: Path,
) -> None:
    content = small_state.adequacy()
    asked = content["adequacy"]["services"]
    asked[0]["standard"] = "care-at-home"  # claimed of Birch
    asked[2]["standard"] = "haven-at-home"  # Alder has none
    file = small(tmp_path, content)
    (birch, alder) = (of(file, name).notice for name in ("Birch", "Alder"))
    assert birch
    assert alder
    assert birch.not_shown == (
        "Crews: a general statement includes Birch County, but no list names the county or its region "
        "for Home care or Day care.",
        "Care in the home: no source up to March 1, 2026 says yes or no to Home care in Birch County.",
    )
    (gap,) = alder.not_shown
    assert gap.startswith("Havens: ")
    assert gap.endswith("(Teams by county, State of Wyoming, June 1, 2025).")


def test_a_county_that_may_be_in_two_regions_writes_to_both(tmp_path: Path) -> None:
    content = small_state.adequacy()
    west, east = (region["members"] for region in content["regions"])
    west[0]["counties"] = ["Alder"]
    moved = {**west[0], "counties": ["Birch"]}
    day = "2026-01-01/2026-06-01"
    west.append({**moved, "valid_to": day})
    east.append({**moved, "valid_from": day})
    content["facilities"][0]["region"] = 2
    birch = of(small(tmp_path, content), "Birch")
    assert birch.regions == (1, 2)
    assert birch.notice
    assert birch.notice.to == (
        "County Council, Birch County",
        "Care Board, Region 1 (Plains Center)",
        "Care Board, Region 2 (Hills Center)",
    )


# Answers on record


TOLD = answers.record(
    "day-care/counties", answered_by="plains", counties=["Birch"], says="We care in Birch."
)


def answered(tmp_path: Path, known_on: dt.date | None = None, told: bool = True) -> Assessment:
    """Return verdicts where care in the home is a kind of service of which no list was read."""
    content = small_state.adequacy()
    content["standards"][-1]["any_of"] = ["day-care"]
    return answers.judged(tmp_path, [TOLD] * told, known_on=known_on, content=content)


def test_what_a_center_confirmed_is_shown_with_its_words_and_day(tmp_path: Path) -> None:
    verified = answered(tmp_path / "told")
    file = adequacy.adequacy(verified, measure.measure(verified))
    birch = of(file, "Birch")
    care = next(service for service in birch.services if service.standard == "home-alone")
    assert (care.shown, care.flags) == (True, ())
    assert [fact.confirmed_on for fact in care.evidence] == ["2028-02-29"]
    assert birch.notice is None
    page = next(page for page in adequacy_pages.pages(verified, file) if "birch" in page.name)
    said = read(page.html.decode()).text
    assert "We care in Birch. Plains Center, February 29, 2028" in said
    # In the neighboring county and without the record it is not shown.
    assert "Care in the home" in of(file, "Cedar").not_shown
    before = answered(tmp_path / "before", told=False)
    without = adequacy.adequacy(before, measure.measure(before))
    assert of(without, "Birch").not_shown == ("Care in the home",)


def test_an_answer_recorded_later_is_left_aside_and_the_day_is_told(tmp_path: Path) -> None:
    day = dt.date(2028, 2, 28)
    verified = answered(tmp_path, day)
    file = adequacy.adequacy(verified, measure.measure(verified))
    assert file.known_on == day
    assert of(file, "Birch").not_shown == ("Care in the home",)
    assert FILE.known_on is None


# Plans


def plan(status: str, day: str, **more: str) -> dict[str, str]:
    return {"county": "Birch", "status": status, "day": day, "words": f"It is {status}.", **more}


def test_the_newest_record_of_a_plan_that_speaks_on_the_day_holds(tmp_path: Path) -> None:
    content = small_state.adequacy()
    content["plans"] = [
        plan("exists", "2026-02-10", source="news"),
        plan("requested", "2026-01", told_by="Clerk of the council"),
        plan("will do", "2026-06-01", told_by="Commissioner"),
        {**plan("no plan", "2026-02-20", told_by="Clerk"), "county": "Cedar Land"},
    ]
    verified = assess.verify(small_state.load(tmp_path, content), small_state.DAY)
    file = adequacy.adequacy(verified, measure.measure(verified))
    birch = of(file, "Birch")
    assert birch.plan
    assert jsonable(birch.plan) == {
        "status": "exists",
        "day": "2026-02-10",
        "source": "news",
        "told_by": None,
        "words": "It is exists.",
    }
    cedar = of(file, "Cedar").plan
    assert cedar
    assert cedar.status is PlanStatus.NO_PLAN
    assert of(file, "Alder").plan is None
    made = {
        page.name: read(page.html.decode()).text for page in adequacy_pages.pages(verified, file)
    }
    said = made["adequacy/56003-birch.html"]
    assert said.count("Recorded of a plan on February 10, 2026: exists.") == 2, (
        "beside the county and in its draft"
    )
    assert "It is exists. (State of Wyoming)" in said
    assert "It is no plan. (Clerk)" in made["adequacy/56005-cedar.html"]
    assert "No plan is recorded." in made["adequacy/56001-alder.html"]
    early = of(small(tmp_path, content, dt.date(2026, 2, 1)), "Birch").plan
    assert early
    assert (early.status, early.told_by) == (PlanStatus.REQUESTED, "Clerk of the council")


def test_no_order_of_records_changes_which_plan_holds(tmp_path: Path) -> None:
    content = small_state.adequacy()
    days = ("2026-01", "2025-11-03", "2026-02-10", "2025")
    records = [plan("exists", day, told_by=f"Clerk of {day}") for day in days]
    found = set()
    for turn in range(len(records)):
        content["plans"] = records[turn:] + records[:turn]
        found.add(of(small(tmp_path / str(turn), content), "Birch").plan)
    assert [one.day for one in found if one] == ["2026-02-10"]


# Other data


def test_another_state_names_its_own_services_official_and_bodies(tmp_path: Path) -> None:
    file = small(tmp_path, small_state.adequacy())
    assert file.official == "Commissioner of Care"
    assert [service.name for service in file.services] == ["Crews", "Care in the home", "Havens"]
    assert [rule.proof.value for rule in file.rules] == ["read", "part", "reported"]
    said = " ".join(own_texts(jsonable(file)))
    assert "Coordinator" not in said
    assert "Miss." not in said
    (havens,) = (one for one in of(file, "Birch").services if one.standard == "haven-of-region")
    assert havens.distance
    assert havens.distance.unit == "Haven"


def test_without_a_statute_there_is_no_file_and_no_fault_in_the_data(tmp_path: Path) -> None:
    with pytest.raises(CrisisCoverageError, match="names no statute on adequacy") as caught:
        small(tmp_path, small_state.services())
    assert not isinstance(caught.value, DataError)


def test_before_any_source_nothing_is_shown_and_no_distance_is_0() -> None:
    then = assess.verify(KNOWN, dt.date(2010, 1, 1))
    file = adequacy.adequacy(then, measure.measure(then))
    assert {len(county.not_shown) for county in file.counties} == {7}
    page = next(adequacy_pages.pages(then, file))
    said = read(page.html.decode()).text
    assert "How far people are from a CSU is not known." in said
    assert "Sources show 0 of 7 services." in said


def test_one_county_alone_is_the_same_and_links_no_list() -> None:
    hinds = next(county for county in KNOWN.counties if county.name == "Hinds")
    file = adequacy.adequacy(VERIFIED, live.access(), [hinds])
    assert jsonable(file.counties[0]) == jsonable(of(FILE, "Hinds"))
    assert jsonable(file.services) == jsonable(FILE.services)
    (page,) = adequacy_pages.pages(VERIFIED, file, alone=True)
    assert page.content == pages()[page.name].content
    assert all(link.startswith(("http", "tel:")) for link in read(page.html.decode()).links)


def test_questions_are_those_of_the_county_and_the_service() -> None:
    for county in FILE.counties:
        known = next(one for one in KNOWN.counties if one.geoid == county.geoid)
        holes = coverage_county.county_profile(VERIFIED, known).holes
        for service in county.services:
            standard = next(one for one in KNOWN.services.standards if one.id == service.standard)
            expected = [hole.id for hole in holes if set(hole.about) & set(standard.any_of)]
            assert [question.id for question in service.questions] == expected


def test_what_holds_for_all_of_it_stands_on_every_page() -> None:
    for name in pages():
        assert all(plain(words) in parsed(name).text for words in FILE.says)
    assert (
        adequacy_notice.always("X")[1]
        == "Whether a county's services suffice is for the X to find, not for this file."
    )


SCRIPT = """
import datetime as dt, hashlib, json
import geo
from geo.access import measure
from geo.jsonable import jsonable
from geo.report import adequacy, adequacy_pages
assessment = geo.verify(geo.load(), dt.date(2026, 11, 21))
file = adequacy.adequacy(assessment, measure.measure(assessment))
total = hashlib.sha256(json.dumps(jsonable(file)).encode())
for page in adequacy_pages.pages(assessment, file):
    total.update(page.name.encode() + page.html)
print(total.hexdigest())
"""


def test_equal_data_give_equal_bytes_in_any_process(repo_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=repo_root,
        env={**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    total = hashlib.sha256(json.dumps(jsonable(FILE)).encode())
    for page in pages().values():
        total.update(page.name.encode() + page.html)
    assert done.stdout.strip() == total.hexdigest()
