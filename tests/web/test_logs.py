"""The server's log: a line for each record, told in full or, where others wrote it, without their words."""

import datetime as dt
import io
import json
import logging
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit.logger
import uvicorn
import uvicorn.config

from geo.web import logs, snapshot
from tests import live

# What somebody typed, and from where.
TYPED = "4711 Zzyzxmark Ln"
VISITOR = "203.0.113.9:52100"

Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Return where the log goes; afterwards logging is as it was."""
    root = logging.getLogger()
    loggers = [logging.getLogger(name) for name in list(root.manager.loggerDict)]
    before = [(each, each.handlers[:], each.level, each.propagate) for each in (root, *loggers)]
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    for part in ("handlers", "loggers"):
        monkeypatch.setitem(uvicorn.config.LOGGING_CONFIG, part, {})
    yield io.StringIO()
    logging.captureWarnings(capture=False)
    for each, handlers, level, propagate in before:
        each.handlers[:], each.propagate = handlers, propagate
        each.setLevel(level)


@pytest.fixture
def read(stream: io.StringIO) -> Read:
    """Log as JSON, and return what reads the lines so far."""
    logs.configure(stream, json=True)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def failed() -> ValueError:
    """Return an exception that came through this package, with what was typed in its message."""
    try:
        snapshot.once(lambda _: int(TYPED))(live.catalog())
    except ValueError as error:
        return error
    raise AssertionError("that is no number")


def test_an_own_record_is_told_with_all_that_it_was_given(read: Read) -> None:
    extra = {"event": "rebuild", "ms": 12}
    logging.getLogger("geo.web.snapshot").info("%d files\nread", 3, extra=extra)
    (line,) = read()
    moment = dt.datetime.fromisoformat(line.pop("time"))
    assert moment.utcoffset() == dt.timedelta(0)
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)
    assert line == {
        "level": "info",
        "logger": "geo.web.snapshot",
        "message": "3 files\nread",
        **extra,
    }


@pytest.mark.parametrize("name", ["uvicorn.error", "streamlit.runtime", "asyncio", "geography"])
def test_of_a_record_of_others_no_word_is_told(read: Read, stream: io.StringIO, name: str) -> None:
    error = failed()
    assert TYPED in str(error)
    logger = logging.getLogger(name)
    logger.warning("%s - GET /?place=%s", VISITOR, TYPED, extra={"query": TYPED})
    logger.error(f"Exception in {TYPED}", exc_info=error)
    said, told = read()
    assert re.fullmatch(r"test_logs:\d+", said.pop("place"))
    assert {key: said[key] for key in said if key != "time"} == {"level": "warning", "logger": name}
    assert (told["event"], told["error"]) == ("error", type(error).__name__)
    assert told["id"] == logs.error_id(error)
    assert told["places"]
    assert all(re.fullmatch(r"geo\.[a-z_.]+:\d+", place) for place in told["places"])
    for word in ("Zzyzx", "4711", "203.0.113"):
        assert word not in stream.getvalue()


def test_who_connects_is_not_told(read: Read) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s"', VISITOR, "/")
    assert read() == []


def test_that_a_command_changes_settings_is_told_only_where_it_fails(read: Read) -> None:
    logging.getLogger("streamlit.config").warning("An update was detected")
    assert read() == []
    logging.getLogger("streamlit.config").error("It cannot be read")
    assert len(read()) == 1


def test_each_error_has_one_name_and_no_other_has_it() -> None:
    first, second = failed(), failed()
    assert re.fullmatch("[0-9a-f]{10}", logs.error_id(first))
    assert logs.error_id(first) == logs.error_id(first) != logs.error_id(second)


def test_servers_that_set_up_their_own_log_write_into_this_one(
    read: Read, capfd: pytest.CaptureFixture[str]
) -> None:
    uvicorn.Config("somewhere:app")
    streamlit.logger.get_logger("streamlit.made_later").warning(TYPED)
    streamlit.logger.update_formatter()
    names = ["streamlit.made_later", "streamlit.error_util", "uvicorn.error", "uvicorn.access"]
    for name in names:
        logging.getLogger(name).error(TYPED)
    assert [line["logger"] for line in read()] == [names[0], *names], "once each"
    assert capfd.readouterr() == ("", "")


def test_what_python_would_print_is_told_too(read: Read, capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise LookupError(TYPED)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(TYPED, stacklevel=1)
    thread_line, warning_line = read()
    assert thread_line["error"] == "LookupError"
    assert warning_line["logger"] == "py.warnings"
    assert TYPED not in json.dumps([thread_line, warning_line])
    assert capfd.readouterr() == ("", "")


def test_text_tells_what_is_wrong_alone(stream: io.StringIO) -> None:
    logs.configure(stream, json=False)
    logging.getLogger("geo.web.server").info("ready")
    logging.getLogger("geo.web.server").warning("The data cannot be used.", extra={"ms": 3})
    error = failed()
    logging.getLogger("streamlit.error_util").error("Uncaught %s", TYPED, exc_info=error)
    first, second = stream.getvalue().splitlines()
    assert first.endswith(" WARNING geo.web.server: The data cannot be used. ms=3")
    assert f" id={logs.error_id(error)} error={type(error).__name__} " in second
    assert TYPED not in second


def test_the_newest_stream_gets_each_line_once(read: Read) -> None:
    newest = io.StringIO()
    logs.configure(newest, json=True)
    logging.getLogger("geo").warning("told")
    assert read() == []
    assert len(newest.getvalue().splitlines()) == 1


def test_a_stream_that_has_gone_stops_nothing_and_tells_nothing(
    stream: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure(stream, json=True)
    stream.close()
    logging.getLogger("geo").error("lost")
    assert capfd.readouterr() == ("", "")


def test_a_slow_page_is_told_by_its_name(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    with logs.page_run("Statewide"):
        pass
    assert read() == []
    monkeypatch.setattr(logs, "SLOW_MS", -1)
    with pytest.raises(ZeroDivisionError), logs.page_run("Find help"):
        _ = 1 // 0
    (line,) = read()
    assert (line["event"], line["page"], line["level"]) == ("slow", "Find help", "info")
    assert 0 <= line["ms"] < 60_000


def test_a_part_of_a_page_is_told_where_it_runs_alone(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "SLOW_MS", -1)
    with logs.page_run("Find help"), logs.page_run("its part"):
        pass
    with logs.page_run("its part"):
        pass
    assert [line["page"] for line in read()] == ["Find help", "its part"]
