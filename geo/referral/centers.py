"""The community mental health centers of the counties that a place may lie in."""

from collections.abc import Sequence

from geo.catalog.records import Basis
from geo.coverage import centers
from geo.coverage.assessment import Assessment
from geo.coverage.centers import Center
from geo.referral.records import CenterHelp

__all__ = ["centers_of"]


def centers_of(assessment: Assessment, geoids: Sequence[str]) -> tuple[CenterHelp, ...]:
    """Return the centers of counties, each once, in the order of the counties; regions without one have none."""
    found: dict[str, list[tuple[str, Center]]] = {}
    for geoid in geoids:
        for center in centers.centers(assessment, geoid):
            if center.operator:
                found.setdefault(center.operator, []).append((geoid, center))
    return tuple(_center(name, named) for name, named in found.items())


def _center(name: str, named: Sequence[tuple[str, Center]]) -> CenterHelp:
    """Return one center, in doubt as soon as what makes it that of any of the counties is."""
    _, center = named[0]
    return CenterHelp(
        operator_id=name,
        operator=center.name,
        phone=center.phone,
        street=center.street,
        city=center.city,
        zip=center.zip,
        address=center.address if center.street else "",
        regions=tuple(dict.fromkeys(each.region for _, each in named)),
        counties=tuple(dict.fromkeys(geoid for geoid, _ in named)),
        basis=Basis.REGION,
        certain=all(each.certain for _, each in named),
        weak=any(each.weak for _, each in named),
        stale=any(each.stale for _, each in named),
        rests_on=tuple(dict.fromkeys(fact for _, each in named for fact in each.rests_on)),
        source=center.source or "",
        as_of=center.as_of or "",
        note=center.note,
    )
