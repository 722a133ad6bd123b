"""What can go wrong: one base class; each leaf is also the builtin a caller would guess."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["CrisisCoverageError", "DataError", "Problem", "UnknownCountyError"]


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
