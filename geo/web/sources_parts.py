"""Parts of the page Data & sources that only show what the data has: unknowns, disputes, units, sources, rules."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

import streamlit as st

from geo import text
from geo.catalog.records import (
    Proof,
    Reference,
    ReferenceKind,
    ReferenceStatus,
    Source,
)
from geo.coverage import asking, freshness, sentences, verify
from geo.coverage import peers as coverage_peers
from geo.coverage.contradictions import other_numbers
from geo.coverage.fact_ages import is_old
from geo.templates.render import render
from geo.web import html
from geo.web.snapshot import Snapshot

__all__ = [
    "count",
    "disputes",
    "found",
    "peers",
    "rules",
    "sources",
    "status_on",
    "units",
    "unknowns",
]

SHOWN_FIRST: Final = 20
"""So many sources stand there until somebody asks for all, or for some by name."""
_SEARCH: Final = "sources_search"
_ALL: Final = "sources_all"
_KINDS: Final = {
    ReferenceKind.RULE: "Rules",
    ReferenceKind.YARDSTICK: "Benchmarks from elsewhere",
    ReferenceKind.FIGURE: "Figures",
    ReferenceKind.TARGET: "Targets, not results",
}


class _Aged(NamedTuple):
    """A source with what it describes and its age in words, and whether it is over its limit."""

    source: Source
    described: str
    age: str
    limit: str
    old: bool


class _Rule(NamedTuple):
    """A rule, benchmark or figure with its status on a day and how its words are known."""

    reference: Reference
    status: str
    how: str
    source: Source


def unknowns(shown: Snapshot) -> None:
    """Show what is not known and whom to ask, and the general statements."""
    data = shown.catalog.services
    by_id = _by_id(shown)
    claims = [(claim, by_id[claim.source]) for claim in data.claims]
    html.show(render("web/unknowns.html", holes=asking.open_questions(data), claims=claims))


def disputes(shown: Snapshot) -> None:
    """Show where sources contradict each other, who says what, and what is done about it."""
    html.show(
        render(
            "web/disputes.html",
            contradictions=shown.catalog.services.contradictions,
            by_id=_by_id(shown),
        )
    )


def units(shown: Snapshot) -> None:
    """Show every unit with its number and what is known of it."""
    catalog, as_of = shown.assessment.catalog, shown.assessment.as_of
    by_id = {source.id: source for source in catalog.services.sources}
    rows = [
        (unit, other_numbers(catalog, unit.id, as_of), sentences.unit(unit, by_id, as_of))
        for unit in catalog.services.facilities
    ]
    html.show(render("web/units.html", rows=rows, directory=shown.directory))


def sources(shown: Snapshot) -> None:
    """Show the sources, with a box that searches them; what is typed goes to no address."""
    every = shown.catalog.services.sources
    typed = st.text_input(
        "Find a source by id, title, or publisher",
        key=_SEARCH,
        autocomplete="off",
        live=True,
    )
    as_of = shown.assessment.as_of
    matching = found(every, typed)
    searched = bool(typed.strip())
    whole = searched or st.session_state.get(_ALL) or len(every) <= SHOWN_FIRST
    rows = [_aged(source, as_of) for source in (matching if whole else matching[:SHOWN_FIRST])]
    html.show(
        render(
            "web/sources.html",
            rows=rows,
            found=len(matching) if searched else None,
            every=len(every),
            old=sum(is_old(source, as_of) for source in every),
            day=as_of,
        )
    )
    if len(rows) < len(matching):
        st.button(f"Show all {len(matching)} sources", key="sources_more", on_click=_show_all)


def _show_all() -> None:
    st.session_state[_ALL] = True


def found(every: Sequence[Source], typed: str) -> list[Source]:
    """Return the sources of whose id, title or publisher every word that was typed is a part."""
    wanted = typed.casefold().split()
    return [
        source
        for source in every
        if all(
            word in f"{source.id} {source.title} {source.publisher}".casefold() for word in wanted
        )
    ]


def _aged(source: Source, as_of: dt.date) -> _Aged:
    return _Aged(
        source=source,
        described=text.period(source.describes),
        age=freshness.age(source.as_of.text, as_of),
        limit=text.age(source.stale_after_days),
        old=is_old(source, as_of),
    )


def rules(shown: Snapshot) -> None:
    """Show rules, benchmarks and figures that were read, then by name those that are only remembered."""
    data, as_of = shown.catalog.services, shown.assessment.as_of
    by_id = _by_id(shown)
    read = [reference for reference in data.references if reference.proof is not Proof.RECALLED]
    groups = [
        (
            name,
            [
                _Rule(
                    reference,
                    status_on(reference, as_of),
                    sentences.grade(reference.proof),
                    by_id[reference.source],
                )
                for reference in read
                if reference.kind is kind
            ],
        )
        for kind, name in _KINDS.items()
    ]
    recalled = [
        reference
        for reference in data.references
        if reference.proof is Proof.RECALLED and reference.kind is not ReferenceKind.FIGURE
    ]
    html.show(render("web/rules.html", groups=groups, recalled=recalled, day=as_of))


def status_on(reference: Reference, as_of: dt.date) -> str:
    """Return a rule's status on a date: in force, what became of it, or not yet."""
    start, end = reference.effective_from, reference.effective_to
    if start and start.earliest and start.earliest > as_of:
        return "not yet in force"
    if reference.status in (ReferenceStatus.REPLACED, ReferenceStatus.VACATED):
        return "in force" if verify.in_force(start, end, as_of) else reference.status.value
    # Nobody has checked since: the text may have changed after the day it was read.
    return (
        "in force when read"
        if reference.status is ReferenceStatus.IN_FORCE
        else reference.status.value
    )


def peers(shown: Snapshot) -> None:
    """Show what was read of peer support, with what of it is past or over its age limit."""
    known = coverage_peers.peers(shown.assessment)
    html.show(
        render(
            "web/peers.html",
            found=known,
            told=coverage_peers.summary(known),
            trainings=[
                (each, text.days(each.first.text, each.last.text)) for each in known.trainings
            ],
        )
    )


def _by_id(shown: Snapshot) -> dict[str, Source]:
    return {source.id: source for source in shown.catalog.services.sources}


def count(shown: Snapshot, part: str) -> int:
    """Return how many entries a part has."""
    data = shown.catalog.services
    return {
        "unknown": len(data.holes),
        "disagree": len(data.contradictions),
        "units": len(data.facilities),
        "sources": len(data.sources),
        "rules": len(data.references),
    }[part]
