"""What every command has in common: exit codes, faults, encodings, and how a command is added."""

import argparse
import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from geo import text
from geo.catalog import folder
from geo.cli import main, options, terminal
from geo.errors import DataError, Problem
from geo.geocode import geocode
from tests import small_state

ROOT = Path(__file__).resolve().parents[2]
MARK = "4711 Zzyzxmark Ln"
DAY = ("--as-of", "2026-11-21")
ENCODINGS = ("ascii", "cp1252")
Run = Callable[..., Any]


def command(run: Callable[[argparse.Namespace], int]) -> SimpleNamespace:
    """Return a command of the shape that every module of `geo.cli` has."""

    def add(subparsers: Any) -> None:
        options.add(subparsers, "try", "what a test does", "Exit code: 0.").set_defaults(run=run)

    return SimpleNamespace(add=add, run=run)


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[argparse.Namespace], int]], None]:
    """Return what adds the command ``try`` that runs a function."""
    return lambda run: monkeypatch.setattr(main, "COMMANDS", (*main.COMMANDS, command(run)))


def test_a_module_with_add_and_run_is_a_command(add: Any, run: Run) -> None:
    def hello(asked: argparse.Namespace) -> int:
        options.print_json({"day": str(asked.as_of), "data": str(asked.data)})
        return 7

    add(hello)
    done = run("try", *DAY, "--data", "folder")
    assert (done.exit_code, done.stderr) == (7, "")
    assert json.loads(done.stdout) == {"day": "2026-11-21", "data": "folder"}
    assert "try" in run("--help").stdout
    assert "What a test does." in run("try", "--help").stdout


@pytest.mark.parametrize(
    "error",
    [
        ValueError(MARK),
        KeyError(MARK),
        AssertionError(MARK),
        RecursionError(MARK),
        MemoryError(),
        StopIteration(MARK),
        UnicodeDecodeError("utf-8", MARK.encode(), 0, 1, MARK),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_that_nobody_expected_has_an_exit_code_of_its_own(
    error: Exception, form: str, add: Any, run: Run
) -> None:
    def fail(_asked: argparse.Namespace) -> int:
        raise error

    add(fail)
    done = run("try", "--format", form)
    assert (done.exit_code, done.stdout) == (options.FAULT, "")
    assert options.FAULT == 70
    (line,) = done.stderr.splitlines()
    assert line.startswith("crisis-coverage: a fault of this program, please report it: ")
    assert f"{type(error).__name__} at geo.cli.main:" in line
    assert MARK not in line
    assert str(ROOT) not in line


def test_a_fault_is_told_with_its_place_and_without_what_was_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str, _catalog: object) -> None:
        raise ValueError(text)

    monkeypatch.setattr(geocode, "locate", fail)
    done = run("nearest", MARK)
    assert done.exit_code == options.FAULT
    assert "ValueError at geo.referral.refer:" in done.stderr
    assert "Zzyzx" not in done.stderr
    monkeypatch.setenv(main.TRACEBACK, "1")
    told = run("nearest", MARK)
    assert told.exit_code == options.FAULT
    *stack, line = told.stderr.splitlines()
    assert line == done.stderr.rstrip()
    assert "raise ValueError(text)" in stack[-1]
    assert any("geo/cli/nearest.py" in frame for frame in stack)
    assert "Zzyzx" not in told.stderr


@pytest.mark.parametrize("error", [SystemExit(5), KeyboardInterrupt()], ids=["exit", "interrupt"])
def test_what_is_meant_to_stop_a_command_is_no_fault(
    error: BaseException, add: Any, run: Run
) -> None:
    def stop(_asked: argparse.Namespace) -> int:
        raise error

    add(stop)
    done = run("try")
    assert done.exit_code in (5, options.INTERRUPTED)
    assert done.stderr == ""


class Unwritable(io.StringIO):
    """Standard error on a disk that is full."""

    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError([Problem("a.csv", 1, "rule", "here", "", "wrong")]), main.INVALID),
        (FileNotFoundError(2, "No such file", "a.csv"), main.INVALID),
        (ValueError(MARK), options.FAULT),
    ],
    ids=["data", "file", "fault"],
)
def test_the_exit_code_stands_where_the_message_cannot_be_written(
    error: Exception, code: int, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_asked: argparse.Namespace) -> int:
        raise error

    add(fail)
    monkeypatch.setattr(sys, "stderr", Unwritable())
    assert main.main(["try"]) == code


