"""What a federal directory lists at a place, in the app: a layer of its own that changes no answer."""

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.catalog.folder import DIRECTORY_VARIABLE
from geo.match import facilities
from geo.referral import reached, refer
from geo.templates.language import ENGLISH, Language
from geo.web import answer, snapshot
from tests import live, small_state
from tests.match import directories
from tests.web.app_pages import opened, rerun, start_anew, use_data, words

FOLD = "What the federal directory lists here"
SPANISH = live.catalog().spanish.rows


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written = small_state.write(tmp_path / "data")
    use_data(written, monkeypatch)
    return written


@pytest.fixture
def listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start the app with a directory of which two rows are in Birch County."""
    rows = [
        directories.row(
            name2="<b>House", intake1="307-555-0112", service_code_info="OP * CIT * XYZ"
        ),
        directories.row(name2="Shelter", street1="- - -", phone="", service_code_info=""),
        directories.row(name2="Far House", city="Cedar Falls", zip="82003"),
        directories.row(name2="Over the line", state="TN", zip="38101"),
    ]
    path = directories.csv_file(tmp_path / "National Directory MH 2025.csv", rows)
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(path))
    return path


def asked(text: str) -> AppTest:
    page = opened("find_page")
    page.text_input(key="find_text").set_value(text)
    page.button(key="find_submit").click()
    return rerun(page)


def folded(page: AppTest) -> str:
    """Return the one fold with what the directory lists."""
    (found,) = re.findall(
        r'<section class="cc-answer cc-listed".*?</section>', words(page), re.DOTALL
    )
    return found


@pytest.mark.usefixtures("listing")
def test_what_the_directory_lists_is_a_fold_as_it_says() -> None:
    page = asked("Birchville")
    drawn = folded(page)
    assert f"{FOLD} (2)</summary>" in drawn
    assert '<details class="cc-fold">' in drawn, "closed until somebody opens it"
    said = " ".join(re.sub("<[^>]*>", " ", drawn).split())
    assert (
        "As the directory says, 2025; not checked by us. It covers nobody and changes no answer."
        in unescape(said)
    )
    house, shelter = sorted(re.findall(r"<li>.*?</li>", drawn, re.DOTALL), key=len, reverse=True)
    assert "Plains Center / &lt;b&gt;House</strong>, 12 North Elm Street, Birchville 82001" in house
    assert re.findall('href="tel:([^"]+)"', house) == ["307-555-0110", "307-555-0112"]
    assert "Crisis intervention team" in house
    assert "XYZ" not in house
    assert "Shelter</strong>, Birchville 82001" in shelter
    assert "No number published." in shelter
    assert "<small" not in shelter
    assert "Far House" not in words(page)
    assert "Over the line" not in words(page)


def test_the_answer_is_the_same_with_a_directory(listing: Path) -> None:
    shown = words(asked("Birchville"))
    with pytest.MonkeyPatch.context() as without:
        start_anew(without)
        without.delenv(DIRECTORY_VARIABLE)
        alone = words(asked("Birchville"))
    assert FOLD not in alone
    assert listing.name not in shown
    rest = re.sub('<section class="cc-answer cc-listed".*?</section>', "", shown, flags=re.DOTALL)
    assert rest == alone


def test_where_it_lists_none_that_is_said_to_show_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [directories.row(name2="Far House", city="Cedar Falls", zip="82003")]
    path = directories.csv_file(tmp_path / "far.csv", rows)
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(path))
    drawn = folded(asked("Alder County"))
    assert f"{FOLD} (0)" in drawn
    assert "As the directory says, undated; not checked by us." in drawn
    assert "That does not show that there is none." in drawn


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize("text", ["Birchvil", "Nowhere at all", ""])
def test_without_one_place_nothing_of_it_is_shown(text: str) -> None:
    assert FOLD not in words(asked(text))


@pytest.mark.usefixtures("listing")
def test_units_say_what_the_app_was_started_with() -> None:
    said = words(opened("sources_page", part="units"))
    assert "National Directory MH 2025.csv lists at a place: 3 rows of this state." in said
    assert "crisis-coverage app --directory" not in said


def test_units_say_how_to_start_with_one() -> None:
    said = words(opened("sources_page", part="units"))
    assert "start the app with <code>crisis-coverage app --directory FILE</code>" in said


def test_a_file_that_cannot_be_read_is_named_and_find_help_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path / "gone.csv"))
    page = opened("sources_page", part="units")
    assert "The federal directory that the app was started with cannot be read." in words(page)
    assert [(each.file, each.rule) for each in snapshot.current().lacking] == [
        ("gone.csv", "no-file")
    ]
    assert str(tmp_path) not in words(page)
    said = words(asked("Birchville"))
    assert "307-555-0101" in said
    assert FOLD not in said


@pytest.mark.usefixtures("listing")
def test_in_spanish_only_the_directorys_own_words_are_english() -> None:
    shown = snapshot.current()
    found = refer.answer(shown.assessment, "Birchville")
    layer = facilities.near(
        shown.directory,  # type: ignore[arg-type]
        shown.assessment.catalog,
        *reached.counties_and_zip(found, 0),
    )
    spanish = str(answer.listed(layer, Language("es", SPANISH)))
    assert "Lo que el directorio federal menciona aquí (2)" in spanish
    marked = re.sub(r'<(span|small) lang="en">.*?</\1>', "", spanish)
    assert "Plains" not in marked
    assert "Crisis intervention" not in marked
    assert re.findall("tel:[0-9-]+", spanish) == re.findall(
        "tel:[0-9-]+", str(answer.listed(layer, ENGLISH))
    )
