"""The layer of the continuum: a row for each county and service, and what has no place."""

from collections import Counter

from geo.coverage import beside, continuum
from geo.coverage.assessment import Assessment
from geo.exports.layers import Bundle
from tests import live
from tests.exports.states import layer


def test_the_layer_says_of_each_county_what_the_continuum_says(
    bundle: Bundle, assessment: Assessment
) -> None:
    rows = layer(bundle, "continuum").rows()
    by_key = {(row["geoid"], row["kind"], row["id"]): row for row in rows}
    assert len(by_key) == len(rows)
    for county in assessment.catalog.counties:
        for part in continuum.county_continuum(assessment, county).pillars:
            for kind in part.types:
                row = by_key[county.geoid, "service", kind.service]
                assert (row["pillar"], row["status"], row["basis"]) == (
                    part.pillar, kind.status, kind.basis,
                )  # fmt: skip
                assert row["flags"] == ("; ".join(kind.flags) or None)
                assert row["source_as_of"] == kind.as_of
                assert kind.source in row["sources"].split("; ")
                assert row["named"] == ("; ".join(fact.title for fact in kind.told) or None)
                assert row["decides"] == ("yes" if kind.service in part.deciding else "no")


def test_a_number_of_a_rule_has_no_status_and_every_row_has_its_source(
    real: Bundle,
) -> None:
    assessment, rows = live.assessment(), layer(real, "continuum").rows()
    known = {source.id for source in assessment.catalog.services.sources}
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["service"] == 82 * len(assessment.catalog.services.service_types)
    for row in rows:
        assert set(row["sources"].split("; ")) <= known
        assert (row["status"] is None) == (row["kind"] == "number")
    assert {row["id"] for row in rows if row["kind"] == "number"} == {"emergency", "lifeline"}
    assert {row["status"] for row in rows if row["kind"] == "list"} == {"claimed"}
    assert {row["note"] for row in rows if row["kind"] == "list"} == {beside.LIST_IS_NO_ANSWER}


def test_a_unit_of_a_region_with_several_names_each_and_says_to_ask(real: Bundle) -> None:
    rows = {(row["county"], row["id"]): row for row in layer(real, "continuum").rows()}
    unit = rows["Greene", "csu"]
    assert unit["named"] == "Laurel Crisis Stabilization Unit; Gulfport Crisis Stabilization Unit"
    assert unit["note"].endswith("Ask before you send anyone.")
    assert rows["Greene", "pact"]["note"] is None
