"""The proof of all verdicts of a day: what they follow from, so that somebody else can work them out again.

``tools/check_proof.py`` does so and needs nothing of this program. Findings are told without
sentences: what the sentences are made of, and nothing that could not be worked out.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final, assert_never

from geo.access import assess
from geo.catalog import folder
from geo.catalog.fact_ids import Aspect, facts, region_fact
from geo.catalog.records import Catalog, Evaluation, Standard
from geo.coverage import rulings
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import EvidenceIndex, in_region, serving
from geo.coverage.findings import Finding
from geo.jsonable import jsonable

__all__ = ["FORMAT", "content"]

FORMAT: Final = 1
"""Grows with every change of what a checker reads."""
_ABOUT: Final = "Check with: python tools/check_proof.py, which needs Python alone."
_When: Final = {"text", "earliest", "latest"}
Json = dict[str, Any]


def content(catalog: Catalog, assessment: Assessment) -> bytes:
    """Return the bytes of the proof: JSON in one form only, equal for equal data and days.

    Parameters
    ----------
    catalog : Catalog
        The data as its files have it.
    assessment : Assessment
        The verdicts on it.
    """
    parts: Json = {
        "format": FORMAT,
        "about": _ABOUT,
        "as_of": assessment.as_of.isoformat(),
        "known_on": assessment.known_on.isoformat() if assessment.known_on else None,
        "data_sha256": catalog.data_sha256,
        "files": [[name, digest] for name, digest in folder.digests(catalog.files).items()],
        "facts": _facts(catalog),
        "records": [*_records(catalog, assessment)],
        "distances": _distances(assessment),
        "findings": [_finding(each, assessment) for each in assessment.findings],
    }
    digests = {name: _sha256(part) for name, part in parts.items()} | {"all": _sha256(parts)}
    return _written(parts | {"digests": digests})


def _written(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def _sha256(value: Any) -> str:
    return hashlib.sha256(_written(value)).hexdigest()


def _plain(value: Any) -> Any:
    """Return a record as JSON, its dates as the data writes them."""
    return _undated(jsonable(value))


def _undated(value: Any) -> Any:
    if isinstance(value, list):
        return [_undated(part) for part in value]
    if not isinstance(value, dict):
        return value
    return (
        value["text"]
        if value.keys() == _When
        else {key: _undated(part) for key, part in value.items()}
    )


def _facts(catalog: Catalog) -> Json:
    """Return what the sources say, counties by GEOID."""
    data, geoids = catalog.services, catalog.geoid_by_name
    return {
        "counties": {county.geoid: county.name for county in catalog.counties},
        "sources": {source.id: _plain(source) for source in data.sources},
        "lists": [_plain(kind) | {"service": kind.id} for kind in data.judged_types()],
        "memberships": [
            _plain(each)
            | {"region": region.number, "center": region.operator}
            | {"counties": [geoids[name] for name in each.counties]}
            for region in data.regions
            for each in region.members
        ],
        "centers": [
            {"region": region.number, "center": region.operator} for region in data.regions
        ],
        "teams": [*_teams(catalog)],
        "units": [
            _plain(unit) | {"service": unit.type, "home": geoids[unit.county]}
            for unit in data.facilities
        ],
        "claims": _plain(data.claims),
        "contradictions": [
            _plain(each) | {"counties": [geoids[name] for name in each.counties]}
            for each in data.contradictions
        ],
        "standards": _plain(data.standards),
        "told": _told(catalog),
    }


def _teams(catalog: Catalog) -> Iterator[Json]:
    """Yield the teams, then each service type as one that no list names and a center may."""
    for service in catalog.services.services:
        served = service.catchment
        yield _plain(service) | {
            "service": service.type,
            "counties": [catalog.geoid_by_name[name] for name in served.counties],
            "regions": list(served.regions),
            "statewide": served.statewide,
        }
    for kind in catalog.services.judged_types():
        nobody = {"counties": [], "regions": [], "statewide": False}
        yield {"id": kind.id, "service": kind.id, "source": None, "phone": None} | nobody


def _told(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Return for each fact that records are about who says so in the data, by GEOID or for all."""
    known = facts(catalog.services)
    told: dict[str, dict[str, str]] = {}
    for record in catalog.confirmations.records:
        fact = known[record.fact]
        everywhere = [county.geoid for county in catalog.counties]
        geoids = everywhere if fact.aspect is Aspect.COUNTIES else [""]
        told[fact.id] = dict.fromkeys(geoids, fact.source) if fact.source else {}
    for region in catalog.services.regions:
        asked = told.get(region_fact(region.number), {})
        for membership in region.members:
            asked |= {
                catalog.geoid_by_name[name]: membership.source for name in membership.counties
            }
    return told


def _records(catalog: Catalog, assessment: Assessment) -> Iterator[Json]:
    """Yield all records, each with its answer for every county, and the dispute that it opens."""
    disputes = {each.id: each for each in assessment.catalog.services.contradictions}
    for record, name in rulings.named(catalog):
        yield _plain(record) | {
            "id": name,
            "answers": dict(rulings.about(record, catalog)),
            "stale_after_days": catalog.confirmations.stale_after_days,
            "contradiction": _plain(disputes.get(f"challenge-{name}")),
        }


def _distances(assessment: Assessment) -> Json:
    """Return for each question of distance the units, and by GEOID the least and most shares."""
    index = assessment.evidence
    found: Json = {}
    for standard in index.catalog.services.standards:
        if standard.evaluation is Evaluation.WITHIN:
            units, disputed, _ = assess.units_of(standard, index)
            found[standard.id] = {
                "units": [unit.id for unit in units],
                "disputed": sorted(disputed),
                "counties": {
                    geoid: [far.least, far.most, list(far.units)]
                    for geoid, far in assess.measure(standard, index).items()
                },
            }
    return found


def _finding(finding: Finding, assessment: Assessment) -> Json:
    index = assessment.evidence
    standards = {each.id: each for each in index.catalog.services.standards}
    asked = standards[finding.standard]
    return {
        "geoid": finding.geoid,
        "county": finding.county,
        "standard": finding.standard,
        "status": finding.status,
        "basis": finding.basis,
        "flags": list(finding.flags),
        "rule": _rule(asked, finding.geoid, index),
        "evidence": [
            {"basis": fact.basis, "id": fact.service_id, "service": fact.service}
            for fact in finding.evidence
        ],
        "left_out_by": [fact.service for fact in finding.left_out_by],
        "contradictions": list(finding.contradictions),
    }


def _rule(asked: Standard, geoid: str, index: EvidenceIndex) -> Json:
    """Return what decides a county without evidence: whether lists are complete, and what hangs."""
    look_up = {Evaluation.SERVICE: serving, Evaluation.FACILITY_IN_REGION: in_region}
    found = look_up.get(asked.evaluation)
    return {
        "complete": all(kind in index.complete for kind in asked.any_of),
        "possible": any(found(kind, geoid, index)[1] for kind in asked.any_of) if found else False,
        "taken_away": [kind for kind in asked.any_of if _taken(kind, asked, geoid, index)],
    }


def _taken(kind: str, asked: Standard, geoid: str, index: EvidenceIndex) -> bool:
    """Return whether a record took a team or unit of a type from a county."""
    struck = index.struck.get((kind, geoid), [])
    match asked.evaluation:
        case Evaluation.WITHIN:
            return False
        case Evaluation.FACILITY_IN_COUNTY:
            return any(each.home in ("", geoid) for each in struck)
        case Evaluation.SERVICE | Evaluation.FACILITY_IN_REGION:
            return bool(struck)
        case _:
            assert_never(asked.evaluation)
