"""From an answer to records: one for each fact that the call was about."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from geo.catalog.dates import parse_when
from geo.catalog.fact_ids import Aspect, facts, region_of
from geo.catalog.records import ChallengeState, Record, RecordHow, RecordOutcome
from geo.confirm.questions import drafts
from geo.confirm.records import Asked, Question, QuestionKind
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError

__all__ = ["Answer", "UnknownFactError", "asked", "records"]

_MANY = 3


class UnknownFactError(CrisisCoverageError, KeyError):
    """No question and no fact goes by an id."""

    def __init__(self, near: Sequence[str]) -> None:
        self.near = tuple(near)
        hint = f"; the nearest are {', '.join(near)}" if near else ""
        super().__init__(f"no fact has this id{hint}. crisis-coverage calls lists them")

    def __str__(self) -> str:
        """Return the sentence without the quotes that KeyError adds."""
        return str(self.args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, as `Record` has it. `counties` None means all that were read out.

    `answered_by` None means whoever the question is for (of a challenge: nobody), "" somebody without id. `recorded` is
    the day of the record.
    """

    outcome: RecordOutcome
    on: str
    recorded: dt.date
    how: RecordHow
    by: str
    says: str
    answered_by: str | None = None
    counties: tuple[str, ...] | None = None
    now: str | None = None
    state: ChallengeState | None = None
    reason: str | None = None


def asked(assessment: Assessment, fact: str) -> tuple[Question | None, tuple[Asked, ...]]:
    """Return the question that a fact's or question's id belongs to, and what of it is meant.

    Raises
    ------
    UnknownFactError
        With the nearest ids.
    """
    # Of several questions that ask a fact, the one on which most people lean.
    questions = sorted(drafts(assessment), key=lambda question: -question.people)
    for question in questions:
        if question.fact == fact:
            return question, question.asks
    for question in questions:
        for each in question.asks:
            if each.fact == fact:
                return question, (each,)
    known = facts(assessment.catalog.services)
    if fact in known:
        found = known[fact]
        names = found.counties or ()
        return None, (Asked(fact=fact, aspect=found.aspect, value=found.value, counties=names),)
    from difflib import get_close_matches  # only a fault needs it

    names = (*(question.fact for question in questions), *known)
    own = [name for name in known if name.startswith(f"{fact.partition('/')[0]}/")]
    raise UnknownFactError(own or get_close_matches(fact[:80], names, n=_MANY))


def records(assessment: Assessment, fact: str, answer: Answer) -> tuple[Record, ...]:
    """Return the records of an answer.

    Raises
    ------
    UnknownFactError
        Where nothing goes by the id.
    CrisisCoverageError
        Where a correction or a challenge is of several facts at once: it is not known of which.
    DataError
        Where a date is none.
    """
    question, asks = asked(assessment, fact)
    if len(asks) > 1 and answer.outcome is not RecordOutcome.CONFIRMED:
        names = ", ".join(each.fact for each in asks)
        message = f"say which fact is {answer.outcome}: {names}"
        raise CrisisCoverageError(message)
    _check_counties(question, asks, answer)
    by = answer.answered_by
    # Who disputes something is seldom the one who would be asked about it.
    if by is None and question and answer.outcome is not RecordOutcome.CHALLENGED:
        by = question.party.id
    made = tuple(_record(each, answer, by) for each in asks)
    # Of a region nothing was said where none of its counties was named.
    return tuple(each for each in made if each.counties or region_of(each.fact) is None)


def _check_counties(question: Question | None, asks: Sequence[Asked], answer: Answer) -> None:
    """Raise CrisisCoverageError where the counties that were named are not known."""
    about = any(each.aspect is Aspect.COUNTIES for each in asks)
    if about and answer.counties is not None and not answer.counties:
        raise CrisisCoverageError("name the counties: a record about counties names at least one")
    unlisted = question is not None and question.kind is QuestionKind.UNLISTED
    if unlisted and answer.counties is None:
        # No list says where it is, so a plain yes names no county.
        raise CrisisCoverageError("name the counties in which it is: --counties A,B")


def _record(each: Asked, answer: Answer, answered_by: str | None) -> Record:
    counties: tuple[str, ...] = ()
    if each.aspect is Aspect.COUNTIES:
        counties = each.counties if answer.counties is None else answer.counties
        if region_of(each.fact) is not None and answer.outcome is RecordOutcome.CONFIRMED:
            # That a team serves another county too says nothing of the county's region.
            counties = tuple(name for name in counties if name in each.counties)
    return Record(
        fact=each.fact,
        outcome=answer.outcome,
        on=parse_when(answer.on),
        recorded=parse_when(answer.recorded.isoformat()),
        how=answer.how,
        by=answer.by,
        answered_by=answered_by or None,
        counties=counties,
        now=answer.now,
        says=answer.says,
        state=answer.state,
        reason=answer.reason,
    )
