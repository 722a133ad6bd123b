"""No address leads out of what the server means to give: ways up and out, under every prefix, as bytes on the wire."""

import socket
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.app_server import RunningApp, running

PREFIXES = (
    *("/", "/static/", "/media/", "/maps/", "/sheets/", "/component/x/", "/app/static/"),
    *("/_stcore/", "/_stcore/bidi-components/x/", "/api/v1/", "/api/v1/counties/", "/county/"),
)
UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..%252f", "....//", "%c0%ae%c0%ae/")
TARGETS = {
    "etc/passwd": b"root:",
    "data/services.yaml": b"facilities:",
    ".streamlit/config.toml": b"allowedHosts",
}
"""Files by what would show that they were given."""
OUTRIGHT = (
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/file:///etc/passwd",
    "http://127.0.0.1/etc/passwd",
)


@pytest.fixture(scope="module")
def app(
    tmp_path_factory: pytest.TempPathFactory, unmeasured: dict[str, str], repo_root: Path
) -> Iterator[RunningApp]:
    command = [sys.executable, "-m", "geo", "serve", "--data", str(repo_root / "data"), "--port"]
    log = tmp_path_factory.mktemp("traversal") / "log.txt"
    with running(command, log, repo_root, unmeasured) as running_app:
        yield running_app


def ask(port: int, target: str) -> bytes:
    """Return all that is answered to a request for exactly this, which no client has tidied up."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode("ascii"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_way_up_leads_to_a_file(app: RunningApp, prefix: str) -> None:
    for up, depth, (target, mark) in product(UP, (1, 3, 12), TARGETS.items()):
        answer = ask(app.port, f"{prefix}{up * depth}{target}")
        assert answer.startswith(b"HTTP/1.1 "), (up, depth, target)
        assert int(answer[9:12]) < 500, (up, depth, target)
        assert mark not in answer, (up, depth, target)
    assert "Traceback" not in app.log.read_text("utf-8")


@pytest.mark.parametrize("target", OUTRIGHT)
def test_no_file_is_given_for_its_own_name(app: RunningApp, target: str) -> None:
    answer = ask(app.port, target)
    assert int(answer[9:12]) < 500
    assert b"root:" not in answer
