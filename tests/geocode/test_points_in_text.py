"""Coordinates among other words, in links to maps, in notations that are not read, and off shore."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geocode import candidates, coordinates
from geo.geocode.geocode import BORDER_M, OFF_SHORE_M, locate
from geo.geocode.location import Location, LocationStatus, Scale
from geo.geocode.tokens import normalized
from geo.spatial import boundaries
from tests import live

CATALOG = live.catalog()
AREA = CATALOG.services.study_area
JACKSON = "32.2987, -90.1848"


def codes(location: Location) -> list[str]:
    return [caution.code for caution in location.warnings]


def labels(location: Location) -> list[str]:
    return [candidate.label for candidate in location.candidates]


@pytest.mark.parametrize(
    "text",
    [
        "32.2987,-90.1848 Batesville MS",
        "Batesville 32.2987, -90.1848",
        "32.2987 N, 90.1848 W Batesville MS",
        "(32.2987, -90.1848) near Batesville",
        "32.2987,-90.1848 38606",
        "Panola County 32.2987,-90.1848",
        "https://maps.google.com/?q=32.2987%2C-90.1848 Batesville",
    ],
)
def test_a_point_and_a_place_that_does_not_hold_it_are_two_candidates(text: str) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.AMBIGUOUS
    assert "point_place_disagree" in codes(location)
    point, place = location.candidates
    assert (point.label, point.county) == (JACKSON, "Hinds")
    assert place.county == "Panola"
    assert (location.parts.lat, location.parts.lon) == (32.2987, -90.1848)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("32.2987, -90.1848 Jackson", []),
        ("Jackson, MS 32.2987, -90.1848", []),
        ("32.2987,-90.1848 Hinds County", []),
        ("32.2987,-90.1848 39201", []),
        ("32.2987,-90.1848 MS", []),
        ("32.2987, -90.1848. Jackson", []),
        ("GPS: 32.2987, -90.1848", []),
        ("lat 32.2987 and long -90.1848 Jackson", []),
        ("lat 32.2987 lon 90.1848 Jackson", ["west_assumed"]),
        ("-90.1848 32.2987 Jackson", ["swapped"]),
        ("32.2987, 90.1848 E Main St, Jackson", ["west_assumed"]),
        ("32.2987, -90.1848 (32.29870, -90.18480)", []),
        ("32.2987, -90.1848, Zyx County", ["county_unknown"]),
        ("near 32.2987,-90.1848", ["words_unread"]),
        ("caller at 32.2987, -90.1848 on the porch", ["words_unread"]),
        ("123 Oak St 32.2987, -90.1848", ["words_unread"]),
        ("Hwy 49 S 32.2987, -90.1848", ["words_unread"]),
        ("Hwy 6 32.2987 -90.1848", ["words_unread"]),
        ("geo:32.2987,-90.1848?z=12", []),
        ("geo:0,0?q=32.2987,-90.1848(Jackson)", []),
        ("https://maps.google.com/?q=32.2987,-90.1848", []),
        ("https://www.google.com/maps/search/32.2987,+-90.1848?entry=tts", []),
        ("https://www.google.com/maps/@32.2987,-90.1848,15z", ["map_middle"]),
        ("google.com/maps/place/Jackson,+MS/@32.2987,-90.1848,12z", ["map_middle"]),
        ("https://www.google.com/maps/place/A/@33,-90,12z/data=!8m2!3d32.2987!4d-90.1848", []),
        ("https://www.openstreetmap.org/#map=15/32.2987/-90.1848", ["map_middle"]),
        ("https://www.openstreetmap.org/?mlat=32.2987&mlon=-90.1848#map=9/33.1/-89.2", []),
        ("https://maps.apple.com/?ll=32.2987,-90.1848&q=Pin", []),
    ],
)
def test_the_point_is_the_answer_where_nothing_speaks_against_it(
    text: str, said: list[str]
) -> None:
    location = locate(text, CATALOG)
    assert location.status is LocationStatus.OK
    (point,) = location.candidates
    assert point.precision is Scale.COORDINATE
    assert (point.lat, point.lon, point.county) == (32.2987, -90.1848, "Hinds")
    assert codes(location) == said


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("32\N{DEGREE SIGN}17'55\"N 90\N{DEGREE SIGN}11'05\"W Jackson", 32.2986, -90.1847),
        ("32 17 55 N 90 11 05 W near Jackson", 32.2986, -90.1847),
        ("Jackson N32 17.5 W90 11.2", 32.2917, -90.1867),
        ("Batesville, 34.3, -89.9", 34.3, -89.9),
    ],
)
def test_other_forms_are_found_among_words_as_well(text: str, lat: float, lon: float) -> None:
    (point,) = locate(text, CATALOG).candidates
    assert point.precision is Scale.COORDINATE
    assert point.lat == pytest.approx(lat, abs=1e-4)
    assert point.lon == pytest.approx(lon, abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "32 17 90 11 Main St Jackson",
        "12.5 miles on Hwy 49 and 3.5 on 16, Canton",
        "3250 90th St Jackson",
        "Hwy 32 W 90 N Jackson",
        "Canton 601-555-0123 ext 90.18",
        "mile 32.25-90.18 Jackson",
        "34.3, 89.9 Batesville",
        "34.3, -89.95, 120",
        "34.3\n-89.95\n120",
        "https://www.google.com/maps/place/Canton,+MS",
        "32.2987 Jackson",
    ],
)
def test_other_numbers_are_no_point(text: str) -> None:
    assert coordinates.among_words(normalized(text), AREA) is None


def test_a_point_beside_another_state_is_not_taken_for_sure() -> None:
    location = locate("32.2987,-90.1848 Memphis TN", CATALOG)
    assert (location.status, labels(location)) == (LocationStatus.AMBIGUOUS, [JACKSON])
    assert codes(location) == ["point_place_disagree", "town_elsewhere"]
    assert location.elsewhere == "Tennessee"


def test_a_place_beside_a_point_of_elsewhere_is_not_taken_for_sure() -> None:
    for text in ("40.7128, -74.0060 Jackson, Hinds County", "35.1495 N 90.0490 W Southaven"):
        location = locate(text, CATALOG)
        assert location.status is LocationStatus.AMBIGUOUS
        assert [candidate.precision for candidate in location.candidates] == [Scale.PLACE]
        assert codes(location)[:2] == ["point_elsewhere", "point_place_disagree"]
    both = locate("40.7128, -74.0060 New York", CATALOG)
    assert (both.status, both.elsewhere) == (LocationStatus.OUT_OF_STATE, "New York")


def test_zip_and_town_that_disagree_stay_in_doubt_beside_a_point() -> None:
    location = locate("32.2987,-90.1848 Jackson 38606", CATALOG)
    assert location.status is LocationStatus.AMBIGUOUS
    assert labels(location) == [JACKSON, "ZIP 38606 (Batesville)"]
    assert codes(location) == ["point_place_disagree", "zip_town_disagree"]


def test_two_points_are_not_chosen_from() -> None:
    for text in (
        "32.2987, -90.1848 to 34.3101, -89.9501",
        "https://www.google.com/maps/dir/32.2987,-90.1848/34.31,-89.94",
    ):
        location = locate(text, CATALOG)
        assert (location.status, codes(location)) == (LocationStatus.NOT_FOUND, ["two_points"])


def test_a_town_beside_whole_degrees_is_the_answer_with_a_caution() -> None:
    location = locate("32\N{DEGREE SIGN}N 90\N{DEGREE SIGN}W Batesville MS", CATALOG)
    assert (location.status, labels(location)) == (
        LocationStatus.OK,
        ["Batesville (Panola County)"],
    )
    assert "coordinates_coarse" in codes(location)


def test_words_after_a_geo_uri_are_read() -> None:
    location = locate("geo:32.30,-90.18;crs=wgs84;u=35 Batesville", CATALOG)
    assert location.candidates[0].radius_m == 35
    assert codes(location) == ["point_place_disagree"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("0,0", "out_of_state", "out_of_state"),
        ("12, 34", "out_of_state", "out_of_state"),
        ("91, 200", "invalid", "bad_coordinates"),
        ("34, 90", "not_found", "west_assumed"),
        ("18S UJ 23480 06470", "not_found", "grid_not_read"),
        ("15SYS6735876543", "not_found", "grid_not_read"),
        ("16S 234567 3571234", "not_found", "grid_not_read"),
        ("865J7RX8+2V", "not_found", "grid_not_read"),
        ("7RX8+2V Canton, MS", "ok", "grid_not_read"),
    ],
)
def test_whole_degrees_and_grids_are_told_what_they_are(text: str, status: str, code: str) -> None:
    location = locate(text, CATALOG)
    assert location.status == status
    assert codes(location)[0] == code
    assert location.elsewhere == ""


@pytest.mark.parametrize(
    "text", ["Hwy 6 W MS 38606 2211", "12 N MS 38606", "Hwy 7 N Oak 1234", "Batesville MS 38606"]
)
def test_addresses_are_no_grid(text: str) -> None:
    assert coordinates.without_grid(text) is None


def test_a_point_off_the_coast_has_the_nearest_county() -> None:
    location = locate("30.30, -88.90", CATALOG)
    assert (location.status, codes(location)) == (LocationStatus.OK, ["off_shore"])
    assert location.candidates[0].county == "Harrison"
    both = locate("30.3, -88.8", CATALOG)
    assert [share.county for share in both.candidates[0].counties] == ["Jackson", "Harrison"]


def test_a_point_off_the_coast_nearer_to_another_state_is_in_doubt() -> None:
    location = locate("30.20, -89.20", CATALOG)
    assert (location.status, location.elsewhere) == (LocationStatus.AMBIGUOUS, "Louisiana")
    assert codes(location) == ["off_shore", "state_nearer"]
    assert locate("29.95, -89.0", CATALOG).status is LocationStatus.OUT_OF_STATE


def test_only_the_coast_is_off_shore() -> None:
    draw = random.Random(7)  # noqa: S311
    west, south, east, north = AREA.bbox
    seen = 0
    for _ in range(1500):
        lon, lat = draw.uniform(west, east), draw.uniform(south, north)
        location = locate(f"{lat:.5f}, {lon:.5f}", CATALOG)
        if "off_shore" in codes(location):
            seen += 1
            assert lat < 30.5
            lon, lat = round(lon, 5), round(lat, 5)
            (nearest, away_m), *_ = boundaries.counties_within(CATALOG, lon, lat, OFF_SHORE_M)
            assert location.candidates[0].geoid == nearest
            assert away_m > BORDER_M
            line = boundaries.state_line(CATALOG, lon, lat)
            assert line is not None
            assert line[1] > 0
            unsure_m = candidates.OUTLINE_ERROR_M + 2 * location.candidates[0].radius_m
            assert (location.status is LocationStatus.OK) == (line[1] > away_m + unsure_m)
    assert seen > 10


@pytest.mark.parametrize("text", [None, 12, b"Batesville", ["Batesville"]])
def test_what_is_no_text_is_refused_as_such(text: Any) -> None:
    with pytest.raises(TypeError, match=r"^text is to be a str$"):
        locate(text, CATALOG)


PIECES = [
    *("32.2987", "-90.1848", "90.1848", "34.3", "-89.95", "32", "17", "55", "91", "200", "38606"),
    *(
        "N",
        "W",
        "S",
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "'",
        '"',
        "\N{DEGREE SIGN}",
        "lat",
        "lon",
        "and",
    ),
    *("Batesville", "TN", "geo:", "https://", "google.com/", "?q=", "/@", "!3d", "!4d", "7RX8+2V"),
]


@settings(max_examples=1500)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=14,
    ),
    st.sampled_from(["", " "]),
)
def test_no_mixture_raises_or_is_sure_of_two(words: list[str], space: str) -> None:
    location = locate(space.join(words), CATALOG)
    assert len(location.candidates) == 1 or location.status is not LocationStatus.OK
    assert bool(location.candidates) == (location.status in ("ok", "ambiguous"))
    assert location.warnings or location.status is LocationStatus.OK


@pytest.mark.parametrize(
    ("beside", "radius_m"),
    [
        ("uncertainty: 3,000 m", 3_000),
        ("within half a mile", 805),
        ("(within 300 m)", 300),
        ("about 300 meters", 300),
        (", 300 m", 300),
        ("radius 2 miles", 3_219),
        ("accurate to half a mile", 805),
        ("accurate to a quarter of a mile", 403),
        ("incertidumbre 300 m", 300),
        ("radio de 2 km", 2_000),
        ("c. 3 km", 3_000),
        ("~3 km", 3_000),
        ("roughly two miles", 3_219),
        (";u=3000", 3_000),
        ("; u = 250", 250),
        ("approx. 400 yards", 366),
    ],
)
@pytest.mark.parametrize("form", ["{point} {beside}", "GPS {point} {beside} in Batesville"])
def test_any_length_beside_coordinates_is_how_far_off_they_are(
    beside: str, radius_m: int, form: str
) -> None:
    location = locate(form.format(point="34.31150, -89.94430", beside=beside), CATALOG)
    assert location.status is LocationStatus.OK
    assert location.candidates[0].radius_m == radius_m


@pytest.mark.parametrize(
    "text",
    [
        "34.31150, -89.94430, 5 miles north of Batesville",
        "34.31150, -89.94430 a mile from Batesville",
        "34.31150, -89.94430, 300 m W of the court house",
    ],
)
def test_a_length_that_leads_elsewhere_is_none(text: str) -> None:
    (candidate,) = locate(text, CATALOG).candidates
    assert candidate.radius_m == 10


def test_a_length_before_coordinates_is_one_too() -> None:
    (candidate,) = locate("within 300 m of 34.31150, -89.94430", CATALOG).candidates
    assert candidate.radius_m == 300


def test_an_error_without_a_unit_may_be_in_the_largest() -> None:
    location = locate("34.31150, -89.94430 +/- 2", CATALOG)
    assert location.candidates[0].radius_m == 3_219
    # Too far off to name a county: never "exact to 10 m".
    assert locate("34.31150, -89.94430 +/- 25", CATALOG).status is LocationStatus.NOT_FOUND
