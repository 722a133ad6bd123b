"""Two states of the data compared: what is lost, gained, changed, and how many people that touches."""

import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess, measure
from geo.catalog import folder, load
from geo.catalog.records import Basis, Flag, Status
from geo.diff import compare, page, read_state, read_table, sentences
from geo.diff.records import Changes, Direction, ProviderKind, Snapshot, SnapshotKind, Verdict
from geo.errors import DataError
from geo.exports import gpkgfile, layers, write, xlsxfile
from geo.jsonable import jsonable

DAY = dt.date(2026, 11, 21)
HOME = folder.default_dir()
ROOT = Path(__file__).resolve().parents[2]
KNOWN = load.load()
VERIFIED = assess.verify(KNOWN, DAY)
OLD = read_state.of_catalog(KNOWN, DAY, "old")
PEOPLE = {one.name: one.people for one in KNOWN.counties}
ICORT = (
    "counties: [Calhoun, Lafayette, Marshall, Panola, Tate, Yalobusha]\n"
    "    source: dmh-intensive-community-services\n"
    "    quote: Region 2 operates two teams"
)
Edited = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return ``edited(("was", "is"), ...)``: a copy of the data folder with its YAML edited."""

    def edit(*changes: tuple[str, str], file: str = "services.yaml") -> Path:
        home = tmp_path / "data"
        if not home.exists():
            shutil.copytree(HOME, home)
        path = home / file
        text = path.read_text(encoding="utf-8")
        for was, becomes in changes:
            assert was in text
            text = text.replace(was, becomes, 1)
        path.write_text(text, encoding="utf-8")
        return home

    return edit


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the data as each kind of file, by suffix."""
    home = tmp_path_factory.mktemp("bundles")
    access = measure.measure(VERIFIED)
    made = {}
    for ending in write.SUFFIXES:
        made[ending] = home / f"coverage{ending}"
        made[ending].write_bytes(write.content(VERIFIED, access, ending))
    made[".json"] = home / "verdicts.json"
    made[".json"].write_text(json.dumps(jsonable(VERIFIED)), encoding="utf-8")
    return made


def changes_to(home: Path) -> Changes:
    return compare.compare(OLD, read_state.read(home, DAY))


def without_unit(key: str) -> list[tuple[str, str]]:
    """Return the edits that take a facility out of the YAML, and out of the lists that name it."""
    text = (HOME / "services.yaml").read_text(encoding="utf-8")
    start = text.index(f"  - id: {key}\n")
    end = text.index("\n  - id: ", start) + 1
    named = text.count(f", {key}")
    return [(text[start:end], ""), *[(f", {key}", "")] * named]


# The laws


def test_a_side_compared_with_itself_has_no_changes() -> None:
    found = compare.compare(OLD, read_state.of_catalog(KNOWN, DAY, "new"))
    assert compare.exit_code(found) == 0
    assert not found.lost
    assert (found.people_lost, found.people_gained, found.people_touched) == (0, 0, 0)
    assert found.verdicts == found.providers == found.regions == found.people == ()
    assert [one.only_in for one in found.standards] == [None] * len(OLD.standards)
    assert sentences.summary(found) == sentences.SAME
    assert found.warnings == ()


VERDICTS = st.builds(
    Verdict,
    status=st.sampled_from(Status),
    basis=st.sampled_from(Basis),
    flags=st.lists(st.sampled_from(Flag), unique=True).map(tuple),
)


@given(VERDICTS, VERDICTS)
def test_gained_and_lost_are_what_the_words_say(old: Verdict, new: Verdict) -> None:
    found = compare.direction(old, new)
    proven = (old.status is Status.COVERED, new.status is Status.COVERED)
    nothing = {Status.GAP, Status.UNKNOWN}
    assert (found is None) == (old == new)
    if proven == (True, False) or (old.status is Status.CLAIMED and new.status in nothing):
        assert found is Direction.LOST
    elif proven == (False, True):
        assert found is Direction.GAINED
    elif old != new:
        # A new claim proves nothing, so it is no gain.
        assert found is Direction.CHANGED


