"""What can go wrong: one base class; each leaf is also the builtin a caller would guess."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

__all__ = [
    "CrisisCoverageError",
    "DataError",
    "Problem",
    "Problems",
    "UnknownCountyError",
    "places",
    "shown",
]

_SHOWN = 80


class CrisisCoverageError(Exception):
    """Base of every error this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one data file.

    Attributes
    ----------
    file : str
        Name of the file, as the reader was given it.
    line : int
        Line in that file, counted from 1; 0 where no single line is at fault.
    rule : str
        Short stable name of the rule that was broken.
    where : str
        Place inside the data, such as ``facilities[3].phone``.
    found : str
        The value that broke the rule, shortened.
    message : str
        One sentence: what the rule asks for.
    """

    file: str
    line: int
    rule: str
    where: str
    found: str
    message: str

    def __str__(self) -> str:
        """Return one line fit for a terminal."""
        found = f" (found: {self.found})" if self.found else ""
        at = f":{self.line}" if self.line else ""
        return f"{self.file}{at}: {self.rule}: {self.where}: {self.message}{found}"


class DataError(CrisisCoverageError, ValueError):
    """The data folder is not fit for use; carries every problem, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'} in the data"
        super().__init__("\n".join([head, *(str(problem) for problem in self.problems)]))


class Problems:
    """The problems of one file, collected while it is read and raised all at once.

    Parameters
    ----------
    file : str
        Name of the file, as problems are to give it.
    most : int
        After so many problems reading ends: it is not the file that was meant.
    """

    def __init__(self, file: str, most: int = sys.maxsize) -> None:
        self.file = file
        self.most = most
        self._problems: list[Problem] = []

    def __len__(self) -> int:
        """Return how many problems there are."""
        return len(self._problems)

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems in the order of their lines."""
        return iter(sorted(self._problems, key=lambda problem: problem.line))

    def add(
        self, rule: str, message: str, *, line: int = 0, where: str = "file", found: str = ""
    ) -> None:
        """Add a problem; DataError where it is the last that is taken."""
        self._problems.append(Problem(self.file, line, rule, where, shown(found), message))
        if len(self) == self.most:
            message = f"{self.most} problems were found; the rest of the file was not read"
            self._problems.append(
                Problem(self.file, line, "too-many-problems", "file", "", message)
            )
            self.check()

    def refuse(
        self, rule: str, message: str, *, line: int = 0, where: str = "file", found: str = ""
    ) -> NoReturn:
        """Add a problem after which the file cannot be read on, and raise a DataError with all."""
        self.add(rule, message, line=line, where=where, found=found)
        raise DataError(tuple(self))

    def check(self) -> None:
        """Raise a DataError with all problems, if there are any."""
        if self._problems:
            raise DataError(tuple(self))


def shown(text: str) -> str:
    """Return a text that breaks rules, cut and escaped so that a terminal can show it."""
    escaped = ascii(text[: _SHOWN + 1])[1:-1]
    return escaped if len(escaped) <= _SHOWN else f"{escaped[:_SHOWN]}…"


def places(error: BaseException) -> list[str]:
    """Return where in this package an exception came through, as ``geo.referral.units:84``, the innermost last.

    With its type that is all of an exception that may be told: its message can hold a piece of an address,
    and a file's name a path of this machine.
    """
    import traceback  # no call that goes well needs it

    return [
        f"{frame.f_globals['__name__']}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__")).startswith("geo.")
    ]


class UnknownCountyError(CrisisCoverageError, KeyError):
    """No county of the study area goes by that name."""

    def __init__(self, suggestions: Sequence[str]) -> None:
        # The name itself is left out: what a person typed has no place in an exception.
        self.suggestions = tuple(suggestions)
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"no county of that name{hint}")

    def __str__(self) -> str:
        """Return the sentence without the quotes that KeyError adds."""
        return str(self.args[0])
