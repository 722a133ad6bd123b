"""What the pages say is plain: short sentences, none of the words not to use, a grade most people read."""

import html
import re

import pytest

from tests import reading_grade
from tests.web.app_pages import opened, words

MOST_GRADE = 11
# Text that nobody of ours wrote, or that is no sentence: quotes, sources, what is folded into code and styles.
FOREIGN = re.compile(r"<(q|small|style|code|script)\b.*?</\1>", re.DOTALL)
END = re.compile(r"</(?:p|li|h\d|summary|figcaption|caption|th|td|dt|dd|div|button|option)>")


def told(drawn: str) -> str:
    """Return what a reader sees of a page, block by block."""
    blocks = END.sub("\n\n", FOREIGN.sub("", drawn))
    return html.unescape(re.sub(r"<[^>]*>", "", blocks))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("statewide_page", {}),
        ("statewide_page", {"service": "intensive", "county": "28015"}),
        ("county_page", {}),
        # The region inferred; few people; most people; far from units; sources disagree; near the state's line.
        *(("county_page", {"county": county}) for county in ("28015", "28055", "28049", "28009")),
        *(("county_page", {"county": county}) for county in ("28143", "28119", "28073", "28033")),
        ("confirm_page", {}),
        ("words_page", {}),
        *(
            ("sources_page", {"part": part})
            for part in ("data", "compare", "unknown", "disputes", "units", "rules")
        ),
    ],
)
def test_what_a_page_says_is_plain(page: str, query: dict[str, str]) -> None:
    said = told(words(opened(page, **query)))
    assert len(reading_grade.sentences(said)) > 3
    assert reading_grade.too_long(said) == []
    assert reading_grade.banned(said) == set()
    # Cells and labels would make any page easy.
    prose = [one for one in reading_grade.sentences(said) if len(reading_grade.words(one)) > 3]
    assert reading_grade.grade("\n\n".join(prose)) <= MOST_GRADE
