"""Directory files of every form: what is read, and what is refused with its file, line and rule."""

from pathlib import Path

import pytest

from geo.catalog.dates import parse_when
from geo.catalog.records import Services
from geo.errors import DataError, Problem
from geo.match import read_directory
from geo.match.records import Directory
from tests.match import directories
from tests.match.directories import HEADER, LOCATOR, csv_file, csv_text, row, xlsx_file


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return directories.catalog(tmp_path_factory.mktemp("data")).services


def refused(path: Path, services: Services) -> Problem:
    with pytest.raises(DataError) as error:
        read_directory.read(path, services)
    (problem,) = error.value.problems
    assert problem.file == path.name
    return problem


def listed(directory: Directory) -> list[tuple[int, str, str]]:
    return [(one.line, one.full_name, one.state) for one in directory.listings]


def test_rows_of_other_states_are_counted_and_left_out(tmp_path: Path, services: Services) -> None:
    rows = [
        row(name1="Far", state="TX"),
        row(),
        row(name1="Whole name", name2="", state="Wyoming"),
        row(name1="Near", name2="", state="ut"),
        row(name1="Footnote", state=""),
    ]
    found = read_directory.read(csv_file(tmp_path / "d.csv", rows), services)
    assert listed(found) == [
        (3, "Plains Center / Birchville Haven", "WY"),
        (4, "Whole name", "WY"),
        (5, "Near", "UT"),
    ]
    counts = found.rows
    assert (counts.total, counts.in_state, counts.in_neighbor_states) == (5, 2, 1)
    assert (counts.elsewhere, counts.without_state) == (1, 1)


def test_a_row_as_it_is_written(tmp_path: Path, services: Services) -> None:
    cells = row(
        street2="Suite 4",
        phone="307-555-0110 x2",
        intake1="307-555-0111",
        intake2a="(307) 555-0112",
    )
    (found,) = read_directory.read(csv_file(tmp_path / "d.csv", [cells]), services).listings
    assert found.street == "12 North Elm Street, Suite 4"
    assert found.numbers == (("307-555-0110", "2"),)
    assert [number.number for number in found.more_numbers] == ["307-555-0111", "307-555-0112"]
    assert found.codes == ("MH", "RES", "CIT", "WI", "ADLT")
    assert (found.zip, found.lon, found.sheet) == ("82001", None, None)


def test_a_workbook_of_several_sheets_with_titles_above_the_header(
    tmp_path: Path, services: Services
) -> None:
    order = [*reversed(HEADER)]
    titled = [["National Directory of Mental Health Treatment Facilities"], ["2023"], []]
    cells = row(zip="")
    own = [[name.upper() for name in order], [cells.get(name) for name in order]]
    second = [["Phone", "City", "State", "Facility Name", "ZIP"]]
    second += [["307-555-0120", "Cedar Falls", "WY", "Cedar Falls Haven", 82003]]
    key = [["category_name", "service_code", "service_name", "service_description"]]
    key += [["Emergency", "CIT", "Crisis team", "It comes."], ["Emergency", "ZZ", "A code", None]]
    sheets = {"Cover": [["See inside"]], "A": [*titled, *own], "B": second, "Key": key}
    found = read_directory.read(xlsx_file(tmp_path / "d.xlsx", sheets), services)
    assert listed(found) == [
        (5, "Plains Center / Birchville Haven", "WY"),
        (2, "Cedar Falls Haven", "WY"),
    ]
    assert [one.sheet for one in found.listings] == ["A", "B"]
    assert found.listings[1].zip == "82003"
    assert (str(found.describes), found.described_by) == ("2023", "title")
    assert found.key["CIT"].definition == "Crisis team: It comes."
    assert found.key["ZZ"].definition == "A code"
    assert found.key["WI"].definition == "Psychiatric emergency walk-in services"


@pytest.mark.parametrize(
    "head",
    [
        ["category_code", "category_name", "service_code", "service_name"],
        ["", "Category", "Code", "Description"],
        ["", "", "SERVICE CODE", "Service Name"],
    ],
)
def test_a_files_own_key_is_found_by_its_header(
    tmp_path: Path, services: Services, head: list[str]
) -> None:
    key = [
        ["Service codes"],
        [],
        head,
        ["X", "Emergency", "CIT", "A team"],
        ["", "", "", "no code"],
    ]
    sheets = {"Key": key, "List": [[*row()], [*row(service_code_info="CIT;WI|RES").values()]]}
    found = read_directory.read(xlsx_file(tmp_path / "d.xlsx", sheets), services)
    assert found.key["CIT"].definition == "A team"
    assert found.listings[0].codes == ("CIT", "WI", "RES")


def test_the_locators_listing_has_points_and_ticked_codes(
    tmp_path: Path, services: Services
) -> None:
    rows = [
        row(latitude="42.3", longitude="-105.4", mh="1", wi="1", cit="0", zip4="NA"),
        row(latitude="0", longitude="0"),
        row(latitude="north", longitude="west"),
        row(latitude="nan", longitude="-105"),
        row(latitude="95", longitude="-105"),
    ]
    path = csv_file(tmp_path / "d.csv", rows, (*LOCATOR, "mh", "wi", "cit"))
    found = read_directory.read(path, services)
    assert found.has_points
    assert [(one.lon, one.lat) for one in found.listings] == [(-105.4, 42.3), *[(None, None)] * 4]
    assert found.listings[0].codes == ("MH", "WI")


