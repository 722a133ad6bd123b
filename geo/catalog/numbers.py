"""Records of services.yaml on numbers for everybody: what rules give the whole state, and what answers beyond it."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog.forms import Phone, Postal, Slug, Text
from geo.catalog.schema import Length
from geo.catalog.vocabulary import ServiceRole

__all__ = ["Elsewhere", "Reach", "StatewideNumber"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One way to reach a number, with the words of who says so; `lang` is the language that it is for."""

    how: Text
    source: Slug
    quote: Text
    lang: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatewideNumber:
    """A number that rules give to everybody, wherever they are: no verdict on a county rests on it.

    `rules` are references of kind rule; the first is told where there is room for one. `routing` is
    what decides which center a call reaches, in a few words, and `near_line` what whoever calls near
    another state must know.
    """

    id: Slug
    role: ServiceRole
    title: Text
    phone: Phone
    purpose: Text
    reach: Annotated[tuple[Reach, ...], Length(1, 20)]
    rules: Annotated[tuple[Slug, ...], Length(1, 20)]
    routing: Text | None = None
    near_line: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What somebody in another state can call; without a `phone` it is about the numbers for everybody."""

    id: Slug
    state: Postal
    phone: Phone | None = None
    says: Text
    source: Slug
    quote: Text
