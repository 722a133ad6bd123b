"""What of an HTML page is compared, and what is not seen in a browser and left out."""

import pytest

from tools.output_html import html_lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p>\n\n  <p>b</p>\n"),
        ("<p>a b</p>", "<p>\n  a\n  b\n</p>"),
        ("<p>a <b>b</b></p>", "<p>a\n<b>b</b></p>"),
        ('<a href="x" id="y">z</a>', "<a id=y href='x'>z</a>"),
        ("<p hidden>a</p>", '<p hidden="">a</p>'),
        ("<p>&amp; &#233;</p>", "<p>&#38; é</p>"),
        ("<p>a<br>b</p>", "<p>a<br/>b</p>"),
        ("<svg><path d='M0'/></svg>", "<svg><path d='M0'></path></svg>"),
        ("<p>a</p>", "<p>a</p><!-- a remark -->"),
    ],
)
def test_what_a_browser_shows_alike_is_equal(old: str, new: str) -> None:
    assert html_lines(old) == html_lines(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a</p>", "<div>a</div>"),
        ("<p>a</p><p>b</p>", "<p>b</p><p>a</p>"),
        ('<p id="a">a</p>', '<p id="b">a</p>'),
        ("<p hidden>a</p>", "<p>a</p>"),
        ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
        ("<p><b>a</b> <b>b</b></p>", "<p><b>a</b><b>b</b></p>"),
        ("<pre>a\n b</pre>", "<pre>a b</pre>"),
        ("<script>a  = 1</script>", "<script>a = 1</script>"),
        ("<p>a\u00a0b</p>", "<p>a b</p>"),
        ("<p>a</p>", "<p>a"),
        ("<!DOCTYPE html><p>a</p>", "<p>a</p>"),
        ("<p>&lt;b&gt;</p>", "<p><b></p>"),
        ("<p id='a\" c=\"b'>a</p>", "<p id=a c=b>a</p>"),
    ],
)
def test_what_is_another_element_text_or_attribute_is_not_equal(old: str, new: str) -> None:
    assert html_lines(old) != html_lines(new)


def test_a_page_is_one_line_for_each_tag_and_text() -> None:
    page = "<ul>\n <li class=x>One <em>two</em> &amp; three</li>\n</ul>"
    lines = [
        "<ul>",
        '<li class="x">',
        "One ",
        "<em>",
        "two",
        "</em>",
        " &amp; three",
        "</li>",
        "</ul>",
    ]
    assert html_lines(page) == lines
