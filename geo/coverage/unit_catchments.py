"""The counties that a unit is said to serve: told beside the region's own units, and deciding no verdict."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from geo.catalog.records import Catalog, CatchmentProof, Facility, Source
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
    said = facility.serves
    if not said:
        return None
    source = next(source for source in catalog.services.sources if source.id == said.source)
    if not source.as_of.begun_by(day):
        return None
    names = {county.geoid: county.name for county in catalog.counties}
    geoids = tuple(catalog.geoid_by_name[name] for name in said.counties)
    return ServedCounties(
        geoids=geoids,
        counties=tuple(names[geoid] for geoid in geoids),
        proof=said.proof,
        says=said.says,
        quote=said.quote,
        source=said.source,
        as_of=source.as_of.text,
    )


def words(facility: Facility, sources: Mapping[str, Source], day: dt.date) -> str:
    """Return whom a unit is said to serve and how that is known, as sentences; "" where nobody says."""
    said = facility.serves
    if not said or not sources[said.source].as_of.begun_by(day):
        return ""
    source = sources[said.source]
    return (
        f"{_by(said.proof)} serves {_named(said.counties)}: “{said.quote}” ({source.id}, "
        f"{period(source.as_of.text)}). {said.says}"
    )


def pointing(geoid: str, units: Sequence[Facility], catalog: Catalog, day: dt.date) -> str:
    """Return which of the region's own units a county is said to belong to, as sentences.

    "" where no source says of any of the units whom it serves.
    """
    known = [(unit, said) for unit in units if (said := served(unit, catalog, day))]
    if not known:
        return ""
    county = next(county.name for county in catalog.counties if county.geoid == geoid)
    here = [(unit, said) for unit, said in known if geoid in said.geoids]
    if here:
        told = " ".join(_points_to(unit, said) for unit, said in here)
    else:
        rest = [unit.name for unit in units if unit not in [each for each, _ in known]]
        leaves = f" That leaves {listing(rest, 'or')}." if rest else ""
        told = " ".join(_points_away(unit, said) for unit, said in known) + leaves
    return f"Which unit takes people from {county} County: {told} Ask before you send anyone."


def _points_to(unit: Facility, said: ServedCounties) -> str:
    match said.proof:
        case CatchmentProof.READ:
            return f"{said.source} names it under {unit.name}."
        case CatchmentProof.CONCLUDED:
            return f"we concluded that it is {unit.name}, from {said.source}; no source says so."
        case _:
            assert_never(said.proof)


def _points_away(unit: Facility, said: ServedCounties) -> str:
    match said.proof:
        case CatchmentProof.READ:
            return f"{said.source} names others under {unit.name}."
        case CatchmentProof.CONCLUDED:
            return f"we concluded, from {said.source}, that {unit.name} serves others; no source says so."
        case _:
            assert_never(said.proof)


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
