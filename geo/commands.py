"""What each command does: call and print. GeoPandas and Folium are imported only for a map."""

import argparse
import gc
import json
import sys
from typing import Any

from geo import catalog, catchments, coverage, dossier
from geo.verdicts import jsonable

__all__ = ["INTERRUPTED", "county", "map_file", "nearest", "print_json", "verify"]

INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it."""
LONGEST_INPUT_BYTES = 4096
"""Read of a pipe that holds a place: room for the characters that are read, and one to see more."""


def print_json(value: Any) -> None:
    """Print a result for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def verify(asked: argparse.Namespace) -> int:
    """Check every county against every standard."""
    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    if asked.format == "json":
        print_json(jsonable(verification))
    else:
        from geo import console

        console.print_verification(known, verification)
    return coverage.exit_code(verification, strict=asked.strict)


def county(asked: argparse.Namespace) -> int:
    """Show everything known about one county."""
    known = catalog.load(asked.data)
    one = catchments.find_county(known, " ".join(asked.name))
    verification = coverage.verify(known, asked.as_of)
    found = dossier.compile_dossier(known, verification, one)
    if asked.format == "json":
        print_json(jsonable(found))
    else:
        from geo import console

        console.print_dossier(known, found)
    return 0


def nearest(asked: argparse.Namespace) -> int:
    """Answer for one place, or with ``--batch`` for a table of them."""
    if asked.batch:
        return _batch(asked)
    if asked.column or asked.output or asked.resume or asked.overwrite:
        asked.parser.error("--column, --output, --resume and --overwrite need --batch")
    if not asked.text:
        asked.parser.error("a place is needed: TEXT, or - to read it from standard input")
    text = " ".join(asked.text)
    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    from geo import answers, referral

    found = referral.answer(known, verification, _typed() if text == "-" else text, asked.k)
    if asked.format == "json":
        print_json(answers.as_json(found))
    else:
        from geo import answertext

        answertext.print_answer(known, found)
    return answers.exit_code(found)


def _typed() -> str:
    """Return a place from standard input: one line from a person, the whole of a pipe."""
    if sys.stdin.isatty():
        sys.stderr.write("Place: ")
        return sys.stdin.readline().strip()
    raw = sys.stdin.buffer.read(LONGEST_INPUT_BYTES)
    return raw.decode("utf-8", errors="replace").strip()


def _batch(asked: argparse.Namespace) -> int:
    if asked.text:
        asked.parser.error("--batch takes its places from FILE: leave TEXT away")
    if not asked.column or not asked.output:
        asked.parser.error("--batch needs --column NAME and --output FILE")
    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    from geo import batch, console

    gc.enable()  # `cli.main` turned it off for short runs
    try:
        with console.progress("Looking up") as progress:
            done = batch.run(
                known,
                verification,
                asked.batch,
                asked.column,
                asked.output,
                resume=asked.resume,
                overwrite=asked.overwrite,
                progress=progress,
            )
    except KeyboardInterrupt:
        sys.stderr.write(f"crisis-coverage: stopped. {batch.RESUME_HINT}\n")
        return INTERRUPTED
    if asked.format == "json":
        head = {"schema": verification.schema, "file": str(asked.output)}
        tail = {"as_of": verification.as_of, "data_sha256": verification.data_sha256}
        print_json(jsonable({**head, **jsonable(done), **tail}))
    else:
        counts = ", ".join(f"{count} {status}" for status, count in done.by_status.items())
        sys.stdout.write(
            f"Wrote {asked.output}: {done.rows} rows ({counts}), as of {verification.as_of}, "
            f"data {verification.data_sha256[:12]}\n"
        )
    return 0


def map_file(asked: argparse.Namespace) -> int:
    """Write the map."""
    from geo import files, maps

    known = catalog.load(asked.data)
    verification = coverage.verify(known, asked.as_of)
    content = maps.state_map(known, verification)
    files.write_whole(asked.output, content)
    if asked.format == "json":
        print_json(
            {
                "schema": verification.schema,
                "file": str(asked.output),
                "bytes": len(content),
                "as_of": verification.as_of.isoformat(),
                "data_sha256": verification.data_sha256,
            }
        )
    else:
        size = f"{len(content) / 1000:.0f} kB"
        sys.stdout.write(
            f"Wrote {asked.output} ({size}), as of {verification.as_of}, "
            f"data {verification.data_sha256[:12]}\n"
        )
    return 0
