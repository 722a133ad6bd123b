"""The file on adequacy as pages that print: the statewide list, and two sheets of paper for each county."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from geo import text
from geo.access import sentences as access_sentences
from geo.catalog.records import Flag, Source, Status
from geo.coverage import freshness, sentences
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatedRule
from geo.coverage.county import sources_of
from geo.report import (
    adequacy_notice,
    document,
    footer,
    html,
    open_questions,
    verdicts,
)
from geo.report.adequacy_records import (
    AdequacyFile,
    Asked,
    CountyFile,
    CountyService,
    Notice,
    RecordedPlan,
    ServiceCount,
)
from geo.report.write import Page

__all__ = ["FOLDER", "INDEX", "pages"]

INDEX: Final = "adequacy.html"
FOLDER: Final = "adequacy"
"""Folder of the counties' files; neither name is one of the report's, so that both fit in a folder."""


def pages(assessment: Assessment, file: AdequacyFile, *, alone: bool = False) -> Iterator[Page]:
    """Give each county's page in the order of the file, and the statewide list last.

    Parameters
    ----------
    assessment : Assessment
        The verdicts that the file is made of, for its sources, credits and stamp.
    file : AdequacyFile
        What `adequacy.adequacy` made of them.
    alone : bool
        Without the statewide list, and so without links to it.
    """
    stamp = footer.stamp(assessment)
    state = assessment.catalog.services.study_area.name
    for county in file.counties:
        body = _county(assessment, file, county)
        nav = Markup(
            '<nav class="cc-screen" aria-label="File"><a href="../{}">Statewide list</a></nav>'
        ).format(INDEX)
        whole = Markup("{}<main>{}</main>").format("" if alone else nav, body)
        title = f"{text.county_title(county.county)}, {state}: {_what(file)}"
        page = document.page(title, whole, stamp)
        yield Page(name=_name(county), title=title, content=body, html=page)
    if not alone:
        body = _statewide(assessment, file, state)
        title = f"{state}: {_what(file)}"
        page = document.page(title, Markup("<main>{}</main>").format(body), stamp)
        yield Page(name=INDEX, title=title, content=body, html=page)


def _name(county: CountyFile) -> str:
    return f"{FOLDER}/{county.geoid}-{text.anchor(county.county)}.html"


def _what(file: AdequacyFile) -> str:
    return f"services under {file.rules[0].citation}"


def _statewide(assessment: Assessment, file: AdequacyFile, state: str) -> Markup:
    return html.join(
        (
            Markup("<h1>{}: {}</h1>").format(state, _what(file)),
            _lead(text.count(len(file.counties), "county", "counties"), file),
            html.section("Counties by service", _counts(file.services)),
            html.section(
                "Every county",
                Markup('<div class="cc-services">{}</div>').format(_every_county(file)),
                Markup('<p class="cc-small">{} {}</p>').format(verdicts.MEANINGS, verdicts.MARKED),
            ),
            _rules(file.rules),
            html.section("Method and limits", footer.foot(assessment)),
        )
    )


def _counts(services: Sequence[ServiceCount]) -> Markup:
    rows = [
        (
            service.name,
            *map(str, (service.covered, service.claimed, service.gap, service.unknown)),
            f"{service.people_not_shown:,}",
        )
        for service in services
    ]
    head = (
        "Service",
        *(status.label for status in Status),
        "People where not covered",
    )
    return html.table("Counties by status", head, rows, numbers=range(1, 6))


def _doubts(service: CountyService) -> list[str]:
    """Return what makes a verdict doubtful in this county, as words; its age the pages tell."""
    return [flag.label for flag in service.flags if flag is not Flag.STALE]


def _every_county(file: AdequacyFile) -> Markup:
    rows = [
        (
            Markup('<a href="{}">{}</a>').format(_name(county), county.county),
            _regions(county),
            f"{county.people:,}",
            *(verdicts.marked(service.status, _doubts(service)) for service in county.services),
            str(len(county.not_shown)),
            county.plan.status.value if county.plan else "none",
        )
        for county in file.counties
    ]
    names = [service.name for service in file.services]
    head = ("County", "Region", "People", *names, "Not shown", "Plan recorded")
    return html.table("Services by county", head, rows, numbers=(2, len(head) - 2))


def _lead(first: str, file: AdequacyFile) -> Markup:
    return Markup('<p class="cc-lead">{}. {}</p>').format(first, " ".join(file.says))


def _regions(county: CountyFile) -> str:
    return " or ".join(str(region) for region in county.regions) or "none"


def _county(assessment: Assessment, file: AdequacyFile, county: CountyFile) -> Markup:
    sources = {source.id: source for source in assessment.catalog.services.sources}
    used = sources_of((county, file.rules))
    questions = {
        question.id: question for service in county.services for question in service.questions
    }
    blocks = html.join(_service(service, sources) for service in county.services)
    body = html.join(
        (
            Markup("<h1>{}: {}</h1>").format(text.county_title(county.county), _what(file)),
            _lead(_shown(county), file),
            html.section("Services", Markup('<div class="cc-columns">{}</div>').format(blocks)),
            html.section("Plan", Markup("<p>{}</p>").format(_plan(county.plan, sources))),
            html.section(
                "What is asked of whom",
                _asks(county.asks),
                open_questions.holes(questions.values()),
            ),
            _notice(county.notice, county.asks, file.official),
            _rules(file.rules),
            html.section(
                "Sources",
                open_questions.sources(source for name, source in sources.items() if name in used),
            ),
            html.section("Method and limits", footer.foot(assessment)),
        )
    )
    return Markup('<div class="cc-report cc-file" data-geoid="{}">{}</div>').format(
        county.geoid, body
    )


def _shown(county: CountyFile) -> str:
    """Return how many of the services sources show, and how many of these are to be confirmed."""
    shown = [service for service in county.services if service.shown]
    doubtful = sum(bool(service.flags) for service in shown)
    confirm = f" ({doubtful} to be confirmed)" if doubtful else ""
    return (
        f"County {county.geoid}, Region {_regions(county)}, "
        f"{text.count(county.people, 'person', 'people')} (2020 Census). Sources show {len(shown)} of "
        f"{text.count(len(county.services), 'service', 'services')}{confirm}"
    )


def _service(service: CountyService, sources: Mapping[str, Source]) -> Markup:
    settle = " ".join(service.lift)
    lines = [
        *(
            verdicts.evidence(fact, sources, freshness.EACH)
            for fact in (*service.evidence, *service.left_out_by)
        ),
        *(escape(note) for note in service.notes),
        *(Markup("<b>Distance:</b> {}").format(words) for words in _distance(service)),
        *([Markup("<b>What would settle it:</b> {}").format(settle)] if settle else []),
    ]
    flags = f" ({', '.join(flag.label for flag in service.flags)})" if service.flags else ""
    return Markup(
        '<article class="cc-verdict" data-standard="{}"><h3>{} <small>({})</small></h3>'
        "<p>{}{} {}</p>{}</article>"
    ).format(
        service.standard,
        service.name,
        service.title,
        html.status_mark(service.status),
        flags,
        service.rule,
        html.items(lines),
    )


def _distance(service: CountyService) -> Iterator[str]:
    """Yield how far the county's people are from a unit of the service, where it has units."""
    far = service.distance
    if far is None:
        return
    if far.nearest.mean_miles.value is None:
        yield f"How far people are from a {far.unit} is not known."
        return
    near = (
        f" Nearest for some people: {text.listing(far.nearest_units)}." if far.nearest_units else ""
    )
    within = "; ".join(
        f"{access_sentences.percent(limit.share)} within {limit.miles} miles"
        for limit in far.within
    )
    yield (
        f"The nearest {far.unit} is {access_sentences.miles(far.nearest.mean_miles)} straight-line "
        f"miles from people here on average; {within}.{near}"
    )


