"""Measure how the code is laid out, and check it against the table of folders in the docs.

Definitions:

room
    What somebody sees on opening geo/: a folder that holds Python files, or a loose module
    (__init__ and __main__ among them). What uses the package from beside it is one room each as
    well: app.py, tools/ and benchmarks/. Tests are not counted.
arrow
    A pair of rooms with at least one import between them, wherever it stands in the file: at the
    top, inside a function, under TYPE_CHECKING, or as the whole name of a module in a string, as
    import_module("geo.x") or a table of names to load later has it.
floors
    The rooms on the longest chain of arrows. A circle counts with all of its rooms.
circle
    Two or more rooms that reach each other along arrows.
forbidden arrow
    One that the table under "Folders" in docs/maintainers.md does not allow. Every folder may
    import the loose modules; these may import each other and no folder. geo/__init__.py may import
    all but api/, cli/ and web/, geo/__main__.py cli/ alone, and nothing inside geo/ imports these two.
body
    The lines of a function from its first statement after the docstring to its last.
"""

import argparse
import json
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.modules import BESIDE, Module, read_modules

__all__ = [
    "Layout",
    "allowed_imports",
    "circles",
    "floors",
    "forbidden",
    "main",
    "problems",
    "read",
]

ROOT = Path(__file__).resolve().parent.parent
DOORS = frozenset({"__init__", "__main__"})
FACES = frozenset({"api", "cli", "web"})
MOST_LINES_OF_MODULE = 300
MOST_LINES_OF_BODY = 40

Arrows = dict[tuple[str, str], list[str]]
"""From a pair of rooms (importer, imported) to the imports, as "geo.a.b imports geo.c.d"."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A checkout: its modules, and what its table allows (None without a table)."""

    modules: tuple[Module, ...]
    allowed: dict[str, set[str]] | None

    @property
    def rooms(self) -> set[str]:
        """The names of all rooms."""
        return {module.room for module in self.modules}

    @property
    def loose(self) -> set[str]:
        """The rooms that are modules of geo/ itself."""
        return {module.room for module in self.modules if module.is_loose}

    @property
    def folders(self) -> set[str]:
        """The rooms that are folders of geo/."""
        return self.rooms - self.loose - set(BESIDE)

    @property
    def arrows(self) -> Arrows:
        """Every arrow with the imports behind it."""
        rooms = {module.name: module.room for module in self.modules}
        arrows: Arrows = {}
        for module in self.modules:
            for name in sorted(module.imports & rooms.keys()):
                if rooms[name] != module.room:
                    imports = arrows.setdefault((module.room, rooms[name]), [])
                    imports.append(f"{module.name} imports {name}")
        return arrows


