"""What is typed on the page Confirm about one question: read from the session, checked, made to records.

It stays in the session of whoever types, also while another page is open, until it is kept or
canceled: it goes to no address, log or cache.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from geo.catalog.fact_ids import CLOSED, Aspect, Fact, facts
from geo.catalog.records import Catalog, ChallengeState, Record, RecordHow, RecordOutcome
from geo.confirm import draft
from geo.confirm.records import Question, QuestionKind
from geo.coverage.assessment import Assessment

__all__ = [
    "ROLE",
    "Reply",
    "Said",
    "about",
    "choices",
    "forget",
    "key",
    "missing",
    "missing_words",
    "read",
    "read_out",
    "records",
]

ROLE: Final = "confirm_role"
"""Key of the role, which is the same for every call that somebody makes."""
_TURNS: Final = "confirm_turns"
_NOT_TYPED_YET: Final = "Not written down yet."


class Said(StrEnum):
    """What somebody said, in the order in which it is offered."""

    RIGHT = "right"
    CHANGED = "changed"
    UNSURE = "unsure"
    SILENT = "silent"
    DISPUTED = "disputed"

    @property
    def tells(self) -> bool:
        """Whether it makes a record: who is not sure, or does not answer, tells nothing."""
        return self not in (Said.UNSURE, Said.SILENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is typed so far, as `geo.confirm.draft.Answer` has it; None is what was not chosen yet.

    `fact` is what has changed or is disputed. `counties` None means all that were read out.
    """

    said: Said | None
    fact: Fact | None
    how: RecordHow
    on: dt.date | None
    role: str
    says: str
    answered_by: str | None
    counties: tuple[str, ...] | None
    now: str
    state: ChallengeState
    reason: str


def key(question: Question, field: str) -> str:
    """Return the key of a control; another one after the form was emptied."""
    turn = st.session_state.get(_TURNS, {}).get(question.fact, 0)
    return f"confirm-{turn}-{question.fact}-{field}"


def forget(question: Question) -> None:
    """Empty a question's form."""
    turns: dict[str, int] = st.session_state.get(_TURNS, {})
    start = key(question, "")
    for name in [str(name) for name in st.session_state if str(name).startswith(start)]:
        del st.session_state[name]
    st.session_state[_TURNS] = {**turns, question.fact: turns.get(question.fact, 0) + 1}


def choices(catalog: Catalog, question: Question) -> list[Fact]:
    """Return the facts that can have changed: those that are asked, and others of the same entry."""
    known = facts(catalog.services)
    asked = [known[each.fact] for each in question.asks]
    return asked + [
        fact for fact in known.values() if fact.item == question.fact and fact not in asked
    ]


def about(fact: Fact | None) -> str:
    """Return what of an entry a fact is, "" where none was chosen."""
    return fact.aspect.value if fact else ""


def read(catalog: Catalog, question: Question) -> Reply:
    """Return what is typed about a question so far."""

    def typed(field: str, otherwise: Any = None) -> Any:
        return st.session_state.get(key(question, field), otherwise)

    said = typed("said")
    known = {fact.id: fact for fact in choices(catalog, question)}
    fact = known.get(typed(f"fact-{said}", "")) if said in (Said.CHANGED, Said.DISPUTED) else None
    own = f"{said}-{fact.id}" if fact else ""
    counties = None
    if fact and fact.aspect is Aspect.COUNTIES:
        counties = tuple(typed(f"counties-{own}", ()))
    elif said is Said.RIGHT and (typed("some", otherwise=False) or _to_choose(question)):
        counties = tuple(typed("named", ()))
    elif said is Said.RIGHT and question.kind is QuestionKind.UNLISTED:
        counties = tuple(read_out(question))  # a region of one county leaves nothing to choose
    return Reply(
        said=said,
        fact=fact,
        how=typed("how", RecordHow.TELEPHONE),
        on=typed("on"),
        role=st.session_state.get(ROLE, "").strip(),
        says=typed("says", "").strip(),
        answered_by=typed("by"),
        counties=counties,
        now=CLOSED
        if said is Said.CHANGED and about(fact) == Aspect.LISTING
        else typed(f"now-{own}", "").strip(),
        state=typed("state", ChallengeState.OPEN),
        reason=typed("reason", "").strip(),
    )


def read_out(question: Question) -> list[str]:
    """Return the counties that a question is about, each once."""
    return list(dict.fromkeys(name for asked in question.asks for name in asked.counties))


def _to_choose(question: Question) -> bool:
    """Return whether counties have to be chosen: no list names them, so a hasty yes would cover all."""
    return question.kind is QuestionKind.UNLISTED and len(read_out(question)) > 1


def missing(reply: Reply, today: dt.date) -> Iterator[str]:
    """Yield what is needed to tell what a record changes, a sentence each."""
    if reply.said is None:
        yield "Choose what they said."
        return
    if reply.on is None:
        yield "Choose the day of the answer."
    elif reply.on > today:
        yield "The day of the answer has not come yet."
    if reply.said in (Said.CHANGED, Said.DISPUTED) and not reply.fact:
        yield "Choose what it is about."
    if reply.counties is not None and not reply.counties:
        yield "Choose the counties."
    if reply.said is Said.CHANGED and reply.fact and not reply.now and reply.counties is None:
        yield "Say what it is now."


def missing_words(reply: Reply) -> Iterator[str]:
    """Yield what a record needs besides, a sentence each."""
    if not reply.role:
        yield "Say your role, such as County planner."
    if not reply.says:
        yield "Write down in a few words what they said."
    if _settled(reply) and not reply.reason:
        yield "Say why the challenge is upheld or rejected."


def _settled(reply: Reply) -> bool:
    return reply.said is Said.DISPUTED and reply.state is not ChallengeState.OPEN


def records(
    assessment: Assessment, question: Question, reply: Reply, today: dt.date, *, words: bool = True
) -> tuple[Record, ...]:
    """Return the records of a reply of which nothing is missing.

    Without `words` others stand in for what was typed freely: they change no verdict, and what
    verdicts are made of may be kept longer than a form.

    Raises
    ------
    CrisisCoverageError
        Where no question and no fact goes by the id any more.
    """
    outcomes = {Said.CHANGED: RecordOutcome.CORRECTED, Said.DISPUTED: RecordOutcome.CHALLENGED}
    outcome = outcomes.get(reply.said or Said.RIGHT, RecordOutcome.CONFIRMED)
    challenged = outcome is RecordOutcome.CHALLENGED
    changes = outcome is RecordOutcome.CORRECTED or (
        challenged and reply.state is ChallengeState.UPHELD
    )
    answer = draft.Answer(
        outcome=outcome,
        on=(reply.on or today).isoformat(),
        recorded=today,
        how=reply.how,
        by=reply.role if words else _NOT_TYPED_YET,
        says=reply.says if words else _NOT_TYPED_YET,
        answered_by=reply.answered_by,
        counties=reply.counties,
        now=(reply.now or None) if changes and reply.counties is None else None,
        state=reply.state if challenged else None,
        reason=(reply.reason if words else _NOT_TYPED_YET) if _settled(reply) else None,
    )
    return draft.records(assessment, reply.fact.id if reply.fact else question.fact, answer)
