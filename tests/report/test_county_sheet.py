"""The county sheet: it holds what is known of the county, and claims no more."""

import base64
import datetime as dt
import html
import re
from dataclasses import replace
from functools import cache

import pytest
import shapely
from markupsafe import Markup

from geo.access import assess, gaps, measure, sentences
from geo.access.records import ReachVerdict
from geo.catalog.records import Basis, Evaluation, Flag, Status
from geo.coverage import county as coverage_county
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.maps.styles import BORDER, STATUS_LOOKS
from geo.report import area_tables, county_sheet, distance_tables, svg
from geo.report.projection import atlas
from geo.text import listing
from tests import live
from tests.report.report_pages import Read, drawing, read

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
COUNTIES = {county.name: county for county in KNOWN.counties}
NAMES = sorted(COUNTIES)
KNOWN_NAMES = {county.geoid: county.name for county in KNOWN.counties}
SVG = "{http://www.w3.org/2000/svg}"


def made(assessment: Assessment, name: str) -> Markup:
    access = measure.measure(assessment)
    ranked = gaps.rank(assessment, access)
    county = next(county for county in assessment.catalog.counties if county.name == name)
    return county_sheet.sheet(assessment, access, ranked, county)


@cache
def page(name: str) -> Markup:
    return made(VERIFIED, name)


