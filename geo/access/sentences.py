"""Figures of access in words, the same on every screen, with their least and most."""

from collections.abc import Iterable, Iterator

from geo import text
from geo.access import mile_bounds
from geo.access.reach_standards import Share
from geo.access.records import Access, Area, DemandSource, Range
from geo.access.supply_records import BedAccess, BedCount, TeamLoad, TeamPeople
from geo.text import listing

__all__ = [
    "ACROSS",
    "STRAIGHT_LINE",
    "bed_access",
    "bed_rate",
    "beds",
    "best",
    "demand",
    "disputed",
    "elsewhere",
    "everybody",
    "least_to_most",
    "miles",
    "neighbors",
    "number",
    "people_each",
    "percent",
    "plain_miles",
    "reach_with_neighbors",
    "team_loads",
]

Figure = Range | Share
_OTHER_UNITS = " and other units than the data has now"
_SAME_PEOPLE = 0.02
"""Share by which a later count may differ from the census and still be of the whole state."""
_FEW = 6
_EACH_AT_MOST = 4
"""Teams whose people are told one by one; of more the least and the most."""
ACROSS = "Those units are not part of this state's system. Ask whether they take people from here."
"""What is said of units in neighboring states wherever a figure counts them."""
STRAIGHT_LINE = (
    "Miles are straight lines on the map, not drives. Ranges in brackets allow for unknown street "
    "addresses, and show figures both with and without a unit whose status is disputed. They do not allow "
    "for errors in where people live. Figures count this state's own units; “with neighbors” adds units "
    "of other states."
)


def miles(figure: Range) -> str:
    """Return "21 (15 to 27)" miles; "not known" where there is no known unit or nobody."""
    if figure.value is None:
        return "not known"
    return _bracketed(plain_miles(figure.value), plain_miles(figure.low), plain_miles(figure.high))


def plain_miles(value: float | None) -> str:
    """Return miles without the unit: whole from ten on, with one decimal below."""
    if value is None:
        return "not known"
    return f"{value:.0f}" if value >= mile_bounds.WHOLE_FROM else f"{value:.1f}"


def number(figure: Range) -> str:
    """Return people as "1,201,476 (551,530 to 1,570,780)"."""
    if figure.value is None:
        return "not known"
    return _bracketed(
        *(f"{people or 0:,.0f}" for people in (figure.value, figure.low, figure.high))
    )


def best(figure: Range) -> str:
    """Return the best estimate of people alone: "1,201,476"."""
    return "not known" if figure.value is None else f"{figure.value:,.0f}"


def least_to_most(figure: Range) -> str:
    """Return the least and the most people as "551,530 to 1,570,780"; empty where they are equal."""
    if figure.low is None or figure.high is None or round(figure.low) == round(figure.high):
        return ""
    return f"{figure.low:,.0f} to {figure.high:,.0f}"


def percent(figure: Figure) -> str:
    """Return a share as "72% (60% to 82%)"; less than all is never said as 100%."""
    if figure.value is None:
        return "not known"
    return _bracketed(
        *(text.percent(share or 0.0) for share in (figure.value, figure.low, figure.high))
    )


def _bracketed(value: str, low: str, high: str) -> str:
    return value if value == low == high else f"{value} ({low} to {high})"


def everybody(area: Area) -> str:
    """Return between which distances everybody in the area is from the nearest unit."""
    if area.least_miles is None or area.most_miles is None:
        return "We do not know how far the farthest person is."
    most = mile_bounds.at_most(area.most_miles)
    far = (
        f"at most {most}"
        if area.least_miles == 0
        else f"{mile_bounds.at_least(area.least_miles)} to {most}"
    )
    return (
        f"Everyone here lives {far} straight-line miles from the nearest unit, wherever in the area, "
        "even allowing for unknown addresses."
    )


def beds(count: BedCount) -> str:
    """Return beds as a range, the unknown and the derived named: "at least 132 in 10 units; …"."""
    derived = count.units_derived and (
        f"; those of {text.count(count.units_derived, 'unit', 'units')} are derived from several sources"
    )
    return f"{_known_beds(count)}{derived or ''}"


def _known_beds(count: BedCount) -> str:
    if count.low is None:
        return f"not known{_unknown_units(count)}"
    if not count.units:
        return "no unit"
    if count.high is None:
        told = text.count(count.units - count.units_unknown, "unit", "units")
        known = f"at least {count.low} in {told}" if count.low else "not known for certain"
        return f"{known}{_unknown_units(count)}"
    return f"{count.low}" if count.low == count.high else f"{count.low} to {count.high}"


def _unknown_units(count: BedCount) -> str:
    if not count.units_unknown:
        return ""
    beds = "unit's beds are" if count.units_unknown == 1 else "units' beds are"
    return f"; {count.units_unknown} {beds} not published"


def bed_rate(count: BedCount) -> str:
    """Return beds for 100,000 people as a range, "at least" where beds are unknown."""
    if count.per_100k_low is None:
        return "not known"
    if not count.units:
        return "none"
    low = f"{count.per_100k_low:.1f}"
    if count.per_100k_high is None:
        return f"at least {low}" if count.low else "not known"
    high = f"{count.per_100k_high:.1f}"
    return low if low == high else f"{low} to {high}"


