"""The table county by service on page Statewide: filters, order, and a row for each county."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import streamlit as st
from markupsafe import Markup

from geo.catalog.records import Flag, Status
from geo.coverage import freshness, overview
from geo.coverage.findings import Finding
from geo.coverage.freshness import Ages
from geo.coverage.overview import ServiceCount, doubts
from geo.templates.render import render
from geo.text import listing
from geo.web import address, clickable, frame, verdict_panel
from geo.web.address import Choice, View
from geo.web.fragment import fragment
from geo.web.snapshot import Snapshot, once
from geo.web.tables import labelled

__all__ = ["choices", "show"]

SHOW: Final = "show"
REGION: Final = "region"
SORT: Final = "sort"
ALL: Final = "all"
NOT_SHOWN: Final = "not-shown"
DOUBT: Final = "doubt"
_NAME: Final = "statewide_name"
_DOWN: Final = "-"
_DOUBTS: Final = f"{Flag.DISPUTED.label} or {Flag.WEAK.label}".capitalize()
_TABLES_KEPT: Final = 64
_EVERY: Final = "statewide_every"
_FIRST_ON_PHONE: Final = 20
"""A narrow screen begins with so many rows at most; a button shows the others."""


class Verdict(NamedTuple):
    """A cell of the table: a status, and the doubts of other kinds than age."""

    status: Status
    doubts: tuple[str, ...]


class Row(NamedTuple):
    """One county; `miles` to the nearest unit, None where they cannot be measured."""

    geoid: str
    county: str
    regions: Sequence[int]
    people: int
    verdicts: tuple[Verdict, ...]
    miles: int | None
    check: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether every service is covered here."""
        return all(verdict.status is Status.COVERED for verdict in self.verdicts)

    @property
    def is_doubtful(self) -> bool:
        """Whether sources disagree on a verdict, or the county's region was inferred."""
        return any(verdict.doubts for verdict in self.verdicts)


class Head(NamedTuple):
    """The head of a column: what a click sorts by, "" for nothing, and how it is sorted now."""

    title: str
    by: str = ""
    order: str = ""
    numeric: bool = False


_KEYS: Final[Mapping[str, Callable[[Row], float | str]]] = {
    "county": lambda row: row.county,
    "region": lambda row: min(row.regions, default=0),
    "people": lambda row: row.people,
    "miles": lambda row: -1 if row.miles is None else row.miles,
}
_DOWN_FIRST: Final = ("people", "miles")
"""Columns of which most readers want the largest first."""


def choices(snapshot: Snapshot) -> tuple[Choice, ...]:
    """Return what can be chosen of the table, by id."""
    numbers = {str(number) for own in verdict_panel.regions(snapshot).values() for number in own}
    orders = [*_KEYS, *(f"{_DOWN}{name}" for name in _KEYS)]
    return (
        Choice(SHOW, (ALL, NOT_SHOWN, DOUBT), ALL),
        Choice(REGION, sorted(numbers, key=int)),
        Choice(SORT, orders, "county"),
    )


@fragment
def show(
    snapshot: Snapshot,
    services: Sequence[ServiceCount],
    page: str,
    kept: Sequence[Choice],
    drawn: View,
) -> None:
    """Show filters and table; a choice runs this part of the page alone and stands in the address."""
    every = _rows(snapshot)
    _filters(page, kept, every)
    view = address.settle(page, kept, drawn)
    rows = [row for row in every if _is_wanted(row, view)]
    by = view[SORT] or "county"
    name = by.removeprefix(_DOWN)
    rows.sort(key=lambda row: (_KEYS[name](row), row.county), reverse=by.startswith(_DOWN))
    picked = clickable.show(
        _table(snapshot, services, rows, by),
        key="statewide_table",
        on_pick=lambda value: _pick(page, value),
    )
    kind, _, geoid = (picked or "").partition(":")
    if kind == "county" and geoid in {row.geoid for row in every}:
        frame.forward("county", county=geoid)


@once
def _tables(snapshot: Snapshot) -> dict[tuple[str, ...], Markup]:  # noqa: ARG001  (one for each)
    """Return the tables that were drawn of a snapshot, by order and counties."""
    return {}


def _table(
    snapshot: Snapshot, services: Sequence[ServiceCount], rows: Sequence[Row], by: str
) -> Markup:
    every = bool(st.session_state.get(_EVERY))
    tables, key = _tables(snapshot), (by, str(every), *(row.geoid for row in rows))
    if key not in tables:
        if len(tables) >= _TABLES_KEPT:
            tables.clear()
        near = next(
            filter(None, (verdict_panel.nearest(snapshot, row.geoid) for row in rows)), None
        )
        has_regions = bool(snapshot.assessment.catalog.services.regions)
        drawn = render(
            "web/county_table.html",
            rows=rows,
            first=_first(rows),
            every=every,
            counties=snapshot.assessment.counties,
            unit=near.kind if near else "",
            heads=_heads(services, by, has_regions=has_regions, has_miles=bool(near)),
            has_regions=has_regions,
        )
        tables[key] = labelled(drawn)
    return tables[key]


