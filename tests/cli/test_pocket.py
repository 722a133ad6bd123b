"""The command ``pocket``: a file written whole, its JSON twin, and what stops it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import small_state

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("small")
AS_OF = ("--as-of", small_state.DAY.isoformat())


def test_it_writes_the_file_and_says_what_it_answers(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "find-help.html"
    done = run("pocket", "-o", str(target), *AS_OF)
    assert done.exit_code == 0
    assert f"Wrote {target}" in done.stdout
    assert "It answers 3 ZIPs, 3 towns and places, and 3 counties." in done.stdout
    assert target.read_bytes().startswith(b"<!DOCTYPE html>")


def test_its_json_describes_the_file_as_it_lies_there(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "find-help.html"
    done = run("pocket", "-o", str(target), *AS_OF, "--format", "json")
    told, content = json.loads(done.stdout), target.read_bytes()
    assert told["file"] == str(target)
    assert told["bytes"] == len(content)
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert (told["zips"], told["towns"], told["counties"]) == (3, 3, 3)
    assert told["as_of"] == small_state.DAY.isoformat()
    assert told["data_sha256"].encode() in content
    assert told["old_from"] > told["as_of"]


def test_a_broken_table_leaves_the_old_file_as_it_was(run: Run, tmp_path: Path) -> None:
    home = small_state.write(tmp_path / "data")
    (home / "zips.csv").write_text("zip,city\n", encoding="utf-8")
    target = tmp_path / "find-help.html"
    target.write_text("old", encoding="utf-8")
    done = run("pocket", "-o", str(target), "--data", str(home), *AS_OF)
    assert done.exit_code == 2
    assert "zips.csv:1: missing-column" in done.stderr
    assert target.read_text(encoding="utf-8") == "old"


def test_what_was_recorded_later_is_said_to_be_left_out(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "find-help.html"
    assert run("pocket", "-o", str(target), *AS_OF, "--known-on", "2026-01-02").exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert "What was recorded after January 2, 2026 is left out." in text


def test_it_wants_the_name_of_a_file(run: Run) -> None:
    assert run("pocket").exit_code == 2
    assert run("pocket", "-o", "-").exit_code == 2
