"""The counties of two sides, each with its people."""

from collections.abc import Iterable

from geo.changes.records import Place, Side

__all__ = ["Places"]


class Places:
    """Looks up counties of either side: name and people of the new one, else of the old."""

    def __init__(self, old: Side, new: Side) -> None:
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

    def only(self, side: Side, other: Side) -> tuple[Place, ...]:
        """Return the counties that one side has and the other lacks."""
        return self.all(side.counties.keys() - other.counties.keys())

    def shared(self, geoids: Iterable[str]) -> set[str]:
        """Return those of the counties that both sides have."""
        return set(geoids) & self._old.counties.keys() & self._new.counties.keys()
