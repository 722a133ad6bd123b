"""What is typed on page Find help is found nowhere afterwards: no log, file, address, page or cache."""

import http.client
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo.catalog import folder
from tests.browser.waiting import wait_until

# In two pieces, so that this file does not hold what is searched for.
MARK = "Zzyzx" + "mark"
NUMBER = "4711"
TEXTS = {
    f"{NUMBER} {MARK} Ln, Batesville MS 38606": "ZIP 38606",
    f"{NUMBER} {MARK} Ln, Holly Springs": "Which one do you mean?",
    f"{NUMBER} {MARK} Ln": "did not find",
    f"{NUMBER} {MARK} Ln, Memphis TN 38103": "This place is in Tennessee",
    f"{MARK} " * 100: "longer than 256 characters",
    f"{{{{ {MARK} }}}} <img src=x alt={MARK}> ${{{MARK}}} %s \\ {MARK}, Batesville": "Batesville",
}
OWN = "iframe[title^='Map of the place']"


@pytest.fixture
def nest(tmp_path: Path) -> dict[str, str]:
    """Environment of a server that would put whatever it leaves behind into one folder."""
    folders = {
        "HOME": "home",
        "TMPDIR": "tmp",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "share",
        "XDG_RUNTIME_DIR": "run",
        "XDG_STATE_HOME": "state",
    }
    for name in folders.values():
        (tmp_path / name).mkdir(mode=0o700)
    return {key: str(tmp_path / name) for key, name in folders.items()}


def holds_mark(content: bytes) -> bool:
    """Tell whether bytes hold the mark in any case, as UTF-8 or UTF-16."""
    lower = content.lower()
    return any(MARK.lower().encode(code) in lower for code in ("utf-8", "utf-16-le", "utf-16-be"))


def files_below(*tops: Path, since: float = 0) -> Iterator[Path]:
    for top in tops:
        for path in top.rglob("*"):
            if ".git" not in path.parts and path.is_file() and path.stat().st_mtime >= since:
                yield path


def marked_files(*tops: Path, since: float = 0) -> list[Path]:
    found = []
    for path in files_below(*tops, since=since):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # gone meanwhile
        if holds_mark(path.name.encode()) or holds_mark(content):
            found.append(path)
    return found


def look_up(page: Page, text: str, says: str) -> None:
    box = page.get_by_role("textbox", name="Where is the person?")
    box.fill(text)
    box.press("Enter")
    expect(page.get_by_role("region", name="Answer").first).to_contain_text(says)
    for number in range(page.locator("[class*=st-key-find_reading]").count()):
        page.locator(f".st-key-find_reading_{number}").get_by_role("button").click()
        expect(page.locator(".cc-first")).to_be_visible()
        page.get_by_role("button", name="Choose again").click()
        expect(page.locator(".st-key-find_ask")).to_be_visible()
    expect(page.locator(f".webmap:has(> {OWN})")).to_have_attribute("aria-busy", "false")


def get(url: str) -> bytes:
    part = urlsplit(url)
    connection = http.client.HTTPConnection(part.hostname or "", part.port, timeout=10)
    connection.request("GET", part.path)
    content = connection.getresponse().read()
    connection.close()
    return content


def test_a_marked_address_is_found_nowhere(
    new_page: Page,
    watch: Any,
    start_app: Any,
    repo_root: Path,
    nest: dict[str, str],
    tmp_path: Path,
) -> None:
    start = time.time() - 1
    with start_app(repo_root / "app.py", **nest) as app:
        titles = set()
        new_page.goto(f"{app.url}/find")
        for text, says in TEXTS.items():
            look_up(new_page, text, says)
            titles |= {
                new_page.title(),
                new_page.url,
                new_page.evaluate("JSON.stringify(history.state)") or "",
            }
            stored = new_page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
            frame = new_page.locator(OWN).element_handle().content_frame()
            assert frame is not None
            for seen in (stored, frame.content(), new_page.evaluate("document.cookie")):
                assert not holds_mark(seen.encode())
            # What the server answered is shown nowhere either, but for the box itself.
            assert not holds_mark(new_page.get_by_test_id("stMain").inner_text().encode())
        new_page.reload()
        expect(new_page.locator(f".webmap:has(> {OWN})")).to_have_attribute("aria-busy", "false")
        assert not holds_mark(new_page.content().encode())
        assert new_page.context.storage_state(indexed_db=True)["origins"] is not None
        assert not holds_mark(str(new_page.context.storage_state(indexed_db=True)).encode())
        maps = {address for address in watch.addresses if "/maps/" in address}
        assert maps
        for address in maps:
            assert not holds_mark(get(address))
        addresses = [*watch.addresses, *titles]
        new_page.close()  # before the server goes, or it would complain of the silence
    assert len(addresses) > 20
    for address in addresses:
        assert not holds_mark(address.encode())
        assert not holds_mark(unquote_plus(address).encode())
        assert NUMBER not in urlsplit(address).path + urlsplit(address).query
    assert "http" in app.log.read_text()  # the output was captured
    assert not holds_mark(app.log.read_bytes())
    assert marked_files(tmp_path, app.log.parent) == []
    assert marked_files(repo_root, since=start) == []


def test_an_error_on_the_way_does_not_tell_what_was_typed(
    page: Page, start_app: Any, repo_root: Path, nest: dict[str, str], tmp_path: Path
) -> None:
    home = tmp_path / "data"
    shutil.copytree(folder.default_dir(), home)
    (home / "counties.geojson").unlink()
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home), **nest) as app:
        page.goto(f"{app.url}/find")
        box = page.get_by_role("textbox", name="Where is the person?")
        box.fill(f"{NUMBER} {MARK} Ln, Batesville")
        box.press("Enter")
        expect(page.get_by_text("A place cannot be looked up")).to_be_visible()
        assert not holds_mark(page.get_by_test_id("stMain").inner_text().encode())
        # The data breaks altogether while the text stands in the box.
        (home / "services.yaml").write_text("study_area: nowhere\n", encoding="utf-8")
        wait_until(page, lambda: "services.yaml" in app.log.read_text("utf-8"))
        page.get_by_role("button", name="Find help").click()
        expect(page.get_by_role("region", name="Problems in the data").first).to_contain_text(
            "services.yaml"
        )
        page.close()  # before the server goes, or it would complain of the silence
    assert not holds_mark(app.log.read_bytes())
    assert marked_files(tmp_path, app.log.parent) == []


def test_the_search_itself_finds_a_mark(tmp_path: Path) -> None:
    for number, code in enumerate(("utf-8", "utf-16")):
        (tmp_path / f"file{number}").write_bytes(f"at {MARK.upper()} Lane".encode(code))
    (tmp_path / f"{MARK}.txt").touch()
    (tmp_path / "innocent").write_bytes(b"Zzyzx")
    assert len(marked_files(tmp_path)) == 3
