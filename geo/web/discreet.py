"""What Streamlit tells every browser about the server and its machine, less what no page needs."""

from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

__all__ = ["Discreet"]

_SESSION: Final = ("main_script_path",)
_INITIALIZE: Final = ("recommend_skills_install", "skills_nudge_suppressed_reason")
# Streamlit's version stays: a browser whose page is older than the server loads it anew.
_ENVIRONMENT: Final = ("python_version", "server_os", "has_display")
# They are made of the machine's own id and its network card's; the browser reads them, empty or not.
_USER: Final = ("installation_id", "installation_id_v3", "installation_id_v4")


class Discreet:
    """ASGI middleware: takes out of each message that begins a run what is of the machine alone.

    That is the path of the script, ids of the installation, the versions of Python and of the system.

    Parameters
    ----------
    app : ASGIApp
        What lies behind.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of a WebSocket's messages look at each that the server sends."""

        async def send_less(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                message = {**message, "bytes": _without(message["bytes"])}
            await send(message)

        await self._app(scope, receive, send_less if scope["type"] == "websocket" else send)


def _without(content: bytes) -> bytes:
    sent: Any = ForwardMsg.FromString(content)
    if not sent.HasField("new_session"):
        return content
    initialize = sent.new_session.initialize
    _clear(sent.new_session, _SESSION)
    _clear(initialize, _INITIALIZE)
    _clear(initialize.environment_info, _ENVIRONMENT)
    _clear(initialize.user_info, _USER)
    less: bytes = sent.SerializeToString()
    return less


def _clear(record: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in record.DESCRIPTOR.fields_by_name:  # another version may have none of that name
            record.ClearField(name)
