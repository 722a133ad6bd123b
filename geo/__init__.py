"""Evidence-graded coverage of Mississippi's public mental health crisis system.

>>> import geo
>>> catalog = geo.load()
>>> verification = geo.verify(catalog)
>>> verification.standards[0].covered
82

The joined GeoDataFrame is in `geo.frames`, the maps in `geo.maps`; both are imported on their own
because GeoPandas and Folium take longer to load than the whole verdict takes to compute.
"""

from geo.catalog import load
from geo.catchments import find_county
from geo.coverage import exit_code, verify
from geo.dossier import compile_dossier

__all__ = ["compile_dossier", "exit_code", "find_county", "load", "verify"]
