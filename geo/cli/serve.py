"""``serve``: the app and its answers for programs, for other computers too."""

import argparse
import ipaddress
import os
import re
from typing import Any, Final

from geo.catalog.folder import EDIT_VARIABLE, LOG_VARIABLE, VARIABLE
from geo.cli import app, options
from geo.cli.app import ADDRESS, StartError

__all__ = ["add", "run"]

_LOCALHOST: Final = "localhost"
# A star alone, or before the last part of a name, would let in any page of the internet.
_HOST: Final = re.compile(r"(\*\.[a-z0-9-]+\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add_bare(
        subparsers,
        "serve",
        "serve the app and its answers for programs, which keep nothing",
        "Exit code: 130 stopped by Ctrl+C, 143 by SIGTERM; 2 not started, as where the port is in use, or "
        "other computers can reach it and no name is allowed.",
    )
    added.add_argument(
        "--host",
        type=_address,
        default=ADDRESS,
        metavar="ADDRESS",
        help=f"address to listen on, such as 0.0.0.0 for all; without it {ADDRESS}, this machine only",
    )
    app.add_port(added)
    added.add_argument(
        "--allowed-host",
        type=_host,
        action="append",
        default=[],
        metavar="NAME",
        help="name that people reach it by, such as maps.example.org, or *.example.org for all below one; "
        "give it again for each other. Requests by other names are refused",
    )
    added.set_defaults(run=run, format="text")


def run(asked: argparse.Namespace) -> int:
    """Serve until Ctrl+C, or raise `StartError`."""
    if os.environ.get(EDIT_VARIABLE):
        raise StartError(
            f"serve keeps no records, but {EDIT_VARIABLE} is set: unset it, or start crisis-coverage app --edit"
        )
    if asked.host != _LOCALHOST and not ipaddress.ip_address(asked.host).is_loopback:
        _check_names(asked)
    if asked.data:
        os.environ[VARIABLE] = str(asked.data.resolve())
    os.environ.setdefault(LOG_VARIABLE, "json")
    # This machine's own names stay, for whoever watches the server from there.
    return app.start(asked.host, asked.port, [*app.LOOPBACK, *asked.allowed_host])


def _check_names(asked: argparse.Namespace) -> None:
    """Raise `StartError` where other computers can reach the server, and no name is allowed."""
    if not asked.allowed_host:
        raise StartError(
            f"other computers can reach {asked.host}: name what people reach it by with --allowed-host, "
            f"such as --allowed-host maps.example.org"
        )


def _address(text: str) -> str:
    if text.lower() == _LOCALHOST:
        return _LOCALHOST
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        message = f"expected an address such as {ADDRESS}, 0.0.0.0, ::1 or {_LOCALHOST}"
        raise argparse.ArgumentTypeError(message) from None


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        if _HOST.fullmatch(text.rstrip(".")):
            return text.lower().rstrip(".")
    raise argparse.ArgumentTypeError(
        "expected a name such as maps.example.org, or *.example.org for all below one, without a port"
    )
