"""`crisis-coverage serve`: the app for other computers too, under names that were allowed."""

import http.client
import json
import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from geo.catalog import folder
from tests import small_state
from tests.app_server import free_port, running

Run = Callable[..., Any]
COMMAND = [sys.executable, "-m", "geo", "serve"]


@pytest.fixture(autouse=True)
def _same_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what the command sets in this process taken back."""
    for variable in (folder.LOG_VARIABLE, folder.VARIABLE):
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)


@pytest.fixture
def environment(unmeasured: dict[str, str], repo_root: Path) -> dict[str, str]:
    return {**unmeasured, "PYTHONPATH": str(repo_root)}


def ask(port: int, path: str, host: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Return status, kind and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], answer.read()
    finally:
        connection.close()


def test_it_answers_pages_and_programs_under_its_names_alone(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    home = small_state.write(tmp_path / "data")
    names = ("--allowed-host", "maps.example.org", "--allowed-host", "*.maps.example.org")
    command = [*COMMAND, "--host", "0.0.0.0", *names, "--data", str(home), "--port"]  # noqa: S104
    with running(command, tmp_path / "log.txt", tmp_path, environment) as app:
        for host in ("maps.example.org", "a.maps.example.org:443", f"127.0.0.1:{app.port}"):
            status, kind, body = ask(app.port, "/healthz", host)
            assert (status, kind) == (200, "application/json")
            assert json.loads(body)["data_sha256"] == folder.sha256(home)
        for host in ("example.org", "evil.example", "maps.example.org.evil.example"):
            status, kind, _ = ask(app.port, "/api/v1/verify", host)
            assert (status, kind) == (400, "application/problem+json")
        assert ask(app.port, "/", "maps.example.org")[1].startswith("text/html")
        for path in ("/api", "/api/v1/verify/x", "/healthz/x", "/readyz/", "/openapi.json/x"):
            status, kind, _ = ask(app.port, path, "maps.example.org")
            assert (status, kind) == (404, "application/problem+json")
        for path in ("/api/v1/../verify", "//api/v1/verify", "/api%2Fv1/verify", "/API/v1/%00"):
            status, kind, _ = ask(app.port, path, "maps.example.org")
            assert (status, kind) == (404, "application/problem+json")
        assert ask(app.port, "/api/v1/verify", "maps.example.org", "HEAD")[2] == b""
        connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
        body = json.dumps({"place": "4711 Zzyzxmark Ln, Birchville"})
        connection.request("POST", "/api/v1/nearest", body, {"Content-Type": "application/json"})
        assert connection.getresponse().status == 200
        connection.close()
        assert ask(app.port, "/api/v1/verify?place=Zzyzxmark", "127.0.0.1")[0] == 400
        app.process.send_signal(signal.SIGINT)
        assert app.process.wait(timeout=30) == 130
    assert "zzyzxmark" not in app.log.read_text("utf-8").casefold()
    assert f"The app will be at http://127.0.0.1:{app.port}" in app.log.read_text("utf-8")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
def test_over_ipv6_it_is_where_it_says(tmp_path: Path, environment: dict[str, str]) -> None:
    home = small_state.write(tmp_path / "data")
    command = [*COMMAND, "--host", "::1", "--data", str(home), "--port"]
    with running(command, tmp_path / "log.txt", tmp_path, environment, "::1") as app:
        for path, kind in (("/", "text/html; charset=utf-8"), ("/readyz", "application/json")):
            with urlopen(f"{app.url}{path}") as answer:  # noqa: S310  (ours)
                assert answer.headers["content-type"] == kind
        stream = f"ws://[::1]:{app.port}/_stcore/stream"
        with connect(
            stream, origin=Origin(app.url), subprotocols=[Subprotocol("streamlit")]
        ) as page:
            page.send(BackMsg(rerun_script=ClientState()).SerializeToString())
            assert page.recv(timeout=60)
    text = app.log.read_text("utf-8")
    assert set(re.findall(r"http://\S+", text)) == {app.url}
    assert text.count(app.url) == 2, "we say it, and so does Streamlit"
    assert json.loads(text.splitlines()[-1])["address"] == f"[::1]:{app.port}"


def test_with_bad_data_it_starts_and_a_monitor_is_told(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = [*COMMAND, "--data", "nowhere", "--port"]
    with running(command, tmp_path / "log.txt", tmp_path, environment) as app:
        own = f"127.0.0.1:{app.port}"
        for path in ("/healthz", "/readyz"):
            status, _, body = ask(app.port, path, own)
            assert (status, json.loads(body)["status"]) == (503, "unfit")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.4", "[::]", "2001:db8::1"])  # noqa: S104
def test_other_computers_are_let_in_by_name_only(host: str, run: Run) -> None:
    done = run("serve", "--host", host, "--port", str(free_port()))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "name what people reach it by with --allowed-host" in done.stderr


@pytest.mark.parametrize("value", ["1", "0", "yes"])
def test_it_never_keeps_records(value: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(folder.EDIT_VARIABLE, value)
    done = run("serve", "--port", str(free_port()))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "serve keeps no records" in done.stderr
    assert "unset it, or start crisis-coverage app --edit" in done.stderr
    assert os.environ[folder.EDIT_VARIABLE] == value


@pytest.mark.parametrize("option", ["--edit", "--directory"])
def test_options_of_the_app_alone_are_not_taken(option: str, run: Run) -> None:
    assert run("serve", option, "x").exit_code == 2


@pytest.mark.parametrize(
    "host", ["", "example.org", "127.0.0.1:80", "300.1.1.1", "http://127.0.0.1", "*"]
)
def test_what_is_no_address_is_a_usage_error(host: str, run: Run) -> None:
    done = run("serve", "--host", host)
    assert done.exit_code == 2
    assert "expected an address such as 127.0.0.1" in done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "",
        "*",
        "*.org",
        "**.example.org",
        "maps.example.org:443",
        "http://maps.example.org",
        "a?b.org",
        "[a-z].org",
        "a b",
    ],
)
def test_what_is_no_name_or_lets_in_everybody_is_a_usage_error(name: str, run: Run) -> None:
    done = run("serve", "--host", "127.0.0.1", "--allowed-host", name)
    assert done.exit_code == 2
    assert "expected a name such as maps.example.org" in done.stderr


def test_an_address_of_another_machine_is_told_apart_from_a_port_in_use(run: Run) -> None:
    done = run("serve", "--host", "192.0.2.4", "--allowed-host", "maps.example.org")
    assert done.exit_code == 2
    assert "192.0.2.4 is no address of this machine" in done.stderr
