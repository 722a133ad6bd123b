"""What a deputy drives: miles to the region's own unit and back, in straight lines, and how many are far."""

from dataclasses import dataclass

from geo.access import mile_bounds, sentences
from geo.access.records import Access, Area, PeopleBeyond, Range
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.coverage.centers import centers

__all__ = ["METHOD", "Transport", "beyond", "transport"]

METHOD = (
    "twice the straight-line (WGS 84 geodesic) miles from where the county's people live to the nearest of "
    "the region's own units; roads are longer"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """The way from a county's people to their region's own unit and back.

    `units` are the names of the region's own; with several it is measured to the nearest of them, and
    `farthest_mean_miles` to the farthest. Miles are there and back: the average, and what nine in ten
    people stay within; None where the region is not certain or has no unit. `weak` is whether the region was inferred.
    `beyond` counts one way. `says` is the same in sentences.
    """

    method: str
    regions: tuple[int, ...]
    certain: bool
    weak: bool
    units: tuple[str, ...]
    mean_miles: Range | None
    p90_miles: Range | None
    farthest_mean_miles: Range | None
    beyond: tuple[PeopleBeyond, ...]
    says: tuple[str, ...]


def transport(assessment: Assessment, access: Access, area: Area) -> Transport:
    """Return what taking somebody of a county to the region's own unit comes to.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    access : Access
        Measures of the same data on the same day.
    area : Area
        One of its counties.
    """
    known = centers(assessment, area.id)
    serving = evidence.providers(assessment.evidence).get((access.service or "", area.id), ())
    units = tuple(fact.title for fact in serving if fact.basis in evidence.NAMED)
    certain = bool(known) and all(center.certain for center in known)
    weak = any(center.weak for center in known)
    own = area.own
    return Transport(
        method=METHOD,
        regions=tuple(center.region for center in known),
        certain=certain,
        weak=weak,
        units=units if certain else (),
        mean_miles=_twice(own.mean_miles) if own else None,
        p90_miles=_twice(own.p90_miles) if own else None,
        farthest_mean_miles=_twice(area.own_farthest_mean_miles) if own else None,
        beyond=area.own_beyond,
        says=_says(area, units, certain=certain, weak=weak),
    )


def beyond(area: Area) -> str:
    """Return how many people live beyond the limits, one way; empty where nothing is known of it."""
    if not area.own_beyond:
        return ""
    first, *others = area.own_beyond
    told = [
        f"{sentences.number(first.people)} people live more than {first.miles} straight-line miles, one way, "
        "from their region's own unit."
    ]
    told += [
        f"More than {limit.miles} miles: {sentences.number(limit.people)}."
        for limit in others
        if limit.people.high
    ]
    return " ".join(told)


def _twice(miles: Range) -> Range:
    value, low, high = (
        None if side is None else round(2 * side, 4)
        for side in (miles.value, miles.low, miles.high)
    )
    return Range(value=value, low=low, high=high)


def _says(area: Area, units: tuple[str, ...], *, certain: bool, weak: bool) -> tuple[str, ...]:
    if not certain:
        return ("We do not know the county's region on this day, nor its own unit.",)
    if area.own is None:
        return ("We know of no unit of the county's region. Ask where a person is taken.",)
    several = len(units) > 1
    whose = (
        f"the nearest of the region's {len(units)} units" if several else "the region's own unit"
    )
    told = [
        f"To {whose}, a deputy drives about {_there_and_back(area.own.mean_miles)} straight-line miles there "
        "and back; roads are longer.",
        f"For 9 in 10 people it is {mile_bounds.within(_twice(area.own.p90_miles))} or less.",
    ]
    if several:
        told += [
            f"To the farthest: {_there_and_back(area.own_farthest_mean_miles)}. Ask which one takes the person."
        ]
    if weak:
        told.append("We inferred the county's region, so its own unit may be another. Ask first.")
    told += [sentences.disputed(name) for name in units if name in area.disputed]
    if any(limit.people.high for limit in area.own_beyond):
        told.append(beyond(area))
    return tuple(told)


def _there_and_back(miles: Range) -> str:
    return sentences.miles(_twice(miles))
