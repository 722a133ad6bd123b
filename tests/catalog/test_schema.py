"""Records from a tree, and the editor's schema of the same records."""

import json
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog import folder, schema, yamltree
from geo.catalog.dates import When, parse_when
from geo.catalog.problem_report import Report
from geo.catalog.records import Services
from geo.catalog.schema import INVALID, Between, Length, Pattern
from tools import build_schema


class Color(StrEnum):
    RED = "red"
    BLUE = "dark blue"


@dataclass(frozen=True, kw_only=True)
class Item:
    id: Annotated[str, Pattern("[a-z]+", "lower-case letters")]
    size: Annotated[int, Between(1, 9)] = 1
    note: Annotated[str, Length(2, 4)] | None = None


@dataclass(frozen=True, kw_only=True)
class Box:
    on: bool
    weight: float
    since: When
    color: Color
    items: Annotated[tuple[Item, ...], Length(1, 3)] = ()


def read(hint: Any, text: str) -> tuple[Any, list[tuple[int, str, str, str]]]:
    report, tree = parsed(text)
    value = schema.read(hint, tree, "", report)
    return value, [(problem.line, problem.rule, problem.where, problem.found) for problem in report]


def parsed(text: str) -> tuple[Report, yamltree.Node]:
    report = Report("a.yaml")
    tree = yamltree.parse(text.encode(), report)
    assert not report
    return report, tree


SOUND = "on: true\nweight: -1.50\nsince: 2023-07\ncolor: dark blue\n"


