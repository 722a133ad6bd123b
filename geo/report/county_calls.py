"""The numbers to call for a county, the one to call first at the top."""

from dataclasses import dataclass, replace
from typing import Final

from geo.access import sentences as access_sentences
from geo.access.records import Area, UnitShare
from geo.catalog.records import Basis, Flag, ServiceRole, Services
from geo.coverage import asking, freshness
from geo.coverage import evidence as coverage_evidence
from geo.coverage.assessment import Assessment
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.findings import OtherNumber
from geo.said import Period, listed, said, together
from geo.text import percent

__all__ = ["Line", "below", "calls"]

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number to call: what answers, when it is said to, the number, what other sources give for it, doubts."""

    words: str
    phone: str
    others: tuple[OtherNumber, ...] = ()
    marks: tuple[str, ...] = ()
    hours: str = ""


def calls(
    assessment: Assessment, profile: CountyProfile, area: Area | None
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the numbers for everybody, and the county's own: teams that come first, then its center."""
    everybody = sorted(
        (call for call in profile.calls if isinstance(call, StatewideCall)),
        key=lambda call: (len(call.phone), call.phone),
    )
    roles = {kind.id: kind.role for kind in assessment.catalog.services.service_types}
    order = (ServiceRole.MOBILE_CRISIS, ServiceRole.FACILITY, ServiceRole.INTENSIVE)
    far = {unit.facility: unit for unit in area.nearest_units} if area else {}
    own = sorted(
        (call for call in profile.calls if not isinstance(call, StatewideCall)),
        key=lambda call: (
            order.index(roles[call.service]) if roles[call.service] in order else len(order),
            -far[call.title].people if call.title in far else 0,
        ),
    )
    hours = _hours(assessment)
    lines = [_line(call, hours.get(call.title, ""), area) for call in own]
    lines += [
        Line(words=said("{name}, the region's office", name=operator.name), phone=operator.phone)
        for operator in profile.operators
        if operator.phone
    ]
    numbers = (
        replace(line, marks=(said(call.routing),)) if call.routing else line
        for call in everybody
        for line in (_line(call, "", None),)
    )
    return tuple(numbers), tuple(lines)


def _hours(assessment: Assessment) -> dict[str, str]:
    """Return by title of a service when it is said to answer, with who says so and of which day."""
    sources = assessment.evidence.sources
    publishers = {
        name: asking.short_name(operator)
        for operator in assessment.catalog.services.operators
        for name in (operator.name, *operator.also_called)
    }
    told: dict[str, str] = {}
    for service in assessment.catalog.services.services:
        if service.hours:
            source = sources[service.source]
            told[service.title] = said(
                "{who} says: {hours} ({date})",
                who=publishers.get(source.publisher, source.publisher),
                hours=said(service.hours),
                date=Period(source.describes),
            )
    return told


def _line(call: Call, hours: str, area: Area | None) -> Line:
    near = area.nearest_units[0] if area and area.nearest_units else None
    miles = _miles_to(near) if near and near.facility == call.title and near.share > _HALF else ""
    marks = [said(flag.label) for flag in freshness.flags_of(call) if flag is not Flag.STALE]
    return Line(
        words=said("{name}, {distance}", name=call.answers, distance=miles)
        if miles
        else call.answers,
        phone=call.phone,
        others=call.other_numbers,
        marks=tuple(marks),
        hours=hours,
    )


def _miles_to(near: UnitShare) -> str:
    """Return how far a unit is on average from those it is the nearest to, and how many of all these are."""
    number, share = access_sentences.plain_miles(near.mean_miles), percent(near.share)
    if near.share == 1:
        return said("{number} miles on average", number=number)
    return said(
        "{number} miles on average for the {percent} who live nearest to it",
        number=number,
        percent=share,
    )


def below(profile: CountyProfile, services: Services) -> tuple[str, ...]:
    """Return what stands below the numbers: which unit takes the county, and teams without a number."""
    silent = [
        said("{name} (region inferred)", name=service.title)
        if coverage_evidence.is_weak(service)
        else service.title
        for service in profile.services
        if not service.phone and service.basis is not Basis.CLAIMED
    ]
    if not silent:
        return tuple(filter(None, (profile.which_unit,)))
    told: str = said("No number published: {names}.", names=listed(silent))
    if profile.operators:
        whom = listed([operator.name for operator in profile.operators], "or")
        told = together([told, said("Ask {names}.", names=whom)])
        last = asking.department(services)
        if last and last.phone and not all(operator.phone for operator in profile.operators):
            name = asking.short_name(last)
            told = together([told, said("Or ask {name}, {phone}.", name=name, phone=last.phone)])
    return tuple(filter(None, (profile.which_unit, told)))
