"""What became of teams, lines and units: numbers, reach, place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.catalog.records import Basis
from geo.diff.records import ProviderChange, ProviderKind, TouchedCounty
from geo.diff.snapshot import Provider, Snapshot, SnapshotKind
from geo.text import county_title

__all__ = ["Counties", "compare"]


class Counties:
    """Looks up counties of two snapshots: name and people of the new one, else of the old."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._old, self._new = old.counties, new.counties

    def of(self, geoid: str) -> TouchedCounty:
        """Return a county of either snapshot."""
        rows = [side[geoid] for side in (self._new, self._old) if geoid in side]
        people = next((row.people for row in rows if row.people is not None), None)
        return TouchedCounty(geoid=geoid, county=rows[0].name, people=people)

    def people(self, geoids: Iterable[str]) -> int | None:
        """Return the people of counties, each counted once; None where those of any are not known."""
        people = [self.of(geoid).people for geoid in set(geoids)]
        return None if None in people else sum(filter(None, people))

    def all(self, geoids: Iterable[str]) -> tuple[TouchedCounty, ...]:
        """Return counties by GEOID."""
        return tuple(self.of(geoid) for geoid in sorted(set(geoids)))

    def only(self, snapshot: Snapshot, other: Snapshot) -> tuple[TouchedCounty, ...]:
        """Return the counties that one snapshot has and the other lacks."""
        return self.all(snapshot.counties.keys() - other.counties.keys())

    def shared(self, geoids: Iterable[str]) -> set[str]:
        """Return those of the counties that both snapshots have."""
        return set(geoids) & self._old.keys() & self._new.keys()


_Key = tuple[str, str]


def compare(old: Snapshot, new: Snapshot, counties: Counties) -> tuple[ProviderChange, ...]:
    """Return what changed, by service type and id. A provider is the same where type and id are.

    One whose id alone changed, with type, title and number as before, is the same too.
    """
    before, now = _comparable(old, new)
    now = _renamed(before, now)
    titles = {**old.service_titles, **new.service_titles}
    pair = _Pair(before, now, _by_county(now), counties, titles)
    return tuple(change for key in sorted({*before, *now}) for change in pair.changes(key))


def _comparable(old: Snapshot, new: Snapshot) -> tuple[dict[_Key, Provider], dict[_Key, Provider]]:
    """Return the providers of the types that both snapshots tell of.

    Verdicts alone do not tell a line without a number from a general statement.
    """
    verdicts = SnapshotKind.VERDICTS in (old.kind, new.kind)
    kinds = old.services & new.services if verdicts else old.services | new.services

    def wanted(provider: Provider) -> bool:
        named = provider.phone or set(provider.reach.values()) != {Basis.CLAIMED}
        return provider.service in kinds and bool(named or not verdicts)

    before, now = (
        {
            key: provider
            for key, provider in snapshot.providers.items()
            if wanted(provider)
            and (key in other.providers or not _is_for_everybody(provider, other))
        }
        for snapshot, other in ((old, new), (new, old))
    )
    return before, now


def _is_for_everybody(provider: Provider, other: Snapshot) -> bool:
    """Return whether the other snapshot tells a line's number as one for everybody: nobody lost it."""
    return provider.phone in {phone for _, phone in (other.statewide or {}).values()}


def _renamed(before: Mapping[_Key, Provider], now: Mapping[_Key, Provider]) -> dict[_Key, Provider]:
    """Return the new providers, under the old id where nothing but the id changed."""

    def face(provider: Provider) -> tuple[str, str, str | None]:
        return provider.service, provider.title, provider.phone

    gone = {face(provider): key for key, provider in before.items() if key not in now}
    # pop, so that of two with one face the second stays what it is: one that came.
    return {
        key if key in before else gone.pop(face(provider), key): provider
        for key, provider in now.items()
    }


@dataclass(frozen=True, slots=True)
class _Pair:
    """Providers of two snapshots; `serving` has those of now by type and GEOID, `titles` the types' names."""

    before: Mapping[_Key, Provider]
    now: Mapping[_Key, Provider]
    serving: Mapping[_Key, Sequence[Provider]]
    counties: Counties
    titles: Mapping[str, str]

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
            if self.counties.shared(old.reach.keys() ^ new.reach.keys()):
                yield self._change(ProviderKind.REACH, old, new)

    def _change(self, kind: ProviderKind, old: Provider, new: Provider) -> ProviderChange:
        # A county that one snapshot lacks is told once, and not with each of its teams.
        stayed = kind in (ProviderKind.NUMBER, ProviderKind.MOVED)
        went, came = old.reach.keys() - new.reach.keys(), new.reach.keys() - old.reach.keys()
        if kind is ProviderKind.REACH:
            went, came = self.counties.shared(went), self.counties.shared(came)
        touched = old.reach.keys() & new.reach.keys() if stayed else went | came
        left = touched if stayed else went
        without: set[str] = set()
        if kind is not ProviderKind.MOVED:
            phones = {geoid: self._phones(new.service, geoid) for geoid in left | went}
            without = {geoid for geoid in went if not phones[geoid]}
            without |= {geoid for geoid in left if old.phone and not any(phones[geoid])}
        unit = bool(old.unit or new.unit)
        return ProviderChange(
            kind=kind,
            service=new.service,
            service_title=self.titles.get(new.service, new.service),
            id=old.id if kind is ProviderKind.WENT else new.id,
            title=old.title if kind is ProviderKind.WENT else new.title,
            unit=None if old.unit is None and new.unit is None else unit,
            old_phone=old.phone,
            new_phone=new.phone,
            old_place=self._place(old) if unit and kind is not ProviderKind.CAME else None,
            new_place=self._place(new) if unit and kind is not ProviderKind.WENT else None,
            no_longer=self.counties.all(() if stayed else went),
            newly=self.counties.all(() if stayed else came),
            left_without=self.counties.all(without),
            lost=bool(without) or (unit and kind is ProviderKind.WENT),
            counties=self.counties.all(touched),
            people=self.counties.people(touched),
        )

    def _phones(self, service: str, geoid: str) -> list[str | None]:
        """Return the numbers of all of a type that reach a county now."""
        return [provider.phone for provider in self.serving.get((service, geoid), ())]

    def _place(self, unit: Provider) -> str | None:
        """Return where a unit stands: its town, the point where told, its county."""
        homes = [county_title(self.counties.of(geoid).county) for geoid in _homes(unit)]
        point = [] if unit.lon is None else [f"{unit.lon}, {unit.lat}"]
        return ", ".join([*([unit.city] if unit.city else []), *homes, *point]) or None


def _absent(provider: Provider) -> Provider:
    """Return a provider that reaches nobody, for the snapshot that lacks it."""
    return replace(provider, phone=None, reach={}, city=None, lon=None, lat=None)


def _homes(unit: Provider) -> list[str]:
    return sorted(geoid for geoid, basis in unit.reach.items() if basis is Basis.LISTED)


def _moved(old: Provider, new: Provider) -> bool:
    """Return whether a unit stands in another county, or elsewhere by what both snapshots tell."""
    if not (old.unit or new.unit):
        return False
    if _homes(old) != _homes(new):
        return True
    located = old.lon is not None and new.lon is not None
    return located and (old.city, old.lon, old.lat) != (new.city, new.lon, new.lat)


def _by_county(now: Mapping[_Key, Provider]) -> dict[_Key, list[Provider]]:
    """Return providers by service type and the GEOID of each county that they reach."""
    serving: dict[_Key, list[Provider]] = {}
    for provider in now.values():
        for geoid in provider.reach:
            serving.setdefault((provider.service, geoid), []).append(provider)
    return serving
