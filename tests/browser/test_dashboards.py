"""The first page and a city's page, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from indicators.plans.models import PlanIndicator
from indicators.plans.viewmodels.anchors import promise_anchor
from siwei.bench.nation import build
from tests.browser.test_pages import speak, violations
from tests.nation import A_PAGE, AT_A_GLANCE, PROVINCES

DASHBOARDS = ["/?year=2025", "/cities/140300/?year=2025"]


def test_the_year_follows_the_slider(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    slider = page.locator("#filter-year")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("#year-shown")).to_have_text("2026")
    expect(page.locator("#lead")).to_contain_text("2026 年")
    assert "year=2026" in page.url


def test_a_verdict_in_focus_says_what_it_rests_on(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    page.locator("#lead").click()
    verdict = page.locator('a.verdict[href*="/cities/140300/"]').first
    card = verdict.locator(".verdict__card")
    expect(card).to_be_hidden()
    verdict.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    expect(card).to_contain_text("未超过约束性目标2.27亿立方米")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(verdict).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
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


def test_on_a_phone_the_names_of_cities_and_groups_stay_in_sight(
    narrow_page: Page, demo: None
) -> None:
    narrow_page.goto("/?year=2025")
    narrow_page.locator(".matrix__sheet").evaluate(
        "frame => { frame.scrollIntoView(); frame.scrollTop = 500; frame.scrollLeft = 200; }"
    )
    cities = narrow_page.locator(".matrix__city")
    expect(cities.nth(3)).to_be_in_viewport()
    group = narrow_page.locator(".table__group", has_text="总量与强度").locator("span")
    expect(group).to_be_in_viewport(ratio=1)
    expect(narrow_page.get_by_role("link", name="地表水取水量", exact=True)).to_be_in_viewport(
        ratio=1
    )


def test_on_a_phone_the_name_of_a_group_is_all_there(narrow_page: Page, demo: None) -> None:
    narrow_page.goto("/?year=2025")
    narrow_page.get_by_role("button", name="English").click()
    expect(narrow_page.locator("html")).to_have_attribute("lang", "en")
    assert narrow_page.evaluate(
        "[...document.querySelectorAll('.table__stay')]"
        ".every((one) => one.getBoundingClientRect().right <= document.documentElement.clientWidth)"
    )


def test_a_year_is_a_link_too(page: Page, demo: None) -> None:
    page.goto("/?nature=constraint&year=2025")
    years = page.get_by_role("navigation", name="年份")
    expect(years.locator("[aria-current]")).to_have_text("2025")
    years.get_by_role("link", name="2030").click()
    expect(page).to_have_url("/?nature=constraint&year=2030")
    expect(page.locator("#lead")).to_contain_text("2030 年")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_verdicts_shut_nobody_out(page: Page, demo: None, language: str, colours: str) -> None:
    speak(page, language)
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    assert violations(page, DASHBOARDS) == []


def test_the_overview_is_one_sheet_of_paper_and_the_plans_another(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)[0])
    assert width > height


def test_many_cities_scroll_in_their_own_frame(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE)
    page.goto("/?year=2026")
    frame = page.locator(".matrix__frame")
    expect(frame.locator("tr.table__group")).to_have_count(PROVINCES)
    assert not page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    city = frame.locator('th[scope="row"]').first
    before = city.bounding_box()
    frame.evaluate("frame => { frame.scrollLeft = 400; }")
    assert frame.evaluate("frame => frame.scrollLeft") == 400
    assert city.bounding_box() == before


def test_of_many_cities_a_verdict_fetches_what_it_rests_on(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE)
    page.goto("/?year=2026")
    verdict = page.locator(".matrix--long a.verdict").first
    expect(verdict.locator(".verdict__card")).to_have_count(0)
    verdict.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    card = verdict.locator(".verdict__card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("限值")
    page.locator(".matrix--long tr[data-verdicts] a.verdict").first.hover()
    expect(page.locator(".verdict__card:visible")).to_have_count(1)


def test_a_nation_opens_with_its_provinces(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE + 1)
    page.goto("/?year=2026")
    expect(page.locator(".provinces tbody tr")).to_have_count(PROVINCES + 1)
    assert violations(page, ["/?year=2026"]) == []
    page.goto("/?year=2026")
    first = page.locator(".provinces tbody a").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?year=2026&province=110000$"))
    expect(page.locator("a.verdict")).to_have_count(3 * 33)
    page.locator("#filter-province").select_option("")
    expect(page.locator(".provinces tbody tr")).to_have_count(PROVINCES + 1)


def test_provinces_are_cards_on_a_phone(
    narrow_page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE + 1)
    narrow_page.goto("/?year=2026")
    assert not narrow_page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    expect(narrow_page.locator(".provinces tbody tr").first).to_contain_text("甲110000")


def test_a_mark_finds_its_promise_beyond_the_first_page(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(A_PAGE + 1)
    last = PlanIndicator.objects.filter(indicator="fall_a").order_by("plan__slug", "pk").last()
    assert last is not None
    anchor = promise_anchor(last)
    page.goto(f"/indicators/fall_a/?year=2026&page=1#{anchor}")
    if page.locator(f"#{anchor}").count() == 0:
        page.wait_for_url(f"**plan={last.plan.slug}**")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
