"""The command gaps: what it prints, its JSON, its choices and its exit codes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess, gaps, measure
from geo.access.gap_records import Gaps
from geo.catalog import folder, load
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
        "Wyoming: where the gaps are, all 3 counties",
        "Rank County Region RUCC Score Its parts, in people Robust",
        "1 Alder 1 7 4,000 distance 4,000 yes",
        "2 Birch 1 2 3,103 care-at-home 3,000 + distance 103 yes",
        "3 Cedar 2 7 2,000 care-at-home 2,000 no",
        "Unproven (2 counties, 5,000 people) Birch (Region 1, urban, 3,000 people): Claimed: only a",
        "Cedar (Region 2, rural, 2,000 people): Claimed: only a general sentence speaks for Cedar",
        "Far: no unit within 30 miles, straight line (2 counties, 4,103 people) Alder (Region 1",
        "Nobody far by the points, but up to 2,000 people depending on where within their radius "
        "the units stand: Cedar.",
        "“A Haven in the region” is disputed: sources contradict each other. In Cedar.",
        "is stale: the evidence is older than its source's age limit. In Birch, Cedar.",
        "for the whole state: a measure that binds nobody, shown for comparison",
        "Beds by Reed: 30 beds for 100,000 people. That is 3 beds for 9,000 people.",
        "This state's own Haven beds: 16 to 32.",
        "Rural-Urban Continuum Code 2023: 1 to 3 are counties in metropolitan areas",
    ):
        assert part in text
    assert "with a score of 0" not in text
    assert text.endswith(f"As of {DAY}. Data {folder.sha256(small)}")


def test_the_table_and_the_lists_have_the_figures_of_the_ranking(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    for row in ranked().ranking:
        parts = " + ".join(f"{part.part} {part.people:,.0f}" for part in row.parts)
        numbers = f"{row.rank} {row.county} {row.regions[0]} {row.rucc} {row.score:,.0f} {parts}"
        assert f"{numbers} {'yes' if row.robust else 'no'}" in text
        for part in row.parts:
            assert part.reason in text


def test_counties_with_a_score_of_0_are_told_apart(run: Run) -> None:
    text = flat(run("gaps", *AS_OF, "--limit", "60").stdout)
    assert (
        "1 county with a score of 0 (each scored standard covered, nobody known to be far by the "
        "points): Alder. Unproven"
    ) in text
    assert "Far: no unit within 60 miles, straight line (0 counties, 0 people)" in text
    assert "1 Birch" in text
    assert "Alder 1 7" not in text


def test_each_county_and_the_one_word_of_one_county(run: Run) -> None:
    text = flat(run("gaps", *AS_OF, "--limit", "45").stdout)
    assert "Far: no unit within 45 miles, straight line (1 county, 4,000 people)" in text


def test_distances_that_nobody_knows_are_told(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    # At Cedar Falls, near the unit there; nobody else is anywhere.
    table.write_text("lon,lat,people\n-104.2,42.8,100\n", encoding="utf-8")
    text = flat(run("gaps", *AS_OF, "--demand", str(table)).stdout)
    assert "Distance is not known, and not scored, for Birch, Alder: no source speaks" in text
    early = flat(run("gaps", "--as-of", "2001-01-01").stdout)
    assert "Distance is not known, and not scored, for Alder, Birch, Cedar: no source" in early


def test_every_line_that_names_a_limit_of_miles_says_straight_line(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    limits = re.findall(r"within \d+ miles.{0,16}", text)
    assert len(limits) >= 4
    assert all("straight line" in limit for limit in limits)


def test_no_number_of_a_recalled_yardstick_is_printed(run: Run) -> None:
    text = flat(run("gaps", *AS_OF).stdout)
    begin = text.index("Named, numbers not shown: recalled, not confirmed:")
    named = text[begin : text.index("This state's own Haven beds")]
    assert named.endswith("confirmed: Beds by Rowe: Beds by Rowe, page 7 (news). ")
    assert "50 beds" not in text


def test_the_json_is_the_ranking_and_the_yardsticks(run: Run, small: Path) -> None:
    call = ("gaps", *AS_OF, "--format", "json", "--limit", "45", "--region", "2", "1", "--rural")
    done = run(*call)
    written = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(written) == [
        *("schema", "data_sha256", "as_of", "method", "limit_miles", "demand", "score"),
        *("left_aside", "ranking", "unproven", "far"),
        *("shown", "yardsticks", "yardsticks_recalled"),
    ]
    assert (written["schema"], written["limit_miles"]) == (2, 45)
    assert written["data_sha256"] == folder.sha256(small)
    assert written["shown"] == {"regions": [1, 2], "urban": False}
    assert [row["county"] for row in written["ranking"]] == ["Alder", "Cedar"]
    for row in written["ranking"]:
        assert row["score"] == sum(part["people"] for part in row["parts"])
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
    ranking = flat(done.stdout).partition("Ranking by")[2].partition("Unproven")[0]
    assert set(re.findall("Alder|Birch|Cedar", ranking)) == set(counties)


def test_where_no_county_is_of_the_kind_the_text_says_so(run: Run) -> None:
    text = flat(run("gaps", *AS_OF, "--region", "2", "--urban").stdout)
    assert "No county is of this kind." in text
    assert "Unproven (0 counties, 0 people)" in text


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
    assert written["far"] == []
    assert len(written["ranking"]) == 3
    assert sum(row["people_unproven"] for row in written["ranking"]) == 5_000


def test_help_tells_the_exit_codes_and_that_distances_are_straight_lines(run: Run) -> None:
    text = flat(run("gaps", "--help").stdout)
    assert "Distances are straight lines, not drives. Exit code: 0 shown; 2 the data" in text
