"""The reader of ZIPs, places, cells and states: one bad file for every rule, all faults at once."""

import ast
import json
import re
import shutil
from collections.abc import Callable, Collection
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catalog import csvtable, folder, load, placetables, raw_file, yamltree, zipcells
from geo.catalog.gazetteer import Gazetteer
from geo.errors import DataError, Problem
from tests import live

KNOWN = live.catalog()
GEOIDS = {county.geoid for county in KNOWN.counties}
BBOX = KNOWN.services.study_area.bbox
FILES = ("zips.csv", "places.csv", "zip_cells.geojson", "zip_states.csv")
TEXT = {name: (folder.default_dir() / name).read_text(encoding="utf-8") for name in FILES}
OTHERS = {
    name: (folder.default_dir() / name).read_bytes() for name in folder.HASHED if name not in FILES
}
BATESVILLE = "38606,Batesville,-89.95225,34.30329,zcta,28107,"
SHARES = "28107:15972;28071:120;28119:35"
ROSEDALE = "28011:2214,,AR:2"
ABERDEEN = "4415813,Aberdeen,-88.54366,33.82511,28095,5397,"
SAINT_LOUIS = "28045,9260,3900,Bay St. Louis"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


def put_file(home: Path, name: str, text: str | bytes | None) -> Path:
    """Write a table, or leave it out for None; return where it lies."""
    path = home / name
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


READERS: dict[str, Callable[[Path], Any]] = {
    "zips.csv": lambda path: placetables.read_zips(path, GEOIDS, BBOX),
    "places.csv": lambda path: placetables.read_places(path, GEOIDS, BBOX),
    "zip_cells.geojson": lambda path: zipcells.read(path, KNOWN.gazetteer.zips, BBOX),
    "zip_states.csv": placetables.read_zip_states,
}


def problems_of(home: Path, name: str, text: str | bytes | None) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        READERS[name](put_file(home, name, text))
    return caught.value.problems


# What is there


def test_the_tables_hold_what_they_are_said_to_hold() -> None:
    known = KNOWN.gazetteer
    assert (len(known.zips), len(known.places), len(known.cells)) == (538, 319, 538)
    assert known.zips.keys() == known.cells.keys()
    assert all(code == entry.zip for code, entry in known.zips.items())
    batesville = known.zips["38606"]
    assert (batesville.city, batesville.point, batesville.geoid) == ("Batesville", "zcta", "28107")
    assert [(share.geoid, share.people) for share in batesville.shares] == [
        ("28107", 15_972), ("28071", 120), ("28119", 35),
    ]  # fmt: skip
    assert known.zips["39205"].shares == ()
    assert known.zips["38652"].may_reach == ("28115", "28139")
    assert known.zips["38769"].other_states == (("AR", 2),)
    assert known.zips["38606"].other_states == ()
    (saint_louis,) = [place for place in known.places if place.name == "Bay Saint Louis"]
    assert (saint_louis.people, saint_louis.aliases) == (9260, ("Bay St. Louis",))
    assert known.zip_states["386"] == "MS"
    assert (known.zip_states["381"], known.zip_states["005"]) == ("TN", "NY")
    assert "000" not in known.zip_states


