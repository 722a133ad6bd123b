"""The addresses for programs as the app has them, behind the same guard, without a server."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from starlette.applications import Starlette

from geo.api import door
from geo.errors import DataError
from geo.web import server, snapshot
from tests import small_state
from tests.asgi import Answer, call, scope
from tests.web.app_pages import use_data

Ask = Callable[..., Answer]


def served() -> Starlette:
    """Return the addresses for programs, behind what every request of the app passes."""
    return Starlette(middleware=[*door.middleware(), *server.middleware()])


@pytest.fixture
def ask() -> Ask:
    """Return ``ask("/healthz")``, which sends one request and returns all that came back.

    The app has noticed before each what the files are, as it does within seconds of a change.
    """
    app = served()

    def ask(path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        with suppress(DataError):
            snapshot.renewed()
        return call(app, scope("http", path, method, **headers), body)

    return ask


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the data folder of a small state of which the app makes its state once for all tests of a file."""
    with pytest.MonkeyPatch.context() as patch:
        written = small_state.write(tmp_path_factory.mktemp("state"))
        use_data(written, patch)
        yield written


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a small state, to be changed, which the app begins with."""
    written = small_state.write(tmp_path / "data")
    use_data(written, monkeypatch)
    return written
