"""Two states compared: what is lost, gained, changed, and how many people that touches."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.catalog.records import Basis, Catalog, Flag, Status
from geo.diff import compare, read_state, sentences
from geo.diff.records import Direction, ProviderKind
from geo.diff.snapshot import Snapshot, SnapshotKind, Verdict
from tests.diff.states import ChangedTo, Content, copied, entry, without, without_birch
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

VERDICTS = st.builds(
    Verdict,
    status=st.sampled_from(Status),
    basis=st.sampled_from(Basis),
    flags=st.lists(st.sampled_from(Flag), unique=True).map(tuple),
)


def people(snapshot: Snapshot, *geoids: str) -> int:
    return sum(snapshot.counties[geoid].people or 0 for geoid in geoids)


# The laws


def test_a_state_compared_with_itself_has_no_changes(old: Snapshot) -> None:
    changes = compare.compare(old, replace(old, name="new"))
    assert compare.exit_code(changes) == 0
    assert not changes.lost
    assert (changes.people_lost, changes.people_gained, changes.people_touched) == (0, 0, 0)
    assert changes.verdicts == changes.providers == changes.regions == changes.people == ()
    assert [standard.only_in for standard in changes.standards] == [None] * len(old.standards)
    assert sentences.summary(changes) == sentences.SAME
    assert changes.warnings == ()


@given(VERDICTS, VERDICTS)
def test_gained_and_lost_are_what_the_words_say(old: Verdict, new: Verdict) -> None:
    became = compare.direction(old, new)
    proven = (old.status is Status.COVERED, new.status is Status.COVERED)
    nothing = {Status.GAP, Status.UNKNOWN}
    assert (became is None) == (old == new)
    if proven == (True, False) or (old.status is Status.CLAIMED and new.status in nothing):
        assert became is Direction.LOST
    elif proven == (False, True):
        assert became is Direction.GAINED
    elif old != new:
        # A new claim proves nothing, so it is no gain.
        assert became is Direction.CHANGED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_people_are_counted_once_however_much_changed(old: Snapshot, data: st.DataObject) -> None:
    edits = data.draw(st.dictionaries(st.sampled_from(sorted(old.verdicts)), VERDICTS))
    changes = compare.compare(old, replace(old, verdicts={**old.verdicts, **edits}))

    def total(wanted: Callable[[Verdict, Verdict], bool], standard: str | None = None) -> int:
        touched = {
            geoid
            for (geoid, asked), new in edits.items()
            if standard in (None, asked) and wanted(old.verdicts[geoid, asked], new)
        }
        return people(old, *touched)

    def lost(before: Verdict, now: Verdict) -> bool:
        return compare.direction(before, now) is Direction.LOST

    assert changes.people_touched == total(lambda before, now: before != now)
    assert changes.people_lost == total(lost)
    assert changes.lost == (total(lost) > 0)
    assert len(changes.verdicts) == sum(old.verdicts[key] != new for key, new in edits.items())
    for standard in changes.standards:
        assert standard.people_lost == total(lost, standard.id)


def test_what_one_way_loses_the_other_way_gains(old: Snapshot, changed_to: ChangedTo) -> None:
    new = changed_to(without_birch)
    forward, backward = compare.compare(old, new), compare.compare(new, old)
    assert forward.people_lost == backward.people_gained == people(old, BIRCH)
    assert forward.people_touched == backward.people_touched
    assert (forward.lost, backward.lost) == (True, False)
    lost = [(change.place, change.standard) for change in forward.verdicts]
    assert lost == [(change.place, change.standard) for change in backward.verdicts]
    assert {change.direction for change in backward.verdicts} == {Direction.GAINED}


# What is caught


def test_a_county_deleted_from_a_list_is_caught(old: Snapshot, changed_to: ChangedTo) -> None:
    changes = compare.compare(old, changed_to(without_birch))
    lost = [(change.place.county, change.standard, change.direction) for change in changes.verdicts]
    assert lost == [
        ("Birch", "care-at-home", Direction.LOST),
        ("Birch", "home-care-alone", Direction.LOST),
    ]
    first, second = changes.verdicts
    assert (first.old.status, first.old.basis) == (Status.COVERED, Basis.LISTED)
    assert (first.new.status, second.new.status) == (Status.CLAIMED, Status.GAP)
    # Lost under two standards and a team, one county's people all the same.
    assert changes.people_lost == changes.people_touched == first.place.people
    assert first.place.people == people(old, BIRCH)
    totals = {standard.id: standard for standard in changes.standards}
    assert totals["care-at-home"].lost == 1
    assert totals["care-at-home"].people_lost == people(old, BIRCH)
    assert (totals["crew-for-all"].lost, totals["crew-for-all"].people_lost) == (0, 0)
    (team,) = changes.providers
    assert (team.kind, team.id, team.lost) == (ProviderKind.REACH, "home-alder", True)
    assert [county.county for county in team.left_without] == ["Birch"]
    assert compare.exit_code(changes) == 1


def test_a_region_change_is_told_and_no_loss_where_others_serve(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    def move_birch(services: Content) -> None:
        first, second = services["regions"]
        first["members"][0]["counties"] = ["Alder"]
        second["members"][0]["counties"] = ["Birch", "Cedar"]
        entry(services, "crew-east").update(catchment={"regions": [2]}, phone="307-555-0104")
        entry(services, "haven-birch")["region"] = 2
        alder = {"id": "haven-alder", "county": "Alder", "region": 1, "lon": -106.5, "lat": 42.5}
        services["facilities"].append(copied(services, "haven-birch", **alder))

    changes = compare.compare(old, changed_to(move_birch))
    (region,) = changes.regions
    assert (region.place.county, region.old, region.new) == ("Birch", "1", "2")
    reach = {team.id: team for team in changes.providers if team.kind is ProviderKind.REACH}
    assert [county.county for county in reach["crew-east"].newly] == ["Birch"]
    assert [county.county for county in reach["crew-west"].no_longer] == ["Birch"]
    assert reach["crew-west"].left_without == ()
    assert not changes.lost
    assert compare.exit_code(changes) == 0


def test_a_flag_that_came_is_a_change_and_no_loss(old: Snapshot, changed_to: ChangedTo) -> None:
    stale = changed_to(lambda services: entry(services, "news").update(stale_after_days=10))
    changes = compare.compare(old, stale)
    assert changes.verdicts
    assert {change.direction for change in changes.verdicts} == {Direction.CHANGED}
    assert {change.flags_came for change in changes.verdicts} == {(Flag.STALE,)}
    assert "now marked over its age limit" in sentences.transition(changes.verdicts[0])
    assert "no longer marked over its age limit" in sentences.transition(
        compare.compare(stale, old).verdicts[0]
    )
    assert compare.exit_code(changes) == 0


def test_another_count_of_people_is_told(old: Snapshot) -> None:
    more = replace(old.counties[ALDER], people=people(old, ALDER) + 1)
    changes = compare.compare(old, replace(old, counties={**old.counties, ALDER: more}))
    (county,) = changes.people
    assert (county.geoid, county.old_people, county.new_people) == (
        ALDER,
        people(old, ALDER),
        people(old, ALDER) + 1,
    )
    assert changes.people_touched == people(old, ALDER) + 1


def test_a_renamed_standard_is_told_on_both_sides_and_not_dropped(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    changes = compare.compare(
        old, changed_to(lambda services: entry(services, "haven-at-home").update(id="haven-here"))
    )
    only_in = {change.id: change.only_in for change in changes.standards if change.only_in}
    assert only_in == {"haven-at-home": "old", "haven-here": "new"}
    assert changes.verdicts == ()
    assert changes.lost
    assert "gone with all its verdicts: A Haven in the county" in sentences.summary(changes)
    assert changes.people_lost == 0


def test_a_new_standard_is_no_loss(old: Snapshot, changed_to: ChangedTo) -> None:
    def ask_more(services: Content) -> None:
        services["standards"].append(copied(services, "line-for-all", id="rescue-for-all"))

    changes = compare.compare(old, changed_to(ask_more))
    assert [change.only_in for change in changes.standards if change.only_in] == ["new"]
    assert (changes.lost, changes.verdicts, changes.people_touched) == (False, (), 0)


def test_counties_that_one_state_lacks_are_told_and_not_dropped(old: Snapshot) -> None:
    few = replace(
        old,
        counties={geoid: county for geoid, county in old.counties.items() if geoid != CEDAR},
        verdicts={key: verdict for key, verdict in old.verdicts.items() if key[0] != CEDAR},
    )
    gone, come = compare.compare(old, few), compare.compare(few, old)
    assert [county.county for county in gone.counties_gone] == ["Cedar"]
    assert gone.people_lost == gone.people_touched == people(old, CEDAR)
    assert gone.lost
    assert gone.verdicts == gone.providers == ()
    assert [county.county for county in come.counties_come] == ["Cedar"]
    assert not come.lost


def test_people_that_nobody_tells_are_none_and_no_0(old: Snapshot) -> None:
    unknown = replace(old.counties[BIRCH], people=None)
    silent = replace(old, counties={**old.counties, BIRCH: unknown})
    gone = compare.compare(silent, replace(silent, counties={}))
    assert (gone.old.people, gone.people_lost, gone.people_touched) == (None, None, None)
    # What one state does not tell is taken from the other, and is no change.
    partly = compare.compare(silent, old)
    assert (partly.old.people, partly.people) == (people(old, ALDER, BIRCH, CEDAR), ())


# Warnings


def test_another_day_is_warned_of(catalog: Catalog, old: Snapshot) -> None:
    before = read_state.read(catalog.home, DAY - dt.timedelta(days=9))
    changes = compare.compare(before, old)
    assert (changes.old.as_of, changes.new.as_of) == (DAY - dt.timedelta(days=9), DAY)
    assert "February 20, 2026 and March 1, 2026" in changes.warnings[0]
    assert "--as-of" not in changes.warnings[0]


def test_a_file_of_another_day_comes_with_the_way_out(old: Snapshot) -> None:
    file = replace(old, kind=SnapshotKind.EXPORT, as_of=DAY - dt.timedelta(days=9))
    for first, second in ((file, old), (old, file)):
        assert "Give --as-of 2026-02-20 to" in compare.compare(first, second).warnings[0]
    two = compare.compare(file, replace(old, kind=SnapshotKind.EXPORT))
    assert "--as-of" not in two.warnings[0]


def test_what_verdicts_do_not_tell_is_warned_of(old: Snapshot) -> None:
    verdicts = replace(
        old, name="a.json", kind=SnapshotKind.VERDICTS, services=old.services - {"rescue"}
    )
    changes = compare.compare(old, verdicts)
    assert changes.warnings == (
        "a.json has no regions, so they were not compared.",
        "a.json has nothing on rescue, so their teams were not compared.",
    )
    assert changes.providers == ()


def test_a_unit_gone_is_lost_for_all_whom_it_was_for(old: Snapshot, changed_to: ChangedTo) -> None:
    changes = compare.compare(old, changed_to(partial(without, key="haven-birch")))
    assert changes.people_lost == people(old, ALDER, BIRCH)
    county = [change for change in changes.verdicts if change.standard == "haven-at-home"]
    assert [(change.place.county, change.direction) for change in county] == [
        ("Birch", Direction.LOST)
    ]
    region = [change for change in changes.verdicts if change.standard == "haven-of-region"]
    assert [change.place.geoid for change in region] == [ALDER, BIRCH]
