"""Printing leaves nothing behind: no process of the browser, no folder, whenever it is stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.report import pdf
from tests import small_state

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of another kind")

# A browser that never ends, with a process of its own that does not listen to signals.
NEVER = """#!/bin/sh
[ "$1" = --version ] && exit 0
sh -c 'trap "" INT TERM HUP; echo $$ > "$PIDS/second"; while :; do sleep 1; done' &
echo $$ > "$PIDS/first"
wait
"""
LONGEST_S = 60


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Path]:
    """Return a browser that never ends; what a test leaves of it is ended."""
    path = tmp_path / "browser"
    path.write_text(NEVER)
    path.chmod(0o755)
    yield path
    for pid in pids(tmp_path):
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def pids(folder: Path) -> list[int]:
    found = [folder / name for name in ("first", "second")]
    return [int(path.read_text()) for path in found if path.exists() and path.read_text().strip()]


def alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and was not yet asked about does not."""
    try:
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=True
        ).stdout
    except subprocess.CalledProcessError:
        return False
    return not state.startswith("Z")


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + LONGEST_S
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def drafts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith(".draft")]


@pytest.fixture
def report(
    tmp_path: Path, unmeasured: dict[str, str], repo_root: Path
) -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Return what starts ``report --pdf`` with a browser, into tmp_path/out."""
    home = small_state.write(tmp_path / "data")
    started: list[subprocess.Popen[str]] = []

    def report(browser: Path) -> subprocess.Popen[str]:
        call = ("report", "-o", "out", "--pdf", "--data", home, "--as-of", str(small_state.DAY))
        process = subprocess.Popen(
            [sys.executable, "-m", "geo", *call],
            cwd=tmp_path,
            env={
                **unmeasured,
                "CHROMIUM": str(browser),
                "PIDS": str(tmp_path),
                "PYTHONPATH": str(repo_root),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield report
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_browser_with_its_processes_and_leaves_no_draft(
    stop: signal.Signals,
    code: int,
    browser: Path,
    report: Callable[[Path], subprocess.Popen[str]],
    tmp_path: Path,
) -> None:
    process = report(browser)
    until(lambda: len(pids(tmp_path)) == 2)
    assert drafts(tmp_path / "out")
    process.send_signal(stop)
    process.send_signal(stop)  # as `timeout` does
    _, said = process.communicate(timeout=LONGEST_S)
    assert (process.returncode, said) == (code, "")
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []
    assert drafts(tmp_path / "out") == []
    assert (tmp_path / "out" / "index.html").is_file()


def test_what_a_killed_run_left_is_gone_after_the_next(
    browser: Path, report: Callable[[Path], subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = report(browser)
    until(lambda: len(pids(tmp_path)) == 2)
    process.kill()
    process.wait()
    assert drafts(tmp_path / "out")
    browser.write_text("#!/bin/sh\nexit 1\n")
    process = report(browser)
    _, said = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 2
    assert "is no browser" in said
    assert drafts(tmp_path / "out") == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_real_browser_is_ended_too(
    stop: signal.Signals,
    chromium_path: str,
    report: Callable[[Path], subprocess.Popen[str]],
    tmp_path: Path,
) -> None:
    process = report(Path(chromium_path))
    until(lambda: [*(tmp_path / "out").glob("*.draft/profile/SingletonSocket")])
    (socket,) = (tmp_path / "out").glob("*.draft/profile/SingletonSocket")
    outside = socket.readlink().parent
    process.send_signal(stop)
    process.communicate(timeout=LONGEST_S)
    assert process.returncode == 128 + stop
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(tmp_path / "out") not in running.stdout
    assert drafts(tmp_path / "out") == []
    assert not outside.exists()


def test_a_browser_that_does_not_end_is_ended_with_all_its_processes(
    browser: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIDS", str(tmp_path))
    monkeypatch.setattr(pdf, "_PRINT_S", 1)
    with pytest.raises(pdf.PrintError, match="had not printed after 1 seconds"):
        pdf.print_pdf(browser, b"", tmp_path / "a.pdf")
    assert len(pids(tmp_path)) == 2
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []
    assert drafts(tmp_path) == []


def test_a_signal_while_the_browser_starts_comes_once_it_is_known(
    browser: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIDS", str(tmp_path))
    start = subprocess.Popen

    def disturbed(*given: object, **named: object) -> object:
        process = start(*given, **named)  # type: ignore[call-overload]
        os.kill(os.getpid(), signal.SIGINT)
        return process

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", disturbed)
        with pytest.raises(KeyboardInterrupt):
            pdf.print_pdf(browser, b"", tmp_path / "a.pdf")
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []
    assert drafts(tmp_path) == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_disk_too_full_to_print_is_told_by_the_file_asked_for(
    browser: Path, small_disk: Path
) -> None:
    target = small_disk / "sheet.pdf"
    with pytest.raises(OSError, match=rf"No space left on device: '{target}'$"):
        pdf.print_pdf(browser, bytes(2_000_000), target)
    assert [*small_disk.iterdir()] == []


def test_a_folder_for_temporary_files_that_is_of_no_use_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where TMPDIR names one of another user: Chromium would not start."""
    browser, target = tmp_path / "browser", tmp_path / "sheet.pdf"
    browser.write_text(
        '#!/bin/sh\n[ -d "$TMPDIR" ] || exit 21\n'
        'for word in "$@"; do case $word in --print-to-pdf=*) printf %s %PDF-1.7 > "${word#*=}";; esac; done\n'
    )
    browser.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert pdf.print_pdf(browser, b"", target) == len("%PDF-1.7")
    assert target.read_bytes() == b"%PDF-1.7"
