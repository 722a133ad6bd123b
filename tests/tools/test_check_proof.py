"""The checker of proofs: sound ones hold whatever the data and the day, and tampered ones are refused."""

import ast
import datetime as dt
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from geo.access import assess
from geo.catalog import fact_ids
from geo.catalog.confirmations import Confirmations, Record
from geo.catalog.dates import parse_when
from geo.catalog.records import Catalog, ChallengeState, RecordHow, RecordOutcome
from geo.coverage.assessment import Assessment
from geo.exports import proof
from tests import answers, live, small_state
from tools import check_proof

Json = dict[str, Any]
CHECKER = Path(check_proof.__file__)
REAL = live.catalog()
DAYS = [
    live.DAY,
    *(dt.date(*day) for day in ((2025, 2, 1), (2024, 6, 1), (2023, 7, 15), (2021, 10, 1))),
]
MOST_LINES = 300


def faults(raw: bytes, **more: Any) -> list[str]:
    """Return what the checker finds; what it cannot read is refused as well."""
    try:
        return [*check_proof.faults(raw, more.get("published"), more.get("folder"))]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return [f"cannot be checked: {error!r}"]


def refused(raw: bytes) -> bool:
    """Return whether the checker finds anything; it stops at the first fault."""
    try:
        return next(check_proof.faults(raw, None, None), None) is not None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return True


@cache
def raw() -> bytes:
    return proof.content(REAL, live.assessment())


def opened() -> Json:
    """Return the real proof, to be changed."""
    loaded: Json = json.loads(raw())
    return loaded


def sealed(changed: Json) -> bytes:
    """Return a proof whose digests fit again."""
    changed = {name: part for name, part in changed.items() if name != "digests"}
    parts = {**changed, "all": dict(changed)}
    digests = {
        name: hashlib.sha256(check_proof.written(part)).hexdigest() for name, part in parts.items()
    }
    return check_proof.written({**changed, "digests": digests})


# What it is


def test_the_checker_needs_python_alone_and_is_short_enough_to_read() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names
    assert "importlib" not in text