def printed(monkeypatch: pytest.MonkeyPatch, encoding: str, *call: str) -> tuple[int, bytes]:
    """Return exit code and bytes of a call whose standard output has another encoding."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        try:
            code = main.main(call)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out.flush()
    return code, raw.getvalue()


TABLES = [
    ("verify",),
    ("access", "Adams"),
    ("gaps",),
    ("diff", str(folder.default_dir()), str(folder.default_dir())),
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_json_is_utf_8_and_text_has_a_question_mark_for_what_the_console_lacks(
    form: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for call in (("county", "Adams"), ("nearest", "Natchez"), ("county", "nowhere")):
        code, whole = printed(monkeypatch, "utf-8", *call, *DAY, "--format", form)
        told = printed(monkeypatch, encoding, *call, *DAY, "--format", form)
        if form == "text":
            whole = whole.decode("utf-8").encode(encoding, "replace")
        assert told == (code, whole)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_to_take_along_is_utf_8_too(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = small_state.services()
    services["facilities"][0]["name"] = "Haven \N{SNOWMAN}"
    call = ("calls", "--csv", "--data", str(small_state.write(tmp_path, services)), *DAY)
    code, whole = printed(monkeypatch, "utf-8", *call)
    assert "Haven \N{SNOWMAN}" in whole.decode("utf-8")
    assert printed(monkeypatch, encoding, *call) == (code, whole)


@pytest.mark.parametrize("call", TABLES, ids=lambda call: call[0])
def test_tables_are_drawn_in_ascii_too(
    call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = printed(monkeypatch, "ascii", *call, *DAY)
    assert code == printed(monkeypatch, "utf-8", *call, *DAY)[0]
    assert f"As of {text.period(DAY[1])}. Data " in told.decode("ascii")


def test_some_text_has_characters_that_a_console_may_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = printed(monkeypatch, "utf-8", "county", "Adams", *DAY)[1].decode("utf-8")
    assert "“" in whole
    told = printed(monkeypatch, "ascii", "county", "Adams", *DAY)[1].decode("ascii")
    assert told.count("?") >= whole.count("“") + whole.count("”") > 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_name_that_is_no_text_is_told_all_the_same(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("address\n38606\n", encoding="utf-8")
    name = os.fsdecode(b"a\xff\xe9.csv")
    call = ("nearest", "--batch", "in.csv", "--column", "address", "-o", name, "--format", form)
    code, told = printed(monkeypatch, "utf-8", *call)
    if not Path(name).exists():
        pytest.skip("this file system has no such names")
    assert code == 0
    if form == "json":
        assert json.loads(told.decode("utf-8"))["file"] == name
    else:
        assert told.startswith(b"Wrote a??.csv, complete")


def test_a_missing_file_of_a_strange_name_is_told_by_name(run: Run) -> None:
    done = run("diff", "größe-☃.csv", str(folder.default_dir()))
    assert done.exit_code == 2
    assert "größe-☃.csv: no-file" in done.stderr


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_help_is_printed_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", "nearest", "gaps"):
        code, told = printed(monkeypatch, encoding, *name.split(), "--help")
        assert code == 0
        assert "70 the program itself is at fault" in " ".join(told.decode(encoding).split())


class Person(io.TextIOWrapper):
    """A terminal with a person before it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_progress_is_shown_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    err = Person(raw, encoding=encoding, errors="backslashreplace", write_through=True)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.progress("Looking up") as progress:
        progress(0.5, 1_234)
        progress(1.0, 2_345)
    assert "Looking up" in raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_process_with_another_encoding_ends_as_any_other(encoding: str) -> None:
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "geo", "county", "Adams", *DAY, "--format", form],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        if form == "json":
            assert json.loads(done.stdout.decode("utf-8"))["county"]["name"] == "Adams"
        else:
            quote = "?" if encoding == "ascii" else "\u201c"
            assert f": {quote}" in done.stdout.decode(encoding)


def test_a_process_whose_command_fails_unexpectedly_does_not_exit_with_1() -> None:
    code = (
        "import sys; from geo.catalog import load; from geo.cli import main; del load.load; "
        f"sys.exit(main.main(['nearest', {MARK!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert "AttributeError at geo.cli.options:" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", main.COMMANDS, ids=lambda command: command.__name__)
