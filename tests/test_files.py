"""Files are written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.files import passing_folder, write_all, write_whole


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "one.txt", b"content")
    assert (tmp_path / "one.txt").read_bytes() == b"content"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_file_is_readable_as_any_new_file_is(tmp_path: Path) -> None:
    write_whole(tmp_path / "one.txt", b"")
    (tmp_path / "other.txt").write_bytes(b"")
    assert (tmp_path / "one.txt").stat().st_mode == (tmp_path / "other.txt").stat().st_mode


def test_a_full_disk_leaves_the_old_file_names_it_and_leaves_no_draft(small_disk: Path) -> None:
    path = small_disk / "one.txt"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match=rf"No space left on device: '{path}'$"):
        write_whole(path, bytes(2_000_000))
    assert path.read_bytes() == b"old"
    assert names(small_disk) == {"one.txt"}


def test_of_several_files_none_is_replaced_where_one_does_not_fit(small_disk: Path) -> None:
    small, large = small_disk / "small.txt", small_disk / "large.txt"
    small.write_bytes(b"old")
    with pytest.raises(OSError, match=r"No space left on device: '.*/large\.txt'$"):
        write_all({small: b"new", large: bytes(2_000_000)})
    assert small.read_bytes() == b"old"
    assert names(small_disk) == {"small.txt"}


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
def test_content_is_on_the_disk_before_it_takes_its_place_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, int]] = []
    sync, move = os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append(("sync", os.fstat(handle).st_ino))
        sync(handle)

    def moved(draft: Path, target: Path) -> Path:
        done.append(("move", draft.stat().st_ino))
        return move(draft, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", moved)
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    write_all({one: b"1", two: b"2"})
    first, second, folder = (path.stat().st_ino for path in (one, two, tmp_path))
    assert done == [
        ("sync", first),
        ("sync", second),
        ("move", first),
        ("move", second),
        ("sync", folder),
    ]


KILLED = """
import os, signal, sys
from geo.files import passing_folder
with passing_folder(sys.argv[1]) as folder:
    (folder / "page.pdf").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="folders are not locked there")
def test_drafts_of_a_killed_process_go_and_nothing_else_does(
    tmp_path: Path, repo_root: Path
) -> None:
    subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=repo_root, check=False)
    (left,) = names(tmp_path)
    mine = left.replace("crisis", "my-crisis")
    (tmp_path / mine).mkdir()
    (tmp_path / f"{left}.txt").write_text("mine")
    file, link = (left.replace(left[16:32], digit * 16) for digit in "12")
    (tmp_path / file).write_text("a file")
    (tmp_path / link).symlink_to(tmp_path / mine, target_is_directory=True)
    with passing_folder(tmp_path) as working:
        write_whole(tmp_path / "new.txt", b"new")
        assert names(tmp_path) == {mine, f"{left}.txt", file, link, working.name, "new.txt"}
    assert not working.exists()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("old.txt")
    write_whole(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "old.txt").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"content")
    assert os.read(reader, 100) == b"content"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_missing_folder_is_told_with_the_name_that_was_given(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file.*/nowhere/map\.html'$"):
        write_whole(tmp_path / "nowhere" / "map.html", b"")
