"""The list of what to ask: each number once, whom it is for, and what one answer would settle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from geo.catalog.fact_ids import Aspect, region_fact
from geo.catalog.records import Contradiction, Evaluation, Services, Status
from geo.confirm import least_set
from geo.confirm.questions import drafts
from geo.confirm.records import Calls, LeastSet, LeftToAsk, Question, QuestionKind, Settles
from geo.coverage import asking, contradictions
from geo.coverage.assessment import Assessment
from geo.coverage.evidence import is_weak
from geo.coverage.findings import Evidence, Finding, StandardTotal
from geo.jsonable import SCHEMA

__all__ = ["calls", "is_open"]

_AskedBy = Mapping[tuple[str, str], Sequence[str]]
"""By fact, and GEOID where it is about counties: the questions that ask it."""


@lru_cache(maxsize=4)
def calls(assessment: Assessment) -> Calls:
    """Return every question there is to ask on the day, and the least sets that settle all.

    A finding is open while it is not covered, or past its age limit, inferred or disputed. A question
    settles it by itself where a yes is all that it lacks. Questions of distance are left out: they
    rest on addresses, which no yes or no tells.
    """
    questions = drafts(assessment)
    ways = _ways(assessment, questions)
    listed = tuple(sorted((_with_effect(each, assessment, ways) for each in questions), key=_place))
    return Calls(
        schema=SCHEMA,
        data_sha256=assessment.data_sha256,
        as_of=assessment.as_of,
        known_on=assessment.known_on,
        questions=listed,
        left_to_ask=None if listed else _left_to_ask(assessment.catalog.services),
        least=_least(assessment, ways, listed, required=True),
        least_of_all=_least(assessment, ways, listed, required=False),
    )


def _left_to_ask(services: Services) -> LeftToAsk:
    last = asking.department(services)
    ask = f" Left to ask: {last.name}, {last.phone or 'no number published'}." if last else ""
    return LeftToAsk(
        says=f"This data names no team, unit or center, so there is nobody to call on a fact.{ask}",
        department=last.name if last else None,
        phone=last.phone if last else None,
        questions=asking.open_questions(services),
    )


def _place(question: Question) -> tuple[bool, bool, int, int, str]:
    """Return where a question stands: what is required first, then by people."""
    required = any(settled.required for settled in question.settles)
    neighbor = question.kind is QuestionKind.NEIGHBOR
    return (
        neighbor,
        not required and not question.helps,
        -question.people,
        -question.clears,
        question.fact,
    )


_Ways = Mapping[tuple[str, str], Sequence[frozenset[str]]]
"""By standard and GEOID of a finding that is open: the sets of questions that would settle it."""


def _ways(assessment: Assessment, questions: Sequence[Question]) -> _Ways:
    asked_by: dict[tuple[str, str], list[str]] = {}
    geoids = assessment.catalog.geoid_by_name
    for question in questions:
        for asked in question.asks:
            for geoid in [geoids[name] for name in asked.counties] or [""]:
                asked_by.setdefault((asked.fact, geoid), []).append(question.fact)
    by_id = {standard.id: standard for standard in assessment.catalog.services.standards}
    on_coverage = {
        each.id: each
        for each in contradictions.standing(assessment.catalog, assessment.as_of)
        if contradictions.on_coverage(each)
    }
    return {
        (finding.standard, finding.geoid): tuple(
            dict.fromkeys(
                _settling(
                    finding,
                    by_id[finding.standard].any_of,
                    [on_coverage[name] for name in finding.contradictions if name in on_coverage],
                    asked_by,
                )
            )
        )
        for finding in assessment.findings
        if by_id[finding.standard].evaluation is not Evaluation.WITHIN and is_open(finding)
    }


def is_open(finding: Finding) -> bool:
    """Return whether a finding is anything but covered, fresh, read and undisputed."""
    return finding.status is not Status.COVERED or bool(finding.flags)


def _settling(
    finding: Finding, kinds: Sequence[str], conflicts: Sequence[Contradiction], asked_by: _AskedBy
) -> Iterator[frozenset[str]]:
    """Yield each set of questions whose yes would settle a finding."""
    if any(not conflict.units for conflict in conflicts):
        return  # no yes or no settles what sources say of a county against each other
    disputed = {f"{unit}/{Aspect.LISTING}" for conflict in conflicts for unit in conflict.units}
    for evidence in finding.evidence if finding.status is Status.COVERED else ():
        yield from _refreshing(evidence, finding, disputed, asked_by)
    # The center's word that a service is there is evidence of its own, beside what lists say.
    for kind in kinds:
        for question in asked_by.get((f"{kind}/{Aspect.COUNTIES}", finding.geoid), ()):
            yield frozenset([question])


def _refreshing(
    evidence: Evidence, finding: Finding, disputed: set[str], asked_by: _AskedBy
) -> Iterator[frozenset[str]]:
    """Yield each set of questions that leaves nothing to doubt in one piece of evidence."""
    needed = {fact.fact for fact in evidence.rests_on if fact.stale or fact.challenge}
    if is_weak(evidence) and evidence.membership:
        needed.add(region_fact(evidence.membership.region))
    needed |= disputed & {fact.fact for fact in evidence.rests_on}
    choices = [
        [question for geoid in ("", finding.geoid) for question in asked_by.get((fact, geoid), ())]
        for fact in sorted(needed)
    ]
    if needed and all(choices):
        yield from (frozenset(chosen) for chosen in product(*choices))


def _with_effect(question: Question, assessment: Assessment, ways: _Ways) -> Question:
    alone, helped = frozenset([question.fact]), set()
    by_standard: dict[str, list[str]] = {}
    for (standard, geoid), some in ways.items():
        if alone in some:
            by_standard.setdefault(standard, []).append(geoid)
        elif any(question.fact in each for each in some):
            helped.add(geoid)
    return replace(
        question,
        helps=len(helped - {geoid for geoids in by_standard.values() for geoid in geoids}),
        settles=tuple(
            _settles(total, by_standard[total.id])
            for total in assessment.standards
            if total.id in by_standard
        ),
    )


def _settles(total: StandardTotal, geoids: Sequence[str]) -> Settles:
    return Settles(
        standard=total.id,
        title=total.title,
        required=total.required and total.in_force,
        geoids=tuple(sorted(geoids)),
    )


def _least(
    assessment: Assessment, ways: _Ways, questions: Sequence[Question], *, required: bool
) -> LeastSet:
    asked = {
        total.id
        for total in assessment.standards
        if not required or (total.required and total.in_force)
    }
    wanted = {key: some for key, some in ways.items() if key[0] in asked}
    settled = [some for some in wanted.values() if some]
    unsettled: dict[str, int] = {}
    for (standard, _), some in wanted.items():
        if not some:
            unsettled[standard] = unsettled.get(standard, 0) + 1
    order = {question.fact: place for place, question in enumerate(questions)}
    return LeastSet(
        facts=least_set.fewest(settled, order),
        open=len(wanted),
        settled=len(settled),
        unsettled=unsettled,
    )
