"""Checks a proof that ``crisis-coverage verify --proof`` wrote: ``python tools/check_proof.py proof.json``.

It needs Python alone and shares no code with the program. It works out every finding again from the proof's facts, and
refuses a proof where one differs, a digest does not fit, or the file is not written as proofs are. Who changed facts
and findings alike is caught by the hash published with the proof (--sha256). Exit code: 0 it holds, 1 or 2 it does not.
"""

import argparse
import calendar
import datetime as dt
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
BASES = ("listed", "confirmed", "region", "measured", "claimed", "none")  # the strongest first
STATUS = dict.fromkeys(BASES[:4], "covered") | {"claimed": "claimed"}
MIN = dt.date.min


def _span(text: str | None) -> tuple[dt.date, dt.date]:  # the first and last day it can mean
    start, _, end = (text or "0001-01-01").partition("/")
    last = [int(part) for part in (end or start).split("-")]
    month = last[1] if len(last) > 1 else 12
    day = last[2] if len(last) > 2 else calendar.monthrange(last[0], month)[1]
    first = [1] if start == ".." else [int(part) for part in start.split("-")]
    return dt.date(*[*first, 1, 1][:3]), dt.date(last[0], month, day)


class Facts:
    """What speaks for each county: records first, then who is in which region, teams and units."""

    def __init__(self, proof: Json) -> None:
        self.facts, self.far = proof["facts"], proof["distances"]
        self.counties, self.sources = self.facts["counties"], dict(self.facts["sources"])
        self.day = dt.date.fromisoformat(proof["as_of"])
        self.said, self.open = dict[Any, Json](), dict[Any, Json]()  # answers, challenges
        self._rule(proof["records"], _span(proof["known_on"])[1])
        self.conflicts = [*map(self._rested, self.facts["contradictions"])]
        self.conflicts += filter(None, (one["contradiction"] for one in self.open.values()))
        self.conflicts = [one for one in self.conflicts if sum(map(self._speaks, one["sides"])) > 1]
        grave = [one for one in self.conflicts if one["bears_on"] == "coverage"]
        self.doubted = {name for one in grave for name in one["units"]}
        self.wide = [one["id"] for one in grave if not one["counties"] and not one["units"]]
        self.regions: dict[str, list[Json]] = {geoid: [] for geoid in self.counties}
        self._place()
        self.evidence: dict[Any, list[Json]] = defaultdict(list)
        self.possible, self.taken = set[Any](), set[Any]()  # by regions not certain, by records
        lists = filter(self._speaks, self.facts["lists"])
        self.lists = {one["service"]: one["source"] for one in lists if one["complete"]}
        for one in filter(self._speaks, self.facts["teams"]):
            self._serve(one, one["id"], one["service"])
        self.units = [*filter(self._speaks, self.facts["units"])]
        for one in self.units:
            self._stand(one, one["id"], one["service"])

    def _rule(self, records: list[Json], known_on: dt.date) -> None:
        for record in sorted(records, key=lambda record: _span(record["on"])[0]):
            first, fact = _span(record["on"])[0], record["fact"]
            if first > self.day or MIN < known_on < _span(record["recorded"])[1]:
                continue
            self.sources[record["id"]] = record | {"as_of": record["on"]}
            within_limit = (self.day - first).days <= record["stale_after_days"]
            for geoid, yes in record["answers"].items():
                self.open.pop((fact, geoid), None)
                who = self.sources.get(self.facts["told"].get(fact, {}).get(geoid), {})
                if record["state"] == "open":
                    self.open[fact, geoid] = record
                elif yes is not None and _span(who.get("as_of"))[0] <= first:
                    fresh = within_limit and yes and record["outcome"] != "challenged"
                    kept = yes and self.said.get((fact, geoid), {}).get("now")
                    told = {"yes": yes, "fresh": fresh, "now": record["now"] or kept}
                    self.said[fact, geoid] = record | told

    def _rested(self, one: Json) -> Json:
        answers = [self.said.get((f"{unit}/listing", ""), {}) for unit in one["units"]]
        newest = max(_span(self.sources[side["source"]]["as_of"])[1] for side in one["sides"])
        rests = all(said.get("fresh") and _span(said["on"])[0] > newest for said in answers)
        settled = one["settled_by"] is not None and self._speaks({"source": one["settled_by"]})
        return one | {"bears_on": "detail"} if settled or (answers and rests) else one

    def _speaks(self, one: Json) -> bool:
        began = _span(self.sources.get(one["source"], {}).get("as_of"))[0]
        return max(began, _span(one.get("opened"))[0]) <= self.day

    def _place(self) -> None:
        for own in sorted(self.facts["memberships"], key=lambda own: int(own["region"])):
            (first, last), end = _span(own["valid_from"]), _span(own["valid_to"] or "9999")
            if first <= self.day < end[1]:
                weak = own["confidence"] in ("weak", "recalled")
                member = own | {"certain": last <= self.day < end[0], "weak": weak}
                for geoid in own["counties"]:
                    self.regions[geoid].append(member)
        for geoid, own in self.regions.items():
            left, named = set(), {}
            for center in self.facts["centers"]:
                said = self.said.get((f"region-{center['region']}/counties", geoid), center)
                if not said.get("yes", True):
                    left.add(center["region"])
                elif said.get("fresh") and said["answered_by"] == center["center"]:
                    unsure = {"source": said["id"], "weak": False, "certain": False}
                    named[center["region"]] = center | unsure
            known = [each | {"weak": each["weak"] and each["region"] not in named} for each in own]
            known += [named[number] for number in named.keys() - {each["region"] for each in own}]
            possible = [each for each in known if each["region"] not in left]
            by_center = [each for each in possible if each["region"] in named]
            surely = {each["region"] for each in own if each["certain"]} - left
            if surely or len(by_center) == 1:
                possible = [each for each in possible if each["region"] in surely] or by_center
            elif len(possible) != 1 or len(own) != 1:
                possible = [each | {"certain": False} for each in possible or known]
            self.regions[geoid] = possible

    def _denied(self, fact: str, geoid: str = "") -> bool:
        return (fact, geoid) in self.said and not self.said[fact, geoid]["yes"]

    def _by_center(self, item: str, geoid: str) -> Json:
        said = self.said.get((f"{item}/counties", geoid), {"fresh": False})
        centers = {own["center"] for own in self.regions[geoid]}
        return said if said["fresh"] and centers == {said["answered_by"]} else {}

    def _serve(self, team: Json, item: str, kind: str) -> None:
        closed, served = self._denied(f"{item}/listing"), f"{item}/counties"
        number = self.said.get((f"{item}/phone", ""), team).get("now") or team["phone"]
        phone = [(team["source"], f"{item}/phone", "")] if number else []
        for geoid, some in self.regions.items():
            named = {} if closed else self._by_center(item, geoid)
            here = [("confirmed", named)] if named and geoid not in team["counties"] else []
            here += [("listed", {})] if geoid in team["counties"] else []
            if not named:
                here += [("claimed", {})] if team["statewide"] else []
                whole = [own for own in some if own["region"] in team["regions"]]
                here += [("region" if own["certain"] else "none", own) for own in whole]
            denied = self._denied(served, geoid) and (here or not team["source"])
            if denied or (closed and here):
                self.taken |= {(kind, geoid), (f"{kind} own", geoid)}
                here = []
            for basis, own in here:
                rests = [(named["id"] if basis == "confirmed" else team["source"], served, geoid)]
                rests = phone + (rests if basis != "claimed" else [])
                self._add(basis, item, (kind, geoid), rests, {} if basis == "confirmed" else own)

    def _stand(self, unit: Json, item: str, kind: str) -> None:
        at, home = unit["home"], self.regions[unit["home"]]
        rests = [(unit["source"], f"{item}/{part}", "") for part in ("listing", "phone")]
        also = [(own["source"], f"region-{own['region']}/counties", at) for own in home]
        for geoid, some in self.regions.items():
            near = [own for own in some if own["region"] in {one["region"] for one in home}]
            if self._denied(f"{item}/listing"):
                self.taken |= {(kind, geoid if near else at), (f"{kind} own", at)}
            elif geoid == at:
                self._add("listed", item, (f"{kind} unit", at), rests, {})
            else:
                for own in near:
                    basis = "region" if own["certain"] and home[0]["certain"] else "none"
                    self._add(basis, item, (f"{kind} unit", geoid), rests + also[:1], own)

    def _add(self, basis: str, item: str, key: Any, rests: list[Any], own: Json) -> None:
        if basis == "none":
            self.possible.add(key)
            return
        if own:
            rests = [*rests, (own["source"], f"region-{own['region']}/counties", key[1])]
        made = {"basis": basis, "id": item, "service": key[0].split()[0], "rests": rests}
        self.evidence[key].append(made | {"weak": own.get("weak", False)})

    def _old(self, source: str, fact: str = "", geoid: str = "") -> bool:
        if not source or self.said.get((fact, geoid), {"fresh": False})["fresh"]:
            return False
        first, last = _span(self.sources[source]["as_of"])
        limit = dt.timedelta(self.sources[source]["stale_after_days"])
        return self.day - (last if first == MIN else first) > limit

    def _within(self, standard: Json, geoid: str, complete: bool) -> tuple[str, list[Json], bool]:
        """Return the status by distance, the nearest units, and whether it hangs on disputed ones."""
        far, asked = self.far[standard["id"]], standard["share_of_people"]
        units = {one["id"]: one for one in self.units if one["service"] in standard["any_of"]}
        units = {key: one for key, one in units.items() if not self._denied(f"{key}/listing")}
        if far["units"] != [*units] or {*far["disputed"]} != self.doubted & units.keys():
            raise ValueError(f"distances of {standard['id']} are not to the units of the facts")
        least, most, nearest = far["counties"].get(geoid, (None, None, []))
        found = []
        for name in nearest:
            rests = [(units[name]["source"], f"{name}/{of}", "") for of in ("listing", "address")]
            made = {"basis": "measured", "id": name, "service": units[name]["service"]}
            found.append(made | {"rests": rests, "weak": False})
        if least is not None and least >= asked:
            return "covered", found, units.keys() <= self.doubted
        if most is not None and most < asked:
            return "gap" if complete else "unknown", found, False
        return "unknown", found, not self.doubted.isdisjoint(nearest)

    def _spoken(self, kinds: list[str], how: str, geoid: str) -> tuple[list[Json], bool]:
        keys = [(kind if how == "service" else f"{kind} unit", geoid) for kind in kinds]
        found = [one for key in keys for one in self.evidence[key]]
        if own := how == "facility_in_county":
            found = [one for one in found if one["basis"] == "listed"]
        for claim in filter(self._speaks, self.facts["claims"]):
            answers = claim["every_county"] and {*claim["about"]} <= {*kinds}
            unlisted = [kind for kind in claim["about"] if kind not in self.lists]
            for kind in (unlisted or claim["about"]) if answers else []:
                made = {"basis": "claimed", "id": claim["id"], "service": kind, "weak": False}
                rests = [(claim["source"], "", ""), ("", f"{kind}/counties", geoid)]
                found += [] if self._denied(*rests[1][1:]) else [made | {"rests": rests}]
        found.sort(key=lambda one: (BASES.index(one["basis"]), one["id"], one["service"]))
        is_open = not own and not self.possible.isdisjoint(keys)
        return found, is_open or (how == "facility_in_region" and not self.regions[geoid])

    def judge(self, standard: Json, geoid: str) -> Json:
        """Return the finding on one county and standard, as a proof has it."""
        kinds, how, possible, hangs = standard["any_of"], standard["evaluation"], False, True
        complete, far = all(kind in self.lists for kind in kinds), how == "within"
        own = " own" if how == "facility_in_county" else ""
        taken = [kind for kind in kinds if (kind + own, geoid) in self.taken and not far]
        if far:
            status, found, hangs = self._within(standard, geoid, complete)
            basis, carrying = "measured" if status == "covered" else "none", found
        else:
            found, possible = self._spoken(kinds, how, geoid)
            basis = found[0]["basis"] if found else "none"
            status = STATUS.get(basis, "gap" if complete and not possible else "unknown")
            carrying = [one for one in found if STATUS[one["basis"]] == status]
        shut = far or possible or status == "covered"
        lists = [one for one in kinds if one in self.lists and one not in taken and not shut]
        ids, flags = {one["id"] for one in carrying}, []
        known = [one for one in self.conflicts if not {*kinds}.isdisjoint(one["about"])]
        about = [one for one in known if geoid in one["counties"] or one["id"] in self.wide]
        about += [one for one in known if not ids.isdisjoint(one["units"])]
        grave = [{*conflict["units"]} for conflict in about if conflict["bears_on"] == "coverage"]
        open_ = [any(fact[1:] in self.open for fact in one["rests"]) for one in carrying]
        old = [any(self._old(*fact) for fact in one["rests"]) for one in carrying]
        # Lists, all of whose entries were taken.
        behind = kinds if taken and status == "gap" else []
        old = old or [self._old(self.lists[kind]) for kind in lists or behind]
        flags += ["stale"] if old and all(old) else []
        disputed = complete and not shut and not taken and status == "claimed"
        disputed |= any(not units or (hangs and ids <= units) for units in grave)
        flags += ["disputed"] if disputed or (open_ and all(open_) and not far) else []
        flags += ["weak"] if ids and all(one["weak"] for one in carrying) else []
        rule = {"complete": complete, "possible": possible, "taken_away": taken}
        told = [{key: one[key] for key in ("basis", "id", "service")} for one in found]
        made = {"geoid": geoid, "county": self.counties[geoid], "standard": standard["id"]}
        made |= {"status": status, "basis": basis, "flags": flags, "rule": rule, "evidence": told}
        return made | {"left_out_by": lists, "contradictions": [one["id"] for one in about]}


