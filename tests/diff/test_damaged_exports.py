"""An export that was damaged is read or refused, and what is read can be compared."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.diff import compare, read_state
from geo.diff.snapshot import Snapshot
from geo.errors import DataError
from tests.damaged import damaged, damaged_archive, expect_told, soon


@pytest.mark.parametrize("ending", read_state.SUFFIXES)
@given(data=st.data())
def test_no_damage_raises_anything_but_what_is_wrong(
    files: dict[str, Path], old: Snapshot, ending: str, data: st.DataObject
) -> None:
    damage = damaged_archive if ending == ".xlsx" else damaged
    raw = data.draw(damage(files[ending].read_bytes()))
    name = f"coverage{ending}"
    try:
        with soon():
            read = read_state.of_bytes(raw, name)
    except DataError as error:
        expect_told(error, [name])
    else:
        for changes in (compare.compare(old, read), compare.compare(read, old)):
            assert compare.exit_code(changes) in (0, 1)
