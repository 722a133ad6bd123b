"""The table of folders in docs/maintainers.md holds: every import goes where it says, in one direction."""

import subprocess
import sys

import pytest

from tools import structure

LAYOUT = structure.read(structure.ROOT)
ALLOWED = LAYOUT.allowed or {}


def users(*libraries: str) -> set[str]:
    """Return the modules that import one of some libraries."""
    return {
        module.name
        for module in LAYOUT.modules
        if {name.partition(".")[0] for name in module.imports} & set(libraries)
    }


def test_the_folders_are_those_of_the_table() -> None:
    assert sorted(LAYOUT.folders) == sorted(ALLOWED)
    assert len(ALLOWED) == 17
    assert LAYOUT.loose == {"__init__", "__main__", "errors", "files", "jsonable", "said", "text"}


def test_the_table_allows_no_circle() -> None:
    pairs = {(importer, name) for importer, names in ALLOWED.items() for name in names}
    assert structure.circles({(a, b) for a, b in pairs if a != b}) == []


@pytest.mark.parametrize("folder", sorted(LAYOUT.rooms - set(structure.BESIDE)))
def test_a_folder_imports_what_the_table_allows(folder: str) -> None:
    forbidden = structure.forbidden(LAYOUT)
    assert [lines for (importer, _), lines in forbidden.items() if importer == folder] == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert structure.circles(LAYOUT.arrows) == []


def test_only_the_pages_import_streamlit() -> None:
    for name in users("streamlit", "uvicorn"):
        assert name == "app" or name.startswith(("geo.web.", "benchmarks.")), name
    for name in users("starlette"):
        assert name.startswith(("geo.web.", "geo.api.")), name


def test_only_the_interface_for_programs_imports_msgspec() -> None:
    assert {name.rpartition(".")[0] for name in users("msgspec")} == {"geo.api"}


def test_only_maps_import_folium() -> None:
    for name in users("folium", "branca"):
        assert name.startswith(("geo.maps.", "benchmarks.")), name
    assert users("folium") >= {"geo.maps.folium_door"}


def test_only_templates_import_jinja() -> None:
    assert users("jinja2") == {"geo.templates.render"}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import geo", {"folium", "streamlit", "geopandas", "pandas", "rich"}),
        ("import geo", {"numpy", "pyproj", "rapidfuzz", "scipy", "shapely"}),
        ("import geo.cli.main", {"folium", "streamlit", "geopandas", "pandas", "shapely"}),
        ("import geo.referral.refer", {"numpy", "pyproj", "rapidfuzz", "scipy", "shapely", "rich"}),
        ("import geo.access.frames", {"folium", "streamlit"}),
        ("import geo.maps.layers", {"streamlit"}),
        ("import geo.access.measure", {"folium", "streamlit", "geopandas", "pandas", "rich"}),
        ("from geo.report import write", {"streamlit"}),
        ("from geo.diff import compare", {"folium", "streamlit", "geopandas", "numpy"}),
        (
            "from geo.match import compare, patch, read_directory",
            {"folium", "pandas", "numpy", "rich"},
        ),
    ],
)
def test_imports_stay_light(statement: str, absent: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=structure.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not absent & {name.split(".")[0] for name in done.stdout.split()}
