"""Reads the JSON that `crisis-coverage verify --format json` prints as a snapshot."""

from collections.abc import Iterator
from typing import Any

from geo.catalog.dates import parse_day
from geo.catalog.records import Basis, Evaluation, Flag, Status
from geo.diff import read_json
from geo.diff.snapshot import CountyRow, Provider, Snapshot, SnapshotKind, Verdict, by_type_and_id
from geo.errors import Problems
from geo.jsonable import SCHEMA
from geo.text import listing

__all__ = ["read"]

_SCHEMAS = (1, SCHEMA)


def read(raw: bytes, name: str, problems: Problems) -> Snapshot:
    """Return the snapshot that verdicts describe; it tells no region and no people by county.

    Raises
    ------
    DataError
        If the file is no such JSON.
    """
    document = read_json.parse(raw, problems, "not-json")
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        message = "the file is to be what crisis-coverage verify --format json prints"
        problems.refuse("not-verdicts", message)
    if document.get("schema") not in _SCHEMAS:
        message = f"the schema is to be {listing([str(schema) for schema in _SCHEMAS], 'or')}"
        problems.refuse("wrong-schema", message, found=str(document.get("schema")))
    try:
        return _snapshot(document, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"a finding lacks what verify prints: {type(error).__name__} {error}"
        problems.refuse("not-verdicts", message)


def _snapshot(document: dict[str, Any], name: str) -> Snapshot:
    findings = document["findings"]
    names = {str(finding["geoid"]): str(finding["county"]) for finding in findings}
    standards = {str(standard["id"]): str(standard["title"]) for standard in document["standards"]}
    verdicts = {
        (str(finding["geoid"]), str(finding["standard"])): Verdict(
            status=Status(finding["status"]),
            basis=Basis(finding["basis"]),
            flags=tuple(Flag(flag) for flag in finding["flags"]),
        )
        for finding in findings
    }
    if set(verdicts) != {(geoid, standard) for geoid in names for standard in standards}:
        raise ValueError("each county has a finding for each standard")
    return Snapshot(
        name=name,
        kind=SnapshotKind.VERDICTS,
        as_of=parse_day(document["as_of"]),
        data_sha256=str(document["data_sha256"]),
        counties={
            geoid: CountyRow(geoid=geoid, name=county, people=None, region=None)
            for geoid, county in names.items()
        },
        standards=standards,
        verdicts=verdicts,
        services=frozenset(
            str(evidence["service"])
            for finding in findings
            for evidence in (*finding["evidence"], *finding["left_out_by"])
        ),
        providers=by_type_and_id(_providers(findings)),
        statewide=_statewide(document.get("statewide")),
        distance_tests=frozenset(
            str(standard["id"])
            for standard in document["standards"]
            # Schema 1 had no such kind.
            if standard.get("evaluation") == Evaluation.WITHIN
        ),
    )


def _statewide(calls: list[dict[str, Any]] | None) -> dict[str, tuple[str, str]] | None:
    """Return the numbers that rules give to everybody; None of a file from before they were told."""
    if calls is None:
        return None
    return {
        str(call["service"]): (str(call["title"]), str(call["phone"]))
        for call in calls
        if call["rules"]
    }


def _providers(findings: list[dict[str, Any]]) -> Iterator[Provider]:
    """Yield whom evidence names for each county.

    A general statement names nobody and has no number, and a unit that is measured to is near to
    the county and perhaps not for it.
    """
    for finding in findings:
        for evidence in finding["evidence"]:
            basis, phone = Basis(evidence["basis"]), evidence["phone"]
            if basis is not Basis.MEASURED and (basis is not Basis.CLAIMED or phone):
                yield Provider(
                    service=str(evidence["service"]),
                    id=str(evidence["service_id"]),
                    title=str(evidence["title"]),
                    unit=None,
                    phone=None if phone is None else str(phone),
                    # A unit's own county is named by one standard and, as part of its region, by
                    # another: the first has it listed.
                    reach={str(finding["geoid"]): basis},
                )
