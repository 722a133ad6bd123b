"""Where to go for help at one place, as text for a terminal."""

from collections.abc import Sequence

from rich.text import Text

from geo.catalog.records import Catalog, Flag
from geo.cli import referral_text, terminal
from geo.coverage.continuum_records import Offer
from geo.geocode.location import LocationStatus
from geo.match.facilities import ListedFacility, ListedLayer
from geo.referral import distance_text
from geo.referral.records import Answer, CenterHelp
from geo.text import period

__all__ = ["print_provider"]

_HOW = "To list them, give the directory's file with --directory FILE. It is not part of this data."


def print_provider(
    catalog: Catalog, answer: Answer, offers: Sequence[Offer], layer: ListedLayer | None
) -> None:
    """Print the center, what certified providers offer and what a directory lists, then the whole answer."""
    out = terminal.screen()
    if answer.status is LocationStatus.OK:
        (referral,) = answer.referrals
        for caution in answer.warnings:
            if caution.code == "of_child":
                out.print(Text(caution.message, "bold"))
        names = {county.geoid: county.name for county in catalog.counties}
        several = len(referral.counties) > 1
        centers = [
            _center(
                center,
                distance_text.counties(center.counties, names, "or") if several else "",
            )
            for center in referral.centers
        ]
        none = ["No source that we read names a center here."]
        terminal.lines(out, centers or none, "Community mental health center")
        for title, rows in _offered(offers).items():
            terminal.lines(out, rows, title)
        _print_layer(layer)
        out.print()
    referral_text.print_answer(catalog, answer)


def _offered(offers: Sequence[Offer]) -> dict[str, list[str]]:
    """Return what each statement names, as one list: it is split by what its services lead to."""
    found: dict[str, list[str]] = {}
    for offer in offers:
        note = f"{offer.note or ''} ({offer.source}, {period(offer.as_of)})".strip()
        title = "Through certified providers, claimed only. Ask the center which it has"
        *names, told = found.get(title, [note])
        found[title] = [*names, *offer.names, told]
    return found


def _center(center: CenterHelp, counties: str) -> str:
    who = ", ".join(filter(None, (center.operator, center.address or center.city)))
    marks = [f"if in {counties}"] if counties else []
    marks += [Flag.WEAK.label] if center.weak else []
    origin = "; ".join([*marks, *(fact.says for fact in center.rests_on)])
    number = center.phone or "no number published"
    return f"{number:>12}  {who} ({origin}). {center.note or ''}".rstrip()


def _print_layer(layer: ListedLayer | None) -> None:
    out = terminal.screen()
    if not layer:
        terminal.lines(out, [_HOW], "Facilities of the federal directory")
        return
    day = period(layer.describes) if layer.describes else "undated"
    title = f"As the directory says, {day}; not checked"
    none = ["The directory lists none here. That does not show that there is none."]
    terminal.lines(out, [_listed(each) for each in layer.facilities] or none, title)


def _listed(one: ListedFacility) -> str:
    where = ", ".join(filter(None, (one.name, one.street, f"{one.city} {one.zip}")))
    services = f": {'; '.join(one.definitions)}" if one.definitions else ""
    return f"{', '.join(one.phones) or 'no number':>12}  {where}{services}."
