"""The files of the data folder as one archive, and all verdicts as JSON."""

import io
import json
import zipfile
from typing import Final

from geo.catalog import folder
from geo.coverage.assessment import Assessment
from geo.jsonable import jsonable

__all__ = ["archive", "verdicts"]

_FILES: Final = (*folder.HASHED, folder.DISTANCES)
_SAME_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file, so that equal data give equal bytes; an archive knows no earlier time."""


def archive(assessment: Assessment) -> bytes:
    """Return the data folder that the verdicts are of as a ZIP archive, whatever it holds by now."""
    files = assessment.catalog.files
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _FILES:
            if files[name].is_whole:
                entry = zipfile.ZipInfo(f"data/{name}", _SAME_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, files[name].raw)
    return out.getvalue()


def verdicts(assessment: Assessment) -> bytes:
    """Return what ``crisis-coverage verify --format json`` prints."""
    return (json.dumps(jsonable(assessment), ensure_ascii=False, indent=1) + "\n").encode()
