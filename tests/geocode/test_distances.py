"""Distances in a text: never a sure answer that means nothing, none read that is not there."""

import pytest

from geo.geocode import across, candidates, name_index, parse, refine
from geo.geocode.geocode import locate
from geo.geocode.location import Location, LocationStatus, Parts, Scale
from geo.geocode.parse import MAX_BEYOND_COUNTY_M, MAX_BEYOND_M, ParsedAddress
from geo.geocode.parse_state import NEAR_M, Distance
from geo.geocode.tokens import normalized
from geo.spatial import boundaries, geodesy
from tests import live

CATALOG = live.catalog()
MILE_M = 1_609.344
KM_M = 1_000.0
DISTANCE_CODES = {"distance_from_town", "near_town", "too_far", "may_leave_state"}


def codes(location: Location) -> set[str]:
    return {caution.code for caution in location.warnings}


def labels(location: Location) -> list[str]:
    return [candidate.label for candidate in location.candidates]


def read(text: str) -> ParsedAddress:
    return parse.read(normalized(text), name_index.index(CATALOG))


def meters(text: str) -> float:
    distance = read(text).distance
    return distance.meters if distance else 0.0


def named(location: Location, code: str) -> list[str]:
    return [caution.message for caution in location.warnings if caution.code == code]


@pytest.mark.parametrize(
    ("text", "house_number", "street"),
    [
        ("Panola County 123 M'in St", "123", "min st"),
        ("Panola County 123 M\N{RIGHT SINGLE QUOTATION MARK}in St", "123", "min st"),
        ("123 Min Street, Panola County", "123", "min street"),
        ("Oxford, 12 Miles St", "12", "miles st"),
        ("400 Mile Creek Rd, Oxford", "400", "mile creek rd"),
        ("5 Mile Rd, Panola County", "5", "mile rd"),
        ("12 Hour Ln, Tupelo", "12", "hour ln"),
        ("123 Miles Chapel Rd, Oxford", "123", "miles chapel rd"),
        ("101 Mi Casa Dr Oxford", "101", "mi casa dr"),
        ("77 Minutes Blvd, Grenada", "77", "minutes blvd"),
        ("Three Miles Rd, Oxford", "", "three miles rd"),
        ("38 Hr Cv, Batesville MS 38606", "38", "hr cv"),
        ("2 Km Way, Winona", "2", "km way"),
    ],
)
def test_a_house_number_before_a_street_is_no_distance(
    text: str, house_number: str, street: str
) -> None:
    location = locate(text, CATALOG)
    assert location.status == "ok"
    assert not codes(location) & DISTANCE_CODES
    assert (location.parts.house_number, location.parts.street) == (house_number, street)
    assert read(text).distance is None


@pytest.mark.parametrize(
    "text",
    [
        "Oxford 10 mile marker",
        "Natchez Trace 180 mile post, Tupelo",
        "Oxford 12 Mile Creek",
        "5 Mile Lake, Oxford",
        "10 Mile Church, Batesville",
        "Batesville 38606 miles",
        "mile 10 Tupelo",
        "mile marker 10, Grenada",
        "Miles, Oxford",
        "Oxford, she is 12 minus",
    ],
)
def test_a_unit_that_measures_nothing_is_no_distance(text: str) -> None:
    assert read(text).distance is None
    assert not codes(locate(text, CATALOG)) & DISTANCE_CODES


@pytest.mark.parametrize(
    ("text", "distance_m"),
    [
        ("ten miles north of Oxford", 10 * MILE_M),
        ("twenty-five miles south of Oxford", 25 * MILE_M),
        ("twelve kilometers from Oxford", 12 * KM_M),
        ("thirty five minutes from Oxford", 35 * MILE_M),
        ("half an hour from Oxford", 30 * MILE_M),
        ("half hour from Oxford", 30 * MILE_M),
        ("half an hour north of Oxford", 30 * MILE_M),
        ("10 1/2 miles north of Oxford", 10.5 * MILE_M),
        ("2\N{VULGAR FRACTION ONE HALF} miles out of Oxford", 2.5 * MILE_M),
        ("3/4 mile from Oxford", 0.75 * MILE_M),
        ("1/2 hour from Oxford", 30 * MILE_M),
        ("10-15 miles from Oxford", 15 * MILE_M),
        ("10 or 15 miles from Oxford", 15 * MILE_M),
        ("5 miles down county road 12, Oxford", 5 * MILE_M),
        ("Oxford, 2 miles east main st", 2 * MILE_M),
        ("5 miles out old taylor rd, Oxford", 5 * MILE_M),
        ("5 miles past the store rd, Oxford", 5 * MILE_M),
        ("10 mi N & 3 mi E, Oxford", 10 * MILE_M),
        ("10 mi & Oak St, Oxford", 10 * MILE_M),
        ("Oxford 12 km", 12 * KM_M),
        ("0.5 hr from Oxford", 30 * MILE_M),
        ("2/0 miles from Oxford", 2 * MILE_M),
    ],
)
def test_a_distance_is_read_however_it_is_written(text: str, distance_m: float) -> None:
    assert meters(text) == pytest.approx(distance_m)
    assert "distance_from_town" in codes(locate(text, CATALOG))


