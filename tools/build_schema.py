"""Write the schemas by which editors check services.yaml and confirmations.yaml, from the records."""

import argparse
import dataclasses
import json
import sys
import types
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from geo.catalog.dates import When
from geo.catalog.records import Confirmations, Services
from geo.catalog.schema import Between, Length, Pattern, bare, fields_of

__all__ = ["DATA", "KINDS", "built", "main"]

DATA = Path(__file__).resolve().parent.parent / "data"
KINDS = {"services": Services, "confirmations": Confirmations}
"""By the name of a file of the data, without its ending, what reads it."""


def main(arguments: list[str] | None = None) -> int:
    """Write the schema, or with ``--check`` compare it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 on a difference"
    )
    options = parser.parse_args(arguments)
    wrong = [name for name in KINDS if not _is_built(name)]
    if not options.check:
        for name in wrong:
            _target(name).write_bytes(built(name))
        return 0
    for name in wrong:
        print(f"build_schema: {_target(name).name} is not what the records give", file=sys.stderr)
    return 1 if wrong else 0


def _target(name: str) -> Path:
    return DATA / f"{name}.schema.json"


def _is_built(name: str) -> bool:
    target = _target(name)
    return target.is_file() and target.read_bytes() == built(name)


def built(name: str) -> bytes:
    """Return a file's schema as JSON, the same bytes for the same records."""
    schema = json_schema(name, KINDS[name])
    return (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()


def json_schema(name: str, kind: type) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file that `kind` reads, for editors."""
    definitions: dict[str, Any] = {}
    root = _schema_of(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name}.yaml",
        **root,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hint, rules = bare(hint)
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(choice for choice in get_args(hint) if choice is not types.NoneType)
        return {"anyOf": [_schema_of(inner, definitions), {"type": "null"}]}
    if get_origin(hint) is tuple:
        items = _schema_of(get_args(hint)[0], definitions)
        schema: dict[str, Any] = {"type": "array", "items": items}
    elif dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint is not When:
        return _schema_of_record(hint, definitions)
    else:
        schema = _schema_of_scalar(hint)
    for rule in rules:
        schema |= _schema_of_rule(rule, schema["type"])
    return schema


def _schema_of_record(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        hints, needed = fields_of(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "additionalProperties": False,
            "required": [name for name in hints if name in needed],
            "properties": {name: _schema_of(one, definitions) for name, one in hints.items()},
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _schema_of_scalar(hint: Any) -> dict[str, Any]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [choice.value for choice in hint]}
    names = {str: "string", bool: "boolean", int: "integer", float: "number"}
    if hint in names:
        return {"type": names[hint]}
    # Editors take an unquoted year for a number; so may a date be, here.
    form = "YYYY-MM-DD, YYYY-MM, YYYY or EARLIEST/LATEST"
    return {"type": ["string", "integer"], "description": form}


def _schema_of_rule(rule: Any, kind: str) -> dict[str, Any]:
    match rule:
        case Pattern(regex, says):
            return {"pattern": f"^(?:{regex})$", "description": says}
        case Length(low, high) if kind == "string":
            return {"minLength": low, "maxLength": high}
        case Length(low, high):
            return {"minItems": low, "maxItems": high}
        case Between(low, high):
            return {"minimum": low, "maximum": high}
    return {}


if __name__ == "__main__":
    sys.exit(main())
