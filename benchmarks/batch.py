"""Time `nearest --batch` on mixed rows, and show that its memory does not grow with the file.

.venv/bin/python benchmarks/batch.py [--rows 10000 200000]
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import measure
from measure import ROOT

sys.path.insert(0, str(ROOT))

import geo
from geo.catalog import csv_dialect
from geo.catalog.records import Catalog
from geo.geocode import geocode
from geo.referral import batch, csv_rows

STREETS = ("Main St", "N Lamar Blvd", "County Road 107", "Hwy 6 E", "Martin Luther King Jr Dr")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)  # a process of its own
    options = parser.parse_args()
    if options.one:
        once(options.one)
        return
    measure.headline("nearest --batch", "rapidfuzz")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        for rows in options.rows:
            write(source, rows)
            command = [sys.executable, __file__, "--one", str(source)]
            print(f"\n{rows:,} rows, {source.stat().st_size / 1e6:.1f} MB", flush=True)
            subprocess.run(command, check=True)
        parts(source)


def write(path: Path, rows: int) -> None:
    """Write addresses of every kind, in a fixed order; one in fifty is no row of the table."""
    catalog = geo.load()
    chance = random.Random(7)  # noqa: S311 (a fixed order, no secret)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "address", "note"))
        for number in range(rows):
            if number % 50 == 49:
                file.write(f'{number},"12 Main St\n' if number % 100 == 99 else f"{number}\n")
            else:
                writer.writerow((number, place(catalog, chance), "x" * chance.randrange(40)))


def place(catalog: Catalog, chance: random.Random) -> str:
    """Return an address with ZIP, town or county, a name alone, coordinates, or one of elsewhere."""
    town = chance.choice(catalog.gazetteer.places).name
    one_zip = chance.choice(tuple(catalog.gazetteer.zips.values()))
    street = f"{chance.randrange(1, 9999)} {chance.choice(STREETS)}"
    kinds = (
        f"{street}, {one_zip.city} MS {one_zip.zip}",
        f"{street}, {one_zip.city} MS {one_zip.zip}",
        f"{street} {town} ms",
        f"{street}, Apt {chance.randrange(40)}, {one_zip.zip}-{chance.randrange(1000, 9999)}",
        one_zip.zip,
        town,
        town[:-1] + chance.choice("aeiou"),
        f"{chance.choice(catalog.counties).name} County",
        f"{chance.uniform(30.3, 34.9):.5f}, {chance.uniform(-91.0, -88.5):.5f}",
        "350 Poplar Ave, Memphis TN 38103",
    )
    return chance.choice(kinds)


def once(source: Path) -> None:
    """Look up the file in this process, and say how fast and in how much memory."""
    catalog = geo.load()
    assessment = geo.verify(catalog)
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, start_cpu = time.perf_counter(), time.process_time()
    done = batch.run(assessment, source, "address", source.with_name("out.csv"), overwrite=True)
    wall_s, cpu_s = time.perf_counter() - start, time.process_time() - start_cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = ", ".join(f"{count:,} {status}" for status, count in done.by_status.items())
    print(
        f"{done.rows / wall_s:,.0f} rows a second ({done.rows / cpu_s:,.0f} a processor second); "
        f"peak memory {peak_mb:.0f} MB, {before_mb:.0f} MB of it before the first row; {counts}"
    )


def parts(source: Path) -> None:
    """Show what reading alone and locating alone take."""
    catalog = geo.load()
    with source.open("rb") as file:
        start = time.perf_counter()
        table = csv_rows.read(file)
        assert table
        texts = [csv_dialect.text_of(row.cells[1]) for row in table[1] if not row.fault]
        read_s = time.perf_counter() - start
    geocode.locate(texts[0], catalog)
    start = time.perf_counter()
    counts = Counter(geocode.locate(text, catalog).status for text in texts)
    locate_s = time.perf_counter() - start
    rows = [
        ("read the rows", f"{len(texts) / read_s:,.0f}"),
        ("locate the places", f"{counts.total() / locate_s:,.0f}"),
    ]
    measure.show(("one part alone", "rows a second"), rows)


if __name__ == "__main__":
    main()
