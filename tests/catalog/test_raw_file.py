"""Only ordinary files are read, up to a limit, and as UTF-8; nothing is waited for."""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from geo.catalog import raw_file
from geo.catalog.raw_file import HeldFile, decoded, hold, is_there, once_each, read_bytes
from geo.errors import DataError, Problem, Problems


def test_size_is_limited_to_the_byte(tmp_path: Path) -> None:
    path, problems = tmp_path / "a.csv", Problems("a.csv")
    path.write_bytes(b"x" * 1_000_000)
    assert read_bytes(str(path), 1_000_000, problems) == path.read_bytes()
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(DataError) as caught:
        read_bytes(path, 1_000_000, problems, "; cut it")
    message = "at most 1 MB are read; cut it"
    assert caught.value.problems == (
        Problem("a.csv", 0, "too-large", "file", "1,000,001 bytes", message),
    )


def test_a_file_that_is_not_there_is_a_problem_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no-file: file: the file cannot be read: No such file"):
        read_bytes(tmp_path / "a.csv", 9, Problems("a.csv"))
    with pytest.raises(DataError) as caught:
        read_bytes(tmp_path, 9, Problems("a.csv"))
    assert str(tmp_path) not in str(caught.value)


def test_text_loses_its_byte_order_mark_and_other_bytes_have_a_line() -> None:
    problems = Problems("a.csv")
    assert decoded("\ufeffé".encode(), problems) == "é"
    with pytest.raises(DataError):
        decoded(b"a\nb\r\nc\xe9", problems)
    ((problem),) = problems
    assert (problem.rule, problem.line) == ("not-utf-8", 3)


@contextmanager
def pipe(path: Path) -> Iterator[None]:
    os.mkfifo(path)
    yield


@contextmanager
def listening(path: Path) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)  # the whole path is too long for an address
        yield


@contextmanager
def device(path: Path) -> Iterator[None]:
    path.symlink_to("/dev/zero")
    yield


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("made", "found"),
    [(pipe, "a pipe"), (listening, "a socket"), (device, "a device")],
    ids=["pipe", "socket", "device"],
)
def test_what_never_ends_is_refused_at_once(
    made: Callable[[Path], AbstractContextManager[None]],
    found: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with made(tmp_path / "a.csv"), pytest.raises(DataError) as caught:
        read_bytes(tmp_path / "a.csv", 9, Problems("a.csv"))
    message = "an ordinary file is needed"
    assert caught.value.problems == (Problem("a.csv", 0, "not-a-file", "file", found, message),)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_that_takes_a_files_place_meanwhile_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a")
    sound = raw_file._other_kind
    asked: list[int] = []

    def exchanged(mode: int) -> str:
        if not asked:
            path.unlink()
            os.mkfifo(path)
        asked.append(mode)
        return sound(mode)

    monkeypatch.setattr(raw_file, "_other_kind", exchanged)
    held: list[HeldFile] = []
    reader = threading.Thread(target=lambda: held.append(hold(path, 9)), daemon=True)
    reader.start()
    reader.join(20)
    assert [file.fault[2] for file in held] == ["a pipe"]


def test_a_file_that_is_written_while_it_is_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"ab")
    fdopen = os.fdopen

    def written(*asked: object, **more: object) -> object:
        path.write_bytes(b"abc")
        return fdopen(*asked, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "fdopen", written)
    file = hold(path, 9)
    assert (file.fault[0], file.raw, file.is_unread) == ("changed-meanwhile", b"", True)
    monkeypatch.undo()
    assert hold(path, 9).raw == b"abc"


def test_a_held_file_stands_for_its_path_and_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    gone = hold(path, 9)
    path.write_bytes(b"abc")
    file = hold(path, 9)
    path.unlink()
    assert Path(file) == path
    assert read_bytes(file, 3, Problems("a.csv")) == b"abc"
    assert (is_there(file), is_there(gone), is_there(path)) == (True, False, False)
    with pytest.raises(DataError, match="too-large"):
        read_bytes(file, 2, Problems("a.csv"))
    with pytest.raises(DataError, match="no-file"):
        read_bytes(gone, 9, Problems("a.csv"))


def test_a_file_that_is_too_large_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abcd")
    file = hold(path, 3)
    assert (file.raw, file.size, file.is_whole, file.digest) == (b"", 4, False, "too-large")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"a": 1, "b": 2, "a": 1}', "a"),
        ('[{"c": {"d": 1, "\\u0064": 2}}]', "d"),
        ('{"\\u202e": 1, "\\u202e": 2}', r"\u202e"),
    ],
)
def test_a_key_that_stands_twice_is_named(text: str, key: str) -> None:
    with pytest.raises(ValueError, match="twice") as caught:
        json.loads(text, object_pairs_hook=once_each)
    assert str(caught.value) == f"an object has the key {key} twice"


def test_equal_keys_of_different_objects_are_none() -> None:
    text = '[{"a": {"a": 1}}, {"a": 2}]'
    assert json.loads(text, object_pairs_hook=once_each) == json.loads(text)
