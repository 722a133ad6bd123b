"""Page Find help: from a typed place to the numbers to call, and a map of it.

What is typed is kept by Streamlit in the session's memory and goes to `geo.referral`: to no address,
cache, key or log. The page gets it back for one purpose, escaped in a style of its own: an answer
is gray as soon as the box holds other text, even while the server is silent. The map is the same
page for everybody; what a look-up found is told to it by message, see `geo.maps.findmap`.
"""

from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.errors import DataError
from geo.geocode import candidates
from geo.geocode.location import MAX_TEXT, LocationStatus
from geo.maps import findmap
from geo.match import facilities
from geo.match.records import Directory
from geo.referral import reached, refer, unsure, view
from geo.referral.records import Answer
from geo.templates.language import ENGLISH, Language
from geo.templates.render import render
from geo.text import county_title
from geo.web import (
    answer,
    copy_print,
    frame,
    html,
    language,
    map_frame,
    problems,
)
from geo.web.fragment import fragment
from geo.web.snapshot import Snapshot

__all__ = ["page"]

MAP_HEIGHT_PX: Final = 540
"""The map itself is about 470 high, legend and credits are below it."""
_TEXT: Final = "find_text"
_TURN: Final = "find_turn"
_CHOSEN: Final = "find_chosen"
"""The number of the reading that was chosen, in the look-up that it was chosen in."""
_NONE_MEANT: Final = -1
_COPY: Final = "find_copy"
# React keeps the attribute `value` the same as what is typed.
_OLD: Final = Markup(
    '<style>.stMain:not(:has(.st-key-find_text input[value="{}"])) {{'
    ".cc-changed p {{ display: block; }}"
    ".webmap {{ opacity: 0.3; }}"
    ".st-key-find_actions, .st-key-find_ask .stButton {{ display: none; }}"
    ".cc-answer, .cc-answer * {{ color: #5b6670 !important; background: none !important;"
    " border-color: #c4ccd4 !important; }}"
    ".cc-answer .cc-phone {{ text-decoration: line-through !important; pointer-events: none; }}"
    "}}</style>"
)


def page() -> None:
    """Show the page."""
    _look_up(problems.snapshot_or_stop())


@fragment
def _look_up(snapshot: Snapshot) -> None:
    """Show all below the row of names: a look-up runs this alone, so that its answer is there sooner."""
    say = language.current(snapshot.catalog)
    with st.container(key="find_title"):
        st.title(say.text("Where is the person?"), anchor=False)
    pressed = _form(say)
    text = st.session_state.get(_TEXT, "")
    submitted = bool(text) or pressed
    # The same boxes in every run: what comes and goes in them leaves the map's frame alone.
    hint = st.container()
    words, picture = st.columns([3, 2], gap="medium")
    drawing = None
    if not submitted:
        with hint:
            _examples(snapshot, say)
        with words:
            html.show(render("find/welcome.html", say=say))
    else:
        with hint:
            html.show(render("find/changed.html", say=say))
        with words:
            drawing = _answer(snapshot, text, say)
        _mark_when_old(text)
    with words:
        frame.link(frame.CRISIS, say.text("What to do in a crisis"))
    with picture:
        _map(snapshot, drawing, say)
        html.show(render("find/privacy.html", say=say))
    frame.foot(snapshot)


def _map(snapshot: Snapshot, drawing: findmap.Drawing | None, say: Language) -> None:
    path = snapshot.find_path if say is ENGLISH else snapshot.spanish_find_path
    if not isinstance(path, str):
        problems.missing("The map cannot be drawn.", path)
        return
    with st.container(key="find_map"):
        map_frame.show(
            path,
            layer=findmap.LAYER,
            selected=None,
            geoids=(),
            title=say.text(
                "Map of the place and the units. The answer on this page says the same in words."
            ),
            key="findmap",
            height=MAP_HEIGHT_PX,
            place=drawing,
        )
    problems.beside_map(snapshot)


