"""The faults that are planted: which there are, where they may be, and what is left alone."""

import ast
import textwrap

import pytest

from tools.faults import faults_by_function, planted
from tools.structure import ROOT


def mutants(body: str, head: str = "def f(a, b):") -> dict[str, list[str]]:
    """Return the bodies that faults make of a function's body, by the kind of the fault."""
    source = f"{head}\n{textwrap.indent(body, '    ')}\n".encode()
    listed: dict[str, list[str]] = {}
    for faults in faults_by_function(source).values():
        for fault in faults:
            text = planted(source, fault).decode().removeprefix(f"{head}\n")
            listed.setdefault(fault.kind, []).append(textwrap.dedent(text).strip())
    return listed


@pytest.mark.parametrize(
    ("body", "kind", "changed"),
    [
        ("return a < b", "comparison", "return (a >= b)"),
        ("return a >= b", "comparison", "return (a < b)"),
        ("return a == b", "comparison", "return (a != b)"),
        ("return a is None", "comparison", "return (a is not None)"),
        ("return a not in b", "comparison", "return (a in b)"),
        ("return len(a) > b", "boundary", "return (len(a) >= b)"),
        ("return a <= 3", "boundary", "return (a < 3)"),
        ("return a and b", "and/or", "return (a or b)"),
        ("return a or b or 1", "and/or", "return (a and b and 1)"),
        ("if a:\n    b()", "condition", "if (not (a)):\n    b()"),
        ("return a if b else 0", "condition", "return a if (not (b)) else 0"),
        ("return [x for x in a if b(x)]", "condition", "return [x for x in a if (not (b(x)))]"),
        ("return not a", "no not", "return (a)"),
        ("return a + b", "arithmetic", "return (a - b)"),
        ("return a / b", "arithmetic", "return (a * b)"),
        ("return 1", "constant", "return 2"),
        ("return 2.5", "constant", "return 5.0"),
        ("return a(reverse=True)", "constant", "return a(reverse=False)"),
        ("return min(a, b)", "twin", "return max(a, b)"),
        ("return any(a)", "twin", "return all(a)"),
        ("return a[0]", "other end", "return a[-1]"),
        ("return a[-1]", "other end", "return a[0]"),
        ("a.append(b)", "statement", "pass"),
        ("a += b", "statement", "pass"),
        ("for x in a:\n    continue", "statement", "for x in a:\n    pass"),
        ("return f'{a}' + b(c < d)", "comparison", "return f'{a}' + b((c >= d))"),
        ("x = 'ä', a < b", "comparison", "x = 'ä', (a >= b)"),
        ("return (\n    a\n    and b\n)", "and/or", "return (\n    (a or b)\n)"),
        (
            "def g():\n    return a < b\nreturn g",
            "comparison",
            "def g():\n    return (a >= b)\nreturn g",
        ),
    ],
)
def test_each_kind_of_fault(body: str, kind: str, changed: str) -> None:
    assert mutants(body)[kind] == [changed]


@pytest.mark.parametrize(
    ("returns", "value", "changed"),
    [
        ("bool", "a", ["(not (a))"]),
        ("int", "a", ["0"]),
        ("float", "a", ["0.0"]),
        ("str", "a", ["''"]),
        ("tuple[str, ...]", "a", ["()"]),
        ("dict[str, list[int]]", "a", ["{}"]),
        ("str | None", "a", ["None"]),
        ("str | None", "None", []),
        ("tuple[str, ...]", "()", []),
        ("Finding", "a", []),
    ],
)
def test_other_results_are_of_the_kind_that_is_promised(
    returns: str, value: str, changed: list[str]
) -> None:
    given = mutants(f"return {value}", f"def f(a) -> {returns}:")
    assert given.get("result", []) == [f"return {text}" for text in changed]


@pytest.mark.parametrize(
    "body",
    [
        '"""Say 1 < 2 and not more."""',
        "return f'{a + 1} of {b}'",
        "raise ValueError('a' + b)",
        "assert a < b",
        "x: Between[1, 2]",
        "return 'a' + b",
        "return zip(a, b, strict=True)",
        "return a.tolist(copy=False)",
        "return abs(1e-9)",
        "a.prepare(b)",
        "return a < b < c",
        "return 'text'",
        "match a:\n    case Point('x'):\n        return b",
    ],
)
def test_messages_types_and_slack_are_left_alone(body: str) -> None:
    assert mutants(body) == {}


def test_only_functions_that_decide_something_have_faults() -> None:
    source = b"""
LIMIT = 1 + 2
__all__ = ["a"] + ["b"]

@cache(maxsize=1)
def plain(a: Between[1, 2] = None) -> Literal[3]:
    return a

class Box:
    size = 1

    def __repr__(self):
        return 1

    def __post_init__(self):
        check(1)

    @property
    def half(self):
        return self.size / 2

async def later(a, b=1):
    return a
"""
    assert set(faults_by_function(source)) == {"Box.__post_init__", "Box.half", "later"}


def test_every_fault_in_the_product_makes_another_program_that_is_python() -> None:
    count = 0
    for path in sorted((ROOT / "geo" / "coverage").glob("*.py")):
        source = path.read_bytes()
        before = ast.dump(ast.parse(source))
        for faults in faults_by_function(source).values():
            for fault in faults:
                count += 1
                assert ast.dump(ast.parse(planted(source, fault))) != before, (path, fault)
    assert count > 100


def test_a_fault_says_where_it_is() -> None:
    (fault,) = faults_by_function(b"def f(a, b):\n    x = 'a'\n    return a  and  b\n")["f"]
    assert (fault.line, fault.old, fault.new) == (3, "a and b", "(a or b)")