@once
def _rows(snapshot: Snapshot) -> list[Row]:
    assessment = snapshot.assessment
    services = overview.counts(assessment)
    regions = verdict_panel.regions(snapshot)
    found: dict[str, list[Finding]] = {}
    for service in services:
        for finding in assessment.of(service.total.id):
            found.setdefault(finding.geoid, []).append(finding)
    ages = freshness.of_findings([each for own in found.values() for each in own], assessment.as_of)
    rows = []
    for county in assessment.catalog.counties:
        near = verdict_panel.nearest(snapshot, county.geoid)
        own = found[county.geoid]
        rows.append(
            Row(
                county.geoid,
                county.name,
                regions[county.geoid],
                county.people,
                tuple(Verdict(finding.status, doubts([finding])) for finding in own),
                int(near.figure) if near else None,
                _check(services, own, ages),
            )
        )
    return rows


def _check(
    services: Sequence[ServiceCount], findings: Sequence[Finding], ages: Ages
) -> tuple[str, ...]:
    """Return what sets a county's verdicts apart; of what does not concern them all, the services."""
    about: dict[str, list[str]] = {}
    for service, finding in zip(services, findings, strict=True):
        for mark in ages.marks_of(finding):
            about.setdefault(mark, []).append(service.total.short)
    of_the_county = (
        *(mark for mark, of in about.items() if len(of) == len(findings)),
        Flag.WEAK.label,
    )
    return tuple(
        f"{mark[0].upper()}{mark[1:]}{'' if mark in of_the_county else f': {listing(of)}'}"
        for mark, of in about.items()
    )


def _filters(page: str, kept: Sequence[Choice], every: Sequence[Row]) -> None:
    regions = next(choice.known for choice in kept if choice.name == REGION)
    titles = {
        ALL: f"All {len(every)}",
        NOT_SHOWN: f"Not shown ({sum(not row.is_shown for row in every)})",
        DOUBT: f"{_DOUBTS} ({sum(row.is_doubtful for row in every)})",
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Show",
            list(titles),
            format_func=titles.__getitem__,
            key=address.key(page, SHOW),
            on_change=address.touch,
            required=True,
            wrap=True,
        )
        if regions:
            st.selectbox(
                "Region",
                list(regions),
                format_func=lambda number: f"Region {number}",
                key=address.key(page, REGION),
                on_change=address.touch,
                index=None,
                placeholder="Every region",
                width=220,
            )
        st.text_input("Find a county", key=_NAME, placeholder="Type a name", live=True, width=260)


def _is_wanted(row: Row, view: View) -> bool:
    wanted = {ALL: True, NOT_SHOWN: not row.is_shown, DOUBT: row.is_doubtful}
    in_region = not view[REGION] or int(view[REGION] or 0) in row.regions
    typed = st.session_state[_NAME].strip().casefold()
    return wanted[view[SHOW] or ALL] and in_region and typed in row.county.casefold()


def _heads(
    services: Sequence[ServiceCount], by: str, *, has_regions: bool, has_miles: bool
) -> list[Head]:
    def head(title: str, name: str, *, numeric: bool = True) -> Head:
        if by.removeprefix(_DOWN) != name:
            return Head(title, f"{_DOWN if name in _DOWN_FIRST else ''}{name}", "", numeric)
        down = by.startswith(_DOWN)
        return Head(
            title,
            name if down else f"{_DOWN}{name}",
            "descending" if down else "ascending",
            numeric,
        )

    return [
        head("County", "county", numeric=False),
        *([head("Region", "region")] if has_regions else []),
        head("People", "people"),
        *(Head(service.total.short) for service in services),
        *([head("Miles to nearest", "miles")] if has_miles else []),
        Head("What to check"),
    ]


def _first(rows: Sequence[Row]) -> frozenset[str]:
    """Return the GEOIDs that a narrow screen begins with: where there are many, of those not covered."""
    if len(rows) <= _FIRST_ON_PHONE:
        return frozenset(row.geoid for row in rows)
    wanted = [row for row in rows if not row.is_shown] or rows
    return frozenset(row.geoid for row in wanted[:_FIRST_ON_PHONE])


def _pick(page: str, picked: str) -> None:
    """Sort, or show all rows on a narrow screen or again only the first."""
    kind, _, by = picked.partition(":")
    if kind == "every":
        st.session_state[_EVERY] = by == "yes"
    if kind == "sort" and by.removeprefix(_DOWN) in _KEYS:
        address.choose(page, SORT, by)
