"""No sure answer that is wrong: kinds of places that were once answered for certain, and laws."""

import itertools
import random
import re
import string
from collections.abc import Iterator

import pytest
from hypothesis import settings

from geo.catalog.records import Catalog
from geo.geocode import fillers, name_index, states
from geo.geocode.children import CHILD_WORDS
from geo.geocode.geocode import locate
from geo.geocode.tokens import tokenized, words
from tests import live
from tests.geocode.rows import Row, expect, names_of

CATALOG = live.catalog()
NAMES = name_index.index(CATALOG)
TOWNS = sorted({name.text for name in NAMES.names.values() if name.is_town})

# Spellings tried of each town; more in the profile "deep".
SPELLINGS = max(20, settings().max_examples // 10)

PART_OF_A_LONGER_NAME = (
    ("Hickory Grove, MS", "ambiguous", "words", "Hickory (Newton County)", ""),
    ("Prairie Point, MS", "ambiguous", "words", "Prairie (ZIP 39756)", ""),
    ("Mineral Wells", "not_found", None, "", ""),
    ("East Union", "ambiguous", "several", "Union (Newton County); Union County", ""),
    ("Oxford Heights, MS", "ambiguous", "words", "Oxford (Lafayette County)", ""),
    ("New Batesville", "ambiguous", "words", "Batesville (Panola County)", ""),
    ("Prairie Grove, MS", "ambiguous", "words", "Prairie (ZIP 39756)", ""),
    ("Union Hill, Mississippi", "not_found", None, "", ""),
    ("Tupelo Heights", "ambiguous", "words", "Tupelo (Lee County)", ""),
    ("New Hope, MS", "ok", None, "New Hope (Lowndes County)", ""),
    ("Oak Grove, Mississippi", "ok", None, "Oak Grove (Lamar County)", ""),
    ("Pine Grove, Mississippi", "not_found", None, "", ""),
    ("Bay Springs Landing", "not_found", None, "", ""),
    ("Center Ridge, MS", "not_found", None, "", ""),
    ("Old Salem, MS", "not_found", None, "", ""),
    ("Little Texas, MS", "not_found", None, "", ""),
    ("Forest Grove ms", "ambiguous", "words", "Forest (Scott County)", ""),
    ("Magnolia Gardens, MS", "ambiguous", "words", "Magnolia (Pike County)", ""),
    ("Pearl Valley, MS", "not_found", None, "", ""),
    ("Rose Hill, MS", "ok", None, "Rose Hill (ZIP 39356)", ""),
    ("Mount Olive Church, MS", "not_found", None, "", ""),
)
NUMBERED = (
    ("77 Columbus", "ambiguous", "street", "Columbus (Lowndes County)", ""),
    ("77 Laurel", "ambiguous", "street", "Laurel (Jones County)", ""),
    ("1200 Columbia", "ambiguous", "street", "Columbia (Marion County)", ""),
    ("5 Winona", "ambiguous", "street", "Winona (Montgomery County)", ""),
    ("404 Brandon", "ambiguous", "street", "Brandon (Rankin County)", ""),
    ("18 Canton", "ambiguous", "street", "Canton (Madison County)", ""),
    ("9 Clinton", "ambiguous", "street", "Clinton (Hinds County)", ""),
    ("221 Corinth", "ambiguous", "street", "Corinth (Alcorn County)", ""),
    ("31 Meridian", "ambiguous", "street", "Meridian (Lauderdale County)", ""),
    ("6 Oxford", "ambiguous", "street", "Oxford (Lafayette County)", ""),
    ("15 Natchez", "ambiguous", "street", "Natchez (Adams County)", ""),
)
BARE_COUNTY = (
    ("De Soto", "ambiguous", "several", "De Soto (Clarke County); DeSoto County", ""),
    ("Leflore, MS", "ambiguous", "county", "Leflore County", ""),
    ("Choctaw, MS", "ambiguous", "county", "Choctaw County", ""),
    ("Desoto, MS", "ambiguous", "several", "De Soto (Clarke County); DeSoto County", ""),
    ("210 Hospital Circle, Choctaw, MS", "ambiguous", "county", "Choctaw County", ""),
    ("Attala", "ambiguous", "county", "Attala County", ""),
    ("Panola, MS", "ambiguous", "county", "Panola County", ""),
    ("Carroll, Mississippi", "ambiguous", "county", "Carroll County", ""),
    ("Smith", "ambiguous", "county", "Smith County", ""),
    ("Yalobusha MS", "ambiguous", "county", "Yalobusha County", ""),
    ("in Tippah", "ambiguous", "county", "Tippah County", ""),
    ("Humphreys, ms", "ambiguous", "county", "Humphreys County", ""),
    ("Perry, MS", "ambiguous", "county", "Perry County", ""),
    ("Wayne", "ambiguous", "county", "Wayne County", ""),
    ("OK Perry", "ambiguous", "county", "Perry County", ""),
    ("Jefferson", "ambiguous", "county", "Jefferson County", ""),
    ("Greene, MS", "ambiguous", "county", "Greene County", ""),
    ("12 Oak St, Tate", "ambiguous", "county", "Tate County", ""),
)
NO_PLACE = (
    ("Mr Horton 14 Elm St", "not_found", None, "", ""),
    ("he dug a grave behind the house", "not_found", None, "", ""),
    ("I smell onion", "not_found", None, "", ""),
    ("Mrs Brandom called from 12 Oak St", "not_found", None, "", ""),
    ("we saw a crow", "not_found", None, "", ""),
    ("the water was cold", "not_found", None, "", ""),
    ("my sledge is broken", "not_found", None, "", ""),
    ("Dr Horton said so", "not_found", None, "", ""),
    ("he drew a gun", "not_found", None, "", ""),
    ("she took a pearl earring", "not_found", None, "", ""),
    ("a glass of Colombia coffee", "not_found", None, "", ""),
    ("his name is Clevelan", "not_found", None, "", ""),
    ("please send a truck behind the barn", "not_found", None, "", ""),
    ("Mr Oxfort, 14 Elm St", "not_found", None, "", ""),
)
OTHER_STATE = (
    (
        "in Tennessee just north of Corinth",
        "ambiguous",
        "elsewhere",
        "Corinth (Alcorn County)",
        "Tennessee",
    ),
    ("Georgia, I live in Laurel", "ambiguous", "elsewhere", "Laurel (Jones County)", "Georgia"),
    ("Iuka on the way to Alabama", "ambiguous", "elsewhere", "Iuka (Tishomingo County)", "Alabama"),
    ("moved to Laurel from Texas", "ambiguous", "elsewhere", "Laurel (Jones County)", "Texas"),
    ("moved from Ohio to Tupelo", "ambiguous", "elsewhere", "Tupelo (Lee County)", "Ohio"),
    (
        "in Louisiana just across from Natchez",
        "ambiguous",
        "elsewhere",
        "Natchez (Adams County)",
        "Louisiana",
    ),
    (
        "Alabama is where I am, near Columbus",
        "ambiguous",
        "elsewhere",
        "Columbus (Lowndes County)",
        "Alabama",
    ),
    (
        "Texas, but staying in Hattiesburg",
        "ambiguous",
        "elsewhere",
        "Hattiesburg (Forrest County)",
        "Texas",
    ),
    (
        "Meridian on the way to Alabama",
        "ambiguous",
        "elsewhere",
        "Meridian (Lauderdale County)",
        "Alabama",
    ),
    (
        "drove from Florida to Biloxi",
        "ambiguous",
        "elsewhere",
        "Biloxi (Harrison County)",
        "Florida",
    ),
    (
        "born in Georgia, living in Laurel",
        "ambiguous",
        "elsewhere",
        "Laurel (Jones County)",
        "Georgia",
    ),
    (
        "I left Arkansas for Greenville",
        "ambiguous",
        "elsewhere",
        "Greenville (Washington County)",
        "Arkansas",
    ),
    (
        "visiting Gulfport from Illinois",
        "ambiguous",
        "elsewhere",
        "Gulfport (Harrison County)",
        "Illinois",
    ),
    (
        "Kentucky plates, at Walmart in Corinth",
        "ambiguous",
        "elsewhere",
        "Corinth (Alcorn County)",
        "Kentucky",
    ),
    (
        "my mother is in Tennessee, I am in Southaven",
        "ambiguous",
        "elsewhere",
        "Southaven (DeSoto County)",
        "Tennessee",
    ),
)
OTHER_STATE_AND_A_TOWN = (
    (
        "Southaven but work in Memphis TN",
        "ambiguous",
        "elsewhere",
        "Southaven (DeSoto County)",
        "Tennessee",
    ),
    (
        "living in Corinth, job in Memphis, Tennessee",
        "ambiguous",
        "elsewhere",
        "Corinth (Alcorn County)",
        "Tennessee",
    ),
    (
        "Pascagoula, hospital in Mobile AL",
        "ambiguous",
        "elsewhere",
        "Pascagoula (Jackson County)",
        "Alabama",
    ),
    (
        "Miss Virginia Smith, 12 Oak St, Tupelo, MS 38801",
        "ok",
        None,
        "ZIP 38801 (Tupelo)",
        "",
    ),
    ("Georgia Walker, 12 Oak St, Laurel, MS", "ok", None, "Laurel (Jones County)", ""),
    ("Jackson TN", "out_of_state", None, "", "Tennessee"),
    ("12 Jackson Ave, Memphis TN", "out_of_state", None, "", "Tennessee"),
    ("West Memphis", "ambiguous", "elsewhere", "DeSoto County", "Tennessee"),
    ("East Memphis", "ambiguous", "elsewhere", "DeSoto County", "Tennessee"),
    ("Memphis, TN", "out_of_state", None, "", "Tennessee"),
)
OTHER_SIDE = (
    (
        "across the river from Natchez",
        "ambiguous",
        "elsewhere",
        "Natchez (Adams County)",
        "Louisiana",
    ),
    (
        "across the bridge from Vicksburg",
        "ambiguous",
        "elsewhere",
        "Vicksburg (Warren County)",
        "Louisiana",
    ),
    (
        "on the Louisiana side of Natchez",
        "ambiguous",
        "elsewhere",
        "Natchez (Adams County)",
        "Louisiana",
    ),
    ("across the lake from Enid", "ok", None, "Enid (ZIP 38927)", ""),
    (
        "across the river from Greenville",
        "ambiguous",
        "elsewhere",
        "Greenville (Washington County)",
        "Arkansas",
    ),
    (
        "across the river from Rosedale",
        "ambiguous",
        "elsewhere",
        "Rosedale (Bolivar County)",
        "Arkansas",
    ),
    (
        "across the bridge from Natchez",
        "ambiguous",
        "elsewhere",
        "Natchez (Adams County)",
        "Louisiana",
    ),
    (
        "on the Arkansas side of Greenville",
        "ambiguous",
        "elsewhere",
        "Greenville (Washington County)",
        "Arkansas",
    ),
    (
        "on the Tennessee side of Southaven",
        "ambiguous",
        "elsewhere",
        "Southaven (DeSoto County)",
        "Tennessee",
    ),
    (
        "over the river from Friars Point",
        "ambiguous",
        "elsewhere",
        "Friars Point (Coahoma County)",
        "Arkansas",
    ),
    (
        "across the state line from Corinth",
        "ambiguous",
        "elsewhere",
        "Corinth (Alcorn County)",
        "Tennessee",
    ),
    (
        "other side of the river from Vicksburg",
        "ambiguous",
        "elsewhere",
        "Vicksburg (Warren County)",
        "Louisiana",
    ),
    (
        "on the Alabama side of Columbus",
        "ambiguous",
        "elsewhere",
        "Columbus (Lowndes County)",
        "Alabama",
    ),
    ("across the reservoir from Brandon", "ok", None, "Brandon (Rankin County)", ""),
    (
        "across the lake from Grenada",
        "ambiguous",
        "several",
        "Grenada (Grenada County); Grenada County",
        "",
    ),
    (
        "over the state line from Iuka",
        "ambiguous",
        "elsewhere",
        "Iuka (Tishomingo County)",
        "Alabama",
    ),
)
PARISH = (
    ("St. Tammany Parish", "out_of_state", None, "", "Louisiana"),
    ("Madison Parish", "out_of_state", None, "", "Louisiana"),
    ("Concordia Parish", "out_of_state", None, "", "Louisiana"),
    ("Tensas Parish", "out_of_state", None, "", "Louisiana"),
    ("East Carroll Parish, LA", "out_of_state", None, "", "Louisiana"),
    ("Orleans Parish", "out_of_state", None, "", "Louisiana"),
    ("Tangipahoa Parish", "out_of_state", None, "", "Louisiana"),
    ("Washington Parish", "out_of_state", None, "", "Louisiana"),
    ("St. Helena Parish", "out_of_state", None, "", "Louisiana"),
    ("Jefferson Parish", "out_of_state", None, "", "Louisiana"),
    ("Rapides Parish Louisiana", "out_of_state", None, "", "Louisiana"),
    ("Franklin Parish", "out_of_state", None, "", "Louisiana"),
    ("Claiborne Parish", "out_of_state", None, "", "Louisiana"),
)
STATED_ERROR = (
    ("34.3115, -89.9443 uncertainty 300 m", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443 (±25m)", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443 accuracy 65 m", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443 +/- 1 mile", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115 -89.9443 accuracy: 30 ft", "ok", None, "34.3115, -89.9443", ""),
    ("(34.3115, -89.9443) error 2 km", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115,-89.9443 give or take 100 meters", "ok", None, "34.3115, -89.9443", ""),
    ("N 34.3115 W 89.9443 uncertainty 50m", "ok", None, "34.3115, -89.9443", ""),
    ("lat 34.3115 lon -89.9443, precision 10 m", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443, accuracy of 500 feet", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443 ± 300 yards", "ok", None, "34.3115, -89.9443", ""),
    ("34.3115, -89.9443 horizontal accuracy 12 m", "ok", None, "34.3115, -89.9443", ""),
)
HOUSE_NUMBER = (
    ("25820 W. Main Street, West Point, MS", "ok", None, "West Point (Clay County)", ""),
    ("17140 W Wortham Rd, Saucier, MS", "ok", None, "Saucier (Harrison County)", ""),
    ("39110 W Northside Dr, Jackson, MS", "ok", None, "Jackson (Hinds County)", ""),
    ("15210 Dedeaux Rd, Gulfport, MS", "ok", None, "Gulfport (Harrison County)", ""),
    ("39501 N Main St, Petal, MS", "ok", None, "Petal (Forrest County)", ""),
    ("38801 S Gloster St, Tupelo, MS", "ok", None, "Tupelo (Lee County)", ""),
    ("12345 E Oak Street, Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("39047 NW Industrial Blvd, Brandon MS", "ok", None, "Brandon (Rankin County)", ""),
    ("10001 Highway 49 N, Mendenhall MS", "ok", None, "Mendenhall (Simpson County)", ""),
    ("38655 SE County Road 215, Oxford", "ok", None, "Oxford (Lafayette County)", ""),
    ("60601 W Beach Blvd, Biloxi MS", "ok", None, "Biloxi (Harrison County)", ""),
    ("39705 W Waverly Rd, Columbus, MS", "ok", None, "Columbus (Lowndes County)", ""),
    ("20001 N 5th Ave, Laurel MS", "ok", None, "Laurel (Jones County)", ""),
)
ZIP_FIXES = (
    ("Eudora, MS 38632", "ok", None, "ZIP 38632 (Hernando)", ""),
    ("970 W Lake Washington Rd, Glen Allen, MS 38744", "ok", None, "ZIP 38744 (Glen Allan)", ""),
    ("Atlantis, MS 38606", "ok", None, "ZIP 38606 (Batesville)", ""),
    ("12 Oak St, Zorgville, MS 39201", "ok", None, "ZIP 39201 (Jackson)", ""),
    ("Hatchie Bottom MS 38829", "ok", None, "ZIP 38829 (Booneville)", ""),
    ("Cedar Bluf 39741", "ok", None, "ZIP 39741 (Cedarbluff)", ""),
    ("5 Elm, Nowhere MS 39350", "ok", None, "ZIP 39350 (Philadelphia)", ""),
    ("Old Town 38930", "ok", None, "ZIP 38930 (Greenwood)", ""),
    ("New Salem, MS 39339", "ok", None, "ZIP 39339 (Louisville)", ""),
    ("Pleasant Grove 38927", "ok", None, "ZIP 38927 (Enid)", ""),
    ("Center Hill, MS 38654", "ok", None, "ZIP 38654 (Olive Branch)", ""),
    ("Barton, MS 38611", "ok", None, "ZIP 38611 (Byhalia)", ""),
)
NO_COMMAS = (
    ("822 hwy 35 n forest ms", "ok", None, "Forest (Scott County)", ""),
    ("110 market pl ste a hazlehurst ms", "ok", None, "Hazlehurst (Copiah County)", ""),
    ("14 e main st forest ms", "ok", None, "Forest (Scott County)", ""),
    ("hwy 15 s union ms", "ambiguous", "several", "Union (Newton County); Union County", ""),
    ("220 n oak st apt b laurel ms", "ok", None, "Laurel (Jones County)", ""),
    ("1 w pearl st brandon ms", "ok", None, "Brandon (Rankin County)", ""),
    ("101 s jackson ave lot c pearl ms", "ok", None, "Pearl (Rankin County)", ""),
    ("55 hwy 45 alt n shannon ms", "ok", None, "Shannon (Lee County)", ""),
    ("700 old hwy 49 s star ms", "ok", None, "Star (ZIP 39167)", ""),
    ("12 elm st unit a lake ms", "ok", None, "Lake (ZIP 39092)", ""),
    ("hwy 80 w morton ms", "ok", None, "Morton (Scott County)", ""),
    ("9 court sq ste c lexington ms", "ok", None, "Lexington (Holmes County)", ""),
)
PART = (
    ("Lone Star, MS", "ambiguous", "words", "Star (ZIP 39167)", ""),
    ("North Star, MS", "ambiguous", "words", "Star (ZIP 39167)", ""),
    ("Silver Star, MS", "ambiguous", "words", "Star (ZIP 39167)", ""),
    ("Golden Lake MS", "not_found", None, "", ""),
    ("Big Union, MS", "ambiguous", "several", "Union (Newton County); Union County", ""),
    ("Blue Grace, MS", "ambiguous", "words", "Grace (ZIP 38745)", ""),
    ("Lone Oak, MS", "not_found", None, "", ""),
    ("Red Banner, MS", "ambiguous", "words", "Banner (ZIP 38913)", ""),
    ("Twin Walls, MS", "ambiguous", "words", "Walls (DeSoto County)", ""),
    ("Fort Pearl MS", "not_found", None, "", ""),
    ("White Lake, MS", "not_found", None, "", ""),
    ("county line road, Panola County", "ok", None, "Panola County", ""),
    ("the co-op in Panola County", "ok", None, "Panola County", ""),
    ("Batesville near Oak Grove school", "ok", None, "Batesville (Panola County)", ""),
    # A corner is of streets, also where one is called like a town.
    (
        *("the corner of Pearl, Jackson", "ambiguous", "several"),
        *("Jackson (Hinds County); Jackson County", ""),
    ),
    # The county is certain, the town in it is not.
    ("Carthage what (Leake County)", "ok", None, "Leake County", ""),
)
BOTH = (
    ("Washington, MS", "ambiguous", "several", "Washington (ZIP 39190); Washington County", ""),
    (
        "Prentiss, MS",
        "ambiguous",
        "several",
        "Prentiss (Jefferson Davis County); Prentiss County",
        "",
    ),
    (
        "Pearl River, Mississippi",
        "ambiguous",
        "several",
        "Pearl River (Neshoba County); Pearl River County",
        "",
    ),
    (
        "Holly Springs, MS",
        "ambiguous",
        "several",
        "Holly Springs (Marshall County); Holly Springs (Marion County)",
        "",
    ),
    ("Coahoma, MS", "ambiguous", "several", "Coahoma (ZIP 38617); Coahoma County", ""),
    (
        "Marion, Mississippi",
        "ambiguous",
        "several",
        "Marion (Lauderdale County); Marion County",
        "",
    ),
    ("Newton MS", "ambiguous", "several", "Newton (Newton County); Newton County", ""),
    ("Lamar, MS", "ambiguous", "several", "Lamar (ZIP 38642); Lamar County", ""),
    ("Tunica, MS", "ambiguous", "several", "Tunica (Tunica County); Tunica County", ""),
    ("Quitman, Mississippi", "ambiguous", "several", "Quitman (Clarke County); Quitman County", ""),
    ("Scott, MS", "ambiguous", "several", "Scott (ZIP 38772); Scott County", ""),
    ("Lawrence, MS", "ambiguous", "several", "Lawrence (ZIP 39336); Lawrence County", ""),
    ("Walthall, MS", "ambiguous", "several", "Walthall (Webster County); Walthall County", ""),
    ("Benton, MS", "ambiguous", "several", "Benton (ZIP 39039); Benton County", ""),
    (
        "Belmont, MS",
        "ambiguous",
        "several",
        "Belmont (Tishomingo County); Belmont (Wayne County)",
        "",
    ),
    ("Sharon, MS", "ambiguous", "several", "Sharon (Jones County); Sharon (ZIP 39163)", ""),
)
NOTATION = (
    ('{"lat": 34.3115, "lng": -89.9443}', "ok", None, "34.3115, -89.9443", ""),
    ("101%20Public%20Square,%20Batesville%20MS%2038606", "ok", None, "ZIP 38606 (Batesville)", ""),
    ("the Kiln", "ok", None, "Kiln (Hancock County)", ""),
    ("1901 Country Road 183, Iuka", "ok", None, "Iuka (Tishomingo County)", ""),
    ("cerca del Walmart en Forest, Misisipi", "ok", None, "Forest (Scott County)", ""),
    ("vivo en Morton con mi hermana", "ok", None, "Morton (Scott County)", ""),
    ("3.8606E+04", "ok", None, "ZIP 38606 (Batesville)", ""),
    ("05000US28107", "ok", None, "Panola County", ""),
    ('{"latitude": 34.3115, "longitude": -89.9443}', "ok", None, "34.3115, -89.9443", ""),
    ('{"type": "Point", "coordinates": [-89.9443, 34.3115]}', "ok", None, "34.3115, -89.9443", ""),
    ("[34.3115, -89.9443]", "ok", None, "34.3115, -89.9443", ""),
    ('{"lon":-89.9443,"lat":34.3115}', "ok", None, "34.3115, -89.9443", ""),
    ("12 Oak%FFSt, Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    ("12%20Oak%20St%2C%20Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    ("Bay%20St.%20Louis", "ok", None, "Bay Saint Louis (Hancock County)", ""),
    ("Tupelo%2C+MS", "ok", None, "Tupelo (Lee County)", ""),
    ("12 Country Rd 107, Oxford", "ok", None, "Oxford (Lafayette County)", ""),
    ("12 Countryroad 107, Oxford", "ok", None, "Oxford (Lafayette County)", ""),
    ("the Delta City", "ok", None, "Delta City (ZIP 39061)", ""),
    ("estoy en la casa de mi madre en Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("cerca de la iglesia en Canton", "ok", None, "Canton (Madison County)", ""),
    ("vivo con mi hijo en Pontotoc, Misisipi", "ok", None, "Pontotoc (Pontotoc County)", ""),
    ("necesito ayuda en Carthage", "ok", None, "Carthage (Leake County)", ""),
    ("condado de Scott", "ok", None, "Scott County", ""),
    ("condado Washington", "ok", None, "Washington County", ""),
    ("condado de Washington", "ok", None, "Washington County", ""),
    ("condado del Hinds", "ok", None, "Hinds County", ""),
    ("condado: Panola", "ok", None, "Panola County", ""),
    ("Condado Jackson, Misisipi", "ok", None, "Jackson County", ""),
    ("vivo en el condado Scott", "ok", None, "Scott County", ""),
    ("Washington condado", "ok", None, "Washington County", ""),
    ("en Jackson condado de Hinds", "ok", None, "Jackson (Hinds County)", ""),
    ("Quitman, condado Clarke", "ok", None, "Quitman (Clarke County)", ""),
    ("cerca del condado Union", "ok", None, "Union County", ""),
    ("condado Zorgville", "not_found", None, "", ""),
    ("38606.0", "ok", None, "ZIP 38606 (Batesville)", ""),
    ("3.9201E+4", "ok", None, "ZIP 39201 (Jackson)", ""),
    ("3.87E+04", "not_found", None, "", ""),
    ("0500000US28107", "ok", None, "Panola County", ""),
    ("05000US28049", "ok", None, "Hinds County", ""),
    ("05000US05017", "out_of_state", None, "", ""),
)

# A highway or "in" says no more of a town than of the county of its name.
NOT_SAID_TO_BE_A_TOWN = (
    ("in Washington", "ambiguous", "several", "Washington (ZIP 39190); Washington County", ""),
    (
        "Hwy 61 in Washington",
        "ambiguous",
        "several",
        "Washington (ZIP 39190); Washington County",
        "",
    ),
    (
        "I'm near Washington",
        "ambiguous",
        "several",
        "Washington (ZIP 39190); Washington County",
        "",
    ),
    (
        "Hwy 11 Pearl River",
        "ambiguous",
        "several",
        "Pearl River (Neshoba County); Pearl River County",
        "",
    ),
    (
        "123 Hwy 43 Pearl River",
        "ambiguous",
        "several",
        "Pearl River (Neshoba County); Pearl River County",
        "",
    ),
    ("he lives in Quitman", "ambiguous", "several", "Quitman (Clarke County); Quitman County", ""),
    ("5 miles from Quitman", "ambiguous", "several", "Quitman (Clarke County); Quitman County", ""),
    ("Hwy 6 Quitman", "ambiguous", "several", "Quitman (Clarke County); Quitman County", ""),
    (
        "she is in Prentiss",
        "ambiguous",
        "several",
        "Prentiss (Jefferson Davis County); Prentiss County",
        "",
    ),
    ("near Union", "ambiguous", "several", "Union (Newton County); Union County", ""),
    ("Hwy 90 Jackson", "ambiguous", "several", "Jackson (Hinds County); Jackson County", ""),
    ("in Walthall", "ambiguous", "several", "Walthall (Webster County); Walthall County", ""),
    ("in Scott", "ambiguous", "several", "Scott (ZIP 38772); Scott County", ""),
    ("at Marion", "ambiguous", "several", "Marion (Lauderdale County); Marion County", ""),
)
PERSON = (
    (
        "Jackson is my boyfriend",
        "ambiguous",
        "several",
        "Jackson (Hinds County); Jackson County",
        "",
    ),
    ("Shelby is my wife", "ambiguous", "words", "Shelby (Bolivar County)", ""),
    ("Florence is my mother", "ambiguous", "words", "Florence (Rankin County)", ""),
    ("Houston, my son", "ambiguous", "words", "Houston (Chickasaw County)", ""),
    ("my brother Houston", "ambiguous", "words", "Houston (Chickasaw County)", ""),
    ("my husband Hernando", "ambiguous", "words", "Hernando (DeSoto County)", ""),
    ("my uncle Cleveland", "ambiguous", "words", "Cleveland (Bolivar County)", ""),
    ("I'm Brandon", "ambiguous", "words", "Brandon (Rankin County)", ""),
    ("this is Houston", "ambiguous", "words", "Houston (Chickasaw County)", ""),
    ("patient Shelby", "ambiguous", "words", "Shelby (Bolivar County)", ""),
    ("Shelby called me", "ambiguous", "words", "Shelby (Bolivar County)", ""),
    ("Brandon needs help", "ambiguous", "words", "Brandon (Rankin County)", ""),
    ("help me Raymond", "ambiguous", "words", "Raymond (Hinds County)", ""),
    ("Brandon is at his house", "ambiguous", "words", "Brandon (Rankin County)", ""),
    ("como esta", "ambiguous", "words", "Como (Panola County)", ""),
    ("Darling, help", "ambiguous", "words", "Darling (ZIP 38623)", ""),
)
PLAIN_WORDS = (
    ("near lake", "ambiguous", "words", "Lake (ZIP 39092)", ""),
    ("by the lake", "not_found", None, "", ""),
    ("at a new site", "not_found", None, "", ""),
    ("at the new site", "not_found", None, "", ""),
    ("her new site", "not_found", None, "", ""),
    ("there is a new hope", "not_found", None, "", ""),
    ("at liberty", "ambiguous", "words", "Liberty (Amite County)", ""),
    ("at liberty, MS", "ok", None, "Liberty (Amite County)", ""),
    ("call me at midnight", "ambiguous", "words", "Midnight (ZIP 39115)", ""),
    ("rolling fork of the river", "not_found", None, "", ""),
    ("Rolling Fork", "ok", None, "Rolling Fork (Sharkey County)", ""),
    ("from money", "ambiguous", "words", "Money (ZIP 38945)", ""),
    ("by star", "ambiguous", "words", "Star (ZIP 39167)", ""),
    ("under a white oak", "not_found", None, "", ""),
    ("my new albany", "not_found", None, "", ""),
    ("Apt A New Albany", "ok", None, "New Albany (Union County)", ""),
    ("Hwy 45 A New Site", "ok", None, "New Site (ZIP 38859)", ""),
    ("Tupelo of the river", "ambiguous", "words", "Tupelo (Lee County)", ""),
)
SEVERAL_TOWNS = (
    (
        "Greenville to Greenwood on 82",
        "ambiguous",
        "several",
        "Greenville (Washington County); Greenwood (Leflore County)",
        "",
    ),
    (
        "Tupelo or maybe Saltillo",
        "ambiguous",
        "several",
        "Tupelo (Lee County); Saltillo (Lee County)",
        "",
    ),
    (
        "either Tupelo or Saltillo",
        "ambiguous",
        "several",
        "Tupelo (Lee County); Saltillo (Lee County)",
        "",
    ),
    (
        "Tupelo, Saltillo or Baldwyn",
        "ambiguous",
        "several",
        "Tupelo (Lee County); Saltillo (Lee County); Baldwyn (Prentiss County)",
        "",
    ),
    (
        "from Jackson to Meridian on I-20",
        "ambiguous",
        "several",
        "Jackson (Hinds County); Meridian (Lauderdale County)",
        "",
    ),
    (
        "halfway between Oxford and Batesville",
        "ambiguous",
        "several",
        "Oxford (Lafayette County); Batesville (Panola County)",
        "",
    ),
    (
        "I think Tupelo or perhaps Oxford",
        "ambiguous",
        "several",
        "Tupelo (Lee County); Oxford (Lafayette County)",
        "",
    ),
    (
        "Canton or Madison",
        "ambiguous",
        "several",
        "Canton (Madison County); Madison (Madison County)",
        "",
    ),
    ("Canton, Madison", "ok", None, "Canton (Madison County)", ""),
    ("38801 or 38804", "ambiguous", "several", "ZIP 38801 (Tupelo); ZIP 38804 (Tupelo)", ""),
    (
        "between Highway 49 and Hattiesburg",
        "ambiguous",
        "words",
        "Hattiesburg (Forrest County)",
        "",
    ),
    ("Main St between 5th and 6th St, Tupelo", "ok", None, "Tupelo (Lee County)", ""),
    (
        "500 Hwy 45 N Saltillo Tupelo",
        "ambiguous",
        "several",
        "Saltillo (Lee County); Tupelo (Lee County)",
        "",
    ),
    ("between Tupelo and the river", "ambiguous", "words", "Tupelo (Lee County)", ""),
    ("between Tupelo and Zorgville", "ambiguous", "words", "Tupelo (Lee County)", ""),
    (
        "Tupelo and Oxford 38655",
        "ambiguous",
        "several",
        "ZIP 38655 (Oxford); Tupelo (Lee County)",
        "",
    ),
    ("Golden ms 38847 Tishomingo", "ok", None, "ZIP 38847 (Golden)", ""),
    ("1420 n gloster tupelo ms 38801", "ok", None, "ZIP 38801 (Tupelo)", ""),
    ("1420 n gloster tupelo", "ambiguous", "words", "Tupelo (Lee County)", ""),
    ("400 s jackson tupelo", "ambiguous", "words", "Tupelo (Lee County)", ""),
)
KNOWN_TO_ANYBODY = (
    ("OK I AM IN MAGEE", "ok", None, "Magee (Simpson County)", ""),
    ("HI IM IN CLINTON", "ok", None, "Clinton (Hinds County)", ""),
    ("Hi I live in Laurel", "ok", None, "Laurel (Jones County)", ""),
    ("Kroger Oxford", "ok", None, "Oxford (Lafayette County)", ""),
    ("Pearl Walmart", "ok", None, "Pearl (Rankin County)", ""),
    ("the Walmart in Forest", "ok", None, "Forest (Scott County)", ""),
    ("mobile home park in Gautier", "ok", None, "Gautier (Jackson County)", ""),
    ("a mobile home in Lucedale", "ok", None, "Lucedale (George County)", ""),
    ("in Mobile, home is Gautier", "ambiguous", "elsewhere", "Gautier (Jackson County)", "Alabama"),
    ("Rural route 1 Smithdale", "ok", None, "Smithdale (ZIP 39664)", ""),
    ("RR 2, Smithdale", "ok", None, "Smithdale (ZIP 39664)", ""),
    ("Tupelo hospital", "ambiguous", "words", "Tupelo (Lee County)", ""),
    ("parchman prison", "ambiguous", "words", "Parchman (ZIP 38738)", ""),
    ("Oxford library", "ambiguous", "words", "Oxford (Lafayette County)", ""),
    ("Star hospital", "not_found", None, "", ""),
    ("Bay Saint Lewis", "ambiguous", "spelling", "Bay Saint Louis (Hancock County)", ""),
    ("west pt", "ok", None, "West Point (Clay County)", ""),
    ("Moss Pt, MS", "ok", None, "Moss Point (Jackson County)", ""),
)
VETERANS_PLAIN_WORDS_AND_DISTANCES = (
    ("Biloxi VA", "ambiguous", "elsewhere", "Biloxi (Harrison County)", ""),
    ("Jackson VA", "ambiguous", "elsewhere", "Jackson (Hinds County); Jackson County", ""),
    ("the pope", "not_found", None, "", ""),
    ("5 miles north of Corinth", "ambiguous", "elsewhere", "Corinth (Alcorn County)", "Tennessee"),
)
MORE_PLACES = (
    ("my sister Elizabeth", "not_found", None, "", ""),
    ("Elizabeth is suicidal", "not_found", None, "", ""),
    ("my friend Austin", "not_found", None, "", ""),
    ("Austin needs help", "not_found", None, "", ""),
    ("my son Eden", "not_found", None, "", ""),
    ("he is out on bond", "not_found", None, "", ""),
    ("turn over a new leaf", "not_found", None, "", ""),
    ("shaking like a leaf", "not_found", None, "", ""),
    ("mi hijo Jacinto", "not_found", None, "", ""),
    ("my uncle Bobo", "not_found", None, "", ""),
    ("Bethlehem Baptist Church", "not_found", None, "", ""),
    ("Lakeview Dr", "not_found", None, "", ""),
    ("Austin, TX", "out_of_state", None, "", "Texas"),
    ("Longview, Texas", "out_of_state", None, "", "Texas"),
    ("Eudora, AR", "out_of_state", None, "", "Arkansas"),
    ("Elizabeth, MS", "ok", None, "Elizabeth (Washington County)", ""),
    ("she is in Eden", "ok", None, "Eden (Yazoo County)", ""),
    ("Bond St, Biloxi", "ok", None, "Biloxi (Harrison County)", ""),
    ("oak grove hattiesburg", "ambiguous", "several", "Oak Grove (Lamar County); Hattiesburg (Forrest County)", ""),
    ("St. Martin, MS", "ok", None, "Saint Martin (Jackson County)", ""),
    ("DeLisle", "ok", None, "De Lisle (Harrison County)", ""),
    ("Newhebron", "ok", None, "New Hebron (Lawrence County)", ""),
    ("De Soto County", "ok", None, "DeSoto County", ""),
    ("De Soto, Clarke County", "ok", None, "De Soto (Clarke County)", ""),
    ("De Soto 39360", "ok", None, "ZIP 39360 (Shubuta)", ""),
    ("Eagle Bend Lake", "not_found", None, "", ""),
    ("Lake View, MS", "ok", None, "Lakeview (DeSoto County)", ""),
    ("Bend Eagle Bend, MS", "ambiguous", "words", "Eagle Bend (Warren County)", ""),
)  # fmt: skip
SPELLED = (
    ("Eudora, MS", "ok", None, "Eudora (DeSoto County)", ""),
    ("Eudopa, MS", "ambiguous", "spelling", "Eudora (DeSoto County)", ""),
    ("Penton, MS", "ambiguous", "spelling", "Benton (ZIP 39039)", ""),
    ("Percy, MS", "ambiguous", "spelling", "Perry County", ""),
)
ROWS: tuple[Row, ...] = (
    *PART_OF_A_LONGER_NAME,
    *NUMBERED,
    *BARE_COUNTY,
    *NO_PLACE,
    *OTHER_STATE,
    *OTHER_STATE_AND_A_TOWN,
    *OTHER_SIDE,
    *PARISH,
    *STATED_ERROR,
    *HOUSE_NUMBER,
    *ZIP_FIXES,
    *NO_COMMAS,
    *PART,
    *BOTH,
    *NOTATION,
    *MORE_PLACES,
    *SPELLED,
    *NOT_SAID_TO_BE_A_TOWN,
    *PERSON,
    *PLAIN_WORDS,
    *SEVERAL_TOWNS,
    *KNOWN_TO_ANYBODY,
    *VETERANS_PLAIN_WORDS_AND_DISTANCES,
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row[0][:60]))
def test_a_kind_of_place_that_was_answered_wrongly(row: Row) -> None:
    expect(row)


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [
        ("34.3115, -89.9443 uncertainty 300 m", 300),
        ("34.3115, -89.9443 (±25m)", 25),
        ("34.3115, -89.9443 ± 2 m", 10),
        ("34.3115, -89.9443 +/- 1 mile", 1610),
        ("34.3115, -89.9443 accuracy: 30 ft", 10),
        ("34.3115, -89.9443 accuracy of 500 feet", 153),
        ("(34.3115, -89.9443) error 2 km", 2000),
        ("34.3115,-89.9443 give or take 100 meters", 100),
        ("12 Oak St, Batesville, 34.3115, -89.9443, uncertainty 50 m", 50),
    ],
)
def test_a_stated_error_is_the_radius_unless_the_typing_is_coarser(
    text: str, radius_m: int
) -> None:
    (point,) = locate(text, CATALOG).candidates
    assert point.radius_m == radius_m


@pytest.mark.parametrize(
    ("place", "text", "state"),
    [
        ("Memphis", "35.0125, -90.0200", "Tennessee"),
        ("Vidalia", "31.5660, -91.4250", "Louisiana"),
        ("Delta", "32.3270, -90.9280", "Louisiana"),
        ("Guys", "35.0120, -88.5500", "Tennessee"),
        ("Red Bay", "34.4400, -88.1420", "Alabama"),
        ("Middleton", "35.0080, -88.9000", "Tennessee"),
        ("Collierville", "35.0100, -89.6600", "Tennessee"),
        ("Lucedale's other side", "30.9000, -88.3960", "Alabama"),
    ],
)
def test_a_point_beyond_the_line_is_in_the_other_state(place: str, text: str, state: str) -> None:
    location = locate(text, CATALOG)
    assert (location.status, location.elsewhere) == ("out_of_state", state), place
    assert len(location.candidates) == 1  # the county to call if the line is drawn wrongly


def test_a_point_on_the_line_is_asked_back() -> None:
    location = locate("34.9980, -90.0500", CATALOG)
    assert (location.status, location.reason) == ("ambiguous", "elsewhere")
    assert location.elsewhere == "Tennessee"


# Laws ----------------------------------------------------------------------------------------

PLACE_WORDS = sorted(
    words(
        "Acres Beach Bend Big Bluff Branch Center Chapel City Corner Creek Crossing East Estates "
        "Ferry Fork Fort Gap Grove Heights Hill Hills Junction Lake Landing Little Lone Lower Mill "
        "Mount New North Old Park Point Ridge South Spring Springs Station Town Upper Valley View "
        "Village West"
    )
)
"""Words that make another place's name of a town's."""


def held(text: str) -> bool:
    return name_index.key_of(tokenized(text)) in NAMES.names


def test_a_longer_name_is_sure_only_where_the_tables_hold_it() -> None:
    assert len(PLACE_WORDS) >= 40
    forms = itertools.cycle(
        ("{word} {town}", "{town} {word}", "{word} {town}, MS", "{town} {word} MS")
    )
    longer = [
        (form.format(word=word, town=town), f"{word}{town}" if form[1] == "w" else f"{town}{word}")
        for town in TOWNS
        for word, form in zip(PLACE_WORDS, forms, strict=False)
    ]
    wrong = [
        text for text, name in longer if not held(name) and locate(text, CATALOG).status == "ok"
    ]
    assert wrong == []


def misspelled(name: str) -> Iterator[str]:
    """Yield a name with a letter dropped, changed, added, or swapped with the next."""
    for at in range(len(name) + 1):
        for letter in string.ascii_lowercase:
            yield name[:at] + letter + name[at:]
            yield name[:at] + letter + name[at + 1 :]
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


def test_a_near_spelling_is_never_sure() -> None:
    draw = random.Random(9)  # noqa: S311
    wrong = []
    for town in TOWNS:
        typed = sorted({text for text in misspelled(town.lower()) if not held(text)})
        for text in draw.sample(typed, min(SPELLINGS, len(typed))):
            location = locate(text, CATALOG)
            if location.status == "ok":
                wrong.append((text, names_of(location)))
    assert wrong == []


@pytest.mark.parametrize("word", ["zorgville", "Qux", "blorp", "Ixtlan"])
def test_a_word_that_names_nothing_never_makes_a_place_sure(word: str) -> None:
    texts = [row[0] for row in ROWS if row[1] == "not_found"]
    assert len(texts) >= 15
    for text in texts:
        for longer in (f"{word} {text}", f"{text} {word}", f"{text}, {word}"):
            assert locate(longer, CATALOG).status != "ok", longer


@pytest.mark.parametrize(
    "form", ["{state}, {town}", "{town} not {state}", "12 {state} Ave, {town}"]
)
def test_another_states_name_is_in_the_answer(form: str) -> None:
    seen = 0
    for code, state in states.CODES.items():
        if code == "MS":
            continue
        location = locate(form.format(state=state, town="Tupelo"), CATALOG)
        said = f"{names_of(location)} {location.elsewhere} {location.warnings}"
        seen += location.status == "ok"
        assert location.status != "ok" or state in said, state
    assert (seen > 40) == form.startswith("12")


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: text.replace(" ", "  ")])
def test_a_sure_answer_stays_however_it_is_typed(change: object) -> None:
    assert callable(change)
    for text, status, *_ in ROWS:
        if status == "ok":
            again = locate(change(text), CATALOG)
            assert (again.status, names_of(again)) == (status, names_of(locate(text, CATALOG))), (
                text
            )


def test_without_commas_a_sure_answer_is_the_same_or_a_question() -> None:
    for text, status, *_ in ROWS:
        if status == "ok" and not re.search(r"[0-9]\.[0-9]", text):
            again = locate(text.replace(",", " "), CATALOG)
            same = names_of(again) == names_of(locate(text, CATALOG))
            assert (again.status == "ok" and same) or again.status == "ambiguous", text


PLAIN = sorted(town for town in TOWNS if name_index.key(town) in NAMES.plain)


def test_no_plain_word_is_a_town_unless_it_is_set_apart() -> None:
    forms = ("at {}", "by {}", "near {}", "call me at {}", "a {}", "her {}", "{} of the river")
    assert len(PLAIN) > 50
    wrong = [
        text
        for town in PLAIN
        for form in forms
        if locate(text := form.format(town), CATALOG).status == "ok"
    ]
    assert wrong == []
    for town in PLAIN:
        assert locate(f"in {town}, MS", CATALOG).status == "ok" or town in NAMESAKES


@pytest.mark.parametrize(
    "form",
    ["{} to {}", "{} or maybe {}", "between {} and {}", "either {} or {}", "from {} to {} on 82"],
)
def test_all_towns_that_a_text_lists_are_asked(form: str) -> None:
    """Towns too far apart to say anything between them are refused; plain words are never sure."""
    alone = [town for town in TOWNS if town not in NAMESAKES]
    draw = random.Random(17)  # noqa: S311
    draw.shuffle(alone)
    beside_plain = [(town, "Tupelo") for town in PLAIN] + [("Tupelo", town) for town in PLAIN]
    for first, second in (*itertools.pairwise(alone), *beside_plain):
        location = locate(form.format(first, second), CATALOG)
        assert location.status != "ok", (first, second)
        plain = {first, second} & {*PLAIN, "West"}
        if not plain and "too_far" not in {each.code for each in location.warnings}:
            labels = [names_of(locate(f"{town}, MS", CATALOG)) for town in (first, second)]
            assert names_of(location) == "; ".join(labels), form


def sure(forms: tuple[str, ...], name: str, catalog: Catalog) -> bool:
    return all(locate(form.format(name), catalog).status == "ok" for form in forms)


@pytest.mark.parametrize("form", ["condado {}", "condado de {}", "el condado {}", "{} condado"])
def test_a_county_said_in_spanish_is_the_county(form: str) -> None:
    for county in CATALOG.counties:
        location = locate(form.format(county.name), CATALOG)
        assert (location.status, names_of(location)) == ("ok", f"{county.name} County")


def test_plain_forms_are_sure_but_for_namesakes() -> None:
    forms = ("{}", "{} ms", "{}, Mississippi", "{}, MS")
    asked = [town for town in TOWNS if not sure(forms, town, CATALOG)]
    assert asked == NAMESAKES
    assert all(sure(("{}", "{} ms", "MS {}"), code, CATALOG) for code in CATALOG.gazetteer.zips)
    assert all(sure(("{} County", "{} county, ms"), row.name, CATALOG) for row in CATALOG.counties)


NAMESAKES = sorted(
    [
        *("Belmont", "Benton", "Bogue Chitto", "Coahoma", "Coldwater", "De Soto", "Grenada"),
        *(
            "Holly Springs",
            "Jackson",
            "Lamar",
            "Lauderdale",
            "Lawrence",
            "Lynchburg",
            "Madison",
            "Marion",
            "Newton",
        ),
        *("Pearl River", "Pontotoc", "Prentiss", "Quitman", "Scott", "Sharon", "Sunflower"),
        *("Tishomingo", "Tunica", "Union", "Walnut", "Walthall", "Washington"),
    ]
)
"""Towns that share their name with another one or with a county."""


def test_no_filler_is_a_word_of_a_name_here() -> None:
    named = {token.text for name in NAMES.names.values() for token in tokenized(name.text)}
    assert not named & fillers.FILLERS
    assert 100 < len(fillers.FILLERS - CHILD_WORDS) <= 200
    assert len(CHILD_WORDS) <= 20
