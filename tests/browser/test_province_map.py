"""A province's own map in a browser: links by keyboard, colours, and nothing that axe finds."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.test_pages import speak
from tests.siwei.province_maps import write_map

PATH = "/provinces/140000/?year=2025"


@pytest.fixture(autouse=True)
def own_map(settings: Any, tmp_path: Path) -> None:
    settings.MAPS = str(tmp_path)
    write_map(tmp_path)


def test_a_region_is_a_link_that_shows_its_focus_and_its_status(page: Page, demo: None) -> None:
    page.goto(PATH)
    link = page.locator(".province-map__drawing a:not([tabindex])").nth(1)
    fill = "(one) => getComputedStyle(one.querySelector('rect')).fill"
    assert link.evaluate(fill) == "rgb(252, 230, 231)"  # --breached-ground
    page.locator(".province-map__drawing a").first.focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    stroke = "(one) => getComputedStyle(one.querySelector('rect')).strokeWidth"
    assert link.evaluate(stroke) == "6px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/140300/?year=2025")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_and_a_phone_has_room(
    page: Page, narrow_page: Page, demo: None, language: str
) -> None:
    for one in (page, narrow_page):
        speak(one, language)
        assert violations(one, [PATH]) == []
    expect(narrow_page.locator(".province-map__drawing")).to_be_visible()
    assert not narrow_page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_a_phone_shows_the_numbers_of_the_cities(narrow_page: Page, demo: None) -> None:
    narrow_page.goto("/provinces/140000/?year=2025")
    expect(narrow_page.locator(".provinces tbody td").first).to_be_visible()
