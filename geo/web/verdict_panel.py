"""The panel that says why: one county's verdict with evidence, words, dates and numbers."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from geo import text
from geo.catalog.records import Flag, Source
from geo.coverage import county as coverage_county
from geo.coverage import freshness, sentences
from geo.coverage.calls import Call, StatewideCall
from geo.coverage.county import CountyProfile
from geo.coverage.findings import Evidence, Finding
from geo.coverage.freshness import Ages
from geo.report.html import banner
from geo.report.verdicts import marked
from geo.web import html
from geo.web.snapshot import Snapshot

__all__ = ["panel", "regions"]


def regions(snapshot: Snapshot) -> dict[str, Sequence[int]]:
    """Return by GEOID the region's number; several while a move is uncertain."""
    memberships = snapshot.assessment.evidence.regions
    return {geoid: [membership.region for membership in own] for geoid, own in memberships.items()}


def panel(snapshot: Snapshot, standard: str, geoid: str | None) -> None:
    """Show why a county has its verdict; without a county, how to get there."""
    if geoid is None:
        html.show(
            Markup(
                '<section class="cc-why"><p>Choose a county on the map or in the list to see '
                "what its verdict rests on, in whose words, and which numbers to call.</p></section>"
            )
        )
        return
    county = next(
        county for county in snapshot.assessment.catalog.counties if county.geoid == geoid
    )
    profile = coverage_county.county_profile(snapshot.assessment, county)
    sources = {source.id: source for source in snapshot.assessment.catalog.services.sources}
    titles = {standard.id: standard.title for standard in snapshot.assessment.standards}
    finding = next(finding for finding in profile.findings if finding.standard == standard)
    unread = snapshot.assessment.unread()
    told = {standard, *(total.id for total in unread)}
    ages = freshness.of_findings(profile.findings, profile.as_of)
    others = [finding for finding in profile.findings if finding.standard not in told]
    html.show(
        Markup(
            '<section class="cc-why" aria-label="Why: {name} County"><h2>{name} County</h2>{region}'
            "{finding}{calls}<h3>Other standards</h3>{others}{more}"
            '<p><a href="county?county={geoid}">The whole sheet of {name} County</a></p></section>'
        ).format(
            name=county.name,
            region=_region(profile, sources),
            finding=_finding(finding, titles[standard], sources, ages),
            calls=_calls(profile.calls, sources),
            others=_others(others, titles, ages, sentences.unread(unread)),
            more=_more(profile, sources),
            geoid=geoid,
        )
    )


def _region(profile: CountyProfile, sources: Mapping[str, Source]) -> Markup:
    operators = {operator.id: operator for operator in profile.operators}
    lines = [
        Markup(
            "<p>{} <strong>Region {}</strong>. {} Membership {}: {}. <small>{}</small></p>"
        ).format(
            "In" if region.certain else "Possibly in",
            region.region,
            f"Run by {sentences.about(operators[region.operator])}" if region.operator else "",
            region.evidence.how_sure,
            region.evidence.says,
            html.source_line(sources[region.evidence.source]),
        )
        for region in profile.regions
    ]
    people = Markup("<p>{:,} people (2020 Census).</p>").format(profile.county.people)
    return html.join([people, *lines])


def _finding(finding: Finding, title: str, sources: Mapping[str, Source], ages: Ages) -> Markup:
    evidence = [
        _evidence(evidence, sources, ages) for evidence in (*finding.evidence, *finding.left_out_by)
    ]
    beside = freshness.notes_beside(finding, ages)
    notes = [Markup("<li>{}</li>").format(note) for note in beside]
    lift = [Markup("<li>{}</li>").format(step) for step in finding.lift]
    return Markup("{}<h3>{}</h3><p>{}</p><p>{}</p>{}{}{}").format(
        banner(ages.banner),
        title,
        marked(finding.status, ages.marks_of(finding)),
        finding.rule,
        _list("Evidence", evidence, css="cc-evidence"),
        _list("To be kept in mind", notes),
        _list("What would lift it", lift),
    )


