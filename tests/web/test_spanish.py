"""Find help in Spanish: every sentence that can be shown has its row, and none is left in English."""

import html
import re
from collections.abc import Mapping
from functools import cache

import pytest
from markupsafe import Markup

from geo.catalog.records import County
from geo.geocode.location import LocationStatus
from geo.referral import refer, unsure
from geo.referral.records import Answer
from geo.referral.view import of_answer
from geo.report import county_view
from geo.templates.language import ENGLISH, Language
from geo.templates.render import macro_of, render
from geo.text import Undated
from geo.web import answer
from tests import live, spoken

KNOWN = live.catalog()
ASSESSMENT = live.assessment()
UNITS = len(KNOWN.services.facilities)
TABLE = KNOWN.spanish
ALL = spoken.in_code() | spoken.in_data(KNOWN)
# Words that no Spanish sentence has, and nearly every English one.
ENGLISH_WORDS = re.compile(
    r"\b(the|of|is|are|and|or|in|from|with|here|this|call|nearest|county|people|miles|unit|team|we|you)\b",
    re.IGNORECASE,
)
TEXTS = (
    *list(KNOWN.gazetteer.zips)[::9],
    *(f"{county.name} County" for county in KNOWN.counties[::5]),
    *("Batesville", "Gulfport", "Vaiden", "Horn Lake", "Natchez", "Southaven", "Ripley", "38769"),
    *("Washington", "Euprora, MS", "New Batesville", "Leflore, MS", "77 Columbus", "Batsvil", ""),
    *("across the river from Natchez", "35.0125, -90.0200", "32.299,-90.184", "0, 0", "x" * 300),
    *("Hwy 6 & I-55, Batesville", "PO Box 7, Batesville", "15 miles north of Grenada", "nowhere"),
    *("Memphis TN", "Monroe, Louisiana", "near Memphis", "30.39,-88.89", "Corinth MS/TN line"),
)


class Strict(Language):
    """Spanish that refuses a sentence without a row, where a page would say it in English."""

    def _words(self, template: str) -> str:
        return self.rows[template]


NOTE = "Traducción sin revisar por una persona hispanohablante."
SPANISH = Strict("es", TABLE.rows, reviewed=False)


@cache
def found(text: str) -> Answer:
    return refer.answer(ASSESSMENT, text, k=UNITS)


def pages(result: Answer, say: Language) -> list[Markup]:
    """Return everything that the page can show of an answer."""
    ask = unsure.question(ASSESSMENT, result)
    if result.status not in (LocationStatus.OK, LocationStatus.AMBIGUOUS):
        return [answer.nowhere(ask, say)]
    shown = []
    for number in range(len(result.candidates)):
        view = of_answer(ASSESSMENT, result, number)
        shown += [answer.reading(view, say), answer.folds(view.folds, say)]
        shown.append(Markup.escape(answer.plain(shown[-2], ASSESSMENT, say)))
        if result.status is LocationStatus.AMBIGUOUS:
            shown.append(answer.readings(ask, number, say))
    if result.status is LocationStatus.AMBIGUOUS:
        shown.append(answer.asked(ask, say))
    return shown


