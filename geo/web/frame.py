"""What stands around every page: numbers to call, names of the pages, title, foot, margins of paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.coverage import calls as coverage_calls
from geo.coverage.calls import StatewideCall
from geo.errors import DataError
from geo.maps import common
from geo.referral import everybody
from geo.said import said
from geo.templates.language import ENGLISH, Language
from geo.templates.render import macro, render
from geo.web import address, html, language, snapshot

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = [
    "CONTINUUM",
    "COUNTY",
    "CRISIS",
    "FIND",
    "REENTRY",
    "age",
    "begin",
    "entitle",
    "foot",
    "forward",
    "link",
    "unknown",
    "ways",
]

FIND: Final = "find"
"""Address of the page whose numbers for everybody are large."""
CRISIS: Final = "crisis"
"""Address of the page on what to do in a crisis."""
CONTINUUM: Final = "continuum"
"""Address of the page on the whole system."""
REENTRY: Final = "reentry"
"""Address of the page for somebody who goes home."""
COUNTY: Final = "county"
"""Address of the page of one county, which has its numbers to call in the reader's language."""
_IN_EVERY_LANGUAGE: Final = (FIND, CRISIS)
_WAYS: Final = {
    CRISIS: said("What to do in a crisis"),
    CONTINUUM: said("The whole system, in four parts"),
    REENTRY: said("Going home from prison, jail, or a hospital"),
}
"""What the row of names has no room for, with what a link to it says."""
_PAGES: Final = "pages"
_ICON: Final = str(Path(__file__).resolve().with_name("icon.svg"))


def begin(
    pages: Mapping[str, "StreamlitPage"],
    listed: Sequence["StreamlitPage"],
    current: "StreamlitPage",
) -> None:
    """Show what stands above a page.

    Parameters
    ----------
    pages : mapping
        Every page by its address, for links between them.
    listed : sequence of StreamlitPage
        Those that the row of names has.
    current : StreamlitPage
        The page that is about to be shown.
    """
    st.session_state[_PAGES] = pages
    language.settle()
    say, others = ENGLISH, False
    try:
        catalog = snapshot.current().catalog
        product = f"{catalog.services.study_area.name} {text.PRODUCT}"
        say, others = language.current(catalog), language.offered(catalog)
        calls = [_call(call, say) for call in coverage_calls.always(catalog)]
    except DataError:
        product, calls = text.PRODUCT, list(everybody.NATIONAL)
    st.set_page_config(
        page_title=f"{current.title} - {product}",
        page_icon=_ICON,
        layout="wide",
    )
    calls.sort(key=lambda call: (len(call[0]), call[0]))
    html.show(
        render(
            "web/strip.html",
            say=say,
            calls=calls,
            page=current.title,
            large=current.url_path == FIND,
            # The product's name comes first in the row.
            place=listed.index(current) + 2 if current in listed else None,
        )
    )
    with st.container(horizontal=True, key="nav", gap="xsmall", vertical_alignment="center"):
        _names(product, listed, current, say)
        if others:
            _languages(current, say)
    if say is not ENGLISH and current.url_path not in _IN_EVERY_LANGUAGE:
        _partly_english(current, say)


def _partly_english(current: "StreamlitPage", say: Language) -> None:
    """Say that a page is not in the reader's language, and lead to those that are."""
    told = (
        say("On this page only the numbers to call are in Spanish. In Spanish you can read:")
        if current.url_path == COUNTY
        else say("This page is in English. In Spanish you can read:")
    )
    with st.container(key="partly_english", horizontal=True, vertical_alignment="center"):
        html.show(Markup('<p role="status" lang="{}">{}</p>').format(say.code, told))
        for page, label in ((FIND, said("Find help")), (CRISIS, _WAYS[CRISIS])):
            st.page_link(
                st.session_state[_PAGES][page],
                label=say.text(label),
                query_params=language.kept(),
            )


