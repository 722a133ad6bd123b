"""A data folder and every kind of file, read as a snapshot."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from geo.catalog.records import Basis, Catalog, Status
from geo.diff import compare, read_state, read_table, sentences
from geo.diff.snapshot import Snapshot, SnapshotKind, Verdict
from geo.errors import DataError
from geo.exports import write
from tests import small_state
from tests.diff.states import ChangedTo, Content, Refused, entry, rules, without, without_birch
from tests.small_state import BIRCH, DAY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_a_file_says_what_its_folder_says(
    ending: str, old: Snapshot, files: dict[str, Path]
) -> None:
    snapshot = read_state.read(files[ending])
    assert (snapshot.as_of, snapshot.data_sha256) == (DAY, old.data_sha256)
    assert snapshot.verdicts == old.verdicts
    for before, now in ((old, snapshot), (snapshot, old)):
        changes = compare.compare(before, now)
        assert sentences.summary(changes) == sentences.SAME
        assert changes.old.people == changes.new.people == 9000
    if ending != ".json":
        assert snapshot.counties == old.counties
        assert snapshot.near == old.near is not None
        assert snapshot.providers == {
            key: replace(provider, city=None, lon=None, lat=None)
            for key, provider in old.providers.items()
        }


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_a_loss_is_caught_against_any_file(
    ending: str, old: Snapshot, files: dict[str, Path], changed_to: ChangedTo
) -> None:
    def edit(services: Content) -> None:
        without_birch(services)
        without(services, "haven-cedar")
        entry(services, "crew-west")["phone"] = "307-555-0199"

    new = changed_to(edit)
    changes = compare.compare(read_state.read(files[ending]), new)
    plain = compare.compare(old, new)
    # A file of counties alone has no titles of standards and no points.
    assert [replace(change, title="") for change in changes.verdicts] == [
        replace(change, title="") for change in plain.verdicts
    ]
    assert [
        (team.kind, team.id, team.old_phone, team.new_phone, team.left_without)
        for team in changes.providers
    ] == [
        (team.kind, team.id, team.old_phone, team.new_phone, team.left_without)
        for team in plain.providers
    ]
    assert (changes.people_gained, changes.people_touched) == (0, plain.people_touched)
    assert compare.exit_code(changes) == 1


def test_every_format_of_the_export_is_read() -> None:
    assert {*read_table.READERS, ".json"} == {*write.SUFFIXES, ".json"} == set(read_state.SUFFIXES)


def test_a_suffix_in_capitals_is_read_too(
    old: Snapshot, files: dict[str, Path], tmp_path: Path
) -> None:
    for ending in (".csv", ".json"):
        path = tmp_path / f"A{ending.upper()}"
        path.write_bytes(files[ending].read_bytes())
        assert read_state.read(path).verdicts == old.verdicts


def test_comparing_folders_loads_no_library_of_maps() -> None:
    code = "import sys; from geo.diff import compare, read_state; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not {"geopandas", "pandas", "pyarrow", "pyogrio", "shapely"} & loaded


def test_verdicts_alone_do_not_tell_people(catalog: Catalog, files: dict[str, Path]) -> None:
    snapshot = read_state.read(files[".json"])
    assert snapshot.kind is SnapshotKind.VERDICTS
    unknown = Verdict(status=Status.UNKNOWN, basis=Basis.NONE, flags=())
    fewer = replace(snapshot, verdicts={**snapshot.verdicts, (BIRCH, "home-care-alone"): unknown})
    changes = compare.compare(snapshot, fewer)
    assert changes.people_lost is None
    assert "An unknown number of people live" in sentences.summary(changes)
    counted = compare.compare(
        *(read_state.with_people(side, catalog) for side in (snapshot, fewer))
    )
    assert counted.people_lost == 3000


def test_people_that_a_snapshot_tells_stay(old: Snapshot, catalog: Catalog) -> None:
    own = replace(old, counties={BIRCH: replace(old.counties[BIRCH], people=1)})
    assert read_state.with_people(own, catalog).counties == own.counties


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_reading_leaves_nothing_behind(ending: str, files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / f"one{ending}"
    path.write_bytes(files[ending].read_bytes())
    read_state.read(path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == files[ending].read_bytes()


def test_a_missing_or_strange_file_is_told(tmp_path: Path, refused: Refused) -> None:
    for name in ("nowhere", "nowhere.csv", "nowhere.json", "nowhere.txt"):
        with pytest.raises(DataError, match="no-file"):
            read_state.read(tmp_path / name)
    assert rules(refused("a.txt", b"")) == {"unknown-suffix"}


def test_each_problem_of_a_folder_is_named_with_the_folder(tmp_path: Path) -> None:
    services = small_state.services()
    entry(services, "crew-west")["phone"] = "307"
    home = small_state.write(tmp_path / "new", services)
    (home / "places.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_state.read(home)
    files = {problem.file for problem in caught.value.problems}
    assert files == {str(home / "places.csv"), str(home / "services.yaml")}