def _evidence(fact: Evidence, sources: Mapping[str, Source], ages: Ages) -> Markup:
    by = (
        Markup(" Through Region {}: {}.").format(fact.membership.region, fact.membership.says)
        if fact.membership
        else ""
    )
    # The note on a complete list is ours; only a source's own words are set as a quotation.
    words = (
        escape(fact.note or "") if fact.quote is None else Markup("<q>{}</q>").format(fact.quote)
    )
    basis = "leaves the county out" if fact.basis.value == "none" else fact.basis.value
    mark = ages.mark(fact.stale)
    return Markup("<li><strong>{}</strong> ({}): {}{} <small>{}{}</small></li>").format(
        fact.title,
        basis,
        words,
        by,
        html.source_line(sources[fact.source]),
        f"; {mark}" if mark else "",
    )


def _list(title: str, items: Sequence[Markup], css: str = "") -> Markup:
    if not items:
        return Markup("")
    return Markup('<h4>{}</h4><ul class="{}">{}</ul>').format(title, css, html.join(items))


def _calls(calls: Sequence[Call], sources: Mapping[str, Source]) -> Markup:
    items = [
        Markup("<li>{} {} <small>({})</small></li>").format(
            html.phones(call.phone, call.other_numbers),
            call.answers,
            sentences.given_by(call) or _origin(call, sources),
        )
        for call in calls
    ]
    return Markup('<h3>Numbers to call</h3><ul class="cc-calls">{}</ul>').format(html.join(items))


def _origin(call: Call, sources: Mapping[str, Source]) -> str:
    statewide = isinstance(call, StatewideCall)
    basis = "" if statewide else f"{call.basis}{f', {Flag.WEAK.label}' * call.weak}; "
    return f"{basis}{sources[call.source].publisher}, {text.period(call.as_of)}"


def _others(
    findings: Sequence[Finding], titles: Mapping[str, str], ages: Ages, unread: str
) -> Markup:
    items = [
        Markup("<li>{}: {}</li>").format(
            titles[finding.standard], marked(finding.status, ages.marks_of(finding))
        )
        for finding in findings
    ]
    rest = Markup("<li>{}</li>").format(unread) if unread else ""
    return Markup("<ul>{}{}</ul>").format(html.join(items), rest)


def _more(profile: CountyProfile, sources: Mapping[str, Source]) -> Markup:
    """Return units, history and open questions behind a disclosure, so that the verdict stays in view."""
    history = [
        Markup("<li>Region {}, {}: {}, {}. {}</li>").format(
            membership.region,
            sentences.span(membership),
            membership.how_sure,
            membership.says,
            html.source_line(sources[membership.source]),
        )
        for membership in profile.region_history
    ]
    holes = [
        Markup("<li><strong>{}</strong>. {} Ask: {}</li>").format(
            question.title, question.matters, question.ask
        )
        for question in profile.holes
    ]
    also = [
        Markup("<li>{} ({}): {} {}</li>").format(
            programme.title,
            programme.as_of or "undated",
            programme.text,
            html.source_line(sources[programme.source]),
        )
        for programme in profile.programmes
    ]
    return Markup(
        "<details><summary>Units, region over time, what is not known</summary>{}{}{}{}</details>"
    ).format(
        _list("Units of the region", _units(profile, sources)),
        _list("Region over time", history),
        _list("Not known", holes),
        _list("Also here", also),
    )


def _units(profile: CountyProfile, sources: Mapping[str, Source]) -> list[Markup]:
    """Return which of the region's units the county is said to belong to, then what is known of each."""
    which = [Markup("<li>{}</li>").format(profile.which_unit)] if profile.which_unit else []
    return which + [
        Markup("<li><strong>{}</strong>: {}</li>").format(
            facility.name, sentences.unit(facility, sources, profile.as_of)
        )
        for facility in profile.facilities
    ]
