"""``app``: start the web app, for this machine only."""

import argparse
import errno
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from geo.catalog.folder import DIRECTORY_VARIABLE, EDIT_VARIABLE, VARIABLE
from geo.cli import options
from geo.errors import CrisisCoverageError, DataError, shown

__all__ = ["ADDRESS", "LOOPBACK", "PORT", "StartError", "add", "add_port", "run", "start"]

ADDRESS: Final = "127.0.0.1"
PORT: Final = 8501
_LAST_PORT: Final = 65_535
_ADDRESS_VARIABLE: Final = "STREAMLIT_SERVER_ADDRESS"
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""By what stands for all addresses of a machine one that this machine reaches."""


class StartError(CrisisCoverageError, OSError):
    """The app's server cannot start, as where another program has its port."""


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add_bare(
        subparsers,
        "app",
        "start the web app, for this machine only",
        "Exit code: 130 stopped by Ctrl+C, 143 by SIGTERM; 2 not started, as where the port is in use or the directory "
        "cannot be read.",
    )
    add_port(added)
    added.add_argument(
        "--edit",
        action="store_true",
        help="let the page Confirm keep records in the data folder",
    )
    added.add_argument(
        "--directory",
        type=options.file,
        metavar="FILE",
        help="show below an answer what this National Directory (.xlsx or CSV) lists there; not checked",
    )
    added.set_defaults(run=run, format="text")


def add_port(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the port to listen on."""
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        metavar="N",
        help=f"port to listen on; without it {PORT}",
    )


def run(asked: argparse.Namespace) -> int:
    """Serve the pages until Ctrl+C, or raise `StartError`, and `DataError` for a directory that cannot be read."""
    if asked.data:
        os.environ[VARIABLE] = str(asked.data.resolve())
    if asked.edit:
        _check_alone()
        os.environ[EDIT_VARIABLE] = "1"
    if asked.directory:
        _check_directory(asked)
        os.environ[DIRECTORY_VARIABLE] = str(asked.directory.resolve())
    return start(ADDRESS, asked.port)


def start(address: str, port: int, names: Sequence[str] = ()) -> int:
    """Serve the pages and the answers for programs until Ctrl+C, or raise `StartError`.

    Parameters
    ----------
    address : str
        What to listen on: an IP address, or localhost.
    port : int
        Where there.
    names : sequence of str
        The hosts that requests may name; without any those of the settings that came along.
    """
    _check_port(address, port)
    import runpy

    sys.stdout.write(f"The app will be at {_url(address, port)} (Ctrl+C stops it)\n")
    sys.stdout.flush()
    script = str(_home() / "app.py")
    # Streamlit takes its settings from the folder of the program that it finds here.
    sys.argv = [script]
    gc.enable()
    try:
        app = runpy.run_path(script)["app"]
        # The last is what Streamlit prints before the port.
        listen = {"server.address": address, "server.port": port}
        settings = listen | {"browser.serverAddress": _in_url(address)}
        app.run(config=settings | ({"server.allowedHosts": list(names)} if names else {}))
    except SystemExit as stop:
        # Streamlit has said why; its exit code 1 would mean a gap here.
        raise StartError("the app's server did not start") from stop
    # Only a signal ends the server. KeyboardInterrupt is raised by it but where whoever started this
    # process had Ctrl+C ignored, as shells do for what runs in the background.
    return options.INTERRUPTED


def _url(address: str, port: int) -> str:
    """Return where this machine reaches the app."""
    return f"http://{_in_url(address)}:{port}"


def _in_url(address: str) -> str:
    """Return an address that the app is reached by on this machine, as it stands in a URL."""
    reached = _EVERY_ADDRESS.get(address, address)
    return f"[{reached}]" if ":" in reached else reached


def _home() -> Path:
    """Return the folder of the app's script and settings: what came along, else the checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "_app"
    return packaged if packaged.is_dir() else package.parent


def _check_alone() -> None:
    """Raise `StartError` where somebody means the app to be reached from other computers."""
    address = os.environ.get(_ADDRESS_VARIABLE, ADDRESS)
    if address not in LOOPBACK:
        raise StartError(
            f"--edit is for this machine alone, but {_ADDRESS_VARIABLE} names {shown(address)}: unset it, "
            f"or start the app without --edit"
        )


def _check_directory(asked: argparse.Namespace) -> None:
    """Read the directory, which the pages then find in memory; raise `DataError` where that cannot be done."""
    from geo.catalog import load
    from geo.match import kept

    try:
        services = load.load(asked.data).services
    except DataError:
        return  # the pages name the problems of the data, and read the directory once these are mended
    kept.directory(asked.directory, services)


def _check_port(address: str, port: int) -> None:
    import socket  # no other command needs it

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":  # there it would share a port that is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                raise StartError(f"{address} is no address of this machine") from error
            other = port % _LAST_PORT + 1
            message = (
                f"port {port} cannot be used ({error.strerror}): if this app runs there already, open "
                f"{_url(address, port)}; else name another port, as with --port {other} or, with make, "
                f"PORT={other}"
            )
            raise StartError(message) from error


def _port(text: str) -> int:
    # Without the typed value, as in `options.count`.
    if (
        not text.isascii()
        or not text.isdecimal()
        or len(text) > 5
        or not 0 < int(text) <= _LAST_PORT
    ):
        raise argparse.ArgumentTypeError("a whole number from 1 to 65535 is expected")
    return int(text)
