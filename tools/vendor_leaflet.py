"""Rebuild the vendored Leaflet in geo/maps/leaflet from the hash-pinned package."""

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

__all__ = ["FILES", "VendorError", "build", "main", "minified"]

TARGET = Path(__file__).resolve().parent.parent / "geo" / "maps" / "leaflet"
NAME = "leaflet-1.9.4.tgz"
# As the registry states it, and the same file by SHA-256.
INTEGRITY = "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA=="
SHA256 = "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77"
# What the folder then holds, and the SHA-256 of each file; leaflet.js and LICENSE are as published.
FILES = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "3290fe2c1c1f84955013c8385d326f8a6eaa1a8aaf57b9ee8f162732d2bd9684",
    "LICENSE": "53e8dc25862014e4324741ca18fbe3611e11d42ef69f59f86ea8c5389647d4cb",
}


class VendorError(Exception):
    """The package could not be had, or is not the one this tool is pinned to."""


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with ``--check`` compare them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 on a difference"
    )
    parser.add_argument(
        "--package", type=Path, help=f"a copy of {NAME}; without it, npm fetches one"
    )
    options = parser.parse_args(arguments)
    try:
        files = build(options.package.read_bytes() if options.package else fetched())
    except (VendorError, OSError) as error:
        print(f"vendor_leaflet: {error}", file=sys.stderr)
        return 2
    if not options.check:
        TARGET.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (TARGET / name).write_bytes(content)
        return 0
    differing = [name for name, content in files.items() if _stored(name) != content]
    for name in differing:
        print(f"vendor_leaflet: {name} is not what the package gives", file=sys.stderr)
    return 1 if differing else 0


def fetched() -> bytes:
    """Let npm fetch the package and return its bytes.

    Raises
    ------
    VendorError
        If npm is missing or fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise VendorError(f"npm is not on this machine: get {NAME} otherwise and pass --package")
    with tempfile.TemporaryDirectory() as scratch:
        command = [npm, "pack", "leaflet@1.9.4", "--ignore-scripts", "--pack-destination", scratch]
        result = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            last = (result.stderr.strip().splitlines() or ["no message"])[-1]
            raise VendorError(f"npm pack failed ({last})")
        return (Path(scratch) / NAME).read_bytes()


def build(package: bytes) -> dict[str, bytes]:
    """Return the files of the folder by name.

    Raises
    ------
    VendorError
        If the package, or a file made of it, has another hash than the one pinned here.
    """
    sha512 = "sha512-" + base64.b64encode(hashlib.sha512(package).digest()).decode()
    if sha512 != INTEGRITY or hashlib.sha256(package).hexdigest() != SHA256:
        raise VendorError(f"this is not the {NAME} that is pinned here")
    with tarfile.open(fileobj=BytesIO(package), mode="r:gz") as archive:
        css = _member(archive, "dist/leaflet.css").decode()
        icon = _member(archive, "dist/images/layers-2x.png")
        files = {
            "leaflet.js": _member(archive, "dist/leaflet.js"),
            "leaflet.css": minified(css, icon).encode(),
            "LICENSE": _member(archive, "LICENSE"),
        }
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != FILES[name]:
            raise VendorError(f"{name} does not have the hash that is pinned here")
    return files


def minified(css: str, layers_icon: bytes) -> str:
    """Return Leaflet's style sheet without comments, spare blanks and files of its own.

    The icon of the layer control goes in as a data URI, its double resolution for every screen.
    Rules for Internet Explorer's VML and for the standard marker, an image, are left out.
    """
    icon = f"url(data:image/png;base64,{base64.b64encode(layers_icon).decode()})"
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\.(lvml|leaflet-default-icon-path|leaflet-retina[^{]*)\s*\{[^}]*\}", "", css)
    css = css.replace("url(images/layers.png);", f"{icon};background-size:26px 26px;")
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css).replace(";}", "}").strip()
    if re.search(r"url\((?!data:)", css):
        raise VendorError("the style sheet would load files")
    return css + "\n"


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(f"package/{name}")
    if stream is None:
        raise VendorError(f"the package holds no {name}")
    return stream.read()


def _stored(name: str) -> bytes:
    path = TARGET / name
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    sys.exit(main())
