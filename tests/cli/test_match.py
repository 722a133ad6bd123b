"""``match`` as it is called: its text, its JSON, its patch, its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo import text
from geo.catalog import folder, load
from tests import answers, small_state
from tests.match import directories
from tests.match.directories import csv_file, row, xlsx_file

AS_OF = ("--as-of", str(small_state.DAY))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    content = directories.content()
    content["sources"][1]["retrieved"] = "2026-02-20"  # so that today is no earlier on any clock
    home = small_state.write(tmp_path / "data", content)
    monkeypatch.setenv(folder.VARIABLE, str(home))
    return home


def test_the_text_tells_each_value_with_its_row(tmp_path: Path, run: Any) -> None:
    path = csv_file(tmp_path / "d2025.csv", [row(), row(name1="Far", state="TX")])
    done = run("match", str(path), *AS_OF)
    assert (done.exit_code, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert "d2025.csv, describes 2025 (file name)" in told
    assert "2 rows: 1 of this state" in told
    assert "1 row of another state skipped" in told
    assert "Birchville Haven, phone: 307-555-0110 (row 2; by telephone, name and town)" in told
    assert "Birchville Haven, address: 12 North Elm Street, Birchville 82001 (row 2;" in told
    assert "Birchville Haven: CIT WI" in told
    assert "CIT: Crisis intervention team" in told
    assert '+ street: "12 North Elm Street"' in told
    assert "Not found: this says nothing" in told
    assert "is of 2025-01-01, the oldest day it can describe: that is past the age limit" in told
    assert "Can be recorded with --write: 1 equal value haven-birch/phone" in told
    assert f"As of {text.period(str(small_state.DAY))}. Data " in told


def test_the_json_says_the_same(tmp_path: Path, run: Any) -> None:
    path = csv_file(tmp_path / "d2025.csv", [row(phone="307-555-0199")])
    done = run("match", str(path), "--format", "json", *AS_OF)
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told.keys() >= {"schema", "data_sha256", "as_of", "directory", "counts", "matches"}
    assert told["counts"]["different"] == 1
    (match,) = told["matches"]
    assert match["kind"] == "facility"
    assert match["listings"][0]["name"] == "Plains Center"
    assert match["listings"][0]["numbers"] == [["307-555-0199", ""]]
    assert [cell["status"] for cell in match["cells"]] == ["different", "new"]
    assert match["codes"][2] == {
        "code": "CIT",
        "definition": "Crisis intervention team",
        "category": "Emergency services",
    }
    assert told["directory"]["describes"] == "2025"
    assert told["patch"]["units"] == ["haven-birch"]


def test_the_patch_goes_into_a_file_and_services_yaml_stays(
    tmp_path: Path, home: Path, run: Any
) -> None:
    before = (home / "services.yaml").read_bytes()
    path = xlsx_file(
        tmp_path / "d.xlsx", {"List": [[*row()], [*row().values()]], "Notes": [["of 2025"]]}
    )
    out = tmp_path / "a.patch"
    done = run("match", str(path), "--describes", "2025-03", "--patch", str(out), *AS_OF)
    assert done.exit_code == 0
    assert f"Wrote {out}" in done.stdout.replace("\n", "")
    assert "(row 2 of List; by telephone, name and town)" in " ".join(done.stdout.split())
    assert "samhsa-directory-2025-03" in out.read_text(encoding="utf-8")
    assert (home / "services.yaml").read_bytes() == before


def test_a_number_that_a_record_corrects_is_compared(tmp_path: Path, home: Path, run: Any) -> None:
    path = csv_file(tmp_path / "d2025.csv", [row(phone="307-555-0199")])
    assert run("match", str(path), *AS_OF).exit_code == 1
    now = answers.record(
        "haven-birch/phone",
        "corrected",
        on="2026-02-01",
        recorded="2026-02-01",
        now="307-555-0199",
    )
    (home / "confirmations.yaml").write_text(answers.as_text([now]), encoding="utf-8")
    done = run("match", str(path), *AS_OF)
    assert done.exit_code == 0
    assert "phone: 307-555-0199 (row 2" in " ".join(done.stdout.split())
    before = run("match", str(path), *AS_OF, "--known-on", "2026-01-31")
    assert before.exit_code == 1


def test_equal_values_are_recorded_and_nothing_else(tmp_path: Path, home: Path, run: Any) -> None:
    before = (home / "services.yaml").read_bytes()
    rows = [row(), row(name2="", city="Lusk", street1="1 Far Road", phone="307-555-0100")]
    path = csv_file(tmp_path / "d2026.csv", rows)
    done = run("match", str(path), "--write", "--by", "County planner", *AS_OF)
    assert (done.exit_code, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert "Recorded in confirmations.yaml: 2 equal values haven-birch/phone, plains/phone" in told
    assert "of 2026-01-01, the oldest day it can describe, and still fresh." in told
    assert (home / "services.yaml").read_bytes() == before
    kept = load.load(home, today=small_state.DAY).confirmations.records
    assert [record.fact for record in kept] == ["haven-birch/phone", "plains/phone"]
    assert {(record.by, record.how, record.on.text) for record in kept} == {
        ("County planner", "directory", "2026")
    }
    again = run("match", str(path), "--write", *AS_OF)
    assert "0 equal values" not in again.stdout
    assert load.load(home, today=small_state.DAY).confirmations.records == kept


def test_the_json_has_the_records(tmp_path: Path, run: Any) -> None:
    path = csv_file(tmp_path / "d2026.csv", [row()])
    told = json.loads(run("match", str(path), "--write", "--format", "json", *AS_OF).stdout)
    assert told["written"] is True
    assert told["records"] == [
        {
            "fact": "haven-birch/phone",
            "on": "2026",
            "says": "d2026.csv, row 2: Plains Center / Birchville Haven, 307-555-0110",
        }
    ]


def test_a_challenged_number_is_not_settled_by_a_directory(
    tmp_path: Path, home: Path, run: Any
) -> None:
    doubt = answers.record(
        "haven-birch/phone", "challenged", on="2026-01-05", recorded="2026-01-05", state="open"
    )
    (home / "confirmations.yaml").write_text(answers.as_text([doubt]), encoding="utf-8")
    before = (home / "confirmations.yaml").read_bytes()
    path = csv_file(tmp_path / "FindTreament_Facility_listing_2026_02_01_1.csv", [row()])
    assert run("match", str(path), "--write", *AS_OF).exit_code == 0
    assert (home / "confirmations.yaml").read_bytes() == before


def test_nothing_is_recorded_without_a_day(tmp_path: Path, home: Path, run: Any) -> None:
    path = csv_file(tmp_path / "d.csv", [row()])
    done = run("match", str(path), "--write", *AS_OF)
    assert done.exit_code == 2
    assert "--describes" in done.stderr
    assert not (home / "confirmations.yaml").exists()
    open_start = run("match", str(path), "--write", "--describes", "../2026-01", *AS_OF)
    assert open_start.exit_code == 2


def test_a_directory_makes_no_list_of_counties_fresh(tmp_path: Path, home: Path, run: Any) -> None:
    # The number is as fresh as the directory; whom it serves is not.
    path = home / "services.yaml"
    text = path.read_text(encoding="utf-8").replace("stale_after_days: 730", "stale_after_days: 90")
    path.write_text(text, encoding="utf-8")
    late = ("--as-of", "2027-01-15", "--format", "json")

    rows = [row(), row(name2="Outreach Crew", city="Lusk", phone="307-555-0101")]
    name = "FindTreament_Facility_listing_2026_02_01_1.csv"
    done = run("match", str(csv_file(tmp_path / name, rows)), "--write", "--as-of", "2027-01-15")
    assert done.exit_code == 0
    findings = json.loads(run("verify", *late).stdout)["findings"]
    (crew,) = (
        finding
        for finding in findings
        if (finding["geoid"], finding["standard"]) == ("56001", "crew-for-all")
    )
    assert "stale" in crew["flags"]
    (evidence,) = crew["evidence"]
    stale = {fact["fact"]: fact["stale"] for fact in evidence["rests_on"]}
    assert stale["crew-west/phone"] is False
    assert stale["crew-west/counties"] is True


def test_a_row_that_may_be_a_unit_is_told_and_not_compared(tmp_path: Path, run: Any) -> None:
    rows = [row(name1=f"Clinic {number}", name2="") for number in range(6)]
    done = run("match", str(csv_file(tmp_path / "d.csv", rows)), *AS_OF)
    told = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "Birchville Haven: telephone and town; the row does not name it: row 2 Clinic 0" in told
    assert "2 more" in told
    assert "say so with --describes" in told


@pytest.mark.parametrize(
    ("name", "raw", "rule"),
    [
        ("d.csv", b"a,b\n1,2\n", "missing-column"),
        ("d.xlsx", b"PK\x03\x04", "not-xlsx"),
        ("d.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-workbook"),
    ],
)
def test_a_bad_file_is_told_with_its_rule(
    tmp_path: Path, run: Any, name: str, raw: bytes, rule: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    done = run("match", str(tmp_path / name))
    assert done.exit_code == 2
    assert f"{name}" in done.stderr
    assert rule in done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads(run("match", str(tmp_path / name), "--format", "json").stdout)
    assert told["problems"][0]["rule"] == rule


@pytest.mark.parametrize("name", ["e.xlsx", "e.csv"])
def test_an_export_of_the_data_cannot_confirm_them(tmp_path: Path, run: Any, name: str) -> None:
    layer = ("--layer", "neighbor_units")
    assert run("export", "-o", str(tmp_path / name), *layer, *AS_OF).exit_code == 0
    done = run("match", str(tmp_path / name))
    assert done.exit_code == 2
    assert "own-export" in done.stderr


@pytest.mark.parametrize("value", ["last year", "2024-13", "2025/2024", "../2024"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, run: Any, value: str) -> None:
    path = csv_file(tmp_path / "d.csv", [row()])
    assert run("match", str(path), "--describes", value).exit_code == 2
    assert run("match", str(tmp_path / "none.csv")).exit_code == 2
    assert run("match", "-").exit_code == 2
