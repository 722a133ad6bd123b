"""A kind of standard that nobody made yet: the type checker names each place that must say what it means.

None of these places says something false of it meanwhile: each fails when it is asked.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from geo.catalog.records import (
    Basis,
    BearsOn,
    Catalog,
    Confidence,
    Contradiction,
    Evaluation,
    Flag,
    Statement,
    Status,
)
from geo.coverage import contradictions, county, evidence, explain, gather, sentences
from geo.coverage.findings import StandardTotal
from tests import small_state
from tests.coverage.judging import unasked, verified

ROOT = Path(__file__).resolve().parents[2]
MADE_UP = "made_up"
MEMBERS = {
    "Evaluation": 'WITHIN = "within"',
    "Status": 'UNKNOWN = "unknown"',
    "Basis": 'NONE = "none"',
    "Flag": 'WEAK = "weak"',
    "Confidence": 'RECALLED = "recalled"',
    "BearsOn": 'DETAIL = "detail"',
}
"""By enumeration, a member after which another one is put."""
# Types of other packages have no part in this, and take most of the checker's time. What is stricter
# for their being unknown is for the checker's own run.
OTHERS_UNREAD = """
[[tool.mypy.overrides]]
module = [
    "branca.*", "folium.*", "geopandas.*", "jinja2.*", "pandas.*", "pyproj.*", "rapidfuzz.*",
    "requests.*", "scipy.*", "shapely.*", "streamlit.*",
]
follow_imports = "skip"

[[tool.mypy.overrides]]
module = ["geo.*"]
disallow_subclassing_any = false
disallow_untyped_decorators = false
warn_return_any = false
warn_unused_ignores = false
"""


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return by enumeration the places that the type checker names once it has another member."""
    home = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "geo", home / "geo", ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (home / "pyproject.toml").write_text(settings + OTHERS_UNREAD, encoding="utf-8")
    records = home / "geo" / "catalog" / "vocabulary.py"
    text = records.read_text(encoding="utf-8")
    for name, last in MEMBERS.items():
        start = text.index(f"class {name}(StrEnum)")
        place = text.index(last, start) + len(last)
        text = f'{text[:place]}\n    MADE_UP = "{MADE_UP}"{text[place:]}'
    records.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", os.devnull, "geo/coverage"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    pattern = r'(geo/\S+\.py):(\d+): error: .*"assert_never" .*"Literal\[(\w+)\.MADE_UP\]"'
    found: dict[str, set[str]] = {name: set() for name in MEMBERS}
    for path, line, name in re.findall(pattern, done.stdout):
        found[name].add(f"{path}:{function_at(home / path, int(line))}")
    assert sum(map(len, found.values())) == done.stdout.count(": error: "), done.stdout
    return found


def function_at(path: Path, line: int) -> str:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(functions, key=lambda node: node.lineno).name


