"""Rules on who belongs to which region when: every county to exactly one, at every date."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from geo.catalog.dates import When
from geo.catalog.problem_report import Report
from geo.catalog.records import Catchment, Facility, Membership
from geo.text import county_title

__all__ = ["check"]


def check(
    county_names: Collection[str],
    canonical: Mapping[str, str],
    today: dt.date,
    report: Report,
    *,
    hidden: bool,
) -> None:
    """Report every rule on memberships that is broken.

    Parameters
    ----------
    county_names : collection of str
        The names in counties.csv.
    canonical : mapping
        Alias to the county's own name.
    today : datetime.date
        The day on which a facility's and a service's regions are checked.
    report : Report
        Holds what was read; problems go there.
    hidden : bool
        Whether faults hide some memberships, so that counties may only seem to be in no region.
    """
    spans, misspelt = _spans(county_names, canonical, report)
    _check_memberships(spans, hidden or misspelt, report)
    _check_facility_regions(spans, canonical, today, report)
    _check_former_regions(spans, today, report)


class _Span(NamedTuple):
    """A time that a county is in a region; `where` is the membership that says so."""

    region: str
    where: str
    valid_from: When | None
    valid_to: When | None

    @property
    def start(self) -> tuple[dt.date, dt.date]:
        """Latest and earliest first day."""
        first = self.valid_from
        return (first.latest, first.earliest or dt.date.min) if first else (dt.date.min,) * 2

    @property
    def end(self) -> tuple[dt.date, dt.date]:
        """Latest and earliest first day no longer."""
        last = self.valid_to
        return (last.latest, last.earliest or dt.date.min) if last else (dt.date.max,) * 2


def _spans(
    county_names: Collection[str], canonical: Mapping[str, str], report: Report
) -> tuple[dict[str, list[_Span]], bool]:
    """Return the spans of each county whose dates are sound; and whether a name is misspelt."""
    spans: dict[str, list[_Span]] = {name: [] for name in county_names}
    unsure: set[str] = set()
    misspelt = False
    for entry in report.entries:
        if entry.kind is not Membership:
            continue
        region = report.names("regions").get(entry.where.rpartition(".members")[0], "?")
        dates = entry.values.get("valid_from"), entry.values.get("valid_to")
        named = dict.fromkeys(
            canonical.get(name, name) for name in entry.values.get("counties", ())
        )
        misspelt = misspelt or not named.keys() <= spans.keys()
        for name in named.keys() & spans.keys():
            spans[name].append(_Span(region, entry.where, *dates))
        if any(report.is_faulty(f"{entry.where}.{key}") for key in ("valid_from", "valid_to")):
            unsure |= named.keys()
    return {name: own for name, own in spans.items() if name not in unsure}, misspelt


def _check_memberships(spans: Mapping[str, list[_Span]], hidden: bool, report: Report) -> None:
    """Check that every county is in exactly one region at every date.

    Where some counties are `hidden` by faults, those only seem to be in no region. A state without
    any region has no county in one.
    """
    if not report.names("regions"):
        return
    for name, own in spans.items():
        own.sort(key=lambda span: span.start)
        for where, rule, found, message in _chain_faults(name, own):
            if not (hidden and rule == "county-in-no-region"):
                report.at(where, rule, found, message)


def _chain_faults(name: str, spans: Sequence[_Span]) -> Iterator[tuple[str, str, str, str]]:
    """Yield place, rule, value and message where one county's spans overlap or leave a hole."""
    if not spans:
        yield "regions", "county-in-no-region", name, "belongs to no region"
        return
    if begin := spans[0].valid_from:
        message = f"{name} is in no region before this date"
        yield f"{spans[0].where}.valid_from", "county-in-no-region", begin.text, message
    if end := spans[-1].valid_to:
        message = f"{name} is in no region from this date on"
        yield f"{spans[-1].where}.valid_to", "county-in-no-region", end.text, message
    for old, new in itertools.pairwise(spans):
        where = f"{new.where}.valid_from"
        pair = f"{name}: regions {old.region} and {new.region}"
        if old.end > new.start:
            message = f"{name} is in regions {old.region} and {new.region} at one date"
            yield where, "county-in-two-regions", pair, message
        elif old.end < new.start:
            message = f"{name} is in no region from {old.valid_to} to {new.valid_from}"
            yield where, "county-in-no-region", pair, message


def _check_facility_regions(
    spans: Mapping[str, Sequence[_Span]],
    canonical: Mapping[str, str],
    today: dt.date,
    report: Report,
) -> None:
    """Check that a facility's region is one that its county can be in now."""
    for entry in report.entries:
        where = f"{entry.where}.region"
        if entry.kind is not Facility or "region" not in entry.values or report.is_faulty(where):
            continue
        county, region = entry.values.get("county", ""), str(entry.values["region"])
        regions = _now(spans.get(canonical.get(county, county), ()), today)
        if regions and region not in regions:
            message = f"{county_title(county)} is in region {' or '.join(sorted(regions))}"
            report.at(where, "facility-in-other-region", region, message)


def _check_former_regions(
    spans: Mapping[str, Sequence[_Span]], today: dt.date, report: Report
) -> None:
    """Check that a service's regions have counties now: one that has none would serve nobody."""
    if any(problem.rule.startswith("county-in-") for problem in report):
        return  # a region only seems empty where a county has lost its own
    every = [span for own in spans.values() for span in own]
    former = {span.region for span in every} - _now(every, today)
    for entry in report.entries:
        if entry.kind is Catchment:
            for i, region in enumerate(entry.values.get("regions", ())):
                if str(region) in former:
                    message = "all counties of this region have left it"
                    report.at(f"{entry.where}.regions[{i}]", "former-region", str(region), message)


def _now(spans: Iterable[_Span], today: dt.date) -> set[str]:
    """Return the regions that counties of these spans can be in now."""
    return {span.region for span in spans if not span.valid_to or span.valid_to.latest > today}
