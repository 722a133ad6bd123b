"""Rules between the records of services.yaml: what one record says must fit the others."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from geo.catalog import adequacy, contradictions, facilities, memberships, neighbors, study_area
from geo.catalog.problem_report import Entry, Report
from geo.catalog.records import (
    Adequacy,
    Alias,
    Catchment,
    CrisisStep,
    Evaluation,
    Facility,
    Reference,
    ReferenceKind,
    ServiceRole,
    ServiceType,
    Standard,
    StandardRole,
    StatewideNumber,
    StudyArea,
)
from geo.catalog.study_area import ALIASES

__all__ = ["check"]

# Places where a fault hides which counties a region has.
_HIDES_COUNTIES = r"|regions(?:\[\d+\](?:\.members(?:\[\d+\](?:\.counties(?:\[\d+\])?)?)?)?)?"
# Places where a fault hides of what types the facilities are.
_HIDES_FACILITIES = r"|facilities(?:\[\d+\](?:\.type)?)?"
# Which key an entry goes by, by section.
_NAMED_BY = {
    "sources": "id",
    "operators": "id",
    "service_types": "id",
    "regions": "number",
    "services": "id",
    "facilities": "id",
    "standards": "id",
    "statewide": "id",
    "elsewhere": "id",
    "claims": "id",
    "contradictions": "id",
    "holes": "id",
    "references": "id",
    "programmes": "id",
    "crisis_steps": "id",
    "terms": "id",
    "trainings": "id",
    "neighbor_units": "id",
    ALIASES: "alias",
}
# By field, wherever it stands: which section its values name an entry of, and the rule on that.
_POINTS_TO = {
    "source": ("sources", "unknown-source"),
    "also": ("sources", "unknown-source"),
    "location_source": ("sources", "unknown-source"),
    "address_source": ("sources", "unknown-source"),
    "settled_by": ("sources", "unknown-source"),
    "operator": ("operators", "unknown-operator"),
    "department": ("operators", "unknown-operator"),
    "type": ("service_types", "unknown-service-type"),
    "about": ("service_types", "unknown-service-type"),
    "any_of": ("service_types", "unknown-service-type"),
    "standard": ("standards", "unknown-standard"),
    "references": ("references", "unknown-reference"),
    "rules": ("references", "unknown-reference"),
    "region": ("regions", "unknown-region"),
    "regions": ("regions", "unknown-region"),
    "units": ("units", "unknown-unit"),
    "county": ("counties", "unknown-county"),
    "counties": ("counties", "unknown-county"),
}
# By role of a standard: how it is evaluated, and the role of the service types that it asks for.
_ASKS = {
    StandardRole.MOBILE_CRISIS: (Evaluation.SERVICE, ServiceRole.MOBILE_CRISIS),
    StandardRole.INTENSIVE: (Evaluation.SERVICE, ServiceRole.INTENSIVE),
    StandardRole.DESIGNATED: (Evaluation.FACILITY_IN_REGION, ServiceRole.FACILITY),
}
_LIMITS = ("within_miles", "within_minutes")
_IN_ORDER = (
    ("valid_from", "valid_to"),
    ("in_force_from", "in_force_to"),
    ("effective_from", "effective_to"),
    ("as_of", "retrieved"),
    ("first", "last"),
    ("deadline", "last"),
)


def check(county_names: Collection[str], today: dt.date, report: Report) -> None:
    """Report every rule that is broken between the records that `report` has seen.

    What rests on a part that could not be read is passed over: it would only repeat that fault.

    Parameters
    ----------
    county_names : collection of str
        The names in counties.csv; empty where they could not be read.
    today : datetime.date
        The day on which counties are to be in their regions.
    report : Report
        Holds what was read; problems go there.
    """
    area = _values(StudyArea, report)
    aliases = [entry for entry in report.entries if entry.kind is Alias]
    # A county's own name is no alias, here as in the catalog.
    canonical = {
        entry.values["alias"]: entry.values["county"]
        for entry in aliases
        if entry.values.keys() == {"alias", "county"} and entry.values["alias"] not in county_names
    }
    hidden = report.any_faulty(_HIDES_COUNTIES)
    _check_ids(report)
    _check_names(county_names, canonical, report)
    _check_placed_types(report)
    _check_roles(report)
    _check_rules(report)
    study_area.check(area, aliases, county_names, report)
    neighbors.check(area, report)
    contradictions.check(report)
    facilities.check(report)
    adequacy.check(report)
    for entry in report.entries:
        _check_ranges(entry, report)
        if entry.kind is Catchment:
            _check_catchment(entry, report)
        if entry.kind is Standard:
            _check_limit(entry, report)
    if county_names:
        memberships.check(county_names, canonical, today, report, hidden=hidden)


def _values(kind: type, report: Report) -> Mapping[str, Any]:
    """Return what could be read of the one record of a kind."""
    return next((entry.values for entry in report.entries if entry.kind is kind), {})


def _check_ids(report: Report) -> None:
    for section, key in _NAMED_BY.items():
        seen: set[str] = set()
        for place, name in report.names(section).items():
            if name in seen:
                report.at(f"{place}.{key}", "duplicate-id", name, f"duplicate {key} in {section}")
            seen.add(name)


def _check_names(
    county_names: Collection[str], canonical: Mapping[str, str], report: Report
) -> None:
    """Check that every named source, operator, type, reference, region and county exists."""
    known = {
        section: frozenset(report.names(section).values())
        for section, key in _NAMED_BY.items()
        if report.all_named(section, key)
    }
    if "services" in known and "facilities" in known:
        known["units"] = known["services"] | known["facilities"]
    if county_names and ALIASES in known:
        known["counties"] = known[ALIASES].union(county_names)
    for entry in report.entries:
        for field, value in entry.values.items():
            section, rule = _POINTS_TO.get(field, ("", ""))
            for part, name in _names_in(field, value) if section in known else ():
                if name not in known[section]:
                    hint = report.hint(name, known[section])
                    message = f"no entry of {section} has this name{hint}"
                    report.at(f"{entry.where}.{part}", rule, name, message)
            if field == "counties":
                _check_repeats(f"{entry.where}.{field}", value, canonical, report)


def _names_in(field: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield each name that a field holds, with its place; records are no names."""
    if isinstance(value, tuple):
        for i, name in enumerate(value):
            yield from _names_in(f"{field}[{i}]", name)
    elif isinstance(value, (str, int)):
        yield field, str(value)