@given(st.dictionaries(st.sampled_from(sorted(OLD.verdicts)), VERDICTS, max_size=40))
def test_people_are_counted_once_however_much_changed(
    edits: dict[tuple[str, str], Verdict],
) -> None:
    found = compare.compare(OLD, replace(OLD, verdicts={**OLD.verdicts, **edits}))
    people = {one.geoid: one.people for one in KNOWN.counties}

    def total(wanted: Callable[[Verdict, Verdict], bool], standard: str | None = None) -> int:
        touched = {
            geoid
            for (geoid, asked), new in edits.items()
            if standard in (None, asked) and wanted(OLD.verdicts[geoid, asked], new)
        }
        return sum(people[one] for one in touched)

    def lost(old: Verdict, new: Verdict) -> bool:
        return compare.direction(old, new) is Direction.LOST

    assert found.people_touched == total(lambda old, new: old != new)
    assert found.people_lost == total(lost)
    assert found.lost == (total(lost) > 0)
    assert len(found.verdicts) == sum(OLD.verdicts[key] != new for key, new in edits.items())
    for one in found.standards:
        assert one.people_lost == total(lost, one.id)


def test_what_one_way_loses_the_other_way_gains(edited: Edited) -> None:
    new = read_state.read(edited((ICORT, ICORT.replace(", Yalobusha", ""))), DAY)
    there, back = compare.compare(OLD, new), compare.compare(new, OLD)
    assert there.people_lost == back.people_gained == PEOPLE["Yalobusha"]
    assert there.people_touched == back.people_touched
    assert (there.lost, back.lost) == (True, False)
    lost = [(one.place, one.standard) for one in there.verdicts]
    assert lost == [(one.place, one.standard) for one in back.verdicts]
    assert {one.direction for one in back.verdicts} == {Direction.GAINED}


# What is caught


def test_a_county_deleted_from_an_icort_list_is_caught(edited: Edited) -> None:
    found = changes_to(edited((ICORT, ICORT.replace(", Yalobusha", ""))))
    assert [(one.place.county, one.standard, one.direction) for one in found.verdicts] == [
        ("Yalobusha", "intensive", Direction.LOST),
        ("Yalobusha", "pact-or-icort", Direction.LOST),
    ]
    first, second = found.verdicts
    assert (first.old.status, first.old.basis) == (Status.COVERED, Basis.LISTED)
    assert (first.new.status, second.new.status) == (Status.CLAIMED, Status.GAP)
    assert first.place.people == PEOPLE["Yalobusha"] == 12_481
    # Lost under two standards and a team, one county's people all the same.
    assert found.people_lost == found.people_touched == 12_481
    totals = {one.id: one for one in found.standards}
    assert (totals["intensive"].lost, totals["intensive"].people_lost) == (1, 12_481)
    assert (totals["mobile-crisis"].lost, totals["mobile-crisis"].people_lost) == (0, 0)
    (team,) = found.providers
    assert (team.kind, team.id, team.lost) == (ProviderKind.REACH, "icort-r2", True)
    assert [one.county for one in team.left_without] == ["Yalobusha"]
    assert compare.exit_code(found) == 1


def test_a_changed_number_is_told_and_is_no_loss(edited: Edited) -> None:
    found = changes_to(edited(("866-453-6216", "601-555-0123")))
    (team,) = found.providers
    assert (team.kind, team.old_phone, team.new_phone) == (
        ProviderKind.NUMBER,
        "866-453-6216",
        "601-555-0123",
    )
    served = [one.geoid for one in team.counties]
    assert len(served) == 16
    assert team.people == sum(one.people for one in KNOWN.counties if one.geoid in served)
    assert found.people_touched == team.people
    assert found.verdicts == ()
    assert compare.exit_code(found) == 0


def test_the_only_number_gone_is_a_loss_and_its_return_is_not(edited: Edited) -> None:
    new = read_state.read(edited(('    phone: "866-453-6216"\n', "")), DAY)
    gone, back = compare.compare(OLD, new), compare.compare(new, OLD)
    assert [(one.kind, one.new_phone, one.lost) for one in gone.providers] == [
        (ProviderKind.NUMBER, None, True)
    ]
    assert len(gone.providers[0].left_without) == 16
    assert gone.verdicts == ()
    assert compare.exit_code(gone) == 1
    assert [(one.old_phone, one.lost) for one in back.providers] == [(None, False)]
    assert compare.exit_code(back) == 0


