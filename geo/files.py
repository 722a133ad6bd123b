"""Folders to write to, and files written whole or not at all."""

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

__all__ = [
    "expect_no_file",
    "make_folder",
    "passing_folder",
    "sync_folder",
    "told_as",
    "write_all",
    "write_whole",
]

_DRAFTS: Final = re.compile(r"\.?crisis-coverage-[0-9a-f]{16}\.draft")
_REMOVAL_TRIES: Final = 50
_REMOVAL_PAUSE_S: Final = 0.1


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


@contextlib.contextmanager
def told_as(path: str | os.PathLike[str]) -> Iterator[None]:
    """Have an OSError name the file that a person asked for, whatever file of ours it came up at."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` to `path`; whoever reads meanwhile finds the old file or the new one.

    A link is followed. What is no regular file, such as a pipe, is written to as it is. The content
    is on the disk before it takes the old file's place, so that a power cut leaves one of both too.

    Raises
    ------
    OSError
        If the folder is missing or not writable, or the disk is full; it names `path`, and the old
        file is then as it was.
    """
    write_all({path: content})


def write_all(contents: Mapping[str | os.PathLike[str], bytes]) -> None:
    """Write several files, each as `write_whole` does.

    They take their places in the order given, and none does before all are on the disk.

    Raises
    ------
    OSError
        As `write_whole`; it names the file at which it came up.
    """
    with contextlib.ExitStack() as stack:
        folders: dict[Path, Path] = {}
        moves: list[tuple[str | os.PathLike[str], Path, Path]] = []
        for path, content in contents.items():
            with told_as(path):
                target = Path(os.path.realpath(path))
                if target.exists() and not target.is_file():
                    target.write_bytes(content)
                    continue
                home = target.parent
                if home not in folders:
                    folders[home] = stack.enter_context(_drafts(home / f".{_name()}"))
                draft = folders[home] / target.name
                draft.write_bytes(content)
                moves.append((path, draft, target))
        # Once all are written: the first waits for the disk, the others find nearly all done.
        for path, draft, _ in moves:
            with told_as(path):
                _sync(draft, os.O_RDWR)
        for path, draft, target in moves:
            with told_as(path):
                draft.replace(target)
        for home in folders:
            sync_folder(home)


@contextlib.contextmanager
def passing_folder(beside: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new folder for this user alone in the folder `beside`; at the end it is gone.

    Its name does not begin with a dot: some browsers may not read what does.
    """
    with _drafts(Path(beside).resolve() / _name()) as folder:
        yield folder


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Have the names in a folder on the disk, where the system can do that and lets this user.

    Raises
    ------
    OSError
        If the disk fails.
    """
    # Windows opens no folder; elsewhere one may be writable and not readable.
    with contextlib.suppress(PermissionError), told_as(folder):
        _sync(Path(folder), os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # this file system does no such thing
            raise
    finally:
        os.close(handle)


def _name() -> str:
    return f"crisis-coverage-{secrets.token_hex(8)}.draft"


@contextlib.contextmanager
def _drafts(folder: Path) -> Iterator[Path]:
    """Have a folder of drafts for a while.

    It is locked, which tells it from that of a process that was killed. Such are removed first.
    """
    _remove_left(folder.parent)
    handle = None
    try:
        handle = _locked(folder)
        yield folder
    finally:
        _remove(folder)
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """Make a folder of drafts and lock it; return what holds the lock as long as it is open."""
    while True:
        folder.mkdir(mode=0o700)
        if os.name == "nt":
            return None
        handle = os.open(folder, os.O_RDONLY)
        if not _lock(handle, wait=True) or folder.exists():
            return handle
        os.close(handle)  # somebody else took it for a left one before it was locked


def _remove_left(home: Path) -> None:
    """Remove folders of drafts whose process is gone: nobody holds their lock.

    Nothing of another name is touched, and nothing where the system or file system locks no folder.
    """
    with contextlib.suppress(OSError), os.scandir(home) as entries:  # it may not be for us to list
        left = [Path(entry.path) for entry in entries if _DRAFTS.fullmatch(entry.name)]
        for folder in left:
            with contextlib.suppress(OSError):
                _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | _FOLDER_ITSELF)
    try:
        if _lock(handle, wait=False):
            _remove(folder)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    """Remove a folder of drafts, as far as that can be done."""
    for _ in range(_REMOVAL_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        # A browser that was just stopped may still write into its profile.
        time.sleep(_REMOVAL_PAUSE_S)


if os.name == "nt":
    _FOLDER_ITSELF = 0

    def _lock(handle: int, *, wait: bool) -> bool:  # noqa: ARG001
        return False
else:
    import fcntl

    _FOLDER_ITSELF = os.O_DIRECTORY | os.O_NOFOLLOW

    def _lock(handle: int, *, wait: bool) -> bool:
        """Lock a folder as long as it is open; return whether that was done."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            return False
        return True
