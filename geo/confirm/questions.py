"""From the data to questions: what each call asks, of whom, and about which counties."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from geo.catalog.fact_ids import Aspect, facts, region_item
from geo.catalog.records import (
    Facility,
    NeighborUnit,
    Operator,
    Service,
    ServiceRole,
    ServiceType,
)
from geo.confirm import script
from geo.confirm.records import Asked, Party, Question, QuestionKind
from geo.coverage import asking
from geo.coverage.assessment import Assessment
from geo.coverage.calls import disputes
from geo.coverage.contradictions import other_numbers
from geo.coverage.evidence import NAMED, EvidenceIndex, speaking_units
from geo.coverage.fact_ages import of as ages_of
from geo.coverage.findings import FactAge
from geo.coverage.sentences import or_others

__all__ = ["drafts"]

_NO_NUMBER: Final = "no number published"


@lru_cache(maxsize=4)
def drafts(assessment: Assessment) -> tuple[Question, ...]:
    """Return every question, without what it would settle."""
    made = _Questions(assessment)
    return tuple(replace(each, **script.written(each)) for each in made.all())


class _Head(NamedTuple):
    """What a question is about, and what is on file for it."""

    fact: str
    kind: QuestionKind
    title: str
    value: str
    source: str


class _Questions:
    """Makes the questions of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.index: EvidenceIndex = assessment.evidence
        self.data = assessment.catalog.services
        self.counties = {county.geoid: county for county in assessment.catalog.counties}
        self.facts = facts(self.data)
        self.open_units = {unit.id for unit in speaking_units(self.index)}
        self.operators = {operator.id: operator for operator in self.data.operators}

    def all(self) -> Iterator[Question]:
        """Yield the questions by kind, in the order of the data."""
        team_kinds = {
            kind.id: QuestionKind.MOBILE_CRISIS
            if kind.role is ServiceRole.MOBILE_CRISIS
            else QuestionKind.TEAM
            for kind in self.data.service_types
            if kind.role in (ServiceRole.MOBILE_CRISIS, ServiceRole.INTENSIVE)
        }
        for service in self.data.services:
            if service.type in team_kinds and not service.catchment.statewide:
                yield self._of_service(service, team_kinds[service.type])
        for unit in self.data.facilities:
            yield self._of_unit(unit)
        for kind in self.data.judged_types():
            if not kind.complete and all(each.type != kind.id for each in self.data.services):
                yield from self._of_type(kind)
        for neighbor in self.data.neighbor_units:
            yield self._of_neighbor(neighbor)

    def _of_service(self, service: Service, kind: QuestionKind) -> Question:
        geoids = self._served(service)
        names = self._names(geoids)
        asks = [self._asked(service.id, Aspect.COUNTIES, names)]
        if service.phone:
            asks.insert(0, self._asked(service.id, Aspect.PHONE))
        if kind is QuestionKind.MOBILE_CRISIS:
            asks += self._memberships(geoids)
        head = _Head(service.id, kind, service.title, service.phone or _NO_NUMBER, service.source)
        party = self._center(service.operator, service.phone)
        return self._question(head, geoids, asks, party)

    def _of_unit(self, unit: Facility) -> Question:
        # Nobody leans on one that a record has closed.
        geoids = self._members(unit.region) if unit.id in self.open_units else []
        aspects = [Aspect.LISTING, Aspect.PHONE, *([Aspect.ADDRESS] if unit.street else [])]
        others = other_numbers(self.assessment.catalog, unit.id, self.assessment.as_of)
        phones = f"{unit.phone}{or_others(others)}"
        head = _Head(unit.id, QuestionKind.UNIT, unit.name, phones, unit.source)
        asks = [self._asked(unit.id, aspect) for aspect in aspects]
        if unit.serves:
            asks.append(self._asked(unit.id, Aspect.COUNTIES, unit.serves.counties))
        return self._question(head, geoids, asks, _itself(unit))

    def _of_type(self, kind: ServiceType) -> Iterator[Question]:
        """Yield a question to each center about a service that no source lists by county."""
        for region in self.data.regions:
            geoids = self._members(region.number)
            if not geoids or not region.operator:
                continue
            yield self._question(
                _Head(
                    f"{kind.id}-in-region-{region.number}",
                    QuestionKind.UNLISTED,
                    f"{kind.short} in Region {region.number}",
                    "no list by county",
                    kind.source,
                ),
                geoids,
                [self._asked(kind.id, Aspect.COUNTIES, self._names(geoids))],
                self._center(region.operator, None),
            )

    def _of_neighbor(self, unit: NeighborUnit) -> Question:
        aspects = [Aspect.LISTING, Aspect.ELIGIBILITY, *([Aspect.PHONE] if unit.phone else [])]
        title = f"{unit.name}, {unit.city} ({unit.state})"
        head = _Head(unit.id, QuestionKind.NEIGHBOR, title, unit.phone or _NO_NUMBER, unit.source)
        return self._question(
            head, [], [self._asked(unit.id, aspect) for aspect in aspects], _itself(unit)
        )

    def _question(
        self, head: _Head, geoids: Sequence[str], asks: Sequence[Asked], party: Party
    ) -> Question:
        ages = [age for asked in asks for age in self._ages(head.source, asked)]
        by_records = [age.as_of for age in ages if age.record]
        return Question(
            fact=head.fact,
            kind=head.kind,
            title=head.title,
            regions=tuple(
                sorted({each.region for geoid in geoids for each in self.index.regions[geoid]})
            ),
            value=head.value,
            source=head.source,
            as_of=self.index.sources[head.source].describes,
            stale=any(age.stale for age in ages),
            disputed=any(age.challenge for age in ages)
            or bool(disputes(self.assessment.catalog, head.fact, self.assessment.as_of)),
            confirmed_on=min(by_records) if len(by_records) == len(ages) else None,
            party=party,
            counties=self._names(geoids),
            people=sum(self.counties[geoid].people for geoid in geoids),
            helps=0,
            asks=tuple(asks),
            settles=(),
            script=(),
            write_down=(),
        )

    def _asked(self, item: str, aspect: Aspect, counties: tuple[str, ...] = ()) -> Asked:
        fact = self.facts[f"{item}/{aspect}"]
        return Asked(fact=fact.id, aspect=aspect, value=fact.value, counties=counties)

    def _ages(self, source: str, asked: Asked) -> Iterator[FactAge]:
        geoids = [self.assessment.catalog.geoid_by_name[name] for name in asked.counties]
        for geoid in geoids or [""]:
            yield from ages_of(source, [asked.fact], geoid, self.index)

    def _served(self, service: Service) -> list[str]:
        """Return the counties that sources or records name for a team."""
        return [
            geoid
            for geoid in self.counties
            if any(
                each.service_id == service.id and each.basis in NAMED
                for each in self.index.evidence.get((service.type, geoid), ())
            )
        ]

    def _members(self, number: int) -> list[str]:
        return [
            geoid
            for geoid, own in self.index.regions.items()
            if any(each.certain and each.region == number for each in own)
        ]

    def _memberships(self, geoids: Sequence[str]) -> Iterator[Asked]:
        """Yield who is in which region, as far as these counties go."""
        by_region: dict[int, list[str]] = {}
        for geoid in geoids:
            for each in self.index.regions[geoid]:
                by_region.setdefault(each.region, []).append(geoid)
        for number, members in sorted(by_region.items()):
            yield self._asked(region_item(number), Aspect.COUNTIES, self._names(members))

    def _names(self, geoids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.counties[geoid].name for geoid in geoids)

    def _center(self, operator_id: str | None, listed: str | None) -> Party:
        """Return whom to ask about a team: its center's office, else the department."""
        center = self.operators.get(operator_id or "")
        if center and center.phone and center.phone != listed:
            return _office(center, script.OFFICE)
        if department := asking.department(self.data):
            name = center.name if center else "the center"
            return _office(department, script.DEPARTMENT.format(name), center)
        return Party(
            id=operator_id, name=center.name if center else "", phone=None, office=True, note=""
        )


def _itself(unit: Facility | NeighborUnit) -> Party:
    """Return a unit as whom to ask about it."""
    return Party(id=unit.id, name=unit.name, phone=unit.phone, office=False, note=script.UNIT)


def _office(operator: Operator, note: str, center: Operator | None = None) -> Party:
    """Return an office to ask; the answer counts as the center's, to whom the office leads."""
    answers = center or operator
    return Party(id=answers.id, name=operator.name, phone=operator.phone, office=True, note=note)
