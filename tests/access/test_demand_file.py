"""A user's file of people: read as published, or refused with every problem and its line."""

import ast
import csv
import io
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import demand_columns, demand_file
from geo.access.demand import Demand, Scale
from geo.catalog import load as catalog_reader
from geo.catalog.records import Catalog
from geo.errors import DataError, Problem
from geo.spatial import boundaries

GEOD = pyproj.Geod(ellps="WGS84")
HEADS = {
    Scale.COUNTY: "STATEFP,COUNTYFP,COUNAME,STNAME,POPULATION,LATITUDE,LONGITUDE",
    Scale.TRACT: "STATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE",
    Scale.BLOCK_GROUP: "STATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE",
}
WORDS = {Scale.COUNTY: "counties", Scale.TRACT: "tracts", Scale.BLOCK_GROUP: "block groups"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_reader.load()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people")


def published(catalog: Catalog, scale: Scale, parts: int = 1) -> list[list[str]]:
    """Return rows as the Census Bureau writes them: `parts` areas at each county's center."""
    rows = [HEADS[scale].split(",")]
    for county, part in itertools.product(catalog.counties, range(parts)):
        people = county.people // parts + (part < county.people % parts)
        cells = {
            "STATEFP": "28",
            "COUNTYFP": county.geoid[2:],
            "COUNAME": county.name,
            "STNAME": "Mississippi",
            "TRACTCE": f"{950100 + part:06}",
            "BLKGRPCE": str(part % 9),
            "POPULATION": str(people),
            "LATITUDE": f"{county.center_lat:+010.6f}",
            "LONGITUDE": f"{county.center_lon:+011.6f}",
        }
        rows.append([cells[name] for name in rows[0]])
    return rows


def text_of(rows: Iterable[Iterable[str]], delimiter: str = ",", end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in rows)


def read(catalog: Catalog, path: Path, content: str | bytes) -> Demand:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return demand_file.read(path, catalog)


def problems_of(catalog: Catalog, path: Path, content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read(catalog, path, content)
    return caught.value.problems


def by_county(found: Demand) -> list[float]:
    return np.bincount(found.county, found.people).tolist()


# As the Census Bureau publishes them


@pytest.mark.parametrize("year", ["2010", "2020"])
@pytest.mark.parametrize("scale", HEADS)
def test_the_census_bureau_s_files_are_read_as_published(
    scale: Scale, year: str, catalog: Catalog, tmp_path: Path
) -> None:
    parts = 1 if scale is Scale.COUNTY else 3
    rows = published(catalog, scale, parts)
    name = f"CenPop{year}_Mean_XX28.txt"
    found = read(catalog, tmp_path / name, b"\xef\xbb\xbf" + text_of(rows, end="\r\n").encode())
    assert found.scale is scale
    assert found.title == f"Census Bureau centers of population {year}, {WORDS[scale]}, from {name}"
    assert found.vintage == f"{year} Census"
    assert by_county(found) == [county.people for county in catalog.counties]
    assert found.lon.tolist() == [
        county.center_lon for county in catalog.counties for _ in range(parts)
    ]
    assert found.lat.tolist() == [
        county.center_lat for county in catalog.counties for _ in range(parts)
    ]


def lower(rows: list[list[str]]) -> list[list[str]]:
    return [[name.lower() for name in rows[0]], *rows[1:]]


def quoted(rows: list[list[str]]) -> list[list[str]]:
    return [[f'"{cell}"' for cell in row] for row in rows]


def turned(rows: list[list[str]]) -> list[list[str]]:
    return [row[::-1] for row in rows]


def unsigned_zeros(rows: list[list[str]]) -> list[list[str]]:
    """Drop the plus signs and leading zeros, as a spreadsheet does."""
    places = [rows[0].index(name) for name in ("COUNTYFP", "LATITUDE", "LONGITUDE")]
    kept = [
        [f"{float(cell):g}" if place == places[0] else
         f"{float(cell)}" if place in places else cell for place, cell in enumerate(row)]
        for row in rows[1:]
    ]  # fmt: skip
    return [rows[0], *kept]


def spaced(rows: list[list[str]]) -> list[list[str]]:
    return [[f" {cell} " for cell in row] for row in rows]


@pytest.mark.parametrize("variant", [lower, quoted, turned, unsigned_zeros, spaced])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_spellings_of_the_same_file_give_the_same(
    variant: Callable[[list[list[str]]], list[list[str]]],
    delimiter: str,
    catalog: Catalog,
    tmp_path: Path,
) -> None:
    rows = published(catalog, Scale.BLOCK_GROUP, 2)
    plain = read(catalog, tmp_path / "plain.txt", text_of(rows))
    other = read(catalog, tmp_path / "other.txt", text_of(variant(rows), delimiter))
    assert other.scale is plain.scale is Scale.BLOCK_GROUP
    for name in ("lon", "lat", "people", "county"):
        assert getattr(other, name).tobytes() == getattr(plain, name).tobytes()


def test_a_name_in_latin_1_is_no_hindrance(catalog: Catalog, tmp_path: Path) -> None:
    text = text_of(published(catalog, Scale.COUNTY)).replace("Adams", "Doña Ana")
    found = read(catalog, tmp_path / "counties.txt", text.encode("latin-1"))
    assert by_county(found) == [county.people for county in catalog.counties]


def test_without_a_year_in_the_name_the_count_tells_or_nothing_is_said(
    catalog: Catalog, tmp_path: Path
) -> None:
    rows = published(catalog, Scale.COUNTY)
    assert read(catalog, tmp_path / "a.txt", text_of(rows)).vintage == "2020 Census"
    fewer = read(catalog, tmp_path / "a.txt", text_of(rows[:-1]))
    assert fewer.vintage == "census year not stated in the file's name"
    assert fewer.title == "Census Bureau centers of population, counties, from a.txt"
    assert fewer.people.sum() == sum(county.people for county in catalog.counties[:-1])


def test_a_file_with_other_columns_is_not_called_the_census_bureau_s(
    catalog: Catalog, tmp_path: Path
) -> None:
    rows = published(catalog, Scale.COUNTY)
    rows = [[*row, "note"] for row in rows]
    found = read(catalog, tmp_path / "a2020.csv", text_of(rows))
    assert (found.scale, found.title) == (Scale.POINTS, "points from a2020.csv")
    assert by_county(found) == [county.people for county in catalog.counties]


# Any CSV


@pytest.mark.parametrize("lon", ["lon", "Longitude", "LNG", "x"])
@pytest.mark.parametrize("lat", ["lat", "LATITUDE", "y"])
@pytest.mark.parametrize("people", ["people", "Population", "POP"])
def test_any_accepted_names_do_and_the_county_is_that_of_the_point(
    lon: str, lat: str, people: str, catalog: Catalog, tmp_path: Path
) -> None:
    rows = [[people, "note", lat, lon]]
    rows += [
        [f"{county.people}.5", "a, b", repr(county.center_lat), repr(county.center_lon)]
        for county in catalog.counties
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    found = read(catalog, tmp_path / "a.csv", stream.getvalue())
    assert found.county.tolist() == list(range(len(catalog.counties)))
    assert found.people.tolist() == [county.people + 0.5 for county in catalog.counties]
    assert (found.scale, found.vintage) == (Scale.POINTS, "not stated in the file")


@pytest.mark.parametrize(
    ("column", "value"),
    [("geoid", "{0}"), ("GEOID", "{0}000101"), ("geoid", "1500000US{0}0001011"),
     ("county", "{1}"), ("County", "{0}"), ("county", "{1} county")],
)  # fmt: skip
def test_the_county_that_a_row_names_is_taken(
    column: str, value: str, catalog: Catalog, tmp_path: Path
) -> None:
    rows = [[column, "lon", "lat", "people"]]
    rows += [
        [
            value.format(county.geoid, county.name),
            repr(county.center_lon),
            repr(county.center_lat),
            "2",
        ]
        for county in catalog.counties
    ]
    found = read(catalog, tmp_path / "a.csv", text_of([*rows, rows[-1]]))
    places = list(range(len(catalog.counties)))
    assert found.county.tolist() == [*places, places[-1]]
    # Where a cell is empty, the point says it.
    rows[1][0] = ""
    assert read(catalog, tmp_path / "a.csv", text_of(rows)).county.tolist() == places


def test_rows_of_nobody_and_blank_lines(catalog: Catalog, tmp_path: Path) -> None:
    text = "\n\nlon,lat,people\n\n-90.2,32.3,0\n  \n-90.2,32.3,5\n"
    found = read(catalog, tmp_path / "a.csv", text)
    assert found.people.tolist() == [0, 5]
    assert [catalog.counties[place].name for place in found.county] == ["Hinds", "Hinds"]


def test_a_row_s_line_is_where_it_begins(catalog: Catalog, tmp_path: Path) -> None:
    text = 'lon,lat,people,note\r\n-90.2,32.3,1,"two\r\nlines"\r\n-90.2,32.3,x,"a\r\nb"\r\n'
    (problem,) = problems_of(catalog, tmp_path / "a.csv", text)
    assert (problem.line, problem.rule) == (4, "not-a-number")


# Near the borders


def eastmost(catalog: Catalog) -> tuple[float, float]:
    return max(
        (x, y) for county in boundaries.counties(catalog) for ring in county.rings for x, y in ring
    )


@pytest.mark.parametrize(("away_m", "inside"), [(2_000, True), (2_490, True), (2_600, False)])
def test_a_point_just_over_the_state_line_belongs_to_the_nearest_county(
    away_m: float, inside: bool, catalog: Catalog, tmp_path: Path
) -> None:
    border = eastmost(catalog)
    lon, lat, _ = GEOD.fwd(*border, 90, away_m)
    text = f"lon,lat,people\n{lon},{lat},7\n"
    if inside:
        (place,) = read(catalog, tmp_path / "a.csv", text).county.tolist()
        far = {
            county.id: min(
                GEOD.inv(lon, lat, *corner)[2] for ring in county.rings for corner in ring
            )
            for county in boundaries.counties(catalog)
        }
        assert catalog.counties[place].geoid == min(far, key=far.__getitem__)
    else:
        (problem,) = problems_of(catalog, tmp_path / "a.csv", text)
        assert (problem.line, problem.rule) == (2, "outside-state")


def test_a_named_county_is_kept_up_to_the_width_of_the_border(
    catalog: Catalog, tmp_path: Path
) -> None:
    lon, lat = -90.0651, 32.4  # Hinds lies west of the Pearl River, Rankin east of it
    hinds = next(county for county in boundaries.counties(catalog) if county.id == "28049")
    east = max(x for ring in hinds.rings for x, y in ring if abs(y - lat) < 0.01)
    for away_m, inside in ((1_000, True), (9_000, False)):
        lon, at, _ = GEOD.fwd(east, lat, 90, away_m)
        assert boundaries.county_at(catalog, lon, at) == "28121"
        text = f"county,lon,lat,people\nHinds,{lon},{at},7\n"
        if inside:
            (place,) = read(catalog, tmp_path / "a.csv", text).county.tolist()
            assert catalog.counties[place].name == "Hinds"
        else:
            (problem,) = problems_of(catalog, tmp_path / "a.csv", text)
            assert (problem.line, problem.rule) == (2, "outside-county")


def test_a_stretch_of_water_without_people_may_lie_at_sea(catalog: Catalog, tmp_path: Path) -> None:
    rows = [HEADS[Scale.TRACT].split(",")]
    rows += [
        ["28", "045", "990000", "0", "+30.100000", "-089.420000"],
        ["28", "045", "030100", "5", "+30.40", "-89.5"],
    ]
    found = read(catalog, tmp_path / "a.txt", text_of(rows))
    assert {catalog.counties[place].name for place in found.county} == {"Hancock"}
    rows[1][3] = "1"
    (problem,) = problems_of(catalog, tmp_path / "a.txt", text_of(rows))
    assert (problem.line, problem.rule) == (2, "outside-state")


# What is refused


@dataclass(frozen=True)
class Bad:
    """A file, and the line, rule and found value of each of its problems."""

    name: str
    text: str
    problems: tuple[tuple[int, str, str], ...]


def bad(name: str, text: str, *problems: tuple[int, str, str]) -> Bad:
    return Bad(name, text, problems)


HEAD = "lon,lat,people\n"
GOOD = "-90.2,32.3,10\n"
TRACTS = HEADS[Scale.TRACT] + "\n"
TRACT = "28,049,000100,10,+32.3,-090.2\n"
BAD = [
    bad("nothing", "", (1, "missing-column", ""), (1, "missing-column", ""),
        (1, "missing-column", "")),
    bad("a heading only", HEAD, (0, "no-rows", "")),
    bad("nobody at all", HEAD + "-90.2,32.3,0\n", (0, "no-people", "")),
    bad("no people column", "lon,lat,count\n" + GOOD, (1, "missing-column", "lon, lat, count")),
    bad("two columns of one meaning", "lon,x,lat,people\n-90.2,1,32.3,1\n",
        (1, "ambiguous-column", "lon, x, lat, people")),
    bad("a county code without the state", "countyfp,lon,lat,pop\n049,-90.2,32.3,1\n",
        (1, "missing-column", "countyfp, lon, lat, pop")),
    bad("a state without the county", "statefp,lon,lat,pop\n28,-90.2,32.3,1\n",
        (1, "missing-column", "statefp, lon, lat, pop")),
    bad("another delimiter", "lon|lat|people\n-90.2|32.3|1\n",
        *[(1, "missing-column", "lon|lat|people")] * 3),
    bad("a quote without end", HEAD + GOOD + '"-90.2,32.3,10\n', (3, "not-csv", "")),
    bad("text after a quote", HEAD + GOOD + '"-90.2"x,32.3,10\n' + GOOD, (3, "not-csv", "")),
    bad("a cell without end", HEAD + "1" * 200_000 + ",32.3,1\n", (2, "not-csv", "")),
    bad("a cell too few", HEAD + GOOD + "-90.2,32.3\n", (3, "wrong-cells", "2 cells")),
    bad("a cell too many", HEAD + "-90.2,32.3,1,\n" + GOOD, (2, "wrong-cells", "4 cells")),
    bad("people missing", HEAD + GOOD + "-90.2,32.3,\n", (3, "missing-value", "")),
    bad("coordinates missing", HEAD + ",,5\n", (2, "missing-value", ""), (2, "missing-value", "")),
    bad("people in words", HEAD + "-90.2,32.3,ten\n", (2, "not-a-number", "ten")),
    bad("people that are no number", HEAD + "-90.2,32.3,nan\n" + "-90.2,32.3,inf\n",
        (2, "not-a-number", "nan"), (3, "not-a-number", "inf")),
    bad("thousands in groups", "lon;lat;people\n-90.2;32.3;1,000\n", (2, "not-a-number", "1,000")),
    bad("a decimal comma", "lon;lat;people\n-90,2;32,3;1\n",
        (2, "not-a-number", "-90,2"), (2, "not-a-number", "32,3")),
    bad("other digits", HEAD + "-90.2,32.3,\u0661\u0660\n", (2, "not-a-number", "\\u0661\\u0660")),
    bad("people below nought", HEAD + GOOD + "-90.2,32.3,-4\n", (3, "negative-people", "-4")),
    bad("more people than there are", HEAD + "-90.2,32.3,1e9\n", (2, "too-many-people", "1e9")),
    bad("swapped", HEAD + GOOD + "32.3,-90.2,5\n", (3, "swapped", "32.3, -90.2")),
    bad("a west longitude without its minus", HEAD + "90.2,32.3,5\n",
        (2, "outside-state", "90.2, 32.3")),
    bad("Memphis", HEAD + "-90.05,35.15,5\n", (2, "outside-state", "-90.05, 35.15")),
    bad("Chicago", HEAD + "-87.6,41.9,5\n", (2, "outside-state", "-87.6, 41.9")),
    bad("meters", HEAD + "500000,1300000,5\n", (2, "not-degrees", "500000, 1.3e+06")),
    bad("another state by its number", TRACTS + TRACT + TRACT.replace("28,", "01,"),
        (3, "outside-state", "01")),
    bad("a county code there is not", TRACTS + TRACT.replace(",049,", ",048,"),
        (2, "unknown-county", "048")),
    bad("a GEOID there is not", "geoid,lon,lat,pop\n28048,-90.2,32.3,1\n",
        (2, "unknown-county", "28048")),
    bad("a county name there is not", "county,lon,lat,pop\nHind,-90.2,32.3,1\n",
        (2, "unknown-county", "Hind")),
    bad("a point far from its county", "county,lon,lat,pop\nAdams,-90.2,32.3,1\n",
        (2, "outside-county", "-90.2, 32.3")),
    bad("a tract twice", TRACTS + TRACT + "\n" + TRACT, (4, "duplicate-id", "28 049 000100")),
    bad("three faults in two rows", HEAD + "x,32.3,-1\n" + GOOD + "-90.2,,1\n",
        (2, "not-a-number", "x"), (2, "negative-people", "-1"), (4, "missing-value", "")),
    bad("faults in cells and in place, by line", HEAD + "-90.05,35.15,5\nx,32.3,1\n-90,35.2,5\n",
        (2, "outside-state", "-90.05, 35.15"), (3, "not-a-number", "x"),
        (4, "outside-state", "-90, 35.2")),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_every_problem_and_its_line(
    case: Bad, catalog: Catalog, tmp_path: Path
) -> None:
    problems = problems_of(catalog, tmp_path / "people.csv", case.text)
    assert (
        tuple((problem.line, problem.rule, problem.found) for problem in problems) == case.problems
    )
    assert {problem.file for problem in problems} == {"people.csv"}


def test_a_missing_west_sign_and_a_national_file_get_a_hint(
    catalog: Catalog, tmp_path: Path
) -> None:
    (problem,) = problems_of(catalog, tmp_path / "a.csv", HEAD + "90.2,32.3,5\n")
    assert "west longitudes are below zero" in problem.message
    text = TRACTS + TRACT + TRACT.replace("28,", "35,")
    (problem,) = problems_of(catalog, tmp_path / "a.csv", text)
    assert "another state" in problem.message


def test_no_file_and_utf_16_are_told(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: no-file"):
        demand_file.read(tmp_path / "none.csv", catalog)
    with pytest.raises(DataError, match="not-a-file"):
        demand_file.read(tmp_path, catalog)
    (problem,) = problems_of(catalog, tmp_path / "a.csv", (HEAD + GOOD).encode("utf-16"))
    assert problem.rule == "utf-16"


@pytest.mark.parametrize(
    ("limit", "most", "rule"),
    [("MAX_BYTES", 40, "too-large"), ("MAX_LINES", 2, "too-many-lines")],
)
def test_there_is_an_end_to_what_is_read(
    limit: str, most: int, rule: str, catalog: Catalog, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(demand_file, limit, most)
    read(catalog, tmp_path / "a.csv", HEAD + GOOD)
    (problem,) = problems_of(catalog, tmp_path / "a.csv", HEAD + GOOD * 3)
    assert problem.rule == rule


@pytest.mark.parametrize("row", ["x,32.3,1\n", "-90.05,35.15,5\n"])
def test_after_very_many_problems_the_rest_is_not_read(
    row: str, catalog: Catalog, tmp_path: Path
) -> None:
    problems = problems_of(catalog, tmp_path / "a.csv", HEAD + row * 1_200)
    assert [problem.line for problem in problems[:-1]] == list(range(2, 1_002))
    assert (problems[-1].rule, problems[-1].line) == ("too-many-problems", 1_001)


def rules() -> set[str]:
    """Return the first text of every fault and problem that the two modules make."""
    found = set()
    for module in (demand_file, demand_columns):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in {"Fault", "add", "refuse"}:
                texts = [
                    argument.value for argument in call.args if isinstance(argument, ast.Constant)
                ]
                found |= {text for text in texts[:1] if isinstance(text, str)}
    return found


def test_every_rule_has_its_bad_file() -> None:
    tried = {rule for case in BAD for _, rule, _ in case.problems}
    # Each of these has a test of its own.
    others = {"utf-16", "too-many-lines"}
    assert tried | others == rules()


# Whatever stands in it


def attempt(catalog: Catalog, home: Path, raw: bytes) -> None:
    path = home / "any.csv"
    path.write_bytes(raw)
    try:
        found = demand_file.read(path, catalog)
    except DataError as error:
        for problem in error.problems:
            assert problem.rule
            assert "\n" not in str(problem)
            assert len(problem.found) <= 81
    else:
        columns = (found.lon, found.lat, found.people, found.county)
        assert len({len(column) for column in columns}) == 1
        assert (found.people >= 0).all()
        assert ((found.county >= 0) & (found.county < len(catalog.counties))).all()


@given(st.binary())
def test_no_bytes_raise_anything_else(catalog: Catalog, home: Path, raw: bytes) -> None:
    attempt(catalog, home, raw)
    attempt(catalog, home, (HEAD + GOOD).encode() + raw)


CELLS = st.sampled_from(
    ["-90.2", "32.3", "+32.30", "-090.2", "0", "5", "-5", "1e9", "", "x", '"', "28", "049", "nan",
     "1" * 50, "\x00", "ñ", "28049", "Hinds", "\r", "\n", "-89.0", "30.25"]
)  # fmt: skip
HEADERS = st.sampled_from(
    ["lon", "lat", "people", "STATEFP", "COUNTYFP", "TRACTCE", "geoid", "county", "note"]
)


@given(
    st.lists(HEADERS, min_size=3, max_size=6),
    st.lists(st.lists(CELLS, min_size=3, max_size=6), max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_no_cells_raise_anything_else(
    catalog: Catalog, home: Path, header: list[str], rows: list[list[str]], delimiter: str
) -> None:
    attempt(catalog, home, text_of([header, *rows], delimiter).encode())


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_the_order_alone(catalog: Catalog, home: Path, random) -> None:
    head, *rows = published(catalog, Scale.TRACT, 2)
    mixed = random.sample(rows, len(rows))
    first = read(catalog, home / "rows.txt", text_of([head, *rows]))
    second = read(catalog, home / "rows.txt", text_of([head, *mixed]))
    assert by_county(first) == by_county(second)
    assert (first.sha256 == second.sha256) == (rows == mixed)


def test_nothing_is_written_and_the_file_stays_as_it_is(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    read(catalog, path, HEAD + GOOD)
    with pytest.raises(DataError):
        read(catalog, tmp_path / "bad.csv", HEAD + "x,y,z\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "mine.csv"]
    assert path.read_text(encoding="utf-8") == HEAD + GOOD
