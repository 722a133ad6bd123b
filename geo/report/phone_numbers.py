"""A county's numbers to call, their basis, and the teams without a number of their own."""

from typing import Final

from markupsafe import Markup

from geo import text
from geo.catalog.records import Basis, BearsOn, Flag
from geo.coverage import evidence, freshness, sentences
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence
from geo.coverage.freshness import Ages
from geo.report import html

__all__ = ["numbers"]

_EXPLAINED: Final = (
    "Listed: the source names the county. Confirmed: its center named it. Region: the source names its "
    "region. Region inferred: no list names the county, its region is known by elimination. Disputed: "
    "sources contradict each other on whether it is there. Confirm before relying on it."
)

_INFERRED: Final = Flag.WEAK.label


def numbers(profile: CountyProfile) -> Markup:
    """Return the numbers to call first, shortest first, with basis and marks, and the operators."""
    calls = sorted(profile.calls, key=_first)
    ages = freshness.of_calls(calls, profile.as_of)
    return html.section(
        "Numbers to call",
        html.banner(ages.banner),
        html.items((_call(call, profile, ages) for call in calls), css="cc-calls"),
        html.items(_operators(profile), css="cc-operators"),
        html.items(_numberless(profile, ages), css="cc-operators"),
        Markup('<p class="cc-small">{}</p>').format(_EXPLAINED),
    )


def _first(call: Call) -> tuple[bool, int, str]:
    """Order numbers: 911 and 988 first, then what answers for everybody, then the county's own."""
    lines = isinstance(call, StatewideCall)
    return not lines, len(call.phone), call.phone if lines else ""


def _call(call: Call, profile: CountyProfile, ages: Ages) -> Markup:
    """Return a number with who says so: of one that a rule gives to everybody, the rule's words."""
    return Markup("{} <span>{} <small>({})</small></span>").format(
        html.phones(call.phone, call.other_numbers),
        call.answers,
        sentences.given_by(call) or _origin(call, profile, ages),
    )


def _origin(call: Call, profile: CountyProfile, ages: Ages) -> str:
    same = [
        service
        for service in profile.services
        if (service.phone, service.title) == (call.phone, call.title)
    ]
    basis = "" if isinstance(call, StatewideCall) else f"{call.basis}, "
    marks = [_INFERRED] * call.weak + _marks(call.stale, same[:1], profile, ages)
    said = "".join(f"{mark}, " for mark in dict.fromkeys(marks))
    return f"{basis}{said}{call.source}, {text.period(call.as_of)}"


def _marks(stale: bool, evidence: list[Evidence], profile: CountyProfile, ages: Ages) -> list[str]:
    """Return what a reader must know of a number: its age, disputed, or that sources differ."""
    marks = [mark] if (mark := ages.mark(stale)) else []
    for fact in evidence:
        for conflict in profile.contradictions:
            if fact.service_id in conflict.units:
                marks.append(
                    "disputed" if conflict.bears_on is BearsOn.COVERAGE else "sources differ"
                )
    return marks


def _operators(profile: CountyProfile) -> list[Markup]:
    runs = {regions.operator: regions.region for regions in profile.regions if regions.operator}
    return [
        Markup("Region {} is run by {} <small>({})</small>").format(
            runs[operator.id], _linked(sentences.about(operator), operator.phone), operator.source
        )
        for operator in profile.operators
    ]


def _linked(words: str, number: str | None) -> Markup | str:
    if not number:
        return words
    before, _, after = words.partition(number)
    return Markup("{}{}{}").format(before, html.phone(number), after)


def _numberless(profile: CountyProfile, ages: Ages) -> list[Markup]:
    """Return the teams that serve the county and have no number of their own in any source."""

    def marks(service: Evidence) -> list[str]:
        return _marks(service.stale, [service], profile, ages)

    return [
        Markup(
            "{} ({}{}{}): no number of its own is known; ask the operator or the helpline. <small>({}, {})</small>"
        ).format(
            service.title,
            service.basis.value,
            f", {_INFERRED}" * evidence.is_weak(service),
            "".join(f", {mark}" for mark in dict.fromkeys(marks(service))),
            service.source,
            text.period(service.as_of),
        )
        for service in profile.services
        if not service.phone and service.basis is not Basis.CLAIMED
    ]
