"""What a reply on the page Confirm would change, and keeping it: in the data folder or as a download."""

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.catalog import confirmations
from geo.catalog.records import Record
from geo.confirm import effects, store
from geo.confirm.calls import calls
from geo.confirm.records import Question
from geo.errors import CrisisCoverageError, DataError
from geo.templates.render import render
from geo.web import confirm_reply, editing, html, snapshot
from geo.web.confirm_reply import Reply
from geo.web.snapshot import Snapshot

__all__ = ["OPEN", "close", "open_question", "show", "today", "told"]

OPEN: Final = "confirm_open"
"""The question whose form is open, in the session."""
_SEEN: Final = "confirm_seen"
_PROBLEMS: Final = "confirm_problems"
_READY: Final = "confirm_ready"
_TOLD: Final = "confirm_told"
_CHANGED: Final = (
    "Somebody else kept a record meanwhile, so yours was not kept. Look above at what it would change "
    "now, and keep it again. Nothing that you typed is lost."
)
_UNSOUND: Final = (
    "The data files have problems now, so nothing more is kept until they are mended: look at the top of "
    "this page. Nothing that you typed is lost."
)
_NOT_WRITABLE: Final = (
    "The data folder cannot be written to ({}), so nothing is kept. Nothing that you typed is lost: "
    "download the record instead."
)
_NOTHING: Final = (
    "This tells neither that it is right nor that it changed. Try again on another day.",
)
_FAULTS: Final = (CrisisCoverageError, OSError, UnicodeError)
"""What keeps a record from being made: what was typed, or the file that it goes to."""
_GONE: Final = "This question is not on the list any more: the data has changed meanwhile."
_WORDS: Final = {
    "by": "Your role",
    "counties": "Counties",
    "now": "What it is now",
    "on": "Day",
    "reason": "Why",
    "says": "Their words",
}


def open_question(fact: str) -> None:
    """Open a question's form."""
    st.session_state[OPEN] = fact
    st.session_state[_TOLD] = ""
    _start_anew()


def close(question: Question) -> None:
    """Close a question's form and forget what was typed."""
    confirm_reply.forget(question)
    st.session_state[OPEN] = None
    _start_anew()


def _start_anew() -> None:
    st.session_state.update({_SEEN: None, _PROBLEMS: [], _READY: False})


def told() -> str:
    """Return what was kept last, "" where nothing was since a question was opened."""
    said: str = st.session_state.get(_TOLD, "")
    return said


def today(shown: Snapshot) -> dt.date:
    """Return the day on which a record is written: by the clock, but not before the data's own."""
    return shown.catalog.today()


def show(shown: Snapshot, question: Question) -> None:
    """Show what the reply would change, and the buttons that keep it."""
    reply = confirm_reply.read(shown.catalog, question)
    if reply.said is not None and not reply.said.tells:
        html.show(_told("Nothing is kept", _NOTHING))
        st.button("Cancel", key="confirm_cancel", on_click=close, args=(question,))
        return
    html.show(_told("What this record will change", _effect(shown, question, reply)))
    _buttons(question)
    problems: list[str] = st.session_state.get(_PROBLEMS, [])
    if problems:
        html.show(_told("Not kept", problems, refused=True))
    if st.session_state.get(_READY):
        _download(shown, question, reply)


def _told(title: str, lines: Sequence[str], *, refused: bool = False) -> Markup:
    """Return sentences under a heading; those of a refusal are read out at once."""
    css, role = ("cc-refused", "alert") if refused else ("cc-effect", "status")
    return render("web/confirm/effect.html", title=title, lines=lines, css=css, role=role)


def _effect(shown: Snapshot, question: Question, reply: Reply) -> list[str]:
    day = today(shown)
    lacking = list(confirm_reply.missing(reply, day))
    if lacking:
        return lacking
    try:
        # The file of which the effect is told: as it was when the form was opened, or a record refused.
        if st.session_state.get(_SEEN) is None:
            st.session_state[_SEEN] = store.state(shown.catalog.files)
        drafted = confirm_reply.records(shown.assessment, question, reply, day, words=False)
        effect = effects.of(shown.catalog, shown.assessment, drafted)
    except _FAULTS as error:
        return ["The record would be refused:", *_in_words(error)]
    return effects.sentences(effect, shown.catalog)


