"""Files read as bytes with a limit, and as UTF-8 text. Every file of the data is read here."""

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.errors import Problems, shown

__all__ = ["HeldFile", "StrPath", "decoded", "hold", "is_there", "once_each", "read_bytes"]

StrPath = str | os.PathLike[str]
"""What names a file or folder in every public function."""

# A pipe without a writer would hold the call for ever, and a terminal could become this process's own.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)
_NOT_THERE: Final = (errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True)
class HeldFile(os.PathLike[str]):
    """A file as it was when it was read; given in place of its path, it is not read again.

    Attributes
    ----------
    path : Path
        Where it lies.
    raw : bytes
        Its bytes; none where it could not be read, or has more than were to be read.
    size : int
        How many bytes it has.
    fault : tuple of str
        Rule, message and what was found, where it could not be read; else empty.
    exists : bool
        Whether anything is there.
    """

    path: Path
    raw: bytes = b""
    size: int = 0
    fault: tuple[str, ...] = ()
    exists: bool = True

    def __fspath__(self) -> str:
        """Return the path."""
        return str(self.path)

    @property
    def is_whole(self) -> bool:
        """Whether `raw` is all of it."""
        return self.exists and not self.fault and len(self.raw) == self.size

    @property
    def is_unread(self) -> bool:
        """Whether it may be read when it is tried again, though nothing about it changes."""
        return self.exists and self.fault[:1] in (("no-file",), ("changed-meanwhile",))

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes; of a file that could not be read the rule that it broke."""
        if self.is_whole:
            return hashlib.sha256(self.raw).hexdigest()
        return self.fault[0] if self.fault else "too-large"


def hold(path: StrPath, most: int) -> HeldFile:
    """Return a file with its bytes, or why it has none; it never waits for a pipe or device.

    Only a regular file is read, one of more than `most` bytes not at all.
    """
    place = Path(path)
    try:
        found = _other_kind(place.stat().st_mode)
        if found:
            return HeldFile(place, fault=("not-a-file", "an ordinary file is needed", found))
        with _opened(place) as handle:
            return _held(place, handle, most)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        exists = error.errno not in _NOT_THERE
        return HeldFile(place, fault=("no-file", message, ""), exists=exists)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, _FLAGS)
    try:
        yield handle
    finally:
        os.close(handle)


def _held(path: Path, handle: int, most: int) -> HeldFile:
    """Return what an open file holds; another may have taken its place since its kind was asked."""
    before = os.fstat(handle)
    found = _other_kind(before.st_mode)
    if found:
        return HeldFile(path, fault=("not-a-file", "an ordinary file is needed", found))
    if before.st_size > most:
        return HeldFile(path, size=before.st_size)
    with os.fdopen(handle, "rb", closefd=False) as file:
        raw = file.read(most + 1)
    after = os.fstat(handle)
    if len(raw) > most:
        return HeldFile(path, size=max(after.st_size, len(raw)))
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        message = "somebody wrote the file while it was read: try again"
        return HeldFile(path, fault=("changed-meanwhile", message, ""))
    return HeldFile(path, raw, len(raw))


def _other_kind(mode: int) -> str:
    """Return what is in a file's place, "" for an ordinary file."""
    if stat.S_ISREG(mode):
        return ""
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "a device")


def is_there(path: StrPath) -> bool:
    """Return whether anything is in a file's place."""
    return path.exists if isinstance(path, HeldFile) else Path(path).exists()


def read_bytes(path: StrPath, most: int, problems: Problems, hint: str = "") -> bytes:
    """Return the bytes of an ordinary file that has no more than `most`; no pipe or device is waited for.

    Raises
    ------
    DataError
        Where it cannot be read, is none, or has more bytes; `hint` then says what to do.
    """
    file = path if isinstance(path, HeldFile) else hold(path, most)
    if file.fault:
        rule, message, found = file.fault
        problems.refuse(rule, message, found=found)
    if file.size > most:
        message = f"at most {most // 1_000_000} MB are read{hint}"
        problems.refuse("too-large", message, found=f"{file.size:,} bytes")
    return file.raw


def decoded(raw: bytes, problems: Problems) -> str:
    """Return the text of a UTF-8 file without its byte order mark; DataError for other bytes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.refuse("not-utf-8", "the file must be UTF-8", line=line)


def once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object that pairs of a JSON file make: `json.loads` takes this as ``object_pairs_hook``.

    Raises ValueError for a key that stands twice, of which Python would take the last without a word.
    """
    made = dict(pairs)
    if len(made) < len(pairs):
        key, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"an object has the key {shown(key)} twice")
    return made
