"""Every sentence of the file's own, in English, by id.

Another language has a row for each of these templates, as for those of `geo.referral`, whose sentences reach
the page as data: both keep their fields (`geo.said`). Where the page Find help says the same, the words are
the same, so that one row serves both.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geo.said import Said, said

__all__ = ["ENGLISH", "say"]

ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Around the page.
        "title": "Find help in {state}",
        "need_help": "Need help now?",
        "where": "Where is the person?",
        "hint": "Town, ZIP, or county. No street addresses.",
        "no_streets": "This page cannot look up streets. It knows towns, ZIPs, and counties.",
        "find": "Find help",
        "clear": "Clear",
        "private": "What you type stays on this page. It is not saved or sent anywhere.",
        "answer": "Answer",
        "made": "As of {day}. Data version {version}.",
        "known_on": " What was recorded after {day} is left out.",
        "use_until": "Use this page until {day}. Then get a new one.",
        "old": "This page is old: it is of {day}, {count} days ago. Numbers may have changed. "
        "Get a new page. If a number fails, call 988.",
        "clock": "The clock of this device is set before {day}, the day of this page. "
        "Set the clock. Until then this page cannot tell how old it is.",
        "print_answer": "Print this answer",
        "print_booklet": "Print the whole booklet",
        "margin": "911 in an emergency. Call or text 988 in a crisis.",
        # What came of what was typed.
        "nothing": "Type a town, a ZIP, or a county.",
        "did_you_mean": "Did you mean one of these?",
        "nothing_until": "Nothing is looked up until you choose.",
        "not_found": "We did not find this place in {state}. Try the town, the ZIP or the county alone.",
        "only_state": "This place is not in {state}. Our data is of {state} only.",
        "whole_answer": "Show all for {place}",
        "for_everybody": "These numbers work everywhere in {state}:",
        # The booklet.
        "region": "Region {numbers}",
        "booklet": "Booklet: every county of {state}",
        "booklet_use": "Find the town or ZIP in the index at the end. It names the county. "
        "Then look up the county: counties are in order of the alphabet.",
        "booklet_two": "If the index names more than one county, ask where the person is.",
        "star": "A star (*) means that part of the place may be in another county.",
        "towns": "Towns and places",
        "zips": "ZIPs",
        "partly": "partly",
        "index_towns": "Index of towns and places",
        "index_zips": "Index of ZIPs",
        "booklet_sources": "Sources of the numbers",
    }
)


def say(sentence: str, /, **fields: object) -> Said:
    """Return a sentence by its id, filled with its fields."""
    return said(ENGLISH[sentence], **fields)
