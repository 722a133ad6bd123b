"""The report's folder: every page whole, sound and closed in itself, the same from the same data."""

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from geo.access import assess, gaps, measure, mile_bounds, sentences, yardsticks
from geo.catalog.records import Flag, Status
from geo.coverage import asking
from geo.coverage.findings import Finding
from geo.maps import common
from geo.maps.styles import STATUS_LOOKS
from geo.report import area_tables, distance_tables, document, footer, pdf, statewide, write
from geo.report.brief import Download
from geo.report.names import CRISIS
from geo.report.projection import atlas
from geo.text import listing
from tests import live
from tests.report.report_pages import Read, read

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
ACCESS = live.access()
GAPS = gaps.rank(VERIFIED, ACCESS)
COUNT = len(KNOWN.counties) + 3
SAID = "November 21, 2026"


@cache
def pages() -> dict[str, write.Page]:
    return {page.name: page for page in write.pages(VERIFIED, ACCESS, GAPS)}


@cache
def parsed(name: str) -> Read:
    return read(pages()[name].html.decode())


def index() -> Read:
    return parsed(write.INDEX)


@cache
def full_page() -> str:
    """Return the annex that holds everything."""
    made = write.pages(VERIFIED, ACCESS, GAPS, full=True)
    return next(page for page in made if page.name == write.ANNEX).html.decode()


@cache
def everything() -> Read:
    return read(full_page())


def fresh() -> Iterator[write.Page]:
    return iter(pages().values())


def silent(_share: float, _count: int) -> None:
    """Show no progress."""


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_there_is_a_sheet_for_every_county_and_the_index_comes_last(tmp_path: Path) -> None:
    shown: list[tuple[float, int]] = []
    done = write.write(tmp_path / "new" / "report", fresh(), COUNT, lambda *far: shown.append(far))
    names = [page.name for page in done]
    assert names[-2:] == ["annex.html", "index.html"]
    assert len(names) == 85
    assert "counties/28107-panola.html" in names
    assert "counties/28065-jefferson-davis.html" in names
    assert files_in(tmp_path / "new" / "report") == {page.name: page.html for page in done}
    assert [count for _, count in shown] == list(range(1, 86))
    assert shown[-1][0] == 1


def test_every_page_is_sound_and_loads_nothing() -> None:
    for name, page in pages().items():
        text = page.html.decode()
        found = parsed(name)
        assert found.faults == [], name
        assert found.loads == [], name
        assert [key for key, count in Counter(found.ids).items() if count > 1] == [], name
        labels = re.findall(r'aria-labelledby="(.*?)"', text)
        assert {key for some in labels for key in some.split()} <= set(found.ids), name
        assert "@import" not in text
        assert "url(" not in text
        assert "default-src 'none'" in text.partition("<title>")[0].replace("&#39;", "'")
        assert re.search(r"<title>[^<]*Mississippi[^<]* - Crisis Coverage</title>", text), name


def test_every_link_leads_somewhere() -> None:
    for name in pages():
        found = parsed(name)
        for link in found.links:
            if link.startswith(("tel:", "https://", "http://")):
                continue
            path, _, at = link.partition("#")
            target = os.path.normpath(PurePosixPath(name).parent / path) if path else name
            assert target in pages(), f"{name}: {link}"
            assert not at or at in parsed(target).ids, f"{name}: {link}"


def test_every_page_carries_day_hash_and_credits_and_prints_them_on_letter_paper() -> None:
    for name, page in pages().items():
        text = page.html.decode()
        said = parsed(name).text
        assert SAID in said
        assert VERIFIED.data_sha256 in said
        assert all(credit in said for credit in common.ATTRIBUTION)
        paper = text[text.index("@page") :].partition("</style>")[0]
        assert "size: Letter" in paper
        assert "November 21" in paper
        assert VERIFIED.data_sha256[:12] in paper


def verdicts_of(geoid: str) -> list[Finding]:
    """Return what the table of verdicts tells: the questions of distance stand in another."""
    told = {verdict.standard for verdict in distance_tables.optional(ACCESS.state)}
    assert told
    told |= {total.id for total in VERIFIED.unread()}  # in one sentence below the table
    return [
        finding
        for finding in VERIFIED.findings
        if finding.geoid == geoid and finding.standard not in told
    ]


