"""YAML as a plain tree: nothing is guessed, nothing explodes, every line number is right."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog import yamltree
from geo.catalog.yamltree import Mapping, Node, Refused, Scalar, Sequence, is_forbidden
from geo.errors import DataError, Problem, Problems


def plain(node: Node) -> Any:
    """Return a tree without its lines; what was refused shows as an ellipsis."""
    match node:
        case Scalar(value):
            return value
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key: plain(value) for key, (_, value) in entries.items()}
        case Refused():
            return ...


def parse(raw: bytes) -> tuple[Node, list[Problem]]:
    """Return the tree, an empty one where there is none, and every problem."""
    problems = Problems("a.yaml")
    try:
        tree = yamltree.parse(raw, problems)
    except DataError:
        tree = Mapping({}, 1)
    return tree, list(problems)


def read(text: str) -> tuple[Any, list[tuple[int, str]]]:
    tree, problems = parse(text.encode())
    return plain(tree), [(problem.line, problem.rule) for problem in problems]


@pytest.mark.parametrize(
    "text", ["NO", "yes", "0123", "1e5", "nan", ".inf", "0x1F", "1_000", "12:30:00", "2023-07-07"]
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert read(f"a: {text}") == ({"a": text}, [])


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null_and_nothing_are_none_unless_quoted(text: str) -> None:
    assert read(f"a: {text}\nb: '{text}'") == ({"a": None, "b": text}, [])


def test_lists_mappings_and_folded_text() -> None:
    text = "a: [1, two]\nb:\n  - c: >-\n      folded\n      text\n    d: 'it''s'\n"
    assert read(text) == ({"a": ["1", "two"], "b": [{"c": "folded text", "d": "it's"}]}, [])


def test_every_node_knows_its_line() -> None:
    tree, _ = parse(b"a: 1\nb:\n  - x\n\n  - y: 2\n    z: >-\n      long\n")
    assert isinstance(tree, Mapping)
    assert tree.entries["a"] == (1, Scalar("1", 1))
    key_line, b = tree.entries["b"]
    assert isinstance(b, Sequence)
    assert (tree.line, key_line, b.line) == (1, 2, 3)
    second = b.items[1]
    assert isinstance(second, Mapping)
    assert second.line == 5
    assert second.entries["z"] == (6, Scalar("long", 6))


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_kind_of_line_break_counts_once_and_a_byte_order_mark_not_at_all(
    line_break: str, mark: str
) -> None:
    text = mark + line_break.join(["# é…", "a: 1", "b: !x 2", "c: 'tab\there'"])
    assert read(text) == (
        {"a": "1", "b": "2", "c": ...},
        [(3, "yaml-tag"), (4, "forbidden-character")],
    )


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert read("") == ({}, [])
    assert read("# nothing\n") == ({}, [])


@pytest.mark.parametrize(
    ("text", "tree", "problems"),
    [
        ("a: &x 1", {"a": "1"}, [(1, "yaml-anchor")]),
        ("a: 1\nb: *x", {"a": "1", "b": ...}, [(2, "yaml-anchor")]),
        ("a: 1\n*x : 2", {"a": "1"}, [(2, "yaml-anchor")]),
        ("a: !!python/object:os.system 1", {"a": "1"}, [(1, "yaml-tag")]),
        ("a: !<tag:yaml.org,2002:str> 1", {"a": "1"}, [(1, "yaml-tag")]),
        ("a:\n  !x\n  b: 1", {"a": {"b": "1"}}, [(2, "yaml-tag")]),
        (
            "a: 1\nb: 2\na: 3\na: 4",
            {"a": ..., "b": "2"},
            [(3, "duplicate-key"), (4, "duplicate-key")],
        ),
        ("a: 1\n<<: {b: 2}", {"a": "1"}, [(2, "forbidden-character")]),
        ("? [a, b]\n: 1\nc: 2", {"c": "2"}, [(1, "key-not-text")]),
        ("~: 1", {}, [(1, "key-not-text")]),
        ("a: 1\n---\nb: 2\n---\nc: 3", {"a": "1"}, [(2, "several-documents")]),
        ("a: |\n  two\n  lines", {"a": ...}, [(1, "forbidden-character")]),
        ("a: >\n  kept break\n", {"a": ...}, [(1, "forbidden-character")]),
        ('a: "\\u2028"', {"a": ...}, [(1, "forbidden-character")]),
        ("a: [1, $x, 3]", {"a": ["1", ..., "3"]}, [(1, "forbidden-character")]),
        ("# only \x07 a comment\na: 1", {"a": "1"}, [(1, "forbidden-character")]),
        ("a: &x 1\nb: [", {}, [(1, "yaml-anchor"), (2, "not-yaml")]),
    ],
)
def test_what_could_surprise_is_refused_and_the_rest_is_read_on(
    text: str, tree: dict[str, Any], problems: list[tuple[int, str]]
) -> None:
    assert read(text) == (tree, problems)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [", 1),
        ("a: [\n", 2),
        ("a: 1\nb: 'open", 2),
        ("a: b: c", 1),
        ("a:\n\t- b", 2),
        ("- a\nb: 1", 2),
        ("%YAML 3.0\n---\na: 1", 1),
        ("a: 1\n@b: 2", 2),
        ("}", 1),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int) -> None:
    tree, problems = parse(text.encode())
    assert plain(tree) == {}
    assert [(problem.rule, problem.line) for problem in problems] == [("not-yaml", line)]
    assert problems[0].message.startswith("this is not YAML: ")


@pytest.mark.parametrize("open_", ["[", "{a: ", "- ", "? "])
def test_depth_ends_the_reading_at_once(open_: str) -> None:
    text = open_ * yamltree.MAX_DEPTH + "x"
    assert "too-deep" not in {rule for _, rule in read(text)[1]}
    # A million brackets would take libyaml hours if they were read to the end.
    assert read(open_ * 400_000) == ({}, [(1, "too-deep")])


def test_a_billion_laughs_stay_a_few() -> None:
    lines = ["a0: &a0 ha"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    tree, problems = read("\n".join(lines))
    assert tree["a9"] == [...] * 9
    assert len(problems) == 10 + 9 * 9
    assert {rule for _, rule in problems} == {"yaml-anchor"}


@pytest.mark.parametrize("raw", [b"a: 1\nb: \xff", b"a: 1\nb: caf\xe9\n", "a: 1".encode("utf-16")])
def test_what_is_not_utf_8_is_said_with_its_line(raw: bytes) -> None:
    tree, (problem,) = parse(raw)
    assert plain(tree) == {}
    assert (problem.rule, problem.line) == (
        "not-utf-8",
        raw[: raw.index(max(raw))].count(b"\n") + 1,
    )


FORBIDDEN = (
    "{}<>$\\`\x00\x07\x1b\x7f\x80\x85\x9f\xa0\xad\u1680\u200b\u200e\u202e\u2028\u2029\u2066"
    "\u3000\ufeff\ue000\ufffe\uffff"
)


@pytest.mark.parametrize("char", FORBIDDEN, ids=lambda char: f"U+{ord(char):04X}")
def test_no_value_and_no_key_holds_a_forbidden_character(char: str) -> None:
    assert is_forbidden(char)
    for text in (f"a: 1\nb: 'x{char}y'\nc: !t 1", f"a: 1\n'b{char}': 2\nc: !t 1"):
        tree, problems = parse(text.encode())
        # The line of what follows is right, whatever YAML takes for a line break.
        assert [(problem.line, problem.rule) for problem in problems] == [
            (2, "forbidden-character"),
            (3, "yaml-tag"),
        ]
        assert problems[0].found.isascii()
        assert problems[0].found.isprintable()
        assert not any(char in str(value) for value in (*plain(tree), *plain(tree).values()))


@pytest.mark.parametrize("char", "aZ0 ~'\"&;/|[]()*éñ–…’“¼°漢😀")
def test_ordinary_characters_are_welcome(char: str) -> None:
    assert not is_forbidden(char)


def test_a_character_is_read_as_it_is_or_refused_as_forbidden() -> None:
    codes = (*range(0x500), *range(0x2000, 0x2100), *range(0xFE00, 0x1_0000), 0x1F600, 0x10FFFF)
    for char in (chr(code) for code in codes if chr(code) not in "\r\n"):
        tree, problems = parse(f"- x{char}y".encode())
        rules = [problem.rule for problem in problems]
        assert rules == (["forbidden-character"] if is_forbidden(char) else []), ascii(char)
        assert rules or plain(tree) == [f"x{char}y"]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    _, problems = parse(text.encode(errors="surrogatepass"))
    lines = text.count("\n") + text.count("\r") + 1
    assert all(0 <= problem.line <= lines for problem in problems)


MARKS = "ab:- \n[]{},'\"&*!|>?#%~\t\r<\x85\u2028\ufeff\x00"


@given(st.binary() | st.text(MARKS).map(str.encode))
def test_no_bytes_raise(raw: bytes) -> None:
    tree, problems = parse(raw)
    assert isinstance(tree, Mapping | Sequence | Scalar | Refused)
    assert all(
        problem.file == "a.yaml" and problem.rule and problem.message for problem in problems
    )


words = st.text("abc xyz019.-é", max_size=8)


@given(
    st.recursive(
        words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4)
    )
)
def test_what_yaml_writes_is_read_back(value: Any) -> None:
    text = yaml.safe_dump({"a": value}, allow_unicode=True, default_style='"')
    assert read(text) == ({"a": value}, [])
