"""Run calls of ``python -m geo``, each in a process of its own that has the libraries already.

Started by `tools.compare_outputs` with the Python and the checkout that are to be run: loading
GeoPandas and the rest anew for each of some 400 calls would take most of the time. Nothing of the
product is loaded before a call but what every command loads. Needs a system that can fork.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

__all__ = ["main"]

LIBRARIES = (
    "folium",
    "geopandas",
    "pandas",
    "pyarrow.parquet",
    "pyogrio",
    "pyproj",
    "rapidfuzz.process",
    "rich.table",
    "scipy.spatial",
    "shapely",
    "xlsxwriter",
    "yaml",
)
LONGEST_S = 600


def main(plan: Path, most: int) -> None:
    """Run the calls of a plan, so many at a time, and store the exit code of each.

    The plan is a JSON list of calls with ``place`` (the folder to run in), ``arguments``,
    ``stdout`` (a name in that folder) and ``environment``. Standard input is the folder's
    ``stdin.txt``, if there is one.
    """
    for name in LIBRARIES:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    # The checkout stays as it is, and yet each of its modules is compiled only once.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(plan.parent)
    importlib.import_module("geo.cli")
    with contextlib.suppress(ModuleNotFoundError):  # geo.cli was one module once
        importlib.import_module("geo.cli.main")
    # What is there stays: a child that looked through it for garbage would copy all of it.
    gc.freeze()
    running: dict[int, dict[str, Any]] = {}
    for call in json.loads(plan.read_text("utf-8")):
        if len(running) >= most:
            _wait_for_any(running)
        child = os.fork()
        if child == 0:
            _run(call)
        running[child] = call
    while running:
        _wait_for_any(running)


def _run(call: dict[str, Any]) -> None:
    """Run a call in this process, and end it as the interpreter would."""
    signal.alarm(LONGEST_S)
    os.chdir(call["place"])
    os.environ.update(call["environment"])
    typed = "stdin.txt" if Path("stdin.txt").exists() else os.devnull
    for descriptor, name, mode in (
        (0, typed, os.O_RDONLY),
        (1, call["stdout"], os.O_WRONLY | os.O_CREAT),
        (2, "stderr.txt", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(name, mode, 0o644), descriptor)
    sys.argv = ["geo", *call["arguments"]]
    code: object = 1
    try:
        runpy.run_module("geo", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        # Without taking down what the libraries have built: that takes longer than a look-up.
        os._exit(code if isinstance(code, int) else 1)


def _wait_for_any(running: dict[int, dict[str, Any]]) -> None:
    """Wait for a call to end, and store how it did."""
    child, status = os.wait()
    call = running.pop(child)
    told = {"arguments": call["arguments"], "exit_code": os.waitstatus_to_exitcode(status)}
    (Path(call["place"]) / "call.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