def test_a_removed_unit_is_caught_with_all_whom_it_was_for(edited: Edited) -> None:
    found = changes_to(edited(*without_unit("csu-tupelo")))
    went = [one for one in found.providers if one.kind is ProviderKind.WENT]
    assert [(one.id, one.unit, one.lost) for one in went] == [("csu-tupelo", True, True)]
    assert "Tupelo, Lee County" in (went[0].old_place or "")
    county = [one for one in found.verdicts if one.standard == "csu-in-county"]
    assert [(one.place.county, one.direction) for one in county] == [("Lee", Direction.LOST)]
    region = [one.place.geoid for one in found.verdicts if one.standard == "csu-in-region"]
    people = sum(one.people for one in KNOWN.counties if one.geoid in region)
    assert len(region) == 7
    assert found.people_lost == people
    assert compare.exit_code(found) == 1


def test_a_unit_gone_where_the_region_has_another_is_still_a_loss(edited: Edited) -> None:
    found = changes_to(edited(*without_unit("csu-cleveland")))
    (went,) = found.providers
    assert went.left_without == ()
    assert went.lost
    assert compare.exit_code(found) == 1
    assert found.people_lost == went.people == 269_541


def test_a_unit_that_moved_is_told_with_both_places(edited: Edited) -> None:
    found = changes_to(edited(("    lon: -88.65033\n", "    lon: -88.6\n")))
    (moved,) = found.providers
    assert moved.kind is ProviderKind.MOVED
    assert "-88.65033" in (moved.old_place or "")
    assert "-88.6," in (moved.new_place or "")
    assert not moved.lost
    assert compare.exit_code(found) == 0


def test_a_team_that_only_got_another_id_is_the_same(edited: Edited) -> None:
    text = (HOME / "services.yaml").read_text(encoding="utf-8")
    home = edited(*[("icort-r2", "icort-region-2")] * text.count("icort-r2"))
    assert sentences.summary(changes_to(home)) == sentences.OTHER_DATA


def test_a_region_change_is_told_and_no_loss_where_others_serve(edited: Edited) -> None:
    text = (HOME / "services.yaml").read_text(encoding="utf-8")
    start = text.index("\nregions:")
    members = [line for line in text[start:].splitlines() if "counties: [" in line]
    two = next(one for one in members if "Yalobusha" in one)
    three = next(one for one in members if "Itawamba" in one)
    assert two != three
    home = edited(
        (f"\n{two}\n", f"\n{two.replace(', Yalobusha', '')}\n"),
        (f"\n{three}\n", f"\n{three.replace(']', ', Yalobusha]')}\n"),
    )
    found = changes_to(home)
    assert [(one.place.county, one.old, one.new) for one in found.regions] == [
        ("Yalobusha", "2", "3")
    ]
    reach = {one.id: one for one in found.providers if one.kind is ProviderKind.REACH}
    assert [one.county for one in reach["mobile-crisis-r3"].newly] == ["Yalobusha"]
    assert [one.county for one in reach["mobile-crisis-r2"].no_longer] == ["Yalobusha"]
    assert reach["mobile-crisis-r2"].left_without == ()
    assert found.people_touched == PEOPLE["Yalobusha"]
    assert compare.exit_code(found) == 0


def test_a_flag_that_came_is_a_change_and_no_loss(edited: Edited) -> None:
    start = "  - id: mobile-crisis-r6"
    text = (HOME / "services.yaml").read_text(encoding="utf-8")
    source = text[text.index(start) :].split("    source: ", 1)[1].split("\n", 1)[0]
    entry = text[text.index(f"  - id: {source}\n") :].split("\n  - id: ", 1)[0]
    fresh = entry.replace("stale_after_days: 365", "stale_after_days: 36525")
    new = read_state.read(edited((entry, fresh)), DAY)
    found = compare.compare(new, OLD)
    assert found.verdicts
    assert {one.direction for one in found.verdicts} == {Direction.CHANGED}
    assert {one.flags_came for one in found.verdicts} == {(Flag.STALE,)}
    assert "flag stale came" in sentences.transition(found.verdicts[0])
    assert compare.exit_code(found) == 0


