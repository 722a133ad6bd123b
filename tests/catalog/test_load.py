"""The reader: one bad file for every rule, all faults at once, and nothing but DataError."""

import ast
import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.catalog import county_table, folder, yamltree
from geo.catalog import load as catalog_load
from geo.catalog.records import Catalog
from geo.errors import DataError, Problem, shown
from tests import small_state

TODAY = dt.date(2026, 11, 21)
SERVICES = (folder.default_dir() / "services.yaml").read_text(encoding="utf-8")
COUNTIES = (folder.default_dir() / "counties.csv").read_text(encoding="utf-8")


def few_zips() -> dict[str, str]:
    """Return the look-up tables with their first rows alone: this is about the two other files.

    They still fit each other, so that all of their rules are kept.
    """
    real = folder.default_dir()
    short = {}
    for name in ("zips.csv", "places.csv"):
        rows = (real / name).read_text(encoding="utf-8").splitlines(keepends=True)
        # A ZIP at the point of its town needs that town.
        short[name] = "".join([row for row in rows if ",town," not in row][:31])
    kept = {line.partition(",")[0] for line in short["zips.csv"].splitlines()}
    cells = json.loads((real / "zip_cells.geojson").read_text(encoding="utf-8"))
    for feature in cells["features"]:
        codes = feature["properties"]["zips"].split(" ")
        feature["properties"]["zips"] = " ".join(code for code in codes if code in kept)
    cells["features"] = [one for one in cells["features"] if one["properties"]["zips"]]
    return {**short, "zip_cells.geojson": json.dumps(cells)}


FEW_ZIPS = few_zips()


def load(
    home: Path, services: bytes | None, counties: bytes | None, *, strict: bool = False
) -> Catalog:
    """Read a data folder with these two files and all others; None leaves one out.

    `strict` reads it as whoever edits it does: dates in the future are faults too, and every shape
    is looked into, which takes longer than all else.
    """
    changed = {"services.yaml": services, "counties.csv": counties}
    for name in folder.HASHED:
        if name in changed:
            (home / name).unlink(missing_ok=True)
        elif (home / name).exists():
            continue
        elif name in FEW_ZIPS:
            (home / name).write_text(FEW_ZIPS[name], encoding="utf-8")
        else:
            shutil.copy(folder.default_dir() / name, home / name)
    for name, raw in changed.items():
        if raw is not None:
            (home / name).write_bytes(raw)
    return catalog_load.load(home, today=TODAY, strict=strict)


def problems_of(
    home: Path,
    services: str | bytes = SERVICES,
    counties: str | bytes = COUNTIES,
    *,
    strict: bool = False,
) -> tuple[Problem, ...]:
    both = [
        content.encode() if isinstance(content, str) else content
        for content in (services, counties)
    ]
    with pytest.raises(DataError) as caught:
        load(home, *both, strict=strict)
    return caught.value.problems


@dataclass(frozen=True)
class Expected:
    """A problem, without the numbers in its place.

    `below` counts lines from where the edit begins; with `at` the line is the one that holds
    this text, first met after the edit (or anywhere, if it stands before).
    """

    rule: str
    where: str
    found: str
    below: int = 0
    at: str = ""


@dataclass(frozen=True)
class Bad:
    """An edit of the real file: behind `after`, the first `old` becomes `new`."""

    name: str
    after: str
    old: str
    new: str
    problems: tuple[Expected, ...]

    def text(self, real: str = SERVICES) -> str:
        return real[: self.begin(real)] + self.new + real[self.begin(real) + len(self.old) :]

    def in_the_future(self) -> bool:
        """Return whether only a strict reading refuses this."""
        return any(problem.rule == "future-date" for problem in self.problems)

    def begin(self, real: str = SERVICES) -> int:
        return real.index(self.old, real.index(self.after))

    def expected(self, real: str = SERVICES) -> list[tuple[int, str, str, str]]:
        """Return line, rule, place and value of each problem."""
        text, begin = self.text(real), self.begin(real)
        found = []
        for problem in self.problems:
            at = text.find(problem.at, begin)
            at = text.index(problem.at) if at < 0 else at
            line = text.count("\n", 0, at if problem.at else begin) + 1 + problem.below
            found.append((line, problem.rule, problem.where, problem.found))
        return sorted(found)


def seen(problems: tuple[Problem, ...]) -> list[tuple[int, str, str, str]]:
    return sorted(
        (problem.line, problem.rule, re.sub(r"\[\d+\]", "[]", problem.where), problem.found)
        for problem in problems
    )


def bad(name: str, after: str, old: str, new: str, *problems: Expected) -> Bad:
    return Bad(name, after, old, new, problems)


X = Expected
PHONE = 'phone: "601-359-1288"'

