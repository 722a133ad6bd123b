"""The whole system on paper: the age above the tables, what each row rests on, and what counts twice."""

import html
import re

from geo.coverage import continuum
from geo.report import continuum_part
from tests import live


def test_the_age_stands_above_the_tables_and_beside_each_source_that_is_old() -> None:
    assessment = live.today()
    for full in (False, True):
        said = html.unescape(str(continuum_part.part(assessment, full=full)))
        banner = continuum.ages(assessment).banner
        assert banner
        assert 0 < said.index(banner) < said.index("<table")
        assert said.count(banner) == 1
        row = re.search(r"<th scope=\"row\">988 .*?</tr>", said)
        assert row
        assert "<td>essentialtouchstones (over its age limit)</td>" in row[0]


def test_it_says_what_counts_twice_and_why_a_list_decides_nothing() -> None:
    said = html.unescape(str(continuum_part.part(live.today(), full=False)))
    assert "1 county has more than one of PACT, ICORT or ICSS: Hinds." in said
    assert said.count("This list names no county, so it decides no county's answer.") == 2
