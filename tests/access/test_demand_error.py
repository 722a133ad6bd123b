"""A measured error is claimed of the points it was measured with, and of no others."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import geo
from geo.access import demand, measure, sentences
from geo.access.records import DemandSource
from geo.catalog import folder
from geo.catalog.demand_error import FILE
from geo.catalog.records import Catalog
from geo.errors import DataError

DAY = dt.date(2026, 11, 21)
HOME = folder.default_dir()
KNOWN = geo.load(today=DAY)
POINTS = demand.default(KNOWN)
SERVICE = "csu"
NOT_MEASURED = "How far these points are off was not measured."


def in_folder(tmp_path: Path, name: str, change: Callable[[str], str | None]) -> Catalog:
    """Return the bundled data with one file changed, or without it."""
    home = tmp_path / "data"
    shutil.copytree(HOME, home)
    text = change((home / name).read_text(encoding="utf-8"))
    (home / name).unlink()
    if text is not None:
        (home / name).write_text(text, encoding="utf-8")
    return geo.load(home, today=DAY)


def source(catalog: Catalog) -> DemandSource:
    return measure.measure(geo.verify(catalog, DAY)).demand


def assert_nothing_is_claimed(catalog: Catalog) -> None:
    found = source(catalog)
    assert found.error_miles is None
    assert found.error_share == found.error_share_regions == found.error_share_state == {}
    assert not found.error_of_other_units
    assert NOT_MEASURED in sentences.demand(found)


def test_the_points_that_were_measured_have_the_errors_of_the_file() -> None:
    error = demand.measured_error(KNOWN, POINTS, SERVICE)
    found = source(KNOWN)
    assert error is not None
    assert found.error_miles == error.mean_miles
    for share in error.shares:
        for known, percent in (
            (found.error_share, share.county),
            (found.error_share_regions, share.region),
            (found.error_share_state, share.state),
        ):
            assert known[share.within_miles] == pytest.approx(percent / 100, abs=1e-12)
    assert set(found.error_share) == {share.within_miles for share in error.shares}
    assert f"right within {error.mean_miles:g}." in sentences.demand(found)
    assert NOT_MEASURED not in sentences.demand(found)


def test_without_the_file_nothing_is_claimed(tmp_path: Path) -> None:
    assert_nothing_is_claimed(in_folder(tmp_path, FILE, lambda _: None))


def one_person_moves(table: str) -> str:
    """Move somebody from the first county of counties.csv into the second."""
    header, first, second, *rest = table.splitlines()
    place = header.split(",").index("pop2020")
    rows = [first.split(","), second.split(",")]
    for row, step in zip(rows, (-1, 1), strict=True):
        row[place] = str(int(row[place]) + step)
    return "\n".join([header, *(",".join(row) for row in rows), *rest, ""])


def a_zip_moves(table: str) -> str:
    header, first, *rest = table.splitlines()
    row = first.split(",")
    place = header.split(",").index("lon")
    row[place] = f"{float(row[place]) + 0.001:.5f}"
    return "\n".join([header, ",".join(row), *rest, ""])


@pytest.mark.parametrize(
    ("name", "change"), [("counties.csv", one_person_moves), ("zips.csv", a_zip_moves)]
)
def test_of_other_points_nothing_is_claimed(
    tmp_path: Path, name: str, change: Callable[[str], str]
) -> None:
    assert_nothing_is_claimed(in_folder(tmp_path, name, change))


@pytest.mark.parametrize("column", ["lon", "lat", "people", "county"])
def test_each_column_of_the_points_is_in_their_hash(column: str) -> None:
    values = getattr(POINTS, column).copy()
    values[-1] += 1e-5 if column in ("lon", "lat") else -1
    other = replace(POINTS, **{column: values})
    assert demand.points_sha256(KNOWN, other) != demand.points_sha256(KNOWN, POINTS)
    assert demand.measured_error(KNOWN, other, SERVICE) is None


def test_points_of_a_user_are_not_those_that_were_measured() -> None:
    other = replace(POINTS, scale=demand.Scale.POINTS)
    assert demand.measured_error(KNOWN, other, SERVICE) is None


def test_of_another_service_nothing_is_claimed() -> None:
    assert demand.measured_error(KNOWN, POINTS, "pact") is None


def with_units(change: Callable[[list[object]], list[object]]) -> Catalog:
    units = change(list(KNOWN.services.facilities))
    services = replace(KNOWN.services, facilities=tuple(units))  # type: ignore[arg-type]
    return replace(KNOWN, services=services)


@pytest.mark.parametrize(
    "change",
    [
        lambda units: units[1:],
        lambda units: [*units, replace(units[0], id="another", lon=units[0].lon + 0.1)],
        lambda units: [replace(units[0], lat=units[0].lat + 0.001), *units[1:]],
    ],
    ids=["closed", "opened", "moved"],
)
def test_with_other_units_the_error_stays_and_is_said_to_be_of_others(
    change: Callable[[list[object]], list[object]],
) -> None:
    found = source(with_units(change))
    assert found.error_miles == source(KNOWN).error_miles
    assert found.error_share == source(KNOWN).error_share
    assert "as measured to other units than the data has now." in sentences.demand(found)


def test_neither_the_order_of_units_nor_what_else_is_known_of_them_matters() -> None:
    renamed = with_units(lambda units: [replace(unit, name="Unit") for unit in reversed(units)])  # type: ignore[type-var]
    assert demand.units_sha256(renamed, SERVICE) == demand.units_sha256(KNOWN, SERVICE)


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    catalog = in_folder(
        tmp_path, FILE, lambda text: text.replace("mean_miles: 1.8", "mean_miles: far")
    )
    with pytest.raises(DataError) as caught:
        source(catalog)
    (problem,) = caught.value.problems
    assert (problem.file, problem.rule, problem.where) == (FILE, "not-a-number", "mean_miles")
    assert problem.line > 1
