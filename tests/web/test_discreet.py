"""What a browser is told of the server: each run's first message has less in it, every other is as it was."""

from typing import Any

from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.web.discreet import Discreet
from tests.event_loop import run

SECRETS = ("/home/somebody/app.py", "id-of-the-machine", "3.99.1", "plan9")


def begin() -> ForwardMsg:
    """Return a message that begins a run, with every field that tells of a machine."""
    message: Any = ForwardMsg()
    session = message.new_session
    session.name, session.main_script_hash = "app", "8f0a"
    session.main_script_path = SECRETS[0]
    user = session.initialize.user_info
    user.installation_id = user.installation_id_v3 = user.installation_id_v4 = SECRETS[1]
    environment = session.initialize.environment_info
    environment.python_version, environment.server_os = SECRETS[2:]
    environment.streamlit_version, environment.has_display = "1.67.0", True
    session.initialize.session_id = "5e55"
    session.initialize.recommend_skills_install = True
    session.initialize.skills_nudge_suppressed_reason = SECRETS[1]
    session.config.max_cached_message_age = 2
    return message


def passed_on(*messages: Message, kind: str = "websocket") -> list[Message]:
    """Return what leaves of the messages that an app sends."""
    left: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in messages:
            await send(message)

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        left.append(message)

    run(Discreet(app)({"type": kind}, receive, send))
    return left


def test_the_message_that_begins_a_run_tells_nothing_of_the_machine() -> None:
    (left,) = passed_on({"type": "websocket.send", "bytes": begin().SerializeToString()})
    message = ForwardMsg.FromString(left["bytes"])
    session = message.new_session
    for secret in SECRETS:
        assert secret not in str(message)
    assert not session.initialize.environment_info.has_display
    assert not session.initialize.recommend_skills_install
    assert session.initialize.HasField("user_info"), "Streamlit's page reads it, empty or not"
    kept = (session.name, session.main_script_hash, session.initialize.session_id)
    assert kept == ("app", "8f0a", "5e55")
    assert session.initialize.environment_info.streamlit_version == "1.67.0"
    assert session.config.max_cached_message_age == 2


def test_every_other_message_is_passed_on_as_it_is() -> None:
    delta: Any = ForwardMsg()
    delta.hash, delta.delta.new_element.html.body = "8f0a", "<p>Panola</p>"
    messages: list[Message] = [
        {"type": "websocket.accept", "subprotocol": "streamlit", "headers": []},
        {"type": "websocket.send", "bytes": delta.SerializeToString()},
        {"type": "websocket.send", "text": "words"},
        {"type": "websocket.close", "code": 1008},
    ]
    assert passed_on(*messages) == messages
    answer: Message = {"type": "http.response.body", "body": begin().SerializeToString()}
    assert passed_on(answer, kind="http") == [answer]
