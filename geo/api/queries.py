"""What a request may ask for: records of its parameters and bodies, read before anything is worked out.

What a parameter expects stands in its description, which OpenAPI shows and a refusal repeats. What was sent
is never repeated: it may be a piece of an address.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from geo.access import area_measures, gaps
from geo.access.gap_records import Order
from geo.errors import CrisisCoverageError
from geo.text import listing

__all__ = [
    "UNITS_LISTED",
    "Day",
    "Gaps",
    "OfCounty",
    "Place",
    "RefusedError",
    "in_body",
    "in_query",
]

UNITS_LISTED = 3
"""Units listed for a place where no other number is asked for, as by the command."""
_FIELD = re.compile(r"`\$\.(\w+)")
_LIMITS = listing([str(miles) for miles in area_measures.LIMITS_MILES], "or")
_NUMBER = Meta(ge=1, le=999)

_Query = TypeVar("_Query", bound=Struct)


class RefusedError(CrisisCoverageError, ValueError):
    """A request that is not taken: its HTTP status, why in words, and the parameter, where it is one."""

    def __init__(self, status: int, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter


class Day(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The day to judge by; without it the present one."""

    as_of: Annotated[
        dt.date | UnsetType,
        Meta(
            description="A day as YYYY-MM-DD. Memberships and standards are as of then, without later sources."
        ),
    ] = UNSET
    known_on: Annotated[
        dt.date | UnsetType,
        Meta(description="A day as YYYY-MM-DD. Records written down after it are left aside."),
    ] = UNSET


class OfCounty(Day, frozen=True, kw_only=True):
    """One county on a day."""

    geoid: Annotated[
        str, Meta(pattern="^[0-9]{5}$", description="The county's GEOID, five digits.")
    ]


class Gaps(Day, frozen=True, kw_only=True):
    """Which ranking of gaps."""

    limit: Annotated[
        int,
        Meta(
            description=f"Straight-line miles, {_LIMITS}: people with no unit within them are far.",
            extra_json_schema={"enum": list(area_measures.LIMITS_MILES)},
        ),
    ] = gaps.FAR_MILES
    sort: Annotated[
        Order,
        Meta(description=f"What ranks: {listing([order.value for order in Order], 'or')}."),
    ] = Order.FAR
    with_neighbors: Annotated[
        bool,
        Meta(
            description="true or false: whether to rank as if units in neighboring states took people from here."
        ),
    ] = False
    region: Annotated[
        tuple[Annotated[int, _NUMBER], ...],
        Meta(
            description="A region's number, a whole number from 1 to 999; give it again for each other."
        ),
    ] = ()
    urban: Annotated[
        bool | UnsetType,
        Meta(
            description="true: counties in metropolitan areas only. false: those outside only. Codes 1 to 3 of "
            "the Rural-Urban Continuum are metropolitan."
        ),
    ] = UNSET


class Place(Day, frozen=True, kw_only=True):
    """A place as somebody would type it."""

    place: Annotated[
        str,
        Meta(
            min_length=1,
            description="A text: address, crossing, ZIP, town, county or coordinates.",
        ),
    ]
    # 3.0 is a whole number in JSON too.
    k: Annotated[
        float,
        Meta(
            ge=1,
            le=999,
            multiple_of=1,
            description="How many units to list, a whole number from 1 to 999.",
        ),
    ] = UNITS_LISTED


def in_query(
    kind: type[_Query], sent: Iterable[tuple[str, str]], in_path: Mapping[str, str]
) -> _Query:
    """Return the parameters of an address; `in_path` are those that stand in its path.

    Raises
    ------
    RefusedError
        400 for a parameter that the route does not have, or one that is given twice and takes one value; 422
        for a value that it does not take.
    """
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    names = [name for name in fields if name not in in_path]
    given: dict[str, list[str]] = {}
    for name, value in sent:
        if name not in names:
            raise RefusedError(
                400,
                f"A parameter is not known here. {_known(names)} What was sent is not repeated, since it may "
                "be a piece of an address.",
            )
        given.setdefault(name, []).append(value)
    values: dict[str, object] = dict(in_path)
    for name, texts in given.items():
        if fields[name].default == ():
            values[name] = texts
        elif len(texts) > 1:
            raise _twice(name)
        else:
            values[name] = texts[0]
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _refused(kind, error) from None


def in_body(kind: type[_Query], body: bytes) -> _Query:
    """Return what a body holds.

    Raises
    ------
    RefusedError
        400 for what is no JSON in UTF-8, or has a name twice; 422 for JSON that breaks a rule.
    """
    try:
        read = msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise _refused(kind, error) from None
    except (msgspec.DecodeError, RecursionError):
        raise RefusedError(400, "The body is no JSON in UTF-8.") from None
    # msgspec takes the last of two. Both are names of ours by now, so either may be told.
    names = [name for name, _ in json.loads(body, object_pairs_hook=list)]
    for name in names:
        if names.count(name) > 1:
            raise _twice(name)
    return read


def _twice(name: str) -> RefusedError:
    return RefusedError(400, f"{name} is given twice. Give it once.", name)


def _known(names: Iterable[str]) -> str:
    known = listing(list(names))
    return f"Known are {known}." if known else "None is known."


def _refused(kind: type[Struct], error: msgspec.ValidationError) -> RefusedError:
    """Return which parameter is not taken and what it expects, without what was sent."""
    named = _FIELD.search(str(error))
    fields = msgspec.structs.fields(kind)
    if not named:
        return RefusedError(
            422, f"Expected a JSON object. {_known(field.name for field in fields)}"
        )
    name = named[1]
    properties = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"]
    return RefusedError(422, f"{name} is not taken. {properties[name]['description']}", name)
