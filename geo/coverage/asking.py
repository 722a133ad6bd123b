"""Whom to ask, with a number to call: said in one way wherever the data says to ask somebody."""

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.catalog.records import OpenQuestion, Operator, Services

__all__ = ["department", "open_questions", "short_name", "with_numbers"]

# What "DMH's" belongs to ends at the next stop or comma.
_OF_IT = r"(?:['\u2019]s[^,;:.]*)?"


def short_name(operator: Operator) -> str:
    """Return the shortest name that the data has for an operator, such as "DMH"."""
    return min((operator.name, *operator.also_called), key=len)


def department(services: Services) -> Operator | None:
    """Return the operator to ask where nobody nearer has a number; None where the data names none."""
    named = services.study_area.department
    return next((each for each in services.operators if each.id == named), None)


def with_numbers(ask: str, services: Services) -> str:
    """Return words on whom to ask with the number of every body that they name, of any number the data has.

    Where they name nobody who has one, the department is named after them, with its number.

    >>> with_numbers("Life Help, or DMH.", services)  # doctest: +SKIP
    'Life Help (662-453-6211), or DMH (601-359-1288).'
    """
    told = set[str]()

    def number(found: re.Match[str]) -> str:
        phone = phones[found["name"]]
        if phone in told:
            return found[0]
        told.add(phone)
        return f"{found[0]} ({phone})"

    phones = dict(_phones(services))
    if phones:
        names = "|".join(re.escape(name) for name in sorted(phones, key=len, reverse=True))
        ask = re.sub(rf"(?<!\w)(?P<name>{names})(?!\w){_OF_IT}", number, ask)
    last = department(services)
    if told or not last or not last.phone:
        return ask
    return f"{ask.rstrip()} Or ask {short_name(last)} ({last.phone})."


def open_questions(services: Services) -> tuple[OpenQuestion, ...]:
    """Return what nobody has shown yet, with the numbers of whom to ask."""
    return tuple(
        replace(question, ask=with_numbers(question.ask, services)) for question in services.holes
    )


def _phones(services: Services) -> Iterator[tuple[str, str]]:
    for operator in services.operators:
        for name in (operator.name, *operator.also_called):
            if operator.phone:
                yield name, operator.phone
    known = {operator.id: operator.phone for operator in services.operators}
    for region in services.regions:
        if phone := known.get(region.operator or ""):
            yield f"Region {region.number}", phone
