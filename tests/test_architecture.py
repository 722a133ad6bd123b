"""The module table in docs/maintainers.md holds: every import it names is there, and no other."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PURE = {
    "catchments",
    "coverage",
    "dossier",
    "errors",
    "facts",
    "gazetteer",
    "records",
    "verdicts",
    "when",
    "wording",
}
STREAMLIT = {"webmap", "server", "views"}
FOLDERS = sorted(
    path.parent.name for path in (ROOT / "geo").glob("*/__init__.py") if path.parent.name != "views"
)


def table() -> dict[str, set[str]]:
    """Read module -> what it may also import from the table in the docs."""
    text = (ROOT / "docs" / "maintainers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_/]+)` \| [^|]+ \| ([^|]*) \|$", text, re.MULTILINE)
    return {
        name.rstrip("/"): {one.strip() for one in imports.split(",")} - {"", "nothing"}
        for name, imports in rows
    }


def sources() -> dict[str, list[Path]]:
    modules = {path.stem: [path] for path in (ROOT / "geo").glob("*.py")}
    for folder in FOLDERS:
        modules |= {
            f"{folder}/{path.stem}": [path] for path in (ROOT / "geo" / folder).glob("*.py")
        }
    modules["views"] = sorted((ROOT / "geo" / "views").glob("*.py"))
    return {name: paths for name, paths in modules.items() if "__" not in name}


def imported(paths: list[Path]) -> set[str]:
    """Return what files import: modules of geo by their own name, libraries by their first."""
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inside = node.module in ("geo", "geo.views", *(f"geo.{one}" for one in FOLDERS))
                found |= (
                    {f"{node.module}.{alias.name}" for alias in node.names}
                    if inside
                    else {node.module}
                )
    names = set()
    for one in found:
        head, *rest = one.split(".")
        if rest and rest[0] in FOLDERS:
            names.add("/".join(rest[:2]))
        else:
            names.add(rest[0] if head == "geo" and rest else head)
    return names - set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", sorted(sources()))
def test_a_module_imports_what_the_table_says(name: str) -> None:
    assert name in table(), f"{name} is missing in the table of docs/maintainers.md"
    assert imported(sources()[name]) - {name} == table()[name]


def test_the_table_names_no_module_that_is_gone() -> None:
    assert set(table()) == set(sources())


def test_pure_modules_know_no_files_frames_or_screens() -> None:
    known = table()
    for name in PURE:
        assert known[name] <= PURE | {"schema"}, name


def test_only_the_app_imports_streamlit() -> None:
    assert {name for name, libraries in table().items() if "streamlit" in libraries} == STREAMLIT


def test_only_the_door_imports_folium() -> None:
    users = {name for name, libraries in table().items() if libraries & {"folium", "branca"}}
    assert users == {f"maps/{one}" for one in ("backdrop", "check", "countymap", "leaflet", "page")}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import geo", {"folium", "streamlit", "geopandas", "pandas", "rich"}),
        ("import geo", {"numpy", "pyproj", "rapidfuzz", "scipy", "shapely"}),
        ("import geo.cli", {"folium", "streamlit", "geopandas", "pandas", "shapely"}),
        ("import geo.referral", {"numpy", "pyproj", "rapidfuzz", "scipy", "shapely", "rich"}),
        ("import geo.frames", {"folium", "streamlit"}),
        ("import geo.maps.statemap", {"streamlit"}),
        ("import geo.access.measure", {"folium", "streamlit", "geopandas", "pandas", "rich"}),
        ("from geo.report import write", {"streamlit"}),
        ("from geo.changes import compare", {"folium", "streamlit", "geopandas", "numpy"}),
    ],
)
def test_imports_stay_light(statement: str, absent: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not absent & {one.split(".")[0] for one in done.stdout.split()}
