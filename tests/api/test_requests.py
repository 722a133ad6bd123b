"""What requests are not taken and how that is told, what is sent again and what is not."""

import gzip
import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from geo.api import operations, queries, routes
from geo.api.operations import NEAREST, OPERATIONS, PREFIX
from geo.catalog import folder
from tests.api.conftest import Ask, served
from tests.api.test_documents import check, place
from tests.asgi import OWN, Answer, call_at_once, scope
from tests.small_state import ALDER

MARK = "4711 Zzyzxmark Ln"
POST = f"{PREFIX}{NEAREST}"
JSON = "application/json"
PROBLEM = "application/problem+json"
GETS = [f"{PREFIX}{operation.path}".format(geoid=ALDER) for operation in OPERATIONS]
ALL = [*GETS, "/healthz", "/readyz", "/openapi.json"]

pytestmark = pytest.mark.usefixtures("shared")


def refused(answer: Answer, status: int, parameter: str | None = None) -> str:
    """Return why a request is not taken."""
    assert answer.status == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["cache-control"] == "no-store"
    told = json.loads(answer.body)
    assert told["status"] == status
    assert told.get("parameter") == parameter
    return str(told["detail"])


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/api",
            "/api/",
            "/api/v1",
            "/api/v1/",
            "/api/v2/verify",
            f"{PREFIX}/verify/",
            "/API/v1/verify",
        ),
        *(
            "/api/v1/verify.json",
            "/api/v1/counties",
            "/api/v1/counties/",
            f"{PREFIX}/counties/{ALDER}/x",
        ),
        *("/healthz/", "/healthz/x", "/readyz/x.html", "/openapi.json/", "/openapi.json/x"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_other_addresses_are_not_found(path: str, method: str, ask: Ask) -> None:
    assert "openapi.json" in refused(ask(path, method), 404)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
def test_an_address_that_is_read_takes_no_other_method(path: str, method: str, ask: Ask) -> None:
    answer = ask(path, method)
    refused(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
def test_a_place_is_only_taken_from_a_body(method: str, ask: Ask) -> None:
    answer = ask(POST, method)
    refused(answer, 405)
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("asked", "status", "parameter"),
    [
        ("verify?as_of=2026-02-30", 422, "as_of"),
        ("verify?as_of=", 422, "as_of"),
        ("verify?as_of=null", 422, "as_of"),
        ("verify?as_of=2026-01-01T00:00:00Z", 422, "as_of"),
        ("verify?known_on=yesterday", 422, "known_on"),
        ("verify?as_of=2026-01-01&as_of=2026-01-01", 400, "as_of"),
        ("verify?place=4711+Zzyzxmark+Ln", 400, None),
        ("verify?4711+Zzyzxmark+Ln", 400, None),
        (f"counties/{ALDER}?geoid={ALDER}", 400, None),
        ("counties/5600", 422, "geoid"),
        ("counties/Zzyzxmark", 422, "geoid"),
        ("counties/28007", 404, "geoid"),
        ("access/28007", 404, "geoid"),
        ("gaps?limit=31", 422, "limit"),
        ("gaps?limit=thirty", 422, "limit"),
        ("gaps?limit=99999999999999999999999", 422, "limit"),
        ("gaps?sort=Zzyzxmark", 422, "sort"),
        ("gaps?with_neighbors=maybe", 422, "with_neighbors"),
        ("gaps?urban=", 422, "urban"),
        ("gaps?region=0", 422, "region"),
        ("gaps?region=1&region=1000", 422, "region"),
        ("gaps?region=77", 404, "region"),
    ],
)
def test_a_parameter_that_is_not_taken_is_named_with_its_rule(
    asked: str, status: int, parameter: str | None, ask: Ask
) -> None:
    answer = ask(f"{PREFIX}/{asked}")
    detail = refused(answer, status, parameter)
    assert detail.endswith(".")
    assert "Zzyzxmark" not in answer.body.decode()


def post(ask: Ask, body: bytes, kind: str = JSON, path: str = POST, **headers: str) -> Answer:
    return ask(path, "POST", body, content_type=kind, **headers)


@pytest.mark.parametrize(
    ("body", "status", "parameter"),
    [
        (b"", 400, None),
        (b'{"place": "Zzyzxmark", "place": "Birchville"}', 400, "place"),
        (b'{"place": "Birchville", "pl\\u0061ce": "Birchville"}', 400, "place"),
        (b'{"k": 1, "place": "Birchville", "k": 1}', 400, "k"),
        (b"4711 Zzyzxmark Ln", 422, None),
        (b'{"place": "Zzyzxmark', 400, None),
        (b'{"place": "Zzyzxmark \xff"}', 400, None),
        (b'{"place": "Zzyzxmark \\ud800"}', 400, None),
        (b"[" * 4000, 422, None),
        (b'["Zzyzxmark"]', 422, None),
        (b'"Zzyzxmark"', 422, None),
        (b"null", 422, None),
        (b"{}", 422, None),
        (b'{"place": ""}', 422, "place"),
        (b'{"place": null}', 422, "place"),
        (b'{"place": ["Zzyzxmark"]}', 422, "place"),
        (b'{"place": "x", "Zzyzxmark": 1}', 422, None),
        (b'{"place": "Zzyzxmark", "k": 0}', 422, "k"),
        (b'{"place": "Zzyzxmark", "k": "3"}', 422, "k"),
        (b'{"place": "Zzyzxmark", "k": 3.5}', 422, "k"),
        (b'{"place": "Zzyzxmark", "k": true}', 422, "k"),
        (b'{"place": "Zzyzxmark", "k": 1e400}', 422, "k"),
        (b'{"place": "Zzyzxmark", "as_of": "Zzyzxmark"}', 422, "as_of"),
        (b'{"place": "' + b"Zzyzxmark" * 500 + b'"}', 413, None),
    ],
)
def test_a_body_that_is_not_taken_is_not_repeated(
    body: bytes, status: int, parameter: str | None, ask: Ask
) -> None:
    answer = post(ask, body)
    refused(answer, status, parameter)
    assert "Zzyzxmark" not in answer.body.decode()


def test_a_refusal_carries_no_piece_of_what_was_sent() -> None:
    for read in (
        lambda: queries.in_body(queries.Place, b'{"place": 1, "k": 3}'),
        lambda: queries.in_body(queries.Place, b"Zzyzxmark"),
        lambda: queries.in_query(queries.Gaps, [("sort", "Zzyzxmark")], {}),
    ):
        with pytest.raises(queries.RefusedError) as caught:
            read()
        assert "Zzyzxmark" not in repr(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"]
)
def test_a_body_of_another_kind_is_not_read(kind: str, ask: Ask) -> None:
    """A page of another origin can send these kinds without asking first."""
    assert JSON in refused(post(ask, place("Birchville"), kind), 415)


@pytest.mark.parametrize("kind", [JSON, "Application/JSON ; charset=utf-8"])
def test_json_is_read_however_its_kind_is_written(kind: str, ask: Ask) -> None:
    assert post(ask, place("Birchville"), kind).status == 200


def test_a_place_in_an_address_is_refused_and_not_repeated(ask: Ask) -> None:
    answer = post(ask, place("Birchville"), path=f"{POST}?place=Zzyzxmark")
    refused(answer, 400)
    assert b"Zzyzxmark" not in answer.body


def test_a_whole_number_is_one_however_json_writes_it(ask: Ask) -> None:
    answers = [post(ask, b'{"place": "Birchville", "k": %b}' % k) for k in (b"2", b"2.0", b"20e-1")]
    assert {answer.body for answer in answers} == {post(ask, place("Birchville", k=2)).body}


@pytest.mark.parametrize("path", [*ALL, POST])
@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"origin": "null"}]
)
def test_foreign_callers_are_turned_away(path: str, headers: dict[str, str], ask: Ask) -> None:
    if path == POST:
        assert post(ask, place("Birchville"), **headers).status == 400
    else:
        assert ask(path, **headers).status == 400


