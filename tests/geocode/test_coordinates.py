"""Typed coordinates: every form, the radius that the digits allow, order and sign."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geocode import coordinates
from geo.geocode.coordinates import Point
from geo.geocode.tokens import normalized
from tests import live

AREA = live.catalog().services.study_area
LATITUDES = st.floats(30.2, 35.0)
LONGITUDES = st.floats(-91.6, -88.1)


def parse(text: str) -> Point:
    point = coordinates.parse(normalized(text), AREA)
    assert point is not None, "not read as coordinates"
    return point


def sexagesimal(degrees: float, form: str, decimals: int) -> str:
    """Write degrees, minutes and seconds without ever writing 60."""
    units = round(abs(degrees) * 3600 * 10**decimals)
    seconds, fraction = divmod(units, 10**decimals)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    tail = f".{fraction:0{decimals}d}" if decimals else ""
    return form.format(d=degree, m=minute, s=f"{second}{tail}")


def signed(lat: float, lon: float) -> str:
    return f"{lat:.5f}, {lon:.5f}"


def lettered(lat: float, lon: float) -> str:
    return f"{lat:.5f} N {-lon:.5f} W"


def letters_first(lat: float, lon: float) -> str:
    return f"N{lat:.5f} W{-lon:.5f}"


def west_first(lat: float, lon: float) -> str:
    return f"{-lon:.5f}W, {lat:.5f}N"


def labelled(lat: float, lon: float) -> str:
    return f"lon: {lon:.5f}; lat: {lat:.5f}"


def geo_uri(lat: float, lon: float) -> str:
    return f"geo:{lat:.5f},{lon:.5f};crs=wgs84;u=20"


def well_known(lat: float, lon: float) -> str:
    return f"POINT ({lon:.5f} {lat:.5f})"


def comma_decimals(lat: float, lon: float) -> str:
    return signed(lat, lon).replace(", ", " ").replace(".", ",")


def marks(lat: float, lon: float) -> str:
    form = "{d}\N{DEGREE SIGN}{m}'{s}\""
    return f"{sexagesimal(lat, form, 2)}N {sexagesimal(lon, form, 2)}W"


def primes(lat: float, lon: float) -> str:
    form = "{d}\N{DEGREE SIGN} {m}\N{PRIME} {s}\N{DOUBLE PRIME} "
    return f"{sexagesimal(lat, form, 2)}N, {sexagesimal(lon, form, 2)}W"


def spaces(lat: float, lon: float) -> str:
    return f"{sexagesimal(lat, '{d} {m} {s}', 2)} N {sexagesimal(lon, '{d} {m} {s}', 2)} W"


def colons(lat: float, lon: float) -> str:
    return f"{sexagesimal(lat, '{d}:{m}:{s}', 2)} N {sexagesimal(lon, '{d}:{m}:{s}', 2)} W"


FORMS = (
    signed,
    lettered,
    letters_first,
    west_first,
    labelled,
    geo_uri,
    well_known,
    comma_decimals,
    marks,
    primes,
    spaces,
    colons,
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@settings(max_examples=150)
@given(lat=LATITUDES, lon=LONGITUDES)
def test_every_form_gives_the_point_back(
    form: Callable[[float, float], str], lat: float, lon: float
) -> None:
    point = parse(form(lat, lon))
    assert point.lat == pytest.approx(lat, abs=6e-6)
    assert point.lon == pytest.approx(lon, abs=6e-6)
    assert point.valid
    assert point.notes == ()
    assert 10 <= point.radius_m <= 20


@settings(max_examples=300)
@given(lat=LATITUDES, lon=LONGITUDES, places=st.integers(1, 6))
def test_the_radius_holds_every_point_that_rounds_to_what_was_typed(
    lat: float, lon: float, places: int
) -> None:
    point = parse(f"{lat:.{places}f}, {lon:.{places}f}")
    half = 0.5 / 10**places
    corner = math.hypot(half * 111_000, half * 111_300 * math.cos(math.radians(lat)))
    assert max(10, corner * 0.99) <= point.radius_m <= max(10, corner * 1.01 + 1)


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [
        ("34.3, -89.95", 5580),
        ("34.30, -89.95", 722),
        ("34.3033, -89.9523", 10),
        ("34.303, -89.952", 73),
        ("32 17.5 N 90 11.2 W", 122),
        ("32\N{DEGREE SIGN}17' N 90\N{DEGREE SIGN}11' W", 1218),
        ("32\N{DEGREE SIGN}17'55\" N 90\N{DEGREE SIGN}11'05\" W", 21),
        ("geo:32.3,-90.18;u=35", 35),
        ("geo:32.3,-90.18;u=2", 10),
        ("geo:32.3,-90.18;u=35.2", 36),
        ("geo:32.3,-90.18;crs=wgs84;u=400", 400),
    ],
)
def test_the_radius_follows_the_digits(text: str, radius_m: int) -> None:
    assert parse(text).radius_m == pytest.approx(radius_m, rel=0.01)


@settings(max_examples=200)
@given(lat=LATITUDES, lon=LONGITUDES)
def test_the_other_order_and_a_missing_sign_are_read_and_said(lat: float, lon: float) -> None:
    for text, notes in (
        (f"{lon:.4f} {lat:.4f}", ("swapped",)),
        (f"{lat:.4f} {-lon:.4f}", ("west_assumed",)),
        (f"{-lon:.4f}, {lat:.4f}", ("swapped", "west_assumed")),
        (f"POINT({lat:.4f} {lon:.4f})", ("swapped",)),
        (f"lat {lon:.4f} lon {lat:.4f}", ("swapped",)),
        (f"geo:{lat:.4f},{-lon:.4f}", ("west_assumed",)),
    ):
        point = parse(text)
        assert (point.lat, point.lon) == (
            pytest.approx(lat, abs=1e-4),
            pytest.approx(lon, abs=1e-4),
        )
        assert point.notes == notes


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("40.7, -74.0", 40.7, -74.0),  # far away: as typed
        ("34.3 N 89.9 E", 34.3, 89.9),  # a letter is taken at its word
        ("34.3 S 89.9 W", -34.3, -89.9),
        ("-34.3, -89.9", -34.3, -89.9),
        ("+34.3, +120.5", 34.3, 120.5),
        ("-118.2, 34.1", 34.1, -118.2),  # no latitude is 118 degrees
        ("-90.18 W 32.3 N", 32.3, -90.18),  # minus and W say the same
        ("90.18 W 32.3 N", 32.3, -90.18),
    ],
)
def test_what_is_typed_plainly_stays(text: str, lat: float, lon: float) -> None:
    point = parse(text)
    assert (point.lat, point.lon) == (pytest.approx(lat), pytest.approx(lon))


@pytest.mark.parametrize(
    "text",
    [
        "95.2, 200.3",
        "91 N 200 W",
        "-95.0 -195.0",
        "32\N{DEGREE SIGN}99'00\"N 90\N{DEGREE SIGN}11'05\"W",
        "32\N{DEGREE SIGN}17'60\"N 90\N{DEGREE SIGN}11'05\"W",
    ],
)
def test_there_are_no_such_coordinates(text: str) -> None:
    assert not parse(text).valid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "34.3",
        "38606",
        "38606 2211",
        "38606-2211",
        "662-555-0123",
        "601 555 0123",
        "12 34",  # two small numbers far from here
        "1 2 3",
        "34.3, -89.95, 120",
        "34.3, -89.95 Batesville",
        "N 34.3",
        "N N 34.3 89.9",
        "34.3 N 89.9 N",
        "lat 34.3 lat 89.9",
        "geo:",
        "geo:34.3",
        "geo:n,12",
        "geo:34 3,12",
        "POINT()",
        "POINT(34.3)",
        "POINT(1 2 3 4)",
        "1.2.3 4.5.6",
        "34..3 89.9",
        "--34.3 -89.9",
        "34,3,89,95",
        "102 1/2",
        "I-55 exit 243",
    ],
)
def test_other_texts_are_no_coordinates(text: str) -> None:
    assert coordinates.parse(normalized(text), AREA) is None


def test_the_label_has_the_digits_typed() -> None:
    assert parse("34.3000, -89.95").label == "34.3000, -89.95"
    assert parse("N32 W90").label == "32, -90"
    assert parse("34.123456789, -89.987654321").label == "34.12346, -89.98765"


@settings(max_examples=2000)
@given(st.text(alphabet="0123456789.,-+ NSEWnsew\N{DEGREE SIGN}'\":;/()latongeo=*", max_size=40))
def test_no_text_raises(text: str) -> None:
    point = coordinates.parse(normalized(text), AREA)
    if point and point.valid:
        assert abs(point.lat) <= 90
        assert abs(point.lon) <= 180
        assert point.radius_m >= 10


def test_the_repr_hides_the_point() -> None:
    assert "34.3" not in repr(parse("34.3, -89.95"))