def test_the_index_links_every_sheet_and_tells_every_required_answer() -> None:
    text = pages()[write.INDEX].html.decode()
    linked = {link for link in index().links if link.startswith("counties/")}
    assert linked == set(pages()) - {write.INDEX, write.ANNEX, CRISIS}
    required = [total for total in VERIFIED.standards if total.required]
    table = text[text.index('<h2 id="counties">') :].partition("</table>")[0]
    rows = re.findall(r"<tr><th.*?</tr>", table, re.DOTALL)[1:]
    assert len(rows) == 82
    for county, row in zip(KNOWN.counties, rows, strict=True):
        found = [
            finding
            for total in required
            for finding in VERIFIED.of(total.id)
            if finding.geoid == county.geoid
        ]
        told = re.findall(r'cc-status cc-(\w+)(?: cc-flagged)?">([^<]*)<', row)
        assert told == [(each.status.value, each.status.label) for each in found]
        for flag in (Flag.DISPUTED, Flag.WEAK):
            assert row.count(flag.label) == sum(flag in each.flags for each in found)
        assert f">{county.name}</a>" in row
        assert f"{county.people:,}" in row


def test_the_brief_answers_its_question_in_numbers_and_names_who_is_not_shown() -> None:
    said = index().text
    text = pages()[write.INDEX].html.decode()
    assert said.partition("Mississippi.")[0].endswith(
        "Does every county have crisis and intensive services? "
    )
    for total in VERIFIED.standards:
        if not total.required:
            continue
        missing = [each for each in VERIFIED.of(total.id) if each.status is not Status.COVERED]
        assert f"{total.covered} of 82" in said
        if not missing:
            continue
        people = VERIFIED.people - total.people["covered"]
        share = f"{100 * people / VERIFIED.people:.0f}%"
        assert f"not shown for {len(missing)} counties ({people:,} people, {share})" in said
        part = text.partition(f"<h2>{total.short}: not shown for")[2].partition("</section>")[0]
        rows = re.findall(r'<tr><th scope="row"><a [^>]*>([^<]*)</a></th>', part)
        assert sorted(rows) == sorted(each.county for each in missing)
    # The map names the same counties and no others, and fills each as its answer is.
    drawing = text[text.index("<svg") : text.index("</svg>")]
    shown = max((total for total in VERIFIED.standards if total.required), key=lambda t: -t.covered)
    findings = VERIFIED.of(shown.id)
    names = re.findall(r"<text [^>]*>([^<]*)</text>", drawing)
    assert sorted(names) == sorted(f.county for f in findings if f.status is not Status.COVERED)
    fills = dict(
        re.findall(r'aria-label="([^"]*) County: [^"]*"><path d="[^"]*" fill="(#\w+)"', drawing)
    )
    assert fills == {f.county: STATUS_LOOKS[f.status].fill for f in findings}


def test_the_brief_says_what_to_ask_whom_and_links_what_lies_beside_it() -> None:
    box = index().text.partition("What to ask")[2]
    open_kinds = {
        kind
        for standard in KNOWN.services.standards
        for total in VERIFIED.standards
        if total.id == standard.id and total.required and total.covered < VERIFIED.counties
        for kind in standard.any_of
    }
    for hole in asking.open_questions(KNOWN.services):
        if open_kinds & set(hole.about) and not (hole.counties or hole.regions or hole.units):
            assert " ".join(hole.ask.split()) in box
    for finding in VERIFIED.findings:
        if Flag.WEAK in finding.flags:
            assert f"Which region is {finding.county} County in?" in box
    kept = [Download(href="layers.gpkg", what="maps")]
    made = write.index(VERIFIED, kept, [write.ANNEX, write.CHANGES], full=False)
    links = read(made.html.decode()).links
    assert {"layers.gpkg", write.ANNEX, write.CHANGES} <= set(links)
    assert "layers.gpkg" not in index().links
    assert write.CHANGES not in index().links


def test_standards_on_which_nothing_was_read_are_told_without_a_map() -> None:
    unread = VERIFIED.unread()
    assert unread
    text = full_page()
    part = text[text.index("<h3>No information for any county</h3>") :].partition("</section>")[0]
    assert re.findall(r'id="standard-([^"]+)"', part) == [total.id for total in unread]
    assert "<svg" not in part
    titles = listing([total.title for total in unread])
    # In the summary, and below the table of verdicts.
    assert (
        everything().text.count(f"No information for any county, and not required: {titles}.") == 2
    )


