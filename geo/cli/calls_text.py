"""The list of what to ask, as text for a terminal."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from geo import text
from geo.cli import terminal
from geo.confirm.records import Calls, LeastSet, Question, QuestionKind
from geo.coverage.assessment import Assessment

__all__ = ["print_calls"]

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
        terminal.lines(out, _least(found.least, "the required standards"))
        terminal.lines(out, _least(found.least_of_all, "all standards but those of distance"))
    terminal.foot(out, assessment.days, assessment.data_sha256)


def _about(question: Question) -> Iterator[str]:
    age = "past its age limit" if question.stale else "within its age limit"
    if question.confirmed_on:
        age = f"confirmed {question.confirmed_on}"
    disputed = "; disputed" if question.disputed else ""
    yield f"{question.title}: {question.value} ({question.source}, {age}{disputed})"
    if question.counties:
        people = text.count(question.people, "person leans", "people lean")
        yield f"{people} on it in {text.count(len(question.counties), 'county', 'counties')}"
    yield _effect(question)
    yield f"Ask {question.party.name}, {question.party.phone or 'no number known'}. {question.party.note}"
    for line in question.script[1:]:
        yield f"“{line}”"


def _effect(question: Question) -> str:
    if not question.clears:
        helps = text.count(question.helps, "county", "counties")
        return f"Helps to clear {helps}" if question.helps else "Clears nothing in this state"
    cleared = f"Would clear {text.count(question.clears, 'county', 'counties')}"
    more = f", and with other answers {question.helps} more" if question.helps else ""
    return f"{cleared}{more}"


def _least(least: LeastSet, what: str) -> Iterator[str]:
    """Yield how many questions settle how much, and which."""
    questions = text.count(len(least.facts), "question settles", "questions settle")
    yield f"{questions} {least.settled} of the {least.open} open answers to {what}, if all say yes:"
    if least.facts:
        yield ", ".join(least.facts)
    for standard, number in least.unsettled.items():
        answers = text.count(number, "answer", "answers")
        yield f"No question here settles {answers} to {standard}: its list leaves the counties out."
