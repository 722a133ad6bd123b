"""Tables on a narrow screen: each row becomes a block that says its columns' names, so nothing is out of sight."""

import re
from typing import Final

from markupsafe import Markup, escape

__all__ = ["labelled"]

_TABLE: Final = re.compile(
    r'<table class="cc-table(?P<css>[^"]*)">(?P<inner>.*?)</table>', re.DOTALL
)
_HEAD: Final = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_ROW: Final = re.compile(r"<tr(?P<more>[^>]*)>(?P<cells>.*?)</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<(?P<tag>t[hd])\b(?P<more>[^>]*)>(?P<inner>.*?)</(?P=tag)>", re.DOTALL)
_SPAN: Final = re.compile(r'colspan="(\d+)"')
_NOTHING: Final = "\N{EN DASH}"
_HEADER_ROLES: Final = {'scope="row"': "rowheader", 'scope="col"': "columnheader"}


def labelled(markup: Markup) -> Markup:
    """Return markup whose tables can be shown as blocks, see ``.cc-stack`` in app.css.

    Each cell of a row gets the head of its column as ``data-label``, but for one that stands for several
    columns; one that holds a dash alone says so, so that a block can do without it. Some browsers forget that a
    table is one when it is drawn otherwise, so that every part names its role. Tables without heads stay.
    """
    return Markup(_TABLE.sub(_table, markup))  # noqa: S704  (only names of columns are added, escaped)


def _table(found: re.Match[str]) -> str:
    head, of_body, body = found["inner"].partition("<tbody>")
    titles = [str(escape(Markup(title).striptags())) for title in _HEAD.findall(head)]  # noqa: S704
    if not titles:
        return found[0]
    head = _ROW.sub(lambda row: _row(row, []), head).replace("<thead>", '<thead role="rowgroup">')
    body = _ROW.sub(lambda row: _row(row, titles), body)
    of_body = of_body.replace(">", ' role="rowgroup">')
    return (
        f'<table class="cc-table{found["css"]} cc-stack" role="table">{head}{of_body}{body}</table>'
    )


def _row(found: re.Match[str], titles: list[str]) -> str:
    cells, column = [], 0
    for cell in _CELL.finditer(found["cells"]):
        tag, more, inner = cell["tag"], cell["more"], cell["inner"]
        span = int(wide[1]) if (wide := _SPAN.search(more)) else 1
        role = next((role for scope, role in _HEADER_ROLES.items() if scope in more), "cell")
        label = f' data-label="{titles[column]}"' if role == "cell" and span == 1 else ""
        empty = Markup(inner).striptags() == _NOTHING  # noqa: S704
        none = " data-none" if empty and role == "cell" else ""
        cells.append(f'<{tag}{more} role="{role}"{label}{none}>{inner}</{tag}>')
        column += span
    return f'<tr{found["more"]} role="row">{"".join(cells)}</tr>'
