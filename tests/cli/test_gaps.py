"""The command gaps: what it prints, its JSON, its choices and its exit codes."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess, gaps, measure
from geo.catalog import folder, load
from geo.catalog.records import Proof

Run = Callable[..., Any]
HOME = folder.default_dir()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_gaps_prints_ranking_reasons_yardsticks_date_and_hash(run: Run) -> None:
    done = run("gaps", "--as-of", "2026-11-21")
    text = flat(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "where the gaps are, all 82 counties" in text
    assert "Rank County Region RUCC Score Its parts, in people" in text
    assert "Unproven (18 counties, 308,076 people)" in text
    assert "Monroe (Region 3, rural, 34,180 people): Claimed: only a general sentence" in text
    assert "Rural-Urban Continuum Code 2023: 1 to 3 are counties in metropolitan areas" in text
    assert "for the whole state: a measure that binds nobody, shown for comparison" in text
    assert "0.06 % of adults. That is at most 1,777 places" in text
    assert (
        "This state's own CSU beds: at least 132; no source tells those of 4 of 14 units." in text
    )
    assert text.endswith(f"As of 2026-11-21. Data {folder.sha256(HOME)}")


def test_the_table_and_the_lists_have_the_figures_of_the_ranking(run: Run) -> None:
    text = flat(run("gaps", "--as-of", "2026-11-21").stdout)
    known = load.load()
    verified = assess.verify(known, dt.date(2026, 11, 21))
    found = gaps.rank(verified, measure.measure(verified))
    far = sum(one.people_far.value or 0 for one in found.far)
    title = f"Far: no unit within 30 miles, straight line ({len(found.far)} counties, {far:,.0f} people)"
    assert title in text
    for one in found.ranking:
        parts = " + ".join(f"{part.part} {part.people:,.0f}" for part in one.parts)
        numbers = f"{one.rank} {one.county} {one.regions[0]} {one.rucc} {one.score:,.0f} {parts}"
        assert (f"{numbers} {'yes' if one.robust else 'no'}" in text) == (one.score > 0)
        for part in one.parts:
            assert part.reason in text
    rest = ", ".join(one.county for one in found.ranking if one.score == 0)
    assert (
        f"with a score of 0 (each scored standard covered, nobody known to be far by the points): {rest}."
        in text
    )
    assert sum(one.score > 0 for one in found.ranking) > 50


def test_every_county_is_in_the_text_once_at_least(run: Run) -> None:
    text = flat(run("gaps").stdout)
    for one in load.load().counties:
        assert re.search(rf"\b{re.escape(one.name)}\b", text), one.name


def test_every_line_that_names_a_limit_of_miles_says_straight_line(run: Run) -> None:
    text = flat(run("gaps").stdout)
    limits = re.findall(r"within \d+ miles.{0,16}", text)
    assert len(limits) > 50
    assert all("straight line" in one for one in limits)


def test_no_number_of_a_recalled_yardstick_is_printed(run: Run) -> None:
    text = flat(run("gaps").stdout)
    begin = text.index("Named, numbers not shown: recalled, not confirmed")
    named = text[begin : text.index("This state's own CSU beds")]
    recalled = [
        one
        for one in load.load().services.references
        if one.kind == "yardstick" and one.proof is Proof.RECALLED
    ]
    assert len(recalled) >= 4
    for one in recalled:
        assert f"{one.title}: {one.citation} ({one.source})." in named
        # Past its name and citation there is nothing of it, so no number either.
        assert one.text not in text
        named = named.replace(f"{one.title}: {one.citation} ({one.source}).", "")
    assert not re.search(r"\d", named)


def test_the_json_is_the_ranking_and_the_yardsticks(run: Run) -> None:
    done = run("gaps", "--format", "json", "--limit", "45", "--region", "15", "6", "--rural")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(found) == [
        *("schema", "data_sha256", "as_of", "method", "limit_miles", "demand", "score"),
        *("left_aside", "ranking", "unproven", "far"),
        *("shown", "yardsticks", "yardsticks_recalled"),
    ]
    assert (found["schema"], found["limit_miles"]) == (2, 45)
    assert found["data_sha256"] == folder.sha256(HOME)
    assert found["shown"] == {"regions": [6, 15], "urban": False}
    assert found["ranking"]
    for one in found["ranking"]:
        assert {6, 15} & set(one["regions"])
        assert one["rucc"] >= 4
        assert one["score"] == sum(part["people"] for part in one["parts"])
    assert {one["reference"] for one in found["yardsticks"]} >= {"act-need"}
    assert all("value" not in one for one in found["yardsticks_recalled"])


def test_the_same_call_gives_the_same_bytes(run: Run) -> None:
    for form in ("json", "text"):
        one, two = (run("gaps", "--format", form, "--as-of", "2026-11-21").stdout for _ in "ab")
        assert one == two


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--region", "15"), "6 counties of region 15 out of 82"),
        (("--region", "15", "--urban"), "1 urban county of region 15 out of 82"),
        (("--rural", "--region", "14", "3", "3"), "7 rural counties of regions 3 and 14 out of 82"),
        (
            ("--region", "3", "--region", "14", "--rural"),
            "7 rural counties of regions 3 and 14 out of 82",
        ),
        (("--region", "7", "--urban"), "0 urban counties of region 7 out of 82"),
    ],
)
def test_the_text_says_which_counties_are_shown(
    run: Run, asked: tuple[str, ...], said: str
) -> None:
    done = run("gaps", "--as-of", "2026-11-21", *asked)
    assert done.exit_code == 0
    assert f"where the gaps are, {said} " in flat(done.stdout)


def test_where_no_county_is_of_the_kind_the_text_says_so(run: Run) -> None:
    text = flat(run("gaps", "--as-of", "2026-11-21", "--region", "7", "--urban").stdout)
    assert "No county is of this kind." in text
    assert "Unproven (0 counties, 0 people)" in text


def test_counties_that_are_far_only_perhaps_are_named(run: Run) -> None:
    text = flat(run("gaps", "--as-of", "2026-11-21", "--limit", "45").stdout)
    assert re.search(r"Nobody far by the points, but up to [\d,]+ people depending on where", text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--limit", "20"), "--limit 20: expected 15, 30, 45 or 60 straight-line miles"),
        (("--limit", "0"), "expected a whole number from 1 to 999"),
        (("--limit", "thirty"), "expected a whole number from 1 to 999"),
        (("--region", "16", "6", "99"), "--region 16 99: on 2026-11-21 the regions that have"),
        (("--region", "16"), "counties are 2, 3, 4, 6, 7, 8, 9, 10, 12, 14 and 15"),
        (("--region", "13"), "--region 13: on 2026-11-21 the regions that have counties are 2, 3"),
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
    done = run("gaps", "--as-of", "2026-11-21", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in done.stderr


def test_people_may_be_taken_from_a_file(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    # Batesville has a unit; nobody else is anywhere.
    table.write_text("lon,lat,people\n-89.94426,34.3115,100\n", encoding="utf-8")
    done = run("gaps", "--demand", str(table), "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["demand"]["people"] == 100
    assert found["far"] == []
    assert len(found["ranking"]) == 82
    assert sum(one["people_unproven"] for one in found["ranking"]) == 308_076


def test_help_tells_the_exit_codes_and_that_distances_are_straight_lines(run: Run) -> None:
    text = flat(run("gaps", "--help").stdout)
    assert "Distances are straight lines, not drives. Exit code: 0 shown; 2 the data" in text
