"""What records of answers do to verdicts, and the laws that they keep."""

import datetime as dt
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import assess
from geo.catalog import load as reader
from geo.catalog.records import Basis, Flag, Status
from geo.coverage.assessment import Assessment
from geo.coverage.county import county_profile
from geo.coverage.findings import Finding
from geo.jsonable import jsonable
from tests import answers, live, small_state
from tests.answers import DAY, judged, record

CALL = [
    record("crew-west/phone", answered_by="plains"),
    record("crew-west/counties", answered_by="plains", counties=["Alder", "Birch"]),
    record("region-1/counties", answered_by="plains", counties=["Alder", "Birch"]),
]
"""What one call to the center of Region 1 answers."""
DAY_CARE = record("day-care/counties", answered_by="hills", counties=["Cedar"], says="We do.")


def finding(assessment: Assessment, standard: str, county: str) -> Finding:
    (found,) = (each for each in assessment.of(standard) if each.county == county)
    return found


def verdicts(assessment: Assessment) -> Any:
    """Return all findings and totals as JSON has them."""
    return jsonable(assessment.findings), jsonable(assessment.standards)


# A confirmation makes its own fact fresh, and nothing else


def test_one_call_clears_the_flag_of_every_county_that_it_named(tmp_path: Path) -> None:
    before = judged(tmp_path / "before", [])
    assert Flag.STALE in finding(before, "crew-for-all", "Alder").flags
    after = judged(tmp_path / "after", CALL)
    for county in ("Alder", "Birch"):
        found = finding(after, "crew-for-all", county)
        assert (found.status, found.basis, found.flags) == (Status.COVERED, Basis.CONFIRMED, ())
        assert found.evidence[0].confirmed_on == "2028-02-29"
        assert found.evidence[0].phone == "307-555-0101"
        assert found.rule == (
            f"Covered: the region's center named {county} County for Outreach crew on "
            "February 29, 2028."
        )
    assert Flag.STALE in finding(after, "crew-for-all", "Cedar").flags


@pytest.mark.parametrize("missing", range(2))
def test_the_flag_stays_until_every_fact_is_fresh(tmp_path: Path, missing: int) -> None:
    some = [entry for place, entry in enumerate(CALL[:2]) if place != missing]
    found = finding(judged(tmp_path, some), "crew-for-all", "Alder")
    assert Flag.STALE in found.flags
    left = ("the number", "the counties served and the counties of Region 1")[missing]
    assert any(f"Not confirmed yet: {left}." in note for note in found.notes)


def test_a_unit_in_the_region_needs_both_counties_memberships(tmp_path: Path) -> None:
    unit = [record(f"haven-birch/{aspect}") for aspect in ("listing", "phone")]
    only_unit = finding(judged(tmp_path / "unit", unit), "haven-of-region", "Alder")
    assert Flag.STALE in only_unit.flags
    assert "Not confirmed yet: the counties of Region 1." in only_unit.notes[0]
    half = {**CALL[2], "counties": ["Alder"]}
    assert (
        Flag.STALE
        in finding(judged(tmp_path / "half", [*unit, half]), "haven-of-region", "Alder").flags
    )
    both = judged(tmp_path / "both", [*unit, CALL[2]])
    assert finding(both, "haven-of-region", "Alder").flags == ()
    assert finding(both, "haven-of-region", "Birch").flags == ()
    assert finding(both, "haven-at-home", "Birch").flags == ()


def test_a_distance_rests_on_the_address_and_not_on_the_number(tmp_path: Path) -> None:
    known = answers.load(tmp_path, [record("haven-birch/listing"), record("haven-birch/address")])
    (unit,) = (
        each for each in assess.verify(known, DAY).evidence.facilities["haven"][small_state.BIRCH]
    )
    assert unit.stale  # nobody asked for the number
    assert [fact.fact for fact in unit.rests_on] == ["haven-birch/listing", "haven-birch/phone"]


def test_a_confirmation_ages_as_a_source_does(tmp_path: Path) -> None:
    last = dt.date(2028, 2, 29) + dt.timedelta(365)
    assert finding(judged(tmp_path / "last", CALL, last), "crew-for-all", "Alder").flags == ()
    over = finding(judged(tmp_path / "over", CALL, last + dt.timedelta(1)), "crew-for-all", "Alder")
    assert (over.basis, over.flags) == (Basis.REGION, (Flag.STALE,))


