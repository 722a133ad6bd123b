"""How long a request may take to send its body: the server itself waits for ever."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

__all__ = ["in_time"]


def in_time(receive: Receive, seconds: float) -> Receive:
    """Return what receives a request's messages, as long as its body is whole within so many seconds from now.

    It raises HTTPException, with 408, where that takes longer. The connection is closed then, since the rest
    of the body would be taken for the next request.
    """
    until = asyncio.get_running_loop().time() + seconds
    is_whole = False

    async def receive_in_time() -> Message:
        nonlocal is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            detail = f"The body did not come within {seconds:g} seconds."
            raise HTTPException(408, detail, {"Connection": "close"}) from None
        is_whole = not message.get("more_body", False)
        return message

    return receive_in_time
