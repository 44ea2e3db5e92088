"""A reader walks from the overview to the sentence of a promise and back, on any screen."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

BOARD = ["/tasks/?view=matrix&plan=taiyuan-2026", "/tasks/?view=timeline"]
PAGES = [
    "/",
    "/cities/",
    "/cities/140100/",
    "/cities/140300/",
    "/cities/140300/plan/",
    "/cities/140300/tasks/",
    "/cities/140300/departments/",
    "/cities/140300/changes/",
    "/cities/371500/",
    "/plans/",
    "/plans/yangquan-2025/",
    "/plans/taiyuan-2026/",
    "/plans/liaocheng-2025/",
    "/conflicts/",
    "/indicators/",
    "/indicators/total_water_use/",
    "/indicators/irrigation_efficiency/",
    "/tasks/",
    *BOARD,
    "/tasks/yangquan-2025/3/",
    "/calendar/",
    "/calendar/?year=2026&month=12",
    "/departments/",
    "/changes/?since=2026-03-01",
    "/verify/",
    "/developers/",
    "/data/",
    "/plans/atlantis-2025/",
    "/tasks/?plan=atlantis-2025",
]
WORDS = {"zh-hans": ("阳泉市", "English"), "en": ("Yangquan", "简体中文")}


def ending(address: str) -> re.Pattern[str]:
    return re.compile(re.escape(address) + "$")


def speak(page: Page, language: str) -> None:
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="English").click()


def test_a_date_that_was_never_filled_in_keeps_its_gaps(page: Page, plans: None) -> None:
    page.goto("/plans/changzhi-2025/")
    printed = [text for text in page.locator("dd, #front > p").all_inner_texts() if "月" in text]
    assert printed[:2] == ["2025年   月   日"] * 2
    page.goto("/plans/")
    assert "2025年   月   日" in page.get_by_role("table").inner_text()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_overview_to_a_sentence_and_back(page: Page, plans: None, language: str) -> None:
    city, other_language = WORDS[language]
    speak(page, language)
    expect(page.get_by_role("button", name=other_language)).to_be_visible()

    page.get_by_role("table").get_by_role("link", name=city, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(city)

    promises = page.get_by_role("table").first
    promises.get_by_role("link", name="农业灌溉面积", exact=True).click()
    last_year = timezone.localdate().year - 1
    address = f"/indicators/irrigated_area/?year={last_year}#yangquan-2025-140300"
    expect(page).to_have_url(ending(address))
    promise = page.locator("#yangquan-2025-140300")
    expect(promise).to_be_in_viewport()

    promise.get_by_role("link", name="13.02").click()
    row = page.locator("[id='a1.8']")
    expect(row).to_be_in_viewport()
    assert row.evaluate("row => row.matches(':target')")

    row.get_by_role("link", name="13.02").click()
    target = page.locator("#yangquan-2025-140300-2030")
    expect(target).to_be_in_viewport()
    assert target.evaluate("target => target.matches(':target')")


def test_a_filter_answers_without_its_button(page: Page, plans: None) -> None:
    page.goto("/tasks/")
    page.get_by_label("规划").select_option("yangquan-2025")
    expect(page.get_by_text("共 20 项主要任务")).to_be_visible()
    expect(page).to_have_url(ending("/tasks/?plan=yangquan-2025"))
    page.get_by_label("搜索").fill("管网")
    expect(page.get_by_text("共 1 项主要任务")).to_be_visible()


def test_the_contents_say_what_is_being_read(page: Page, plans: None) -> None:
    page.goto("/plans/yangquan-2025/")
    page.get_by_role("navigation", name="目录").get_by_role("link", name="推进农业节水灌溉").click()
    expect(page.locator("[id='c9']")).to_be_in_viewport()
    current = page.locator(".contents a[aria-current]")
    expect(current).to_contain_text("推进农业节水灌溉")


def test_the_skip_link_is_the_first_stop(page: Page, plans: None) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_scrolls_sideways_on_a_phone(narrow_page: Page, plans: None, language: str) -> None:
    speak(narrow_page, language)
    assert too_wide(narrow_page, 390) == {}


def test_no_page_scrolls_sideways_on_a_small_laptop(page: Page, plans: None) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    assert too_wide(page, 1024) == {}


def too_wide(page: Page, room: int) -> dict[str, int]:
    """The pages that are wider than `room`, with their widths."""
    found = {}
    for path in [*PAGES, "/plans/taiyuan-2026/", "/plans/liaocheng-2025/"]:
        page.goto(path)
        found[path] = page.evaluate("document.documentElement.scrollWidth")
    return {path: width for path, width in found.items() if width > room}


def test_a_plan_can_be_printed_across(page: Page, plans: None) -> None:
    page.goto("/plans/taiyuan-2026/")
    paper = page.pdf(prefer_css_page_size=True, format="A4", landscape=True)
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)[0])
    assert width > height
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1100, "height": 780})
    text, room = page.locator(".paper").bounding_box(), page.locator(".page").bounding_box()
    assert text and room and text["width"] > 0.9 * room["width"]
