"""What axe-core says about a page, by the rules of WCAG 2.2 AA."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def expect_accessible(page: Page | Frame, *, tags: tuple[str, ...] = WCAG, **options: Any) -> None:
    """Fail with axe's own report where it finds a violation.

    Of the rules that a page keeps, axe names one place each: to describe every cell of a table that
    is right takes longer than to look at it.
    """
    asked = {"runOnly": {"type": "tag", "values": [*tags]}, "resultTypes": ["violations"]}
    found = Axe().run(page, options={**asked, **options})
    assert found.violations_count == 0, found.generate_report()
