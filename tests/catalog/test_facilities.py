"""Rules on facilities: what a derived bed figure is made of."""

from pathlib import Path
from typing import Any

import pytest

from geo.errors import DataError
from tests import small_state


def load(home: Path, **beds: Any) -> None:
    content = small_state.services()
    content["facilities"][0]["beds"] = [{"kind": "derived", "low": 16, "high": 16, **beds}]
    small_state.load(home, content)


def test_a_derived_figure_names_its_sources(tmp_path: Path) -> None:
    load(tmp_path, source="team-list", also=["news"])


@pytest.mark.parametrize(
    ("beds", "rule", "where", "found"),
    [
        ({"source": "team-list"}, "derived-of-one-source", "also", "team-list"),
        ({"source": "news", "also": []}, "derived-of-one-source", "also", "news"),
        ({"source": "news", "also": ["news"]}, "derived-of-one-source", "also", "news"),
        (
            {"source": "news", "also": ["team-list"], "kind": "reported"},
            "derived-of-one-source",
            "also",
            "team-list",
        ),
        ({"source": "news", "also": ["law"]}, "unknown-source", "also[0]", "law"),
    ],
)
def test_a_derived_figure_of_one_source_is_refused(
    tmp_path: Path, beds: dict[str, Any], rule: str, where: str, found: str
) -> None:
    with pytest.raises(DataError) as caught:
        load(tmp_path, **beds)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.found) == (rule, found)
    assert problem.where == f"facilities[0].beds[0].{where}"
