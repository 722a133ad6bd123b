"""No county hears that half live within fewer miles than half of its people do."""

from geo.access import mile_bounds
from tests import live


def test_half_and_nine_in_ten_live_within_the_miles_that_are_said() -> None:
    for area in live.access().counties:
        for figure in (area.nearest.median_miles, area.nearest.p90_miles):
            assert figure.value is not None
            said = mile_bounds.within(figure).partition(" ")[0]
            assert 0 <= float(said) - figure.value <= 1
