"""The calendar and one's own feeds in a browser: on a laptop, on a phone, and for who can't see."""

import re
from collections.abc import Callable

import pytest
import vobject
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.people import editor

SignIn = Callable[[Page, str], None]
DECEMBER = "/calendar/?year=2026&month=12"


@pytest.fixture
def alice(plans: None, transactional_db: None) -> str:
    return editor("alice", "140100").username


def test_from_a_day_of_the_grid_to_the_task(page: Page, plans: None) -> None:
    page.goto(DECEMBER)
    page.get_by_role("table", name="本月各日的事项数").get_by_role("link").first.click()
    day = page.locator("#day-2026-12-31")
    expect(day).to_be_in_viewport()
    assert day.evaluate("day => day.matches(':target')")
    link = day.get_by_role("row").nth(1).get_by_role("link").first
    words = link.inner_text()
    link.click()
    expect(page.get_by_role("table", name="时限节点")).to_contain_text(words)


def test_a_filter_keeps_the_month_and_the_months_keep_the_filter(page: Page, plans: None) -> None:
    page.goto(DECEMBER)
    page.get_by_label("行政区").select_option("140100")
    expect(page).to_have_url(re.compile(r"month=12.*region=140100|region=140100.*month=12"))
    page.get_by_role("navigation", name="时间段").get_by_role("link", name="全年").click()
    expect(page.get_by_role("heading", name="2026 年")).to_be_visible()
    expect(page.get_by_label("行政区")).to_have_value("140100")


def test_a_phone_has_the_list_without_the_grid(narrow_page: Page, plans: None) -> None:
    narrow_page.goto(DECEMBER)
    expect(narrow_page.locator(".grid")).to_be_hidden()
    expect(narrow_page.locator("#day-2026-12-31")).to_be_visible()
    for link in narrow_page.locator(".months a").all():
        box = link.bounding_box()
        assert box is not None and box["height"] >= 44
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_person_subscribes_renews_and_removes(page: Page, alice: str, sign_in: SignIn) -> None:
    sign_in(page, alice)
    page.goto("/calendar/")
    page.get_by_role("link", name="订阅到自己的日历程序").click()
    page.get_by_role("button", name="订阅我的工作").click()
    expect(page.get_by_role("status")).to_contain_text("“我的工作”的日历地址已建立")
    first = page.get_by_label("地址").input_value()
    calendar = vobject.readOne(Client().get(first).content.decode())
    assert calendar.contents["x-wr-calname"][0].value == "四水四定：我的工作"
    assert calendar.contents["vevent"]

    page.get_by_label("太原市的订阅范围").select_option(label="市水务局")
    page.get_by_role("button", name="订阅太原市").click()
    expect(page.get_by_role("article", name="太原市水务局")).to_be_visible()
    assert violations(page, ["/calendar/feeds/"]) == []

    page.get_by_role("button", name="换一个地址 我的工作").click()
    expect(page.get_by_role("status")).to_contain_text("换了一个地址")
    assert page.get_by_label("地址").first.input_value() != first
    assert Client().get(first).status_code == 404

    page.get_by_role("button", name="删除 我的工作").click()
    expect(page.get_by_role("article")).to_have_count(1)


def test_feeds_fit_a_phone(narrow_page: Page, alice: str, sign_in: SignIn) -> None:
    sign_in(narrow_page, alice)
    narrow_page.goto("/calendar/feeds/")
    narrow_page.get_by_role("button", name="订阅我的工作").click()
    expect(narrow_page.get_by_role("article")).to_be_visible()
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(narrow_page, ["/calendar/feeds/"]) == []


def test_paper_has_no_secret_and_no_way_to_other_months(
    page: Page, alice: str, sign_in: SignIn
) -> None:
    sign_in(page, alice)
    page.goto("/calendar/feeds/")
    page.get_by_role("button", name="订阅我的工作").click()
    page.emulate_media(media="print")
    expect(page.get_by_label("地址")).to_be_hidden()
    page.goto(DECEMBER)
    expect(page.locator(".months")).to_be_hidden()
    expect(page.locator(".grid")).to_be_visible()


def test_dark_colours_stand_out_too(page: Page, plans: None) -> None:
    page.emulate_media(color_scheme="dark")
    assert violations(page, [DECEMBER, "/calendar/"]) == []
