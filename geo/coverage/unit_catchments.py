"""The counties that a unit is said to serve: told beside the region's own units, and deciding no verdict."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from geo.catalog.records import Catalog, CatchmentProof, Facility, Source
from geo.said import listed, said, together
from geo.text import listing, period

__all__ = ["ServedCounties", "pointing", "served", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCounties:
    """The counties that a unit is said to serve.

    `proof` is read where the source names them; where they are concluded, `says` tells from what.
    """

    geoids: tuple[str, ...]
    counties: tuple[str, ...]
    proof: CatchmentProof
    says: str
    quote: str
    source: str
    as_of: str


def served(facility: Facility, catalog: Catalog, day: dt.date) -> ServedCounties | None:
    """Return whom a unit is said to serve by a day; None where no source says it."""
    whom = facility.serves
    if not whom:
        return None
    source = next(source for source in catalog.services.sources if source.id == whom.source)
    if not source.as_of.begun_by(day):
        return None
    names = {county.geoid: county.name for county in catalog.counties}
    geoids = tuple(catalog.geoid_by_name[name] for name in whom.counties)
    return ServedCounties(
        geoids=geoids,
        counties=tuple(names[geoid] for geoid in geoids),
        proof=whom.proof,
        says=whom.says,
        quote=whom.quote,
        source=whom.source,
        as_of=source.describes,
    )


def words(facility: Facility, sources: Mapping[str, Source], day: dt.date) -> str:
    """Return whom a unit is said to serve and how that is known, as sentences; "" where nobody says."""
    whom = facility.serves
    if not whom or not sources[whom.source].as_of.begun_by(day):
        return ""
    source = sources[whom.source]
    return (
        f"{_by(whom.proof)} serves {_named(whom.counties)}: “{whom.quote}” ({source.named}, "
        f"{period(source.describes)}). {whom.says}"
    )


def pointing(geoid: str, units: Sequence[Facility], catalog: Catalog, day: dt.date) -> str:
    """Return which of the region's own units a county is said to belong to, as sentences.

    "" where no source says of any of the units whom it serves.
    """
    known = [(unit, whom) for unit in units if (whom := served(unit, catalog, day))]
    if not known:
        return ""
    named = {source.id: source.named for source in catalog.services.sources}
    county = next(county.name for county in catalog.counties if county.geoid == geoid)
    here = [(unit, whom) for unit, whom in known if geoid in whom.geoids]
    if here:
        told = [_points_to(unit, whom, named[whom.source]) for unit, whom in here]
    else:
        rest = [unit.name for unit in units if unit not in [each for each, _ in known]]
        told = [_points_away(unit, whom, named[whom.source]) for unit, whom in known]
        told += [said("That leaves {units}.", units=listed(rest, "or"))] if rest else []
    return said(
        "Which unit takes people from {county} County: {told} Ask before you send anyone.",
        county=county,
        told=together(told),
    )


def _points_to(unit: Facility, whom: ServedCounties, source: str) -> str:
    match whom.proof:
        case CatchmentProof.READ:
            return said("{source} names it under {unit}.", source=source, unit=unit.name)
        case CatchmentProof.CONCLUDED:
            return said(
                "we concluded that it is {unit}, from {source}; no source says so.",
                unit=unit.name,
                source=source,
            )
        case _:
            assert_never(whom.proof)


def _points_away(unit: Facility, whom: ServedCounties, source: str) -> str:
    match whom.proof:
        case CatchmentProof.READ:
            return said("{source} names others under {unit}.", source=source, unit=unit.name)
        case CatchmentProof.CONCLUDED:
            return said(
                "we concluded, from {source}, that {unit} serves others; no source says so.",
                source=source,
                unit=unit.name,
            )
        case _:
            assert_never(whom.proof)


def _by(proof: CatchmentProof) -> str:
    match proof:
        case CatchmentProof.READ:
            return "Its source says that it"
        case CatchmentProof.CONCLUDED:
            return "We concluded, and no source says, that it"
        case _:
            assert_never(proof)


def _named(counties: Sequence[str]) -> str:
    return f"{listing(counties)} {'County' if len(counties) == 1 else 'Counties'}"
