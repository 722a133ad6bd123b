"""Writing records: whole or not at all, one at a time, and never what the reader would refuse."""

import threading
from pathlib import Path

import pytest

from geo.catalog import load as reader
from geo.catalog.confirmations import FILE
from geo.catalog.dates import parse_when
from geo.catalog.records import Catalog, Record, RecordHow, RecordOutcome
from geo.confirm import store
from geo.errors import CrisisCoverageError, DataError
from tests import answers, small_state
from tests.answers import DAY


def one(says: str = "Yes.", fact: str = "haven-cedar/phone") -> Record:
    return Record(
        fact=fact,
        outcome=RecordOutcome.CONFIRMED,
        on=parse_when("2028-02-29"),
        recorded=parse_when("2028-03-01"),
        how=RecordHow.TELEPHONE,
        by="Planner",
        says=says,
    )


def read(home: Path) -> Catalog:
    return reader.load(home, today=DAY)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "stale_after_days: 365\nrecords: []\n",
        "# Ours.\nrecords: [ ]  # none yet\n",
        "records:\n  - {fact: haven-cedar/phone, outcome: confirmed, on: 2028-01-01, "
        "recorded: 2028-01-01, how: visit, by: A planner, says: Yes}\n",
        "stale_after_days: 100\nrecords:\n",
    ],
)
def test_records_are_added_at_the_end_and_the_rest_stays_as_it_is(
    tmp_path: Path, text: str | None
) -> None:
    home = small_state.write(tmp_path)
    if text is not None:
        (home / FILE).write_text(text, encoding="utf-8")
    if text and text.endswith("records:\n"):
        (home / FILE).write_text(
            text + answers.as_text([answers.record("haven-cedar/beds")]).partition("records:\n")[2],
            encoding="utf-8",
        )
    before = read(home).confirmations
    for says in ('He said: "yes", twice', "Sí – siempre: #1"):
        store.append(read(home), [one(says)], store.state(home))
    after = read(home).confirmations
    assert after.records[: len(before.records)] == before.records
    assert [each.says for each in after.records[len(before.records) :]] == [
        'He said: "yes", twice', "Sí – siempre: #1",
    ]  # fmt: skip
    assert after.stale_after_days == before.stale_after_days
    if text and text.startswith("# Ours."):
        assert (home / FILE).read_text(encoding="utf-8").startswith("# Ours.\n")


def test_the_last_state_is_kept_beside_it(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    store.append(read(home), [one("First.")], store.state(home))
    first = (home / FILE).read_bytes()
    store.append(read(home), [one("Second.")], store.state(home))
    assert (home / store.PREVIOUS).read_bytes() == first


@pytest.mark.parametrize("says", ["<b>Yes</b>", "x" * 901, "line\u2028break"])
def test_what_the_reader_would_refuse_is_not_written(tmp_path: Path, says: str) -> None:
    home = small_state.write(tmp_path)
    with pytest.raises(DataError) as caught:
        store.append(read(home), [one(says)], store.state(home))
    assert {problem.file for problem in caught.value.problems} == {FILE}
    assert not (home / FILE).exists()


def test_an_unknown_fact_is_not_written(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    with pytest.raises(DataError, match="unknown-fact"):
        store.append(read(home), [one(fact="haven-oak/phone")], store.state(home))


def test_a_file_with_a_key_below_the_records_is_refused_and_stays(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    text = "records: []\nstale_after_days: 365\n"
    (home / FILE).write_text(text, encoding="utf-8")
    with pytest.raises((CrisisCoverageError, DataError)):
        store.append(read(home), [one()], store.state(home))
    assert (home / FILE).read_text(encoding="utf-8") == text


def test_the_second_of_two_is_told_and_nothing_of_the_first_is_lost(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    seen = store.state(home)
    store.append(read(home), [one("First.")], seen)
    with pytest.raises(store.ChangedMeanwhileError):
        store.append(read(home), [one("Second.")], seen)
    store.append(read(home), [one("Second.")], store.state(home))
    assert [each.says for each in read(home).confirmations.records] == ["First.", "Second."]


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    catalog = read(home)

    def keep(number: int) -> None:
        while True:
            try:
                store.append(catalog, [one(f"Answer {number}.")], store.state(home))
            except store.ChangedMeanwhileError:
                continue
            return

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    said = sorted(each.says for each in read(home).confirmations.records)
    assert said == sorted(f"Answer {number}." for number in range(12))


def test_a_folder_that_cannot_be_written_to_leaves_all_as_it_is(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    catalog = read(home)
    seen = store.state(home)
    (home / store.PREVIOUS).mkdir()  # a folder stands in the way
    with pytest.raises(OSError, match=r".+"):
        store.append(catalog, [one()], seen)


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    catalog = read(home)
    seen = store.state(home)
    (home / FILE).mkdir()
    with pytest.raises(DataError, match="not-a-file"):
        store.append(catalog, [one()], seen)
    assert not (home / store.PREVIOUS).exists()


def test_effects_and_state_are_of_the_file_as_it_was_read(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    catalog = read(home)
    seen = store.state(home)
    store.append(catalog, [one("First.")], seen)
    assert store.state(catalog.files) == seen != store.state(home)
    with_one = store.with_records(catalog, [one("Second.")])
    assert [record.says for record in with_one.confirmations.records] == ["Second."]


def test_a_lock_that_cannot_be_taken_is_told_by_the_file_that_is_written(tmp_path: Path) -> None:
    home = small_state.write(tmp_path)
    catalog = read(home)
    (home / ".confirmations.lock").mkdir()
    with pytest.raises(OSError, match=r"confirmations\.yaml'$"):
        store.append(catalog, [one()], store.state(home))
