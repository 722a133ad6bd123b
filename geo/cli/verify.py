"""``verify``: every county against every standard."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.access import assess, documents
from geo.catalog.records import Catalog
from geo.cli import options
from geo.coverage.assessment import Assessment
from geo.coverage.verify import exit_code
from geo.jsonable import jsonable

if TYPE_CHECKING:
    from geo.diff.records import LostCover

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "verify",
        "check every county against every standard",
        "Exit code: 0 no required standard has a gap; 1 one has, or with --against a county lost "
        "coverage; 2 the data, the earlier state or the call is not valid. "
        "What is wrong with files that only maps and look-ups need is a warning on standard error.",
    )
    added.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 on a claim or an unknown too, not only on a gap; and with 2 on any fault "
        "of the data, also in what only maps and look-ups need, and on a date in the future",
    )
    added.add_argument(
        "--all",
        action="store_true",
        dest="whole",
        help="name the counties of what is not required too; the JSON has them always",
    )
    added.add_argument(
        "--against",
        type=options.folder,
        metavar="EARLIER",
        help="tell who lost coverage since an earlier state, and exit with 1 where any county did, on "
        "whatever standard: a data folder, judged on the same day; a file that export wrote, with "
        "the layer counties; or the JSON of verify",
    )
    added.add_argument(
        "--proof",
        type=options.file,
        metavar="FILE",
        help="write what every verdict follows from as JSON, for python tools/check_proof.py, which "
        "works it out again without this program; the file's hash is told",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Check every county against every standard."""
    catalog = options.catalog(asked, strict=asked.strict, warnings=sys.maxsize)
    assessment = assess.verify(catalog, asked.as_of, asked.known_on)
    lost = _lost(asked.against, assessment) if asked.against else None
    proven = _prove(asked.proof, catalog, assessment) if asked.proof else {}
    if asked.format == "json":
        against = {"against": jsonable(lost)} if lost else {}
        proof = {"proof": proven} if proven else {}
        options.print_json(documents.verification(catalog, assessment) | against | proof)
    else:
        from geo.cli import verdict_text

        told = "Proof in {file} ({bytes} bytes), sha256 {sha256}".format(**proven) if proven else ""
        verdict_text.print_verification(assessment, lost, told, whole=asked.whole)
    return max(exit_code(assessment, strict=asked.strict), 1 if lost and lost.losses else 0)


def _prove(path: Path, catalog: Catalog, assessment: Assessment) -> dict[str, Any]:
    """Write the proof and return its name, size and hash; OSError where it cannot be written."""
    # Imported here: only this option needs them.
    import hashlib

    from geo.exports import proof
    from geo.files import write_whole

    content = proof.content(catalog, assessment)
    write_whole(path, content)
    digest = hashlib.sha256(content).hexdigest()
    return {"file": str(path), "bytes": len(content), "sha256": digest}


def _lost(earlier: Path, assessment: Assessment) -> "LostCover":
    """Return who lost coverage since an earlier state; DataError where that is not fit for use."""
    # Imported here: only this option needs what compares two states.
    from geo.diff import compare, read_state

    old = read_state.read(earlier, assessment.as_of, assessment.known_on)
    options.tell_warnings(old.warnings)
    return compare.lost_cover(
        old, read_state.of_assessment(assessment, str(assessment.catalog.home))
    )