@pytest.mark.parametrize("nothing", ["NA", "N/A", "nan", "#N/A", "None", " "])
def test_what_stands_for_nothing_is_nothing(
    tmp_path: Path, services: Services, nothing: str
) -> None:
    path = csv_file(tmp_path / "d.csv", [row(name2=nothing, street2=nothing, phone=nothing)])
    (found,) = read_directory.read(path, services).listings
    assert (found.second_name, found.street, found.numbers) == ("", "12 North Elm Street", ())


@pytest.mark.parametrize(
    ("name", "describes"),
    [
        ("National Directory MH 2024_Final.csv", "2024"),
        ("directory-mh-facilities-2023.csv", "2023"),
        ("FindTreament_Facility_listing_2025_07_31_190629.csv", "2025-07-31"),
        ("listing.csv", None),
        ("2022 and 2023.csv", None),
        ("list-120245.csv", None),
    ],
)
def test_the_files_name_tells_what_it_describes(
    tmp_path: Path, services: Services, name: str, describes: str | None
) -> None:
    found = read_directory.read(csv_file(tmp_path / name, [row()]), services)
    assert found.describes == describes
    assert found.day == (parse_when(describes).first_day if describes else None)


@pytest.mark.parametrize(
    ("name", "title", "source"),
    [
        ("National Directory MH 2024_Final.xlsx", "", "samhsa-directory-2024"),
        ("national-directory-su-facilities-2023.xlsx", "", "samhsa-sud-2023"),
        ("2025_SU_Facilities_for_All_City_All.xlsx", "", "samhsa-sud-2025"),
        ("d.xlsx", "Drug and Alcohol Use Treatment Facilities 2022", "samhsa-sud-2022"),
        ("d.xlsx", "Mental Health Treatment Facilities 2022", "samhsa-directory-2022"),
        ("d 2022.xlsx", "Substance Abuse and Mental Health Services", "samhsa-directory-2022"),
    ],
)
def test_the_two_directories_of_a_year_are_two_sources(
    tmp_path: Path, services: Services, name: str, title: str, source: str
) -> None:
    sheets = {"List": [[title], [*row()], [*row().values()]]}
    assert read_directory.read(xlsx_file(tmp_path / name, sheets), services).source_id == source


def test_who_calls_can_say_what_a_file_describes(tmp_path: Path, services: Services) -> None:
    path = csv_file(tmp_path / "d2024.csv", [row()])
    found = read_directory.read(path, services, parse_when("2023-05"))
    assert (str(found.describes), found.described_by) == ("2023-05", "--describes")


def test_csv_as_spreadsheets_save_it(tmp_path: Path, services: Services) -> None:
    text = csv_text([row(name1="Caf\u00e9 Haven")])
    forms = {
        "bom.csv": b"\xef\xbb\xbf" + text.encode(),
        "windows.csv": text.replace(",", ";").encode("cp1252"),
        "excel.csv": b"sep=\t\r\n" + text.replace(",", "\t").replace("\n", "\r\n").encode(),
    }
    for name, raw in forms.items():
        (tmp_path / name).write_bytes(raw)
        (found,) = read_directory.read(tmp_path / name, services).listings
        assert found.name == "Caf\u00e9 Haven", name


@pytest.mark.parametrize(
    ("raw", "rule", "line"),
    [
        (b"", "not-csv", 0),
        (b"name1,city,state\nA,B,WY\n", "missing-column", 1),
        (b"a,b\n1,2\nname1,city\n", "missing-column", 3),
        (b"\xff\xfen\x00", "utf-16", 0),
        (b"PK\x03\x04 no archive", "not-xlsx", 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-workbook", 0),
        (b'name1,city,state,phone\n"open', "not-csv", 2),
    ],
)
def test_what_is_no_directory_is_refused(
    tmp_path: Path, services: Services, raw: bytes, rule: str, line: int
) -> None:
    (tmp_path / "d.csv").write_bytes(raw)
    problem = refused(tmp_path / "d.csv", services)
    assert (problem.rule, problem.line) == (rule, line)


def test_a_missing_file_and_one_that_is_too_large_are_refused(
    tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(tmp_path / "none.csv", services).rule == "no-file"
    monkeypatch.setattr(read_directory, "MOST_BYTES", 10)
    assert refused(csv_file(tmp_path / "d.csv", [row()]), services).rule == "too-large"


def test_a_refusal_names_columns_and_repeats_no_cell(tmp_path: Path, services: Services) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("12 Private Road,city\nsomebody,here\n", encoding="utf-8")
    problem = refused(path, services)
    assert "missing: name, state, phone" in problem.message
    assert problem.found == "of these only city"
    assert "Private" not in str(problem)


def test_a_workbook_without_a_table_names_the_sheet_that_comes_nearest(
    tmp_path: Path, services: Services
) -> None:
    sheets = {"Cover": [["hello"]], "List": [[], ["Name", "City", "State"]]}
    problem = refused(xlsx_file(tmp_path / "d.xlsx", sheets), services)
    assert (problem.where, problem.line) == ("sheet List", 2)


def test_a_header_far_below_the_top_is_not_looked_for(tmp_path: Path, services: Services) -> None:
    path = tmp_path / "d.csv"
    path.write_text("note\n" * 80 + csv_text([row()]), encoding="utf-8")
    assert refused(path, services).rule == "missing-column"