def test_a_proof_is_checked_in_an_empty_folder_by_python_alone(tmp_path: Path, run: Any) -> None:
    path, data = tmp_path / "proof.json", str(REAL.home)
    told = run("verify", "--proof", str(path), "--as-of", live.DAY.isoformat())
    assert told.exit_code == 0
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in told.stdout
    (tmp_path / "check.py").write_bytes(CHECKER.read_bytes())
    python = [sys.executable, "-I", "-S", "check.py", "proof.json"]
    for options, code in (
        ([], 0),
        (["--sha256", digest, "--data", data], 0),
        (["--sha256", digest[::-1]], 1),
    ):
        done = subprocess.run(
            [*python, *options], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (code, "")
        assert ("REFUSED: its hash is" in done.stdout) == bool(code)
    path.write_text("{", encoding="utf-8")
    done = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "proof.json cannot be checked: JSONDecodeError" in done.stderr


def test_the_command_writes_equal_bytes_and_tells_the_hash_as_json(
    tmp_path: Path, run: Any
) -> None:
    for name in ("one.json", "two.json"):
        done = run(
            "verify",
            "--proof",
            str(tmp_path / name),
            "--as-of",
            live.DAY.isoformat(),
            "--format",
            "json",
        )
        content = (tmp_path / name).read_bytes()
        assert content == raw()
        assert json.loads(done.stdout)["proof"] == {
            "file": str(tmp_path / name),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    assert "proof" not in json.loads(run("verify", "--format", "json").stdout)
    assert run("verify", "--proof", str(tmp_path / "gone" / "proof.json")).exit_code == 2
    assert run("verify", "--proof", "").exit_code == 2


def test_it_holds_what_an_auditor_asks_for() -> None:
    told = opened()
    sources = {source.id: source for source in REAL.services.sources}
    assert told["facts"]["sources"].keys() == sources.keys()
    for key, source in sources.items():
        assert told["facts"]["sources"][key]["sha256"] == source.sha256
        assert told["facts"]["sources"][key]["as_of"] == source.as_of.text
    quotes = {
        team["id"]: team.get("quote") for team in told["facts"]["teams"] + told["facts"]["units"]
    }
    for item in (*REAL.services.services, *REAL.services.facilities):
        assert quotes[item.id] == item.quote
    assert len(told["findings"]) == len(live.assessment().findings)
    assert (
        dict(told["files"])["services.yaml"]
        == hashlib.sha256((REAL.home / "services.yaml").read_bytes()).hexdigest()
    )
    assert (told["as_of"], told["known_on"]) == (live.DAY.isoformat(), None)


# Sound proofs hold


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_real_proof_holds_on_any_day(day: dt.date) -> None:
    assert faults(proof.content(REAL, live.assessment(day)), folder=REAL.home) == []


ICSS = "icss/counties"
CALL = [
    answers.record("crew-west/phone", answered_by="plains"),
    answers.record("crew-west/counties", answered_by="plains", counties=["Alder", "Birch"]),
    answers.record("region-1/counties", answered_by="plains", counties=["Alder", "Birch"]),
]
LATER = {"on": "2028-03-01", "recorded": "2028-03-01"}
RECORDS: dict[str, list[Json]] = {
    "none": [],
    "a call": CALL,
    "a part of a call": CALL[1:],
    "another center": [{**entry, "answered_by": "hills"} for entry in CALL],
    "a claim lifted": [
        answers.record("day-care/counties", answered_by="hills", counties=["Cedar"])
    ],
    "too old": [{**entry, "on": "2027-01-01", "recorded": "2027-01-01"} for entry in CALL],
    "a claim denied": [
        answers.record(
            "day-care/counties",
            "challenged",
            state="upheld",
            reason="They said no.",
            counties=["Cedar"],
        )
    ],
    "a list corrected": [
        answers.record("crew-west/counties", "corrected", answered_by="plains", counties=["Birch"])
    ],
    "a unit closed": [answers.record("haven-cedar/listing", "corrected", now="closed")],
    "a team closed": [answers.record("crew-west/listing", "corrected", now="closed"), *CALL],
    "a challenge": [answers.record("haven-cedar/listing", "challenged", state="open")],
    "a challenge of counties": [
        answers.record("crew-west/counties", "challenged", counties=["Alder"], state="open")
    ],
    "a challenge on a claim": [
        answers.record("day-care/counties", "challenged", counties=["Cedar"], state="open")
    ],
    "a challenge answered": [
        answers.record("haven-cedar/listing", "challenged", state="open"),
        answers.record("haven-cedar/listing", **LATER),
    ],
    "a challenge upheld": [
        answers.record("haven-cedar/listing", "challenged", state="upheld", reason="Seen shut.")
    ],
    "a county that moved": [
        answers.record("region-1/counties", "corrected", answered_by="plains", counties=["Birch"]),
        answers.record("region-2/counties", answered_by="hills", counties=["Alder"], **LATER),
    ],
    "two centers": [
        CALL[2],
        answers.record("region-2/counties", answered_by="hills", counties=["Alder"], **LATER),
    ],
    "a number that nobody had": [
        answers.record("crew-east/phone", "corrected", now="307-555-0177", on="2026-01-01"),
        answers.record("crew-east/counties", answered_by="hills", counties=["Cedar"]),
    ],
    "a corrected number that is confirmed": [
        answers.record("crew-east/phone", "corrected", now="307-555-0177", on="2026-01-01"),
        answers.record("crew-east/phone", on="2026-02-01"),
        answers.record("crew-east/counties", answered_by="hills", counties=["Cedar"]),
    ],
    "a street": [answers.record("haven-birch/address", "corrected", now="9 New Street")],
    "two of a day": [CALL[0], {**CALL[0], "says": "Again."}],
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("confidence", ["stated", "weak"])
def test_records_are_taken_in_as_the_program_does(
    name: str, confidence: str, tmp_path: Path
) -> None:
    content = small_state.services()
    content["regions"][0]["members"][0]["confidence"] = confidence
    known = answers.load(tmp_path, RECORDS[name], content)
    for day in (answers.DAY, answers.DAY + dt.timedelta(400)):
        for known_on in (None, dt.date(2028, 2, 28)):
            judged = assess.verify(known, day, known_on)
            assert faults(proof.content(known, judged), folder=tmp_path) == []


def test_the_records_above_are_more_than_a_checker_could_pass_over(tmp_path: Path) -> None:
    found = {
        name: json.loads(proof.content(*small(tmp_path / name, records)))["findings"]
        for name, records in RECORDS.items()
    }
    same = {name for name, findings in found.items() if findings == found["none"]}
    assert len(RECORDS) - len(same) >= 12


def small(folder: Path, records: list[Json]) -> tuple[Catalog, Assessment]:
    known = answers.load(folder, records)
    return known, assess.verify(known, answers.DAY)


@cache
def _facts() -> dict[str, fact_ids.Fact]:
    return dict(fact_ids.facts(REAL.services))


def drawn(chances: Random, day: dt.date) -> Record:
    """Return a record of some fact on whom teams and regions serve, mostly by the right center."""
    known = _facts()
    wanted = [key for key in known if key.endswith(("/counties", "/listing", "/phone"))]
    fact = known[chances.choice([*wanted, ICSS])]
    on = day - dt.timedelta(chances.choice([-2, 0, 1, 200, 365, 366, 900]))
    outcome = chances.choice([*RecordOutcome, RecordOutcome.CONFIRMED])
    challenged = outcome is RecordOutcome.CHALLENGED
    state = chances.choice(list(ChallengeState)) if challenged else None
    served = fact.aspect is fact_ids.Aspect.COUNTIES
    region = chances.choice([each for each in REAL.services.regions if each.operator])
    pool = [name for each in region.members for name in each.counties]
    if fact.counties and chances.random() < 0.5:
        pool = list(fact.counties)
    now = {"listing": "closed", "phone": "601-555-0100"}.get(fact.aspect)
    changed = outcome is RecordOutcome.CORRECTED or state is ChallengeState.UPHELD
    return Record(
        fact=fact.id,
        outcome=outcome,
        on=parse_when(on.isoformat()),
        recorded=parse_when((on + dt.timedelta(chances.choice([0, 5]))).isoformat()),
        how=RecordHow.TELEPHONE,
        by="Planner",
        answered_by=region.operator if chances.random() < 0.9 else None,
        counties=tuple(chances.sample(pool, min(len(pool), chances.choice([1, 4, 30]))))
        if served
        else (),
        now=now if changed else None,
        says="So it is.",
        state=state,
    )


@pytest.mark.parametrize("seed", range(12))
def test_any_data_any_records_and_any_day_give_a_proof_that_holds(seed: int) -> None:
    chances = Random(seed)  # noqa: S311  (what is drawn is no secret)
    day, data = chances.choice(DAYS), REAL.services
    texts = ["../2024", "2019", "2024-03", "2023-01/2025-06", "2026-11-20", "2030"]
    services = replace(
        data,
        services=tuple(each for each in data.services if chances.random() < 0.9),
        claims=tuple(each for each in data.claims if chances.random() < 0.8),
        service_types=tuple(
            replace(each, complete=chances.random() < 0.7) for each in data.service_types
        ),
        sources=tuple(
            replace(each, as_of=parse_when(chances.choice(texts)))
            if each.id.startswith("dmh") and chances.random() < 0.3
            else each
            for each in data.sources
        ),
    )
    still = fact_ids.facts(services)
    records = [drawn(chances, day) for _ in range(chances.choice([0, 5, 40, 150]))]
    known = replace(
        REAL,
        services=services,
        confirmations=Confirmations(
            records=tuple(record for record in records if record.fact in still)
        ),
    )
    judged = assess.verify(known, day, chances.choice([None, day, day - dt.timedelta(100)]))
    assert faults(proof.content(known, judged)) == []


# Tampered proofs are refused


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every text in a document."""
    if isinstance(value, str) and value:
        yield path
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in parts:
        yield from leaves(part, (*path, key))


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


PATHS = [*leaves(json.loads(raw()))]
LETTERS = PATHS[:: len(PATHS) // 45]


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: "/".join(map(str, path)))
def test_one_changed_letter_anywhere_is_refused(path: tuple[Any, ...]) -> None:
    changed = opened()
    text = at(changed, path)
    put(changed, path, text[:-1] + ("x" if text[-1] != "x" else "y"))
    assert refused(check_proof.written(changed))


@pytest.mark.parametrize("place", range(0, len(raw()), len(raw()) // 45))
def test_one_changed_byte_anywhere_is_refused(place: int) -> None:
    assert refused(raw()[:place] + bytes([raw()[place] ^ 1]) + raw()[place + 1 :])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(
            b'"basis": "listed"', b'"basis": "none",\n   "basis": "listed"', 1
        ),
        lambda text: text + b"\n",
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text[:-3],
        lambda text: text[:0],
        lambda text: text[:0] + b"[]",
        lambda text: text[:0] + b"{}",
        lambda text: text.replace(b'"possible": false', b'"possible": 0', 1),
        lambda text: text.replace(b"0.9,", b"NaN,", 1),
        lambda text: text.replace(b"0.9,", b"0.90,", 1),
    ],
)
def test_a_file_of_another_form_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert change(raw()) != raw()
    assert refused(change(raw()))


def entry(changed: Json, part: str, key: str) -> Json:
    (found,) = (each for each in changed["facts"][part] if each["id"] == key)
    assert isinstance(found, dict)
    return found


def facts_edited() -> Iterator[tuple[str, Callable[[Json], object]]]:
    """Yield changes of facts on which a finding rests, by name; nothing else is changed with them."""
    told = opened()["facts"]
    listed = [team for team in told["teams"] if len(team["counties"]) > 1]
    for team in listed[::3]:
        yield (
            f"a county out of {team['id']}",
            lambda each, key=team["id"]: entry(each, "teams", key)["counties"].pop(0),
        )
    for team in [team for team in told["teams"] if team["regions"]][::4]:
        yield (
            f"no region for {team['id']}",
            lambda each, key=team["id"]: entry(each, "teams", key).update(regions=[]),
        )
    for unit in told["units"][::4]:
        yield (
            f"{unit['id']} elsewhere",
            lambda each, key=unit["id"]: entry(each, "units", key).update(home="28005"),
        )
        yield (
            f"{unit['id']} later",
            lambda each, key=unit["id"]: entry(each, "units", key).update(opened="2027"),
        )
    for key in ("dmh-home", "dmh-intensive-community-services"):
        for field, value in (("as_of", "2026-11"), ("as_of", "2027"), ("stale_after_days", 36525)):
            yield (
                f"{field} {value} of {key}",
                lambda each, key=key, field=field, value=value: each["facts"]["sources"][
                    key
                ].update({field: value}),
            )
    for kind in (0, 1, 2, 4):
        yield (
            f"list {kind} open",
            lambda each, kind=kind: each["facts"]["lists"][kind].update(complete=False),
        )
    yield "icss listed", lambda each: each["facts"]["lists"][3].update(complete=True)
    yield "no claim", lambda each: each["facts"]["claims"].pop(1)
    yield (
        "a firm membership",
        lambda each: [own.update(confidence="stated") for own in each["facts"]["memberships"]],
    )
    yield "a region ended", lambda each: each["facts"]["memberships"][-1].update(valid_to="2024")
    yield (
        "no dispute",
        lambda each: each["facts"].update(
            contradictions=[one for one in each["facts"]["contradictions"] if not one["units"]]
        ),
    )
    yield (
        "disputes that nothing settles",
        lambda each: [one.update(settled_by=None) for one in each["facts"]["contradictions"]],
    )
    yield "another question", lambda each: each["facts"]["standards"][1].update(any_of=["pact"])
    yield "a lower share", lambda each: each["facts"]["standards"][5].update(share_of_people=0.2)
    yield "a county more", lambda each: each["facts"]["counties"].update({"28999": "Nowhere"})
    yield "an earlier day", lambda each: each.update(as_of="2022-06-01")
    yield (
        "nearer",
        lambda each: each["distances"]["csu-within-30-miles"]["counties"]["28005"].__setitem__(
            0, 0.95
        ),
    )
    yield (
        "farther",
        lambda each: each["distances"]["csu-within-60-miles"]["counties"]["28009"].__setitem__(
            slice(0, 2), [0.0, 0.5]
        ),
    )
    yield (
        "a unit disputed",
        lambda each: each["distances"]["csu-within-30-miles"].update(disputed=["csu-natchez"]),
    )
    yield "no file", lambda each: each["files"].pop(0)


EDITED = [pytest.param(change, id=name) for name, change in facts_edited()]


@pytest.mark.parametrize("change", EDITED)
def test_facts_edited_and_digested_again_are_caught_by_the_findings(
    change: Callable[[Json], object],
) -> None:
    changed = opened()
    change(changed)
    assert changed != opened()
    assert refused(sealed(changed))


OTHER = {
    "status": lambda old: "gap" if old == "covered" else "covered",
    "basis": lambda old: "listed" if old != "listed" else "region",
    "flags": lambda old: [] if old else ["stale"],
    "evidence": lambda old: old[1:] if old else [{"basis": "listed", "id": "x", "service": "csu"}],
    "left_out_by": lambda old: [] if old else ["csu"],
    "contradictions": lambda old: [] if old else ["natchez-closed"],
    "rule": lambda old: old | {"complete": not old["complete"]},
    "county": lambda old: f"{old} ",
    "geoid": lambda old: "28001" if old != "28001" else "28003",
    "standard": lambda old: "intensive" if old != "intensive" else "mobile-crisis",
}
PLACES = range(0, len(live.assessment().findings), 190)


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("place", PLACES)
def test_findings_edited_and_digested_again_are_caught_by_the_facts(place: int, field: str) -> None:
    changed = opened()
    finding = changed["findings"][place]
    finding[field] = OTHER[field](finding[field])
    found = faults(sealed(changed))
    county = opened()["findings"][place]["county"]
    assert found == [
        f"{county}, {opened()['findings'][place]['standard']}: it does not follow from the facts"
    ]


@pytest.mark.parametrize("place", PLACES)
def test_a_finding_gone_added_or_out_of_order_is_caught(place: int) -> None:
    for edit in (
        lambda findings: findings.pop(place),
        lambda findings: findings.insert(place, deepcopy(findings[place])),
        lambda findings: findings.append(findings.pop(place)),
    ):
        changed = opened()
        edit(changed["findings"])
        assert changed != opened() or place == len(changed["findings"]) - 1
        if changed != opened():
            assert refused(sealed(changed))


def test_what_is_changed_in_facts_and_findings_alike_is_caught_by_the_published_hash() -> None:
    """A consistent forgery, such as another state of the data, or words on which no finding rests."""
    digest = hashlib.sha256(raw()).hexdigest()
    fewer = replace(REAL, services=replace(REAL.services, services=REAL.services.services[1:]))
    forged = proof.content(fewer, assess.verify(fewer, live.DAY))
    words = opened()
    words["facts"]["teams"][0]["quote"] = "mobile crisis response teams ... region 9"
    for content in (forged, sealed(words)):
        assert content != raw()
        assert faults(content) == []
        assert len(faults(content, published=digest)) == 1
    assert faults(raw(), published=digest) == []


def test_another_data_folder_is_told_by_its_files(tmp_path: Path) -> None:
    for name, _ in opened()["files"]:
        (tmp_path / name).write_bytes((REAL.home / name).read_bytes())
    assert faults(raw(), folder=tmp_path) == []
    (tmp_path / "counties.csv").write_bytes(b"geoid\n")
    assert faults(raw(), folder=tmp_path) == [f"counties.csv in {tmp_path} is another one"]
