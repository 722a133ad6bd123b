"""What to ask back where a typed place is not certain, for the terminal and for the page."""

from geo.catalog.records import Flag
from geo.coverage.calls import StatewideCall
from geo.geocode.location import Candidate, LocationStatus, Reason, Scale
from geo.referral.records import Answer, CallElsewhere
from geo.said import Period, listed, said
from geo.text import county_title

__all__ = ["before_numbers", "calls_for", "elsewhere", "question", "said_for_certain"]


def calls_for(answer: Answer) -> tuple[StatewideCall, ...]:
    """Return the numbers for everybody at the place asked about.

    For a place elsewhere those of three digits, which are the whole country's.
    """
    elsewhere = answer.status is LocationStatus.OUT_OF_STATE
    return tuple(call for call in answer.calls if len(call.phone) == 3 or not elsewhere)


def elsewhere(answer: Answer) -> list[tuple[str | None, str]]:
    """Return what to know of calls from the other state that a place is in, or may be in.

    Each is a number, None where it is about the numbers for everybody, and a sentence.
    """
    told: list[tuple[str | None, str]] = [
        (
            call.phone,
            _said_elsewhere(call),
        )
        for call in answer.calls_elsewhere
    ]
    if answer.status is LocationStatus.OUT_OF_STATE or answer.reason is Reason.ELSEWHERE:
        told += [(None, said(call.near_line)) for call in calls_for(answer) if call.near_line]
    return told


def _said_elsewhere(call: CallElsewhere) -> str:
    says, day = said(call.says), Period(call.as_of)
    if not call.stale:
        return said("{says} ({source}, {date})", says=says, source=call.source, date=day)
    age = said(Flag.STALE.label)
    return said(
        "{says} ({source}, {date}, {age})", says=says, source=call.source, date=day, age=age
    )


def question(answer: Answer, state: str) -> str:
    """Return the question that an ambiguous answer puts; `state` is the study area's name."""
    names = listed([candidate.label for candidate in answer.candidates], "or")
    match answer.reason:
        case Reason.SPELLING:
            return said("We know no place spelled that way. Did you mean {names}?", names=names)
        case Reason.WORDS:
            return said(
                "Another word in the text may make it another place. Did you mean {names}?",
                names=names,
            )
        case Reason.COUNTY:
            return said("Did you mean {names}? A community may have that name too.", names=names)
        case Reason.STREET:
            return said("Did you mean {names}? It may be a street of that name.", names=names)
        case Reason.ELSEWHERE:
            where = answer.elsewhere or said("another state")
            typed = all(each.precision is Scale.COORDINATE for each in answer.candidates)
            # Words may name a state that is nowhere near.
            here = (
                before_numbers(state)
                if typed
                else said("If the person is in {state}:", state=state)
            )
            return said("This may be in {where}. {here}", where=where, here=here)
        case _:
            return said("Which one do you mean? If it is urgent, call:")


def before_numbers(state: str) -> str:
    """Return what stands before the numbers for a place that may be beyond the state's line."""
    return said("If the person is on the {state} side:", state=state)


def said_for_certain(candidate: Candidate) -> str:
    """Return a text that is read as this candidate alone: what says yes to a question."""
    if candidate.precision is Scale.ZIP:
        return candidate.id
    if candidate.precision is Scale.PLACE:
        return f"{candidate.label.partition(' (')[0]}, {county_title(candidate.county)}"
    return candidate.label
