"""docs/api.md says what is so: every example is asked for, and its lines are in the answer."""

import re
import shlex
from http import HTTPStatus
from pathlib import Path

import pytest

from geo.api import openapi
from tests import live
from tests.api.conftest import Ask
from tests.web.app_pages import use_data

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```console\n\$ (curl .*)\n((?:.|\n)*?)```", DOCUMENT)
SERVER = "http://127.0.0.1:8501"


@pytest.fixture(scope="module", autouse=True)
def _data() -> None:
    with pytest.MonkeyPatch.context() as patch:
        use_data(live.catalog().home, patch)
        yield


def asked(ask: Ask, command: str) -> list[str]:
    """Return the lines that a call of curl prints."""
    words = shlex.split(command.removeprefix("curl "))
    (address,) = [word for word in words if word.startswith(SERVER)]
    options = {
        word: words[place + 1] for place, word in enumerate(words[:-1]) if word in {"-H", "--json"}
    }
    assert set(words) <= {address, "-s", "-i", *options, *options.values()}
    headers = dict(re.findall(r"(\S+): (.*)", options.get("-H", "")))
    headers = {name.lower(): value for name, value in headers.items()}
    path = address.removeprefix(SERVER)
    if "--json" in options:
        headers["content-type"] = "application/json"
        answer = ask(path, "POST", options["--json"].encode(), **headers)
    else:
        answer = ask(path, **headers)
    first = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"
    return [*([first] if "-i" in words else []), *answer.body.decode().splitlines()]


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_is_answered_as_it_says(command: str, shown: str, ask: Ask) -> None:
    lines = asked(ask, command)
    assert lines
    for line in shown.splitlines():
        if line.strip() != "…":
            assert line in lines
            lines = lines[lines.index(line) + 1 :]


def test_the_examples_are_read() -> None:
    assert len(EXAMPLES) == DOCUMENT.count("```console") == 6


def test_every_address_has_its_row() -> None:
    told = set(re.findall(r"`(/[^`]*)`", DOCUMENT.partition("## A place")[0])) - {"/api/v1/"}
    assert told == {*openapi.document()["paths"], "/openapi.json"}
