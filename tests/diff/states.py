"""What the made-up state holds before a change, and the changes that several tests make."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from geo.diff.snapshot import Snapshot
from geo.errors import DataError
from tests import small_state

Content = dict[str, Any]
ChangedTo = Callable[[Callable[[Content], object]], Snapshot]
Refused = Callable[[str, bytes], DataError]


def content() -> Content:
    """Return services.yaml: home care is listed for Alder and Birch, and asked for alone too.

    One standard asks for a Haven within 30 miles, which is measured and not listed.
    """
    services = small_state.services()
    entry(services, "home-alder")["catchment"] = {"counties": ["Alder", "Birch"]}
    home_care = {"id": "home-care-alone", "any_of": ["home-care"], "title": "Home care"}
    near = {"id": "haven-near", "evaluation": "within", "title": "A Haven within 30 miles"}
    near |= {"within_miles": 30, "share_of_people": 0.9}
    services["standards"] += [
        copied(services, "care-at-home", **home_care),
        copied(services, "haven-at-home", **near),
    ]
    return services


def entry(services: Content, key: str) -> Content:
    """Return the service, facility, standard or source of an id."""
    sections = ("services", "facilities", "standards", "sources")
    (match,) = (item for name in sections for item in services[name] if item["id"] == key)
    assert isinstance(match, dict)
    return match


def copied(services: Content, key: str, **changes: object) -> Content:
    """Return an entry again with changes, for the list that it is from: YAML has it twice in full."""
    return deepcopy(entry(services, key)) | changes


def without_birch(services: Content) -> None:
    """Take Birch from the list of whom the home care is for."""
    entry(services, "home-alder")["catchment"] = {"counties": ["Alder"]}


def without(services: Content, key: str) -> None:
    """Take a facility out."""
    services["facilities"].remove(entry(services, key))


def rules(error: DataError) -> set[str]:
    """Return the names of the rules that were broken."""
    return {problem.rule for problem in error.problems}
