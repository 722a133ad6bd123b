"""The state map: verdicts, regions and services of every county, for the app and as a file."""

from geo.maps import countymap, pictures
from geo.maps.layers import LAYERS, layers
from geo.records import Catalog
from geo.verdicts import Verification

__all__ = ["LAYERS", "layers", "state_map"]


def state_map(catalog: Catalog, verification: Verification) -> bytes:
    """Return the map as one HTML page that loads nothing; equal input gives equal bytes.

    Raises
    ------
    DataError
        If a file of shapes is not fit for use.
    """
    ground = pictures.ground(catalog, verification)
    return countymap.county_map(ground, layers(catalog), "crisis and intensive services by county")
