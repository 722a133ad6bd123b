"""The layer of a service type: which team serves which county, and whether it names the county."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from geo import text
from geo.catalog.records import Basis, Flag, ServiceType
from geo.coverage import freshness
from geo.coverage.findings import Evidence
from geo.coverage.sentences import BASIS_WORDS
from geo.maps import styles
from geo.maps.layer_model import (
    NOT_FIRM,
    REGION_MOVED,
    Cell,
    Kind,
    LayerData,
    MapContext,
    flag_notes,
    sources_of,
)
from geo.maps.styles import Style

__all__ = ["draw"]

_BASIS_SIGNS: Final[Mapping[Basis, Style]] = {
    Basis.LISTED: Style("#ffffff"),
    Basis.CONFIRMED: Style("#ffffff", "diagonal"),
    Basis.REGION: Style("#ffffff", "level"),
}


def draw(context: MapContext, about: str) -> LayerData:
    """Draw which team of one service type serves which county."""
    kind = next(
        service_type
        for service_type in context.assessment.catalog.services.service_types
        if service_type.id == about
    )
    serving = {
        geoid: [
            fact
            for fact in context.serving.get((about, geoid), ())
            if fact.basis is not Basis.CLAIMED
        ]
        for geoid in context.counties.index
    }
    kinds = _kinds(context, kind, serving)
    cells = {geoid: _cell(kinds[geoid], evidence) for geoid, evidence in serving.items()}
    facts = [fact for evidence in serving.values() for fact in evidence]
    patterns = {kind.look.pattern for kind in kinds.values() if kind.mark}
    legend = {kind.key: kind for kind in kinds.values()}
    return LayerData(
        question=kind.purpose,
        sentence=_sentence(context, kind, serving),
        kinds=tuple(
            sorted(legend.values(), key=lambda kind: (not kind.mark, len(kind.mark), kind.key))
        ),
        cells=cells,
        sources=tuple(dict.fromkeys((*sources_of(facts), kind.source))),
        notes=tuple(filter(None, (*flag_notes(context, cells), _ages(context, facts)))),
        signs=tuple(
            (look, f"{look.words}: {BASIS_WORDS[basis]}")
            for basis, look in _BASIS_SIGNS.items()
            if look.pattern in patterns
        ),
    )


def _kinds(
    context: MapContext, kind: ServiceType, serving: Mapping[str, Sequence[Evidence]]
) -> dict[str, Kind]:
    """Return by GEOID the kind of each county: its team or teams, or why there is none."""
    teams = {geoid: _titles(evidence) for geoid, evidence in serving.items()}
    order = [
        service.title
        for service in context.assessment.catalog.services.services
        if service.type == kind.id
    ]
    named = sorted({team for team in teams.values() if team}, key=lambda team: _place(team, order))
    marks = {team: styles.letter(number) for number, team in enumerate(named)}
    colors = styles.spread(list(teams.values()), context.beside)
    return {
        geoid: _served(evidence, marks[teams[geoid]], colors[teams[geoid]])
        if evidence
        else _unserved(context, kind, geoid)
        for geoid, evidence in serving.items()
    }


def _cell(kind: Kind, evidence: Sequence[Evidence]) -> Cell:
    return Cell(
        kind=kind.key,
        detail=BASIS_WORDS[_strongest(evidence)] if evidence else kind.words,
        flags=(Flag.WEAK,) if evidence and all(map(_is_weak, evidence)) else (),
    )


def _served(evidence: Sequence[Evidence], mark: str, color: str) -> Kind:
    basis = _strongest(evidence)
    phones = dict.fromkeys(
        phone
        for fact in evidence
        for phone in (fact.phone, *(other.phone for other in fact.other_numbers))
        if phone
    )
    number = ", ".join(phones) or "no number in the source"
    return Kind(
        key=f"team-{mark}-{basis}",
        name=_titles(evidence),
        words=number,
        said=f"{_titles(evidence)}, {number}",
        look=Style(color, _BASIS_SIGNS[basis].pattern),
        mark=mark,
    )


def _unserved(context: MapContext, kind: ServiceType, geoid: str) -> Kind:
    certain = all(membership.certain for membership in context.memberships[geoid])
    if certain and kind.complete and _speaks(context, kind):
        words = "the source's list is meant to be complete and leaves it out"
        name = f"No {kind.short} listed"
        return Kind(key="none", name=name, words=words, said=name, look=styles.NOBODY)
    words = "no complete list speaks for the day" if certain else REGION_MOVED
    said = f"{kind.short}: unknown"
    return Kind(key="unknown", name="Unknown", words=words, said=said, look=styles.UNCERTAIN)


def _sentence(
    context: MapContext, kind: ServiceType, serving: Mapping[str, Sequence[Evidence]]
) -> str:
    people = context.counties["people"]
    served = [geoid for geoid, evidence in serving.items() if evidence]
    ids = {fact.service_id for evidence in serving.values() for fact in evidence}
    listed = {service.id: service.teams for service in context.assessment.catalog.services.services}
    # How many teams a center has where no source lists any is not known: one at least.
    teams = sum(listed.get(service_id, 1) for service_id in ids)
    bases = Counter(_strongest(serving[geoid]) for geoid in served)
    words = {Basis.LISTED: "by name", Basis.CONFIRMED: "confirmed", Basis.REGION: "by region"}
    ways = [f"{bases[basis]} {way}" for basis, way in words.items() if bases[basis]]
    return (
        f"{kind.name}: {teams} {'team serves' if teams == 1 else 'teams serve'} {len(served)} of "
        f"{len(serving)} counties ({people[served].sum():,} people)"
        f"{': ' if ways else ''}{text.listing(ways)}."
    )


def _speaks(context: MapContext, kind: ServiceType) -> bool:
    """Return whether the list of a service type is old enough to speak for the day."""
    source = next(
        source for source in context.assessment.catalog.services.sources if source.id == kind.source
    )
    return source.as_of.earliest is None or source.as_of.earliest <= context.assessment.as_of


def _strongest(evidence: Iterable[Evidence]) -> Basis:
    order = list(Basis)
    return min((fact.basis for fact in evidence), key=order.index)


def _place(titles: str, order: Sequence[str]) -> tuple[int, str]:
    first = titles.split("; ", 1)[0]
    return (order.index(first) if first in order else len(order), titles)


def _titles(evidence: Iterable[Evidence]) -> str:
    return "; ".join(dict.fromkeys(fact.title for fact in evidence))


def _is_weak(evidence: Evidence) -> bool:
    return evidence.membership is not None and evidence.membership.confidence in NOT_FIRM


def _ages(context: MapContext, facts: Sequence[Evidence]) -> str:
    """Return what is said of the age of a layer's evidence."""
    stale = (fact.stale for fact in facts)
    return freshness.ages(stale, freshness.of_evidence(facts), context.assessment.as_of).banner
