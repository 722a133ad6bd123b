"""The command `provider`: the center first, what is only claimed, and a directory as it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo.geocode.location import LocationStatus
from tests import live, small_state
from tests.match import directories

DAY = live.DAY.isoformat()


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """Return a directory of the made-up state, with a row whose street is withheld and one elsewhere."""
    rows = [
        directories.row(service_code_info="MH * OP * CMHC * CIT * XYZ"),
        directories.row(name2="Shelter", street1="- - -"),
        directories.row(name2="Far House", city="Cedar Falls", zip="82003"),
        directories.row(name2="Over the line", state="TN", zip="38101"),
    ]
    return directories.csv_file(tmp_path / "National Directory MH 2025.csv", rows)


def test_the_center_comes_first_with_number_address_and_source(run: Any) -> None:
    done = run("provider", "Panola County", "--as-of", DAY)
    assert done.exit_code == 0
    told = " ".join(done.stdout.split())
    assert told.startswith("Community mental health center 662-234-7521 Communicare, 152 Highway 7")
    assert "samhsa-directory-2022, 2022" in told
    assert "Through certified providers, claimed only." in told
    assert "Outpatient therapy" in told
    assert "names no county and no place" in told
    assert "give the directory's file with --directory FILE" in told
    assert "866-837-7521" in told


def test_a_child_puts_the_question_first(run: Any) -> None:
    told = " ".join(
        run("provider", "my 9 year old son in Batesville", "--as-of", DAY).stdout.split()
    )
    assert told.startswith("Under 18? Say so first.")
    assert "9 year" not in told


def test_programs_get_centers_claims_and_no_directory(run: Any) -> None:
    told = json.loads(run("provider", "38606", "--format", "json", "--as-of", DAY).stdout)
    assert told["status"] == LocationStatus.OK
    assert "Communicare" in [center["operator"] for center in told["centers"]]
    assert {offer["status"] for offer in told["certified_providers"]} == {"claimed"}
    assert sum(len(offer["services"]) for offer in told["certified_providers"]) == 17
    assert told["directory"] is None


def test_a_place_that_is_not_certain_is_asked_back(run: Any) -> None:
    done = run("provider", "Nowhere at all", "--as-of", DAY)
    assert done.exit_code == 1
    assert "Community mental health center" not in done.stdout


def test_a_directory_is_a_layer_as_it_says(run: Any, small: Path, listing: Path) -> None:
    day = small_state.DAY.isoformat()
    command = ("provider", "Birchville", "--directory", str(listing), "--as-of", day)
    done = run(*command, "--data", str(small), "--format", "json")
    told = json.loads(done.stdout)["directory"]
    assert (told["describes"], told["checked"]) == ("2025", False)
    assert {each["name"] for each in told["facilities"]} == {
        "Plains Center / Birchville Haven",
        "Plains Center / Shelter",
    }
    streets = {each["name"].rpartition(" / ")[2]: each["street"] for each in told["facilities"]}
    assert streets == {"Birchville Haven": "12 North Elm Street", "Shelter": None}
    haven = next(each for each in told["facilities"] if each["street"])
    meant = {service["code"]: service["definition"] for service in haven["services"]}
    assert meant["CIT"] == "Crisis intervention team"
    assert meant["XYZ"] is None
    text = " ".join(run(*command, "--data", str(small)).stdout.split())
    assert "As the directory says, 2025; not checked" in text
    assert "Over the line" not in text


def test_a_file_that_is_none_is_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("provider", "Batesville", "--directory", str(tmp_path / "notes.csv"), "--as-of", DAY)
    assert done.exit_code == 2
