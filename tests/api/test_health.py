"""What whoever watches the app is told: whether it serves a sound state, and which."""

import datetime as dt
import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from geo.catalog import folder
from geo.web import folder_watch
from tests import small_state
from tests.api.conftest import Ask
from tests.api.test_documents import check
from tests.web.app_pages import use_data

BROKEN = "{ broken"


def health(ask: Ask, path: str = "/healthz") -> tuple[int, Any]:
    answer = ask(path)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status, check(answer, path)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_sound_state_is_well(path: str, home: Path, ask: Ask) -> None:
    status, told = health(ask, path)
    assert status == 200
    assert (told["status"], told["ready"], told["degraded"], told["problems"]) == (
        "ok",
        True,
        False,
        [],
    )
    assert told["version"] == metadata.version("ms-crisis-coverage")
    assert told["data_sha256"] == folder.sha256(home)
    verdicts = json.loads(ask("/api/v1/verify").body)
    assert (told["data_sha256"], told["as_of"]) == (verdicts["data_sha256"], verdicts["as_of"])
    facts = [
        fact
        for finding in verdicts["findings"]
        for fact in (*finding["evidence"], *finding["left_out_by"])
    ]
    assert told["ages"]["sources"] == len({fact["source"] for fact in facts})
    assert told["ages"]["oldest_as_of"] == min(fact["as_of"] for fact in facts)
    assert told["ages"]["newest_as_of"] == max(fact["as_of"] for fact in facts)
    stale = {fact["source"] for fact in facts if fact["stale"]}
    assert told["ages"]["stale"] == len(stale)


def test_a_rebuild_that_failed_is_degraded_and_not_ready(home: Path, ask: Ask) -> None:
    _, sound = health(ask)
    (home / "services.yaml").write_text(BROKEN, encoding="utf-8")
    status, told = health(ask)
    assert (status, told["status"], told["ready"], told["degraded"]) == (
        200,
        "degraded",
        False,
        True,
    )
    assert (told["data_sha256"], told["as_of"]) == (sound["data_sha256"], sound["as_of"])
    assert {problem["file"] for problem in told["problems"]} == {"services.yaml"}
    assert health(ask, "/readyz") == (503, told)


def test_a_clock_behind_the_data_is_told_and_all_is_served(
    home: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "machine_date", lambda: dt.date(1970, 1, 1))
    use_data(home, monkeypatch)
    status, told = health(ask)
    assert (status, told["status"], told["ready"], told["degraded"]) == (
        200,
        "degraded",
        True,
        True,
    )
    assert {problem["rule"] for problem in told["problems"]} == {"future-date"}
    assert "this computer's clock says 1970-01-01" in told["problems"][0]["message"]
    assert health(ask, "/readyz") == (200, told)


def test_a_state_without_a_part_is_degraded_and_ready(home: Path, ask: Ask) -> None:
    (home / "context_rivers.geojson").write_text(BROKEN, encoding="utf-8")
    status, told = health(ask)
    assert (status, told["status"], told["ready"]) == (200, "degraded", True)
    assert health(ask, "/readyz")[0] == 200


def test_no_state_at_all_is_unfit(home: Path, ask: Ask) -> None:
    sound = (home / "services.yaml").read_text("utf-8")
    (home / "services.yaml").write_text(BROKEN, encoding="utf-8")
    for path in ("/healthz", "/readyz"):
        status, told = health(ask, path)
        assert (status, told["status"], told["ready"]) == (503, "unfit", False)
        assert (told["data_sha256"], told["as_of"], told["ages"]) == (None, None, None)
        assert told["problems"]
    (home / "services.yaml").write_text(sound, encoding="utf-8")
    assert health(ask, "/readyz")[0] == 200


def test_sources_past_their_age_limit_are_counted(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = small_state.services()
    content["sources"][0]["stale_after_days"] = 1
    use_data(small_state.write(tmp_path / "old", content), monkeypatch)
    assert health(ask)[1]["ages"]["stale"] == 1