def test_a_membership_that_was_inferred_is_weak_until_its_own_center_says_it(
    tmp_path: Path,
) -> None:
    content = small_state.services()
    content["regions"][0]["members"][0]["confidence"] = "weak"
    weak = finding(judged(tmp_path / "a", [], content=content), "haven-of-region", "Alder")
    assert Flag.WEAK in weak.flags
    by_another = [{**CALL[2], "answered_by": "hills"}]
    still = finding(judged(tmp_path / "b", by_another, content=content), "haven-of-region", "Alder")
    assert Flag.WEAK in still.flags
    firm = finding(judged(tmp_path / "c", [CALL[2]], content=content), "haven-of-region", "Alder")
    assert Flag.WEAK not in firm.flags


# What lifts a claim


def test_the_center_s_word_lifts_a_claim_and_is_a_basis_of_its_own(tmp_path: Path) -> None:
    found = finding(judged(tmp_path, [DAY_CARE]), "care-at-home", "Cedar")
    assert (found.status, found.basis, found.flags) == (Status.COVERED, Basis.CONFIRMED, ())
    first = found.evidence[0]
    assert (first.service, first.quote, first.operator) == ("day-care", "We do.", "hills")
    assert list(Basis).index(Basis.LISTED) < list(Basis).index(Basis.CONFIRMED)
    assert list(Basis).index(Basis.CONFIRMED) < list(Basis).index(Basis.REGION)


def test_a_team_that_the_center_names_keeps_its_name_and_number(tmp_path: Path) -> None:
    entry = record("crew-west/counties", answered_by="hills", counties=["Cedar"], says="We do.")
    told = finding(judged(tmp_path, [entry]), "crew-for-all", "Cedar").evidence
    (west,) = (fact for fact in told if fact.basis is Basis.CONFIRMED)
    assert (west.title, west.phone) == ("West crew", "307-555-0101")


@pytest.mark.parametrize(
    "other",
    [
        {"answered_by": "plains"},  # another region's center
        {"answered_by": "haven-cedar"},
        {"answered_by": None},
        {"on": "2026-12-01", "recorded": "2026-12-01"},  # over its age limit
        {"counties": ["Alder"]},
    ],
)
def test_nobody_else_s_word_lifts_it(tmp_path: Path, other: dict[str, Any]) -> None:
    entry = {key: value for key, value in {**DAY_CARE, **other}.items() if value is not None}
    found = finding(judged(tmp_path, [entry]), "care-at-home", "Cedar")
    assert (found.status, found.basis) == (Status.CLAIMED, Basis.CLAIMED)


# Corrections


def test_a_corrected_number_is_shown_with_the_old_one(tmp_path: Path) -> None:
    entry = record("haven-cedar/phone", "corrected", now="307-555-0199")
    found = finding(judged(tmp_path, [entry]), "haven-at-home", "Cedar").evidence[0]
    assert found.phone == "307-555-0199"
    assert "307-555-0199 (before: 307-555-0120)" in (found.note or "")


def test_a_corrected_number_stays_when_it_is_confirmed_later_and_names_its_own_source(
    tmp_path: Path,
) -> None:
    correction = record("haven-cedar/phone", "corrected", now="307-555-0199", on="2028-01-15")
    after = judged(tmp_path, [correction, record("haven-cedar/phone")])
    found = finding(after, "haven-at-home", "Cedar").evidence[0]
    assert (found.phone, found.replaced_phone) == ("307-555-0199", "307-555-0120")
    assert found.phone_source == "record-2028-02-29-haven-cedar-phone"
    cedar = next(county for county in after.catalog.counties if county.name == "Cedar")
    (call,) = (each for each in county_profile(after, cedar).calls if each.phone == found.phone)
    assert (call.source, call.as_of) == (found.phone_source, "2028-02-29")
    assert call.answers == "Cedar Falls Haven, before its correction 307-555-0120"


def test_a_unit_s_own_word_says_whom_it_serves(tmp_path: Path) -> None:
    said = record("haven-cedar/counties", answered_by="haven-cedar", counties=["Alder", "Cedar"])
    by_another = {**said, "answered_by": "plains"}
    for name, entry, served in (("a", said, ("Alder", "Cedar")), ("b", by_another, ())):
        after = judged(tmp_path / name, [entry])
        (unit,) = (each for each in after.catalog.services.facilities if each.id == "haven-cedar")
        assert (unit.serves.counties if unit.serves else ()) == served
        # It decides no verdict: the unit is its region's, and no other county's.
        assert finding(after, "haven-of-region", "Alder").evidence[0].service_id == "haven-birch"


