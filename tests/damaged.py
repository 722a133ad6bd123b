"""Files damaged at random, for tests that a reader reads or refuses whatever it is given."""

import io
import re
import time
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from geo.errors import DataError

__all__ = ["damaged", "damaged_archive", "expect_told", "soon"]

SOON_S = 20
"""Of processor time, for one file: a sound one takes a tenth of a second."""

HOSTILE = (
    *("", "0", "-1", "1e999", "nan", "NaN", "Infinity", "9" * 400, "true", "null", "[]", "{}"),
    *(",", ";", "\t", '"', "'", "\r", "\n", "\r\n", "\0", "\ufeff", "\u2028", "\ud800", "=1+1"),
    *("[" * 3000, "28001", "2026-02-30", "&amp;", "<!DOCTYPE x>", "../../x", "\U0001f600"),
)
"""What readers have tripped over elsewhere: numbers that are none, marks, half characters, depths."""
_TOKEN = re.compile(rb"[\w.+-]+|[^\w\s]")


@st.composite
def _edited(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return bytes after one edit: a token, a span or a line that is other, gone, or there twice."""
    new = draw(
        st.sampled_from(HOSTILE).map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.binary(max_size=8)
        | st.text(max_size=8).map(str.encode)
    )
    at = draw(st.integers(0, len(raw)))
    match draw(st.sampled_from(("token", "span", "again", "cut", "lines", "byte"))):
        case "token" if token := _TOKEN.search(raw, at):
            return raw[: token.start()] + new + raw[token.end() :]
        case "again":
            end = min(len(raw), at + draw(st.integers(1, 200)))
            return raw[:end] + raw[at:]
        case "cut":
            return raw[:at]
        case "lines":
            lines = raw.splitlines(keepends=True) or [raw]
            first, second = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            lines[first], lines[second] = lines[second], lines[first] * draw(st.integers(0, 2))
            return b"".join(lines)
        case "byte" if at < len(raw):
            return raw[:at] + bytes([draw(st.integers(0, 255))]) + raw[at + 1 :]
    return raw[:at] + new + raw[at + draw(st.integers(0, 30)) :]


@st.composite
def damaged(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return bytes after one to three edits."""
    for _ in range(draw(st.integers(1, 3))):
        raw = draw(_edited(raw))
    return raw


@st.composite
def damaged_archive(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return a zip archive with a damaged part, or damaged itself."""
    if draw(st.integers(0, 4)) == 0:
        return draw(damaged(raw))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, draw(damaged(part)) if name == chosen else part)
    return out.getvalue()


def expect_told(error: DataError, files: Collection[str]) -> None:
    """Fail unless each problem is one line that names its rule and one of the files."""
    assert error.problems
    for problem in error.problems:
        assert Path(problem.file).name in files
        assert problem.rule
        assert "\n" not in str(problem)


@contextmanager
def soon() -> Iterator[None]:
    """Fail where what is done takes far longer than a sound file does."""
    start = time.process_time()
    yield
    assert time.process_time() - start < SOON_S
