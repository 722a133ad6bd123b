"""Sessions that come and go: what of the server's memory stays taken, page after page."""

import argparse
import asyncio

from load import APPS, memory_mb
from measure import headline, show
from servers import served
from visitor import Visitor

STEPS = 5


def main() -> None:
    """Open pages and drop them without a word, as browsers do that are closed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=1000)
    asked = parser.parse_args()
    headline("Sessions opened and dropped", "streamlit", "websockets")
    with served(APPS["ours"]) as app:
        rows = asyncio.run(_come_and_go(app.url, app.pid, asked.sessions))
    show(("sessions so far", "memory MB"), rows)


async def _come_and_go(url: str, pid: int, sessions: int) -> list[tuple[str, str]]:
    rows = [("0", f"{memory_mb(pid):.0f}")]
    for number in range(1, sessions + 1):
        visitor = await Visitor.open(url)
        visitor.socket.transport.abort()
        if number % max(1, sessions // STEPS) == 0:
            rows.append((f"{number}", f"{memory_mb(pid):.0f}"))
    return rows


if __name__ == "__main__":
    main()
