"""verify --against: every change that takes coverage from a county gives 1, and no other does."""

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.catalog import folder
from geo.catalog.records import Evaluation, Status
from geo.exports import write
from geo.jsonable import jsonable
from tests import live, small_state

Run = Callable[..., Any]
Content = dict[str, Any]
Edit = Callable[[Content], object]
Pairs = frozenset[tuple[str, str]]
"""GEOIDs and standards."""

DATA = folder.default_dir()
DAY = ("--as-of", live.DAY.isoformat())
SMALL_DAY = ("--as-of", small_state.DAY.isoformat())


@cache
def content() -> Content:
    """Return the content of the services.yaml that comes along; a change takes a copy."""
    text = (DATA / "services.yaml").read_text(encoding="utf-8")
    loaded: Content = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


@cache
def standing_on() -> dict[str, Pairs]:
    """Return by the id of a service or unit the verdicts that are covered through it alone.

    Questions of distance are left out: what became of them without a unit has to be measured.
    """
    judged = live.assessment()
    measured = {each.id for each in judged.standards if each.evaluation is Evaluation.WITHIN}
    alone: dict[str, set[tuple[str, str]]] = {}
    for finding in judged.findings:
        if finding.status is Status.COVERED and finding.standard not in measured:
            named = {fact.service_id for fact in finding.evidence if fact.basis != "claimed"}
            if len(named) == 1:
                alone.setdefault(named.pop(), set()).add((finding.geoid, finding.standard))
    return {key: frozenset(pairs) for key, pairs in alone.items()}


def entry(services: Content, key: str) -> Content:
    """Return the service or unit of an id."""
    (found,) = (
        each for part in ("services", "facilities") for each in services[part] if each["id"] == key
    )
    assert isinstance(found, dict)
    return found


def drop(services: Content, key: str) -> None:
    """Take a service or unit out, and its name out of open questions and contradictions."""
    for part in ("services", "facilities"):
        services[part] = [each for each in services[part] if each["id"] != key]
    for part in ("holes", "contradictions"):
        for each in services[part]:
            if key in each.get("units", ()):
                each["units"].remove(key)
        services[part] = [each for each in services[part] if each.get("units") != []]


def counties_out() -> Iterator[tuple[str, Edit, Pairs]]:
    """Yield each county taken out of the list of a team that it has no other for."""
    geoids, alone = live.catalog().geoid_by_name, standing_on()
    for service in content()["services"]:
        counties = service["catchment"].get("counties", ())
        for name in counties if len(counties) > 1 else ():
            pairs = alone.get(service["id"], frozenset())
            lost = frozenset(pair for pair in pairs if pair[0] == geoids[name])

            def without(services: Content, key: str = service["id"], name: str = name) -> None:
                entry(services, key)["catchment"]["counties"].remove(name)

            if lost:
                yield f"{name} out of {service['id']}", without, lost


def other_regions() -> Iterator[tuple[str, Edit, Pairs]]:
    """Yield each team for whole regions with the number of another region."""
    for service in content()["services"]:
        regions = service["catchment"].get("regions", ())

        def elsewhere(services: Content, key: str = service["id"]) -> None:
            catchment = entry(services, key)["catchment"]
            catchment["regions"] = [2 if catchment["regions"] == [9] else 9]

        if regions:
            yield f"another region for {service['id']}", elsewhere, standing_on()[service["id"]]


def deletions() -> Iterator[tuple[str, Edit, Pairs]]:
    """Yield changes that lose coverage, by name, and what each is known to lose at least."""
    yield from counties_out()
    yield from other_regions()
    for key, lost in standing_on().items():
        yield f"{key} gone", partial(drop, key=key), lost
    for unit in content()["facilities"]:
        lost = standing_on()[unit["id"]]
        yield f"{unit['id']} not yet open", put(unit["id"], "opened", "2027-01-01"), lost


