"""Which rows of a directory are a record of the data: by telephone first, then by name and town; never by a guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.match import normalize
from geo.match.records import Kind, Listing, Provider
from geo.text import listing

__all__ = ["Pair", "Pairs", "pairs"]

_BUILT = frozenset({Kind.FACILITY, Kind.NEIGHBOR_UNIT})
# Words of names that tell nobody apart.
_COMMON: Final = normalize.words(
    "adult adults behavioral building campus center clinic community county facility group health healthcare "
    "hospital inpatient mental office outpatient program residential resources services site system unit"
)
_MAIN_OFFICE: Final = tuple(
    map(
        normalize.words,
        ("main office", "regional office", "administrative office", "central office"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row that is a record, or may be it. `by` says how it was found, or why that is not enough.

    `is_sure` says that the row is the record's; `has_number` that it gives the record's number. Where
    `is_own_place` is False its address is that of another site under the same number or name.
    """

    listing: Listing
    by: str
    is_sure: bool
    has_number: bool
    is_own_place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Rows of one record: those that are it, and those that only may be."""

    provider: Provider
    sure: tuple[Pair, ...]
    may_be: tuple[Pair, ...]


def pairs(providers: Sequence[Provider], listings: Sequence[Listing]) -> tuple[Pairs, ...]:
    """Return the rows of every record, in the records' order."""
    said = [_Said(listing) for listing in listings]
    found = [_of(provider, said, providers) for provider in providers]
    return tuple(map(_without_rivals, found, [found] * len(found)))


class _Said:
    """What a row says, in the forms that are compared."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.main = {number.number for number in listing.numbers}
        self.more = {number.number for number in listing.more_numbers}
        self.words = normalize.words(listing.full_name)
        self.regions = normalize.region_numbers(listing.full_name)
        self.town = normalize.place(listing.city)
        self.street = normalize.street(listing.street)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """In what a row and a record agree."""

    main: bool
    more: bool
    unit: bool
    organization: bool
    town: bool
    street: bool


def _signs(provider: Provider, said: _Said) -> _Signs:
    named = any(normalize.words(name) <= said.words for name in provider.organizations)
    return _Signs(
        main=provider.phone in said.main,
        more=provider.phone in said.more,
        unit=any(unit <= said.words for unit in provider.unit_words),
        organization=named or (bool(said.regions) and said.regions <= provider.regions),
        town=bool(provider.city) and normalize.place(provider.city or "") == said.town,
        street=bool(provider.street) and normalize.street(provider.street or "") == said.street,
    )


def _of(provider: Provider, said: Iterable[_Said], providers: Sequence[Provider]) -> Pairs:
    found = [
        pair
        for row in said
        if row.listing.state == provider.state
        and (pair := _pair(provider, row, _signs(provider, row), providers))
    ]
    sure = [pair for pair in found if pair.is_sure]
    if any(pair.has_number for pair in sure):  # by telephone first
        sure = [pair for pair in sure if pair.has_number]
    elif len({_key(pair.listing) for pair in sure}) > 1:
        why = "several rows have that name"
        may_be = [_doubted(pair, why) for pair in sure]
        return Pairs(provider=provider, sure=(), may_be=tuple(may_be))
    may_be = [] if sure else [pair for pair in found if not pair.is_sure]
    return Pairs(provider=provider, sure=tuple(sure), may_be=tuple(may_be))


def _pair(
    provider: Provider, row: _Said, signs: _Signs, providers: Sequence[Provider]
) -> Pair | None:
    """Return a row as a record's, as what may be it, or None where it is not."""
    if signs.main or signs.more:
        return _by_number(provider, row, signs, providers)
    if provider.kind in _BUILT and signs.unit and signs.town:
        foreign = _foreign(provider, row)
        why = (
            f"name and town; the row also names {' '.join(foreign)}" if foreign else "name and town"
        )
        return _made(row, why, is_sure=not foreign)
    if provider.kind is Kind.CENTER and signs.organization and not _names_a_unit(row, providers):
        return _center_by_name(provider, row, signs)
    if provider.kind is Kind.TEAM and signs.unit and signs.organization:
        rivals = [other for other in providers if _is_rival(other, provider)]
        why = f"name; {len(rivals)} teams of the kind have that organization"
        return _made(row, "name" if len(rivals) == 1 else why, is_sure=len(rivals) == 1)
    return None


