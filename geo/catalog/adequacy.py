"""Rules on the section on adequacy: no service twice, and of each plan one origin and one record a day."""

from geo.catalog.adequacy_facts import Plan, StatuteService
from geo.catalog.problem_report import Entry, Report

__all__ = ["check"]

_ORIGINS = ("source", "told_by")


def check(report: Report) -> None:
    """Report services that stand twice, a section without its rules, and plans without one origin."""
    _check_services(report)
    plans = [entry for entry in report.entries if entry.kind is Plan]
    _check_days(plans, report)
    for entry in plans:
        given = [name for name in _ORIGINS if entry.values.get(name) is not None]
        if entry.sound and len(given) != 1:
            message = "say who tells it: source, or told_by (a role, never a person's name)"
            report.at(entry.where, "origin-not-one", ", ".join(given) or "none", message)


def _check_services(report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in report.entries:
        if entry.kind is not StatuteService:
            continue
        for field in ("name", "standard"):
            value = entry.values.get(field, "")
            if value and (field, value) in seen:
                message = f"duplicate {field} among the services of a statute"
                report.at(f"{entry.where}.{field}", "duplicate-statute-service", value, message)
            seen.add((field, value))


def _check_days(plans: list[Entry], report: Report) -> None:
    """Check that no two records of a county's plan are of one day: which of them holds is not said."""
    seen: set[tuple[str, str]] = set()
    for entry in plans:
        if {"county", "day"} <= entry.values.keys():
            key = entry.values["county"], entry.values["day"].text
            if key in seen:
                message = f"a second record of the plan of {key[0]} on this day"
                report.at(f"{entry.where}.day", "duplicate-plan", key[1], message)
            seen.add(key)
