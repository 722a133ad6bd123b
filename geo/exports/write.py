"""From a file's suffix to its bytes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from geo.access.records import Access
from geo.catalog.raw_file import StrPath
from geo.coverage.assessment import Assessment
from geo.errors import CrisisCoverageError
from geo.exports import about, csvfile, geojsonfile, gpkgfile, layers, parquetfile, xlsxfile
from geo.exports.layers import Bundle
from geo.exports.table import Layer

__all__ = ["ALL_LAYERS", "ONE_LAYER", "SUFFIXES", "SuffixError", "content", "suffix"]

ONE_LAYER: Final[dict[str, Callable[[Bundle, Layer], bytes]]] = {
    ".csv": csvfile.content,
    ".geojson": geojsonfile.content,
    ".parquet": parquetfile.content,
}
"""Formats that hold one layer."""
ALL_LAYERS: Final[dict[str, Callable[[Bundle], bytes]]] = {
    ".gpkg": gpkgfile.content,
    ".xlsx": xlsxfile.content,
}
"""Formats that hold several layers."""
SUFFIXES: Final = tuple(sorted((*ONE_LAYER, *ALL_LAYERS)))


class SuffixError(CrisisCoverageError, ValueError):
    """A file's name does not end as one of the formats."""


def suffix(path: StrPath) -> str:
    """Return the suffix of a file in lower case; SuffixError where it is none of `SUFFIXES`."""
    ending = Path(path).suffix.lower()
    if ending not in SUFFIXES:
        raise SuffixError(f"the name of the file is to end in one of {', '.join(SUFFIXES)}")
    return ending


def content(
    assessment: Assessment,
    access: Access,
    ending: str,
    names: Sequence[str] = (),
) -> bytes:
    """Return an export as the bytes of a file; equal data give equal bytes.

    Parameters
    ----------
    assessment, access
        The verdicts of a day with their data, and the measures of the same day.
    ending : str
        A suffix as `suffix` returns it.
    names : sequence of str
        The layers to write. Without any the first of `layers.LAYERS` in a format that holds one
        layer, all in the others. These have the last, which says of what day and data they are,
        whether it is named or not.

    Raises
    ------
    DataError
        If the file of shapes is not fit for use.
    TooLongError
        If a text is too long for a cell of a workbook.
    ValueError
        For a layer that is none of `layers.LAYERS`, and several for a format that holds one.
    """
    if ending in ALL_LAYERS:
        chosen = (*names, about.NAME) if names else layers.LAYERS
        return ALL_LAYERS[ending](layers.build(assessment, access, chosen))
    if len(names) > 1:
        raise ValueError(f"{ending} holds one layer")
    bundle = layers.build(assessment, access, names or layers.LAYERS[:1])
    return ONE_LAYER[ending](bundle, bundle.layers[0])
