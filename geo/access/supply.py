"""What people can reach on a day: units with their beds, teams with the people they serve."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.access.supply_records import BedCount, TeamLoad, TeamPeople
from geo.catalog.records import Catalog, Facility
from geo.coverage import asking, beds, evidence
from geo.coverage.assessment import Assessment
from geo.coverage.county import disputes
from geo.coverage.neighbors import CountedUnit, counted
from geo.text import date

__all__ = [
    "Supply",
    "at",
    "bed_count",
    "bed_supply",
    "not_measured",
    "team_loads",
    "unit_names",
    "units",
]

_PER_100K = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The units of one type that sources name on a day, and who they and all teams are for.

    `own` has by GEOID the ids of the units of the county's region, where it is certain; `served` by
    service id the GEOIDs of the counties that a source names for it, itself or through their
    region. `regions` has by GEOID every region that the county may be in, `settled` those that are
    certain. `disputed` are the units that sources contradict each other about, `neighbors` those of
    other states that count.
    """

    catalog: Catalog
    units: tuple[Facility, ...]
    own: Mapping[str, frozenset[str]]
    served: Mapping[str, frozenset[str]]
    regions: Mapping[str, tuple[int, ...]]
    settled: Mapping[str, int]
    disputed: frozenset[str]
    neighbors: tuple[CountedUnit, ...]


def at(assessment: Assessment, kind: str) -> Supply:
    """Return what sources that may speak for the assessment's day name."""
    known = evidence.providers(assessment.evidence)
    memberships = assessment.evidence.regions
    settled = {geoid: own[0].region for geoid, own in memberships.items() if own and own[0].certain}
    reached = {
        county.geoid: frozenset(fact.service_id for fact in known.get((kind, county.geoid), ()))
        for county in assessment.catalog.counties
    }
    served: dict[str, set[str]] = {}
    for (_, geoid), facts in known.items():
        for fact in facts:
            if fact.basis in evidence.NAMED:
                served.setdefault(fact.service_id, set()).add(geoid)
    named = frozenset().union(*reached.values())
    return Supply(
        catalog=assessment.catalog,
        units=tuple(unit for unit in assessment.catalog.services.facilities if unit.id in named),
        own={geoid: ids if geoid in settled else frozenset() for geoid, ids in reached.items()},
        served={service: frozenset(geoids) for service, geoids in served.items()},
        regions={
            geoid: tuple(membership.region for membership in own)
            for geoid, own in memberships.items()
        },
        settled=settled,
        disputed=frozenset(
            unit_id for unit_id in named if disputes(assessment.catalog, unit_id, assessment.as_of)
        ),
        neighbors=counted(assessment.evidence, (kind,)),
    )


def unit_names(catalog: Catalog, service: str) -> tuple[str, str]:
    """Return the name of a type of unit, whole and short; of none what stands for it."""
    kinds = {kind.id: (kind.name, kind.short) for kind in catalog.services.service_types}
    return kinds.get(service, ("crisis unit", "crisis unit"))


def not_measured(assessment: Assessment, service: str) -> str:
    """Return why no distance to a unit of this state is known, what would fill it, and whom to ask."""
    if not service:
        return (
            "No distance is known: this data names no kind of place that people in a crisis are taken to. "
            "A source that names one, with its town, would fill this."
        )
    unit, _ = unit_names(assessment.catalog, service)
    asked = dict.fromkeys(
        question.ask
        for question in asking.open_questions(assessment.catalog.services)
        if service in question.about
    )
    return " ".join(
        (
            f"No distance is known: no source that speaks for {date(assessment.as_of.isoformat())} names "
            f"where a {unit} is. One that names it, with its town, would fill this.",
            *(f"Ask: {ask}" for ask in asked),
        )
    )


def bed_count(supply: Supply, geoids: Collection[str]) -> BedCount:
    """Return the beds of the units that are the counties' own, beside the people they are for.

    All counties together have all units; one whose region is not certain has none that is known.
    """
    everywhere = len(geoids) == len(supply.catalog.counties)
    wanted = (
        frozenset(unit.id for unit in supply.units)
        if everywhere
        else frozenset().union(*(supply.own[geoid] for geoid in geoids))
    )
    units = [unit for unit in supply.units if unit.id in wanted]
    regions = {number for geoid in geoids for number in supply.regions[geoid]}
    people = _people(
        supply, (geoid for geoid, own in supply.regions.items() if not regions.isdisjoint(own))
    )
    sources = {source.id: source for source in supply.catalog.services.sources}
    known = {unit.id: figures for unit in units if (figures := beds.span(unit, sources))}
    low = sum(least for unit_id, (least, _) in known.items() if unit_id not in supply.disputed)
    high = sum(most for _, most in known.values())
    # Without a unit anywhere, or a certain region, nothing is known: not even that there is none.
    anything_known = bool(supply.units) and any(geoid in supply.settled for geoid in geoids)
    all_known = len(known) == len(units)
    least = low if anything_known and (known or not units) else None
    most = high if anything_known and all_known else None
    return BedCount(
        units=len(units),
        units_unknown=len(units) - len(known),
        units_disputed=len(wanted & supply.disputed),
        units_derived=sum(beds.rests_on_derived(unit, sources) for unit in units),
        people=people,
        low=least,
        high=most,
        per_100k_low=least / people * _PER_100K if people and least is not None else None,
        per_100k_high=most / people * _PER_100K if people and most is not None else None,
    )


def team_loads(supply: Supply, geoids: Collection[str]) -> tuple[TeamLoad, ...]:
    """Return for each kind of team those named for any of the counties, and whom they serve."""
    data = supply.catalog.services
    loads = []
    for kind in data.judged_types():
        services = [service for service in data.services if service.type == kind.id]
        if any(unit.type == kind.id for unit in data.facilities) or (
            services and all(service.catchment.statewide for service in services)
        ):
            continue
        here = [
            service
            for service in services
            if not supply.served.get(service.id, frozenset()).isdisjoint(geoids)
        ]
        people = _people(
            supply, frozenset().union(*(supply.served[service.id] for service in here))
        )
        teams = sum(service.teams for service in here)
        loads.append(
            TeamLoad(
                service=kind.id,
                short=kind.short,
                teams=teams,
                people=people,
                people_per_team=people / teams if teams else None,
                own=tuple(
                    TeamPeople(
                        id=service.id,
                        title=service.title,
                        teams=service.teams,
                        people=_people(supply, supply.served[service.id]),
                    )
                    for service in here
                ),
            )
        )
    return tuple(loads)


def _people(supply: Supply, geoids: Iterable[str]) -> int:
    by_geoid = {county.geoid: county.people for county in supply.catalog.counties}
    return sum(by_geoid[geoid] for geoid in geoids)


def bed_supply(supply: Supply) -> tuple[list[int], list[int]]:
    """Return the least and the most beds of each unit, to be shared out by floating catchments.

    A unit of unknown beds has none at least, as has a disputed one; and at most as many as any
    unit is said to have: an assumption, which the record of the result tells.
    """
    sources = {source.id: source for source in supply.catalog.services.sources}
    known = {unit.id: beds.span(unit, sources) for unit in supply.units}
    most = max((figures[1] for figures in known.values() if figures), default=0)
    return [
        figures[0] if figures and unit_id not in supply.disputed else 0
        for unit_id, figures in known.items()
    ], [figures[1] if figures else most for figures in known.values()]


@lru_cache(maxsize=4)
def units(assessment: Assessment, service: str) -> tuple[Facility, ...]:
    """Return the units of a service type that sources speak of by the assessment's day."""
    return tuple(at(assessment, service).units)
