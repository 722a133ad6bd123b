"""The sources of an answer: in whose words each number and unit is given, and how old they are."""

from dataclasses import dataclass

from geo.catalog.records import Catalog, Source
from geo.coverage import freshness
from geo.coverage.assessment import Assessment
from geo.coverage.freshness import Dated
from geo.maps import layer_model
from geo.referral.records import Referral, Team, Unit
from geo.said import said

__all__ = ["Piece", "age", "pieces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Who says a number or a unit is there, in whose words, and on what basis."""

    name: str
    basis: str
    quote: str | None
    source: Source


def pieces(referral: Referral, catalog: Catalog) -> list[Piece]:
    """Return in whose words every number and unit of an answer is given."""
    sources = {source.id: source for source in catalog.services.sources}
    teams = [
        Piece(
            name=team.team,
            basis=said(layer_model.BASIS_WORDS.get(team.basis, team.basis)),
            quote=team.quote,
            source=sources[team.source],
        )
        for team in (*referral.mobile_crisis, *referral.intensive)
    ]
    units = [
        Piece(
            name=unit.facility,
            basis=said("a source lists it"),
            quote=unit.quote,
            source=sources[unit.source],
        )
        for unit in _shown(referral)
    ]
    return [*teams, *units]


def age(referral: Referral, assessment: Assessment) -> str:
    """Return how old the numbers of an answer are, as a sentence; empty where all are within their age."""
    shown: tuple[Team | Unit, ...] = (
        *referral.mobile_crisis,
        *referral.intensive,
        *_shown(referral),
    )
    sources = [Dated(helper.source, helper.as_of, helper.stale) for helper in shown]
    return freshness.ages((each.stale for each in sources), sources, assessment.as_of).banner


def _shown(referral: Referral) -> list[Unit]:
    return [
        unit
        for unit in referral.nearest
        if unit.designated or unit.facility in referral.possible_nearest
    ]
