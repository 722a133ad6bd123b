"""The forms of texts and numbers in the data, by which the reader checks them."""

from typing import Annotated

from geo.catalog.schema import Between, Length, Pattern

__all__ = [
    "Count",
    "Fips",
    "Latitude",
    "Longitude",
    "Phone",
    "Postal",
    "Sha256",
    "Slug",
    "Text",
    "Url",
    "Zip",
]

Slug = Annotated[str, Pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "lower-case words joined by - or _")]
Phone = Annotated[
    str,
    Pattern(
        r"988|[2-9]11|[2-9](?!11)\d\d-[2-9](?!11)\d\d-\d{4}",
        "a North American number as 601-555-0123 (area code and exchange start with 2 to 9 and "
        "are not N11), or 988, or an N11 code",
    ),
]
Url = Annotated[
    str, Pattern(r"https?://[^\s\"']+", "a web address that starts with http:// or https://")
]
Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "a SHA-256 hash: 64 digits 0 to 9 and a to f")]
Fips = Annotated[str, Pattern(r"\d{2}", "a state's two-digit FIPS code")]
Postal = Annotated[str, Pattern(r"[A-Z]{2}", "a state's two-letter postal code")]
Zip = Annotated[str, Pattern(r"\d{5}", "a five-digit ZIP code")]
Text = Annotated[str, Length(1, 900)]
Count = Annotated[int, Between(0, 10_000)]
Longitude = Annotated[float, Between(-180, 180)]
Latitude = Annotated[float, Between(-90, 90)]