def test_nobody_can_change_what_was_read() -> None:
    known = KNOWN.gazetteer
    with pytest.raises(TypeError):
        known.zips["38606"] = known.zips["38601"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        known.places[0].name = "x"  # type: ignore[misc]


def test_zips_of_one_cell_share_it() -> None:
    cells = KNOWN.gazetteer.cells
    assert cells["39205"] is cells["39207"]
    assert len({id(rings) for rings in cells.values()}) < 538


def test_the_catalog_carries_tables_and_outlines_and_is_its_own_key() -> None:
    assert KNOWN.outlines.keys() == GEOIDS
    assert all(ring[0] == ring[-1] for rings in KNOWN.outlines.values() for ring in rings)
    other = load.load()
    assert other != KNOWN
    assert len({KNOWN, other, KNOWN}) == 2


# Tables

BAD: list[tuple[str, str, str, str, list[tuple[str, str, str]]]] = [
    ("zips.csv", "a ZIP of four digits", BATESVILLE, BATESVILLE[1:],
        [("wrong-form", "row of 8606", "8606")]),
    ("zips.csv", "a ZIP in other digits", "\n38606,", "\n３８６０６,",
        [("wrong-form", r"row of \uff13\uff18\uff16\uff10\uff16", r"\uff13\uff18\uff16\uff10\uff16")]),
    ("zips.csv", "a ZIP twice", "\n38606,", "\n38603,", [("duplicate-id", "row of 38603", "38603")]),
    ("zips.csv", "no city", "38606,Batesville", "38606,",
        [("forbidden-character", "row of 38606", "")]),
    ("zips.csv", "a city of spaces", "38606,Batesville", "38606,  ",
        [("forbidden-character", "row of 38606", "  ")]),
    ("zips.csv", "a city that acts", "38606,Batesville", "38606,{{x}}",
        [("forbidden-character", "row of 38606", "{{x}}")]),
    ("zips.csv", "a no-break space", "Water Valley", "Water\xa0Valley",
        [("forbidden-character", "row of 38965", r"Water\xa0Valley")]),
    ("zips.csv", "a point from nowhere", "34.30329,zcta", "34.30329,county",
        [("unknown-value", "row of 38606", "county")]),
    ("zips.csv", "no longitude", "Batesville,-89.95225", "Batesville,",
        [("not-a-number", "row of 38606", "")]),
    ("zips.csv", "a latitude as a power", "34.30329,zcta", "3.4e1,zcta",
        [("not-a-number", "row of 38606", "3.4e1")]),
    ("zips.csv", "latitude first", "-89.95225,34.30329", "34.30329,-89.95225",
        [("outside", "row of 38606", "34.30329")]),
    ("zips.csv", "a point in Memphis", "-89.95225,34.30329", "-90.05,35.15",
        [("outside", "row of 38606", "35.15")]),
    ("zips.csv", "a county of another state", "zcta,28107,", "zcta,47157,",
        [("unknown-county", "row of 38606", "47157")]),
    ("zips.csv", "a county by name", "zcta,28107,", "zcta,Panola,",
        [("wrong-form", "row of 38606", "Panola")]),
    ("zips.csv", "a radius with a nought before it", BATESVILLE, BATESVILLE + "0",
        [("not-a-number", "row of 38606", "020100")]),
    ("zips.csv", "a radius in halves", BATESVILLE, BATESVILLE + "1.5,",
        [("not-a-number", "row of 38606", "1.5")]),
    ("zips.csv", "people without a county", SHARES, "15972",
        [("wrong-form", "row of 38606", "15972")]),
    ("zips.csv", "nobody in a county", ";28119:35", ";28119:0",
        [("wrong-form", "row of 38606", SHARES[:-2] + "0")]),
    ("zips.csv", "people in another state", SHARES, "47157:9",
        [("unknown-county", "row of 38606", "47157:9")]),
    ("zips.csv", "people in a county without digits", SHARES, "Panola:9",
        [("wrong-form", "row of 38606", "Panola:9")]),
    ("zips.csv", "two counties run into one", SHARES, "28107:1597228071:120",
        [("wrong-form", "row of 38606", "28107:1597228071:120")]),
    ("zips.csv", "a county twice", SHARES, "28107:9;28107:1",
        [("duplicate-id", "row of 38606", "28107:9;28107:1")]),
    ("zips.csv", "a further county by name", ROSEDALE, ROSEDALE.replace(",,", ",Bolivar,"),
        [("wrong-form", "row of 38769", "Bolivar")]),
    ("zips.csv", "a further county of Arkansas", ROSEDALE, ROSEDALE.replace(",,", ",05041,"),
        [("unknown-county", "row of 38769", "05041")]),
    ("zips.csv", "a further county twice", ROSEDALE, ROSEDALE.replace(",,", ",28133;28133,"),
        [("duplicate-id", "row of 38769", "28133;28133")]),
    ("zips.csv", "a further county with people", ROSEDALE, ROSEDALE.replace(",,", ",28011,"),
        [("duplicate-id", "row of 38769", "28011")]),
    ("zips.csv", "another state by name", "AR:2", "Arkansas:2",
        [("wrong-form", "row of 38769", "Arkansas:2")]),
    ("zips.csv", "nobody in another state", "AR:2", "AR:0",
        [("wrong-form", "row of 38769", "AR:0")]),
    ("zips.csv", "another state without people", "AR:2", "AR",
        [("wrong-form", "row of 38769", "AR")]),
    ("zips.csv", "another state twice", "AR:2", "AR:2;AR:1",
        [("duplicate-id", "row of 38769", "AR:2;AR:1")]),
    ("zips.csv", "a column missing", "radius_m", "radius",
        [("missing-column", "header", "zip, city, lon, lat, point, geoid, radius, counties, may_reach, other_states")]),
    ("zips.csv", "only a heading", TEXT["zips.csv"], TEXT["zips.csv"].partition("\n")[0],
        [("no-rows", "file", "")]),
    ("zips.csv", "a field without end", "Batesville", "B" * 200_000, [("not-csv", "file", "")]),
    ("zips.csv", "too large", TEXT["zips.csv"], "x" * (yamltree.MAX_BYTES + 1),
        [("too-large", "file", "2,000,001 bytes")]),
    ("places.csv", "a name as number", ABERDEEN, "x" + ABERDEEN,
        [("wrong-form", "row of x4415813", "x4415813")]),
    ("places.csv", "a place twice", "4415878,", "4415813,",
        [("duplicate-id", "row of 4415813", "4415813")]),
    ("places.csv", "a name with a tag", "4415813,Aberdeen", "4415813,<i>",
        [("forbidden-character", "row of 4415813", "<i>")]),
    ("places.csv", "people of nought", ",5397,", ",0,", [("not-a-number", "row of 4415813", "0")]),
    ("places.csv", "a place at sea", "-88.54366,33.82511", "-88.54366,29.5",
        [("outside", "row of 4415813", "29.5")]),
    ("places.csv", "an unknown county", "33.82511,28095", "33.82511,28002",
        [("unknown-county", "row of 4415813", "28002")]),
    ("places.csv", "a radius of 1,000 km", SAINT_LOUIS, SAINT_LOUIS.replace("3900", "1000000"),
        [("not-a-number", "row of 4417205", "1000000")]),
    ("places.csv", "an alias that acts", SAINT_LOUIS, SAINT_LOUIS + ";`x`",
        [("forbidden-character", "row of 4417205", "Bay St. Louis;`x`")]),
    ("places.csv", "an empty alias", SAINT_LOUIS, SAINT_LOUIS + ";",
        [("forbidden-character", "row of 4417205", "Bay St. Louis;")]),
    ("places.csv", "an alias that is the name", SAINT_LOUIS, SAINT_LOUIS + ";Bay Saint Louis",
        [("duplicate-name", "row of 4417205", "Bay St. Louis;Bay Saint Louis")]),
    ("places.csv", "an alias twice", SAINT_LOUIS, SAINT_LOUIS + ";Bay St. Louis",
        [("duplicate-name", "row of 4417205", "Bay St. Louis;Bay St. Louis")]),
    ("zip_states.csv", "a state in small letters", "\nMS,", "\nms,",
        [("wrong-form", "row of ms", "ms")]),
    ("zip_states.csv", "a state's name", "\nMS,", "\nMississippi,",
        [("wrong-form", "row of Mississippi", "Mississippi")]),
    ("zip_states.csv", "a state twice", "\nMT,", "\nMS,", [("duplicate-id", "row of MS", "MS")]),
    ("zip_states.csv", "two digits", "MS,386-397", "MS,38-39",
        [("wrong-form", "row of MS", "38-39")]),
    ("zip_states.csv", "a run backwards", "MS,386-397", "MS,397-386",
        [("wrong-form", "row of MS", "397-386")]),
    ("zip_states.csv", "no prefix", "MS,386-397", "MS,", [("wrong-form", "row of MS", "")]),
    ("zip_states.csv", "a prefix of two states", "MS,386-397", "MS,386-397;381",
        [("duplicate-id", "row of TN", "370-385")]),
    ("zip_states.csv", "a prefix twice", "MS,386-397", "MS,386-397;390",
        [("duplicate-id", "row of MS", "386-397;390")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [(name, old, new, expected) for name, _, old, new, expected in BAD],
    ids=[f"{name}: {said}" for name, said, *_ in BAD],
)
def test_a_bad_table_is_refused_by_rule_and_line(
    name: str, old: str, new: str, expected: list[tuple[str, str, str]], home: Path
) -> None:
    assert old in TEXT[name]
    text = TEXT[name].replace(old, new, 1)
    problems = problems_of(home, name, text)
    assert [
        (problem.rule, problem.where, problem.found) for problem in problems[: len(expected)]
    ] == expected
    # Where the ZIPs themselves are at fault nothing is said of the cells.
    assert {problem.file for problem in problems} == {name}
    first = TEXT[name][: TEXT[name].index(old)].count("\n") + 1 + (old[0] == "\n")
    known = {"missing-column": 1, "no-rows": 1, "too-large": 0}
    if problems[0].where == "row of TN":  # which comes later, and has the prefix too
        first = text[: text.index("\nTN,")].count("\n") + 2
    assert problems[0].line == known.get(problems[0].rule, first)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_table_is_named(name: str, home: Path) -> None:
    problems = problems_of(home, name, None)
    assert [(problem.file, problem.rule, problem.line) for problem in problems] == [
        (name, "no-file", 0)
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_table_that_is_not_utf_8_is_refused(name: str, home: Path) -> None:
    (problem,) = problems_of(home, name, TEXT[name].encode() + b"\n\xff")
    assert (problem.file, problem.rule) == (name, "not-utf-8")
    assert problem.line == TEXT[name].count("\n") + 2


BROKEN = {
    "zips.csv": ("38606,Batesville", "38606,<Batesville", "forbidden-character"),
    "places.csv": ("Aberdeen", "`", "forbidden-character"),
    "zip_states.csv": ("MS,", "M,", "wrong-form"),
    "zip_cells.geojson": ("FeatureCollection", "Collection", "not-geojson"),
}


@pytest.mark.parametrize("folder_name", ["data", "examples/missouri"])
@pytest.mark.parametrize("name", ["zips.csv", "places.csv"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_a_table_that_was_cut_between_two_rows_is_not_taken_for_whole(
    folder_name: str, name: str, share: float, repo_root: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(repo_root / folder_name, tmp_path / "data"))
    assert load.load(copy).missing == {}
    rows = (copy / name).read_text("utf-8").splitlines(keepends=True)
    put_file(copy, name, "".join(rows[: int(len(rows) * share)]))
    missing = load.load(copy).missing
    if name == "places.csv":
        (problem,) = missing["places.csv"]
        assert (problem.file, problem.rule) == ("places.csv", "missing-place")
        assert "is the table whole?" in problem.message
    else:
        assert {problem.rule for problem in missing["zip_cells.geojson"]} == {"unknown-zip"}


def test_without_zips_no_place_is_missed(home: Path) -> None:
    half = "".join(TEXT["places.csv"].splitlines(keepends=True)[:100])
    assert len(placetables.read_places(put_file(home, "places.csv", half), GEOIDS, BBOX)) == 99


def data_with(home: Path, *broken: str) -> Path:
    """Return a copy of the data in which some tables are broken."""
    copy = Path(shutil.copytree(folder.default_dir(), home / "data"))
    for name in broken:
        old, new, _ = BROKEN[name]
        put_file(copy, name, TEXT[name].replace(old, new, 1))
    return copy


def parts(gazetteer: Gazetteer) -> dict[str, Collection[object]]:
    return {
        "zips.csv": gazetteer.zips,
        "places.csv": gazetteer.places,
        "zip_cells.geojson": gazetteer.cells,
        "zip_states.csv": gazetteer.zip_states,
    }


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_takes_itself_alone_and_whoever_uses_it_is_told(
    broken: str, tmp_path: Path
) -> None:
    known = load.load(data_with(tmp_path, broken))
    assert [
        (name, [problem.rule for problem in problems]) for name, problems in known.missing.items()
    ] == [(broken, [BROKEN[broken][2]])]
    assert known.warnings == known.missing[broken]
    assert known.services == KNOWN.services
    for name, part in parts(known.gazetteer).items():
        if name == broken:
            for use in (len, list, lambda part: "38606" in part, lambda part: part["38606"]):
                with pytest.raises(DataError) as caught:
                    use(part)
                assert caught.value.problems == known.missing[broken]
        else:
            assert len(part) == len(parts(KNOWN.gazetteer)[name])


def test_an_editor_is_told_of_all_tables_at_once(tmp_path: Path) -> None:
    home = data_with(tmp_path, *BROKEN)
    with pytest.raises(DataError) as caught:
        load.load(home, strict=True)
    assert {(problem.file, problem.rule) for problem in caught.value.problems} == {
        (name, rule) for name, (*_, rule) in BROKEN.items()
    }
    assert set(load.load(home).missing) == set(BROKEN)


def test_faults_of_tables_and_services_come_in_one_error(tmp_path: Path) -> None:
    home = data_with(tmp_path, "zips.csv")
    text = (home / "services.yaml").read_text(encoding="utf-8")
    put_file(home, "services.yaml", text.replace("postal: MS", "postal: ms", 1))
    with pytest.raises(DataError) as caught:
        load.load(home)
    assert [(problem.file, problem.rule) for problem in caught.value.problems] == [
        ("services.yaml", "wrong-form"),
        ("zips.csv", "forbidden-character"),
    ]


def test_a_zip_of_the_desert_may_reach_beyond_100_kilometers(home: Path) -> None:
    wide = re.sub(rf"(?m)^({BATESVILLE})\d+", r"\g<1>100600", TEXT["zips.csv"])
    zips = placetables.read_zips(put_file(home, "zips.csv", wide), GEOIDS, BBOX)
    assert zips["38606"].radius_m == 100_600


def test_where_counties_are_unknown_nobody_asks_for_them(home: Path) -> None:
    path = put_file(home, "zips.csv", TEXT["zips.csv"].replace("28107", "99999"))
    assert placetables.read_zips(path, None, None)["38606"].geoid == "99999"


# Cells


def changed(edit: Callable[[list[Any]], None]) -> str:
    """Return the cells after an edit of their list of features, one feature a line."""
    document = json.loads(TEXT["zip_cells.geojson"])
    edit(document["features"])
    lines = ",\n".join(json.dumps(feature) for feature in document["features"])
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}'


def ring(features: list[Any]) -> list[Any]:
    first: list[Any] = features[0]["geometry"]["coordinates"][0]
    return first


def put(value: object) -> Callable[[list[Any]], None]:
    """Return an edit that gives the first feature another geometry."""

    def edit(features: list[Any]) -> None:
        features[0]["geometry"] = value

    return edit


def polygon(*corners: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [list(corners)]}


def zips(text: object) -> Callable[[list[Any]], None]:
    return lambda features: features[0]["properties"].update(zips=text)


NO_GEOMETRY = ("wrong-geometry", "features[0].geometry")
BAD_CELLS: dict[str, tuple[Callable[[list[Any]], None], list[tuple[str, str]]]] = {
    "no feature": (lambda features: features.insert(0, 7), [("not-a-feature", "features[0].feature")]),
    "no properties": (
        lambda features: features[0].pop("properties"),
        [("not-a-feature", "features[0].feature"), ("missing-cell", "features")],
    ),
    "ZIPs as numbers": (zips(38601), [("wrong-form", "features[0].zips"), ("missing-cell", "features")]),
    "two spaces": (zips("38601  38601"), [("wrong-form", "features[0].zips"), ("missing-cell", "features")]),
    "a ZIP twice in a row": (zips("38601 38601"), [("duplicate-id", "features[0].zips")]),
    "a ZIP of another feature": (zips("38601 39759"), [("duplicate-id", "features[")]),
    "a ZIP that is none here": (zips("38601 38103"), [("unknown-zip", "features[0].zips")]),
    "a cell gone": (lambda features: features.pop(0), [("missing-cell", "features")]),
    "an open ring": (lambda features: ring(features).pop(), [("open-ring", "features[0].geometry")]),
    "two corners": (
        lambda features: ring(features).__delitem__(slice(1, -2)),
        [("open-ring", "features[0].geometry")],
    ),
    "a corner out at sea": (
        put(polygon([-89, 29], [-88.5, 29], [-88.5, 30.5], [-89, 29])),
        [("outside", "features[0].geometry")],
    ),
    "latitude first": (
        put(polygon([33, -89], [34, -89], [34, -88.5], [33, -89])),
        [("outside", "features[0].geometry")],
    ),
    "no geometry": (put(None), [NO_GEOMETRY]),
    "a point": (put({"type": "Point", "coordinates": [-89, 33]}), [NO_GEOMETRY]),
    "no ring": (put({"type": "Polygon", "coordinates": []}), [NO_GEOMETRY]),
    "an empty ring": (put({"type": "Polygon", "coordinates": [[]]}), [NO_GEOMETRY]),
    "corners as text": (put(polygon(*["ab"] * 4)), [NO_GEOMETRY]),
    "corners with height": (put(polygon(*[[-89, 33, 9]] * 4)), [NO_GEOMETRY]),
    "one corner longer": (put(polygon([-89, 33], [-88, 33, 1], [-89, 34], [-89, 33])), [NO_GEOMETRY]),
    "a number beyond all": (put(polygon(*[[10**400, 33]] * 4)), [NO_GEOMETRY]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_CELLS)
def test_a_bad_cell_is_refused_by_rule_and_line(case: str, home: Path) -> None:
    edit, expected = BAD_CELLS[case]
    problems = problems_of(home, "zip_cells.geojson", changed(edit))
    assert {problem.file for problem in problems} == {"zip_cells.geojson"}
    assert sorted(problem.rule for problem in problems) == sorted(rule for rule, _ in expected)
    in_order = sorted(expected, key=lambda fault: fault[0] != "missing-cell")  # of the whole file
    for problem, (_, where) in zip(problems, in_order, strict=True):
        assert problem.where.startswith(where)
        index = re.match(r"features\[(\d+)\]", problem.where)
        assert problem.line == (int(index[1]) + 2 if index else 0)


def test_a_cell_may_have_several_parts_and_reach_over_the_state_line(home: Path) -> None:
    west, south = BBOX[0] - 0.05, BBOX[1] - 0.05
    one = [[west, south], [-90, 33], [-91, 34], [west, south]]
    shape = {"type": "MultiPolygon", "coordinates": [[one], [one, one]]}
    path = put_file(home, "zip_cells.geojson", changed(put(shape)))
    assert len(READERS["zip_cells.geojson"](path)["38601"]) == 3


# Every rule has its bad file; nothing but problems


def rules(*modules: object) -> set[str]:
    """Return the rules that modules name: the words with hyphens among their texts."""
    named: set[str] = set()
    for module in modules:
        source = Path(str(module.__file__)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
        nodes = ast.walk(ast.parse(source))
        texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        named |= {text for text in texts if re.fullmatch("[a-z]+(-[a-z0-9]+)+", text)}
    return named - {"utf-8-sig"}


def test_every_rule_of_the_readers_has_a_bad_file() -> None:
    tried = {rule for *_, expected in BAD for rule, *_ in expected}
    tried |= {rule for _, expected in BAD_CELLS.values() for rule, _ in expected}
    # Each of these has a test of its own.
    tried |= {"no-file", "not-a-file", "changed-meanwhile", "not-utf-8", "missing-place"}
    assert rules(placetables, zipcells, csvtable, raw_file) <= tried


@given(st.sampled_from(FILES), st.data())
def test_no_change_to_a_table_raises_anything(home: Path, name: str, data: st.DataObject) -> None:
    text = TEXT[name]
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    new = data.draw(st.text(max_size=12) | st.sampled_from([",", ";", "\n", '"', "[", "1e999"]))
    raw = (text[:at] + new + text[at + length :]).encode("utf-8", "replace")
    try:
        assert len(READERS[name](put_file(home, name, raw))) > 0
    except DataError as error:
        for problem in error.problems:
            assert problem.rule
            assert "\n" not in str(problem)
            assert 0 <= problem.line <= len(re.split(rb"\r\n?|\n", raw))
