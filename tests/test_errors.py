"""What errors say, and what they keep to themselves."""

import pytest

from geo.errors import CrisisCoverageError, DataError, Problem, UnknownCountyError

PROBLEM = Problem(
    "services.yaml", 12, "wrong-form", "operators[0].phone", "555", "a number is asked for"
)


def test_every_error_has_the_one_base_and_the_builtin_a_caller_would_guess() -> None:
    assert issubclass(DataError, CrisisCoverageError)
    assert issubclass(DataError, ValueError)
    assert issubclass(UnknownCountyError, CrisisCoverageError)
    assert issubclass(UnknownCountyError, KeyError)


def test_a_problem_prints_as_one_line_with_file_line_rule_place_and_value() -> None:
    assert str(PROBLEM) == (
        "services.yaml:12: wrong-form: operators[0].phone: a number is asked for (found: 555)"
    )


def test_a_problem_without_a_value_does_not_print_an_empty_one() -> None:
    problem = Problem("counties.csv", 0, "no-file", "file", "", "the file cannot be read")
    assert str(problem) == "counties.csv: no-file: file: the file cannot be read"


@pytest.mark.parametrize(
    ("count", "head"), [(1, "1 problem in the data"), (2, "2 problems in the data")]
)
def test_a_data_error_carries_and_prints_every_problem(count: int, head: str) -> None:
    error = DataError([PROBLEM] * count)
    assert error.problems == (PROBLEM,) * count
    assert str(error).splitlines() == [head, *[str(PROBLEM)] * count]


@pytest.mark.parametrize(
    ("near", "text"),
    [
        ((), "no county of that name"),
        (("Lee",), "no county of that name; did you mean Lee?"),
        (("Lee", "Leake"), "no county of that name; did you mean Lee or Leake?"),
    ],
)
def test_an_unknown_county_is_answered_with_near_names(near: tuple[str, ...], text: str) -> None:
    error = UnknownCountyError(near)
    assert str(error) == text
    assert error.suggestions == near
