"""The file as a whole: it loads nothing, fits on a stick and into a mail, and is a booklet on paper."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from geo.access import assess
from geo.pocket import page
from geo.pocket.english import ENGLISH
from geo.referral import refer
from tests import live, small_state
from tests.pocket import written

MOST_BYTES = 1_500_000
LONGEST_SENTENCE = 20
HARDEST_GRADE = 8
BANNED = (
    *("to be kept in mind", "on what this rests", "lift", "by the points", "bind nobody"),
    *("speaks for", "is asked for", "holes", "weak", "stale", "proven", "nobody has shown"),
    *("what it comes to", "stands"),
)
TAG = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    """Return what a reader sees of a piece of HTML, on one line."""
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


@pytest.fixture(scope="module")
def file() -> written.Written:
    return written.today()


@pytest.fixture(scope="module")
def booklet(file: written.Written) -> str:
    return file.html.partition('<div id="booklet">')[2].partition("</main>")[0]


def section(booklet: str, county: str) -> str:
    """Return a county's section of the booklet, as a reader sees it."""
    (found,) = re.findall(
        rf'<section class="county" id="{county}">(.*?)</section>', booklet, re.DOTALL
    )
    return words(found)


def test_it_is_small_enough_to_be_mailed(file: written.Written) -> None:
    assert len(file.content) <= MOST_BYTES


def test_it_loads_nothing_and_runs_nothing_but_its_own_script(file: written.Written) -> None:
    assert re.findall(r'\b(?:src|action|srcset|poster|data)="', file.html) == []
    assert re.findall(r"<(?:link|img|iframe|object|embed|base)\b", file.html) == []
    assert re.findall(r"@import|url\(", file.html) == []
    assert {found.partition(":")[0] for found in re.findall(r'href="([^"]*)"', file.html)} == {
        "tel"
    }
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', file.html)[0])
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    (style,) = re.findall(r"<style>(.*?)</style>", file.html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", file.html, re.DOTALL)
    for name, content in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert re.findall(r'\sstyle="|\son[a-z]+="', file.html.partition("<script")[0]) == []


def test_the_script_keeps_and_sends_nothing(file: written.Written) -> None:
    script = file.html.rpartition("<script>")[2]
    for means in (
        *("Storage", "cookie", "indexedDB", "history", "location", "fetch", "XMLHttpRequest"),
        *("sendBeacon", "WebSocket", "innerHTML", "outerHTML", "insertAdjacent", "eval(", "name="),
    ):
        assert means not in script, means


def test_equal_data_and_day_give_equal_bytes(tmp_path: Path) -> None:
    first, again = (
        page.pocket(assess.verify(small_state.load(tmp_path / name), small_state.DAY)).html
        for name in ("first", "again")
    )
    assert first == again


def test_text_of_the_data_cannot_end_the_script_or_become_markup(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    # The reader refuses such text; here it comes all the same.
    known = small_state.load(tmp_path)
    first, *others = known.services.facilities
    units = (replace(first, name=f"Haven {evil}"), *others)
    catalog = replace(known, services=replace(known.services, facilities=units))
    made = page.pocket(assess.verify(catalog, small_state.DAY))
    text = made.html.decode()
    assert "onerror=alert(1)" in text
    assert evil not in text
    assert text.count("</script>") == 2
    assert any(evil in string for string in written.Written(made.html).data["strings"])


def test_it_says_of_which_day_and_data_it_is(file: written.Written) -> None:
    about = file.data["about"]
    verified = live.assessment()
    assert (about["as_of"], about["data_sha256"]) == ("2026-11-21", verified.data_sha256)
    assert about["age_limit_days"] == page.AGE_LIMIT_DAYS
    for part in (
        f"As of November 21, 2026. Data version {verified.data_sha256[:12]}.",
        "Use this page until February 19, 2027.",
        verified.data_sha256,
    ):
        assert part in words(file.html.partition("<script")[0])


def test_every_county_of_the_booklet_has_its_numbers(booklet: str) -> None:
    verified = live.assessment()
    for county in live.catalog().counties:
        told = section(booklet, f"county-{county.name.lower().replace(' ', '-')}")
        assert told.startswith(f"{county.name} County Region ")
        (referral,) = refer.answer(verified, f"{county.name} County", 14).referrals
        for number in ("911", "988", "877-210-8513"):
            assert number in told
        for team in (*referral.mobile_crisis, *referral.intensive):
            number = team.phone or team.operator_phone
            assert team.team in told
            assert number is None or number in told
        for unit in (*referral.nearest[:3], *referral.designated):
            assert f"{unit.facility} , {unit.distance}" in told
            assert unit.phone in told
        assert county.name in told


def test_every_town_and_zip_is_in_the_index_and_with_its_counties(booklet: str) -> None:
    catalog = live.catalog()
    names = {county.geoid: county.name for county in catalog.counties}
    towns, zips = re.findall(r'<section class="index">(.*?)</section>', booklet, re.DOTALL)
    listed = {words(entry) for entry in re.findall(r"<li>(.*?)</li>", towns)}
    for place in catalog.gazetteer.places:
        entries = [entry for entry in listed if entry.startswith(f"{place.name}: ")]
        assert any(names[place.geoid] in entry for entry in entries), place.name
    listed = {words(entry) for entry in re.findall(r"<li>(.*?)</li>", zips)}
    assert len(listed) == len(catalog.gazetteer.zips)
    for row in catalog.gazetteer.zips.values():
        (entry,) = [entry for entry in listed if entry.startswith(f"{row.zip} {row.city}: ")]
        for geoid in {row.geoid, *(share.geoid for share in row.shares), *row.may_reach}:
            # A box whose point lies where none of its people live is told by its point.
            assert names[geoid] in entry, (row.zip, geoid)
    panola = section(booklet, "county-panola")
    assert "Batesville" in panola
    assert "38606 Batesville*" in panola


def test_what_every_county_is_to_keep_in_mind_is_said_once(booklet: str) -> None:
    assert words(booklet).count("Distances are in a straight line.") == 1


def test_its_own_sentences_are_short_and_plain() -> None:
    letters = count = sentences = 0
    for name, text in ENGLISH.items():
        plain = re.sub(r"\{\w+\}|[^A-Za-z'.?: -]", " ", text)
        for sentence in re.split(r"[.?:](?:\s|$)", plain):
            told = sentence.split()
            assert len(told) <= LONGEST_SENTENCE, (name, sentence)
            if len(told) > 3:
                letters += sum(map(len, told))
                count += len(told)
                sentences += 1
        for banned in BANNED:
            assert not re.search(rf"\b{banned}\b", text.lower()), (name, banned)
    # Coleman-Liau index (1975): letters and sentences per hundred words.
    grade = 5.88 * letters / count - 29.6 * sentences / count - 15.8
    assert grade <= HARDEST_GRADE


def test_no_sentence_is_there_for_nothing() -> None:
    home = Path(page.__file__).parent
    sources = [*home.glob("*.py"), *home.glob("*.js")]
    sources += (home.parent / "templates" / "pocket").glob("*.html")
    used = " ".join(
        path.read_text(encoding="utf-8") for path in sources if path.name != "english.py"
    )
    for name, text in ENGLISH.items():
        assert re.search(rf"""["'.]{name}\b""", used), name
        assert all(
            field is None or field.isidentifier() for _, field, _, _ in Formatter().parse(text)
        )
