"""Shows a published map page in a sandboxed frame and hands county clicks back."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["show"]

MAP_PATH: Final = re.compile(r"/maps/[0-9a-f]{64}\.html")


def show(  # noqa: PLR0913  (a map has that many sides; all but the first are named)
    path: str,
    *,
    layer: str,
    selected: str | None,
    geoids: Sequence[str],
    title: str,
    key: str,
    height: int,
    on_county: Callable[[str], object] | None = None,
    on_layer: Callable[[], object] | None = None,
    only: Sequence[str] | None = None,
    place: Mapping[str, object] | None = None,
    layers_by_radio: tuple[str, Sequence[str]] | None = None,
) -> str | None:
    """Show the map and return the county that was clicked since the last run of the script.

    The frame stays as it is from run to run: another layer, selection or place is told to the
    page in it, which restyles in place. Only another `path` loads a page.

    Parameters
    ----------
    path : str
        What `geo.web.published.publish` returned.
    layer : str
        Layer to draw, by an id the map page knows.
    selected : str | None
        GEOID of the county to mark.
    geoids : Sequence[str]
        The counties a click may name; anything else the frame says is ignored.
    title : str
        Name of the frame for screen readers.
    key : str
        Identity of this map in the app; the frame survives as long as the key is shown.
    height : int
        Height in CSS pixels; less on a narrow screen, so that the page can be scrolled past it.
    on_county : Callable[[str], object] | None
        Called with the GEOID that was clicked before the script runs again, so that it may still
        set the state of other widgets.
    on_layer : Callable[[], object] | None
        Called before the script runs again, where the option of `layers_by_radio` that is chosen
        already was clicked while another layer is drawn.
    only : Sequence[str] | None
        The counties that a filter leaves: the others fade, and the map zooms to these.
    place : Mapping[str, object] | None
        What the page is to draw of a look-up, as `geo.maps.findmap.drawing` makes it. It goes to the
        page in the frame by message alone, so that it is in no page, address or file.
    layers_by_radio : tuple[str, Sequence[str]] | None
        Key of a segmented control and the layer that each of its options draws, in order. The map
        turns to that layer at the click; the script's own answer follows.

    Returns
    -------
    str | None
        A GEOID of `geoids` in the one run that a click causes, else None.

    Raises
    ------
    ValueError
        If `path` is not a published map's.
    """
    if not MAP_PATH.fullmatch(path):
        message = f"not the path of a published map: {path!r}"
        raise ValueError(message)
    data = {
        "path": path,
        "layer": layer,
        "selected": selected,
        "geoids": list(geoids),
        "title": title,
        "height": height,
        "only": None if only is None else list(only),
        "place": place,
        "control": layers_by_radio
        and {"key": layers_by_radio[0], "layers": list(layers_by_radio[1])},
    }

    def hear() -> None:
        clicked = _one_of(geoids, st.session_state[key].county)
        if clicked is not None and on_county is not None:
            on_county(clicked)

    def hear_layer() -> None:
        if st.session_state[key].layer is not None and on_layer is not None:
            on_layer()

    # A trigger value, unlike a state value, is gone after the run it caused.
    shown = _component()(key=key, data=data, on_county_change=hear, on_layer_change=hear_layer)
    return _one_of(geoids, shown.county)


def _one_of(geoids: Sequence[str], clicked: object) -> str | None:
    """Return what the browser sent if it is one of the counties; it could send anything."""
    return clicked if isinstance(clicked, str) and clicked in geoids else None


@cache
def _component() -> "ComponentRenderer":
    folder = files("geo.web")
    return st.components.v2.component(
        "crisis_coverage_webmap",
        css=(folder / "webmap.css").read_text(encoding="utf-8"),
        js=(folder / "webmap.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
