"""The layers of the made-up state, and of the data that come along for what needs real shapes."""

import pytest

from geo.access import assess, measure
from geo.access.records import Access
from geo.catalog.records import Catalog
from geo.coverage.assessment import Assessment
from geo.exports import layers
from geo.exports.layers import Bundle
from tests import live, small_state
from tests.exports.states import content


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return small_state.load(tmp_path_factory.mktemp("data"), content())


@pytest.fixture(scope="session")
def assessment(catalog: Catalog) -> Assessment:
    return assess.verify(catalog, small_state.DAY)


@pytest.fixture(scope="session")
def access(assessment: Assessment) -> Access:
    return measure.measure(assessment)


@pytest.fixture(scope="session")
def bundle(assessment: Assessment, access: Access) -> Bundle:
    return layers.build(assessment, access)


@pytest.fixture(scope="session")
def real() -> Bundle:
    """Return the layers of the data that come along: shapes with islands, lakes and long borders."""
    assessment = live.assessment()
    return layers.build(assessment, measure.measure(assessment))
