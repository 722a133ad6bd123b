"""From typed text to places: the corpus, laws that hold for every text, every row of the tables."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import geo
from geo.catalog.records import Catalog
from geo.geocode import candidates, cautions, name_index
from geo.geocode.geocode import MAX_RADIUS_M, locate
from geo.geocode.location import MAX_TEXT, Candidate, Location, LocationStatus, Reason, Scale
from tests import live
from tests.geocode.place_corpus import CASES, Case

CATALOG = live.catalog()
GEOIDS = {county.geoid for county in CATALOG.counties}
MARK = "Qzyxwvmark"
# What may be one letter off the name of a city of that county's name.
MAYBE_CITIES = ("{} cnty, MS Calhoun", "{} cnty, MS Yazoo")
# Rows of fifty texts each; more in the profile "deep".
ROWS = max(400, settings().max_examples)


def ids(location: Location) -> list[str]:
    return [candidate.id for candidate in location.candidates]


def codes(location: Location) -> list[str]:
    return [caution.code for caution in location.warnings]


def parts(location: Location) -> dict[str, object]:
    given = {name: getattr(location.parts, name) for name in location.parts.__slots__}
    return {name: value for name, value in given.items() if value not in ("", None)}


def same(first: Location, second: Location) -> bool:
    return (first.status, first.candidates, first.parts, first.warnings, first.elsewhere) == (
        *(second.status, second.candidates, second.parts, second.warnings, second.elsewhere),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.text[:50]))
def test_corpus(case: Case) -> None:
    location = locate(case.text, CATALOG)
    assert location.status == case.status
    assert tuple(candidate.label for candidate in location.candidates) == case.labels
    assert tuple(codes(location)) == case.codes
    assert parts(location) == pytest.approx(case.parts)
    assert location.reason == case.reason
    assert location.elsewhere == case.elsewhere
    assert location.suggestions == case.suggestions


def test_the_corpus_is_large_and_has_every_status_and_caution() -> None:
    assert len(CASES) >= 150
    assert len({case.text for case in CASES}) == len(CASES)
    assert {case.status for case in CASES} == set(LocationStatus)
    seen = {code for case in CASES for code in case.codes}
    beside_points = {  # these have tests of their own
        *("grid_not_read", "map_middle", "off_shore", "point_elsewhere", "point_place_disagree"),
        *("state_nearer", "two_points", "beyond_line"),
        *("no_zips", "no_towns"),  # of data without these tables
    }
    assert seen | beside_points | {"too_long", "several_spellings"} == set(cautions.MESSAGES)


# Laws ----------------------------------------------------------------------------------------


def full_width(text: str) -> str:
    return "".join(
        chr(ord(character) + 0xFEE0)
        if "!" <= character <= "~"
        else "\u3000"
        if character == " "
        else character
        for character in text
    )


LAWS: dict[str, tuple[str, Callable[[str], str]]] = {
    "capitals": ("case", str.upper),
    "small letters": ("case", str.lower),
    "full width": ("", full_width),
    "more spaces": ("", lambda text: "  " + text.replace(" ", "   ") + " "),
    "spaces that do not break": ("", lambda text: text.replace(" ", "\u00a0")),
    "no commas": ("commas", lambda text: text.replace(", ", " ").replace(",", " ")),
    "lines for commas": ("commas", lambda text: text.replace(", ", "\n")),
    "semicolons for commas": ("commas", lambda text: text.replace(", ", "; ")),
    "marks of direction": ("", lambda text: f"\u200e{text}\u200f"),
    "a full stop": ("", lambda text: f"{text}." if text[-1:].isalpha() else text),
    "quotes around": ("", lambda text: f"\u201c{text}\u201d" if text[-1:].isalpha() else text),
}


@pytest.mark.parametrize("law", LAWS)
def test_how_it_is_typed_does_not_matter(law: str) -> None:
    matters, change = LAWS[law]
    wrong = [
        case.text
        for case in CASES
        if matters not in case.keeps
        and not same(locate(case.text, CATALOG), locate(change(case.text), CATALOG))
    ]
    assert wrong == []


def test_the_same_text_has_the_same_answer() -> None:
    for case in CASES:
        assert locate(case.text, CATALOG) == locate(case.text, CATALOG)


def check(text: str) -> None:
    """Assert what holds for every text."""
    location = locate(text, CATALOG)
    if location.status is LocationStatus.OK:
        assert len(location.candidates) == 1
    if location.status in (LocationStatus.NOT_FOUND, LocationStatus.INVALID):
        assert not location.candidates
        assert location.warnings
    if location.status is LocationStatus.OUT_OF_STATE:
        near_line = "beyond_line" in codes(location)
        assert len(location.candidates) == near_line
    if location.status is LocationStatus.AMBIGUOUS:
        assert location.candidates
        # Another word in the text may make it another place, which the reason says alone.
        assert location.warnings or location.reason is Reason.WORDS
    assert (location.reason is not None) == (location.status is LocationStatus.AMBIGUOUS)
    assert len({(candidate.precision, candidate.id) for candidate in location.candidates}) == len(
        location.candidates
    )
    for candidate in location.candidates:
        assert candidate.geoid in GEOIDS
        assert {share.geoid for share in candidate.counties} <= GEOIDS
        assert candidate.geoid in {share.geoid for share in candidate.counties}
        assert 10 <= candidate.radius_m <= 106_000  # all of a town's mail, and 60 km
        if candidate.precision is Scale.COUNTY:
            assert candidate.radius_m <= 75_000  # a county, and 30 km
    assert len(set(location.warnings)) == len(location.warnings)
    assert len(location.suggestions) <= 3


@settings(max_examples=2000)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    check(text)


@settings(max_examples=2000)
@given(st.text(alphabet="0123456789 ,.-'\"\u00b0#&@/NSEWnsewabcdehiklmoprtuxyz\n", max_size=120))
def test_no_address_like_text_raises(text: str) -> None:
    check(text)


STRANGE = "\u00b0'\"\u00bd#&@/-,;.\n\t\u00a0\u200f\ud800\x00\uff21\uff11\u4e2d\u00df\u0130\u0301()"


ACCIDENTS: tuple[Callable[[list[str], int, str], list[str]], ...] = (
    lambda typed, at, _: typed[:at] + typed[at + 1 :],
    lambda typed, at, other: [*typed[:at], other[at % len(other)], *typed[at:]],
    lambda typed, at, other: [*typed[:at], other[at % len(other)], *typed[at + 1 :]],
    lambda typed, at, _: [*typed[:at], *typed[at : at + 2][::-1], *typed[at + 2 :]],
    lambda typed, _at, _other: list("".join(typed).upper()),
    lambda typed, _at, _other: list(full_width("".join(typed))),
    lambda typed, _at, _other: [character for character in typed if character != ","],
    lambda typed, _at, other: [*typed, " ", *other],
    lambda typed, at, _: [*typed[at:], " ", *typed[:at]],
)
"""Typing accidents: a character lost, added, other, two swapped, and coarser ones."""


def mutated(draw: random.Random) -> str:
    """Return a row of the corpus with a few typing accidents."""
    typed = list(draw.choice(CASES).text)
    for _ in range(draw.randint(1, 5)):
        other = draw.choice((draw.choice(CASES).text, STRANGE)) or STRANGE
        typed = draw.choice(ACCIDENTS)(typed, draw.randint(0, len(typed)), other)
    return "".join(typed)


@pytest.mark.parametrize("half", range(2))
@settings(max_examples=ROWS // 2)
@given(st.integers(0, 2**63))
@example(1875779)  # "Panola, MS Washington County" asks back for its words alone
@example(9231850916584)  # a house number and a street that were read as minutes
def test_no_mutated_text_raises(half: int, seed: int) -> None:
    draw = random.Random(seed + (half << 64))  # noqa: S311
    for _ in range(50):
        check(mutated(draw))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800",
        "\u202e",
        "a" * MAX_TEXT,
        "a" * (MAX_TEXT + 1),
        "a" * 10_000,
        "1" * 10_000_000,
        "\ufdfa" * MAX_TEXT,  # one character that stands for eighteen
        "(" * MAX_TEXT,
        "county " * 36,
        ", " * 128,
        "38606 " * 42,
        "batesvile, " * 23,
        "hwy 6 & " * 32,
    ],
    ids=lambda text: ascii(text[:8]) + str(len(text)),
)
def test_hostile_texts_have_an_answer(text: str) -> None:
    check(text)


def test_a_long_text_is_refused_and_not_cut() -> None:
    address = "12 Oak St, Batesville, MS 38606"
    assert locate(address.ljust(MAX_TEXT), CATALOG).status == "ok"
    location = locate(address.ljust(MAX_TEXT + 1), CATALOG)
    assert location.status == "invalid"
    assert codes(location) == ["too_long"]
    assert not location.candidates
    assert str(MAX_TEXT) in location.warnings[0].message


# Privacy -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "12 {} St, Batesville, MS 38606",
        "{}",
        "{}, MS",
        "behind {} in Coffeeville",
        "{} County",
        "{} Memphis TN 38103",
        "350 {} Ave, Memphis",
        "38606 {}",
        "Tupelo {} 38606",
        "{} and Oak, Batesville",
        "apt {} Oxford",
        "Batsville {}",
    ],
)
def test_what_was_typed_is_shown_nowhere(text: str) -> None:
    location = locate(text.format(MARK), CATALOG)
    shown = [
        repr(location),
        repr(location.parts),
        *map(repr, location.candidates),
        *map(repr, location.warnings),
        *(candidate.label for candidate in location.candidates),
        *location.suggestions,
        location.elsewhere,
        f"{location}",
    ]
    assert not any(MARK.casefold() in text.casefold() for text in shown)


def test_reprs_hide_the_place_too() -> None:
    for text in ("38606", "Coffeeville", "34.3, -89.95", "Panola County"):
        location = locate(text, CATALOG)
        shown = repr((location, location.candidates, location.parts))
        assert not any(hidden in shown for hidden in ("38606", "Coffee", "34.3", "89.95", "Panola"))


def test_messages_are_filled_from_the_tables_only() -> None:
    for code in cautions.MESSAGES:
        (caution,) = cautions.cautions_of([(code, "Batesville")], CATALOG)
        message = caution.message
        assert "{" not in message
        assert message[0].isupper()
        assert message.endswith(".")


def test_no_message_has_a_hole_in_it() -> None:
    seen = {caution.message for case in CASES for caution in locate(case.text, CATALOG).warnings}
    assert len(seen) > len(cautions.MESSAGES)
    for message in seen:
        assert not any(hole in message for hole in ("at .", "  ", " ,", "None", "as .", "{")), (
            message
        )


# Every row of the tables -----------------------------------------------------------------------


def homonyms(name: str) -> int:
    location = name_index.index(CATALOG).names[name_index.key(name)]
    return len(location.places) + len(location.zips)


@pytest.mark.parametrize(
    "form",
    [
        "{zip}",
        "{zip}-1234",
        "{zip} 1234",
        "{zip}1234",
        "MS {zip}",
        "{city} {zip}",
        "{city}, MS {zip}-0001",
        "12 Oak St, {city}, Mississippi {zip}",
        "PO Box 7 {city} MS {zip}",
    ],
)
def test_every_zip_is_found(form: str) -> None:
    assert CATALOG.gazetteer.zips
    for row in CATALOG.gazetteer.zips.values():
        location = locate(form.format(zip=row.zip, city=row.city), CATALOG)
        assert (location.status, ids(location)) == ("ok", [row.zip]), row
        assert location.candidates[0].precision is Scale.ZIP


def is_county(name: str) -> bool:
    return bool(name_index.index(CATALOG).names[name_index.key(name)].geoid)


def elsewhere(name: str) -> bool:
    """Whether every town of a name lies in another county than the one of that name."""
    found = name_index.index(CATALOG).names[name_index.key(name)]
    return all(place.geoid != found.geoid for place in (*found.places, *found.zips))


@pytest.mark.parametrize("form", ["{}, MS", "{} mississippi", "12 Oak St, {}, MS", "in {}"])
def test_every_place_is_found_by_its_name(form: str) -> None:
    assert CATALOG.gazetteer.places
    for place in CATALOG.gazetteer.places:
        location = locate(form.format(place.name), CATALOG)
        assert place.id in ids(location), place
        # Where the town lies in the county of its name, "in" is not asked back.
        alone = form in ("{}, MS", "{} mississippi")
        both = is_county(place.name) and (alone or (form == "in {}" and elsewhere(place.name)))
        assert len(location.candidates) == homonyms(place.name) + both, place
        assert (location.status == "ok") == (len(location.candidates) == 1)


@pytest.mark.parametrize("form", ["{}, {} County", "{} {} county ms", "{} in {} Co."])
def test_every_place_is_found_with_its_county(form: str) -> None:
    for place in CATALOG.gazetteer.places:
        county = candidates.county_name(CATALOG, place.geoid)
        location = locate(form.format(place.name, county), CATALOG)
        assert (location.status, ids(location)) == ("ok", [place.id]), place


def test_every_other_spelling_is_found() -> None:
    seen = 0
    for place in CATALOG.gazetteer.places:
        for alias in place.aliases:
            seen += 1
            assert place.id in ids(locate(f"{alias}, MS", CATALOG)), alias
    assert seen


@pytest.mark.parametrize(
    "form", ["{} County", "{} co", "county of {}", "{} cnty, MS", "12 Oak St, {} County"]
)
def test_every_county_is_found_by_what_says_that_it_is_one(form: str) -> None:
    for county in CATALOG.counties:
        location = locate(form.format(county.name), CATALOG)
        status = "ambiguous" if f"{form} {county.name}" in MAYBE_CITIES else "ok"
        assert (location.status, ids(location)) == (status, [county.geoid]), county
        assert location.candidates[0].precision is Scale.COUNTY


@pytest.mark.parametrize("form", ["{}", "{}, MS", "12 Oak St, {}", "in {}"])
def test_a_county_without_the_word_is_a_question(form: str) -> None:
    index = name_index.index(CATALOG)
    alone = [
        county
        for county in CATALOG.counties
        if not index.names[name_index.key(county.name)].is_town
    ]
    assert len(alone) > 40
    for county in alone:
        location = locate(form.format(county.name), CATALOG)
        assert (location.status, location.reason) == ("ambiguous", "county"), county
        assert ids(location) == [county.geoid]
        assert "bare_county" in codes(location)


def test_a_name_of_a_county_and_a_town_alone_is_both() -> None:
    index = name_index.index(CATALOG)
    shared = [
        county for county in CATALOG.counties if index.names[name_index.key(county.name)].is_town
    ]
    assert shared
    elsewhere = 0
    for county in shared:
        location = locate(county.name, CATALOG)
        assert location.status == "ambiguous"
        assert county.geoid in ids(location)
        assert "county_or_town" in codes(location)
        assert any(town.precision is not Scale.COUNTY for town in location.candidates)
        elsewhere += all(
            town.geoid != county.geoid
            for town in location.candidates
            if town.precision is not Scale.COUNTY
        )
    assert 0 < elsewhere < len(shared)


@pytest.mark.parametrize(
    "name",
    ["Belmont", "Bogue Chitto", "Coldwater", "Holly Springs", "Lynchburg", "Walnut", "Sharon"],
)
def test_homonyms_are_always_both(name: str) -> None:
    for form in ("{}", "{}, MS", "12 Oak St, {}", "hwy 8 {}", "near {}", "{} Mississippi"):
        location = locate(form.format(name), CATALOG)
        assert location.status == "ambiguous", form
        assert len({candidate.geoid for candidate in location.candidates}) == 2
        assert "homonym" in codes(location)


# Agreement -------------------------------------------------------------------------------------


def test_a_zip_gives_its_counties_with_shares() -> None:
    (candidate,) = locate("38606", CATALOG).candidates
    assert [share.county for share in candidate.counties] == ["Panola", "Lafayette", "Quitman"]
    assert sum(share.share or 0 for share in candidate.counties) == pytest.approx(1)
    for code, row in CATALOG.gazetteer.zips.items():
        (candidate,) = locate(code, CATALOG).candidates
        shares = [share.share for share in candidate.counties]
        if row.geoid in {share.geoid for share in row.shares}:
            assert shares == sorted((share or 0 for share in shares), reverse=True)
        else:
            assert set(shares) == {None}
            assert candidate.counties[0].geoid == row.geoid


def test_a_town_has_every_county_that_its_disc_touches() -> None:
    (candidate,) = locate("Baldwyn", CATALOG).candidates
    assert {share.county for share in candidate.counties} >= {"Lee", "Prentiss"}
    assert candidate.counties[0].county == candidate.county


@pytest.mark.parametrize(
    ("text", "code", "scales"),
    [
        ("Tupelo 38606", "zip_town_disagree", [Scale.ZIP, Scale.PLACE]),
        ("38606 Hinds County", "zip_county_disagree", [Scale.ZIP, Scale.COUNTY]),
        ("Oxford, Panola County", "town_county_disagree", [Scale.PLACE, Scale.COUNTY]),
        ("Jackson 38301", "zip_elsewhere", [Scale.PLACE]),
        ("Panola County 38301", "zip_elsewhere", [Scale.COUNTY]),
        ("Oxford TN 38655", "state_zip_disagree", [Scale.ZIP]),
        ("Memphis 38606", "town_elsewhere", [Scale.ZIP]),
        ("Oxford and Batesville", "two_towns", [Scale.PLACE, Scale.PLACE]),
    ],
)
def test_two_readings_are_never_a_silent_choice(text: str, code: str, scales: list[Scale]) -> None:
    location = locate(text, CATALOG)
    assert location.status == "ambiguous"
    assert code in codes(location)
    assert [candidate.precision for candidate in location.candidates] == scales


def test_a_county_that_only_the_town_disagrees_with_stands_beside_it() -> None:
    location = locate("Tupelo, Panola County 38606", CATALOG)
    assert [candidate.label for candidate in location.candidates] == [
        "ZIP 38606 (Batesville)",
        "Tupelo (Lee County)",
    ]
    assert {"zip_town_disagree", "town_county_disagree"} <= set(codes(location))


def test_a_shared_name_is_the_county_where_the_zip_says_so() -> None:
    # Washington, the town, is near Natchez; 38701 is Greenville in Washington County.
    location = locate("Washington 38701", CATALOG)
    assert (location.status, ids(location)) == ("ok", ["38701"])
    assert location.parts.county == "Washington"


def test_a_shared_name_is_the_town_where_the_zip_says_nothing() -> None:
    location = locate("Washington 38801", CATALOG)
    assert location.status == "ambiguous"
    assert codes(location) == ["zip_town_disagree"]
    assert len(location.candidates) == 2


def test_cities_of_other_states_are_known_only_from_the_maps(
    tmp_path: Path, repo_root: Path
) -> None:
    home = tmp_path / "data"
    shutil.copytree(repo_root / "data", home)
    cities = home / "context_cities.geojson"
    for content in (
        '{"type": "FeatureCollection", "features": [1, {}, {"properties": {"name": 2}}]}',
        '{"type": "FeatureCollection", "features": []}',
    ):
        cities.write_text(content)
        assert locate("Memphis", geo.load(home)).status == "not_found"
    cities.unlink()
    assert locate("Memphis", geo.load(home)).status == "not_found"
    assert locate("Memphis", CATALOG).elsewhere == "Tennessee"


def test_several_near_spellings_are_several_candidates() -> None:
    location = locate("Greenwald, MS", CATALOG)
    assert location.status == "not_found"
    index = name_index.index(CATALOG)
    keys = {first for first in index.names if len(first) >= 5}
    typed = next(
        word
        for first in sorted(keys)
        for second in sorted(keys)
        if first < second
        and len(first) == len(second)
        and sum(a != b for a, b in zip(first, second, strict=True)) == 2
        and (word := _between(first, second)) not in index.names
        and index.names[first].is_town
        and index.names[second].is_town
    )
    location = locate(f"{typed}, MS", CATALOG)
    assert location.status == "ambiguous"
    assert {"spelled", "several_spellings"} <= set(codes(location))


def _between(first: str, second: str) -> str:
    """Return a word one letter away from both."""
    at = next(at for at in range(len(first)) if first[at] != second[at])
    return first[:at] + second[at] + first[at + 1 :]


def test_suggestions_are_names_of_the_tables() -> None:
    index = name_index.index(CATALOG)
    known = {name.text for name in index.names.values()}
    seen: set[str] = set()
    for case in CASES:
        seen |= set(locate(case.text, CATALOG).suggestions)
    assert seen
    assert seen <= known


# Coordinates -----------------------------------------------------------------------------------


def test_coordinates_name_their_county() -> None:
    for unit in CATALOG.services.facilities:
        (point,) = locate(f"{unit.lat:.5f}, {unit.lon:.5f}", CATALOG).candidates
        assert point.precision is Scale.COORDINATE
        assert point.county == unit.county
        assert point.id == ""


def test_coarse_coordinates_name_every_county_they_may_lie_in() -> None:
    (point,) = locate("34.3, -89.9", CATALOG).candidates
    assert point.radius_m > 5000
    assert point.counties[0].county == point.county == "Panola"
    (near_line,) = locate("34.4, -89.7", CATALOG).candidates
    assert len(near_line.counties) > 1


def test_coordinates_too_coarse_for_a_county_are_refused() -> None:
    location = locate("34, -90", CATALOG)
    assert location.status == "not_found"
    assert codes(location) == ["coordinates_coarse"]
    assert locate(f"geo:34.3,-89.9;u={MAX_RADIUS_M}", CATALOG).status == "ok"
    assert locate(f"geo:34.3,-89.9;u={MAX_RADIUS_M + 1}", CATALOG).status == "not_found"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("34.98, -90.05", "ok", ""),
        ("34.9900, -90.0500", "ok", ""),
        ("34.99, -90.05", "ambiguous", "on_line"),  # so typed, it may be 725 m off
        ("34.9910, -90.0500", "ambiguous", "on_line"),
        ("34.998, -90.05", "ambiguous", "on_line"),
        ("35.00, -90.05", "ambiguous", "on_line"),  # so typed, it may be 725 m off
        ("35.005, -90.05", "out_of_state", "beyond_line"),
        ("35.05, -90.05", "out_of_state", "out_of_state"),
        ("29.5, -89.0", "out_of_state", "out_of_state"),
    ],
)
def test_the_state_line_on_the_map_is_not_exact(text: str, status: str, code: str) -> None:
    location = locate(text, CATALOG)
    assert location.status == status
    assert codes(location) == ([code] if code else [])


# Structure -------------------------------------------------------------------------------------


def test_a_finer_resolver_fits_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a street index would return stands alone where town and ZIP agree with it."""
    from geo.geocode import resolve
    from geo.geocode.parse import ParsedAddress

    def by_street(read: ParsedAddress, catalog: Catalog) -> tuple[Candidate, ...]:
        if not read.parts.street:
            return ()
        area = candidates.of_zip(catalog, "38606")
        return (
            Candidate(
                label="a street",
                lon=area.lon,
                lat=area.lat,
                precision=Scale.STREET,
                radius_m=500,
                geoid=area.geoid,
                county=area.county,
                counties=area.counties[:1],
            ),
        )

    monkeypatch.setattr(resolve, "RESOLVERS", (("street", by_street), *resolve.RESOLVERS))
    location = locate("12 Oak St, Batesville 38606", CATALOG)
    assert [candidate.precision for candidate in location.candidates] == [Scale.STREET]


def test_locating_loads_nothing_heavy() -> None:
    code = (
        "import sys, geo; from geo.geocode.geocode import locate; catalog = geo.load();"
        "[locate(text, catalog) for text in ('12 Oak St, Batesville 38606', '34.3, -89.95', 'Como')];"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {module.split(".")[0] for module in done.stdout.split()}
    assert not loaded & {"numpy", "shapely", "pyproj", "scipy", "rapidfuzz", "pandas", "geopandas"}


def test_two_spellings_of_one_town_are_one_town() -> None:
    location = locate("Itta Bena, Ita Bena", CATALOG)
    assert location.status is LocationStatus.OK
    assert codes(location) == []
