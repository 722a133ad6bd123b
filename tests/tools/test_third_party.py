"""THIRD_PARTY.md fits the locks, what is installed, and NOTICE."""

import re
import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tools import locks, third_party

ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\d[^|]*) \| [^|]+ \|$", re.MULTILINE)


@pytest.fixture
def written(repo_root: Path) -> str:
    return (repo_root / third_party.FILE).read_text("utf-8")


def test_every_package_of_the_locks_is_listed_with_its_versions(written: str) -> None:
    locked = third_party.packages("dev") | third_party.packages("app")
    assert len(locked) > 60
    listed = {name: versions.split(", ") for name, versions in ROW.findall(written)}
    assert listed == locked, "python -m tools.third_party writes it anew"
    first = written.partition("## For tests")[0]
    assert {name for name, _ in ROW.findall(first)} == set(third_party.packages("app"))


@pytest.mark.skipif(
    sys.platform != "linux" or sys.version_info[:2] != (3, 11),
    reason="other packages are installed elsewhere, and other versions of some",
)
def test_it_is_what_the_tool_writes(written: str) -> None:
    assert written == third_party.document()
    assert third_party.main(["--check"]) == 0


def test_everything_in_the_notice_is_in_it(written: str, repo_root: Path) -> None:
    notice = (repo_root / "NOTICE").read_text("utf-8")
    origins = (repo_root / "data" / "README.md").read_text("utf-8")
    for name in ("Census Bureau", "Natural Earth", "GeoNames", "Economic Research Service"):
        for text in (origins, notice, written):
            assert name in text
    for part, lines in third_party.carried():
        assert f"### {part}\n" in written
        assert all(line in written for line in lines)
    assert "://" not in written


@pytest.mark.parametrize(
    ("metadata", "file", "told"),
    [
        ("License-Expression: MIT\nLicense: other", "", "MIT"),
        ("License: BSD 3-Clause\nClassifier: License :: OSI Approved :: X", "", "BSD 3-Clause"),
        (f"License: {'All rights ' * 9}\nClassifier: License :: OSI Approved :: X", "", "X"),
        ("Classifier: License :: OSI Approved :: X\nClassifier: Topic :: Y", "", "X"),
        ("Summary: something", "\n  MIT License\n\nCopyright", "MIT License"),
        ("Summary: something", "", "its metadata names none"),
    ],
)
def test_a_license_is_what_a_package_says_of_itself(
    tmp_path: Path, metadata: str, file: str, told: str
) -> None:
    home = tmp_path / "made_up-1.0.dist-info"
    home.mkdir()
    (home / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: made-up\nVersion: 1.0\n{metadata}\n"
    )
    listed = f"{home.name}/METADATA,,\n"
    if file:
        (home / "LICENSE").write_text(file)
        listed += f"{home.name}/LICENSE,,\n"
    (home / "RECORD").write_text(listed)
    assert third_party.license_of(PathDistribution(home)) == told


def test_a_difference_is_told_and_mended(
    tmp_path: Path,
    repo_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "locks").mkdir()
    for name in ("NOTICE", "locks/app.txt", "locks/dev.txt"):
        (tmp_path / name).write_bytes((repo_root / name).read_bytes())
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    assert third_party.main(["--check"]) == 1
    assert "run python -m tools.third_party" in capsys.readouterr().err
    assert third_party.main([]) == 0
    assert third_party.main(["--check"]) == 0
    lock = tmp_path / "locks" / "app.txt"
    lock.write_text(lock.read_text("utf-8").replace("streamlit==1.67.0", "streamlit==1.67.1"))
    assert third_party.main(["--check"]) == 1
