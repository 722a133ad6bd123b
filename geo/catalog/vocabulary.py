"""The words that the data and the verdicts are made of."""

from enum import StrEnum
from typing import Final

__all__ = [
    "Basis",
    "BearsOn",
    "BedsKind",
    "CatchmentProof",
    "ChallengeState",
    "Confidence",
    "Evaluation",
    "Flag",
    "Pillar",
    "PlanStatus",
    "Precision",
    "ProgrammeKind",
    "Proof",
    "RecordHow",
    "RecordOutcome",
    "ReferenceKind",
    "ReferenceStatus",
    "Serves",
    "ServiceRole",
    "StandardRole",
    "Status",
]


class Basis(StrEnum):
    """On what a county's link to a service rests, strongest first.

    `CONFIRMED` is that of a record: the region's center named the county to whoever asked. It says more
    than a page that names only the region, and less than a published list, which anybody can read again.
    `MEASURED` is that of a distance, which no source states.
    """

    LISTED = "listed"
    CONFIRMED = "confirmed"
    REGION = "region"
    MEASURED = "measured"
    CLAIMED = "claimed"
    NONE = "none"


class Status(StrEnum):
    """The verdict on one county and one standard."""

    COVERED = "covered"
    CLAIMED = "claimed"
    GAP = "gap"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """What readers are told, on screen, on paper and in a terminal; the value is for programs."""
        return _STATUS_LABELS[self]


class Flag(StrEnum):
    """What a reader of a verdict must know beside it."""

    STALE = "stale"
    DISPUTED = "disputed"
    WEAK = "weak"

    @property
    def label(self) -> str:
        """What readers are told, on screen, on paper and in a terminal; the value is for programs."""
        return _FLAG_LABELS[self]


_STATUS_LABELS: Final = {
    Status.COVERED: "Covered",
    Status.CLAIMED: "Claimed only",
    Status.GAP: "Not on the list",
    Status.UNKNOWN: "No information",
}
_FLAG_LABELS: Final = {
    Flag.STALE: "over its age limit",
    Flag.DISPUTED: "sources disagree",
    Flag.WEAK: "region inferred",
}


class Confidence(StrEnum):
    """How well a county's membership in a region is shown."""

    STATED = "stated"
    REPORTED = "reported"
    WEAK = "weak"
    RECALLED = "recalled"


class Proof(StrEnum):
    """Whether the words were read in the text itself, in a part of it, in a report on it, or not."""

    READ = "read"
    PART = "part"  # what is told was read; what else the text holds was not
    REPORTED = "reported"  # read in a report or summary of the text, not in the text
    RECALLED = "recalled"


class Precision(StrEnum):
    """What a facility's coordinates stand for."""

    ADDRESS = "address"
    STREET = "street"
    CITY = "city"


class BedsKind(StrEnum):
    """What a bed figure counts."""

    CERTIFIED = "certified"
    DESIGNED = "designed"
    STAFFED = "staffed"
    PLANNED = "planned"
    REPORTED = "reported"
    DERIVED = "derived"  # put together from several sources, none of which says it of the unit


class CatchmentProof(StrEnum):
    """Whether a source names the counties that a unit serves, or they were concluded from what it says."""

    READ = "read"
    CONCLUDED = "concluded"


class Evaluation(StrEnum):
    """How a standard is tested, county by county."""

    SERVICE = "service"
    FACILITY_IN_COUNTY = "facility_in_county"
    FACILITY_IN_REGION = "facility_in_region"
    WITHIN = "within"


class Pillar(StrEnum):
    """What a service is in the continuum of care, in the words that Missouri's Department of Mental Health uses."""

    CONTACT = "contact"
    RESPOND = "respond"
    GO = "go"
    CARE = "care"

    @property
    def label(self) -> str:
        """What readers are told, on screen, on paper and in a terminal; the value is for programs."""
        return _PILLAR_LABELS[self]


_PILLAR_LABELS: Final = {
    Pillar.CONTACT: "Someone to talk to",
    Pillar.RESPOND: "Someone to respond",
    Pillar.GO: "Somewhere to go",
    Pillar.CARE: "Continuing care",
}