@pytest.mark.parametrize("path", ALL)
def test_no_other_origin_may_read_an_answer(path: str, ask: Ask) -> None:
    headers = ask(path, origin=f"http://{OWN}").headers
    assert not [name for name in headers if name.startswith("access-control")]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", GETS)
def test_a_caller_who_has_an_answer_is_told_so(path: str, ask: Ask) -> None:
    answer = ask(path)
    tag = answer.headers["etag"]
    assert answer.headers["cache-control"] == "no-cache"
    for sent in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        again = ask(path, if_none_match=sent)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    other = f'{tag[:-2]}{"1" if tag[-2] == "0" else "0"}"'
    for sent in ("", '"other"', other, "W/"):
        assert ask(path, if_none_match=sent).status == 200
    assert ask(f"{path}?as_of=2026-03-01").headers["etag"] != tag


def test_other_data_have_other_tags(home: Path, ask: Ask) -> None:
    before = {ask(path).headers["etag"] for path in GETS}
    names = home / "places.csv"
    names.write_text(names.read_text("utf-8") + "\n", encoding="utf-8")
    assert not before & {ask(path).headers["etag"] for path in GETS}


def test_each_address_and_question_has_a_tag_of_its_own(ask: Ask) -> None:
    asked = [
        *GETS,
        f"{PREFIX}/counties/56003",
        f"{PREFIX}/gaps?limit=45",
        f"{PREFIX}/gaps?urban=true",
    ]
    tags = [ask(path).headers["etag"] for path in asked]
    assert len(set(tags)) == len(tags)
    assert ask(f"{PREFIX}/gaps?limit=30").headers["etag"] == ask(f"{PREFIX}/gaps").headers["etag"]