def without_english(drawn: str) -> str:
    """Return the text of HTML without what is marked as English: names, quotes, sources."""
    rest = re.sub(r'<(span|q|small)[^>]* lang="en">.*?</\1>', " ", drawn, flags=re.DOTALL)
    rest = re.sub(r'<(span|q|small) lang="en">.*?</\1>', " ", rest, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", rest))


def test_every_sentence_has_its_row_and_no_row_is_unused() -> None:
    assert set(TABLE.rows) == ALL


@pytest.mark.parametrize("text", TEXTS)
def test_no_sentence_of_an_answer_is_left_in_english(text: str) -> None:
    for drawn in pages(found(text), SPANISH):
        if "<" in drawn:  # the plain text has no marks around its names
            assert not ENGLISH_WORDS.findall(without_english(drawn))


def test_the_search_itself_finds_an_english_sentence() -> None:
    lacking = {key: row for key, row in TABLE.rows.items() if key != "Call first"}
    with pytest.raises(KeyError, match="Call first"):
        pages(found("Batesville"), Strict("es", lacking))
    drawn = pages(found("Batesville"), Language("es", lacking))[0]
    assert '<span lang="en">Call first</span>' in drawn
    assert ENGLISH_WORDS.search(without_english(str(pages(found("Batesville"), ENGLISH)[0])))


@pytest.mark.parametrize("text", TEXTS)
def test_numbers_and_names_are_the_same_in_both_languages(text: str) -> None:
    for spanish, english in zip(
        pages(found(text), SPANISH), pages(found(text), ENGLISH), strict=True
    ):
        numbers = [re.findall(r'href="tel:([^"]+)"', drawn) for drawn in (spanish, english)]
        assert numbers[0] == numbers[1]
        quotes = [re.findall(r"<q[^>]*>(.*?)</q>", drawn) for drawn in (spanish, english)]
        assert quotes[0] == quotes[1]
        names = [re.findall(r"<h2>(.*?)</h2>", drawn) for drawn in (spanish, english)]
        if "cc-first" in spanish:
            assert re.sub("<.*?>", "", names[0][0]) == names[1][0]


def test_988_in_spanish_is_said_only_as_its_source_has_it() -> None:
    said = str(pages(found("Batesville"), SPANISH)[0])
    (lifeline,) = (number for number in KNOWN.services.statewide if number.phone == "988")
    ways = [reach for reach in lifeline.reach if reach.lang == "es"]
    assert {reach.source for reach in ways} == {"lifeline-what-to-expect"}
    for reach in ways:
        assert TABLE.rows[reach.how] in said
        assert reach.how not in str(pages(found("Batesville"), ENGLISH)[0])
    assert "988 en español: llame y oprima el 2" in said
    assert "AYUDA" in said


def test_a_page_says_once_that_nobody_has_reviewed_it_until_somebody_has() -> None:
    strip = {"calls": [("911", "emergency", ())], "page": "", "large": False, "place": None}
    for result in map(found, ("Batesville", "Washington", "Batsvil", "Memphis TN")):
        for drawn in pages(result, SPANISH):
            # Text to send on has no line of numbers above it.
            assert drawn.count(NOTE) == (not drawn.startswith("<"))
    line, _, below = render("web/strip.html", say=SPANISH, **strip).partition("</nav>")
    assert line.count(NOTE) == 1
    assert below.count(f'<p class="cc-unreviewed" lang="es">{NOTE}</p>') == 1, "for paper"
    assert render("web/strip.html", say=SPANISH, **{**strip, "large": True}).count(NOTE) == 1
    checked = Strict("es", TABLE.rows, reviewed=True)
    for drawn in pages(found("Batesville"), checked):
        assert NOTE not in drawn
    assert NOTE not in render("web/strip.html", say=checked, **strip)


@pytest.mark.parametrize(
    ("names", "last", "said"),
    [
        (["Panola", "Tate"], "or", "Panola o Tate"),
        (["Panola", "Oktibbeha"], "or", "Panola u Oktibbeha"),
        (["Panola", "Issaquena"], "and", "Panola e Issaquena"),
        (["Hinds", "Panola", "Tate"], "and", "Hinds, Panola y Tate"),
        (["Tate", "Hinds"], "and", "Tate e Hinds"),
        (["Tate"], "or", "Tate"),
    ],
)
def test_the_word_before_the_last_name_follows_its_sound(
    names: list[str], last: str, said: str
) -> None:
    assert SPANISH.listing(names, last).striptags() == said


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2025-01-29", "29 de enero de 2025"),
        ("2023-07", "julio de 2023"),
        ("2021", "2021"),
        ("2021-09/2025-01-29", "entre septiembre de 2021 y 29 de enero de 2025"),
        ("../2024", "2024 o antes"),
        (Undated("2023-07"), "sin fecha, según su contenido de julio de 2023"),
        (Undated("../2024"), "sin fecha, 2024 o antes"),
        (Undated("2021/2025-01"), "sin fecha, entre 2021 y enero de 2025"),
    ],
)
def test_dates_are_written_out(as_of: str, said: str) -> None:
    assert SPANISH.period(as_of).striptags() == said


def test_names_are_marked_as_english_and_escaped() -> None:
    rows: Mapping[str, str] = {"Call {name}.": "Llame a {name}."}
    said = Language("es", rows)("Call {name}.", name="<b>West crew</b>")
    assert said == 'Llame a <span lang="en">&lt;b&gt;West crew&lt;/b&gt;</span>.'
    assert Language("es", rows)("Call {name}.", name="988") == "Llame a 988."


@pytest.mark.parametrize("county", KNOWN.counties, ids=lambda county: county.name)
def test_a_county_s_numbers_are_said_in_spanish_too(county: County) -> None:
    view = county_view.view(ASSESSMENT, county, None)
    english, spanish = (
        macro_of("county/parts.html", "calls", view, True, say) for say in (ENGLISH, SPANISH)
    )
    numbers = [re.findall(r'href="tel:([^"]+)"', drawn) for drawn in (spanish, english)]
    assert numbers[0] == numbers[1]
    assert not ENGLISH_WORDS.findall(without_english(str(spanish)))
    assert "A quién llamar" in spanish
    assert NOTE not in spanish
    assert "Who to call" in english
    assert 'lang="es"' not in english


@pytest.mark.parametrize("text", TEXTS)
def test_articles_are_contracted(text: str) -> None:
    for drawn in pages(found(text), SPANISH):
        said = re.sub(r"<[^>]*>", "", drawn)
        assert not re.search(r"\b(a|de) el\b", said, re.IGNORECASE)
