"""Which texts the file answers, and what a look-up says of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.geocode import geocode
from geo.geocode.location import Candidate, Location, Parts
from geo.referral import questions, refer
from geo.referral.records import Answer, Referral
from geo.text import county_title

__all__ = ["Lookups", "looked_up", "units_listed"]

_PREFIXES = 1000
_ZIPS_PER_PREFIX = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lookups:
    """What a look-up says of every text of the tables.

    `answer_of` holds for each of `texts` the place of its answer in `answers`, `prefixes` for each
    three digits, 000 to 999, that of a ZIP which begins so and is not in the tables. `offered` are
    the texts that name one place for certain, to choose from.
    """

    texts: tuple[str, ...]
    answer_of: tuple[int, ...]
    answers: tuple[Answer, ...]
    prefixes: tuple[int, ...]
    offered: tuple[str, ...]

    def readings(self) -> dict[Candidate, Referral]:
        """Return the help for every place that an answer names."""
        return {
            candidate: referral
            for answer in self.answers
            for candidate, referral in zip(answer.candidates, answer.referrals, strict=True)
        }


class _Answers:
    """Answers by what a look-up found, each made once."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.places: dict[Location, int] = {}

    def place_of(self, location: Location) -> int:
        """Return the place of a location's answer among all."""
        return self.places.setdefault(replace(location, parts=Parts()), len(self.places))

    def all(self) -> tuple[Answer, ...]:
        """Return the answers in their places."""
        count = units_listed(self.assessment)
        return tuple(refer.of_location(self.assessment, found, count) for found in self.places)


def units_listed(assessment: Assessment) -> int:
    """Return how many units each look-up lists: all, so that each that could be nearest has its number."""
    return max(len(assessment.catalog.services.facilities), 1)


def looked_up(assessment: Assessment) -> Lookups:
    """Return what a look-up says of every ZIP, town and county of the tables.

    Raises
    ------
    DataError
        If a table that this needs cannot be read.
    """
    catalog = assessment.catalog
    answers = _Answers(assessment)
    by_text: dict[str, int] = {}
    offered: dict[str, None] = {}
    for text in dict.fromkeys(_texts(catalog)):
        located = geocode.locate(text, catalog)
        by_text[text] = answers.place_of(located)
        in_state = _with_state(text, catalog)
        place = answers.place_of(geocode.locate(in_state, catalog))
        # The page leaves the state's name away where that changes nothing.
        if place != by_text[text]:
            by_text[in_state] = place
        offered.update(dict.fromkeys(map(questions.said_for_certain, located.candidates)))
    for text in offered:
        by_text.setdefault(text, answers.place_of(geocode.locate(text, catalog)))
    prefixes = tuple(
        answers.place_of(geocode.locate(code, catalog)) for code in _unknown_zips(catalog)
    )
    return Lookups(
        texts=tuple(by_text),
        answer_of=tuple(by_text.values()),
        answers=answers.all(),
        prefixes=prefixes,
        offered=tuple(sorted(offered)),
    )


def _texts(catalog: Catalog) -> Iterator[str]:
    """Yield every name of the tables, alone and with what people write beside it."""
    counties = {county.geoid: county.name for county in catalog.counties}
    for row in catalog.gazetteer.zips.values():
        yield from (row.zip, f"{row.city} {row.zip}")
        yield from _of_town(row.city, counties[row.geoid])
    for place in catalog.gazetteer.places:
        for name in (place.name, *place.aliases):
            yield from _of_town(name, counties[place.geoid])
    for name in catalog.geoid_by_name:
        yield from (name, county_title(name))
    for city in catalog.context.cities:
        yield city.name


def _with_state(text: str, catalog: Catalog) -> str:
    """Return a text with the state's name where people write it: at the end, or before a ZIP there."""
    state = catalog.services.study_area.name
    town, space, code = text.rpartition(" ")
    return f"{town}, {state} {code}" if space and code.isdigit() else f"{text}, {state}"


def _of_town(name: str, county: str) -> tuple[str, ...]:
    return (name, f"{name}, {county_title(county)}", f"{name}, {county}")


def _unknown_zips(catalog: Catalog) -> Iterator[str]:
    """Yield for each three digits a ZIP that begins so and is not in the tables."""
    for prefix in range(_PREFIXES):
        codes = [f"{prefix:03d}{last:02d}" for last in range(_ZIPS_PER_PREFIX)]
        # Where all hundred are in the tables, nobody asks for another.
        yield next((code for code in codes if code not in catalog.gazetteer.zips), codes[0])
