"""A broken file that only draws or looks up takes what needs it, and nothing else; everybody is told."""

import datetime as dt
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from tests import small_state

Run = Callable[..., Any]
# What verdicts are made of is refused, not set aside.
NEEDED = ("services.yaml", "confirmations.yaml", "counties.csv")
ASIDE = tuple(name for name in folder.HASHED if name not in NEEDED)
"""The files without which verdicts stand; demand_error.yaml is read where distances are measured."""
WARNED = tuple(name for name in ASIDE if name != "demand_error.yaml")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_state.write(tmp_path / "data")


def call(run: Run, home: Path, *arguments: str) -> Any:
    return run(*arguments, "--data", str(home), "--as-of", small_state.DAY.isoformat())


def broken(home: Path, name: str) -> Path:
    (home / name).write_bytes(b"broken\n")
    return home


COMMANDS = {
    "verify": ("verify",),
    "county": ("county", "Alder"),
    "zip": ("nearest", "82001"),
    "town": ("nearest", "Birchville"),
    "point": ("nearest", "42.5,-106.5"),
    "map": ("map", "-o", "map.html"),
    "access": ("access",),
}
NEEDED_BY = {
    "zips.csv": {"zip", "town", "access"},
    "places.csv": {"town"},
    "zip_states.csv": set(),
    "zip_cells.geojson": {"zip"},
    "counties.geojson": {"zip", "town", "point", "access"},
    "display_counties.geojson": {"map"},
    "context_states.geojson": set(),
    "context_rivers.geojson": set(),
    "context_cities.geojson": set(),
}


@pytest.mark.parametrize("name", WARNED)
def test_only_what_needs_a_broken_file_is_missing_and_all_say_which(
    name: str, home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sound = {kind: call(run, home, *command) for kind, command in COMMANDS.items()}
    assert {kind for kind, done in sound.items() if done.exit_code == 2 or done.stderr} == set()
    broken(home, name)
    for kind, command in COMMANDS.items():
        done = call(run, home, *command)
        assert done.stderr.startswith(f"Warning: {name}")
        if kind in NEEDED_BY[name]:
            assert done.exit_code == 2
            assert f"problem in the data\n{name}" in done.stderr
        else:
            assert done.exit_code == sound[kind].exit_code, kind
            assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["nearest", "provider"])
def test_whoever_cannot_be_answered_is_told_whom_to_call(
    command: str, home: Path, run: Run
) -> None:
    small_state.write(home, small_state.numbers_for_everybody())
    broken(home, folder.SHAPES)
    done = call(run, home, command, "82001")
    assert done.exit_code == 2
    assert "problem in the data\ncounties.geojson" in done.stderr
    assert re.findall(r"^ +(\S+)  \S", done.stdout, re.MULTILINE) == ["911", "988"]
    assert "A place cannot be looked up now." in done.stdout
    assert "82001" not in done.stdout
    told = json.loads(call(run, home, command, "82001", "--format", "json").stdout)
    assert told["status"] == "invalid"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
@pytest.mark.parametrize("name", ["services.yaml", "counties.csv", "confirmations.yaml"])
def test_a_pipe_in_a_files_place_ends_every_command_with_its_name(
    name: str, home: Path, run: Run
) -> None:
    (home / name).unlink(missing_ok=True)
    os.mkfifo(home / name)
    for command in COMMANDS.values():
        done = call(run, home, *command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"{name}: not-a-file" in done.stderr


@pytest.mark.parametrize("name", WARNED)
def test_verdicts_stand_word_for_word(name: str, home: Path, run: Run) -> None:
    before = call(run, home, "verify", "--format", "json").stdout
    after = call(run, broken(home, name), "verify", "--format", "json").stdout
    hashes = [text.partition('"data_sha256": "')[2][:64] for text in (before, after)]
    assert hashes[0] != hashes[1]
    assert after == before.replace(*hashes)


@pytest.mark.parametrize("name", ASIDE)
def test_whoever_edits_is_refused_by_verify_strict(name: str, home: Path, run: Run) -> None:
    assert call(run, home, "verify", "--strict").exit_code == 1  # a claim
    done = call(run, broken(home, name), "verify", "--strict")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"problem in the data\n{name}" in done.stderr


@pytest.mark.parametrize("name", ["services.yaml", "counties.csv"])
def test_without_facts_and_counties_there_is_nothing(name: str, home: Path, run: Run) -> None:
    broken(home, name)
    for kind, command in COMMANDS.items():
        assert call(run, home, *command).exit_code == 2, kind


def test_shapes_that_do_not_tile_are_told_to_whoever_edits(home: Path, run: Run) -> None:
    path = home / folder.SHAPES
    text = path.read_text(encoding="utf-8")
    assert "-106.0" in text
    path.write_text(text.replace("-106.0", "-105.9", 1), encoding="utf-8")
    assert call(run, home, "verify").stderr == ""
    done = call(run, home, "verify", "--strict")
    assert done.exit_code == 2
    assert "counties.geojson" in done.stderr
    assert "overlap" in done.stderr


def test_verify_tells_all_warnings_and_the_others_the_first(home: Path, run: Run) -> None:
    path = home / "places.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(f"x{row}" for row in rows * 2), ""]), encoding="utf-8")
    every = call(run, home, "verify").stderr.splitlines()
    assert len(every) == 6
    assert all(line.startswith("Warning: places.csv:") for line in every)
    first = call(run, home, "county", "Alder").stderr.splitlines()
    assert first[:-1] == every[:3]
    assert first[-1] == "Warning: 3 more; crisis-coverage verify tells them all"


def test_a_clock_behind_the_data_serves_and_says_so(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("load", "records"):
        monkeypatch.setattr(f"geo.catalog.{module}.machine_date", lambda: dt.date(2025, 6, 1))
    done = run("nearest", "82001", "--data", str(home))
    assert done.exit_code == 0
    assert "307-555-0101" in done.stdout
    assert done.stderr.startswith("Warning: services.yaml:")
    assert "this computer's clock says 2025-06-01" in done.stderr
    assert "As of July 1, 2025" in done.stdout
    assert run("verify", "--strict", "--data", str(home)).exit_code == 2
