"""Whatever is sent to the addresses for programs, the answer is JSON, and no fault of the program."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.api.operations import NEAREST, OPERATIONS, PREFIX
from tests.api.conftest import served
from tests.asgi import Answer, call, scope
from tests.small_state import ALDER

POST = f"{PREFIX}{NEAREST}"
GETS = [f"{PREFIX}{operation.path}".format(geoid=ALDER) for operation in OPERATIONS]
NAMES = (
    "as_of",
    "known_on",
    "limit",
    "sort",
    "with_neighbors",
    "region",
    "urban",
    "geoid",
    "place",
)
VALUES = (
    "",
    "0",
    "1",
    "30",
    "true",
    "far",
    "2026-02-30",
    "2026-03-01",
    "null",
    "{{7*7}}",
    "' OR 1=1 --",
    "../..",
)
BETWEEN = (
    "..",
    "%2e%2e",
    "....",
    "\\..",
    "%5c",
    "%00",
    "\0",
    "%c0%af",
    ";",
    "~",
    "C:",
    "etc",
    "services.yaml",
)
anything = st.one_of(st.sampled_from(VALUES), st.text(max_size=20))

pytestmark = pytest.mark.usefixtures("shared")


def told(answer: Answer) -> Any:
    """Return the JSON of an answer; it is one that the description has, and says no fault of the program."""
    assert answer.status in {200, 400, 404, 413, 415, 422}
    kind = "application/json" if answer.status == 200 else "application/problem+json"
    assert answer.headers["content-type"] == kind
    return json.loads(answer.body)


@given(st.lists(st.one_of(st.sampled_from(BETWEEN), st.text(max_size=8)), max_size=6))
@example(["v1", "verify", "..", "..", "..", "data", "services.yaml"])
def test_no_address_below_leads_anywhere_else(parts: Sequence[str]) -> None:
    for start in ("/api/", f"{PREFIX}/", f"{PREFIX}/counties/", "/healthz/", "/openapi.json/"):
        answer = call(served(), scope(path=start + quote("/".join(parts))))
        assert answer.status in {404, 422}
        told(answer)


@given(
    st.sampled_from(GETS),
    st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), anything), anything), max_size=4),
)
def test_no_parameters_are_a_fault(path: str, pairs: Sequence[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    told(call(served(), scope(path=f"{path}?{query}")))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.one_of(
    st.binary(max_size=200),
    json_values.map(json.dumps).map(str.encode),
    st.dictionaries(st.sampled_from(("place", "k", "as_of", "known_on")), json_values)
    .map(json.dumps)
    .map(str.encode),
    st.text(min_size=1, max_size=300).map(lambda text: json.dumps({"place": text}).encode()),
)


@given(bodies)
def test_no_body_is_a_fault_or_repeated(body: bytes) -> None:
    told(call(served(), scope("http", POST, "POST", content_type="application/json"), body))


@given(st.text(alphabet=st.characters(max_codepoint=255, exclude_categories=("Cc",)), max_size=60))
@example('W/,,"*"')
def test_no_header_is_a_fault(text: str) -> None:
    headers = {"if_none_match": text, "accept_encoding": text, "content_type": text}
    assert call(served(), scope(path=GETS[1], **headers)).status in {200, 304}
    assert call(served(), scope("http", POST, "POST", **headers), b"{}").status in {415, 422}
