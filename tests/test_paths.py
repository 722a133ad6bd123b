"""Every public function takes a path as text too, and as whatever else names a file."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.access import demand_file
from geo.catalog import folder
from geo.diff import read_state
from geo.errors import DataError
from geo.exports import write as export
from geo.files import write_whole
from geo.jsonable import jsonable
from geo.referral import batch
from tests import small_state

PATHLIKE: set[Any] = {os.PathLike[str]}


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions that modules of geo name as public, with the methods of their classes."""
    for module in pkgutil.walk_packages(geo.__path__, "geo."):
        if module.name.endswith("__main__"):
            continue
        public = importlib.import_module(module.name)
        for name in getattr(public, "__all__", ()):
            value = getattr(public, name)
            if inspect.isfunction(value) and value.__module__ == module.name:
                yield f"{module.name}.{name}", value
            elif inspect.isclass(value) and value.__module__ == module.name:
                for method, function in inspect.getmembers(value, inspect.isfunction):
                    if not method.startswith("_") and function.__module__ == module.name:
                        yield f"{module.name}.{name}.{method}", function


def named(hint: Any) -> Iterator[Any]:
    """Yield a type and all the types inside of it."""
    yield hint
    for inner in typing.get_args(hint):
        yield from named(inner)


def hints_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the types of parameters; those that only a type checker imports are passed over."""
    try:
        hints = typing.get_type_hints(function)
    except NameError:
        hints = dict(function.__annotations__)
    return {name: hint for name, hint in hints.items() if name != "return"}


def test_no_public_function_takes_a_path_only_as_a_path() -> None:
    functions = dict(public_functions())
    assert len(functions) > 150
    narrow = [
        f"{name}({parameter})"
        for name, function in functions.items()
        for parameter, hint in hints_of(function).items()
        if Path in named(hint) or (isinstance(hint, str) and re.search(r"\bPath\b", hint))
    ]
    assert narrow == []


NAMES_OF_PATHS = {"path", "target", "home", "folder", "data_dir"}
NO_PATHS = {
    "geo.web.map_frame.show(path)",
    "geo.geocode.elsewhere.take_line(home)",
    "geo.geocode.elsewhere.take_parish(home)",
}
"""An address of a page, and the name of a state."""


def test_no_public_function_takes_a_path_only_as_text() -> None:
    hints = {
        f"{name}({parameter})": set(named(hint))
        for name, function in public_functions()
        for parameter, hint in hints_of(function).items()
        if parameter in NAMES_OF_PATHS
    }
    assert len(hints) > 25
    narrow = {told for told, types in hints.items() if str in types and not PATHLIKE & types}
    assert narrow == NO_PATHS


class Named:
    """What names a file without being a text or a path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.mark.parametrize("kind", [str, Named, Path])
def test_a_path_is_taken_as_text_and_as_whatever_names_a_file(
    kind: Callable[[Path], Any], tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    known = geo.load(kind(home))
    assert known.home == home
    assert folder.sha256(kind(home)) == known.data_sha256
    people, table, answers = (tmp_path / name for name in ("people.csv", "in.csv", "out.csv"))
    people.write_text("lon,lat,people\n-106.5,42.5,3\n", encoding="utf-8")
    assert demand_file.read(kind(people), known).people.sum() == 3
    write_whole(kind(table), b"place\n82001\n")
    assessment = geo.verify(known)
    batch.run(assessment, kind(table), "place", kind(answers))
    assert answers.read_bytes().count(b"\n") == 2
    assert export.suffix(kind(tmp_path / "counties.GEOJSON")) == ".geojson"
    verdicts = tmp_path / "verdicts.json"
    verdicts.write_text(json.dumps(jsonable(assessment)), encoding="utf-8")
    for side in (home, verdicts):
        assert read_state.read(kind(side), assessment.as_of).data_sha256 == known.data_sha256
    with pytest.raises(DataError, match="no-folder"):
        geo.load(kind(tmp_path / "nowhere"))
