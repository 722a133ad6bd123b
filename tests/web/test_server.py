"""The server's own parts, driven as ASGI: published maps, headers, and who is turned away."""

import base64
import gc
import gzip
import hashlib
import importlib
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.starlette import App
from streamlit.web.server.app_discovery import discover_asgi_app

from geo.errors import DataError, Problem
from geo.web import published, server, site, start_page
from tests.asgi import OWN, Answer, call, scope
from tests.browser.waiting import PATIENCE_S
from tests.event_loop import run

PAGE = b"<!DOCTYPE html><title>Map</title>" * 40


def get_map(path: str, **headers: str) -> Answer:
    return call(Starlette(routes=published.routes()), scope(path=path, **headers))


# Published maps


def test_path_names_the_content() -> None:
    path = published.publish(PAGE)
    assert path == f"/maps/{hashlib.sha256(PAGE).hexdigest()}.html"
    assert published.publish(bytes(PAGE)) == path
    assert published.publish(PAGE + b" ") != path


def test_published_map_is_served_with_its_own_policy() -> None:
    answer = get_map(published.publish(PAGE))
    assert answer.status == 200
    assert answer.body == PAGE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data:; sandbox allow-scripts; frame-ancestors 'self'"
    )


@pytest.mark.parametrize("accepted", ["gzip", "br, GZip", "deflate, gzip;q=0.5", "gzip; q=1.0"])
def test_map_is_compressed_for_those_who_take_it(accepted: str) -> None:
    answer = get_map(published.publish(PAGE), accept_encoding=accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(answer.body) < len(PAGE)
    assert gzip.decompress(answer.body) == PAGE
    assert answer.body[4:8] == bytes(4), "the time of day has no place in it"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.000", "xgzip", "identity"])
def test_map_is_plain_for_all_others(accepted: str) -> None:
    answer = get_map(published.publish(PAGE), accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.body == PAGE


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x.html",
        f"{'0' * 64}.html",
        "{digest}",
        "{digest}.HTML",
        "{digest}.html/",
        "../{digest}.html",
    ],
)
def test_other_names_are_not_found_in_plain_words(name: str) -> None:
    published.publish(PAGE)
    answer = get_map(f"/maps/{name.format(digest=hashlib.sha256(PAGE).hexdigest())}")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_longest_unused_map_falls_out_first() -> None:
    pages = published.MapPages(kept=3)
    first, second, third = (pages.put(bytes([number])) for number in range(3))
    assert pages.get(first) is not None
    pages.put(bytes([1]))
    pages.put(b"fourth")
    assert pages.get(third) is None
    assert {pages.get(first) is None, pages.get(second) is None} == {False}


def test_maps_may_be_published_and_fetched_by_many_threads() -> None:
    pages = published.MapPages(kept=4)
    contents = [bytes([number]) * 5_000 for number in range(12)]

    def use(number: int) -> bool:
        content = contents[number % 12]
        page = pages.get(pages.put(content))
        return page is None or (page.plain == content and gzip.decompress(page.gzipped) == content)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(use, range(600)))
    kept = [content for content in contents if pages.get(hashlib.sha256(content).hexdigest())]
    assert len(kept) == 4


def test_route_serves_maps_published_after_the_module_was_loaded_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = Starlette(routes=published.routes())
    monkeypatch.delitem(sys.modules, "geo.web.published")
    newer = importlib.import_module("geo.web.published")
    monkeypatch.setattr("geo.web.published", newer)
    assert newer is not published
    path = newer.publish(b"published by the newer module")
    assert call(running, scope(path=path)).body == b"published by the newer module"


# Published sheets


def test_sheet_is_served_with_a_policy_that_lets_nothing_run() -> None:
    path = published.publish_sheet(PAGE)
    assert path == f"/sheets/{hashlib.sha256(PAGE).hexdigest()}.html"
    answer = get_map(path)
    assert answer.status == 200
    assert answer.body == PAGE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; sandbox allow-popups "
        "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    )
    assert gzip.decompress(get_map(path, accept_encoding="gzip").body) == PAGE


def test_sheets_push_no_map_out_and_are_not_maps() -> None:
    shown = published.publish(b"a map that somebody looks at")
    some = [published.publish_sheet(b"sheet %d" % number) for number in range(120)]
    assert get_map(shown).status == 200
    assert [get_map(path).status for path in some[-82:]] == [200] * 82, "one for each county"
    assert get_map(some[0]).status == 404
    assert get_map(some[-1].replace("sheets", "maps")).status == 404
    assert get_map(shown.replace("maps", "sheets")).status == 404


