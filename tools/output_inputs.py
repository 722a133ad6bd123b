"""What the calls of `tools.output_calls` are given: texts of places, tables, and other data folders."""

import re
import shutil
from pathlib import Path

__all__ = ["TABLES", "TEXTS", "write_inputs"]

TABLES = {
    "utf8": ("utf-8", ",", ""),
    "bom": ("utf-8-sig", ",", ""),
    "windows": ("cp1252", ";", ""),
    "utf16": ("utf-16", "\t", ""),
    "excel": ("utf-8", ";", "sep=;\r\n"),
}
"""Tables of places by name: encoding, delimiter, and what stands before the header."""
TEXTS = (
    "102 Main Street, Batesville MS 38606",
    "101 PUBLIC SQUARE BATESVILLE MS 38606-2211",
    "1200 Jackson Ave W, Oxford, Mississippi 38655",
    "behind the Dollar General on hwy 7 in Coffeeville",
    "Hwy 6 & I-55, Batesville",
    "P.O. Box 12, Shaw, MS 38773",
    "Apt 4B, 77 County Road 201, Corinth MS",
    "St. Mary's Church, Vicksburg, MS",
    "10 miles south of Tupelo",
    "Panola County, 20 miles north",
    "near the county line, Simpson county",
    "38606",
    "39201-1234",
    "39540",
    "38769",
    "38103",
    "90210",
    "00000",
    "MS 39601",
    "Jackson",
    "jakson",
    "Jackson, MS",
    "Jackson County",
    "Tupelo, Lee County, Mississippi, USA",
    "Holly Springs",
    "Oak Grove",
    "Dundee",
    "D'Lo",
    "d lo",
    "Bay Saint Louis",
    "bay st. louis ms",
    "McComb",
    "Hatiesburg",
    "Sallis, Attala County",
    "jeff davis co",
    "Jefferson Davis County",
    "De Soto county",
    "county of Hinds",
    "Yazoo",
    "Memphis, TN",
    "Memphis TN 38103",
    "Mobile, Alabama",
    "New Orleans",
    "Chicago",
    "32.2987, -90.1848",
    "32.2987 -90.1848",
    "-90.1848, 32.2987",
    "32.2987N 90.1848W",
    "32° 17' 55\" N, 90° 11' 5\" W",
    "32 17.922 N 90 11.088 W",
    "N32.2987 W90.1848",
    "geo:32.2987,-90.1848",
    "POINT(-90.1848 32.2987)",
    "https://www.openstreetmap.org/#map=15/32.2987/-90.1848",
    "34.9996, -90.0",
    "35.1495, -90.0490",
    "30.2, -88.9",
    "40.7128, -74.0060",
    "91.0, 181.0",
    "0, 0",
    "Nowhereville",
    "asdf qwer zxcv",
    "???",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} ${x} `id`",
    "'; DROP TABLE zips; --",
    "../../etc/passwd",
    "Batesville\u202e\tMS",
    "Bätesville, Mississippi 🏥",
    "٣٨٦٠٦",
    "Batesville " * 40,
    " ",
)
"""Addresses, towns, ZIPs, counties, coordinates; out of state, not there, ambiguous, hostile."""
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
    shutil.copytree(data, folder / "data_recorded")
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
