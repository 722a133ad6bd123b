"""The sources of an answer: in whose words each number and unit is given, and how old they are."""

from collections.abc import Sequence

from geo.catalog.records import Catalog
from geo.coverage import freshness
from geo.coverage.assessment import Assessment
from geo.coverage.freshness import Dated
from geo.coverage.sentences import BASIS_WORDS
from geo.referral.records import Neighbor, Team, Unit
from geo.referral.shown import Piece
from geo.said import said

__all__ = ["age", "pieces"]


def pieces(shown: Sequence[Team | Unit | Neighbor], catalog: Catalog) -> list[Piece]:
    """Return in whose words each number and unit that an answer shows is given."""
    sources = {source.id: source for source in catalog.services.sources}
    return [
        Piece(
            name=helper.team if isinstance(helper, Team) else helper.facility,
            basis=said(BASIS_WORDS.get(helper.basis, helper.basis))
            if isinstance(helper, Team)
            else said("a source lists it"),
            quote=helper.quote,
            source=sources[helper.source],
        )
        for helper in shown
    ]


def age(shown: Sequence[Team | Unit | Neighbor], assessment: Assessment) -> str:
    """Return how old what an answer shows is, as a sentence; empty where all is within its age."""
    sources = [Dated(helper.source, helper.as_of, helper.stale) for helper in shown]
    return freshness.ages((each.stale for each in sources), sources, assessment.as_of).banner
