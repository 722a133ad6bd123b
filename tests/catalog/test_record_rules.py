"""The reader of confirmations.yaml: what it takes, and every fault with its line."""

from pathlib import Path
from typing import Any

import pytest

from geo.catalog import load
from geo.catalog.fact_ids import facts
from geo.errors import DataError
from tests import answers, live, small_state
from tests.answers import record


def refused(folder: Path, *records: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return rule, place and message of every problem."""
    with pytest.raises(DataError) as caught:
        answers.load(folder, records)
    problems = caught.value.problems
    assert {problem.file for problem in problems} == {"confirmations.yaml"}
    assert all(problem.line for problem in problems)
    return [(problem.rule, problem.where, problem.message) for problem in problems]


def test_the_file_that_comes_along_has_no_record() -> None:
    known = live.catalog().confirmations
    assert (known.records, known.stale_after_days) == ((), 365)


def test_a_folder_without_the_file_has_no_record(tmp_path: Path) -> None:
    assert small_state.load(tmp_path).confirmations.records == ()


@pytest.mark.parametrize("text", ["", "# Records\n", "stale_after_days: 365\n"])
def test_a_file_that_was_emptied_or_cut_is_not_one_without_records(
    text: str, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path)
    (home / "confirmations.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"confirmations\.yaml:1: missing-key: .*records"):
        load.load(home, today=small_state.DAY)


def test_records_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    known = answers.load(
        tmp_path,
        [
            record("haven-cedar/phone", "corrected", now="307-555-0199"),
            record("crew-west/counties", counties=["Alder", "Birch"], answered_by="plains"),
            record("haven-cedar/listing", "challenged", state="open", how="visit"),
            record("haven-cedar/address", how="directory", on="2027"),
        ],
    )
    assert [each.fact for each in known.confirmations.records] == [
        "haven-cedar/phone",
        "crew-west/counties",
        "haven-cedar/listing",
        "haven-cedar/address",
    ]


def test_an_unknown_fact_is_refused_with_its_line_and_the_nearest_ids(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    ((rule, where, message),) = refused(tmp_path / "own", record("haven-cedar/number"))
    assert (rule, where) == ("unknown-fact", "records[0].fact")
    assert "phone" in message
    (_, _, message) = refused(tmp_path / "near", record("haven-ceder/phone"))[0]
    assert "haven-cedar/phone" in message
    (_, _, message) = refused(tmp_path / "none", record("line/counties", counties=["Alder"]))[0]
    assert "line/phone" in message  # what the entry has


@pytest.mark.parametrize(
    ("faulty", "rule", "place"),
    [
        ({"on": "2028"}, "not-a-day", ".on"),
        ({"on": "../2028-01-01", "how": "document"}, "not-a-day", ".on"),
        ({"recorded": "2028-02"}, "not-a-day", ".recorded"),
        ({"on": "2028-02-29", "recorded": "2028-02-01"}, "range-reversed", ".recorded"),
        ({"state": "open"}, "not-asked", ".state"),
        ({"reason": "Because."}, "not-asked", ".reason"),
        ({"now": "307-555-0199"}, "not-asked", ".now"),
        ({"counties": ["Alder"]}, "not-asked", ".counties"),
        ({"outcome": "challenged"}, "missing-key", ""),
        ({"outcome": "challenged", "state": "upheld", "now": "307-555-0199"}, "missing-key", ""),
        ({"outcome": "challenged", "state": "rejected"}, "missing-key", ""),
        ({"outcome": "challenged", "state": "upheld", "reason": "So."}, "missing-key", ""),
        ({"outcome": "corrected"}, "missing-key", ""),
        ({"outcome": "corrected", "now": "555-0199"}, "wrong-form", ".now"),
        ({"outcome": "corrected", "now": "1-307-555-0199"}, "wrong-form", ".now"),
        ({"answered_by": "nobody"}, "unknown-operator", ".answered_by"),
        ({"outcome": "corrected", "now": "911"}, "wrong-form", ".now"),
        ({"outcome": "corrected", "now": "307-555-0101"}, "number-of-another", ".now"),
        (
            {"outcome": "corrected", "now": "307-555-0199", "answered_by": "plains"},
            "not-in-charge",
            ".answered_by",
        ),
        ({"says": "   "}, "empty-value", ".says"),
        ({"how": "post"}, "not-a-choice", ".how"),
        ({"says": ""}, "wrong-length", ".says"),
        ({"says": "<b>yes</b>"}, "forbidden-character", ""),
    ],
)
def test_a_faulty_record_of_a_number_is_refused(
    tmp_path: Path, faulty: dict[str, Any], rule: str, place: str
) -> None:
    found = refused(tmp_path, record("haven-cedar/phone", **faulty))
    assert (rule, place and f"records[0]{place}") in {
        (problem[0], problem[1] if place else "") for problem in found
    }


@pytest.mark.parametrize(
    ("fact", "faulty", "rule"),
    [
        ("crew-west/counties", {}, "missing-key"),
        ("crew-west/counties", {"counties": ["Oak"]}, "unknown-county"),
        ("crew-west/counties", {"counties": ["Alder"], "now": "Alder"}, "not-asked"),
        ("haven-cedar/beds", {"outcome": "corrected", "now": "a dozen"}, "not-a-number"),
        ("haven-cedar/beds", {"outcome": "corrected", "now": "012"}, "not-a-number"),
        ("haven-cedar/listing", {"outcome": "corrected", "now": "moved"}, "not-a-choice"),
        ("haven-cedar/address", {"outcome": "corrected", "now": "9 New Road, Oak"}, "wrong-form"),
        ("haven-cedar/address", {"outcome": "corrected", "now": "9 New Road 82003"}, "wrong-form"),
        ("day-care/counties", {"outcome": "corrected", "counties": ["Cedar"]}, "not-asked"),
        ("haven-cedar", {}, "wrong-form"),
    ],
)
def test_what_does_not_fit_the_fact_is_refused(
    tmp_path: Path, fact: str, faulty: dict[str, Any], rule: str
) -> None:
    assert rule in {found[0] for found in refused(tmp_path, record(fact, **faulty))}


def test_all_faults_are_told_at_once_and_beside_those_of_services(tmp_path: Path) -> None:
    content = small_state.services()
    content["facilities"][0]["phone"] = "12"
    with pytest.raises(DataError) as caught:
        answers.load(
            tmp_path,
            [record("haven-cedar/phone", state="open"), record("haven-cedar/beds", "corrected")],
            content,
        )
    files = [problem.file for problem in caught.value.problems]
    assert files == ["confirmations.yaml", "confirmations.yaml", "services.yaml"]


def test_a_future_record_is_a_warning(tmp_path: Path) -> None:
    known = answers.load(
        tmp_path, [record("haven-cedar/phone", on="2028-03-05", recorded="2028-03-05")]
    )
    assert {warning.file for warning in known.warnings} >= {"confirmations.yaml"}


def test_every_fact_of_the_data_has_its_own_id() -> None:
    known = facts(live.catalog().services)
    assert {
        "mobile-crisis-r6/phone",
        "mobile-crisis-r6/counties",
        "region-6/counties",
        "csu-newton/address",
        "csu-newton/beds",
        "life-help/phone",
        "icss/counties",
    } <= known.keys()
    assert not any(name.startswith(("911", "988", "pact/", "csu/")) for name in known)
    assert all(name == fact.id == f"{fact.item}/{fact.aspect}" for name, fact in known.items())
