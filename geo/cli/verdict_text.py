"""Verdicts, and all that is known of a county, as text for a terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from geo import text
from geo.catalog import left_out
from geo.catalog.records import Basis, Catalog, Flag, Source, Status
from geo.cli import terminal, totals_text
from geo.coverage import freshness, overview, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence, Finding
from geo.coverage.freshness import Ages

if TYPE_CHECKING:
    from geo.diff.records import LostCover

__all__ = ["print_county", "print_verification"]

_CLAIMED_ONLY: Final = (
    f"{Status.CLAIMED.label} is not covered: a general statement includes the county, but no list names "
    "it."
)


def print_verification(
    assessment: Assessment,
    lost: "LostCover | None" = None,
    proof: str = "",
    *,
    whole: bool = False,
) -> None:
    """Print the answer, who lost coverage, the counties not covered, what the flags mean, date and hash.

    `proof` tells of the file that was written, where one was. Of what is not required the counties
    are named where the `whole` is asked for; else each has one line.
    """
    out = terminal.screen()
    area = assessment.catalog.services.study_area
    counties = text.count(assessment.counties, area.county_term, area.county_terms)
    out.print(Text(f"{area.name}: coverage of {counties}", "bold"))
    services = overview.counts(assessment)
    told = overview.answer_in_words(overview.answer(assessment, services), assessment.counties)
    out.print(Text(told, "bold"))
    ages = freshness.of_findings(assessment.findings, assessment.as_of)
    terminal.notes(out, [ages.banner])
    out.print()
    if lost:
        _print_lost(out, lost)
    first = [service.total for service in services]
    others = [total for total in assessment.standards if total not in first]
    totals_text.print_totals(out, first)
    totals_text.print_counties(out, assessment, first)
    for service in services:
        if asks := overview.asks(service.not_shown):
            terminal.lines(out, [f"{service.total.short}. {' '.join(asks)}"], below=1)
    if whole:
        totals_text.print_totals(out, others)
        totals_text.print_counties(out, assessment, others)
    elif others:
        totals_text.print_in_lines(out, others, assessment.unread())
    _print_statewide(out, assessment.statewide)
    _print_marks(out, assessment, ages)
    _print_sources(out, assessment)
    terminal.lines(out, left_out.sentences(assessment.catalog), "What this data does not have")
    if proof:
        out.print(Text(proof))
    _print_foot(out, assessment.days, assessment.data_sha256)


def _print_lost(out: Console, lost: "LostCover") -> None:
    from geo.diff import sentences as diff_sentences

    out.print(Text(diff_sentences.lost_cover(lost), "bold red" if lost.losses else "bold"))
    terminal.lines(out, (Text(f"Keep in mind: {warning}", "yellow") for warning in lost.warnings))
    terminal.lines(out, map(diff_sentences.loss, lost.losses))
    out.print()


def _print_statewide(out: Console, calls: Sequence[StatewideCall]) -> None:
    """Print the numbers for everybody, each with the words of what gives it."""
    if not calls:
        return
    out.print(Text("Numbers for everybody", "bold"))
    for call in calls:
        ways = " ".join(way.how for way in call.reach)
        terminal.lines(out, [f"{call.phone:>12}  {call.answers}. {call.purpose} {ways}"])
        rules = [f"{rule.says} {sentences.in_its_words(rule)}" for rule in call.rules]
        terminal.lines(
            out,
            rules or [f"{sentences.STATEWIDE_SERVICE} ({_origin(call, freshness.EACH)})"],
            indent=16,
        )
    terminal.lines(out, [sentences.FOR_EVERYBODY], below=1)


def _print_marks(out: Console, assessment: Assessment, ages: Ages) -> None:
    """Print each mark once, with the counties that it sets apart."""
    meanings = {
        freshness.FRESH: "the newest source is recent enough",
        Flag.STALE.label: "the newest source is older than we rely on without a call",
        Flag.DISPUTED.label: "sources contradict each other on whether it is there",
        Flag.WEAK.label: "no source states the county's region; we worked it out",
    }
    for mark, meaning in meanings.items():
        parts = []
        for total in assessment.standards:
            marked = [each for each in assessment.of(total.id) if mark in ages.marks_of(each)]
            if marked:
                who = f"{len(marked)} counties" if len(marked) > 6 else totals_text.names(marked)
                parts.append(f"{total.title}: {who}")
        if parts:
            out.print(Text(f"{mark[0].upper()}{mark[1:]} ({meaning})", "bold"))
            terminal.lines(out, ["; ".join(parts)], below=1)


def _print_sources(out: Console, assessment: Assessment) -> None:
    """Print who says so: the sources that the findings rest on, with date and age."""
    named = {
        evidence.source
        for finding in assessment.findings
        for evidence in (*finding.evidence, *finding.left_out_by)
    }
    if not named:
        return
    out.print(Text("Sources of the findings", "bold"))
    for source in assessment.catalog.services.sources:
        if source.id in named:
            row = (
                f"{source.id}: {source.publisher}, {source.title}. {source.dated}. Its age: "
                f"{freshness.age(source.as_of.text, assessment.as_of)}; age limit: "
                f"{text.age(source.stale_after_days)}."
            )
            terminal.lines(out, [row])
    out.print()


def _print_foot(out: Console, as_of: str, sha256: str) -> None:
    out.print(Text(_CLAIMED_ONLY, "dim"))
    terminal.foot(out, as_of, sha256)


def print_county(catalog: Catalog, profile: CountyProfile) -> None:
    """Print one county's numbers, verdicts with their evidence, history, disputes and sources."""
    out = terminal.screen()
    county = profile.county
    out.print(Text(f"{text.county_title(county.name)} ({county.geoid})", "bold"))
    people = text.count(county.people, "person", "people")
    out.print(Text(f"{people} (2020 Census), {county.land_sq_mi:,.0f} square miles of land"))
    operators = {operator.id: operator for operator in profile.operators}
    for membership in profile.regions:
        where = "In" if membership.certain else "Possibly in"
        says = f"{membership.evidence.says} ({membership.evidence.source})"
        how = f"{membership.evidence.how_sure}: {says}"
        out.print(Text(f"{where} Region {membership.region}. {how[0].upper()}{how[1:]}."))
        if membership.operator:
            out.print(Text(f"Run by {sentences.about(operators[membership.operator])}"))
    ages = freshness.of_findings(profile.findings, profile.as_of, profile.calls)
    terminal.notes(out, [ages.banner])
    terminal.lines(out, [_call(call, ages) for call in profile.calls], "Numbers to call")
    terminal.notes(out, left_out.sentences(catalog, *left_out.OF_COUNTY))
    terminal.section(out, "Is it covered?")
    for finding in profile.findings:
        _print_finding(out, catalog, finding, ages)
    _print_rest(out, profile)
    _print_foot(out, profile.as_of.isoformat(), profile.data_sha256)


