"""The list of what to ask as a table to take along."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from geo import text
from geo.confirm.records import Question

__all__ = ["as_csv"]

_COLUMNS: Final = (
    "id", "kind", "about", "regions", "counties", "people", "on_file", "source", "as_of",
    "past_age_limit", "confirmed_on", "ask", "number_to_call", "before_you_call", "would_clear",
    "read_out", "write_down", "answer",
)  # fmt: skip


def as_csv(questions: Sequence[Question]) -> str:
    """Return a row for each question, with an empty column for the answer."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for question in questions:
        cells = (
            question.fact,
            question.kind.value,
            question.title,
            "; ".join(map(str, question.regions)),
            "; ".join(question.counties),
            str(question.people),
            question.value,
            question.source or "",
            question.as_of or "",
            "yes" if question.stale else "no",
            question.confirmed_on or "",
            question.party.name,
            question.party.phone or "",
            question.party.note,
            str(question.clears),
            " ".join(question.script),
            " ".join(question.write_down),
            "",
        )
        writer.writerow([text.safe(cell) for cell in cells])
    return out.getvalue()
