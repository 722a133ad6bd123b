"""What the parts of one answer are made from: each unit in the one part where it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.coverage.assessment import Assessment
from geo.referral import distance_text
from geo.referral.records import CountyHelp, Referral, Unit
from geo.referral.view_lines import county_of
from geo.referral.view_sources import Shown

__all__ = ["Place", "county_names"]

_LEAST_LISTED: Final = 3
"""Units shown at least, as by the command ``nearest``, where so many are known."""


def county_names(assessment: Assessment) -> dict[str, str]:
    """Return the counties' names by GEOID."""
    return {county.geoid: county.name for county in assessment.catalog.counties}


@dataclass(frozen=True)
class Place:
    """What the parts of one answer are made from, each unit in the one part where it is shown."""

    assessment: Assessment
    referral: Referral

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The counties' names by GEOID."""
        return county_names(self.assessment)

    @cached_property
    def state(self) -> str:
        """The study area's name."""
        return self.assessment.catalog.services.study_area.name

    @cached_property
    def possible(self) -> list[Unit]:
        """Units that could be the nearest."""
        referral = self.referral
        return [unit for unit in referral.nearest if unit.facility in referral.possible_nearest]

    @cached_property
    def own(self) -> list[Unit]:
        """The region's own units besides."""
        likely, _ = distance_text.help_by_likelihood(
            self.referral.designated, self.referral.counties
        )
        return [unit for unit in likely if unit not in self.possible]

    @cached_property
    def next(self) -> list[Unit]:
        """The next units by the points."""
        nearest = self.referral.nearest
        rest = [unit for unit in nearest if unit not in (*self.possible, *self.own)]
        fill = rest[: max(_LEAST_LISTED - len(self.possible), 0)]
        return [unit for unit in rest if unit in fill or unit in nearest[:_LEAST_LISTED]]

    @cached_property
    def few(self) -> list[Unit]:
        """Units of the counties in which few of the place's people live."""
        _, few = distance_text.help_by_likelihood(self.referral.designated, self.referral.counties)
        return [unit for unit in few if unit not in (*self.possible, *self.next)]

    @cached_property
    def shown(self) -> list[Shown]:
        """Everybody who is shown, each once."""
        referral = self.referral
        return [
            *(*referral.mobile_crisis, *referral.intensive),
            *(*self.possible, *self.own, *self.next, *self.few),
            *referral.neighbors,
            *referral.centers,
        ]

    def messages(self, *codes: str) -> list[str]:
        """Return the messages of the cautions with these codes."""
        return [caution.message for caution in self.referral.warnings if caution.code in codes]

    def told(self, counties: Sequence[CountyHelp]) -> list[str]:
        """Return counties with their regions and their share of the people."""
        people = distance_text.whose_people(self.referral, self.state)
        return [county_of(county, people) for county in counties]