def some(kind: str, most: int) -> list[Any]:
    """Return deletions whose names hold some words, spread over all of them."""
    named = [case for case in deletions() if kind in case[0]]
    return [
        pytest.param(*case[1:], id=case[0])
        for case in islice(named, 0, None, max(1, len(named) // most))
    ][:most]


def put(key: str, field: str, value: object) -> Edit:
    """Return the change of one field of a service or unit."""
    return lambda services: entry(services, key).__setitem__(field, value)


def turned(part: str) -> Edit:
    """Return the change of the order of a whole section."""
    return lambda services: services[part].reverse()


def one_more(key: str, **changes: object) -> Edit:
    """Return the addition of a service or unit that is another one's copy but for some changes."""

    def add(services: Content) -> None:
        part = "services" if "catchment" in entry(services, key) else "facilities"
        services[part].append(deepcopy(entry(services, key)) | {"id": f"{key}-b"} | changes)

    return add


def served_too(key: str, name: str) -> Edit:
    """Return the addition of a county to a service's list."""
    return lambda services: entry(services, key)["catchment"]["counties"].append(name)


def harmless() -> Iterator[tuple[str, Edit]]:
    """Yield changes that lose no coverage, by name."""
    services, units = content()["services"], content()["facilities"]
    spread = [each["id"] for each in (*services[::4], *units[::5])]
    for number, key in enumerate(spread):
        yield f"words of {key}", put(key, "quote", "named in other words")
        if "phone" in entry(content(), key):
            yield f"number of {key}", put(key, "phone", f"601-555-01{number:02}")
    for key in spread[1::3]:
        yield f"note of {key}", put(key, "note", "A remark.")
    for part in (
        "services",
        "facilities",
        "sources",
        "standards",
        "regions",
        "claims",
        "operators",
    ):
        yield f"order of {part}", turned(part)
    yield (
        "order of counties",
        lambda each: entry(each, "icort-r12")["catchment"]["counties"].reverse(),
    )
    for key, name in (("pact-01", "Benton"), ("icort-r14", "Greene"), ("pact-09", "Stone")):
        yield f"{name} into {key}", served_too(key, name)
    county = {"catchment": {"counties": ["Wayne"]}, "phone": "601-555-0190", "title": "New"}
    yield "one more team", one_more("pact-08", **county)
    yield "one more unit", one_more("csu-laurel", name="New", phone="601-555-0191")
    # Hinds has both: without its ICORT it is covered through the PACT team.
    yield "icort-r9 gone", partial(drop, key="icort-r9")
    # A general sentence covers nobody.
    yield "a claim gone", lambda each: each["claims"].pop(1)


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what verify printed of the data that comes along."""
    path = tmp_path_factory.mktemp("before") / "before.json"
    path.write_text(json.dumps(jsonable(live.assessment())), encoding="utf-8")
    return path


@pytest.fixture
def verify(run: Run, before: Path, tmp_path: Path) -> Callable[[Edit], tuple[int, Content]]:
    """Return ``verify(edit)``: the exit code and the key `against` once the data are changed."""

    def verify(edit: Edit) -> tuple[int, Content]:
        services = deepcopy(content())
        edit(services)
        assert services != content()
        for name in (*folder.HASHED, "distances.json"):
            (tmp_path / name).symlink_to(DATA / name)
        (tmp_path / "services.yaml").unlink()
        (tmp_path / "services.yaml").write_text(small_state.as_yaml(services), encoding="utf-8")
        where = ("--data", str(tmp_path), "--against", str(before), *DAY)
        done = run("verify", "--format", "json", *where)
        assert done.exit_code in (0, 1), done.stderr
        told: Content = json.loads(done.stdout)["against"]
        return done.exit_code, told

    return verify


CASES = [
    *some("out of", 24),
    *some("gone", 8),
    *some("another region", 5),
    *some("not yet open", 4),
]


def test_there_are_forty_of_each() -> None:
    assert len(CASES) >= 40
    assert len(list(harmless())) >= 40


@pytest.mark.parametrize(("edit", "least"), CASES)
def test_a_deletion_that_loses_coverage_gives_1_with_all_that_it_loses(
    edit: Edit, least: Pairs, verify: Callable[[Edit], tuple[int, Content]]
) -> None:
    code, told = verify(edit)
    lost = {(loss["place"]["geoid"], loss["standard"]): loss for loss in told["losses"]}
    assert code == 1
    assert least
    beyond = {standard for _, standard in lost.keys() - least}
    assert lost.keys() >= least
    assert all(standard.startswith("csu-within-") for standard in beyond)
    people = {county.geoid: county.people for county in live.catalog().counties}
    for (geoid, _), loss in lost.items():
        assert loss["place"]["people"] == people[geoid]
        assert loss["old"]["status"] == "covered"
        assert loss["new"]["status"] in ("claimed", "gap", "unknown")
    assert told["counties"] == len({geoid for geoid, _ in lost})
    assert told["people"] == sum(people[geoid] for geoid in {geoid for geoid, _ in lost})


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in harmless()])
def test_a_change_that_loses_no_coverage_gives_0(
    edit: Edit, verify: Callable[[Edit], tuple[int, Content]]
) -> None:
    code, told = verify(edit)
    assert (code, told["losses"], told["counties"], told["people"]) == (0, [], 0, 0)


@pytest.fixture
def whole(tmp_path: Path) -> str:
    return str(small_state.write(tmp_path / "whole"))


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """Return a data folder in which nobody has home care in Alder any more: it is only claimed."""
    services = small_state.services()
    services["services"] = [each for each in services["services"] if each["id"] != "home-alder"]
    return small_state.write(tmp_path / "shorter", services)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("ending", ["folder", *write.SUFFIXES, ".json"])
def test_every_kind_of_earlier_state_is_read(
    ending: str, whole: str, shorter: Path, tmp_path: Path, run: Run
) -> None:
    earlier = tmp_path / f"before{ending}"
    if ending == "folder":
        earlier = Path(whole)
    elif ending == ".json":
        told = run("verify", "--format", "json", "--data", whole, *SMALL_DAY).stdout
        earlier.write_text(told, encoding="utf-8")
    else:
        assert run("export", "-o", str(earlier), "--data", whole, *SMALL_DAY).exit_code == 0
    same = run("verify", "--data", whole, "--against", str(earlier), *SMALL_DAY)
    assert same.exit_code == 0
    assert "No county lost coverage since" in flat(same.stdout)
    # Without an earlier state the same data are in order: a claim is no gap.
    assert run("verify", "--data", str(shorter), *SMALL_DAY).exit_code == 0
    done = run("verify", "--data", str(shorter), "--against", str(earlier), *SMALL_DAY)
    assert done.exit_code == 1
    text = flat(done.stdout)
    assert "1 county (4,000 people) lost coverage since" in text
    assert "Alder (56001), 4,000 people, " in text
    assert "Covered (by name) before, Claimed only now" in text


def test_the_key_is_there_only_where_it_is_asked_for(run: Run, whole: str) -> None:
    plain = run("verify", "--data", whole, *SMALL_DAY, "--format", "json").stdout
    done = run("verify", "--data", whole, "--against", whole, *SMALL_DAY, "--format", "json")
    told = json.loads(done.stdout)
    against = told.pop("against")
    assert told == json.loads(plain)
    assert list(against) == ["old", "new", "counties", "people", "warnings", "losses"]


def test_a_folder_is_judged_on_the_day_asked_about_and_a_file_has_its_own(
    run: Run, whole: str, tmp_path: Path
) -> None:
    day = ("--as-of", "2026-02-01")
    told = run("verify", "--data", whole, "--against", whole, *day, "--format", "json").stdout
    against = json.loads(told)["against"]
    assert (against["old"]["as_of"], against["warnings"]) == ("2026-02-01", [])
    earlier = tmp_path / "earlier.json"
    earlier.write_text(told, encoding="utf-8")
    text = flat(run("verify", "--data", whole, "--against", str(earlier), *SMALL_DAY).stdout)
    assert (
        "Keep in mind: The sides are of different days, February 1, 2026 and March 1, 2026" in text
    )
    assert "Give --as-of 2026-02-01" in text


def test_a_standard_or_county_that_is_gone_is_lost(run: Run, whole: str, tmp_path: Path) -> None:
    services = small_state.services()
    services["standards"] = [each for each in services["standards"] if each["id"] != "crew-for-all"]
    fewer = str(small_state.write(tmp_path / "fewer", services))
    done = run("verify", "--data", fewer, "--against", whole, *SMALL_DAY)
    assert done.exit_code == 1
    assert "3 counties (9,000 people) lost coverage" in flat(done.stdout)
    assert "Covered (by name) before, now the county or the standard is gone" in flat(done.stdout)
    back = run("verify", "--data", whole, "--against", fewer, *SMALL_DAY)
    assert back.exit_code == 0


def test_a_gap_gives_1_where_nobody_lost_anything(run: Run, tmp_path: Path) -> None:
    services = small_state.services()
    services["services"][1]["catchment"] = {"counties": ["Birch"]}
    gap = str(small_state.write(tmp_path / "gap", services))
    done = run("verify", "--data", gap, "--against", gap, *SMALL_DAY)
    assert done.exit_code == 1
    assert "No county lost coverage since" in flat(done.stdout)


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_earlier_state_that_is_not_fit_for_use_exits_with_2(
    form: str, run: Run, whole: str, shorter: Path, tmp_path: Path
) -> None:
    (shorter / "services.yaml").write_text("sources: 1", encoding="utf-8")
    bad = tmp_path / "bad.json"
    bad.write_text('{"status": "invalid"}', encoding="utf-8")
    table = tmp_path / "bad.csv"
    table.write_text("geoid,county\n", encoding="utf-8")
    for earlier in (bad, table, shorter, tmp_path / "gone.json", tmp_path / "gone"):
        done = run(
            "verify", "--data", whole, "--against", str(earlier), *SMALL_DAY, "--format", form
        )
        assert done.exit_code == 2
        assert str(earlier) in done.stderr
        if form == "json":
            assert json.loads(done.stdout)["status"] == "invalid"
    assert run("verify", "--data", whole, "--against", "").exit_code == 2
    assert run("verify", "--data", whole, "--against").exit_code == 2


def test_warnings_of_the_earlier_folder_are_told(run: Run, whole: str, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(whole, earlier)
    (earlier / "context_rivers.geojson").write_bytes(b"broken")
    done = run("verify", "--data", whole, "--against", str(earlier), *SMALL_DAY)
    assert done.exit_code == 0
    assert f"Warning: {earlier / 'context_rivers.geojson'}" in done.stderr
