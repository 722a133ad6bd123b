"""The ground that a place may stand for: a disc or rings."""

from dataclasses import dataclass

from geo.catalog.rings import Ring

__all__ = ["Area"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Area:
    """What a candidate stands for: the inside of `rings`, or a disc where there are none.

    `lon`, `lat` in degrees; the disc of `radius_m` meters around them holds all of it. Rings are
    closed, in degrees; a point is inside by the even-odd rule.
    """

    lon: float
    lat: float
    radius_m: float
    rings: tuple[Ring, ...] = ()

    def __repr__(self) -> str:
        """Return the kind only: where it lies may be what somebody typed."""
        return f"Area({'polygon' if self.rings else 'disc'} hidden)"
