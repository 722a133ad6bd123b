"""Typed records from a YAML tree: frozen dataclasses are the schema.

A general validation library would do, but importing one costs more than the whole ``verify``
command may take (0.18 of 0.25 s), and each problem here must name its line in the file.
"""

import dataclasses
import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from geo.catalog.dates import When, parse_when
from geo.catalog.problem_report import Entry, Report
from geo.catalog.yamltree import Mapping, Node, Refused, Scalar, Sequence

__all__ = [
    "DECIMAL",
    "INVALID",
    "Between",
    "Length",
    "Pattern",
    "bare",
    "fields_of",
    "read",
]

INVALID: Any = object()
"""Stands for a value that broke a rule; the problem is in the report."""

# No figure here needs more digits, and Python refuses to convert some thousands of them.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_NUMBERS: dict[type, tuple[re.Pattern[str], str]] = {
    int: (_INTEGER, "expected a whole number without leading zeros"),
    float: (DECIMAL, "expected a decimal number"),
}
# Keys by which other records name this one.
_NAMING = frozenset(("id", "number", "alias"))


@dataclass(frozen=True, slots=True)
class Pattern:
    """The whole text matches `regex`; `says` puts it in words."""

    regex: str
    says: str


@dataclass(frozen=True, slots=True)
class Length:
    """Between `low` and `high` characters of a text or items of a list."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `low` to `high`, both included."""

    low: float
    high: float


def read(hint: Any, node: Node, where: str, report: Report) -> Any:
    """Return the value of type `hint` that `node` holds, or `INVALID` with the problems reported.

    Parameters
    ----------
    hint : type or Annotated
        str, bool, int, float, When, an Enum, a dataclass, ``tuple[X, ...]`` or ``X | None``,
        with `Pattern`, `Length` or `Between` as annotations.
    node : Node
        The piece of the YAML tree.
    where : str
        Its place, such as ``sources[2].url``; empty for the whole file.
    report : Report
        Where problems and lines go.
    """
    report.remember(where, node.line)
    if isinstance(node, Refused):
        report.skip(where)
        return INVALID
    inner, kind, optional, rules = _plan(hint)
    if optional and isinstance(node, Scalar) and node.value is None:
        return None
    value = kind(inner, node, where, report)
    for rule, message in _broken(rules, value) if rules and value is not INVALID else ():
        return _wrong(rule, message, node, where, report)
    return value


@cache
def _plan(hint: Any) -> tuple[Any, Callable[..., Any], bool, tuple[Any, ...]]:
    """Return the bare type of a hint, how it is read, whether it may be empty, and its rules."""
    inner, rules = bare(hint)
    optional = get_origin(inner) in (Union, types.UnionType)
    if optional:
        given = next(kind for kind in get_args(inner) if kind is not types.NoneType)
        inner, more = bare(given)
        rules += more
    if get_origin(inner) is tuple:
        return get_args(inner)[0], _read_list, optional, rules
    if dataclasses.is_dataclass(inner) and inner is not When:
        return inner, _read_record, optional, rules
    return inner, _read_scalar, optional, rules


def bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without its annotations, and these."""
    if get_origin(hint) is Annotated:
        inner, *rules = get_args(hint)
        return inner, tuple(rules)
    return hint, ()


def _read_list(item: Any, node: Node, where: str, report: Report) -> Any:
    if not isinstance(node, Sequence):
        return _wrong("wrong-type", "expected a list", node, where, report)
    values = [read(item, child, f"{where}[{i}]", report) for i, child in enumerate(node.items)]
    return INVALID if any(value is INVALID for value in values) else tuple(values)


@cache
def fields_of(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    """Return a record's types by field, and the fields that must be given."""
    fields, hints = dataclasses.fields(kind), get_type_hints(kind, include_extras=True)
    needed = frozenset(field.name for field in fields if field.default is dataclasses.MISSING)
    return {field.name: hints[field.name] for field in fields}, needed


