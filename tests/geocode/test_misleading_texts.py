"""Texts that must not be answered with a place that was not meant: every other answer is better."""

import pytest

from geo.geocode import name_index, parse
from geo.geocode.geocode import locate
from geo.geocode.location import Location, LocationStatus
from geo.geocode.parse import MAX_BEYOND_M, ParsedAddress
from geo.geocode.parse_state import NEAR_M
from geo.geocode.tokens import normalized
from tests import live

CATALOG = live.catalog()
MILE_M = 1_609.344


def labels(location: Location) -> list[str]:
    return [candidate.label for candidate in location.candidates]


def codes(location: Location) -> set[str]:
    return {caution.code for caution in location.warnings}


def read(text: str) -> ParsedAddress:
    return parse.read(normalized(text), name_index.index(CATALOG))


def meters(text: str) -> float:
    distance = read(text).distance
    return distance.meters if distance else 0.0


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Mississippi State Hospital", "Mississippi State"),
        ("University of Mississippi Medical Center", "University"),
        ("University Medical Center", "University"),
        ("University of Southern Mississippi", "University"),
        ("Camp Shelby", "Shelby"),
        ("we are at Camp Shelby", "Shelby"),
        ("Golden Moon Casino", "Golden"),
        ("Golden Nugget Casino", "Golden"),
        ("Magnolia Regional Health Center", "Magnolia"),
        ("Magnolia Regional", "Magnolia"),
        ("Forest Hill High School", "Forest"),
        ("in Forest Hill", "Forest"),
        ("Lake Charles", "Lake"),
        ("Lake Vista", "Lake"),
        ("Lake Washington", "Washington"),
        ("at Lake Lincoln", "Lincoln"),
        ("Sunflower grocery store", "Sunflower"),
        ("Union Station", "Union"),
        ("Star Market", "Star"),
        ("Choctaw reservation", "Choctaw"),
        ("I have no money", "Money"),
        ("my pearl necklace", "Pearl"),
        ("my sister Grace is not well", "Grace"),
        ("Pearl Harbor Dr", "Pearl"),
    ],
)
def test_a_part_of_another_name_is_no_town(text: str, suggested: str) -> None:
    location = locate(text, CATALOG)
    assert location.status == "not_found"
    assert "part_of_name" in codes(location)
    assert suggested in location.suggestions


def test_the_state_line_is_no_town() -> None:
    assert locate("near the state line", CATALOG).status == "not_found"
    assert labels(locate("State Line", CATALOG)) == ["State Line (Wayne County)"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mississippi State Hospital (Whitfield)", "Whitfield (ZIP 39193)"),
        ("Mississippi State Hospital, Whitfield", "Whitfield (ZIP 39193)"),
        ("Forest General Hospital, Hattiesburg", "Hattiesburg (Forrest County)"),
        ("hospital in Forest", "Forest (Scott County)"),
        ("Forest, MS", "Forest (Scott County)"),
        ("Walmart Grenada", "Grenada (Grenada County)"),
        ("12 Oak St, Forest Hill, Jackson MS", "Jackson (Hinds County)"),
        ("Star MS", "Star (ZIP 39167)"),
        ("Star", "Star (ZIP 39167)"),
        ("I am in Star", "Star (ZIP 39167)"),
        ("123 Oak St Star MS", "Star (ZIP 39167)"),
        ("hwy 49 Star", "Star (ZIP 39167)"),
        ("Money, MS", "Money (ZIP 38945)"),
        ("at Money, MS", "Money (ZIP 38945)"),
        ("in Money", "Money (ZIP 38945)"),
        ("just outside Pace", "Pace (ZIP 38764)"),
        ("Lake MS", "Lake (ZIP 39092)"),
        ("Lake Cormorant", "Lake Cormorant (ZIP 38641)"),
        ("Sardis Lake, Sardis", "Sardis (Panola County)"),
    ],
)
def test_a_town_that_is_set_apart_is_found(text: str, label: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, labels(location)) == ("ok", [label])