def bed_access(access: BedAccess) -> str:
    """Return the enhanced catchments' beds within reach for 100,000 people."""
    if access.enhanced_low is None or access.enhanced_high is None:
        return "not known"
    low, high = f"{access.enhanced_low:.1f}", f"{access.enhanced_high:.1f}"
    return low if low == high else f"{low} to {high}"


def team_loads(loads: Iterable[TeamLoad]) -> Iterator[str]:
    """Yield whom each team of a kind serves, and last in one sentence the kinds without a named team.

    No proven team is no claim that there is none. Several teams of one entry share its counties, and
    nobody says which of them serves whom.
    """
    unnamed = []
    for load in loads:
        if load.own:
            yield _team_load(load)
        else:
            unnamed.append(load.short)
    if unnamed:
        yield f"{listing(unnamed)}: no team is named here. There may still be one."


def _team_load(load: TeamLoad) -> str:
    if len(load.own) == 1:
        return f"{load.short}: {_serve(load.own[0])}."
    each = "; ".join(f"{team.title}, {_serve(team)}" for team in load.own)
    return f"{load.short}: {load.teams} teams, each for its own counties. {each}."


def _serve(team: TeamPeople) -> str:
    if team.teams == 1:
        return f"1 team for {team.people:,} people"
    return f"{team.teams} teams together for {team.people:,} people"


def people_each(load: TeamLoad) -> str:
    """Return the teams of a kind, in brackets the people of each one's counties.

    Of many only the least and the most; several teams of one entry share its counties.
    """
    if not load.own:
        return "none named"
    people = [team.people for team in load.own]
    if len(people) > _EACH_AT_MOST:
        return f"{load.teams} ({min(people):,} to {max(people):,})"
    return f"{load.teams} ({'; '.join(f'{count:,}' for count in people)})"


def elsewhere(area: Area) -> str:
    """Return how many people's nearest unit is not their own region's."""
    unknown = area.people - area.own_people
    rest = (
        f" For {unknown:,.0f} people we do not know the region on this day, or any unit of it."
        if round(unknown)
        else ""
    )
    if not round(area.own_people):
        return rest.strip()
    return (
        f"{area.people_nearer_elsewhere:,.0f} of {area.own_people:,.0f} people live closer to another "
        f"region's unit than to their own.{rest}"
    )


def neighbors(access: Access, area: Area) -> str:
    """Return for how many people a unit of another state is nearer; empty where for nobody."""
    if not area.neighbors:
        return ""
    units = listing(
        [
            f"{share.unit} in {share.city}, {share.state} ({share.people:,.0f} people, "
            f"{plain_miles(share.mean_miles)} miles on average)"
            for share in area.neighbors
        ]
    )
    return (
        f"{area.people_nearer_to_neighbor:,.0f} of {area.people:,.0f} people live closer to a unit in "
        f"another state than to any in {access.state.name}. Those units: {units}. {access.neighbor_note}"
    )


def reach_with_neighbors(share: Figure, across: Figure, *, estimate: bool) -> str:
    """Return the share that takes in other states' units; empty where it is the same.

    A share within minutes is an `estimate`, and told as an interval alone.
    """
    if tuple(map(_rounded, _parts(share))) == tuple(map(_rounded, _parts(across))):
        return ""
    words = percent(across)
    if estimate:
        words = f"between {text.percent(across.low or 0.0)} and {text.percent(across.high or 0.0)}"
    return (
        f"With units of other states it would be {words}. The answer counts this state's own units."
    )


def _parts(figure: Figure) -> tuple[float | None, float | None, float | None]:
    return figure.value, figure.low, figure.high


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def disputed(name: str) -> str:
    """Return what to know about a unit that sources contradict each other about."""
    return f"Sources disagree on whether {name} is open. Ranges show the figures both with and without it."


def demand(source: DemandSource) -> str:
    """Return where the people were taken to live, of when, and how far off that may be."""
    off = (
        f" Average miles are right within {source.error_miles:g} for 95% of counties, compared with census "
        f"block groups{_OTHER_UNITS if source.error_of_other_units else ''}."
        if source.error_miles is not None
        else f" We did not measure how exact these points are. SHA-256 of the file: {source.sha256}."
    )
    return (
        f"Where people live: {source.title}, {source.vintage}; {source.points:,} "
        f"point{'' if source.points == 1 else 's'}, {source.people:,.0f} people.{off}{_missing(source)}"
    )


def _missing(source: DemandSource) -> str:
    """Return in how far points are not everybody: whoever is not there is in no figure."""
    parts = []
    if abs(source.people - source.census_people) > _SAME_PEOPLE * source.census_people:
        parts.append(f"The 2020 Census counted {source.census_people:,} people in the state.")
    if source.counties_without:
        counties = source.counties_without
        who = f"{len(counties)} counties" if len(counties) > _FEW else listing(counties)
        parts.append(f"These points have no people in {who}, so distances there are not known.")
    return "".join(f" {part}" for part in parts)