def test_a_record_gets_the_types_that_it_asks_for() -> None:
    text = SOUND + "items:\n  - {id: a, size: 9, note: four}\n  - {id: b, note: }\n"
    assert read(Box, text) == (
        Box(
            on=True,
            weight=-1.5,
            since=parse_when("2023-07"),
            color=Color.BLUE,
            items=(Item(id="a", size=9, note="four"), Item(id="b")),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("hint", "text", "value"),
    [
        (str, "NO", "NO"),
        (str, "0123", "0123"),
        (bool, "false", False),
        (int, "0", 0),
        (int, "-12", -12),
        (float, "0.5", 0.5),
        (float, "34", 34.0),
        (int | None, "null", None),
        (Annotated[int, Between(1, 2)] | None, "2", 2),
        (tuple[int, ...], "[]", ()),
    ],
)
def test_a_value_is_converted_as_its_type_asks(hint: Any, text: str, value: Any) -> None:
    assert read(hint, text) == (value, [])


@pytest.mark.parametrize(
    ("hint", "text", "rule"),
    [
        (bool, "NO", "not-a-boolean"),
        (bool, "True", "not-a-boolean"),
        (bool, "1", "not-a-boolean"),
        (int, "0123", "not-a-number"),
        (int, "1e5", "not-a-number"),
        (int, "1_000", "not-a-number"),
        (int, "0x1F", "not-a-number"),
        (int, "1.0", "not-a-number"),
        (int, "+1", "not-a-number"),
        (int, "9" * 16, "not-a-number"),
        (int, "9" * 5000, "not-a-number"),
        (int, "١", "not-a-number"),
        (float, "nan", "not-a-number"),
        (float, ".inf", "not-a-number"),
        (float, "1e5", "not-a-number"),
        (float, ".5", "not-a-number"),
        (float, "9" * 400, "not-a-number"),
        (float, "1," + "5", "not-a-number"),
        (When, "yesterday", "not-an-iso-date"),
        (When, "1753920000", "not-an-iso-date"),
        (Color, "green", "not-a-choice"),
        (Color, "RED", "not-a-choice"),
        (Annotated[str, Pattern("[a-z]+", "letters")], "a\u0041", "wrong-form"),
        (Annotated[str, Pattern(r"\d", "a digit")], "١", "wrong-form"),
        (Annotated[str, Length(1, 3)], "four", "wrong-length"),
        (Annotated[str, Length(1, 3)], "''", "wrong-length"),
        (Annotated[int, Between(1, 9)], "10", "out-of-range"),
        (Annotated[int, Between(1, 9)], "0", "out-of-range"),
        (Annotated[int, Between(1, 9)] | None, "0", "out-of-range"),
        (Annotated[tuple[int, ...], Length(2, 2)], "[1]", "wrong-length"),
        (int, "[1]", "wrong-type"),
        (int, "{a: 1}", "wrong-type"),
        (tuple[int, ...], "1", "wrong-type"),
        (tuple[int, ...], "{a: 1}", "wrong-type"),
        (Item, "1", "wrong-type"),
        (Item, "[1]", "wrong-type"),
        (str, "~", "empty-value"),
        (str, "", "wrong-type"),
    ],
)
def test_what_breaks_a_rule_is_invalid_and_reported_once(hint: Any, text: str, rule: str) -> None:
    value, problems = read(hint, text)
    assert value is INVALID
    assert [(line, found) for line, found, *_ in problems] == [(1, rule)]


def test_every_fault_of_a_record_is_found_at_once_with_its_line_and_place() -> None:
    text = """\
on: maybe
weight: [1]
color: red
colors: red
items:
  - id: A
    size: ten
    note: x
  - size: 2
    nam: b
  - text
"""
    value, problems = read(Box, text)
    assert value is INVALID
    assert sorted(problems) == [
        (1, "missing-key", "since", ""),
        (1, "not-a-boolean", "on", "maybe"),
        (2, "wrong-type", "weight", "a list of 1"),
        (4, "unknown-key", "colors", "colors"),
        (6, "wrong-form", "items[0].id", "A"),
        (7, "not-a-number", "items[0].size", "ten"),
        (8, "wrong-length", "items[0].note", "x"),
        (9, "missing-key", "items[1].id", ""),
        (10, "unknown-key", "items[1].nam", "nam"),
        (11, "wrong-type", "items[2]", "text"),
    ]


def test_a_value_in_a_message_is_cut() -> None:
    _, ((_, _, _, found),) = read(int, "x" * 5000)
    assert found == "x" * 80 + "…"


def test_a_misspelt_key_is_answered_with_the_one_it_may_stand_for() -> None:
    report, tree = parsed("id: a\nsise: 3\n")
    schema.read(Item, tree, "", report)
    assert next(iter(report)).message == "no such key here; did you mean size?"


def test_the_report_tells_names_and_lines_of_broken_records_too() -> None:
    report, tree = parsed(SOUND + "items:\n- id: a\n- id: B\n- size: 1\n")
    assert schema.read(Box, tree, "", report) is INVALID
    assert report.names("items") == {"items[0]": "a", "items[1]": "B"}
    assert not report.all_named("items", "id")
    assert report.all_named("others", "id")
    assert report.is_faulty("items[1].id")
    assert not report.is_faulty("items[0].id")
    assert report.any_faulty(r"items\[\d\]\.id")
    assert not report.any_faulty(r"items")
    report.at("items[1].size", "some-rule", "", "said of a field that is not there")
    report.at("nowhere", "some-rule", "", "said of the whole")
    assert [(problem.line, problem.where) for problem in report if problem.rule == "some-rule"] == [
        (1, "nowhere"),
        (7, "items[1].size"),
    ]


def test_a_type_that_nobody_reads_is_the_programmer_s_mistake() -> None:
    with pytest.raises(TypeError, match="no reader for"):
        read(complex, "1")


@given(st.text() | st.from_regex(r"-?[0-9.eE_+]{1,30}", fullmatch=True))
def test_no_text_crashes_a_conversion(text: str) -> None:
    for hint in (str, bool, int, float, When, Color, tuple[int, ...], Item):
        schema.read(hint, yamltree.Scalar(text, 1), "", Report("a.yaml"))


# The editor's schema


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads((build_schema.DATA / "services.schema.json").read_bytes())


def test_the_stored_schema_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_schema.main(["--check"]) == 0
    assert (build_schema.DATA / "services.schema.json").read_bytes() == build_schema.built(
        "services"
    )
    assert capsys.readouterr().err == ""


def test_a_stored_schema_that_differs_or_is_gone_is_noticed_and_written_anew(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_schema, "DATA", tmp_path)
    assert build_schema.main(["--check"]) == 1
    assert build_schema.main([]) == 0
    assert build_schema.main(["--check"]) == 0
    (tmp_path / "services.schema.json").write_text("{}\n", encoding="utf-8")
    assert build_schema.main(["--check"]) == 1
    assert "services.schema.json is not what the records give" in capsys.readouterr().err


# What JSON Schema 2020-12 asks of the value of each keyword that is used here.
KEYWORDS = {
    "$schema": lambda value: value == "https://json-schema.org/draft/2020-12/schema",
    "$ref": lambda value: value.startswith("#/$defs/"),
    "$defs": lambda value: isinstance(value, dict),
    "title": lambda value: isinstance(value, str),
    "description": lambda value: isinstance(value, str) and value,
    "type": lambda value: {value} <= TYPES if isinstance(value, str) else set(value) <= TYPES,
    "properties": lambda value: isinstance(value, dict),
    "required": lambda value: len(set(value)) == len(value),
    "additionalProperties": lambda value: value is False,
    "items": lambda value: isinstance(value, dict),
    "anyOf": lambda value: len(value) > 0,
    "enum": lambda value: len(set(value)) == len(value) > 0,
    "pattern": re.compile,
    "minLength": lambda value: value >= 0,
    "maxLength": lambda value: value >= 0,
    "minItems": lambda value: value >= 0,
    "maxItems": lambda value: value >= 0,
    "minimum": lambda value: isinstance(value, int | float),
    "maximum": lambda value: isinstance(value, int | float),
}
TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}


