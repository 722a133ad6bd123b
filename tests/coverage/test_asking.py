"""Whom to ask always has a number beside it, as long as the data has one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from geo.catalog.load import load
from geo.catalog.records import Catalog, Services
from geo.coverage import asking
from tests import small_state

PHONE = re.compile(r"\([0-9]{3}-[0-9]{3}-[0-9]{4}\)")
REPO = Path(__file__).parents[2]
LIFE_HELP, DMH = "662-453-6211", "601-359-1288"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(REPO / "data")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ("Life Help, or DMH.", f"Life Help ({LIFE_HELP}), or DMH ({DMH})."),
        (
            "DMH's behavioral health programs: a list of ICSS.",
            f"DMH's behavioral health programs ({DMH}): a list of ICSS.",
        ),
        ("The boards of supervisors; DMH.", f"The boards of supervisors; DMH ({DMH})."),
        ("DMH, and once more DMH.", f"DMH ({DMH}), and once more DMH."),
        # The long name is found whole, and a part of another word is not a name.
        (
            "Region 8 Mental Health Services or Region 6.",
            f"Region 8 Mental Health Services (601-824-0342) or Region 6 ({LIFE_HELP}).",
        ),
        ("The DMHX.", f"The DMHX. Or ask DMH ({DMH})."),
        ("The centers.", f"The centers. Or ask DMH ({DMH})."),
        # Known, and without a number in the data.
        ("River Ridge Behavioral Health.", f"River Ridge Behavioral Health. Or ask DMH ({DMH})."),
    ],
)
def test_whoever_is_to_be_asked_has_a_number(catalog: Catalog, ask: str, told: str) -> None:
    assert asking.with_numbers(ask, catalog.services) == told


def test_every_open_question_names_a_number(catalog: Catalog) -> None:
    questions = asking.open_questions(catalog.services)
    assert len(questions) == len(catalog.services.holes) > 5
    for question, written in zip(questions, catalog.services.holes, strict=True):
        assert PHONE.search(question.ask)
        plain = PHONE.sub("", question.ask).replace(" Or ask DMH .", "").replace(" ", "")
        assert plain == written.ask.replace(" ", "")


def test_the_number_is_that_of_the_data(catalog: Catalog) -> None:
    services = catalog.services
    moved: Services = replace(
        services,
        operators=tuple(
            replace(operator, phone="601-555-0123") if operator.id == "dmh" else operator
            for operator in services.operators
        ),
    )
    assert asking.with_numbers("DMH.", moved) == "DMH (601-555-0123)."


def test_a_state_without_department_is_left_as_it_is(tmp_path: Path) -> None:
    small_state.write(tmp_path)
    services = load(tmp_path).services
    assert asking.department(services) is None
    assert asking.with_numbers("The state.", services) == "The state."
