"""The state that all visitors share: what changes it, what does not, and what stays when files break."""

import datetime as dt
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.access import assess
from geo.catalog import confirmations, demand_error, folder, load, spanish
from geo.catalog.records import Catalog
from geo.errors import DataError
from geo.web import beside, folder_watch, get_part, products, raw_files, snapshot, state
from geo.web.folder_watch import FolderWatch
from tests import small_state
from tests.browser.waiting import PATIENCE_S
from tests.web.app_pages import rerun, start_anew, use_data

TEAMS = "services.yaml"
NEEDED = (TEAMS, "confirmations.yaml", "counties.csv")
"""Without these there are no verdicts."""
ASIDE = tuple(name for name in folder.READ if name not in (*NEEDED, folder.DISTANCES))
MISSING_IS_BROKEN = (folder.SHAPES, folder.DISPLAY_SHAPES)
NO_PIPES = pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path / "data")
    (written / "confirmations.yaml").write_text("stale_after_days: 365\nrecords: []\n", "utf-8")
    (written / "spanish.csv").write_text("id,english,spanish\nreviewed,no,no\n", "utf-8")
    shutil.copy(folder.default_dir() / "demand_error.yaml", written)
    use_data(written, monkeypatch)
    monkeypatch.setattr(folder_watch, "machine_date", lambda: small_state.DAY)
    return written


def change(home: Path) -> None:
    """Give a crew another number."""
    content = small_state.services()
    content["services"][0]["phone"] = "307-555-0188"
    text = small_state.as_yaml(content)
    (home / TEAMS).write_text(text, encoding="utf-8")


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


# Looking at the folder -----------------------------------------------------------------------------


def test_files_are_read_once_they_are_at_rest(home: Path) -> None:
    watch = FolderWatch()
    first = watch.changed(at_once=True)
    assert first
    assert watch.changed(at_once=False) is None
    change(home)
    assert watch.changed(at_once=False) is None, "somebody may still be writing"
    (home / "zips.csv").write_bytes(b"half")
    assert watch.changed(at_once=False) is None
    second = watch.changed(at_once=False)
    assert second
    assert second[0]["zips.csv"].raw == b"half"
    assert watch.changed(at_once=False) is None


def test_whoever_waits_is_given_the_files_as_they_are(home: Path) -> None:
    watch = FolderWatch()
    watch.changed(at_once=True)
    change(home)
    assert watch.changed(at_once=True)


def test_a_touch_gives_nothing_new(home: Path) -> None:
    watch = FolderWatch()
    watch.changed(at_once=True)
    for name in folder.READ:
        if (home / name).exists():
            os.utime(home / name, (1, 1))
    assert watch.changed(at_once=True) is None


def test_an_exchange_of_equal_size_and_time_is_seen(home: Path) -> None:
    watch = FolderWatch()
    watch.changed(at_once=True)
    path = home / "places.csv"
    times = path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace(b"Alderton", b"Alderten"))
    os.utime(path, ns=(times, times))
    assert watch.changed(at_once=True)