def test_another_count_of_people_is_told(edited: Edited) -> None:
    found = changes_to(edited(("28001,Adams,29538,", "28001,Adams,29539,"), file="counties.csv"))
    (one,) = found.people
    assert (one.geoid, one.old_people, one.new_people) == ("28001", 29_538, 29_539)
    assert found.people_touched == 29_539


def test_a_renamed_standard_is_told_on_both_sides_and_not_dropped(edited: Edited) -> None:
    found = changes_to(edited(("  - id: pact-or-icort\n", "  - id: act-teams\n")))
    assert {one.id: one.only_in for one in found.standards if one.only_in} == {
        "pact-or-icort": "old",
        "act-teams": "new",
    }
    assert found.verdicts == ()
    assert found.lost
    assert "gone with all its verdicts: PACT or ICORT" in sentences.summary(found)
    assert found.people_lost == 0


def test_counties_that_one_side_lacks_are_told_and_not_dropped() -> None:
    few = replace(
        OLD,
        counties={geoid: one for geoid, one in OLD.counties.items() if geoid != "28001"},
        verdicts={key: one for key, one in OLD.verdicts.items() if key[0] != "28001"},
    )
    gone, come = compare.compare(OLD, few), compare.compare(few, OLD)
    assert [one.county for one in gone.counties_gone] == ["Adams"]
    assert gone.people_lost == gone.people_touched == PEOPLE["Adams"]
    assert gone.lost
    assert gone.verdicts == gone.providers == ()
    assert [one.county for one in come.counties_come] == ["Adams"]
    assert not come.lost


def test_another_day_is_warned_of() -> None:
    before = read_state.read(HOME, dt.date(2024, 6, 1))
    found = compare.compare(before, OLD)
    assert (found.old.as_of, found.new.as_of) == (dt.date(2024, 6, 1), DAY)
    assert "2024-06-01 and 2026-11-21" in found.warnings[0]
    assert "--as-of" not in found.warnings[0]


# Files


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_a_file_says_what_its_folder_says(ending: str, bundles: dict[str, Path]) -> None:
    side = read_state.read(bundles[ending])
    assert side.as_of == DAY
    assert side.data_sha256 == KNOWN.data_sha256
    assert side.verdicts == OLD.verdicts
    for old, new in ((OLD, side), (side, OLD)):
        found = compare.compare(old, new)
        assert sentences.summary(found) == sentences.SAME
        assert (found.old.people, found.new.people) == (2_961_279, 2_961_279)
    if ending != ".json":
        assert {geoid: one.region for geoid, one in side.counties.items()} == {
            geoid: one.region for geoid, one in OLD.counties.items()
        }
        assert {
            key: (one.title, one.phone, dict(one.reach)) for key, one in side.providers.items()
        } == {key: (one.title, one.phone, dict(one.reach)) for key, one in OLD.providers.items()}


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_a_loss_is_caught_against_any_file(
    ending: str, bundles: dict[str, Path], edited: Edited
) -> None:
    new = read_state.read(
        edited(
            (ICORT, ICORT.replace(", Yalobusha", "")),
            *without_unit("csu-tupelo"),
            ("866-453-6216", "601-555-0123"),
        ),
        DAY,
    )
    found = compare.compare(read_state.read(bundles[ending]), new)
    plain = compare.compare(OLD, new)
    # A file of counties alone has no titles of standards and no points.
    bare = [replace(one, title="") for one in found.verdicts]
    assert bare == [replace(one, title="") for one in plain.verdicts]
    assert [
        (one.kind, one.id, one.old_phone, one.new_phone, one.left_without)
        for one in found.providers
    ] == [
        (one.kind, one.id, one.old_phone, one.new_phone, one.left_without)
        for one in plain.providers
    ]
    assert (found.people_gained, found.people_touched) == (0, plain.people_touched)
    assert compare.exit_code(found) == 1


