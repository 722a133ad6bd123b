"""The fewest questions that settle every finding that is open: found exactly, as an integer program."""

from collections.abc import Mapping, Sequence

__all__ = ["fewest"]

Alternatives = Sequence[frozenset[str]]
"""Sets of questions, each of which would settle a finding when all of it is answered with yes."""


def fewest(wanted: Sequence[Alternatives], weight: Mapping[str, int]) -> tuple[str, ...]:
    """Return the fewest questions that settle every finding, in the order of `weight`.

    Parameters
    ----------
    wanted : sequence of sequences of frozensets
        For each finding what would settle it; none is empty.
    weight : mapping
        By question its place in the list: of two least sets the one that stands higher is taken.

    Notes
    -----
    A question is asked or not, an alternative is taken or not; an alternative asks all of its
    questions, and each finding takes one. The sum of questions is the least possible: HiGHS proves
    it (`scipy.optimize.milp` with no gap allowed). Findings with the same alternatives count once.
    """
    distinct = {frozenset(alternatives) for alternatives in wanted}
    asked = sorted(
        {name for some in distinct for each in some for name in each}, key=weight.__getitem__
    )
    if not asked:
        return ()
    # What only one question can settle is asked in any case, and most are so.
    alternatives = sorted({each for some in distinct for each in some}, key=sorted)
    return _solved(distinct, asked, alternatives)


def _solved(
    distinct: set[frozenset[frozenset[str]]],
    asked: Sequence[str],
    alternatives: Sequence[frozenset[str]],
) -> tuple[str, ...]:
    # Loaded here: nothing else of this folder needs them, and they take longer than a verdict.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_array

    names = {name: place for place, name in enumerate(asked)}
    taken = {each: len(asked) + place for place, each in enumerate(alternatives)}
    needs = [(taken[each], names[name]) for each in alternatives for name in each]
    rows = lil_array((len(distinct) + len(needs), len(asked) + len(alternatives)))
    for row, some in enumerate(sorted(distinct, key=lambda some: sorted(map(sorted, some)))):
        for each in some:
            rows[row, taken[each]] = 1
    for row, (alternative, name) in enumerate(needs, start=len(distinct)):
        rows[row, name], rows[row, alternative] = 1, -1
    least = np.zeros(len(distinct) + len(needs))
    least[: len(distinct)] = 1
    # So small a share of one question that all of them together weigh less than one more.
    tie = 1 / (len(asked) + 1) ** 2
    cost = np.zeros(rows.shape[1])
    cost[: len(asked)] = 1 + tie * np.arange(len(asked))
    found = milp(
        cost,
        integrality=np.ones(rows.shape[1], dtype=int),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows.tocsr(), lb=least),
        options={"mip_rel_gap": 0},
    )
    if found.x is None:
        raise AssertionError("asking everything settles every finding, so there is a solution")
    return tuple(name for name, place in names.items() if found.x[place] > 0.5)
