"""What became of teams, lines and units: numbers, reach, place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from geo.catalog.records import Basis
from geo.diff.records import Place, Provider, ProviderChange, ProviderKind, Snapshot, SnapshotKind

__all__ = ["Places", "compare"]


class Places:
    """Looks up counties of either side: name and people of the new one, else of the old."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._old, self._new = old, new

    def of(self, geoid: str) -> Place:
        """Return a county of either side."""
        rows = [one.counties[geoid] for one in (self._new, self._old) if geoid in one.counties]
        people = [one.people for one in rows if one.people is not None]
        return Place(geoid=geoid, county=rows[0].name, people=people[0] if people else None)

    def people(self, geoids: Iterable[str]) -> int | None:
        """Return the people of counties, each counted once; None where one's are not known."""
        total = 0
        for geoid in set(geoids):
            people = self.of(geoid).people
            if people is None:
                return None
            total += people
        return total

    def all(self, geoids: Iterable[str]) -> tuple[Place, ...]:
        """Return counties by GEOID."""
        return tuple(self.of(one) for one in sorted(set(geoids)))

    def only(self, side: Snapshot, other: Snapshot) -> tuple[Place, ...]:
        """Return the counties that one side has and the other lacks."""
        return self.all(side.counties.keys() - other.counties.keys())

    def shared(self, geoids: Iterable[str]) -> set[str]:
        """Return those of the counties that both sides have."""
        return set(geoids) & self._old.counties.keys() & self._new.counties.keys()


_Key = tuple[str, str]


def compare(old: Snapshot, new: Snapshot, places: Places) -> tuple[ProviderChange, ...]:
    """Return what changed, by service type and id. A provider is the same where type and id are.

    One whose id alone changed, with type, title and number as before, is the same too.
    """
    before, now = _comparable(old, new)
    now = _renamed(before, now)
    pair = _Pair(before, now, _by_county(now), places)
    return tuple(found for key in sorted({*before, *now}) for found in pair.changes(key))


def _comparable(old: Snapshot, new: Snapshot) -> tuple[dict[_Key, Provider], dict[_Key, Provider]]:
    """Return the providers of the types that both sides tell of.

    Verdicts alone do not tell a line without a number from a general statement.
    """
    told = SnapshotKind.VERDICTS in (old.kind, new.kind)
    kinds = old.services & new.services if told else old.services | new.services

    def wanted(one: Provider) -> bool:
        named = one.phone or set(one.reach.values()) != {Basis.CLAIMED}
        return one.service in kinds and bool(named or not told)

    before, now = (
        {key: one for key, one in side.providers.items() if wanted(one)} for side in (old, new)
    )
    return before, now


def _renamed(before: Mapping[_Key, Provider], now: Mapping[_Key, Provider]) -> dict[_Key, Provider]:
    """Return the new providers, under the old id where nothing but the id changed."""
    gone = {_face(one): key for key, one in before.items() if key not in now}
    # pop, so that of two with one face the second stays what it is: one that came.
    return {key if key in before else gone.pop(_face(one), key): one for key, one in now.items()}


def _face(one: Provider) -> tuple[str, str, str | None]:
    return one.service, one.title, one.phone


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sides whose providers are compared one by one; `reached` has by type and GEOID who is there now."""

    before: Mapping[_Key, Provider]
    now: Mapping[_Key, Provider]
    reached: Mapping[_Key, tuple[Provider, ...]]
    places: Places

    def changes(self, key: _Key) -> Iterator[ProviderChange]:
        """Yield what became of one provider: it came, went, or up to three other changes."""
        old, new = self.before.get(key), self.now.get(key)
        if old is None and new is not None:
            yield self._change(ProviderKind.CAME, _absent(new), new)
        elif new is None and old is not None:
            yield self._change(ProviderKind.WENT, old, _absent(old))
        elif old is not None and new is not None:
            if old.phone != new.phone:
                yield self._change(ProviderKind.NUMBER, old, new)
            if _moved(old, new):
                yield self._change(ProviderKind.MOVED, old, new)
            if self.places.shared(old.reach.keys() ^ new.reach.keys()):
                yield self._change(ProviderKind.REACH, old, new)

    def _change(self, kind: ProviderKind, old: Provider, new: Provider) -> ProviderChange:
        # A county that one side lacks is told as such, once, and not with each of its teams.
        stayed = kind in (ProviderKind.NUMBER, ProviderKind.MOVED)
        went, came = old.reach.keys() - new.reach.keys(), new.reach.keys() - old.reach.keys()
        if kind is ProviderKind.REACH:
            went, came = self.places.shared(went), self.places.shared(came)
        touched = old.reach.keys() & new.reach.keys() if stayed else went | came
        left = touched if stayed else went
        silent = [
            one for one in left if old.phone and not self._helped(new.service, one, number=True)
        ]
        alone = [one for one in went if not self._helped(new.service, one, number=False)]
        without = {*silent, *alone} if kind is not ProviderKind.MOVED else set()
        unit = bool(old.unit or new.unit)
        return ProviderChange(
            kind=kind,
            service=new.service,
            id=old.id if kind is ProviderKind.WENT else new.id,
            title=old.title if kind is ProviderKind.WENT else new.title,
            unit=None if old.unit is None and new.unit is None else unit,
            old_phone=old.phone,
            new_phone=new.phone,
            old_place=self._place(old) if unit and kind is not ProviderKind.CAME else None,
            new_place=self._place(new) if unit and kind is not ProviderKind.WENT else None,
            no_longer=self.places.all(() if stayed else went),
            newly=self.places.all(() if stayed else came),
            left_without=self.places.all(without),
            lost=bool(without) or (unit and kind is ProviderKind.WENT),
            counties=self.places.all(touched),
            people=self.places.people(touched),
        )

    def _helped(self, kind: str, geoid: str, *, number: bool) -> bool:
        """Return whether anyone of a type reaches a county now, with a number where that is asked."""
        return any(one.phone or not number for one in self.reached.get((kind, geoid), ()))

    def _place(self, unit: Provider) -> str | None:
        """Return where a unit stands: its town, the point where told, its county."""
        homes = [f"{self.places.of(one).county} County" for one in _homes(unit)]
        point = [] if unit.lon is None else [f"{unit.lon}, {unit.lat}"]
        return ", ".join([*([unit.city] if unit.city else []), *homes, *point]) or None


def _absent(one: Provider) -> Provider:
    """Return a provider that reaches nobody, for the side that lacks it."""
    return replace(one, phone=None, reach={}, city=None, lon=None, lat=None)


def _homes(one: Provider) -> list[str]:
    return sorted(geoid for geoid, basis in one.reach.items() if basis is Basis.LISTED)


def _moved(old: Provider, new: Provider) -> bool:
    """Return whether a unit stands in another county, or elsewhere by what both sides tell."""
    if not (old.unit or new.unit):
        return False
    told = old.lon is not None and new.lon is not None
    spots = [(one.city, one.lon, one.lat) if told else () for one in (old, new)]
    return _homes(old) != _homes(new) or spots[0] != spots[1]


def _by_county(now: Mapping[_Key, Provider]) -> dict[_Key, tuple[Provider, ...]]:
    found: dict[_Key, tuple[Provider, ...]] = {}
    for one in now.values():
        for geoid in one.reach:
            key = (one.service, geoid)
            found[key] = (*found.get(key, ()), one)
    return found