def test_every_format_of_the_export_is_read() -> None:
    assert {*read_table.READERS, ".json"} == {*write.SUFFIXES, ".json"} == set(read_state.SUFFIXES)


def test_comparing_folders_loads_no_library_of_maps() -> None:
    code = "import sys; from geo.diff import compare, read_state; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {one.split(".")[0] for one in done.stdout.split()}
    assert not {"geopandas", "pandas", "pyarrow", "pyogrio", "shapely"} & loaded


def test_verdicts_alone_do_not_tell_people(bundles: dict[str, Path]) -> None:
    side = read_state.read(bundles[".json"])
    assert side.kind is SnapshotKind.VERDICTS
    few = replace(
        side,
        verdicts=side.verdicts
        | {
            ("28161", "intensive"): Verdict(status=Status.UNKNOWN, basis=Basis.NONE, flags=()),
        },
    )
    found = compare.compare(side, few)
    assert found.people_lost is None
    assert "people not known" in sentences.summary(found)
    told = compare.compare(read_state.peopled(side, KNOWN), read_state.peopled(few, KNOWN))
    assert told.people_lost == PEOPLE["Yalobusha"]


def broken(tmp_path: Path, name: str, content: bytes) -> DataError:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_state.read(path)
    assert all(one.file == str(path) for one in caught.value.problems)
    return caught.value


def rules(error: DataError) -> set[str]:
    return {one.rule for one in error.problems}


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.gpkg", b"no database", "not-gpkg"),
        ("a.gpkg", b"SQLite format 3\0 and nothing more", "not-gpkg"),
        ("a.xlsx", b"no archive", "not-xlsx"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "not-xlsx"),
        ("a.parquet", b"PAR1", "not-parquet"),
        ("a.geojson", b"{", "not-geojson"),
        ("a.geojson", b"[]", "not-geojson"),
        ("a.geojson", b'{"features": [1]}', "not-geojson"),
        ("a.geojson", b'{"features": [{"properties": {"a": 1}}]}', "no-stamp"),
        ("a.geojson", b"\xff", "not-utf-8"),
        ("a.json", b"{", "not-json"),
        ("a.json", b"\xff", "not-utf-8"),
        ("a.json", b"{}", "not-verdicts"),
        ("a.json", b'{"findings": [], "schema": 9}', "wrong-schema"),
        ("a.json", b'{"findings": [{}], "schema": 1}', "not-verdicts"),
        ("a.json", b'{"findings": [3], "schema": 1}', "not-verdicts"),
        ("a.csv", b"", "not-csv"),
        ("a.csv", b"\xff", "not-utf-8"),
        ("a.csv", b'a,b\r\n"x,y\r\n', "not-csv"),
        ("a.csv", b"a,b\r\nx\r\n", "cell-count"),
        ("a.csv", b"geoid,county\r\n28001,Adams\r\n", "missing-column"),
        ("a.csv", b"geoid,as_of,data_sha256\r\n28001,2026-11-21,0\r\n", "missing-column"),
        ("a.txt", b"", "unknown-suffix"),
    ],
)
def test_a_file_that_is_none_is_told_with_file_and_rule(
    name: str, content: bytes, rule: str, tmp_path: Path
) -> None:
    assert rules(broken(tmp_path, name, content)) == {rule}


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".xlsx", ".geojson", ".json"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_told(
    ending: str, share: float, bundles: dict[str, Path], tmp_path: Path
) -> None:
    content = bundles[ending].read_bytes()
    found = broken(tmp_path, f"cut{ending}", content[: int(len(content) * share)])
    assert rules(found) <= {f"not-{ending[1:]}", "missing-layer", "no-stamp"}
    for raw in ("SQL", "magic", "DRIVER", "driver", "footer", "database", "Parquet magic"):
        assert raw not in found.problems[0].message
    kinds = {".gpkg": "GeoPackage", ".parquet": "Parquet file", ".xlsx": "XLSX workbook"}
    if rules(found) == {f"not-{ending[1:]}"} and ending in kinds:
        assert found.problems[0].message == f"this is no whole {kinds[ending]}"


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("28001,", "2800,", "wrong-form"),
        ("28003,", "28001,", "duplicate-id"),
        (",29538,", ",-5,", "not-a-number"),
        (",covered,", ",perhaps,", "unknown-value"),
        (",stale,", ",old,", "unknown-value"),
        ("28001,Adams", "28001,", "missing-field"),
        ("status_intensive", "state_intensive", "missing-column"),
        ("basis_intensive", "ground_intensive", "missing-column"),
        ("team_phones_icort", "numbers_icort", "missing-column"),
    ],
)
def test_a_csv_with_faults_is_told_with_its_line(
    was: str, becomes: str, rule: str, bundles: dict[str, Path], tmp_path: Path
) -> None:
    text = bundles[".csv"].read_text(encoding="utf-8")
    assert was in text
    found = broken(tmp_path, "a.csv", text.replace(was, becomes, 1).encode())
    assert rule in rules(found)
    if rule in {"wrong-form", "not-a-number", "unknown-value", "missing-field"}:
        assert all(one.line >= 2 for one in found.problems if one.rule == rule)


