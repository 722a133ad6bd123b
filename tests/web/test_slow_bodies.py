"""A body has its time; what an app waits for after it has as long as it likes."""

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message

from geo.web.slow_bodies import in_time
from tests.event_loop import run


def test_the_time_is_that_of_the_whole_body_and_not_of_each_part() -> None:
    async def drip() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def receive_all() -> None:
        receive = in_time(drip, 0.1)
        for _ in range(6):
            await receive()

    with pytest.raises(HTTPException) as caught:
        run(receive_all())
    assert caught.value.status_code == 408


def test_after_the_body_nothing_is_in_a_hurry() -> None:
    async def whole_then_gone() -> Message:
        if came:
            await asyncio.sleep(0.1)
            return {"type": "http.disconnect"}
        came.append(1)
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def receive_both() -> list[str]:
        receive = in_time(whole_then_gone, 0.05)
        return [(await receive())["type"], (await receive())["type"]]

    came: list[int] = []
    assert run(receive_both()) == ["http.request", "http.disconnect"]
