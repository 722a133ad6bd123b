"""The files that the calls of `tools.output_calls` are given: tables, and other data folders."""

import re
import shutil
from pathlib import Path

__all__ = ["TABLES", "write_inputs"]

TABLES = {
    "utf8": ("utf-8", ",", ""),
    "bom": ("utf-8-sig", ",", ""),
    "windows": ("cp1252", ";", ""),
    "utf16": ("utf-16", "\t", ""),
    "excel": ("utf-8", ";", "sep=;\r\n"),
}
"""Tables of places by name: encoding, delimiter, and what stands before the header."""
BATCH = (
    ("1", "102 Main Street, Batesville MS 38606"),
    ("2", "Jackson"),
    ("3", "32.2987, -90.1848"),
    ("4", "Memphis, TN"),
    ("5", ""),
    ("6", "Nowhereville"),
    ("7", '=HYPERLINK("x")'),
    ("8", "a place\nof two lines, Oxford"),
    ("9", "jeff davis co"),
    ("10", "Café Tupelo, MS"),
)
DEMAND = """lon,lat,people,county
-91.35434,31.545814,1000,Adams
-90.1848,32.2987,2500.5,Hinds
-89.94426,34.3115,800,28107
-88.7034,34.2576,0,
-89.0928,30.3674,1200,
"""
DIRECTORY = """name1,name2,street1,street2,city,state,zip,phone,intake1,service_code_info
Communicare,Crisis Stabilization Unit,100 Example Street,,Batesville,MS,38606,662-563-9176 x2,,MH * RES * CIT WI
Weems Community Mental Health Center,Crisis Stabilization Unit,- - -,,Newton,MS,39345,601-683-4300,,MH * RES * CIT
Region 8 Mental Health Services,CSU,7 Example Road,,Brookhaven,MS,39601,601-555-0100,,MH * RES
An Office,,8 Example Road,,Jackson,MS,39201,769-257-6288,,MH * OP
A Clinic,,1 Road,,Little Rock,AR,72201,501-555-0100,,MH * OP
A Clinic,,1 Road,,Boise,ID,83701,208-555-0100,,MH * OP
"""


def write_inputs(folder: Path, data: Path) -> None:
    """Write the files that calls are given: tables, and data folders that differ from `data`."""
    folder.mkdir(parents=True)
    for name, (encoding, delimiter, head) in TABLES.items():
        rows = "".join(f"{number}{delimiter}{_quoted(place)}\r\n" for number, place in BATCH)
        text = f"{head}id{delimiter}address\r\n{rows}"
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    broken = b'id,address\n1,"38606\n2,Oxford\xff\n3,too,many\n\n4\n'
    (folder / "broken.csv").write_bytes(broken)
    (folder / "demand.csv").write_text(DEMAND, encoding="utf-8")
    wrong = DEMAND.replace("Adams", "Nowhere").replace("2500.5", "many")
    (folder / "demand_wrong.csv").write_text(wrong, encoding="utf-8")
    (folder / "directory-2025.csv").write_text(DIRECTORY, encoding="utf-8")
    shutil.copytree(data, folder / "data")
    services = (data / "services.yaml").read_text(encoding="utf-8")
    for name, changed in (("changed", _changed(services)), ("broken", _broken(services))):
        shutil.copytree(data, folder / f"data_{name}")
        (folder / f"data_{name}" / "services.yaml").write_text(changed, encoding="utf-8")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _changed(services: str) -> str:
    """Return services.yaml with another number for the first unit, and without the last one."""
    head, mark, rest = services.partition("\nfacilities:\n")
    units, end, tail = rest.partition("\nstandards:\n")
    left, _, last = units.rpartition("\n  - id: ")
    renumbered = re.sub(r'phone: "\d{3}-\d{3}', 'phone: "601-555', left, count=1)
    if not mark or not end or renumbered == left:
        raise ValueError("services.yaml no longer has the form that a changed copy is made from")
    gone = re.escape(last.partition("\n")[0])
    # Questions list the units that they are about.
    unnamed = re.sub(rf",\s+{gone}\b(?!-)|\b{gone},\s+", "", tail)
    return f"{head}{mark}{renumbered}\n{end}{unnamed}"


def _broken(services: str) -> str:
    """Return services.yaml with a number that is none."""
    return re.sub(r'phone: "\d{3}-\d{3}-\d', 'phone: "601-555-', services, count=1)
