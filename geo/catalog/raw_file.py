"""Files read as bytes with a limit, and as UTF-8 text."""

import os
from pathlib import Path

from geo.errors import Problems

__all__ = ["StrPath", "decoded", "read_bytes"]

StrPath = str | os.PathLike[str]
"""What names a file or folder in every public function."""


def read_bytes(path: StrPath, most: int, problems: Problems, hint: str = "") -> bytes:
    """Return the bytes of a file, of which no more than one beyond `most` are read.

    Raises
    ------
    DataError
        Where it cannot be read, or has more bytes; `hint` then says what to do.
    """
    try:
        with Path(path).open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        problems.refuse("no-file", f"the file cannot be read: {error.strerror}")
    if len(raw) > most:
        problems.refuse("too-large", f"at most {most // 1_000_000} MB are read{hint}")
    return raw


def decoded(raw: bytes, problems: Problems) -> str:
    """Return the text of a UTF-8 file without its byte order mark; DataError for other bytes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.refuse("not-utf-8", "the file must be UTF-8", line=line)
