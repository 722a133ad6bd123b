"""A made-up state of three counties in a data folder of its own, for tests of behavior.

Alder, Birch and Cedar are squares of one degree, side by side from west to east under the name of
Wyoming. Region 1 is Alder and Birch, Region 2 is Cedar. No id is one of the data that comes along.
`services` gives the content of services.yaml as plain dicts and lists, to be edited; `write` makes
the folder:

>>> content = services()
>>> content["facilities"].pop()
>>> catalog = load(tmp_path, content)
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from geo.catalog import load as reader
from geo.catalog.records import Catalog

DAY = dt.date(2026, 3, 1)
"""A day on which every source speaks and none is stale."""
ALDER, BIRCH, CEDAR = "56001", "56003", "56005"
WEST, SOUTH, NORTH = -107.0, 42.0, 43.0
_NAMES = {ALDER: "Alder", BIRCH: "Birch", CEDAR: "Cedar"}
_PEOPLE = {ALDER: 4000, BIRCH: 3000, CEDAR: 2000}
# In degrees: Alderton, Birchville, and Cedar Falls near the state line.
_TOWNS = {ALDER: (-106.5, 42.5), BIRCH: (-105.4, 42.3), CEDAR: (-104.2, 42.8)}
_SQUARE_METERS = 9_000_000_000
_QUOTE = "serves the county"

_SERVICES: dict[str, Any] = {
    "study_area": {
        "name": "Wyoming",
        "state_fips": "56",
        "postal": "WY",
        "county_count": 3,
        "crs": "EPSG:4269",
        "bbox": [-107.0, 42.0, -104.0, 43.0],
        "aliases": [{"alias": "Cedar Land", "county": "Cedar"}],
    },
    "sources": [
        {
            "id": name,
            "title": title,
            "publisher": "State of Wyoming",
            "as_of": "2025-06-01",
            "as_of_basis": "date of the page",
            "retrieved": "2025-07-01",
            "stale_after_days": 730,
        }
        for name, title in (("team-list", "Teams by county"), ("news", "A newspaper"))
    ],
    "operators": [
        {"id": "plains", "name": "Plains Center", "phone": "307-555-0100", "source": "team-list"},
        {"id": "hills", "name": "Hills Center", "source": "team-list"},
    ],
    "service_types": [
        {
            "id": name,
            "role": role,
            "pillar": pillar,
            "name": title,
            "short": title,
            "purpose": f"{title}, for whoever needs it.",
            "complete": complete,
            "complete_note": "All are named." if complete else "No county is named.",
            "source": "team-list",
        }
        for name, role, pillar, title, complete in (
            ("outreach-crew", "mobile_crisis", "respond", "Outreach crew", True),
            ("home-care", "intensive", "care", "Home care", True),
            ("day-care", "intensive", "care", "Day care", False),
            ("haven", "facility", "go", "Haven", True),
            ("talk-line", "crisis_line", "contact", "Talk line", False),
            ("rescue", "emergency", "contact", "Rescue", False),
        )
    ],
    "regions": [
        {
            "number": number,
            "operator": operator,
            "members": [
                {
                    "counties": counties,
                    "source": "team-list",
                    "says": f"Region {number}",
                    "confidence": "stated",
                }
            ],
        }
        for number, operator, counties in (
            (1, "plains", ["Alder", "Birch"]),
            (2, "hills", ["Cedar"]),
        )
    ],
    "services": [
        {
            "id": name,
            "type": kind,
            "title": title,
            "operator": operator,
            "phone": phone,
            "catchment": catchment,
            "source": "team-list",
            "quote": _QUOTE,
        }
        for name, kind, title, operator, phone, catchment in (
            ("crew-west", "outreach-crew", "West crew", "plains", "307-555-0101", {"regions": [1]}),
            ("crew-east", "outreach-crew", "East crew", "hills", None, {"counties": ["Cedar"]}),
            ("home-alder", "home-care", "Alder home care", "plains", None, {"counties": ["Alder"]}),
            ("line", "talk-line", "Talk line", "plains", "988", {"statewide": True}),
            ("rescue-line", "rescue", "Rescue", "plains", "911", {"statewide": True}),
        )
    ],
    "facilities": [
        {
            "id": name,
            "type": "haven",
            "name": f"{city} Haven",
            "city": city,
            "county": county,
            "lon": lon,
            "lat": lat,
            "precision": "city",
            "radius_m": 3000,
            "location_source": "team-list",
            "region": region,
            "phone": phone,
            "beds": [{"kind": "certified", "low": 16, "high": 16, "source": "team-list"}],
            "source": "team-list",
            "quote": f"{city} Haven",
        }
        for name, city, county, lon, lat, region, phone in (
            ("haven-birch", "Birchville", "Birch", -105.4, 42.3, 1, "307-555-0110"),
            ("haven-cedar", "Cedar Falls", "Cedar", -104.2, 42.8, 2, "307-555-0120"),
        )
    ],
    "standards": [
        {
            "id": name,
            "role": role,
            "title": title,
            "question": f"{title}: is it so?",
            "evaluation": evaluation,
            "any_of": kinds,
            "required": required,
        }
        for name, role, title, evaluation, kinds, required in (
            (
                "crew-for-all",
                "mobile_crisis",
                "An outreach crew",
                "service",
                ["outreach-crew"],
                True,
            ),
            (
                "care-at-home",
                "intensive",
                "Home or day care",
                "service",
                ["home-care", "day-care"],
                True,
            ),
            (
                "haven-of-region",
                "designated",
                "A Haven in the region",
                "facility_in_region",
                ["haven"],
                True,
            ),
            (
                "haven-at-home",
                "other",
                "A Haven in the county",
                "facility_in_county",
                ["haven"],
                False,
            ),
            ("line-for-all", "other", "A talk line", "service", ["talk-line"], True),
        )
    ],
    "claims": [
        {
            "id": "care-everywhere",
            "about": ["home-care", "day-care"],
            "every_county": True,
            "quote": "Home or day care is available in every county",
            "source": "news",
        }
    ],
}


def services() -> dict[str, Any]:
    """Return the content of services.yaml, a copy that may be changed."""
    return deepcopy(_SERVICES)


def numbers_for_everybody() -> dict[str, Any]:
    """Return the content of services.yaml with 911 and 988 given by rules, and no line of their own.

    In Colorado one more thing is to be known of 988, and in Nebraska there is a number of its own.
    """
    content = services()
    lines = {"talk-line", "rescue"}
    for section in ("services", "service_types"):
        key = "type" if section == "services" else "id"
        content[section] = [entry for entry in content[section] if entry[key] not in lines]
    content["standards"] = [
        entry for entry in content["standards"] if lines.isdisjoint(entry["any_of"])
    ]
    content["sources"].append(
        {
            **content["sources"][0],
            "id": "law",
            "title": "Code",
            "as_of": "2019-01-01",
            "stale_after_days": 30,
        }
    )
    content["references"] = [
        {
            "id": f"connect-{phone}",
            "kind": "rule",
            "title": f"Connect {phone}",
            "text": f"Calls to {phone} must be connected.",
            "quote": f"shall transmit all {phone} calls",
            "citation": f"Code {phone}",
            "source": "law",
            "status": "in force",
            "proof": proof,
        }
        for phone, proof in (("911", "read"), ("988", "part"))
    ]
    content["statewide"] = [
        {
            "id": name,
            "role": role,
            "title": title,
            "phone": phone,
            "purpose": f"{title}, for whoever needs it.",
            "reach": [{"how": f"Call {phone}.", "source": "team-list", "quote": f"call {phone}"}],
            "rules": [f"connect-{phone}"],
            **more,
        }
        for name, role, title, phone, more in (
            ("danger", "emergency", "Danger", "911", {}),
            ("talk", "crisis_line", "Talk", "988", {"near_line": "988 may go to another state."}),
        )
    ]
    content["elsewhere"] = [
        {"id": f"for-{state}".lower(), "state": state, "source": "news", "quote": "call", **more}
        for state, more in (
            ("CO", {"says": "In Colorado press 0 after 988."}),
            ("NE", {"says": "In the west of Nebraska:", "phone": "308-555-0150"}),
        )
    ]
    return content


def without_lists() -> dict[str, Any]:
    """Return the content of services.yaml of a state that lists no region, team, unit or intensive type.

    911 and 988 are given by rules, nothing is required, and one question is left to ask somebody.
    """
    content = numbers_for_everybody()
    content.update(regions=[], services=[], facilities=[], claims=[])
    left = [kind for kind in content["service_types"] if kind["role"] != "intensive"]
    content["service_types"] = [kind | {"complete": False} for kind in left]
    content["standards"] = [
        standard | {"required": False}
        for standard in content["standards"]
        if standard["role"] in ("mobile_crisis", "other")
    ]
    content["elsewhere"] = []
    content["study_area"]["department"] = "state"
    content["operators"] = [
        {"id": "state", "name": "Department of Care", "also_called": ["DC"], "source": "news"}
    ]
    content["holes"] = [
        {
            "id": "crews",
            "title": "Where crews are",
            "about": ["outreach-crew"],
            "matters": "No list names them.",
            "ask": "The Department of Care: its map of crews.",
        }
    ]
    return content


def adequacy() -> dict[str, Any]:
    """Return the content of services.yaml with a statute that names a crew, home care and a Haven.

    Home care is a standard of its own, without a complete list and with one county named.
    """
    content = services()
    next(kind for kind in content["service_types"] if kind["id"] == "home-care")["complete"] = False
    care = next(standard for standard in content["standards"] if standard["id"] == "care-at-home")
    own = {"id": "home-alone", "role": "other", "title": "Home care", "any_of": ["home-care"]}
    content["standards"].append({**care, **own, "required": False})
    content["references"] = [
        {
            "id": name,
            "kind": "rule",
            "title": title,
            "text": f"{title}, in our words.",
            "quote": f"{title} shall be",
            "citation": f"Wyo. Code {number}",
            "source": "news",
            "status": "in force",
            "proof": proof,
        }
        for number, (name, title, proof) in enumerate(
            (
                ("names", "Services named", "read"),
                ("tells", "Notice", "part"),
                ("duty", "Duty", "reported"),
            ),
            start=1,
        )
    ]
    content["adequacy"] = {
        "official": "Commissioner of Care",
        "rules": ["names", "tells", "duty"],
        "services": [
            {"name": "Crews", "standard": "crew-for-all"},
            {"name": "Care in the home", "standard": "home-alone"},
            {"name": "Havens", "standard": "haven-of-region"},
        ],
        "informs": [
            {
                "name": "County Council",
                "of": "county",
                "asks": ["Who gives it?", "Is there a plan?"],
            },
            {"name": "Care Board", "of": "region", "asks": ["Since when?"]},
        ],
    }
    return content


def load(folder: Path, content: Mapping[str, Any] | None = None) -> Catalog:
    """Write the data folder and read it, on `DAY`."""
    return reader.load(write(folder, content), today=DAY)


def write(folder: Path, content: Mapping[str, Any] | None = None) -> Path:
    """Write every file of the data folder, services.yaml with this content, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "services.yaml": as_yaml(content or _SERVICES),
        "counties.csv": _counties(),
        "counties.geojson": _shapes(_square),
        "display_counties.geojson": _shapes(_square),
        "zips.csv": _zips(),
        "places.csv": _places(),
        "zip_cells.geojson": _cells(),
        "zip_states.csv": "state,prefixes\nCO,800-816\nNE,680-693\nWY,820-831\n",
        "context_states.geojson": _neighbors(),
        "context_rivers.geojson": _collection([]),
        "context_cities.geojson": _collection([]),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class _Plain(yaml.CSafeDumper):
    """Writes a value that stands twice out twice: the reader refuses anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def as_yaml(content: Mapping[str, Any]) -> str:
    """Return the text of services.yaml with this content."""
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return lists and dicts in which every text that equals a name is another one."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        return {key: renamed(part, names) for key, part in value.items()}
    return [renamed(part, names) for part in value] if isinstance(value, Sequence) else value


def _counties() -> str:
    rows = [
        f"{geoid},{name},{_PEOPLE[geoid]},3474.9,7,{_TOWNS[geoid][0]},{_TOWNS[geoid][1]}"
        for geoid, name in _NAMES.items()
    ]
    head = "geoid,name,pop2020,land_sq_mi,rucc_2023,center2020_lon,center2020_lat"
    return "\n".join([head, *rows, ""])


def _zips() -> str:
    rows = [
        f"{code},{city},{_TOWNS[geoid][0]},{_TOWNS[geoid][1]},zcta,{geoid},5000,{shares},,"
        for code, city, geoid, shares in (
            ("82001", "Alderton", ALDER, f"{ALDER}:3900;{BIRCH}:100"),
            ("82002", "Birchville", BIRCH, f"{BIRCH}:2800"),
            ("82003", "Cedar Falls", CEDAR, f"{CEDAR}:2000"),
        )
    ]
    return "\n".join(
        ["zip,city,lon,lat,point,geoid,radius_m,counties,may_reach,other_states", *rows, ""]
    )


def _places() -> str:
    rows = [
        f"{number},{name},{_TOWNS[geoid][0]},{_TOWNS[geoid][1]},{geoid},1500,3000,"
        for number, name, geoid in (
            (101, "Alderton", ALDER),
            (102, "Birchville", BIRCH),
            (103, "Cedar Falls", CEDAR),
        )
    ]
    return "\n".join(["id,name,lon,lat,geoid,people,radius_m,aliases", *rows, ""])


def _square(geoid: str) -> list[list[float]]:
    west = WEST + list(_NAMES).index(geoid)
    return _box(west, SOUTH, west + 1, NORTH)


def _box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _shapes(ring: Any) -> str:
    return _collection(
        [
            _feature(geoid, ring(geoid), GEOID=geoid, NAME=name, ALAND=_SQUARE_METERS)
            for geoid, name in _NAMES.items()
        ]
    )


def _cells() -> str:
    codes = {"82001": ALDER, "82002": BIRCH, "82003": CEDAR}
    return _collection([_feature(code, _square(geoid), zips=code) for code, geoid in codes.items()])


def _neighbors() -> str:
    """Return Colorado in the south and Nebraska in the east, with a border in common."""
    boxes = {
        ("CO", "Colorado"): _box(-107.0, 41.0, -104.0, SOUTH),
        ("NE", "Nebraska"): _box(-104.0, 41.0, -103.0, NORTH),
    }
    return _collection(
        [_feature(code, ring, STUSPS=code, NAME=name) for (code, name), ring in boxes.items()]
    )


def _feature(key: str, ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": key, "properties": properties, "geometry": geometry}


def _collection(features: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})