# fmt: off
BAD = [
    bad("a key is missing", "id: dmh-home", "    publisher: Mississippi Department of Mental Health\n",
        "",
        X("missing-key", "sources[].publisher", "", at="- id: dmh-home")),
    bad("a section is missing", "", "\nstandards:\n",
        "\nstandard:\n",
        X("missing-key", "standards", "", at="study_area:"),
        X("unknown-key", "standard", "standard", below=1)),
    bad("a key is misspelt", "id: dmh-home", "    title:",
        "    titel: Front\n    title:",
        X("unknown-key", "sources[].titel", "titel")),
    bad("a key stands twice", "id: dmh-home", "    title: Front page\n",
        "    title: Front page\n    title: Back page\n",
        X("duplicate-key", "file", "title", below=1)),
    bad("a section stands twice", "", "\n# Beside the crisis system",
        "\nclaims:\n  - x\n# Beside the crisis system",
        X("duplicate-key", "file", "claims", below=1)),
    bad("a key is a list", "id: dmh-home", "    title: Front page",
        "    ? [title]\n    : Front page\n    title: Front page",
        X("key-not-text", "file", "a list of 1")),
    bad("a value is missing", "id: dmh-home", "publisher: Mississippi Department of Mental Health",
        "publisher:",
        X("empty-value", "sources[].publisher", "")),
    bad("a list for a value", "id: dmh-home", "publisher: Mississippi Department of Mental Health",
        "publisher: [Mississippi Department of Mental Health]",
        X("wrong-type", "sources[].publisher", "a list of 1")),
    bad("a value for a list", "id: csu-in-county", "any_of: [csu]",
        "any_of: csu",
        X("wrong-type", "standards[].any_of", "csu")),
    bad("a value for a record", "id: dmh-helpline", "catchment: {statewide: true}",
        "catchment: statewide",
        X("wrong-type", "services[].catchment", "statewide")),
    bad("keys for a section", "", "\nholes:\n",
        "\nholes: {first: second}\nhole:\n",
        X("wrong-type", "holes", "keys first", below=1),
        X("unknown-key", "hole", "hole", below=2)),
    bad("a word for a section", "", "\nclaims:\n",
        "\nclaims: none\nclaim:\n",
        X("wrong-type", "claims", "none", below=1),
        X("unknown-key", "claim", "claim", below=2)),
    bad("no for a boolean", "id: mobile_crisis\n", "complete: true",
        "complete: NO",
        X("not-a-boolean", "service_types[].complete", "NO")),
    bad("a word for a boolean", "id: mobile-crisis\n", "required: true",
        "required: yes",
        X("not-a-boolean", "standards[].required", "yes")),
    bad("a one for a boolean", "id: dmh-helpline", "statewide: true",
        "statewide: 1",
        X("not-a-boolean", "services[].catchment.statewide", "1")),
    bad("a number with a leading zero", "id: dmh-home", "stale_after_days: 365",
        "stale_after_days: 0365",
        X("not-a-number", "sources[].stale_after_days", "0365")),
    bad("a number with an exponent", "id: dmh-home", "stale_after_days: 365",
        "stale_after_days: 1e5",
        X("not-a-number", "sources[].stale_after_days", "1e5")),
    bad("a number with a comma", "id: csu-batesville", "radius_m: 6000",
        "radius_m: 6,000",
        X("not-a-number", "facilities[].radius_m", "6,000")),
    bad("a number of five thousand digits", "id: csu-batesville", "radius_m: 6000",
        "radius_m: " + "6" * 5000,
        X("not-a-number", "facilities[].radius_m", "6" * 80 + "…")),
    bad("nan for a number", "id: csu-batesville", "lon: -89.94426",
        "lon: nan",
        X("not-a-number", "facilities[].lon", "nan")),
    bad("degrees and minutes", "id: csu-batesville", "lat: 34.3115",
        "lat: 34\u00b0 18.7",
        X("not-a-number", "facilities[].lat", r"34\xb0 18.7")),
    bad("a number out of range", "id: csu-batesville", "radius_m: 6000",
        "radius_m: 0",
        X("out-of-range", "facilities[].radius_m", "0")),
    bad("a longitude round the world", "id: csu-batesville", "lon: -89.94426",
        "lon: 270.05574",
        X("out-of-range", "facilities[].lon", "270.05574")),
    bad("no such choice", "id: csu-batesville", "precision: city",
        "precision: town",
        X("not-a-choice", "facilities[].precision", "town")),
    bad("a choice in capitals", "id: csu-in-county", "evaluation: facility_in_county",
        "evaluation: Facility_in_county",
        X("not-a-choice", "standards[].evaluation", "Facility_in_county")),
    bad("a choice in another field", "- counties: [Lee]", "confidence: stated",
        "confidence: sure",
        X("not-a-choice", "regions[].members[].confidence", "sure")),
    bad("an American date", "id: dmh-peer-support", "as_of: 2023-06-01",
        "as_of: 06/01/2023",
        X("not-an-iso-date", "sources[].as_of", "06/01/2023")),
    bad("a day that is none", "id: panolian-2010", "published: 2010-05-07",
        "published: 2010-05-32",
        X("not-an-iso-date", "sources[].published", "2010-05-32")),
    bad("a date in the future", "id: panolian-2010", "published: 2010-05-07",
        "published: 2026-11-22",
        X("future-date", "sources[].published", "2026-11-22")),
    bad("an opening in the future", "id: csu-batesville", "opened: 2004",
        "opened: 2027",
        X("future-date", "facilities[].opened", "2027")),
    bad("dates in the wrong order", "id: dmh-peer-support", "retrieved: 2023-06/2026-11",
        "retrieved: 2023-05",
        X("range-reversed", "sources[].retrieved", "2023-05")),
    bad("a membership that ends before it begins", "also: [sunherald-2021, wlox-2021]", "valid_from: 2021-02-01",
        "valid_from: 2021-02-01\n        valid_to: 2020",
        X("range-reversed", "regions[].members[].valid_to", "2020", below=1)),
    bad("a rule that ends before it begins", "id: us-v-ms-remedial-order", "effective_to: 2023-09-20",
        "effective_to: 2021-09-06",
        X("range-reversed", "references[].effective_to", "2021-09-06")),
    bad("a standard that ends before it begins", "id: csu-in-county", "    required: false",
        "    in_force_from: 2025\n    in_force_to: 2024-12\n    required: false",
        X("range-reversed", "standards[].in_force_to", "2024-12", below=1)),
    bad("beds the wrong way round", "id: csu-cleveland", "low: 16",
        "low: 19",
        X("range-reversed", "facilities[].beds[].high", "18", below=1)),
    bad("an empty text", "id: dmh-home", "title: Front page",
        'title: ""',
        X("wrong-length", "sources[].title", "")),
    bad("a text too long", "id: dmh-home", "title: Front page",
        "title: " + "x" * 901,
        X("wrong-length", "sources[].title", "x" * 80 + "…")),
    bad("an empty list", "id: csu-in-county", "any_of: [csu]",
        "any_of: []",
        X("wrong-length", "standards[].any_of", "a list of 0")),
    bad("a list too short", "id: mobile-crisis-count",
        "      - source: rhcjcnews-mobile\n        says: \"14 teams\"\n",
        "",
        X("wrong-length", "contradictions[].sides", "a list of 1", below=-2)),
    bad("an id with capitals", "id: reentry-leflore", "reentry-leflore",
        "Reentry-Leflore",
        X("wrong-form", "programmes[].id", "Reentry-Leflore")),
    bad("an id with a space", "id: reentry-leflore", "reentry-leflore",
        "reentry leflore",
        X("wrong-form", "programmes[].id", "reentry leflore")),
    bad("an address without http", "id: panolian-2010", "url: https://panolian.com",
        "url: panolian.com",
        X("wrong-form", "sources[].url", "panolian.com/2010/05/07/crisis-center")),
    bad("an address that runs", "id: panolian-2010", "url: https://panolian.com/2010/05/07/crisis-center",
        "url: javascript:alert(1)",
        X("wrong-form", "sources[].url", "javascript:alert(1)")),
    bad("a hash too short", "id: dmh-home", 'sha256: "322570',
        'sha256: "22570',
        X("wrong-form", "sources[].sha256", "22570032b71e7b1562db093bc4039608b12144347746f1a25520fff40ca961c")),
    bad("a ZIP code of four digits", "id: dmh\n", 'zip: "39201"',
        'zip: "3920"',
        X("wrong-form", "operators[].zip", "3920")),
    bad("a state code of one digit", "study_area", 'state_fips: "28"',
        'state_fips: "8"',
        X("wrong-form", "study_area.state_fips", "8")),
    bad("a postal code in small letters", "study_area", "postal: MS",
        "postal: ms",
        X("wrong-form", "study_area.postal", "ms")),
    bad("a CRS without its authority", "study_area", "crs: EPSG:4269",
        'crs: "4269"',
        X("wrong-form", "study_area.crs", "4269")),
    bad("a box of three", "study_area", "bbox: [-91.8, 30.0, -88.0, 35.1]",
        "bbox: [-91.8, 30.0, -88.0]",
        X("wrong-length", "study_area.bbox", "a list of 3")),
    bad("a box the wrong way round", "study_area", "bbox: [-91.8, 30.0, -88.0, 35.1]",
        "bbox: [-88.0, 30.0, -91.8, 35.1]",
        X("range-reversed", "study_area.bbox", "-88.0, 30.0, -91.8, 35.1")),
    bad("an unknown source", "id: csu-batesville", "source: oxfordeagle-2024",
        "source: oxfordeagle-2042",
        X("unknown-source", "facilities[].beds[].source", "oxfordeagle-2042")),
    bad("an unknown source of a point", "id: csu-batesville", "location_source: geonames",
        "location_source: geoname",
        X("unknown-source", "facilities[].location_source", "geoname")),
    bad("an unknown source of an address", "id: csu-newton", "address_source: samhsa-directory-2022",
        "address_source: samhsa",
        X("unknown-source", "facilities[].address_source", "samhsa")),
    bad("an unknown source among others", "- number: 8", "also: [dailyleader-2010-06]",
        "also: [dailyleader-2010-07, dailyleader]",
        X("unknown-source", "regions[].members[].also[]", "dailyleader")),
    bad("an unknown operator", "id: csu-batesville", "operator: communicare",
        "operator: comunicare",
        X("unknown-operator", "facilities[].operator", "comunicare")),
    bad("an unknown service type", "id: pact-01", "type: pact",
        "type: fact",
        X("unknown-service-type", "services[].type", "fact")),
    bad("an unknown type in a standard", "id: pact-or-icort", "any_of: [pact, icort]",
        "any_of: [pact, icrot]",
        X("unknown-service-type", "standards[].any_of[]", "icrot")),
    bad("an unknown type in a hole", "id: purvis", "about: [csu]",
        "about: [csus]",
        X("unknown-service-type", "holes[].about[]", "csus")),
    bad("an unknown reference", "id: csu-in-region\n", "references: [ms-mcert-transport-to-designated-csu,",
        "references: [ms-mcert-transport,",
        X("unknown-reference", "standards[].references[]", "ms-mcert-transport")),
    bad("an unknown region", "id: mobile-crisis-r2\n", "regions: [2]",
        "regions: [16]",
        X("unknown-region", "services[].catchment.regions[]", "16")),
    bad("a region that all counties have left", "id: mobile-crisis-r2\n", "regions: [2]",
        "regions: [13]",
        X("former-region", "services[].catchment.regions[]", "13")),
    bad("an unknown unit", "id: natchez-closed\n", "units: [csu-natchez]",
        "units: [csu-natches]",
        X("unknown-unit", "contradictions[].units[]", "csu-natches")),
    bad("an unknown region of a unit", "id: csu-batesville", "region: 2",
        "region: 16",
        X("unknown-region", "facilities[].region", "16")),
    bad("an unknown county", "id: pact-01", "counties: [Lee]",
        "counties: [Leee]",
        X("unknown-county", "services[].catchment.counties[]", "Leee")),
    bad("an unknown county of a unit", "id: csu-batesville", "county: Panola",
        "county: Pamola",
        X("unknown-county", "facilities[].county", "Pamola")),
    bad("an unknown county in a region", "- number: 14", "[George, Jackson]",
        "[George, Jakson]",
        X("unknown-county", "regions[].members[].counties[]", "Jakson")),
    bad("an id twice", "id: pact-02", "id: pact-02",
        "id: pact-01",
        X("duplicate-id", "services[].id", "pact-01")),
    bad("a region twice", "", "- number: 1\n",
        "- number: 2\n",
        X("duplicate-id", "regions[].number", "2", at="- number: 2\n    operator")),
    bad("an alias twice", "", "alias: Desoto",
        "alias: De Soto",
        X("duplicate-id", "study_area.aliases[].alias", "De Soto")),
    bad("a county twice in a list", "- number: 14", "[George, Jackson]",
        "[George, Jackson, George]",
        X("duplicate-county", "regions[].members[].counties[]", "George")),
    bad("a county twice by an alias", "id: mobile-crisis-r12-north", "Jefferson Davis",
        "Jefferson Davis, Jeff Davis",
        X("duplicate-county", "services[].catchment.counties[]", "Jeff Davis")),
    bad("a number that no rule gives", "\nstatewide:", "rules: [us-911-transmit, us-911-number]",
        "rules: []",
        X("wrong-length", "statewide[].rules", "a list of 0")),
    bad("a number by a yardstick", "\nstatewide:", "us-911-number",
        "act-need",
        X("not-a-rule", "statewide[].rules[]", "act-need")),
    bad("a number by a rule that is not there", "\nstatewide:", "us-911-number",
        "us-911-nummer",
        X("unknown-reference", "statewide[].rules[]", "us-911-nummer")),
    bad("a number twice", "\nstatewide:", "- id: lifeline",
        "- id: emergency",
        X("duplicate-id", "statewide[].id", "emergency")),
    bad("a number that is none", "\nstatewide:", 'phone: "988"',
        'phone: "98"',
        X("wrong-form", "statewide[].phone", "98")),
    bad("a way to reach it that nobody tells", "\nstatewide:", "source: lifeline-what-to-expect",
        "source: lifeline-what-to-expct",
        X("unknown-source", "statewide[].reach[].source", "lifeline-what-to-expct")),
    bad("another state that is this one", "\nelsewhere:", "state: TN",
        "state: MS",
        X("not-elsewhere", "elsewhere[].state", "MS")),
    bad("another state by its name", "\nelsewhere:", "state: TN",
        "state: Tennessee",
        X("wrong-form", "elsewhere[].state", "Tennessee")),
    bad("adequacy by a figure", "\nadequacy:", "rules: [ms-seven-services,",
        "rules: [marshall-csu-bill-2025,",
        X("not-a-rule", "adequacy.rules[]", "marshall-csu-bill-2025")),
    bad("adequacy by no rule", "\nadequacy:", "rules: [ms-seven-services, ms-coordinator-notice, "
        "ms-coordinator-plan, ms-coordinator-duty, ms-core-services]",
        "rules: []",
        X("wrong-length", "adequacy.rules", "a list of 0")),
    bad("a statute's service that no standard asks for", "\nadequacy:", "standard: peer-support}",
        "standard: peers}",
        X("unknown-standard", "adequacy.services[].standard", "peers")),
    bad("a statute's service twice", "\nadequacy:", "name: Supported employment",
        "name: Peer support",
        X("duplicate-statute-service", "adequacy.services[].name", "Peer support")),
    bad("two of a statute's services by one standard", "\nadequacy:", "standard: supported-employment}",
        "standard: peer-support}",
        X("duplicate-statute-service", "adequacy.services[].standard", "peer-support")),
    bad("a body of nothing", "\nadequacy:", "of: region",
        "of: state",
        X("not-a-choice", "adequacy.informs[].of", "state")),
    bad("a plan that nobody tells of", "", "plans: []",
        "plans: [{county: Lee, status: exists, day: 2026-10, words: It has one.}]",
        X("origin-not-one", "plans[]", "none")),
    bad("a plan that two tell of", "", "plans: []",
        "plans: [{county: Lee, status: exists, day: 2026-10, words: It has one., source: dmh-home, told_by: Clerk}]",
        X("origin-not-one", "plans[]", "source, told_by")),
    bad("a plan of no county", "", "plans: []",
        "plans: [{county: Leee, status: exists, day: 2026-10, words: It has one., told_by: Clerk}]",
        X("unknown-county", "plans[].county", "Leee")),
    bad("a plan by a status that is none", "", "plans: []",
        "plans: [{county: Lee, status: inadequate, day: 2026-10, words: It has one., told_by: Clerk}]",
        X("not-a-choice", "plans[].status", "inadequate")),
    bad("two plans of a county on a day", "", "plans: []",
        "plans:\n  - {county: Lee, status: exists, day: 2026-10, words: It has one., told_by: Clerk}\n"
        "  - {county: Lee, status: no plan, day: 2026-10, words: It has none., told_by: Clerk}",
        X("duplicate-plan", "plans[].day", "2026-10", at="  - {county: Lee, status: no plan")),
    bad("no catchment", "id: dmh-helpline", "catchment: {statewide: true}",
        "catchment: {statewide: false}",
        X("catchment-not-one", "services[].catchment", "none")),
    bad("two catchments", "id: mobile-crisis-r2\n", "      regions: [2]",
        "      counties: [Lee]\n      regions: [2]",
        X("catchment-not-one", "services[].catchment", "counties, regions")),
    bad("a count that is not the table's", "study_area", "county_count: 82",
        "county_count: 81",
        X("wrong-count", "study_area.county_count", "81")),
    bad("an alias that is a county", "", "alias: Jeff Davis, county",
        "alias: Lee, county",
        X("alias-is-a-county", "study_area.aliases[].alias", "Lee")),
    bad("an alias of an alias", "", "alias: Desoto, county: DeSoto",
        "alias: Desoto, county: De Soto",
        X("alias-of-an-alias", "study_area.aliases[].county", "De Soto")),
    bad("a point with its coordinates swapped", "id: csu-batesville", "lon: -89.94426\n    lat: 34.3115",
        "lon: 34.3115\n    lat: -89.94426",
        X("swapped-coordinates", "facilities[].lon", "34.3115, -89.94426")),
    bad("a point in another state", "id: csu-batesville", "lat: 34.3115",
        "lat: 35.3115",
        X("outside-study-area", "facilities[].lon", "-89.94426, 35.3115", below=-1)),
    bad("a unit in another region", "id: csu-batesville", "region: 2",
        "region: 3",
        X("facility-in-other-region", "facilities[].region", "3")),
    bad("a county in two regions", "- number: 2\n", "[Calhoun, ",
        "[Lee, Calhoun, ",
        X("county-in-two-regions", "regions[].members[].valid_from", "Lee: regions 2 and 3", at="- counties: [Lee]")),
    bad("a county in no region", "- number: 14", "[George, Jackson]",
        "[George]",
        X("county-in-no-region", "regions", "Jackson", at="- number: 1\n")),
    bad("a county in no region from a day on", "- number: 9\n", "confidence: stated",
        "confidence: stated\n        valid_to: 2020",
        X("county-in-no-region", "regions[].members[].valid_to", "2020", below=1)),
    bad("a county in no region before a day", "- number: 9\n", "confidence: stated",
        "confidence: stated\n        valid_from: 2020",
        X("county-in-no-region", "regions[].members[].valid_from", "2020", below=1)),
    bad("a county between two regions", "- number: 8", "valid_from: 2010-10-01",
        "valid_from: 2010-10-02",
        X("county-in-no-region", "regions[].members[].valid_from", "Lincoln: regions 11 and 8")),
    bad("a county in two regions for a day", "- number: 8", "valid_from: 2010-10-01",
        "valid_from: 2010-09-30",
        X("county-in-two-regions", "regions[].members[].valid_from", "Lincoln: regions 11 and 8")),
    bad("a move less sure on one side", "- number: 8", "valid_from: 2010-10-01",
        "valid_from: 2010-09/2010-10-01",
        X("county-in-two-regions", "regions[].members[].valid_from", "Lincoln: regions 11 and 8")),
    bad("a distance without a limit", "id: csu-within-30-miles", "    within_miles: 30\n",
        "",
        X("limit-not-one", "standards[]", "none", at="- id: csu-within-30-miles")),
    bad("a distance with two limits", "id: csu-within-60-minutes", "within_minutes: 60",
        "within_minutes: 60\n    within_miles: 60",
        X("limit-not-one", "standards[]", "within_miles, within_minutes", at="- id: csu-within-60-minutes")),
    bad("a distance with an empty limit", "id: csu-within-60-miles", "within_miles: 60",
        "within_miles:",
        X("limit-not-one", "standards[]", "none", at="- id: csu-within-60-miles")),
    bad("a distance without a share", "id: csu-within-60-miles", "    share_of_people: 0.9\n",
        "",
        X("missing-key", "standards[].share_of_people", "", at="- id: csu-within-60-miles")),
    bad("a limit on a question that is none of distance", "id: csu-in-county", "    any_of: [csu]\n",
        "    any_of: [csu]\n    within_miles: 30\n    share_of_people: 0.9\n",
        X("limit-not-asked", "standards[].within_miles", "30", below=1),
        X("limit-not-asked", "standards[].share_of_people", "0.9", below=2)),
    bad("a distance to a type without facilities", "id: csu-within-60-miles", "any_of: [csu]",
        "any_of: [csu, pact]",
        X("type-without-facilities", "standards[].any_of[]", "pact")),
    bad("a distance to a type that is none", "id: csu-within-30-miles", "any_of: [csu]",
        "any_of: [csus]",
        X("unknown-service-type", "standards[].any_of[]", "csus")),
    bad("a distance by a standard's name", "", "id: csu-within-60-minutes",
        "id: csu-in-region",
        X("duplicate-id", "standards[].id", "csu-in-region")),
    bad("questions of distance in a section of their own", "", "\n# General statements. every_county",
        "\nreach_standards:\n  - id: near\n# General statements. every_county",
        X("gone-key", "reach_standards", "reach_standards", below=1)),
    bad("a unit of a type that is a team", "id: csu-batesville", "type: csu",
        "type: icort",
        X("role-mismatch", "facilities[].type", "icort")),
    bad("a question on teams about units", "id: mobile-crisis\n", "any_of: [mobile_crisis]",
        "any_of: [mobile_crisis, csu]",
        X("role-mismatch", "standards[].any_of[]", "csu")),
    bad("a question on the region's units evaluated by county", "id: csu-in-region", "facility_in_region",
        "facility_in_county",
        X("role-mismatch", "standards[].evaluation", "facility_in_county")),
    bad("a word for the facilities, which hides their types", "", "\nfacilities:\n",
        "\nfacilities: none\nfacility:\n",
        X("wrong-type", "facilities", "none", below=1),
        X("unknown-key", "facility", "facility", below=2)),
    bad("a share in percent", "id: csu-within-30-miles", "share_of_people: 0.9",
        "share_of_people: 90",
        X("out-of-range", "standards[].share_of_people", "90")),
    bad("a limit of no miles", "id: csu-within-30-miles", "within_miles: 30",
        "within_miles: 0",
        X("out-of-range", "standards[].within_miles", "0")),
    bad("a limit in words", "id: csu-within-60-minutes", "within_minutes: 60",
        "within_minutes: 60 minutes",
        X("not-a-number", "standards[].within_minutes", "60 minutes")),
    bad("a limit of days", "id: csu-within-60-minutes", "within_minutes: 60",
        "within_minutes: 1441",
        X("out-of-range", "standards[].within_minutes", "1441")),
    bad("an anchor", "id: dmh-home", "title: Front page",
        "title: &front Front page",
        X("yaml-anchor", "file", "front")),
    bad("an alias", "id: dmh-home", "title: Front page",
        "title: *front",
        X("yaml-anchor", "file", "front")),
    bad("a tag", "id: dmh-home", "title: Front page",
        "title: !!str Front page",
        X("yaml-tag", "file", "tag:yaml.org,2002:str")),
    bad("a merge key", "id: dmh-home", "    title: Front page",
        "    <<: {title: Back page}\n    title: Front page",
        X("forbidden-character", "file", "<<")),
    bad("several documents", "", "\n# Beside the crisis system",
        "\n---\nprogrammes: []\n---\n# Beside",
        X("several-documents", "file", "---", below=1)),
    bad("a tab for spaces", "id: dmh-home", "    title: Front page",
        "\ttitle: Front page",
        X("not-yaml", "file", "title: Front page")),
    bad("an open bracket", "id: pact-01\n", "counties: [Lee]",
        "counties: [Lee",
        X("not-yaml", "file", "source: dmh-intensive-community-services", below=1)),
    bad("lists thirteen deep", "id: reentry-leflore", "city: Greenwood",
        f"city: {'[' * 10}Greenwood{']' * 10}",
        X("too-deep", "file", "13 levels")),
    bad("a text with line breaks", "id: reentry-leflore", "city: Greenwood",
        "city: |\n      Green\n      wood",
        X("forbidden-character", "file", "Green\\nwood\\n")),
    *(
        bad(f"the character U+{ord(char):04X}", "id: dmh-home", "title: Front page",
            f"title: 'Front{char}page'",
            X("forbidden-character", "file", f"Front{ascii(char)[1:-1]}page"))
        for char in "{}<>$\\`\xa0\u200b\u202e\u2066\ufeff\ue000"
    ),
    *(
        bad(f"the character U+{ord(char):04X}", "id: dmh-home", "title: Front page",
            f"title: 'Front{char}page'",
            X("forbidden-character", "file", f"title: 'Front{ascii(char)[1:-1]}page'"))
        for char in "\x00\x07\x1b\x7f\x85\u2028\u2029\ufffe"
    ),
    *(
        bad(f"the telephone number {number}", "id: dmh\n", PHONE,
            f'phone: "{number}"',
            X("wrong-form", "operators[].phone", shown(number)))
        for number in (
            "601-359-128", "601-359-12888", "6013591288", "(601) 359-1288", "1-601-359-1288", "101-359-1288",
            "601-159-1288", "911-359-1288", "601-911-1288", "601-359-128a", "601-359-128\u0668", "987", "111",
        )
    ),
]
# fmt: on


