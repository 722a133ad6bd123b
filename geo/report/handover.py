"""The hand-over sheet: whom to call for somebody who goes home to a county, on one page of paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from geo.access import sentences as access_sentences
from geo.access.records import Access, Area
from geo.access.transport import transport
from geo.catalog.records import County, Flag, Pillar, ProgrammeKind, ServiceRole
from geo.coverage import asking, beside, freshness, sentences
from geo.coverage import county as coverage_county
from geo.coverage import evidence as coverage_evidence
from geo.coverage.assessment import Assessment
from geo.coverage.calls import StatewideCall, disputes
from geo.coverage.centers import Center, centers
from geo.coverage.continuum_records import Told
from geo.coverage.county import CountyProfile, sources_of
from geo.coverage.findings import Evidence
from geo.coverage.freshness import Ages, Dated
from geo.coverage.reentry import pilot
from geo.coverage.unit_order import nearest_first
from geo.report import county_answers, document, footer
from geo.report.handover_records import Ask, Handover, Helper, NearUnit, Service
from geo.templates.render import render
from geo.text import address, county_title, listing

__all__ = ["Handover", "ages", "handover", "page", "sheet", "sheet_name"]


def sheet_name(county: County) -> str:
    """Return what the file of a county's sheet is called."""
    return f"handover-{county.geoid}.html"


def handover(assessment: Assessment, county: County, access: Access | None) -> Handover:
    """Return whom to call for somebody who goes home to a county.

    Parameters
    ----------
    assessment : Assessment
        The verdicts, with the data that they are of.
    county : County
        One of the catalog's.
    access : Access or None
        Measures of the same data on the same day; without them no distance is told.
    """
    profile = coverage_county.county_profile(assessment, county)
    area = access.county(county.geoid) if access else None
    data = assessment.catalog.services
    made = Handover(
        schema=profile.schema,
        data_sha256=profile.data_sha256,
        as_of=profile.as_of,
        county=county,
        has_regions=bool(data.regions),
        has_intensive_type=any(kind.role is ServiceRole.INTENSIVE for kind in data.service_types),
        centers=centers(assessment, county.geoid),
        mobile_crisis=_helpers(assessment, profile, ServiceRole.MOBILE_CRISIS),
        intensive=_helpers(assessment, profile, ServiceRole.INTENSIVE),
        designated=_helpers(assessment, profile, ServiceRole.FACILITY),
        which_unit=profile.which_unit,
        nearest=tuple(_nearest(assessment, area)) if area else (),
        mean_miles=area.nearest.mean_miles if area else None,
        neighbors=access_sentences.neighbors(access, area) if access and area else "",
        transport=transport(assessment, access, area) if access and area and data.regions else None,
        services=_services(assessment, profile),
        everybody=tuple(call for call in profile.calls if isinstance(call, StatewideCall)),
        peer_support=_peer_support(assessment, profile),
        asks=(),
        sources=(),
    )
    made = replace(made, asks=tuple(dict.fromkeys(_asks(assessment, made))))
    return replace(made, sources=data.sources_of(sources_of(made)))


def _services(assessment: Assessment, profile: CountyProfile) -> tuple[Service, ...]:
    return tuple(
        Service(
            standard=answer.id,
            title=answer.title,
            status=answer.status,
            flags=answer.finding.flags,
            reason=answer.reason,
        )
        for answer in county_answers.answers(assessment, profile, required=True)
    )


def _helpers(
    assessment: Assessment, profile: CountyProfile, role: ServiceRole
) -> tuple[Helper, ...]:
    """Return what serves the county in a role; units the nearest first, all else in the order of the data."""
    kinds = {kind.id: kind for kind in assessment.catalog.services.service_types}
    units = {unit.id: unit for unit in profile.facilities}
    places = {unit: address(each.street, each.city, each.zip) for unit, each in units.items()}
    return tuple(
        Helper(
            service=fact.service,
            kind=kinds[fact.service].short,
            id=fact.service_id,
            name=fact.title,
            phone=fact.phone,
            other_numbers=fact.other_numbers,
            address=places.get(fact.service_id, ""),
            address_source=units[fact.service_id].address_source
            if fact.service_id in units
            else None,
            basis=fact.basis,
            flags=_flags(assessment, fact),
            quote=fact.quote,
            source=fact.source,
            phone_source=fact.phone_source,
            membership=fact.membership,
            as_of=fact.as_of,
        )
        for fact in nearest_first(profile.county, profile.services, units)
        if kinds[fact.service].role is role
    )


def _flags(assessment: Assessment, fact: Evidence) -> tuple[Flag, ...]:
    disputed = fact.challenged or bool(
        disputes(assessment.catalog, fact.service_id, assessment.as_of)
    )
    has = {
        Flag.STALE: fact.stale,
        Flag.DISPUTED: disputed,
        Flag.WEAK: coverage_evidence.is_weak(fact),
    }
    return tuple(flag for flag, held in has.items() if held)


