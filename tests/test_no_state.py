"""Everything of one state lies in its data folder: nothing in `geo/` names or counts any of it."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

import geo
from geo.catalog import folder

CODE: Final = Path(geo.__file__).parent
STATES: Final = "geocode/states.py"
"""The one table of all states' names and codes."""
TEXTS: Final = (".css", ".csv", ".html", ".js", ".svg", ".txt")
FOREIGN: Final = ("_app", "_data", "leaflet")
"""Folders that are not the product's code: a wheel's copies, and a vendored library."""
OWN_WORDS: Final = {
    # The product's vocabulary, which the data's roles are written in.
    "catalog/vocabulary.py": ("mobile_crisis", "intensive", "emergency"),
    # Names of its own: a column, a part of an answer, a word for 911.
    "referral/batch_columns.py": ("mobile_crisis",),
    "referral/view.py": ("intensive",),
    "referral/everybody.py": ("emergency",),
    # Short forms in names of the federal directory, whatever the state.
    # Fields of the sheet's view, by which its template asks for them.
    "templates/report/handover.html": ("mobile_crisis", "peer_support"),
    "match/normalize.py": ("cmhc", "csu", "pact"),
}
"""By file the literals that equal an id of the data and are not meant as one."""
NATIONAL: Final = frozenset({"CMHC"})
"""Short names that the federal directory uses in every state."""


class State(NamedTuple):
    """What names a state: in words, as an id, in numbers."""

    names: re.Pattern[str]
    ids: frozenset[str]
    numbers: re.Pattern[str]
    count: int
    fips: str
    bbox: tuple[float, float, float, float]


def state_of(home: Path) -> State:
    """Return what no code may hold of a data folder."""
    content = yaml.load((home / "services.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    area = content["study_area"]
    with (home / "counties.csv").open(encoding="utf-8", newline="") as file:
        counties = [row["name"] for row in csv.DictReader(file)]
    names = {area["name"], area["postal"], *counties}
    names |= {alias["alias"] for alias in area.get("aliases", ())}
    names |= {operator["name"] for operator in content["operators"]}
    names |= {unit["city"] for unit in content["facilities"]}
    department = str(area.get("department") or "")
    kinds = {kind.get("short", "") for kind in content["service_types"]}
    names |= {word for word in (department.upper(), *kinds) if word.isupper()} - NATIONAL
    fips = re.escape(str(area["state_fips"]))
    count = int(area["county_count"])
    return State(
        names=_words(names),
        ids=frozenset(_ids(content)),
        numbers=re.compile(
            rf"(?<![\w.#-])(?:{count} count|{fips}\d{{3}}(?![\w.%]))|\bEPSG:(?!4269\b|4326\b)\d+"
            r"|\b[Rr]egions? [1-9]"
        ),
        count=count,
        fips=str(area["state_fips"]),
        bbox=tuple(map(float, area["bbox"])),
    )


def _words(names: set[str]) -> re.Pattern[str]:
    """Return a pattern of names that stand as words of their own."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")


def _ids(content: dict[str, Any]) -> Iterator[str]:
    for name, section in content.items():
        # Steps and terms have plain words of the language as ids, such as unit.
        if isinstance(section, list) and name not in ("crisis_steps", "terms"):
            yield from (str(entry["id"]) for entry in section if "id" in entry)


def in_text(text: str, state: State) -> list[str]:
    """Return what of a state stands in a text."""
    found = [match.group() for match in state.names.finditer(text)]
    found += [match.group() for match in state.numbers.finditer(text)]
    if text in {*state.ids, state.fips}:
        return [*found, text]
    # An id of one word, such as a plain name of a service, is a word of the language too.
    joined = re.findall(r"(?<![\w-])\w+(?:[-_]\w+)+(?![\w-])", text)
    return found + [word for word in joined if word in state.ids]


def in_number(number: float, state: State) -> list[str]:
    """Return a number that is the count of counties, the state's code or a side of its box."""
    sides = {side for side in map(abs, state.bbox) if side != round(side)}
    own = {float(state.count), float(state.fips), *sides}
    return [str(number)] if float(number) in own else []


def literals(tree: ast.Module) -> Iterator[tuple[int, str | float]]:
    """Yield line and value of every literal that is not a docstring, nor a text that stands alone."""
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told:
            value = node.value
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                yield node.lineno, value


def of_code(path: Path, state: State) -> Iterator[str]:
    """Yield each literal of a module that names something of a state."""
    own = OWN_WORDS.get(path.relative_to(CODE).as_posix(), ())
    for line, value in literals(ast.parse(path.read_text(encoding="utf-8"))):
        text = isinstance(value, str)
        found = in_text(str(value), state) if text else in_number(float(value), state)
        if found and value not in own:
            yield f"{path.relative_to(CODE)}:{line}: {', '.join(found)}"


def of_file(path: Path, state: State) -> Iterator[str]:
    """Yield each line of a template, style, script or table that names something of a state."""
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        own = OWN_WORDS.get(path.relative_to(CODE).as_posix(), ())
        if found := [word for word in in_text(text.strip(), state) if word not in own]:
            yield f"{path.relative_to(CODE)}:{line}: {', '.join(found)}"


def files(*endings: str) -> list[Path]:
    """Return the product's own files of these endings."""
    return [
        path
        for path in sorted(CODE.rglob("*"))
        if path.suffix in endings and not set(FOREIGN) & set(path.relative_to(CODE).parts)
    ]


@pytest.fixture(scope="module")
def state() -> State:
    return state_of(folder.default_dir())


def test_no_literal_is_one_states(state: State) -> None:
    modules = [path for path in files(".py") if path != CODE / STATES]
    assert [found for path in modules for found in of_code(path, state)] == []


def test_no_template_style_or_script_is_one_states(state: State) -> None:
    assert [found for path in files(*TEXTS) for found in of_file(path, state)] == []


def test_every_word_that_is_excepted_is_there(state: State) -> None:
    """An exception that nothing needs would hide what comes later."""
    for name, words in OWN_WORDS.items():
        text = (CODE / name).read_text("utf-8")
        values = {value for _, value in literals(ast.parse(text))} if name[-3:] == ".py" else set()
        assert values >= set(words) or all(f".{word}" in text for word in words), name
        assert state.ids >= set(words), name


@pytest.mark.parametrize(
    "literal",
    [
        *("Mississippi", "in MS only", "Hinds County", "Tupelo", "the CSU", "ask DMH", "28049"),
        *("82 counties", "EPSG:3814", "Region 4", "mobile_crisis", "csu-within-30-miles"),
        *("a csu-newton b", "28"),
    ],
)
def test_what_names_the_state_is_found(literal: str, state: State) -> None:
    assert in_text(literal, state)


@pytest.mark.parametrize("number", [82, 28, -91.8, 35.1])
def test_numbers_of_the_state_are_found(number: float, state: State) -> None:
    assert in_number(abs(number), state)


@pytest.mark.parametrize("literal", ["a region", "EPSG:4269", "Messages", "msgs", "281", "county"])
def test_other_words_are_not(literal: str, state: State) -> None:
    assert in_text(literal, state) == []


def test_docstrings_are_not_read_and_all_else_is() -> None:
    tree = ast.parse(
        '"""Of Hinds."""\nA = "x"\n"""Of B."""\ndef f():\n    """Of."""\n    return f"y{1}"'
    )
    assert [value for _, value in literals(tree)] == ["x", "y", 1]