def test_every_edit_meets_the_real_file() -> None:
    assert len(BAD) == len({case.name for case in BAD}) > 100
    for case in BAD:
        assert case.text() != SERVICES, case.name


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_line_rule_place_and_value(case: Bad, tmp_path: Path) -> None:
    problems = problems_of(tmp_path, case.text(), strict=case.in_the_future())
    assert seen(problems) == case.expected()
    assert {problem.file for problem in problems} == {"services.yaml"}


FATAL = {"not-yaml", "too-deep"}
# What these say would be wrong takes the ground from under another case of the table.
HIDING = {
    "a postal code in small letters",
    "a section is missing",
    "an American date",
    "an alias that is a county",
    "an unknown county in a region",
}


def combined() -> list[Bad]:
    """Return bad edits that stand side by side in one file: none touches a line of another."""
    chosen: list[Bad] = []
    taken: set[int] = set()
    for case in BAD:
        first = SERVICES.count("\n", 0, case.begin())
        lines = set(range(first, first + case.old.count("\n") + 1))
        keeps_lines = case.old.count("\n") == case.new.count("\n")
        readable = case.problems[0].rule not in FATAL and case.name not in HIDING
        if keeps_lines and readable and not lines & taken:
            chosen.append(case)
            taken |= lines
    return chosen


