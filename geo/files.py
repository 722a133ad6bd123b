"""Files read with a limit, and written whole or not at all."""

import os
import tempfile
from pathlib import Path

from geo.errors import Problems

__all__ = ["decoded", "read_bytes", "write_whole"]


def read_bytes(
    path: str | os.PathLike[str], most: int, problems: Problems, hint: str = ""
) -> bytes:
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


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` to `path`; whoever reads meanwhile finds the old file or the new one.

    A link is followed. What is no regular file, such as a pipe, is written to as it is.

    Raises
    ------
    OSError
        If the folder is missing or not writable; the old file is then as it was.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:  # it names the draft, but the person asked for the file
        raise OSError(error.errno, error.strerror, str(path)) from None
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes a private file; the finished one has the mode of any other new file.
        draft.chmod(0o666 & ~_umask())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
