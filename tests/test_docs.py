"""What the documents say is so: commands, links, numbers, house rules."""

import dataclasses
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.access import gaps, sentences
from geo.access.records import within_limit
from geo.catalog import folder, load
from geo.catalog.records import (
    Evaluation,
    Flag,
    ProgrammeKind,
    RecordOutcome,
    ServiceRole,
    Status,
)
from geo.cli import main
from geo.coverage.sentences import meaning
from geo.coverage.verify import exit_code
from geo.jsonable import NOT_IN_JSON
from geo.referral import refer
from geo.web import site
from tests import live

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """Return the project's own text files."""
    skipped = {".git", ".venv", "__pycache__", "locks", "node_modules", "dist", "build"}
    suffixes = {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".js", ".css", ".txt", ".json", ""}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and not any(
            part in skipped or (part.startswith(".") and part not in {".ci", ".streamlit"})
            for part in path.relative_to(ROOT).parts[:-1]
        )
        and not path.name.startswith((".coverage", ".git"))
    ]


def test_the_tests_that_the_page_on_security_names_are_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), (file, test)
    promises = text.partition("| promise | test |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(promises) > 10
    assert [promise for promise in promises if "`tests/" not in promise] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith(("http://", "https://")):
            assert (document.parent / target).exists(), target


def test_the_readmes_commands_run(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block
    commands = re.findall(r"^\$ (?:echo (.*) \| )?crisis-coverage (.*)$", block[1], re.MULTILINE)
    assert len(commands) == len(re.findall(r"^\$ ", block[1], re.MULTILINE)) >= 8
    monkeypatch.chdir(tmp_path)
    for typed, command in commands:
        piped = io.TextIOWrapper(io.BytesIO(typed.strip('"').encode()))
        monkeypatch.setattr(sys, "stdin", piped)
        done = run(*shlex.split(command))
        # That a required standard has a gap is an answer of `verify`, no failure.
        answers = {0, exit_code(live.today())} if command.startswith("verify") else {0}
        assert done.exit_code in answers, (command, done.stderr)


def test_the_readmes_batch_runs(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = re.findall(r"^crisis-coverage (nearest --batch .*)$", README, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    Path("visits.csv").write_text("id,address\n1,Batesville\n", encoding="utf-8")
    assert run(*shlex.split(found)).exit_code == 0
    assert "866-837-7521" in Path("answers.csv").read_text(encoding="utf-8")


def test_the_readmes_python_runs() -> None:
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block
    printed: list[str] = []
    code = compile(block[1], "README.md", "exec")
    said = {"print": lambda *values: printed.append(" ".join(map(str, values)))}
    exec(code, said)  # noqa: S102 (our own README)
    assert "Attala" in printed[0]
    assert len(printed[0].splitlines()) >= 18
    assert "Batesville" in printed[1]


def test_the_readmes_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for text in (document.read_text(encoding="utf-8") for document in DOCUMENTS):
        for target in re.findall(r"(?:`|^)make ([a-z]+)\b", text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_modules_that_documents_name_exist() -> None:
    rooms = "|".join(path.parent.name for path in sorted((ROOT / "geo").glob("*/__init__.py")))
    named = {
        module
        for document in DOCUMENTS
        for module in re.findall(
            rf"`(?:geo/)?((?:{rooms})/[a-z_]+)(?:\.py)?`", document.read_text(encoding="utf-8")
        )
    }
    assert len(named) > 20
    assert {module for module in named if not (ROOT / "geo" / f"{module}.py").is_file()} == set()


def test_every_command_is_in_the_readme() -> None:
    usage = main.build_parser().format_help()
    names = re.findall(r"^    ([a-z]+)(?:  |$)", usage, re.MULTILINE)
    assert {"verify", "county", "nearest", "map"} <= set(names)
    for name in names:
        assert f"`crisis-coverage {name}" in README


@pytest.mark.published
def test_the_readmes_numbers_to_call_are_the_datas() -> None:
    known = live.catalog().services.services
    numbers = {service.phone for service in known if service.catchment.statewide}
    for number in numbers:
        assert f"**{number}**" in README


@pytest.mark.published
def test_the_planners_page_tells_the_present_verdicts() -> None:
    text = (ROOT / "docs" / "planners.md").read_text(encoding="utf-8")
    verified = live.assessment()
    totals = {standard.id: standard for standard in verified.standards}
    intensive = totals["intensive"]
    said = f"{intensive.covered} counties are covered and {intensive.claimed} are claimed only."
    assert said in " ".join(text.split())
    for flag in (Flag.DISPUTED, Flag.WEAK):
        named = {finding.county for finding in verified.findings if flag in finding.flags}
        line = re.search(rf"- \*\*{flag.label}\*\* .*?: (.*?)(?=\n- |\n\n)", text, re.DOTALL)
        assert line
        for name in named:
            assert name in line[1]


@pytest.mark.published
def test_the_planners_afternoon_goes_as_it_is_told(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs" / "planners.md").read_text(encoding="utf-8")
    section = text.partition("## How to renew the data in an afternoon")[2].partition("\n## ")[0]
    home = tmp_path / "data"
    shutil.copytree(ROOT / "data", home)
    monkeypatch.setenv(folder.VARIABLE, str(home))
    blocks = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    calls = [call for block in blocks for call in block.split("$ crisis-coverage ")[1:]]
    assert len(calls) >= 5
    for call in calls:
        command, _, told = call.partition("\n")
        done = run(*shlex.split(command), "--as-of", "2026-11-30")
        assert done.exit_code == 0, (command, done.stderr)
        said, place = " ".join(done.stdout.split()), 0
        for part in told.split("…\n"):
            place = said.find(" ".join(part.split()), place)
            assert place >= 0, (command, part, done.stdout)
    kept = load.load(home).confirmations.records
    assert {record.outcome for record in kept} == set(RecordOutcome)


def test_the_contributors_example_is_what_the_reader_says(tmp_path: Path, run: Any) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = re.sub(r"services\.yaml:\d+:", "services.yaml:", " ".join(text.split()))
    home = tmp_path / "data"
    shutil.copytree(ROOT / "data", home)
    content = (home / "services.yaml").read_text(encoding="utf-8")
    changed = content.replace('"662-563-9176"', '"601-555-012"')
    (home / "services.yaml").write_text(changed, encoding="utf-8")
    done = run("verify", "--data", str(home))
    assert done.exit_code == 2
    for line in done.stderr.splitlines():
        assert re.sub(r"services\.yaml:\d+:", "services.yaml:", line) in told


def test_the_page_on_directories_tells_what_the_command_says(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "docs" / "directories.md").read_text(encoding="utf-8")
    table = re.search(r"```csv\n(.*?)```", text, re.DOTALL)
    told = re.search(r"```console\n\$ crisis-coverage (.*?)\n(.*?)```", text, re.DOTALL)
    assert table
    assert told
    monkeypatch.chdir(tmp_path)
    Path("directory-2025.csv").write_text(table[1], encoding="utf-8")
    done = run(*shlex.split(told[1]))
    assert done.exit_code == 0
    said = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in told[2].splitlines() if line not in said] == []


def test_the_contracts_keys_are_all_documented() -> None:
    text = (ROOT / "docs" / "maintainers.md").read_text(encoding="utf-8")
    verified = live.assessment()
    finding = next(finding for finding in verified.findings if finding.evidence)
    answer = refer.answer(verified, "38606")
    (help_,) = answer.referrals
    records = (
        *(verified, verified.standards[0], finding, finding.evidence[0]),
        *(answer.candidates[0], answer.candidates[0].counties[0]),
        refer.answer(verified, "38671").referrals[0].neighbors[0],
        *(help_, help_.counties[0], help_.mobile_crisis[0], help_.nearest[0], help_.warnings[0]),
    )
    found = live.access()
    area, ranked = found.counties[0], gaps.rank(verified, found)
    records += (
        *(found, found.demand, area, area.nearest, area.nearest.mean_miles, area.within[0]),
        *(area.nearest_units[0], area.beds, area.bed_access, area.teams[0], area.reach[0]),
        found.state.neighbors[0],
        *(ranked, ranked.totals, ranked.totals.not_shown[0]),
        *(row for row in ranked.ranking if row.not_shown),
        *(part for row in ranked.ranking for part in row.not_shown),
    )
    for field in set(answer.__dataclass_fields__) - {"referrals"}:
        assert f"`{field}`" in text, field
    for record in records:
        for field in dataclasses.fields(record):
            assert f"`{field.name}`" in text or field.metadata == NOT_IN_JSON, field.name


def test_the_page_on_words_says_what_the_data_and_the_code_say() -> None:
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    for kind in live.catalog().services.service_types:
        if kind.role in (ServiceRole.MOBILE_CRISIS, ServiceRole.INTENSIVE, ServiceRole.FACILITY):
            assert f"| {kind.name} | {kind.purpose} |" in text
    for status in Status:
        one = meaning(Evaluation.SERVICE, status).one
        assert f"| {status.label} | {one[0].upper()}{one[1:]}. |" in text
        assert meaning(Evaluation.WITHIN, status).label in text
    assert all(f"| {flag.label} |" in text for flag in Flag)


@pytest.mark.published
def test_the_page_on_distance_tells_the_present_figures() -> None:
    text = " ".join((ROOT / "docs" / "access.md").read_text(encoding="utf-8").split())
    found = live.access()
    mean = found.state.nearest.mean_miles.value or 0
    nearest = sentences.miles(found.state.nearest.mean_miles).partition(" (")
    thirty = sentences.percent(within_limit(found.state.within, 30).share).partition(" (")
    assert (
        f"live {nearest[0]} straight-line miles from the nearest CSU on average ({nearest[2]}, and "
        f"{thirty[0]} live within 30 miles ({thirty[2]}."
    ) in text
    for told in (f"{found.demand.points} points", f"{found.state.people:,.0f} in all"):
        assert told in text
    figures = [mean, found.state.nearest.median_miles.value, found.state.nearest.p90_miles.value]
    figures += [100 * (reach.share.value or 0) for reach in found.state.within]
    for figure in figures:
        assert f"| {figure:.2f}" in text, figure
    across = next(count for count in found.state.within_with_neighbors if count.miles == 30)
    assert f"with neighbors {100 * (across.share.value or 0):.1f} %" in text
    nearer = [found.state.people_nearer_to_neighbor, found.state.neighbors[0].people]
    assert all(f"{people:,.0f}" in text for people in nearer)
    crossing = [county for county in found.counties if not county.nearest_units[0].own]
    assert f"In {len(crossing)} counties that is most people" in text


def test_the_repository_speaks_of_the_project_alone() -> None:
    patterns = {
        "a path of one machine": r"(?<![\w.])/(?:tmp|root|work|farm)/",
        "a package registry": r"(?i)\b(?:pypi\.org|pythonhosted|npmjs|deb\.debian|unpkg|jsdelivr)",
    }
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for what, pattern in patterns.items():
            found = re.search(pattern, text)
            assert not found, f"{path.relative_to(ROOT)} holds {what}: {found and found[0]}"


def test_locks_name_no_address() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_every_source_in_the_data_that_has_an_address_is_plain_http() -> None:
    raw = yaml.safe_load((ROOT / "data" / "services.yaml").read_text(encoding="utf-8"))
    for source in raw["sources"]:
        assert source.get("url", "https://").startswith(("http://", "https://"))


def test_the_ci_script_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make check" in script
    assert subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=False).returncode == 0


def test_the_tools_that_the_documents_name_exist() -> None:
    named = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"python -m tools\.([a-z_]+)", document.read_text(encoding="utf-8"))
    }
    tools = {"build_geodata", "build_places", "build_schema", "check_sources", "vendor_leaflet"}
    assert tools <= named
    for name in named:
        assert (ROOT / "tools" / f"{name}.py").is_file(), name


SYSTEMS = {"system": (), "Missouri's system": ("--data", str(ROOT / "examples" / "missouri"))}
"""By the first heading of a table of systems what names its data."""


def systems(heading: str = "system") -> list[list[str]]:
    """Return the rows of a table of systems: system, page, command, id, source."""
    text = (ROOT / "docs" / "continuum.md").read_text(encoding="utf-8")
    table = text.split(f"| {heading} | page of the app |")[1].split("\n\n")[0]
    return [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in table.splitlines()[2:]
    ]


@pytest.mark.parametrize("heading", SYSTEMS)
def test_each_system_is_where_the_table_says(
    heading: str, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = json.loads(run("continuum", "--format", "json", *SYSTEMS[heading]).stdout)
    known = {source["id"] for source in told["sources"]}
    found: dict[str, set[str]] = {}
    for own in told["pillars"]:
        parts = (*own["types"], *own["offers"], *own["programmes"], *own["numbers"])
        for part in parts:
            name = part.get("service") or part["id"]
            ways = {way["source"] for way in part.get("reach", ())}
            found.setdefault(name, set()).update({part["source"], *ways})
        for step in own["steps"]:
            found.setdefault(step["id"], set()).add(step["source"])
    for training in told["trainings"]:
        found.setdefault(training["id"], set()).add(training["source"])
    pages = {entry.title for entry in site._ENTRIES}
    rows = systems(heading)
    assert len(rows) > 10
    for system, page, _, name, source in rows:
        assert page in pages, system
        assert source in found[name], system
        assert source in known, system


@pytest.mark.parametrize(
    "command", sorted({row[2] for heading in SYSTEMS for row in systems(heading)})
)
def test_the_commands_of_the_tables_of_systems_run(
    command: str, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*shlex.split(command.replace("examples/", f"{ROOT}/examples/")))
    assert done.exit_code == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("heading", SYSTEMS)
def test_the_table_has_every_system_of_the_data(heading: str) -> None:
    services = load.load(*SYSTEMS[heading][1:]).services
    named = {row[3] for row in systems(heading)}
    alone = {kind for claim in services.claims if claim.id in named for kind in claim.about}
    told = {programme.id for programme in services.programmes if programme.pillar}
    kinds = {programme.id: programme.kind for programme in services.programmes}
    assert {kind.id for kind in services.service_types} <= named | alone
    assert {number.id for number in services.statewide} <= named
    # Of openings, one stands for all.
    assert {name for name in told if kinds[name] is not ProgrammeKind.OPENING} <= named
    assert {kinds[name] for name in told} == {kinds[name] for name in told & named}


@pytest.mark.published
def test_the_words_of_the_data_are_explained() -> None:
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    for term in live.catalog().services.terms:
        assert f"| {term.term} | {term.means} |" in text