def test_many_faults_are_all_found_at_once_and_nothing_else(tmp_path: Path) -> None:
    text, cases = SERVICES, combined()
    for case in sorted(cases, key=lambda case: case.begin(), reverse=True):
        text = text[: case.begin()] + case.new + text[case.begin() + len(case.old) :]
    expected = sorted(problem for case in cases for problem in case.expected())
    sections = {re.split(r"[.\[]", where)[0] for _, _, where, _ in expected}
    assert len(cases) >= 40
    assert len(sections) >= 8
    assert seen(problems_of(tmp_path, text, strict=True)) == expected


@pytest.mark.parametrize("case", BAD[::4], ids=lambda case: case.name)
def test_line_numbers_are_right_with_a_byte_order_mark_and_dos_line_ends(
    case: Bad, tmp_path: Path
) -> None:
    problems = problems_of(
        tmp_path, "\ufeff" + case.text().replace("\n", "\r\n"), strict=case.in_the_future()
    )
    assert [problem[0] for problem in seen(problems)] == [problem[0] for problem in case.expected()]


def test_the_real_files_are_read_with_a_byte_order_mark_and_dos_line_ends(tmp_path: Path) -> None:
    plain = load(tmp_path, SERVICES.encode(), COUNTIES.encode())
    both = [("\ufeff" + text.replace("\n", "\r\n")).encode() for text in (SERVICES, COUNTIES)]
    marked = load(tmp_path, *both)
    assert marked.services == plain.services
    assert marked.counties == plain.counties
    assert len(plain.counties) == 82


