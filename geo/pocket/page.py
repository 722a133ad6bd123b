"""The file itself: one HTML page that needs no server and no network, and prints as a booklet."""

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from geo.coverage.assessment import Assessment
from geo.pocket import packed
from geo.pocket.booklet import booklet
from geo.pocket.english import ENGLISH, say
from geo.pocket.lookups import looked_up
from geo.pocket.readings import reading
from geo.referral import everybody
from geo.templates import render
from geo.text import period

__all__ = ["AGE_LIMIT_DAYS", "LANGUAGE", "Pocket", "pocket"]

AGE_LIMIT_DAYS: Final = 90
"""Days after which the file says that it is old.

An allowance of this project. The data gives an age limit to each source, a year or more from the day
that the source describes, and the answers tell of those. That is another question: what was recorded
since a copy was made does not reach it. A quarter is how often a list by the telephone is looked through.
"""
LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pocket:
    """The page, how many texts, ZIPs, towns and counties it answers, and when it begins to say it is old."""

    html: bytes
    old_from: dt.date
    texts: int
    zips: int
    towns: int
    counties: int


def pocket(assessment: Assessment) -> Pocket:
    """Return the page that answers every ZIP, town and county of the tables.

    Raises
    ------
    DataError
        If a table that this needs cannot be read.
    """
    lookups = looked_up(assessment)
    referrals = lookups.readings()
    readings = {
        place: reading(assessment, place, referral) for place, referral in referrals.items()
    }
    paper = booklet(assessment, referrals, readings)
    about = _about(assessment)
    data = packed.packed(assessment, lookups, readings, about)
    style = Markup(_style(about["title"], about["made"]))  # noqa: S704  (our own, filters inside)
    script = _script()
    html = render.render(
        "pocket/page.html",
        about=about,
        booklet=paper,
        calls=everybody.numbers(assessment.statewide),
        data=_json(data),
        language=LANGUAGE,
        policy=_policy(style, script),
        say=ENGLISH,
        script=Markup(script),  # noqa: S704  (our own file)
        style=style,
    )
    return Pocket(
        html=html.encode("utf-8"),
        old_from=assessment.as_of + dt.timedelta(days=AGE_LIMIT_DAYS + 1),
        texts=len(lookups.texts),
        zips=len(assessment.catalog.gazetteer.zips),
        towns=len({entry.name.partition(" (")[0] for entry in paper.towns}),
        counties=len(paper.counties),
    )


def _about(assessment: Assessment) -> dict[str, Any]:
    """Return what the page says of itself: which day and data it is of, and until when it is good."""
    state = assessment.catalog.services.study_area.name
    until = assessment.as_of + dt.timedelta(days=AGE_LIMIT_DAYS)
    version = assessment.data_sha256[:12]
    day, known_on = period(assessment.as_of.isoformat()), assessment.known_on
    known = say("known_on", day=period(known_on.isoformat())) if known_on else ""
    return {
        "schema": assessment.schema,
        "language": LANGUAGE,
        "state": state,
        "as_of": assessment.as_of.isoformat(),
        "day": day,
        "until": period(until.isoformat()),
        "age_limit_days": AGE_LIMIT_DAYS,
        "data_sha256": assessment.data_sha256,
        "version": version,
        "title": say("title", state=state),
        "made": f"{say('made', day=day, version=version)}{known}",
    }


def _json(data: dict[str, Any]) -> Markup:
    """Return data for an element <script>, which no text in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  (no markup can be in it)


@cache
def _script() -> str:
    return Path(__file__).with_name("find.js").read_text(encoding="utf-8")


def _style(title: str, made: str) -> str:
    margins = render.render("margins.css", title=title, right=say("margin"), left=made)
    return f"{render.style('tokens.css', 'pocket/page.css')}\n{margins}"


def _policy(style: str, script: str) -> str:
    """Return the rule that lets nothing load, and nothing run but the page's own script."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
