"""The list of what to ask, as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from geo import text
from geo.catalog.records import Flag
from geo.cli import terminal
from geo.confirm.records import Calls, LeastSet, Question, QuestionKind
from geo.coverage.assessment import Assessment
from geo.coverage.findings import StandardTotal
from geo.coverage.freshness import FRESH

__all__ = ["print_calls"]

_IDS_ON_A_LINE = 3
_TITLES = {
    QuestionKind.MOBILE_CRISIS: "Mobile crisis teams",
    QuestionKind.UNIT: "Units",
    QuestionKind.TEAM: "Intensive teams",
    QuestionKind.UNLISTED: "Services that no source lists by county",
    QuestionKind.NEIGHBOR: "Units of other states",
}


def print_calls(assessment: Assessment, found: Calls, shown: Sequence[Question]) -> None:
    """Print the list by kind, with a script for each question, and the least set."""
    out = terminal.screen()
    out.print(Text("Whom to ask, and what one answer would settle", "bold"))
    out.print("Never call 911, 988 or a crisis line to check a number.")
    for kind, title in _TITLES.items():
        own = [question for question in shown if question.kind is kind]
        done = sum(question.confirmed_on is not None for question in own)
        if own:
            terminal.section(out, f"{title} ({done} of {len(own)} confirmed)")
        for question in own:
            out.print(Text(f"  {question.fact}", "bold"))
            terminal.lines(out, _about(question), indent=4)
    if len(shown) == len(found.questions):
        terminal.section(out, "The fewest questions that settle everything")
        if found.left_to_ask:
            out.print(found.left_to_ask.says)
            asks = (f"{each.title}. Ask: {each.ask}" for each in found.left_to_ask.questions)
            terminal.lines(out, asks)
        totals = {total.id: total for total in assessment.standards}
        terminal.lines(out, _least(found.least, "the required services", totals))
        terminal.lines(out, _least(found.least_of_all, "all services", totals))
    terminal.foot(out, assessment.days, assessment.data_sha256)


def _about(question: Question) -> Iterator[str]:
    age = Flag.STALE.label if question.stale else FRESH
    if question.confirmed_on:
        age = f"confirmed {text.date(question.confirmed_on)}"
    disputed = f"; {Flag.DISPUTED.label}" if question.disputed else ""
    yield f"{question.title}: {question.value} ({question.source}, {age}{disputed})"
    if question.counties:
        people = text.count(question.people, "person relies", "people rely")
        yield f"{people} on it, in {text.count(len(question.counties), 'county', 'counties')}"
    yield _effect(question)
    yield f"Ask {question.party.name}, {question.party.phone or 'no number published'}. {question.party.note}"
    for line in question.script[1:]:
        yield f"“{line}”"


def _effect(question: Question) -> str:
    if not question.clears:
        helps = text.count(question.helps, "county", "counties")
        return (
            f"A yes helps to settle {helps}" if question.helps else "Settles nothing in this state"
        )
    cleared = f"A yes would settle {text.count(question.clears, 'county', 'counties')}"
    more = f", and {question.helps} more with other answers" if question.helps else ""
    return f"{cleared}{more}"


def _least(least: LeastSet, what: str, totals: Mapping[str, StandardTotal]) -> Iterator[str]:
    """Yield how many questions settle how much, and which."""
    if not least.open:
        return
    questions = text.count(len(least.facts), "question settles", "questions settle")
    yield f"{questions} {least.settled} of the {least.open} open answers to {what}, if all say yes:"
    for start in range(0, len(least.facts), _IDS_ON_A_LINE):
        yield "".join(f"{fact:<32}" for fact in least.facts[start : start + _IDS_ON_A_LINE])
    for standard, number in least.unsettled.items():
        answers = text.count(number, "answer", "answers")
        total = totals[standard]
        yield f"No question settles {answers} on “{total.short}”: {_why(total, number)}."


def _why(total: StandardTotal, unsettled: int) -> str:
    """Return why no question settles some of a standard's answers; only a gap has a list behind it."""
    if total.gap >= unsettled:
        return "its list leaves the counties out"
    if not total.gap:
        return "no list names the counties"
    return "a list leaves the counties out, or none names them"
