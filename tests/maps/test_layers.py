"""The state map's page: what it says of every county, and that equal data give equal bytes."""

import datetime as dt
import gzip
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import shapely

from geo.access import assess, frames
from geo.catalog import folder, load
from geo.catalog.dates import parse_when
from geo.catalog.records import (
    Basis,
    Catalog,
    Catchment,
    Flag,
    Pillar,
    Service,
    ServiceRole,
    ServiceType,
    Status,
)
from geo.coverage import evidence, gather, sentences
from geo.maps import layer_model, layers, page_data, styles
from tests import live

DAY = live.DAY
KNOWN = live.catalog()
VERIFIED = live.assessment()
GEOIDS = [county.geoid for county in KNOWN.counties]
LEAFLET = Path(layers.__file__).parent / "leaflet"


@cache
def html() -> str:
    return layers.state_map(VERIFIED).decode()


def data_of(page: str) -> dict[str, Any]:
    """Read the page's data as its script does."""
    block = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page)
    assert block
    return next(
        load for load in json.loads(block[1]) if isinstance(load, dict) and "layers" in load
    )


def layer_of(page: str, key: str) -> dict[str, Any]:
    return next(layer for layer in data_of(page)["layers"] if layer["id"] == key)


def cells_of(layer: dict[str, Any]) -> dict[str, tuple[dict[str, Any], str]]:
    """Return by GEOID the kind of a county and the detail told of it."""
    says = [layer["says"][place] for place in layer["cells"]]
    return {
        geoid: (layer["kinds"][kind], detail)
        for geoid, (kind, detail) in zip(GEOIDS, says, strict=True)
    }


def with_service(kind: str, catchment: Catchment, *, complete: bool = True) -> Catalog:
    """Return the catalog with one more service type, and one service of it."""
    services = KNOWN.services
    source = services.service_types[0].source
    added = ServiceType(
        id=kind,
        role=ServiceRole.OTHER,
        pillar=Pillar.GO,
        name="Walk-in center",
        short="Walk-in",
        purpose="A place to walk into.",
        complete=complete,
        complete_note="The page lists every center.",
        source=source,
    )
    service = Service(
        id="walk-in-1",
        type=kind,
        title="First walk-in center",
        phone="601-555-0123",
        catchment=catchment,
        source=source,
        quote="first walk-in center",
    )
    more = replace(
        services,
        service_types=(*services.service_types, added),
        services=(*services.services, service),
    )
    return replace(KNOWN, services=more)


def drawn(known: Catalog, day: dt.date = DAY) -> str:
    return layers.state_map(assess.verify(known, day)).decode()


def test_the_page_of_six_standards_weighs_at_most_40_kilobytes_beyond_leaflet() -> None:
    """More units and standards of the data are not the page's fault."""
    data = KNOWN.services
    data = replace(data, standards=data.standards[:6], facilities=data.facilities[:12])
    known = replace(KNOWN, services=data)
    names = ("leaflet.js", "leaflet.css", "LICENSE")
    library = b"".join((LEAFLET / name).read_bytes() for name in names)
    page = layers.state_map(assess.verify(known, DAY))
    weight = len(gzip.compress(page, 9)) - len(gzip.compress(library, 9))
    assert weight <= 40_000


