"""The made-up state before a change, after a change, and as files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.diff import read_state
from geo.diff.snapshot import Snapshot
from geo.errors import DataError
from geo.exports import write
from geo.jsonable import jsonable
from tests import small_state
from tests.diff.states import ChangedTo, content


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return small_state.load(tmp_path_factory.mktemp("old"), content())


@pytest.fixture(scope="session")
def old(catalog: Catalog) -> Snapshot:
    return read_state.of_catalog(catalog, small_state.DAY, "old")


@pytest.fixture
def changed_to(tmp_path: Path) -> ChangedTo:
    """Return ``changed_to(edit)``: the state once `edit` has changed its services.yaml."""

    def changed_to(edit: Callable[[dict[str, Any]], object]) -> Snapshot:
        services = content()
        edit(services)
        return read_state.read(small_state.write(tmp_path / "new", services), small_state.DAY)

    return changed_to


@pytest.fixture(scope="session")
def files(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the state as each kind of file, by suffix."""
    home = tmp_path_factory.mktemp("files")
    assessment = assess.verify(catalog, small_state.DAY)
    access = measure.measure(assessment)
    paths = {ending: home / f"coverage{ending}" for ending in read_state.SUFFIXES}
    for ending in write.SUFFIXES:
        paths[ending].write_bytes(write.content(assessment, access, ending))
    paths[".json"].write_text(json.dumps(jsonable(assessment)), encoding="utf-8")
    return paths


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, bytes], DataError]:
    """Return ``refused(name, content)``: the error with which a file of this content is refused."""

    def refused(name: str, content: bytes) -> DataError:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataError) as caught:
            read_state.read(path)
        assert all(problem.file == str(path) for problem in caught.value.problems)
        return caught.value

    return refused