@pytest.mark.parametrize(
    ("text", "label", "state"),
    [
        ("Olive Branch near Memphis", "Olive Branch (DeSoto County)", "Tennessee"),
        ("Memphis near Olive Branch", "Olive Branch (DeSoto County)", "Tennessee"),
        ("Southaven near Memphis", "Southaven (DeSoto County)", "Tennessee"),
        ("near Memphis, Southaven", "Southaven (DeSoto County)", "Tennessee"),
        ("Southaven by Memphis", "Southaven (DeSoto County)", "Tennessee"),
        ("Southaven close to Memphis TN", "Southaven (DeSoto County)", "Tennessee"),
        ("Southaven from Memphis", "Southaven (DeSoto County)", "Tennessee"),
        ("Southaven outside Memphis, TN", "Southaven (DeSoto County)", "Tennessee"),
        ("Horn Lake just south of Memphis", "Horn Lake (DeSoto County)", "Tennessee"),
        ("Southaven south of Memphis TN", "Southaven (DeSoto County)", "Tennessee"),
        ("Pearlington near Slidell LA", "Pearlington (Hancock County)", "Louisiana"),
        ("Pearlington near Slidell, LA", "Pearlington (Hancock County)", "Louisiana"),
        ("Corinth, near Tennessee", "Corinth (Alcorn County)", "Tennessee"),
        ("Corinth near Tennessee", "Corinth (Alcorn County)", "Tennessee"),
        ("Vicksburg, born in Louisiana", "Vicksburg (Warren County)", "Louisiana"),
    ],
)
def test_a_town_near_another_state_is_not_there(text: str, label: str, state: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, labels(location), location.elsewhere) == ("ambiguous", [label], state)
    assert "town_elsewhere" in codes(location)
    assert "also_state" not in codes(location)


@pytest.mark.parametrize("text", ["DeSoto County near Memphis", "DeSoto County near Memphis TN"])
def test_a_county_near_another_state_is_not_there(text: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, labels(location)) == ("ok", ["DeSoto County"])
    assert codes(location) == {"near_town"}


@pytest.mark.parametrize(
    "text", ["Jackson TN", "Jackson, Tennessee", "near Memphis", "Columbus near the river in Ohio"]
)
def test_another_state_is_still_another_state(text: str) -> None:
    assert locate(text, CATALOG).status in ("out_of_state", "ambiguous")


@pytest.mark.parametrize(
    ("text", "named", "code"),
    [
        ("38606 39201", ["ZIP 38606 (Batesville)", "ZIP 39201 (Jackson)"], "two_zips"),
        (
            "Batesville MS 38606 to Jackson MS 39201",
            ["ZIP 38606 (Batesville)", "ZIP 39201 (Jackson)"],
            "two_zips",
        ),
        ("39201 or 38606 Jackson", ["ZIP 39201 (Jackson)", "ZIP 38606 (Batesville)"], "two_zips"),
        ("Hinds and Rankin", ["Hinds County", "Rankin County"], "two_counties"),
        ("Hinds & Rankin", ["Hinds County", "Rankin County"], "two_counties"),
        ("Hinds and Rankin County", ["Hinds County", "Rankin County"], "two_counties"),
        ("Hinds County and Rankin County", ["Hinds County", "Rankin County"], "two_counties"),
        ("Hinds and Madison counties", ["Hinds County", "Madison County"], "two_counties"),
        ("Hinds Rankin county line", ["Hinds County", "Rankin County"], "two_counties"),
        ("Hinds/Rankin county line", ["Hinds County", "Rankin County"], "two_counties"),
        ("Tupelo to Oxford", ["Tupelo (Lee County)", "Oxford (Lafayette County)"], "two_towns"),
        (
            "from Tupelo going to Jackson",
            ["Tupelo (Lee County)", "Jackson (Hinds County)"],
            "two_towns",
        ),
        ("Tupelo & Saltillo", ["Tupelo (Lee County)", "Saltillo (Lee County)"], "two_towns"),
        ("tupelo/saltillo", ["Tupelo (Lee County)", "Saltillo (Lee County)"], "two_towns"),
        ("tupelo/saltillo, MS", ["Tupelo (Lee County)", "Saltillo (Lee County)"], "two_towns"),
        (
            "Oxford near Batesville",
            ["Oxford (Lafayette County)", "Batesville (Panola County)"],
            "two_towns",
        ),
        (
            "Horn Lake Southaven",
            ["Horn Lake (DeSoto County)", "Southaven (DeSoto County)"],
            "two_towns",
        ),
    ],
)
def test_two_places_are_both(text: str, named: list[str], code: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, labels(location)) == ("ambiguous", named)
    assert code in codes(location)
    assert not codes(location) & {"town_unknown", "zip_unknown"}


