"""What all visitors share is made anew beside them: nobody waits but for the first, and for their own."""

import gc
import logging
import threading
import time
from collections.abc import Callable

import pytest

from geo.errors import CrisisCoverageError
from geo.web import beside
from geo.web.beside import Beside, LateError
from tests.browser.waiting import PATIENCE_S

SOON_S = 0.01
NEVER_S = 3600.0


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(SOON_S)


class Made:
    """Counts looks; each waits until it may go on, and gives its number."""

    def __init__(self) -> None:
        self.may, self.begun = threading.Event(), threading.Event()
        self.threads: list[int] = []
        self.asked: list[bool] = []
        self.may.set()

    def __call__(self, last: int | None, is_asked: bool) -> int | None:
        self.threads.append(threading.get_ident())
        self.asked.append(is_asked)
        self.begun.set()
        assert self.may.wait(PATIENCE_S)
        return (last or 0) + 1


def test_nobody_waits_while_the_next_is_made_and_all_get_it_once_it_is_whole() -> None:
    made = Made()
    kept = Beside(made, NEVER_S)
    assert kept.get() == 1
    made.may.clear()
    made.begun.clear()
    got: list[int] = []
    writer = threading.Thread(target=lambda: got.append(kept.renewed()))
    writer.start()
    assert made.begun.wait(PATIENCE_S)
    visitors = [threading.Thread(target=lambda: got.append(kept.get())) for _ in range(20)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(PATIENCE_S)
    assert got == [1] * 20
    made.may.set()
    writer.join(PATIENCE_S)
    assert (got[-1], kept.get()) == (2, 2)


def test_all_who_ask_at_once_share_few_looks_in_one_thread() -> None:
    made = Made()
    kept = Beside(made, NEVER_S)
    kept.get()
    made.may.clear()
    made.begun.clear()
    askers = [threading.Thread(target=kept.renewed) for _ in range(30)]
    askers[0].start()
    assert made.begun.wait(PATIENCE_S)
    for asker in askers[1:]:
        asker.start()
    until(lambda: kept._asked == 31)
    made.may.set()
    for asker in askers:
        asker.join(PATIENCE_S)
    assert len(made.threads) == 3, "the first, that of the first asker, one for all others"
    assert set(made.threads) == {made.threads[0]}
    assert threading.get_ident() not in made.threads
    assert made.asked == [True] * 3


def test_it_looks_by_itself_and_ends_when_nobody_holds_it() -> None:
    made = Made()

    def used() -> threading.Thread:
        kept = Beside(made, SOON_S)
        kept.get()
        until(lambda: kept.get() > 5)
        assert kept._thread
        return kept._thread

    thread = used()
    assert made.asked[0]
    assert not any(made.asked[1:])
    gc.collect()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


class Failing:
    """Gives what it is told to, or raises it."""

    def __init__(self, *gives: int | Exception | None) -> None:
        self.gives = list(gives)

    def __call__(self, _last: int | None, _is_asked: bool) -> int | None:
        given = self.gives.pop(0) if self.gives else None
        if isinstance(given, Exception):
            raise given
        return given


def test_what_a_look_raises_is_told_as_long_as_there_is_nothing() -> None:
    kept = Beside(Failing(CrisisCoverageError("bad"), None, 7), NEVER_S)
    for _ in range(3):
        with pytest.raises(CrisisCoverageError, match="bad"):
            kept.get()
    with pytest.raises(CrisisCoverageError, match="bad"):
        kept.renewed()  # nothing has changed
    assert kept.renewed() == 7
    assert kept.error is None


def test_a_fault_of_the_program_leaves_the_last_and_is_logged_and_looked_past(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    kept = Beside(Failing(1, ZeroDivisionError("oh"), None, 2), NEVER_S)
    assert kept.get() == 1
    assert kept.renewed() == 1
    assert isinstance(kept.error, ZeroDivisionError)
    assert "A fault of the program" in caplog.text
    assert kept.renewed() == 1
    assert kept.error is not None, "nothing has changed"
    assert (kept.renewed(), kept.error) == (2, None)


def test_a_look_that_hangs_holds_nobody_for_longer_than_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "PATIENCE_S", 0.1)
    made = Made()
    made.may.clear()
    kept = Beside(made, NEVER_S)
    with pytest.raises(LateError):
        kept.get()
    until(lambda: kept.is_stuck)
    begun = time.monotonic()
    monkeypatch.setattr(beside, "PATIENCE_S", 0.1)
    with pytest.raises(LateError):
        kept.get()
    assert time.monotonic() - begun < PATIENCE_S
    made.may.set()
    until(lambda: kept.last == 1)
    until(lambda: not kept.is_stuck)
    made.may.clear()
    assert kept.renewed() == 1, "the last, where the next does not come"
    made.may.set()
