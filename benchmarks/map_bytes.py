"""Weigh the map page, and time its making, against stock folium maps of the same facts.

.venv/bin/python benchmarks/map_bytes.py [--files DIR]
"""

import argparse
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import measure
from measure import ROOT, median

sys.path.insert(0, str(ROOT))

from plain import folium_map, verify_geopandas

import geo
from geo.maps import layers as maps_layers

LEAFLET = ROOT / "geo" / "maps" / "leaflet"
# Elements that a browser loads something for; a plain link (<a>) is not.
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src"}


class Foreign(HTMLParser):
    """Collects the addresses of the files that a page asks other hosts for."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads from elsewhere."""
        address = dict(attrs).get(LOADS.get(tag, ""))
        if address and urlsplit(address).netloc:
            self.links.append(address)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=9, help="how often each map is made")
    parser.add_argument("--files", type=Path, help="folder with copies of folium's foreign files")
    options = parser.parse_args()
    measure.headline("map_bytes", "folium", "branca", "geopandas")
    catalog = geo.load()
    assessment = geo.verify(catalog)
    shapes = folium_map.display_shapes()
    verdicts = verify_geopandas.verdicts(*verify_geopandas.load())
    standards = [total.id for total in assessment.standards]

    def stock(*chosen: str) -> bytes:
        drawn = folium_map.county_map(shapes, verdicts, *chosen)
        return drawn.get_root().render().encode()

    layers = len(maps_layers.layers(catalog))
    pages = {
        f"geo: {layers} layers": lambda: maps_layers.state_map(assessment),
        "stock folium: 1 standard": lambda: stock("intensive"),
        f"stock folium: {len(standards)} standards": lambda: stock(*standards),
    }
    built = {name: make() for name, make in pages.items()}
    weigh(built)
    if options.files:
        weigh_foreign(built, options.files)
    seconds = measure.alternate(pages, options.repeats)
    measure.show(
        ("making the page, ms", "median", "fastest"),
        [
            (name, f"{median(times) * 1e3:.0f}", f"{min(times) * 1e3:.0f}")
            for name, times in seconds.items()
        ],
    )


def weigh(pages: dict[str, bytes]) -> None:
    """Print bytes with and without Leaflet, and what each page asks other hosts for."""
    rows = []
    own: dict[str, int] = {}
    for name, page in pages.items():
        links = foreign(page)
        own[name] = measure.gzipped(without_leaflet(page))
        sizes = (len(page), measure.gzipped(page), own[name])
        hosts = len({urlsplit(link).netloc for link in links})
        rows.append((name, *(f"{size / 1e3:.1f}" for size in sizes), len(links), hosts))
    headers = ("kB (1,000 bytes)", "plain", "gzip", "gzip, no Leaflet", "foreign files", "hosts")
    measure.show(headers, rows)
    first, *others = own
    for name in others:
        print(f"{name} : {first} = {measure.ratio(own[name], own[first])} (gzip, no Leaflet)")


def foreign(page: bytes) -> list[str]:
    """Return the addresses on other hosts, each once."""
    reader = Foreign()
    reader.feed(page.decode())
    return list(dict.fromkeys(reader.links))


def without_leaflet(page: bytes) -> bytes:
    """Return the page less the Leaflet it carries, if it does."""
    library = (LEAFLET / "leaflet.js").read_bytes().rsplit(b"\n//# sourceMappingURL", 1)[0]
    sheet = (LEAFLET / "leaflet.css").read_bytes()
    if library not in page and not foreign(page):
        sys.exit("The page links to nothing, but Leaflet was not found in it as it is stored.")
    return page.replace(library, b"").replace(sheet, b"")


def weigh_foreign(pages: dict[str, bytes], folder: Path) -> None:
    """Print what a first visitor loads in all, with the foreign files found in the folder."""
    rows = []
    for name, page in pages.items():
        links = foreign(page)
        copies = [folder / Path(urlsplit(link).path).name for link in links]
        copies = [path for path in copies if path.is_file()]
        loaded = sum(measure.gzipped(path.read_bytes()) for path in copies)
        total = f"{(measure.gzipped(page) + loaded) / 1e3:.1f}"
        rows.append((name, f"{loaded / 1e3:.1f}", total, f"{len(copies)} of {len(links)}"))
    measure.show(("first load, kB gzip", "foreign files", "in all", "files weighed"), rows)


if __name__ == "__main__":
    main()
