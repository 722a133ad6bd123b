"""Every type of service, and each pillar of the continuum, put as a question to every county."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn

from geo.catalog.records import (
    Catalog,
    Claim,
    Evaluation,
    Pillar,
    ServiceRole,
    ServiceType,
    Standard,
    StandardRole,
)
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import EvidenceIndex
from geo.coverage.findings import Finding
from geo.coverage.judge import judge

__all__ = ["Judged", "deciding", "judged", "offers", "question"]

_DECIDING: Final[Mapping[Pillar, frozenset[ServiceRole]]] = {
    Pillar.CONTACT: frozenset((ServiceRole.EMERGENCY, ServiceRole.CRISIS_LINE)),
    Pillar.RESPOND: frozenset((ServiceRole.MOBILE_CRISIS,)),
    Pillar.GO: frozenset((ServiceRole.FACILITY,)),
    Pillar.CARE: frozenset((ServiceRole.INTENSIVE,)),
}
"""The roles of the types that a pillar's status is of: those for somebody in a crisis, or after one."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Findings by GEOID: of each type (units by region, and in the county alone), and of each pillar.

    A pillar without a type has none.
    """

    types: Mapping[str, Mapping[str, Finding]]
    in_county: Mapping[str, Mapping[str, Finding]]
    pillars: Mapping[Pillar, Mapping[str, Finding]]


@lru_cache(maxsize=4)
def judged(assessment: Assessment) -> Judged:
    """Return the verdicts, by the same rules as those of the standards."""
    catalog, index = assessment.catalog, assessment.evidence
    kinds = catalog.services.service_types
    units = [kind for kind in kinds if kind.role is ServiceRole.FACILITY]
    at_home = Evaluation.FACILITY_IN_COUNTY
    return Judged(
        types={kind.id: _by_geoid(_asked((kind,)), index) for kind in kinds},
        in_county={unit.id: _by_geoid(_asked((unit,), at_home), index) for unit in units},
        pillars={
            pillar: _by_geoid(asked, index)
            for pillar in Pillar
            if (asked := question(catalog, pillar))
        },
    )


def deciding(catalog: Catalog, pillar: Pillar) -> tuple[ServiceType, ...]:
    """Return the types that a pillar's status is of; where none has such a role, all types of the pillar."""
    own = [kind for kind in catalog.services.service_types if kind.pillar is pillar]
    for_crisis = [kind for kind in own if kind.role in _DECIDING[pillar]]
    first = next(iter(for_crisis or own), None)
    # Units are looked for in the region and all else in the county: one question asks for one of these.
    return tuple(
        kind
        for kind in for_crisis or own
        if first and (kind.role is ServiceRole.FACILITY) is (first.role is ServiceRole.FACILITY)
    )


def question(catalog: Catalog, pillar: Pillar) -> Standard | None:
    """Return what a pillar asks of each county; None where the data has no type of it."""
    kinds = deciding(catalog, pillar)
    return _asked(kinds) if kinds else None


def offers(assessment: Assessment, pillar: Pillar) -> tuple[Claim, ...]:
    """Return the general statements on several types together that no pillar's status takes in."""
    catalog = assessment.catalog
    pillar_of = {kind.id: kind.pillar for kind in catalog.services.service_types}
    taken = [{kind.id for kind in deciding(catalog, each)} for each in Pillar]
    return tuple(
        claim
        for claim in assessment.evidence.claims
        if len(claim.about) > 1
        and not any(set(claim.about) <= types for types in taken)
        and any(pillar_of[kind] is pillar for kind in claim.about)
    )


def _asked(kinds: tuple[ServiceType, ...], evaluation: Evaluation | None = None) -> Standard:
    """Return the question whether any of some types is there; of units, in the county's region."""
    is_unit = kinds[0].role is ServiceRole.FACILITY
    usual = Evaluation.FACILITY_IN_REGION if is_unit else Evaluation.SERVICE
    names = " or ".join(kind.name for kind in kinds)
    return Standard(
        id="-or-".join(kind.id for kind in kinds),
        role=StandardRole.OTHER,
        title=names,
        question=names,
        evaluation=evaluation or usual,
        any_of=tuple(kind.id for kind in kinds),
        required=False,
    )


def _by_geoid(standard: Standard, index: EvidenceIndex) -> Mapping[str, Finding]:
    return {finding.geoid: finding for finding in judge(standard, index, _no_distance)}


def _no_distance(standard: Standard, index: EvidenceIndex) -> NoReturn:  # noqa: ARG001
    """Never called: no question here is one of distance."""
    raise AssertionError(standard.id)
