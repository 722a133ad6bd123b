"""What became of teams, lines and units."""

from dataclasses import replace
from functools import partial

from geo.catalog.records import Basis
from geo.diff import compare, sentences
from geo.diff.records import ProviderChange, ProviderKind
from geo.diff.snapshot import Provider, Snapshot, SnapshotKind, by_type_and_id
from tests.diff.states import ChangedTo, Content, entry, without
from tests.small_state import ALDER, BIRCH, CEDAR


def changes(old: Snapshot, new: Snapshot) -> tuple[ProviderChange, ...]:
    return compare.compare(old, new).providers


def names(change: ProviderChange) -> list[str]:
    return [county.county for county in change.counties]


def test_a_changed_number_is_told_and_is_no_loss(old: Snapshot, changed_to: ChangedTo) -> None:
    new = changed_to(lambda services: entry(services, "crew-west").update(phone="307-555-0199"))
    (team,) = changes(old, new)
    assert team.kind is ProviderKind.NUMBER
    assert (team.old_phone, team.new_phone) == ("307-555-0101", "307-555-0199")
    assert names(team) == ["Alder", "Birch"]
    assert team.people == sum(old.counties[geoid].people or 0 for geoid in (ALDER, BIRCH))
    compared = compare.compare(old, new)
    assert compared.people_touched == team.people
    assert (compared.verdicts, compare.exit_code(compared)) == ((), 0)


def test_the_only_number_gone_is_a_loss_and_its_return_is_not(
    old: Snapshot, changed_to: ChangedTo
) -> None:
    new = changed_to(lambda services: entry(services, "crew-west").update(phone=None))
    ((gone,), (back,)) = changes(old, new), changes(new, old)
    assert (gone.kind, gone.new_phone, gone.lost) == (ProviderKind.NUMBER, None, True)
    assert [county.county for county in gone.left_without] == ["Alder", "Birch"]
    assert (back.old_phone, back.lost) == (None, False)
    assert compare.compare(old, new).verdicts == ()


def test_a_number_gone_beside_another_one_is_no_loss(old: Snapshot) -> None:
    west = old.providers["outreach-crew", "crew-west"]
    both = {**old.providers, ("outreach-crew", "crew-two"): replace(west, id="crew-two", title="2")}
    silent = {**both, ("outreach-crew", "crew-west"): replace(west, phone=None)}
    (gone,) = changes(replace(old, providers=both), replace(old, providers=silent))
    assert (gone.kind, gone.left_without, gone.lost) == (ProviderKind.NUMBER, (), False)


def test_a_removed_unit_is_a_loss_with_its_place(old: Snapshot, changed_to: ChangedTo) -> None:
    new = changed_to(partial(without, key="haven-birch"))
    (went,) = changes(old, new)
    assert (went.kind, went.id, went.unit, went.lost) == (
        ProviderKind.WENT,
        "haven-birch",
        True,
        True,
    )
    assert "Birchville, Birch County" in (went.old_place or "")
    (came,) = changes(new, old)
    assert (came.kind, came.lost, came.new_place) == (ProviderKind.CAME, False, went.old_place)


def test_a_unit_gone_where_the_region_has_another_is_still_a_loss(old: Snapshot) -> None:
    second = {
        ("haven", "haven-two"): replace(old.providers["haven", "haven-birch"], id="haven-two")
    }
    both = replace(old, providers={**old.providers, **second})
    (went,) = changes(both, old)
    assert went.left_without == ()
    assert went.lost
    assert compare.compare(both, old).people_lost == went.people


def test_a_unit_that_moved_is_told_with_both_places(old: Snapshot, changed_to: ChangedTo) -> None:
    (moved,) = changes(
        old, changed_to(lambda services: entry(services, "haven-birch").update(lon=-105.3))
    )
    assert moved.kind is ProviderKind.MOVED
    assert "-105.4, 42.3" in (moved.old_place or "")
    assert "-105.3, 42.3" in (moved.new_place or "")
    assert not moved.lost


