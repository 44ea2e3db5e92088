"""The first page and a city's page, by hand and by keyboard."""

from playwright.sync_api import Page, expect


def test_the_year_follows_the_slider(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    slider = page.locator("#filter-year")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("#year-shown")).to_have_text("2026")
    expect(page.locator("#results .lead")).to_contain_text("2026 年")
    assert "year=2026" in page.url


def test_a_verdict_in_focus_says_what_it_rests_on(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    page.locator("#results .lead").click()
    verdict = page.locator('a.verdict[href*="/cities/140300/"]').first
    card = verdict.locator(".verdict__card")
    expect(card).to_be_hidden()
    verdict.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    expect(card).to_contain_text("未超过约束性目标2.27亿立方米")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/cities/140300/?year=2025#total_water_use")
    row = page.locator("tr#total_water_use")
    expect(row).to_be_in_viewport()
    row.get_by_role("link", name="规划原文").click()
    expect(page.locator("mark, .mark").first).to_be_visible()


def test_a_city_has_a_small_line_for_each_promise(page: Page, demo: None) -> None:
    page.goto("/cities/371500/?year=2025")
    expect(page.locator("table.standing svg.spark")).to_have_count(14)


def test_no_page_scrolls_sideways_on_a_phone(narrow_page: Page, demo: None) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for path in ("/?year=2025", "/cities/140300/?year=2025"):
        narrow_page.goto(path)
        assert not narrow_page.evaluate(wide), path
