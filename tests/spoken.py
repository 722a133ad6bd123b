"""The English sentences that the code can say to a reader in another language, found in its source."""

import ast
from pathlib import Path

from jinja2 import Environment, nodes

import geo
from geo.catalog.records import Catalog
from geo.catalog.vocabulary import Flag, Pillar
from geo.coverage import sentences
from geo.coverage.calls import always
from geo.geocode.cautions import MESSAGES
from geo.maps import findmap
from geo.text import MONTHS

HOME = Path(geo.__file__).parent
SPEAKING = {"say", "said"}


def in_code() -> set[str]:
    """Return every template that Python code or a template of pages says."""
    found = {*MESSAGES.values(), *sentences.BASIS_WORDS.values(), *MONTHS, *findmap.WORDS}
    found |= {Flag.WEAK.label, Flag.DISPUTED.label, Flag.STALE.label}
    found |= {pillar.label for pillar in Pillar}
    for path in _files(HOME, ".py"):
        found |= _in_python(path.read_text(encoding="utf-8"))
    environment = Environment(autoescape=True)
    for path in _files(HOME / "templates", ".html", ".txt"):
        found |= _in_template(environment.parse(path.read_text(encoding="utf-8")))
    return found


def _files(folder: Path, *endings: str) -> list[Path]:
    """Return files, without those of the one-file page, whose words stand in a table of their own."""
    files = (path for path in folder.rglob("*") if path.suffix in endings)
    return [path for path in files if "pocket" not in path.parts]


def in_data(catalog: Catalog) -> set[str]:
    """Return every sentence of the data, in our own words, that Find help may show."""
    data = catalog.services
    texts: set[str | None] = {entry.says for entry in data.elsewhere}
    texts |= {words for step in data.crisis_steps for words in (step.when, step.says)}
    texts |= {kind.for_whom.says for kind in data.service_types if kind.for_whom}
    for number in data.statewide:
        texts |= {
            number.routing,
            number.near_line,
            *(reach.how for reach in number.reach if reach.lang),
        }
    texts |= {service.hours for service in data.services if service.phone}
    texts |= {call.answers for call in always(catalog) if not call.rules}
    for unit in data.neighbor_units:
        texts |= {unit.kind, unit.eligibility}
    return set(filter(None, texts))


def _in_python(source: str) -> set[str]:
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and _name(call.func) in SPEAKING
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return called.id
    if isinstance(called, ast.Attribute) and called.attr == "text":
        return _name(called.value)
    return ""


def _in_template(tree: nodes.Template) -> set[str]:
    found = set()
    for call in tree.find_all(nodes.Call):
        called = call.node
        if isinstance(called, nodes.Getattr) and called.attr == "text":
            called = called.node
        if (
            isinstance(called, nodes.Name)
            and called.name in SPEAKING
            and call.args
            and isinstance(call.args[0], nodes.Const)
        ):
            found.add(call.args[0].value)
    return found