@pytest.mark.parametrize(
    "text",
    [
        "Panola County, 150 miles north",
        "Panola, 150 miles north",
        "150 miles north of Panola County",
        "Panola County 100 km",
        "2 hours from Panola County",
        "two hours north of Panola County",
        "one hundred and fifty miles north of Panola County",
        "1,500 miles from Panola County",
        "an hour from Panola County",
        "Hinds Rankin county line 50 miles",
        "20 miles north of Panolla County",
        "38606, 150 miles north",
        "150 miles north of 38606",
        "150 miles north of Batsville",
        "150 miles north of Batesville",
        "150 miles north of Batesville, MS 38606",
        "150 miles north of Batesville, Panola County",
        "a hundred miles north of Oxford",
        "hundred miles north of Oxford",
        "a thousand miles north of Oxford",
        "1,000 miles north of Oxford",
        "an hour from Oxford",
        "hours from Oxford",
        "a couple of hours from Oxford",
        "123 M'in, Panola",
    ],
)
def test_what_lies_too_far_to_say_where_is_not_found(text: str) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.NOT_FOUND
    assert "too_far" in codes(location)
    assert not codes(location) & (DISTANCE_CODES - {"too_far"})


def test_too_far_names_what_it_is_too_far_from() -> None:
    for text, name in (
        ("150 miles north of Panola County", "Panola County"),
        ("150 miles north of 38606", "ZIP 38606"),
        ("150 miles north of 38606, Panola County", "ZIP 38606"),
        ("150 miles north of Batsville", "Batesville"),
        ("Hinds Rankin county line 50 miles", "Hinds County and Rankin County"),
    ):
        (message,) = named(locate(text, CATALOG), "too_far")
        assert f"too far from {name} to" in message


def test_what_is_dropped_with_a_place_too_far_off_is_no_part_of_the_answer() -> None:
    parts = locate("150 miles north of Batesville 38606-2211", CATALOG).parts
    assert (parts.place, parts.zip, parts.zip4) == ("", "", "")
    assert read("150 miles north of 38606 39201").other_zips == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("150 miles north of Jackson, Panola County", "Panola County"),
        ("Oxford, Lafayette County, 90 miles from Zyxwv Mall", "Lafayette County"),
        ("150 miles north of Jackson, MS 38606", "ZIP 38606 (Batesville)"),
        ("Oxford 38655, 90 miles from Zyxwv Mall", "ZIP 38655 (Oxford)"),
    ],
)
def test_what_is_not_measured_from_stays(text: str, label: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, labels(location)) == ("ok", [label])


@pytest.mark.parametrize(
    ("text", "base", "distance_m"),
    [
        ("15 miles north of Panola County", "Panola County", 15 * MILE_M),
        ("Panola County, 15 miles north", "Panola County", 15 * MILE_M),
        ("Panola County 15 miles north", "Panola County", 15 * MILE_M),
        ("10 miles from the middle of Panola County", "Panola County", 10 * MILE_M),
        ("10 miles from the Hinds county line", "Hinds County", 10 * MILE_M),
        ("ten miles south of Leake county", "Leake County", 10 * MILE_M),
        ("10 miles north of 38606", "ZIP 38606", 10 * MILE_M),
        ("38606, 10 miles north", "ZIP 38606", 10 * MILE_M),
        ("10 miles north of 38606, Panola County", "ZIP 38606", 10 * MILE_M),
        ("10 miles north of Batesville", "Batesville", 10 * MILE_M),
        ("Coffeeville 20 km", "Coffeeville", 20 * KM_M),
    ],
)
def test_a_distance_from_anything_named_widens_it_and_is_said(
    text: str, base: str, distance_m: float
) -> None:
    location = locate(text, CATALOG)
    assert location.status == "ok"
    (message,) = named(location, "distance_from_town")
    assert message.startswith(f"You gave a distance from {base}.")
    assert meters(text) == pytest.approx(distance_m)
    (area,) = location.candidates
    near = boundaries.counties_within(CATALOG, area.lon, area.lat, area.radius_m)
    assert {share.geoid for share in area.counties} >= {geoid for geoid, _ in near}
    assert area.radius_m >= distance_m
    assert len(area.counties) > 1


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("near Panola County", "Panola County"),
        ("north of Panola County", "Panola County"),
        ("just outside of Panola County", "Panola County"),
        ("away from Panola County", "Panola County"),
        ("near the Panola County border", "Panola County"),
        ("the Panola County boundary", "Panola County"),
        ("at the edge of Panola County", "Panola County"),
        ("by the limits of the Panola County", "Panola County"),
        ("near 38606", "ZIP 38606"),
        ("south of 38606", "ZIP 38606"),
    ],
)
def test_near_a_county_or_zip_is_not_in_it(text: str, base: str) -> None:
    location = locate(text, CATALOG)
    (message,) = named(location, "near_town")
    assert message == f"The place may be near {base}, not in it."
    assert (location.status, meters(text)) == ("ok", NEAR_M)
    assert len(location.candidates[0].counties) > 1


