"""The sentences of a comparison."""

from dataclasses import replace
from functools import partial

import pytest

from geo.catalog.records import Basis, Flag, Status
from geo.diff import compare, sentences
from geo.diff.records import Direction, TouchedCounty
from geo.diff.snapshot import Snapshot, SnapshotKind, Verdict
from tests.diff.states import ChangedTo, Content, entry, without, without_birch
from tests.small_state import ALDER


def about_providers(old: Snapshot, new: Snapshot) -> str:
    return " ".join(map(sentences.provider, compare.compare(old, new).providers))


def test_what_came_went_and_moved_has_its_words(old: Snapshot, changed_to: ChangedTo) -> None:
    def edit(services: Content) -> None:
        without(services, "haven-birch")
        entry(services, "haven-cedar")["lon"] = -104.1

    new = changed_to(edit)
    forward, backward = about_providers(old, new), about_providers(new, old)
    assert (
        "Birchville Haven (Haven): is gone from Birchville, Birch County, -105.4, 42.3, "
        "number 307-555-0110; it was for Alder and Birch (7,000 people). "
        "No other one is known for Alder and Birch." in forward
    )
    assert (
        "moved from Cedar Falls, Cedar County, -104.2, 42.8 to Cedar Falls, Cedar County, "
        "-104.1, 42.8, for Cedar (2,000 people)." in forward
    )
    assert "came at Birchville, Birch County, -105.4, 42.3, number 307-555-0110, for" in backward


def test_numbers_and_reach_have_their_words(old: Snapshot, changed_to: ChangedTo) -> None:
    def edit(services: Content) -> None:
        without_birch(services)
        entry(services, "crew-west")["phone"] = None

    new = changed_to(edit)
    forward, backward = about_providers(old, new), about_providers(new, old)
    assert "number 307-555-0101 before, no number listed now, for Alder and Birch" in forward
    assert "No other number is known for Alder and Birch." in forward
    assert "no longer for Birch (3,000 people), no number listed. No other one is known" in forward
    assert "newly for Birch (3,000 people), no number listed." in backward


def test_a_place_that_nobody_tells_is_called_so(old: Snapshot, changed_to: ChangedTo) -> None:
    moved = compare.compare(
        old, changed_to(lambda services: entry(services, "haven-birch").update(lon=-105.3))
    ).providers[0]
    said = sentences.provider(replace(moved, old_place=None, new_place=None))
    assert "moved from an unknown place to an unknown place" in said


def test_many_counties_are_counted_and_few_are_named() -> None:
    county = TouchedCounty(geoid=ALDER, county="Alder", people=1)
    assert sentences.counties([county] * 20).count("Alder") == 20
    assert sentences.counties([county] * 21) == "21 counties"
    assert sentences.place(county) == "Alder (56001), 1 person"
    assert sentences.place(replace(county, people=None)) == "Alder (56001), people not known"


def test_standards_have_their_words(old: Snapshot, changed_to: ChangedTo) -> None:
    forward = compare.compare(old, changed_to(without_birch))
    said = {change.id: sentences.standard(change) for change in forward.standards}
    assert said["home-care-alone"] == "Home care: 1 lost (3,000 people)"
    assert said["crew-for-all"] == "An outreach crew: the same"
    changed = {change.id for change in forward.standards if sentences.standard_changed(change)}
    assert changed == {"home-care-alone", "care-at-home"}
    only = replace(forward.standards[0], only_in="old")
    assert "only the old side has this standard" in sentences.standard(only)
    assert sentences.standard_changed(only)


def test_verdicts_have_their_words_and_what_was_lost_comes_first(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    forward = compare.compare(old, changed_to(without_birch))
    assert [sentences.transition(change) for change in forward.verdicts] == [
        "Covered (by name) to Claimed only",
        "Covered (by name) to Not on the list",
    ]
    gained = replace(forward.verdicts[0], direction=Direction.GAINED)
    changed = replace(forward.verdicts[0], direction=Direction.CHANGED)
    order = sentences.in_order([changed, gained, *forward.verdicts])
    assert [direction for direction, _ in order] == ["lost", "gained", "changed"]


def test_the_summary_says_who_lost(old: Snapshot, changed_to: ChangedTo) -> None:
    new = changed_to(partial(without, key="haven-birch"))
    forward, backward = compare.compare(old, new), compare.compare(new, old)
    assert sentences.summary(forward) == (
        "7,000 people live where a verdict, a service, its number or a unit was lost. "
        "0 people live where a service became covered. 7,000 people live in counties with any change."
    )
    assert sentences.summary(backward).startswith("No one lost coverage. 7,000 people live where")


@pytest.mark.parametrize("kind", SnapshotKind)
def test_every_kind_of_state_has_its_words(kind: SnapshotKind, old: Snapshot) -> None:
    head = compare.compare(replace(old, kind=kind), old).old
    said = sentences.side(head)
    assert said.endswith(
        f" old, as of March 1, 2026, data {old.data_sha256[:12]}, 3 counties, 9,000 people"
    )
    assert "people" not in sentences.side(replace(head, people=None))


def test_a_distance_test_has_labels_of_its_own(old: Snapshot, changed_to: ChangedTo) -> None:
    change = compare.compare(old, changed_to(without_birch)).verdicts[0]
    far = replace(
        change,
        distance_test=True,
        old=Verdict(status=Status.COVERED, basis=Basis.MEASURED, flags=()),
        new=Verdict(status=Status.GAP, basis=Basis.NONE, flags=()),
        flags_came=(Flag.DISPUTED,),
        flags_went=(Flag.STALE,),
    )
    assert sentences.transition(far) == (
        "Near enough to Too far; now marked sources disagree; no longer marked over its age limit"
    )


def test_how_many_live_near_a_unit_is_told_before_and_now(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    changes = compare.compare(old, changed_to(partial(without, key="haven-birch")))
    before, now = changes.old.near, changes.new.near
    assert before is not None
    assert now is not None
    assert before.low <= before.people <= before.high
    assert now.people < before.people
    # Addresses that nobody knows, which the file of three counties has none of, make a range.
    wide = replace(before, low=before.people - 1_000, high=before.people + 2)
    ranged = replace(changes, old=replace(changes.old, near=wide))
    told = f"{wide.people:,} ({wide.low:,} to {wide.high:,}) before, {now.people:,} now."
    assert sentences.near(ranged) == f"People within 30 straight-line miles of a unit: {told}"
    unknown = replace(changes, old=replace(changes.old, near=None))
    assert ": not known before, " in sentences.near(unknown)
    assert f": {before.people:,} before, " in sentences.near(changes)
    neither = replace(unknown, new=replace(changes.new, near=None))
    assert sentences.near(neither) == ""
