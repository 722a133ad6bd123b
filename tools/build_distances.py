"""Write data/distances.json: how far people are from the units that standards ask about.

`crisis-coverage verify` takes distances from it as long as nothing that they are measured from has
changed, and measures anew, which takes a second or two, where something has. So the file is never
wrong; run this after a unit came, went or moved, or where people live changed.
"""

import argparse
import datetime as dt
import sys
from pathlib import Path

from geo.access import assess, county_miles, measure
from geo.catalog import folder, load
from geo.catalog.records import Catalog, Evaluation
from geo.coverage import gather

__all__ = ["built", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with ``--check`` compare it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 on a difference"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    options = parser.parse_args(arguments)
    home = options.data or folder.default_dir()
    target, text = home / county_miles.FILE, built(load.load(home))
    if not options.check:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"build_distances: {target.name} is not what the data gives", file=sys.stderr)
    return 1


def built(catalog: Catalog) -> str:
    """Return the text of the file: for the units of each question of distance, when all sources speak."""
    index = gather.gather(catalog, dt.date.max)
    entries = {}
    for standard in catalog.services.standards:
        if standard.evaluation is Evaluation.WITHIN:
            units, disputed, neighbors = assess.units_of(standard, index)
            key = county_miles.key(catalog, units, disputed, neighbors)
            if units and key not in entries:
                entries[key] = measure.unit_miles(catalog, units, disputed, neighbors)
    return county_miles.as_text(entries)


if __name__ == "__main__":
    sys.exit(main())
