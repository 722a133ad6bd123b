"""Tables that can be shown as blocks: every cell says its column, and every part what it is."""

import re
from collections.abc import Sequence

import pytest
from markupsafe import Markup

from geo.report.html import table
from geo.web.tables import labelled
from tests.web.app_pages import opened, words

TABLE = re.compile(r"<table.*?</table>", re.DOTALL)


def drawn(headers: Sequence[str], *rows: Sequence[Markup | str]) -> str:
    return str(labelled(table("Things", headers, rows)))


def test_each_cell_says_its_column_and_each_part_its_role() -> None:
    found = drawn(("County", "People & more"), ("Alder", "1,000"), ("Birch", "2,000"))
    assert '<table class="cc-table cc-stack" role="table">' in found
    assert found.count('role="row"') == 3
    assert found.count('role="columnheader"') == 2
    assert found.count('role="rowheader"') == 2
    assert found.count('role="rowgroup"') == 2
    assert (
        re.findall(r"<td[^>]*>", found) == ['<td role="cell" data-label="People &amp; more">'] * 2
    )
    for content in ("Alder", "1,000", "Birch", "2,000", "Things"):
        assert f">{content}<" in found


def test_a_label_is_text_however_hostile_a_head_is() -> None:
    found = drawn(("County", '"><script>x</script>'), ("Alder", "1"))
    assert "<script" not in found
    assert re.findall(r"<td[^>]*>", found) == [
        '<td role="cell" data-label="&#34;&gt;&lt;script&gt;x&lt;/script&gt;">'
    ]


def test_a_cell_without_anything_says_so_and_one_that_only_begins_so_does_not() -> None:
    found = drawn(
        ("County", "What", "More"), ("Alder", "–", Markup("<b>–</b>")), ("Elm", "– 3", "–")
    )
    assert found.count(" data-none>") == 3
    assert re.search(r'data-label="What">– 3<', found)


def test_a_cell_over_several_columns_has_no_label_and_moves_the_next_ones() -> None:
    cells = '<tr><th scope="row">a</th><td colspan="2">both</td><td>last</td></tr>'
    heads = "".join(f'<th scope="col">{name}</th>' for name in "NXYZ")
    whole = f'<table class="cc-table"><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>'
    found = labelled(Markup(whole))  # noqa: S704
    assert '<td colspan="2" role="cell">both</td>' in found
    assert '<td role="cell" data-label="Z">last</td>' in found


def test_a_table_without_heads_and_what_is_no_table_stay_as_they_are() -> None:
    lines = Markup('<table class="cc-table cc-lines"><tbody><tr><td>1</td></tr></tbody></table>')
    assert labelled(lines) == lines
    assert labelled(Markup("<p>none</p>")) == "<p>none</p>"


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("statewide_page", {}),
        ("distance_page", {}),
        ("distance_page", {"tab": "how-far"}),
        ("distance_page", {"tab": "elsewhere"}),
        ("distance_page", {"tab": "second"}),
        ("words_page", {}),
        ("sources_page", {"part": "sources"}),
    ],
)
def test_every_table_of_a_page_can_be_shown_as_blocks(page: str, query: dict[str, str]) -> None:
    tables = [found for found in TABLE.findall(words(opened(page, **query))) if "<thead" in found]
    assert tables
    for found in tables:
        assert 'role="table"' in found
        cells = re.findall(r"<td[^>]*>", found)
        assert all("data-label=" in cell or "colspan=" in cell for cell in cells)
