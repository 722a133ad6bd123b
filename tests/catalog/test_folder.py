"""Where the data folder lies, and the hash that names its state."""

import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pytest

from geo.catalog import folder, load


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))


def test_without_a_packaged_folder_the_data_are_the_checkout_s_own(repo_root: Path) -> None:
    assert not (repo_root / "geo" / "_data").exists()
    assert folder.default_dir() == repo_root / "data"


def test_a_packaged_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "geo"
    (package / "_data").mkdir(parents=True)
    monkeypatch.setattr(folder, "__file__", str(package / "catalog" / "folder.py"))
    assert folder.default_dir() == package / "_data"


def test_every_file_that_is_hashed_is_there() -> None:
    missing = [name for name in folder.HASHED if not (folder.default_dir() / name).is_file()]
    assert missing == []


def test_the_hash_is_that_of_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "services.yaml").write_bytes(b"a")
    (tmp_path / "counties.csv").write_bytes(b"b")
    (tmp_path / "README.md").write_bytes(b"c")
    lines = f"services.yaml {hashlib.sha256(b'a').hexdigest()}\n"
    lines += f"counties.csv {hashlib.sha256(b'b').hexdigest()}\n"
    assert folder.sha256(tmp_path) == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize("name", folder.HASHED)
def test_one_byte_more_in_any_data_file_changes_the_hash(copy: Path, name: str) -> None:
    before = folder.sha256(copy)
    with (copy / name).open("ab") as file:
        file.write(b"\n")
    assert folder.sha256(copy) != before


def test_a_file_that_is_gone_changes_the_hash(copy: Path) -> None:
    before = folder.sha256(copy)
    (copy / "display_counties.geojson").unlink()
    assert folder.sha256(copy) != before


def test_what_changes_no_answer_does_not_change_the_hash(copy: Path) -> None:
    before = folder.sha256(copy)
    (copy / "README.md").write_text("other words", encoding="utf-8")
    (copy / "services.schema.json").write_text("{}", encoding="utf-8")
    assert folder.sha256(copy) == before


def test_the_catalog_carries_the_hash_of_its_folder(copy: Path) -> None:
    known = load.load(copy, today=dt.date(2026, 11, 21))
    assert known.data_sha256 == folder.sha256(copy)


def test_a_folder_that_was_read_stands_for_its_path_and_is_not_read_again(copy: Path) -> None:
    held = folder.files(copy)
    before = folder.sha256(copy)
    for name in folder.READ:
        (copy / name).unlink()
    assert Path(held) == copy
    assert folder.files(held) is held
    assert folder.sha256(held) == before
    known = load.load(held, today=dt.date(2026, 11, 21))
    assert (known.data_sha256, known.home, known.files) == (before, copy, held)


def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_is_not_there(copy: Path) -> None:
    (copy / "places.csv").unlink()
    gone = folder.sha256(copy)
    (copy / "places.csv").mkdir()
    assert folder.digests(copy)["places.csv"] == "not-a-file"
    assert folder.sha256(copy) != gone


def test_other_bytes_for_a_file_leave_the_folder_as_it_is(copy: Path) -> None:
    held = folder.files(copy)
    other = held.with_content("zips.csv", b"x")
    assert (other["zips.csv"].raw, other["places.csv"]) == (b"x", held["places.csv"])
    assert folder.files(copy) == held != other