def test_a_file_without_its_day_or_layer_is_told(bundles: dict[str, Path], tmp_path: Path) -> None:
    text = bundles[".csv"].read_text(encoding="utf-8")
    other = text.replace("2026-11-21,", "21 November 2026,")
    assert rules(broken(tmp_path, "a.csv", other.encode())) == {"not-a-date"}
    one_differs = text.replace("2026-11-21,", "2026-11-20,", 1)
    assert rules(broken(tmp_path, "a.csv", one_differs.encode())) == {"missing-column"}
    bare = layers.build(VERIFIED, measure.measure(VERIFIED), ("about",))
    for name, content in (("a.gpkg", gpkgfile.content(bare)), ("a.xlsx", xlsxfile.content(bare))):
        assert rules(broken(tmp_path, name, content)) == {"missing-layer"}
    empty = text.splitlines(keepends=True)[0]
    assert rules(broken(tmp_path, "a.csv", empty.encode())) == {"missing-column"}


def test_features_with_other_properties_are_told(bundles: dict[str, Path], tmp_path: Path) -> None:
    found = json.loads(bundles[".geojson"].read_text(encoding="utf-8"))
    del found["features"][3]["properties"]["region"]
    error = broken(tmp_path, "a.geojson", json.dumps(found).encode())
    assert rules(error) == {"not-geojson"}
    found["features"] = []
    error = broken(tmp_path, "a.geojson", json.dumps(found).encode())
    assert rules(error) == {"missing-column"}


def test_verdicts_that_leave_a_county_out_are_told(
    bundles: dict[str, Path], tmp_path: Path
) -> None:
    found = json.loads(bundles[".json"].read_text(encoding="utf-8"))
    del found["findings"][5]
    error = broken(tmp_path, "a.json", json.dumps(found).encode())
    assert "each county has a finding for each standard" in str(error)


def test_reading_a_side_leaves_the_limit_of_cells_of_other_tables_alone(
    bundles: dict[str, Path],
) -> None:
    before = csv.field_size_limit()
    read_state.read(bundles[".csv"])
    assert csv.field_size_limit() == before