def schemas(rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a schema and all schemas inside it."""
    inner = [*rules.get("$defs", {}).values(), *rules.get("properties", {}).values()]
    inner += [*rules.get("anyOf", []), *([rules["items"]] if "items" in rules else [])]
    return [rules, *(inside for part in inner for inside in schemas(part))]


def test_it_is_valid_json_schema(document: dict[str, Any]) -> None:
    for rules in schemas(document):
        assert rules.keys() <= KEYWORDS.keys()
        assert all(KEYWORDS[key](value) for key, value in rules.items()), rules
        if "$ref" in rules:
            assert rules["$ref"].removeprefix("#/$defs/") in document["$defs"]
        if rules.get("type") == "object":
            assert set(rules["required"]) <= rules["properties"].keys()


def conforms(value: Any, rules: dict[str, Any], document: dict[str, Any]) -> bool:
    """Return whether a value keeps a schema; only for keywords in `KEYWORDS`."""
    if "$ref" in rules:
        return conforms(value, document["$defs"][rules["$ref"].removeprefix("#/$defs/")], document)
    if "anyOf" in rules:
        return any(conforms(value, choice, document) for choice in rules["anyOf"])
    kinds = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
    own = {
        dict: ["object"],
        list: ["array"],
        str: ["string"],
        bool: ["boolean"],
        int: ["integer", "number"],
        float: ["number"],
        type(None): ["null"],
    }[type(value)]
    if not set(kinds) & set(own) or value not in rules.get("enum", [value]):
        return False
    match value:
        case dict():
            known = rules["properties"]
            return set(rules["required"]) <= value.keys() <= known.keys() and all(
                conforms(item, known[key], document) for key, item in value.items()
            )
        case list():
            return rules.get("minItems", 0) <= len(value) <= rules.get("maxItems", 10**9) and all(
                conforms(item, rules["items"], document) for item in value
            )
        case str():
            fits = rules.get("minLength", 0) <= len(value) <= rules.get("maxLength", 10**9)
            return fits and bool(re.search(rules.get("pattern", ""), value))
        case int() | float():
            return rules.get("minimum", value) <= value <= rules.get("maximum", value)
    return True


class Editor(yaml.SafeLoader):
    """Reads plain scalars as editors do, by the core schema of YAML 1.2."""


Editor.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    text = (folder.default_dir() / "services.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=Editor)  # noqa: S506 (a safe loader with fewer types)


def test_an_editor_finds_the_real_file_in_order(
    document: dict[str, Any], content: dict[str, Any]
) -> None:
    for section, value in content.items():
        properties = document["$defs"]["Services"]["properties"]
        assert section in properties
        for entry in value if isinstance(value, list) else [value]:
            rules = properties[section].get("items", properties[section])
            assert conforms(entry, rules, document), entry
    assert conforms(content, document, document)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("sources", "id", "Not A Slug"),
        ("sources", "as_of", None),
        ("sources", "stale_after_days", "365"),
        ("sources", "titel", "no such key"),
        ("service_types", "complete", "yes"),
        ("facilities", "lon", 181),
        ("facilities", "precision", "town"),
        ("facilities", "phone", "555"),
        ("standards", "any_of", []),
        ("standards", "any_of", "csu"),
    ],
)
def test_an_editor_marks_what_the_reader_refuses(
    document: dict[str, Any], content: dict[str, Any], section: str, key: str, value: Any
) -> None:
    edited = {**content, section: [{**content[section][0], key: value}]}
    assert not conforms(edited, document, document)


def test_the_schema_and_the_reader_know_the_same_sections(document: dict[str, Any]) -> None:
    properties = document["$defs"]["Services"]["properties"]
    assert list(properties) == [field.name for field in fields(Services)]
    assert document["$defs"]["Services"]["additionalProperties"] is False


def test_hints_are_not_sought_for_ever() -> None:
    report = Report("a.yaml")
    assert report.hint("sise", ("size",)) == "; did you mean size?"
    assert report.hint("sise" + " " * 80, ("size" + " " * 80,)) == ""
    for _ in range(101):
        report.add("some-rule", "said of something")
    assert report.hint("sise", ("size",)) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "a"), ("~", ""), ("[1, 2]", "a list of 2"), ("{a: 1, b: 2}", "keys a, b"), ("*x", "")],
)
def test_a_node_of_any_kind_can_be_shown(text: str, shown: str) -> None:
    tree = yamltree.parse(text.encode(), Report("a.yaml"))
    assert tree.shown() == shown
