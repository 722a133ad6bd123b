"""Commands on a state that lists no region, team or unit: no empty columns, and no useless rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import small_state

Run = Callable[..., Any]


@pytest.fixture
def asked(tmp_path: Path, run: Run) -> Callable[..., str]:
    home = small_state.write(tmp_path / "data", small_state.without_lists())

    def asked(*words: str) -> str:
        done = run(*words, "--data", str(home), "--as-of", small_state.DAY.isoformat())
        assert done.exit_code == 0, done.stderr
        return " ".join(done.stdout.split())

    return asked


@pytest.mark.parametrize("command", ["continuum", "gaps"])
def test_without_regions_there_is_no_column_for_them(
    command: str, asked: Callable[..., str]
) -> None:
    assert "Region" not in asked(command)
