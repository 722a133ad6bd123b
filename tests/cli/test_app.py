"""`crisis-coverage app`: the pages' server, started and stopped from the command line."""

import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.folder import DIRECTORY_VARIABLE, EDIT_VARIABLE, VARIABLE
from geo.web import state
from tests import small_state
from tests.app_server import free_port, running
from tests.match import directories

Run = Callable[..., Any]
COMMAND = [sys.executable, "-m", "geo", "app"]


@pytest.fixture
def environment(unmeasured: dict[str, str], repo_root: Path) -> dict[str, str]:
    return {**unmeasured, "PYTHONPATH": str(repo_root)}


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_the_app_starts_with_bad_data_says_so_and_stops_at_a_signal(
    tmp_path: Path, environment: dict[str, str], stop: signal.Signals, code: int
) -> None:
    log = tmp_path / "log.txt"
    command = [*COMMAND, "--data", "nowhere", "--port"]
    with running(command, log, tmp_path, environment) as app:
        app.process.send_signal(stop)
        assert app.process.wait(timeout=30) == code
    text = log.read_text("utf-8")
    assert f"The app will be at {app.url} (Ctrl+C stops it)" in text
    assert "The data cannot be used" in text
    assert "nowhere: no-folder: folder: there is no such folder" in text
    assert "Traceback" not in text


# The app while one file is made, until no other waits, and another waits.
MAKING = """
import sys, time
from geo.cli import main
from geo.web import downloads, snapshot
from geo.web.products import Product
state = snapshot.current()
def first(_state):
    for _ in range(300):
        if downloads.workshop().look(waiting, state) is None:
            break
        time.sleep(0.1)
    return b""
def second(_state):
    print("the file that waited was made", flush=True)
    return b""
making, waiting = (
    Product(make.__name__, "", "", "", "", make) for make in (first, second)
)
downloads.workshop().ask(making, state)
downloads.workshop().ask(waiting, state)
sys.exit(main.main(["app", *sys.argv[1:]]))
"""


def test_a_file_that_waits_to_be_made_holds_up_no_end(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    home, log = small_state.write(tmp_path / "data"), tmp_path / "log.txt"
    command = [sys.executable, "-c", MAKING, "--port"]
    with running(command, log, tmp_path, environment | {VARIABLE: str(home)}) as app:
        app.process.send_signal(signal.SIGTERM)
        assert app.process.wait(timeout=60) == 143
    assert "was made" not in log.read_text("utf-8")


def test_a_start_that_goes_well_tells_no_more_than_where(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    log = tmp_path / "log.txt"
    home = small_state.write(tmp_path / "data")
    with running([*COMMAND, "--data", str(home), "--port"], log, tmp_path, environment) as app:
        app.process.send_signal(signal.SIGINT)
        app.process.wait(timeout=30)
    told = [line.strip() for line in log.read_text("utf-8").splitlines() if line.strip()]
    greeting = "You can now view your Streamlit app in your browser."
    assert told == [f"The app will be at {app.url} (Ctrl+C stops it)", greeting, f"URL: {app.url}"]


def test_a_port_in_use_is_named_with_what_to_do(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("app", "--port", str(port))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"crisis-coverage: port {port} cannot be used (")
    assert f"if this app runs there already, open http://127.0.0.1:{port};" in done.stderr
    assert (
        f"name another port, as with --port {port % 65_535 + 1} or, with make, PORT=" in done.stderr
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "eighty", "١", "9" * 5000, ""])
def test_what_is_no_port_is_a_usage_error(port: str, run: Run) -> None:
    done = run("app", "--port", port)
    assert done.exit_code == 2
    assert "a whole number from 1 to 65535 is expected" in done.stderr


def test_a_server_that_does_not_start_is_no_gap(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Exit code 1, which Streamlit gives for settings that it refuses, would mean a gap."""
    settings = tmp_path / ".streamlit" / "config.toml"
    settings.parent.mkdir()
    settings.write_text('[server]\nsslCertFile = "certificate-without-a-key"\n', encoding="utf-8")
    command = [*COMMAND, "--port", str(free_port())]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith("crisis-coverage: the app's server did not start\n")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.4", "maps.example.org", ""])  # noqa: S104
def test_an_app_that_keeps_records_is_for_this_machine_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", address)
    monkeypatch.delenv(EDIT_VARIABLE, raising=False)
    done = run("app", "--edit")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--edit is for this machine alone" in done.stderr
    assert "unset it" in done.stderr
    assert EDIT_VARIABLE not in os.environ


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
@pytest.mark.parametrize("options", [(), ("--edit",)])
def test_it_listens_on_loopback_whatever_a_setting_says(
    tmp_path: Path, environment: dict[str, str], options: tuple[str, ...]
) -> None:
    """A person's own settings open neither the app that reads nor the one that keeps records."""
    settings = tmp_path / ".streamlit" / "config.toml"
    settings.parent.mkdir()
    settings.write_text('[server]\naddress = "0.0.0.0"\n', encoding="utf-8")
    log = tmp_path / "log.txt"
    with running([*COMMAND, *options, "--port"], log, tmp_path, environment) as app:
        with socket.socket() as other:  # refused where the server listened on every address
            other.bind(("127.0.0.2", app.port))
        app.process.send_signal(signal.SIGINT)
        app.process.wait(timeout=30)


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "no-file"), ("a,b\n1,2\n", "National.csv"), ("PK\3\4 broken", "National.csv")],
)
def test_a_directory_that_cannot_be_read_is_named_before_the_server_starts(
    run: Run, tmp_path: Path, content: str | None, why: str
) -> None:
    listing = tmp_path / "National.csv"
    if content is not None:
        listing.write_text(content, encoding="utf-8")
    done = run("app", "--directory", str(listing), "--port", str(free_port()))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert why in done.stderr
    assert str(tmp_path) not in done.stderr
    assert DIRECTORY_VARIABLE not in os.environ


def test_the_app_starts_with_bad_data_and_a_directory(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    log = tmp_path / "log.txt"
    listing = directories.csv_file(tmp_path / "National.csv", [directories.row()])
    command = [*COMMAND, "--data", "nowhere", "--directory", str(listing), "--port"]
    with running(command, log, tmp_path, environment):
        pass
    assert "The data cannot be used" in log.read_text("utf-8")


def test_the_app_reads_its_directory_once(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the pages find in memory is what the command has read."""
    home = small_state.write(tmp_path / "data")
    listing = directories.csv_file(tmp_path / "National.csv", [directories.row()])
    monkeypatch.setenv(DIRECTORY_VARIABLE, "")
    monkeypatch.setenv(VARIABLE, "")
    served: list[Any] = []

    def serve(_script: str) -> dict[str, Any]:
        listing.unlink()
        served.append(state.make(home, small_state.DAY).directory)
        raise SystemExit

    monkeypatch.setattr(runpy, "run_path", serve)
    command = ("app", "--data", str(home), "--directory", str(listing), "--port", str(free_port()))
    assert run(*command).exit_code == 2
    assert [each.city for each in served[0].listings] == ["Birchville"]
