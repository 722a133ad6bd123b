"""Files for a planner: made once for each state of the data, one at a time, and tried again after a failure."""

import io
import re
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.exports import write as export_write
from geo.report import pdf
from geo.web import downloads, logs, products, snapshot
from geo.web.downloads import Making, Workshop
from geo.web.products import Product
from tests import small_state
from tests.browser.waiting import PATIENCE_S
from tests.web.app_pages import opened, rerun, use_data, words


@pytest.fixture(autouse=True)
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> snapshot.Snapshot:
    use_data(small_state.write(tmp_path / "data"), monkeypatch)
    own = Workshop()
    monkeypatch.setattr(downloads, "workshop", lambda: own)
    return snapshot.current()


class Slow:
    """A file that is made only once it may be, and counts how often."""

    def __init__(self, name: str) -> None:
        self.may, self.begun, self.times = threading.Event(), threading.Event(), 0
        self.fails = False
        self.product = Product(name, name.title(), "text", f"{name}.txt", "text/plain", self._make)

    def _make(self, state: snapshot.Snapshot) -> bytes:
        self.times += 1
        self.begun.set()
        assert self.may.wait(PATIENCE_S)
        if self.fails:
            raise ValueError("not this time")
        return state.assessment.data_sha256.encode()


@pytest.fixture
def slow() -> Iterator[tuple[Slow, Slow, Slow]]:
    made = (Slow("first"), Slow("second"), Slow("third"))
    yield made
    for each in made:
        each.may.set()


def finished(workshop: Workshop, product: Product, state: snapshot.Snapshot) -> Making:
    """Return what became of a file once it is made or failed."""
    ended = threading.Event()
    for _ in range(PATIENCE_S * 100):
        making = workshop.look(product, state)
        if making and making.ahead is None:
            return making
        ended.wait(0.01)
    raise AssertionError("it was never made")


def test_one_file_at_a_time_and_the_others_say_how_many_are_ahead(
    shown: snapshot.Snapshot, slow: tuple[Slow, Slow, Slow]
) -> None:
    workshop = Workshop()
    first, second, third = slow
    assert workshop.look(first.product, shown) is None
    for each in slow:
        workshop.ask(each.product, shown)
    assert first.begun.wait(PATIENCE_S)
    assert [workshop.look(each.product, shown) for each in slow] == [
        Making(ahead=0),
        Making(ahead=1),
        Making(ahead=2),
    ]
    assert not second.begun.is_set()
    first.may.set()
    assert second.begun.wait(PATIENCE_S)
    assert not third.begun.is_set()
    assert workshop.look(third.product, shown) == Making(ahead=1)
    second.may.set()
    third.may.set()
    assert finished(workshop, third.product, shown).content == shown.assessment.data_sha256.encode()


def test_what_waits_can_be_dropped_and_asked_for_again(
    shown: snapshot.Snapshot, slow: tuple[Slow, Slow, Slow]
) -> None:
    workshop = Workshop()
    first, second, _ = slow
    for each in (first, second):
        workshop.ask(each.product, shown)
    assert first.begun.wait(PATIENCE_S)
    workshop.drop()
    assert workshop.look(second.product, shown) is None
    first.may.set()
    assert finished(workshop, first.product, shown).content
    assert not second.begun.is_set()
    second.may.set()
    workshop.ask(second.product, shown)
    assert finished(workshop, second.product, shown).content
    assert second.times == 1


def test_a_file_is_made_once_for_each_state_of_the_data(
    shown: snapshot.Snapshot, slow: tuple[Slow, Slow, Slow]
) -> None:
    workshop, made = Workshop(), slow[0]
    made.may.set()
    for _ in range(3):
        workshop.ask(made.product, shown)
        finished(workshop, made.product, shown)
    assert made.times == 1
    other = replace(shown, assessment=replace(shown.assessment, data_sha256="0" * 64))
    assert workshop.look(made.product, other) is None
    workshop.ask(made.product, other)
    assert finished(workshop, made.product, other).content == b"0" * 64
    assert made.times == 2
    assert workshop.look(made.product, shown) is not None


def test_a_failure_is_told_and_can_be_tried_again(
    shown: snapshot.Snapshot, slow: tuple[Slow, Slow, Slow], caplog: pytest.LogCaptureFixture
) -> None:
    workshop, made = Workshop(), slow[0]
    made.fails = True
    made.may.set()
    workshop.ask(made.product, shown)
    making = finished(workshop, made.product, shown)
    assert "first.txt was not made" in caplog.text
    (record,) = caplog.records
    assert record.exc_info
    assert making == Making(failed=logs.error_id(record.exc_info[1]))
    made.fails = False
    workshop.ask(made.product, shown)
    assert finished(workshop, made.product, shown).content
    assert made.times == 2


def test_only_so_many_files_stay_in_memory(
    shown: snapshot.Snapshot, slow: tuple[Slow, Slow, Slow]
) -> None:
    workshop = Workshop(kept=2)
    for each in slow:
        each.may.set()
        workshop.ask(each.product, shown)
        finished(workshop, each.product, shown)
    assert [workshop.look(each.product, shown) is None for each in slow] == [True, False, False]


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_are_what_the_commands_write(shown: snapshot.Snapshot, tmp_path: Path) -> None:
    report = products.REPORT.make(shown)
    pages = unzipped(report)
    assert b"Alder" in pages["index.html"]
    sheets = {name for name in pages if name.startswith("counties/")}
    assert len(sheets) == 3
    assert unzipped(products.SHEETS.make(shown)) == {name: pages[name] for name in sheets}
    assert products.REPORT.make(shown) == report, "equal data, equal bytes"
    for product, ending in ((products.WORKBOOK, ".xlsx"), (products.LAYERS, ".gpkg")):
        expected = export_write.content(shown.assessment, shown.access, ending)
        assert product.make(shown) == expected
    file = tmp_path / "counties.gpkg"
    file.write_bytes(products.LAYERS.make(shown))
    with sqlite3.connect(file) as opened_file:
        (count,) = opened_file.execute("select count(*) from counties").fetchone()
    assert count == 3


