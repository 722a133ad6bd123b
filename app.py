"""Start the web app: ``streamlit run app.py``.

Streamlit uses this file twice. The server imports it once and takes `app` from it: routes,
headers, start-up. Then each visit runs it as a script, ``__main__``, which shows the pages. One
file does both, so that the usual command starts everything and tests can run the same script.
"""

if __name__ == "__main__":
    from geo.web import site

    site.show()
else:
    import os
    import sys

    from streamlit.starlette import App

    from geo.api import door
    from geo.catalog.folder import LOG_VARIABLE
    from geo.web import downloads, fault, logs, published, server, site, snapshot, start_page

    logs.configure(sys.stderr, json=os.environ.get(LOG_VARIABLE) == "json")
    app = App(
        __file__,
        lifespan=server.lifespan(snapshot.warm, downloads.can_print, end=downloads.drop),
        routes=[*published.routes(), *start_page.routes(site.ADDRESSES)],
        middleware=[*door.middleware(), *server.middleware()],
        on_script_error=fault.show,
        exception_handlers={Exception: fault.respond},
    )
