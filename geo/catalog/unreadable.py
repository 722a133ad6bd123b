"""Takes the place of a part of the data that cannot be read: nobody can take it for an empty one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from geo.errors import DataError, Problem

__all__ = ["Unreadable"]


class Unreadable(Mapping[Any, Any]):
    """A table or list whose file is broken: whoever looks into it gets a DataError that says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = tuple(problems)

    def _refuse(self) -> NoReturn:
        raise DataError(self._problems)

    def __getitem__(self, key: Any) -> NoReturn:
        """Raise the error."""
        self._refuse()

    def __iter__(self) -> Iterator[Any]:
        """Raise the error."""
        self._refuse()

    def __len__(self) -> int:  # noqa: PLE0303 (it does not return)
        """Raise the error."""
        self._refuse()
