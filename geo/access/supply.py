"""What is there to be reached: units with their beds, teams with the people they serve, on a day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.access.records import BedCount, TeamLoad
from geo.catalog.records import Basis, BedsKind, Catalog, Facility
from geo.coverage import county, evidence
from geo.coverage.assessment import Assessment

__all__ = ["Supply", "at", "bed_count", "bed_supply", "beds", "team_loads", "units"]

_NAMED = frozenset((Basis.LISTED, Basis.REGION))
_PER_100K = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The units of one type that sources name on a day, and who they and all teams are for.

    `own` has by GEOID the ids of the units of the county's region, where it is certain; `served` by
    service id the GEOIDs of the counties that a source names for it, itself or through their
    region. `regions` has by GEOID every region that the county may be in, `settled` those that are
    certain. `disputed` are the units that sources contradict each other about.
    """

    catalog: Catalog
    units: tuple[Facility, ...]
    own: Mapping[str, frozenset[str]]
    served: Mapping[str, frozenset[str]]
    regions: Mapping[str, tuple[int, ...]]
    settled: Mapping[str, int]
    disputed: frozenset[str]


def at(assessment: Assessment, kind: str) -> Supply:
    """Return what sources that may speak for the assessment's day name."""
    known = evidence.providers(assessment.evidence)
    memberships = assessment.evidence.regions
    settled = {geoid: some[0].region for geoid, some in memberships.items() if some[0].certain}
    reached = {
        one.geoid: frozenset(fact.service_id for fact in known.get((kind, one.geoid), ()))
        for one in assessment.catalog.counties
    }
    served: dict[str, set[str]] = {}
    for (_, geoid), some in known.items():
        for fact in some:
            if fact.basis in _NAMED:
                served.setdefault(fact.service_id, set()).add(geoid)
    there = frozenset().union(*reached.values())
    return Supply(
        catalog=assessment.catalog,
        units=tuple(one for one in assessment.catalog.services.facilities if one.id in there),
        own={geoid: some if geoid in settled else frozenset() for geoid, some in reached.items()},
        served={name: frozenset(some) for name, some in served.items()},
        regions={geoid: tuple(one.region for one in some) for geoid, some in memberships.items()},
        settled=settled,
        disputed=frozenset(one for one in there if county.disputes(assessment.catalog, one)),
    )


def beds(unit: Facility) -> tuple[int, int] | None:
    """Return the least and the most beds that sources give a unit now; None where none does.

    Planned beds are not there yet and do not count.
    """
    some = [one for one in unit.beds if one.kind is not BedsKind.PLANNED]
    if not some:
        return None
    return min(one.low for one in some), max(one.high for one in some)


def bed_count(supply: Supply, geoids: Collection[str]) -> BedCount:
    """Return the beds of the units that are the counties' own, beside the people they are for.

    All counties together have all units; one whose region is not certain has none that is known.
    """
    everywhere = len(geoids) == len(supply.catalog.counties)
    wanted = (
        frozenset(one.id for one in supply.units)
        if everywhere
        else frozenset().union(*(supply.own[one] for one in geoids))
    )
    units = [one for one in supply.units if one.id in wanted]
    regions = {number for one in geoids for number in supply.regions[one]}
    people = _people(
        supply, (one for one, some in supply.regions.items() if not regions.isdisjoint(some))
    )
    known = {one.id: found for one in units if (found := beds(one))}
    low = sum(least for name, (least, _) in known.items() if name not in supply.disputed)
    high = sum(most for _, most in known.values())
    # Without a unit anywhere, or a certain region, nothing is known: not even that there is none.
    there = bool(supply.units) and any(one in supply.settled for one in geoids)
    all_known = len(known) == len(units)
    least = low if there and (known or not units) else None
    most = high if there and all_known else None
    return BedCount(
        units=len(units),
        units_unknown=len(units) - len(known),
        units_disputed=len(wanted & supply.disputed),
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
    for kind in data.service_types:
        some = [one for one in data.services if one.type == kind.id]
        if any(one.type == kind.id for one in data.facilities) or (
            some and all(one.catchment.statewide for one in some)
        ):
            continue
        here = [
            one for one in some if not supply.served.get(one.id, frozenset()).isdisjoint(geoids)
        ]
        people = _people(supply, frozenset().union(*(supply.served[one.id] for one in here)))
        teams = sum(one.teams for one in here)
        loads.append(
            TeamLoad(
                service=kind.id,
                short=kind.short,
                teams=teams,
                people=people,
                people_per_team=people / teams if teams else None,
            )
        )
    return tuple(loads)


def _people(supply: Supply, geoids: Iterable[str]) -> int:
    by_geoid = {one.geoid: one.people for one in supply.catalog.counties}
    return sum(by_geoid[one] for one in geoids)


def bed_supply(supply: Supply) -> tuple[list[int], list[int]]:
    """Return the least and the most beds of each unit, to be shared out by floating catchments.

    A unit of unknown beds has none at least, as has a disputed one; and at most as many as any
    unit is said to have: an assumption, which the record of the result tells.
    """
    known = {one.id: beds(one) for one in supply.units}
    most = max((found[1] for found in known.values() if found), default=0)
    return [
        found[0] if found and name not in supply.disputed else 0 for name, found in known.items()
    ], [found[1] if found else most for found in known.values()]


@lru_cache(maxsize=4)
def units(assessment: Assessment, service: str) -> tuple[Facility, ...]:
    """Return the units of a service type that sources speak of by the assessment's day."""
    return tuple(at(assessment, service).units)
