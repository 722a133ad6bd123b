"""The continuum of care, as text for a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geo.catalog.records import Flag, Reference, Status
from geo.cli import terminal
from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall
from geo.coverage.continuum_records import (
    Continuum,
    ContinuumPillar,
    ContinuumType,
    CountyContinuum,
    MatrixCell,
    Missing,
    Offer,
    StatePillar,
    Told,
    TypeCount,
)
from geo.coverage.freshness import Ages
from geo.text import count, county_title, listing, period

__all__ = ["print_county", "print_state"]


def print_state(assessment: Assessment, state: Continuum, *, whole: bool) -> None:
    """Print each pillar with its types, then the counties by pillars; `whole` with all that has no place."""
    out = terminal.screen()
    name = assessment.catalog.services.study_area.name
    counties = count(state.counties, "county", "counties")
    out.print(Text(f"{name}: the whole continuum of care, {counties}", "bold"))
    for own in state.pillars:
        terminal.section(out, own.label)
        terminal.lines(out, [own.definition])
        terminal.lines(out, map(_number, own.numbers))
        placed, named = own.apart
        terminal.lines(out, map(_counted, placed))
        terminal.lines(out, filter(None, [own.overlap]))
        terminal.lines(out, map(_counted, named) if whole else _names(named))
        _print_beside(out, own, whole=whole)
    if state.targets:
        terminal.section(out, "Targets, not results")
        terminal.lines(out, map(_target, state.targets))
    terminal.section(out, "County by county")
    _print_matrix(out, assessment, state)
    _print_hint(out, whole=whole)
    terminal.foot(out, assessment.days, state.data_sha256)


def print_county(assessment: Assessment, found: CountyContinuum, *, whole: bool) -> None:
    """Print each pillar of one county: status, what it rests on, what is told beside, what is missing.

    `whole` with each that has no place, its reason and its source.
    """
    out = terminal.screen()
    regions = listing([str(region) for region in found.regions], "or")
    where = f", Region {regions}" if regions else ""
    out.print(Text(f"{county_title(found.county)}{where}: the whole continuum of care", "bold"))
    for own in found.pillars:
        status = beside.words(own.status, own.flags, by_rule=own.by_rule)
        terminal.section(out, f"{own.label}: {status}")
        terminal.lines(out, filter(None, [own.sentence, own.which_unit]))
        terminal.lines(out, map(_number, own.numbers))
        placed, named = own.apart
        terminal.lines(out, map(_type, placed))
        terminal.lines(out, map(_type, named) if whole else _names(named))
        _print_beside(out, own, whole=whole)
    _print_hint(out, whole=whole)
    terminal.foot(out, assessment.days, found.data_sha256)


def _print_beside(out: Console, own: StatePillar | ContinuumPillar, *, whole: bool) -> None:
    """Print lists without a place, what is missing, and what is never counted: in short names alone."""
    terminal.lines(out, map(_offer if whole else _offer_in_short, own.offers))
    terminal.lines(out, map(_missing, own.missing))
    terminal.lines(out, map(_told, own.programmes) if whole else _not_counted(own.programmes))


def _print_hint(out: Console, *, whole: bool) -> None:
    if not whole:
        out.print("--all tells of each service without a place, and of each that is not counted.")


def _names(kinds: Sequence[TypeCount] | Sequence[ContinuumType]) -> list[str]:
    names = listing([kind.name for kind in kinds])
    return [f"Named by a source, no place known: {names}."] if kinds else []


def _not_counted(programmes: Sequence[Told]) -> list[str]:
    """Return the titles in one line, each with its day unless all are over their age limit."""
    if not programmes:
        return []
    how_many = count(len(programmes), "plan, pilot, or opening", "plans, pilots, and openings")
    if all(programme.stale for programme in programmes):
        mark = f", {'each ' if len(programmes) > 1 else ''}{Flag.STALE.label}"
        titles = [programme.title for programme in programmes]
    else:
        mark = ""
        titles = [f"{each.title} ({', '.join(each.marks)})" for each in programmes]
    return [f"Not counted, {how_many}{mark}: {'; '.join(titles)}."]


def _number(call: StatewideCall) -> str:
    return f"{call.phone}  {call.for_county}. {call.purpose} ({call.source}, {period(call.as_of)})"


def _type(kind: ContinuumType) -> str:
    named = [f"{fact.title}{f', {fact.phone}' if fact.phone else ''}" for fact in kind.told]
    who = f" {'; '.join(named)}." if named else ""
    words = f" “{kind.quote}”" if kind.quote else ""
    at_home = f"; in the county: {kind.in_county.label}" if kind.in_county else ""
    region = f" {kind.region_says}" if kind.region_says else ""
    status = beside.words(kind.status, kind.flags)
    return (
        f"{kind.name}: {status}{at_home}.{who}{words} ({kind.source}, {period(kind.as_of)}){region}"
    )


def _counted(kind: TypeCount) -> str:
    told = [f"{status.label} {number}" for status, number in kind.by_status.items() if number]
    return f"{kind.name}: {', '.join(told)} ({'; '.join(each.words for each in kind.cited)})"


def _offer(offer: Offer) -> str:
    status = beside.words(offer.status, offer.flags)
    return (
        f"{status}, as one list: {'. '.join(offer.names)}. {offer.note or ''} “{offer.quote}” "
        f"({offer.source}, {period(offer.as_of)}) {offer.rule}"
    )


def _offer_in_short(offer: Offer) -> str:
    status = beside.words(offer.status, offer.flags)
    return (
        f"{status}, as one list: {listing(offer.names)} ({offer.source}, {period(offer.as_of)}). "
        f"{offer.rule}"
    )


def _told(one: Told) -> str:
    marks = ", ".join(one.marks)
    return f"Not counted: {one.title} ({marks}). {one.text} ({one.source})"


def _target(target: Reference) -> str:
    words = f" “{target.quote}”" if target.quote else ""
    return f"{target.title}: {target.text}{words} ({target.source})"


def _missing(missing: Missing) -> str:
    return f"{missing.says} Ask: {' '.join(missing.ask)}" if missing.ask else missing.says


def _print_matrix(out: Console, assessment: Assessment, state: Continuum) -> None:
    ages = continuum.ages(assessment)
    if ages.banner:
        out.print(Text(ages.banner, "yellow"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    has_regions = bool(assessment.catalog.services.regions)
    region = ("Region",) if has_regions else ()
    for title in ("County", *region, *(own.label for own in state.pillars)):
        table.add_column(title)
    several = {own.pillar for own in state.pillars if len(own.deciding) > 1}
    for row in state.matrix:
        cells = [_cell(cell, ages, named=cell.pillar in several) for cell in row.cells]
        table.add_row(row.county, *([row.region] if has_regions else ()), *cells)
    out.print(table)
    out.print(Text(f"{Status.CLAIMED.label} is not covered. {beside.RULES_PROMISE_NOTHING}"))


def _cell(cell: MatrixCell, ages: Ages, *, named: bool) -> str:
    kind = [cell.short] if named and cell.short else []
    told = ", ".join((*kind, *cell.marks(ages)))
    status = beside.BY_RULE if cell.by_rule else cell.status.label
    return f"{status} ({told})" if told and not cell.by_rule else status