def test_maps_fill_each_county_as_its_verdict_says_and_list_the_exceptions() -> None:
    text = full_page()
    on = atlas(KNOWN)
    for total in VERIFIED.standards:
        if total in VERIFIED.unread():
            continue
        part = text[text.index(f'id="standard-{total.id}"') :].partition("</section>")[0]
        drawing = part[part.index("<svg") : part.index("</svg>")]
        fills = dict(re.findall(r'<path d="([^"]*)" fill="(#\w+)"/>', drawing))
        findings = VERIFIED.of(total.id)
        looks = {on.paths[finding.geoid]: STATUS_LOOKS[finding.status].fill for finding in findings}
        assert fills == looks
        inks = {
            STATUS_LOOKS[finding.status].ink
            for finding in findings
            if finding.status != Status.COVERED
        }
        assert all(f'stroke="{ink}"' in drawing for ink in inks)
        common_one = Counter(finding.status for finding in findings).most_common(1)[0][0]
        listed = re.findall(r'<th scope="row"[^>]*>(\d+)</th><td><a href="counties/(\d+)-', part)
        assert {geoid for _, geoid in listed} == {
            finding.geoid for finding in findings if finding.status is not common_one
        }
        assert [number for number, _ in listed] == re.findall(r">(\d+)</text>", drawing)


def test_the_ranking_has_every_county_with_its_two_counts() -> None:
    text = everything().text
    assert GAPS.counted in text
    for row in GAPS.ranking:
        assert all(" ".join(part.reason.split()) in text for part in row.not_shown)
        cells = (
            *(str(row.rank), row.county, str(row.regions[0]), f"{row.people:,}"),
            sentences.best(row.people_far),
            sentences.least_to_most(row.people_far) or "\N{EN DASH}",
            row.most_far.label,
            f"{row.people_not_shown:,}" if row.not_shown else "\N{EN DASH}",
            sentences.miles(row.mean_miles),
        )
        assert " ".join(cells) in text
    assert all(sentence in text for sentence in GAPS.left_aside)


def test_measures_of_state_regions_and_counties_stand_in_tables() -> None:
    text = everything().text
    for area in (*ACCESS.regions, *ACCESS.counties):
        assert area.own
        within = (area.nearest.median_miles, area.nearest.p90_miles)
        name = f"{area.name} †" if area.disputed else area.name
        row = [name, f"{area.people:,.0f}", sentences.miles(area.nearest.mean_miles)]
        row += map(mile_bounds.within, within)
        assert " ".join([*row, sentences.miles(area.own.mean_miles)]) in text
        shares = [sentences.percent(reach.share) for reach in area.within]
        assert " ".join([name, *shares]) in text
    assert sentences.beds(ACCESS.state.beds) in text


def test_disputed_units_are_named_below_every_table_that_rests_on_them() -> None:
    verified = live.unsettled()
    access = measure.measure(verified)
    report = statewide.annex(verified, access, gaps.rank(verified, access), full=True)
    text = read(str(report)).text
    assert access.state.disputed
    parts = text.split("County by county: questions of distance")
    for name in access.state.disputed:
        legend = f"† {sentences.disputed(name)}"
        assert legend in parts[1]
        assert legend in text.partition("Beds by region")[2]
        assert f"{name} (disputed)" in text.partition("What is known Source")[2]
    # A source settled it, so that the report itself names none.
    assert ACCESS.state.disputed == ()
    assert "†" not in everything().text


def test_doubtful_verdicts_are_told_in_the_summary_and_marked_in_the_table() -> None:
    names = {county.geoid: county.name for county in KNOWN.counties}
    text = full_page()
    table = text[text.index("<caption>Verdicts by county") :].partition("</table>")[0]
    rows = re.findall(r"<tr><th.*?</tr>", table)[1:]
    head = everything().text.partition("Verdicts by county")[0]
    for flag in (Flag.DISPUTED, Flag.WEAK):
        for total in VERIFIED.standards:
            found = [finding for finding in VERIFIED.of(total.id) if flag in finding.flags]
            told = head.partition(f"{total.title}: ")[2].partition(" counties are covered")[2]
            for covered in {finding.status is Status.COVERED for finding in found}:
                some = [
                    names[finding.geoid]
                    for finding in found
                    if (finding.status is Status.COVERED) is covered
                ]
                assert f"{flag.label.capitalize()} for {len(some)} of the " in told
                assert f"{'covered ones' if covered else 'others'}: {listing(some)}." in told
    for county, row in zip(KNOWN.counties, rows, strict=True):
        cells = re.findall(r"<td>(<span.*?)</td>", row)
        findings = verdicts_of(county.geoid)
        for cell, finding in zip(cells, findings, strict=True):
            assert ("disputed" in cell) == (Flag.DISPUTED in finding.flags)
            assert ("region inferred" in cell) == (Flag.WEAK in finding.flags)
    assert (
        "Sources disagree: two of them contradict each other. Region inferred: "
        in everything().text
    )
    assert everything().text.count("Call to confirm before you rely on") > 3
    assert "stale" not in table


