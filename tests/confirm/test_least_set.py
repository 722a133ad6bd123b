"""The fewest questions: exact, against trying every set."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.confirm.least_set import fewest

NAMES = "abcdefg"
alternatives = st.lists(
    st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3), min_size=1, max_size=3
)
ORDER = {name: place for place, name in enumerate(NAMES)}


def settles(asked: set[str], wanted: list[list[frozenset[str]]]) -> bool:
    return all(any(each <= asked for each in some) for some in wanted)


@settings(max_examples=150, deadline=None)
@given(wanted=st.lists(alternatives, max_size=7))
def test_no_smaller_set_settles_all(wanted: list[list[frozenset[str]]]) -> None:
    found = set(fewest(wanted, ORDER))
    assert settles(found, wanted)
    for size in range(len(found)):
        assert not any(settles(set(some), wanted) for some in combinations(NAMES, size))


def test_of_two_least_sets_the_one_higher_on_the_list_is_taken() -> None:
    either = [frozenset("b"), frozenset("a")]
    assert fewest([either], ORDER) == ("a",)
    assert fewest([either], {"b": 0, "a": 1}) == ("b",)


def test_nothing_open_needs_no_question() -> None:
    assert fewest([], ORDER) == ()


def test_one_question_for_two_findings_beats_two() -> None:
    wanted = [[frozenset("a"), frozenset("c")], [frozenset("b"), frozenset("c")]]
    assert fewest(wanted, ORDER) == ("c",)
