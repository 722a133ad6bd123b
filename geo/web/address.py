"""A page's choices, kept by id in its address, so that a link or the way back shows the same view.

A page names its choices as `Choice`s, calls `restore` before its widgets and `keep` after them; a part of it
that also runs alone calls `settle`. Each widget has the key `key(page, choice.name)`, ids as its options, and
`on_change=touch`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

__all__ = ["EVERYWHERE", "Choice", "View", "choose", "keep", "key", "restore", "settle", "touch"]

EVERYWHERE: Final = ("lang",)
"""What every page leaves in the address as it is."""
_WRITTEN: Final = "address_written"
_CARRIED: Final = "address_carried"
_TOUCHED: Final = "address_touched"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a page.

    Attributes
    ----------
    name : str
        Its name in the address.
    known : collection of str
        The ids that it can have.
    default : str or None
        What it is where nothing is chosen; then the address does not name it.
    older : tuple of str
        Names that it had in addresses of earlier versions.
    carried : bool
        Go along to other pages that have a choice of this name, unless their address says otherwise.
    """

    name: str
    known: Collection[str]
    default: str | None = None
    older: tuple[str, ...] = ()
    carried: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen, by name, and what the address asks for that is not there, as "service=x" or "limit=45"."""

    values: Mapping[str, str | None]
    unknown: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str | None:
        """Return what is chosen."""
        return self.values[name]


def key(page: str, name: str) -> str:
    """Return the key of the widget that makes a choice."""
    return f"{page}_{name}"


def restore(page: str, choices: Sequence[Choice]) -> View:
    """Return what is chosen; an address that the page did not write wins over what was chosen before.

    That is the first visit, a link, and the browser's way back. An address that names nothing shows what
    the page showed last, and what was chosen elsewhere. Streamlit forgets the widgets of a page that is
    left, which is how this tells that it was.
    """
    session = st.session_state
    asked = {choice.name: _asked(choice) for choice in choices}
    written = session.setdefault(_WRITTEN, {}).get(page, dict.fromkeys(asked, ""))
    touched = session.pop(_TOUCHED, False)
    come = any(key(page, choice.name) not in session for choice in choices)
    if come and not any(asked.values()):
        carried = session.setdefault(_CARRIED, {})
        wanted = written | {c.name: carried[c.name] for c in choices if c.name in carried}
    else:
        wanted = asked
    if come or (wanted != written and not touched):
        for choice in choices:
            session[key(page, choice.name)] = wanted.get(choice.name) or choice.default
    for choice in choices:  # what was chosen can also have gone with the data
        if session[key(page, choice.name)] not in choice.known:
            session[key(page, choice.name)] = choice.default
    unknown = [
        f"{choice.name}={asked[choice.name]}"
        for choice in choices
        if asked[choice.name] and asked[choice.name] not in choice.known
    ]
    names = {name for choice in choices for name in (choice.name, *choice.older)} | set(EVERYWHERE)
    unknown += [f"{name}={text}" for name, text in st.query_params.items() if name not in names]
    return View(_chosen(page, choices), () if touched else tuple(unknown))


def settle(page: str, choices: Sequence[Choice], drawn: View) -> View:
    """Return what is chosen, in a part of a page; where the part runs alone for a choice, keep that.

    `drawn` is what `restore` gave when the page was drawn. Where it has what is not there, a choice runs
    the whole page, which says so above the part.
    """
    if st.session_state.get(_TOUCHED) and drawn.unknown:
        st.rerun()
    view = View(_chosen(page, choices))
    if st.session_state.pop(_TOUCHED, False):
        keep(page, choices, view)
    return view


def _chosen(page: str, choices: Sequence[Choice]) -> dict[str, str | None]:
    # A browser that does not say what its other widgets hold has them forgotten.
    session = st.session_state
    return {choice.name: session.get(key(page, choice.name), choice.default) for choice in choices}


def _asked(choice: Choice) -> str:
    names = (choice.name, *choice.older)
    return next((text for name in names if (text := st.query_params.get(name, ""))), "")


def keep(page: str, choices: Sequence[Choice], view: View) -> None:
    """Write what is chosen into the address, but for an address that asks for what is not there.

    What is usual is left out, so the plain address stays plain and the way back from it leads out.
    """
    written = {
        choice.name: "" if view[choice.name] == choice.default else view[choice.name] or ""
        for choice in choices
    }
    query = {name: value for name, value in written.items() if value}
    query |= {name: st.query_params[name] for name in EVERYWHERE if name in st.query_params}
    if not view.unknown and st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    asked = {choice.name: _asked(choice) for choice in choices}
    st.session_state[_WRITTEN][page] = asked if view.unknown else written
    carried = {choice.name: written[choice.name] for choice in choices if choice.carried}
    st.session_state.setdefault(_CARRIED, {}).update(carried)


def touch() -> None:
    """Note that this run of the page, or of its part, comes from a choice made on it, not from another address.

    Two quick choices can overtake the browser: the second then brings along the address of before
    the first, which must not take both back.
    """
    st.session_state[_TOUCHED] = True


def choose(page: str, name: str, value: str | None) -> None:
    """Make a choice before the page is run, as a click on the map does."""
    touch()
    st.session_state[key(page, name)] = value
