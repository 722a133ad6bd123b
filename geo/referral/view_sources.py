"""The sources of an answer: in whose words each number and unit is given, and how old they are."""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from geo.catalog.records import Catalog, Source
from geo.coverage import freshness
from geo.coverage.assessment import Assessment
from geo.coverage.freshness import Dated
from geo.coverage.sentences import BASIS_WORDS
from geo.referral.records import CenterHelp, Neighbor, Team, Unit
from geo.referral.shown import Piece
from geo.said import said

__all__ = ["Shown", "age", "pieces"]


Shown: TypeAlias = Team | Unit | Neighbor | CenterHelp
"""Whoever an answer shows."""


def pieces(shown: Sequence[Shown], catalog: Catalog) -> list[Piece]:
    """Return in whose words each number and unit that an answer shows is given."""
    sources = {source.id: source for source in catalog.services.sources}
    return [_piece(helper, sources[helper.source]) for helper in shown]


def _piece(helper: Shown, source: Source) -> Piece:
    match helper:
        case Team():
            basis = said(BASIS_WORDS.get(helper.basis, helper.basis))
            return Piece(name=helper.team, basis=basis, quote=helper.quote, source=source)
        case CenterHelp():
            basis = said("the county is in its region")
            return Piece(name=helper.operator, basis=basis, quote=None, source=source)
        case Unit() | Neighbor():
            basis = said("a source lists it")
            return Piece(name=helper.facility, basis=basis, quote=helper.quote, source=source)
        case _:
            assert_never(helper)


def age(shown: Sequence[Shown], assessment: Assessment) -> str:
    """Return how old what an answer shows is, as a sentence; empty where all is within its age."""
    sources = [Dated(helper.source, helper.as_of, helper.stale) for helper in shown]
    return freshness.ages((each.stale for each in sources), sources, assessment.as_of).banner