def _in_words(error: Exception) -> Iterator[str]:
    """Yield why a record was refused, without the places in a file that nobody here has open."""
    if isinstance(error, OSError):
        yield _NOT_WRITABLE.format(error.strerror)
        return
    if isinstance(error, UnicodeError):
        yield f"{confirmations.FILE} is no text in UTF-8."
        return
    if not isinstance(error, DataError):
        yield str(error)
        return
    told: dict[str, None] = {}
    for problem in error.problems:
        field = problem.where.rpartition(".")[2].partition("[")[0]
        is_unread = field == "file" and not problem.line
        about = problem.file if is_unread else _WORDS.get(field, "What you typed")
        found = f" (found: {problem.found})" if problem.found else ""
        told[f"{about}: {problem.message}{found}."] = None
    yield from told


def _buttons(question: Question) -> None:
    refusal = editing.refusal()
    with st.container(horizontal=True):
        if refusal is None:
            st.button(
                "Keep this record", key="confirm_keep", type="primary", on_click=_keep,
                args=(question.fact,),
            )  # fmt: skip
        st.button(
            "Download it instead" if refusal is None else "Download the record",
            key="confirm_prepare",
            type="secondary" if refusal is None else "primary",
            on_click=_prepare,
            args=(question.fact,),
        )
        st.button("Cancel", key="confirm_cancel", on_click=close, args=(question,))
    if refusal is not None:
        html.show(Markup("<p>{}</p>").format(refusal))


def _checked(shown: Snapshot, reply: Reply) -> list[str]:
    """Return what a record of the reply lacks, all of it at once."""
    return [*confirm_reply.missing(reply, today(shown)), *confirm_reply.missing_words(reply)]


def _drafted(
    shown: Snapshot, question: Question, reply: Reply
) -> tuple[Sequence[Record], list[str]]:
    """Return the records of a reply, and why the file would not take them."""
    try:
        drafted = confirm_reply.records(shown.assessment, question, reply, today(shown))
        store.with_records(shown.catalog, drafted)
    except _FAULTS as error:
        return (), list(_in_words(error))
    return drafted, []


def _prepare(fact: str) -> None:
    """Check the record, before it is offered for download."""
    shown = snapshot.current()
    question = _pressed(shown, fact)
    if not question:
        return
    reply = confirm_reply.read(shown.catalog, question)
    problems = _checked(shown, reply)
    if not problems:
        _, problems = _drafted(shown, question, reply)
    st.session_state[_PROBLEMS] = problems
    st.session_state[_READY] = not problems


def _keep(fact: str) -> None:
    """Keep the record, where its effect was shown for the file as it is."""
    shown = snapshot.renewed()  # a record on what is not asked any more would make the data unsound
    question = _pressed(shown, fact)
    if not question or editing.refusal() is not None:
        return
    reply = confirm_reply.read(shown.catalog, question)
    problems = _checked(shown, reply) or _append(shown, question, reply)
    st.session_state[_PROBLEMS] = problems
    if not problems:
        close(question)
        st.session_state[_TOLD] = f"Kept: {question.title}."


def _pressed(shown: Snapshot, fact: str) -> Question | None:
    """Return the open question that a button belongs to.

    None where its form was closed meanwhile, or the data leaves nothing to ask, which is told.
    """
    if st.session_state.get(OPEN) != fact:
        return None
    asked = calls(shown.assessment).questions
    question = next((question for question in asked if question.fact == fact), None)
    if question is None:
        st.session_state[_TOLD] = _GONE
    return question


def _append(shown: Snapshot, question: Question, reply: Reply) -> list[str]:
    """Write the record; return why that was not possible, nothing where it was."""
    try:
        drafted = confirm_reply.records(shown.assessment, question, reply, today(shown))
        store.append(shown.catalog, drafted, st.session_state.get(_SEEN) or "")
    except store.ChangedMeanwhileError:
        st.session_state[_SEEN] = None
        return [_UNSOUND if snapshot.renewed().problems else _CHANGED]
    except _FAULTS as error:
        return list(_in_words(error))
    snapshot.renewed()  # whoever kept something sees it at once
    return []


def _download(shown: Snapshot, question: Question, reply: Reply) -> None:
    """Offer the record as it stands in the file, while what is typed makes one."""
    if _checked(shown, reply):
        return
    drafted, problems = _drafted(shown, question, reply)
    if problems:
        html.show(_told("Not kept", problems, refused=True))
        return
    lines = textwrap.indent(store.as_yaml(drafted), "  ")
    st.code(lines, language=None, wrap_lines=True)
    st.download_button(
        "Save the record", lines, f"record-{question.fact}.yaml", "text/yaml",
        on_click="ignore", type="primary",
    )  # fmt: skip
    html.show(render("web/confirm/where.html", file=confirmations.FILE))
