"""Page Confirm: whom to call, what one answer would settle, and a form that keeps it."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.catalog.dates import parse_when
from geo.catalog.records import StandardRole
from geo.confirm import table
from geo.confirm.calls import calls, is_open
from geo.confirm.records import Question, QuestionKind
from geo.coverage import asking
from geo.templates.render import render
from geo.web import (
    answer,
    confirm_form,
    confirm_keep,
    confirm_list,
    frame,
    html,
    problems,
    published,
)
from geo.web.snapshot import Snapshot

__all__ = ["page"]

_KINDS: Final = {
    QuestionKind.MOBILE_CRISIS: ("Mobile crisis", "number", "numbers", StandardRole.MOBILE_CRISIS),
    QuestionKind.UNIT: ("Crisis units", "unit", "units", StandardRole.DESIGNATED),
    QuestionKind.TEAM: ("Intensive teams", "team", "teams", StandardRole.INTENSIVE),
    QuestionKind.UNLISTED: ("Services without a list", "question", "questions", None),
    QuestionKind.NEIGHBOR: ("Other states", "unit", "units", None),
}
"""By kind: what it is called, what one and several are, and the standard that they decide."""
_PEOPLE, _GAIN = "Most people first", "Would settle most first"


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    questions = calls(snapshot.assessment).questions
    by_kind = {
        kind: [question for question in questions if question.kind is kind] for kind in _KINDS
    }
    kinds = [kind for kind, some in by_kind.items() if some]
    st.title(confirm_list.TITLE, anchor=False)
    if not kinds:
        holes = asking.open_questions(snapshot.assessment.catalog.services)
        html.show(render("web/confirm/nobody.html", holes=holes, claims=()))
        frame.foot(snapshot)
        return
    above = st.container()
    kind = st.segmented_control(
        "What to ask about",
        kinds,
        default=kinds[0],
        required=True,
        format_func=lambda kind: f"{_KINDS[kind][0]} ({len(by_kind[kind])})",
        key="confirm_kind",
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    with above:
        html.show(_summary(snapshot, kind, by_kind[kind]))
    with st.container(horizontal=True, key="confirm_controls"):
        shown = _filtered(by_kind[kind])
        _downloads(snapshot, shown)
    if confirm_keep.told():
        html.show(Markup('<p class="cc-kept" role="status">{}</p>').format(confirm_keep.told()))
    _list(snapshot, shown)
    html.show(Markup("<p>{} Records are added, never deleted.</p>").format(confirm_list.NEVER))
    frame.foot(snapshot)


def _summary(snapshot: Snapshot, kind: QuestionKind, questions: Sequence[Question]) -> Markup:
    """Return how much is confirmed, in a sentence and as a bar."""
    assessment = snapshot.assessment
    _, one, several, role = _KINDS[kind]
    names = text.count(len(questions), one, several)
    reached = {name for question in questions for name in question.counties}
    done = [question for question in questions if question.confirmed_on]
    dates = [parse_when(question.as_of) for question in questions if question.as_of]
    if len(done) == len(questions):
        said = "All have been confirmed."
    elif done:
        said = f"{len(done)} of them confirmed, {len(questions) - len(done)} to ask."
    else:
        listed = kind is not QuestionKind.UNLISTED
        newest = max(dates, key=lambda when: when.first_day, default=None) if listed else None
        said = "None has been confirmed"
        said += f" since {text.period(newest.text)}." if newest else "."
    every = f"all {assessment.counties} counties" if len(reached) == assessment.counties else ""
    some = every or f"{len(reached)} of {assessment.counties} counties"
    lead = (
        f"{names} {'reaches' if len(questions) == 1 else 'reach'} {some}."
        if reached
        else f"{names}."
    )
    standard = assessment.deciding(role) if role else None
    fresh = (
        sum(not is_open(finding) for finding in assessment.of(standard.id)) if standard else None
    )
    return render(
        "web/confirm/summary.html",
        lead=lead,
        said=said,
        asked=len(questions),
        done=len(done),
        several=several,
        fresh=fresh,
        counties=assessment.counties,
    )


def _filtered(questions: Sequence[Question]) -> list[Question]:
    """Show the filter and the order; return the questions wanted."""
    numbers = sorted({number for question in questions for number in question.regions})
    region = (
        st.selectbox(
            "Region",
            [0, *numbers],
            format_func=lambda number: f"Region {number}" if number else "Every region",
            key="confirm_region",
            persist_state="session",
            label_visibility="collapsed",
            width=200,
        )
        if numbers
        else 0
    )
    order = st.selectbox(
        "Order",
        (_PEOPLE, _GAIN),
        key="confirm_order",
        persist_state="session",
        label_visibility="collapsed",
        width=260,
    )
    wanted = [question for question in questions if region in (0, *question.regions)]
    if order == _GAIN:
        return sorted(wanted, key=lambda each: (-each.clears, -each.helps, -each.people))
    return sorted(wanted, key=lambda each: -each.people)


def _downloads(snapshot: Snapshot, shown: Sequence[Question]) -> None:
    st.download_button(
        "Call list, CSV",
        table.as_csv(shown),
        f"calls-{snapshot.assessment.data_sha256[:12]}.csv",
        "text/csv",
        on_click="ignore",
    )
    st.link_button(
        "Print list", published.publish_sheet(confirm_list.sheet(snapshot.assessment, shown))
    )


def _list(snapshot: Snapshot, shown: Sequence[Question]) -> None:
    """Show a row for each question; the form of the opened one stands below or beside its row."""
    chosen = st.session_state.get(confirm_keep.OPEN)
    with st.container(key="confirm_list", gap=None):
        for number, question in enumerate(shown, start=1):
            is_open = question.fact == chosen
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                html.show(confirm_list.row(question, number, is_open=is_open))
                st.button(
                    f"Open :gray[{answer.unmarked(question.title)}]",
                    key=f"confirm_open_{question.fact}",
                    type="primary" if is_open else "secondary",
                    on_click=confirm_keep.open_question,
                    args=(question.fact,),
                )
            # The place for the form is there in each row, so that no row's button moves to another place.
            with st.container():
                if is_open:
                    with st.container(key="confirm_panel", border=True):
                        confirm_form.show(snapshot, question, confirm_keep.today(snapshot))
                        confirm_keep.show(snapshot, question)