@pytest.mark.parametrize(
    ("text", "label", "city"),
    [
        ("DeSoto County, Memphis", "DeSoto County", "Memphis"),
        ("Memphis, DeSoto County", "DeSoto County", "Memphis"),
        ("New Orleans, Hancock County MS", "Hancock County", "New Orleans"),
        ("DeSoto County, 10 miles from Memphis", "DeSoto County", "Memphis"),
    ],
)
def test_a_city_elsewhere_beside_a_county_is_told_of(text: str, label: str, city: str) -> None:
    location = locate(text, CATALOG)
    (message,) = named(location, "near_town")
    assert message == f"The place may be near {city}, not in it."
    assert (location.status, labels(location)) == ("ok", [label])


@pytest.mark.parametrize(
    "text",
    [
        "Panola County",
        "county of Panola",
        "south end of Panola County",
        "rural part of Panola County",
        "north Panola County",
        "from Panola County",
        "all of Panola County",
        "38606",
        "Batesville near the mill 38606",
    ],
)
def test_a_county_or_zip_that_holds_the_place_is_not_widened(text: str) -> None:
    location = locate(text, CATALOG)
    (alone,) = locate("38606" if "38606" in text else "Panola County", CATALOG).candidates
    assert location.candidates == (alone,)


@pytest.mark.parametrize(
    "text",
    [
        "Panola County, 30 miles south of Memphis",
        "Panola County, 60 miles south of Memphis",
        "10 miles from the mill, Panola County",
        "90 miles from Shelbyville Mall, Panola County",
    ],
)
def test_a_county_beside_a_distance_from_elsewhere_is_that_county(text: str) -> None:
    location = locate(text, CATALOG)
    (alone,) = locate("Panola County", CATALOG).candidates
    assert (location.status, location.candidates) == ("ok", (alone,))


def test_a_county_is_not_widened_by_a_distance_from_a_town_elsewhere() -> None:
    location = locate("Kemper County, Tylertown 10 miles south", CATALOG)
    (kemper,) = locate("Kemper County", CATALOG).candidates
    assert location.status == "ambiguous"
    assert location.candidates[1] == kemper


def test_a_distance_from_a_county_has_a_limit_of_its_own() -> None:
    assert MAX_BEYOND_COUNTY_M < MAX_BEYOND_M
    for kilometers, status in ((30, "ok"), (31, "not_found")):
        assert locate(f"{kilometers} km from Panola County", CATALOG).status == status
        assert locate(f"Panola County, {kilometers} km north", CATALOG).status == status
    for base in ("Batesville", "39201"):
        assert locate(f"60 km from {base}", CATALOG).status == "ok"
        assert locate(f"61 km from {base}", CATALOG).status == "not_found"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("35 miles north of Southaven", "ambiguous"),
        ("30 miles from Southaven", "ambiguous"),
        ("5 miles from Southaven", "ok"),
        ("20 miles south of Gulfport", "ambiguous"),
        ("20 miles north of Gulfport", ""),
        ("15 miles south of Tylertown", "ambiguous"),
        ("9 miles south of Tylertown", "ambiguous"),
        ("5 miles north of Corinth", "ambiguous"),
        ("10 miles north of Tylertown", ""),
        ("Tylertown 9 miles south", "ok"),
        ("20 miles west of Natchez", "ambiguous"),
        ("20 miles due west of Natchez", "ambiguous"),
        ("20 miles south west of Natchez", "ambiguous"),
        ("20 miles e of Natchez", ""),
        ("35 miles from Tupelo", "ok"),
        ("25 miles from Tupelo", ""),
        ("5 miles south of Pike County", "ambiguous"),
        ("10 miles south of Lincoln County", ""),
        ("20 miles west of 39120", "ambiguous"),
        ("35 minutes north of Corinth", "ambiguous"),
        ("twenty miles east of Meridian", "ambiguous"),
    ],
)
def test_a_distance_that_may_lead_out_of_the_state_is_said(text: str, status: str) -> None:
    """An empty status: it does not lead out, and the answer is sure."""
    location = locate(text, CATALOG)
    assert location.status == (status or "ok")
    assert ("may_leave_state" in codes(location)) == bool(status)
    assert "distance_from_town" in codes(location)