@cache
def shown(name: str) -> Read:
    return read(page(name))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_those_of_the_county_and_no_others(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    numbers = {call.phone for call in found.calls}
    numbers |= {other.phone for call in found.calls for other in call.other_numbers}
    numbers |= {operator.phone for operator in found.operators if operator.phone}
    linked = [link.removeprefix("tel:") for link in shown(name).links if link.startswith("tel:")]
    assert set(linked) == numbers
    assert linked[:3] == ["911", "988", "877-210-8513"]
    boxed = re.findall(r"<li>(.*?)</li>", page(name).partition('class="cc-calls"')[2])
    for call in found.calls:
        [line] = [text for text in boxed[: len(found.calls)] if f'"tel:{call.phone}"' in text]
        said = read(line).text
        assert plain(call.title.removeprefix(call.phone)) in said
        assert call.source in said
        assert ("region inferred" in said) == call.weak
        if isinstance(call, StatewideCall):
            assert not {basis.value for basis in Basis} & set(said.split())
            assert all(rule.quote and rule.quote in said for rule in call.rules[:1])
        else:
            assert call.basis is not None
            assert call.basis.value in said


@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_stands_with_its_evidence_and_nothing_unproven_looks_covered(
    name: str,
) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    parts = dict(
        re.findall(r'<article [^>]*data-standard="([^"]*)">(.*?)</article>', page(name), re.DOTALL)
    )
    unread = {total.id: total.title for total in VERIFIED.unread()}
    told = asked_for_information(name).keys() | unread.keys()
    verdicts = [finding for finding in found.findings if finding.standard not in told]
    # Of some standards nothing was read, of any county: one sentence tells them all.
    assert unread
    assert f"not required: {listing(list(unread.values()))}." in shown(name).text
    assert list(parts) == [finding.standard for finding in verdicts]
    for finding in verdicts:
        part, said = parts[finding.standard], read(parts[finding.standard]).text
        assert re.findall(r"cc-status cc-(\w+)", part) == [finding.status.value]
        assert plain(finding.rule) in said
        assert ("(disputed" in said) == (Flag.DISPUTED in finding.flags)
        assert ("region inferred)" in said) == (Flag.WEAK in finding.flags)
        # Every source is past its age limit: that stands once, above all verdicts.
        assert "age limit" not in said
        for proof in finding.evidence:
            assert proof.quote
            assert plain(proof.quote) in said
            assert proof.basis.value in said
        for proof in finding.left_out_by:
            assert plain(proof.note or "") in said
            assert "leaves the county out" in said
        assert all(plain(lift) in said for lift in finding.lift)
        assert all(plain(note) in shown(name).text for note in finding.notes[1:])
        assert Flag.STALE in finding.flags
        assert "Stale: " not in shown(name).text
        if finding.status is not Status.COVERED:
            assert "Covered:" not in said


def asked_for_information(name: str) -> dict[str, ReachVerdict]:
    """Return the questions of distance that are no duty, which the part on distances answers."""
    areas = measure.measure(VERIFIED).counties
    area = next(county for county in areas if county.name == name)
    return {verdict.standard: verdict for verdict in distance_tables.optional(area)}


@pytest.mark.parametrize("name", NAMES)
def test_each_question_of_distance_is_answered_once_beside_the_distances(name: str) -> None:
    told = asked_for_information(name)
    assert told.keys() == {
        standard.id
        for standard in KNOWN.services.standards
        if standard.evaluation is Evaluation.WITHIN and not standard.required
    }
    rows = re.findall(r"<tr><th[^>]*>([^<]*)</th><td>(.*?)</td><td>(.*?)</td></tr>", page(name))
    answers = {title: (answer, reason) for title, answer, reason in rows}
    for verdict in told.values():
        answer, reason = answers[verdict.title]
        assert f"cc-{verdict.status.value}" in answer
        assert distance_tables.REACH_WORDS[verdict.status] in answer
        assert plain(verdict.rule) in plain(read(reason).text)


@pytest.mark.parametrize("name", NAMES)
def test_distances_people_and_beds_are_those_measured(name: str) -> None:
    access = measure.measure(VERIFIED)
    area = next(county for county in access.counties if county.name == name)
    text = shown(name).text
    for found in (area.nearest, area.own):
        assert found
        row = [
            sentences.miles(miles)
            for miles in (found.mean_miles, found.median_miles, found.p90_miles)
        ]
        assert " ".join(row) in text
    for first, across, second in zip(
        area.within, area.within_with_neighbors, area.second, strict=True
    ):
        row = [f"{first.miles} miles", sentences.number(first.people)]
        row += [sentences.percent(share) for share in (first.share, across.share)]
        row += [sentences.number(second.people), sentences.percent(second.share)]
        assert " ".join(row) in text
    assert sentences.neighbors(access, area) in text
    assert sentences.everybody(area) in text
    assert sentences.beds(area.beds) in text
    assert all(line in text for line in sentences.team_loads(area.teams))
    assert all(verdict.rule in text for verdict in distance_tables.optional(area))
    assert sentences.STRAIGHT_LINE in text
    assert "Estimate, not a drive time" in text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_and_whom_to_ask_stands_there_with_every_source(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    text = shown(name).text
    for hole in found.holes:
        assert plain(hole.matters) in text
        assert plain(hole.ask) in text
    for programme in found.programmes:
        assert plain(programme.text) in text
    for source in found.sources:
        assert plain(source.title) in text
        assert plain(source.publisher) in text
        assert (source.url in shown(name).links) if source.url else True
    for membership in found.region_history:
        assert plain(membership.says) in text
    assert VERIFIED.data_sha256 in text
    assert DAY.isoformat() in text


@pytest.mark.parametrize("name", NAMES)
def test_the_map_shows_the_county_its_neighbors_and_units_with_their_radius(name: str) -> None:
    on, county = atlas(KNOWN), COUNTIES[name]
    root = drawing(page(name))
    by_geoid = {county.geoid: county.name for county in KNOWN.counties}
    labels = {label.text for label in root.iter(f"{SVG}text")}
    assert {by_geoid[neighbor] for neighbor in on.beside[county.geoid]} | {name} <= labels
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
    access = measure.measure(VERIFIED)
    area = next(county for county in access.counties if county.name == name)
    near = {svg.number(on.units[unit.facility_id].radius_km) for unit in area.nearest_units}
    assert near
    assert near <= circles


@pytest.mark.parametrize("name", NAMES)
def test_no_name_on_the_map_lies_under_a_unit_and_the_scale_stands_alone(name: str) -> None:
    on, county = atlas(KNOWN), COUNTIES[name]
    root = drawing(page(name))
    size = (float(root.attrib["viewBox"].split()[2])) / 30
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
    assert "Natchez Crisis Stabilization Unit (Region 15, disputed) is the nearest CSU" in text
    assert "not the own" not in text
    assert "another region" not in text
    assert "Nearest CSU of the own region not known not known not known" in text
    assert "Beds of the region's own units: not known: the county's region is not certain" in text


@pytest.mark.parametrize("name", NAMES)
def test_disputed_units_and_what_ranges_hold_for_stand_with_the_figures(name: str) -> None:
    access = measure.measure(VERIFIED)
    area = next(county for county in access.counties if county.name == name)
    text = shown(name).text
    beds, _, miles = text.partition("How far people are from a CSU")
    for unit_id in area.disputed:
        assert sentences.disputed(unit_id) in beds
        assert sentences.disputed(unit_id) in miles
    assert ("is disputed: sources" in text) == bool(area.disputed)
    assert area_tables.BEDS_ALONE in beds
    for verdict in distance_tables.optional(area):
        sure = "95 % of counties stay within" in miles.partition(verdict.rule)[2][:120]
        assert sure != verdict.proven


def test_without_a_known_unit_a_sheet_says_not_known() -> None:
    text = read(made(assess.verify(KNOWN, dt.date(2010, 1, 1)), "Panola")).text
    assert "How far its people are from a unit is not known." in text
    assert "(E2SFCA): not known." in text
    assert "15 miles not known not known not known not known" in text
    assert "No CSU is known to be the nearest" in text


def test_neighbors_are_told_where_their_verdicts_differ() -> None:
    text = shown("Benton").text
    start = text.index("Counties that touch this one")
    part = text[start : text.index("Sources", start)]
    assert "Marshall 2 no" in part
    assert "Intensive team (PACT, ICORT, or ICSS): covered there, claimed here" in part
    assert "Union 3 yes" in part
    told = asked_for_information("Benton")
    here, there = (
        {finding.standard: finding for finding in VERIFIED.findings if finding.county == name}
        for name in ("Benton", "Union")
    )
    differ = [
        f"{standard.title}: {there[standard.id].status} there, {here[standard.id].status} here"
        for standard in KNOWN.services.standards
        if standard.id not in told and there[standard.id].status != here[standard.id].status
    ]
    assert f"Union 3 yes {'; '.join(differ) or 'none'}" in part


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


@pytest.mark.parametrize("name", NAMES)
def test_minutes_are_an_interval_from_the_least_and_most_miles(name: str) -> None:
    access = measure.measure(VERIFIED)
    area = next(county for county in access.counties if county.name == name)
    mean = area.nearest.mean_miles
    assert mean.low is not None
    assert mean.high is not None
    # Low 1.1 S at 65 miles an hour, high 3 + 4.8 for each of the first ten miles + 2.25 after.
    low = mean.low * 1.1 / 65 * 60
    high = 3 + 4.8 * min(mean.high, 10) + 2.25 * max(mean.high - 10, 0)
    assert f"{low:.0f} to {high:.0f} minutes for the mean distance" in shown(name).text


@pytest.mark.parametrize("name", NAMES)
def test_a_number_is_marked_stale_or_disputed_as_its_evidence_is(name: str) -> None:
    found = coverage_county.county_profile(VERIFIED, COUNTIES[name])
    boxed = re.findall(r"<li>(.*?)</li>", page(name).partition('class="cc-calls"')[2])
    for service in found.services:
        if not service.phone:
            continue
        [line] = [text for text in boxed[: len(found.calls)] if f'"tel:{service.phone}"' in text]
        said = read(line).text
        conflicts = [some for some in found.contradictions if service.service_id in some.units]
        assert service.stale
        assert "age limit" not in said
        assert ("disputed" in said) == any(some.bears_on == "coverage" for some in conflicts)
        assert ("sources differ" in said) == any(some.bears_on == "detail" for some in conflicts)


def test_where_some_evidence_is_fresh_the_exceptions_are_marked() -> None:
    then = assess.verify(KNOWN, dt.date(2025, 2, 1))
    part = read(made(then, "Hancock")).text.partition("Numbers to call")[2]
    calls, _, verdicts = part.partition("Verdicts")
    # Helpline and team are fresh; the intensive team and two units are not.
    assert "3 of 5 here are past their age limit" in calls
    assert re.search(r"mobile crisis response team \(Coast\) \(listed, fresh, dmh-home", calls)
    assert re.search(r"PACT team for Hancock and Harrison \(listed, dmh-intensive", calls)
    assert "here are past their age limit" in verdicts
    assert "covered (fresh) " in re.sub(r"\s+", " ", verdicts.replace("( ", "("))
    assert "over its age limit" not in part
    early = read(made(assess.verify(KNOWN, dt.date(2024, 1, 1)), "Hancock")).text
    assert "past its age limit" not in early.partition("Numbers to call")[2].partition("Sources")[0]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_shown_to_be_met_is_summed_up(name: str) -> None:
    titles = {standard.id: standard.title for standard in KNOWN.services.standards}
    some = [
        f"{titles[finding.standard]} ({finding.status})"
        for finding in VERIFIED.findings
        if finding.county == name and finding.status is not Status.COVERED
        if finding.standard not in asked_for_information(name)
    ]
    text = re.sub(r"\( (\w+) \)", r"(\1)", shown(name).text.replace("( ", "(").replace(" )", ")"))
    said = f"Not shown to be met: {'; '.join(some)}." if some else "Every standard above is covered"
    assert said in re.sub(r" ([;.)])", r"\1", text)
