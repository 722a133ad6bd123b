"""The layers of teams, findings and sources: nothing unproven is shown as proven."""

from geo.catalog.records import Catalog
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.exports.layers import Bundle
from tests.exports.states import FORMULA, by, layer
from tests.small_state import CEDAR


def test_each_team_row_is_its_evidence(assessment: Assessment, bundle: Bundle) -> None:
    expected = [
        (
            geoid,
            provider.service_id,
            provider.basis,
            provider.phone,
            provider.source,
            provider.as_of,
            provider.quote,
            provider.stale,
        )
        for (_, geoid), serving in evidence.providers(assessment.evidence).items()
        for provider in serving
    ]
    names = ("geoid", "id", "basis", "phone", "source", "source_as_of", "quote", "stale")
    rows = [tuple(row[name] for name in names) for row in layer(bundle, "teams").rows()]
    assert sorted(rows, key=str) == sorted(expected, key=str)


def test_a_team_has_its_operator_hours_and_region(bundle: Bundle) -> None:
    rows = {(row["id"], row["geoid"]): row for row in layer(bundle, "teams").rows()}
    (night,) = (row for (key, _), row in rows.items() if key == "home-night")
    assert (night["operator"], night["operator_phone"]) == ("Plains Center", "307-555-0100")
    assert (night["teams"], night["hours"], night["contact"]) == (2, "8 to 5", None)
    assert (night["through_region"], night["region_confidence"], night["weak"]) == (
        *(None, None),
        False,
    )
    crew = rows["crew-two", CEDAR]
    assert (crew["basis"], crew["through_region"], crew["region_source"]) == (
        *("region", 2),
        "team-list",
    )
    assert (crew["region_confidence"], crew["weak"]) == ("weak", True)
    assert (crew["service_type"], crew["service"]) == ("outreach-crew", "Outreach crew")
    unit = rows["haven-cedar", CEDAR]
    assert (unit["is_unit"], unit["teams"], crew["is_unit"]) == (True, None, False)


def test_a_claim_names_nobody(bundle: Bundle) -> None:
    rows = layer(bundle, "teams").rows()
    assert {row["basis"] for row in rows} == {"listed", "region", "claimed"}
    for row in rows:
        assert (row["basis"] == "claimed") == (row["service_type"] in {"talk-line", "rescue"})


def test_findings_are_those_of_the_assessment(assessment: Assessment, bundle: Bundle) -> None:
    rows = layer(bundle, "findings").rows()
    standards = {standard.id: standard for standard in assessment.standards}
    assert len(rows) == len(assessment.findings)
    for row, finding in zip(rows, assessment.findings, strict=True):
        assert (row["geoid"], row["standard"]) == (finding.geoid, finding.standard)
        assert (row["status"], row["basis"]) == (finding.status, finding.basis)
        assert row["flags"] == ("; ".join(finding.flags) or None)
        assert row["title"] == standards[finding.standard].title
        assert (row["required"], row["in_force"]) == (standards[finding.standard].required, True)
        assert row["to_lift_it"] == (" | ".join(finding.lift) or None)
        assert row["rule"] == finding.rule
    assert all(row["to_lift_it"] for row in rows if row["status"] != "covered")
    assert {row["contradictions"] for row in rows} == {None, "open-or-not"}


def test_a_finding_quotes_what_it_rests_on(bundle: Bundle) -> None:
    (row,) = (
        row
        for row in layer(bundle, "findings").rows()
        if (row["geoid"], row["standard"]) == (CEDAR, "care-at-home")
    )
    assert str(row["evidence"]).startswith(
        f"[listed] {FORMULA}: “serves the county” (team-list, 2025-06-01)"
    )


def test_sources_tell_what_was_only_remembered_and_what_is_old(
    catalog: Catalog, bundle: Bundle
) -> None:
    rows = by(layer(bundle, "sources"), "id")
    assert list(rows) == sorted(source.id for source in catalog.services.sources)
    assert {key: row["proof"] for key, row in rows.items()} == {
        "memory": "recalled",
        "news": "read",
        "team-list": "read",
    }
    assert [key for key, row in rows.items() if row["stale"]] == ["memory", "news"]
    assert rows["news"]["stale_after_days"] == 100
    assert (rows["news"]["describes"], rows["news"]["retrieved"]) == ("2025-06-01", "2025-07-01")
