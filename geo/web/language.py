"""The language that the reader chose in the header; it stands in the address as ``lang``."""

from geo.catalog.records import Catalog
from geo.templates.language import ENGLISH, Language

__all__ = ["current"]


def current(_catalog: Catalog) -> Language:
    """Return the language of the page."""
    return ENGLISH
