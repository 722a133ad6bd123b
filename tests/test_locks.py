"""The locks: whole, in step with pyproject.toml, and complete without resolving."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import locks
from tools.locks import Package

LOCKS = tuple(locks.LOCKS)
NEW_PYTHON = {"python_version": "3.13", "python_full_version": "3.13.0"}
OLD_PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}
HERE = {**locks.environments()[0], **NEW_PYTHON, "sys_platform": "linux"}


def text_of(repo_root: Path, name: str) -> str:
    return (repo_root / "locks" / f"{name}.txt").read_text("utf-8")


def by_name(repo_root: Path, name: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for pin in locks.pins(text_of(repo_root, name)):
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(repo_root: Path, name: str) -> None:
    places = r"\S*(?:://|@|--index|--find-links|--trusted|(?<![\w.])/\w)\S*"
    assert re.findall(places, text_of(repo_root, name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_a_hash(repo_root: Path, name: str) -> None:
    text = text_of(repo_root, name)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locks.pins(text)) > 40
    assert [
        block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)
    ] == []


@pytest.mark.parametrize(("name", "group"), locks.LOCKS.items())
def test_a_lock_holds_every_dependency_within_its_range(
    repo_root: Path, name: str, group: str
) -> None:
    lock = by_name(repo_root, name)
    wanted = locks.requirements(group)
    assert len(wanted) > 10
    for text in wanted:
        requirement = Requirement(text)
        pins = lock.get(canonicalize_name(requirement.name), [])
        assert pins, f"{text} is not locked"
        for pin in pins:
            (specifier,) = pin.specifier
            assert specifier.operator == "=="
            assert Version(specifier.version) in requirement.specifier, text


@pytest.mark.parametrize(("small", "large"), [("app", "dev"), ("dev", "bench")])
def test_each_lock_contains_the_smaller_one(repo_root: Path, small: str, large: str) -> None:
    inner, outer = by_name(repo_root, small), by_name(repo_root, large)
    assert {name: pins for name, pins in outer.items() if name in inner} == inner


@pytest.mark.parametrize("name", ["app", "dev"])
def test_this_environment_is_what_a_lock_holds_and_asks_for_no_more(name: str) -> None:
    assert locks.faults(name) == [], "make dev brings .venv to the lock, make lock the lock to it"


@pytest.mark.parametrize("name", LOCKS)
def test_no_package_asks_for_more_than_its_lock_holds(name: str) -> None:
    """What only the lock of benchmarks holds is not installed here: `make fresh` reads that too."""
    lock, packages = locks.read(name)
    environments = locks.environments()
    assert {row["python_version"] for row in environments} >= {"3.11", "3.12", "3.13"}
    assert {row["sys_platform"] for row in environments} >= {"linux", "darwin", "win32"}
    for environment in environments:
        assert locks.unmet(lock, packages, environment) == [], environment


LOCK = """
# made-up
app==1.0 \\
    --hash=sha256:0
reader[fast-json]==2.5 ; python_full_version >= '3.12' \\
    --hash=sha256:0
