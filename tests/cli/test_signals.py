"""Every command ends at Ctrl+C, SIGTERM and the end of its terminal, with an exit code for each."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.cli import signals

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
STOPS = [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]

# A command that says that it runs, and then takes its time.
WAITING = r"""
import os, sys, time
from types import SimpleNamespace
from geo.cli import main, options
def run(asked):
    print("of what is said here nothing is lost")
    os.write(1, b"running\n")
    time.sleep(60)
def add(subparsers):
    options.add(subparsers, "try", "what a test does", "Exit code: 0.").set_defaults(run=run)
main.COMMANDS = (SimpleNamespace(add=add),)
sys.exit(main.main(["try"]))
"""


def waiting(environment: dict[str, str], before: str = "") -> "subprocess.Popen[str]":
    """Return a process whose command runs; `before` is what it does first."""
    process = subprocess.Popen(
        [sys.executable, "-c", before + WAITING],
        cwd=ROOT,
        env={**environment, "PYTHONUNBUFFERED": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "running\n"
    return process


@pytest.mark.parametrize(("stop", "code"), STOPS)
def test_a_signal_stops_a_command_with_its_exit_code(
    stop: signal.Signals, code: int, unmeasured: dict[str, str]
) -> None:
    process = waiting(unmeasured)
    process.send_signal(stop)
    assert process.wait(timeout=60) == code
    assert process.stdout
    assert process.stdout.read() == "of what is said here nothing is lost\n"
    assert process.communicate()[1] == ""


def test_a_signal_is_told_though_the_terminal_is_gone(unmeasured: dict[str, str]) -> None:
    process = waiting(unmeasured)
    assert process.stdout
    process.stdout.close()
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=60) == 129
    process.communicate()


@pytest.mark.parametrize("ignored", [signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_is_ignored_stays_ignored(
    ignored: signal.Signals, unmeasured: dict[str, str]
) -> None:
    """As SIGHUP is by ``nohup``, and Ctrl+C by a shell's job in the background."""
    process = waiting(unmeasured, f"import signal; signal.signal({int(ignored)}, signal.SIG_IGN)\n")
    process.send_signal(ignored)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143


def test_a_signal_whose_exception_is_dropped_is_told_when_asked() -> None:
    before = [signal.getsignal(number) for number in signals.STOPPING]
    with signals.stoppable() as ask:
        ask()

        class Dropping:
            def __del__(self) -> None:
                with contextlib.suppress(KeyboardInterrupt):  # as Python itself does here
                    os.kill(os.getpid(), signal.SIGTERM)
                    time.sleep(1)

        thing = Dropping()
        del thing
        with pytest.raises(signals.Stopped) as stopped:
            ask()
    assert signals.exit_code(stopped.value) == 143
    assert [signal.getsignal(number) for number in signals.STOPPING] == before


# What runs the command line while one of its modules does something as it is loaded.
LOADED = """
import os, runpy, signal, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "geo.cli.confirm":
            {happens}
sys.meta_path.insert(0, Finder())
sys.argv = ["crisis-coverage", "verify"]
runpy.run_module("geo", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("happens", "codes", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGINT)", {130, -signal.SIGINT}, ""),
        ("raise ModuleNotFoundError('/home/anna: shapely')", {70}, "ModuleNotFoundError\n"),
    ],
    ids=["ctrl-c", "not-whole"],
)
def test_what_happens_while_the_program_is_loaded_is_no_gap(
    happens: str, codes: set[int], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(happens=happens)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in codes
    assert done.stdout == ""
    told = f"crisis-coverage: this program is not whole, install it again: {said}" if said else ""
    assert done.stderr == told
