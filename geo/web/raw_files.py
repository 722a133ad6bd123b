"""The files of the data folder as one archive, and all verdicts as JSON."""

import io
import json
import zipfile
from typing import Final

from geo.access import county_miles
from geo.catalog import folder
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError
from geo.jsonable import jsonable

__all__ = ["ChangedMeanwhileError", "archive", "verdicts"]

_FILES: Final = (*folder.HASHED, county_miles.FILE)
_SAME_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file, so that equal data give equal bytes; an archive knows no earlier time."""


class ChangedMeanwhileError(CrisisCoverageError):
    """The files are not any more those that the verdicts are of."""


def archive(assessment: Assessment) -> bytes:
    """Return the data folder as a ZIP archive, from which the same verdicts can be made.

    Raises
    ------
    ChangedMeanwhileError
        If the folder has changed since it was read.
    """
    home = assessment.catalog.home
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _FILES:
            if (home / name).is_file():
                entry = zipfile.ZipInfo(f"data/{name}", _SAME_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, (home / name).read_bytes())
    if folder.sha256(home) != assessment.data_sha256:
        raise ChangedMeanwhileError("the data has changed meanwhile: load the page anew")
    return out.getvalue()


def verdicts(assessment: Assessment) -> bytes:
    """Return what ``crisis-coverage verify --format json`` prints."""
    return (json.dumps(jsonable(assessment), ensure_ascii=False, indent=1) + "\n").encode()
