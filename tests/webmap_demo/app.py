"""A small real app around the real server set-up and the real webmap, for the browser tests."""

from pathlib import Path

HERE = Path(__file__).parent
COUNTIES = ("28007", "28049", "28121")
LAYERS = ("mobile-crisis", "intensive", "regions")


def _first_map(html: bytes) -> None:
    """Show a map that can be switched, selected in, taken away, and pushed down the page."""
    layer = st.radio("Layer", LAYERS, horizontal=True)
    selected = st.selectbox("County", ("none", *COUNTIES), key="county")
    if st.checkbox("Something above"):
        st.warning("A line that appears above the map.")
    if st.checkbox("Other page"):
        html += b"<!-- another page -->"
    if not st.checkbox("Map", value=True):
        return
    clicked = map_frame.show(
        published.publish(html),
        layer=layer,
        selected=None if selected == "none" else selected,
        geoids=COUNTIES,
        title="Demo map",
        key="first",
        height=300,
        on_county=_hear,
    )
    if clicked:
        st.session_state.clicks.append(clicked)


def _hear(geoid: str) -> None:
    """Note a click before the run it causes, while the list of counties may still be set."""
    st.session_state.heard = geoid
    st.session_state.county = geoid


def _extra_map(html: bytes, *, key: str, geoids: tuple[str, ...]) -> None:
    clicked = map_frame.show(
        published.publish(html),
        layer="regions",
        selected=None,
        geoids=geoids,
        title=f"{key} map",
        key=key,
        height=200,
    )
    if clicked:
        st.session_state.clicks.append(f"{key} {clicked}")


def _map_with_segments(html: bytes) -> None:
    layer = st.segmented_control(
        "Segments", LAYERS, key="segments", default=LAYERS[0], required=True
    )
    map_frame.show(
        published.publish(html),
        layer=layer,
        selected=None,
        geoids=COUNTIES,
        title="segments map",
        key="with_segments",
        height=200,
        layers_by_radio=("segments", LAYERS),
    )
    st.text(f"segment {layer}")


def _map() -> None:
    st.session_state.setdefault("clicks", [])
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.title("Map bridge")
    html = (HERE / "map.html").read_bytes()
    _first_map(html)
    if st.checkbox("Second map"):
        _extra_map(html, key="second", geoids=("28059",))
    if st.checkbox("Broken map"):
        _extra_map(b"<!DOCTYPE html><title>Silent</title>", key="broken", geoids=())
    if st.checkbox("Map with segments"):
        _map_with_segments(html)
    st.button("Run again")
    st.text(f"runs {st.session_state.runs}")
    st.text(f"clicks {' '.join(st.session_state.clicks)}.")
    st.text(f"heard {st.session_state.pop('heard', 'nothing')}")


def _elements() -> None:
    """Show the kinds of element the product uses, for the page's security policy to bear."""
    st.header("Elements")
    st.table({"County": ["Adams", "Hinds"], "Status": ["covered", "claimed"]})
    st.dataframe({"County": ["Adams", "Hinds"], "People": [1, 2]})
    st.metric("Covered", "82")
    with st.expander("Why"):
        st.markdown("Because of **this** source. :material/info:")
    st.text_input("Find", autocomplete="off")
    st.multiselect("Region", ["1", "2"])
    st.download_button("Download", b"a,b\n", "demo.csv", "text/csv")
    st.html("<p style='color: #333'>Inline style</p>")
    st.tabs(["One", "Two"])


if __name__ == "__main__":
    import streamlit as st

    from geo.web import map_frame, published

    pages = [
        st.Page(_map, title="Map", default=True),
        st.Page(_elements, title="Elements", url_path="elements"),
    ]
    st.navigation(pages, position="top").run()
else:
    from streamlit.starlette import App

    from geo.web import published, server

    app = App(
        __file__,
        lifespan=server.lifespan(lambda: published.publish((HERE / "map.html").read_bytes())),
        routes=published.routes(),
        middleware=server.middleware(),
    )
