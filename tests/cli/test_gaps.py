"""The command gaps: what it prints, its JSON, its choices and its exit codes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess, gaps, measure, sentences
from geo.access.gap_records import Gaps
from geo.catalog import folder, load
from tests import live, small_state
from tests.access.small import DOGWOOD, across
from tests.small_state import DAY

Run = Callable[..., Any]
AS_OF = ("--as-of", DAY.isoformat())
pytestmark = pytest.mark.usefixtures("small")


def flat(text: str) -> str:
    return " ".join(text.split())


def ranked() -> Gaps:
    assessment = assess.verify(load.load(today=DAY), DAY)
    return gaps.rank(assessment, measure.measure(assessment))


def test_gaps_prints_ranking_reasons_yardsticks_date_and_hash(run: Run, small: Path) -> None:
    done = run("gaps", *AS_OF)
    text = flat(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    for part in (
        "Wyoming: where the gaps are, all 3 counties Two counts, never added. First:",
        "4,103 (4,103 to 6,103) of these people live more than 30 straight-line miles away.",
        "2 counties (5,000 people) are not shown to have “Home or day care”.",
        "Counties by people beyond the limit",
        "Not shown (2 counties, 5,000 people) Birch (Region 1, urban, 3,000 people): Claimed only: a",
        "Cedar (Region 2, rural, 2,000 people): Claimed only: a general statement",
        "Farther than 30 straight-line miles, or perhaps so (3 counties) Alder (Region 1, rural",
        "Cedar (Region 2, rural, 2,000 people): 0 (0 to 2,000) of 2,000 people live more than 30",
        "“A Haven in the region”: sources disagree. In Cedar.",
        "“Home or day care”: over its age limit. In Birch, Cedar.",
        "for the whole state: a benchmark from elsewhere, not a rule here",
        "Beds by Reed: 30 beds for 100,000 people. That is 3 beds for 9,000 people.",
        "This state's own Haven beds: 16 to 32.",
        "Rural-Urban Continuum Code 2023: 1 to 3 are counties in metropolitan areas",
        "Most people? Yes if the least is over half of the county, no if the most is under half.",
    ):
        assert part in text
    assert text.endswith(f"As of March 1, 2026. Data {folder.sha256(small)}")


def test_the_table_and_the_lists_have_the_figures_of_the_ranking(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    for row in ranked().ranking:
        cells = (
            str(row.rank),
            row.county,
            str(row.regions[0]),
            f"{row.people:,}",
            f"{row.people_far.value:,.0f}",
            sentences.least_to_most(row.people_far) or "-",
            row.most_far.label,
            f"{row.people_not_shown:,}" if row.not_shown else "-",
            sentences.miles(row.mean_miles),
        )
        assert " ".join(cells) in text
        for part in row.not_shown:
            assert part.reason in text
        assert row.far_reason in text


@pytest.mark.parametrize(
    ("by", "counties", "said"),
    [
        ("far", ["Alder", "Birch", "Cedar"], "people beyond the limit"),
        ("not-shown", ["Birch", "Cedar", "Alder"], "people without a required service shown"),
        ("people", ["Alder", "Birch", "Cedar"], "people"),
        ("miles", ["Alder", "Birch", "Cedar"], "average miles"),
        ("county", ["Alder", "Birch", "Cedar"], "name"),
    ],
)
def test_the_reader_picks_what_counties_are_ranked_by(
    run: Run, by: str, counties: list[str], said: str
) -> None:
    text = flat(run("gaps", *AS_OF, "--sort", by).stdout)
    table = text.partition(f"Counties by {said} ")[2].partition("Not shown (")[0]
    assert re.findall("Alder|Birch|Cedar", table) == counties
    written = json.loads(run("gaps", *AS_OF, "--sort", by, "--format", "json").stdout)
    assert written["sort"] == by
    assert [row["county"] for row in written["ranking"]] == counties


def test_with_neighbors_the_table_has_the_figures_that_count_their_units(
    run: Run, tmp_path: Path
) -> None:
    content = small_state.services()
    across(DOGWOOD)(content)
    call = ("gaps", *AS_OF, "--limit", "45", "--data", str(small_state.write(tmp_path, content)))
    text = flat(run(*call, "--with-neighbors").stdout)
    own = flat(run(*call).stdout)
    told = "Counties by people beyond the limit, units in neighboring states counted"
    assert told in text
    assert told not in own
    assert "1 Alder 1 4,000 0 - No" in text
    assert "1 Alder 1 4,000 4,000 - Yes" in own
    for each in (text, own):
        assert (
            "With units in neighboring states counted it would be 0. Those units are not part"
            in each
        )
        assert (
            "The state line decides here. With units in neighboring states counted, 0 people"
            in each
        )
    written = [
        json.loads(run(*call, "--format", "json", *more).stdout)
        for more in ((), ("--with-neighbors",))
    ]
    assert [each["with_neighbors"] for each in written] == [False, True]
    for each in written:
        alder = next(row for row in each["ranking"] if row["county"] == "Alder")
        assert alder["people_far"]["value"] == 4000
        assert alder["people_far_with_neighbors"]["value"] == 0
        assert (alder["most_far"], alder["most_far_with_neighbors"]) == ("yes", "no")


def test_where_nobody_is_far_only_those_are_listed_that_may_be(run: Run) -> None:
    text = flat(run("gaps", *AS_OF, "--limit", "60").stdout)
    assert "0 (0 to 2,000) of these people live more than 60 straight-line miles away." in text
    assert "Farther than 60 straight-line miles, or perhaps so (1 county) Cedar" in text


def test_distances_that_nobody_knows_are_told(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    # At Cedar Falls, near the unit there; nobody else is anywhere.
    table.write_text("lon,lat,people\n-104.2,42.8,100\n", encoding="utf-8")
    text = flat(run("gaps", *AS_OF, "--demand", str(table)).stdout)
    assert "Distance is not known for Alder, Birch: no source speaks" in text
    early = flat(run("gaps", "--as-of", "2001-01-01").stdout)
    assert "No distance is known: no source that speaks for January 1, 2001 names where" in early


def test_every_line_that_names_a_limit_of_miles_says_straight_line(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    limits = re.findall(r"(?:within|more than) \d+ .{0,20}miles", text)
    assert len(limits) >= 4
    assert all("straight-line" in limit for limit in limits)


def test_no_number_of_a_recalled_yardstick_is_printed(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    begin = text.index("We know of this benchmark but have not read it:")
    named = text[begin : text.index("This state's own Haven beds")]
    assert named.endswith("have not read it: Beds by Rowe: Beds by Rowe, page 7 (news). ")
    assert "50 beds" not in text


def test_the_json_is_the_ranking_and_the_yardsticks(run: Run, small: Path) -> None:
    call = ("gaps", *AS_OF, "--format", "json", "--limit", "45", "--region", "2", "1", "--rural")
    done = run(*call)
    written = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(written) == [
        *("schema", "data_sha256", "as_of", "method", "limit_miles", "sort", "with_neighbors"),
        *("demand", "not_measured", "counted", "left_aside", "neighbor_note", "totals", "ranking"),
        *("shown", "yardsticks", "yardsticks_recalled"),
    ]
    assert (written["schema"], written["limit_miles"]) == (2, 45)
    assert written["data_sha256"] == folder.sha256(small)
    assert written["shown"] == {"regions": [1, 2], "urban": False}
    assert [row["county"] for row in written["ranking"]] == ["Alder", "Cedar"]
    assert written["totals"]["people"] == 6000
    assert written["totals"]["people_not_shown"] == 2000
    assert [row["reference"] for row in written["yardsticks"]] == ["beds-read"]
    (recalled,) = written["yardsticks_recalled"]
    assert recalled["reference"] == "beds-recalled"
    assert "value" not in recalled


def test_the_same_call_gives_the_same_bytes(run: Run) -> None:
    for form in ("json", "text"):
        first, again = (run("gaps", "--format", form, *AS_OF).stdout for _ in range(2))
        assert first == again


@pytest.mark.parametrize(
    ("asked", "counties", "said"),
    [
        ((), ("Alder", "Birch", "Cedar"), "all 3 counties"),
        (("--region", "2"), ("Cedar",), "1 county of region 2 out of 3"),
        (("--region", "2", "1"), ("Alder", "Birch", "Cedar"), "3 counties of regions 1 and 2"),
        (("--region", "2", "--region", "1"), ("Alder", "Birch", "Cedar"), "3 counties of regions"),
        (("--urban",), ("Birch",), "1 urban county out of 3"),
        (("--region", "1", "--rural"), ("Alder",), "1 rural county of region 1 out of 3"),
        (("--region", "2", "--urban"), (), "0 urban counties of region 2 out of 3"),
    ],
)
def test_the_text_says_which_counties_are_shown(
    run: Run, asked: tuple[str, ...], counties: tuple[str, ...], said: str
) -> None:
    done = run("gaps", *AS_OF, *asked)
    assert done.exit_code == 0
    assert f"where the gaps are, {said} " in flat(done.stdout)
    ranking = flat(done.stdout).partition("Counties by")[2].partition("Not shown (")[0]
    assert set(re.findall("Alder|Birch|Cedar", ranking)) == set(counties)


def test_no_name_is_broken_inside_a_word(run: Run) -> None:
    catalog = live.catalog()
    text = run("gaps", "--data", str(catalog.home), "--as-of", live.DAY.isoformat()).stdout
    table = text.partition("Counties by")[2].partition("Not shown (")[0]
    shown = set(re.findall(r"[A-Za-z]+", table))
    assert {word for county in catalog.counties for word in county.name.split()} <= shown
    assert all(len(line.rstrip()) <= 100 for line in table.splitlines())
    for row in re.findall(r"(?m)^ *\d+ .*\(\d+ to.*$", table):
        assert row.rstrip().endswith("to")


def test_where_no_county_is_of_the_kind_the_text_says_so(run: Run) -> None:
    text = flat(run("gaps", *AS_OF, "--region", "2", "--urban").stdout)
    assert "No county is of this kind." in text
    assert "Not shown (0 counties, 0 people)" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--limit", "20"), "--limit 20: expected 15, 30, 45 or 60 straight-line miles"),
        (("--limit", "0"), "expected a whole number from 1 to 999"),
        (("--limit", "thirty"), "expected a whole number from 1 to 999"),
        (("--region", "16", "2", "99"), f"--region 16 99: on {DAY} the regions that have"),
        (("--region", "16"), "counties are 1 and 2"),
        (("--region",), "expected at least one argument"),
        (("--region", "six"), "expected a whole number from 1 to 999"),
        (("--rural", "--urban"), "not allowed with argument"),
        (("--sort", "score"), "argument --sort: invalid choice (choose from 'far', 'not-shown'"),
        (("--demand", "no-such-file.csv"), "no-such-file.csv"),
        (("--as-of", "2026-02-30"), "day is out of range for month"),
    ],
)
def test_a_call_that_is_not_valid_exits_with_2_and_prints_no_ranking(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run("gaps", *AS_OF, *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in done.stderr


def test_people_may_be_taken_from_a_file(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("lon,lat,people\n-104.2,42.8,100\n", encoding="utf-8")
    done = run("gaps", *AS_OF, "--demand", str(table), "--format", "json")
    written = json.loads(done.stdout)
    assert done.exit_code == 0
    assert written["demand"]["people"] == 100
    assert len(written["ranking"]) == 3
    assert written["totals"]["people_far"]["value"] == 0
    assert written["totals"]["counties_unknown"] == 2
    assert written["totals"]["people_not_shown"] == 5_000


def test_help_tells_the_exit_codes_and_that_distances_are_straight_lines(run: Run) -> None:
    text = flat(run("gaps", "--help").stdout)
    assert (
        "The two counts are never added. Distances are straight lines, not drives. Exit code: 0"
        in text
    )
