"""Verdicts of a county: status, rule, evidence in the source's words, notes, what would lift it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from geo import text
from geo.catalog.records import Source, Standard, Status
from geo.coverage import freshness, sentences
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence, Finding, StandardTotal
from geo.coverage.freshness import Ages
from geo.report import html

__all__ = ["MARKED", "MEANINGS", "evidence", "marked", "verdicts"]

MARKED: Final = (
    "Disputed: sources contradict each other. Region inferred: the county's region is known by "
    "elimination only."
)
"""What the words behind a status in `marked` say."""
MEANINGS: Final = (
    "Covered: a source, or its center when asked, names the county or its region. Claimed is not covered: "
    "only a general sentence speaks for the county. Gap: a list that is meant to be complete leaves it "
    "out. Unknown: nothing speaks for or against it."
)
"""What each status says."""


def verdicts(
    profile: CountyProfile,
    standards: Sequence[Standard],
    in_force: Mapping[str, bool],
    unread: Sequence[StandardTotal],
) -> Markup:
    """Return the verdict on every standard, and once below them what several have in common.

    `unread` are those on which nothing was read, of any county: one sentence tells them.
    """
    titles = {standard.id: standard.title for standard in standards}
    standards_by_id = {standard.id: standard for standard in standards}
    sources = {source.id: source for source in profile.sources}
    ages = freshness.of_findings(profile.findings, profile.as_of)
    shared = _shared(profile.findings, ages)
    blocks = html.join(
        _verdict(
            finding,
            standards_by_id[finding.standard],
            in_force[finding.standard],
            _Told(sources, ages, shared),
        )
        for finding in profile.findings
    )
    common = html.items(
        Markup("{} <small>({})</small>").format(
            note, text.listing([titles[standard] for standard in ids])
        )
        for note, ids in shared.items()
    )
    return html.section(
        "Verdicts",
        html.banner(ages.banner),
        Markup('<div class="cc-columns">{}</div>').format(blocks),
        Markup("<p>{}</p>").format(sentences.unread(unread)) if unread else "",
        Markup("<p>To be kept in mind:</p>") + common if common else "",
        Markup('<p class="cc-small">{}</p>').format(MEANINGS),
    )


def marked(status: Status, marks: Sequence[str]) -> Markup:
    """Return a status with its pattern, and with what sets it apart in its table, as words."""
    return html.status_mark(status) + (f" ({', '.join(marks)})" if marks else "")


class _Told(NamedTuple):
    """What the verdicts of a county have in common: sources, ages, and notes that several have."""

    sources: Mapping[str, Source]
    ages: Ages
    shared: Mapping[str, Sequence[str]]


def _shared(findings: Sequence[Finding], ages: Ages) -> dict[str, list[str]]:
    """Return the notes that stand with more than one finding, and with which standards."""
    notes: dict[str, list[str]] = {}
    for finding in findings:
        for note in freshness.notes_beside(finding, ages):
            notes.setdefault(note, []).append(finding.standard)
    return {note: ids for note, ids in notes.items() if len(ids) > 1}


def _verdict(finding: Finding, standard: Standard, in_force: bool, told: _Told) -> Markup:
    kind = "required" if standard.required else "for information, no duty"
    lines = [
        *(
            evidence(fact, told.sources, told.ages)
            for fact in (*finding.evidence, *finding.left_out_by)
        ),
        *(
            escape(note)
            for note in freshness.notes_beside(finding, told.ages)
            if note not in told.shared
        ),
        *(Markup("<b>To lift it:</b> {}").format(step) for step in finding.lift),
    ]
    return Markup(
        '<article class="cc-verdict" data-standard="{}"><h3>{} <small>({}{})</small></h3>'
        "<p>{} {}</p>{}</article>"
    ).format(
        finding.standard,
        standard.title,
        kind,
        "" if in_force else ", not in force",
        marked(finding.status, told.ages.marks_of(finding)),
        finding.rule,
        html.items(lines),
    )


def evidence(fact: Evidence, sources: Mapping[str, Source], ages: Ages) -> Markup:
    """Return a piece of evidence in its source's words, with basis, publisher and date."""
    # The note on a complete list is ours; only a source's own words are set as a quotation.
    words = (
        escape(fact.note or "") if fact.quote is None else Markup("<q>{}</q>").format(fact.quote)
    )
    basis = "leaves the county out" if fact.basis.value == "none" else fact.basis.value
    through = (
        f" Through Region {fact.membership.region} ({fact.membership.how_sure}): "
        f"{fact.membership.says} ({fact.membership.source})."
        if fact.membership
        else ""
    )
    mark = ages.mark(fact.stale)
    return Markup("{} <b>[{}]</b>: {}{} <small>{}, {}{}</small>").format(
        fact.title,
        basis,
        words,
        through,
        sources[fact.source].publisher,
        text.period(fact.as_of),
        f", {mark}" if mark else "",
    )
