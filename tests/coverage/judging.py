"""The live data without its questions of distance, and the verdict on it: what coverage does alone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from geo.catalog.records import Catalog, Evaluation, Standard
from geo.coverage import verify
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import EvidenceIndex
from geo.coverage.findings import Measured
from tests.live import DAY, catalog

AS_OF = DAY


def live() -> Catalog:
    """Return the data that comes along, with those standards that need no distance."""
    known = catalog()
    standards = tuple(
        standard
        for standard in known.services.standards
        if standard.evaluation is not Evaluation.WITHIN
    )
    return replace(known, services=replace(known.services, standards=standards))


def verified(known: Catalog, day: dt.date = AS_OF) -> Assessment:
    """Return the verdict on a catalog that asks no question of distance."""
    return verify.verify(known, day, unasked)


def unasked(standard: Standard, index: EvidenceIndex) -> Mapping[str, Measured]:
    """Fail: no distance is to be asked for."""
    raise AssertionError(f"{standard.id} asked for distances on {index.as_of}")