def _call(call: Call, ages: Ages) -> str:
    others = sentences.or_others(call.other_numbers)
    origin = sentences.given_by(call) or _origin(call, ages)
    answers = call.for_county if isinstance(call, StatewideCall) else call.answers
    return f"{call.phone:>12}  {answers}{others} ({origin})"


def _origin(call: Call, ages: Ages) -> str:
    marks = [] if call.basis in (None, Basis.CLAIMED) else [sentences.BASIS[call.basis]]
    marks += ages.marks(freshness.flags_of(call), stale=call.stale)
    return f"{', '.join(marks)}{'; ' if marks else ''}{call.source}, {text.period(call.as_of)}"


def _print_finding(out: Console, catalog: Catalog, finding: Finding, ages: Ages) -> None:
    standard = next(each for each in catalog.services.standards if each.id == finding.standard)
    marks = ages.marks_of(finding)
    heading = Text("  ")
    label = sentences.meaning(standard.evaluation, finding.status).label
    heading.append(label, totals_text.STYLES[finding.status.value])
    heading.append(f" ({', '.join(marks)})" if marks else "", "default")
    heading.append(f"  {standard.title}")
    out.print(heading)
    rows = [finding.rule]
    rows += [
        f"{evidence.title}, {sentences.BASIS[evidence.basis]}: “{evidence.quote}” ({_from(evidence)})"
        for evidence in finding.evidence
    ]
    rows += [
        f"{listing.title}, {sentences.BASIS[listing.basis]}: {listing.note} ({_from(listing)})"
        for listing in finding.left_out_by
    ]
    rows += freshness.notes_beside(finding, ages)
    rows += [
        step if step.startswith("Ask: ") else f"Needed: {step[0].lower()}{step[1:]}"
        for step in finding.lift
    ]
    terminal.lines(out, rows, indent=6)


def _from(evidence: Evidence) -> str:
    return f"{evidence.source}, {text.period(evidence.as_of)}"


def _print_rest(out: Console, profile: CountyProfile) -> None:
    sources = {source.id: source for source in profile.sources}
    sections: dict[str, list[str]] = {
        "Units": [
            *filter(None, [profile.which_unit]),
            *_units(profile, sources),
        ],
        "Region over time": [
            f"Region {membership.region}, {sentences.span(membership)}: {membership.how_sure}. "
            f"{membership.says[0].upper()}{membership.says[1:]} ({membership.source})."
            for membership in profile.region_history
        ],
        "What we do not know yet": [
            f"{question.title}. {question.matters} Ask: {question.ask}"
            for question in profile.holes
        ],
        "Also here": [
            f"{programme.title} ({programme.when}): {programme.text} ({programme.source})"
            for programme in profile.programmes
        ],
        "Sources": [
            f"{source.id}: {source.title}, {source.publisher}. {source.dated}. {source.url or ''}"
            for source in profile.sources
        ],
    }
    for title, rows in sections.items():
        terminal.lines(out, rows, title)


def _units(profile: CountyProfile, sources: Mapping[str, Source]) -> list[str]:
    return [
        f"{unit.name}: {sentences.unit(unit, sources, profile.as_of)}"
        for unit in profile.facilities
    ]
