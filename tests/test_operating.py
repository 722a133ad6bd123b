"""docs/operating.md: what it has somebody type or put into a file is what the program takes."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from geo.api import openapi
from geo.cli.main import build_parser

PORT = "8501"


@pytest.fixture(scope="module")
def text(repo_root: Path) -> str:
    return (repo_root / "docs" / "operating.md").read_text(encoding="utf-8")


def block(text: str, language: str) -> str:
    """Return the one block of a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return str(found)


def served(line: str) -> list[str]:
    """Return what stands after the command's name in a line that starts the server."""
    words = shlex.split(line.replace("%i", PORT))
    return words[next(place for place, word in enumerate(words) if word == "serve") :]


def test_every_line_that_starts_the_server_is_a_call_that_it_takes(text: str) -> None:
    service = re.findall(r"^ExecStart=(.*)$", block(text, "ini"), re.MULTILINE)
    container = re.findall(r"^CMD \[(.*)\]$", block(text, "dockerfile"), re.MULTILINE)
    shell = [line for line in block(text, "sh").splitlines() if " serve " in line]
    lines = [*service, *(line.replace(",", " ") for line in container), *shell]
    assert len(lines) == 3
    for line in lines:
        asked = build_parser().parse_args(served(line))
        assert asked.port == int(PORT)


def test_the_proxy_leads_programs_to_addresses_that_there_are(text: str) -> None:
    paths = {*openapi.document()["paths"], "/openapi.json"}
    locations = re.findall(r"location ~ (\S+) \{", block(text, "nginx"))
    for pattern, addresses in zip(
        locations, (("/api/v1/verify", "/openapi.json"), ("/healthz", "/readyz")), strict=True
    ):
        assert paths.issuperset(addresses)
        assert all(re.search(pattern, address) for address in addresses)
        assert not re.search(pattern, "/county")


def test_the_proxy_hands_on_what_the_guard_compares(text: str) -> None:
    proxy = block(text, "nginx")
    assert "proxy_set_header Host $http_host;" in proxy
    assert "$args" not in proxy
    assert "$remote_addr" not in proxy
    assert "$request_uri" not in proxy


def test_the_unit_is_one_that_systemd_takes(text: str, tmp_path: Path) -> None:
    checker = shutil.which("systemd-analyze")
    if not checker:
        pytest.skip("systemd-analyze is not on this machine")
    unit = tmp_path / "crisis-coverage@8501.service"
    command = shutil.which("true")
    unit.write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={command}", block(text, "ini"), flags=re.M)
    )
    done = subprocess.run([checker, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