def test_what_may_leave_the_state_names_what_it_is_measured_from() -> None:
    for text, name in (
        ("20 miles south of Gulfport", "Gulfport"),
        ("5 miles south of Pike County", "Pike County"),
    ):
        (message,) = named(locate(text, CATALOG), "may_leave_state")
        assert message == f"A place that far from {name} may be outside Mississippi."


@pytest.mark.parametrize(
    "text",
    [
        "10 miles north of 34.30, -89.95",
        "150 miles north of 34.30, -89.95",
        "ten kilometers south east of (34.30, -89.95)",
        "5 minutes west of geo:34.30,-89.95",
    ],
)
def test_a_distance_from_a_point_is_not_the_point(text: str) -> None:
    location = locate(text, CATALOG)
    (point,) = locate("34.30, -89.95", CATALOG).candidates
    assert (location.status, location.candidates) == ("ambiguous", (point,))
    (message,) = named(location, "distance_from_town")
    assert message.startswith("You gave a distance from the point")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("34.30, -89.95 waiting 3 hours", {"words_unread"}),
        ("10 miles north of the mill 34.30, -89.95", {"words_unread"}),
        ("10 miles of Zyxw 34.30, -89.95", {"words_unread"}),
        ("34.30, -89.95 10 miles from here", {"words_unread"}),
        ("34.30, -89.95 Panola County, 30 miles south of Memphis", set()),
        ("34.30, -89.95 30 miles south of Memphis", {"point_place_disagree", "town_elsewhere"}),
    ],
)
def test_a_point_beside_a_distance_from_elsewhere_is_that_point(text: str, said: set[str]) -> None:
    location = locate(text, CATALOG)
    (point,) = locate("34.30, -89.95", CATALOG).candidates
    assert location.candidates == (point,)
    assert codes(location) == said


@pytest.mark.parametrize(
    ("text", "toward"),
    [
        ("10 miles north of Oxford", 0.0),
        ("10 miles NE of Oxford", 45.0),
        ("10 miles due east of Oxford", 90.0),
        ("10 miles to the south east of Oxford", 135.0),
        ("10 miles south from Oxford", 180.0),
        ("10 miles just southwest of Oxford", 225.0),
        ("10 miles w of Oxford", 270.0),
        ("10 miles northwest of Oxford", 315.0),
        ("10 miles north south of Oxford", None),
        ("10 miles from Oxford", None),
        ("Oxford, 10 miles north", None),
        ("10 miles of Oxford", None),
    ],
)
def test_the_way_is_read_where_it_starts_at_what_is_named(text: str, toward: float | None) -> None:
    distance = read(text).distance
    assert distance is not None
    assert distance.toward == toward


@pytest.mark.parametrize("bearing", [0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0])
def test_a_moved_point_lies_as_far_and_that_way(bearing: float) -> None:
    oxford = candidates.of_place(CATALOG, "4440076")
    lon, lat = candidates.moved(oxford, bearing, 40_000)
    assert geodesy.between_m(oxford.lon, oxford.lat, lon, lat) == pytest.approx(40_000, rel=0.01)
    assert (lat > oxford.lat + 0.01) == (bearing in (0, 45, 315))
    assert (lon > oxford.lon + 0.01) == (bearing in (45, 90, 135))


def test_only_a_stated_distance_is_asked_whether_it_leaves_the_state() -> None:
    gulfport = locate("Gulfport", CATALOG).candidates
    near = Distance(meters=NEAR_M, measured_from=Scale.PLACE)
    assert across.share_outside(gulfport, None, CATALOG) == (0, "")
    assert across.share_outside(gulfport, near, CATALOG) == (0, "")
    far = Distance(meters=30_000.0, measured_from=Scale.PLACE, stated=True)
    share, _ = across.share_outside(gulfport, far, CATALOG)
    assert 0 < share < 1
    south = Distance(meters=30_000.0, measured_from=Scale.PLACE, stated=True, toward=180.0)
    assert across.share_outside(gulfport, south, CATALOG) == (1, "")
    elsewhere = Distance(meters=30_000.0, measured_from=None, stated=True)
    assert across.share_outside(gulfport, elsewhere, CATALOG) == (0, "")
    (kept,) = refine.refined(gulfport, Parts(), CATALOG, distance=elsewhere)
    assert kept == gulfport[0]
