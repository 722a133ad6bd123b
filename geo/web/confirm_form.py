"""The opened question of the page Confirm: what is on file, whom to call, and the form for the answer.

Its boxes are `live`, so that nothing typed waits to be sent when a click leaves the page: Streamlit would
take the two for one, stay on the page and show the boxes empty.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.catalog.fact_ids import Aspect, Fact, facts
from geo.catalog.records import ChallengeState, Record, RecordHow, RecordOutcome, Services
from geo.confirm.records import Asked, Question, QuestionKind
from geo.templates.render import render
from geo.web import answer, confirm_list, confirm_reply, html
from geo.web.confirm_reply import Said, key
from geo.web.snapshot import Snapshot

__all__ = ["show"]

_SAID: Final[Mapping[Said, str]] = {
    Said.RIGHT: "It is right",
    Said.CHANGED: "It changed",
    Said.UNSURE: "Not sure",
    Said.SILENT: "No answer",
    Said.DISPUTED: "Somebody disputes it",
}
_HOW: Final[Mapping[RecordHow, str]] = {
    RecordHow.TELEPHONE: "Telephone",
    RecordHow.VISIT: "Visit",
    RecordHow.DOCUMENT: "Document",
    RecordHow.DIRECTORY: "Directory",
}
_STATES: Final[Mapping[ChallengeState, str]] = {
    ChallengeState.OPEN: "Open: nobody has looked into it yet",
    ChallengeState.UPHELD: "Upheld: what is on file is wrong",
    ChallengeState.REJECTED: "Rejected: what is on file is right",
}
_OUTCOMES: Final[Mapping[RecordOutcome, str]] = {
    RecordOutcome.CONFIRMED: "confirmed",
    RecordOutcome.CORRECTED: "corrected",
    RecordOutcome.CHALLENGED: "disputed",
}
_NOW: Final[Mapping[Aspect, str]] = {
    Aspect.PHONE: "The number now, as 601-555-0123",
    Aspect.ADDRESS: "The address now",
    Aspect.BEDS: "The number of beds now",
    Aspect.ELIGIBILITY: "Whom it takes now",
}
_KEPT: Final = "session"
"""A half-typed form is there when the page is come back to."""


def show(snapshot: Snapshot, question: Question, today: dt.date) -> None:
    """Show what is on file, whom to call and what to ask, and the controls for the answer.

    The day of the answer is `today` where no other is chosen.
    """
    html.show(_question(snapshot, question))
    offered = [
        said
        for said in Said
        if said is not Said.CHANGED or question.kind is not QuestionKind.UNLISTED
    ]
    said = st.segmented_control(
        "What did they say?",
        offered,
        format_func=lambda said: _label(said, question),
        key=key(question, "said"),
        persist_state=_KEPT,
        wrap=True,
    )
    if said is None or not said.tells:
        return
    if said is Said.RIGHT:
        _which_number(question)
        _named(question)
    else:
        _what(snapshot, question, said)
    _circumstances(snapshot, question, today)
    _box("Their words, shortened (never a person's name)", key(question, "says"))


def _box(label: str, name: str, placeholder: str | None = None) -> None:
    """Show a box for words."""
    st.text_input(
        label,
        key=name,
        placeholder=placeholder,
        persist_state=_KEPT,
        autocomplete="off",
        live=True,
    )


def _label(said: Said, question: Question) -> str:
    unlisted = said is Said.RIGHT and question.kind is QuestionKind.UNLISTED
    return "It is there" if unlisted else _SAID[said]


def _question(snapshot: Snapshot, question: Question) -> Markup:
    """Return what the data says now, whence, what was answered before, whom to call and what to say."""
    assessment = snapshot.assessment
    data = assessment.catalog.services
    known = facts(data)
    source = next((each for each in data.sources if each.id == question.source), None)
    party = question.party
    own = next((each for each in data.operators if each.id == party.id), None)
    return render(
        "web/confirm/question.html",
        question=question,
        on_file=[
            (confirm_list.fact_name(known[each.fact]), _value_on_file(question, each))
            for each in question.asks
        ],
        source=source,
        age=confirm_list.age(question, source, assessment.as_of) if source else "",
        before=_before(snapshot, question),
        note=own.note or "" if own and own.phone == party.phone else "",
    )


def _value_on_file(question: Question, asked: Asked) -> str:
    """Return what the data says of a fact; counties are named once, in what is read out."""
    if question.kind is QuestionKind.UNLISTED:
        return question.value.capitalize()
    if asked.counties:
        return f"{text.count(len(asked.counties), 'county', 'counties')}, named below"
    if asked.aspect is Aspect.PHONE:
        return question.value  # with those that other sources give
    return asked.value or "None"


def _before(snapshot: Snapshot, question: Question) -> list[tuple[str, str, str, Record]]:
    """Return day, fact and outcome of what was answered before, the newest first, with its record."""
    asked = {fact.id: fact for fact in confirm_reply.choices(snapshot.catalog, question)}
    return [
        (
            text.period(record.on.text),
            confirm_list.fact_name(asked[record.fact]).lower(),
            _OUTCOMES[record.outcome],
            record,
        )
        for record in reversed(snapshot.catalog.confirmations.records)
        if record.fact in asked
    ]


def _which_number(question: Question) -> None:
    """Say which number is confirmed, where sources give several."""
    number = next((each.value for each in question.asks if each.aspect is Aspect.PHONE), "")
    if number and number != question.value:
        html.show(
            Markup("<p>This confirms {}. For another number choose “{}”.</p>").format(
                number, _SAID[Said.CHANGED]
            )
        )


def _named(question: Question) -> None:
    """Ask which counties were named, where not all were that were read out."""
    names = confirm_reply.read_out(question)
    if len(names) < 2:
        return
    if question.kind is not QuestionKind.UNLISTED and not st.checkbox(
        f"They named only some of the {len(names)} counties",
        key=key(question, "some"),
        persist_state=_KEPT,
    ):
        return
    st.multiselect(
        "Counties that they named",
        names,
        placeholder="Choose the counties",
        key=key(question, "named"),
        persist_state=_KEPT,
    )


def _what(snapshot: Snapshot, question: Question, said: Said) -> None:
    """Ask which fact has changed or is disputed, and what it is now."""
    known = {fact.id: fact for fact in confirm_reply.choices(snapshot.catalog, question)}
    chosen = st.selectbox(
        "What changed?" if said is Said.CHANGED else "What is disputed?",
        list(known),
        format_func=lambda name: confirm_list.fact_name(known[name]),
        index=0 if len(known) == 1 else None,
        placeholder="Choose one",
        key=key(question, f"fact-{said}"),
        persist_state=_KEPT,
    )
    if chosen is None:
        return
    state = ChallengeState.OPEN
    if said is Said.DISPUTED:
        state = st.selectbox(
            "What became of it?",
            list(_STATES),
            format_func=_STATES.__getitem__,
            key=key(question, "state"),
            persist_state=_KEPT,
        )
    _value(snapshot, question, said, known[chosen], state)
    if state is not ChallengeState.OPEN:
        _box("Why?", key(question, "reason"))


def _value(
    snapshot: Snapshot, question: Question, said: Said, fact: Fact, state: ChallengeState
) -> None:
    """Ask what a fact is now, or which counties it is about."""
    own = f"{said}-{fact.id}"
    if fact.aspect is Aspect.COUNTIES:
        read_out = next((each.counties for each in question.asks if each.fact == fact.id), ())
        st.multiselect(
            "Counties served now: these and no others"
            if said is Said.CHANGED
            else "Counties that this is about",
            sorted(county.name for county in snapshot.catalog.counties),
            default=list(fact.counties or read_out) if said is Said.CHANGED else [],
            placeholder="Choose the counties",
            key=key(question, f"counties-{own}"),
            persist_state=_KEPT,
        )
    elif fact.aspect is Aspect.LISTING and said is Said.CHANGED:
        html.show(Markup("<p>It will be recorded as closed.</p>"))
    elif fact.aspect in _NOW and (said is Said.CHANGED or state is ChallengeState.UPHELD):
        _box(_NOW[fact.aspect], key(question, f"now-{own}"))


def _circumstances(snapshot: Snapshot, question: Question, today: dt.date) -> None:
    """Ask how, when and by whom it was answered, and who asked."""
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "How",
            list(_HOW),
            format_func=_HOW.__getitem__,
            key=key(question, "how"),
            persist_state=_KEPT,
        )
        answering = _answering(snapshot.catalog.services, question)
        st.selectbox(
            "Who answered?",
            list(answering),
            format_func=lambda name: answer.unmarked(answering[name]),
            key=key(question, "by"),
            persist_state=_KEPT,
        )
    with right:
        st.date_input(
            "Day", today, key=key(question, "on"), format="MM/DD/YYYY", persist_state=_KEPT
        )
        _box("Your role", confirm_reply.ROLE, "County planner")


def _answering(data: Services, question: Question) -> Mapping[str, str]:
    """Return by id who can have answered; "" is somebody else."""
    groups = data.operators, data.facilities, data.neighbor_units
    names = {each.id: each.name for group in groups for each in group}
    wanted: Sequence[str | None] = (question.party.id, data.study_area.department)
    return {**{name: names[name] for name in wanted if name in names}, "": "Somebody else"}
