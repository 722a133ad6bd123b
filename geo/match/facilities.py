"""The facilities that a federal directory lists near a place, as a layer of its own: nothing here is checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.catalog.records import Catalog
from geo.match import normalize
from geo.match.records import Code, Directory, Listing

__all__ = ["ListedFacility", "ListedLayer", "near"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFacility:
    """A row of the directory, as it says: no fact of the data, and no proof that a county is served.

    `street` is None where the directory withholds it. `counties` are the GEOIDs that its ZIP reaches or that it names;
    `services` what its codes mean by the directory's own key, None for a code whose meaning is not known.
    """

    name: str
    street: str | None
    city: str
    zip: str
    counties: tuple[str, ...]
    same_zip: bool
    phones: tuple[str, ...]
    services: tuple[Code, ...]
    line: int
    sheet: str | None

    @property
    def definitions(self) -> tuple[str, ...]:
        """What its codes mean, as far as that is known, each once: several codes can mean the same."""
        meant = (service.definition for service in self.services)
        return tuple(dict.fromkeys(filter(None, meant)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLayer:
    """What a directory lists in the counties of a place, those of the same ZIP first.

    `describes` is its date, None where neither title nor name of the file tells it.
    """

    file: str
    sha256: str
    describes: str | None
    checked: bool
    facilities: tuple[ListedFacility, ...]


def near(
    directory: Directory, catalog: Catalog, geoids: Sequence[str], zip_code: str = ""
) -> ListedLayer:
    """Return what a directory lists in counties.

    Parameters
    ----------
    directory : Directory
        As `read_directory.read` gives it.
    catalog : Catalog
        Its tables say which counties a ZIP reaches.
    geoids : sequence of str
        The counties that are asked about.
    zip_code : str
        A ZIP whose facilities come first; empty where none was asked about.
    """
    found = [
        facility
        for facility in _in_state(directory, catalog, zip_code)
        if set(facility.counties) & set(geoids) or facility.same_zip
    ]
    found.sort(key=lambda facility: (not facility.same_zip, facility.city, facility.name))
    return ListedLayer(
        file=directory.file,
        sha256=directory.sha256,
        describes=directory.describes,
        checked=False,
        facilities=tuple(found),
    )


def _in_state(directory: Directory, catalog: Catalog, zip_code: str) -> Iterator[ListedFacility]:
    state = catalog.services.study_area.postal
    for row in directory.listings:
        if row.state == state:
            yield ListedFacility(
                name=row.full_name,
                street=None if normalize.is_withheld(row.street) else row.street,
                city=row.city,
                zip=row.zip,
                counties=_counties(row, catalog),
                same_zip=bool(zip_code) and row.zip == zip_code,
                phones=tuple(
                    dict.fromkeys(each.number for each in (*row.numbers, *row.more_numbers))
                ),
                services=tuple(
                    directory.key.get(code, Code(code=code, definition=None)) for code in row.codes
                ),
                line=row.line,
                sheet=row.sheet,
            )


def _counties(row: Listing, catalog: Catalog) -> tuple[str, ...]:
    """Return the county that a row names, else those that its ZIP reaches by the tables."""
    named = catalog.geoid_by_name.get(row.county)
    if named:
        return (named,)
    code = catalog.gazetteer.zips.get(row.zip)
    if not code:
        return ()
    return tuple(dict.fromkeys((code.geoid, *(share.geoid for share in code.shares))))
