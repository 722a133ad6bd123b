"""The whole of the data, frozen: services.yaml, the counties, and the Catalog that holds all."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from geo.catalog import confirmations, spanish
from geo.catalog.adequacy_facts import Adequacy, Plan, Recipient, StatuteService
from geo.catalog.confirmations import Confirmations, Record
from geo.catalog.context import Context
from geo.catalog.continuum_facts import CrisisStep, Term, Training
from geo.catalog.county_shapes import CountyShape
from geo.catalog.dates import machine_date
from geo.catalog.facts import (
    Alias,
    Beds,
    Catchment,
    Facility,
    ForWhom,
    Membership,
    NeighborUnit,
    Operator,
    Region,
    Service,
    ServiceType,
    StudyArea,
    UnitCatchment,
)
from geo.catalog.folder import Files
from geo.catalog.gazetteer import Gazetteer
from geo.catalog.numbers import Elsewhere, Reach, StatewideNumber
from geo.catalog.rings import Ring
from geo.catalog.schema import Length
from geo.catalog.source_facts import Source
from geo.catalog.spanish import Spanish
from geo.catalog.statements import (
    Claim,
    Contradiction,
    OpenQuestion,
    Programme,
    Reference,
    Standard,
    Statement,
    Value,
)
from geo.catalog.vocabulary import (
    Basis,
    BearsOn,
    BedsKind,
    CatchmentProof,
    ChallengeState,
    Confidence,
    Evaluation,
    Flag,
    Pillar,
    PlanStatus,
    Precision,
    ProgrammeKind,
    Proof,
    RecordHow,
    RecordOutcome,
    ReferenceKind,
    ReferenceStatus,
    Serves,
    ServiceRole,
    StandardRole,
    Status,
)
from geo.errors import Problem

__all__ = [
    "Adequacy",
    "Alias",
    "Basis",
    "BearsOn",
    "Beds",
    "BedsKind",
    "Catalog",
    "Catchment",
    "CatchmentProof",
    "ChallengeState",
    "Claim",
    "Confidence",
    "Confirmations",
    "Contradiction",
    "County",
    "CrisisStep",
    "Elsewhere",
    "Evaluation",
    "Facility",
    "Flag",
    "ForWhom",
    "Membership",
    "NeighborUnit",
    "OpenQuestion",
    "Operator",
    "Pillar",
    "Plan",
    "PlanStatus",
    "Precision",
    "Programme",
    "ProgrammeKind",
    "Proof",
    "Reach",
    "Recipient",
    "Record",
    "RecordHow",
    "RecordOutcome",
    "Reference",
    "ReferenceKind",
    "ReferenceStatus",
    "Region",
    "Serves",
    "Service",
    "ServiceRole",
    "ServiceType",
    "Services",
    "Source",
    "Standard",
    "StandardRole",
    "Statement",
    "StatewideNumber",
    "Status",
    "StatuteService",
    "StudyArea",
    "Term",
    "Training",
    "UnitCatchment",
    "Value",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The whole of services.yaml, in the order of the file."""

    GONE: ClassVar[Mapping[str, str]] = {
        "reach_standards": "questions of distance are standards now: write each one under standards, "
        "with role: other, evaluation: within, any_of: [its type] and required: false"
    }
    """By a key of earlier versions, what to write instead."""

    study_area: StudyArea
    sources: tuple[Source, ...]
    operators: tuple[Operator, ...]
    service_types: Annotated[tuple[ServiceType, ...], Length(1, 100)]
    regions: tuple[Region, ...]
    services: tuple[Service, ...]
    facilities: tuple[Facility, ...]
    standards: tuple[Standard, ...]
    statewide: tuple[StatewideNumber, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    claims: tuple[Claim, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    holes: tuple[OpenQuestion, ...] = ()
    references: tuple[Reference, ...] = ()
    adequacy: Adequacy | None = None
    plans: tuple[Plan, ...] = ()
    programmes: tuple[Programme, ...] = ()
    crisis_steps: tuple[CrisisStep, ...] = ()
    terms: tuple[Term, ...] = ()
    trainings: tuple[Training, ...] = ()
    neighbor_units: tuple[NeighborUnit, ...] = ()

    def judged_types(self) -> tuple[ServiceType, ...]:
        """Return the types that a standard asks for, or that a team, line or unit is of.

        Of the others sources only say that they exist; the continuum of care alone tells of them.
        """
        asked = {kind for standard in self.standards for kind in standard.any_of}
        staffed = {service.type for service in self.services}
        placed = {unit.type for unit in self.facilities}
        known = asked | staffed | placed
        return tuple(kind for kind in self.service_types if kind.id in known)

    def sources_of(self, ids: Collection[str]) -> tuple[Source, ...]:
        """Return the sources with these ids, in the order of the file."""
        return tuple(source for source in self.sources if source.id in ids)

    def types_of(self, role: ServiceRole) -> tuple[str, ...]:
        """Return the ids of the service types of a role; none where the data has no such type."""
        return tuple(kind.id for kind in self.service_types if kind.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """One county of the study area. `people` is the 2020 Census count.

    `name` is a `CountyName`: as the table has it, and in full.
    `rucc` is the Rural-Urban Continuum Code of 2023: 1 to 3 are metropolitan, 4 to 9 are not.
    `center_lon` and `center_lat` are the 2020 Census center of population, in degrees.
    """

    geoid: str
    name: str
    people: int
    land_sq_mi: float
    rucc: int
    center_lon: float
    center_lat: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """Everything known, checked: the data folder read once.

    Each catalog is equal to itself only, so that what is made of it can be kept by it.

    Attributes
    ----------
    files : Files
        The data folder, with the bytes that all of this was read from.
    data_sha256 : str
        Names its state.
    geoid_by_name : mapping
        GEOID by county name and alias, as written.
    county_shapes, display_shapes : mapping
        By GEOID what counties.geojson and display_counties.geojson say of each county.
    outlines : mapping
        By GEOID the closed rings of `county_shapes`, in degrees (even-odd rule).
    context : Context
        What lies around the study area on its maps.
    newest : datetime.date
        A day that has come when the data says so: a source was retrieved on it, or describes it.
    missing : mapping
        Problems by file of what only draws or looks up. A part that such a file holds raises
        them as a DataError when it is used; all else is sound.
    warnings : tuple of Problem
        What readers need to know: all of `missing`, and dates after this computer's clock.
    left_out : tuple of str
        Files that the folder does without: their parts are empty, and `left_out.sentences` says so.
    confirmations : Confirmations
        What was asked about single facts since, as confirmations.yaml has it.
    spanish : Spanish
        Sentences in Spanish by their English; none where the folder has no sound spanish.csv.
    """

    files: Files
    services: Services
    counties: tuple[County, ...]
    data_sha256: str
    geoid_by_name: Mapping[str, str]
    gazetteer: Gazetteer
    county_shapes: Mapping[str, CountyShape]
    outlines: Mapping[str, tuple[Ring, ...]]
    display_shapes: Mapping[str, CountyShape]
    context: Context
    newest: dt.date
    missing: Mapping[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()
    confirmations: Confirmations = confirmations.NONE
    spanish: Spanish = spanish.NONE

    @property
    def home(self) -> Path:
        """Where the data folder lies."""
        return self.files.home

    def today(self, clock: dt.date | None = None) -> dt.date:
        """Return the day to judge by: the clock's, or `newest` where it is behind the data."""
        return max(clock or machine_date(), self.newest)
