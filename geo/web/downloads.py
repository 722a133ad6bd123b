"""Files for a planner, made when asked for: once for each state of the data, one at a time, off the pages."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import streamlit as st
from markupsafe import Markup

from geo import text
from geo.report import pdf
from geo.web import html, logs
from geo.web.products import REPORT_PDF, TO_TAKE_ALONG, Product
from geo.web.snapshot import Measured, Snapshot

__all__ = ["HOW", "Making", "Workshop", "can_print", "drop", "show", "workshop"]

_log: Final = logging.getLogger(__name__)
KEPT: Final = 20
"""Files that stay in memory at most: those of two states of the data."""
_LOOK_AGAIN_S: Final = 1.0
_looking: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Making:
    """How far a file is: `content` once it is made, `ahead` how many before it, or the error that `failed` it."""

    content: bytes | None = None
    ahead: int | None = None
    failed: str = ""


class _Shelf(NamedTuple):
    """Buttons that stand together: their files, how many side by side, and what is said below them."""

    key: str
    products: Sequence[Product]
    columns: int
    hint: str


class Workshop:
    """Makes one file at a time in one thread, whoever asks, and keeps the latest.

    Parameters
    ----------
    kept : int
        How many files stay at most.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._jobs: OrderedDict[tuple[str, ...], Future[bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="downloads")

    def ask(self, product: Product, snapshot: Snapshot) -> None:
        """Have a file made, unless it is there or on its way; one that failed is tried again."""
        key = _key(product, snapshot)
        with self._lock:
            known = self._jobs.get(key)
            if known is not None and not (known.done() and known.exception()):
                return
            self._jobs.pop(key, None)
            self._jobs[key] = self._worker.submit(_made, product, snapshot)
            done = [other for other, job in self._jobs.items() if job.done()]
            for other in done[: max(0, len(self._jobs) - self._kept)]:
                del self._jobs[other]

    def drop(self) -> None:
        """Forget what waits, so that a process that ends waits for no more than the file that is being made."""
        with self._lock:
            self._jobs = OrderedDict(
                (key, job) for key, job in self._jobs.items() if not job.cancel()
            )

    def look(self, product: Product, snapshot: Snapshot) -> Making | None:
        """Return how far a file is; None where nobody asked for it."""
        key = _key(product, snapshot)
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return None
            if not job.done():
                waiting = [name for name, other in self._jobs.items() if not other.done()]
                return Making(ahead=waiting.index(key))
            error = job.exception()
            return Making(failed=logs.error_id(error)) if error else Making(content=job.result())


def _key(product: Product, snapshot: Snapshot) -> tuple[str, ...]:
    assessment = snapshot.assessment
    return (product.id, assessment.data_sha256, assessment.as_of.isoformat())


def _made(product: Product, snapshot: Snapshot) -> bytes:
    try:
        return product.make(snapshot)
    except Exception:
        _log.exception("The file %s was not made.", product.file_name)
        raise


HOW_TO_PRINT: Final = (
    "For a PDF, open index.html of the report in a browser and print it to PDF. No browser that makes "
    "one was found on the computer that runs this app."
)
HOW: Final = "Press a button once to make its file, and once more to save it."


@cache
def workshop() -> Workshop:
    """Return the one workshop of this process."""
    return Workshop()


def drop() -> None:
    """Forget what waits in the workshop of this process, which is about to end."""
    workshop().drop()


def can_print() -> bool:
    """Return whether a browser that makes PDF is on this machine; it is looked for once."""
    with _looking:
        return _has_browser()


@cache
def _has_browser() -> bool:
    try:
        pdf.browser()
    except pdf.PrintError:
        return False
    return True


def show(
    snapshot: Snapshot,
    key: str,
    products: Sequence[Product] = TO_TAKE_ALONG,
    *,
    columns: int = 1,
    hint: str = "",
) -> None:
    """Show a button for each file; nothing is made before somebody asks for it.

    The button that makes a file is where the one that saves it will be, as high and as wide, so that
    nothing moves. Streamlit's own way to make a file at a click would say neither how large it is nor
    how many are made before it, and gives up after three minutes.

    Parameters
    ----------
    snapshot : Snapshot
        What the files are made of.
    key : str
        Identity of these buttons in the app.
    products : sequence of Product
        The files, in their order.
    columns : int
        How many buttons stand side by side where there is room.
    hint : str
        What to say below them while nothing is being made.
    """
    measured = isinstance(snapshot.measured, Measured)
    able = [product for product in products if measured or not product.has_distances]
    if len(able) < len(products):
        words = "Files with distances cannot be made from this data now."
        html.show(Markup("<p>{}</p>").format(words))
    if not able:
        return
    possible = [product for product in able if product is not REPORT_PDF or can_print()]
    shelf = _Shelf(key, possible, columns, hint)
    is_waiting = any(_is_underway(product, snapshot) for product in _asked_for(shelf))
    part = st.fragment(_buttons, run_every=_LOOK_AGAIN_S if is_waiting else None)
    part(snapshot, shelf, is_waiting)
    if len(possible) < len(able):
        html.show(Markup('<p class="cc-small">{}</p>').format(HOW_TO_PRINT))


def _asked_for(shelf: _Shelf) -> list[Product]:
    """Return the files that this visitor asked for here."""
    asked = st.session_state.setdefault(f"{shelf.key}_asked", set())
    return [product for product in shelf.products if product.id in asked]


def _is_underway(product: Product, snapshot: Snapshot) -> bool:
    """Return whether a file is on its way."""
    making = workshop().look(product, snapshot)
    return making is not None and making.ahead is not None


def _buttons(snapshot: Snapshot, shelf: _Shelf, is_waiting: bool) -> None:
    known = [(product, workshop().look(product, snapshot)) for product in shelf.products]
    asked = _asked_for(shelf)
    with st.container(key=f"downloads_{shelf.key}"):
        for first in range(0, len(known), shelf.columns):
            row = known[first : first + shelf.columns]
            for place, (product, making) in zip(st.columns(shelf.columns), row, strict=False):
                with place:
                    _button(product, snapshot, making, shelf.key)
        told = (_words(product, making) for product, making in known if product in asked)
        words = " ".join(filter(None, told)) or shelf.hint
        html.show(Markup('<p class="cc-small" role="status">{}</p>').format(words))
    if is_waiting and not any(_is_underway(product, snapshot) for product in asked):
        st.rerun()  # the page itself sets how often this part looks again


def _button(product: Product, snapshot: Snapshot, making: Making | None, key: str) -> None:
    if making and making.content is not None:
        st.download_button(
            f"Download {product.title} ({product.kind}, {_size(making.content)})",
            making.content,
            file_name=product.file_name,
            mime=product.mime,
            key=f"{key}_get_{product.id}",
            on_click="ignore",
            type="primary",
            width="stretch",
            wrap=True,
        )
        return
    is_making = making is not None and making.ahead is not None
    if st.button(
        f"{'Making' if is_making else 'Make'} {product.title} ({product.kind})",
        key=f"{key}_make_{product.id}",
        disabled=is_making,
        width="stretch",
        wrap=True,
    ):
        workshop().ask(product, snapshot)
        st.session_state[f"{key}_asked"].add(product.id)
        st.rerun()


def _words(product: Product, making: Making | None) -> str:
    what = f"{product.title} ({product.kind})"
    if making is None:
        return ""
    if making.content is not None:
        return f"Ready: {what}."
    if making.failed:
        return (
            f"{what[0].upper()}{what[1:]} could not be made. Press its button to try again, or report the "
            f"error {making.failed}."
        )
    return f"Making {what} …{f' {making.ahead} ahead.' if making.ahead else ''}"


def _size(content: bytes) -> str:
    size = len(content)
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else text.count(max(1, size // 1000), "KB", "KB")
