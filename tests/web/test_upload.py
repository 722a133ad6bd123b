"""Files that somebody chooses to be compared: every format, a data folder, and what is refused without harm."""

import io
import json
import logging
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from starlette.datastructures import Headers, UploadFile

from geo.access import assess, measure
from geo.catalog.records import Catalog
from geo.diff import compare, read_state, sentences
from geo.diff.snapshot import Snapshot
from geo.exports import write
from geo.jsonable import jsonable
from geo.web import raw_files, server, upload
from geo.web.upload import Chosen
from tests import small_state
from tests.event_loop import run
from tests.small_state import ALDER, BIRCH, CEDAR, DAY

GEOIDS = (ALDER, BIRCH, CEDAR)
OF_0_1_0 = Path(__file__).resolve().parents[1] / "fixtures" / "exports-0.1.0"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return small_state.load(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="module")
def exported(catalog: Catalog) -> dict[str, bytes]:
    """Return the state as each kind of file, by suffix."""
    assessment = assess.verify(catalog, DAY)
    access = measure.measure(assessment)
    made = {ending: write.content(assessment, access, ending) for ending in write.SUFFIXES}
    return {**made, ".json": json.dumps(jsonable(assessment)).encode()}


@pytest.fixture(autouse=True)
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give what is written for a while a folder of its own, and see that nothing stays there."""
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(upload, "_IN_MEMORY", place)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    yield place
    assert list(place.iterdir()) == []


def read(*files: tuple[str, bytes]) -> Snapshot:
    return upload.read([Chosen(*file) for file in files], DAY, GEOIDS)


def refused(*files: tuple[str, bytes]) -> upload.RefusedError:
    with pytest.raises(upload.RefusedError) as caught:
        read(*files)
    assert str(caught.value).endswith(".")
    assert str(caught.value.__cause__) == "None", "no piece of the file goes along"
    return caught.value


def files_of(home: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(home.iterdir())]


def packed(files: Sequence[tuple[str, bytes]], within: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(f"{within}{name}", content)
    return out.getvalue()


def same(old: Snapshot, catalog: Catalog) -> bool:
    new = read_state.of_catalog(catalog, DAY, "now")
    return sentences.summary(compare.compare(old, new)) == sentences.SAME


@pytest.mark.parametrize("ending", [*write.SUFFIXES, ".json"])
def test_every_format_of_the_export_is_read(
    ending: str, exported: dict[str, bytes], catalog: Catalog
) -> None:
    old = read((f"My export{ending}", exported[ending]))
    assert same(old, catalog)
    assert old.name == f"My export{ending}"


@pytest.mark.parametrize("path", sorted(OF_0_1_0.iterdir()), ids=lambda path: str(path.name))
def test_files_of_version_0_1_0_are_read(path: Path) -> None:
    old = read((path.name, path.read_bytes()))
    assert old.data_sha256.startswith("c97e01abb995")


@pytest.mark.parametrize("within", ["", "data/", "ms-crisis-coverage-main/data/"])
def test_a_data_folder_is_read_as_an_archive_and_as_its_files(
    within: str, catalog: Catalog
) -> None:
    files = files_of(catalog.home)
    archive = packed([*files, ("photo.jpg", b"x" * 50_000), ("sub/services.yaml.bak", b"")], within)
    old = read(("folder.zip", archive))
    assert same(old, catalog)
    assert (old.name, old.as_of, old.data_sha256) == ("folder.zip", DAY, catalog.data_sha256)
    assert same(read(*files), catalog)


def test_what_a_mac_adds_to_an_archive_is_no_second_folder(catalog: Catalog) -> None:
    files = files_of(catalog.home)
    beside = [(f"__MACOSX/{name}", b"\0") for name, _ in files]
    assert same(read(("folder.zip", packed([*files, *beside]))), catalog)


def test_the_raw_files_of_the_app_can_be_compared_again(catalog: Catalog) -> None:
    assessment = assess.verify(catalog, DAY)
    archive = raw_files.archive(assessment)
    assert archive == raw_files.archive(assessment), "equal data give equal bytes"
    assert same(read(("raw.zip", archive)), catalog)


def test_raw_files_are_those_that_the_verdicts_are_of_whatever_the_folder_holds_now(
    tmp_path: Path,
) -> None:
    known = small_state.load(tmp_path / "changing")
    before = raw_files.archive(assess.verify(known, DAY))
    (tmp_path / "changing" / "services.yaml").write_bytes(b"broken")
    (tmp_path / "changing" / "zips.csv").unlink()
    assert raw_files.archive(assess.verify(known, DAY)) == before
    assert same(read(("raw.zip", before)), known)


def test_a_name_in_an_archive_leads_nowhere(catalog: Catalog, disk: Path) -> None:
    files = files_of(catalog.home)
    evil = [("../../evil.csv", b"x"), ("/etc/evil", b"x"), ("C:\\evil.csv", b"x")]
    assert same(read(("folder.zip", packed([*evil, *files]))), catalog)
    assert not [*disk.parent.rglob("*evil*")]
    deep = packed([(f"../{name}", content) for name, content in files])
    assert same(read(("folder.zip", deep)), catalog)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.zip", b"PK\x03\x04 and nothing more", "no whole ZIP file"),
        ("a.zip", b"", "no whole ZIP file"),
        ("a.zip", packed([]), "no data folder"),
        ("a.zip", packed([("counties.csv", b"x")]), "no data folder"),
        (
            "a.zip",
            packed([("a/services.yaml", b"x"), ("b/services.yaml", b"x")]),
            "several data folders",
        ),
        ("a.zip", packed([(f"{one}.txt", b"") for one in range(1001)]), "1,001 files"),
        ("a.zip", packed([("services.yaml", b" " * 40_000_001)]), "unpacks to more than 40 MB"),
        (
            "a.zip",
            packed([("services.yaml", b" " * 100), ("zips.csv", b" " * 40_000_001)]),
            "unpacks to more than 40 MB",
        ),
        ("a.csv", b"x" * (upload.MAX_BYTES + 1), "more than 5 MB"),
        ("a.csv", b"", "cannot be compared"),
        ("a.txt", b"x", "cannot be compared"),
        ("a", b"x", "cannot be compared"),
        ("a.yaml", b"x", "cannot be compared"),
        ("services.yaml", b"x: [", "cannot be compared"),
        ("services.yaml", b"\xff\xfe", "cannot be compared"),
        ("a.xlsx", b"PK\x03\x04", "cannot be compared"),
        ("a.json", b"[" * 100_000, "cannot be compared"),
        ("a.json", b'{"schema": 2, "findings": []}', "cannot be compared"),
    ],
)
def test_what_is_none_of_these_is_refused_in_a_sentence(
    name: str, content: bytes, said: str
) -> None:
    assert len(content) < 6_000_000
    assert said in str(refused((name, content)))


def test_an_archive_with_a_password_and_one_that_lies_are_refused(catalog: Catalog) -> None:
    archive = bytearray(packed(files_of(catalog.home)))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = archive.find(start)
        while place >= 0:
            archive[place + flags] |= 1
            place = archive.find(start, place + 1)
    assert "locked with a password" in str(refused(("a.zip", bytes(archive))))
    whole = packed([("services.yaml", b" " * 40_000_001)])
    lying = whole.replace((40_000_001).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != whole
    assert "ZIP file" in str(refused(("a.zip", lying)))


def test_too_many_files_and_files_that_do_not_belong_together_are_refused(
    exported: dict[str, bytes],
) -> None:
    many = [(f"{one}.csv", b"x") for one in range(upload.MAX_FILES + 1)]
    assert "at most 40" in str(refused(*many))
    two = [(f"a{ending}", exported[ending]) for ending in (".csv", ".xlsx")]
    assert "Choose one export" in str(refused(*two))
    half = b"x" * (upload.MAX_BYTES // 2 + 1)
    assert "more than 5 MB together" in str(refused(("a.csv", half), ("b.csv", half)))


def test_a_file_of_other_counties_is_refused(exported: dict[str, bytes]) -> None:
    with pytest.raises(upload.RefusedError, match="of other counties"):
        upload.read([Chosen("a.csv", exported[".csv"])], DAY, ("28001", "28003"))


def test_problems_are_told_with_their_lines_and_not_by_the_hundred(
    exported: dict[str, bytes], catalog: Catalog
) -> None:
    text = exported[".csv"].decode("utf-8-sig")
    error = refused(("a.csv", text.replace(",4000,", ",<b>,", 1).encode()))
    assert error.details == (
        "a.csv, line 2, rows[0].people: people are a whole number (found: <b>).",
    )
    head, first, *_ = text.splitlines(keepends=True)
    error = refused(("a.csv", (head + first * 40).encode()))
    assert len(error.details) == 4
    assert error.details[-1] == "And 36 more."
    (broken,) = refused(
        *[
            (name, b"nonsense: true\n" if name == "services.yaml" else content)
            for name, content in files_of(catalog.home)
        ]
    ).details[:1]
    assert broken.startswith("services.yaml, line 1")


def test_a_fault_that_nobody_thought_of_tells_the_log_nothing_of_the_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(content: bytes, _: str) -> Snapshot:
        raise LookupError(content)

    monkeypatch.setattr(read_state, "of_bytes", fail)
    with caplog.at_level(logging.DEBUG):
        assert "cannot be read" in str(refused(("secret.csv", b"secret")))
    assert "LookupError" in caplog.text
    assert "secret" not in caplog.text


def test_a_file_of_five_megabytes_is_never_on_the_disk_while_it_is_sent() -> None:
    content = b"x" * upload.MAX_BYTES
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + content
    body += b"\r\n--b--\r\n"

    async def sent() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 100_000):
            yield body[start : start + 100_000]

    async def got() -> tuple[bool, int]:
        headers = Headers({"content-type": "multipart/form-data; boundary=b"})
        form = await server.MultiPartParser(headers, sent()).parse()
        file = form["f"]
        assert isinstance(file, UploadFile)
        on_disk: bool = file.file._rolled
        read = await file.read()
        await form.close()
        return on_disk, len(read)

    assert run(got()) == (False, upload.MAX_BYTES)