def _check_repeats(
    where: str, counties: Sequence[str], canonical: Mapping[str, str], report: Report
) -> None:
    seen: set[str] = set()
    for i, name in enumerate(counties):
        county = canonical.get(name, name)
        if county in seen:
            report.at(f"{where}[{i}]", "duplicate-county", name, "duplicate county in this list")
        seen.add(county)


def _check_ranges(entry: Entry, report: Report) -> None:
    for first, last in _IN_ORDER:
        start, end = entry.values.get(first), entry.values.get(last)
        if start and end and start.earliest and start.earliest > end.latest:
            message = f"{last} lies before {first} ({start})"
            report.at(f"{entry.where}.{last}", "range-reversed", end.text, message)
    low, high = entry.values.get("low"), entry.values.get("high")
    if low is not None and high is not None and low > high:
        message = f"high is less than low ({low})"
        report.at(f"{entry.where}.high", "range-reversed", str(high), message)


def _check_catchment(entry: Entry, report: Report) -> None:
    given = [name for name, value in entry.values.items() if value]
    if entry.sound and len(given) != 1:
        message = "give counties, or regions, or statewide: true"
        report.at(entry.where, "catchment-not-one", ", ".join(given) or "none", message)


def _check_limit(entry: Entry, report: Report) -> None:
    """Check that a question of distance has a share and one limit, and no other question has any."""
    given = [name for name in _LIMITS if entry.values.get(name) is not None]
    share = entry.values.get("share_of_people") is not None
    if not entry.sound:
        return
    if entry.values["evaluation"] is not Evaluation.WITHIN:
        for name in (*given, *(["share_of_people"] if share else ())):
            message = "only a standard with evaluation: within has this key"
            found = f"{entry.values[name]:g}"
            report.at(f"{entry.where}.{name}", "limit-not-asked", found, message)
        return
    if len(given) != 1:
        message = "evaluation: within asks for within_miles or within_minutes"
        report.at(entry.where, "limit-not-one", ", ".join(given) or "none", message)
    if not share:
        message = "evaluation: within asks for share_of_people"
        report.at(f"{entry.where}.share_of_people", "missing-key", "", message)


