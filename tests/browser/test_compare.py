"""The comparison in a real browser: its form, its charts on any screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from indicators.assessments.viewmodels import comparison_form
from tests.browser.axe import found_by_axe

SHARE = "/compare/?indicator=total_water_use&year=2025"
RANKING = f"{SHARE}&view=ranking"
TRAJECTORY = f"{SHARE}&view=trajectory"
RATE = "/compare/?indicator=gdp_water_intensity_reduction&year=2025&view=rate"
INDICATOR = "/indicators/total_water_use/"
ALL = [SHARE, RANKING, TRAJECTORY, RATE, INDICATOR]


@pytest.fixture
def charts(demo: None) -> Callable[[Page, str], None]:
    def charts(page: Page, address: str) -> None:
        page.goto(address)
        expect(page.locator(".chart__picture svg:visible").first).to_be_visible()

    return charts


Charts = Callable[[Page, str], None]


def test_a_change_of_the_form_changes_chart_and_address(page: Page, charts: Charts) -> None:
    charts(page, TRAJECTORY)
    page.get_by_label("当年排名").check()
    expect(page.locator(".chart__title")).to_have_text("2025 年用水总量是多少？")
    expect(page).to_have_url(re.compile("view=ranking"))
    page.get_by_label("阳泉市").check()
    expect(page.get_by_role("row", name=re.compile("长治市"))).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("阳泉市在上限以内")
    page.reload()
    expect(page.get_by_label("阳泉市")).to_be_checked()


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_scrolls_sideways_on_a_phone(
    narrow_page: Page, charts: Charts, address: str, language: str
) -> None:
    if language == "en":
        narrow_page.goto("/")
        narrow_page.get_by_role("button", name="English").click()
    charts(narrow_page, address)
    width = narrow_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


@pytest.mark.parametrize("width", [1024, 1201])
@pytest.mark.parametrize("address", [RATE, INDICATOR])
def test_nothing_scrolls_sideways_on_a_small_screen(
    page: Page, charts: Charts, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto("/")
    page.get_by_role("button", name="English").click()
    charts(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_head_is_never_printed_without_a_row(page: Page, charts: Charts) -> None:
    charts(page, RATE)
    page.emulate_media(media="print")
    section = page.locator("section:has(.compare)")
    expect(section.locator("tbody tr").first).to_have_css("break-before", "avoid")
    for above in (section.locator("h2"), section.locator("p.prose")):
        expect(above).to_have_css("break-after", "avoid")


@pytest.mark.parametrize("address", ALL)
def test_charts_shut_nobody_out(page: Page, charts: Charts, address: str) -> None:
    charts(page, address)
    assert found_by_axe(page) == []


@pytest.mark.parametrize("address", [SHARE, RATE, INDICATOR, "/indicators/pipe_leakage_rate/"])
def test_a_page_opens_with_its_verdict(page: Page, charts: Charts, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    charts(page, address)
    verdict = page.locator(".answer .status").bounding_box()
    assert verdict is not None and verdict["y"] + verdict["height"] < 400


def test_the_form_takes_a_line_and_one_of_chips(page: Page, charts: Charts) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    charts(page, SHARE)
    form = page.locator("#compare-form").bounding_box()
    assert form is not None and form["height"] < 110


def test_a_chip_is_chosen_and_taken_back_by_the_keyboard(page: Page, charts: Charts) -> None:
    charts(page, SHARE)
    chip = page.locator("#compare-region-140300")
    chip.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("region=140300"))
    expect(chip).to_be_checked()
    expect(chip).to_be_focused()
    page.keyboard.press("Space")
    expect(page).not_to_have_url(re.compile("region="))
    expect(chip).not_to_be_checked()


def test_of_many_cities_only_those_chosen_are_chips(
    page: Page, charts: Charts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison_form, "MOST_CHIPS", 3)
    charts(page, SHARE)
    expect(page.locator(".chip")).to_have_count(0)
    page.get_by_label("添加城市").select_option("140300")
    expect(page.locator(".chip")).to_have_text(["阳泉市×"])
    page.get_by_label("添加城市").select_option("371500")
    expect(page.locator(".chip")).to_have_text(["阳泉市×", "聊城市×"])
    expect(page).to_have_url(
        re.compile("region=140300&region=371500&|region=140300&region=371500$")
    )
    page.locator("#compare-region-371500").uncheck(no_wait_after=True)
    expect(page.locator(".chip")).to_have_text(["阳泉市×"])
    expect(page.get_by_label("添加城市")).to_be_focused()


def test_what_an_address_leads_to_is_unfolded(page: Page, charts: Charts) -> None:
    charts(page, f"{INDICATOR}#yangquan-2025-140300")
    expect(page.locator("#yangquan-2025-140300")).to_be_visible()
    expect(page.locator("details.fold")).to_have_attribute("open", "")


@pytest.mark.parametrize("address", [RATE, "/indicators/pipe_leakage_rate/"])
def test_cards_are_as_long_as_the_page_on_a_phone(
    narrow_page: Page, demo: None, address: str
) -> None:
    narrow_page.goto(address)
    frame = narrow_page.locator(".frame:has(> .compare)").first
    hidden = frame.evaluate("frame => frame.scrollHeight - frame.clientHeight")
    assert hidden <= 1
