"""The records of the data that a directory may list: units, centers, teams, units across the line."""

from collections.abc import Iterator, Mapping

from geo.catalog.records import (
    Facility,
    NeighborUnit,
    Operator,
    Precision,
    Service,
    ServiceRole,
    Services,
    ServiceType,
)
from geo.match.normalize import words
from geo.match.records import Kind, Provider

__all__ = ["providers"]

_NOBODYS = frozenset({ServiceRole.EMERGENCY, ServiceRole.CRISIS_LINE})


def providers(services: Services) -> tuple[Provider, ...]:
    """Return every record that a directory may list, units first."""
    maker = _Maker(services)
    return (
        *map(maker.facility, services.facilities),
        *map(maker.center, services.operators),
        *maker.teams(services.services),
        *map(maker.neighbor, services.neighbor_units),
    )


class _Maker:
    def __init__(self, services: Services) -> None:
        self._state = services.study_area.postal
        self._types = {kind.id: kind for kind in services.service_types}
        self._operators = {operator.id: operator for operator in services.operators}
        self._regions = _regions(services)

    def facility(self, unit: Facility) -> Provider:
        """Return a unit of this state."""
        operator = self._operators.get(unit.operator or "")
        return Provider(
            kind=Kind.FACILITY,
            id=unit.id,
            title=unit.name,
            unit_words=_unit_words(unit.name, unit.city, self._types[unit.type]),
            organizations=_names(operator),
            regions=self._regions.get(unit.operator or "", frozenset()),
            state=self._state,
            source=unit.source,
            city=unit.city,
            county=unit.county,
            street=unit.street,
            zip=unit.zip,
            phone=unit.phone,
            lon=unit.lon,
            lat=unit.lat,
            radius_m=unit.radius_m,
            is_town_point=unit.precision is Precision.CITY,
        )

    def center(self, operator: Operator) -> Provider:
        """Return who runs services, by the main office."""
        return Provider(
            kind=Kind.CENTER,
            id=operator.id,
            title=operator.name,
            unit_words=(),
            organizations=_names(operator),
            regions=self._regions.get(operator.id, frozenset()),
            state=self._state,
            source=operator.source,
            city=operator.city,
            street=operator.street,
            zip=operator.zip,
            phone=operator.phone,
        )

    def teams(self, teams: tuple[Service, ...]) -> Iterator[Provider]:
        """Yield the teams and lines that people call, but those that rules or the nation give."""
        for team in teams:
            kind = self._types[team.type]
            if kind.role in _NOBODYS:
                continue
            operator = self._operators.get(team.operator or "")
            yield Provider(
                kind=Kind.TEAM,
                id=team.id,
                title=team.title,
                unit_words=(words(kind.name), words(kind.short)),
                organizations=_names(operator),
                regions=self._regions.get(team.operator or "", frozenset()),
                state=self._state,
                source=team.source,
                phone=team.phone,
            )

    def neighbor(self, unit: NeighborUnit) -> Provider:
        """Return a unit of another state."""
        return Provider(
            kind=Kind.NEIGHBOR_UNIT,
            id=unit.id,
            title=unit.name,
            unit_words=_unit_words(unit.name, unit.city, self._types[unit.type]),
            organizations=(unit.run_by,),
            regions=frozenset(),
            state=unit.state,
            source=unit.source,
            city=unit.city,
            street=unit.street,
            zip=unit.zip,
            phone=unit.phone,
            lon=unit.lon,
            lat=unit.lat,
            radius_m=unit.radius_m,
        )


def _names(operator: Operator | None) -> tuple[str, ...]:
    return (operator.name, *operator.also_called) if operator else ()


def _unit_words(name: str, city: str, kind: ServiceType) -> tuple[frozenset[str], ...]:
    """Return what a row must say to name a unit: its own name without the town, or what it is."""
    own = words(name) - words(city)
    return tuple(dict.fromkeys(said for said in (own, words(kind.name)) if said))


def _regions(services: Services) -> Mapping[str, frozenset[int]]:
    """Return by operator the numbers of its regions."""
    found: dict[str, frozenset[int]] = {}
    for region in services.regions:
        if region.operator:
            found[region.operator] = found.get(region.operator, frozenset()) | {region.number}
    return found