def test_a_unit_that_moved_to_another_county_is_told_without_points(old: Snapshot) -> None:
    unit = replace(old.providers["haven", "haven-birch"], city=None, lon=None, lat=None)
    moved_unit = replace(unit, reach={ALDER: Basis.LISTED, BIRCH: Basis.REGION})
    moved, *_ = changes(
        replace(old, providers={("haven", "haven-birch"): unit}),
        replace(old, providers={("haven", "haven-birch"): moved_unit}),
    )
    assert (moved.kind, moved.old_place, moved.new_place) == (
        ProviderKind.MOVED,
        "Birch County",
        "Alder County",
    )


def test_a_team_that_only_got_another_id_is_the_same(old: Snapshot, changed_to: ChangedTo) -> None:
    new = changed_to(lambda services: entry(services, "crew-west").update(id="crew-of-region-1"))
    assert sentences.summary(compare.compare(old, new)) == sentences.OTHER_DATA


def test_of_two_with_one_title_and_number_the_second_came(old: Snapshot) -> None:
    key = ("outreach-crew", "crew-west")
    twins = {("outreach-crew", name): replace(old.providers[key], id=name) for name in ("a", "b")}
    rest = {other: provider for other, provider in old.providers.items() if other != key}
    (came,) = changes(old, replace(old, providers={**rest, **twins}))
    assert (came.kind, came.id) == (ProviderKind.CAME, "b")


def test_a_service_type_that_is_gone_is_a_loss(old: Snapshot) -> None:
    kept = {key: provider for key, provider in old.providers.items() if key[0] != "outreach-crew"}
    new = replace(old, services=old.services - {"outreach-crew"}, providers=kept)
    compared = compare.compare(old, new)
    assert {change.kind for change in compared.providers} == {ProviderKind.WENT}
    assert [change.id for change in compared.providers] == ["crew-east", "crew-west"]
    assert compared.people_lost == compared.old.people
    assert compare.exit_code(compared) == 1


def test_a_team_that_reaches_one_county_more_is_told(old: Snapshot, changed_to: ChangedTo) -> None:
    def reach_further(services: Content) -> None:
        entry(services, "crew-east")["catchment"] = {"counties": ["Birch", "Cedar"]}

    new = changed_to(reach_further)
    ((more,), (less,)) = changes(old, new), changes(new, old)
    assert (more.kind, names(more), more.lost) == (ProviderKind.REACH, ["Birch"], False)
    assert [county.geoid for county in more.newly] == [BIRCH]
    assert [county.geoid for county in less.no_longer] == [BIRCH]
    assert less.left_without == ()


def test_a_line_without_a_number_is_not_compared_with_verdicts_alone(old: Snapshot) -> None:
    silent = replace(old.providers["talk-line", "line"], phone=None)
    folder = replace(old, providers={("talk-line", "line"): silent})
    verdicts = replace(old, kind=SnapshotKind.VERDICTS, providers={})
    assert changes(folder, verdicts) == ()
    assert [change.kind for change in changes(folder, replace(old, providers={}))] == [
        ProviderKind.WENT
    ]


def test_entries_of_one_provider_become_one_with_all_its_reach() -> None:
    def entry_of(geoid: str, basis: Basis) -> Provider:
        return Provider(
            service="haven", id="a", title="A", unit=True, phone=None, reach={geoid: basis}
        )

    merged = by_type_and_id(
        [
            entry_of(ALDER, Basis.LISTED),
            entry_of(CEDAR, Basis.REGION),
            entry_of(ALDER, Basis.REGION),
        ]
    )
    assert merged == {
        ("haven", "a"): replace(
            entry_of(ALDER, Basis.LISTED), reach={ALDER: Basis.LISTED, CEDAR: Basis.REGION}
        )
    }
