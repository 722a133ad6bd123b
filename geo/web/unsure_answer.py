"""The answer where a place is not one for certain: the numbers for everybody, and a question."""

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from geo.coverage.calls import StatewideCall
from geo.geocode.location import LocationStatus, Reason
from geo.referral import questions
from geo.referral.records import Answer
from geo.report import html as report_html
from geo.web import html
from geo.web.answer import caution_list, county_names, name_of, section, team_list
from geo.web.snapshot import Snapshot

__all__ = ["nowhere", "several"]

_SAID_BY_STATUS: Final = frozenset({"nothing_known", "out_of_state"})


def nowhere(snapshot: Snapshot, result: Answer) -> Markup:
    """Return the answer where no place was found: the numbers for everybody, and why."""
    state = snapshot.assessment.catalog.services.study_area.name
    where = f"in {result.elsewhere}" if result.elsewhere else f"outside {state}"
    words = {
        LocationStatus.OUT_OF_STATE: f"This place is {where}. The data here is of {state} only.",
        LocationStatus.NOT_FOUND: f"This place was not found in {state}. Try the town, the ZIP or "
        "the county alone.",
    }
    more = [warning for warning in result.warnings if warning.code not in _SAID_BY_STATUS]
    return section(
        Markup('{}<p class="cc-placed" role="status">{}</p>{}{}').format(
            _always(questions.calls_for(result)) + _elsewhere(result),
            words.get(result.status, _unread(result)),
            caution_list(more),
            Markup("<p>{}</p>{}").format(
                questions.before_numbers(state), _readings(snapshot, result)
            )
            if result.candidates
            else "",
        )
    )


def _unread(result: Answer) -> str:
    """Return the sentence for a text that was not read at all."""
    if any(warning.code == "too_long" for warning in result.warnings):
        return "The text is too long to look up."
    return "There is nothing to look up."


def several(snapshot: Snapshot, result: Answer) -> Markup:
    """Return the question and every reading with its numbers: somebody may need one at once.

    The number of a guess at a spelling comes only with the answer to it.
    """
    state = snapshot.assessment.catalog.services.study_area.name
    question = Markup('<p class="cc-placed" role="status">{}</p>').format(
        questions.question(result, state)
    )
    guess = result.reason is Reason.SPELLING
    readings = Markup("") if guess else _readings(snapshot, result)
    # The question says already what was read.
    more = [warning for warning in result.warnings if not guess or warning.code != "spelled"]
    return section(
        Markup("{}{}{}{}").format(question, readings, _elsewhere(result), caution_list(more))
    )


def _readings(snapshot: Snapshot, result: Answer) -> Markup:
    """Return each reading with its mobile crisis numbers."""
    names = county_names(snapshot)
    items = [
        Markup("<li><strong>{}</strong>{}</li>").format(
            name_of(candidate), team_list(referral.mobile_crisis, referral, names)
        )
        for candidate, referral in zip(result.candidates, result.referrals, strict=True)
    ]
    return Markup('<ul class="cc-readings">{}</ul>').format(html.join(items))


def _elsewhere(result: Answer) -> Markup:
    """Return what to know of calls from the other state, with the numbers that are its own."""
    return report_html.items(
        (
            Markup("{} {}").format(html.phone(phone), says) if phone else says
            for phone, says in questions.elsewhere(result)
        ),
        css="cc-help",
    )


def _always(calls: Iterable[StatewideCall]) -> Markup:
    """Return the numbers for everybody, the shortest first: in danger that is 911."""
    items = [
        Markup("<li>{} {}</li>").format(html.phone(call.phone), call.answers)
        for call in sorted(calls, key=lambda call: (len(call.phone), call.phone))
    ]
    return Markup('<ul class="cc-help">{}</ul>').format(html.join(items))
