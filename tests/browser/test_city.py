"""A city by hand, by keyboard, on a phone and on paper."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

STANDING = "/cities/140300/?year=2025"


def height(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollHeight")
    return found


def test_the_first_verdict_stands_within_the_first_400_pixels(page: Page, demo: None) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(STANDING)
    first = page.locator(".standing tbody .status").first.bounding_box()
    assert first is not None and first["y"] + first["height"] < 400 + 12
    rows = page.locator(".standing tbody tr").evaluate_all(
        "rows => rows.map((row) => row.getBoundingClientRect().height)"
    )
    assert max(rows) <= 40


def test_a_city_is_at_most_six_screens_of_a_phone(narrow_page: Page, demo: None) -> None:
    narrow_page.goto(STANDING)
    assert height(narrow_page) <= 6 * 844
    small = narrow_page.locator(".standing summary").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height < 43.5).length"
    )
    assert small == 0


def test_no_city_scrolls_sideways_on_a_phone(narrow_page: Page, demo: None) -> None:
    """Long names, units with a base year, long values: nothing stands beyond the edge."""
    for city in ("140100", "140300", "140400", "140500", "371500"):
        narrow_page.goto(f"/cities/{city}/?year=2025")
        assert narrow_page.evaluate("document.documentElement.scrollWidth") == 390, city
        edges = narrow_page.locator(".standing tbody .bullet").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().right)"
        )
        assert edges and max(edges) <= 390, city


def test_a_reason_opens_by_keyboard(page: Page, demo: None) -> None:
    page.goto(STANDING)
    row = page.locator("tr#pipe_leakage_rate")
    reason = row.get_by_text("超过约束性目标9%")
    expect(reason).to_be_hidden()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()
    expect(row.get_by_text("今后每年需下降0.28个百分点")).to_be_visible()


def test_an_address_opens_the_reason_to_which_it_leads(page: Page, demo: None) -> None:
    page.goto(f"{STANDING}#pipe_leakage_rate")
    expect(page.locator("tr#pipe_leakage_rate .standing__more")).to_be_visible()
    expect(page.locator("tr#pipe_leakage_rate")).to_be_in_viewport()
    expect(page.locator(".standing__more:visible")).to_have_count(1)


def test_the_tabs_are_links_that_keep_the_year(page: Page, demo: None) -> None:
    page.goto(STANDING)
    page.locator("#filter-year").select_option("2024")
    expect(page.locator("#lead")).to_contain_text("2024 年")
    page.locator("#city-tabs a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/cities/140300/plan/?year=2024")
    expect(page.locator("#city-tabs [aria-current]")).to_have_text("规划承诺")
    expect(page.locator("#promises-yangquan-2025")).to_be_visible()


def test_a_screen_reader_hears_a_line_as_a_row(page: Page, demo: None) -> None:
    page.goto(STANDING)
    heard = page.locator("table.standing").aria_snapshot()
    assert re.search(r'- table "阳泉市 2025 年', heard)
    row = re.search(r'- row "([^"]*城镇公共供水管网漏损率[^"]*)"', heard)
    assert row is not None
    assert re.search(r"城镇公共供水管网漏损率.*突破红线.*9\.4.*≤ ?9 .*2025 年 9\.4，限值 9", row[1])


@pytest.mark.parametrize("city", ["140300", "140500"])
def test_one_sheet_of_paper_says_it_all(page: Page, demo: None, city: str) -> None:
    page.goto(f"/cities/{city}/?year=2025")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    (sheet,) = paper.pages
    text = re.sub(r"\s", "", sheet.extract_text())
    for words in ("2025年，", "限值，虚线为估算", "单位盖章"):
        assert words in text
