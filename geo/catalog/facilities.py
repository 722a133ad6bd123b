"""Rules on facilities: what a derived bed figure is made of."""

from geo.catalog.problem_report import Entry, Report
from geo.catalog.records import Beds, BedsKind

__all__ = ["check"]


def check(report: Report) -> None:
    """Report bed figures that are derived from one source, or that name further ones without need."""
    for entry in report.entries:
        if entry.kind is Beds and entry.sound:
            _check_derived(entry, report)


def _check_derived(entry: Entry, report: Report) -> None:
    """Check that a figure names further sources where it is made of several, and only there."""
    source, also = entry.values["source"], entry.values.get("also", ())
    derived = entry.values["kind"] is BedsKind.DERIVED
    if derived and not set(also) - {source}:
        message = "a derived figure is made of several sources: name the others under also"
        report.at(f"{entry.where}.also", "derived-of-one-source", source, message)
    elif also and not derived:
        message = "only a figure with kind: derived is made of several sources"
        report.at(f"{entry.where}.also", "derived-of-one-source", ", ".join(also), message)
