"""The first page and a city's page, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from indicators.plans.models import PlanIndicator
from indicators.plans.viewmodels.anchors import promise_anchor
from siwei.bench.nation import build
from tests.browser.axe import violations
from tests.browser.test_pages import speak
from tests.nation import A_PAGE, AT_A_GLANCE, PROVINCES

DASHBOARDS = ["/?year=2025", "/provinces/140000/?year=2025", "/cities/140300/?year=2025"]


def test_the_page_follows_the_year(page: Page, demo: None) -> None:
    page.goto("/?year=2025&nature=constraint")
    page.locator("#filter-year").select_option("2030")
    expect(page.locator("#lead")).to_contain_text("2030 年")
    assert "year=2030" in page.url and "nature=constraint" in page.url


def test_the_first_verdict_stands_at_the_top(page: Page, demo: None) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    for path, first in (("/?year=2025", ".strip .status"), ("/provinces/140000/", ".tile--judged")):
        page.goto(path)
        box = page.locator(first).first.bounding_box()
        assert box is not None and box["y"] + box["height"] < 400, path
        assert_no_sideways(page)


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


def assert_no_sideways(page: Page) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide), page.url


def test_no_page_scrolls_sideways_on_a_phone(narrow_page: Page, demo: None) -> None:
    for path in ("/?year=2025", "/cities/140300/?year=2025", "/provinces/140000/?year=2025"):
        narrow_page.goto(path)
        assert_no_sideways(narrow_page)


@pytest.mark.parametrize("path", ["/?year=2025", "/provinces/140000/?year=2025"])
def test_a_phone_has_a_list_by_city_and_no_table(narrow_page: Page, demo: None, path: str) -> None:
    narrow_page.goto(path)
    assert narrow_page.locator("a.verdict:visible").count() == 0
    card = narrow_page.locator(".city-card", has_text="阳泉市")
    card.get_by_text("全部承诺", exact=True).click()
    expect(card.locator(".verdict-list__status").first).to_contain_text("突破红线")
    leakage = card.locator('li[data-indicator="pipe_leakage_rate"]')
    expect(leakage).to_contain_text("9.4 / ≤ 9")
    expect(leakage.locator(".verdict__reason")).to_be_visible()
    assert_no_sideways(narrow_page)
    leakage.get_by_role("link").first.click()
    expect(narrow_page).to_have_url("/cities/140300/?year=2025#pipe_leakage_rate")


def test_what_one_city_alone_promises_opens_and_is_all_on_paper(page: Page, demo: None) -> None:
    page.goto("/?year=2025")
    inside = page.locator(".matrix--alone a.verdict").first
    expect(inside).to_be_hidden()
    page.emulate_media(media="print")
    expect(inside).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".alone > summary").click()
    expect(inside).to_be_visible()


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
    page.set_viewport_size({"width": 1032, "height": 718})  # what the margins leave of a sheet
    page.emulate_media(media="print")
    legend = page.locator(".matrix__legend").bounding_box()
    assert legend is not None and legend["y"] + legend["height"] < 718
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


def test_a_nation_opens_with_its_provinces_and_a_city_is_two_clicks_away(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE + 1)
    page.goto("/?year=2026")
    expect(page.locator(".provinces tbody tr")).to_have_count(PROVINCES + 1)
    assert violations(page, ["/?year=2026"]) == []
    page.goto("/?year=2026")
    page.locator(".tile--judged").first.click()
    expect(page).to_have_url(re.compile(r"/provinces/110000/\?year=2026$"))
    page.locator(".city-card__name > a").first.click()
    expect(page).to_have_url("/cities/110100/?year=2026")


def test_of_a_nation_one_province_can_be_chosen(
    page: Page, transactional_db: None, small_nation: None
) -> None:
    build(AT_A_GLANCE + 1)
    page.goto("/?year=2026&province=110000")
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
