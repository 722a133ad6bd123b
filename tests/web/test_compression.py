"""What is compressed is so for those alone who take it, by Streamlit too."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware

from geo.web import published, server
from tests.asgi import Answer, call, scope

TEXT = "a page " * 500


def page(request: Request) -> Response:
    vary = request.query_params.getlist("vary")
    answer = PlainTextResponse(TEXT)
    for name in vary:
        answer.headers.append("vary", name)
    return answer


def asked(path: str, **headers: str | list[str]) -> Answer:
    """Return what comes through all that Streamlit passes an answer through."""
    routes = [*published.routes(), Route("/page", page)]
    before = [*server.middleware(), *create_streamlit_middleware()]
    return call(Starlette(routes=routes, middleware=before), scope(path=path, **headers))


def varies(answer: Answer) -> list[bytes]:
    return [value for name, value in answer.messages[0]["headers"] if name == b"vary"]


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", ["br", "gzip"]])
def test_who_takes_gzip_gets_it(accepted: str | list[str]) -> None:
    answer = asked("/page", accept_encoding=accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body).decode() == TEXT
    assert varies(answer) == [b"Accept-Encoding"]


@pytest.mark.parametrize("accepted", [[], "", "identity", "gzip;q=0", "gzip; q=0.0, br", "xgzip"])
def test_who_refuses_it_gets_the_plain_text(accepted: str | list[str]) -> None:
    answer = asked("/page", accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.body.decode() == TEXT
    assert varies(answer) == [b"Accept-Encoding"]


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_a_published_page_says_once_on_what_it_hangs(accepted: str) -> None:
    answer = asked(published.publish(TEXT.encode()), accept_encoding=accepted)
    assert answer.status == 200
    assert varies(answer) == [b"Accept-Encoding"]


def test_what_else_an_answer_hangs_on_stays() -> None:
    assert varies(asked("/page?vary=Origin&vary=Accept-Encoding")) == [b"Origin, Accept-Encoding"]
