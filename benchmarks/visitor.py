"""A visitor without a browser: what Streamlit's page and server say to each other over their WebSocket."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

__all__ = ["Choice", "Visitor"]

PATIENCE_S: Final = 60.0
_DRAWN: Final = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


@dataclass(frozen=True)
class Choice:
    """A control of which one thing is chosen.

    `part` is the id of the part of the page that runs alone for it, "" for the whole page.
    """

    id: str
    options: tuple[str, ...]
    segmented: bool
    part: str


@dataclass
class Visitor:
    """One open page of an app.

    Parameters
    ----------
    socket : ClientConnection
        To the app's stream.
    choice : Choice, optional
        The first control of the page as it was drawn last, which `choose` sets.
    """

    socket: ClientConnection
    choice: Choice | None = None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect to the app at an address such as ``http://127.0.0.1:8501``, and draw its first page."""
        stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        socket = await connect(
            stream, subprotocols=["streamlit"], origin=url, max_size=None, compression=None
        )
        visitor = cls(socket)
        await visitor.draw({})
        return visitor

    async def choose(self, option: str) -> float:
        """Choose an option of the first control; return milliseconds until the page is drawn anew."""
        if self.choice is None:
            message = "the page has no control to choose from"
            raise LookupError(message)
        return await self.draw({self.choice.id: option})

    async def draw(self, chosen: Mapping[str, str]) -> float:
        """Ask for the page with what is chosen, by control; return milliseconds until all of it is here."""
        asked = BackMsg()
        asked.rerun_script.context_info.timezone = "America/Chicago"
        asked.rerun_script.query_string = ""
        if chosen and self.choice:
            asked.rerun_script.fragment_id = self.choice.part
        for control, option in chosen.items():
            state = asked.rerun_script.widget_states.widgets.add(id=control)
            if self.choice and self.choice.segmented:
                state.string_array_value.data.append(option)
            else:
                state.string_value = option
        start = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        self.choice = None  # each run draws it anew, where it may be in another part
        await self._until_drawn()
        return (time.perf_counter() - start) * 1000

    async def _until_drawn(self) -> None:
        while True:
            told = ForwardMsg.FromString(await self.socket.recv(decode=False))
            kind = told.WhichOneof("type")
            if kind == "delta":
                self._look_at(told)
            elif kind == "script_finished":
                if told.script_finished in _DRAWN:
                    return
                if told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    message = f"the page was not drawn to its end: {told.script_finished}"
                    raise RuntimeError(message)

    def _look_at(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            message = f"the page shows an error: {element.exception.type}"
            raise RuntimeError(message)
        if self.choice is None and kind == "button_group":
            group = element.button_group
            options = tuple(option.content for option in group.options)
            self.choice = Choice(group.id, options, True, told.delta.fragment_id)
        elif self.choice is None and kind == "selectbox":
            box = element.selectbox
            self.choice = Choice(box.id, tuple(box.options), False, told.delta.fragment_id)