def test_the_report_is_printed_in_a_folder_that_goes(
    shown: snapshot.Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def printed(path: str, page: bytes, target: Path) -> int:
        assert path == "a-browser"
        assert b"Alder" in page
        seen.append(target)
        return target.write_bytes(b"%PDF-1.7")

    monkeypatch.setattr(pdf, "browser", lambda: "a-browser")
    monkeypatch.setattr(pdf, "print_pdf", printed)
    assert products.REPORT_PDF.make(shown) == b"%PDF-1.7"
    assert seen
    assert not seen[0].parent.exists()


def test_a_page_offers_a_file_once_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "can_print", lambda: False)
    page = opened("statewide_page")
    assert downloads.HOW_TO_PRINT in words(page)
    keys = [button.key for button in page.button if "_make_" in (button.key or "")]
    assert keys == [
        f"statewide_files_make_{name}"
        for name in ("report", "export-xlsx", "export-gpkg", "sheets", "pocket")
    ]
    page.button(key="statewide_files_make_export-xlsx").click()
    rerun(page)
    finished(downloads.workshop(), products.WORKBOOK, snapshot.current())
    rerun(page)
    offered = [button.proto.label for button in page.get("download_button")]
    assert len(offered) == 1
    assert re.fullmatch(r"Download the workbook \(Excel, \d+ KB\)", offered[0])


def test_what_is_pressed_says_what_comes_and_what_is_made_stands_in_its_place(
    slow: tuple[Slow, Slow, Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "can_print", lambda: True)
    shown, (first, *_) = snapshot.current(), slow
    # Whatever else is asked for waits behind this one.
    downloads.workshop().ask(first.product, shown)
    page = opened("statewide_page")
    assert downloads.HOW in words(page)
    before = places(page)
    assert [label for label, _ in before] == [
        "Make the report (PDF)",
        "Make the report (web pages, zip)",
        "Make the workbook (Excel)",
        "Make the map layers (GeoPackage)",
        "Make the county sheets (zip)",
        "Make Find help in one file (web page)",
    ]
    page.button(key="statewide_files_make_export-gpkg").click()
    rerun(page)
    assert "Making the map layers (GeoPackage) … 1 ahead." in words(page)
    assert places(page)[3] == ("Making the map layers (GeoPackage)", before[3][1])
    first.may.set()
    finished(downloads.workshop(), products.LAYERS, shown)
    rerun(page)
    after = places(page)
    assert re.fullmatch(r"Download the map layers \(GeoPackage, \d+ KB\)", after[3][0])
    assert [place for _, place in after] == [place for _, place in before]
    assert "Ready: the map layers (GeoPackage)." in words(page)


def places(page: AppTest) -> list[tuple[str, tuple[int, ...]]]:
    """Return each button for a file with the row, column and place in them that it has."""
    found: list[tuple[str, tuple[int, ...]]] = []

    def walk(block: Any, path: tuple[int, ...]) -> None:
        for place, child in block.children.items():
            if hasattr(child, "children"):
                walk(child, (*path, place))
            elif child.type in {"button", "download_button"} and "files_" in child.proto.id:
                found.append((child.proto.label, (*path, place)))

    walk(page.main, ())
    return found


def test_a_browser_for_pdf_is_looked_for_once_and_whoever_asks_meanwhile_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, may = threading.Event(), threading.Event()
    times = []

    def browser() -> str:
        times.append(1)
        asked.set()
        assert may.wait(PATIENCE_S)
        return "a-browser"

    monkeypatch.setattr(pdf, "browser", browser)
    downloads._has_browser.cache_clear()
    answers: list[bool] = []
    both = [
        threading.Thread(target=lambda: answers.append(downloads.can_print())) for _ in range(2)
    ]
    for each in both:
        each.start()
    assert asked.wait(PATIENCE_S)
    assert answers == []
    may.set()
    for each in both:
        each.join(PATIENCE_S)
    downloads._has_browser.cache_clear()
    assert answers == [True, True]
    assert times == [1]


def test_a_page_says_that_a_file_failed_and_lets_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("no room")

    monkeypatch.setattr(export_write, "content", fail)
    page = opened("statewide_page")
    page.button(key="statewide_files_make_export-gpkg").click()
    rerun(page)
    finished(downloads.workshop(), products.LAYERS, snapshot.current())
    rerun(page)
    said = words(page)
    asked = r"could not be made\. Press its button to try again, or report the error [0-9a-f]{10}\."
    assert re.search(asked, said)
    assert "no room" not in said
    assert not page.button(key="statewide_files_make_export-gpkg").disabled


def test_without_distances_the_page_says_why_there_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small_state.write(tmp_path / "broken")
    (home / "zips.csv").write_text("broken", encoding="utf-8")
    use_data(home, monkeypatch)
    said = words(opened("statewide_page"))
    assert "Files with distances cannot be made from this data now." in said
