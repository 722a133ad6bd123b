"""Many places in parts: the same answers as in one piece, memory bounded, and the document's recipe under Dask."""

import importlib.util
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from itertools import chain, count, islice
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geo
from geo.referral.batch_columns import COLUMNS
from tests import live
from tests.spatial.globe import CONTERMINOUS, MISSISSIPPI, UNIT_LONLAT, spread

ROOT = Path(__file__).resolve().parents[1]
POINTS = np.concatenate([spread(1, 400, MISSISSIPPI), spread(2, 100, CONTERMINOUS)])
SIZES = [1, 3, 64, 499, 500, 501]
TEXTS = (
    *("38606", "Washington", "", "34.3116, -89.9437", "=1+1", "Batesville or Sardis 38606"),
    *("Memphis TN", "12 Oak St, Tupelo, MS", "zorgville", "Lee County", "x" * 300, "38606"),
)


def parts(length: int, size: int) -> Iterator[slice]:
    """Yield the slices of a table's parts, with an empty one before, between and after."""
    for start in range(0, length, size):
        yield slice(start, start)
        yield slice(start, start + size)
    yield slice(length, length)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("facilities", [UNIT_LONLAT, spread(3, 300, CONTERMINOUS)])
def test_the_nearest_are_the_same_in_parts_of_any_size(facilities: Any, size: int) -> None:
    lon, lat = POINTS.T
    index, distance_m = geo.nearest_many(facilities, lon, lat)
    cut = [geo.nearest_many(facilities, lon[part], lat[part]) for part in parts(len(lon), size)]
    assert np.concatenate([one for one, _ in cut]).tolist() == index.tolist()
    assert np.concatenate([far for _, far in cut]).tolist() == distance_m.tolist()


@pytest.mark.parametrize("size", SIZES)
def test_counties_are_the_same_in_parts_of_any_size(size: int) -> None:
    lon, lat = POINTS.T
    whole = geo.assign_counties(lon, lat, live.catalog())
    cut = [
        geo.assign_counties(lon[part], lat[part], live.catalog()) for part in parts(len(lon), size)
    ]
    assert np.concatenate(cut).tolist() == whole.tolist()
    assert len(set(whole)) > 50


@pytest.mark.parametrize("size", [1, 5, len(TEXTS), 100])
def test_answers_are_the_same_in_parts_of_any_size(size: int) -> None:
    whole = list(geo.answer_many(live.assessment(), TEXTS))
    cut = (geo.answer_many(live.assessment(), TEXTS[part]) for part in parts(len(TEXTS), size))
    assert list(chain.from_iterable(cut)) == whole
    assert {len(row) for row in whole} == {len(COLUMNS)}
    statuses = [row[0] for row in whole]
    assert statuses[:3] == ["ok", "ambiguous", "invalid"]
    assert {(row[-2], row[-1]) for row in whole} == {
        (live.DAY.isoformat(), live.catalog().data_sha256)
    }


def test_texts_that_never_end_are_answered_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def visits() -> Iterator[str]:
        for number in count():
            asked.append(number)
            yield TEXTS[number % len(TEXTS)]

    rows = list(islice(geo.answer_many(live.assessment(), visits()), 5))
    assert len(rows) == len(asked) == 5
    assert rows == list(geo.answer_many(live.assessment(), TEXTS[:5]))


def test_what_is_no_text_is_refused_without_being_repeated() -> None:
    with pytest.raises(TypeError) as caught:
        list(geo.answer_many(live.assessment(), [38606.25]))  # type: ignore[list-item]
    assert "38606" not in str(caught.value)


def test_memory_does_not_grow_with_the_number_of_parts() -> None:
    def peak(times: int) -> int:
        tracemalloc.start()
        for number in range(times):
            lon, lat = spread(number, 20_000, MISSISSIPPI).T.copy()
            geo.nearest_many(UNIT_LONLAT, lon, lat)
            geo.assign_counties(lon, lat, live.catalog())
        for _ in geo.answer_many(live.assessment(), TEXTS[:6] * times):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)  # what is read once
    assert peak(12) < 1.2 * peak(2)


# The recipe


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the document's program and a table of visits in three parts, one of them empty."""
    home = tmp_path_factory.mktemp("recipe")
    text = (ROOT / "docs" / "many-places.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (home / "recipe.py").write_text(code, encoding="utf-8")
    (home / "visits").mkdir()
    texts = [None if text == "" else text for text in TEXTS]
    for number, part in enumerate((slice(0, 7), slice(7, 7), slice(7, None))):
        typed = pd.array(texts[part], dtype="string")
        lon, lat = POINTS[: len(texts)][part].T
        visits = pd.DataFrame({"place": typed, "lon": lon, "lat": lat, "note": "kept"})
        visits.to_parquet(home / "visits" / f"{number}.parquet", index=False)
    return home


def module(home: Path) -> ModuleType:
    """Return the document's program as a module, to call its functions in this process."""
    spec = importlib.util.spec_from_file_location("recipe", home / "recipe.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_recipe_answers_as_one_process_does(recipe: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=recipe,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    # No file is named by what was typed, and none of it is logged.
    files = sorted(path.name for path in (recipe / "answers").iterdir())
    assert files == ["part.0.parquet", "part.1.parquet", "part.2.parquet"]
    assert not any(text in done.stderr for text in TEXTS if len(text) > 5)
    told = pd.concat([pd.read_parquet(recipe / "answers" / name) for name in files])
    visits = pd.read_parquet(recipe / "visits")
    kept = told[visits.columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, visits, check_dtype=False)  # there are two types of text
    answers = list(geo.answer_many(live.assessment(), TEXTS))
    assert list(told[list(COLUMNS)].itertuples(index=False, name=None)) == answers
    index, distance_m = geo.nearest_many(UNIT_LONLAT, visits["lon"], visits["lat"])
    units = live.catalog().services.facilities
    assert told["unit"].tolist() == [units[place].id for place in index]
    assert told["distance_m"].tolist() == distance_m.tolist()
    assert told["geoid"].tolist() == geo.assign_counties(visits["lon"], visits["lat"]).tolist()


def test_the_columns_that_dask_is_told_are_those_of_every_part(recipe: Path) -> None:
    program = module(recipe)
    for path in sorted((recipe / "visits").iterdir()):
        rows = pd.read_parquet(path)
        made = program.answered(program.measured(rows))
        expected = program.answered(program.measured(rows.iloc[:0]))
        assert made.dtypes.to_dict() == expected.dtypes.to_dict()
        assert len(made) == len(rows)


def test_rows_whose_index_holds_a_number_twice_are_not_multiplied(recipe: Path) -> None:
    program = module(recipe)
    rows = pd.read_parquet(recipe / "visits" / "0.parquet")
    rows.index = pd.Index([0] * len(rows))
    assert len(program.answered(program.measured(rows))) == len(rows)
