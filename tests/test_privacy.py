"""What a person typed stays where it was typed: a marked address is looked up, then sought everywhere."""

import functools
import gc
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from traceback import TracebackException

import pytest

import geo
from geo.catalog import folder
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError
from geo.geocode import candidates, geocode
from geo.referral import batch, csv_rows, records, refer

WORD = "zzyzxmark"
MARK = "4711 Zzyzxmark Ln, Batesville MS 38606"
# Every status, and every part of a text that has a place of its own.
MARKED = (
    MARK,
    "4711 Zzyzxmark Ln",
    "near the Zzyzxmark Store on hwy 6 in Batesville",
    "Hwy 6 & Zzyzxmark Rd, Belmont",
    "4711 Zzyzxmark Ln, Memphis TN 38103",
    "Zzyzxmark",
    "Zzyzxmark County",
    "Zzyzxmark, MS 38999",
    "Apt Zzyzxmark, 38606",
    "PO Box Zzyzxmark 12, Sardis",
    "34.3116, -89.9437 Zzyzxmark",
    "Zzyzxmark " * 50,
    "\udc80Zzyzxmark\0\u202e",
)
POINT = "33.71865, -89.27491"

# What every process of this module begins with: no socket is made, and no name is looked up.
NO_NETWORK = """
import os, sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        os.write(2, b"A SOCKET WAS USED: " + event.encode())
        os._exit(97)
sys.addaudithook(refuse)
"""
HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


@dataclass(frozen=True)
class Left:
    """What a process left behind: exit code, all it wrote, and files by name."""

    exit_code: int
    said: bytes
    files: dict[str, bytes]

    def marked(self) -> set[str]:
        """Return where the mark stands."""
        everything = {"what it said": self.said, **self.files}
        named = {name for name in self.files if WORD in name.casefold()}
        return named | {name for name, content in everything.items() if WORD in as_text(content)}


def as_text(content: bytes) -> str:
    """Return content in which the mark is found, however it is encoded."""
    return content.replace(b"\0", b"").decode("latin-1").casefold()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return the working folder of a person: empty, as all that programs keep things in."""
    for name in ("desk", *HOMES):
        (tmp_path / "person" / name).mkdir(parents=True)
    return tmp_path / "person" / "desk"


@pytest.fixture
def start(desk: Path, repo_root: Path, tmp_path: Path) -> Callable[..., Left]:
    """Return what runs Python in a process of its own and gathers all that it leaves."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    homes = {name: str(desk.with_name(name)) for name in HOMES}
    paths = os.pathsep.join((str(site), str(repo_root)))

    def start(*arguments: str, typed: str = "") -> Left:
        done = subprocess.run(
            [sys.executable, *arguments],
            input=typed.encode("utf-8", "surrogatepass"),
            capture_output=True,
            check=False,
            cwd=desk,
            env={**kept, **homes, "PYTHONPATH": paths},
        )
        assert done.returncode != 97, done.stderr
        return Left(done.returncode, done.stdout + done.stderr, dict(files_in(desk.parent)))

    return start


