"""Files as bytes, and their faults as data errors."""

from pathlib import Path
from typing import Final, NoReturn

from geo.errors import DataError, Problem

__all__ = ["MAX_BYTES", "raw", "refuse"]

MAX_BYTES: Final = 256_000_000


def refuse(file: str, rule: str, message: str, *, line: int = 0, found: str = "") -> NoReturn:
    """Raise a DataError with one problem of a file."""
    raise DataError([Problem(file, line, rule, "file", found, message)])


def raw(path: Path) -> bytes:
    """Return a file's bytes; DataError where it cannot be read or is over-large."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        refuse(path.name, "no-file", f"the file cannot be read: {error.strerror}")
    if len(content) > MAX_BYTES:
        refuse(path.name, "too-large", f"at most {MAX_BYTES // 1_000_000} MB are read")
    return content
