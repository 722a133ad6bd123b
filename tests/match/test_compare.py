"""What a directory says of each value, and that nothing of it is guessed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from geo.catalog.records import Catalog
from geo.match import compare, read_directory
from geo.match.records import MatchReport
from tests import live, small_state
from tests.match import directories
from tests.match.directories import HEADER, LOCATOR, csv_file, row

POINT = {"latitude": "42.305", "longitude": "-105.401"}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return directories.catalog(tmp_path_factory.mktemp("data"))


@pytest.fixture
def said(catalog: Catalog, tmp_path: Path) -> Any:
    """Return what rows say of the made-up state."""

    def said(
        *rows: dict[str, str], known: Catalog = catalog, name: str = "d2025.csv"
    ) -> MatchReport:
        header = (*HEADER, *LOCATOR[-2:]) if any("latitude" in cells for cells in rows) else HEADER
        directory = read_directory.read(csv_file(tmp_path / name, rows, header), known.services)
        return compare.compare(known, directory, small_state.DAY)

    return said


def values(report: MatchReport) -> dict[str, tuple[str, str | None]]:
    """Return status and listed value of every cell."""
    return {
        f"{match.id}/{cell.cell}": (cell.status.value, cell.listed)
        for match in report.matches
        for cell in match.cells
    }


def doubtful(report: MatchReport) -> dict[str, str | None]:
    return {match.id: match.note for match in report.may_be}


def changed(tmp_path: Path, change: Any) -> Catalog:
    content = directories.content()
    change(content)
    return small_state.load(tmp_path / "changed", content)


def test_equal_new_and_a_point(said: Any) -> None:
    report = said(row(**POINT))
    assert values(report) == {
        "haven-birch/phone": ("equal", "307-555-0110"),
        "haven-birch/address": ("new", "12 North Elm Street, Birchville 82001"),
        "haven-birch/point": ("new", "-105.401000, 42.305000"),
    }
    assert report.matches[0].matched_by == "telephone, name and town"
    assert report.matches[0].cells[0].fact == "haven-birch/phone"
    assert report.matches[0].cells[0].lines == (2,)
    assert compare.exit_code(report) == 0
    assert report.counts == {
        "equal": 1,
        "new": 2,
        "different": 0,
        "withheld": 0,
        "unsure": 0,
        "may_be_listed": 0,
        "not_found": 6,
    }


@pytest.mark.parametrize(
    ("street", "zip_code", "status"),
    [
        ("40 Oak Ave.", "82003", "equal"),
        ("40 Oak Avenue, Suite 9", "", "equal"),
        ("40 Oak Avenue", "82004", "different"),
        ("41 Oak Avenue", "82003", "different"),
        ("- - -", "82003", "withheld"),
        ("P.O. Box 9", "82003", "withheld"),
    ],
)
def test_an_address_that_the_data_have(said: Any, street: str, zip_code: str, status: str) -> None:
    cells = {"name1": "Haven", "name2": "", "street1": street, "zip": zip_code}
    report = said(row(**cells, city="Cedar Falls", phone="307-555-0120"))
    assert values(report)["haven-cedar/address"][0] == status
    assert values(report)["haven-cedar/phone"][0] == "equal"
    assert compare.exit_code(report) == int(status == "different")


def test_an_empty_street_says_nothing(said: Any) -> None:
    assert values(said(row(street1=""))) == {"haven-birch/phone": ("equal", "307-555-0110")}


def test_a_house_number_that_the_data_lack_is_new(said: Any, tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["facilities"][0] |= {"street": "North Elm Street"}

    report = said(row(), known=changed(tmp_path, change))
    assert values(report)["haven-birch/address"][0] == "new"


def test_another_number_is_told_with_both(said: Any) -> None:
    report = said(row(name1="Plains Center", phone="307-555-0199"))
    assert values(report)["haven-birch/phone"] == ("different", "307-555-0199")
    assert report.matches[0].cells[0].ours == "307-555-0110"
    assert report.matches[0].matched_by == "name and town"
    assert compare.exit_code(report) == 1


def test_extensions_do_not_make_a_number_another(said: Any) -> None:
    (cell, _) = said(row(phone="(307) 555-0110 x12")).matches[0].cells
    assert (cell.status, cell.note) == ("equal", "with extension 12")


def test_a_number_for_intake_is_the_number(said: Any) -> None:
    cell = said(row(phone="307-555-0198", intake1="307-555-0110")).matches[0].cells[0]
    assert (cell.status, cell.note) == ("equal", "as a number for intake")


def test_several_rows_of_one_unit_are_one_record(said: Any) -> None:
    report = said(row(), row(service_code_info="SA * ACT"))
    assert values(report)["haven-birch/address"][0] == "new"
    assert [one.line for one in report.matches[0].listings] == [2, 3]
    assert {code.code for code in report.matches[0].codes} >= {"CIT", "ACT"}


def test_rows_that_disagree_on_an_address_settle_nothing(said: Any) -> None:
    report = said(row(), row(street1="90 Pine Road"))
    assert values(report)["haven-birch/address"] == ("unsure", None)
    note = report.matches[0].cells[1].note or ""
    assert "12 North Elm Street" in note
    assert "90 Pine Road" in note


def test_one_row_that_agrees_does_not_outweigh_one_that_does_not(said: Any) -> None:
    cedar = row(name1="Haven", name2="", city="Cedar Falls", phone="307-555-0120", zip="82003")
    report = said(cedar | {"street1": "40 Oak Avenue"}, cedar | {"street1": "41 Oak Avenue"})
    assert values(report)["haven-cedar/address"] == ("unsure", None)
    assert "41 Oak Avenue" in (report.matches[0].cells[1].note or "")


def test_a_row_without_a_number_says_nothing_of_the_number(said: Any) -> None:
    assert values(said(row(phone=""))).keys() == {"haven-birch/address"}


def test_a_point_where_the_data_have_none_is_new(said: Any, tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        for key in ("lon", "lat", "radius_m", "location_note"):
            content["neighbor_units"][0].pop(key)

    near = row(name1="Ogden Haven", name2="", city="Ogden", state="UT", phone="801-555-0170")
    report = said(near | POINT, known=changed(tmp_path, change))
    assert values(report)["ut-ogden/point"] == ("new", "-105.401000, 42.305000")


def test_a_center_whose_town_is_not_known_is_not_chosen_by_its_name(
    said: Any, tmp_path: Path
) -> None:
    def change(content: dict[str, Any]) -> None:
        content["operators"][1].pop("city")

    report = said(
        row(name1="Hills Center", name2="Main Office", city="Lusk", phone="307-555-0150"),
        known=changed(tmp_path, change),
    )
    assert doubtful(report) == {"hills": "name; the data know no town of it"}


def test_rows_that_disagree_on_a_point_settle_nothing(said: Any) -> None:
    report = said(row(**POINT), row(latitude="42.4", longitude="-105.401"))
    assert values(report)["haven-birch/point"] == ("unsure", None)


def test_a_number_under_another_name_is_not_the_units(said: Any) -> None:
    report = said(row(name1="Delta Clinic", name2="", city="Rock Springs"))
    assert report.matches == ()
    assert doubtful(report) == {"haven-birch": "telephone alone; the row does not name it"}


def test_a_number_and_a_town_are_not_enough_without_a_name_or_street(said: Any) -> None:
    assert doubtful(said(row(name1="Delta Clinic", name2=""))) == {
        "haven-birch": "telephone and town; the row does not name it"
    }


def test_a_unit_that_moved_is_known_by_its_number_and_name(said: Any) -> None:
    assert values(said(row(city="Lusk")))["haven-birch/address"][0] == "new"


def test_a_number_under_the_kinds_name_in_another_town_is_not_the_units(said: Any) -> None:
    report = said(row(name2="Haven", city="Lusk"))
    assert report.matches == ()
    assert doubtful(report) == {"haven-birch": "telephone and name; the row is in another town"}


def test_a_number_of_one_unit_in_the_row_of_another_belongs_to_neither_for_certain(
    said: Any,
) -> None:
    cells = row(name1="Haven", name2="", city="Cedar Falls", phone="307-555-0110")
    report = said(cells)
    assert [match.id for match in report.matches] == ["haven-cedar"]
    assert values(report)["haven-cedar/phone"] == ("different", "307-555-0110")
    assert "haven-birch" in doubtful(report)
    own = cells | {"phone": "307-555-0120"}
    both = said(cells, own)
    assert values(both)["haven-cedar/phone"] == ("equal", "307-555-0120")
    assert "haven-birch" in doubtful(both)


def test_a_name_and_town_of_another_organization_is_not_compared(said: Any) -> None:
    report = said(row(name1="Saint Jude Hospital", phone="307-555-0199"))
    assert report.matches == ()
    (note,) = doubtful(report).values()
    assert note == "name and town; the row also names jude saint"


def test_two_rows_of_one_name_are_not_chosen_between(said: Any) -> None:
    rows = (row(phone="307-555-0191"), row(phone="307-555-0192", street1="5 Elm Street"))
    assert doubtful(said(*rows)) == {"haven-birch": "several rows have that name"}


def test_a_row_that_fits_two_units_is_not_given_to_one(said: Any, tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        second = dict(content["facilities"][0])
        second |= {
            "id": "haven-birch-two",
            "phone": "307-555-0111",
            "name": "Birchville Second Haven",
        }
        content["facilities"].append(second)

    report = said(
        row(name1="Haven", name2="", phone="307-555-0199"), known=changed(tmp_path, change)
    )
    assert report.matches == ()
    assert doubtful(report) == {
        "haven-birch": "the row fits haven-birch-two as well",
        "haven-birch-two": "the row fits haven-birch as well",
    }


def test_a_centers_number_at_other_sites_confirms_the_number_alone(said: Any) -> None:
    rows = [
        row(name2="Lusk Office", city="Lusk", street1="1 Far Road", phone="307-555-0100"),
        row(name2="Kemmerer Office", city="Kemmerer", street1="2 Far Road", phone="307-555-0100"),
    ]
    report = said(*rows)
    assert values(report) == {"plains/phone": ("equal", "307-555-0100")}
    assert "Lusk, Kemmerer" in (report.matches[0].note or "")


def test_a_centers_main_office_is_compared_with_its_address(said: Any) -> None:
    main = row(
        name2="", city="Alderton", street1="7 Main Street", zip="82009", phone="307-555-0100"
    )
    other = row(name2="Children", city="Alderton", street1="8 Side Street", phone="307-555-0100")
    assert values(said(main, other)) == {
        "plains/phone": ("equal", "307-555-0100"),
        "plains/address": ("equal", "7 Main Street, Alderton 82009"),
    }
    moved = main | {"street1": "9 New Street"}
    assert values(said(moved))["plains/address"] == ("different", "9 New Street, Alderton 82009")


def test_a_center_without_a_number_is_known_by_its_bare_name_and_town(said: Any) -> None:
    bare = row(name1="Hill Country Services", name2="", city="Cedar Falls", phone="307-555-0150")
    assert values(said(bare)) == {
        "hills/phone": ("new", "307-555-0150"),
        "hills/address": ("new", "12 North Elm Street, Cedar Falls 82001"),
    }
    site = bare | {"name2": "Farm School"}
    assert doubtful(said(site)) == {"hills": "name and town; the row is not called its main office"}


def test_a_region_in_a_name_stands_for_its_center(said: Any) -> None:
    report = said(
        row(name1="Region II", name2="Crisis Home", city="Cedar Falls", phone="307-555-0120")
    )
    assert report.matches[0].id == "haven-cedar"
    assert report.matches[0].matched_by == "telephone, organization and town"


def test_an_office_with_a_units_number_confirms_the_number_and_gives_no_address(said: Any) -> None:
    report = said(row(name2="Birch County Office", street1="3 Office Road"))
    assert values(report) == {"haven-birch/phone": ("equal", "307-555-0110")}
    assert "3 Office Road" in (report.matches[0].note or "")
    both = said(row(name2="Birch County Office", street1="3 Office Road"), row())
    assert values(both)["haven-birch/address"] == ("new", "12 North Elm Street, Birchville 82001")


def test_the_units_own_street_is_compared_under_any_name(said: Any) -> None:
    report = said(
        row(
            name1="Region II",
            name2="Night House",
            street1="40 Oak Ave",
            city="Cedar Falls",
            zip="82003",
            phone="307-555-0120",
        )
    )
    assert values(report)["haven-cedar/address"][0] == "equal"


def test_a_teams_number_needs_the_teams_name(said: Any) -> None:
    named = row(name2="Outreach Crew", city="Lusk", phone="307-555-0101")
    assert values(said(named)) == {"crew-west/phone": ("equal", "307-555-0101")}
    office = row(name2="Lusk Office", city="Lusk", phone="307-555-0101")
    assert doubtful(said(office))["crew-west"] == (
        "telephone and organization; the row does not name it"
    )


def test_a_teams_other_number_is_different_only_where_the_organization_has_one_team(
    said: Any, tmp_path: Path
) -> None:
    named = row(name2="Outreach Crew", city="Lusk", phone="307-555-0166")
    assert values(said(named)) == {"crew-west/phone": ("different", "307-555-0166")}

    def change(content: dict[str, Any]) -> None:
        content["services"].append(dict(content["services"][0]) | {"id": "crew-two", "phone": None})
        content["services"][-1].pop("phone")

    report = said(named, known=changed(tmp_path, change))
    assert report.matches == ()
    assert set(doubtful(report)) == {"crew-west", "crew-two"}


def test_units_across_the_line_are_compared_where_the_file_has_their_state(said: Any) -> None:
    ogden = {"name1": "Wasatch Care", "name2": "Ogden Haven", "city": "Ogden", "state": "UT"}
    near = row(**ogden, phone="801-555-0170", latitude="41.2201", longitude="-111.9701")
    report = said(near)
    assert values(report)["ut-ogden/phone"] == ("equal", "801-555-0170")
    assert values(report)["ut-ogden/point"][0] == "equal"
    assert values(said(near | {"latitude": "41.5"}))["ut-ogden/point"][0] == "different"
    assert not any("UT" in note for note in report.notes)
    assert "The file has no rows of UT." in said(row()).notes
    assert "ut-ogden" not in said(row()).not_found


def test_numbers_for_everybody_are_not_looked_for(said: Any) -> None:
    report = said(row(name1="Anybody", name2="", phone="988", city="Lusk"))
    known = {match.id for match in (*report.matches, *report.may_be)} | set(report.not_found)
    assert not known & {"line", "rescue-line"}


def test_rows_that_name_nobody_are_counted(said: Any) -> None:
    other = row(name1="Delta Clinic", name2="", city="Lusk", phone="307-555-0177")
    assert said(row(), other, other).directory.rows.unmatched == 2


def test_codes_are_told_in_the_directorys_words_and_unknown_ones_as_such(said: Any) -> None:
    (match,) = said(row(service_code_info="CIT * WI ZQ")).matches
    assert [(code.code, code.definition) for code in match.codes] == [
        ("CIT", "Crisis intervention team"),
        ("WI", "Psychiatric emergency walk-in services"),
        ("ZQ", None),
    ]


@pytest.mark.parametrize(
    ("name", "day", "fresh"),
    [
        ("d2026.csv", dt.date(2026, 1, 1), ("haven-birch/phone",)),
        ("d 2025-03-01.csv", dt.date(2025, 3, 1), ("haven-birch/phone",)),
        ("d 2025-02-28.csv", dt.date(2025, 2, 28), ()),
        ("d2025.csv", dt.date(2025, 1, 1), ()),
        ("d.csv", None, ()),
    ],
)
def test_an_old_directory_makes_nothing_fresh(
    said: Any, name: str, day: dt.date | None, fresh: tuple[str, ...]
) -> None:
    report = said(row(), name=name)
    assert (report.directory.day, report.would_refresh) == (day, fresh)
    assert any("--describes" in note for note in report.notes) is (day is None)


def test_the_order_of_rows_does_not_matter(said: Any) -> None:
    rows = [
        row(**POINT),
        row(name2="", city="Alderton", street1="7 Main Street", phone="307-555-0100"),
        row(name1="Delta Clinic", name2="", phone="307-555-0120"),
        row(name1="Hill Country Services", name2="", city="Cedar Falls", phone="307-555-0150"),
    ]
    forward, backward = said(*rows), said(*reversed(rows))
    assert values(forward) == values(backward)
    assert doubtful(forward) == doubtful(backward)
    assert forward.not_found == backward.not_found


def test_every_unit_of_the_real_data_is_found_by_its_number_and_by_its_name(tmp_path: Path) -> None:
    known = live.catalog()
    names = {operator.id: operator.name for operator in known.services.operators}
    for unit in known.services.facilities:
        name = names.get(unit.operator or "", "")
        cells = row(
            name1=name, name2="CSU", city=unit.city, state="MS", street1="- - -", phone=unit.phone
        )
        for number, status in ((unit.phone, "equal"), ("601-555-0142", "different")):
            path = csv_file(tmp_path / "d.csv", [cells | {"phone": number}])
            report = compare.compare(known, read_directory.read(path, known.services))
            told = values(report)
            assert told[f"{unit.id}/phone"][0] == status, unit.id
            assert {cell.partition("/")[0] for cell in told} == {unit.id}, unit.id
