"""Records of confirmations.yaml: who asked whom about one fact on what day, and what was said."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.dates import When
from geo.catalog.forms import Slug, Text
from geo.catalog.schema import Between, Length, Pattern
from geo.catalog.vocabulary import ChallengeState, RecordHow, RecordOutcome

__all__ = ["FILE", "NONE", "Confirmations", "Record"]

FILE = "confirmations.yaml"
_FactId = Annotated[
    str,
    Pattern(
        r"[a-z0-9]+(?:[-_][a-z0-9]+)*/[a-z]+",
        "an entry's id, a slash and what of it is meant, as crisis-unit/phone",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answer about one fact.

    Parameters
    ----------
    fact : str
        The fact's id, as `crisis-coverage calls` prints it.
    outcome : RecordOutcome
        Confirmed, corrected or challenged.
    on, recorded : When
        The day of the answer, and the day on which it was written down here.
    how : RecordHow
        How it was come by.
    by : str
        The role of whoever asked, never a person's name.
    answered_by : str, optional
        Id of the operator, unit or neighbor's unit that gave the answer.
    counties : tuple of str
        Of a fact about counties: those that were named. A correction names all that are served.
    now : str, optional
        What it is instead: of a correction, and of a challenge that was upheld.
    says : str
        Their words, shortened.
    state, reason : optional
        What became of a challenge, and why.
    """

    fact: _FactId
    outcome: RecordOutcome
    on: When
    recorded: When
    how: RecordHow
    by: Text
    answered_by: Slug | None = None
    counties: tuple[Text, ...] = ()
    now: Text | None = None
    says: Text
    state: ChallengeState | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmations:
    """The whole of confirmations.yaml, in the order of the file.

    A record is too old to make a fact fresh `stale_after_days` after its day. `records` is always
    said, be it as an empty list: a file that was cut or emptied is not one without records.
    """

    stale_after_days: Annotated[int, Between(1, 36_525)] = 365
    records: Annotated[tuple[Record, ...], Length(0, 20_000)]


NONE = Confirmations(records=())
"""What stands for a data folder without the file."""
