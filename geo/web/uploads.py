"""How much of chosen files the server takes: by each visitor, and by all together."""

import re
from collections import Counter
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from geo.web import upload
from geo.web.slow_bodies import in_time

__all__ = ["UploadLimit"]

# Twice what is compared: the page says in its own words what is a little too much, and takes other files
# before those chosen earlier are gone.
OF_VISIT_BYTES: Final = 2 * upload.MAX_BYTES
OF_VISIT_FILES: Final = 2 * upload.MAX_FILES
OF_ALL_BYTES: Final = 100 * 2**20
"""Of all visitors together."""
SENDING_S: Final = 120.0
"""Seconds for a file: the largest at 350 kbit/s, as over a poor telephone."""
FRAME_BYTES: Final = 4096
"""What a browser sends around a file."""
_PATH: Final = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)")
_TOO_MUCH: Final = PlainTextResponse("These files are too large, or too many.\n", 413)
_NOT_ASKED_FOR: Final = PlainTextResponse("The page of this visit asks for no file.\n", 403)
_NO_LENGTH: Final = PlainTextResponse("A file is sent with its length.\n", 411)


class UploadLimit:
    """ASGI middleware: refuses files beyond `OF_VISIT_FILES` and `OF_VISIT_BYTES` of a visit, and `OF_ALL_BYTES`.

    Also a file that no page asks for, and one that takes longer than `SENDING_S`. Streamlit limits each file alone. It
    keeps what is sent for as long as the visit lasts, whether a page asked for it or not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # By visit what is being sent: it counts before it is kept, so that files sent at once are no way around.
        self._files: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it.

        413 for what is too much, 411 for a file of unknown length, 408 for one that does not come, 403 for one that no
        page asks for.
        """
        place = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if place is None or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if not length.isascii() or not length.isdecimal():
            await _NO_LENGTH(scope, receive, send)
        elif not _is_asked_for(place[1]):
            await _NOT_ASKED_FOR(scope, receive, send)
        elif not self._fits(place[1], place[2], int(length)):
            await _TOO_MUCH(scope, receive, send)
        else:
            await self._pass_on(place[1], int(length), (scope, receive, send))

    async def _pass_on(
        self, visit: str, length_bytes: int, request: tuple[Scope, Receive, Send]
    ) -> None:
        self._files[visit] += 1
        self._bytes[visit] += length_bytes
        try:
            scope, receive, send = request
            await self._app(scope, in_time(receive, SENDING_S), send)
        finally:
            self._files[visit] -= 1
            self._bytes[visit] -= length_bytes
            if not self._files[visit]:
                del self._files[visit], self._bytes[visit]

    def _fits(self, visit: str, file_id: str, length_bytes: int) -> bool:
        kept = _kept()
        # A file that is sent again takes the place of the earlier one.
        of_visit = {name: size for name, size in kept.get(visit, {}).items() if name != file_id}
        files = len(of_visit) + self._files[visit] + 1
        size = sum(of_visit.values()) + self._bytes[visit] + length_bytes
        of_all = sum(sum(sizes.values()) for sizes in kept.values()) + self._bytes.total()
        return (
            files <= OF_VISIT_FILES
            and size <= OF_VISIT_BYTES + files * FRAME_BYTES
            and of_all + length_bytes <= OF_ALL_BYTES
        )


def _is_asked_for(visit: str) -> bool:
    """Return whether the page of a visit has the control for files now; Streamlit refuses a visit that is none."""
    session = runtime.get_instance().get_app_session(visit)
    return session is None or upload.CONTROL in session.session_state


def _kept() -> dict[str, dict[str, int]]:
    """Return the sizes in bytes of the files that Streamlit keeps, by visit and file."""
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        raise TypeError("another keeper of uploaded files than the one whose files are counted")
    return {
        visit: {name: len(file.data) for name, file in files.items()}
        for visit, files in manager.file_storage.copy().items()
    }
