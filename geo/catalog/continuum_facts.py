"""Records of services.yaml on the continuum of care: what to do in a crisis, terms, and dates of training."""

from dataclasses import dataclass

from geo.catalog.dates import When
from geo.catalog.forms import Slug, Text
from geo.catalog.vocabulary import Pillar

__all__ = ["CrisisStep", "Term", "Training"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisStep:
    """What somebody can do in a crisis, and whom to ask, as a page or a rule that was read says it.

    `when` is the case it is for, in the reader's words; `pillar` where it leads. There is no quote where only what
    a rule says was noted: then there are `rules`.
    """

    id: Slug
    pillar: Pillar
    when: Text
    says: Text
    source: Slug
    quote: Text | None = None
    rules: tuple[Slug, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word that the sources use, explained for readers: a designation, a project, a document."""

    id: Slug
    term: Text
    means: Text
    source: Slug
    quote: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training on given days; whether it is past depends on the day that one asks."""

    id: Slug
    title: Text
    first: When
    last: When
    deadline: When | None = None
    mode: Text | None = None
    source: Slug
    note: Text | None = None
