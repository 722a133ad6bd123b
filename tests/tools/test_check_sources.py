"""The comparison of services.yaml with stored texts of its pages."""

import datetime as dt
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from geo.catalog import folder, load
from geo.catalog.records import Services
from tools import check_sources

PAGE = "A Headline\n\nCall the  team\u00a0for LEE:\n662-555-0143 or 1-800-555-0199.\nDon\u2019t wait.\n"


@pytest.fixture
def services() -> Services:
    """Return the real records, with one made-up source of three facts."""
    real = load.load(today=dt.date(2026, 11, 21)).services
    source = replace(real.sources[0], id="a-page", sha256=hashlib.sha256(PAGE.encode()).hexdigest())
    facts = {
        "services": replace(real.services[0], quote="call the team for Lee", phone="662-555-0143"),
        "facilities": replace(real.facilities[0], quote="a headline ... don't wait"),
        "claims": replace(real.claims[0], quote="Don't wait."),
    }
    own = {name: (replace(one, source="a-page"),) for name, one in facts.items()}
    operator = replace(real.operators[0], fax="800-555-0199")
    return replace(real, sources=(source,), operators=(operator,), **own)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a-page.txt"
    path.write_bytes(PAGE.encode())
    return path


def test_a_page_that_the_data_were_taken_from_has_no_difference(
    page: Path, services: Services
) -> None:
    assert list(check_sources.differences(page, services)) == []


def test_every_difference_is_listed(page: Path, services: Services) -> None:
    changed = PAGE.replace("LEE", "Leake").replace("0143", "0144").replace("wait", "linger")
    page.write_text(changed, encoding="utf-8")
    found = list(check_sources.differences(page, services))
    sha256 = hashlib.sha256(changed.encode()).hexdigest()
    assert found == [
        f"a-page.txt: SHA-256 is {sha256}, the data say {services.sources[0].sha256}",
        f"a-page.txt: the quote of {services.services[0].id} is not there: call the team for Lee",
        f"a-page.txt: the quote of {services.facilities[0].id} is not there: a headline ... don't wait",
        f"a-page.txt: the quote of {services.claims[0].id} is not there: Don't wait.",
        "a-page.txt: the data lack the number 662-555-0144",
    ]


def test_the_words_on_numbers_for_everybody_are_looked_for_too(
    page: Path, services: Services
) -> None:
    number, entry = services.statewide[0], services.elsewhere[0]
    way = replace(number.reach[0], source="a-page", quote="call nobody")
    rule = next(one for one in services.references if one.quote)
    told = replace(
        services,
        statewide=(replace(number, reach=(way,)),),
        elsewhere=(replace(entry, source="a-page", quote="a headline"),),
        references=(replace(rule, source="a-page", quote="calls shall be dropped"),),
    )
    assert list(check_sources.differences(page, told)) == [
        f"a-page.txt: the quote of {number.id} is not there: call nobody",
        f"a-page.txt: the quote of {rule.id} is not there: calls shall be dropped",
    ]


def test_a_source_without_a_hash_and_a_page_without_a_source_are_differences(
    page: Path, services: Services
) -> None:
    bare = replace(services, sources=(replace(services.sources[0], sha256=None),))
    (line,) = check_sources.differences(page, bare)
    assert line.endswith("the data say none")
    other = page.rename(page.with_name("another.txt"))
    assert list(check_sources.differences(other, services)) == [
        "another.txt: no source has the id another"
    ]


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
    assert check_sources.numbers(text) == found


def test_exit_codes(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_sources.main(["--pages", str(tmp_path)]) == 1
    assert "no source has the id a-page" in capsys.readouterr().out
    page.unlink()
    assert check_sources.main(["--pages", str(tmp_path)]) == 2
    assert "no text named ID.txt" in capsys.readouterr().err
    assert check_sources.main(["--pages", str(tmp_path), "--data", str(tmp_path)]) == 2
    assert "services.yaml: no-file" in capsys.readouterr().err


def test_a_folder_that_agrees_ends_with_nought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = b"The number is 601-359-1288."
    data = Path(shutil.copytree(folder.default_dir(), tmp_path / "data"))
    stored = (data / "services.yaml").read_text(encoding="utf-8")
    old = re.search(r"id: dmh-reentry-pilot\n.*?sha256: \"(.{64})\"", stored, re.DOTALL)
    assert old is not None
    (data / "services.yaml").write_text(
        stored.replace(old[1], hashlib.sha256(text).hexdigest()), encoding="utf-8"
    )
    (tmp_path / "dmh-reentry-pilot.txt").write_bytes(text)
    assert check_sources.main(["--pages", str(tmp_path), "--data", str(data)]) == 0
    assert capsys.readouterr().out == "1 stored texts looked at, 0 differences\n"