@pytest.mark.parametrize("name", ["", "28107-panola.html", f"{'0' * 64}.html", "../maps/x.html"])
def test_missing_sheet_is_told_in_plain_words(name: str) -> None:
    answer = get_map(f"/sheets/{name}")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.body == b"There is no such sheet. The page County makes it again.\n"


# Callers


def behind() -> ASGIApp:
    """Return a guarded app whose inner app says that it was reached."""

    async def inner(given: Scope, receive: Receive, send: Send) -> None:
        if given["type"] == "http":
            own = {"Content-Security-Policy": "sandbox"} if given["path"] == "/own" else {}
            await PlainTextResponse("reached", headers=own)(given, receive, send)
        else:
            await send({"type": f"{given['type']}.reached"})

    return server.Guard(inner, hosts=["localhost", "127.0.0.1", "::1", "*.Example.org."])


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:8501", "localhost.:80", "127.0.0.1", "127.0.0.1:8501"),
        *("[::1]", "[::1]:8501", "map.example.org", "a.b.EXAMPLE.org:443"),
    ],
)
def test_own_host_is_served(host: str) -> None:
    assert call(behind(), scope(host=host)).body == b"reached"
    reached = call(behind(), scope("websocket", host=host, origin=f"http://{host}"))
    assert reached.messages[0]["type"] == "websocket.reached"


FOREIGN_HOSTS = [
    *("evil.example", "evil.example:8501", "127.0.0.2", "localhost.evil.example", "evillocalhost"),
    *("example.org", "evilexample.org", "", "127.0.0.1@evil.example", "evil.example/127.0.0.1"),
    *("localhost:http", "localhost:8501:1", "localhost:123456", "localhost#", "local host", "::1"),
    *("127.0.0.1\x85", "lócalhost", "127.1", "2130706433", "0"),
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_foreign_host_is_refused(host: str) -> None:
    answer = call(behind(), scope(host=host))
    assert answer.status == 400
    assert b"reached" not in answer.body
    refused = call(behind(), scope("websocket", host=host, origin=f"http://{host}"))
    assert [message["type"] for message in refused.messages] == ["websocket.close"]


def test_request_without_a_host_is_refused() -> None:
    assert call(behind(), scope(host=[])).status == 400


@pytest.mark.parametrize("origin", [[], f"http://{OWN}", f"https://{OWN}"])
def test_caller_of_this_server_or_a_program_is_taken(origin: str | list[str]) -> None:
    assert call(behind(), scope(origin=origin)).body == b"reached"
    reached = call(behind(), scope("websocket", origin=origin))
    assert reached.messages[0]["type"] == "websocket.reached"


FOREIGN_ORIGINS = [
    *("http://evil.example", "null", "", "http://127.0.0.1", "http://127.0.0.1:8502"),
    *("http://localhost:8501", f"http://{OWN}@evil.example", f"http://user@{OWN}", f"ftp://{OWN}"),
    *(
        f"http://{OWN}.evil.example",
        f"http://{OWN}/",
        OWN,
        "file://",
        "http://[",
        "//127.0.0.1:8501",
    ),
]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_caller_of_another_origin_is_refused_before_streamlit_sees_it(origin: str) -> None:
    for sent in (origin, [f"http://{OWN}", origin], [origin, f"http://{OWN}"]):
        assert call(behind(), scope(origin=sent)).status == 400
        refused = call(behind(), scope("websocket", origin=sent))
        assert [message["type"] for message in refused.messages] == ["websocket.close"]
        assert refused.messages[0]["code"] == 1008


def test_hosts_are_streamlits_allowed_ones_by_default() -> None:
    assert streamlit.get_option("server.allowedHosts") == ["127.0.0.1", "localhost"]
    guard = server.Guard(Starlette(routes=[Route("/", lambda _: PlainTextResponse("reached"))]))
    assert call(guard, scope(host="localhost:8501")).body == b"reached"
    assert call(guard, scope(host="map.example.org")).status == 400


def test_start_up_and_shut_down_pass_through() -> None:
    assert call(behind(), {"type": "lifespan"}).messages[0]["type"] == "lifespan.reached"


# What is used


CLOSED = [
    *(
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/bidi-components/a/b.js",
        "/_stcore/",
    ),
    *(
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/health/",
    ),
    *("/auth/login", "/auth/logout", "/oauth2callback", "/component/a/b.html", "/app/static/a.js"),
    "/_stcore/healthy",
]
OPEN = {
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream"),
    *("/_stcore/upload_file/{session_id}/{file_id}", "/media/{file_id:path}"),
}


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_no_page_uses_is_closed(path: str, method: str) -> None:
    answer = call(behind(), scope(path=path, method=method))
    assert (answer.status, answer.body) == (404, b"There is nothing at this address.\n")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", [*sorted(OPEN), "/", "/county", "/static/js/index.js", "/component"]
)
def test_what_pages_use_is_open(path: str) -> None:
    assert call(behind(), scope(path=path)).body == b"reached"


