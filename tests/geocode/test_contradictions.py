"""Words beside a town that contradict it, or lead away from it: never a sure answer at the town."""

import itertools

import pytest

from geo.geocode import candidates, name_index, refine
from geo.geocode.geocode import locate
from geo.geocode.relation_words import CHAINS, LANDMARKS
from geo.geocode.tokens import tokenized
from tests import live
from tests.geocode.rows import Row, expect, names_of

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
TOWNS = sorted({name.text for name in NAMES.names.values() if name.is_town})
DIRECTIONS = ("north", "east", "south", "west", "NW", "southeast")

COUNTY_NOT_HERE = (
    ("Cleveland, Cuyahoga County", "ambiguous", "elsewhere", "Cleveland (Bolivar County)", ""),
    ("Philadelphia, Bucks County", "ambiguous", "elsewhere", "Philadelphia (Neshoba County)", ""),
    ("Columbus, Muscogee County", "ambiguous", "elsewhere", "Columbus (Lowndes County)", ""),
    ("Southaven, Shelby County", "ambiguous", "elsewhere", "Southaven (DeSoto County)", ""),
    ("Shelby County, Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", ""),
    ("Corinth MS, McNairy County", "ambiguous", "elsewhere", "Corinth (Alcorn County)", ""),
    (
        "9 Elm St, Meridian, Ada County",
        "ambiguous",
        "elsewhere",
        "Meridian (Lauderdale County)",
        "",
    ),
    ("Southaven 38671, Shelby County", "ok", None, "ZIP 38671 (Southaven)", ""),
    ("Laurel, out in the county", "ok", None, "Laurel (Jones County)", ""),
    ("15120 County Barn Road, Gulfport", "ok", None, "Gulfport (Harrison County)", ""),
    ("12 Old County Farm Rd, Laurel", "ok", None, "Laurel (Jones County)", ""),
)
DIRECTION = (
    ("west of Natchez", "ambiguous", "elsewhere", "Natchez (Adams County)", "Louisiana"),
    ("north of Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", "Tennessee"),
    ("NW of Southaven", "ambiguous", "elsewhere", "Southaven (DeSoto County)", "Tennessee"),
    ("east of State Line", "ambiguous", "elsewhere", "State Line (Wayne County)", "Alabama"),
    (
        "just north of Olive Branch",
        *("ambiguous", "elsewhere", "Olive Branch (DeSoto County)", "Tennessee"),
    ),
    ("due west of Vicksburg", "ambiguous", "elsewhere", "Vicksburg (Warren County)", "Louisiana"),
    ("al oeste de Natchez", "ambiguous", "elsewhere", "Natchez (Adams County)", "Louisiana"),
    ("north of Corinth, MS", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
    ("west of 39120", "ambiguous", "elsewhere", "ZIP 39120 (Natchez)", "Louisiana"),
    ("north of DeSoto County", "ambiguous", "elsewhere", "DeSoto County", "Tennessee"),
    ("east of Natchez", "ok", None, "Natchez (Adams County)", ""),
    ("south of Biloxi", "ok", None, "Biloxi (Harrison County)", ""),
    ("north of Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    ("west of Laurel", "ok", None, "Laurel (Jones County)", ""),
)
ON_THE_WAY = (
    ("beyond Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("just beyond Tupelo", "ambiguous", "words", "Tupelo (Lee County)", ""),
    ("off Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("off of Winona", "ambiguous", "words", "Winona (Montgomery County)", ""),
    ("off to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("past Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("on the way to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("on my way to Kosciusko", "ambiguous", "words", "Kosciusko (Attala County)", ""),
    ("on the way home to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("on my way home from Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("I drive to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("heading to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("on the highway to Laurel", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("on the way to 39440", "ambiguous", "words", "ZIP 39440 (Laurel)", ""),
    ("on my way to Jones County", "ambiguous", "words", "Jones County", ""),
    ("on the way to the Kiln", "not_found", None, "", ""),
    ("close to Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("2 miles beyond Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("on the highway in Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("on the street in Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    ("12 My Way, Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("off Highway 15, Laurel", "ok", None, "Laurel (Jones County)", ""),
)
LINE = (
    ("Corinth MS/TN line", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
    ("Corinth MS-TN state line", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
    ("corinth tn line", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
    ("Iuka, MS/AL border", "ambiguous", "elsewhere", "Iuka (Tishomingo County)", "Alabama"),
    ("AL/MS line, Lucedale", "ambiguous", "elsewhere", "Lucedale (George County)", "Alabama"),
    ("Alcorn County, MS/TN line", "ambiguous", "elsewhere", "Alcorn County", "Tennessee"),
    (
        "the MS and LA line in Natchez",
        "ambiguous",
        "elsewhere",
        "Natchez (Adams County)",
        "Louisiana",
    ),
    ("STANDING IN LINE IN LAUREL", "ambiguous", "words", "Laurel (Jones County)", ""),
    ("Madison County Line Rd, Madison", "ok", None, "Madison (Madison County)", ""),
)
NEXT_COUNTY = (
    *(
        (text, "ambiguous", "several", labels, "")
        for text, labels in (
            ("Ocean Springs, Harrison County", "Ocean Springs (Jackson County); Harrison County"),
            ("Columbus, Clay County", "Columbus (Lowndes County); Clay County"),
            ("Biloxi, Jackson County", "Biloxi (Harrison County); Jackson County"),
            ("Biloxi 39530, Jackson County", "ZIP 39530 (Biloxi); Jackson County"),
            ("Bay St Louis, Harrison County", "Bay Saint Louis (Hancock County); Harrison County"),
            ("Jackson, Rankin County", "Jackson (Hinds County); Rankin County"),
            ("Crenshaw, Tunica County", "Crenshaw (Quitman County); Tunica County"),
            ("12 Oak St, Pearl, Hinds County", "Pearl (Rankin County); Hinds County"),
            ("Ridgeland MS, Rankin County", "Ridgeland (Madison County); Rankin County"),
        )
    ),
    ("Baldwyn, Lee County", "ok", None, "Baldwyn (Prentiss County)", ""),
    ("Byram, Rankin County", "ok", None, "Byram (Hinds County)", ""),
    ("Crenshaw, Panola County", "ok", None, "Crenshaw (Quitman County)", ""),
    ("State Line, Greene County", "ok", None, "State Line (Wayne County)", ""),
    ("Hattiesburg, Lamar County", "ok", None, "Hattiesburg (Forrest County)", ""),
    ("Union, Neshoba County", "ok", None, "Union (Newton County)", ""),
    ("Lumberton, Pearl River County", "ok", None, "Lumberton (Lamar County)", ""),
    ("Biloxi 39532, Jackson County", "ok", None, "ZIP 39532 (Biloxi)", ""),
    ("near Ocean Springs, Harrison County", "ok", None, "Ocean Springs (Jackson County)", ""),
)
ROWS: tuple[Row, ...] = (*NEXT_COUNTY, *COUNTY_NOT_HERE, *DIRECTION, *ON_THE_WAY, *LINE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row[0][:60]))
def test_what_contradicts_a_place_is_asked(row: Row) -> None:
    expect(row)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tupelo MS 388011", "Tupelo (Lee County)"),
        ("Laurel MS 3944", "Laurel (Jones County)"),
        ("Laurel, Mississippi 3944", "Laurel (Jones County)"),
        ("12 Oak St, Winona, MS 3896777", "Winona (Montgomery County)"),
    ],
)
def test_a_zip_with_digits_too_many_or_too_few_is_no_street(text: str, label: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, names_of(location)) == ("ok", label)
    assert "zip_digits" in {caution.code for caution in location.warnings}
    assert not location.parts.street.startswith("ms")


@pytest.mark.parametrize("form", ["{}, Cuyahoga County", "{} MS, Bucks County", "Ada County, {}"])
def test_no_town_is_sure_beside_a_county_that_is_not_here(form: str) -> None:
    sure = [town for town in TOWNS if locate(form.format(town), CATALOG).status == "ok"]
    assert sure == []


@pytest.mark.parametrize(
    "form",
    ["to {}", "on the way to {}", "I drive to {}", "beyond {}", "off {}", "on the road to {} MS"],
)
def test_no_place_is_sure_where_the_text_only_leads_there(form: str) -> None:
    places = (*TOWNS, *(f"{county.name} County" for county in CATALOG.counties), "38606", "39440")
    sure = [name for name in places if locate(form.format(name), CATALOG).status == "ok"]
    assert sure == []


@pytest.mark.parametrize("form", ["{} near Zorgville", "{} close to Qux City", "not in {}"])
def test_no_town_is_sure_near_a_name_that_no_table_has(form: str) -> None:
    sure = [town for town in TOWNS if locate(form.format(town), CATALOG).status == "ok"]
    assert sure == []


def test_a_direction_asks_wherever_a_few_miles_that_way_do() -> None:
    """Where "5 miles west of" a town may be in another state, "west of" it may be too."""
    asked = 0
    for town, direction in itertools.product(TOWNS, DIRECTIONS):
        stated = locate(f"5 miles {direction} of {town}", CATALOG)
        if stated.status == "ambiguous" and stated.reason == "elsewhere" and stated.elsewhere:
            plain = locate(f"{direction} of {town}", CATALOG)
            assert (plain.reason, bool(plain.elsewhere)) == ("elsewhere", True), (town, direction)
            asked += 1
    assert asked > 50


def test_a_town_is_sure_only_with_a_county_that_it_or_its_mail_is_in() -> None:
    """And the answer is then of that county alone."""
    named = 0
    for place in CATALOG.gazetteer.places:
        for share in candidates.of_place(CATALOG, place.id).counties:
            location = locate(f"{place.name}, {share.county} County", CATALOG)
            if location.status == "ok":
                (candidate,) = location.candidates
                assert [share.geoid for share in candidate.counties] == [share.geoid], place.name
                assert refine.lies_in(CATALOG, place.id, share.geoid), place.name
            elif share.geoid != place.geoid:
                codes = {caution.code for caution in location.warnings}
                assert "town_county_disagree" in codes, (place.name, share.county)
                named += 1
    assert named > 15


def test_no_town_ends_with_what_is_taken_for_a_landmark() -> None:
    last = {tokenized(name.text)[-1].text for name in NAMES.names.values()}
    assert not last & (LANDMARKS | CHAINS)
