"""Signals that ask a command to end, told as an exception."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

__all__ = ["STOPPING", "Stopped", "exit_code", "stoppable"]

STOPPING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl+C, what ``kill`` and schedulers send, and what a terminal sends that is closed."""
_SHELL_BASE: Final = 128


class Stopped(KeyboardInterrupt):
    """One of `STOPPING` came; `exit_code` is what shells have for it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = _SHELL_BASE + number


def exit_code(stop: KeyboardInterrupt) -> int:
    """Return 129, 130 or 143 for what stopped a command: 130 where it is not known which signal it was."""
    return stop.exit_code if isinstance(stop, Stopped) else _SHELL_BASE + signal.SIGINT


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Have each signal raise `Stopped`, so that what runs here removes its drafts and ends its browsers.

    Python drops what a handler raises where no exception can pass, as in the middle of collecting
    garbage. So what is given here is to be called too, from time to time: it raises again. A signal
    that this process ignores stays ignored, as Ctrl+C by a job in the background and SIGHUP after
    ``nohup``.
    """
    came: list[Stopped] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(Stopped(number))
        taken_over = signal.getsignal(signal.SIGTERM)
        if callable(taken_over) and taken_over is not stop:
            # A server runs here, which ends in order at SIGTERM and then hands it on.
            signal.raise_signal(signal.SIGTERM)
        else:
            raise came[0]

    def ask() -> None:
        if came:
            raise came[0]

    before = {number: signal.getsignal(number) for number in STOPPING}
    heard = [number for number in STOPPING if before[number] not in (signal.SIG_IGN, None)]
    try:
        for number in heard:
            signal.signal(number, stop)
        yield ask
    finally:
        for number in heard:
            signal.signal(number, before[number])
