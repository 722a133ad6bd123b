"""Time the reading of typed places: warm, at worst, and from cold, over the corpus of the tests.

.venv/bin/python benchmarks/locate.py [--mutated 100000]
"""

import argparse
import gc
import random
import sys
import time
from collections.abc import Sequence

import measure
from measure import ROOT, median

sys.path.insert(0, str(ROOT))

import geo
from geo.catalog.records import Catalog
from geo.geocode import name_index
from geo.geocode.geocode import locate
from tests.geocode.place_corpus import CASES
from tests.geocode.test_geocode import mutated

# Texts that a careless reader takes long for: much of the same, up to the length that is read.
HOSTILE = (
    *(word * (256 // len(word)) for word in ("a ", "1 ", "n ", "st ", "co ", "county ", "in ")),
    *(
        word * (256 // len(word))
        for word in ("batesvile, ", "hwy 6 & ", "ne, ", "34 ", "-1 ", "a.b.")
    ),
    *(
        word * (256 // len(word))
        for word in ("main st ", "near ", "s ppel, T", "mile 1 ", "1/2 ", "al ")
    ),
    "\ufdfa" * 256,
    "(" * 256,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutated", type=int, default=100_000, help="texts with typing accidents")
    parser.add_argument("--repeats", type=int, default=40, help="passes over the corpus")
    options = parser.parse_args()
    measure.headline("locate", "rapidfuzz")
    catalog = geo.load()
    first_use(catalog)
    corpus = [case.text for case in CASES]
    for text in corpus:
        locate(text, catalog)
    gc.collect()
    gc.freeze()
    warm(catalog, corpus, options.repeats)
    many(catalog, options.mutated)


def first_use(catalog: Catalog) -> None:
    """Show what the first text costs: the index of names, then the text."""
    rows = []
    for name, call in (
        ("index of names", lambda: name_index.index(catalog)),
        ("first address", lambda: locate("12 Oak St, Batesville, MS 38606", catalog)),
        ("first coordinates", lambda: locate("34.3033, -89.9523", catalog)),
        ("first near spelling, with rapidfuzz", lambda: locate("Coffeville", catalog)),
    ):
        start = time.process_time()
        call()
        rows.append((name, f"{(time.process_time() - start) * 1e3:.1f}"))
    measure.show(("first use", "ms"), rows)


def warm(catalog: Catalog, corpus: Sequence[str], repeats: int) -> None:
    """Time each text of the corpus by itself, and the corpus as a whole."""
    passes = []
    for _ in range(repeats):
        start = time.process_time()
        for text in corpus:
            locate(text, catalog)
        passes.append(time.process_time() - start)
    each = [min(_seconds(catalog, text) for _ in range(5)) for text in corpus]
    rows = [
        ("texts", f"{len(corpus)}"),
        ("locates per processor second, median pass", f"{len(corpus) / median(passes):,.0f}"),
        ("locates per processor second, slowest pass", f"{len(corpus) / max(passes):,.0f}"),
        ("median, microseconds", f"{median(each) * 1e6:.0f}"),
        ("p99, microseconds", f"{measure.percentile(each, 0.99) * 1e6:.0f}"),
        ("worst, microseconds", f"{max(each) * 1e6:.0f}"),
    ]
    measure.show(("corpus, warm", ""), rows)


def many(catalog: Catalog, count: int) -> None:
    """Time texts with typing accidents, and hostile ones of full length."""
    draw = random.Random(20260101)  # noqa: S311
    texts = [mutated(draw) for _ in range(count)]
    long = [(f"{text} " * 20)[:256] for text in texts[: count // 20]]
    rows = []
    for name, tried in (
        ("mutated", texts),
        ("mutated, 256 characters", long),
        ("hostile", HOSTILE),
    ):
        seconds = [_seconds(catalog, text) for text in tried]
        slowest = sorted(zip(seconds, tried, strict=True), reverse=True)[:20]
        again = max(min(_seconds(catalog, text) for _ in range(3)) for _, text in slowest)
        rows.append(
            (
                name,
                f"{len(tried):,}",
                f"{len(tried) / sum(seconds):,.0f}",
                f"{measure.percentile(seconds, 0.99) * 1e3:.2f}",
                f"{again * 1e3:.2f}",
                f"{max(seconds) * 1e3:.2f}",
            )
        )
    headers = ("texts", "count", "per s", "p99 ms", "worst ms, best of 3", "worst ms, once")
    measure.show(headers, rows)


def _seconds(catalog: Catalog, text: str) -> float:
    """Return processor seconds; what is cached by table row stays cached, typed texts never are."""
    start = time.process_time()
    locate(text, catalog)
    return time.process_time() - start


if __name__ == "__main__":
    main()