def files_in(home: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield path.relative_to(home).as_posix(), path.read_bytes()


@pytest.fixture(params=["text", "json"])
def nearest(request: pytest.FixtureRequest, start: Callable[..., Left]) -> Callable[..., Left]:
    """Return what runs ``crisis-coverage nearest``, for people and for programs."""

    def nearest(*arguments: str, typed: str = "") -> Left:
        command = ("-m", "geo", "nearest", "--format", request.param, *arguments)
        return start(*command, typed=typed)

    return nearest


# What calls a command again and again in one process, and tells the exit codes.
CALLS = """
import json, sys
from geo.cli import main
def code(call):
    try:
        return main.main(call)
    except SystemExit as stop:
        return stop.code
print("codes", sorted({code(call) for call in json.load(sys.stdin)}))
"""


# The same with calls that are each made in a folder, whose place in the list is told before on
# standard error, and with their codes after on standard output.
CALLS_ELSEWHERE = """
import json, os, sys
from geo.cli import main
for place, (home, calls) in enumerate(json.load(sys.stdin)):
    os.chdir(home)
    print(f"case {place}:", file=sys.stderr)
    print(f"case {place}:", [main.main(call) for call in calls])
"""


def calls(*arguments: str) -> str:
    """Return calls of ``nearest`` and ``provider`` for `CALLS`, for people and for programs."""
    return json.dumps(
        [
            [command, "--format", form, *arguments]
            for command in ("nearest", "provider")
            for form in ("text", "json")
        ]
    )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return geo.load()


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    return geo.verify(catalog)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a data folder whose services.yaml has a fault."""
    home = tmp_path / "broken"
    shutil.copytree(folder.default_dir(), home)
    services = home / "services.yaml"
    text = services.read_text(encoding="utf-8")
    services.write_text(text.replace("662-563-9176", "662-563-917"), encoding="utf-8")
    return home


def test_the_search_finds_what_is_left_behind(start: Callable[..., Left]) -> None:
    code = (
        "import os, pathlib, sys, tempfile; typed = sys.stdin.read(); print(typed);"
        "pathlib.Path(tempfile.gettempdir(), 'a').write_text(typed);"
        "pathlib.Path.home().joinpath('b').write_text(typed.upper(), encoding='utf-16');"
        "pathlib.Path(typed.split()[1]).touch()"
    )
    left = start("-c", code, typed=MARK)
    assert left.marked() == {"what it said", "TMPDIR/a", "HOME/b", "desk/Zzyzxmark"}


@pytest.mark.parametrize(
    "code", ["import socket; socket.socket()", "import socket; socket.getaddrinfo('x.test', 80)"]
)
def test_a_process_that_asks_for_a_socket_is_stopped(code: str, start: Callable[..., Left]) -> None:
    with pytest.raises(AssertionError, match="A SOCKET WAS USED"):
        start("-c", code)


def test_a_place_given_as_an_argument_is_not_repeated(nearest: Callable[..., Left]) -> None:
    left = nearest(MARK)
    assert left.exit_code == 0
    assert b"Batesville Crisis Stabilization Unit" in left.said
    assert left.marked() == set()
    assert left.files == {}


@pytest.mark.parametrize("text", [MARK, MARKED[-1], MARKED[-2]])
def test_a_place_typed_into_standard_input_is_not_repeated(
    text: str, nearest: Callable[..., Left]
) -> None:
    left = nearest("-", typed=text)
    assert (left.exit_code == 0) == (text == MARK)
    assert (b"Batesville Crisis Stabilization Unit" in left.said) == (text == MARK)
    assert left.marked() == set()
    assert left.files == {}


def test_places_of_every_kind_are_not_repeated(start: Callable[..., Left]) -> None:
    code = (
        "import json, sys; from geo.cli import main\n"
        "for text in json.load(sys.stdin):\n"
        "    for form in ('text', 'json'):\n"
        "        print('ran', main.main(['nearest', '--format', form, '--', text]))"
    )
    left = start("-c", code, typed=json.dumps(MARKED))
    assert left.exit_code == 0
    assert left.said.count(b"\nran ") == 2 * len(MARKED)
    assert left.marked() == set()
    assert left.files == {}


def test_broken_data_is_told_without_the_place(broken: Path, start: Callable[..., Left]) -> None:
    (broken / "zips.csv").write_text("zip\n", encoding="utf-8")
    for home in (broken, broken / "nowhere"):
        left = start("-c", CALLS, typed=calls(MARK, "--data", str(home)))
        assert b"codes [2]" in left.said
        assert left.marked() == set()


def test_shapes_that_are_missing_are_told_without_the_place(
    broken: Path, start: Callable[..., Left]
) -> None:
    shutil.copy(folder.default_dir() / "services.yaml", broken)
    (broken / "counties.geojson").unlink()
    for text in (MARK, POINT, "Panola County"):
        left = start("-c", CALLS, typed=calls("--data", str(broken), "--", text))
        assert b"codes [" in left.said
        assert left.marked() == set()
        assert b"fault of this program" not in left.said
        assert POINT[:7].encode() not in left.said


def test_a_fault_of_the_program_is_told_without_the_place(start: Callable[..., Left]) -> None:
    code = (
        "import os, sys; from geo.cli import main; from geo.spatial import possible_nearest\n"
        "def fail(*values): raise ValueError(repr(values) + sys.argv[1])\n"
        "possible_nearest.possible = fail\n"
        "for traceback in ('', '1'):\n"
        "    os.environ[main.TRACEBACK] = traceback\n"
        "    print('code', main.main(['nearest', sys.argv[1]]))"
    )
    left = start("-c", code, MARK)
    assert left.said.count(b"code 70") == 2
    assert left.said.count(b"ValueError at geo.referral.units:") == 2
    assert left.marked() == set()


def test_calls_that_are_not_taken_are_refused_without_the_place(
    start: Callable[..., Left],
) -> None:
    refused = (
        (MARK,),
        ("nearest", MARK, "--nope"),
        ("nearest", MARK, "--nope", "Zzyzxmark"),
        ("nearest", "--nope=Zzyzxmark", "38606"),
        ("nearest", "-Zzyzxmark"),
        ("nearest", "4711", "-k", "3", "Zzyzxmark"),
        ("nearest", "-k", MARK, "38606"),
        ("nearest", "--format", MARK, "38606"),
        ("nearest", "--as-of", MARK, "38606"),
        ("nearest", f"--resume={MARK}"),
        ("nearest", "--column", MARK),
        ("nearest", "--batch", "in.csv", MARK),
        ("provider", MARK, "--nope"),
        ("provider", MARK, "--directory", "-"),
        ("county", MARK),
        ("verify", MARK),
    )
    left = start("-c", CALLS, typed=json.dumps(refused))
    assert b"codes [2]" in left.said
    assert left.marked() == set()
    assert start("-m", "geo", *refused[1]).exit_code == 2


@pytest.fixture
def table(desk: Path) -> Path:
    """Write a table of marked rows, some of which cannot be read."""
    rows = "".join(f'{number},"{MARK}"\n' for number in range(50))
    bad = f'50,{MARK}\n51,"{MARK}\n52,"{MARK}" 1\n'
    path = desk / "in.csv"
    path.write_text(f"id,address\n{rows}{bad}", encoding="utf-8")
    return path


COMMAND = ("--batch", "in.csv", "--column", "address", "-o", "OUT.csv")


@pytest.mark.usefixtures("table")
def test_a_batch_writes_the_named_file_and_no_other(nearest: Callable[..., Left]) -> None:
    left = nearest(*COMMAND)
    assert left.exit_code == 0
    assert left.marked() == {"desk/in.csv", "desk/OUT.csv"}
    assert set(left.files) == {"desk/in.csv", "desk/OUT.csv"}
    assert left.files["desk/OUT.csv"].count(MARK.encode()) == 53
    again = nearest(*COMMAND, "--resume")
    assert again.files == left.files
    assert again.marked() == left.marked()


def test_what_a_batch_adds_does_not_repeat_the_place(table: Path, assessment: Assessment) -> None:
    batch.run(assessment, table, "address", table.with_name("OUT.csv"))
    written = csv_rows.read(io.BytesIO(table.with_name("OUT.csv").read_bytes()))
    assert written
    header, rows = written
    added = len(header.row.cells)
    for row in rows:
        assert len(row.cells) == added
        assert not any(WORD in as_text(cell) for cell in row.cells[2:])


# A batch that is refused: what is changed in which file after a whole run, and the call.
REFUSED = (
    (None, (*COMMAND[:3], MARK, *COMMAND[4:])),
    (None, (*COMMAND[:3], "id", *COMMAND[4:], "--resume")),
    (None, COMMAND),
    (("in.csv", "id,address\n", ""), (*COMMAND, "--overwrite")),
    (("in.csv", "id,address\n", '"id,address\n'), (*COMMAND, "--overwrite")),
    (("in.csv", "id,address\n", "address,address\n"), (*COMMAND, "--overwrite")),
    (("in.csv", '\n0,"4711', '\n0,"4712'), (*COMMAND, "--resume")),
    (("OUT.csv", ",ok,", ",Zzyzxmark,"), (*COMMAND, "--resume")),
    (("OUT.csv", "id,address,", "id,Zzyzxmark,"), (*COMMAND, "--resume")),
    (("OUT.csv", "Panola", "Zzyzxmark"), (*COMMAND, "--resume")),
)


def test_a_batch_that_is_refused_says_why_without_the_place(
    table: Path, start: Callable[..., Left], assessment: Assessment
) -> None:
    """One process makes the calls of all cases, each in a folder of its own."""
    batch.run(assessment, table, "address", table.with_name("OUT.csv"))
    homes = [table.with_name(f"case{place}") for place in range(len(REFUSED))]
    files = {f"desk/{home.name}/{name}" for home in homes for name in ("in.csv", "OUT.csv")}
    for home, (change, _) in zip(homes, REFUSED, strict=True):
        home.mkdir()
        for path in (table, table.with_name("OUT.csv")):
            shutil.copy(path, home)
        if change:
            name, old, new = change
            content = (home / name).read_bytes()
            assert old.encode() in content
            (home / name).write_bytes(content.replace(old.encode(), new.encode(), 1))
    table.with_name("OUT.csv").unlink()
    table.unlink()
    cases = [
        [str(home), [call for call in json.loads(calls(*arguments)) if call[0] == "nearest"]]
        for home, (_, arguments) in zip(homes, REFUSED, strict=True)
    ]
    left = start("-c", CALLS_ELSEWHERE, typed=json.dumps(cases))
    told = re.findall(r"case (\d+): \[([\d, ]*)\]", left.said.decode())
    assert told == [(str(place), "2, 2") for place in range(len(REFUSED))]
    assert left.said.count(b"case ") == 2 * len(REFUSED)  # its name and its codes
    for part in left.said.split(b"case "):
        assert WORD not in as_text(part), part[:2]  # the place of the case in REFUSED
    assert left.marked() == set(left.files) == files


def records_in(value: object) -> Iterator[object]:
    """Yield a record and all records inside it."""
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from records_in(item)
    elif is_dataclass(value):
        yield value
        for name in value.__dataclass_fields__:
            yield from records_in(getattr(value, name))


@pytest.mark.parametrize("text", [*MARKED, POINT])
def test_no_record_of_a_look_up_shows_what_was_typed(
    text: str, catalog: Catalog, assessment: Assessment
) -> None:
    location = geocode.locate(text, catalog)
    answer = refer.of_location(assessment, location)
    areas = [candidates.area_of(catalog, candidate) for candidate in location.candidates]
    parts = list(records_in([location, answer, areas]))
    assert len(parts) > 3
    for record in parts:
        shown = f"{record!r} {record}".casefold()
        assert WORD not in shown
        assert POINT[:7] not in shown


@pytest.mark.parametrize("text", MARKED)
def test_an_answer_does_not_hold_what_was_typed(text: str, assessment: Assessment) -> None:
    answer = refer.answer(assessment, text)
    assert WORD not in json.dumps(records.as_json(answer)).casefold()


@pytest.mark.parametrize("text", MARKED)
def test_nothing_is_logged(
    text: str,
    assessment: Assessment,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.NOTSET)
    refer.answer(assessment, text)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_no_exception_shows_a_row(table: Path, assessment: Assessment) -> None:
    """Not even with the records among its local variables, as error reporters show them."""
    target = table.with_name("OUT.csv")
    batch.run(assessment, table, "address", target)
    table.write_bytes(table.read_bytes().replace(b"9,", b"8,"))
    with pytest.raises(CrisisCoverageError) as caught:
        batch.run(assessment, table, "address", target, resume=True)
    assert WORD not in f"{caught.value!s} {caught.value!r} {caught.value.args!r}".casefold()
    told = TracebackException.from_exception(caught.value, capture_locals=True)
    shown = [
        local
        for frame in told.stack
        for name, local in (frame.locals or {}).items()
        if name in {"row", "table", "header", "rows", "self", "error"}
    ]
    assert len(shown) > 3
    assert not any(WORD in text.casefold() for text in shown)


def test_nothing_typed_is_kept_in_memory_by_the_package(assessment: Assessment) -> None:
    """No cache of the package holds a text, or a key made of one."""
    for text in (*MARKED, POINT):
        refer.answer(assessment, text)
    kept = [
        inner
        for cache in gc.get_objects()
        if isinstance(cache, functools._lru_cache_wrapper) and cache.__module__.startswith("geo.")
        for inner in gc.get_referents(cache)
    ]
    assert kept
    # Three steps into dictionaries, tuples and records reach keys and results.
    for _ in range(3):
        kept = [
            inner
            for value in kept
            if isinstance(value, (dict, tuple, list)) or is_dataclass(value)
            for inner in gc.get_referents(value)
        ]
        assert not any(isinstance(value, str) and WORD in value.casefold() for value in kept)
