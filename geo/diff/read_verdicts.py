"""Reads the JSON that `crisis-coverage verify --format json` prints as a side."""

import json
from pathlib import Path
from typing import Any

from geo.catalog.dates import parse_day
from geo.catalog.records import Basis, Flag, Status
from geo.diff import read_bytes
from geo.diff.records import CountyRow, Provider, Snapshot, SnapshotKind, Verdict
from geo.jsonable import SCHEMA
from geo.text import listing

__all__ = ["read"]

_SCHEMAS = (1, SCHEMA)


def read(path: Path) -> Snapshot:
    """Return the side that a assessment describes; it tells no region and no people by county.

    Raises
    ------
    DataError
        If the file is no such JSON.
    """
    content = read_bytes.raw(path)
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        read_bytes.refuse(path.name, "not-utf-8", "the file is to be UTF-8")
    except (ValueError, RecursionError) as error:
        read_bytes.refuse(path.name, "not-json", f"not JSON: {error}")
    if not isinstance(found, dict) or not isinstance(found.get("findings"), list):
        message = "the file is to be what crisis-coverage verify --format json prints"
        read_bytes.refuse(path.name, "not-verdicts", message)
    if found.get("schema") not in _SCHEMAS:
        message = f"the schema is to be {listing([str(schema) for schema in _SCHEMAS], 'or')}"
        read_bytes.refuse(path.name, "wrong-schema", message, found=str(found.get("schema"))[:60])
    try:
        return _side(found, str(path))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"a finding lacks what verify prints: {type(error).__name__} {error}"
        read_bytes.refuse(path.name, "not-verdicts", message)


def _side(found: dict[str, Any], name: str) -> Snapshot:
    providers: dict[tuple[str, str], Provider] = {}
    counties: dict[str, CountyRow] = {}
    verdicts: dict[tuple[str, str], Verdict] = {}
    services: set[str] = set()
    for one in found["findings"]:
        geoid = str(one["geoid"])
        counties[geoid] = CountyRow(geoid=geoid, name=str(one["county"]), people=None, region=None)
        verdicts[geoid, str(one["standard"])] = Verdict(
            status=Status(one["status"]),
            basis=Basis(one["basis"]),
            flags=tuple(Flag(flag) for flag in one["flags"]),
        )
        services |= {str(each["service"]) for each in (*one["evidence"], *one["left_out_by"])}
        for each in one["evidence"]:
            _add(each, geoid, providers)
    standards = {str(one["id"]): str(one["title"]) for one in found["standards"]}
    if set(verdicts) != {(geoid, one) for geoid in counties for one in standards}:
        raise ValueError("each county has a finding for each standard")
    return Snapshot(
        name=name,
        kind=SnapshotKind.VERDICTS,
        as_of=parse_day(found["as_of"]),
        data_sha256=str(found["data_sha256"]),
        counties=counties,
        standards=standards,
        verdicts=verdicts,
        services=frozenset(services),
        providers=providers,
    )


def _add(evidence: dict[str, Any], geoid: str, providers: dict[tuple[str, str], Provider]) -> None:
    """Add who a piece of evidence names for a county.

    A general statement names nobody and has no number, and a unit that is measured to is near to the
    county and perhaps not for it.
    """
    basis, phone = Basis(evidence["basis"]), evidence["phone"]
    if basis is Basis.MEASURED or (basis is Basis.CLAIMED and not phone):
        return
    key = (str(evidence["service"]), str(evidence["service_id"]))
    before = providers[key].reach if key in providers else {}
    providers[key] = Provider(
        service=key[0],
        id=key[1],
        title=str(evidence["title"]),
        unit=None,
        phone=None if phone is None else str(phone),
        # A unit's own county is named by one standard and, as part of its region, by another.
        reach={**before, geoid: before.get(geoid, basis)},
    )