def _nearest(assessment: Assessment, area: Area) -> Iterator[NearUnit]:
    units = {unit.id: unit for unit in assessment.catalog.services.facilities}
    sources = assessment.evidence.sources
    for near in area.nearest_units:
        unit = units[near.facility_id]
        flags = {
            Flag.STALE: assessment.evidence.is_stale(unit.source),
            Flag.DISPUTED: near.disputed,
        }
        yield NearUnit(
            id=unit.id,
            name=unit.name,
            phone=unit.phone,
            region=near.region,
            own=near.own,
            share=near.share,
            mean_miles=near.mean_miles,
            flags=tuple(flag for flag, held in flags.items() if held),
            source=unit.source,
            as_of=sources[unit.source].describes,
        )


def _peer_support(assessment: Assessment, profile: CountyProfile) -> tuple[Told, ...]:
    """Return jobs for peers in the county's regions, then what the project does, and at which places alone."""
    regions = {membership.region for membership in profile.regions}
    openings = (
        programme
        for programme in beside.programmes(assessment, Pillar.CARE)
        if programme.kind is ProgrammeKind.OPENING and programme.region in regions
    )
    project = pilot(assessment)
    places = listing([place.title for place in project.places])
    only = f"Only for people from {places}. " if places else ""
    return (*openings, *(replace(part, text=f"{only}{part.text}") for part in project.parts))


def _asks(assessment: Assessment, made: Handover) -> Iterator[Ask]:
    """Yield what to ask, and whom: teams and units with a number, else the center, else the department."""
    name = county_title(made.county.name)
    center = _center(assessment, made.centers)
    # Where no center is named the department is asked, which knows who can tell of a visit.
    is_center = bool(made.centers)
    yield replace(
        center,
        question="When is the first appointment, and what should the person bring?"
        if is_center
        else f"Which center takes people from {name}, and at what number?",
    )
    comes = "Do you come to the person's town, day and night?"
    team = "" if is_center else f"Which mobile crisis team comes to {name}, and at what number?"
    yield from _asked_of(made.mobile_crisis, center, comes, team)
    if made.has_intensive_type:
        teams = f"Which intensive team takes people from {name}, and who refers?"
        takes = "Do you take this person, and who refers?"
        yield from _asked_of(made.intensive, center, takes, teams)
    which = (
        "Do you take people from this county, and from what age?"
        if len(made.designated) > 1
        else "Whom do you take, and from what age?"
    )
    units = f"Which unit takes people from {name}?"
    yield from _asked_of(made.designated, center, which, units)
    peers = "Is there a peer support specialist, or a group near home?"
    yield replace(
        center,
        question=peers if is_center else f"Who gives peer support in {name}, and at what number?",
    )


def _asked_of(
    helpers: Sequence[Helper], center: Ask, question: str, without: str = ""
) -> Iterator[Ask]:
    """Yield a question to each helper with a number; to the center what to ask where there is none."""
    known = [helper for helper in helpers if helper.phone]
    for helper in known:
        yield Ask(whom=helper.name, phone=helper.phone, question=question)
    if not known:
        yield replace(center, question=without or question)


def _center(assessment: Assessment, known: Sequence[Center]) -> Ask:
    """Return whom to ask first: the center, or the department where the center has no number."""
    numbered = [center for center in known if center.phone]
    if numbered:
        center = numbered[0]
        return Ask(whom=center.name, phone=center.phone, question="")
    department = asking.department(assessment.catalog.services)
    if not department:
        return Ask(whom="The state's department", phone=None, question="")
    # Where a center is named, only its number is missing, and the sheet has told of the department.
    whom = asking.short_name(department) if known else department.name
    return Ask(whom=whom, phone=department.phone, question="")


def ages(made: Handover) -> Ages:
    """Return how old the sources of the sheet's numbers are, and which marks are left for its rows."""
    helpers = (*made.mobile_crisis, *made.intensive, *made.designated)
    rows = [(each.source, each.as_of, Flag.STALE in each.flags) for each in helpers]
    facts = [fact for center in made.centers for fact in center.rests_on]
    rows += [(fact.source, fact.as_of, fact.stale) for fact in facts]
    return freshness.ages(
        [stale for _, _, stale in rows], (Dated(*row) for row in rows), made.as_of
    )


def sheet(assessment: Assessment, made: Handover, *, paper: bool = True) -> Markup:
    """Return the body of the sheet, below its title: on paper one page of US Letter, with room to write."""
    return render(
        "report/handover.html",
        made=made,
        ages=ages(made),
        paper=paper,
        basis=sentences.BASIS,
        foot=footer.foot(assessment),
        by_id=assessment.evidence.sources,
    )


def page(assessment: Assessment, made: Handover) -> bytes:
    """Return the sheet as a document of its own, which loads nothing and prints on one page."""
    name = county_title(made.county.name)
    body = render("report/handover_page.html", name=name, sheet=sheet(assessment, made))
    state = assessment.catalog.services.study_area.name
    title = f"Hand-over sheet: {name}, {state}"
    return document.page(title, body, footer.stamp(assessment))
