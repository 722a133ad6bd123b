"""Whether a lock holds all that its packages ask for: ``python -m tools.locks app``.

Locks are installed as they stand, without resolving, so that no later release can change what is
installed. Hence every package, version and extra that a locked package asks for must be in its lock.
What a package asks for is read from the environment that this runs in.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import product
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

__all__ = [
    "LOCKS",
    "PROJECT",
    "Package",
    "environments",
    "faults",
    "pins",
    "read",
    "requirements",
    "unasked",
    "unlike",
    "unmet",
]

ROOT = Path(__file__).resolve().parents[1]
LOCKS: Mapping[str, str] = {"app": "build", "dev": "dev", "bench": "bench"}
"""Each lock, and the dependency group of pyproject.toml that it serves."""
PROJECT = "ms-crisis-coverage"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package as its metadata describes it.

    Attributes
    ----------
    version : str
        The version whose metadata this is.
    requires : tuple of str
        What it asks for, as in its ``Requires-Dist``.
    python : str
        The Pythons it runs on, as in its ``Requires-Python``.
    """

    version: str
    requires: tuple[str, ...] = ()
    python: str = ""


def pins(text: str) -> list[Requirement]:
    """Return what the text of a lock holds; one name can have a version for each Python."""
    lines = re.findall(r"^[a-z0-9].*$", text, flags=re.MULTILINE)
    return [Requirement(line.rstrip("\\ ")) for line in lines]


def requirements(group: str) -> list[str]:
    """Return what this project asks for with a dependency group of its pyproject.toml."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def members(name: str) -> Iterator[str]:
        for member in content["dependency-groups"][name]:
            if isinstance(member, str):
                yield member
            else:
                yield from members(member["include-group"])

    return [*content["project"]["dependencies"], *members(group)]


def installed() -> dict[str, Package]:
    """Return the packages of this environment by name."""
    return {
        canonicalize_name(found.name): Package(
            version=found.version,
            requires=tuple(found.requires or ()),
            python=str(found.metadata.json.get("requires_python", "")),
        )
        for found in metadata.distributions()
    }


def read(name: str) -> tuple[list[Requirement], dict[str, Package]]:
    """Return the pins of a lock and the packages of this environment, the project in both."""
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8")
    root = Package(version="0", requires=tuple(requirements(LOCKS[name])))
    return [Requirement(f"{PROJECT}==0"), *pins(text)], installed() | {PROJECT: root}


def environments() -> list[dict[str, str]]:
    """Return the values of markers here, and for each Python on each system that locks serve."""
    here = {name: str(value) for name, value in default_environment().items()}
    return [here] + [
        here | system | {"python_version": python, "python_full_version": f"{python}.0"}
        for python, system in product(PYTHONS, SYSTEMS)
    ]


def unmet(
    lock: Sequence[Requirement], packages: Mapping[str, Package], environment: Mapping[str, str]
) -> list[str]:
    """Return what packages ask for in an environment and a lock does not hold there.

    A package whose locked version is not the one in `packages` is passed over.

    Parameters
    ----------
    lock : sequence of Requirement
        As `read` returns it.
    packages : mapping of str to Package
        By canonical name.
    environment : mapping of str to str
        Values of markers.
    """
    locked = _applying(lock, environment)
    rows = []
    for name, pin in locked.items():
        package = packages.get(name)
        if package and _version(pin) == Version(package.version):
            if environment["python_full_version"] not in SpecifierSet(package.python):
                rows.append(f"{pin} needs Python {package.python}")
            for wanted in _wanted(package, pin, environment):
                reason = _lacking(wanted, locked.get(canonicalize_name(wanted.name)))
                if reason:
                    rows.append(f"{pin} asks for {wanted}: {reason}")
    return rows


def unasked(
    lock: Sequence[Requirement],
    packages: Mapping[str, Package],
    environment: Mapping[str, str],
) -> list[str]:
    """Return what a lock holds for an environment though nothing from the project on asks for it."""
    locked = _applying(lock, environment)
    reached: set[str] = set()
    waiting = [PROJECT]
    while waiting:
        name = waiting.pop()
        if name in locked and name in packages and name not in reached:
            wanted = _wanted(packages[name], locked[name], environment)
            waiting += [canonicalize_name(requirement.name) for requirement in wanted]
            reached.add(name)
    return [f"nothing asks for {pin}" for name, pin in locked.items() if name not in reached]


def unlike(
    lock: Sequence[Requirement], packages: Mapping[str, Package], environment: Mapping[str, str]
) -> list[str]:
    """Return where an environment with these packages is not what a lock holds for it."""
    rows = []
    for name, pin in _applying(lock, environment).items():
        if name not in packages:
            rows.append(f"{pin} is not installed")
        elif _version(pin) != Version(packages[name].version):
            rows.append(f"{pin} is locked, {packages[name].version} is installed")
    return rows


def _applying(
    lock: Iterable[Requirement], environment: Mapping[str, str]
) -> dict[str, Requirement]:
    return {
        canonicalize_name(pin.name): pin
        for pin in lock
        if pin.marker is None or pin.marker.evaluate(dict(environment))
    }


def _version(pin: Requirement) -> Version:
    (specifier,) = pin.specifier
    return Version(specifier.version)


def _wanted(
    package: Package, pin: Requirement, environment: Mapping[str, str]
) -> Iterator[Requirement]:
    extras = ["", *pin.extras]
    for requirement in map(Requirement, package.requires):
        marker = requirement.marker
        if marker is None or any(
            marker.evaluate({**environment, "extra": extra}) for extra in extras
        ):
            yield requirement


def _lacking(wanted: Requirement, pin: Requirement | None) -> str:
    if pin is None:
        return "it is not locked"
    if not wanted.specifier.contains(_version(pin), prereleases=True):
        return f"locked is {_version(pin)}"
    locked_extras = set(map(canonicalize_name, pin.extras))
    missing = sorted(set(map(canonicalize_name, wanted.extras)) - locked_extras)
    return f"locked without the extra {', '.join(missing)}" if missing else ""


def faults(name: str) -> list[str]:
    """Return all that is wrong with a lock, and where this environment is not what it holds."""
    lock, packages = read(name)
    here, *others = environments()
    # Who asks for what is known only where all of it is installed.
    rows = dict.fromkeys(unlike(lock, packages, here) or unasked(lock, packages, here), "")
    for environment in [here, *others]:
        where = f" (Python {environment['python_version']}, {environment['sys_platform']})"
        for row in unmet(lock, packages, environment):
            rows.setdefault(row, where)
    return [row + where for row, where in rows.items()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare a lock with the environment that it was installed into; return 1 for any fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.locks", description=main.__doc__)
    parser.add_argument("lock", choices=LOCKS)
    name = parser.parse_args(arguments).lock
    rows = faults(name)
    for row in rows:
        print(f"locks/{name}.txt: {row}", file=sys.stderr)
    if not rows:
        print(f"locks/{name}.txt holds all that its packages ask for")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main())
