"""What a visitor sees where the program failed, with the name that the error has in the server's log."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.errors import DataError
from geo.referral import everybody
from geo.templates.language import ENGLISH, Language
from geo.templates.render import render, style
from geo.web import html, language, logs, snapshot

__all__ = ["respond", "show"]


def show(error: Exception) -> bool:
    """Show on the page that it failed; True, so that Streamlit, which has logged the error, shows no more."""
    html.show(
        render("web/fault.html", say=_say(), id=logs.error_id(error), calls=everybody.NATIONAL)
    )
    return True


def respond(_request: Request, error: Exception) -> Response:
    """Answer a request that failed outside of any page; the server logs the error after that."""
    page = render(
        "web/fault_page.html",
        say=ENGLISH,
        id=logs.error_id(error),
        calls=everybody.NATIONAL,
        styles=Markup(style("tokens.css", "parts.css")),  # noqa: S704  (ours)
    )
    return HTMLResponse(page, status_code=500, headers={"Cache-Control": "no-store"})


def _say() -> Language:
    try:
        return language.current(snapshot.current().catalog)
    except DataError:
        return ENGLISH