def test_the_page_asks_for_nothing() -> None:
    """Addresses stand in it as names only: SVG's namespace, and Leaflet's credit."""
    found = set(re.findall(r"[a-z]+://[^\"'\s)<]+", html()))
    assert found == {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    assert not re.search(r"<(link|img|iframe|object|embed|base|script [^>]*src)\b|@import", html())


def test_layer_ids_are_the_standards_the_regions_and_the_services_with_a_catchment() -> None:
    found = [layer.id for layer in layers.layers(KNOWN)]
    standards = [standard.id for standard in KNOWN.services.standards]
    assert found == [*standards, "regions", "mobile_crisis", "pact", "icort"]
    assert len(set(found)) == len(found)
    assert [layer["id"] for layer in data_of(html())["layers"]] == found
    assert len({layer.id for layer in layers.LAYERS}) == len(layers.LAYERS)


@pytest.mark.parametrize("key", [layer.id for layer in layers.layers(KNOWN)])
def test_every_layer_says_something_of_every_county(key: str) -> None:
    data, layer = data_of(html()), layer_of(html(), key)
    assert [county[0] for county in data["counties"]] == GEOIDS
    cells = cells_of(layer)
    assert len(cells) == 82
    assert all(detail for _, detail in cells.values())
    assert sum(people for _, _, _, people, _ in data["counties"]) == 2_961_279
    assert layer["sentence"]
    assert layer["question"]
    assert set(layer["sources"]) <= set(data["sources"])


@pytest.mark.parametrize("standard", [standard.id for standard in VERIFIED.standards])
def test_the_page_says_what_the_verdicts_say(standard: str) -> None:
    layer = layer_of(html(), standard)
    cells = cells_of(layer)
    evaluation = next(total.evaluation for total in VERIFIED.standards if total.id == standard)
    for finding in VERIFIED.of(standard):
        kind, detail = cells[finding.geoid]
        assert kind["key"] == finding.status.value
        label = sentences.meaning(evaluation, finding.status).label
        assert kind["said"].endswith(f": {label}")
        assert kind["name"] == label
        assert kind["named"] == (finding.status is not Status.COVERED)
        flags = [flag.value for flag in finding.flags if flag is not Flag.STALE]
        assert layer["flags"].get(finding.geoid, []) == flags
        told = {Basis.LISTED: "the county", Basis.REGION: "its region"}
        assert detail.endswith(told.get(finding.basis, "")) or finding.basis not in told


def test_stale_evidence_is_told_in_words_on_every_layer_it_concerns() -> None:
    unread = [total.id for total in live.assessment().unread()]
    assert unread
    for layer in data_of(html())["layers"]:
        said = " ".join([layer["sentence"], *layer["notes"]])
        # Regions age apart, and where nothing was read nothing is old.
        aged = layer["id"] not in ("regions", *unread)
        assert ("more than a year old (" in said) == aged


def test_weak_and_disputed_counties_are_named() -> None:
    notes = " ".join(layer_of(html(), "mobile-crisis")["notes"])
    assert "Carroll: region inferred." in notes
    assert "sources disagree" not in " ".join(layer_of(html(), "intensive")["notes"])
    unsettled = layers.state_map(live.unsettled()).decode()
    assert "Benton: sources disagree." in " ".join(layer_of(unsettled, "intensive")["notes"])
    weak = ["28015"]
    for key in ("regions", "mobile_crisis", "mobile-crisis"):
        assert sorted(layer_of(html(), key)["flags"]) == weak


def test_the_regions_are_eleven_each_with_its_number() -> None:
    layer = layer_of(html(), "regions")
    sizes = Counter(kind["mark"] for kind, _ in cells_of(layer).values())
    assert sizes == dict(
        zip(
            ("2", "3", "4", "6", "7", "8", "9", "10", "12", "14", "15"),
            (6, 7, 5, 16, 7, 5, 1, 9, 18, 2, 6),
            strict=True,
        )
    )
    assert {mark for mark, _ in layer["marks"]} == set(sizes)


@pytest.mark.published
def test_the_services_serve_as_many_counties_as_published() -> None:
    teams = layer_of(html(), "mobile_crisis")
    basis = Counter(kind["key"].rsplit("-", 1)[1] for kind, _ in cells_of(teams).values())
    assert basis == {"listed": 24, "region": 58}
    assert len(teams["kinds"]) == 13
    assert "13 teams serve 82 of 82 counties" in teams["sentence"]
    for key, count, sentence in (("pact", 19, "10 teams"), ("icort", 46, "16 teams")):
        layer = layer_of(html(), key)
        assert sum(bool(kind["mark"]) for kind, _ in cells_of(layer).values()) == count
        assert f"{sentence} serve {count} of 82 counties" in layer["sentence"]


def test_a_team_that_serves_by_region_looks_otherwise_than_one_that_names_the_county() -> None:
    for kind in layer_of(html(), "mobile_crisis")["kinds"]:
        assert kind["pattern"] == ("level" if kind["key"].endswith("-region") else "")
    signs = {sign["pattern"]: sign["name"] for sign in layer_of(html(), "mobile_crisis")["signs"]}
    assert signs == {
        "": "plain: a source names the county",
        "level": "level lines: a source names its region",
    }


def test_a_new_service_type_gets_its_layer() -> None:
    page = drawn(with_service("walk_in", Catchment(counties=("Adams",), regions=(2,))))
    cells = cells_of(layer_of(page, "walk_in"))
    assert cells["28001"][0]["said"] == "First walk-in center, 601-555-0123"
    assert cells["28001"][1] == "a source names the county"
    assert cells["28013"][1] == "a source names its region"
    assert sum(kind["key"] == "none" for kind, _ in cells.values()) == 82 - 7


def test_an_incomplete_list_leaves_the_others_unknown() -> None:
    page = drawn(with_service("walk_in", Catchment(counties=("Adams",)), complete=False))
    kinds = Counter(kind["key"] for kind, _ in cells_of(layer_of(page, "walk_in")).values())
    assert kinds == {"team-A-listed": 1, "unknown": 81}


def test_a_service_for_the_whole_state_has_no_layer() -> None:
    more = with_service("walk_in", Catchment(statewide=True))
    assert layers.layers(more) == layers.layers(KNOWN)


def test_a_service_type_that_is_named_as_a_standard_has_a_layer_of_its_own() -> None:
    more = with_service("intensive", Catchment(counties=("Adams",)))
    found = [layer.id for layer in layers.layers(more)]
    assert len(set(found)) == len(found)
    assert {"intensive", "service.intensive"} <= set(found)


def test_a_list_that_is_younger_than_the_day_says_nothing() -> None:
    page = drawn(KNOWN, dt.date(2015, 1, 1))
    kinds = {kind["key"] for kind, _ in cells_of(layer_of(page, "pact")).values()}
    assert kinds == {"unknown"}
    assert {kind["key"] for kind, _ in cells_of(layer_of(page, "mobile-crisis")).values()} == {
        "unknown"
    }


def test_a_county_that_may_have_moved_is_in_neither_region() -> None:
    day = dt.date(2023, 1, 1)
    frame = frames.counties(assess.verify(KNOWN, day))
    moving = frame[frame["region"].str.contains("or")]
    assert "28027" in moving.index
    cells = cells_of(layer_of(drawn(KNOWN, day), "regions"))
    for geoid, region in moving["region"].items():
        kind, _ = cells[str(geoid)]
        assert kind["name"] == f"Region {region}"
        assert kind["pattern"] == "dots"


def test_the_map_is_drawn_without_its_surroundings(tmp_path: Path) -> None:
    for name in folder.HASHED:
        if not name.startswith("context_"):
            shutil.copy(KNOWN.home / name, tmp_path)
    page = drawn(load.load(tmp_path))
    assert len(cells_of(layer_of(page, "intensive"))) == 82
    assert "Louisiana" not in page


def test_numbers_to_call_come_from_the_data() -> None:
    services = KNOWN.services
    changed = tuple(
        replace(number, phone="211") if number.role is ServiceRole.EMERGENCY else number
        for number in services.statewide
    )
    data = data_of(drawn(replace(KNOWN, services=replace(services, statewide=changed))))
    assert data["always"][0] == ["In an emergency call", "211"]
    assert data_of(html())["always"][:2] == [
        ["In an emergency call", "911"],
        ["In a crisis call or text", "988"],
    ]


REGION_12 = {
    geoid for geoid, own in VERIFIED.evidence.regions.items() if own[0].region == 12
}  # where the Gulfport unit, of which sources give two numbers, is one of the region's own


def test_every_county_has_the_numbers_of_its_own_services() -> None:
    calls = data_of(html())["calls"]
    serving = evidence.providers(gather.gather(KNOWN, DAY))
    for geoid in GEOIDS:
        told = {tuple(calls["numbers"][place]) for place in calls["by"][geoid]}
        expected = {
            (fact.title, fact.phone)
            for kind in KNOWN.services.service_types
            for fact in serving.get((kind.id, geoid), ())
            if fact.phone and fact.basis is not Basis.CLAIMED
        }
        others = {
            (f"{fact.title}, by {other.source}", other.phone)
            for fact in serving.get(("csu", geoid), ())
            for other in fact.other_numbers
        }
        assert told == expected | others
        assert bool(others) == (geoid in REGION_12)
        assert expected


def test_the_page_names_its_day_its_data_and_its_makers() -> None:
    assert f"As of {DAY} - data {KNOWN.data_sha256[:12]}" in html().replace("&#45;", "-")
    for credit in ("U.S. Census Bureau", "GeoNames (geonames.org), CC BY 4.0", "Natural Earth"):
        assert credit in html()


def test_text_of_the_data_does_not_act() -> None:
    hostile = "{{7*7}}</script><script>alert(1)</script>"
    services = KNOWN.services
    facility = replace(services.facilities[0], name=hostile)
    service = replace(services.services[0], title=hostile)
    changed = replace(
        services,
        facilities=(facility, *services.facilities[1:]),
        services=(service, *services.services[1:]),
    )
    page = drawn(replace(KNOWN, services=changed))
    assert hostile not in page
    assert "alert(1)</script>" not in page
    assert any(hostile in kind["name"] for kind in layer_of(page, "mobile_crisis")["kinds"])


# --- looks ---------------------------------------------------------------------------------------

LOOKS = [*styles.STATUS_LOOKS.values(), styles.NOBODY, *map(styles.Style, styles.PALETTE)]
# Share of the ground that a pattern's lines cover, from its drawing: width over distance.
INK = {"": 0.0, "diagonal": 0.37, "cross": 0.49, "dots": 0.17, "level": 0.09}
# Machado, Oliveira and Fernandes (2009), full deuteranopia and protanopia, for linear RGB.
NO_GREEN = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
NO_RED = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)