def test_every_address_of_streamlit_is_open_or_closed(repo_root: Path) -> None:
    """A new version may bring others: one that a page uses belongs into OPEN."""
    routes = App(repo_root / "app.py")._build_starlette_app().routes
    own = [*published.routes(), *start_page.routes(site.ADDRESSES)]
    paths = {str(route.path) for route in routes if getattr(route, "path", None)}
    paths -= {str(getattr(route, "path", None)) for route in own}
    assert {path for path in paths if not server.UNUSED.fullmatch(path)} == OPEN


# Headers


@pytest.mark.parametrize("host", [OWN, "evil.example"])
def test_every_answer_carries_the_security_headers(host: str) -> None:
    headers = call(behind(), scope(host=host)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["content-security-policy"] == server.page_policy()


def test_answer_with_a_policy_of_its_own_keeps_it() -> None:
    answer = call(behind(), scope(path="/own"))
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


class InlineScripts(HTMLParser):
    """Collects the text of scripts that name no file."""

    def __init__(self) -> None:
        super().__init__()
        self.inline = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inline = tag == "script" and "src" not in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.inline = self.inline and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inline:
            self.found.append(data)


def test_page_policy_names_each_inline_script_of_streamlits_page_by_hash() -> None:
    reader = InlineScripts()
    start_page = Path(streamlit.__file__).parent / "static" / "index.html"
    reader.feed(start_page.read_text(encoding="utf-8"))
    assert reader.found
    for script in reader.found:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in server.page_policy()


def test_page_policy_trusts_no_other_host_and_no_text_as_script() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in server.page_policy().split(";"))
    assert rules.pop("default-src") == "'none'"
    assert "'unsafe-inline'" not in rules["script-src"]
    words = {word for values in rules.values() for word in values.split()}
    named = {word for word in words if not word.startswith("'sha256-")}
    assert named == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


# Start


async def start_and_stop(warm: Callable[[], object]) -> int:
    """Run the server's start-up; return how many objects the garbage collector then leaves out."""
    async with server.lifespan(warm)(App("app.py")):
        frozen = gc.get_freeze_count()
    gc.unfreeze()
    return frozen


class Litter:
    """Something that only the garbage collector can get rid of."""

    def __init__(self) -> None:
        self.self = self


def test_start_up_warms_and_spares_what_stays_from_garbage_collection() -> None:
    left: list[weakref.ref[Litter]] = []

    def warm() -> None:
        left.append(weakref.ref(Litter()))

    assert gc.get_freeze_count() == 0
    assert run(start_and_stop(warm)) > 1_000
    assert [litter() for litter in left] == [None], "what nobody needs is not kept for ever"


def test_start_up_does_not_wait_for_what_is_begun_aside() -> None:
    may, done = threading.Event(), threading.Event()

    def aside() -> None:
        if may.wait(PATIENCE_S):
            done.set()

    async def start() -> bool:
        async with server.lifespan(lambda: None, aside)(App("app.py")):
            began_before_it_was_done = not done.is_set()
            may.set()
        gc.unfreeze()
        return began_before_it_was_done

    assert run(start())
    assert done.wait(PATIENCE_S)


PROBLEM = Problem("services.yaml", 7, "phone", "services[0].phone", "12", "not a number to call")


@pytest.mark.parametrize("error", [DataError([PROBLEM]), FileNotFoundError("services.yaml:7")])
def test_server_starts_on_bad_data_and_says_so(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def warm() -> None:
        raise error

    assert run(start_and_stop(warm)) > 1_000
    assert "services.yaml:7" in caplog.text


def test_error_of_the_program_itself_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        run(start_and_stop(lambda: 1 // 0))


def test_streamlit_run_finds_the_server_in_the_script(repo_root: Path) -> None:
    found = discover_asgi_app(repo_root / "app.py")
    assert found.is_asgi_app
    assert found.import_string == "app:app"