def written(value: Any) -> bytes:
    """Return a value in the one form in which a proof has it."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def _sha256(value: Any) -> str:
    return hashlib.sha256(value if isinstance(value, bytes) else written(value)).hexdigest()


def faults(raw: bytes, published: str | None, folder: Path | None) -> Iterator[str]:
    """Yield what is wrong with a proof."""
    proof = json.loads(raw)
    if raw != written(proof):
        yield "the file is not as a proof is written: a key twice, or other bytes than its content"
    digests = proof.pop("digests")
    if digests != {name: _sha256(part) for name, part in [*proof.items(), ("all", proof)]}:
        yield "a digest does not fit"
    if proof["data_sha256"] != _sha256("".join(f"{n} {h}\n" for n, h in proof["files"]).encode()):
        yield "data_sha256 is not the hash of the files named"
    facts = Facts(proof)
    again = [facts.judge(one, at) for one in facts.facts["standards"] for at in facts.counties]
    for told, right in zip(proof["findings"], again, strict=True):
        if written(told) != written(right):
            yield f"{right['county']}, {right['standard']}: it does not follow from the facts"
    if published and published != _sha256(raw):
        yield f"its hash is {_sha256(raw)}, not the published one"
    for name, digest in proof["files"] if folder else []:
        if folder and _sha256((folder / name).read_bytes()) != digest:
            yield f"{name} in {folder} is another one"


def _main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("proof", type=Path, help="the file that verify --proof wrote")
    parser.add_argument("--sha256", metavar="HASH", help="the hash that was published with it")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder that it is of")
    asked = parser.parse_args()
    try:
        found = [*faults(asked.proof.read_bytes(), asked.sha256, asked.data)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        print(f"{asked.proof} cannot be checked: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print("\n".join([*(f"REFUSED: {fault}" for fault in found[:20]), f"{len(found)} faults"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(_main())
