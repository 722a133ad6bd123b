"""Files that visitors send: Streamlit's own address for them, behind what limits them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.state import SessionState
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette import starlette_app_utils, starlette_routes

from geo.web import server, upload, uploads
from tests.asgi import Answer, call, call_at_once, call_that_stalls, scope

MEGABYTE = 2**20
SENT = b"--x\r\nContent-Disposition: form-data; name=f; filename=a.csv\r\n\r\n%b\r\n--x--\r\n"

Put = Callable[..., Answer]


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """Return what keeps files, as the running app has it."""
    kept = MemoryUploadedFileManager("/_stcore/upload_file")
    running = SimpleNamespace(uploaded_file_mgr=kept, get_app_session=page_of)
    monkeypatch.setattr(runtime, "get_instance", lambda: running)
    return kept


def page_of(visit: str) -> SimpleNamespace | None:
    """Return a visit whose page has the control for files, or has had it, or none."""
    state = SessionState()
    if "elsewhere" not in visit:
        state[upload.CONTROL] = []
    return SimpleNamespace(session_state=state) if visit.startswith("visit") else None


@pytest.fixture
def app(manager: MemoryUploadedFileManager) -> Starlette:
    visits = SimpleNamespace(is_active_session=lambda visit: visit.startswith("visit"))
    routes = starlette_routes.create_upload_routes(visits, manager, "")
    return Starlette(routes=routes, middleware=server.middleware())


def request(path: str, size: int, method: str = "PUT", **headers: str) -> dict:
    token = starlette_app_utils.generate_xsrf_token_string()
    own = {
        "content_type": "multipart/form-data; boundary=x",
        "content_length": str(size),
        "cookie": f"_streamlit_xsrf={token}",
        "x_xsrftoken": token,
    }
    sent = {name: value for name, value in (own | headers).items() if value}
    return scope("http", f"/_stcore/upload_file/{path}", method, **sent)


@pytest.fixture
def put(app: Starlette) -> Put:
    """Return ``put("visit/1", size)``, which sends a file of so many bytes."""

    def put(path: str, size: int, method: str = "PUT", **headers: str) -> Answer:
        body = SENT % (b"a" * size)
        return call(app, request(path, len(body), method, **headers), body)

    return put


def kept(manager: MemoryUploadedFileManager, visit: str = "visit") -> list[int]:
    return [len(file.data) for file in manager.file_storage.get(visit, {}).values()]


def test_what_is_compared_is_taken_and_as_much_again(
    put: Put, manager: MemoryUploadedFileManager
) -> None:
    """The page then says in its own words that it is too much."""
    largest = upload.MAX_BYTES - 1000
    assert [put(f"visit/{name}", largest).status for name in "abc"] == [204, 204, 413]
    assert kept(manager) == [largest, largest]


def test_more_is_refused(put: Put, manager: MemoryUploadedFileManager) -> None:
    statuses = [put(f"visit/{number}", 4 * MEGABYTE).status for number in range(30)]
    assert statuses == [204] * 2 + [413] * 28
    assert kept(manager) == [4 * MEGABYTE] * 2


def test_files_are_counted(put: Put, manager: MemoryUploadedFileManager) -> None:
    most = 2 * upload.MAX_FILES
    statuses = [put(f"visit/{number}", 1).status for number in range(most + 2)]
    assert statuses == [204] * most + [413] * 2
    assert put("visit-2/0", 1).status == 204, "others have files of their own"
    assert len(kept(manager)) == most


def test_a_file_that_is_taken_back_or_sent_again_leaves_room(put: Put) -> None:
    assert [put(f"visit/{name}", 4 * MEGABYTE).status for name in "ab"] == [204, 204]
    assert put("visit/a", 5 * MEGABYTE - 1000).status == 204
    assert put("visit/c", 2 * MEGABYTE).status == 413
    assert put("visit/a", 0, "DELETE").status == 204
    assert put("visit/c", 2 * MEGABYTE).status == 204


def test_all_visitors_together_have_a_limit(
    put: Put, manager: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "OF_ALL_BYTES", 6 * MEGABYTE)
    assert [put(f"visit-{visit}/a", 2 * MEGABYTE).status for visit in range(3)] == [204, 204, 413]
    manager.remove_session_files("visit-0")
    assert put("visit-2/a", 2 * MEGABYTE).status == 204


def test_files_that_are_sent_at_once_are_no_way_around(
    app: Starlette, manager: MemoryUploadedFileManager
) -> None:
    """Each says that it will have 4 MB; whatever comes then, only two may be on their way."""
    sent = [request(f"visit/{number}", 4 * MEGABYTE) for number in range(8)]
    statuses = sorted(answer.status for answer in call_at_once(app, sent))
    assert statuses == [400] * 2 + [413] * 6
    assert kept(manager) == []


def test_a_file_that_does_not_come_is_not_waited_for_and_leaves_its_room(
    app: Starlette,
    put: Put,
    manager: MemoryUploadedFileManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = 4 * MEGABYTE
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "SENDING_S", 0.05)
        for number in range(3):
            answer = call_that_stalls(app, request(f"visit/{number}", size), SENT[:60])
            assert (answer.status, answer.headers["connection"]) == (408, "close")
    assert kept(manager) == []
    assert [put(f"visit/{name}", size).status for name in "ab"] == [204, 204]


@pytest.mark.parametrize("length", ["", "-1", "many", "١"])
def test_a_file_of_unknown_length_is_refused(
    length: str, put: Put, manager: MemoryUploadedFileManager
) -> None:
    headers = {"content_length": length} if length.isascii() else {"content_length": "\xb9"}
    assert put("visit/a", 1, **headers).status == 411
    assert kept(manager) == []


def test_a_file_that_the_page_does_not_ask_for_is_refused(
    put: Put, manager: MemoryUploadedFileManager
) -> None:
    assert put("visit-elsewhere/a", 1).status == 403
    assert manager.file_storage == {}
    assert put("visit-elsewhere/a", 0, "DELETE").status == 204, "what was chosen before can go"


def test_what_was_refused_counts_no_longer(put: Put) -> None:
    """A visit that is not there, a token that is not right: Streamlit refuses them, and room is free again."""
    for _ in range(3):
        assert put("nobody/a", 4 * MEGABYTE).status == 400
        assert put("visit/a", 4 * MEGABYTE, x_xsrftoken="").status == 403
    assert put("visit/a", 4 * MEGABYTE).status == 204


def test_another_keeper_of_files_is_noticed(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(uploaded_file_mgr=object(), get_app_session=page_of)
    monkeypatch.setattr(runtime, "get_instance", lambda: other)
    with pytest.raises(TypeError, match="another keeper"):
        put("visit/a", 1)


def test_streamlit_names_a_visits_files_as_is_expected(manager: MemoryUploadedFileManager) -> None:
    manager.add_file("visit", UploadedFileRec("1", "a.csv", "text/csv", b"abc"))
    (address,) = manager.get_upload_urls("visit", ["b.csv"])
    assert uploads._PATH.fullmatch(f"/{address.upload_url.lstrip('/')}")
    assert uploads._kept() == {"visit": {"1": 3}}