# Whole files


SECTIONS_MISSING = [(1, "missing-key")] * 8
RAW = {
    "empty": (b"", SECTIONS_MISSING),
    "a comment": (b"# nothing yet\n", SECTIONS_MISSING),
    "a list": (b"- study_area\n", [(1, "wrong-type")]),
    "one word": (b"study_area", [(1, "wrong-type")]),
    "an alias": (b"*all", [(1, "yaml-anchor")]),
    "GeoJSON": (b'{"type": "Feature"}', [*SECTIONS_MISSING, (1, "unknown-key")]),
    "UTF-16": (SERVICES.encode("utf-16"), [(1, "not-utf-8")]),
    "Latin-1": ("study_area:\n  name: Caf\xe9".encode("latin-1"), [(2, "not-utf-8")]),
    "too large": (SERVICES.encode() + b"#" * yamltree.MAX_BYTES, [(0, "too-large")]),
    "only brackets": (b"[" * 500_000, [(1, "too-deep")]),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", [(1, "not-utf-8")]),
}


@pytest.mark.parametrize("name", RAW)
def test_a_file_that_is_something_else_is_refused(name: str, tmp_path: Path) -> None:
    raw, expected = RAW[name]
    assert (
        sorted((problem.line, problem.rule) for problem in problems_of(tmp_path, raw)) == expected
    )


