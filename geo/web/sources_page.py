"""Page Data and sources: where every fact comes from, what contradicts, what is missing."""

import datetime as dt
import json
from collections.abc import Callable, Iterable

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.catalog import folder
from geo.catalog.records import (
    BearsOn,
    Catalog,
    Flag,
    Proof,
    Reference,
    ReferenceKind,
    ReferenceStatus,
    Services,
)
from geo.coverage import freshness, sentences, verify
from geo.coverage.contradictions import other_numbers
from geo.coverage.fact_ages import is_old
from geo.jsonable import jsonable
from geo.web import frame, html, problems
from geo.web.snapshot import Snapshot

__all__ = ["page", "status_on"]


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    data, as_of = snapshot.assessment.catalog.services, snapshot.assessment.as_of
    st.title("Data and sources", anchor=False)
    html.show(
        Markup(
            "<p>{} counties, {:,} people (2020 Census). Every fact stands in the file "
            "<code>services.yaml</code> with its source. Data hash <code>{}</code>.</p>"
        ).format(
            snapshot.assessment.counties,
            snapshot.assessment.people,
            snapshot.assessment.data_sha256,
        )
    )
    if snapshot.lacking:
        problems.missing("Without these files a part of the app is missing.", snapshot.lacking)
    _downloads(snapshot)
    _holes(data)
    _claims(data)
    _contradictions(data)
    _facilities(snapshot.assessment.catalog, as_of)
    _sources(data, as_of)
    _references(data, as_of)
    frame.foot(snapshot)


def _holes(data: Services) -> None:
    st.header("What nobody has shown yet", anchor=False)
    rows = [(question.title, question.matters, question.ask) for question in data.holes]
    html.show(
        html.table("Known holes", ("Not known", "Why it matters", "Whom to ask"), rows, paper=False)
    )


def _claims(data: Services) -> None:
    st.header("General statements", anchor=False)
    by_id = {source.id: source for source in data.sources}
    rows = [
        (
            Markup("<q>{}</q>").format(claim.quote),
            "every county" if claim.every_county else "no single county",
            html.source_line(by_id[claim.source]),
            claim.note or "",
        )
        for claim in data.claims
    ]
    headers = ("Words", "Speaks for", "Source", "Note")
    html.show(
        html.table(
            "Claims: they can make a finding claimed, never covered", headers, rows, paper=False
        )
    )


def _contradictions(data: Services) -> None:
    st.header("Where sources contradict each other", anchor=False)
    by_id = {source.id: source for source in data.sources}
    rows = [
        (
            contradiction.title,
            html.join(
                Markup("<div>{}: {}</div>").format(side.words, html.source_line(by_id[side.source]))
                for side in contradiction.sides
            ),
            f"Concerns {'coverage' if contradiction.bears_on is BearsOn.COVERAGE else 'a detail'}. "
            f"{contradiction.treatment}",
        )
        for contradiction in data.contradictions
    ]
    html.show(
        html.table(
            "Contradictions", ("About", "Who says what", "How it is treated"), rows, paper=False
        )
    )


def _facilities(catalog: Catalog, as_of: dt.date) -> None:
    st.header("Units", anchor=False)
    data = catalog.services
    by_id = {source.id: source for source in data.sources}
    rows = [
        (
            facility.name,
            html.phones(facility.phone, other_numbers(catalog, facility.id, as_of)),
            sentences.unit(facility, by_id, as_of),
        )
        for facility in data.facilities
    ]
    headers = ("Unit", "Phone", "What is known of it")
    html.show(html.table("Units, and how exactly they are known", headers, rows, paper=False))


def _sources(data: Services, as_of: dt.date) -> None:
    st.header("Sources", anchor=False)
    rows = [
        (
            html.source_line(source),
            freshness.age(source.as_of.text, as_of),
            Flag.STALE.label if is_old(source, as_of) else "within its limit",
            text.age(source.stale_after_days),
            source.as_of_basis,
            source.note or "",
        )
        for source in data.sources
    ]
    headers = ("Source", "Age", "State", "Age limit", "How its date is known", "Note")
    html.show(html.table(f"Sources, with their age on {as_of}", headers, rows, paper=False))


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


def _references(data: Services, as_of: dt.date) -> None:
    st.header("Rules and yardsticks", anchor=False)
    by_id = {source.id: source for source in data.sources}
    rows = [
        (
            reference.title,
            reference.kind.value,
            status_on(reference, as_of),
            _said(reference),
            Markup("{}. {}").format(reference.citation, html.source_line(by_id[reference.source])),
            reference.note or "",
        )
        for reference in data.references
        if reference.proof is not Proof.RECALLED
    ]
    headers = ("Title", "Kind", f"Status on {as_of}", "What it says", "Citation", "Note")
    html.show(
        html.table("Rules, yardsticks and figures that were read", headers, rows, paper=False)
    )
    recalled = [
        (reference.title, reference.citation)
        for reference in data.references
        if reference.proof is Proof.RECALLED and reference.kind is not ReferenceKind.FIGURE
    ]
    caption = "Remembered, not read: to be checked at the source before any use"
    html.show(html.table(caption, ("Title", "Where to check"), recalled, paper=False))


def _said(reference: Reference) -> Markup:
    """Return what a reference says in our words, and in its own where it is quoted."""
    quote = Markup(" <q>{}</q>").format(reference.quote) if reference.quote else ""
    how = f" {how.capitalize()}." if (how := sentences.grade(reference.proof)) else ""
    return Markup("{}{}{}").format(reference.text, quote, how)


def _downloads(snapshot: Snapshot) -> None:
    st.header("Downloads", anchor=False)
    kinds = {".yaml": "text/yaml", ".csv": "text/csv", ".geojson": "application/geo+json"}
    files: list[tuple[str, str, Callable[[], bytes]]] = [
        (name, kinds[path.suffix], path.read_bytes)
        for name in folder.HASHED
        if (path := snapshot.assessment.catalog.home / name).is_file()
    ]
    files.append(("findings.json", "application/json", lambda: _findings(snapshot)))
    _buttons(files)


def _findings(snapshot: Snapshot) -> bytes:
    return json.dumps(jsonable(snapshot.assessment), ensure_ascii=False, indent=1).encode()


def _buttons(files: Iterable[tuple[str, str, Callable[[], bytes]]]) -> None:
    row = st.container(horizontal=True)
    for name, kind, content in files:
        row.download_button(
            f"Download {name}", content, file_name=name, mime=kind, on_click="ignore", key=name
        )