def _center_by_name(provider: Provider, row: _Said, signs: _Signs) -> Pair | None:
    """Return a row under a center's name: its own where it is the main office in the center's town."""
    is_main = _is_main_office(provider, row)
    if signs.town:
        why = "name and town" if is_main else "name and town; the row is not called its main office"
        return _made(row, why, is_sure=is_main)
    if is_main and not provider.city:
        return _made(row, "name; the data know no town of it", is_sure=False)
    return None


def _by_number(
    provider: Provider, row: _Said, signs: _Signs, providers: Sequence[Provider]
) -> Pair:
    """Return a row that gives the record's number: its own only where its name or place agrees as well."""
    how = "telephone" if signs.main else "intake number"
    own_place = signs.town
    if provider.kind is Kind.CENTER:
        sure = signs.organization or (signs.town and signs.street)
        is_own = signs.main or _is_main_office(provider, row)
        own_place = own_place and is_own and not _names_a_unit(row, providers)
    elif provider.kind is Kind.TEAM:
        sure = signs.unit
    else:
        # The name may have the town: "Newton Unit" with an address in the next town.
        in_town = signs.town or normalize.words(provider.city or "") <= row.words
        sure = in_town and (signs.unit or signs.organization or signs.street)
        own_place = signs.unit or signs.street
    agrees = {
        "name": signs.unit or (provider.kind is Kind.CENTER and signs.organization),
        "organization": provider.kind is not Kind.CENTER and signs.organization and not signs.unit,
        "town": signs.town,
    }
    also = [what for what, is_so in agrees.items() if is_so]
    by = listing([how, *also]) if also else f"{how} alone"
    if not sure:
        by += "; the row is in another town" if signs.unit else "; the row does not name it"
    return Pair(
        listing=row.listing, by=by, is_sure=sure, has_number=True, is_own_place=sure and own_place
    )


def _made(row: _Said, by: str, *, is_sure: bool) -> Pair:
    return Pair(listing=row.listing, by=by, is_sure=is_sure, has_number=False, is_own_place=is_sure)


def _doubted(pair: Pair, why: str) -> Pair:
    return Pair(
        listing=pair.listing, by=why, is_sure=False, has_number=pair.has_number, is_own_place=False
    )


def _foreign(provider: Provider, row: _Said) -> list[str]:
    """Return the words of a row that are neither the unit's nor its organization's nor common."""
    explained = set(_COMMON).union(*provider.unit_words)
    names = (*provider.organizations, provider.city or "", provider.county or "")
    explained = explained.union(*map(normalize.words, names))
    explained |= {f"region{number}" for number in provider.regions}
    return sorted(row.words - explained)


def _is_main_office(provider: Provider, row: _Said) -> bool:
    """Return whether a row is an organization as such: under its bare name, or called its main office."""
    return any(words <= row.words for words in _MAIN_OFFICE) or not _foreign(provider, row)


def _names_a_unit(row: _Said, providers: Sequence[Provider]) -> bool:
    """Return whether a row names a unit or team of any organization."""
    return any(
        words <= row.words
        for provider in providers
        if provider.kind is not Kind.CENTER
        for words in provider.unit_words
    )


def _is_rival(one: Provider, provider: Provider) -> bool:
    return one.kind is Kind.TEAM and (one.unit_words, one.organizations) == (
        provider.unit_words,
        provider.organizations,
    )


def _key(listing: Listing) -> tuple[str, ...]:
    """Return what tells two rows of one place apart."""
    main = [number.number for number in listing.numbers]
    return normalize.street(listing.street), listing.zip, *main


def _without_rivals(own: Pairs, every: Sequence[Pairs]) -> Pairs:
    """Return a unit's rows as doubtful where another unit of the same kind has one of them too."""
    if own.provider.kind is Kind.CENTER:
        return own
    mine = {id(pair.listing) for pair in own.sure}
    for other in every:
        if other is own or other.provider.kind is not own.provider.kind:
            continue
        if mine & {id(pair.listing) for pair in other.sure}:
            why = f"the row fits {other.provider.id} as well"
            return Pairs(
                provider=own.provider,
                sure=(),
                may_be=tuple(_doubted(pair, why) for pair in own.sure),
            )
    return own
