"""The comparison of services.yaml with saved texts of its pages, and the challenges that it proposes."""

import dataclasses
import datetime as dt
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from geo.catalog import folder, load
from geo.catalog.records import Catalog, Services
from tests import live
from tools import check_sources, saved_pages

PAGE = "A Headline\n\nCall the  team\u00a0for LEE:\n662-555-0143 or 1-800-555-0199.\nDon\u2019t wait.\n"


@pytest.fixture
def services() -> Services:
    """Return the real records, with one made-up source of three facts."""
    real = load.load(today=dt.date(2026, 11, 21)).services
    source = replace(real.sources[0], id="a-page", sha256=hashlib.sha256(PAGE.encode()).hexdigest())
    facts = {
        "services": replace(real.services[0], quote="call the team for Lee", phone="662-555-0143"),
        "facilities": replace(
            real.facilities[0], quote="a headline ... don't wait", phone="800-555-0199"
        ),
        "claims": replace(real.claims[0], quote="Don't wait."),
    }
    own = {name: (replace(one, source="a-page"),) for name, one in facts.items()}
    operator = replace(real.operators[0], fax="800-555-0199")
    return replace(real, sources=(source,), operators=(operator,), **own)


def told(page: Path, services: Services) -> list[str]:
    """Return what differs between a page and records, as it is printed."""
    known = dataclasses.replace(live.catalog(), services=services)
    return [difference.text for difference in check_sources.differences(page, known)]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a-page.txt"
    path.write_bytes(PAGE.encode())
    return path


def test_a_page_that_the_data_were_taken_from_has_no_difference(
    page: Path, services: Services
) -> None:
    assert told(page, services) == []


def test_every_difference_is_listed(page: Path, services: Services) -> None:
    changed = PAGE.replace("LEE", "Leake").replace("0143", "0144").replace("wait", "linger")
    page.write_text(changed, encoding="utf-8")
    found = told(page, services)
    sha256 = hashlib.sha256(changed.encode()).hexdigest()
    assert found == [
        f"a-page.txt: SHA-256 is {sha256}, the data say {services.sources[0].sha256}",
        f"a-page.txt: the quote of {services.services[0].id} is not there: call the team for Lee",
        f"a-page.txt: the quote of {services.facilities[0].id} is not there: a headline ... don't wait",
        f"a-page.txt: the quote of {services.claims[0].id} is not there: Don't wait.",
        f"a-page.txt: the number of {services.services[0].id} is not there: 662-555-0143; the new number "
        "nearest to its words is 662-555-0144",
        "a-page.txt: the data lack the number 662-555-0144",
    ]


def test_the_words_on_numbers_for_everybody_are_looked_for_too(
    page: Path, services: Services
) -> None:
    number, entry = services.statewide[0], services.elsewhere[0]
    way = replace(number.reach[0], source="a-page", quote="call nobody")
    rule = next(one for one in services.references if one.quote)
    records = replace(
        services,
        statewide=(replace(number, reach=(way,)),),
        elsewhere=(replace(entry, source="a-page", quote="a headline"),),
        references=(replace(rule, source="a-page", quote="calls shall be dropped"),),
    )
    assert told(page, records) == [
        f"a-page.txt: the quote of {number.id} is not there: call nobody",
        f"a-page.txt: the quote of {rule.id} is not there: calls shall be dropped",
    ]


def test_a_source_without_a_hash_and_a_page_without_a_source_are_differences(
    page: Path, services: Services
) -> None:
    bare = replace(services, sources=(replace(services.sources[0], sha256=None),))
    (line,) = told(page, bare)
    assert line.endswith("the data say none")
    other = page.rename(page.with_name("another.txt"))
    assert told(other, services) == ["another.txt: no source has the id another"]


@pytest.mark.parametrize(
    ("quote", "is_there"),
    [
        ("a headline", True),
        ("CALL THE TEAM FOR LEE", True),
        ("a headline ... for lee: ... don't wait", True),
        ("don't wait ... a headline", False),
        ("a head", False),
        ("a headline ... a headline", False),
    ],
)
def test_a_quote_is_found_in_whole_words_and_in_order(quote: str, is_there: bool) -> None:
    assert check_sources.holds(PAGE, quote) is is_there


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("662-555-0143", {"662-555-0143"}),
        ("(662) 555-0143", {"662-555-0143"}),
        ("call 1-662-555-0143!", {"662-555-0143"}),
        ("662.555.0143 and\u00a0662 555 0144", {"662-555-0143", "662-555-0144"}),
        ("988, 911, 2023-07-07, 39201-1234, 662-555-01435, 1662-555-0143", set()),
    ],
)
def test_numbers_are_found_in_every_usual_form(text: str, found: set[str]) -> None:
    assert saved_pages.numbers(text) == found


