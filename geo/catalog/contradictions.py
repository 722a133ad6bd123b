"""Rules on contradictions: what settles one, and whose the other number is that a side gives."""

from collections.abc import Iterator, Mapping

from geo.catalog.problem_report import Entry, Report
from geo.catalog.records import Contradiction, Facility, Service, Statement

__all__ = ["check"]


def check(report: Report) -> None:
    """Report a settlement by no side, and a number that is of no one unit or is its own already."""
    phones = {
        entry.values["id"]: entry.values.get("phone")
        for entry in report.entries
        if entry.kind in (Facility, Service) and "id" in entry.values
    }
    for entry in report.entries:
        if entry.kind is Contradiction and entry.sound:
            _check_settled(entry, report)
            _check_numbers(entry, phones, report)


def _check_settled(entry: Entry, report: Report) -> None:
    settled_by = entry.values.get("settled_by")
    if settled_by and settled_by not in {side.source for side in entry.values["sides"]}:
        message = "the source that settles it is that of one of its sides"
        report.at(f"{entry.where}.settled_by", "settled-by-no-side", settled_by, message)


def _check_numbers(entry: Entry, phones: Mapping[str, str | None], report: Report) -> None:
    units = entry.values.get("units", ())
    for where, phone in _numbers(entry):
        if len(units) != 1:
            message = "another number is of one unit: name it, and no other, under units"
            report.at(where, "number-of-no-unit", phone, message)
        elif phone == phones.get(units[0]):
            message = f"this is the number that {units[0]} has already: give it to the other side"
            report.at(where, "number-of-the-unit", phone, message)


def _numbers(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the other numbers that sides give, with their places."""
    sides: tuple[Statement, ...] = entry.values["sides"]
    for place, side in enumerate(sides):
        if side.phone:
            yield f"{entry.where}.sides[{place}].phone", side.phone