def test_the_summary_names_the_required_standards_that_are_not_covered() -> None:
    open_in = {
        standard.title: {
            finding.geoid
            for finding in VERIFIED.of(standard.id)
            if finding.status is not Status.COVERED
        }
        for standard in KNOWN.services.standards
        if not any(f"“{standard.title}”" in line for line in GAPS.left_aside)
    }
    titles = listing([f"“{title}”" for title, counties in open_in.items() if counties], "or")
    counties = set().union(*open_in.values())
    people = sum(county.people for county in KNOWN.counties if county.geoid in counties)
    assert GAPS.totals.counties_not_shown == len(counties)
    assert f"{len(counties)} counties ({people:,} people) are not shown to have {titles}." in (
        everything().text
    )
    # No bracket stands in a bracket.
    assert not re.search(
        r"\([^()]*\([^()]*\)\)", everything().text.partition("Verdicts by county")[0]
    )


def test_the_method_says_what_brackets_hold_for() -> None:
    method = everything().text.rpartition("Method and limits")[2]
    assert sentences.STRAIGHT_LINE in method
    assert "for 95 % of the counties" in method
    assert "can be" not in method
    assert area_tables.BEDS_ALONE in method


@cache
def early() -> Read:
    """Return the statewide page of a day on which no source speaks of a unit."""
    then = assess.verify(KNOWN, dt.date(2010, 1, 1))
    access = measure.measure(then)
    assert access.units == 0
    made = write.pages(then, access, gaps.rank(then, access), full=True)
    return read(next(page for page in made if page.name == write.ANNEX).html.decode())


def test_without_a_known_unit_nothing_is_said_to_be_0() -> None:
    text = early().text
    assert early().faults == []
    assert "How far people are from a CSU is not known" in text
    assert "How many people are far is not known." in text
    assert "Beds: not known" in text
    reason = "No distance is known: no source that speaks for January 1, 2010 names where a Crisis"
    assert text.count(reason) == 2  # beside the distances and above the ranking
    assert "Not known: on this day no county's region is certain" in text
    assert "not known not known" not in text


def test_counties_nearer_to_another_region_stand_with_both_distances() -> None:
    page = read(area_tables.elsewhere(ACCESS, "CSU"))
    some = [
        county for county in ACCESS.counties if county.people_nearer_elsewhere > county.people / 2
    ]
    assert some
    assert f"In {len(some)} of 82 counties" in page.text
    for area in some:
        assert area.own
        both = f"{sentences.miles(area.nearest.mean_miles)} {sentences.miles(area.own.mean_miles)}"
        assert both in page.text
    assert len([link for link in page.links if link.startswith("counties/")]) == len(some)


def test_what_is_only_remembered_shows_no_number() -> None:
    text = everything().text
    for yardstick in yardsticks.yardsticks(KNOWN, VERIFIED.people, DAY):
        assert yardstick.figure in text
    for reference in yardsticks.recalled(KNOWN, DAY):
        assert f"{reference.title}: {reference.citation} ({reference.words})" in text
    values = [
        value.value
        for reference in KNOWN.services.references
        for value in reference.values
        if reference.proof == "recalled" and len(value.value) > 6
    ]
    assert all(value not in text for value in values)


def test_contradictions_holes_and_sources_are_all_there() -> None:
    data, text = KNOWN.services, everything().text
    said = [side.says for contradiction in data.contradictions for side in contradiction.sides]
    said += [
        words
        for question in asking.open_questions(data)
        for words in (question.matters, question.ask)
    ]
    said += [words for source in data.sources for words in (source.title, source.publisher)]
    assert [sentence for sentence in said if " ".join(sentence.split()) not in text] == []
    assert {source.url for source in data.sources if source.url} <= set(everything().links)


SCRIPT = """
import datetime as dt, hashlib, sys
import geo
from geo.access import gaps, measure
from geo.report import write
assessment = geo.verify(geo.load(), dt.date(2026, 11, 21))
access = measure.measure(assessment)
total = hashlib.sha256()
for page in write.pages(assessment, access, gaps.rank(assessment, access)):
    total.update(page.name.encode() + page.html)
print(total.hexdigest())
"""


