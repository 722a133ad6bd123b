"""Columns are named without hyphens, and ids come back as the data have them."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.diff import compare, read_state, sentences
from geo.exports import layers, write
from tests import small_state
from tests.diff.states import Refused, content, copied

DAY = small_state.DAY


def alike() -> dict[str, Any]:
    """Return services.yaml with ids that differ in a hyphen alone, and one that ends as a number."""
    services = content()
    for key in ("care_at-home", "care_at_home", "care-at-home-2", "care_at_home_2"):
        standard = copied(services, "care-at-home", id=key, title=f"Care, {key}")
        services["standards"].append(standard)
    kind = next(kind for kind in services["service_types"] if kind["id"] == "home-care")
    services["service_types"].append({**kind, "id": "home_care", "name": "Other", "short": "Other"})
    # Entries that share a list are written out: the reader refuses references in YAML.
    written_out: dict[str, Any] = json.loads(json.dumps(services))
    return written_out


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return small_state.load(tmp_path_factory.mktemp("alike"), alike())


@pytest.fixture(scope="module")
def written(known: Catalog, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("written")
    assessment = assess.verify(known, DAY)
    access = measure.measure(assessment)
    paths = {ending: home / f"a{ending}" for ending in write.SUFFIXES}
    for ending, path in paths.items():
        path.write_bytes(write.content(assessment, access, ending))
    return paths


def test_every_column_of_every_layer_is_letters_digits_and_underscores(known: Catalog) -> None:
    assessment = assess.verify(known, DAY)
    for layer in layers.build(assessment, measure.measure(assessment)).layers:
        for name in layer.table.column_names:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name


@pytest.mark.parametrize("ending", write.SUFFIXES)
def test_ids_come_back_as_the_data_have_them(
    ending: str, known: Catalog, written: dict[str, Path]
) -> None:
    snapshot = read_state.read(written[ending])
    whole = read_state.of_catalog(known, DAY, "whole")
    assert list(snapshot.standards) == list(whole.standards)
    assert snapshot.verdicts == whole.verdicts
    assert snapshot.services == whole.services
    assert snapshot.providers.keys() == whole.providers.keys()


@pytest.mark.parametrize("old", write.SUFFIXES)
@pytest.mark.parametrize("new", write.SUFFIXES)
def test_two_exports_are_compared_by_id(old: str, new: str, written: dict[str, Path]) -> None:
    changes = compare.compare(read_state.read(written[old]), read_state.read(written[new]))
    assert sentences.summary(changes) == sentences.SAME
    assert "crew-for-all" in {standard.id for standard in changes.standards}


@pytest.mark.parametrize("column", ["standard_ids", "service_type_ids"])
@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (lambda cell, row: cell if row == 1 else f"{cell}; more", [3]),
        (lambda cell, row: "more" if row == 2 else cell, [4]),
        (lambda cell, _: cell.partition("; ")[2], [2, 3, 4]),
        (lambda _cell, _row: "", [2, 3, 4]),
    ],
)
def test_ids_that_are_not_those_of_the_columns_are_told(
    column: str,
    change: Callable[[str, int], str],
    lines: list[int],
    written: dict[str, Path],
    refused: Refused,
) -> None:
    text = written[".csv"].read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    place = head.index(column)
    for number, row in enumerate(rows):
        row[place] = change(row[place], number)
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    problems = refused("a.csv", out.getvalue().encode()).problems
    assert {(problem.rule, problem.where.partition(".")[2]) for problem in problems} == {
        ("wrong-form", column)
    }
    assert [problem.line for problem in problems] == lines
