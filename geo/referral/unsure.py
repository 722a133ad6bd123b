"""What is shown where a place is not one for certain: a question, or why there is none and whom to call."""

from typing import Final

from geo.coverage.assessment import Assessment
from geo.geocode.location import LocationStatus, Reason
from geo.referral import everybody, questions
from geo.referral.records import Answer
from geo.referral.shown import Question
from geo.referral.view import county_names, name_of
from geo.referral.view_lines import team_rows
from geo.said import said

__all__ = ["question"]

_SAID_BY_STATUS: Final = frozenset({"nothing_known", "out_of_state"})


def question(assessment: Assessment, result: Answer) -> Question:
    """Return what is shown of an answer that is no single place.

    The number of a guess at a spelling comes only with the answer to it.
    """
    ask = result.status is LocationStatus.AMBIGUOUS
    guess = ask and result.reason is Reason.SPELLING
    state = assessment.catalog.services.study_area.name
    # The question says already what was read.
    said_so = {"spelled"} if guess else set() if ask else _SAID_BY_STATUS
    names = county_names(assessment)
    calls = everybody.numbers(questions.calls_for(result))
    return Question(
        question=_asked(result, state) if ask else _why(result, state),
        guess=guess,
        cautions=[each.message for each in result.warnings if each.code not in said_so],
        elsewhere=questions.elsewhere(result),
        urgent=[phone for phone, _ in calls if len(phone) == 3] if ask else (),
        calls=() if ask else calls,
        before_readings="" if ask else questions.before_numbers(state),
        readings=[
            (name_of(place), () if guess else team_rows(referral.mobile_crisis, referral, names))
            for place, referral in zip(result.candidates, result.referrals, strict=True)
        ],
    )


def _asked(result: Answer, state: str) -> str:
    if result.reason is Reason.SEVERAL:  # which numbers to call meanwhile is said below it
        return said("Which one do you mean?")
    return questions.question(result, state)


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
