"""Files that version 0.1.0 wrote are read for ever.

They are of a made-up state of three counties, with every status, basis and flag.
"""

from functools import cache
from pathlib import Path

import pytest

from geo.catalog.records import Basis, Flag, Status
from geo.diff import compare, read_state, sentences
from geo.diff.snapshot import Provider, Snapshot, SnapshotKind, Verdict

HOME = Path(__file__).resolve().parents[1] / "fixtures" / "exports-0.1.0"
EXPORTS = [path.name for path in sorted(HOME.glob("counties.*"))]
VERDICTS = "verify.json"
ALDER, BIRCH, CEDAR = "56001", "56003", "56005"
LISTED, REGION, CLAIMED = Basis.LISTED, Basis.REGION, Basis.CLAIMED
COUNTIES = {
    ALDER: ("Alder", "1", 4000),
    BIRCH: ("Birch", "1 or 2", 3000),
    CEDAR: ("Cedar", "2", 2000),
}
# By standard: what is said of Alder, Birch and Cedar.
FINDINGS: dict[str, tuple[tuple[Status, Basis, tuple[Flag, ...]], ...]] = {
    "crew-for-all": (
        (Status.COVERED, REGION, ()),
        (Status.COVERED, LISTED, ()),
        (Status.COVERED, REGION, (Flag.WEAK,)),
    ),
    "care-at-home": (
        (Status.COVERED, LISTED, ()),
        (Status.CLAIMED, CLAIMED, (Flag.STALE,)),
        (Status.COVERED, LISTED, ()),
    ),
    "haven-of-region": (
        (Status.COVERED, LISTED, ()),
        (Status.UNKNOWN, Basis.NONE, ()),
        (Status.COVERED, LISTED, (Flag.DISPUTED,)),
    ),
    "haven-at-home": (
        (Status.COVERED, LISTED, ()),
        (Status.GAP, Basis.NONE, ()),
        (Status.COVERED, LISTED, (Flag.DISPUTED,)),
    ),
    "line-for-all": ((Status.CLAIMED, CLAIMED, ()),) * 3,
}
EVERYWHERE = {ALDER: CLAIMED, BIRCH: CLAIMED, CEDAR: CLAIMED}
# Title, number and reach by type and id; the lists of an export part entries by "; ".
TEAMS: dict[tuple[str, str], tuple[str, str | None, dict[str, Basis]]] = {
    ("outreach-crew", "crew-west"): ("West crew", "307-555-0101", {ALDER: REGION}),
    ("outreach-crew", "crew-east"): ("East crew", None, {BIRCH: LISTED}),
    ("outreach-crew", "crew-two"): ("Region 2 crew", "307-555-0103", {CEDAR: REGION}),
    ("home-care", "home-alder"): ("Alder home care", None, {ALDER: LISTED}),
    ("home-care", "home-two"): ("=Care at home – Ñ", "307-555-0102", {CEDAR: LISTED}),
    ("home-care", "home-three"): ("Home care, nights", "307-555-0104", {ALDER: LISTED}),
    ("haven", "haven-alder"): ("Alderton Haven", "307-555-0111", {ALDER: LISTED}),
    ("haven", "haven-cedar"): ("Cedar Falls Haven", "307-555-0120", {CEDAR: LISTED}),
    ("talk-line", "line"): ("Talk line", "988", EVERYWHERE),
    ("rescue", "rescue-line"): ("Rescue", "911", EVERYWHERE),
}


@cache
def read(name: str) -> Snapshot:
    return read_state.read(HOME / name)


def test_there_is_a_file_of_every_kind() -> None:
    assert {Path(name).suffix for name in [*EXPORTS, VERDICTS]} == set(read_state.SUFFIXES)


@pytest.mark.parametrize("name", [*EXPORTS, VERDICTS])
def test_day_data_and_verdicts_are_read(name: str) -> None:
    snapshot = read(name)
    assert snapshot.as_of.isoformat() == "2026-03-01"
    assert snapshot.data_sha256.startswith("c97e01abb995")
    assert list(snapshot.standards) == list(FINDINGS)
    assert snapshot.verdicts == {
        (geoid, standard): Verdict(status=status, basis=basis, flags=flags)
        for standard, findings in FINDINGS.items()
        for geoid, (status, basis, flags) in zip(COUNTIES, findings, strict=True)
    }


@pytest.mark.parametrize("name", EXPORTS)
def test_counties_and_teams_are_read(name: str) -> None:
    snapshot = read(name)
    assert snapshot.kind is SnapshotKind.EXPORT
    assert {
        geoid: (county.name, county.region, county.people)
        for geoid, county in snapshot.counties.items()
    } == COUNTIES
    assert snapshot.services == {kind for kind, _ in TEAMS} | {"day-care"}
    assert snapshot.providers == {
        (kind, key): Provider(
            service=kind, id=key, title=title, unit=kind == "haven", phone=phone, reach=reach
        )
        for (kind, key), (title, phone, reach) in TEAMS.items()
    }


def test_teams_are_read_from_the_verdicts() -> None:
    snapshot = read(VERDICTS)
    assert snapshot.kind is SnapshotKind.VERDICTS
    assert snapshot.standards["haven-at-home"] == "A Haven in the county"
    named = {key: team for key, team in TEAMS.items() if key[0] != "rescue"}
    assert {
        key: (provider.title.replace("; ", ", "), provider.phone, provider.reach)
        for key, provider in snapshot.providers.items()
    } == named


def test_standards_that_came_later_are_told_and_are_no_loss(old: Snapshot) -> None:
    changes = compare.compare(read(EXPORTS[0]), old)
    only_in = {change.id: change.only_in for change in changes.standards if change.only_in}
    assert only_in == {"haven-near": "new", "home-care-alone": "new"}


@pytest.mark.parametrize("old", [*EXPORTS, VERDICTS])
@pytest.mark.parametrize("new", [*EXPORTS, VERDICTS])
def test_any_two_say_the_same(old: str, new: str) -> None:
    changes = compare.compare(read(old), read(new))
    assert sentences.summary(changes) == sentences.SAME
    assert compare.exit_code(changes) == 0