def test_exit_codes(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_sources.main(["--pages", str(tmp_path)]) == 1
    assert "no source has the id a-page" in capsys.readouterr().out
    page.unlink()
    assert check_sources.main(["--pages", str(tmp_path)]) == 2
    assert "no page named ID.txt, ID.html, ID.htm" in capsys.readouterr().err
    assert check_sources.main(["--pages", str(tmp_path), "--data", str(tmp_path)]) == 2
    assert "services.yaml: no-file" in capsys.readouterr().err


def test_a_folder_that_agrees_ends_with_nought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))
    known = load.load(data).services
    words = [
        one.quote
        for one in (*known.references, *known.programmes)
        if one.source == "dmh-reentry-pilot" and one.quote
    ]
    assert len(words) > 10
    text = "\n".join(["The number is 601-359-1288.", *words]).encode()
    stored = (data / "services.yaml").read_text(encoding="utf-8")
    old = re.search(r"id: dmh-reentry-pilot\n.*?sha256: \"(.{64})\"", stored, re.DOTALL)
    assert old is not None
    (data / "services.yaml").write_text(
        stored.replace(old[1], hashlib.sha256(text).hexdigest()), encoding="utf-8"
    )
    (tmp_path / "dmh-reentry-pilot.txt").write_bytes(text)
    assert check_sources.main(["--pages", str(tmp_path), "--data", str(data)]) == 0
    assert capsys.readouterr().out == "1 saved pages looked at, 0 differences\n"


LISTS = """Teams

Alpha team
The Alpha team covers Copiah, Lincoln, and Simpson.
Call 662-555-0101

Beta team
The Beta team covers Jefferson Davis, Lamar and Pearl River
Call 662-555-0102

Gamma team
Gamma serves Hinds
Call 662-555-0103

Last seen 2026.
"""
TEAMS = (
    (
        "alpha",
        ("Copiah", "Lincoln", "Simpson"),
        "662-555-0101",
        "The Alpha team covers Copiah, Lincoln, and Simpson",
    ),
    ("beta", ("Jefferson Davis", "Lamar", "Pearl River"), "662-555-0102", "The Beta team covers"),
    ("gamma", ("Hinds",), "662-555-0103", "Gamma serves Hinds"),
)


@pytest.fixture
def listed() -> Catalog:
    """Return the real counties with three made-up teams of one source."""
    real = live.catalog()
    source = replace(real.services.sources[0], id="lists", sha256=None)
    team = next(team for team in real.services.services if team.catchment.counties)
    teams = tuple(
        replace(
            team,
            id=name,
            source="lists",
            phone=phone,
            quote=quote,
            also=(),
            catchment=replace(team.catchment, counties=counties),
        )
        for name, counties, phone, quote in TEAMS
    )
    services = replace(
        real.services, sources=(source,), services=teams, facilities=(), operators=(), claims=()
    )
    return dataclasses.replace(real, services=services)


def challenges(folder_: Path, known: Catalog, text: str, suffix: str = ".html") -> dict[str, str]:
    """Return the proposed challenges of a page: what each fact's says, with its counties."""
    page = folder_ / f"lists{suffix}"
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    page.write_text(body if suffix == ".html" else text, encoding="utf-8")
    found = (difference.challenge for difference in check_sources.differences(page, known))
    return {
        challenge.fact: " ".join([challenge.says, *challenge.counties])
        for challenge in found
        if challenge
    }