def test_a_file_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_table, "MAX_BYTES", 10)
    assert rules(broken(tmp_path, "a.csv", b"0123456789x")) == {"too-large"}


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
def test_reading_leaves_nothing_behind(
    ending: str, bundles: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / f"one{ending}"
    path.write_bytes(bundles[ending].read_bytes())
    read_state.read(path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == bundles[ending].read_bytes()


def test_lists_of_different_length_are_told(bundles: dict[str, Path], tmp_path: Path) -> None:
    text = bundles[".csv"].read_text(encoding="utf-8")
    listed = next(one for one in text.split(",") if "; csu-" in one)
    cut = text.replace(listed, listed.partition("; ")[0], 1)
    (problem,) = broken(tmp_path, "a.csv", cut.encode()).problems
    assert (problem.rule, problem.where.split(".")[1]) == ("wrong-form", "unit_ids_csu")
    assert listed in text.splitlines()[problem.line - 1]


def test_another_layer_is_no_layer_of_counties(tmp_path: Path) -> None:
    access = measure.measure(VERIFIED)
    content = write.content(VERIFIED, access, ".csv", "teams")
    assert rules(broken(tmp_path, "teams.csv", content)) == {"missing-column"}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    for name in ("nowhere", "nowhere.csv", "nowhere.json"):
        with pytest.raises(DataError, match="no-file"):
            read_state.read(tmp_path / name)


# The page


def test_the_page_tells_all_and_escapes_it(edited: Edited) -> None:
    home = edited((ICORT, ICORT.replace(", Yalobusha", "")))
    found = changes_to(home)
    html = page.body(found)
    for word in ("Yalobusha", "12,481", "covered (listed) to claimed", "Region 2 ICORTs"):
        assert word in html
    assert html.count("<table") == html.count("<caption>") == 2
    assert 'scope="row"' in html
    evil = replace(
        found,
        old=replace(found.old, name="<script>alert(1)</script>"),
        warnings=("<b>",),
        providers=(replace(found.providers[0], title="<img src=x>"),),
    )
    shown = page.body(evil)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_the_page_of_no_changes_says_so() -> None:
    html = page.body(compare.compare(OLD, OLD))
    assert sentences.SAME in html
    other = page.body(compare.compare(OLD, replace(OLD, data_sha256="0" * 64)))
    assert sentences.OTHER_DATA in other
    assert sentences.SAME not in other
    assert "Verdicts that changed" not in html


def test_every_kind_of_change_has_its_words(edited: Edited) -> None:
    new = read_state.read(edited(*without_unit("csu-tupelo"), ("-88.65033", "-88.6")), DAY)
    there, back = compare.compare(OLD, new), compare.compare(new, OLD)
    told = " ".join(map(sentences.provider, (*there.providers, *back.providers)))
    assert "is gone from Tupelo, Lee County" in told
    assert "came at Tupelo, Lee County" in told
    assert "moved from West Point, Clay County, -88.65033" in told
    assert "No other one is known for Benton, Chickasaw" in told


def test_regions_people_numbers_and_counties_have_their_words(edited: Edited) -> None:
    home = edited(("28001,Adams,29538,", "28001,Adams,1,"), file="counties.csv")
    fewer = {geoid: one for geoid, one in OLD.counties.items() if geoid != "28003"}
    moved = fewer | {"28005": replace(fewer["28005"], region="1 or 6", name="Amity")}
    silent = {
        key: replace(one, phone=None) if key[1] == "mobile-crisis-r6" else one
        for key, one in OLD.providers.items()
    }
    new = replace(OLD, counties=moved, providers=silent)
    html = page.body(compare.compare(OLD, new))
    assert "Only old: Alcorn (28003), 34,740 people" in html
    assert "Amity (28005), 12,720 people: Region" in html
    assert "to Region 1 or 6" in html
    assert "Amite, now Amity (28005)" in html
    assert "number 866-453-6216 before, no number listed now" in html
    assert "No other number is known for" in html
    assert "Only new: Alcorn" in page.body(compare.compare(new, OLD))
    told = " ".join(map(sentences.renamed, changes_to(home).people))
    assert told == "Adams (28001): 29,538 people to 1 person"
    assert "only the old side has this standard" in sentences.standard(
        replace(compare.compare(OLD, OLD).standards[0], only_in="old")
    )


def side_without(kind: str) -> Snapshot:
    keep = {key: one for key, one in OLD.providers.items() if key[0] != kind}
    return replace(OLD, services=OLD.services - {kind}, providers=keep)


def test_a_service_type_that_is_gone_is_a_loss() -> None:
    found = compare.compare(OLD, side_without("mobile_crisis"))
    assert {one.kind for one in found.providers} == {ProviderKind.WENT}
    assert len(found.providers) == 13
    assert found.people_lost == 2_961_279
    assert compare.exit_code(found) == 1
