"""Small faults that a program could have, each a change of one place in a function's text.

Chosen so that hardly one leaves the program as it was: conditions turned round, `and` for `or`,
other numbers, `+` for `-`, `min` for `max`, `[0]` for `[-1]`, another result, a statement less. Left
alone are docstrings, messages, annotations, decorators and what only holds types.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Fault", "faults_by_function", "planted"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One change: of the bytes from `start` to `end` of a file, in a function."""

    function: str
    line: int
    kind: str
    old: str
    new: str
    start: int
    end: int


def planted(source: bytes, fault: Fault) -> bytes:
    """Return a file's bytes with a fault in them."""
    return source[: fault.start] + fault.new.encode() + source[fault.end :]


def faults_by_function(source: bytes) -> dict[str, list[Fault]]:
    """Return the faults of every function and method that could have one, by its dotted name.

    What is inside a function's own functions counts as the outer one's.
    """
    faults = {}
    lines = source.splitlines(keepends=True)
    starts = list(accumulate((len(line) for line in lines), initial=0))
    for name, function in _functions(ast.parse(source)):
        changes = (change for node in _code(function) for change in _changes(node))
        results = _other_results(function)
        listed = [_fault(source, starts, name, change) for change in (*changes, *results)]
        if listed:
            faults[name] = sorted(listed, key=lambda fault: (fault.start, fault.end, fault.kind))
    return faults


Function = ast.FunctionDef | ast.AsyncFunctionDef
Change = tuple[ast.expr | ast.stmt, str, str]
"""A node, the kind of the fault, and the text that takes the node's place."""

_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.Is: ast.IsNot,
    ast.In: ast.NotIn,
}
_OPPOSITES |= {after: before for before, after in _OPPOSITES.items()}
_BOUNDARIES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_ARITHMETIC: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Div(),
    ast.Div: ast.Mult(),
}
_ENDS = {"0": "-1", "-1": "0"}
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_EMPTY = {"str": "''", "int": "0", "float": "0.0", "tuple": "()", "list": "[]", "dict": "{}"}
_EMPTY |= {"set": "set()", "frozenset": "frozenset()", "Iterator": "iter(())"}
# Whether these are on changes no result, only what is refused or how fast it goes.
_GUARDS = frozenset(["copy", "strict"])
_FASTER = frozenset(["flush", "prepare"])
_LEAST = 1e-3
"""Smaller numbers are slack for rounding, and twice the slack changes nothing."""


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")
        # Other methods with such names are for debuggers and containers.
        elif isinstance(node, Function) and (node.name == "__post_init__" or node.name[:2] != "__"):
            yield f"{prefix}{node.name}", node


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function that do something, with those inside them."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "pattern"):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not is_text:
                # Messages, and what tells a type checker something.
                if isinstance(child, ast.JoinedStr | ast.Raise | ast.Assert):
                    continue
                if isinstance(child, ast.keyword) and child.arg in _GUARDS:
                    continue
                yield child
                yield from _code(child)


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield the faults that a node of a function can have."""
    match node:
        case ast.Compare(ops=[_]):
            yield from _comparisons(node)
        case ast.BoolOp() | ast.If() | ast.IfExp() | ast.comprehension() | ast.UnaryOp():
            yield from _conditions(node)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            if not any(_is_text(side) for side in (left, right)):
                yield node, "arithmetic", _text(ast.BinOp(left, _ARITHMETIC[type(op)], right))
        case ast.Constant(value=value):
            yield from _numbers(node, value)
        case ast.Call(func=ast.Name(id=name) as called) if name in _TWINS:
            yield called, "twin", _TWINS[name]
        case ast.Subscript(slice=index) if ast.unparse(index) in _ENDS:
            yield index, "other end", _ENDS[ast.unparse(index)]
        case ast.Expr() | ast.AugAssign() | ast.Continue() if _has_effect(node):
            yield node, "statement", "pass"


def _conditions(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield node, "and/or", _text(ast.BoolOp(other, values))
        case ast.If(test=test) | ast.IfExp(test=test) | ast.comprehension(ifs=[test, *_]):
            yield test, "condition", f"(not ({ast.unparse(test)}))"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, "no not", _text(operand)


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    (op,) = node.ops
    opposite = _OPPOSITES[type(op)]()
    yield node, "comparison", _text(ast.Compare(node.left, [opposite], node.comparators))
    # Of measured values the boundary itself never comes up; of counts it does.
    if type(op) in _BOUNDARIES and any(_is_count(side) for side in (node.left, *node.comparators)):
        boundary = _BOUNDARIES[type(op)]()
        yield node, "boundary", _text(ast.Compare(node.left, [boundary], node.comparators))


def _numbers(node: ast.Constant, value: object) -> Iterator[Change]:
    if isinstance(value, bool):
        yield node, "constant", str(not value)
    elif isinstance(value, int):
        yield node, "constant", str(value + 1)
    elif isinstance(value, float) and abs(value) >= _LEAST:
        yield node, "constant", repr(value * 2)


def _other_results(function: Function) -> Iterator[Change]:
    """Yield faults of what a function returns: the contrary, or nothing of its kind."""
    returns = function.returns
    if returns is None:
        return
    kind = ast.unparse(returns)
    may_be_none = kind.endswith("| None")
    head = kind.removesuffix("| None").strip().partition("[")[0]
    for node in _code(function):
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        value = ast.unparse(node.value)
        if kind == "bool":
            yield node.value, "result", f"(not ({value}))"
        elif may_be_none:
            if value != "None":
                yield node.value, "result", "None"
        elif head in _EMPTY and value != _EMPTY[head]:
            yield node.value, "result", _EMPTY[head]


def _has_effect(statement: ast.stmt) -> bool:
    """Return whether a statement is more than a value, and more than speed."""
    if not isinstance(statement, ast.Expr):
        return True
    called = statement.value
    return isinstance(called, ast.Call) and not (
        isinstance(called.func, ast.Attribute) and called.func.attr in _FASTER
    )


def _is_count(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int) and not isinstance(node.value, bool)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"


def _is_text(node: ast.AST) -> bool:
    is_string = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return is_string or isinstance(node, ast.JoinedStr)


def _text(node: ast.AST) -> str:
    return f"({ast.unparse(node)})"


def _fault(source: bytes, starts: list[int], function: str, change: Change) -> Fault:
    node, kind, new = change
    # ast counts lines from 1, and columns in bytes.
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    old = " ".join(source[start:end].decode().split())
    return Fault(function, node.lineno, kind, old, new, start, end)