def test_a_new_day_is_a_change(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.is_dir()
    watch = FolderWatch()
    watch.changed(at_once=True)
    monkeypatch.setattr(folder_watch, "machine_date", lambda: small_state.DAY + dt.timedelta(1))
    found = watch.changed(at_once=True)
    assert found
    assert found[1] == small_state.DAY + dt.timedelta(1)


def test_what_could_not_be_read_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = FolderWatch()
    opened = os.open

    def fails(path: object, *asked: object) -> int:
        if str(path).endswith("zips.csv"):
            raise OSError(5, "Input/output error")
        return opened(path, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", fails)
    found = watch.changed(at_once=True)
    assert found
    assert found[0]["zips.csv"].fault[0] == "no-file"
    assert watch.changed(at_once=False) is None
    monkeypatch.setattr(os, "open", opened)
    again = watch.changed(at_once=False)
    assert again
    assert again[0]["zips.csv"].raw == (home / "zips.csv").read_bytes()


# Sharing -------------------------------------------------------------------------------------------


def test_a_change_is_taken_without_anybody_asking_and_nobody_waits(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = snapshot.current()
    may, begun = threading.Event(), threading.Event()
    make = state.make

    def slow(home: folder.StrPath, today: dt.date) -> snapshot.Snapshot:
        begun.set()
        assert may.wait(PATIENCE_S)
        return make(home, today)

    monkeypatch.setattr(state, "make", slow)
    change(home)
    assert begun.wait(PATIENCE_S)
    assert snapshot.current() is first
    assert snapshot.health().ready
    may.set()
    until(lambda: snapshot.current() is not first)
    assert snapshot.current().catalog.services.services[0].phone == "307-555-0188"


def test_a_touch_leaves_the_very_state(home: Path) -> None:
    first = snapshot.current()
    os.utime(home / TEAMS, (1, 1))
    assert snapshot.renewed() is first
    (home / TEAMS).write_bytes((home / TEAMS).read_bytes())
    assert snapshot.renewed() is first


def test_a_page_run_sees_one_state_and_the_next_the_newer(home: Path) -> None:
    with snapshot.one_state():
        first = snapshot.current()
        change(home)
        newer = snapshot.renewed()
        assert newer is not first
        assert snapshot.current() is first
    assert snapshot.current() is newer


def _page_while_data_changes(home: str) -> None:
    from pathlib import Path

    import streamlit as st

    from geo.web import site, snapshot
    from tests.web.test_snapshot import change

    def page() -> None:
        first = snapshot.current()
        change(Path(home))
        st.text(f"newer is first: {snapshot.renewed() is first}")
        st.text(f"current is first: {snapshot.current() is first}")

    site.show(page)


def test_every_page_is_run_on_one_state(home: Path) -> None:
    page = AppTest.from_function(
        _page_while_data_changes, default_timeout=PATIENCE_S, args=(str(home),)
    )
    shown = [text.value for text in rerun(page).text]
    assert shown == ["newer is first: False", "current is first: True"]
    assert snapshot.current().catalog.services.services[0].phone == "307-555-0188"


def test_a_page_run_that_began_without_data_stays_without(home: Path) -> None:
    text = (home / "counties.csv").read_text("utf-8")
    (home / "counties.csv").write_text("", "utf-8")
    with snapshot.one_state():
        with pytest.raises(DataError, match=r"counties\.csv"):
            snapshot.current()
        (home / "counties.csv").write_text(text, "utf-8")
        newer = snapshot.renewed()
        with pytest.raises(DataError, match=r"counties\.csv"):
            snapshot.current()
    assert snapshot.current() is newer


def test_a_new_day_is_judged_though_files_have_broken(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot.current()
    (home / TEAMS).write_text("broken", "utf-8")
    next_day = small_state.DAY + dt.timedelta(1)
    monkeypatch.setattr(folder_watch, "machine_date", lambda: next_day)
    shown = snapshot.renewed()
    assert shown.assessment.as_of == next_day
    assert {problem.file for problem in shown.problems} == {TEAMS}
    # The folder is mended on that day: the state is already judged on it.
    small_state.write(home)
    assert snapshot.renewed().problems == ()
    assert snapshot.current().assessment is shown.assessment


def test_a_drive_that_hangs_holds_no_visitor(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = snapshot.current()
    monkeypatch.setattr(beside, "PATIENCE_S", 0.2)
    answers, hangs = threading.Event(), threading.Event()
    mark = folder_watch._mark

    def hung(path: Path) -> tuple[int, ...] | None:
        hangs.set()
        assert answers.wait(PATIENCE_S)
        return mark(path)

    monkeypatch.setattr(folder_watch, "_mark", hung)
    change(home)
    assert hangs.wait(PATIENCE_S)
    assert snapshot.current() is snapshot.renewed() is first
    until(lambda: not snapshot.health().ready)
    assert [problem.rule for problem in snapshot.health().problems] == ["no-answer"]
    answers.set()
    until(lambda: snapshot.current() is not first)
    assert snapshot.health() == snapshot.Health(
        ready=True,
        sha256=folder.sha256(home),
        day=small_state.DAY,
        problems=(),
    )


def test_a_drive_that_hangs_from_the_start_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.is_dir()
    monkeypatch.setattr(beside, "PATIENCE_S", 0.1)
    answers = threading.Event()

    def hung(_path: Path) -> None:
        assert answers.wait(PATIENCE_S)

    monkeypatch.setattr(folder_watch, "_mark", hung)
    with pytest.raises(DataError, match="no-answer"):
        snapshot.current()
    assert not snapshot.health().ready
    answers.set()
    until(lambda: snapshot.health().ready)


def test_health_neither_waits_nor_begins_anything(home: Path) -> None:
    nothing = snapshot.Health(ready=False, sha256=None, day=None, problems=())
    assert snapshot.health() == nothing
    (home / TEAMS).write_text("broken", "utf-8")
    with pytest.raises(DataError):
        snapshot.current()
    told = snapshot.health()
    assert (told.ready, told.sha256) == (False, None)
    assert {problem.file for problem in told.problems} == {TEAMS}
    small_state.write(home)
    shown = snapshot.renewed()
    sound = snapshot.Health(
        ready=True, sha256=shown.assessment.data_sha256, day=small_state.DAY, problems=()
    )
    assert snapshot.health() == sound
    (home / "zips.csv").write_text("broken", "utf-8")
    snapshot.renewed()
    assert snapshot.health() == replace(sound, ready=False, problems=snapshot.current().problems)
    assert {problem.file for problem in snapshot.health().problems} == {"zips.csv"}


def test_what_is_missing_from_the_start_is_told_and_the_state_is_ready(home: Path) -> None:
    (home / "zips.csv").write_text("broken", "utf-8")
    snapshot.current()
    assert snapshot.health().ready
    assert {problem.file for problem in snapshot.health().problems} == {"zips.csv"}


def test_a_fault_of_the_program_keeps_the_state_and_is_no_health(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = snapshot.current()

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(state, "make", fails)
        change(home)
        assert snapshot.renewed() is first
        assert [problem.rule for problem in snapshot.health().problems] == ["program-fault"]
        assert not snapshot.health().ready
    start_anew(monkeypatch)
    assert snapshot.current().catalog.services.services[0].phone == "307-555-0188"


def test_what_happens_is_logged_in_fields(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=snapshot.__name__)
    snapshot.current()
    change(home)
    newer = snapshot.renewed()
    (home / TEAMS).write_text("broken", "utf-8")
    broken = snapshot.renewed()
    own = snapshot._shared._thread
    records = [record for record in caplog.records if own and record.thread == own.ident]
    assert [record.__dict__["event"] for record in records] == ["data", "rebuild", "rebuild-failed"]
    told = records[1].__dict__
    assert (told["sha256"], told["as_of"]) == (newer.assessment.data_sha256, "2026-03-01")
    assert told["ms"] >= 0
    assert records[2].__dict__["problems"] == len(broken.problems)
    assert TEAMS in records[2].getMessage()
    assert str(home) not in caplog.text


# Ways to break a file ------------------------------------------------------------------------------


def missing(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"{ broken, \x07")


def of_another_kind(path: Path) -> None:
    path.write_text('{"type": "Topology", "a,b": [1]}\n', "utf-8")


def cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 3])


def not_utf_8(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"a", b"\xe9", 1))


def huge(path: Path) -> None:
    os.truncate(path, folder.MOST_BYTES + 1)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


WAYS = (
    missing,
    emptied,
    garbage,
    of_another_kind,
    cut,
    not_utf_8,
    huge,
    a_folder,
    pytest.param(a_pipe, marks=NO_PIPES),
    pytest.param(a_link_to_itself, marks=NO_PIPES),
)
Way = Callable[[Path], None]


def judged(catalog: Catalog) -> list[tuple[str, str, str]]:
    findings = assess.verify(catalog, small_state.DAY).findings
    return [(finding.geoid, finding.standard, finding.status) for finding in findings]


def told(shown: snapshot.Snapshot) -> set[str]:
    return {problem.file for problem in (*shown.problems, *shown.lacking)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ASIDE)
def test_at_start_a_broken_file_takes_no_verdict_and_no_number(
    name: str, way: Way, home: Path
) -> None:
    sound = load.load(home, today=small_state.DAY)
    assert sound.missing == {}
    way(home / name)
    broken = load.load(home, today=small_state.DAY)
    if name == demand_error.FILE:  # read where distances are measured
        assert broken.missing == {}
    elif way is not missing or name in (folder.SHAPES, folder.DISPLAY_SHAPES):
        assert set(broken.missing) == {name}
    else:
        assert name in broken.left_out or name == spanish.FILE
    assert broken.services == sound.services
    assert judged(broken) == judged(sound)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NEEDED)
def test_at_start_without_facts_or_counties_there_is_nothing_and_that_is_told(
    name: str, way: Way, home: Path
) -> None:
    way(home / name)
    if way is missing and name == confirmations.FILE:
        assert load.load(home, today=small_state.DAY).confirmations.records == ()
        return
    with pytest.raises(DataError) as caught:
        load.load(home, today=small_state.DAY)
    assert name in {problem.file for problem in caught.value.problems}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [TEAMS, folder.SHAPES])
def test_while_running_the_last_sound_state_stays_until_the_file_is_mended(
    name: str, way: Way, home: Path
) -> None:
    sound = snapshot.current()
    whole = (home / name).read_bytes()
    way(home / name)
    shown = snapshot.renewed()
    assert {problem.file for problem in shown.problems} == {name}
    assert shown.assessment is sound.assessment
    assert raw_files.archive(shown.assessment) == raw_files.archive(sound.assessment)
    _clear(home / name)
    (home / name).write_bytes(whole)
    mended = snapshot.renewed()
    assert told(mended) == set()
    assert mended.assessment is sound.assessment


@pytest.mark.parametrize("name", [*ASIDE, *NEEDED])
def test_a_file_that_goes_while_running_is_an_alarm_though_a_folder_may_do_without_it(
    name: str, home: Path
) -> None:
    sound = snapshot.current()
    whole = (home / name).read_bytes()
    missing(home / name)
    shown = snapshot.renewed()
    assert {problem.file for problem in shown.problems} == {name}
    assert not snapshot.health().ready
    assert shown.assessment is sound.assessment
    assert shown.catalog.files[name].raw == whole
    assert snapshot.renewed().problems == shown.problems, "as long as it is gone"
    (home / name).write_bytes(whole)
    assert snapshot.renewed().problems == ()
    assert snapshot.health().ready


def test_what_was_not_there_at_the_start_may_come_and_is_missed_after_that(home: Path) -> None:
    table = home / spanish.FILE
    whole = table.read_bytes()
    table.unlink()
    assert told(snapshot.current()) == set()
    table.write_bytes(whole)
    assert told(snapshot.renewed()) == set()
    table.unlink()
    (problem,) = snapshot.renewed().problems
    assert (problem.file, problem.rule) == (spanish.FILE, "gone")


def test_the_distances_that_were_kept_are_worked_out_anew(home: Path) -> None:
    (home / folder.DISTANCES).write_text("{}", "utf-8")
    snapshot.current()
    (home / folder.DISTANCES).unlink()
    assert told(snapshot.renewed()) == set()


@NO_PIPES
def test_a_pipe_in_the_folder_lets_everybody_start(home: Path) -> None:
    a_pipe(home / folder.SHAPES)
    shown = snapshot.current()
    assert told(shown) == {folder.SHAPES}
    assert isinstance(shown.map_path, str)
    assert [problem.found for problem in shown.lacking] == ["a pipe"]


def test_every_file_to_take_along_is_of_the_state_that_is_shown(home: Path) -> None:
    sound = snapshot.current()
    offered = [file for purpose in get_part.PURPOSES for file in purpose.files]
    makes = [file for file in offered if file is not products.REPORT_PDF]
    before = {file.id: file.make(sound) for file in makes}
    for name in folder.READ:
        (home / name).write_bytes(b"broken")
    shown = snapshot.renewed()
    assert {problem.file for problem in shown.problems} >= {TEAMS}
    assert shown.assessment is sound.assessment
    assert {file.id: file.make(shown) for file in makes} == before


def _clear(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