def test_a_billion_laughs_are_refused_in_no_time(tmp_path: Path) -> None:
    laughs = ["sources:", "  - &a0 {id: ha}"]
    laughs += [f"  - &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    text = SERVICES.replace("\nsources:", "\n" + "\n".join(laughs))
    rules = {problem.rule for problem in problems_of(tmp_path, text)}
    assert "yaml-anchor" in rules
    assert "unknown-source" not in rules


@pytest.mark.parametrize("gone", ["services.yaml", "counties.csv"])
def test_a_missing_file_is_said_and_hides_no_fault_of_the_other(gone: str, tmp_path: Path) -> None:
    services = None if gone == "services.yaml" else SERVICES.replace("lon: -89.94426", "lon: x", 1)
    counties = None if gone == "counties.csv" else COUNTIES.replace(",29538,", ",x,")
    with pytest.raises(DataError) as caught:
        load(tmp_path, services and services.encode(), counties and counties.encode())
    other = {"services.yaml": "counties.csv", "counties.csv": "services.yaml"}[gone]
    assert [
        (problem.file, problem.rule) for problem in sorted(caught.value.problems, key=str)
    ] == sorted([(gone, "no-file"), (other, "not-a-number")])


@pytest.mark.parametrize("kind", ["missing", "a file"])
def test_a_folder_that_is_none_is_one_problem(kind: str, tmp_path: Path) -> None:
    home = tmp_path / "nope"
    if kind == "a file":
        home.write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="nope: no-folder: ") as caught:
        catalog_load.load(home, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("nope", 0)
    assert str(tmp_path) not in str(problem)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """Return a data folder that this user may not look into; root becomes another for a while."""
    home = small_state.write(tmp_path / "data")
    home.chmod(0)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65_534)
    yield home
    if as_root:
        os.seteuid(0)
    home.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_is_closed_is_one_problem(closed: Path) -> None:
    with pytest.raises(DataError) as caught:
        catalog_load.load(closed, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.file, problem.rule) == ("data", "no-folder")
    assert problem.message == "the folder cannot be read: Permission denied"


def test_a_folder_that_cannot_be_asked_about_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no-folder: folder: the folder cannot be read: "):
        catalog_load.load(tmp_path / ("a" * 300), today=TODAY)


def test_a_folder_where_a_file_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "services.yaml").mkdir()
    (tmp_path / "counties.csv").write_text(COUNTIES, encoding="utf-8")
    with pytest.raises(DataError, match=r"services\.yaml: not-a-file: .*found: a folder"):
        catalog_load.load(tmp_path, today=TODAY)


# The table of counties