def test_a_corner_is_not_two_towns() -> None:
    location = locate("Jackson & Lamar, Oxford", CATALOG)
    assert (location.status, labels(location)) == ("ok", ["Oxford (Lafayette County)"])
    assert (location.parts.street, location.parts.cross_street) == ("jackson", "lamar")


@pytest.mark.parametrize(
    "text",
    [
        "12 Oak Road, 38801",
        "12 Oak Rd 38801",
        "12 Oak Rd 38801-1234",
        "310 Natchez Trace Hwy 38801",
        "310 N Coley Rd 38801",
        *(
            "Oxford Road, 38801",
            "Holly Springs Rd 38801",
            "gravel road 38801",
            "County Road, 38801",
        ),
    ],
)
def test_a_zip_after_a_street_that_ends_with_road_is_no_number_of_a_road(text: str) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.OK
    assert [candidate.label for candidate in location.candidates] == ["ZIP 38801 (Tupelo)"]


@pytest.mark.parametrize(
    "text",
    [
        *("12 County Road 38801", "12 Highway 38801", "12 Old Hwy 38801", "12 MS Highway 38801"),
        *("12 Mississippi Hwy 38801", "Road 38801", "5 miles on Rd 38801", "12 Oak Rd apt 38801"),
    ],
)
def test_a_number_of_a_road_is_no_zip(text: str) -> None:
    assert locate(text, CATALOG).status is LocationStatus.NOT_FOUND


def test_a_house_number_is_no_second_zip() -> None:
    for text in ("38655 Highway 7 South, Oxford 38655", "Jo, 39201 Hwy 7, Oxford 38655"):
        location = locate(text, CATALOG)
        assert (location.status, labels(location)) == ("ok", ["ZIP 38655 (Oxford)"]), text


@pytest.mark.parametrize(
    ("text", "distance_m", "code"),
    [
        ("15 miles north of Grenada", 15 * MILE_M, "distance_from_town"),
        ("20 miles south of Batesville", 20 * MILE_M, "distance_from_town"),
        ("30 mi east of Jackson", 30 * MILE_M, "distance_from_town"),
        ("2.5 miles out of Oxford", 2.5 * MILE_M, "distance_from_town"),
        ("5 km from Oxford", 5_000, "distance_from_town"),
        ("Tylertown 10 miles south", 10 * MILE_M, "distance_from_town"),
        ("20 minutes from Tupelo", 20 * MILE_M, "distance_from_town"),
        ("outside of Yazoo City", NEAR_M, "near_town"),
        ("near Grenada", NEAR_M, "near_town"),
        ("close to Grenada", NEAR_M, "near_town"),
        ("out from Coldwater", NEAR_M, "near_town"),
        ("at the Hinds county line", NEAR_M, "near_town"),
    ],
)
def test_a_distance_is_read_in_meters(text: str, distance_m: float, code: str) -> None:
    assert meters(text) == pytest.approx(distance_m)
    assert codes(locate(text, CATALOG)) & {"near_town", "distance_from_town"} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Oxford",
        "in Oxford",
        "from Oxford",
        "city of Oxford",
        "Southaven near Memphis",
        "hwy 7 Oxford",
    ],
)
def test_a_town_itself_is_not_widened(text: str) -> None:
    assert meters(text) == 0
    assert "distance_from_town" not in codes(locate(text, CATALOG))


def test_between_two_towns_reaches_half_of_the_way() -> None:
    location = read("between Grenada and Oxford")
    assert [town.text for town in location.towns] == ["Grenada", "Oxford"]
    assert 30_000 < meters("between Grenada and Oxford") < 40_000


