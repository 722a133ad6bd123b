"""The ground that an answer is about, as a list of facilities is searched by it."""

from geo.geocode.location import Scale
from geo.referral.records import Answer

__all__ = ["counties_and_zip"]


def counties_and_zip(answer: Answer, number: int | None = None) -> tuple[tuple[str, ...], str]:
    """Return the GEOIDs of an answer's counties, and the ZIP where the place is one.

    Parameters
    ----------
    answer : Answer
        As `refer.answer` gives it.
    number : int, optional
        The one of its readings that is asked about; without it all are.
    """
    readings = slice(None) if number is None else slice(number, number + 1)
    counties = (county for referral in answer.referrals[readings] for county in referral.counties)
    zips = [place.id for place in answer.candidates[readings] if place.precision is Scale.ZIP]
    geoids = tuple(dict.fromkeys(county.geoid for county in counties))
    return geoids, zips[0] if len(zips) == 1 else ""