class ProgrammeKind(StrEnum):
    """What a programme beside the services is; none makes a county covered."""

    OPENING = "opening"  # jobs for peers
    PEER = "peer"  # peer support of a kind, with the places that offer it
    PILOT = "pilot"  # a place of a project that is tried out
    PLANNED = "planned"  # a service whose opening nobody has told
    GRANT = "grant"
    CLINIC = "clinic"  # places that call themselves certified clinics

    @property
    def plural(self) -> str:
        """What readers are told of several of them, beside their number."""
        return _PROGRAMME_PLURALS[self]


_PROGRAMME_PLURALS: Final = {
    ProgrammeKind.OPENING: "openings for peers",
    ProgrammeKind.PEER: "kinds of peer support",
    ProgrammeKind.PILOT: "parts of a pilot",
    ProgrammeKind.PLANNED: "planned services",
    ProgrammeKind.GRANT: "grants",
    ProgrammeKind.CLINIC: "groups of clinics",
}


class ServiceRole(StrEnum):
    """What a service type is to somebody who needs help; several types may have one role."""

    MOBILE_CRISIS = "mobile_crisis"  # a team that comes to the person in crisis
    INTENSIVE = "intensive"  # a team that treats a person where they live
    FACILITY = "facility"  # a unit that a person in crisis is taken to
    EMERGENCY = "emergency"  # the number for immediate danger
    CRISIS_LINE = "crisis_line"  # a line to call or text in crisis
    CENTER = "center"  # the center of the county's region; its operator is who runs it
    OTHER = "other"


class StandardRole(StrEnum):
    """Which part of a look-up's answer a standard decides.

    Of several standards of one role the first of the data that is in force on the day decides.
    """

    MOBILE_CRISIS = "mobile_crisis"  # whether a mobile crisis team serves the county
    INTENSIVE = "intensive"  # whether an intensive team does
    DESIGNATED = "designated"  # which units are the region's own
    OTHER = "other"


class BearsOn(StrEnum):
    """Whether a contradiction touches coverage itself or only a detail such as a name."""

    COVERAGE = "coverage"
    DETAIL = "detail"


class ReferenceKind(StrEnum):
    """What a quoted text is: a duty, a measure that binds nobody, an observed figure, or an aim."""

    RULE = "rule"
    YARDSTICK = "yardstick"
    FIGURE = "figure"
    TARGET = "target"  # what somebody aims at; no result


class ReferenceStatus(StrEnum):
    """What became of a quoted text by now."""

    IN_FORCE = "in force"
    REPLACED = "replaced"
    VACATED = "vacated"
    NOT_BINDING = "not binding"


class RecordOutcome(StrEnum):
    """What a record of data/confirmations.yaml does to its fact."""

    CONFIRMED = "confirmed"  # it is as the data says
    CORRECTED = "corrected"  # it is otherwise now
    CHALLENGED = "challenged"  # somebody says that it is not so


class RecordHow(StrEnum):
    """How the answer that a record holds was come by."""

    TELEPHONE = "telephone"
    VISIT = "visit"
    DOCUMENT = "document"
    DIRECTORY = "directory"  # a directory's file, compared with the data


class ChallengeState(StrEnum):
    """What became of a challenge."""

    OPEN = "open"
    UPHELD = "upheld"  # it is right: the fact does not hold
    REJECTED = "rejected"


class Serves(StrEnum):
    """For what ground a body decides: each county has its own, or each region."""

    COUNTY = "county"
    REGION = "region"


class PlanStatus(StrEnum):
    """What is known of a county's plan for services that are not shown; only the official judges one."""

    NO_PLAN = "no plan"  # somebody was asked, and there is none
    REQUESTED = "requested"  # the official gave a time to make one
    EXISTS = "exists"
    WILL_DO = "will do"  # the official judged so
    WILL_NOT_DO = "will not do"  # the official judged so
    OFFICIAL = "of the official"  # made by the official, who carries it out
