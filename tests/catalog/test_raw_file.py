"""Files are read up to a limit, and as UTF-8."""

from pathlib import Path

import pytest

from geo.catalog.raw_file import decoded, read_bytes
from geo.errors import DataError, Problem, Problems


def test_size_is_limited_to_the_byte(tmp_path: Path) -> None:
    path, problems = tmp_path / "a.csv", Problems("a.csv")
    path.write_bytes(b"x" * 1_000_000)
    assert read_bytes(str(path), 1_000_000, problems) == path.read_bytes()
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(DataError) as caught:
        read_bytes(path, 1_000_000, problems, "; cut it")
    message = "at most 1 MB are read; cut it"
    assert caught.value.problems == (Problem("a.csv", 0, "too-large", "file", "", message),)


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
