"""What can be asked for: address, parameters, the record that describes the answer, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

from geo.access import area_measures, documents, gaps
from geo.access.records import Access, Area
from geo.api import queries, records
from geo.api.days import JudgedDay
from geo.api.queries import RefusedError
from geo.catalog.records import County, Facility
from geo.coverage import evidence
from geo.coverage.calls import disputes
from geo.coverage.findings import Evidence
from geo.errors import DataError
from geo.jsonable import jsonable
from geo.referral import records as referral_records
from geo.referral import refer
from geo.text import listing

__all__ = ["NEAREST", "OPERATIONS", "PREFIX", "Operation", "nearest"]

PREFIX: Final = "/api/v1"
Document: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address below `PREFIX`; `answer` is the record that describes what `make` returns."""

    path: str
    summary: str
    query: type[queries.Day]
    answer: type[Any]
    make: Callable[[JudgedDay, Any], Document]

    @property
    def name(self) -> str:
        """The address in one word, for programs that are written from the description."""
        return self.path.strip("/").replace("/{geoid}", "_of_county")


def _verification(day: JudgedDay, _query: queries.Day) -> Document:
    return documents.verification(day.snapshot.catalog, day.assessment)


def _standards(day: JudgedDay, _query: queries.Day) -> Document:
    return _with_head(day, {"standards": day.assessment.standards})


def _county(day: JudgedDay, query: queries.OfCounty) -> Document:
    return documents.county(day.assessment, _found(day, query), _measured(day))


def _facilities(day: JudgedDay, _query: queries.Day) -> Document:
    units = day.assessment.catalog.services.facilities
    serving = evidence.providers(day.assessment.evidence).values()
    said = {provider.service_id: provider for providers in serving for provider in providers}
    return _with_head(
        day, {"facilities": [_facility(day, unit, said.get(unit.id)) for unit in units]}
    )


def _facility(day: JudgedDay, unit: Facility, said: Evidence | None) -> records.FacilityOnDay:
    """Return a unit with what speaks for it on the day, None where nothing does."""
    index = day.assessment.evidence
    source = (said.phone_source if said else None) or unit.source
    challenged = said.challenged if said else False
    return records.FacilityOnDay(
        **_parts(unit),
        known_on_the_day=said is not None,
        as_of=index.sources[source].as_of.text,
        stale=said.stale if said else index.is_stale(source),
        disputed=challenged
        or bool(disputes(day.assessment.catalog, unit.id, day.assessment.as_of)),
        phone_source=source,
        other_numbers=said.other_numbers if said else (),
    )


def _teams(day: JudgedDay, _query: queries.Day) -> Document:
    serving = evidence.providers(day.assessment.evidence)
    catalog = day.assessment.catalog
    teams = [
        records.TeamInCounty(geoid=county.geoid, county=county.name, **_parts(provider))
        for kind in catalog.services.service_types
        for county in catalog.counties
        for provider in serving.get((kind.id, county.geoid), ())
    ]
    return _with_head(day, {"teams": teams})


def _sources(day: JudgedDay, _query: queries.Day) -> Document:
    is_stale = day.assessment.evidence.is_stale
    sources = [
        records.SourceOnDay(stale=is_stale(source.id), **_parts(source))
        for source in day.assessment.catalog.services.sources
    ]
    return _with_head(day, {"sources": sources})


def _access(day: JudgedDay, _query: queries.Day) -> Document:
    return documents.distances(day.access)


def _access_of_county(day: JudgedDay, query: queries.OfCounty) -> Document:
    county = _found(day, query)
    area: Area | None = day.access.county(county.geoid)
    return documents.distances(day.access, area)


def _gaps(day: JudgedDay, query: queries.Gaps) -> Document:
    if query.limit not in area_measures.LIMITS_MILES:
        limits = listing([str(miles) for miles in area_measures.LIMITS_MILES], "or")
        raise RefusedError(422, f"limit is not taken. Straight-line miles are {limits}.", "limit")
    told = documents.no_such_region(list(query.region), day.assessment)
    if told:
        raise RefusedError(404, f"region {told}.", "region")
    urban = query.urban if isinstance(query.urban, bool) else None
    ranked = gaps.order(day.gaps(query.limit), query.sort, with_neighbors=query.with_neighbors)
    narrowed = gaps.narrow(ranked, query.region, urban=urban)
    return gaps.gaps_json(day.assessment.catalog, narrowed, query.region, urban=urban)


def nearest(day: JudgedDay, query: queries.Place) -> Document:
    """Return the help at a place."""
    return referral_records.as_json(refer.answer(day.assessment, query.place, int(query.k)))


def _found(day: JudgedDay, query: queries.OfCounty) -> County:
    counties = {county.geoid: county for county in day.assessment.catalog.counties}
    if query.geoid not in counties:
        raise RefusedError(404, "No county of this data has that GEOID.", "geoid")
    return counties[query.geoid]


def _measured(day: JudgedDay) -> Access | None:
    try:
        return day.access
    except DataError:
        return None


def _parts(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _with_head(day: JudgedDay, more: Document) -> Document:
    judged = day.assessment
    head = {
        "schema": judged.schema,
        "data_sha256": judged.data_sha256,
        "as_of": judged.as_of,
        "known_on": judged.known_on,
    }
    whole: Document = jsonable(head | more)
    return whole


OPERATIONS: Final = (
    Operation(
        path="/verify",
        summary="Every county against every standard, with the evidence.",
        query=queries.Day,
        answer=records.VERIFICATION,
        make=_verification,
    ),
    Operation(
        path="/standards",
        summary="Counties by status for each standard.",
        query=queries.Day,
        answer=records.Standards,
        make=_standards,
    ),
    Operation(
        path="/counties/{geoid}",
        summary="Everything known about one county.",
        query=queries.OfCounty,
        answer=records.COUNTY,
        make=_county,
    ),
    Operation(
        path="/facilities",
        summary="Every unit of this state, and whether it is known on the day.",
        query=queries.Day,
        answer=records.Facilities,
        make=_facilities,
    ),
    Operation(
        path="/teams",
        summary="Every team, line and unit with the counties that it reaches.",
        query=queries.Day,
        answer=records.Teams,
        make=_teams,
    ),
    Operation(
        path="/access",
        summary="How far people are from units, in straight lines: the state, its regions, its counties.",
        query=queries.Day,
        answer=Access,
        make=_access,
    ),
    Operation(
        path="/access/{geoid}",
        summary="How far people of one county are from units, in straight lines.",
        query=queries.OfCounty,
        answer=records.ACCESS_OF_COUNTY,
        make=_access_of_county,
    ),
    Operation(
        path="/gaps",
        summary="Counties ranked by people far from a unit, or by people without a required service shown.",
        query=queries.Gaps,
        answer=records.GAPS,
        make=_gaps,
    ),
    Operation(
        path="/sources",
        summary="Every source, how old it is, and whether it is past its age limit.",
        query=queries.Day,
        answer=records.Sources,
        make=_sources,
    ),
)
"""What GET answers; each is made once for a state of the data and its parameters."""
NEAREST: Final = "/nearest"
"""What POST alone answers: a place has no place in an address, which logs keep."""
