"""The county sheet: it holds what is known of the county, and claims no more."""

import base64
import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import shapely
from markupsafe import Markup

from geo.access import assess, measure, mile_bounds, sentences, transport
from geo.access.records import Area
from geo.catalog.records import Basis, Flag, Status
from geo.coverage import county as coverage_county
from geo.coverage import sentences as coverage_sentences
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.maps.styles import BORDER, STATUS_LOOKS
from geo.report import county_answers, county_sheet, county_view, svg
from geo.report.county_answers import Answer
from geo.report.projection import atlas
from geo.text import listing
from tests import live, small_state
from tests.report.report_pages import Read, drawing, read

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
COUNTIES = {county.name: county for county in KNOWN.counties}
NAMES = sorted(COUNTIES)
KNOWN_NAMES = {county.geoid: county.name for county in KNOWN.counties}
STANDARDS = {standard.id: standard for standard in KNOWN.services.standards}
SVG = "{http://www.w3.org/2000/svg}"
LETTERS_ACROSS = 34
FLAGGED = {Flag.WEAK, Flag.DISPUTED}


def made(assessment: Assessment, name: str) -> Markup:
    access = measure.measure(assessment)
    county = next(county for county in assessment.catalog.counties if county.name == name)
    return county_sheet.sheet(assessment, access, county)


@cache
def page(name: str) -> Markup:
    return made(VERIFIED, name)


@cache
def shown(name: str) -> Read:
    return read(page(name))


@cache
def area_of(name: str) -> Area:
    return next(county for county in live.access().counties if county.name == name)


def plain(text: str) -> str:
    return " ".join(text.split())


def dialed(found: Read) -> list[str]:
    return [link.removeprefix("tel:") for link in found.links if link.startswith("tel:")]


