"""Ways to break the data folder: what a visitor and a monitor see while she works, and at the start.

A visitor makes one choice after the other, and the API is asked for the verdicts, while a file is broken and
mended again. Nothing is asserted but that she is answered: the table says what was seen.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Final, NamedTuple

from load import APPS
from measure import ROOT, headline, show
from servers import Server, served
from visitor import Visitor

PATIENCE_S: Final = 60.0
SERVICES: Final = "services.yaml"
COUNTIES: Final = "counties.geojson"


class Way(NamedTuple):
    """One way to break a file."""

    name: str
    file: str
    do: Callable[[Path], object]


def _text(change: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda path: path.write_text(change(path.read_text("utf-8")), "utf-8")


def _instead(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def put(path: Path) -> None:
        path.unlink()
        make(path)

    return put


def _bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 33)


BOMB: Final = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
WAYS: Final = (
    Way("empty", SERVICES, lambda path: path.write_bytes(b"")),
    Way("cut in the middle", SERVICES, _text(lambda text: text[: len(text) // 2])),
    Way("zeros", SERVICES, lambda path: path.write_bytes(bytes(100_000))),
    Way(
        "UTF-16", SERVICES, lambda path: path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    ),
    Way("not UTF-8", SERVICES, lambda path: path.write_bytes(path.read_bytes() + b"\xff\xfe")),
    Way("a key twice", SERVICES, _text(lambda text: text + "\nfacilities: []\n")),
    Way("an unknown key", SERVICES, _text(lambda text: text + "\nfacilites: []\n")),
    Way("references that explode", SERVICES, lambda path: path.write_text(BOMB)),
    Way("deep nesting", SERVICES, lambda path: path.write_text("[" * 100_000)),
    Way(
        "a tag that would run code",
        SERVICES,
        lambda path: path.write_text("!!python/object:os.x {}"),
    ),
    Way("gone", SERVICES, Path.unlink),
    Way("a folder", SERVICES, _instead(Path.mkdir)),
    Way("a pipe", SERVICES, _instead(os.mkfifo)),
    Way("a socket", SERVICES, _instead(_bind)),
    Way("a link to nothing", SERVICES, _instead(lambda path: path.symlink_to("nothing"))),
    Way("a link to itself", SERVICES, _instead(lambda path: path.symlink_to(path))),
    Way("a device without end", SERVICES, _instead(lambda path: path.symlink_to("/dev/zero"))),
    Way("8 GB", SERVICES, _sparse),
    Way("empty", COUNTIES, lambda path: path.write_bytes(b"")),
    Way("a county gone", COUNTIES, _text(lambda text: text.replace('"28001"', '"28999"'))),
    Way("not a number", COUNTIES, _text(lambda text: text.replace("[-9", "[NaN,9", 1))),
    Way(
        "cut in the middle", "display_counties.geojson", _text(lambda text: text[: len(text) // 2])
    ),
    Way("cut in the middle", "context_rivers.geojson", _text(lambda text: text[: len(text) // 2])),
    Way("cut in a row", "zips.csv", lambda path: path.write_bytes(path.read_bytes()[:-9])),
    Way("no header", "places.csv", _text(lambda text: text.partition("\n")[2])),
    Way("a pipe", "zip_cells.geojson", _instead(os.mkfifo)),
)

WORKING: Final = (
    "while a visitor works",
    "/readyz",
    "verdicts",
    "choices",
    "slowest ms",
    "sound again",
)
START: Final = ("at the start", "/readyz", "status", "page", "verdicts")


def main() -> None:
    """Break files while a visitor works, then before the start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("working", "start"))
    asked = parser.parse_args()
    headline("Ways to break the data folder", "streamlit", "websockets")
    with tempfile.TemporaryDirectory() as kept:
        home = Path(kept) / "data"
        if asked.only != "start":
            _renew(home)
            with served(APPS["ours"], CRISIS_COVERAGE_DATA=str(home)) as app:
                rows = asyncio.run(_while_working(app, home))
            show(WORKING, rows)
        if asked.only != "working":
            rows = [_at_start(way, home) for way in WAYS]
            show(START, rows)


def _renew(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ROOT / "data", home)


async def _while_working(app: Server, home: Path) -> list[tuple[str, ...]]:
    visitor = await Visitor.open(app.url)
    options = cycle(visitor.choice.options if visitor.choice else ())
    before = await _get(app.url, "/api/v1/verify")
    rows = []
    for way in WAYS:
        way.do(home / way.file)
        broken, taken_ms = await _work_until(503, app, visitor, options)
        verdicts = await _get(app.url, "/api/v1/verify")
        same = "the same" if verdicts == before else f"{verdicts[0]}, others"
        _mend(home / way.file)
        mended, later_ms = await _work_until(200, app, visitor, options)
        taken_ms += later_ms
        name = f"{way.file}: {way.name}"
        rows.append((name, broken, same, f"{len(taken_ms)}", f"{max(taken_ms):.0f}", mended))
        print(*rows[-1], sep=" | ", file=sys.stderr)  # it takes minutes
    return rows


async def _work_until(
    status: int, app: Server, visitor: Visitor, options: Iterator[str]
) -> tuple[str, list[float]]:
    """Make choices until the server is as ready as asked for; return how it was, and each choice's milliseconds."""
    taken_ms: list[float] = []
    end = time.monotonic() + PATIENCE_S
    while True:
        taken_ms.append(await visitor.choose(next(options)))
        found, _ = await _get(app.url, "/readyz")
        if found == status:
            return f"{found}", taken_ms
        if time.monotonic() > end:
            return f"{found}, not {status}", taken_ms


def _mend(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    shutil.copy2(ROOT / "data" / path.name, path)


async def _get(url: str, path: str) -> tuple[int, bytes]:
    return await asyncio.to_thread(_fetch, url, path)


def _fetch(url: str, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"{url}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def _at_start(way: Way, home: Path) -> tuple[str, ...]:
    _renew(home)
    way.do(home / way.file)
    with served(APPS["ours"], CRISIS_COVERAGE_DATA=str(home)) as app:
        ready, told = _fetch(app.url, "/readyz")
        try:
            asyncio.run(Visitor.open(app.url))
            page = "shown"
        except RuntimeError as error:
            page = str(error)
        verdicts, _ = _fetch(app.url, "/api/v1/verify")
    return f"{way.file}: {way.name}", f"{ready}", json.loads(told)["status"], page, f"{verdicts}"


if __name__ == "__main__":
    main()
