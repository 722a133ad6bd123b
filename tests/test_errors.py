"""What errors say, and what they keep to themselves."""

import pytest

from geo.errors import (
    CrisisCoverageError,
    DataError,
    Problem,
    Problems,
    UnknownCountyError,
    places,
    shown,
)

PROBLEM = Problem(
    "services.yaml", 12, "wrong-form", "operators[0].phone", "555", "expected a number"
)


def test_every_error_has_the_one_base_and_the_builtin_a_caller_would_guess() -> None:
    assert issubclass(DataError, CrisisCoverageError)
    assert issubclass(DataError, ValueError)
    assert issubclass(UnknownCountyError, CrisisCoverageError)
    assert issubclass(UnknownCountyError, KeyError)


def test_a_problem_prints_as_one_line_with_file_line_rule_place_and_value() -> None:
    assert str(PROBLEM) == (
        "services.yaml:12: wrong-form: operators[0].phone: expected a number (found: 555)"
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


def test_problems_are_collected_and_raised_at_once_in_the_order_of_lines() -> None:
    problems = Problems("a.csv")
    problems.check()  # nothing is wrong yet
    assert not problems
    problems.add("wrong-form", "expected a number", line=3, where="row of x", found="\u202ey")
    problems.add("no-rows", "the table has no row")
    with pytest.raises(DataError) as caught:
        problems.check()
    assert caught.value.problems == (
        Problem("a.csv", 0, "no-rows", "file", "", "the table has no row"),
        Problem("a.csv", 3, "wrong-form", "row of x", "\\u202ey", "expected a number"),
    )
    with pytest.raises(DataError) as caught:
        problems.refuse("not-csv", "this is not CSV", line=9)
    assert [problem.rule for problem in caught.value.problems] == [
        "no-rows",
        "wrong-form",
        "not-csv",
    ]


def test_after_so_many_problems_reading_ends() -> None:
    problems = Problems("a.csv", most=2)
    problems.add("wrong-form", "expected a number", line=1)
    with pytest.raises(DataError) as caught:
        problems.add("wrong-form", "expected a number", line=2)
    assert [problem.rule for problem in caught.value.problems] == [
        "wrong-form",
        "wrong-form",
        "too-many-problems",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("601-555-0123", "601-555-0123"),
        ("a\nb\x1b[31m", "a\\nb\\x1b[31m"),
        ("Jeff\xa0Davis", "Jeff\\xa0Davis"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 80 + "…"),
        ("\ue000" * 5000, ("\\ue000" * 14)[:80] + "…"),
    ],
)
def test_a_value_is_shown_cut_and_without_what_a_terminal_may_obey(text: str, said: str) -> None:
    assert shown(text) == said


def test_where_an_error_came_through_is_told_by_module_and_line_alone() -> None:
    problems = Problems("services.yaml")
    with pytest.raises(DataError) as caught:
        problems.refuse("wrong-form", "expected a number", found="4711 Zzyzxmark Ln")
    (place,) = places(caught.value)
    module, _, line = place.partition(":")
    assert module == "geo.errors"
    assert line.isdecimal()
    assert places(ValueError("never raised")) == []
