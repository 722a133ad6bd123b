"""Folders to write to, and files written whole or not at all."""

import os
import tempfile
from pathlib import Path

__all__ = ["expect_no_file", "make_folder", "write_whole"]


def expect_no_file(folder: str | os.PathLike[str]) -> None:
    """Raise NotADirectoryError where something that is no folder is in a folder's place."""
    if Path(folder).exists() and not Path(folder).is_dir():
        raise NotADirectoryError(20, "a folder is needed here, and this is a file", str(folder))


def make_folder(folder: str | os.PathLike[str]) -> None:
    """Make a folder, and those above it, where it is missing.

    Raises
    ------
    OSError
        If the folder cannot be made, or is a file.
    """
    expect_no_file(folder)
    Path(folder).mkdir(parents=True, exist_ok=True)


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
