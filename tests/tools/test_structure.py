"""The measures of the layout, on small trees made for each question."""

import json
from pathlib import Path

import pytest

from tools import structure

TABLE = """# For maintainers

## Folders

| folder | what | may import |
|---|---|---|
| `shapes/` | Shapes. | root |
| `answers/` | Answers. | shapes (its areas, and more) |
| `cli/` | The commands. | all but web |
| `web/` | The pages. | all but cli |

## Contracts

| `other/` | No folder. | nothing |
"""
TREE = {
    "geo/__init__.py": "from geo.answers import give\n",
    "geo/__main__.py": "from geo.cli.main import main\n",
    "geo/text.py": "from geo import errors\n",
    "geo/errors.py": "",
    "geo/shapes/area.py": "import numpy as np\nfrom geo.errors import Wrong\n",
    "geo/answers/give.py": "from geo.shapes import area\n",
    "geo/cli/main.py": "from geo.answers import give\n",
    "geo/web/__init__.py": "",
    "geo/web/page.py": "from geo.answers.give import call\n",
    "docs/maintainers.md": TABLE,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_rooms_arrows_and_floors_of_a_sound_tree(tmp_path: Path) -> None:
    beside = {"app.py": "import geo\n", "tools/build.py": "import geo.text\n"}
    layout = structure.read(write(tmp_path, TREE | beside))
    assert layout.folders == {"shapes", "answers", "cli", "web"}
    assert layout.loose == {"__init__", "__main__", "text", "errors"}
    assert layout.rooms == layout.folders | layout.loose | {"app.py", "tools"}
    assert set(layout.arrows) == {
        ("__init__", "answers"),
        ("__main__", "cli"),
        ("text", "errors"),
        ("shapes", "errors"),
        ("answers", "shapes"),
        ("cli", "answers"),
        ("web", "answers"),
        ("app.py", "__init__"),
        ("tools", "text"),
    }
    assert layout.arrows["cli", "answers"] == ["geo.cli.main imports geo.answers.give"]
    # __main__, cli, answers, shapes, errors
    assert structure.floors(layout.rooms, layout.arrows) == 5
    assert structure.problems(layout) == []


@pytest.mark.parametrize(
    "text",
    [
        "from geo.web import page\n",
        "from geo.web.page import title\n",
        "import geo.web.page as page\n",
        "from ..web import page\n",
        "from ..web.page import title\n",
        "from .. import web\n",
        "def late():\n    from geo.web import page\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from geo.web.page import Page\n",
        "import importlib\npage = importlib.import_module('geo.web.page')\n",
        "_LATER = {'page': 'geo.web.page'}\n",
    ],
)
def test_an_import_is_seen_wherever_and_however_it_stands(tmp_path: Path, text: str) -> None:
    layout = structure.read(write(tmp_path, TREE | {"geo/shapes/area.py": text}))
    assert ("shapes", "web") in structure.forbidden(layout)
    (line,) = [line for line in structure.problems(layout) if "forbidden" in line]
    assert line.startswith("forbidden arrow: shapes to web: geo.shapes.area imports geo.web")


@pytest.mark.parametrize(
    "text",
    [
        '"""Not as geo.web.page does it."""\n',
        "# from geo.web import page\n",
        "import geology.web\n",
        "WORD = 'geo'\n",
        "COMMAND = 'app'\n",
        "NAME = 'geo.web.other'\n",
    ],
)
def test_words_that_only_look_like_an_import_are_none(tmp_path: Path, text: str) -> None:
    files = TREE | {"app.py": "", "geo/shapes/area.py": text}
    layout = structure.read(write(tmp_path, files))
    assert not [pair for pair in layout.arrows if pair[0] == "shapes"]


@pytest.mark.parametrize(
    ("name", "text", "arrow"),
    [
        ("geo/errors.py", "from geo.shapes import area\n", ("errors", "shapes")),
        ("geo/answers/give.py", "import geo\n", ("answers", "__init__")),
        ("geo/cli/main.py", "from geo.web import page\n", ("cli", "web")),
        ("geo/web/page.py", "from geo import cli\n", ("web", "cli")),
        ("geo/__init__.py", "from geo.cli import main\n", ("__init__", "cli")),
        ("geo/__main__.py", "from geo.answers import give\n", ("__main__", "answers")),
        ("geo/new/thing.py", "from geo.shapes import area\n", ("new", "shapes")),
    ],
)
def test_what_the_table_does_not_allow_is_forbidden(
    tmp_path: Path, name: str, text: str, arrow: tuple[str, str]
) -> None:
    given = TREE | {"geo/cli/__init__.py": "", name: text}
    assert set(structure.forbidden(structure.read(write(tmp_path, given)))) == {arrow}


def test_the_folders_and_the_rows_of_the_table_are_the_same(tmp_path: Path) -> None:
    table = TABLE.replace("| `web/` | The pages. | all but cli |", "| `away/` | Gone. | root |")
    changed = {
        "docs/maintainers.md": table.replace("all but web", "answers"),
        "geo/web/page.py": "",
    }
    lines = structure.problems(structure.read(write(tmp_path, TREE | changed)))
    assert lines == [f"folder {name}/ is in geo/ or in the table alone" for name in ("away", "web")]


def test_without_a_table_nothing_is_forbidden_and_the_check_says_so(tmp_path: Path) -> None:
    layout = structure.read(write(tmp_path, TREE | {"docs/maintainers.md": "# Other\n"}))
    assert structure.forbidden(layout) == {}
    (line,) = structure.problems(layout)
    assert "no table" in line


def test_a_table_that_names_an_unknown_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TABLE.replace("| shapes (its", "| shapse (its")
    folder = write(tmp_path, TREE | {"docs/maintainers.md": table})
    assert structure.main(["--checkout", str(folder)]) == 2
    assert "shapse" in capsys.readouterr().err


def test_circles_and_floors_through_one() -> None:
    chain = [("a", "b"), ("b", "c"), ("a", "c")]
    assert structure.circles(chain) == []
    assert structure.floors("abcd", chain) == 3
    assert structure.floors("d", []) == 1
    ring = [*chain, ("c", "b"), ("c", "d"), ("x", "y"), ("y", "z"), ("z", "x")]
    assert structure.circles(ring) == [["b", "c"], ["x", "y", "z"]]
    # a, both of the circle, d
    assert structure.floors("abcdxyz", ring) == 4


def test_a_circle_is_a_problem(tmp_path: Path) -> None:
    layout = structure.read(
        write(tmp_path, TREE | {"geo/errors.py": "def late():\n    from geo import text\n"})
    )
    assert structure.problems(layout) == ["circle: errors, text"]


@pytest.mark.parametrize(("lines", "is_long"), [(40, False), (41, True)])
def test_bodies_are_counted_without_signature_and_docstring(
    tmp_path: Path, lines: int, is_long: bool
) -> None:
    body = "".join(f"            x = {number}\n" for number in range(lines))
    text = (
        "class Big:\n    def method(\n        self,\n    ):\n        async def inner():\n"
        f'            """Say.\n\n            More.\n            """\n{body}'
    )
    text += "        # a comment\n"
    layout = structure.read(write(tmp_path, TREE | {"geo/shapes/area.py": text}))
    told = [line.partition(" has ")[0] for line in structure.problems(layout)]
    # The outer body holds the signature and docstring of the inner function too.
    outer = "long function: geo.shapes.area.Big.method"
    assert told == ([outer, f"{outer}.inner"] if is_long else [outer])


@pytest.mark.parametrize(("lines", "is_long"), [(300, False), (301, True)])
def test_modules_are_counted_by_lines(tmp_path: Path, lines: int, is_long: bool) -> None:
    layout = structure.read(write(tmp_path, TREE | {"geo/text.py": "x = 1\n" * lines}))
    expected = ["long module: geo.text has 301 lines"] if is_long else []
    assert structure.problems(layout) == expected


def test_json_and_text_tell_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loop = {
        "geo/text.py": "a = [one for one in ()]\nfor one in (): pass\nfor oneself in (): pass\n"
    }
    folder = str(write(tmp_path, TREE | loop))
    assert structure.main(["--checkout", folder, "--format", "json", "--check"]) == 0
    measures = json.loads(capsys.readouterr().out)
    assert measures["rooms"] == measures["rooms_in_geo"] == 8
    assert measures["for_one_in_geo"] == 2
    assert measures["by_room"]["web"] == {"modules": 2, "lines": 1, "imports": ["answers"]}
    assert structure.main(["--checkout", folder]) == 0
    text = capsys.readouterr().out
    assert "floors                       5" in text
    assert text.endswith("no rule is broken\n")


def test_check_alone_decides_the_exit_code(tmp_path: Path) -> None:
    folder = str(write(tmp_path, TREE | {"geo/errors.py": "from geo import web\n"}))
    assert structure.main(["--checkout", folder]) == 0
    assert structure.main(["--checkout", folder, "--check"]) == 1


@pytest.mark.parametrize("files", [{}, {"geo/broken.py": "def\n"}])
def test_what_is_no_checkout_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    assert structure.main(["--checkout", str(write(tmp_path, files))]) == 2
