"""The layer of counties: verdicts, who reaches each county, region, people, measures."""

from geo.access import frames
from geo.catalog.records import Catalog
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.exports.layers import Bundle
from tests.exports.states import FORMULA, by, layer
from tests.small_state import ALDER, BIRCH, CEDAR


def test_each_county_has_its_verdicts_region_and_people(
    assessment: Assessment, catalog: Catalog, bundle: Bundle
) -> None:
    rows = by(layer(bundle, "counties"), "geoid")
    joined = frames.counties(assessment)
    assert list(rows) == list(joined.index)
    assert {row["people"] for row in rows.values()} == {
        county.people for county in catalog.counties
    }
    for finding in assessment.findings:
        row = rows[finding.geoid]
        name = finding.standard.replace("-", "_")
        assert row[f"status_{name}"] == finding.status
        assert row[f"basis_{name}"] == finding.basis
        assert row[f"flags_{name}"] == ("; ".join(finding.flags) or None)
        assert row["region"] == joined.loc[finding.geoid, "region"]
        assert row["land_sq_mi"] == joined.loc[finding.geoid, "land_sq_mi"]


def test_every_status_basis_and_flag_is_there(bundle: Bundle) -> None:
    rows = by(layer(bundle, "counties"), "geoid")
    assert rows[ALDER]["status_crew_for_all"] == "covered"
    assert rows[CEDAR]["flags_crew_for_all"] is None
    assert rows[BIRCH]["status_care_at_home"] == rows[BIRCH]["basis_care_at_home"] == "claimed"
    assert rows[BIRCH]["flags_care_at_home"] == "stale"
    assert (rows[BIRCH]["status_haven_at_home"], rows[BIRCH]["status_haven_of_region"]) == (
        "gap",
        "unknown",
    )
    assert rows[CEDAR]["flags_haven_at_home"] == "disputed"


def test_each_county_lists_who_reaches_it_with_number_and_basis(
    assessment: Assessment, bundle: Bundle
) -> None:
    rows = by(layer(bundle, "counties"), "geoid")
    for (kind, geoid), serving in evidence.providers(assessment.evidence).items():
        who = "unit" if kind == "haven" else "team"
        ids, bases, phones = (
            (rows[geoid][f"{who}_{part}_{kind.replace('-', '_')}"] or "").split("; ")
            for part in ("ids", "bases", "phones")
        )
        assert ids == ([provider.service_id for provider in serving] or [""])
        assert bases == ([provider.basis for provider in serving] or [""])
        assert phones == ([provider.phone or "none listed" for provider in serving] or [""])
    assert rows[ALDER]["teams_home_care"] == "Alder home care; Home care, nights"
    assert rows[CEDAR]["teams_home_care"] == FORMULA
    assert rows[ALDER]["team_ids_day_care"] is None


def test_teams_and_units_of_one_type_stand_apart(bundle: Bundle) -> None:
    columns = layer(bundle, "counties").table.column_names
    starts = {name.partition("_")[0] for name in columns if name.endswith("_haven")}
    assert {"unit", "units"} <= starts
    assert not {"team", "teams"} & starts
    assert "teams_outreach_crew" in columns
    assert "units_outreach_crew" not in columns


def test_a_county_whose_region_is_unsure_says_so(bundle: Bundle) -> None:
    rows = by(layer(bundle, "counties"), "geoid")
    assert (rows[BIRCH]["region"], rows[BIRCH]["region_is_certain"]) == ("1 or 2", False)
    assert (rows[ALDER]["region"], rows[ALDER]["region_is_certain"]) == ("1", True)


def test_the_shapes_are_the_full_ones(catalog: Catalog, bundle: Bundle) -> None:
    full = frames.shapes(catalog).set_index("geoid").geometry
    counties = layer(bundle, "counties")
    assert list(counties.shapes or ()) == [full[row["geoid"]] for row in counties.rows()]