def _read_record(kind: type, node: Node, where: str, report: Report) -> Any:
    """Return the record, or `INVALID`; what could be read goes into the report either way."""
    if not isinstance(node, Mapping):
        return _wrong("wrong-type", "expected keys with values", node, where, report)
    values = _read_fields(kind, node, where, report)
    hints, needed = fields_of(kind)
    sound = needed <= values.keys() and node.entries.keys() & hints.keys() == values.keys()
    report.entries.append(Entry(kind, where, values, sound))
    return kind(**values) if sound else INVALID


def _read_fields(kind: type, node: Mapping, where: str, report: Report) -> dict[str, Any]:
    """Return the fields that keep their own rules."""
    hints, needed = fields_of(kind)
    values: dict[str, Any] = {}
    for key, (line, child) in node.entries.items():
        inner = f"{where}.{key}" if where else key
        if key in _NAMING and isinstance(child, Scalar) and child.value:
            report.name(where, child.value)
        if key in hints:
            values[key] = read(hints[key], child, inner, report)
        elif key in getattr(kind, "GONE", {}):
            report.add("gone-key", kind.GONE[key], line=line, where=inner, found=key)  # type: ignore[attr-defined]
        else:
            hint = report.hint(key, hints) or f"; known: {', '.join(hints)}"
            message = f"no such key here{hint}"
            report.add("unknown-key", message, line=line, where=inner, found=key)
    for key in sorted(needed - node.entries.keys()):
        inner = f"{where}.{key}" if where else key
        report.add("missing-key", f"the key {key} is missing", line=node.line, where=inner)
    return {name: value for name, value in values.items() if value is not INVALID}


def _read_scalar(hint: Any, node: Node, where: str, report: Report) -> Any:
    if not isinstance(node, Scalar):
        message = "expected one value, not a list or keys"
        return _wrong("wrong-type", message, node, where, report)
    if node.value is None:
        return _wrong("empty-value", "expected a value", node, where, report)
    rule, message, value = _convert(hint, node.value)
    return _wrong(rule, message, node, where, report) if rule else value


def _wrong(rule: str, message: str, node: Node, where: str, report: Report) -> Any:
    report.add(rule, message, line=node.line, where=where, found=node.shown())
    return INVALID


def _convert(hint: Any, text: str) -> tuple[str, str, Any]:
    """Return rule and message where `text` is no `hint`, else empty ones and the value."""
    if hint is str:
        return "", "", text
    if hint is bool and text in ("true", "false"):
        return "", "", text == "true"
    if hint is bool:
        return _bad("not-a-boolean", "expected true or false")
    if hint in (int, float):
        form, what = _NUMBERS[hint]
        return ("", "", hint(text)) if form.fullmatch(text) else _bad("not-a-number", what)
    if hint is When:
        try:
            return "", "", parse_when(text)
        except ValueError as error:
            return _bad("not-an-iso-date", str(error))
    if isinstance(hint, type) and issubclass(hint, Enum):
        known = _choices(hint)
        if text in known:
            return "", "", known[text]
        return _bad("not-a-choice", f"expected one of: {', '.join(known)}")
    message = f"no reader for {hint}"
    raise TypeError(message)


@cache
def _choices(kind: type[Enum]) -> dict[str, Enum]:
    return {choice.value: choice for choice in kind}


def _bad(rule: str, message: str) -> tuple[str, str, Any]:
    return rule, message, INVALID


def _broken(rules: tuple[Any, ...], value: Any) -> Iterator[tuple[str, str]]:
    for rule in rules:
        match rule:
            case Pattern(regex, says) if not re.fullmatch(regex, value, re.ASCII):
                yield "wrong-form", f"expected {says}"
            case Length(low, high) if not low <= len(value) <= high:
                what = "characters" if isinstance(value, str) else "items"
                size = f"{low}" if low == high else f"{low} to {high}"
                yield "wrong-length", f"expected {size} {what}, not {len(value)}"
            case Between(low, high) if not low <= value <= high:
                yield "out-of-range", f"expected a number from {low:g} to {high:g}"
