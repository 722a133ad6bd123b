"""New addresses as a patch of services.yaml that the data take."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.catalog import load
from geo.catalog.records import Catalog
from geo.match import compare, patch, read_directory
from geo.match.patch import Patch
from tests import small_state
from tests.match import directories
from tests.match.directories import HEADER, LOCATOR, csv_file, row

POINT = {"latitude": "42.305", "longitude": "-105.401"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_state.write(tmp_path / "data", directories.content())


def made(home: Path, *rows: dict[str, str], name: str = "d2025.csv") -> Patch:
    known = load.load(home, today=small_state.DAY)
    return patch.patch(known, report(known, home.parent, *rows, name=name))


def report(known: Catalog, folder: Path, *rows: dict[str, str], name: str) -> Any:
    header = (*HEADER, *LOCATOR[-2:]) if any("latitude" in cells for cells in rows) else HEADER
    path = csv_file(folder / name, rows, header)
    return compare.compare(known, read_directory.read(path, known.services), small_state.DAY)


def applied(home: Path, change: Patch) -> Any:
    """Apply a patch in a data folder, as a person does, and return its records."""
    before = (home / "services.yaml").read_bytes()
    (home.parent / "a.patch").write_text(change.text, encoding="utf-8")
    subprocess.run(["git", "apply", "../a.patch"], cwd=home, check=True)
    assert (home / "services.yaml").read_bytes() != before
    return load.load(home, today=small_state.DAY).services


def test_a_new_address_with_its_point_and_source(home: Path) -> None:
    before = (home / "services.yaml").read_bytes()
    change = made(home, row(**POINT))
    assert (home / "services.yaml").read_bytes() == before
    assert change.units == ("haven-birch",)
    services = applied(home, change)
    unit = services.facilities[0]
    assert (unit.street, unit.zip, unit.address_source) == (
        "12 North Elm Street",
        "82001",
        "samhsa-locator-2025",
    )
    assert (unit.lon, unit.lat, unit.precision, unit.radius_m) == (-105.401, 42.305, "street", 2000)
    assert unit.location_source == "samhsa-locator-2025"
    source = services.sources[-1]
    assert (source.id, str(source.as_of)) == ("samhsa-locator-2025", "2025")
    assert source.sha256 is not None
    assert services.facilities[1] == load.load(home, today=small_state.DAY).services.facilities[1]


def test_without_a_point_the_towns_stays(home: Path) -> None:
    unit = applied(home, made(home, row())).facilities[0]
    assert (unit.street, unit.address_source) == ("12 North Elm Street", "samhsa-directory-2025")
    assert (unit.lon, unit.precision, unit.location_source) == (-105.4, "city", "team-list")


def test_a_source_that_the_data_have_is_not_added_again(home: Path) -> None:
    first = applied(home, made(home, row()))
    path = home / "services.yaml"
    path.write_text(path.read_text().replace("12 North Elm Street", "North Elm Street"))
    again = made(home, row())
    assert "publisher" not in again.text
    assert applied(home, again).sources == first.sources


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_are_not_meant_stay_as_they_are(home: Path, end: str) -> None:
    path = home / "services.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "  county: Birch\n", "  county: Birch\n  # A word on the town.\n"
    )
    path.write_bytes(text.replace("\n", end).encode())
    change = made(home, row(**POINT))
    removed = [
        line for line in change.text.splitlines() if line.startswith("-") and line[1:2] != "-"
    ]
    keys = {line[1:].split(":")[0].strip() for line in removed}
    assert keys <= {"lon", "lat", "precision", "radius_m", "location_source"}
    assert "A word on the town." in change.text


def test_a_value_of_several_lines_is_replaced_whole(home: Path) -> None:
    path = home / "services.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "  county: Birch\n", "  county: Birch\n  street: >-\n    North Elm\n    Street\n"
    )
    path.write_text(text, encoding="utf-8")
    assert applied(home, made(home, row())).facilities[0].street == "12 North Elm Street"


def test_a_record_on_one_line_is_left_to_a_person(home: Path) -> None:
    path = home / "services.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    units = content.pop("facilities")
    lines = yaml.safe_dump(content, sort_keys=False)
    flow = [yaml.safe_dump(unit, default_flow_style=True, width=9999).strip() for unit in units]
    path.write_text(lines + "facilities:\n" + "".join(f"  - {unit}\n" for unit in flow))
    assert made(home, row()) == Patch("", (), ("haven-birch: change it by hand",))


def test_what_the_data_would_refuse_is_not_proposed(home: Path) -> None:
    path = home / "services.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("radius_m: 3000", "radius_m: 90000", 1), encoding="utf-8")
    in_cedar = made(home, row(latitude="42.3", longitude="-104.8"))
    assert in_cedar.text == ""
    assert "outside-county" in in_cedar.left_out[0]
    odd = made(home, row(street1="12 {{ x }} Street"))
    assert odd == Patch("", (), ("haven-birch: change it by hand",))


def test_nothing_is_proposed_for_what_is_equal_different_or_unsure(home: Path) -> None:
    cedar = row(name1="Haven", name2="", city="Cedar Falls", phone="307-555-0120")
    equal = cedar | {"street1": "40 Oak Avenue", "zip": "82003"}
    other = cedar | {"street1": "99 Other Avenue"}
    unsure = (row(), row(street1="90 Pine Road"))
    assert made(home, equal) == made(home, other) == made(home, *unsure) == Patch("", (), ())


def test_a_centers_new_values_are_left_to_a_person(home: Path) -> None:
    bare = row(name1="Hills Center", name2="", city="Cedar Falls", phone="307-555-0150")
    change = made(home, bare)
    assert change.text == ""
    assert change.left_out == (
        "hills: a center's number and address have one source; change them by hand",
    )


def test_without_a_year_nothing_is_proposed(home: Path) -> None:
    change = made(home, row(), name="d.csv")
    assert change.text == ""
    assert "--describes" in change.left_out[0]


def test_a_day_becomes_part_of_the_sources_id(home: Path) -> None:
    name = "FindTreament_Facility_listing_2025_07_31_190629.csv"
    services = applied(home, made(home, row(**POINT), name=name))
    assert services.sources[-1].id == "samhsa-locator-2025-07-31"
    assert services.sources[-1].as_of.earliest == dt.date(2025, 7, 31)


def test_a_patch_fits_the_real_data(tmp_path: Path) -> None:
    from geo.catalog import folder

    home = Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))
    known = load.load(home)
    unit = next(unit for unit in known.services.facilities if unit.street is None)
    cells = row(
        name1=unit.name,
        name2="",
        street1="1 Made Up Street",
        city=unit.city,
        state="MS",
        zip="39000",
        phone=unit.phone,
        latitude=str(unit.lat + 0.001),
        longitude=str(unit.lon),
    )
    change = patch.patch(known, report(known, tmp_path, cells, name="d2025.csv"))
    assert change.units == (unit.id,)
    (tmp_path / "a.patch").write_text(change.text, encoding="utf-8")
    subprocess.run(["git", "apply", "../a.patch"], cwd=home, check=True)
    changed = {one.id: one for one in load.load(home).services.facilities}
    assert changed[unit.id].street == "1 Made Up Street"
    others = {one.id: one for one in known.services.facilities if one.id != unit.id}
    assert {name: changed[name] for name in others} == others
