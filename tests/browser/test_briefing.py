"""The briefing on paper, one sheet of A4, and on a phone."""

import io
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from siwei.bench.nation import build
from tests.browser.axe import violations
from tests.browser.test_pages import speak

LANGUAGES = ["zh-hans", "en"]
A4 = (595, 842)
NATION = 14


def sheets(page: Page) -> Sequence[tuple[int, int]]:
    """How large each sheet of paper is."""
    found = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [(round(one.mediabox.width), round(one.mediabox.height)) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_briefing_is_one_sheet_of_a4(page: Page, demo: None, language: str) -> None:
    speak(page, language)
    for code in ("140000", "140300", "140400", "140500", "371500"):
        page.goto(f"/briefing/?region={code}&year=2025")
        assert sheets(page) == [A4], code


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_is_that_of_a_large_province(
    page: Page,
    transactional_db: None,
    small_nation: None,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("siwei.bench.nation.PROVINCES", 1)
    build(NATION)
    speak(page, language)
    page.goto("/briefing/?region=110000&year=2026&since=2026-01-01")
    assert len(page.locator(".asked").all()) == NATION  # all of it on the screen
    assert sheets(page) == [A4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_never_scrolls_sideways_on_a_phone(
    narrow_page: Page, demo: None, language: str
) -> None:
    speak(narrow_page, language)
    narrow_page.goto("/briefing/?region=140000&year=2025")
    expect(narrow_page.locator("#lead")).to_be_visible()
    assert not narrow_page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert violations(narrow_page, ["/briefing/?region=140000&year=2025"]) == []
