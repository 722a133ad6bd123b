"""Questions of distance as standards: from what is kept as from what is measured, and when neither is there."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.access import assess, county_miles, measure
from geo.access.records import Within
from geo.catalog import folder, load
from geo.catalog.records import Basis, Catalog, Evaluation, Flag, Status
from geo.coverage import gather
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.jsonable import jsonable
from tests import small_state
from tests.live import DAY as LIVE_DAY
from tests.small_state import ALDER, BIRCH, CEDAR, DAY
from tools import build_distances

ROOT = Path(__file__).resolve().parents[2]
STATUS = {
    Within.WITHIN: Status.COVERED,
    Within.CANNOT_TELL: Status.UNKNOWN,
    Within.BEYOND: Status.GAP,
}


def near(name: str = "haven-near", **keys: Any) -> dict[str, Any]:
    """Return a question of distance for the small state's services.yaml."""
    limit = {} if "within_minutes" in keys else {"within_miles": 30}
    return {
        "id": name,
        "role": "other",
        "title": "Nine in ten near a Haven",
        "question": "Do nine in ten people live near a Haven?",
        "evaluation": "within",
        "any_of": ["haven"],
        "share_of_people": 0.9,
        "required": False,
        **limit,
        **keys,
    }


@pytest.fixture
def content() -> dict[str, Any]:
    """Return the small state's services.yaml with one question of distance at the end."""
    content = small_state.services()
    content["standards"].append(near())
    return content


def statuses(assessment: Assessment, standard: str = "haven-near") -> dict[str, Status]:
    return {finding.geoid: finding.status for finding in assessment.of(standard)}