def test_an_option_takes_a_value_that_begins_with_a_minus_sign_and_a_digit(
    command: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    name = command.__name__.rpartition(".")[2]
    valued = re.findall(r"(?<![\w-])(--?[a-z][a-z-]*) [A-Z{]", run(name, "--help").stdout)
    assert "--data" in valued
    for option in valued:
        with contextlib.suppress(SystemExit):  # not every option takes such a value
            main.build_parser().parse_args([name, option, "-1x"])
        assert not re.search(r"expected .*argument", capsys.readouterr().err), option


VALUES = {
    "--sort": "people",
    "--format": "json",
    "--as-of": DAY[1],
    "--known-on": DAY[1],
    "--port": "8600",
    "--host": "127.0.0.1",
}
VALUES |= {"--describes": "2024", "--how": "visit", "--challenge": "open"}
REPEATED = argparse._AppendAction
"""What takes options that may be given several times: "append", and "extend", which is one of it."""


def options_of_commands() -> list[tuple[str, str, bool]]:
    """Return (command, option, whether it takes a value) for all that may be given once."""
    parser = main.build_parser()
    (commands,) = (action for action in parser._actions if isinstance(action.choices, dict))
    return [
        (name, action.option_strings[-1], action.nargs != 0)
        for name, command in (commands.choices or {}).items()
        for action in command._actions
        if action.option_strings and not isinstance(action, argparse._HelpAction | REPEATED)
    ]


def test_every_option_of_every_command_but_four_is_given_once() -> None:
    told = {(name, option) for name, option, _ in options_of_commands()}
    assert {name for name, _ in told} == {
        command.__name__.rpartition(".")[2] for command in main.COMMANDS
    }
    assert len(told) > 40
    repeated = {("nearest", "--column"), ("export", "--layer"), ("gaps", "--region")}
    repeated |= {("serve", "--allowed-host")}
    assert not repeated & told
    assert {("gaps", "--rural"), ("gaps", "--urban"), ("nearest", "--resume")} <= told


@pytest.mark.parametrize(("name", "option", "valued"), options_of_commands())
def test_an_option_given_twice_is_refused_by_name(
    name: str, option: str, valued: bool, run: Run, tmp_path: Path
) -> None:
    value = VALUES.get(option, "1" if option in ("-k", "--limit") else str(tmp_path / "x.csv"))
    once = [option, *([value] if valued else [])]
    done = run(name, *once, *once)
    assert done.exit_code == 2
    assert done.stdout == ""
    said = re.search(r"error: argument (\S+): given twice; give it once\n\Z", done.stderr)
    assert said, done.stderr
    assert option in said[1].split("/")
    assert str(tmp_path) not in done.stderr
    joined = run(name, *once, f"{option}={value}" if valued and option[1] == "-" else option)
    assert joined.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
@pytest.mark.parametrize(
    "call",
    [
        ("nearest", "ñ☃“ Batesville"),
        ("nearest", "Bay Saint Loüis"),
        ("county", "ñ☃"),
        ("access", "ñ☃"),
    ],
)
def test_typed_words_mean_the_same_whatever_the_locale(
    call: tuple[str, ...], variables: dict[str, str]
) -> None:
    def answered(more: dict[str, str]) -> tuple[int, bytes, bytes]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
        command = [sys.executable, "-m", "geo", *call, *DAY, "--format", "json"]
        done = subprocess.run(command, cwd=ROOT, env=kept | more, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr

    assert answered(variables) == answered({"PYTHONUTF8": "1"})


def test_words_that_are_no_utf_8_stay_as_they_are() -> None:
    for typed in ("Tupelo", "ñ☃", "\udcff", "a\udcf1b", "\ud800", "\udcc3\u2603"):
        assert options.words(typed) == typed


def test_what_is_given_by_both_its_names_is_given_twice(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "a.csv")
    done = run("export", "-o", target, "--output", target)
    assert done.exit_code == 2
    assert "-o/--output: given twice" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("call", "which"),
    [
        (("crisis", "Attala"), "word 2 after crisis-coverage"),
        (("peers", "2", "12 Oak Street"), "words 2 and 3 after crisis-coverage"),
        (("verify", "--all", "--nothing"), "word 3 after crisis-coverage"),
    ],
)
def test_words_that_no_command_takes_are_told_by_place_and_not_repeated(
    run: Run, call: tuple[str, ...], which: str
) -> None:
    done = run(*call)
    assert done.exit_code == 2
    assert f"unrecognized arguments: {which}" in done.stderr
    assert not any(word in done.stderr for word in ("Attala", "Oak", "--nothing"))
