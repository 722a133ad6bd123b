"""Records of services.yaml on adequacy: which services a statute names, who is told, which plans there are."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.dates import When
from geo.catalog.forms import Slug, Text
from geo.catalog.schema import Length
from geo.catalog.vocabulary import PlanStatus, Serves

__all__ = ["Adequacy", "Plan", "Recipient", "StatuteService"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteService:
    """A service in the statute's words, and the standard that asks each county for it."""

    name: Text
    standard: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told of services that are not shown, once for each county or region, and what is asked of them."""

    name: Text
    of: Serves
    asks: Annotated[tuple[Text, ...], Length(1, 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adequacy:
    """What the file of a statute on adequacy goes by.

    `rules` are references of kind rule, the one that names the services first. `official` is the
    office that finds whether services suffice, which is never done here.
    """

    official: Text
    rules: Annotated[tuple[Slug, ...], Length(1, 20)]
    services: Annotated[tuple[StatuteService, ...], Length(1, 50)]
    informs: Annotated[tuple[Recipient, ...], Length(1, 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known on a day of a county's plan, from a source, or from somebody told by role, never by name.

    Of several records of a county that speak on a day the newest holds.
    """

    county: Text
    status: PlanStatus
    day: When
    source: Slug | None = None
    told_by: Text | None = None
    words: Text
