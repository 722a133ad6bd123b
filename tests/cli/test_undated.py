"""A source without a date of its own is cited as undated, wherever its day is told."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests import small_state
from tests.cli.conftest import content

TOLD = re.compile(r"(?P<how>[Uu]ndated, as of )?March\s+1987")
AS_OF = ("--as-of", small_state.DAY.isoformat())


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of which every source tells of one month, and has no date."""
    told = content()
    for source in told["sources"]:
        source |= {"as_of": "1987-03", "as_of_basis": "undated; it names the mayor of that month"}
    told["services"][0]["hours"] = "day and night"
    told["facilities"][0] |= {"street": "1 Main Street", "address_source": "news"}
    told["crisis_steps"] = [
        {
            "id": "call",
            "pillar": "respond",
            "when": "Somebody has to come",
            "says": "Call the crew.",
            "quote": "call the crew",
            "source": "news",
        }
    ]
    for programme in told["programmes"]:
        programme.pop("as_of")
    folder = tmp_path_factory.mktemp("undated")
    small_state.write(folder, told)
    return folder


def bare(told: str) -> list[str]:
    """Return where the month is told as if it were the date of a publication."""
    words = " ".join(re.sub(r"<[^>]*>", "", told).split())
    found = list(TOLD.finditer(words))
    assert found
    return [words[max(0, each.start() - 80) : each.end()] for each in found if not each["how"]]


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("county", "Alder"),
        ("county", "Cedar"),
        ("continuum",),
        ("continuum", "Cedar"),
        ("crisis",),
        ("handover", "Alder"),
        ("handover", "Cedar"),
        ("peers",),
        ("provider", "Cedar County"),
        ("nearest", "Alder County"),
    ],
    ids=" ".join,
)
def test_in_text(run: Any, undated: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--data", str(undated), *AS_OF)
    assert done.exit_code in (0, 1), done.stderr
    assert bare(done.stdout) == []
    assert "1987-03" not in done.stdout


@pytest.mark.parametrize(
    "command", [("report", "--full"), ("pocket",), ("handover", "Alder")], ids=" ".join
)
def test_on_paper(run: Any, undated: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    is_folder = command[0] == "report"
    out = tmp_path / ("out" if is_folder else "out.html")
    done = run(*command, "-o", str(out), "--data", str(undated), *AS_OF)
    assert done.exit_code == 0, done.stderr
    pages = [page.read_text(encoding="utf-8") for page in out.rglob("*.html")] if is_folder else []
    pages = pages or [out.read_text(encoding="utf-8")]
    assert bare(" ".join(pages)) == []