def test_a_source_newer_than_the_correction_rules(tmp_path: Path) -> None:
    entry = record("haven-cedar/phone", "corrected", now="307-555-0199", on="2025-05-31")
    found = finding(judged(tmp_path, [entry]), "haven-at-home", "Cedar").evidence[0]
    assert found.phone == "307-555-0120"


def test_a_list_that_was_corrected_no_longer_covers_who_is_left_out(tmp_path: Path) -> None:
    entry = record("crew-west/counties", "corrected", answered_by="plains", counties=["Birch"])
    after = judged(tmp_path, [entry])
    assert finding(after, "crew-for-all", "Birch").status is Status.COVERED
    alder = finding(after, "crew-for-all", "Alder")
    assert (alder.status, alder.left_out_by) == (Status.GAP, ())
    assert "West crew does not serve the county (record of February 29, 2028)" in alder.rule


@pytest.mark.parametrize(
    "entry",
    [
        record("haven-cedar/listing", "corrected", now="closed"),
        record("haven-cedar/listing", "challenged", state="upheld", reason="Seen shut."),
    ],
)
def test_a_unit_that_closed_covers_nobody(tmp_path: Path, entry: dict[str, Any]) -> None:
    after = judged(tmp_path, [entry])
    for standard in ("haven-of-region", "haven-at-home"):
        found = finding(after, standard, "Cedar")
        assert (found.status, found.evidence) == (Status.GAP, ())
        assert "Cedar Falls Haven is no longer there (record of February 29, 2028)" in found.rule
        assert Flag.STALE in found.flags  # that there is no other rests on the old list
    (unit,) = (each for each in after.catalog.services.facilities if each.id == "haven-cedar")
    assert (unit.note or "").startswith("Not there any more by a record of February 29, 2028")
    assert finding(after, "haven-of-region", "Alder").status is Status.COVERED


def test_beds_and_a_street_are_corrected_and_a_moved_unit_may_be_anywhere_in_town(
    tmp_path: Path,
) -> None:
    known = judged(
        tmp_path,
        [
            record("haven-cedar/beds", "corrected", now="12"),
            record("haven-cedar/address", "corrected", now="9 New Street"),
        ],
    ).catalog
    (unit,) = (each for each in known.services.facilities if each.id == "haven-cedar")
    assert (unit.beds[0].low, unit.beds[0].high, unit.street) == (12, 12, "9 New Street")
    assert unit.beds[0].source == "record-2028-02-29-haven-cedar-beds"
    assert unit.radius_m == 15_000
    assert "(before: 16 to 16 certified)" in (unit.note or "")


def test_a_county_that_left_its_region_is_nowhere_until_another_center_names_it(
    tmp_path: Path,
) -> None:
    left = record("region-1/counties", "corrected", answered_by="plains", counties=["Birch"])
    nowhere = finding(judged(tmp_path / "a", [left]), "crew-for-all", "Alder")
    assert nowhere.status is Status.UNKNOWN
    joined = record("region-2/counties", answered_by="hills", counties=["Alder", "Cedar"])
    there = judged(tmp_path / "b", [left, joined])
    (own,) = there.evidence.regions[small_state.ALDER]
    assert (own.region, own.certain, own.operator) == (2, False, "hills")
    assert (own.evidence.says, own.evidence.as_of) == (joined["says"], joined["on"])
    assert finding(there, "crew-for-all", "Alder").status is not Status.COVERED
    served = record("crew-east/counties", answered_by="hills", counties=["Alder", "Cedar"])
    after = finding(judged(tmp_path / "d", [left, joined, served]), "crew-for-all", "Alder")
    assert (after.status, after.basis) == (Status.COVERED, Basis.CONFIRMED)
    # Another center's word alone takes no county away: one wrong name would hide a number.
    both = judged(tmp_path / "c", [joined])
    assert [(each.region, each.certain) for each in both.evidence.regions[small_state.ALDER]] == [
        (1, True)
    ]
    assert finding(both, "crew-for-all", "Alder").status is Status.COVERED


# Challenges


