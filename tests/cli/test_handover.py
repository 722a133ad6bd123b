"""The command `handover`: a county's numbers for somebody who goes home to it, and the re-entry project."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import live

Run = Callable[..., Any]
AS_OF = ("--as-of", live.DAY.isoformat())
LIVE = ("--data", str(live.catalog().home), *AS_OF)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_prints_whom_to_call_and_what_to_ask(run: Run) -> None:
    text = flat(run("handover", "Carroll", *LIVE).stdout)
    for part in (
        "Going home to Carroll County (28015) Keep names, diagnoses and case numbers off what you hand over.",
        "Community mental health center 662-453-6211 Life Help, 2504 Browning Road, Greenwood 38930 (runs "
        "Region 6, region inferred; number: samhsa-directory-2024, 2024; in Region 6: gwcommonwealth-2019, "
        "September 2019, over its age limit)",
        "Region 6 mobile crisis response team (through its region, over its age limit, region inferred; "
        "dmh-home, January 29, 2025)",
        "Intensive team No list names one. Ask the center.",
        "What a deputy drives To the nearest of the region's 2 units, a deputy drives about ",
        "We inferred the county's region, so its own unit may be another. Ask first.",
        "Life Help (662-453-6211): Which intensive team takes people from Carroll County, and who refers?",
    ):
        assert part in text


def test_shares_of_the_nearest_units_add_to_no_more_than_100(run: Run) -> None:
    text = flat(run("handover", "Attala", *LIVE).stdout)
    shares = re.findall(r", for ((?:under )?\d+)% of the people", text)
    assert shares == ["99", "1", "under 1"]


def test_json_has_every_part_with_source_basis_and_flags(run: Run) -> None:
    said = json.loads(run("handover", "jeff", "davis", *LIVE, "--format", "json").stdout)
    assert said["county"]["name"] == "Jefferson Davis"
    assert {"schema", "data_sha256", "as_of"} <= set(said)
    known = {source["id"] for source in said["sources"]}
    for part in ("mobile_crisis", "intensive", "designated", "nearest"):
        for one in said[part]:
            assert one["source"] in known
            assert one["as_of"]
            assert isinstance(one["flags"], list)
    assert said["centers"][0]["membership"]["region"] == 12
    assert said["transport"]["mean_miles"]["value"] > 0


def test_without_a_county_it_tells_the_project_and_its_targets_as_targets(run: Run) -> None:
    said = json.loads(run("handover", *LIVE, "--format", "json").stdout)
    assert [(one["city"], one["county"]) for one in said["places"]] == [
        ("Pearl", "Rankin"),
        ("Greenwood", "Leflore"),
    ]
    assert {one["kind"] for one in said["targets"]} == {"target"}
    assert [one["id"] for one in said["plans"]] == [
        "reentry-wrap",
        "reentry-home-job-care",
        "reentry-mentoring",
        "reentry-forensic-training",
        "reentry-partners",
    ]
    assert all("An aim, not a result." in one["text"] and one["quote"] for one in said["plans"])
    text = flat(run("handover", *LIVE).stdout)
    assert text.count("A target, not a result.") == len(said["targets"]) == 6
    assert "Targets, not results New offenses after release: " in text
    early = flat(run("handover", "--data", LIVE[1], "--as-of", "2024-06-01").stdout)
    assert "No source that speaks for this day tells of one." in early


def test_a_sheet_is_written_whole(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "sheet.html"
    done = run("handover", "Jones", *LIVE, "-o", str(target))
    assert done.exit_code == 0
    assert f"Wrote {target}" in flat(done.stdout)
    assert "Going home to Jones County" in target.read_text(encoding="utf-8")


def test_a_pdf_needs_a_browser_and_says_so(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    done = run("handover", "Jones", *LIVE, "-o", str(tmp_path / "sheet.pdf"))
    assert done.exit_code == 2
    assert "CHROMIUM=no-such-browser is no browser" in done.stderr
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "sheet.html"), "-o writes a county's sheet; name the county"),
        (("Jones", "-o", "sheet.txt"), "-o takes a file that ends in .html or .pdf"),
    ],
)
def test_a_call_that_cannot_be_is_refused(arguments: tuple[str, ...], told: str, run: Run) -> None:
    done = run("handover", *arguments, *LIVE)
    assert done.exit_code == 2
    assert told in flat(done.stderr)