def lines(name: str) -> list[str]:
    """Return the numbers to call with what stands beside each, the first one first."""
    block = page(name).partition("<h2>Who to call</h2>")[2].partition("</section>")[0]
    return re.findall(r"<(?:p class=\"cc-first-call\"|li)>(.*?)</(?:p|li)>", block, re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_those_of_the_county_and_no_others(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    numbers = {call.phone for call in found.calls}
    numbers |= {other.phone for call in found.calls for other in call.other_numbers}
    numbers |= {operator.phone for operator in found.operators if operator.phone}
    block = page(name).partition("<h2>Who to call</h2>")[2].partition("</section>")[0]
    linked = dialed(read(block))
    asked = {operator.phone for operator in KNOWN.services.operators if operator.phone}
    assert numbers <= set(linked) <= numbers | asked
    assert set(dialed(shown(name))) - set(linked) <= asked
    teams = [call.phone for call in found.calls if call.service == "mobile_crisis"]
    assert linked[0] == teams[0]
    assert [phone for phone in linked if phone in numbers][-3:] == ["911", "988", "877-210-8513"]
    for call in found.calls:
        [line] = [text for text in lines(name) if f'"tel:{call.phone}"' in text]
        said = read(line).text
        assert plain(call.title.removeprefix(call.phone)) in said
        assert (Flag.WEAK.label in said) == call.weak
        assert (Flag.DISPUTED.label in said) == (
            call.disputed and not isinstance(call, StatewideCall)
        )
        assert all(other.named in said for other in call.other_numbers)


@pytest.mark.parametrize("name", NAMES)
def test_no_id_of_a_source_stands_on_it_and_988_says_where_a_call_goes(name: str) -> None:
    assert [
        one.id for one in KNOWN.services.sources if "-" in one.id and one.id in shown(name).text
    ] == []
    routings = {number.phone: number.routing for number in KNOWN.services.statewide}
    (line,) = (read(text).text for text in lines(name) if '"tel:988"' in text)
    assert routings["988"]
    assert f"({routings['988']})" in line


def test_hours_beside_a_number_say_who_says_so_and_when() -> None:
    told = page("Greene").partition('class="cc-hours">')[2].partition("</span>")[0]
    assert told == "DMH says: 24 hours a day, 7 days a week (January 29, 2025)"


@pytest.mark.parametrize("name", NAMES)
def test_every_required_service_has_its_answer_and_its_reason(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    block = page(name).partition('<ul class="cc-answers">')[2].partition("</ul>")[0]
    answers = dict(re.findall(r'<li data-standard="([^"]*)">(.*?)</li>', block, re.DOTALL))
    required = [finding for finding in found.findings if STANDARDS[finding.standard].required]
    assert list(answers) == [finding.standard for finding in required]
    for finding in required:
        part, said = answers[finding.standard], read(answers[finding.standard]).text
        assert re.findall(r"cc-status cc-(\w+)", part) == [finding.status.value]
        doubted = {Flag.DISPUTED, Flag.WEAK} & set(finding.flags)
        assert ("cc-flagged" in part) == bool(doubted)
        assert all(flag.label in said for flag in doubted)
        words = {
            Status.COVERED: "DMH lists ",
            Status.CLAIMED: f"is in every county. No list names {name}.",
            Status.GAP: f"The list is meant to be complete, and {name} is not on it.",
            Status.UNKNOWN: "We found nothing either way.",
        }
        assert words[finding.status] in said
        assert finding.status is Status.COVERED or "lists " not in said
    open_ones = [finding for finding in required if finding.status is not Status.COVERED]
    lead = read(page(name)).text.partition("Who to call")[0]
    sure = not open_ones and not any(FLAGGED & set(finding.flags) for finding in required)
    assert ("Every required service is listed here" in lead) == sure
    assert ("We inferred that" in lead) == any(Flag.WEAK in one.flags for one in required)
    assert ("sources disagree" in lead.lower()) == any(
        Flag.DISPUTED in one.flags for one in required
    )
    settle = read(page(name).partition("What would settle it")[2].partition("</section>")[0]).text
    assert all(plain(step) in settle for finding in required for step in finding.lift)
    assert bool(settle) == any(finding.lift for finding in required)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_stands_with_its_evidence_and_nothing_unproven_looks_covered(
    name: str,
) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    parts = dict(
        re.findall(r'<article [^>]*data-standard="([^"]*)">(.*?)</article>', page(name), re.DOTALL)
    )
    listed = page(name).partition('<ul class="cc-sources">')[2].partition("</ul>")[0]
    numbers = {
        source.id: number
        for number, said in re.findall(r"<li><strong>(\d+)</strong>(.*?)</li>", listed, re.DOTALL)
        for source in KNOWN.services.sources
        if f"{source.named}, " in read(said).text
    }
    required = [finding for finding in found.findings if STANDARDS[finding.standard].required]
    assert list(parts) == [finding.standard for finding in required]
    for finding in required:
        part, said = parts[finding.standard], read(parts[finding.standard]).text
        assert re.findall(r"cc-status cc-(\w+)", part) == [finding.status.value]
        assert plain(finding.rule) in said
        # Every source is past its age limit: that stands once, on the age line.
        assert "age limit" not in said
        for proof in finding.evidence:
            assert proof.quote
            assert plain(proof.quote) in said
            assert f"(source {numbers[proof.source]})" in said
        for proof in finding.left_out_by:
            assert plain(proof.note or "") in said
            assert "does not name this county" in said
        assert Flag.STALE in finding.flags
        assert all(plain(note) in said for note in finding.notes[1:])
        if finding.status is not Status.COVERED:
            assert "Covered:" not in said
    assert shown(name).text.count("are more than a year old") == 1


@pytest.mark.parametrize("name", NAMES)
def test_facts_that_are_not_required_have_their_own_words_and_stand_apart(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    unread = {total.id: total.title for total in VERIFIED.unread()}
    assert unread
    rows = dict(re.findall(r'<tr data-standard="([^"]*)">(.*?)</tr>', page(name), re.DOTALL))
    optional = [
        finding
        for finding in found.findings
        if not STANDARDS[finding.standard].required and finding.standard not in unread
    ]
    assert list(rows) == [finding.standard for finding in optional]
    for finding in optional:
        standard, said = STANDARDS[finding.standard], read(rows[finding.standard]).text
        label = coverage_sentences.meaning(standard.evaluation, finding.status).label
        assert said.startswith(f"{standard.title} {label} ")
        assert re.findall(r"cc-status cc-(\w+)", rows[finding.standard]) == [finding.status.value]
        if finding.basis is Basis.MEASURED:
            assert plain(finding.rule) in said
    # Of some standards nothing was read, of any county: one sentence tells them all.
    assert plain(coverage_sentences.unread(VERIFIED.unread())) in shown(name).text


@pytest.mark.parametrize("name", NAMES)
def test_distances_people_and_beds_are_those_measured(name: str) -> None:
    area, text = area_of(name), shown(name).text
    mean = area.nearest.mean_miles
    assert f"The average is {sentences.plain_miles(mean.value)} miles" in text
    assert area.most_miles is not None
    assert f"{mile_bounds.at_most(area.most_miles)} miles" in text
    for within in area.within:
        low, value, high = (
            round(end or 0) for end in (within.people.low, within.people.value, within.people.high)
        )
        [bar] = re.findall(
            rf"<span>Within {within.miles} miles</span>(.*?)</li>", page(name), re.DOTALL
        )
        said = read(bar).text
        assert ("nobody" in said) == (high == 0)
        assert ("all " in said) == (area.most_miles <= within.miles)
        assert high == 0 or f"{value:,}" in said
        assert (f"{low:,}" in said and f"{high:,}" in said) or low == value or high == value
        assert f"width:{100 * (within.share.value or 0):.1f}%" in bar
    assert plain(sentences.beds(area.beds)) in text
    assert all(plain(line) in text for line in sentences.team_loads(area.teams))
    assert all(plain(sentences.disputed(unit)) in text for unit in area.disputed)
    assert plain(sentences.neighbors(live.access(), area)) in text
    assert "Straight lines, not roads." in text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_and_whom_to_ask_stands_there_with_every_source(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    text = shown(name).text
    for hole in found.holes:
        assert plain(hole.matters) in text
        assert plain(hole.ask) in text
    for conflict in found.contradictions:
        assert all(plain(side.words) in text for side in conflict.sides)
    for programme in found.programmes:
        assert plain(programme.text) in text
    everybody = tuple(call for call in found.calls if isinstance(call, StatewideCall))
    own = replace(found, sources=(), calls=tuple(set(found.calls) - set(everybody)))
    # The rules that give 911 and 988 are not quoted here, and their sources stand in the report.
    for source in (each for each in found.sources if each.id in coverage_county.sources_of(own)):
        assert plain(source.title) in text
        assert plain(source.publisher) in text
        assert (source.url in shown(name).links) if source.url else True
    for membership in found.region_history:
        assert plain(membership.says) in text
    assert VERIFIED.data_sha256 in text
    assert text.count(DAY.strftime("%B %d, %Y")) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_the_map_shows_the_county_its_neighbors_and_units_with_their_radius(name: str) -> None:
    on, county = atlas(KNOWN), COUNTIES[name]
    root = drawing(page(name))
    labels = {label.text for label in root.iter(f"{SVG}text")}
    assert {KNOWN_NAMES[neighbor] for neighbor in on.beside[county.geoid]} | {name} <= labels
    fills = {
        path.attrib["d"]: path.attrib["fill"]
        for path in root.iter(f"{SVG}path")
        if path.attrib.get("stroke") == BORDER
    }
    ground = {fill for path, fill in fills.items() if path != on.paths[county.geoid]}
    assert fills[on.paths[county.geoid]] not in ground
    # Where a county lies is no verdict.
    assert not set(fills.values()) & {status.fill for status in STATUS_LOOKS.values()}
    circles = {circle.attrib["r"] for circle in root.iter(f"{SVG}circle")}
    near = {
        svg.number(on.units[unit.facility_id].radius_km)
        for unit in area_of(name).nearest_units
        if unit.share > 0.05
    }
    assert near
    assert near <= circles


@pytest.mark.parametrize("name", NAMES)
def test_no_name_on_the_map_lies_under_a_unit_and_the_scale_stands_alone(name: str) -> None:
    on, county = atlas(KNOWN), COUNTIES[name]
    root = drawing(page(name))
    size = (float(root.attrib["viewBox"].split()[2])) / LETTERS_ACROSS
    named = {KNOWN_NAMES[neighbor] for neighbor in (*on.beside[county.geoid], county.geoid)}
    at = {
        label.text: (float(label.attrib["x"]), float(label.attrib["y"]))
        for label in root.iter(f"{SVG}text")
    }
    rings = [
        shapely.Point(float(circle.attrib["cx"]), float(circle.attrib["cy"]))
        .buffer(float(circle.attrib["r"]))
        .boundary
        for circle in root.iter(f"{SVG}circle")
    ]
    # A letter is at least 0.4 of its size wide, and 0.6 high.
    x, y = at[name]
    half = len(name) * 0.4 * size / 2
    label = shapely.box(x - half, y - 0.6 * size, x + half, y)
    assert not any(label.intersects(ring) for ring in rings)
    miles = next(place for text, place in at.items() if (text or "").endswith(" miles"))
    lowest = max(on.boxes[on_name][3] for on_name in (*on.beside[county.geoid], county.geoid))
    assert miles[1] - size > lowest
    assert named <= set(at)


def test_an_uncertain_region_is_no_other_region_and_has_no_beds_that_are_known() -> None:
    text = read(made(assess.verify(KNOWN, dt.date(2023, 7, 15)), "Adams")).text
    assert "Closest unit: Natchez Crisis Stabilization Unit (Region 15" in text
    assert "the region's own)" not in text
    assert "Possibly in Region" in text
    assert "Beds in the region's own units: not known" in text


def test_without_a_known_unit_a_sheet_says_not_known() -> None:
    then = made(assess.verify(KNOWN, dt.date(2010, 1, 1)), "Panola")
    text = read(then).text
    assert (
        "No distance is known: no source that speaks for January 1, 2010 names where a Crisis"
        in text
    )
    assert "Communicare, the region's office" in text.partition("911")[0]
    assert "Within 15 miles" not in text
    assert "Everyone lives" not in text


def test_neighbors_are_told_where_their_answers_differ() -> None:
    text = page("Benton").partition("Counties that touch Benton County")[2].partition("</table>")[0]
    rows = {
        said.partition(" ")[0]: said
        for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
        for said in [read(row).text]
    }
    assert rows.keys() - {"County"} == {
        KNOWN_NAMES[beside] for beside in atlas(KNOWN).beside["28009"]
    }
    assert rows["Marshall"] == "Marshall 2 Intensive team: Covered"
    assert rows["Union"] == "Union 3 nothing"


def test_a_region_that_changed_is_told_with_its_days() -> None:
    moved = [
        county
        for county in KNOWN.counties
        if len(coverage_county.county_profile(VERIFIED, county).region_history) > 1
    ]
    assert moved
    for county in moved:
        found = coverage_county.county_profile(VERIFIED, county)
        for membership in found.region_history:
            assert re.search(rf"Region {membership.region}, (since|until)", shown(county.name).text)


def test_hostile_text_stays_text() -> None:
    hostile = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\"'"
    data = KNOWN.services
    services = replace(
        data,
        facilities=tuple(
            replace(facility, name=hostile, note=hostile) for facility in data.facilities
        ),
        services=tuple(replace(service, title=hostile, quote=hostile) for service in data.services),
        sources=tuple(replace(source, title=hostile, publisher=hostile) for source in data.sources),
        operators=tuple(replace(operator, name=hostile) for operator in data.operators),
        holes=tuple(replace(question, title=hostile, ask=hostile) for question in data.holes),
    )
    counties = tuple(
        replace(county, name=hostile) if county.name == "Benton" else county
        for county in KNOWN.counties
    )
    known = replace(KNOWN, services=services, counties=counties)
    there = read(made(assess.verify(known, DAY), hostile))
    assert there.loads == []
    assert there.faults == []
    assert hostile in there.text


def test_drawings_become_images_where_no_inline_svg_is_taken() -> None:
    told = str(svg.as_images(page("Panola")))
    assert "<svg" not in told
    found = re.search(
        r'<img class="cc-drawing" src="data:image/svg\+xml;base64,(.*?)" alt="(.*?)">', told
    )
    assert found
    root = drawing(base64.b64decode(found[1]).decode())
    assert root.tag == f"{SVG}svg"
    assert html.unescape(found[2]).startswith("Panola County and its neighbors. It touches")
    # All else is as it was.
    assert (
        read(re.sub("<img.*?>", "", told)).text
        == read(re.sub("<svg.*?</svg>", "", page("Panola"))).text
    )


def span(name: str) -> str:
    found = re.search(r"Rough drive time for the average: (.*?)\. We", shown(name).text)
    assert found
    return found[1]


def minutes(words: str) -> float:
    found = re.fullmatch(r"(\d+)(½?) (minutes|hours)", words)
    assert found
    return (int(found[1]) + 0.5 * bool(found[2])) * (60 if found[3] == "hours" else 1)


@pytest.mark.parametrize("name", NAMES)
def test_minutes_are_an_interval_from_the_least_and_most_miles_rounded_outward(name: str) -> None:
    mean = area_of(name).nearest.mean_miles
    assert mean.low is not None
    assert mean.high is not None
    # Low 1.1 S at 65 miles an hour, high 3 + 4.8 for each of the first ten miles + 2.25 after.
    low = mean.low * 1.1 / 65 * 60
    high = 3 + 4.8 * min(mean.high, 10) + 2.25 * max(mean.high - 10, 0)
    words = span(name)
    if words.startswith("up to "):
        assert low < 5
        least, most = 0.0, minutes(words.removeprefix("up to "))
    else:
        least, most = map(minutes, words.split(" to "))
    assert low - 5 < least <= low
    assert high <= most < high + 30


def test_where_some_evidence_is_fresh_that_is_said_once() -> None:
    then = assess.verify(KNOWN, dt.date(2025, 2, 1))
    text = read(made(then, "Hancock")).text
    assert text.count("Call to confirm before you rely on") == 1
    early = read(made(assess.verify(KNOWN, dt.date(2024, 1, 1)), "Hancock")).text
    assert "Call to confirm before you rely on" not in early


def test_a_claim_is_never_called_covered_whatever_its_standard_asks_for(tmp_path: Path) -> None:
    known = small_state.load(tmp_path, small_state.services())
    made_up = assess.verify(known, small_state.DAY)
    cedar = next(county for county in known.counties if county.name == "Cedar")
    required = county_view.view(made_up, cedar, measure.measure(made_up)).required
    [answer] = [each for each in required if each.id == "care-at-home"]
    assert answer.status is Status.CLAIMED
    said = "State of Wyoming says one of the two is in every county. No list names Cedar."
    assert answer.reason == said
    words = "".join(part.words for part in county_answers.lead(required, "Cedar"))
    assert "home or day care" in words
    assert "no list names Cedar" in words


CARROLL = county_view.view(VERIFIED, COUNTIES["Carroll"], live.access()).required
CRISIS, INTENSIVE, UNIT = CARROLL


def flagged(answer: Answer, *flags: Flag, status: Status = Status.COVERED) -> Answer:
    """Return an answer with another status and other flags."""
    finding = replace(answer.finding, status=status, flags=flags)
    return replace(
        answer, status=status, flagged=bool(FLAGGED & set(flags)), finding=finding, marks=()
    )


@pytest.mark.parametrize(
    ("answers", "lead"),
    [
        (
            CARROLL,
            "Listed for Region 6: mobile crisis team and crisis unit in the region. We inferred that "
            "Carroll is in Region 6. For the intensive team, no list names Carroll. ",
        ),
        (
            (CRISIS, UNIT),
            "Listed for Region 6: mobile crisis team and crisis unit in the region. We inferred that "
            "Carroll is in Region 6. ",
        ),
        (
            (CRISIS, flagged(INTENSIVE), flagged(UNIT, Flag.STALE)),
            "Listed here: intensive team and crisis unit in the region. Listed for Region 6: mobile "
            "crisis team. We inferred that Carroll is in Region 6. ",
        ),
        (
            (flagged(CRISIS, Flag.DISPUTED), flagged(UNIT)),
            "Listed here: crisis unit in the region. Listed, but sources disagree: mobile crisis team. ",
        ),
        (
            (flagged(CRISIS, Flag.DISPUTED, Flag.WEAK),),
            "Listed for Region 6: mobile crisis team. We inferred that Carroll is in Region 6. Sources "
            "disagree on: mobile crisis team. ",
        ),
        (
            (flagged(INTENSIVE, Flag.DISPUTED, status=Status.GAP),),
            "For the intensive team, Carroll is not on the list. Sources disagree on: intensive team. ",
        ),
        ((flagged(CRISIS), flagged(UNIT)), "Every required service is listed here."),
        (
            (flagged(INTENSIVE, Flag.STALE, status=Status.UNKNOWN),),
            "For the intensive team, we found no information. ",
        ),
    ],
)
def test_the_first_sentence_says_a_doubt_where_it_says_the_fact(
    answers: Sequence[Answer], lead: str
) -> None:
    assert "".join(part.words for part in county_answers.lead(answers, "Carroll")) == lead


def test_without_shapes_and_distances_the_rest_of_the_sheet_stands() -> None:
    text = read(county_sheet.sheet(VERIFIED, None, COUNTIES["Panola"])).text
    assert "Who to call" in text
    assert "What each answer rests on" in text
    assert "How far is a crisis unit?" not in text
    assert "Counties that touch" not in text


def test_neighbors_are_links_where_their_pages_are_known() -> None:
    hrefs = {"28033": "28033-desoto.html", "28137": "28137-tate.html"}
    links = read(county_sheet.sheet(VERIFIED, live.access(), COUNTIES["Panola"], hrefs)).links
    assert {link for link in links if not link.startswith(("tel:", "http"))} == {"28137-tate.html"}
    assert not [link for link in shown("Panola").links if not link.startswith(("tel:", "http"))]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_shown_is_summed_up_in_the_first_sentence(name: str) -> None:
    some = [
        STANDARDS[finding.standard]
        for finding in VERIFIED.findings
        if finding.county == name and finding.status is Status.CLAIMED
        if STANDARDS[finding.standard].required
    ]
    lead = re.sub(r" ([.,])", r"\1", shown(name).text.partition("Who to call")[0])
    shorts = [(standard.short or standard.title) for standard in some]
    named = listing([title[0].lower() + title[1:] for title in shorts])
    assert (f"For the {named}, no list names {name}." in lead) == bool(some)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_deputy_drives_stands_once(name: str) -> None:
    told = transport.transport(VERIFIED, live.access(), area_of(name)).says
    block = page(name).partition("<h2>What a deputy drives</h2>")[2].partition("</section>")[0]
    assert told[0].startswith("To the ")
    said = read(block).text
    for sentence in told:
        assert plain(sentence) in said
    assert shown(name).text.count("a deputy drives about") == 1