def _form(say: Language) -> bool:
    """Show the box and its buttons; return whether this run comes from "Find help"."""
    html.show(render("find/hint.html", say=say))
    with (
        st.form("find", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        # No limit here: Streamlit would cut a longer text without a word, `geo.geocode` refuses it.
        st.text_input(
            say.text("Where is the person?"),
            key=_TEXT,
            autocomplete="off",
            label_visibility="collapsed",
        )
        pressed = st.form_submit_button(
            say.text("Find help"), key="find_submit", type="primary", on_click=_next_turn
        )
        st.form_submit_button(say.text("Clear"), key="find_clear", on_click=_put, args=("",))
    return pressed


def _examples(snapshot: Snapshot, say: Language) -> None:
    """Show texts to try, taken from the data: a unit's town, its ZIP, its county."""
    catalog = snapshot.assessment.catalog
    unit = next((unit for unit in catalog.services.facilities if unit.zip), None)
    geoid = catalog.geoid_by_name[unit.county] if unit else catalog.counties[0].geoid
    county = candidates.county_name(catalog, geoid)
    # What is put into the box is what the look-up reads, in whatever language the button is.
    texts = {county_title(county): say.text("{county} County", county=county)}
    if unit:
        texts = {unit.city: unit.city, unit.zip or "": unit.zip or "", **texts}
    with st.container(horizontal=True, key="find_examples", vertical_alignment="center"):
        st.html(str(Markup('<p class="cc-try">{}</p>').format(say("Try:"))), width="content")
        for number, (text, label) in enumerate(texts.items()):
            st.button(answer.unmarked(label), key=f"find_try_{number}", on_click=_put, args=(text,))


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
    _choose(None)


def _put(text: str) -> None:
    """Put a text into the box, before the page is run."""
    st.session_state[_TEXT] = text
    _next_turn()


def _choose(number: int | None) -> None:
    st.session_state[_CHOSEN] = number


def _answer(snapshot: Snapshot, text: str, say: Language) -> findmap.Drawing | None:
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
            return _one(snapshot, result, 0, say)
        case LocationStatus.AMBIGUOUS:
            chosen = st.session_state.get(_CHOSEN)
            if chosen is None or chosen >= len(result.candidates):
                _ask(snapshot, result, say)
                return None
            if chosen == _NONE_MEANT:
                urgent = unsure.question(snapshot.assessment, result).urgent
                html.show(render("find/change.html", numbers=urgent, say=say))
                return None
            return _one(snapshot, result, chosen, say)
    drawn = answer.nowhere(unsure.question(snapshot.assessment, result), say)
    html.show(drawn)
    _suggestions(result, say)
    if result.status is not LocationStatus.INVALID:
        _copy(snapshot, drawn, say)
    return None


def _one(snapshot: Snapshot, result: Answer, number: int, say: Language) -> findmap.Drawing:
    """Show the answer for one reading of the text; return what the map is to draw."""
    referral, candidate = result.referrals[number], result.candidates[number]
    shown = view.of_answer(snapshot.assessment, result, number)
    drawn = answer.reading(shown, say)
    html.show(drawn)
    with st.container(horizontal=True, key="find_actions", vertical_alignment="center"):
        how_sure = answer.folds(shown.folds[:1], say)
        copy_print.show(answer.plain(drawn + how_sure, snapshot.assessment, say), say, key=_COPY)
        if result.status is LocationStatus.AMBIGUOUS:
            st.button(say.text("Choose again"), on_click=_choose, args=(None,), key="find_again")
        for county in view.likely_counties(referral):
            frame.link(
                "county",
                say.text("More about {county} County", county=county.county),
                county=county.geoid,
            )
        html.show(render("find/named.html", say=say))
    catalog = snapshot.assessment.catalog
    folds = answer.folds(shown.folds, say)
    if isinstance(snapshot.directory, Directory):
        ground = reached.counties_and_zip(result, number)
        folds += answer.listed(facilities.near(snapshot.directory, catalog, *ground), say)
    html.show(folds)
    area = candidates.area_of(catalog, candidate)
    return findmap.drawing(catalog, candidate, area, referral)


def _ask(snapshot: Snapshot, result: Answer, say: Language) -> None:
    """Show what is asked back: a button for each reading, with its numbers below it."""
    ask = unsure.question(snapshot.assessment, result)
    alone = len(ask.readings) == 1
    with st.container(border=True, key="find_ask"):
        drawn = answer.asked(ask, say)
        html.show(drawn)
        for number, (name, _) in enumerate(ask.readings):
            st.button(
                answer.unmarked(say.text("Yes, {place}", place=name) if alone else name),
                key=f"find_reading_{number}",
                type="primary" if alone else "secondary",
                on_click=_choose,
                args=(number,),
            )
            teams = answer.readings(ask, number, say)
            html.show(teams)
            drawn += Markup("<h3>{}</h3>{}").format(name, teams)
        st.button(
            say.text("No, change what I typed") if alone else say.text("None of these"),
            key="find_none",
            on_click=_choose,
            args=(_NONE_MEANT,),
        )
    _copy(snapshot, drawn, say)


def _copy(snapshot: Snapshot, drawn: Markup, say: Language) -> None:
    """Show the buttons that copy and print what is shown where there is no single place."""
    with st.container(horizontal=True, key="find_actions"):
        copy_print.show(answer.plain(drawn, snapshot.assessment, say), say, key=_COPY)


def _suggestions(result: Answer, say: Language) -> None:
    if not result.suggestions:
        return
    html.show(render("find/suggest.html", say=say))
    with st.container(horizontal=True):
        for number, name in enumerate(result.suggestions):
            st.button(
                answer.unmarked(name), key=f"find_suggestion_{number}", on_click=_put, args=(name,)
            )
