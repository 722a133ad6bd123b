"""The server's log: a line for each record, without anything that a visitor typed or is known by.

Records of this program hold what it means to tell. Those of other packages can hold an address that was
typed, in an exception's message or a request's, or the address of a visitor: of them a line tells who
wrote it and where, and of an exception its type and the places that it came through.
"""

import datetime as dt
import json as json_format
import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TextIO

import streamlit.logger
import uvicorn.config

from geo import errors

__all__ = ["configure", "error_id", "of_error", "page_run"]

SLOW_MS: Final = 1_000
"""Milliseconds after which the run of a page is told as slow."""
OWN: Final = "geo"
# It warns at every start of `crisis-coverage app` that address and port are not those of the settings.
_SETTINGS: Final = "streamlit.config"
_ID: Final = "crisis_coverage_id"
# What every record has; the rest came as `extra`.
_COMMON: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

_running: Final[ContextVar[bool]] = ContextVar("_running", default=False)
_log: Final = logging.getLogger(__name__)


def configure(stream: TextIO, *, json: bool) -> None:
    """Have everything that this process logs written to `stream`, and nowhere else.

    May be called again, for another stream or form.

    Parameters
    ----------
    stream : TextIO
        Where each record gets a line.
    json : bool
        True for a JSON object a line with all that is told; False for text, which tells warnings and
        errors alone.
    """
    handler = _Handler(stream)
    handler.setFormatter(_Lines(json=json))
    handler.addFilter(_is_told)
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if not isinstance(other, _Handler)]
    root.addHandler(handler)
    logging.getLogger(OWN).setLevel(logging.INFO if json else logging.WARNING)
    logging.captureWarnings(capture=True)
    threading.excepthook = _tell_of_thread
    # Both give their loggers handlers of their own, uvicorn when a server is made and Streamlit with each
    # logger; those that are there already hand on now.
    uvicorn.config.LOGGING_CONFIG["handlers"] = {}
    uvicorn.config.LOGGING_CONFIG["loggers"] = {}
    streamlit.logger.setup_formatter = _hand_on
    for name in list(root.manager.loggerDict):
        _hand_on(logging.getLogger(name))


def error_id(error: BaseException) -> str:
    """Return the name of an exception, ten digits and letters: the same as in the line that tells of it."""
    known = getattr(error, _ID, None)
    if known is None:
        known = secrets.token_hex(5)
        setattr(error, _ID, known)
    return str(known)


def of_error(error: BaseException) -> dict[str, Any]:
    """Return what a line tells of an exception: its name, its type and its places, without its words."""
    return {
        "event": "error",
        "id": error_id(error),
        "error": type(error).__name__,
        "places": errors.places(error),
    }


@contextmanager
def page_run(page: str) -> Iterator[None]:
    """Tell of the run of a page that takes longer than `SLOW_MS`; `page` is its name, not its address.

    Of a part of a page it tells where the part runs alone.
    """
    if _running.get():
        yield
        return
    token = _running.set(True)
    start = time.perf_counter()
    try:
        yield
    finally:
        _running.reset(token)
        ms = round((time.perf_counter() - start) * 1000)
        if ms > SLOW_MS:
            _log.info("a page was slow", extra={"event": "slow", "page": page, "ms": ms})


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines, and says nothing where that cannot be done: what it would say has the record's values."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (its name in the library)
        """Do nothing."""


class _Lines(logging.Formatter):
    """Makes one line of a record."""

    def __init__(self, *, json: bool) -> None:
        super().__init__()
        self._json = json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
            timespec="milliseconds"
        )
        told = _told(record)
        if self._json:
            head = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
            return json_format.dumps(head | told, default=str)
        words = [moment, record.levelname, f"{record.name}:"]
        words += [told.pop("message")] if "message" in told else []
        return " ".join([*words, *(f"{key}={value}" for key, value in told.items())])


def _is_told(record: logging.LogRecord) -> bool:
    """Tell what others say in passing, such as who connected, from what is wrong."""
    least = logging.ERROR if record.name == _SETTINGS else logging.WARNING
    return _is_own(record) or record.levelno >= least


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OWN


def _told(record: logging.LogRecord) -> dict[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    told: dict[str, Any] = {}
    if _is_own(record):
        told |= {key: value for key, value in vars(record).items() if key not in _COMMON}
        told["message"] = record.getMessage()
    else:
        told["place"] = f"{record.module}:{record.lineno}"
    if error:
        told |= of_error(error)
    return told


def _tell_of_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value and not isinstance(arguments.exc_value, SystemExit):
        _log.error("a thread ended", exc_info=arguments.exc_value)


def _hand_on(logger: logging.Logger) -> None:
    """Have a logger write nothing itself, so that each of its records is told once, by `_Handler`."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