@pytest.mark.parametrize("path", GETS)
def test_answers_are_compressed_for_those_who_take_it(path: str, ask: Ask) -> None:
    plain, compressed = ask(path), ask(path, accept_encoding="gzip")
    assert plain.headers["vary"] == compressed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers
    assert compressed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(compressed.body) == plain.body
    for answer in (plain, compressed):
        assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize("path", ALL)
def test_head_has_the_headers_of_get(path: str, ask: Ask) -> None:
    assert ask(path, "HEAD").headers == ask(path).headers


def test_an_answer_is_made_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    whole = routes.as_text

    def counted(value: Any) -> str:
        made.append(threading.current_thread().name)
        time.sleep(0.3)  # the others come meanwhile
        return whole(value)

    monkeypatch.setattr(routes, "as_text", counted)
    asked = scope(path=f"{PREFIX}/verify?as_of=2026-02-01")
    answers = call_at_once(served(), [asked] * 16)
    assert {answer.body for answer in answers} == {answers[0].body}
    assert len(made) == 1
    assert threading.main_thread().name not in made


def test_a_place_is_kept_nowhere_and_in_no_log(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.NOTSET)
    answer = post(ask, place(f"{MARK}, Birchville"))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "Zzyzxmark" not in answer.body.decode()
    assert "Zzyzxmark" not in caplog.text


def test_a_fault_of_the_program_is_told_without_its_text(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_day: object, query: Any) -> Any:
        raise LookupError(query.place)

    monkeypatch.setattr(operations, "nearest", fail)
    answer = post(ask, place(MARK))
    refused(answer, 500)
    check(answer, POST, "post")
    (told,) = (vars(record) for record in caplog.records if "id" in vars(record))
    assert (told["error"], told["event"]) == ("LookupError", "error")
    assert told["places"][0].startswith("geo.api.")
    assert json.loads(answer.body)["id"] == told["id"]
    assert "Zzyzxmark" not in caplog.text + answer.body.decode()


def test_more_than_can_be_worked_on_are_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "WAITING", 2)
    answers = call_at_once(served(), [scope(path=f"{PREFIX}/sources")] * (routes.AT_WORK + 3))
    assert sorted(answer.status for answer in answers) == [200] * (routes.AT_WORK + 2) + [503]
    turned_away = next(answer for answer in answers if answer.status == 503)
    assert "again" in refused(turned_away, 503)
    assert turned_away.headers["retry-after"] == "1"


def test_whoever_watches_does_not_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    working = threading.Event()
    whole = operations.documents.verification

    def slowly(*values: Any) -> Any:
        assert working.wait(60)
        return whole(*values)

    monkeypatch.setattr(operations.documents, "verification", slowly)
    days = [
        scope(path=f"{PREFIX}/verify?as_of=2025-09-{day:02}")
        for day in range(1, routes.AT_WORK + 2)
    ]
    waiting: list[bool] = []
    app = served()

    async def asked(given: Any, receive: Any, send: Any) -> None:
        await app(given, receive, send)
        if given["path"] == "/healthz":
            waiting.append(not working.is_set())
            working.set()

    answers = call_at_once(asked, [*days, scope(path="/healthz")])
    assert [answer.status for answer in answers] == [200] * len(answers)
    assert waiting == [True]


def test_data_that_never_was_sound_is_told_with_every_problem(ask: Ask, home: Path) -> None:
    (home / "services.yaml").write_text("{ broken", encoding="utf-8")
    for path in GETS:
        answer = ask(path)
        assert "911" in refused(answer, 503)
        problems = json.loads(answer.body)["problems"]
        assert {problem["file"] for problem in problems} == {"services.yaml"}
    assert "911" in refused(post(ask, place("Birchville")), 503)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", GETS)
def test_any_day_of_the_calendar_has_an_answer(path: str, day: str, ask: Ask) -> None:
    assert ask(f"{path}?as_of={day}&known_on={day}").status == 200


def test_the_last_sound_state_is_answered_while_the_files_are_broken(ask: Ask, home: Path) -> None:
    sound = ask(f"{PREFIX}/verify")
    (home / "services.yaml").write_text("{ broken", encoding="utf-8")
    broken = ask(f"{PREFIX}/verify")
    assert (broken.status, broken.body) == (200, sound.body)
    assert broken.headers["etag"] == sound.headers["etag"]
    assert folder.sha256(home) != json.loads(broken.body)["data_sha256"]
