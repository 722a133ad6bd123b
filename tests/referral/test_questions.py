"""What is asked back: the question, how to say yes to it, and the reason in a batch."""

import csv
from pathlib import Path
from typing import Any

import pytest

from geo.geocode import candidates
from geo.geocode.geocode import locate
from geo.referral import batch, questions, refer
from tests import live

ASSESSMENT = live.assessment()
CATALOG = live.catalog()
ASKED = [
    ("Euprora, MS", "spelling", "Did you mean Eupora (Webster County)?"),
    ("New Batesville", "words", "Did you mean Batesville (Panola County)?"),
    ("Leflore, MS", "county", "Did you mean Leflore County?"),
    ("77 Columbus", "street", "It may be a street of that name."),
    ("across the river from Natchez", "elsewhere", "This may be in Louisiana."),
    ("Washington, MS", "several", "Which one do you mean?"),
]


@pytest.mark.parametrize(("text", "reason", "said"), ASKED)
def test_each_reason_has_its_question(text: str, reason: str, said: str) -> None:
    answer = refer.answer(ASSESSMENT, text)
    assert answer.reason == reason
    assert said in questions.question(answer, "Mississippi")


def test_what_says_yes_is_read_as_that_place_alone() -> None:
    for place in CATALOG.gazetteer.places:
        candidate = candidates.of_place(CATALOG, place.id)
        again = locate(questions.said_for_certain(candidate), CATALOG)
        assert (again.status, again.candidates[0].id) == ("ok", place.id), place
    for code in CATALOG.gazetteer.zips:
        candidate = candidates.of_zip(CATALOG, code, as_town=True)
        again = locate(questions.said_for_certain(candidate), CATALOG)
        assert (again.status, again.candidates[0].id) == ("ok", code)
    for county in CATALOG.counties:
        candidate = candidates.of_county(CATALOG, county.geoid)
        again = locate(questions.said_for_certain(candidate), CATALOG)
        assert (again.status, again.candidates[0].id) == ("ok", county.geoid)


def test_a_batch_says_why_and_gives_no_number_for_a_guess(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "place\n" + "".join(f'"{text}"\n' for text, *_ in ASKED) + '"35.0125, -90.0200"\n',
        encoding="utf-8",
    )
    batch.run(ASSESSMENT, source, "place", target)
    with target.open(encoding="utf-8", newline="") as file:
        *rows, beyond = csv.DictReader(file)
    for row, (_, reason, _) in zip(rows, ASKED, strict=True):
        assert row["cc_status"] == "ambiguous"
        assert row["cc_warnings"].split(";")[0] == reason
        assert row["cc_label"]
        assert row["cc_mobile_crisis"] == row["cc_nearest_phone"] == ""
    assert (beyond["cc_status"], beyond["cc_label"]) == ("out_of_state", "Tennessee")
    assert beyond["cc_mobile_crisis"] == ""


def test_the_command_asks_about_a_spelling_before_it_shows_a_number(run: Any) -> None:
    (shown,) = refer.answer(ASSESSMENT, "Euprora, MS").referrals
    asked = run("nearest", "Euprora, MS")
    assert asked.exit_code == 1
    assert 'crisis-coverage nearest "Eupora, Webster County"' in asked.stdout
    for team in shown.mobile_crisis:
        assert team.phone
        assert team.phone not in asked.stdout
        assert team.phone in run("nearest", "Eupora, Webster County").stdout


def test_a_point_beyond_the_line_has_this_sides_county_below_the_nations_numbers(run: Any) -> None:
    done = run("nearest", "35.0125, -90.0200")
    assert done.exit_code == 1
    assert "This place is in Tennessee" in done.stdout
    assert "If the person is on the Mississippi side:" in done.stdout
    assert "877-210-8513" not in done.stdout  # the state's own line does not answer there
    assert done.stdout.index("988") < done.stdout.index("888-287-4443")


def test_a_unit_in_the_same_town_says_so_with_the_most_it_can_be() -> None:
    # A ZIP, and addresses with a town's name, reach beyond the town.
    for text, where in (
        ("Tupelo", "in the same town"),
        ("38606", "in or near the same town"),
        ("12 Oak St, Grenada", "in or near the same town"),
    ):
        (shown,) = refer.answer(ASSESSMENT, text).referrals
        assert shown.nearest[0].distance.startswith(f"{where}, at most "), text
    for text in ("Oxford", "34.3116, -89.9437", "Panola County"):
        (shown,) = refer.answer(ASSESSMENT, text).referrals
        assert not any("same town" in unit.distance for unit in shown.nearest), text