reader==1.9 ; python_full_version < '3.12'
parser==0.7rc1
"""


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("reader", ""),
        ("reader>=2", ""),
        ("Reader[FAST_json]>=2,<3", ""),
        ("parser>=0.6", ""),
        ("writer", "app==1.0 asks for writer: it is not locked"),
        ("reader>=3", "app==1.0 asks for reader>=3: locked is 2.5"),
        (
            "reader[fast-json,toml]",
            "app==1.0 asks for reader[fast-json,toml]: locked without the extra toml",
        ),
        ("parser[toml]", "app==1.0 asks for parser[toml]: locked without the extra toml"),
        ("writer; sys_platform == 'win32'", ""),
        (
            "writer; sys_platform == 'linux'",
            'app==1.0 asks for writer; sys_platform == "linux": it is not locked',
        ),
        ("writer; extra == 'print'", ""),
        ("reader<2; python_version < '3.12'", ""),
    ],
)
def test_what_a_lock_does_not_hold_is_found(asked: str, fault: str) -> None:
    packages = {"app": Package(version="1.0", requires=(asked,))}
    faults = locks.unmet(locks.pins(LOCK), packages, HERE)
    assert faults == ([fault] if fault else [])


def test_an_older_python_has_pins_of_its_own() -> None:
    packages = {"app": Package(version="1.0", requires=("reader[fast-json]>=2",))}
    faults = locks.unmet(locks.pins(LOCK), packages, HERE | OLD_PYTHON)
    assert faults == ["app==1.0 asks for reader[fast-json]>=2: locked is 1.9"]


def test_a_locked_extra_brings_what_it_asks_for() -> None:
    asked = ("quick>=1; extra == 'fast-json'", "slow; extra == 'other'")
    packages = {"reader": Package(version="2.5", requires=asked)}
    (fault,) = locks.unmet(locks.pins(LOCK), packages, HERE)
    assert fault.endswith('asks for quick>=1; extra == "fast-json": it is not locked')


def test_a_package_that_is_too_new_for_a_python_is_found() -> None:
    packages = {"parser": Package(version="0.7rc1", python=">=3.12")}
    assert locks.unmet(locks.pins(LOCK), packages, HERE) == []
    faults = locks.unmet(locks.pins(LOCK), packages, HERE | OLD_PYTHON)
    assert faults == ["parser==0.7rc1 needs Python >=3.12"]


def test_metadata_of_another_version_say_nothing() -> None:
    packages = {"app": Package(version="1.1", requires=("writer",))}
    assert locks.unmet(locks.pins(LOCK), packages, HERE) == []


def test_an_environment_that_is_not_the_lock_is_told_apart() -> None:
    packages = {
        "app": Package(version="1.0.0"),
        "reader": Package(version="2.6"),
    }
    missing, other = locks.unlike(locks.pins(LOCK.replace("app==", "zapp==")), packages, HERE)[:2]
    assert missing == "zapp==1.0 is not installed"
    assert other.startswith("reader[fast-json]==2.5")
    assert other.endswith("is locked, 2.6 is installed")
    whole = packages | {
        "reader": Package(version="2.5"),
        "parser": Package(version="0.7rc1"),
    }
    assert locks.unlike(locks.pins(LOCK), whole, HERE) == []


def test_what_nobody_asks_for_is_found() -> None:
    lock = [Requirement(f"{locks.PROJECT}==0"), *locks.pins(LOCK)]
    packages = {
        locks.PROJECT: Package(version="0", requires=("app", "reader[fast-json]")),
        "app": Package(version="1.0", requires=("parser; extra == 'print'",)),
        "reader": Package(version="2.5", requires=("parser; extra == 'other'",)),
        "parser": Package(version="0.7rc1"),
    }
    assert locks.unasked(lock, packages, HERE) == ["nothing asks for parser==0.7rc1"]
    packages["reader"] = Package(version="2.5", requires=("parser; extra == 'fast-json'",))
    assert locks.unasked(lock, packages, HERE) == []


def test_the_command_names_the_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (locks.ROOT / "locks" / "dev.txt").read_text("utf-8")
    assert locks.main(["dev"]) == 0
    assert capsys.readouterr().out == "locks/dev.txt holds all that its packages ask for\n"

    (tmp_path / "locks").mkdir()
    stripped = re.sub(r"^(coverage)\[toml\]", r"\1", source, flags=re.MULTILINE)
    (tmp_path / "locks" / "dev.txt").write_text(stripped, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_bytes((locks.ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    assert locks.main(["dev"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "asks for coverage[toml]" in line
    assert "locked without the extra toml (Python 3." in line


def test_every_way_to_install_a_lock_is_by_hash_and_without_resolving(repo_root: Path) -> None:
    files = [repo_root / "Makefile", *repo_root.glob("*.md"), *repo_root.glob("*/*.md")]
    commands = [
        line
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"install .*-r locks/", line)
    ]
    assert len(commands) >= 4
    assert [line for line in commands if "--no-deps --require-hashes -r locks/" not in line] == []


def test_locks_are_written_for_every_python_that_the_project_runs_on(repo_root: Path) -> None:
    content = tomllib.loads((repo_root / "pyproject.toml").read_text("utf-8"))
    oldest = content["project"]["requires-python"].removeprefix(">=")
    makefile = (repo_root / "Makefile").read_text("utf-8")
    assert f"--python-version {oldest} " in makefile
    assert locks.PYTHONS[0] == oldest
    assert f"({oldest} to {locks.PYTHONS[-1]})" in makefile
    assert f"for newest in {locks.PYTHONS[-1].removeprefix('3.')} 99;" in makefile
