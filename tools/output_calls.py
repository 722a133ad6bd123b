"""The calls whose outputs `tools.compare_outputs` stores.

Every command with most of its options, and look-ups of every kind of text. Addresses are made up.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.output_inputs import TABLES, TEXTS

__all__ = ["DAYS", "TODAY", "Call", "calls"]

TODAY = "2026-11-01"
DAYS = ("2024-06-01", "2021-10-01")
"""Other days: some sources and memberships are not there yet."""
COMMANDS = (
    *("verify", "county", "nearest", "access", "gaps", "map", "report", "export", "diff"),
    *("continuum", "pocket", "adequacy", "match", "calls", "confirm", "app", "serve"),
    *("crisis", "peers", "provider", "handover"),
)
LAYERS = ("counties", "facilities", "teams", "regions", "sources", "findings", "continuum", "about")
LAYER_STEPS = {"csv": 1, "geojson": 2, "parquet": 3, "gpkg": 8, "xlsx": 8}
"""Every so many layers are asked for by name: each ending holds them in the same way."""
INPUTS = "../../inputs"
"""Where a call finds its files: it runs in a folder of its own."""


@dataclass(frozen=True)
class Call:
    """A command line with what it reads from standard input, and files put into its folder first."""

    name: str
    arguments: tuple[str, ...]
    stdin: bytes = b""
    copies: dict[str, tuple[str, float]] = field(default_factory=dict)
    """From a file's name to the file it is copied from, beside this call's folder, and what share
    of it is kept."""
    needs_others: bool = False
    """Whether it reads what other calls write, and so has to come after them."""
    environment: dict[str, str] = field(default_factory=dict)


def calls(data: Path) -> list[Call]:
    """Return every call, for the counties of a data folder."""
    listed = [*_verify(), *_county(data), *_continuum(), *_handover(), *_nearest(), *_batch()]
    listed += [*_access(), *_gaps(), *_files(), *_diff(), *_match(), *_records()]
    return [*listed, *_changed_data(), *_help()]


def _both(name: str, *arguments: str) -> Iterator[Call]:
    """Yield a call for people and one for programs, as of today."""
    for form in ("text", "json"):
        yield Call(f"{name}-{form}", (*arguments, "--as-of", TODAY, "--format", form))


def _verify() -> Iterator[Call]:
    yield from _both("verify", "verify")
    yield from _both("verify-proof", "verify", "--proof", "proof.json")
    yield Call("verify-all", ("verify", "--all", "--as-of", TODAY))
    yield Call("verify-strict", ("verify", "--strict", "--as-of", TODAY))
    for day in DAYS:
        for form in ("text", "json"):
            yield Call(f"verify-{day}-{form}", ("verify", "--as-of", day, "--format", form))
    for form in ("text", "json"):
        broken = ("verify", "--data", f"{INPUTS}/data_broken", "--format", form)
        yield Call(f"verify-broken-data-{form}", (*broken, "--as-of", TODAY))
    yield Call("verify-no-day", ("verify", "--as-of", "2026-02-30"))


def _county(data: Path) -> Iterator[Call]:
    with (data / "counties.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    for place, name in enumerate(names):
        name_of_call = f"county-{name.replace(' ', '_')}"
        if place % 8 == 0:
            yield from _both(name_of_call, "county", name)
        else:
            command = ("county", name, "--as-of", TODAY, "--format", "json")
            yield Call(f"{name_of_call}-json", command)
    for day in DAYS:
        yield Call(f"county-{day}", ("county", "28043", "--as-of", day))
    for place, name in enumerate(("jeff davis co", "28093", "desoto", "Nowhere", "Hindz")):
        yield from _both(f"county-as-typed-{place}", "county", name)


def _handover() -> Iterator[Call]:
    yield from _both("handover", "handover")
    for name in ("Carroll", "DeSoto", "Warren", "Jones"):
        yield from _both(f"handover-{name}", "handover", name)
    for day in DAYS:
        yield Call(f"handover-{day}", ("handover", "28043", "--as-of", day))
    yield from _both("handover-sheet", "handover", "Jones", "-o", "sheet.html")
    yield Call("handover-wrong-ending", ("handover", "Jones", "-o", "sheet.txt"))


def _continuum() -> Iterator[Call]:
    yield from _both("continuum", "continuum")
    yield Call("continuum-all", ("continuum", "--all"))
    yield Call("continuum-Lamar-all", ("continuum", "Lamar", "--all"))
    for name in ("Lamar", "Webster", "Rankin", "jeff davis", "Nowhere"):
        yield from _both(f"continuum-{name.replace(' ', '_')}", "continuum", name)
    for day in DAYS:
        yield Call(f"continuum-{day}", ("continuum", "28043", "--as-of", day))


def _nearest() -> Iterator[Call]:
    yield from (call for name in ("crisis", "peers") for call in _both(name, name))
    for place, text in enumerate(TEXTS[::7]):
        listed = ("--directory", f"{INPUTS}/directory-2025.csv") if place else ()
        yield from _both(f"provider-{place}", "provider", text, *listed)
    for place, text in enumerate(TEXTS):
        yield from _both(f"nearest-{place:02}", "nearest", text)
    for day in DAYS:
        yield Call(f"nearest-{day}", ("nearest", "38606", "--as-of", day))
    yield from _both("nearest-many", "nearest", "39201", "-k", "20")
    for place, typed in enumerate((b"38606\n", b"Oxford \xff\n", b"x" * 5000, b"")):
        piped = ("nearest", "-", "--as-of", TODAY)
        yield Call(f"nearest-piped-{place}", piped, stdin=typed)
    yield Call("nearest-nothing", ("nearest",))


def _batch() -> Iterator[Call]:
    def batch(name: str, *more: str) -> tuple[str, ...]:
        table = f"{INPUTS}/{name}.csv"
        given = ("--batch", table, "--column", "address", "-o", "answers.csv")
        return ("nearest", *given, "--as-of", TODAY, *more)

    for name in (*TABLES, "broken"):
        yield Call(f"batch-{name}", batch(name))
    split = ("--column", "address", "--column", "id")
    given = ("--batch", f"{INPUTS}/utf8.csv", *split, "-o", "answers.csv")
    yield Call("batch-columns", ("nearest", *given, "--as-of", TODAY))
    yield Call("batch-json", batch("utf8", "--format", "json"))
    yield Call("batch-no-column", ("nearest", "--batch", f"{INPUTS}/utf8.csv"))
    for share, name in ((1.0, "complete"), (0.6, "half")):
        earlier = {"answers.csv": ("batch-utf8/answers.csv", share)}
        for option in ("--resume", "--overwrite"):
            name_of_call = f"batch-{name}{option[1:]}"
            yield Call(name_of_call, batch("utf8", option), copies=earlier, needs_others=True)
    yield Call("batch-refused", batch("utf8"), copies=earlier, needs_others=True)


def _access() -> Iterator[Call]:
    yield from _both("access", "access")
    for name in ("Attala", "DeSoto", "Hinds", "jeff davis"):
        yield from _both(f"access-{name.replace(' ', '_')}", "access", name)
    yield from _both("access-demand", "access", "--demand", f"{INPUTS}/demand.csv")
    yield from _both("access-demand-Hinds", "access", "Hinds", "--demand", f"{INPUTS}/demand.csv")
    yield from _both("access-demand-wrong", "access", "--demand", f"{INPUTS}/demand_wrong.csv")
    for day in DAYS:
        yield Call(f"access-{day}", ("access", "--as-of", day))


def _gaps() -> Iterator[Call]:
    yield from _both("gaps", "gaps")
    yield from _both("gaps-rural-far", "gaps", "--region", "2", "4", "--rural", "--limit", "60")
    yield from _both("gaps-not-shown", "gaps", "--sort", "not-shown", "--with-neighbors")
    yield from _both("gaps-demand", "gaps", "--demand", f"{INPUTS}/demand.csv")
    for name, options in {
        "15": ("--limit", "15"),
        "45": ("--limit", "45"),
        "31": ("--limit", "31"),
        "rural": ("--rural",),
        "urban": ("--urban",),
        "rural-urban": ("--rural", "--urban"),
        "region-99": ("--region", "99"),
    }.items():
        yield Call(f"gaps-{name}", ("gaps", *options, "--as-of", TODAY))
    for day in DAYS:
        yield Call(f"gaps-{day}", ("gaps", "--as-of", day, "--format", "json"))


def _files() -> Iterator[Call]:
    """Yield the calls that write maps, reports and exports."""
    yield from _both("map", "map", "-o", "map.html")
    yield Call(f"map-{DAYS[0]}", ("map", "-o", "map.html", "--as-of", DAYS[0]))
    yield from _both("pocket", "pocket", "-o", "find-help.html")
    yield Call(f"pocket-{DAYS[0]}", ("pocket", "-o", "find-help.html", "--as-of", DAYS[0]))
    yield from _both("report", "report", "-o", "report", "--since", f"{INPUTS}/data_changed")
    yield Call(f"report-{DAYS[0]}", ("report", "-o", "report", "--as-of", DAYS[0]))
    yield Call("report-full", ("report", "-o", "report", "--full", "--as-of", TODAY))
    demand = ("--demand", f"{INPUTS}/demand.csv", "--as-of", TODAY)
    yield Call("report-demand", ("report", "-o", "report", *demand))
    yield from _both("adequacy", "adequacy", "-o", "report")
    yield Call("adequacy-demand", ("adequacy", "Panola", "-o", "report", *demand))
    yield Call(f"adequacy-{DAYS[0]}", ("adequacy", "-o", "report", "--as-of", DAYS[0]))
    no_browser = {"CHROMIUM": "no-such-browser"}
    printed = ("report", "-o", "report", "--pdf", "--as-of", TODAY)
    yield Call("report-no-browser", printed, environment=no_browser)
    for ending in ("csv", "geojson", "gpkg", "parquet", "xlsx"):
        yield Call(f"export-{ending}", ("export", "-o", f"out.{ending}", "--as-of", TODAY))
        early = ("export", "-o", f"out.{ending}", "--as-of", DAYS[0], "--format", "json")
        yield Call(f"export-{DAYS[0]}-{ending}", early)
        for layer in LAYERS[:: LAYER_STEPS[ending]]:
            command = ("export", "-o", f"out.{ending}", "--layer", layer, "--as-of", TODAY)
            yield Call(f"export-{ending}-{layer}", command)
    yield Call("export-demand", ("export", "-o", "out.csv", *demand))
    several = ("--layer", "teams", "--layer", "counties", "--as-of", TODAY)
    for ending in ("csv", "xlsx", "gpkg"):
        yield Call(f"export-{ending}-several", ("export", "-o", f"out.{ending}", *several))
    yield Call("export-no-layer", ("export", "-o", "out.csv", "--layer", "roads"))
    yield Call("export-no-suffix", ("export", "-o", "out.txt"))


def _diff() -> Iterator[Call]:
    """Yield comparisons of folders, of exports and of the JSON of verify, also across kinds."""
    data, changed = f"{INPUTS}/data", f"{INPUTS}/data_changed"
    sides = {"data": data, "changed": changed, "verdicts": "../verify-json/stdout.json"}
    sides |= {"early-verdicts": f"../verify-{DAYS[0]}-json/stdout.json"}
    for ending in ("csv", "geojson", "gpkg", "parquet", "xlsx"):
        sides[ending] = f"../export-{ending}/out.{ending}"
        sides[f"early-{ending}"] = f"../export-{DAYS[0]}-{ending}/out.{ending}"
    pairs = [("data", "data"), ("data", "changed"), ("changed", "data"), ("data", "verdicts")]
    pairs += [("early-verdicts", "verdicts"), ("verdicts", "early-verdicts"), ("changed", "xlsx")]
    for ending in ("csv", "geojson", "gpkg", "parquet", "xlsx"):
        pairs += [(f"early-{ending}", ending), (ending, "data"), (ending, "changed")]
    pairs += [("gpkg", "csv"), ("verdicts", "parquet")]
    asked = {f"diff-{old}-to-{new}": ("diff", sides[old], sides[new]) for old, new in pairs}
    for old in ("data", "changed", "early-verdicts", "csv"):
        asked[f"verify-against-{old}"] = ("verify", "--against", sides[old])
    for name, arguments in asked.items():
        for call in _both(name, *arguments):
            yield Call(call.name, call.arguments, needs_others=True)
    yield from _both("diff-no-file", "diff", data, "gone.csv")


def _match() -> Iterator[Call]:
    directory = f"{INPUTS}/directory-2025.csv"
    yield from _both("match", "match", directory)
    told = ("--describes", "2024-05", "--patch", "services.patch", "--as-of", TODAY)
    yield Call("match-patch", ("match", directory, *told))
    kept = ("--write", "--by", "Planner", "--data", f"{INPUTS}/data_recorded", "--as-of", TODAY)
    yield Call("match-write", ("match", directory, *kept))
    yield Call("match-no-directory", ("match", f"{INPUTS}/demand.csv"))


def _records() -> Iterator[Call]:
    """Yield the calls that list what to ask, and those that keep an answer in a folder of their own."""
    yield from _both("calls", "calls")
    some = ("--region", "2", "--kind", "mobile_crisis", "unit", "--open", "--csv")
    yield Call("calls-some", ("calls", *some, "--as-of", TODAY))
    data = ("--data", f"{INPUTS}/data_recorded", "--as-of", TODAY, "--on", "2026-10-30")
    told = (*data, "--how", "telephone", "--says", "So it is.", "--by", "Planner")
    newton = ("--answered-by", "csu-newton")
    for name, fact, more in (
        ("number", "csu-newton/phone", ("--dry-run", "--format", "json", *newton)),
        ("counties", "icort-r8/counties", ("--counties", "Copiah", "--yes")),
        ("only-counties", "icort-r8/counties", ("--only-counties", "Copiah,Simpson", "--dry-run")),
        ("closed", "csu-newton/listing", ("--now", "closed", "--dry-run", *newton)),
        ("challenge", "csu-newton/phone", ("--challenge", "rejected", "--reason", "No.", "--yes")),
    ):
        yield Call(f"confirm-{name}", ("confirm", fact, *told, *more))


def _changed_data() -> Iterator[Call]:
    """Yield a call of every command with another data folder."""
    verify = ("verify", "--data", f"{INPUTS}/data_changed", "--known-on", TODAY)
    yield from _both("verify-changed-data", *verify)
    verdicts = ("../verify-changed-data-json/stdout.json", "../verify-json/stdout.json")
    kept = ("--on", TODAY, "--how", "visit", "--says", "Yes.", "--dry-run")
    for command, *arguments in (
        ("county", "Panola"),
        ("continuum", "Panola"),
        ("handover", "Panola"),
        ("nearest", "38606"),
        ("access", "Panola"),
        ("gaps",),
        ("map", "-o", "map.html"),
        ("pocket", "-o", "find-help.html"),
        ("report", "-o", "report"),
        ("adequacy", "-o", "report"),
        ("export", "-o", "out.csv"),
        ("diff", *verdicts),
        ("match", f"{INPUTS}/directory-2025.csv"),
        *(("provider", "38606"), ("calls",), ("crisis",), ("peers",)),
        ("confirm", "csu-newton/phone", *kept),
    ):
        days = ("--as-of", TODAY, "--known-on", TODAY)
        whole = (command, *arguments, "--data", f"{INPUTS}/data_changed", *days)
        yield Call(f"{command}-changed-data", whole, needs_others=True)


def _help() -> Iterator[Call]:
    yield Call("help", ("--help",))
    yield Call("help-none", ())
    yield Call("help-unknown", ("frobnicate",))
    # The app itself would serve for ever.
    yield Call("app-no-port", ("app", "--data", f"{INPUTS}/data", "--port", "0"))
    others = {"STREAMLIT_SERVER_ADDRESS": "192.168.1.4"}
    yield Call("app-no-directory", ("app", "--directory", f"{INPUTS}/demand.csv", "--port", "8599"))
    yield Call("app-edit-elsewhere", ("app", "--edit"), environment=others)
    everywhere = ("serve", "--host", "0.0.0.0", "--data", f"{INPUTS}/data")  # noqa: S104
    yield Call("serve-no-name", (*everywhere, "--port", "8599"))
    yield Call("serve-any-name", (*everywhere, "--allowed-host", "*"))
    for command in COMMANDS:
        yield Call(f"help-{command}", (command, "--help"))
