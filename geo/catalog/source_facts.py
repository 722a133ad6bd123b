"""Records of services.yaml on publications: what they are called, and which day they describe."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.dates import When
from geo.catalog.forms import Sha256, Slug, Text, Url
from geo.catalog.schema import Between
from geo.catalog.vocabulary import Proof
from geo.text import Undated, period

__all__ = ["Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that facts are taken from.

    `as_of` is the oldest date its content may describe; evidence ages from there.
    """

    id: Slug
    title: Text
    publisher: Text
    url: Url | None = None
    published: When | None = None
    as_of: When
    as_of_basis: Text
    retrieved: When
    sha256: Sha256 | None = None
    stale_after_days: Annotated[int, Between(1, 36_525)]
    proof: Proof = Proof.READ
    note: Text | None = None

    @property
    def describes(self) -> str:
        """`as_of` as the data writes it, for a reader: `Undated` where the source has no date of its own."""
        day = self.as_of.text
        return Undated(day) if self.as_of_basis.startswith("undated") else day

    @property
    def named(self) -> str:
        """Who says so and where, in words: "Mississippi Department of Mental Health: Front page"."""
        return f"{self.publisher}: {self.title}"

    @property
    def dated(self) -> str:
        """Which day it describes and how that is known, as the beginning of a sentence."""
        undated, _, why = self.as_of_basis.partition("; ")
        day = period(self.describes)
        day = f"{day[0].upper()}{day[1:]}"
        if undated != "undated":
            return f"{day} ({self.as_of_basis})"
        return f"{day}; {why}" if why else day
