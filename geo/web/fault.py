"""What a visitor sees where the program failed, by the name that the error has in the log, or where no page is."""

from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.errors import DataError
from geo.referral import everybody
from geo.templates.language import ENGLISH, Language
from geo.templates.render import render, style
from geo.web import html, language, logs, snapshot

__all__ = ["no_page", "respond", "show"]

_BEGIN: Final = Markup('<a href="/">Begin with the first page</a>, which leads to all others.')


def show(error: Exception) -> bool:
    """Show on the page that it failed; True, so that Streamlit, which has logged the error, shows no more."""
    html.show(render("web/fault.html", **_failed(error, _say())))
    return True


def respond(_request: Request, error: Exception) -> Response:
    """Answer a request that failed outside of any page; the server logs the error after that."""
    return _alone(500, **_failed(error, ENGLISH))


def no_page() -> Response:
    """Answer a request for an address that no page has."""
    return _alone(404, title="There is no page at this address", words=_BEGIN, say=ENGLISH)


def _failed(error: Exception, say: Language) -> dict[str, object]:
    words = say(
        "The fault is ours: load the page again, and if that does not help, report the error {id}.",
        id=logs.error_id(error),
    )
    title = say("This page could not be shown")
    return {"title": title, "words": words, "say": say, "calls": everybody.NATIONAL}


def _alone(status: int, **values: object) -> Response:
    styles = Markup(style("tokens.css", "parts.css"))  # noqa: S704  (ours)
    given = {"calls": everybody.NATIONAL, "styles": styles, **values}
    page = render("web/fault_page.html", **given)
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})


def _say() -> Language:
    try:
        return language.current(snapshot.current().catalog)
    except DataError:
        return ENGLISH
