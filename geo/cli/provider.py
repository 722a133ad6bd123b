"""``provider``: from a place to its center, teams, units and what certified providers offer."""

import argparse
from typing import Any

from geo.cli import nearest, options
from geo.jsonable import jsonable

__all__ = ["add", "run"]


def add(subparsers: Any) -> None:
    """Add the command."""
    added = options.add(
        subparsers,
        "provider",
        "from a place as typed to its community mental health center, teams, units and certified providers",
        f"{options.TRACES} Exit code: 0 one place found; 1 none, several, or one in another state; 2 "
        "nothing to look up, or the file, data or call is not valid.",
    )
    added.add_argument(
        "text",
        nargs="+",
        type=options.words,
        metavar="TEXT",
        help="address, ZIP, town, county or coordinates; - reads standard input",
    )
    added.add_argument(
        "--directory",
        type=options.file,
        metavar="FILE",
        help="show the facilities that this National Directory (.xlsx or CSV) lists there, as it says; not checked",
    )
    added.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Say where to go for help at one place."""
    assessment = options.assessment(asked)
    from geo.catalog.records import Pillar
    from geo.coverage import beside
    from geo.match import facilities, read_directory
    from geo.referral import reached, records, refer

    text = " ".join(asked.text)
    place = nearest.typed() if text == "-" else text
    with nearest.numbers_anyway(assessment, asked.format):
        answer = refer.answer(assessment, place)
    layer = None
    if asked.directory:
        directory = read_directory.read(asked.directory, assessment.catalog.services)
        layer = facilities.near(directory, assessment.catalog, *reached.counties_and_zip(answer))
    offers = [offer for pillar in Pillar for offer in beside.offers(assessment, pillar)]
    if asked.format == "json":
        more = {"certified_providers": jsonable(offers), "directory": jsonable(layer)}
        options.print_json({**records.as_json(answer), **more})
    else:
        from geo.cli import provider_text

        provider_text.print_provider(assessment.catalog, answer, offers, layer)
    return records.exit_code(answer)
