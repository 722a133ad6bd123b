"""``diff``: who gained, lost or changed between two states of the data."""

import argparse
from typing import TYPE_CHECKING, Any

from geo.cli import options
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.diff.snapshot import Snapshot

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "diff",
        "compare two states of the data: which counties and people gained or lost what",
        "OLD and NEW: a data folder; a file that export wrote, with the layer counties; or the JSON "
        "of verify. Folders are judged by --as-of, or today; files have their own day. Of two files "
        "of verify, --data tells the people. Exit code: 1 anyone lost a verdict (covered to anything "
        "else, claimed to gap or unknown), the last number or team of a kind, or a unit, a county, a "
        "standard or a number for everybody is gone; 0 nobody did; 2 a side or the call is not valid.",
    )
    added.add_argument("old", type=options.folder, metavar="OLD", help="folder or file before")
    added.add_argument("new", type=options.folder, metavar="NEW", help="folder or file now")
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Compare two states of the data."""
    from geo.diff import compare, read_state
    from geo.diff.snapshot import SnapshotKind

    old, new = (
        read_state.read(path, asked.as_of, asked.known_on) for path in (asked.old, asked.new)
    )
    for snapshot in (old, new):
        options.tell_warnings(snapshot.warnings)
    if old.kind is new.kind is SnapshotKind.VERDICTS:
        catalog = options.catalog(asked)
        old, new = read_state.with_people(old, catalog), read_state.with_people(new, catalog)
    elif SnapshotKind.FOLDER not in (old.kind, new.kind):
        old, new = _named(asked, old, new)
    changes = compare.compare(old, new)
    if asked.format == "json":
        options.print_json(jsonable(changes))
    else:
        from geo.cli import diff_text

        diff_text.print_changes(changes)
    return compare.exit_code(changes)


def _named(
    asked: argparse.Namespace, old: "Snapshot", new: "Snapshot"
) -> tuple["Snapshot", "Snapshot"]:
    """Return two files with the titles of the data for what they have only ids of, where it can be read."""
    from geo.catalog import load
    from geo.diff import read_state
    from geo.errors import DataError

    try:
        catalog = load.load(asked.data)
    except (DataError, OSError):
        return old, new
    return read_state.with_titles(old, catalog), read_state.with_titles(new, catalog)
