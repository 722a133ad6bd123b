"""A data folder with any file damaged is read or refused, and what is read answers everything."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import assess, county_miles, frames, gaps, measure
from geo.catalog import confirmations, demand_error, folder, spanish
from geo.catalog import load as reader
from geo.catalog.records import Catalog
from geo.coverage.county import county_profile
from geo.errors import DataError
from geo.referral import refer
from tests import answers, live, small_state
from tests.damaged import damaged, expect_told, soon
from tests.diff.states import content
from tools import build_distances

FILES = (*folder.HASHED, spanish.FILE, county_miles.FILE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of the made-up state with every file that a folder can hold."""
    made = small_state.write(tmp_path_factory.mktemp("damaged") / "data", content())
    for name in (demand_error.FILE, spanish.FILE, *folder.SURROUNDINGS[:2]):
        shutil.copy(live.catalog().home / name, made / name)
    asked = answers.as_text([answers.record("crew-west/phone", answered_by="plains")])
    (made / confirmations.FILE).write_text(asked, encoding="utf-8")
    text = build_distances.built(reader.load(made, today=answers.DAY))
    (made / county_miles.FILE).write_text(text, encoding="utf-8")
    assert {path.name for path in made.iterdir()} == set(FILES)
    return made


def answered(catalog: Catalog) -> None:
    """Ask for verdicts, distances, gaps, a county, a place and the joined table; DataError may come."""
    assessment = assess.verify(catalog, answers.DAY)
    for county in catalog.counties:
        county_profile(assessment, county)
    for ask in (
        lambda: refer.answer(assessment, "82001"),
        lambda: refer.answer(assessment, "Cedar Falls"),
        lambda: refer.answer(assessment, "42.5, -106.5"),
        lambda: gaps.rank(assessment, measure.measure(assessment)),
        lambda: frames.counties(assessment),
        lambda: len(catalog.context.rivers) + len(catalog.context.cities),
    ):
        try:
            ask()
        except DataError as error:
            expect_told(error, FILES)


@pytest.mark.parametrize("name", FILES)
@given(data=st.data(), strict=st.booleans())
def test_no_damage_raises_anything_but_what_is_wrong(
    home: Path, name: str, data: st.DataObject, strict: bool
) -> None:
    path = home / name
    sound = path.read_bytes()
    path.write_bytes(data.draw(damaged(sound)))
    try:
        with soon():
            answered(reader.load(home, today=answers.DAY, strict=strict))
    except DataError as error:
        expect_told(error, FILES)
    finally:
        path.write_bytes(sound)
