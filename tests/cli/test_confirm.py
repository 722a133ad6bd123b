"""``confirm`` and ``calls`` as they are typed."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import load as reader
from tests import small_state
from tests.cli.conftest import content

CALL = (
    "--how", "telephone", "--on", "2026-02-27", "--says", "Yes.", "--by", "County planner",
)  # fmt: skip
DAY = ("--as-of", "2028-03-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_state.write(tmp_path / "own", small_state.services())


def records(folder: Path) -> list[Any]:
    return list(reader.load(folder).confirmations.records)


def test_a_call_keeps_a_record_for_each_fact(run: Any, folder: Path) -> None:
    done = run("confirm", "crew-west", *CALL, "--yes", "--data", str(folder))
    assert done.exit_code == 0, done.stderr
    assert "Kept in" in done.stdout
    assert [each.fact for each in records(folder)] == [
        "crew-west/phone", "crew-west/counties", "region-1/counties",
    ]  # fmt: skip
    assert {each.answered_by for each in records(folder)} == {"plains"}


def test_a_dry_run_shows_and_keeps_nothing(run: Any, folder: Path) -> None:
    done = run(
        "confirm",
        "haven-cedar/phone",
        *CALL,
        "--now",
        "307-555-0177",
        "--dry-run",
        "--data",
        str(folder),
    )
    assert done.exit_code == 0
    assert "haven-cedar/phone: 307-555-0177 (before: 307-555-0120)." in done.stdout
    assert records(folder) == []


@pytest.mark.parametrize(("typed", "kept"), [("y\n", 1), ("yes\n", 1), ("n\n", 0), ("\n", 0)])
def test_it_asks_and_keeps_only_on_a_yes(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kept: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(typed))
    done = run("confirm", "haven-cedar/phone", *CALL, "--data", str(folder))
    assert done.exit_code == (0 if kept else 1)
    assert len(records(folder)) == kept


def test_without_anybody_to_ask_it_keeps_nothing(run: Any, folder: Path) -> None:
    done = run("confirm", "haven-cedar/phone", *CALL, "--data", str(folder))
    assert (done.exit_code, records(folder)) == (2, [])
    assert "--yes" in done.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("haven-ceder/phone",), "haven-cedar/phone"),
        (("haven-cedar", "--now", "closed"), "say which fact is corrected: haven-cedar/listing"),
        (("haven-cedar/phone", "--now", "12"), "wrong-form"),
        (("haven-cedar/phone", "--challenge", "upheld"), "missing-key"),
        (("haven-cedar/phone", "--answered-by", "nobody"), "unknown-operator"),
        (("crew-west", "--counties", "Alder, Oak"), "no county of that name"),
        (("crew-west", "--counties", " , "), "names at least one"),
        (("day-care-in-region-2",), "--counties A,B"),
        (("haven-cedar/phone", "--format", "json"), "--yes or --dry-run"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    run: Any, folder: Path, more: tuple[str, ...], said: str
) -> None:
    done = run(
        "confirm",
        *more,
        *CALL,
        "--yes" if "json" not in more else "--data",
        *(() if "json" not in more else (str(folder),)),
        *(() if "json" in more else ("--data", str(folder))),
    )
    assert done.exit_code == 2
    assert said in done.stderr
    assert records(folder) == []


@pytest.mark.parametrize("day", ["2999-01-01", "today", "2026-02-30"])
def test_a_day_that_is_none_or_has_not_come_is_refused(run: Any, folder: Path, day: str) -> None:
    done = run(
        "confirm",
        "haven-cedar/phone",
        "--how",
        "visit",
        "--on",
        day,
        "--says",
        "Yes",
        "--yes",
        "--data",
        str(folder),
    )
    assert done.exit_code == 2
    assert "--on" in done.stderr


def test_the_json_twin_says_what_changes(run: Any, folder: Path) -> None:
    done = run(
        "confirm", "crew-west", *CALL, "--dry-run", "--format", "json", "--data", str(folder),
        "--as-of", "2027-08-01",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["kept"] is False
    assert told["records"][0]["fact"] == "crew-west/phone"
    assert told["told"] == [
        "Nothing changes: what the data says stays as it is, and as old as it is."
    ]


def test_calls_lists_narrows_and_prints_a_table(run: Any, folder: Path) -> None:
    own = ("--data", str(folder), *DAY)
    whole = json.loads(run("calls", "--format", "json", *own).stdout)
    ids = [each["fact"] for each in whole["questions"]]
    assert {"crew-west", "crew-east", "home-alder", "haven-birch", "day-care-in-region-1"} <= set(
        ids
    )
    narrowed = json.loads(run("calls", "--region", "2", "--format", "json", *own).stdout)
    assert {each["fact"] for each in narrowed["questions"]} == {
        each["fact"] for each in whole["questions"] if 2 in each["regions"]
    }
    assert whole["least"]["facts"]
    assert narrowed["least"] is narrowed["least_of_all"] is None
    rows = list(csv.DictReader(io.StringIO(run("calls", "--csv", *own).stdout)))
    assert [row["id"] for row in rows] == ids
    text = run("calls", "--kind", "mobile_crisis", *own).stdout
    assert "Never call 911, 988 or a crisis line to check a number." in text
    assert "haven-birch\n" not in text


@pytest.mark.parametrize("form", [(), ("--format", "json"), ("--csv",)])
def test_a_region_without_a_county_is_refused(
    run: Any, folder: Path, form: tuple[str, ...]
) -> None:
    done = run("calls", "--region", "99", "2", "--data", str(folder), *form)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--region 99: on " in done.stderr
    assert "the regions that have counties are 1 and 2" in done.stderr


def test_open_leaves_out_what_is_confirmed(run: Any, folder: Path) -> None:
    run("confirm", "crew-west", *CALL, "--yes", "--data", str(folder))
    shown = run("calls", "--open", "--data", str(folder), "--as-of", "2026-03-01").stdout
    assert "crew-west" not in shown.partition("The fewest questions")[0]
    assert "crew-east" in shown


def test_the_made_up_state_with_more_to_say_has_its_disputes(run: Any, tmp_path: Path) -> None:
    home = small_state.write(tmp_path / "more", content())
    assert "; sources disagree)" in run("calls", "--data", str(home), *DAY).stdout
