"""Start the web app: ``streamlit run app.py``.

Streamlit uses this file twice. The server imports it once and takes `app` from it: routes,
headers, start-up. Then each visit runs it as a script, ``__main__``, which shows the pages. One
file does both, so that the usual command starts everything and tests can run the same script.
"""

if __name__ == "__main__":
    import streamlit as st

    from geo.views import county, coverage, find, gaps, numbers, sources

    page = st.navigation(
        [
            st.Page(coverage.page, title="Coverage", url_path="", default=True),
            st.Page(gaps.page, title="Gaps", url_path="gaps"),
            st.Page(county.page, title="County", url_path="county"),
            st.Page(find.page, title="Find help", url_path="find"),
            st.Page(sources.page, title="Data and sources", url_path="sources"),
        ],
        position="top",
    )
    # The title too: the page County sets one of its own, which would outlast it.
    st.set_page_config(page_title=page.title, layout="wide")
    numbers.banner()
    page.run()
else:
    from streamlit.starlette import App

    from geo import published, server
    from geo.views import state

    app = App(
        __file__,
        lifespan=server.lifespan(state.warm),
        routes=published.routes(),
        middleware=server.middleware(),
    )
