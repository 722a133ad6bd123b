"""Read the Python files of a checkout as modules: what each imports, and how long it is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BESIDE", "Module", "read_modules"]

BESIDE = ("app.py", "tools", "benchmarks")
"""What uses the package geo from beside it."""


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its dotted name, its room, what it imports, and how long it is."""

    name: str
    room: str
    is_loose: bool
    """Whether it lies in geo/ itself."""
    imports: frozenset[str]
    """Dotted names of modules, those of libraries among them."""
    lines: int
    bodies: dict[str, int]
    """Lines of body by the name of the function or method."""
    loops_over_one: int
    """How often "for one in" stands in the file."""


def read_modules(checkout: Path) -> tuple[Module, ...]:
    """Return the modules of geo/ and of what stands beside it, sorted by path.

    Raises
    ------
    ValueError
        Where geo/ holds no Python file.
    SyntaxError
        Where a file is not Python.
    """
    paths = sorted((checkout / "geo").rglob("*.py"))
    if not paths:
        raise ValueError(f"no Python file in {checkout / 'geo'}")
    for name in BESIDE:
        place = checkout / name
        paths += sorted(place.rglob("*.py")) if place.is_dir() else [place] * place.is_file()
    sources = {path.relative_to(checkout): path.read_text("utf-8") for path in paths}
    names = {_dotted(path) for path in sources}
    return tuple(_module(path, text, names) for path, text in sources.items())


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(path: Path, text: str, names: set[str]) -> Module:
    """Return a file as a module; `path` is relative to the checkout, `names` those of all modules."""
    tree = ast.parse(text, str(path))
    in_geo = path.parts[0] == "geo"
    return Module(
        name=_dotted(path),
        room=path.parts[1].removesuffix(".py") if in_geo else path.parts[0],
        is_loose=in_geo and len(path.parts) == 2,
        imports=frozenset(_imports(tree, path.parts[:-1], names)),
        lines=len(text.splitlines()),
        bodies=dict(_bodies(tree)),
        loops_over_one=len(re.findall(r"\bfor one in\b", text)),
    )


def _imports(tree: ast.AST, package: tuple[str, ...], names: set[str]) -> Iterator[str]:
    """Yield the modules that a file imports, or names in a string of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join((*base, node.module) if node.module else base)
            members = (f"{source}.{alias.name}" for alias in node.names)
            yield from (member if member in names else source for member in members)
        # "geo" or "app" alone is a word of many meanings.
        elif isinstance(node, ast.Constant) and str(node.value).startswith("geo."):
            yield str(node.value)


def _bodies(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Yield name and lines of body of every function, those inside others too."""
    for node in ast.iter_child_nodes(tree):
        inside = prefix
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{prefix}{node.name}."
            statements = node.body[ast.get_docstring(node, clean=False) is not None :]
            if statements and not isinstance(node, ast.ClassDef):
                length = (statements[-1].end_lineno or 0) - statements[0].lineno + 1
                yield f"{prefix}{node.name}", length
        yield from _bodies(node, inside)
