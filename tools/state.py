"""What the scripts ask of a state: its codes from services.yaml, its choices from build.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tools.shapes import Plane, ShapeError, Shapes, plane_around

__all__ = ["CHOICES", "State", "read"]

CHOICES = "build.yaml"
_KEYS = {"box", "neighbors", "crs_meters", "people_2020", "cities"}


@dataclass(frozen=True, kw_only=True)
class State:
    """The state that a data folder describes.

    Attributes
    ----------
    fips, postal : str
        Its two digits, and its two letters.
    box : tuple of float, optional
        West, south, east and north of the maps' surroundings, in degrees; else they are computed.
    neighbors : tuple of str, optional
        Postal codes of the states to draw there; else all that have land in the box.
    crs_meters : str, optional
        The plane to work in, such as ``EPSG:3814``; else one is laid around the counties.
    people_2020 : int, optional
        The published total of the 2020 Census, which counties.csv must add up to.
    cities : mapping of int to str
        GeoNames numbers, with the names, of towns to label besides those chosen by size.
    """

    fips: str
    postal: str
    box: tuple[float, float, float, float] | None = None
    neighbors: tuple[str, ...] | None = None
    crs_meters: str | None = None
    people_2020: int | None = None
    cities: Mapping[int, str] = field(default_factory=dict)

    def plane(self, counties: Shapes) -> Plane:
        """Return the plane to work in, given the counties in degrees."""
        return Plane(self.crs_meters) if self.crs_meters else plane_around(counties)


def read(data: Path) -> State:
    """Return the state of a data folder; build.yaml may be absent or leave any choice out.

    Raises
    ------
    ShapeError
        If services.yaml names no state, or build.yaml has a key that no script reads.
    """
    area = _mapping(data / "services.yaml").get("study_area") or {}
    if not {"state_fips", "postal"} <= area.keys():
        raise ShapeError("services.yaml: study_area needs state_fips and postal")
    path = data / CHOICES
    choices = _mapping(path) if path.is_file() else {}
    if unknown := sorted(choices.keys() - _KEYS):
        raise ShapeError(f"{CHOICES}: no script reads {', '.join(unknown)}")
    for key in {"box", "neighbors"} & choices.keys():
        choices[key] = tuple(choices[key])
    return State(fips=str(area["state_fips"]), postal=str(area["postal"]), **choices)


def _mapping(path: Path) -> dict[str, Any]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
    if not isinstance(content, dict):
        raise ShapeError(f"{path.name} is not a mapping")
    return content
