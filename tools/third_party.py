"""Write THIRD_PARTY.md: the packages of the locks with their licenses, and what lies in this repository.

``python -m tools.third_party`` after each change of the locks, in an environment made of ``locks/dev.txt``.
Names and versions are those of the locks, licenses what the installed packages say of themselves.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

from tools import locks

__all__ = ["FILE", "carried", "document", "license_of", "main", "packages"]

FILE: Final = "THIRD_PARTY.md"
NOT_HERE: Final = "not read: not installed on the system that wrote this"
_SHORT: Final = 60
_HEAD: Final = """# Work of others

Written by `python -m tools.third_party` from the locks, the metadata of the installed packages, and
[NOTICE](NOTICE); a test holds it against them. A license is what the package says of itself. What lies inside
some of them, such as GDAL, PROJ and Arrow, or the scripts and fonts of Streamlit's pages, has licenses of its
own. None of these packages is copied into this repository: they are installed beside the product. Reports
name fonts and carry none.
"""
_PARTS: Final = (
    ("app", "With the product", "What `locks/app.txt` installs."),
    ("dev", "For tests and development alone", "What `locks/dev.txt` installs besides."),
)


def packages(name: str) -> dict[str, list[str]]:
    """Return the versions that a lock has of each package: several where Pythons take different ones."""
    found: dict[str, list[str]] = {}
    for pin in locks.pins((locks.ROOT / "locks" / f"{name}.txt").read_text("utf-8")):
        (specifier,) = pin.specifier
        found.setdefault(canonicalize_name(pin.name), []).append(specifier.version)
    return {package: sorted(set(versions)) for package, versions in sorted(found.items())}


def license_of(package: metadata.Distribution) -> str:
    """Return a package's license: its expression, else its short field, its classifier, or its file's title."""
    about = package.metadata.json
    field = str(about.get("license", ""))
    classifiers = [
        classifier.rpartition(" :: ")[2]
        for classifier in about.get("classifier", ())
        if classifier.startswith("License :: ")
    ]
    short = field if "\n" not in field and len(field) <= _SHORT else ""
    return str(
        about.get("license_expression") or short or ", ".join(classifiers) or _title(package)
    )


def _title(package: metadata.Distribution) -> str:
    """Return the first line of a package's license file."""
    for file in package.files or ():
        if file.name.upper().startswith("LICEN"):
            return next(filter(None, map(str.strip, file.read_text("utf-8").splitlines())))
    return "its metadata names none"


def carried() -> Iterator[tuple[str, list[str]]]:
    """Yield what NOTICE says lies in this repository: the name of each part, and its lines."""
    text = (locks.ROOT / "NOTICE").read_text("utf-8").partition("under its own terms:\n")[2]
    for part in text.strip().split("\n\n"):
        name, *lines = part.splitlines()
        yield name, [line.strip() for line in lines]


def document() -> str:
    """Return the text of THIRD_PARTY.md."""
    here: dict[str, metadata.Distribution] = {
        canonicalize_name(package.name): package for package in metadata.distributions()
    }
    parts = [_HEAD]
    told: set[str] = set()
    for lock, title, words in _PARTS:
        rows = {name: versions for name, versions in packages(lock).items() if name not in told}
        told |= set(rows)
        parts.append(f"## {title}\n\n{words}\n\n{_table(rows, here)}\n")
    parts.append("## In this repository\n")
    # Two spaces at its end keep a line a line.
    parts += ["### " + name + "\n\n" + "  \n".join(lines) + "\n" for name, lines in carried()]
    return "\n".join(parts)


def _table(rows: Mapping[str, Sequence[str]], here: Mapping[str, metadata.Distribution]) -> str:
    lines = ["| package | version | license |", "|---|---|---|"]
    for name, versions in rows.items():
        said = license_of(here[name]) if name in here else NOT_HERE
        plain = re.sub(r"\s+", " ", said).replace("|", "\\|")
        lines.append(f"| {name} | {', '.join(versions)} | {plain} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file, or with ``--check`` compare it; return 1 where it differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.third_party", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    path: Path = locks.ROOT / FILE
    text = document()
    if not parser.parse_args(arguments).check:
        path.write_text(text, encoding="utf-8")
        return 0
    if not path.exists() or path.read_text("utf-8") != text:
        print(
            f"{FILE} is not what the locks give: run python -m tools.third_party", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