def test_a_page_that_says_the_same_challenges_nothing(tmp_path: Path, listed: Catalog) -> None:
    for suffix in saved_pages.SUFFIXES[:2]:
        assert challenges(tmp_path, listed, LISTS, suffix) == {}


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        (
            "Copiah, Lincoln, and Simpson",
            "Copiah, Lincoln, Lawrence and Simpson",
            {"alpha/counties": "The page's list names Lawrence too. Lawrence"},
        ),
        (
            "Lamar and Pearl River",
            "Pearl River",
            {"beta/counties": "The page's list no longer names Lamar. Lamar"},
        ),
        (
            "Jefferson Davis, Lamar",
            "Jeff Davis, Marion",
            {
                "beta/counties": "The page's list names Marion too and no longer names Lamar. Lamar Marion"
            },
        ),
        (
            "Copiah, Lincoln, and Simpson.",
            "Copiah,\nLincoln,\nSimpson, Smith",
            {"alpha/counties": "The page's list names Smith too. Smith"},
        ),
        (
            "662-555-0102",
            "(662) 555-0199",
            {
                "beta/phone": "The page no longer gives 662-555-0102; the new number nearest to its words "
                "is 662-555-0199."
            },
        ),
        ("Call 662-555-0103", "Call us", {"gamma/phone": "The page no longer gives 662-555-0103."}),
        (
            "Gamma serves Hinds",
            "The team is gone",
            {"gamma/listing": "The page no longer has the words: Gamma serves Hinds"},
        ),
        (
            "The Beta team covers Jefferson Davis, Lamar and Pearl River",
            "The Beta team covers:\nJefferson Davis County\nLamar\nPearl River\nStone",
            {"beta/counties": "The page's list names Stone too. Stone"},
        ),
        (
            "Gamma serves Hinds",
            "Gamma serves Hinds, and\nYazoo",
            {"gamma/counties": "The page's list names Yazoo too. Yazoo"},
        ),
        ("Hinds", "Hinds County", {}),
        ("Teams", "All teams in Lincoln County", {}),
    ],
)
def test_what_a_page_no_longer_says_is_proposed_as_a_challenge(
    tmp_path: Path, listed: Catalog, old: str, new: str, proposed: dict[str, str]
) -> None:
    changed = LISTS.replace(old, new, 1)
    assert changed != LISTS
    for suffix in saved_pages.SUFFIXES[:2]:
        assert challenges(tmp_path, listed, changed, suffix) == proposed


def test_of_two_new_numbers_each_team_gets_the_nearer_one(tmp_path: Path, listed: Catalog) -> None:
    changed = LISTS.replace("0101", "0171").replace("0103", "0173")
    found = challenges(tmp_path, listed, changed)
    assert found["alpha/phone"].endswith("662-555-0171.")
    assert found["gamma/phone"].endswith("662-555-0173.")


def test_a_number_near_words_that_changed_a_little_is_found(
    tmp_path: Path, listed: Catalog
) -> None:
    changed = LISTS.replace("Gamma serves Hinds", "Gamma serving Hinds").replace("0103", "0173")
    assert challenges(tmp_path, listed, changed)["gamma/phone"].endswith("662-555-0173.")


def test_what_a_reader_of_the_page_does_not_see_counts_for_nothing(
    tmp_path: Path, listed: Catalog
) -> None:
    page = tmp_path / "lists.html"
    page.write_text(
        "<head><title>662-555-0101</title></head><script>'662-555-0102'</script><style>x</style>"
        "<ul><li>Gamma serves&nbsp;Hinds<li><b>662</b>-555-0103</ul>",
        encoding="utf-8",
    )
    assert saved_pages.numbers(saved_pages.page_text(page)) == {"662-555-0103"}
    found = [difference.text for difference in check_sources.differences(page, listed)]
    assert not any("gamma" in text for text in found)
    assert any("the number of alpha is not there" in text for text in found)


def test_the_hash_of_a_page_in_html_is_no_difference(tmp_path: Path, listed: Catalog) -> None:
    for suffix, count in ((".html", 0), (".txt", 1)):
        page = tmp_path / f"lists{suffix}"
        page.write_text("".join(f"<p>{line}</p>\n" for line in LISTS.splitlines()))
        if suffix == ".txt":
            page.write_text(LISTS, encoding="utf-8")
        found = [difference.text for difference in check_sources.differences(page, listed)]
        assert sum("SHA-256" in text for text in found) == count


def test_a_challenge_is_printed_as_a_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dmh-intensive-community-services.htm").write_text(
        "<p>Region 8 operates a team covering Copiah, Lincoln, Simpson and Smith</p>",
        encoding="utf-8",
    )
    assert check_sources.main(["--pages", str(tmp_path), "--on", "2026-11-02"]) == 1
    out = capsys.readouterr().out
    proposed = out.partition("first:\n")[2]
    records = yaml.load(proposed, yaml.BaseLoader)  # noqa: S506  ("on" is true to the safe one)
    own = next(record for record in records if record["fact"] == "icort-r8/counties")
    assert own["counties"] == ["Smith"]
    assert own["outcome"] == "challenged"
    assert (own["state"], own["how"]) == ("open", "document")
    assert own["on"] == "2026-11-02"
    assert {record["fact"] for record in records} >= {"csu-newton/listing", "csu-newton/phone"}
    data = Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))
    path = data / "confirmations.yaml"
    kept = path.read_text(encoding="utf-8").replace("records: []", "records:")
    path.write_text(f"{kept}{proposed}", encoding="utf-8")
    assert len(load.load(data).confirmations.records) == len(records)
