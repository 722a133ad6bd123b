"""What to read out on a call, and what to write down; a crisis line is never tied up with it."""

import re
from typing import Any, Final

from geo.catalog.fact_ids import Aspect
from geo.confirm.records import Question, QuestionKind
from geo.text import listing

__all__ = ["DEPARTMENT", "OFFICE", "UNIT", "written"]

OFFICE: Final = "Call the office, not the crisis line."
DEPARTMENT: Final = (
    "We know no office number of {}. Ask the department for it, then ask the center. Do not call the "
    "crisis line to check it."
)
UNIT: Final = (
    "Ask for the office. If they are busy with someone in crisis, thank them and call later."
)
_NUMBER = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{4}")
_WHO: Final = (
    "I work on the map of crisis services of the state. I have a short question for your records."
)
_DOWN: Final = (
    "Their answer in a few words; the day; the role of whoever answered, never the name.",
    "If something has changed: what it is now.",
)


def written(question: Question) -> dict[str, Any]:
    """Return the fields `script` and `write_down` of a question."""
    return {"script": (_WHO, *_asking(question)), "write_down": _DOWN}


def _asking(question: Question) -> list[str]:
    match question.kind:
        case QuestionKind.MOBILE_CRISIS | QuestionKind.TEAM:
            return _of_team(question)
        case QuestionKind.UNIT:
            return _of_unit(question)
        case QuestionKind.UNLISTED:
            return _of_service(question)
        case QuestionKind.NEIGHBOR:
            return _of_neighbor(question)


def _the(name: str) -> str:
    """Return a name with its article, which some names begin with."""
    return name if name.startswith("The ") else f"the {name}"


def _of_team(question: Question) -> list[str]:
    names = listing(question.counties)
    asking = []
    if any(asked.aspect is Aspect.PHONE for asked in question.asks):
        asking.append(f"Is {question.value} still the number of {_the(question.title)}?")
    else:
        asking.append(f"Is there a number for {_the(question.title)}? None is published.")
    asking.append(
        f"Does it serve {'all of these: ' if len(question.counties) > 1 else ''}{names}?"
        if names
        else "Which counties does it serve?"
    )
    if question.kind is QuestionKind.MOBILE_CRISIS and names and question.regions:
        regions = listing([f"Region {number}" for number in question.regions], "or")
        asking.append(f"Are all of these in {regions}?")
    return asking


def _of_unit(question: Question) -> list[str]:
    numbers = _NUMBER.findall(question.value)
    served = next((asked.counties for asked in question.asks if asked.counties), ())
    street = next((asked.value for asked in question.asks if asked.aspect is Aspect.ADDRESS), "")
    return [
        f"Is {_the(question.title)} open?",
        f"Is {question.value} the number to call?"
        if len(numbers) < 2
        else f"Which is the number to call: {listing(numbers, 'or')}?",
        f"Is the address still {street}?" if street else "What is the street address?",
        "How many beds are certified, and how many are staffed?",
        f"Do you take people from {listing(served)}, and from which other counties?"
        if served
        else "Which counties do you take people from?",
    ]


def _of_service(question: Question) -> list[str]:
    service = question.title.rpartition(" in ")[0]
    return [
        f"In which of these counties is {service} there today: {listing(question.counties)}?",
        "Is there a list with a date that we may have?",
    ]


def _of_neighbor(question: Question) -> list[str]:
    return [
        f"Is {_the(question.title)} open?",
        "Do you take people who live in another state?",
        "What is the number to call, and from where do you take people?",
    ]