def linear(color: str) -> Any:
    levels = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


def contrast(color: str, other: str) -> float:
    """Return the ratio of WCAG 2.2."""
    low, high = sorted((luminance(color), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(look: styles.Style) -> float:
    """Return CIE L* of fill and ink together."""
    share = INK[look.pattern]
    mean = (1 - share) * luminance(look.fill) + share * luminance(look.ink)
    return float(116 * np.cbrt(mean) - 16)


def lab(color: str, eye: Any) -> Any:
    seen = np.clip(eye @ linear(color), 0, 1)
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ seen
    )
    x, y, z = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("look", LOOKS)
def test_borders_patterns_and_names_stand_out_from_every_fill(look: styles.Style) -> None:
    assert contrast(styles.BORDER, look.fill) >= 3
    assert contrast(look.ink, look.fill) >= 3
    assert contrast("#18222b", look.fill) >= 4.5


def test_each_status_has_its_own_pattern_and_its_own_lightness() -> None:
    """On gray paper: lines that stand out from every ground, or another lightness as a whole."""
    every = list(styles.STATUS_LOOKS.values())
    assert set(styles.STATUS_LOOKS) == set(Status)
    assert len({look.pattern for look in every}) == 4
    assert styles.STATUS_LOOKS[Status.COVERED].pattern == ""
    patterned = [look for look in every if look.pattern]
    assert min(contrast(look.ink, other.fill) for look in patterned for other in every) >= 4
    assert min(abs(lightness(a) - lightness(b)) for a, b in combinations(patterned, 2)) >= 5


@pytest.mark.parametrize("eye", [np.eye(3), NO_GREEN, NO_RED])
def test_the_palette_can_be_told_apart_by_every_eye(eye: Any) -> None:
    """CIE76 differences; 2.3 is just noticeable."""
    pairs = combinations(styles.PALETTE, 2)
    assert min(np.linalg.norm(lab(a, eye) - lab(b, eye)) for a, b in pairs) >= 10


@pytest.mark.parametrize("key", ["regions", "mobile_crisis", "pact", "icort"])
def test_groups_that_touch_differ_in_color(key: str) -> None:
    cells = cells_of(layer_of(html(), key))
    beside = styles.neighbors(frames.counties(VERIFIED, display=True))
    touching = [
        (cells[geoid][0], cells[other][0])
        for geoid, some in beside.items()
        for other in some
        if cells[geoid][0]["mark"] and cells[other][0]["mark"]
    ]
    assert touching
    assert all(a["fill"] != b["fill"] for a, b in touching if a["mark"] != b["mark"])


def test_more_groups_than_colors_still_all_get_one() -> None:
    names = [f"g{number}" for number in range(9)]
    beside = {name: frozenset(names) - {name} for name in names}
    assert styles.spread(names, beside).keys() == set(names)


def test_letters_go_on_after_z() -> None:
    assert [styles.letter(number) for number in (0, 25, 26, 27, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "ZZ",
        "AAA",
    ]


def test_marks_lie_in_the_counties_they_mark() -> None:
    frame = frames.counties(VERIFIED, display=True)
    layer = layer_of(html(), "regions")
    cells = cells_of(layer)
    for mark, (lat, lon) in layer["marks"]:
        at = frame[frame.contains(shapely.Point(lon, lat))].index
        assert [cells[geoid][0]["mark"] for geoid in at] == [mark]


def test_every_layer_can_be_drawn_on_its_own() -> None:
    ground = layer_model.ground(VERIFIED)
    for layer in layers.layers(KNOWN):
        picture = layer.draw(ground, layer.about)
        assert list(picture.cells) == GEOIDS
        assert {cell.kind for cell in picture.cells.values()} <= {
            kind.key for kind in picture.kinds
        }


def test_on_a_day_of_which_no_source_speaks_no_unit_is_drawn() -> None:
    early = layers.state_map(assess.verify(KNOWN, dt.date(2022, 6, 1))).decode()
    now = layers.state_map(VERIFIED).decode()
    pin = "Batesville Crisis Stabilization Unit, 662-563-9176, map point right within about"
    assert pin in now
    assert pin not in early


def test_the_script_knows_the_counties_of_just_the_pins_that_are_drawn() -> None:
    """It pairs them by their place, so that one left out of one list would shift all others."""
    services = KNOWN.services
    later = replace(services.facilities[0], opened=parse_when("2026-01"))
    known = replace(KNOWN, services=replace(services, facilities=(later, *services.facilities[1:])))
    on = layer_model.ground(assess.verify(known, dt.date(2025, 6, 1)))
    drawn = [facility.id for facility in page_data.facilities(on)]
    assert drawn == [facility.id for facility in services.facilities[1:]]
    page = layers.state_map(assess.verify(known, dt.date(2025, 6, 1))).decode()
    assert page.count(", map point right within") == len(drawn)
    data = cast("dict[str, Any]", page_data.page_data(on, [], ("", "")))
    geoids = [known.geoid_by_name[facility.county] for facility in services.facilities[1:]]
    assert data["pins"] == geoids
