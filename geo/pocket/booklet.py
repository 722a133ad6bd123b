"""The same answers on paper: a section for each county, and an index of towns and ZIPs to counties."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from geo.catalog.records import Catalog, Source
from geo.coverage.assessment import Assessment
from geo.geocode.location import Candidate, Scale
from geo.pocket.readings import Line, Part, Piece, Reading
from geo.referral import distance_text, view_lines
from geo.referral.records import CountyHelp, Neighbor, Referral, Team, Unit

__all__ = ["Booklet", "CountyPage", "IndexEntry", "booklet"]

_NOT_ON_PAPER: Final = frozenset({"county", "sources"})
"""Parts that stand in a county's heading, or once at the booklet's end."""
_TOLD_ONCE: Final = frozenset({"age", "keep", "sure"})
"""Parts of which what every county has is said once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A town or ZIP, the counties that it may lie in, and those with few of its people or none counted."""

    name: str
    counties: tuple[str, ...]
    few: tuple[str, ...]

    @property
    def partly(self) -> bool:
        """Whether it may lie in several counties."""
        return len(self.counties) + len(self.few) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyPage:
    """A county, its regions, the help there, and the towns and ZIPs that may lie in it."""

    name: str
    regions: tuple[int, ...]
    parts: tuple[Part, ...]
    towns: tuple[IndexEntry, ...]
    zips: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """What is printed: counties in order of the alphabet, two indexes, the sources of all numbers.

    `everywhere` is what is to be kept in mind in every county, said once.
    """

    everywhere: tuple[Line, ...]
    counties: tuple[CountyPage, ...]
    towns: tuple[IndexEntry, ...]
    zips: tuple[IndexEntry, ...]
    sources: tuple[Source, ...]


def booklet(
    assessment: Assessment,
    referrals: Mapping[Candidate, Referral],
    readings: Mapping[Candidate, Reading],
) -> Booklet:
    """Return the booklet of the places that were looked up.

    Parameters
    ----------
    assessment : Assessment
        Of which the look-ups are.
    referrals, readings : mapping
        The help for each place, as a record and as it is shown.
    """
    catalog = assessment.catalog
    places = [place for place in referrals if place.precision is not Scale.COUNTY]
    towns = _index(catalog, referrals, [place for place in places if not _is_zip(place)])
    zips = _index(catalog, referrals, [place for place in places if _is_zip(place)])
    counties = sorted(
        (place for place in referrals if place.precision is Scale.COUNTY),
        key=lambda place: place.county,
    )
    everywhere = _everywhere([readings[county] for county in counties])
    return Booklet(
        everywhere=everywhere,
        counties=tuple(
            CountyPage(
                name=county.county,
                regions=referrals[county].counties[0].regions,
                parts=_on_paper(
                    readings[county], {*everywhere, *map(_told, referrals[county].counties)}
                ),
                towns=_in(towns, county.county),
                zips=_in(zips, county.county),
            )
            for county in counties
        ),
        towns=towns,
        zips=zips,
        sources=_sources(catalog, referrals.values()),
    )


def _everywhere(readings: Sequence[Reading]) -> tuple[Line, ...]:
    """Return what every county is to keep in mind."""
    kept = [
        [line for part in reading.parts if part.kind in _TOLD_ONCE for line in part.lines]
        for reading in readings
    ]
    return tuple(line for line in kept[0] if all(line in lines for lines in kept)) if kept else ()


def _told(county: CountyHelp) -> Line:
    """Return the line that a county's heading says already."""
    return Line(((Piece.WORDS, view_lines.county_of(county, "")),), item=True)


def _on_paper(reading: Reading, elsewhere: Collection[Line]) -> tuple[Part, ...]:
    """Return the parts of a county's answer, without what is said elsewhere."""
    parts = (
        replace(part, lines=tuple(line for line in part.lines if line not in elsewhere))
        for part in reading.parts
        if part.kind not in _NOT_ON_PAPER
    )
    return tuple(part for part in parts if part.lines)


def _is_zip(place: Candidate) -> bool:
    """Whether a place is a ZIP, and no town that stands at its ZIP."""
    return place.precision is Scale.ZIP and place.label.startswith("ZIP ")


def _index(
    catalog: Catalog, referrals: Mapping[Candidate, Referral], places: Sequence[Candidate]
) -> tuple[IndexEntry, ...]:
    entries = [_entry(catalog, place, referrals[place]) for place in places]
    return tuple(sorted(entries, key=lambda entry: (entry.name, entry.counties)))


def _entry(catalog: Catalog, place: Candidate, referral: Referral) -> IndexEntry:
    likely, few = distance_text.by_likelihood(referral.counties)
    name = place.label
    if _is_zip(place):
        name = f"{place.id} {catalog.gazetteer.zips[place.id].city}"
    elif place.precision is Scale.PLACE:
        name = name.partition(" (")[0]
    return IndexEntry(
        name=name,
        counties=tuple(county.county for county in likely),
        few=(
            *(county.county for county in few),
            *(county.county for county in referral.may_reach),
        ),
    )


def _in(index: Iterable[IndexEntry], county: str) -> tuple[IndexEntry, ...]:
    """Return what may lie in a county, each name once: the town before the ZIP that it has too."""
    inside = [entry for entry in index if county in (*entry.counties, *entry.few)]
    inside.sort(key=lambda entry: (entry.name, entry.partly))
    names = [entry.name.partition(" (")[0] for entry in inside]
    return tuple(entry for place, entry in enumerate(inside) if names[place] not in names[:place])


def _sources(catalog: Catalog, referrals: Iterable[Referral]) -> tuple[Source, ...]:
    helpers: Iterable[Team | Unit | Neighbor] = chain.from_iterable(
        (*each.mobile_crisis, *each.intensive, *each.nearest, *each.neighbors) for each in referrals
    )
    used = {helper.source for helper in helpers}
    return catalog.services.sources_of(used)