ADAMS = "28001,Adams,29538,462.3,7,-91.35434,"
HEAD = "geoid, name, pop2020, land_sq_mi, rucc_2023, center2020_lon, center2020_lat"
EMPTY = ("not-a-number", "not-a-number", "wrong-form", "not-a-number", "not-a-number")
BAD_TABLE = [
    bad("a GEOID of four digits", "", "28001,", "2801,",
        X("wrong-form", "row of 2801", "2801")),
    bad("a GEOID with a letter", "", "28001,", "2800l,",
        X("wrong-form", "row of 2800l", "2800l")),
    bad("a GEOID twice", "", "28003,", "28001,",
        X("duplicate-id", "row of 28001", "28001")),
    bad("a county twice", "", "28003,Alcorn", "28003,Adams",
        X("duplicate-id", "row of 28003", "Adams")),
    bad("a county without a name", "", "28001,Adams", "28001,",
        X("forbidden-character", "row of 28001", "")),
    bad("a name with a tag", "", "28001,Adams", "28001,<b>Adams",
        X("forbidden-character", "row of 28001", "<b>Adams")),
    bad("a name with a no-break space", "", "Pearl River", "Pearl\xa0River",
        X("forbidden-character", "row of 28109", "Pearl\\xa0River")),
    bad("people with a comma", "", ",29538,", ',"29,538",',
        X("not-a-number", "row of 28001", "29,538")),
    bad("people below nought", "", ",29538,", ",-29538,",
        X("not-a-number", "row of 28001", "-29538")),
    bad("people in halves", "", ",29538,", ",29538.5,",
        X("not-a-number", "row of 28001", "29538.5")),
    bad("people as a power", "", ",29538,", ",3e4,",
        X("not-a-number", "row of 28001", "3e4")),
    bad("people without end", "", ",29538,", f",{'9' * 5000},",
        X("not-a-number", "row of 28001", "9" * 80 + "…")),
    bad("land of nought", "", ",462.3,", ",0,",
        X("not-a-number", "row of 28001", "0")),
    bad("land that is no number", "", ",462.3,", ",nan,",
        X("not-a-number", "row of 28001", "nan")),
    bad("a row cut short", "", ADAMS, "28001,Adams\n#",
        *(X(rule, "row of 28001", "") for rule in EMPTY),
        X("wrong-form", "row of #31.545814", "#31.545814", below=1),
        X("forbidden-character", "row of #31.545814", "", below=1),
        *(X(rule, "row of #31.545814", "", below=1) for rule in EMPTY)),
    bad("a code of nought", "", ",462.3,7,", ",462.3,0,",
        X("wrong-form", "row of 28001", "0")),
    bad("a code of two digits", "", ",462.3,7,", ",462.3,10,",
        X("wrong-form", "row of 28001", "10")),
    bad("a center with a letter", "", "-91.35434,", "91.35434W,",
        X("not-a-number", "row of 28001", "91.35434W")),
    bad("no center", "", "-91.35434,31.545814", ",",
        X("not-a-number", "row of 28001", ""), X("not-a-number", "row of 28001", "")),
    bad("a center without its sign", "", "-91.35434,", "91.35434,",
        X("outside", "row of 28001", "91.3543, 31.5458")),
    bad("a center turned round", "", "-91.35434,31.545814", "31.545814,-91.35434",
        X("outside", "row of 28001", "31.5458, -91.3543")),
    bad("a center north of the state", "", "34.909527", "36.909527",
        X("outside", "row of 28003", "-88.5298, 36.9095")),
    bad("two faults in a row", "", "28001,Adams,29538", "x,Adams,y",
        X("wrong-form", "row of x", "x"), X("not-a-number", "row of x", "y")),
    bad("a column missing", "", "pop2020", "pop2010",
        X("missing-column", "header", HEAD.replace("pop2020", "pop2010"))),
    bad("a column twice", "", "rucc_2023", "name",
        X("missing-column", "header", HEAD.replace("rucc_2023", "name"))),
    bad("another separator", "", COUNTIES, COUNTIES.replace(",", ";"),
        X("missing-column", "header", HEAD.replace(", ", ";"))),
    bad("nothing", "", COUNTIES, "",
        X("missing-column", "header", "")),
    bad("a heading only", "", COUNTIES, COUNTIES.partition("\n")[0],
        X("no-counties", "file", "")),
    bad("a field without end", "", "28003,Alcorn", f"28003,{'A' * 200_000}",
        X("not-csv", "file", "")),
    bad("too large", "", COUNTIES, COUNTIES + "\n" * yamltree.MAX_BYTES,
        X("too-large", "file", f"{len(COUNTIES.encode()) + yamltree.MAX_BYTES:,} bytes", below=-1)),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD_TABLE, ids=lambda case: case.name)
def test_a_bad_table_of_counties_is_refused_and_brings_no_false_faults(
    case: Bad, tmp_path: Path
) -> None:
    problems = problems_of(tmp_path, counties=case.text(COUNTIES))
    assert seen(problems) == case.expected(COUNTIES)
    assert {problem.file for problem in problems} == {"counties.csv"}


def test_a_table_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path, counties=COUNTIES.replace("Amite", "Amit\xe9").encode("latin-1")
    )
    assert seen(problems) == [(4, "not-utf-8", "file", "")]


def test_a_county_that_is_gone_from_the_table_is_missed_wherever_it_is_named(
    tmp_path: Path,
) -> None:
    for name in FEW_ZIPS:  # where Lee is named in every one of them
        shutil.copy(folder.default_dir() / name, tmp_path)
    problems = problems_of(tmp_path, counties=re.sub("28081,Lee,.*\n", "", COUNTIES))
    in_services = [problem for problem in problems if problem.file == "services.yaml"]
    assert {(problem.rule, problem.found) for problem in in_services} == {
        ("wrong-count", "82"),
        ("unknown-county", "Lee"),
    }
    named = re.findall(r"(?:counties: \[.*|county: )\bLee\b", SERVICES)
    assert len(in_services) == 1 + len(named)
    others = [problem for problem in problems if problem.file != "services.yaml"]
    tables = [problem for problem in others if problem.file.endswith(".csv")]
    assert {problem.file for problem in tables} == {"places.csv", "zips.csv"}
    assert {problem.rule for problem in tables} == {"unknown-county"}
    assert all("28081" in problem.found for problem in tables)
    shapes = [
        (problem.file, problem.rule, problem.found) for problem in others if problem not in tables
    ]
    assert shapes == [
        ("counties.geojson", "unknown-county", "28081"),
        ("display_counties.geojson", "unknown-county", "28081"),
    ]


