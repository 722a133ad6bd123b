"""A measured error is claimed of the points it was measured with, and of no others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import geo
from geo.access import demand, measure, sentences
from geo.access.records import DemandSource
from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog.demand_error import FILE
from geo.catalog.records import Catalog, Facility
from geo.errors import DataError
from tests import small_state
from tests.access.small import NEAR
from tests.small_state import DAY

NOT_MEASURED = "We did not measure how exact these points are."
KIND = "haven"
SHARES = [
    {"within_miles": 15, "county": 12.5, "region": 7.5, "state": 0.5},
    {"within_miles": 30, "county": 30.0, "region": 20.0, "state": 10.0},
]


def stated(catalog: Catalog) -> dict[str, Any]:
    """Return the content of the file of errors for a catalog's points and units."""
    return {
        "measured": "2026-02",
        "against": "block groups",
        "against_sha256": "0" * 64,
        "points_sha256": demand.points_sha256(catalog, demand.default(catalog)),
        "units_sha256": demand.units_sha256(catalog, KIND),
        "mean_miles": 2.5,
        "shares": SHARES,
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a data folder of three counties with the errors of its points."""
    catalog = small_state.load(tmp_path)
    (tmp_path / FILE).write_text(yaml.safe_dump(stated(catalog)), encoding="utf-8")
    return tmp_path


def load(home: Path) -> Catalog:
    return reader.load(home, today=DAY)


def source(catalog: Catalog) -> DemandSource:
    return measure.measure(geo.verify(catalog, DAY)).demand


def test_the_points_that_were_measured_have_the_errors_of_the_file(home: Path) -> None:
    found = source(load(home))
    assert found.error_miles == 2.5
    assert found.error_share == {15: 0.125, 30: 0.3}
    assert found.error_share_regions == {15: 0.075, 30: 0.2}
    assert found.error_share_state == {15: 0.005, 30: 0.1}
    said = sentences.demand(found)
    assert (
        "Average miles are right within 2.5 for 95% of counties, compared with census block groups. "
        in f"{said} "
    )
    assert NOT_MEASURED not in said


def test_each_kind_of_area_is_judged_by_its_own_error(home: Path) -> None:
    content = small_state.services()
    content["standards"].append(NEAR)
    small_state.write(home, content)
    found = measure.measure(geo.verify(load(home), DAY))
    areas = {area.name: area for area in (found.state, *found.regions, *found.counties)}
    for name, error in (("Birch", 30), ("Region 1", 20), ("Wyoming", 10)):
        (verdict,) = areas[name].reach
        shares = verdict.share.low, verdict.share.high
        assert None not in shares
        low, high = (
            100 * (share or 0) + step for share, step in zip(shares, (-error, error), strict=True)
        )
        assert f"({low:.1f}% to {min(high, 100):.1f}%, allowing".replace(".0%", "%") in verdict.rule


def test_an_error_widens_the_share_of_its_own_limit_alone(home: Path) -> None:
    content = small_state.services()
    content["standards"].append(NEAR | {"within_miles": 31})
    small_state.write(home, content)
    (verdict,) = measure.measure(geo.verify(load(home), DAY)).regions[0].reach
    # Without an error of that limit, each distance is off by that of the mean miles.
    assert "(41.4% to 42.9%, allowing" in verdict.rule


def assert_nothing_is_claimed(home: Path) -> None:
    found = source(load(home))
    assert found.error_miles is None
    assert found.error_share == found.error_share_regions == found.error_share_state == {}
    assert not found.error_of_other_units
    assert NOT_MEASURED in sentences.demand(found)


def test_without_the_file_nothing_is_claimed(home: Path) -> None:
    (home / FILE).unlink()
    assert_nothing_is_claimed(home)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("counties.csv", "Alder,4000,", "Alder,4001,"),
        ("counties.csv", ",-106.5,42.5", ",-106.5,42.51"),
        ("zips.csv", "56003:100", "56003:101"),
        ("zips.csv", "56003:100", "56003:100;56005:1"),
    ],
)
def test_of_other_points_nothing_is_claimed(home: Path, name: str, before: str, after: str) -> None:
    path = home / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert_nothing_is_claimed(home)


@pytest.mark.parametrize("column", ["lon", "lat", "people", "county"])
def test_each_column_of_the_points_is_in_their_hash(home: Path, column: str) -> None:
    catalog = load(home)
    points = demand.default(catalog)
    values = getattr(points, column).copy()
    values[-1] += 1e-5 if column in ("lon", "lat") else -1
    other = replace(points, **{column: values})
    assert demand.measured_error(catalog, points) is not None
    assert demand.measured_error(catalog, other) is None


def test_points_of_a_user_are_not_those_that_were_measured(home: Path) -> None:
    catalog = load(home)
    other = replace(demand.default(catalog), scale=demand.Scale.POINTS)
    assert demand.measured_error(catalog, other) is None


Units = tuple[Facility, ...]
OTHERS: dict[str, Callable[[Units], Units]] = {
    "closed": lambda units: units[1:],
    "opened": lambda units: (*units, replace(units[0], id="another", lon=units[0].lon + 0.1)),
    "moved": lambda units: (replace(units[0], lat=units[0].lat + 0.001), *units[1:]),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_with_other_units_the_error_stays_and_is_said_to_be_of_others(
    home: Path, change: Callable[[Units], Units]
) -> None:
    known = load(home)
    units = change(known.services.facilities)
    found = source(replace(known, services=replace(known.services, facilities=units)))
    assert found.error_miles == 2.5
    assert found.error_share == {15: 0.125, 30: 0.3}
    said = sentences.demand(found)
    assert said.endswith(
        "right within 2.5 for 95% of counties, compared with census block groups and other units than "
        "the data has now."
    )


def test_neither_the_order_of_units_nor_what_else_is_known_of_them_matters(home: Path) -> None:
    known = load(home)
    units = tuple(replace(unit, name="Unit") for unit in reversed(known.services.facilities))
    found = source(replace(known, services=replace(known.services, facilities=units)))
    assert not found.error_of_other_units


def test_a_broken_file_is_told_with_its_line(home: Path) -> None:
    text = (home / FILE).read_text(encoding="utf-8")
    (home / FILE).write_text(text.replace("mean_miles: 2.5", "mean_miles: far"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        source(load(home))
    (problem,) = caught.value.problems
    line = text.splitlines().index("mean_miles: 2.5") + 1
    assert (problem.file, problem.line, problem.rule) == (FILE, line, "not-a-number")


def test_the_bundled_points_are_those_that_were_measured() -> None:
    """Where this fails, run benchmarks/demand_error.py with --write: data/README.md tells how."""
    catalog = reader.load(folder.default_dir())
    assert demand.measured_error(catalog, demand.default(catalog)) is not None