def test_the_type_checker_names_every_place_that_contributing_names(
    named: dict[str, set[str]],
) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.partition("### Add a new kind of standard")[2].partition("\n### ")[0]
    listed = {
        f"{path}:{name}"
        for path, names in re.findall(r"^ +- `(geo/\S+\.py)`: (.+)$", part, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", names)
    }
    assert listed == named["Evaluation"]
    assert len(listed) == 9


def test_the_type_checker_names_places_for_every_other_word_of_verdicts(
    named: dict[str, set[str]],
) -> None:
    assert named["Status"] >= {
        "geo/coverage/explain.py:_why",
        "geo/coverage/sentences.py:_of_distance",
        "geo/coverage/sentences.py:of_evidence",
    }
    assert named["Basis"] >= {
        "geo/coverage/explain.py:_through_region",
        "geo/coverage/judge.py:_status_of",
    }
    assert named["Flag"] >= {"geo/coverage/explain.py:_note"}
    assert named["Confidence"] >= {"geo/coverage/evidence.py:_is_firm"}
    assert named["BearsOn"] >= {"geo/coverage/contradictions.py:on_coverage"}


# At run time


EVALUATION = cast(Evaluation, MADE_UP)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Return the small state, its first standard of a kind that is made up."""
    known = small_state.load(tmp_path)
    first, *others = known.services.standards
    standards = (replace(first, evaluation=EVALUATION), *others)
    return replace(known, services=replace(known.services, standards=standards))


def test_a_standard_of_a_made_up_kind_gets_no_verdict(catalog: Catalog) -> None:
    with pytest.raises(AssertionError, match=MADE_UP):
        verified(catalog, small_state.DAY)


def case(catalog: Catalog, **changes: Any) -> explain.Case:
    """Return what the sentences on a county are made of; the standard is of a made-up kind."""
    index = gather.gather(catalog, small_state.DAY)
    topic = explain.topic(
        catalog.services.standards[0],
        as_of=small_state.DAY,
        types=index.types,
        data=catalog.services,
        open_types=(),
    )
    facts, _ = evidence.serving("outreach-crew", small_state.ALDER, index)
    whole = explain.Case(
        topic=topic,
        county=catalog.counties[0],
        status=Status.COVERED,
        carrying=tuple(facts),
        left_out_by=(),
        memberships=index.regions[small_state.ALDER],
        conflicts=(),
        contradicted=False,
        possible=False,
    )
    return whole._replace(**changes)


@pytest.mark.parametrize("status", [Status.COVERED, Status.GAP, Status.UNKNOWN])
def test_no_rule_is_told_of_a_made_up_kind(catalog: Catalog, status: Status) -> None:
    with pytest.raises(AssertionError, match=MADE_UP):
        explain.rule(case(catalog, status=status))


TOTAL = StandardTotal(
    id="a-standard",
    title="A standard",
    short="A standard",
    evaluation=EVALUATION,
    required=True,
    in_force=True,
    covered=1,
    claimed=0,
    gap=0,
    unknown=0,
    people={"covered": 1000},
    bases={"listed": 1, "region": 0},
    flags={"stale": 0},
)
DETAIL = Contradiction(
    id="a",
    title="A",
    about=(),
    bears_on=cast(BearsOn, MADE_UP),
    sides=(Statement(source="team-list", says="a"), Statement(source="news", says="b")),
    treatment="None.",
)


@pytest.mark.parametrize(
    "ask",
    [
        lambda made: explain.lift(made._replace(status=Status.GAP), ()),
        lambda made: explain.rule(made._replace(status=MADE_UP)),
        lambda made: explain.notes(made, (cast(Flag, MADE_UP),)),
        lambda made: explain.notes(made._replace(conflicts=(DETAIL,)), ()),
    ],
)
def test_no_sentence_is_told_of_a_made_up_word_in_a_finding(
    catalog: Catalog, ask: Callable[[explain.Case], object]
) -> None:
    with pytest.raises(AssertionError, match=MADE_UP):
        ask(case(catalog))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: sentences.summary(TOTAL, 1),
        lambda: sentences.meaning(EVALUATION, Status.GAP),
        lambda: sentences.meaning(Evaluation.SERVICE, cast(Status, MADE_UP)),
        lambda: sentences.meaning(Evaluation.WITHIN, cast(Status, MADE_UP)),
        lambda: sentences.possible(EVALUATION),
        lambda: contradictions.disputes(DETAIL, ()),
    ],
)
def test_no_sentence_is_told_of_a_made_up_word(ask: Callable[[], object]) -> None:
    with pytest.raises(AssertionError, match=MADE_UP):
        ask()


def test_a_made_up_confidence_or_basis_is_neither_firm_nor_weak(catalog: Catalog) -> None:
    index = gather.gather(catalog, small_state.DAY)
    fact, *_ = evidence.serving("outreach-crew", small_state.ALDER, index)[0]
    assert fact.membership
    membership = replace(fact.membership, confidence=cast(Confidence, MADE_UP))
    with pytest.raises(AssertionError, match=MADE_UP):
        evidence.is_weak(replace(fact, membership=membership))
    facts = (replace(fact, basis=cast(Basis, MADE_UP)),)
    own = small_state.load(catalog.home)
    service = replace(catalog, services=own.services)
    with pytest.raises(AssertionError, match=MADE_UP):
        explain.rule(case(service, carrying=facts))


def test_an_open_question_asks_nothing_about_a_made_up_kind(catalog: Catalog) -> None:
    own = small_state.load(catalog.home)
    (total, *_) = verified(own, small_state.DAY).standards
    assessment = replace(verified(own, small_state.DAY), catalog=catalog, standards=(total,))
    first = assessment.findings[0]
    findings = (replace(first, status=Status.GAP),)
    with pytest.raises(AssertionError, match=MADE_UP):
        county.county_profile(replace(assessment, findings=findings), catalog.counties[0])


def test_unasked_is_not_silent(catalog: Catalog) -> None:
    index = gather.gather(catalog, small_state.DAY)
    with pytest.raises(AssertionError, match="asked for distances"):
        unasked(catalog.services.standards[0], index)