def test_too_far_from_a_town_is_no_place() -> None:
    assert 0 < meters("37 miles from Oxford") < MAX_BEYOND_M
    location = locate("38 miles from Oxford", CATALOG)
    assert location.status == "not_found"
    assert "too_far" in codes(location)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Forest County", "Forrest County"),
        ("Humphries county", "Humphreys County"),
        ("Green county", "Greene County"),
    ],
)
def test_a_county_spelled_nearly_is_said(text: str, label: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.reason) == ("ambiguous", "spelling")
    assert (labels(location), codes(location)) == ([label], {"spelled"})


@pytest.mark.parametrize("text", ["Panola County", "Panola Cnty", "Panola Cty"])
def test_every_short_form_of_county_is_read(text: str) -> None:
    assert labels(locate(text, CATALOG)) == ["Panola County"]


@pytest.mark.parametrize("state", ["Mississipi", "Missisippi", "mississppi"])
def test_the_state_may_be_misspelled(state: str) -> None:
    for text in (f"Oxford {state}", f"Oxford, {state}", f"Oxford {state} 38655"):
        location = locate(text, CATALOG)
        assert (location.status, codes(location), location.parts.state) == ("ok", set(), "MS")


@pytest.mark.parametrize("text", ["911", "988", "9-1-1", "988."])
def test_a_number_to_call_is_no_place(text: str) -> None:
    location = locate(text, CATALOG)
    assert location.status == "not_found"
    assert "call_it" in codes(location)


def test_a_county_says_that_a_state_was_not_meant() -> None:
    assert codes(locate("Washington, Adams County", CATALOG)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "39401 but I'm in Mobile now",
        "38801 but staying in Biloxi tonight",
        "billing zip 39201, currently in Oxford",
        "39401 now in New Orleans",
        "Hinds County Sheriff in Tupelo",
        "Lee County Sheriff, Biloxi",
        "courthouse in Tupelo, Hinds County",
        "isn't in Lee County",
        "anywhere except Lee County",
        "any county but Lee County",
        "used to live in Lee County",
        "I left Hinds County",
        "lejos del condado de Hinds",
        "fuera del condado de Lee",
        "ya no vivo en el condado de Hinds",
        "39401 is not my zip",
        "wrong zip 38801",
        "38801 my old zip",
        "I used to live at 123 Main St, Tupelo",
        "evicted from 123 Main St, Tupelo",
        "formerly 123 Main St, Tupelo",
        "not at 123 Main St, Tupelo",
        "over the county line from Lee County",
        "two counties over from Lafayette County",
        "the county beside DeSoto County",
        "bordering Washington County",
        "next to zip 39401",
        "the county next to Hinds County",
        "12 Oak St, the county next to Hinds County",
        "the county next to Hinds County, 12 Oak St",
        "12 Oak St beside Panola County",
        "404 Main St, across from Panola County",
        "12 Oak St next to zip 39401",
        "Covington, Newton County",
        "Newton County, Covington",
        "Franklin, Simpson County",
        "Monroe, Union County",
        "Jefferson, Marion County",
    ],
)
def test_a_zip_a_county_or_an_address_that_is_denied_left_or_beside_the_place_is_asked(
    text: str,
) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.AMBIGUOUS
    assert location.candidates


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("he is not breathing 123 Main St Tupelo 38801", "ZIP 38801 (Tupelo)"),
        ("Sessums, Oktibbeha County", "Oktibbeha County"),
        ("Lee County Sheriff", "Lee County"),
        ("Hickory Grove 38801", "ZIP 38801 (Tupelo)"),
        ("my son is in Lee County", "Lee County"),
        ("12 County Line Rd, Lee County", "Lee County"),
        ("12 Oak St across from the school, Lee County", "Lee County"),
        ("12 Crossover Rd 38801", "ZIP 38801 (Tupelo)"),
    ],
)
def test_words_about_the_person_do_not_put_the_place_elsewhere(text: str, label: str) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.OK
    assert [candidate.label for candidate in location.candidates] == [label]
