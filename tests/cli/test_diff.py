"""The command diff: what it prints, its JSON, its exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from geo.exports import write
from tests import small_state

DAY = ("--as-of", small_state.DAY.isoformat())
Run = Callable[..., Any]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def whole(tmp_path: Path) -> str:
    return str(small_state.write(tmp_path / "whole"))


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """Return a data folder whose East crew no longer serves Cedar County, 2,000 people."""
    services = small_state.services()
    services["services"][1]["catchment"] = {"counties": ["Birch"]}
    return small_state.write(tmp_path / "data", services)


def test_equal_sides_say_so_and_exit_with_0(run: Run, whole: str) -> None:
    done = run("diff", whole, whole, *DAY)
    assert done.exit_code == 0
    assert "Nothing changed" in done.stdout
    assert flat(done.stdout).count("as of March 1, 2026") == 2
    assert folder.sha256(Path(whole)) in done.stdout


def test_sides_whose_data_differ_in_what_is_not_compared_say_so(
    run: Run, whole: str, tmp_path: Path
) -> None:
    services = small_state.services()
    services["facilities"][0]["note"] = "Behind the mill."
    other = str(small_state.write(tmp_path / "other", services))
    done = run("diff", whole, other, *DAY)
    said = flat(done.stdout)
    assert done.exit_code == 0
    assert "Nothing that we compare changed" in said
    assert "But the data differ. We do not compare beds, texts and sources." in said
    assert "Nothing changed" not in said
    told = json.loads(run("diff", whole, other, *DAY, "--format", "json").stdout)
    for side in (told["old"], told["new"]):
        near = side["near"]
        assert near["limit_miles"] == 30
        assert 0 < near["low"] <= near["people"] <= near["high"] < 9_000
    assert told["old"]["data_sha256"] != told["new"]["data_sha256"]
    assert told["verdicts"] == told["providers"] == []


def test_a_county_gone_from_a_teams_list_is_told_with_standard_and_people(
    run: Run, whole: str, shorter: Path
) -> None:
    done = run("diff", whole, str(shorter), *DAY)
    text = flat(done.stdout)
    assert done.exit_code == 1
    for part in (
        "2,000 people live where a verdict, a service, its number or a unit was lost.",
        "By standard, in counties and people An outreach crew: ",
        "Verdicts lost lost Cedar (2,000 people), An outreach crew: Covered (by name) to Not on the list",
        "Verdicts changed changed Birch (3,000 people), An outreach crew: Covered (through its ",
        "Teams, lines and units East crew (Outreach crew): ",
        "other one is known for Cedar.",
    ):
        assert part in text
    assert "Counties that only one side has" not in text
    back = run("diff", str(shorter), whole, *DAY)
    assert back.exit_code == 0
    assert "No one lost coverage. 2,000 people live where a service became covered." in flat(
        back.stdout
    )


def test_regions_people_and_counties_that_changed_are_told(
    run: Run, whole: str, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "moved")
    table = home / "counties.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",4000,", ",4100,"), "utf-8")
    text = flat(run("diff", whole, str(home), *DAY).stdout)
    assert "People and names Alder" in text
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    for path in (old, new):
        assert run("export", "-o", str(path), "--data", whole, *DAY).exit_code == 0
    new.write_text(
        "".join(line for line in old.read_text("utf-8").splitlines(True) if "Cedar" not in line),
        "utf-8",
    )
    gone = run("diff", str(old), str(new), *DAY)
    assert gone.exit_code == 1
    assert "Counties that only one side has Only before: Cedar" in flat(gone.stdout)
    come = run("diff", str(new), str(old), *DAY)
    assert "Counties that only one side has Only now: Cedar" in flat(come.stdout)


def test_json_is_the_contract(run: Run, whole: str, shorter: Path) -> None:
    done = run("diff", whole, str(shorter), *DAY, "--format", "json")
    changes = json.loads(done.stdout)
    assert done.exit_code == 1
    assert list(changes) == [
        "schema",
        "old",
        "new",
        "lost",
        "people_lost",
        "people_gained",
        "people_touched",
        "warnings",
        "standards",
        "verdicts",
        "providers",
        "statewide",
        "regions",
        "people",
        "counties_gone",
        "counties_come",
    ]
    assert changes["schema"] == 2
    assert changes["old"]["as_of"] == changes["new"]["as_of"] == DAY[1]
    assert changes["new"]["data_sha256"] == folder.sha256(shorter)
    (lost,) = [verdict for verdict in changes["verdicts"] if verdict["direction"] == "lost"]
    assert lost == {
        "place": {"geoid": small_state.CEDAR, "county": "Cedar", "people": 2000},
        "standard": "crew-for-all",
        "title": "An outreach crew",
        "distance_test": False,
        "direction": "lost",
        "old": {"status": "covered", "basis": "listed", "flags": []},
        "new": {"status": "gap", "basis": "none", "flags": []},
        "flags_came": [],
        "flags_went": [],
    }
    assert done.stdout == run("diff", whole, str(shorter), *DAY, "--format", "json").stdout


@pytest.mark.parametrize("ending", [*write.SUFFIXES, ".json"])
def test_a_file_and_a_folder_are_compared(
    ending: str, whole: str, shorter: Path, tmp_path: Path, run: Run
) -> None:
    before = tmp_path / f"before{ending}"
    data = ("--data", whole, *DAY)
    if ending == ".json":
        before.write_text(run("verify", "--format", "json", *data).stdout, encoding="utf-8")
    else:
        assert run("export", "-o", str(before), *data).exit_code == 0
    same = run("diff", str(before), whole, *DAY)
    assert (same.exit_code, "Nothing changed" in same.stdout) == (0, True)
    lost = run("diff", str(before), str(shorter), *DAY)
    assert lost.exit_code == 1
    assert "2,000 people live where a verdict" in lost.stdout


def test_a_file_of_another_day_is_warned_of_with_the_way_out(
    tmp_path: Path, run: Run, whole: str
) -> None:
    before = tmp_path / "before.csv"
    run("export", "-o", str(before), "--data", whole, "--as-of", "2026-02-27")
    text = flat(run("diff", str(before), whole, *DAY).stdout)
    assert "Keep in mind: " in text
    assert "February 27, 2026 and March 1, 2026" in text
    assert "Give --as-of 2026-02-27" in text
    assert "Keep in mind:" not in run("diff", str(before), whole, "--as-of", "2026-02-27").stdout


def test_two_files_of_verdicts_take_people_from_the_data(
    tmp_path: Path, run: Run, whole: str
) -> None:
    before, now = tmp_path / "before.json", tmp_path / "now.json"
    text = run("verify", "--format", "json", "--data", whole, *DAY).stdout
    before.write_text(text, encoding="utf-8")
    verdicts = json.loads(text)
    changed = next(
        finding
        for finding in verdicts["findings"]
        if (finding["geoid"], finding["standard"]) == (small_state.ALDER, "care-at-home")
    )
    changed |= {"status": "gap", "basis": "none"}
    now.write_text(json.dumps(verdicts), encoding="utf-8")
    done = run("diff", str(before), str(now), "--data", whole)
    assert done.exit_code == 1
    assert "4,000 people live where a verdict" in done.stdout
    assert "has no regions" in " ".join(done.stdout.split())


@pytest.mark.parametrize("place", [0, 1])
def test_a_side_that_is_not_fit_for_use_exits_with_2(
    place: int, tmp_path: Path, run: Run, whole: str
) -> None:
    bad = tmp_path / "bad.gpkg"
    bad.write_bytes(b"no database")
    sides = [whole, whole]
    sides[place] = str(bad)
    done = run("diff", *sides)
    assert done.exit_code == 2
    assert f"{bad}: not-gpkg: file: this is no whole GeoPackage" in done.stderr
    told = run("diff", *sides, "--format", "json")
    assert told.exit_code == 2
    assert json.loads(told.stdout)["problems"][0]["rule"] == "not-gpkg"


def test_a_data_folder_with_faults_exits_with_2(whole: str, shorter: Path, run: Run) -> None:
    (shorter / "services.yaml").write_text("sources: 1", encoding="utf-8")
    done = run("diff", whole, str(shorter))
    assert done.exit_code == 2
    assert "services.yaml" in done.stderr


@pytest.mark.parametrize("place", [0, 1])
def test_a_broken_folder_is_named_with_each_of_its_files(
    place: int, whole: str, shorter: Path, run: Run
) -> None:
    services = shorter / "services.yaml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("307-555-0110", "307-555-011"), encoding="utf-8")
    (shorter / "places.csv").write_text("", encoding="utf-8")
    sides = [whole, whole]
    sides[place] = str(shorter)
    done = run("diff", *sides, "--format", "json")
    assert done.exit_code == 2
    files = [problem["file"] for problem in json.loads(done.stdout)["problems"]]
    assert files == [str(shorter / "places.csv"), str(services)]
    head, table, yaml = done.stderr.splitlines()
    assert head == "2 problems in the data"
    assert table.startswith(f"{shorter}/places.csv:1: missing-column: ")
    line = 1 + text[: text.index("307-555-0110")].count("\n")
    assert yaml.startswith(f"{services}:{line}: wrong-form: ")


def test_a_file_that_is_not_there_is_named_as_it_was_given(run: Run, whole: str) -> None:
    done = run("diff", "gone/old.csv", whole)
    assert "gone/old.csv: no-file: " in done.stderr
    assert ":0:" not in done.stderr


def test_two_sides_are_needed(run: Run, whole: str) -> None:
    assert run("diff", whole).exit_code == 2
    assert run("diff", whole, f"{whole}-nowhere").exit_code == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_warnings_of_each_folder_are_told_by_its_name(
    form: str, whole: str, tmp_path: Path, run: Run
) -> None:
    homes = [small_state.write(tmp_path / name) for name in ("first", "second")]
    for home in homes:
        (home / "context_rivers.geojson").write_bytes(b"broken")
    (homes[1] / "context_cities.geojson").write_bytes(b"broken")
    done = run("diff", *map(str, homes), *DAY, "--format", form)
    warnings = [line for line in done.stderr.splitlines() if line.startswith("Warning: ")]
    assert [line.partition(".geojson")[0] for line in warnings] == [
        f"Warning: {homes[0] / 'context_rivers'}",
        f"Warning: {homes[1] / 'context_rivers'}",
        f"Warning: {homes[1] / 'context_cities'}",
    ]
    sound = run("diff", whole, whole, *DAY, "--format", form)
    assert "Warning" not in sound.stderr


def test_two_exports_are_told_with_the_titles_of_the_data(
    run: Run, whole: str, shorter: Path, tmp_path: Path
) -> None:
    """A file of counties has ids alone; where no data can be read, they are all there is."""
    both = [str(tmp_path / name) for name in ("old.csv", "new.csv")]
    for home, file in zip((whole, str(shorter)), both, strict=True):
        assert run("export", "--data", home, *DAY, "-o", file).exit_code == 0
    named = flat(run("diff", *both, "--data", whole).stdout)
    bare = flat(run("diff", *both, "--data", str(tmp_path / "none")).stdout)
    titles = {entry["id"]: entry["title"] for entry in small_state.services()["standards"]}
    changed = [key for key in titles if f"Cedar (2,000 people), {key}: " in bare]
    assert changed
    for key in changed:
        assert f"Cedar (2,000 people), {titles[key]}: " in named
        assert f" {key}: " not in named
    kinds = {entry["id"]: entry["name"] for entry in small_state.services()["service_types"]}
    assert "(outreach-crew): " in bare
    assert f"({kinds['outreach-crew']}): " in named
