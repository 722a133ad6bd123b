"""Page Find help: from a typed place to the numbers to call, and a map of it.

What is typed is kept by Streamlit in the session's memory and goes to `geo.referral`: to no address,
cache, key or log. The page gets it back for one purpose, escaped in a style of its own: an answer
is gray as soon as the box holds other text, even while the server is silent. The map is the same
page for everybody; what a look-up found is told to it by message, see `geo.maps.findmap`.
"""

from collections.abc import Iterable
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.errors import DataError
from geo.geocode import candidates
from geo.geocode.location import MAX_TEXT, LocationStatus
from geo.maps import findmap
from geo.referral import refer
from geo.referral.records import Answer, CountyHelp
from geo.web import answer, frame, html, map_frame, problems, unsure_answer
from geo.web.snapshot import Snapshot

__all__ = ["page"]

MAP_HEIGHT_PX: Final = 600
_TEXT: Final = "find_text"
_TURN: Final = "find_turn"
_EXAMPLE: Final = Markup(
    '<p class="cc-example">A town, a ZIP, a county, an address or coordinates: '
    "Batesville · 38606 · Hwy 6 &amp; I-55, Batesville · jeff davis co</p>"
)
# Streamlit drops the memory of a page that was left after two minutes, but on a server where nothing
# else happens only once something does.
_PRIVACY: Final = Markup(
    '<p class="cc-private">What you type stays in the memory of the computer that runs this app. '
    "This page forgets it when you leave or reload it, the app when it stops at the latest. It is "
    "not stored, not logged and not sent to anybody else.</p>"
)
_CHANGED: Final = Markup(
    '<div class="cc-changed" role="status"><p>The box has changed: press Find help for the new '
    "place. The answer below is the old one.</p></div>"
)
# React keeps the attribute `value` the same as what is typed.
_OLD: Final = Markup(
    '<style>.stMain:not(:has(.st-key-find_text input[value="{}"])) {{'
    ".cc-changed p {{ display: block; }}"
    ".webmap {{ opacity: 0.3; }}"
    ".cc-sheets {{ display: none; }}"
    ".cc-answer, .cc-answer * {{ color: #5b6670 !important; background: none !important;"
    " border-color: #c4ccd4 !important; }}"
    ".cc-answer .cc-phone {{ text-decoration: line-through !important; pointer-events: none; }}"
    "}}</style>"
)
_MAP_TITLE: Final = (
    "Map of the place and the units. The answer on this page says the same in words."
)


def page() -> None:
    """Show the page."""
    snapshot = problems.snapshot_or_stop()
    st.title("Find help", anchor=False)
    pressed = _form()
    text = st.session_state.get(_TEXT, "")
    submitted = bool(text) or pressed
    # The same boxes in every run: what comes and goes in them leaves the map's frame alone.
    hint = st.container()
    words, picture = st.columns([3, 2], gap="medium")
    drawing = None
    if not submitted:
        with hint:
            html.show(_EXAMPLE + _PRIVACY)
        with words:
            html.show(answer.invitation())
    else:
        with hint:
            html.show(_CHANGED)
        with words:
            drawing = _answer(snapshot, text)
            html.show(_PRIVACY)
        _mark_when_old(text)
    with picture:
        _map(snapshot, drawing)
    frame.foot(snapshot)


def _map(snapshot: Snapshot, drawing: findmap.Drawing | None) -> None:
    if not isinstance(snapshot.find_path, str):
        problems.missing("The map cannot be drawn.", snapshot.find_path)
        return
    map_frame.show(
        snapshot.find_path,
        layer=findmap.LAYER,
        selected=None,
        geoids=(),
        title=_MAP_TITLE,
        key="findmap",
        height=MAP_HEIGHT_PX,
        place=drawing,
    )
    problems.beside_map(snapshot)


def _form() -> bool:
    """Show the box and its buttons; return whether this run comes from "Find help"."""
    with (
        st.form("find", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        # No limit here: Streamlit would cut a longer text without a word, `geo.geocode` refuses it.
        st.text_input("Where is the person?", key=_TEXT, autocomplete="off")
        pressed = st.form_submit_button("Find help", type="primary", on_click=_next_turn)
        st.form_submit_button("Clear", on_click=_put, args=("",))
    return pressed


def _mark_when_old(text: str) -> None:
    """Gray out the answer and call it old while the box holds a different text."""
    # CSS cannot match over-long texts or text that it cannot write.
    if len(text) <= MAX_TEXT and not any(
        char == "\0" or "\ud800" <= char <= "\udfff" for char in text
    ):
        html.show(_OLD.format(Markup("").join(f"\\{ord(char):06x}" for char in text)))


def _next_turn() -> None:
    """Count the look-ups, so that a choice made in one does not reach into the next."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _put(text: str) -> None:
    """Put a text into the box, before the page is run."""
    st.session_state[_TEXT] = text
    _next_turn()


def _answer(snapshot: Snapshot, text: str) -> findmap.Drawing | None:
    """Show the answer; return what the map is to draw, None without one place."""
    # A state may have no unit yet; the look-up still lists at least one.
    units = max(len(snapshot.assessment.catalog.services.facilities), 1)
    try:
        result = refer.answer(snapshot.assessment, text, k=units)
    except DataError as error:
        words = "A place cannot be looked up: a file of the data cannot be used."
        problems.missing(words, error.problems)
        return None
    match result.status:
        case LocationStatus.OK:
            return _one(snapshot, result, 0)
        case LocationStatus.AMBIGUOUS:
            chosen = _candidate(snapshot, result)
            return None if chosen is None else _one(snapshot, result, chosen)
    html.show(unsure_answer.nowhere(snapshot, result))
    _suggestions(result)
    return None


def _one(snapshot: Snapshot, result: Answer, number: int) -> findmap.Drawing:
    """Show the answer for one reading of the text; return what the map is to draw."""
    html.show(answer.reading(snapshot, result, number))
    candidate = result.candidates[number]
    html.show(_sheets(result.referrals[number].counties))
    area = candidates.area_of(snapshot.assessment.catalog, candidate)
    return findmap.drawing(snapshot.assessment.catalog, candidate, area, result.referrals[number])


def _sheets(counties: Iterable[CountyHelp]) -> Markup:
    """Return links to the sheets of the counties that the place may lie in."""
    links = html.join(
        (
            Markup('<a href="county?county={}">{} County</a>').format(county.geoid, county.county)
            for county in counties
        ),
        ", ",
    )
    return Markup(
        '<p class="cc-sheets">The whole sheet: {}. It opens under an address that names the county.'
        "</p>"
    ).format(links)


def _candidate(snapshot: Snapshot, result: Answer) -> int | None:
    """Show every reading with its crisis numbers, and let one be chosen."""
    html.show(unsure_answer.several(snapshot, result))
    return st.radio(
        "Which one is it?" if len(result.candidates) > 1 else "If it is, choose it:",
        range(len(result.candidates)),
        format_func=lambda place: answer.unmarked(answer.name_of(result.candidates[place])),
        index=None,
        key=f"find_candidate_{st.session_state.get(_TURN, 0)}",
    )


def _suggestions(result: Answer) -> None:
    if not result.suggestions:
        return
    st.markdown("**Did you mean:**")
    with st.container(horizontal=True):
        for number, name in enumerate(result.suggestions):
            st.button(
                answer.unmarked(name), key=f"find_suggestion_{number}", on_click=_put, args=(name,)
            )
