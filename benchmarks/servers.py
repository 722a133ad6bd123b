"""What the browser visits: Streamlit apps, and copies of the files folium takes from elsewhere."""

import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import urlopen

from measure import ROOT

__all__ = ["Server", "foreign_files", "served", "streamlit_app"]

LEAFLET = ROOT / "geo" / "maps" / "leaflet"
PATIENCE_S = 60.0


class Server(NamedTuple):
    """A running app: its address and its process."""

    url: str
    pid: int


@contextmanager
def streamlit_app(script: Path, **environment: str) -> Iterator[str]:
    """Run a Streamlit script on a free port, with the project's own settings; gives its address."""
    with served(script, **environment) as server:
        yield server.url


@contextmanager
def served(script: Path, **environment: str) -> Iterator[Server]:
    """Run a Streamlit script, as `streamlit_app` does; gives its process too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for_health(running, url)
        yield Server(url, running.pid)
    finally:
        running.terminate()
        running.wait()


def _wait_for_health(running: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and running.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"The server at {url} did not start.")


@contextmanager
def foreign_files(folder: Path | None) -> Iterator[str]:
    """Serve copies of what folium loads from other hosts, kept by the browser as those are.

    Leaflet is in this repository; what is not in the folder is answered with an empty file. That
    and the missing way over the network only make st_folium faster than it is.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer with the file of that name, wherever it was asked for."""
            name = Path(urlsplit(self.path).path).name
            places = [place / name for place in (folder, LEAFLET) if place]
            content = next((place.read_bytes() for place in places if place.is_file()), b"")
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing: the terminal is for the results."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
