"""Evidence-graded coverage of Mississippi's public mental health crisis system.

>>> import geo
>>> catalog = geo.load()
>>> assessment = geo.verify(catalog)
>>> assessment.standards[0].covered
82

`frames` holds the joined GeoDataFrame; the maps are in `geo.maps.layers`, which is imported on its own
because Folium takes longer to load than the whole verdict takes to compute.

A place is looked up with `locate`, and `answer_many` answers one typed place after the other. `nearest`
and, for NumPy arrays, `nearest_many` and `assign_counties` measure from coordinates. Each name is loaded
at its first use, so that a program waits only for what it calls.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.access import frames
    from geo.access.assess import verify
    from geo.catalog.find_county import find_county
    from geo.catalog.load import load
    from geo.coverage.county import county_profile
    from geo.coverage.verify import exit_code
    from geo.geocode.geocode import locate
    from geo.referral.batch import answer_many
    from geo.spatial.assign import assign_counties
    from geo.spatial.nearest import nearest, nearest_many

__all__ = [
    "answer_many",
    "assign_counties",
    "county_profile",
    "exit_code",
    "find_county",
    "frames",
    "load",
    "locate",
    "nearest",
    "nearest_many",
    "verify",
]

_MODULES = {
    "answer_many": "geo.referral.batch",
    "assign_counties": "geo.spatial.assign",
    "county_profile": "geo.coverage.county",
    "exit_code": "geo.coverage.verify",
    "find_county": "geo.catalog.find_county",
    "frames": "geo.access.frames",
    "load": "geo.catalog.load",
    "locate": "geo.geocode.geocode",
    "nearest": "geo.spatial.nearest",
    "nearest_many": "geo.spatial.nearest",
    "verify": "geo.access.assess",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _MODULES:
        message = f"module 'geo' has no attribute {name!r}"
        raise AttributeError(message)
    module = import_module(_MODULES[name])
    # `frames` is a module itself; the others are functions.
    globals()[name] = value = getattr(module, name, module)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
