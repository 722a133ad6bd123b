"""Whether an answer is compressed: as whoever asks says, and told in one header."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Compression", "takes_gzip"]

_ACCEPT: Final = "accept-encoding"


class Compression:
    """ASGI middleware: has Streamlit compress for those alone who take gzip.

    Streamlit looks for the letters in `Accept-Encoding`, which ``gzip;q=0`` has too. It also adds a second `Vary`
    to an answer that has one.

    Parameters
    ----------
    app : ASGIApp
        What lies behind.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        accepted = ",".join(Headers(scope=scope).getlist(_ACCEPT))
        told = MutableHeaders(raw=list(scope["headers"]))
        told[_ACCEPT] = "gzip" if takes_gzip(accepted) else "identity"

        async def send_one_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                names = ",".join(headers.getlist("vary")).split(",")
                if any(names):
                    headers["vary"] = ", ".join(dict.fromkeys(name.strip() for name in names))
            await send(message)

        await self._app({**scope, "headers": told.raw}, receive, send_one_vary)


def takes_gzip(accepted: str) -> bool:
    """Return whether whoever sent this Accept-Encoding takes what is compressed with gzip."""
    for choice in accepted.lower().split(","):
        coding, _, weight = choice.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return weight.strip("0.") != "" if weight else True
    return False
