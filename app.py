"""Start the web app: ``streamlit run app.py``.

Streamlit uses this file twice. The server imports it once and takes `app` from it: routes,
headers, start-up. Then each visit runs it as a script, ``__main__``, which shows the pages. One
file does both, so that the usual command starts everything and tests can run the same script.
"""

if __name__ == "__main__":
    import streamlit as st

    from geo.web import (
        confirm_page,
        county_page,
        coverage_page,
        find_page,
        gaps_page,
        problems,
        sources_page,
    )

    page = st.navigation(
        [
            st.Page(coverage_page.page, title="Coverage", url_path="", default=True),
            st.Page(gaps_page.page, title="Gaps", url_path="gaps"),
            st.Page(county_page.page, title="County", url_path="county"),
            st.Page(find_page.page, title="Find help", url_path="find"),
            st.Page(confirm_page.page, title="Confirm", url_path="confirm"),
            st.Page(sources_page.page, title="Data and sources", url_path="sources"),
        ],
        position="top",
    )
    # The title too: the page County sets one of its own, which would outlast it.
    st.set_page_config(page_title=page.title, layout="wide")
    problems.banner()
    page.run()
else:
    from streamlit.starlette import App

    from geo.web import published, server, snapshot

    app = App(
        __file__,
        lifespan=server.lifespan(snapshot.warm),
        routes=published.routes(),
        middleware=server.middleware(),
    )