def test_equal_data_give_equal_bytes_in_any_process(repo_root: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=repo_root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    total = hashlib.sha256()
    for page in pages().values():
        total.update(page.name.encode() + page.html)
    assert done.stdout.strip() == total.hexdigest()


def test_nothing_is_deleted_and_old_pages_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "counties").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "counties" / "28107-panola.html").write_text("old")
    write.write(tmp_path, fresh(), COUNT, silent)
    found = files_in(tmp_path)
    assert found.pop("notes.txt") == b"mine"
    assert found == {page.name: page.html for page in pages().values()}


@pytest.mark.parametrize("name", ["", "counties"])
def test_a_file_where_a_folder_is_needed_is_told_and_kept(tmp_path: Path, name: str) -> None:
    place = tmp_path / "report"
    if name:
        place.mkdir()
    blocked = place / name if name else place
    blocked.write_text("a file")
    with pytest.raises(NotADirectoryError, match="a folder is needed here"):
        write.write(place, fresh(), COUNT, silent)
    assert blocked.read_text() == "a file"


def test_ctrl_c_leaves_the_old_pages(tmp_path: Path) -> None:
    def stop(_share: float, count: int) -> None:
        if count == 5:
            raise KeyboardInterrupt

    old = tmp_path / "counties" / "28001-adams.html"
    old.parent.mkdir()
    old.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write.write(tmp_path, fresh(), COUNT, stop)
    assert files_in(tmp_path) == {"counties/28001-adams.html": b"old"}


# Runs the report where no file may be larger than 10,000 bytes, from the start or once all is made.
FULL = """import resource, sys
from geo.cli import main, report_files
def fill():
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
write = report_files.write
def write_to_full_disk(*given):
    fill()
    write(*given)
if sys.argv[1] == "at the start":
    fill()
else:
    report_files.write = write_to_full_disk
sys.exit(main.main(["report", "-o", sys.argv[2]]))
"""


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("at the start", "the folder for temporary files may be full"),
        ("once all is made", "File too large"),
    ],
)
def test_a_full_disk_leaves_old_pages_as_they_were(
    tmp_path: Path, repo_root: Path, when: str, told: str
) -> None:
    pytest.importorskip("resource")
    old = tmp_path / "counties" / "28001-adams.html"
    old.parent.mkdir()
    old.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, when, str(tmp_path)],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert files_in(tmp_path) == {"counties/28001-adams.html": b"old"}


def test_paper_takes_no_link_into_a_folder_of_this_machine() -> None:
    state = KNOWN.services.study_area.name
    made = pdf.documents(list(pages().values()), state, footer.stamp(VERIFIED))
    assert list(made) == ["statewide.pdf", "crisis.pdf", "counties.pdf"]
    for page in made.values():
        found = read(page.decode())
        assert found.faults == []
        assert found.loads == []
        assert [key for key, count in Counter(found.ids).items() if count > 1] == []
        assert {link.partition(":")[0] for link in found.links if not link.startswith("#")} <= {
            "tel",
            "https",
            "http",
        }
    sheets = made["counties.pdf"].decode()
    assert all(f"<h1>{county.name} County</h1>" in sheets for county in KNOWN.counties)
    printed = read(made["statewide.pdf"].decode()).text
    assert index().text.partition("Downloads")[0].removeprefix("Mississippi")[-400:] in printed
    assert "What we do not know, and whom to ask" in printed


def test_a_title_cannot_leave_the_style_sheet() -> None:
    title = '"; } </style><script>alert(1)</script> \\ Doña Ana: a'
    page = document.page(title, footer.foot(VERIFIED), "As of 2026-11-21")
    found = read(page.decode())
    assert found.loads == []
    assert page.count(b"</style>") == 1
    assert rb"Do\0000f1 a Ana\00003a  a" in page


def test_the_statewide_page_has_the_numbers_for_everybody_with_their_rules() -> None:
    short = pages()[write.ANNEX].html.decode()
    for page, most in ((short, 1), (full_page(), None)):
        section = page.partition('<h2 id="numbers">')[2].partition("</section>")[0]
        for call in VERIFIED.statewide:
            assert f'href="tel:{call.phone}"' in section
            for rule in call.rules[:most]:
                assert rule.citation in section
                assert rule.url in section
