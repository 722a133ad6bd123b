"""The command diff: what it prints, its JSON, its exit codes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from geo.exports import write

HOME = folder.default_dir()
DAY = ("--as-of", "2026-11-21")
QUOTE = "\n    source: dmh-intensive-community-services\n    quote: Region 2 operates two teams"
ICORT = f"[Calhoun, Lafayette, Marshall, Panola, Tate, Yalobusha]{QUOTE}"
Run = Callable[..., Any]


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """Return a data folder whose ICORT of Region 2 no longer names Yalobusha County."""
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    services = home / "services.yaml"
    text = services.read_text(encoding="utf-8")
    assert ICORT in text
    services.write_text(text.replace(ICORT, ICORT.replace(", Yalobusha", "")), encoding="utf-8")
    return home


def test_equal_sides_say_so_and_exit_with_0(run: Run) -> None:
    done = run("diff", str(HOME), str(HOME), *DAY)
    assert done.exit_code == 0
    assert "Nothing changed" in done.stdout
    assert done.stdout.count("as of 2026-11-21") == 2
    assert folder.sha256(HOME) in done.stdout


def test_sides_whose_data_differ_in_what_is_not_compared_say_so(shorter: Path, run: Run) -> None:
    shutil.copy(HOME / "services.yaml", shorter)
    services = shorter / "services.yaml"
    text = services.read_text(encoding="utf-8")
    was = "        note: From a grant application.\n"
    assert was in text
    services.write_text(text.replace(was, ""), encoding="utf-8")
    done = run("diff", str(HOME), str(shorter), *DAY)
    said = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "Nothing that is compared changed" in said
    assert "But the data differ. Beds, distances, questions of distance, texts and sources" in said
    assert "Nothing changed" not in said
    told = json.loads(run("diff", str(HOME), str(shorter), *DAY, "--format", "json").stdout)
    assert told["old"]["data_sha256"] != told["new"]["data_sha256"]
    assert told["verdicts"] == told["providers"] == []


def test_a_county_gone_from_an_icort_list_is_told_with_standard_and_people(
    shorter: Path, run: Run
) -> None:
    done = run("diff", str(HOME), str(shorter), *DAY)
    text = " ".join(done.stdout.split())
    assert done.exit_code == 1
    assert "Lost: 12,481 people" in text
    assert (
        "Yalobusha (12,481 people), One of PACT, ICORT, ICSS: covered (listed) to claimed" in text
    )
    assert "Yalobusha (12,481 people), PACT or ICORT: covered (listed) to gap" in text
    assert "Region 2 ICORTs (icort): no longer for Yalobusha" in text
    back = run("diff", str(shorter), str(HOME), *DAY)
    assert back.exit_code == 0
    assert "Nobody lost anything. Gained: 12,481 people" in " ".join(back.stdout.split())


def test_json_is_the_contract(shorter: Path, run: Run) -> None:
    done = run("diff", str(HOME), str(shorter), *DAY, "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert list(found) == [
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
        "regions",
        "people",
        "counties_gone",
        "counties_come",
    ]
    assert found["schema"] == 2
    assert found["old"]["as_of"] == found["new"]["as_of"] == "2026-11-21"
    assert found["new"]["data_sha256"] == folder.sha256(shorter)
    assert found["verdicts"][0] == {
        "place": {"geoid": "28161", "county": "Yalobusha", "people": 12481},
        "standard": "intensive",
        "title": "One of PACT, ICORT, ICSS",
        "direction": "lost",
        "old": {"status": "covered", "basis": "listed", "flags": ["stale"]},
        "new": {"status": "claimed", "basis": "claimed", "flags": ["stale"]},
        "flags_came": [],
        "flags_went": [],
    }
    assert done.stdout == run("diff", str(HOME), str(shorter), *DAY, "--format", "json").stdout


@pytest.mark.parametrize("ending", [*write.SUFFIXES, ".json"])
def test_a_file_and_a_folder_are_compared(
    ending: str, shorter: Path, tmp_path: Path, run: Run
) -> None:
    before = tmp_path / f"before{ending}"
    if ending == ".json":
        before.write_text(run("verify", "--format", "json", *DAY).stdout, encoding="utf-8")
    else:
        assert run("export", "-o", str(before), *DAY).exit_code == 0
    same = run("diff", str(before), str(HOME), *DAY)
    assert (same.exit_code, "Nothing changed" in same.stdout) == (0, True)
    lost = run("diff", str(before), str(shorter), *DAY)
    assert lost.exit_code == 1
    assert "Lost: 12,481 people" in lost.stdout


def test_a_file_of_another_day_is_warned_of_with_the_way_out(tmp_path: Path, run: Run) -> None:
    before = tmp_path / "before.csv"
    run("export", "-o", str(before), "--as-of", "2026-11-20")
    text = " ".join(run("diff", str(before), str(HOME), *DAY).stdout.split())
    assert "2026-11-20 and 2026-11-21" in text
    assert "Give --as-of 2026-11-20" in text
    assert "Mind:" not in run("diff", str(before), str(HOME), "--as-of", "2026-11-20").stdout


def test_two_files_of_verdicts_take_people_from_the_data(tmp_path: Path, run: Run) -> None:
    before = tmp_path / "before.json"
    text = run("verify", "--format", "json", *DAY).stdout
    before.write_text(text, encoding="utf-8")
    now = tmp_path / "now.json"
    found = json.loads(text)
    one = next(
        one
        for one in found["findings"]
        if (one["geoid"], one["standard"]) == ("28161", "pact-or-icort")
    )
    one |= {"status": "gap", "basis": "none"}
    now.write_text(json.dumps(found), encoding="utf-8")
    done = run("diff", str(before), str(now))
    assert done.exit_code == 1
    assert "Lost: 12,481 people" in done.stdout
    assert "tells no regions" in done.stdout


@pytest.mark.parametrize("place", [0, 1])
def test_a_side_that_is_not_fit_for_use_exits_with_2(place: int, tmp_path: Path, run: Run) -> None:
    bad = tmp_path / "bad.gpkg"
    bad.write_bytes(b"no database")
    sides = [str(HOME), str(HOME)]
    sides[place] = str(bad)
    done = run("diff", *sides)
    assert done.exit_code == 2
    assert f"{bad}: not-gpkg: file: this is no whole GeoPackage" in done.stderr
    told = run("diff", *sides, "--format", "json")
    assert told.exit_code == 2
    assert json.loads(told.stdout)["problems"][0]["rule"] == "not-gpkg"


def test_a_data_folder_with_faults_exits_with_2(shorter: Path, run: Run) -> None:
    (shorter / "services.yaml").write_text("sources: 1", encoding="utf-8")
    done = run("diff", str(HOME), str(shorter))
    assert done.exit_code == 2
    assert "services.yaml" in done.stderr


@pytest.mark.parametrize("place", [0, 1])
def test_a_broken_folder_is_named_with_each_of_its_files(
    place: int, shorter: Path, run: Run
) -> None:
    services = shorter / "services.yaml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("662-563-9176", "662-563-917"), encoding="utf-8")
    (shorter / "places.csv").unlink()
    sides = [str(HOME), str(HOME)]
    sides[place] = str(shorter)
    done = run("diff", *sides, "--format", "json")
    assert done.exit_code == 2
    files = [one["file"] for one in json.loads(done.stdout)["problems"]]
    assert files == [str(shorter / "places.csv"), str(services)]
    head, table, yaml = done.stderr.splitlines()
    assert head == "2 problems in the data"
    assert table.startswith(f"{shorter}/places.csv: no-file: ")
    line = 1 + text[: text.index("662-563-9176")].count("\n")
    assert yaml.startswith(f"{services}:{line}: wrong-form: ")


def test_a_file_that_is_not_there_is_named_as_it_was_given(run: Run) -> None:
    done = run("diff", "gone/old.csv", str(HOME))
    assert "gone/old.csv: no-file: " in done.stderr
    assert ":0:" not in done.stderr


def test_two_sides_are_needed(run: Run) -> None:
    assert run("diff", str(HOME)).exit_code == 2
    assert run("diff", str(HOME), str(HOME) + "-nowhere").exit_code == 2