def main(arguments: list[str] | None = None) -> int:
    """Print the measures; return 1 where --check finds a broken rule, 2 without code to read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the checkout to measure")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--check",
        action="store_true",
        help="exit with 1 on a circle, a forbidden arrow, a folder without a row or a row without "
        f"a folder, a module over {MOST_LINES_OF_MODULE} lines, a body over {MOST_LINES_OF_BODY}",
    )
    options = parser.parse_args(arguments)
    try:
        layout = read(options.checkout)
    except (OSError, SyntaxError, ValueError) as error:
        print(f"structure: {error}", file=sys.stderr)
        return 2
    measures = _measures(layout)
    print(json.dumps(measures, indent=1) if options.format == "json" else _as_text(measures))
    return 1 if options.check and measures["problems"] else 0


def read(checkout: Path) -> Layout:
    """Read a checkout's Python files and the table in its docs.

    Raises
    ------
    ValueError
        Where geo/ holds no Python file, or the table names a folder that has no row.
    """
    docs = checkout / "docs" / "maintainers.md"
    allowed = allowed_imports(docs.read_text("utf-8")) if docs.is_file() else None
    return Layout(read_modules(checkout), allowed)


def allowed_imports(text: str) -> dict[str, set[str]] | None:
    """Return folder -> folders that it may import, from the table under the heading "Folders".

    A row is "| `name/` | a sentence | names, or all but names |". What stands in parentheses is a
    remark, and "root" means the loose modules. Without the heading there is no table.
    """
    section = re.search(r"^#+ Folders\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    if not section:
        return None
    row = r"^\| `([a-z_]+)/` \| [^|]+ \| ([^|]+) \|$"
    cells = dict(re.findall(row, section[1], re.MULTILINE))
    allowed: dict[str, set[str]] = {}
    for folder, cell in cells.items():
        listed = re.sub(r"\([^)]*\)", "", cell).strip()
        names = {name.strip(" `/") for name in listed.removeprefix("all but ").split(",")}
        names -= {"", "root"}
        if names - cells.keys():
            raise ValueError(f"the table of folders has no row for {sorted(names - cells.keys())}")
        allowed[folder] = cells.keys() - names if listed.startswith("all but ") else names
    return allowed


def circles(arrows: Collection[tuple[str, str]]) -> list[list[str]]:
    """Return every largest set of two or more rooms that reach each other."""
    reached = _reached(arrows)
    groups = {frozenset(b for b in reached[a] if a in reached[b]) for a in reached}
    return sorted(sorted(group) for group in groups if group)


def floors(rooms: Collection[str], arrows: Collection[tuple[str, str]]) -> int:
    """Return how many rooms are on the longest chain of arrows."""
    reached = _reached(arrows)
    heights: dict[str, int] = {}
    # With itself a room reaches more than any room below it: this order has the lower ones first.
    for room in sorted(rooms, key=lambda room: len({room} | reached.get(room, set()))):
        circle = {other for other in reached.get(room, ()) if room in reached[other]} or {room}
        below = [heights[other] for other in reached.get(room, set()) - circle]
        heights[room] = len(circle) + max(below, default=0)
    return max(heights.values(), default=0)


def forbidden(layout: Layout) -> Arrows:
    """Return the arrows inside geo/ that the table does not allow; none where there is no table."""
    if layout.allowed is None:
        return {}
    loose = layout.loose - DOORS
    may = {folder: names | loose for folder, names in layout.allowed.items()}
    may |= dict.fromkeys(loose, loose)
    may |= {"__init__": (layout.allowed.keys() | loose) - FACES, "__main__": {"cli"}}
    return {
        (importer, imported): imports
        for (importer, imported), imports in layout.arrows.items()
        if importer not in BESIDE and imported not in may.get(importer, set())
    }


def problems(layout: Layout) -> list[str]:
    """Return one line for every rule that the layout breaks."""
    lines = [f"circle: {', '.join(rooms)}" for rooms in circles(layout.arrows)]
    for (importer, imported), imports in sorted(forbidden(layout).items()):
        lines.append(f"forbidden arrow: {importer} to {imported}: {'; '.join(imports)}")
    if layout.allowed is None:
        lines.append('docs/maintainers.md has no table of folders under a heading "Folders"')
    else:
        missing = sorted(layout.folders ^ layout.allowed.keys())
        lines += [f"folder {folder}/ is in geo/ or in the table alone" for folder in missing]
    for module in layout.modules:
        if module.lines > MOST_LINES_OF_MODULE:
            lines.append(f"long module: {module.name} has {module.lines} lines")
        lines += [
            f"long function: {module.name}.{name} has a body of {length} lines"
            for name, length in module.bodies.items()
            if length > MOST_LINES_OF_BODY
        ]
    return lines


def _reached(arrows: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    """Return for every room with an arrow which rooms can be reached along arrows."""
    reached: dict[str, set[str]] = {room: set() for pair in arrows for room in pair}
    for importer, imported in arrows:
        reached[importer].add(imported)
    # Warshall's closure: allow each room in turn as a step between two others.
    for step in reached:
        for room in reached:
            if step in reached[room]:
                reached[room] |= reached[step]
    return reached


def _measures(layout: Layout) -> dict[str, Any]:
    """Return all measures, ready for JSON."""
    arrows = layout.arrows
    in_geo = layout.rooms - set(BESIDE)
    arrows_in_geo = {pair for pair in arrows if not set(pair) & set(BESIDE)}
    modules = [module for module in layout.modules if module.room in in_geo]
    return {
        "rooms": len(layout.rooms),
        "floors": floors(layout.rooms, arrows),
        "arrows": len(arrows),
        "rooms_in_geo": len(in_geo),
        "floors_in_geo": floors(in_geo, arrows_in_geo),
        "arrows_in_geo": len(arrows_in_geo),
        "circles": len(circles(arrows)),
        "forbidden_arrows": len(forbidden(layout)),
        "lines_of_geo": sum(module.lines for module in modules),
        "for_one_in_geo": sum(module.loops_over_one for module in modules),
        "longest_module_lines": max(module.lines for module in layout.modules),
        "longest_body_lines": max(
            length for module in layout.modules for length in (*module.bodies.values(), 0)
        ),
        "by_room": {room: _of_room(layout, room) for room in sorted(layout.rooms)},
        "problems": problems(layout),
    }


def _of_room(layout: Layout, room: str) -> dict[str, Any]:
    modules = [module for module in layout.modules if module.room == room]
    return {
        "modules": len(modules),
        "lines": sum(module.lines for module in modules),
        "imports": sorted(imported for importer, imported in layout.arrows if importer == room),
    }


def _as_text(measures: dict[str, Any]) -> str:
    """Return the measures as a table, the rooms from the largest down, and every problem."""
    by_room = sorted(measures["by_room"].items(), key=lambda item: (-item[1]["lines"], item[0]))
    lines = [
        f"{name.replace('_', ' '):22}{value:>8,}"
        for name, value in measures.items()
        if isinstance(value, int)
    ]
    lines += ["", f"{'room':22}{'lines':>8}{'modules':>9}  imports"]
    lines += [
        f"{room:22}{row['lines']:>8,}{row['modules']:>9}  {' '.join(row['imports'])}"
        for room, row in by_room
    ]
    return "\n".join([*lines, "", *(measures["problems"] or ["no rule is broken"])])


if __name__ == "__main__":
    sys.exit(main())
