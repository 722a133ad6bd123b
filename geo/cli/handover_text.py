"""Whom to call for somebody who goes home to a county, and the re-entry project, as text for a terminal."""

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from geo.catalog.records import Flag, Reference
from geo.cli import terminal
from geo.coverage import sentences
from geo.coverage.assessment import Assessment
from geo.coverage.centers import Center
from geo.coverage.continuum_records import Told
from geo.coverage.freshness import EACH
from geo.coverage.reentry import Pilot
from geo.report import handover
from geo.report.handover_records import Handover, Helper, NearUnit, Service
from geo.text import county_title, period

__all__ = ["NO_NAMES", "print_handover", "print_project"]

NO_NAMES: Final = "Keep names, diagnoses and case numbers off what you hand over."
_NO_NUMBER: Final = "no number published"


def print_handover(made: Handover) -> None:
    """Print a county's numbers, what a deputy drives, peer support, and what to ask whom."""
    out = terminal.screen()
    out.print(Text(f"Going home to {county_title(made.county.name)} ({made.county.geoid})", "bold"))
    out.print(Text(NO_NAMES))
    banner = handover.ages(made).banner
    if banner:
        out.print(Text(banner, "yellow"))
    none = [made.none_named]
    for title, rows, is_told in (
        ("Community mental health center", [_center(center) for center in made.centers], True),
        ("Mobile crisis team", [_helper(helper) for helper in made.mobile_crisis], True),
        ("Intensive team", [_helper(helper) for helper in made.intensive], made.has_intensive_type),
        (
            "The region's own unit",
            [_helper(helper) for helper in made.designated],
            made.has_regions,
        ),
    ):
        if is_told:
            terminal.lines(out, rows or none, title)
    terminal.lines(out, [made.which_unit] if made.which_unit else [])
    terminal.lines(out, [_near(unit, share) for unit, share in made.near_shares], "Nearest unit")
    terminal.lines(out, [made.neighbors] if made.neighbors else [])
    terminal.lines(
        out,
        [f"{call.phone:>12}  {call.for_county}" for call in made.everybody],
        "Numbers for everybody",
    )
    terminal.lines(out, map(_service, made.services), "Is it covered?")
    terminal.lines(out, made.transport.says if made.transport else [], "What a deputy drives")
    terminal.lines(out, map(_told, made.peer_support), "Peer support")
    asks = [f"{ask.whom} ({ask.phone or _NO_NUMBER}): {ask.question}" for ask in made.asks]
    terminal.lines(out, asks, "What to ask")
    out.print()
    terminal.foot(out, made.as_of.isoformat(), made.data_sha256)


def print_project(assessment: Assessment, project: Pilot) -> None:
    """Print where the re-entry project runs, what it aims at, and what its sources say of it."""
    out = terminal.screen()
    out.print(Text("The re-entry project", "bold"))
    if not project.places:
        out.print(Text("No source that speaks for this day tells of one."))
    terminal.lines(out, map(_told, project.places), "Places")
    terminal.lines(out, map(_told, project.parts), "What it does")
    terminal.lines(out, map(_told, project.plans), "Planned")
    terminal.lines(out, _references(project.targets), "Targets, not results")
    terminal.lines(out, _references(project.figures), "As the source says, not checked")
    rows = [
        f"{source.id}: {source.publisher}, {source.title}. {period(source.describes)}"
        for source in project.sources
    ]
    terminal.lines(out, rows, "Sources")
    out.print()
    terminal.foot(out, assessment.as_of.isoformat(), assessment.data_sha256)


def _references(references: Sequence[Reference]) -> list[str]:
    return [
        f"{each.title}: {each.text}{f' “{each.quote}”' if each.quote else ''} ({each.source})"
        for each in references
    ]


def _center(center: Center) -> str:
    runs = "runs" if center.certain else "may run"
    place = f", {center.address}" if center.address else ""
    name = center.name or "No center is named for the region"
    inferred = f", {Flag.WEAK.label}" if center.weak else ""
    how = (f"{runs} Region {center.region}{inferred}", *(fact.says for fact in center.rests_on))
    return f"{center.phone or _NO_NUMBER:>12}  {name}{place} ({'; '.join(how)})"


def _helper(helper: Helper) -> str:
    place = f", {helper.address}" if helper.address else ""
    marks = EACH.marks(helper.flags, stale=Flag.STALE in helper.flags)
    how = ", ".join((sentences.BASIS[helper.basis], *marks))
    others = sentences.or_others(helper.other_numbers)
    return (
        f"{helper.phone or _NO_NUMBER:>12}  {helper.name}{place}{others} "
        f"({how}; {helper.source}, {period(helper.as_of)})"
    )


def _service(service: Service) -> str:
    marks = f" ({', '.join(service.marks)})" if service.marks else ""
    return f"{service.title}: {service.status.label}{marks}. {service.reason}"


def _near(near: NearUnit, share: str) -> str:
    whose = "the region's own" if near.own else f"Region {near.region}"
    how = ", ".join((whose, *EACH.marks(near.flags, stale=Flag.STALE in near.flags)))
    return (
        f"{near.phone:>12}  {near.name}, for {share} of the people, {near.mean_miles:.0f} "
        f"straight-line miles on average ({how}; {near.source}, {period(near.as_of)})"
    )


def _told(one: Told) -> str:
    where = f", {one.city}, {county_title(one.county)}" if one.city and one.county else ""
    return f"{one.title}{where} ({', '.join(one.marks)}): {one.text} ({one.source})"