def _plan(plan: RecordedPlan | None, sources: Mapping[str, Source]) -> Markup:
    said = escape(adequacy_notice.plan_words(plan))
    if plan is None:
        return said
    origin = sources[plan.source].publisher if plan.source else plan.told_by
    return said + Markup(" <q>{}</q> <small>({})</small>").format(plan.words, origin)


def _asks(asks: Sequence[Asked]) -> Markup:
    return html.items(
        Markup("<b>{}</b> {}").format(f"{ask.whom.rstrip('.')}:", " ".join(ask.asks))
        for ask in asks
    )


def _notice(notice: Notice | None, asks: Sequence[Asked], official: str) -> Markup:
    if notice is None:
        return html.section(
            "Draft notice",
            Markup("<p>No notice is drafted: every service is shown.</p>"),
        )
    shown = Markup("<p>Shown, with source and date:</p>{}").format(html.items(notice.shown))
    inner = html.join(
        (
            Markup("<p><strong>{}</strong> For the {} to send, change or leave.</p>").format(
                notice.heading, official
            ),
            Markup("<p>To: {}<br>Subject: {}</p><p>{}</p>").format(
                "; ".join(notice.to), notice.subject, notice.opening
            ),
            html.items(notice.not_shown),
            Markup("<p>{}</p>").format(notice.meaning),
            shown if notice.shown else "",
            Markup("<p>{} Please tell us:</p>").format(notice.plan),
            _asks(asks),
        )
    )
    return Markup('<div class="cc-draft cc-whole">{}</div>').format(
        html.section("Draft notice", inner)
    )


def _rules(rules: Sequence[StatedRule]) -> Markup:
    return html.section("The rules, with the date of each text", html.items(map(_rule, rules)))


def _rule(rule: StatedRule) -> Markup:
    quote = Markup(" <q>{}</q>").format(rule.quote) if rule.quote else ""
    how = sentences.grade(rule.proof)
    at = Markup(" {}.").format(html.link(rule.url, rule.url)) if rule.url else ""
    return Markup("<b>{}</b> {}:{} {} <small>As of {}; later changes not read{}.{}</small>").format(
        f"{rule.title}.",
        rule.citation,
        quote,
        rule.says,
        text.period(rule.as_of),
        f"; {how}" if how else "",
        at,
    )