def test_faults_in_both_files_come_together(tmp_path: Path) -> None:
    services = SERVICES.replace("counties: [Lee]", "counties: [Leee]", 1)
    problems = problems_of(tmp_path, services, COUNTIES.replace(",29538,", ",x,"))
    assert [(problem.file, problem.rule, problem.found) for problem in problems] == [
        ("counties.csv", "not-a-number", "x"),
        ("services.yaml", "unknown-county", "Leee"),
    ]


# Every rule has its bad file


def rules(*modules: str) -> set[str]:
    """Return the rules that modules name: the words with hyphens among their texts."""
    named: set[str] = set()
    for module in modules:
        path = Path(catalog_load.__file__).parents[1] / f"{module}.py"
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        named |= {text for text in texts if re.fullmatch("[a-z]+(-[a-z0-9]+)+", text)}
    return named - {"utf-8-sig"}


def test_every_rule_of_the_reader_has_a_bad_file() -> None:
    tried = {problem.rule for case in BAD for problem in case.problems}
    tried |= {rule for _, expected in RAW.values() for _, rule in expected}
    tried |= {"no-file", "not-a-file", "changed-meanwhile"}  # each has a test of its own
    catalog = ("yamltree", "schema", "references", "study_area", "memberships", "adequacy", "clock")
    assert tried == rules("catalog/raw_file", *(f"catalog/{module}" for module in catalog))


def test_every_rule_of_the_table_has_a_bad_table() -> None:
    tried = {problem.rule for case in BAD_TABLE for problem in case.problems}
    # Each of these has a test of its own.
    others = {"no-folder", "no-file", "not-utf-8", "outside-county"}
    others |= {"not-a-file", "changed-meanwhile"}
    readers = rules("catalog/raw_file", "catalog/load", "catalog/csvtable", "catalog/county_table")
    assert tried | others == readers | {"outside"}  # one word, as no other


# What is right stays right


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    opened: 2004\n", "    opened:\n"),
        ("    opened: 2004\n", "    opened: 2026-11\n"),
        ("    opened: 2004\n", "    opened: 2026\n"),
        ("published: 2010-05-07", "published: 2026-11-21"),
        ("retrieved: 2025-01-29/2026-11", "retrieved: 2025-01-29/2027"),
        ('phone: "601-359-1288"', 'phone: "211"'),
        ("title: Front page", "title: 'Café “Nord” – it’s open; 24/7 & more'"),
        ("title: Front page", "title: >-\n      Front\n      page"),
        ("counties: [Covington, Forrest, Greene, Jefferson Davis", "counties: [Covington, Forrest, Greene, Jeff Davis"),
        ("        valid_to: 2010\n", "        valid_to: 2010-12-31/2011-02\n"),
        ("lon: -89.94426", "lon: -90"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_read(old: str, new: str, tmp_path: Path) -> None:
    text = SERVICES.replace(old, new, 1)
    if "valid_to" in old:  # a move has two sides that must fit
        text = text.replace("        valid_from: 2010\n", new.replace("_to", "_from"), 1)
    assert text != SERVICES
    assert len(load(tmp_path, text.encode(), COUNTIES.encode(), strict=True).counties) == 82


def test_a_catalog_knows_counties_by_name_and_alias(tmp_path: Path) -> None:
    known = load(tmp_path, SERVICES.encode(), COUNTIES.encode())
    assert len(known.geoid_by_name) == 82 + len(known.services.study_area.aliases)
    assert known.geoid_by_name["Jeff Davis"] == known.geoid_by_name["Jefferson Davis"] == "28065"
    assert [county.geoid for county in known.counties] == sorted(
        county.geoid for county in known.counties
    )


def test_without_a_folder_the_data_that_came_along_are_read() -> None:
    known = catalog_load.load(today=TODAY, strict=True)
    assert known.services.study_area.name == "Mississippi"


# Nothing but DataError


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def alone(home: Path) -> Path:
    """Return a folder that already has all other files, each of them empty and soon read."""
    folder_of_two = home / "alone"
    folder_of_two.mkdir()
    for name in set(folder.HASHED) - {"services.yaml", "counties.csv"}:
        (folder_of_two / name).touch()
    return folder_of_two


def attempt(home: Path, services: bytes, counties: bytes = COUNTIES.encode()) -> None:
    """Read both files: a catalog or a DataError whose lines exist; anything else fails the test."""
    try:
        load(home, services, counties)
    except DataError as error:
        for problem in error.problems:
            raw = services if problem.file == "services.yaml" else counties
            assert 0 <= problem.line <= len(re.split(rb"\r\n?|\n", raw))
            assert problem.rule
            assert "\n" not in str(problem)
            assert len(problem.found) <= 81


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_as_services_raise_anything_else(alone: Path, raw: bytes) -> None:
    attempt(alone, raw)


@given(st.binary() | st.text('geoid,name\n\r"28001 x\x00\x85').map(str.encode))
def test_no_bytes_as_counties_raise_anything_else(home: Path, raw: bytes) -> None:
    for text in (raw, COUNTIES.encode() + raw):
        (home / "counties.csv").write_bytes(text)
        table = county_table.read(home / "counties.csv")
        assert table.problems or len(table.counties) == len(table.names) > 0
        assert all(problem.rule and "\n" not in str(problem) for problem in table.problems)


LINES = SERVICES.split("\n")
VALUES = (
    "",
    "x",
    "0",
    "-1",
    "[]",
    "{}",
    "[x]",
    "{a: b}",
    "~",
    "NO",
    "2030",
    "'",
    "&a",
    "*a",
    "!t x",
)
values = st.sampled_from((*VALUES, "é", "\u2028", "9" * 5000)) | st.text(max_size=20)


@given(st.integers(0, len(LINES) - 1), values, st.integers(0, 4))
@settings(max_examples=60)
def test_no_change_to_a_line_of_the_real_file_raises_anything_else(
    home: Path, index: int, text: str, kind: int
) -> None:
    line = LINES[index]
    key, colon, value = line.partition(": ")
    new = [
        text,
        f"{key}{colon}{text}",
        f"{text}{colon}{value}",
        f"{line}\n{line}",
        f"  {line}",
    ][kind]
    attempt(home, "\n".join([*LINES[:index], new, *LINES[index + 1 :]]).encode("utf-8", "replace"))


@given(st.data())
@settings(max_examples=30)
def test_no_two_lines_changed_places_raise_anything_else(home: Path, data: st.DataObject) -> None:
    lines = LINES.copy()
    first, second = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[first], lines[second] = lines[second], lines[first]
    attempt(home, "\n".join(lines).encode())
