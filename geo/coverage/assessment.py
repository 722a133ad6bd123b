"""The whole verdict on one catalog and one day, with the evidence that it rests on."""

import datetime as dt
from dataclasses import dataclass, field

from geo.catalog.records import Catalog, Standard, StandardRole, Status
from geo.coverage.calls import StatewideCall
from geo.coverage.evidence import EvidenceIndex
from geo.coverage.findings import Finding, StandardTotal
from geo.jsonable import NOT_IN_JSON

__all__ = ["Assessment"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessment:
    """Every finding, by standard in the order of the data and then by GEOID.

    `statewide` are the numbers for everybody, which no finding and no exit code rests on.

    `known_on` is the last day of which records were taken in, None where all were. `catalog` is the data
    with what records correct.

    `catalog` and `evidence` are what the findings were made from, so that whatever is made next
    starts from the same facts and the same day. JSON leaves these two out. Compared and hashed by
    identity, so that what is made of an assessment can be kept with it.
    """

    schema: int
    data_sha256: str
    as_of: dt.date
    known_on: dt.date | None
    counties: int
    people: int
    standards: tuple[StandardTotal, ...]
    findings: tuple[Finding, ...]
    statewide: tuple[StatewideCall, ...]
    catalog: Catalog = field(repr=False, metadata=NOT_IN_JSON)
    evidence: EvidenceIndex = field(repr=False, metadata=NOT_IN_JSON)

    @property
    def days(self) -> str:
        """The day that verdicts are of and, where it was limited, the last of which records count."""
        known = f", by what was recorded up to {self.known_on}" if self.known_on else ""
        return f"{self.as_of}{known}"

    def of(self, standard: str) -> tuple[Finding, ...]:
        """Return one standard's findings, by GEOID."""
        return tuple(finding for finding in self.findings if finding.standard == standard)

    def unread(self) -> tuple[StandardTotal, ...]:
        """Return the standards for information on which nothing that was read says anything, anywhere.

        Screens and paper tell them in one sentence: a map or a row of each would only say unknown.
        """
        said = {
            finding.standard
            for finding in self.findings
            if finding.evidence or finding.left_out_by or finding.status is not Status.UNKNOWN
        }
        return tuple(
            total for total in self.standards if not total.required and total.id not in said
        )

    def deciding(self, role: StandardRole) -> Standard | None:
        """Return the standard that decides a part of a look-up's answer, None where none does.

        Of several of that role it is the first of the data that is in force on the day; where none
        is, the first.
        """
        in_force = {total.id for total in self.standards if total.in_force}
        asked = [standard for standard in self.catalog.services.standards if standard.role is role]
        return next(
            (standard for standard in asked if standard.id in in_force), asked[0] if asked else None
        )
