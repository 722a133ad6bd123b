"""Teams, units and counties of an answer as they are shown in it: one line each, in sentences."""

from collections.abc import Mapping, Sequence

from geo.catalog.vocabulary import Flag
from geo.referral import distance_text
from geo.referral.records import CenterHelp, CountyHelp, Neighbor, Referral, Team, Unit
from geo.referral.shown import Helper
from geo.said import listed, said, together
from geo.text import percent

__all__ = ["center_of", "county_of", "neighbor_of", "team_rows", "unit_of", "whose"]


def team_rows(teams: Sequence[Team], referral: Referral, names: Mapping[str, str]) -> list[Helper]:
    """Return teams, each with the counties that it answers for where there are several."""
    return [
        Helper(
            name=team.team,
            phone=team.phone,
            other_numbers=team.other_numbers,
            counties=_if_in(team.counties, referral, names),
            operator=team.operator if team.asks_operator else None,
            operator_phone=team.operator_phone if team.asks_operator else None,
            marks=_marks(team.weak, team.disputed),
        )
        for team in teams
    ]


def unit_of(unit: Unit, names: Mapping[str, str]) -> Helper:
    """Return a unit, how far it is, and which region has it; `names` are those of counties by GEOID."""
    return Helper(
        name=unit.facility,
        phone=unit.phone,
        other_numbers=unit.other_numbers,
        detail=unit.distance,
        whose=whose(unit, names),
        marks=_marks(unit.weak, unit.disputed),
    )


def whose(unit: Unit, names: Mapping[str, str]) -> str:
    """Return which region's unit it is and why that concerns the place; "" where it does not.

    That a region has a unit does not say that the unit takes people from each of its counties.
    """
    told: list[str] = []
    if unit.in_region:
        told.append(_of_region_with(unit, distance_text.counties(unit.in_region, names)))
    elif unit.inferred:
        told.append(_of_region(unit))
    if unit.inferred:
        told.append(
            said(
                "We inferred that Region {region} has {counties}.",
                region=unit.region,
                counties=distance_text.counties(unit.inferred, names),
            )
        )
    at_home = [geoid for geoid in unit.counties if geoid not in (*unit.in_region, *unit.inferred)]
    if at_home:
        told.append(said("It is in {counties}.", counties=distance_text.counties(at_home, names)))
    return together(told) if told else ""


def _of_region(unit: Unit) -> str:
    if unit.region_units == 1:
        return said("It is the unit of Region {region}.", region=unit.region)
    return said(
        "It is one of {count} units of Region {region}.",
        count=unit.region_units,
        region=unit.region,
    )


def _of_region_with(unit: Unit, counties: str) -> str:
    if unit.region_units == 1:
        return said(
            "It is the unit of Region {region}, which has {counties}.",
            region=unit.region,
            counties=counties,
        )
    return said(
        "It is one of {count} units of Region {region}, which has {counties}.",
        count=unit.region_units,
        region=unit.region,
        counties=counties,
    )


def center_of(center: CenterHelp, referral: Referral, names: Mapping[str, str]) -> Helper:
    """Return a center with its address, and for which of several counties it is the one."""
    return Helper(
        name=center.operator,
        phone=center.phone,
        address=center.address or center.city or "",
        counties=_if_in(center.counties, referral, names),
        marks=_marks(center.weak, None),
    )


def neighbor_of(unit: Neighbor) -> Helper:
    """Return a unit of another state, of what kind it is and whom it takes."""
    return Helper(
        name=unit.facility,
        phone=unit.phone,
        address=unit.address,
        detail=unit.distance,
        kind=unit.kind,
        takes=unit.eligibility,
    )


def county_of(county: CountyHelp, people: str) -> str:
    """Return a county with its regions and its share of the `people`, and how far away it is."""
    regions = listed([str(number) for number in county.regions], "or")
    where = (
        said("{county} County, Region {regions}", county=county.county, regions=regions)
        if county.regions
        else said("{county} County", county=county.county)
    )
    if county.share is not None:
        where = said(
            "{where}: {share} of the {people} in 2010",
            where=where,
            share=_share(county.share),
            people=people,
        )
    if not county.away_m:
        return where
    away = distance_text.away(county.away_m)
    return said("{where} ({distance} from the point)", where=where, distance=away)


def _marks(weak: bool, disputed: object) -> list[str]:
    flags = {Flag.WEAK: weak, Flag.DISPUTED: bool(disputed)}
    return [said(flag.label) for flag, has in flags.items() if has]


def _if_in(geoids: Sequence[str], referral: Referral, names: Mapping[str, str]) -> str:
    """Return for which of several counties a team answers, and for how many of the people."""
    if len(referral.counties) < 2:
        return ""
    shares = [county.share for county in referral.counties if county.geoid in geoids]
    known = [share for share in shares if share is not None]
    counties = distance_text.counties(geoids, names, "or")
    if not known or len(known) < len(shares):
        return said("if in {counties}", counties=counties)
    return said(
        "if in {counties} ({share} of the people)", counties=counties, share=_share(sum(known))
    )


def _share(share: float) -> str:
    told = percent(share)
    if told.startswith("under "):
        return said("under {percent}", percent=told.removeprefix("under "))
    if told.startswith("over "):
        return said("over {percent}", percent=told.removeprefix("over "))
    return told