@pytest.mark.parametrize(
    ("fact", "standard"),
    [
        ("haven-cedar/listing", "haven-at-home"),
        ("haven-cedar/phone", "haven-at-home"),
        ("crew-east/counties", "crew-for-all"),
        ("region-2/counties", "haven-of-region"),
        ("day-care/counties", "care-at-home"),
    ],
)
def test_an_open_challenge_disputes_and_a_later_record_of_the_fact_ends_it(
    tmp_path: Path, fact: str, standard: str
) -> None:
    named = {"counties": ["Cedar"]} if fact.endswith("counties") else {}
    challenge = record(fact, "challenged", state="open", says="Nobody came.", **named)
    disputed = finding(judged(tmp_path / "open", [challenge]), standard, "Cedar")
    # A unit of the county itself is there whatever region the county is in.
    expected = fact != "region-2/counties"
    assert (Flag.DISPUTED in disputed.flags) == expected
    assert any("Nobody came." in note for note in disputed.notes) == expected
    settled = {**challenge, "state": "rejected", "reason": "They had called elsewhere."}
    for later in (settled, record(fact, **named)):
        after = finding(judged(tmp_path / later["outcome"], [challenge, later]), standard, "Cedar")
        assert Flag.DISPUTED not in after.flags


def test_an_open_challenge_stands_beside_what_the_source_says(tmp_path: Path) -> None:
    said = record("haven-cedar/phone", "challenged", state="open", says="Nobody answers there.")
    (dispute,) = (
        each
        for each in judged(tmp_path, [said]).catalog.services.contradictions
        if each.id.startswith("challenge-")
    )
    assert [side.says for side in dispute.sides] == ["307-555-0120", "Nobody answers there."]


def test_an_upheld_challenge_takes_away_what_a_claim_said_of_a_county(tmp_path: Path) -> None:
    upheld = record(
        "day-care/counties",
        "challenged",
        state="upheld",
        reason="The center says so.",
        counties=["Cedar"],
    )
    content = small_state.services()
    content["claims"][0]["about"] = ["day-care"]
    after = judged(tmp_path, [upheld], content=content)
    assert finding(after, "care-at-home", "Cedar").status is Status.UNKNOWN
    assert finding(after, "care-at-home", "Birch").status is Status.CLAIMED


# Two days


def test_a_record_speaks_from_its_day_on_and_is_known_from_when_it_was_written(
    tmp_path: Path,
) -> None:
    late = [{**entry, "recorded": "2028-03-10"} for entry in CALL]
    day = dt.date(2028, 3, 20)
    fresh = finding(judged(tmp_path / "a", late, day), "crew-for-all", "Alder")
    assert fresh.flags == ()
    unknown = judged(tmp_path / "b", late, day, dt.date(2028, 3, 9))
    assert Flag.STALE in finding(unknown, "crew-for-all", "Alder").flags
    assert unknown.known_on == dt.date(2028, 3, 9)
    before = judged(tmp_path / "c", CALL, dt.date(2028, 2, 28))
    assert verdicts(before) == verdicts(judged(tmp_path / "d", [], dt.date(2028, 2, 28)))


# Laws

_FACTS = (
    "crew-west/phone", "crew-west/counties", "crew-east/counties", "home-alder/counties",
    "day-care/counties", "haven-birch/phone", "haven-birch/listing", "haven-cedar/listing",
    "region-1/counties", "region-2/counties", "plains/phone",
)  # fmt: skip
_NAMES = ("Alder", "Birch", "Cedar")


@st.composite
def entries(
    draw: st.DrawFn, outcomes: Sequence[str] = ("confirmed", "corrected", "challenged")
) -> Any:
    """Return a record that the reader takes."""
    fact, outcome = draw(st.sampled_from(_FACTS)), draw(st.sampled_from(outcomes))
    more: dict[str, Any] = {"on": str(draw(st.sampled_from((2026, 2027, 2028)))) + "-01-15"}
    aspect = fact.rpartition("/")[2]
    state = (
        draw(st.sampled_from(("open", "upheld", "rejected"))) if outcome == "challenged" else None
    )
    if aspect == "counties":
        more["counties"] = draw(st.lists(st.sampled_from(_NAMES), min_size=1, unique=True))
    if state:
        more["state"] = state
    if state in ("upheld", "rejected"):
        more["reason"] = "It was looked into."
    if outcome == "corrected" or state == "upheld":
        more |= {"phone": {"now": "307-555-0177"}, "listing": {"now": "closed"}}.get(aspect, {})
    if outcome == "corrected":
        if fact.startswith("day-care"):  # no list is there to correct
            return record("plains/phone", on=more["on"])
        return record(fact, outcome, **more)
    by = draw(st.sampled_from(("plains", "hills", "haven-birch")))
    return record(fact, outcome, answered_by=by, **more)