def _check_placed_types(report: Report) -> None:
    """Check that a question of distance is about a type that has facilities."""
    if report.any_faulty(_HIDES_FACILITIES):
        return
    placed = {entry.values.get("type") for entry in report.entries if entry.kind is Facility}
    known = report.names("service_types").values()
    for entry in report.entries:
        if entry.values.get("evaluation") is not Evaluation.WITHIN:
            continue
        for place, kind in enumerate(entry.values.get("any_of", ())):
            # A type that is not known at all is said elsewhere.
            if kind in known and kind not in placed:
                message = "no facility is of this type: a distance needs a place"
                where = f"{entry.where}.any_of[{place}]"
                report.at(where, "type-without-facilities", kind, message)


def _check_roles(report: Report) -> None:
    """Check that units and standards ask for what their service types are."""
    roles = {
        entry.values["id"]: entry.values["role"]
        for entry in report.entries
        if entry.kind is ServiceType and {"id", "role"} <= entry.values.keys()
    }
    for entry in report.entries:
        if entry.kind is Facility:
            kind = entry.values.get("type")
            if roles.get(kind, ServiceRole.FACILITY) is not ServiceRole.FACILITY:
                message = "a unit that people go to is of a service type with role: facility"
                report.at(f"{entry.where}.type", "role-mismatch", str(kind), message)
        elif entry.kind is Standard and entry.values.get("role") in _ASKS:
            _check_role(entry, roles, report)


def _check_role(entry: Entry, roles: Mapping[str, ServiceRole], report: Report) -> None:
    """Check that a standard that decides a part of an answer is evaluated as that part is."""
    own = entry.values["role"]
    asked, wanted = _ASKS[own]
    evaluation = entry.values.get("evaluation", asked)
    if evaluation is not asked:
        message = f"a standard with role: {own} has evaluation: {asked}"
        report.at(f"{entry.where}.evaluation", "role-mismatch", evaluation, message)
    for place, kind in enumerate(entry.values.get("any_of", ())):
        if roles.get(kind, wanted) is not wanted:
            message = f"a standard with role: {own} asks for service types with role: {wanted}"
            report.at(f"{entry.where}.any_of[{place}]", "role-mismatch", kind, message)


def _check_rules(report: Report) -> None:
    """Check that numbers for everybody, adequacy and steps rest on rules: others bind nobody."""
    kinds = {
        entry.values["id"]: entry.values["kind"]
        for entry in report.entries
        if entry.kind is Reference and {"id", "kind"} <= entry.values.keys()
    }
    what = {StatewideNumber: "a number for everybody", Adequacy: "adequacy", CrisisStep: "a step"}
    for entry in report.entries:
        if entry.kind not in what:
            continue
        for place, name in enumerate(entry.values.get("rules", ())):
            if kinds.get(name, ReferenceKind.RULE) is not ReferenceKind.RULE:
                message = f"{what[entry.kind]} rests on a reference with kind: rule"
                report.at(f"{entry.where}.rules[{place}]", "not-a-rule", name, message)
