"""The report as PDF, printed by a Chromium or Chrome on this machine that may reach no other host."""

import atexit
import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from markupsafe import Markup

from geo import files
from geo.catalog.raw_file import StrPath
from geo.errors import CrisisCoverageError
from geo.report import document, html
from geo.report.names import STATEWIDE_PDF
from geo.report.write import ANNEX, COUNTIES, INDEX, Page

__all__ = ["BROWSERS", "PrintError", "browser", "documents", "print_pdf"]

# tools/install_chromium.sh looks in the same places.
BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# No host name resolves, and everything a browser does on its own is switched off.
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
_ASKED_S: Final = 20
_PRINT_S: Final = 300
_HEAD: Final = b"%PDF-"
# A browser's folder in the system's temporary one, which its profile links to.
_SOCKET: Final = "SingletonSocket"
_SOCKET_FOLDER: Final = re.compile(r"(org\.chromium\.Chromium|com\.google\.Chrome)\.\w{6}")
_PAGE_LINK: Final = re.compile(
    # Every link but to a place on the page, to another site, and to a call.
    r'<a href="(?!#|https?:|tel:)[^"]*"[^>]*>(.*?)</a>',
    re.S,
)


class PrintError(CrisisCoverageError):
    """No PDF was made; the message says why."""


def browser() -> str:
    """Return the path of a Chromium or Chrome that answers: that of CHROMIUM, else one on the PATH.

    Raises
    ------
    PrintError
        Where none is there.
    """
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else BROWSERS:
        path = shutil.which(name)
        if path and _answers(path):
            return path
    raise PrintError(
        f"CHROMIUM={named} is no browser"
        if named
        else "no Chromium or Chrome is on the PATH, and CHROMIUM names none"
    )


def _answers(path: str) -> bool:
    """Tell a browser from a script that only says where one could be had."""
    try:
        return _exit_code([path, "--version"], _ASKED_S) == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def documents(pages: Sequence[Page], state: str, stamp: str) -> Mapping[str, bytes]:
    """Return what to print, by the name of the PDF: the statewide report, and all sheets in one.

    A planner keeps or sends one file; starting a browser for each county would take minutes.
    """
    whole = {page.name: page for page in pages if "/" not in page.name}
    index, annex = whole.pop(INDEX), whole.pop(ANNEX)
    body = Markup('{}<article class="cc-new-page">{}</article>').format(
        _without_page_links(index.content), _without_page_links(annex.content)
    )
    documents = {STATEWIDE_PDF: document.page(index.title, body, stamp)}
    for page in whole.values():
        documents[f"{Path(page.name).stem}.pdf"] = document.page(
            page.title, _without_page_links(page.content), stamp
        )
    sheets = [page for page in pages if "/" in page.name]
    names = {f"sheet{place}": sheet for place, sheet in enumerate(sheets)}
    bodies = html.join(
        Markup('<article class="cc-new-page {}">{}</article>').format(
            name, _without_page_links(sheet.content)
        )
        for name, sheet in names.items()
    )
    running = {name: sheet.title for name, sheet in names.items()}
    documents[f"{COUNTIES}.pdf"] = document.page(f"{state}: county sheets", bodies, stamp, running)
    return documents


def _without_page_links(content: Markup) -> Markup:
    """Return a page without links to other pages: in a PDF they would name a folder of this machine."""
    parts: list[Markup] = []
    done = 0
    for match in _PAGE_LINK.finditer(content):
        parts += [content[done : match.start()], content[match.start(1) : match.end(1)]]
        done = match.end()
    return Markup("").join([*parts, content[done:]])


def print_pdf(path: StrPath, page: bytes, target: StrPath) -> int:
    """Print a page with a browser to a PDF, written whole or not at all, and return its bytes.

    The browser's sandbox cannot start as root, and only then is it given up: what is printed is
    made here, holds no script, may load nothing, and no host has an address.

    Raises
    ------
    PrintError
        Where the browser makes no PDF.
    OSError
        Where the folder cannot be written to.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Next to the report: some browsers may not read the system's temporary folder.
    with files.told_as(target), files.passing_folder(Path(target).parent) as folder:
        source, result = folder / "page.html", folder / "page.pdf"
        source.write_bytes(page)
        command = [
            os.fspath(path),
            *_FLAGS,
            *(["--no-sandbox"] if as_root else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={result}",
            source.as_uri(),
        ]
        try:
            code = _exit_code(command, _PRINT_S)
        except subprocess.TimeoutExpired:
            raise PrintError(f"the browser had not printed after {_PRINT_S} seconds") from None
        finally:
            _remove_socket(folder / "profile")
        content = result.read_bytes() if result.is_file() else b""
    if code or not content.startswith(_HEAD):
        raise PrintError(f"the browser made no PDF (exit code {code})")
    files.write_whole(target, content)
    return len(content)


def _remove_socket(profile: Path) -> None:
    """Remove the folder outside of its profile that a browser leaves which was ended."""
    with contextlib.suppress(OSError):
        folder = (profile / _SOCKET).readlink().parent
        if _SOCKET_FOLDER.fullmatch(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _exit_code(command: Sequence[str], timeout_s: float) -> int:
    """Run a browser, end every process that it started, and return its exit code.

    They form a process group of their own: whoever stops this process, by Ctrl+C too, leaves the
    browser to it. That holds for a thread as well that does not live to see the end.
    """
    process: subprocess.Popen[bytes] | None = None
    try:
        with _undisturbed():
            process = subprocess.Popen(  # noqa: S603  (no shell; the person or the PATH names the browser)
                command,
                # Python passes over a TMPDIR that cannot be written to; a browser would not start.
                env={**os.environ, "TMPDIR": tempfile.gettempdir()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            end = atexit.register(functools.partial(_end, process))
        return process.wait(timeout_s)
    finally:
        if process:
            with _undisturbed():
                end()
                atexit.unregister(end)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a browser with all its processes; where systems have no process groups it ends them itself."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # all of them have ended
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off what signals raise until this is done: in between nobody would know of the browser."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals raise in the main thread alone
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    heard = [number for number, handler in before.items() if callable(handler)]
    try:
        for number in heard:
            signal.signal(number, lambda number, _frame: came.append(number))
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
        for missed in came:
            signal.raise_signal(missed)
