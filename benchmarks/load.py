"""Many visitors at once: how long a choice takes, what it costs, and whether anybody is dropped.

Visitors speak Streamlit's own protocol over WebSockets, without a browser, so that a laptop can play
hundreds of them. Each opens the first page and then makes a choice every few seconds; idle ones keep
their page open and do nothing. Apps take turns, each started anew.
"""

import argparse
import asyncio
import contextlib
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from measure import ROOT, headline, median, percentile, show
from servers import foreign_files, served
from visitor import Visitor
from websockets.exceptions import WebSocketException

__all__ = ["APPS", "memory_mb"]

PLAIN: Final = ROOT / "benchmarks" / "plain"
APPS: Final = {
    "ours": ROOT / "app.py",
    "st_folium": PLAIN / "st_folium_app.py",
    "empty page": PLAIN / "empty_app.py",
}
TICK_S: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """What was measured of one app: milliseconds of every choice and request, and who was dropped."""

    choices_ms: list[float] = field(default_factory=list)
    requests_ms: list[float] = field(default_factory=list)
    dropped: int = 0
    failed: int = 0
    cpu_s: float = 0.0
    most_mb: float = 0.0


def main() -> None:
    """Measure each app that was asked for, with and without idle visitors."""
    asked = _arguments()
    headline("Visitors at once", "streamlit", "websockets")
    print(
        f"{asked.visitors} visitors, each with a choice every {asked.every:g} s, for {asked.seconds:g} s; "
        f"{asked.requests:g} API requests a second and {asked.slow} unfinished requests beside them"
    )
    rows = []
    with foreign_files(None) as files:
        for _ in range(asked.rounds):
            for name in asked.apps:
                for idle in asked.idle:
                    with served(APPS[name], BENCH_FILES=files) as app:
                        seen = asyncio.run(_measure(app.url, app.pid, asked, idle))
                    if not seen.choices_ms:
                        sys.exit(
                            f"{name}: no visitor could make a choice (is locks/bench.txt installed?)"
                        )
                    rows.append(_row(f"{name}, {idle} idle", seen))
    heads = ("app", "choices", "p50 ms", "p95 ms", "max ms", "CPU ms each", "dropped", "most MB")
    show((*heads, "requests", "p95 ms", "failed"), rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apps", nargs="+", choices=APPS, default=["ours", "st_folium"])
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--idle", type=int, nargs="+", default=[0], help="idle visitors, once each")
    parser.add_argument("--every", type=float, default=5.0, metavar="S")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--requests", type=float, default=0.0, help="API requests a second, ours only"
    )
    parser.add_argument(
        "--slow", type=int, default=0, help="callers who never end the head of their request"
    )
    parser.add_argument("--rounds", type=int, default=1, help="how often the apps take turns")
    return parser.parse_args()


async def _measure(url: str, pid: int, asked: argparse.Namespace, idle: int) -> Seen:
    seen = Seen()
    async with (
        _slow(url, asked.slow),
        _open(url, idle, seen),
        _open(url, asked.visitors, seen) as visitors,
    ):
        await asyncio.sleep(1)
        before, end = _cpu_s(pid), time.monotonic() + asked.seconds
        tasks = [_act(visitor, asked.every, end, seen) for visitor in visitors]
        if asked.requests:
            tasks.append(_ask(url, asked.requests, end, seen))
        watch = asyncio.create_task(_watch_memory(pid, seen))
        await asyncio.gather(*tasks)
        watch.cancel()
        seen.cpu_s = _cpu_s(pid) - before
    return seen


@contextlib.asynccontextmanager
async def _open(url: str, number: int, seen: Seen) -> AsyncIterator[list[Visitor]]:
    """Open pages, a few at a time, and close them at the end."""
    visitors: list[Visitor] = []
    for _ in range(number):
        try:
            visitors.append(await Visitor.open(url))
        except (OSError, RuntimeError, WebSocketException):
            seen.dropped += 1
    yield visitors
    await asyncio.gather(*(visitor.socket.close() for visitor in visitors))


@contextlib.asynccontextmanager
async def _slow(url: str, number: int) -> AsyncIterator[None]:
    """Begin requests and leave them open, as callers on a bad line do, or those who want to hold a server up."""
    host, port = url.removeprefix("http://").split(":")
    writers = []
    for _ in range(number):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\nHost: ")
        writers.append(writer)
    yield
    for writer in writers:
        writer.close()


async def _act(visitor: Visitor, every_s: float, end: float, seen: Seen) -> None:
    """Make a choice now and then, until the end or until the visitor is dropped."""
    options = cycle(visitor.choice.options if visitor.choice else ())
    await asyncio.sleep(random.uniform(0, every_s))  # noqa: S311  (no secret)
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            seen.choices_ms.append(await visitor.choose(next(options)))
        except (RuntimeError, WebSocketException):
            seen.dropped += 1
            return
        await asyncio.sleep(max(0.0, start + every_s - time.monotonic()))


async def _ask(url: str, per_s: float, end: float, seen: Seen) -> None:
    """Ask the API, whether or not the last answer is there yet, as callers do who know nothing of each other."""
    paths = _paths()
    tasks = []
    while time.monotonic() < end:
        tasks.append(asyncio.create_task(_request(url, next(paths), seen)))
        await asyncio.sleep(1 / per_s)
    await asyncio.gather(*tasks)


def _paths() -> Iterator[str]:
    return cycle(
        ("verify", "standards", "counties/28007", "facilities", "teams", "gaps", "sources")
    )


async def _request(url: str, path: str, seen: Seen) -> None:
    host, port = url.removeprefix("http://").split(":")
    start = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"GET /api/v1/{path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
    except OSError:
        seen.failed += 1
        return
    if answer.startswith(b"HTTP/1.1 200 "):
        seen.requests_ms.append((time.perf_counter() - start) * 1000)
    else:
        seen.failed += 1


async def _watch_memory(pid: int, seen: Seen) -> None:
    while True:
        seen.most_mb = max(seen.most_mb, memory_mb(pid))
        await asyncio.sleep(0.5)


def memory_mb(pid: int) -> float:
    """Return a process's resident memory; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK_S


def _row(name: str, seen: Seen) -> tuple[str, ...]:
    choices, requests = seen.choices_ms, seen.requests_ms
    return (
        name,
        f"{len(choices)}",
        f"{median(choices):.0f}",
        f"{percentile(choices, 0.95):.0f}",
        f"{max(choices):.0f}",
        f"{seen.cpu_s / len(choices) * 1000:.0f}",
        f"{seen.dropped}",
        f"{seen.most_mb:.0f}",
        f"{len(requests)}",
        f"{percentile(requests, 0.95):.0f}" if requests else "-",
        f"{seen.failed}",
    )


if __name__ == "__main__":
    main()
