"""A comparison as the body of a page."""

from dataclasses import replace

from geo.diff import compare, page, sentences
from geo.diff.snapshot import Snapshot
from tests.diff.states import ChangedTo, without_birch
from tests.small_state import ALDER, BIRCH, CEDAR


def test_the_page_tells_all_and_escapes_it(old: Snapshot, changed_to: ChangedTo) -> None:
    changes = compare.compare(old, changed_to(without_birch))
    html = page.body(changes)
    for words in ("Birch", "3,000", "Covered (by name) to Claimed only", "Alder home care"):
        assert words in html
    assert html.count("<table") == html.count("<caption>") == 2
    assert 'scope="row"' in html
    evil = replace(
        changes,
        old=replace(changes.old, name="<script>alert(1)</script>"),
        warnings=("<b>",),
        providers=(replace(changes.providers[0], title="<img src=x>"),),
        standards=(replace(changes.standards[0], title="<i>"),),
    )
    shown = page.body(evil)
    for tag in ("<script", "<b>", "<img", "<i>"):
        assert tag not in shown
    assert "&lt;script&gt;" in shown


def test_the_page_of_no_changes_says_so(old: Snapshot) -> None:
    html = page.body(compare.compare(old, old))
    assert sentences.SAME in html
    assert "County by county" not in html
    assert "<details" not in html
    other = page.body(compare.compare(old, replace(old, data_sha256="0" * 64)))
    assert sentences.OTHER_DATA in other
    assert sentences.SAME not in other


def test_a_warning_stands_on_the_page(old: Snapshot) -> None:
    other_day = replace(old, as_of=old.as_of.replace(year=2027))
    html = page.body(compare.compare(old, other_day))
    assert '<p class="cc-changes-warning">Keep in mind: The sides are of different days' in html


def test_regions_people_numbers_and_counties_are_on_the_page(old: Snapshot) -> None:
    counties = {geoid: county for geoid, county in old.counties.items() if geoid != CEDAR}
    counties[ALDER] = replace(counties[ALDER], people=1)
    counties[BIRCH] = replace(counties[BIRCH], region="1 or 2", name="Beech")
    silent = {key: replace(provider, phone=None) for key, provider in old.providers.items()}
    new = replace(old, counties=counties, providers=silent)
    html = page.body(compare.compare(old, new))
    assert "Only before: Cedar (56005), 2,000 people" in html
    assert "Beech (56003), 3,000 people: Region 1 to Region 1 or 2" in html
    assert "Birch, now Beech (56003): 3,000 people to 3,000 people" in html
    assert "Alder (56001): 4,000 people to 1 person" in html
    assert "number 307-555-0101 before, no number listed now" in html
    assert "Only now: Cedar" in page.body(compare.compare(new, old))


def test_people_that_nobody_tells_are_called_so(old: Snapshot, changed_to: ChangedTo) -> None:
    unknown = {geoid: replace(county, people=None) for geoid, county in old.counties.items()}
    new = replace(changed_to(without_birch), counties=unknown)
    html = page.body(compare.compare(replace(old, counties=unknown), new))
    assert html.count(">not known</td>") >= 2


def test_long_lists_are_folded_on_a_screen_and_whole_on_paper(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    changes = compare.compare(old, changed_to(without_birch))
    (lost,) = (change for change in changes.verdicts if change.standard == "home-care-alone")
    many = replace(changes, verdicts=(lost,) * 21)
    assert "<details" not in page.body(many)
    shut = page.body(many, folded=True)
    assert (
        '<details class="cc-fold"><summary><h2>Lost</h2> <span class="cc-count">21</span>' in shut
    )
    few = page.body(changes, folded=True)
    assert '<details class="cc-fold" open><summary><h2>Lost</h2>' in few
    assert few.count("<table") == few.count("<caption>") == page.body(changes).count("<table")


def test_counts_are_set_right_and_nothing_is_a_dash(old: Snapshot, changed_to: ChangedTo) -> None:
    html = page.body(compare.compare(old, changed_to(without_birch)))
    row = html.partition('<th scope="row">Home care</th>')[2].partition("</tr>")[0]
    assert row.startswith('<td class="cc-number">1</td><td class="cc-number">3,000</td>')
    assert row.count("–") == 4
    fewer = replace(old, standards={"home-care-alone": "Home care"}, verdicts=old.verdicts)
    assert "Only the earlier state has it: nothing to compare." in page.body(
        compare.compare(old, fewer)
    )