def told(assessment: Assessment) -> list[Any]:
    """Return all that is said of questions of distance."""
    asked = [total.id for total in assessment.standards if total.evaluation is Evaluation.WITHIN]
    return [(total, assessment.of(total.id)) for total in assessment.standards if total.id in asked]


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list that grows with every time distances are measured and not taken from the file."""
    calls: list[int] = []
    real = measure.unit_miles

    def counted(*given: Any) -> county_miles.UnitMiles:
        calls.append(len(given[1]))
        return real(*given)

    monkeypatch.setattr(measure, "unit_miles", counted)
    return calls


def without_file(home: Path, to: Path) -> Catalog:
    """Return a copy of a data folder in which nothing is kept."""
    shutil.copytree(home, to)
    (to / county_miles.FILE).unlink(missing_ok=True)
    return load.load(to, today=LIVE_DAY)


# What is kept and what is measured


def test_what_is_kept_says_what_measuring_says_of_every_county_and_standard(
    tmp_path: Path, measuring: list[int]
) -> None:
    home = tmp_path / "kept"
    shutil.copytree(folder.default_dir(), home)
    build_distances.main(["--data", str(home)])
    measured_for_the_file = len(measuring)
    kept = assess.verify(load.load(home, today=LIVE_DAY), LIVE_DAY)
    assert len(measuring) == measured_for_the_file
    live = assess.verify(without_file(home, tmp_path / "measured"), LIVE_DAY)
    assert len(measuring) == measured_for_the_file + 1
    assert told(kept)
    assert told(kept) == told(live)
    assert kept.findings == live.findings


def test_verify_says_of_a_county_what_access_says() -> None:
    known = load.load(today=LIVE_DAY)
    assessment = assess.verify(known, LIVE_DAY)
    by_place = {(finding.standard, finding.geoid): finding for finding in assessment.findings}
    access = measure.measure(assessment)
    for area in access.counties:
        assert area.reach
        for verdict in area.reach:
            finding = by_place[verdict.standard, area.id]
            assert finding.status is STATUS[verdict.status]
            assert finding.rule.partition(": ")[2] == verdict.rule.partition(": ")[2]


def test_the_file_is_used_again_only_for_the_very_same_units_and_places(
    tmp_path: Path, content: dict[str, Any], measuring: list[int]
) -> None:
    home = small_state.write(tmp_path / "data", content)
    build_distances.main(["--data", str(home)])
    measuring.clear()

    def verdict(change: Callable[[dict[str, Any]], None]) -> Assessment:
        edited = small_state.services()
        edited["standards"].append(near())
        change(edited)
        small_state.write(home, edited)
        return assess.verify(load.load(home, today=DAY), DAY)

    def same(edited: dict[str, Any]) -> None:
        edited["facilities"][0]["note"] = "A note."

    def renamed(edited: dict[str, Any]) -> None:
        edited["facilities"][0] |= {"id": "another", "name": "Another", "phone": "307-555-0199"}

    def moved(edited: dict[str, Any]) -> None:
        edited["facilities"][0]["lon"] = -105.9

    def wider(edited: dict[str, Any]) -> None:
        edited["facilities"][0]["radius_m"] = 3001

    def gone(edited: dict[str, Any]) -> None:
        edited["facilities"].pop()

    def disputed(edited: dict[str, Any]) -> None:
        edited["contradictions"] = [dispute(["haven-birch"])]

    for change in (same, renamed):
        verdict(change)
        assert measuring == []
    for change in (moved, wider, gone, disputed):
        verdict(change)
        assert len(measuring) == 1, change
        measuring.clear()


def dispute(units: list[str], **keys: Any) -> dict[str, Any]:
    return {
        "id": "open-or-not",
        "title": "Whether a Haven is open",
        "about": ["haven"],
        "units": units,
        "bears_on": "coverage",
        "sides": [
            {"source": "team-list", "says": "open"},
            {"source": "news", "says": "closed"},
        ],
        "treatment": "It counts as open.",
        **keys,
    }


def test_a_unit_more_counts_though_the_file_does_not_know_it(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    home = small_state.write(tmp_path / "data", content)
    build_distances.main(["--data", str(home)])
    before = assess.verify(load.load(home, today=DAY), DAY)
    assert statuses(before)[ALDER] is Status.GAP
    unit = content["facilities"][0]
    content["facilities"].append(
        {
            **unit,
            "id": "haven-alder",
            "city": "Alderton",
            "county": "Alder",
            "lon": -106.5,
            "lat": 42.5,
        }
    )
    small_state.write(home, content)
    after = assess.verify(load.load(home, today=DAY), DAY)
    assert statuses(after)[ALDER] is Status.COVERED


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b'{"entries": [{}]}',
        b'{"entries": [{"key": "KEY"}]}',
        b'{"entries": [{"key": "KEY", "error_miles": null, "error_share": {}, "counties": {"56001": [1]}}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_broken_file_is_as_none(text: bytes, tmp_path: Path, content: dict[str, Any]) -> None:
    known = small_state.load(tmp_path / "data", content)
    right = told(assess.verify(known, DAY))
    index = gather.gather(known, DAY)
    key = county_miles.key(known, *assess.units_of(known.services.standards[-1], index))
    (known.home / county_miles.FILE).write_bytes(text.replace(b"KEY", key.encode()))
    again = load.load(known.home, today=DAY)
    assert county_miles.stored(known.home, key) is None
    assert told(assess.verify(again, DAY)) == right


def test_places_that_are_not_those_of_the_files_are_measured(
    tmp_path: Path, content: dict[str, Any], measuring: list[int]
) -> None:
    home = small_state.write(tmp_path / "data", content)
    build_distances.main(["--data", str(home)])
    measuring.clear()
    known = load.load(home, today=DAY)
    for changed in (
        {"counties": tuple(replace(place, people=place.people + 1) for place in known.counties)},
        {
            "gazetteer": replace(
                known.gazetteer,
                zips={
                    key: replace(code, lon=code.lon + 0.1)
                    for key, code in known.gazetteer.zips.items()
                },
            )
        },
        {
            "outlines": {
                geoid: tuple([(x * 1.0, max(y, 42.01)) for x, y in ring] for ring in rings)
                for geoid, rings in known.outlines.items()
            }
        },
    ):
        assess.verify(replace(known, **changed), DAY)
        assert len(measuring) == 1, changed.keys()
        measuring.clear()


def test_verify_loads_no_library_of_numbers_where_the_file_fits() -> None:
    code = "import sys; import geo; geo.verify(geo.load()); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "json" in loaded
    if build_distances.main(["--check"]) == 0:  # else a unit was added, and it is measured
        assert loaded.isdisjoint({"numpy", "shapely", "pyproj", "scipy", "geopandas"})


# What a finding says


def test_each_status_with_its_rule_units_and_basis(tmp_path: Path, content: dict[str, Any]) -> None:
    content["standards"].append(near("haven-nearer", within_miles=1.0))
    content["standards"].append(near("haven-soon", within_minutes=100))
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    assert statuses(assessment) == {
        ALDER: Status.GAP,
        BIRCH: Status.COVERED,
        CEDAR: Status.COVERED,
    }
    assert set(statuses(assessment, "haven-nearer").values()) == {Status.GAP, Status.UNKNOWN}
    assert set(statuses(assessment, "haven-soon").values()) == {Status.COVERED, Status.UNKNOWN}
    by_geoid = {finding.geoid: finding for finding in assessment.of("haven-near")}
    alder, cedar = by_geoid[ALDER], by_geoid[CEDAR]
    assert alder.rule == (
        "Too far: 0% of the people of Alder County live within 30 straight-line miles of a unit. The test "
        "is 90%."
    )
    assert (alder.basis, cedar.basis) == (Basis.NONE, Basis.MEASURED)
    assert [fact.service_id for fact in alder.evidence] == ["haven-birch"]
    assert [fact.service_id for fact in cedar.evidence] == ["haven-cedar"]
    assert {fact.basis for fact in (*alder.evidence, *cedar.evidence)} == {Basis.MEASURED}
    assert (alder.left_out_by, alder.flags) == ((), ())
    assert alder.lift == ("A dated list that shows a Haven nearer to the people of Alder County.",)
    (total,) = (total for total in assessment.standards if total.id == "haven-near")
    assert (total.covered, total.gap, total.unknown, total.bases["measured"]) == (2, 1, 0, 2)
    assert total.people == {"covered": 5000, "claimed": 0, "gap": 4000, "unknown": 0}


def test_a_required_question_of_distance_counts_for_the_exit_code(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["standards"] = [near(required=True)]
    assert geo.exit_code(assess.verify(small_state.load(tmp_path / "gap", content), DAY)) == 1
    content["standards"] = [near(required=True, within_miles=100)]
    met = assess.verify(small_state.load(tmp_path / "met", content), DAY)
    assert (geo.exit_code(met), geo.exit_code(met, strict=True)) == (0, 0)
    content["standards"] = [near(required=True, within_minutes=100)]
    unknown = assess.verify(small_state.load(tmp_path / "unknown", content), DAY)
    assert (geo.exit_code(unknown), geo.exit_code(unknown, strict=True)) == (0, 1)
    content["standards"] = [near(required=True, in_force_to="2025-12-31")]
    over = assess.verify(small_state.load(tmp_path / "over", content), DAY)
    assert geo.exit_code(over, strict=True) == 0


def test_too_far_is_no_gap_where_the_list_of_units_is_not_complete(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    (kind,) = (kind for kind in content["service_types"] if kind["id"] == "haven")
    kind["complete"] = False
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    by_geoid = {finding.geoid: finding for finding in assessment.of("haven-near")}
    assert by_geoid[ALDER].status is Status.UNKNOWN
    assert by_geoid[ALDER].rule.endswith(
        "The test is 90%. But no list of Haven is complete on March 1, 2026, so a nearer one may be missing."
    )
    assert by_geoid[CEDAR].status is Status.COVERED


def test_the_nearest_unit_of_any_of_the_types_counts(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    (kind,) = (kind for kind in content["service_types"] if kind["id"] == "haven")
    content["service_types"].append({**kind, "id": "shelter", "short": "Shelter"})
    content["facilities"][1]["type"] = "shelter"
    content["standards"].append(near("either-near", any_of=["haven", "shelter"]))
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    assert statuses(assessment)[CEDAR] is Status.GAP
    assert statuses(assessment, "either-near")[CEDAR] is Status.COVERED


def test_before_any_unit_is_known_nothing_is_told(tmp_path: Path, content: dict[str, Any]) -> None:
    assessment = assess.verify(small_state.load(tmp_path, content), dt.date(2025, 5, 31))
    for finding in assessment.of("haven-near"):
        assert (finding.status, finding.evidence, finding.flags) == (Status.UNKNOWN, (), ())
        assert finding.rule == (
            f"Not sure: no source names a unit for {finding.county} County on this day."
        )
        assert finding.lift == (
            f"A dated list that shows a Haven nearer to the people of {finding.county} County.",
        )


# What is disputed


def flagged(tmp_path: Path, content: dict[str, Any]) -> dict[str, tuple[Status, bool]]:
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    return {
        finding.geoid: (finding.status, Flag.DISPUTED in finding.flags)
        for finding in assessment.of("haven-near")
    }


def test_a_disputed_unit_disputes_what_hangs_on_it_and_nothing_else(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["contradictions"] = [dispute(["haven-birch"])]
    assert flagged(tmp_path / "one", content) == {
        ALDER: (Status.GAP, False),  # too far with it, and farther without
        BIRCH: (Status.UNKNOWN, True),
        CEDAR: (Status.COVERED, False),
    }
    content["contradictions"] = [dispute(["haven-birch", "haven-cedar"])]
    assert flagged(tmp_path / "all", content) == {
        ALDER: (Status.GAP, False),
        BIRCH: (Status.COVERED, True),
        CEDAR: (Status.COVERED, True),
    }


def test_a_contradiction_on_a_detail_or_a_county_is_told_as_elsewhere(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    content["contradictions"] = [dispute(["haven-cedar"], bears_on="detail")]
    assessment = assess.verify(small_state.load(tmp_path / "detail", content), DAY)
    cedar = next(finding for finding in assessment.of("haven-near") if finding.geoid == CEDAR)
    assert cedar.flags == ()
    assert cedar.contradictions == ("open-or-not",)
    assert cedar.notes[0].startswith("Sources differ on a detail: Whether a Haven is open. ")
    content["contradictions"] = [dispute([], counties=["Cedar"])]
    assert flagged(tmp_path / "county", content) == {
        ALDER: (Status.GAP, False),
        BIRCH: (Status.COVERED, False),
        CEDAR: (Status.COVERED, True),
    }


# Where a file is missing or broken


@pytest.mark.parametrize("spoil", ["missing", "broken"])
def test_without_shapes_distances_are_unknown_and_all_else_stands(
    spoil: str, tmp_path: Path, content: dict[str, Any]
) -> None:
    home = small_state.write(tmp_path / "data", content)
    whole = assess.verify(load.load(home, today=DAY), DAY)
    path = home / "counties.geojson"
    if spoil == "missing":
        path.unlink()
    else:
        path.write_text("{", encoding="utf-8")
    assessment = assess.verify(load.load(home, today=DAY), DAY)
    for finding in assessment.of("haven-near"):
        assert (finding.status, finding.evidence) == (Status.UNKNOWN, ())
        assert finding.rule.startswith("Not sure: distances cannot be measured: counties.geojson: ")
    others = [total.id for total in whole.standards if total.id != "haven-near"]
    assert len(others) == 5
    for standard in others:
        assert assessment.of(standard) == whole.of(standard)
    with pytest.raises(DataError):
        measure.measure(assessment)


def test_without_a_day_the_machine_s_is_taken(tmp_path: Path) -> None:
    known = small_state.load(tmp_path)
    assert assess.verify(known).as_of == dt.datetime.now(tz=dt.UTC).astimezone().date()


def test_a_finding_of_distance_is_plain_json(tmp_path: Path, content: dict[str, Any]) -> None:
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    plain = jsonable(assessment)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["standards"][-1]["evaluation"] == "within"
    assert plain["findings"][-1]["evidence"][0]["basis"] == "measured"
