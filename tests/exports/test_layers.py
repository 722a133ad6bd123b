"""Which layers there are, and what the layer about tells."""

import datetime as dt
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from geo.access import assess, measure
from geo.access.records import Access
from geo.catalog import load
from geo.catalog.records import Catalog
from geo.coverage import evidence
from geo.coverage.assessment import Assessment
from geo.errors import DataError
from geo.exports import about, layers, write
from geo.exports.layers import Bundle
from tests import small_state
from tests.exports.states import by, layer
from tests.small_state import DAY


def test_every_layer_is_there_with_its_rows(
    catalog: Catalog, assessment: Assessment, bundle: Bundle
) -> None:
    counts = {layer.name: len(layer.rows()) for layer in bundle.layers}
    assert tuple(counts) == (
        *("counties", "facilities", "neighbor_units", "teams", "regions", "statewide"),
        *("sources", "findings", "continuum", "about"),
    )
    services = catalog.services
    assert counts["counties"] == len(catalog.counties)
    assert counts["facilities"] == len(services.facilities)
    assert counts["neighbor_units"] == len(services.neighbor_units)
    assert counts["sources"] == len(services.sources)
    assert counts["findings"] == len(assessment.findings)
    assert counts["regions"] == len(services.regions)
    reached = evidence.providers(assessment.evidence)
    assert counts["teams"] == sum(map(len, reached.values()))
    assert counts["statewide"] == sum(max(1, len(call.rules)) for call in assessment.statewide)


def test_about_tells_day_hash_method_and_attribution(catalog: Catalog, bundle: Bundle) -> None:
    statements = {key: row["is"] for key, row in by(layer(bundle, "about"), "what").items()}
    assert statements["as_of"] == DAY.isoformat()
    assert statements["data_sha256"] == catalog.data_sha256
    assert statements["title"].startswith("Wyoming: coverage")
    assert "straight-line" in statements["distances"]
    assert "not drive time" in statements["distances"]
    assert "GeoNames" in statements["attribution"]
    assert statements["made_with"] == f"ms-crisis-coverage {metadata.version('ms-crisis-coverage')}"
    assert "ZIP" in statements["demand"]
    assert "60 straight-line miles" in statements["beds_in_reach"]
    assert statements["in_an_emergency"] == "Talk line: Call 988. Rescue: Call 911."
    assert {f"layer_{name}" for name in layers.LAYERS} - {"layer_about"} <= statements.keys()


def test_what_is_not_installed_says_so(
    assessment: Assessment, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(about.metadata, "version", missing)
    built = layers.build(assessment, access, ("about",))
    statements = by(built.layers[0], "what")["made_with"]["is"]
    assert statements == "ms-crisis-coverage (not installed)"


def test_only_the_layers_that_are_asked_for_are_given(
    assessment: Assessment, access: Access
) -> None:
    built = layers.build(assessment, access, ("about", "teams"))
    assert [layer.name for layer in built.layers] == ["teams", "about"]


def test_unknown_layers_and_measures_of_another_day_are_refused(
    catalog: Catalog, assessment: Assessment, access: Access
) -> None:
    with pytest.raises(ValueError, match="counties, facilities"):
        layers.build(assessment, access, ("counties", "roads"))
    with pytest.raises(ValueError, match="day and data"):
        layers.build(assess.verify(catalog, DAY - dt.timedelta(days=1)), access)


def test_shapes_that_do_not_tile_the_state_are_told(catalog: Catalog, tmp_path: Path) -> None:
    home = tmp_path / "data"
    shutil.copytree(catalog.home, home)
    shapes = home / "counties.geojson"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("[-106.0, 42.0]", "[-105.9, 42.0]", 1), encoding="utf-8")
    other = assess.verify(load.load(home), DAY)
    with pytest.raises(DataError, match=r"counties\.geojson.*overlap"):
        layers.build(other, measure.measure(other))


def test_the_numbers_for_everybody_are_a_layer_with_a_row_for_each_rule(tmp_path: Path) -> None:
    catalog = small_state.load(tmp_path, small_state.numbers_for_everybody())
    assessment = assess.verify(catalog, DAY)
    bundle = layers.build(assessment, measure.measure(assessment), ("statewide",))
    danger, talk = layer(bundle, "statewide").rows()
    assert (danger["phone"], danger["citation"], danger["stale"]) == ("911", "Code 911", False)
    assert (talk["quote"], talk["proof"]) == ("shall transmit all 988 calls", "part")


def test_without_such_numbers_the_layer_is_empty_in_every_format(tmp_path: Path) -> None:
    content = small_state.numbers_for_everybody()
    content["statewide"] = []
    assessment = assess.verify(small_state.load(tmp_path, content), DAY)
    access = measure.measure(assessment)
    for ending in write.SUFFIXES:
        assert write.content(assessment, access, ending, ["statewide"])


def test_a_line_of_the_whole_state_has_the_words_of_its_source(bundle: Bundle) -> None:
    rows = {row["phone"]: row for row in layer(bundle, "statewide").rows()}
    assert rows["988"]["citation"] is rows["988"]["says"] is None
    assert rows["988"]["quote"] == "serves the county"
    assert rows["988"]["source"] == "team-list"