def entitle(name: str, shown: snapshot.Snapshot) -> None:
    """Name the window after what a page shows, such as one county."""
    state = shown.catalog.services.study_area.name
    st.set_page_config(page_title=f"{name} - {state} {text.PRODUCT}")


def _call(call: StatewideCall, say: Language) -> tuple[str, str, tuple[str, ...]]:
    """Return a number, what answers it, and how it answers in the reader's language."""
    ways = tuple(reach.how for reach in call.reach if reach.lang == say.code)
    return call.phone, everybody.words(call), ways


def _names(
    product: str, listed: Sequence["StreamlitPage"], current: "StreamlitPage", say: Language
) -> None:
    """Show the product's name and the names of the pages, which keep the session.

    Find help, while it is open, is no link: it has no choices to go back from, and its box is then
    twelve stops of the keyboard away.
    """
    st.html(str(Markup('<span class="cc-brand">{}</span>').format(product)), width="content")
    for page in listed:
        name = say.text(page.title)
        if page is current and page.url_path == FIND:
            here = Markup('<span class="cc-here" aria-current="page">{}</span>').format(name)
            st.html(str(here), width="content")
        else:
            st.page_link(page, label=name, query_params=language.kept())


def _languages(current: "StreamlitPage", say: Language) -> None:
    """Show the reader's language and a link to the same view in each other one."""
    query = st.query_params.to_dict()
    with st.container(horizontal=True, key="languages", gap="xsmall", vertical_alignment="center"):
        for code, name in language.NAMES.items():
            if code == say.code:
                st.html(str(Markup("<strong>{}</strong>").format(name)), width="content")
            else:
                chosen = {} if code == ENGLISH.code else {language.ADDRESS: code}
                others = {key: value for key, value in query.items() if key != language.ADDRESS}
                st.page_link(current, label=name, query_params=others | chosen)


def link(page: str, label: str, *, primary: bool = False, **query: str) -> None:
    """Show a link to another page, which keeps the session, with choices in its address."""
    key = f"{'go' if primary else 'see'}_{text.anchor(label)}"
    with st.container(key=key):
        st.page_link(
            st.session_state[_PAGES][page], label=label, query_params=language.kept() | query
        )


def ways(shown: snapshot.Snapshot, place: str) -> None:
    """Show links to what the row of names has no room for; `place` tells the lines of a page apart."""
    say = language.current(shown.catalog)
    with st.container(key=f"ways_{place}", horizontal=True, gap="small"):
        for page, label in _WAYS.items():
            st.page_link(
                st.session_state[_PAGES][page],
                label=say.text(label),
                query_params=language.kept(),
            )


def forward(page: str, **query: str) -> None:
    """Go on to another page with the choices of this address, and end this one."""
    st.switch_page(st.session_state[_PAGES][page], query_params=language.kept() | query)


def age(sentence: str) -> None:
    """Say once on a page how old the sources are that its verdicts rest on."""
    html.show(macro("age", sentence))


def foot(shown: snapshot.Snapshot) -> None:
    """Show where else to go, the day that the verdicts are of, the data's version, how to read them, and credits.

    On paper day and version are in the margins of each sheet.
    """
    ways(shown, "foot")
    assessment = shown.assessment
    margins = render(
        "margins.css",
        title=f"{shown.catalog.services.study_area.name} {text.PRODUCT}",
        right=f"Checked as of {text.period(assessment.as_of.isoformat())}",
        left=f"Data version {assessment.data_sha256[:12]}. 911 in an emergency, 988 in a crisis.",
    )
    html.show(
        render(
            "web/foot.html",
            margins=margins,
            day=assessment.as_of,
            data_sha256=assessment.data_sha256,
            credits=common.ATTRIBUTION,
        )
    )


def unknown(view: address.View) -> None:
    """Say what the address asks for that is not there; the page shows what is usual in its place."""
    if view.unknown:
        html.show(
            Markup('<p class="cc-unknown-address" role="status">{}</p>').format(
                f"This page's address asks for {text.listing(view.unknown)}, which is not here. "
                "The usual view is shown instead."
            )
        )
