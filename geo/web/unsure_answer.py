"""What Find help says where a place is not one for certain: a question, or the numbers for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from geo.geocode.location import LocationStatus, Reason
from geo.referral import questions
from geo.referral.records import Answer
from geo.said import said
from geo.templates.language import Language
from geo.templates.render import render
from geo.web import everybody
from geo.web.answer_records import Helper
from geo.web.answer_view import county_names, name_of, team_rows
from geo.web.snapshot import Snapshot

__all__ = ["Question", "asked", "nowhere", "readings", "urgent"]

_SAID_BY_STATUS: Final = frozenset({"nothing_known", "out_of_state"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is said before any place is looked up.

    `guess` where the only thing known is a near spelling; `urgent` are the numbers of the whole country.
    """

    question: str
    guess: bool
    cautions: Sequence[str]
    elsewhere: Sequence[tuple[str | None, str]]
    urgent: Sequence[str]
    calls: Sequence[tuple[str, str]] = ()
    before_readings: str = ""
    readings: Sequence[tuple[str, Sequence[Helper]]] = ()


def asked(snapshot: Snapshot, result: Answer, say: Language) -> Markup:
    """Return the question that an ambiguous text puts."""
    state = snapshot.assessment.catalog.services.study_area.name
    guess = result.reason is Reason.SPELLING
    # The question says already what was read.
    more = [each.message for each in result.warnings if not guess or each.code != "spelled"]
    ask = Question(
        question=_question(result, state),
        guess=guess,
        cautions=more,
        elsewhere=questions.elsewhere(result),
        urgent=urgent(result),
    )
    return render("find/question.html", ask=ask, say=say)


def _question(result: Answer, state: str) -> str:
    if result.reason is Reason.SEVERAL:  # which numbers to call meanwhile is said below it
        return said("Which one do you mean?")
    return questions.question(result, state)


def urgent(result: Answer) -> list[str]:
    """Return the numbers that are the same in the whole country, 911 first."""
    return sorted(call.phone for call in result.calls if len(call.phone) == 3)


def readings(snapshot: Snapshot, result: Answer, number: int, say: Language) -> Markup:
    """Return the mobile crisis numbers of one reading: somebody may need them at once.

    The number of a guess at a spelling comes only with the answer to it.
    """
    if result.reason is Reason.SPELLING:
        return Markup("")
    referral = result.referrals[number]
    teams = team_rows(referral.mobile_crisis, referral, county_names(snapshot))
    return render("find/reading.html", teams=teams, say=say)


def nowhere(snapshot: Snapshot, result: Answer, say: Language) -> Markup:
    """Return the answer where no place was found: why, and the numbers for everybody."""
    state = snapshot.assessment.catalog.services.study_area.name
    names = county_names(snapshot)
    calls = sorted(questions.calls_for(result), key=lambda call: (len(call.phone), call.phone))
    ask = Question(
        question=_why(result, state),
        guess=False,
        cautions=[each.message for each in result.warnings if each.code not in _SAID_BY_STATUS],
        elsewhere=questions.elsewhere(result),
        urgent=(),
        calls=[(call.phone, everybody.words(call)) for call in calls],
        before_readings=questions.before_numbers(state),
        readings=[
            (name_of(candidate), team_rows(referral.mobile_crisis, referral, names))
            for candidate, referral in zip(result.candidates, result.referrals, strict=True)
        ],
    )
    return render("find/nowhere.html", ask=ask, say=say)


def _why(result: Answer, state: str) -> str:
    """Return why there is no place."""
    match result.status:
        case LocationStatus.OUT_OF_STATE if result.elsewhere:
            return said(
                "This place is in {elsewhere}. Our data is of {state} only.",
                elsewhere=result.elsewhere,
                state=state,
            )
        case LocationStatus.OUT_OF_STATE:
            return said("This place is not in {state}. Our data is of {state} only.", state=state)
        case LocationStatus.NOT_FOUND:
            return said(
                "We did not find this place in {state}. Try the town, the ZIP or the county alone.",
                state=state,
            )
    if any(warning.code == "too_long" for warning in result.warnings):
        return said("The text is too long to look up.")
    return said("There is nothing to look up.")
