"""How far off the demand points are: what was measured, with which points and which units."""

from dataclasses import dataclass
from typing import Annotated

from geo.catalog import raw_file, schema, yamltree
from geo.catalog.dates import When
from geo.catalog.forms import Sha256, Text
from geo.catalog.problem_report import Report
from geo.catalog.raw_file import StrPath
from geo.catalog.schema import Between, Length

__all__ = ["FILE", "DemandError", "ShareError", "read"]

FILE = "demand_error.yaml"
_Miles = Annotated[float, Between(0, 1000)]
_Points = Annotated[float, Between(0, 100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareError:
    """How far off the share of people within a limit may be, in points of percent.

    `county` is what 95 % of the counties that the limit parts stay within, `region` the largest
    error of any region, `state` that of the whole state.
    """

    within_miles: Annotated[int, Between(1, 1000)]
    county: _Points
    region: _Points
    state: _Points


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandError:
    """Errors of the demand points, each rounded up.

    `points_sha256` is that of the points measured, `units_sha256` that of the units to
    which both sides were measured in straight lines. `mean_miles` is what 95 % of the counties'
    mean miles stay within. `against` and its hash name the finer file of people.
    """

    measured: When
    against: Text
    against_sha256: Sha256
    points_sha256: Sha256
    units_sha256: Sha256
    mean_miles: _Miles
    shares: Annotated[tuple[ShareError, ...], Length(1, 20)]


def read(path: StrPath) -> DemandError | None:
    """Return the errors that a file states, None where there is none.

    Raises
    ------
    DataError
        With every problem of the file.
    """
    if not raw_file.is_there(path):
        return None
    report = Report(FILE)
    raw = raw_file.read_bytes(path, yamltree.MAX_BYTES, report)
    error: DemandError = schema.read(DemandError, yamltree.parse(raw, report), "", report)
    report.check()
    return error
