"""What every referral on one day needs, looked up once: who serves which county, and which units are known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.catalog.records import (
    Facility,
    ForWhom,
    Operator,
    Service,
    ServiceRole,
    Services,
    StandardRole,
)
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import providers, speaking_units
from geo.coverage.findings import Evidence, Finding
from geo.coverage.neighbors import CountedUnit, counted

__all__ = ["Known", "Named", "by_service", "known_on", "named"]

Named = tuple[str, Evidence]  # GEOID, and what is named for that county


@dataclass(frozen=True, slots=True)
class Known:
    """What every referral on one day needs, looked up once."""

    assessment: Assessment
    providers: Mapping[tuple[str, str], tuple[Evidence, ...]]  # by service type and GEOID
    findings: dict[tuple[StandardRole, str], Finding]  # by what is asked and GEOID
    own_types: tuple[str, ...]  # types of the units that are a region's own
    units: dict[str, Facility]  # those that a source speaks of, by id
    neighbors: tuple[CountedUnit, ...]  # those of other states that count
    shorts: dict[str, str]  # by service type
    operators: dict[str, Operator]
    counties: dict[str, str]  # names by GEOID
    for_whom: dict[str, ForWhom]  # whom a team or unit takes, by id; else what is said of its kind


@lru_cache(maxsize=4)
def known_on(assessment: Assessment) -> Known:
    """Return what referrals on the day of an assessment need."""
    data = assessment.catalog.services
    by_county = providers(assessment.evidence)
    designated = assessment.deciding(StandardRole.DESIGNATED)
    return Known(
        assessment=assessment,
        providers=by_county,
        findings={
            (role, finding.geoid): finding
            for role in StandardRole
            if (standard := assessment.deciding(role))
            for finding in assessment.of(standard.id)
        },
        own_types=designated.any_of if designated else (),
        units={unit.id: unit for unit in speaking_units(assessment.evidence)},
        neighbors=counted(assessment.evidence, data.types_of(ServiceRole.FACILITY)),
        shorts={kind.id: kind.short for kind in data.service_types},
        operators={operator.id: operator for operator in data.operators},
        counties={county.geoid: county.name for county in assessment.catalog.counties},
        for_whom=_for_whom(data),
    )


def _for_whom(data: Services) -> dict[str, ForWhom]:
    kinds = {kind.id: kind.for_whom for kind in data.service_types}
    placed: tuple[Service | Facility, ...] = (*data.services, *data.facilities)
    found = {each.id: each.for_whom or kinds[each.type] for each in placed}
    return {name: whom for name, whom in found.items() if whom}


def named(known: Known, types: Sequence[str], geoids: Sequence[str]) -> Iterator[Named]:
    """Yield all of these types that a source names for these counties."""
    for geoid in geoids:
        for kind in types:
            for evidence in known.providers.get((kind, geoid), ()):
                yield geoid, evidence


def by_service(named: Iterable[Named]) -> dict[str, list[Named]]:
    """Return what is named by the id of the team or unit."""
    services: dict[str, list[Named]] = {}
    for geoid, evidence in named:
        services.setdefault(evidence.service_id, []).append((geoid, evidence))
    return services