_RANK = {Status.COVERED: 3, Status.CLAIMED: 2, Status.UNKNOWN: 1, Status.GAP: 0}
lawful = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@lawful
@given(some=st.lists(entries(), max_size=6))
def test_confirming_twice_changes_nothing_more(home: Path, some: list[dict[str, Any]]) -> None:
    once = [*some, *CALL]
    first, second = judged(home, once), judged(home, [*once, *CALL])
    plain = [
        [(each.geoid, each.standard, each.status, each.basis, each.flags) for each in one.findings]
        for one in (first, second)
    ]
    assert plain[0] == plain[1]


@lawful
@given(some=st.lists(entries(), max_size=8))
def test_only_the_word_of_a_county_s_center_makes_it_covered(
    home: Path, some: list[dict[str, Any]]
) -> None:
    before, after = judged(home, []), judged(home, some)
    for old, new in zip(before.findings, after.findings, strict=True):
        if old.status is not Status.COVERED and new.status is Status.COVERED:
            assert new.basis is Basis.CONFIRMED
            named = {name for fact in new.evidence for name in [fact.source]}
            assert any(name.startswith("record-") for name in named)
    limit = dt.date(2029, 1, 15) + dt.timedelta(1)
    late = judged(home, some, limit + dt.timedelta(365))
    assert all(each.basis is not Basis.CONFIRMED for each in late.findings)


@lawful
@given(some=st.lists(entries(), max_size=5), challenge=entries(("challenged",)))
def test_a_challenge_makes_nothing_better(
    home: Path, some: list[dict[str, Any]], challenge: dict[str, Any]
) -> None:
    challenge = {**challenge, "on": "2028-02-20"}
    before, after = judged(home, some), judged(home, [*some, challenge])
    settled = challenge["state"] != "open"
    for old, new in zip(before.findings, after.findings, strict=True):
        assert _RANK[new.status] <= _RANK[old.status]
        if new.status is old.status and new.basis is old.basis:
            for flag in (Flag.STALE, Flag.WEAK, Flag.DISPUTED):
                ended = flag is Flag.DISPUTED and settled
                assert flag in new.flags or flag not in old.flags or ended


@lawful
@given(some=st.lists(entries(), max_size=4, unique_by=lambda entry: entry["fact"]))
def test_the_order_of_records_of_different_facts_never_matters(
    home: Path, some: list[dict[str, Any]]
) -> None:
    first = verdicts(judged(home, some))
    for order in list(permutations(some))[1:4]:
        assert verdicts(judged(home, order)) == first


def test_without_its_records_the_data_gives_the_same_verdicts_byte_for_byte(tmp_path: Path) -> None:
    known = live.catalog()
    (tmp_path / "a").mkdir()
    home = _copied(known.home, tmp_path / "b")
    before = jsonable(assess.verify(reader.load(home), live.DAY))
    kept = (home / "confirmations.yaml").read_bytes()
    entry = record(
        "icss/counties", answered_by="life-help", counties=["Attala"],
        on="2026-11-20", recorded="2026-11-20",
    )  # fmt: skip
    (home / "confirmations.yaml").write_text(answers.as_text([entry]), encoding="utf-8")
    assert jsonable(assess.verify(reader.load(home), live.DAY)) != before
    (home / "confirmations.yaml").write_bytes(kept)
    assert jsonable(assess.verify(reader.load(home), live.DAY)) == before


def _copied(source: Path, target: Path) -> Path:
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def test_a_closed_unit_is_told_where_it_stood_and_in_its_region_alone(tmp_path: Path) -> None:
    after = judged(tmp_path, [record("haven-birch/listing", "corrected", now="closed")])
    assert "Birchville Haven" in finding(after, "haven-of-region", "Alder").rule
    assert "Birchville Haven" in finding(after, "haven-at-home", "Birch").rule
    assert "Birchville Haven" not in finding(after, "haven-at-home", "Alder").rule
    assert finding(after, "haven-at-home", "Alder").left_out_by != ()
