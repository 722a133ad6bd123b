"""Numbers for everybody compared, and states from before they stood apart from the standards."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geo.access import assess
from geo.cli import diff_text
from geo.diff import compare, page, read_state, sentences
from geo.diff.records import NumberChange
from geo.diff.snapshot import Snapshot
from geo.errors import DataError
from geo.jsonable import jsonable
from tests import small_state

Told = Callable[[str], Snapshot]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return ``told(kind)``: the state with numbers by rules as a folder or as verdicts, or before."""
    home = tmp_path_factory.mktemp("numbers")
    catalog = small_state.load(home / "folder", small_state.numbers_for_everybody())
    verdicts = home / "verdicts.json"
    verdicts.write_text(json.dumps(jsonable(assess.verify(catalog, small_state.DAY))))
    small_state.write(home / "before")
    places = {"folder": home / "folder", "verdicts": verdicts, "before": home / "before"}
    return lambda kind: read_state.read(places[kind], small_state.DAY)


@pytest.mark.parametrize("kind", ["folder", "verdicts"])
def test_the_numbers_are_read_from_both(kind: str, told: Told) -> None:
    assert told(kind).statewide == {"danger": ("Danger", "911"), "talk": ("Talk", "988")}
    changes = compare.compare(told(kind), told("folder"))
    assert (changes.statewide, changes.lost) == ((), False)


def test_another_number_is_told_and_one_that_went_is_lost(told: Told) -> None:
    old = told("folder")
    other = replace(old, statewide={"danger": ("Danger", "911"), "talk": ("Talk", "211")})
    changes = compare.compare(old, other)
    assert changes.statewide == (
        NumberChange(id="talk", title="Talk", old_phone="988", new_phone="211"),
    )
    assert not changes.lost
    assert [sentences.number(change) for change in changes.statewide] == [
        "Talk: 988 before, 211 now."
    ]
    gone = compare.compare(old, replace(old, statewide={"danger": ("Danger", "911")}))
    assert (gone.lost, gone.people_lost) == (True, 9000)
    assert [sentences.number(change) for change in gone.statewide] == ["Talk: number 988 is gone."]
    came = compare.compare(replace(old, statewide={}), old)
    assert [sentences.number(change) for change in came.statewide] == [
        "Danger: came, number 911.",
        "Talk: came, number 988.",
    ]
    assert not came.lost


def test_a_change_is_on_the_page_and_in_the_terminal(
    told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    old = told("folder")
    changes = compare.compare(old, replace(old, statewide={"talk": ("Talk", "988")}))
    assert "Danger: number 911 is gone." in page.body(changes).striptags()
    diff_text.print_changes(changes)
    assert "Danger: number 911 is gone." in capsys.readouterr().out


def test_a_line_that_became_a_number_for_everybody_is_not_lost(told: Told) -> None:
    changes = compare.compare(told("before"), told("folder"))
    assert not {change.id for change in changes.providers} & {"line", "rescue-line"}
    assert changes.statewide == ()
    # That nobody asks for it any more is told.
    assert [change.id for change in changes.standards if change.only_in] == ["line-for-all"]
    back = compare.compare(told("folder"), told("before"))
    assert (back.providers, back.statewide) == ((), ())


def test_verdicts_from_before_are_read_and_their_numbers_not_compared(
    told: Told, tmp_path: Path
) -> None:
    catalog = small_state.load(tmp_path / "data")
    document = jsonable(assess.verify(catalog, small_state.DAY))
    del document["statewide"]
    path = tmp_path / "before.json"
    path.write_text(json.dumps(document))
    old = read_state.read(path)
    assert old.statewide is None
    assert "line-for-all" in old.standards
    changes = compare.compare(old, told("folder"))
    assert f"{path} lacks the numbers for everybody, so they were not compared." in (
        changes.warnings
    )
    assert not {change.id for change in changes.providers} & {"line", "rescue-line"}


@pytest.mark.parametrize("broken", [[{"title": "Talk"}], ["988"], 988])
def test_numbers_of_another_form_are_refused(broken: object, tmp_path: Path) -> None:
    catalog = small_state.load(tmp_path / "data")
    document = jsonable(assess.verify(catalog, small_state.DAY)) | {"statewide": broken}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document))
    with pytest.raises(DataError) as caught:
        read_state.read(path)
    assert [problem.rule for problem in caught.value.problems] == ["not-verdicts"]
